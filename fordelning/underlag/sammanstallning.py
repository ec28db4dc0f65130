"""Checked records become an Underlag: förbund in code order, and the vectors that the rules compute on."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from fordelning.begrepp import Fil, Forbund, Omrade, Underlag, Utfastelse, Vektor
from fordelning.fel import Anmarkning
from fordelning.underlag.installningar import Installningar, make_kalla, make_kontrollsumma, make_statistik
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.tabellform import Tabellform


def make_underlag(
    poster: Mapping[str, tuple[Any, ...]],
    installningar: Installningar,
    varningar: tuple[Anmarkning, ...] = (),
    filer: tuple[Fil, ...] = (),
) -> Underlag:
    """An Underlag from checked records per table; every table is put in the order of its key."""
    ordnade = {namn: _order(TABELLER[namn], rader) for namn, rader in poster.items()}
    return Underlag(
        budgetar=installningar.budgetar,
        beskrivning=installningar.beskrivning,
        ram_kr=np.array(float(installningar.ram_kr)),
        forbund=ordnade["forbund"],
        omraden=ordnade["omraden"],
        regioner=ordnade["regioner"],
        utfastelser=ordnade["medfinansiering"],
        regionmedel=ordnade["regionmedel"],
        kapital=ordnade["kapital"],
        malgrupper=ordnade["malgrupper"],
        behov=ordnade["behov"],
        insatser=ordnade["insatser"],
        effekter=ordnade["effekter"],
        planering=ordnade["planering"],
        **make_vectors(ordnade["forbund"], ordnade["omraden"], ordnade["medfinansiering"]),
        statistik=make_statistik(installningar.statistik),
        kallor={fil: make_kalla(kalla) for fil, kalla in installningar.kallor.items()},
        kontrollsummor={namn: make_kontrollsumma(k) for namn, k in installningar.kontrollsummor.items()},
        varningar=varningar,
        filer=filer,
    )


def make_vectors(
    forbund: tuple[Forbund, ...], omraden: tuple[Omrade, ...], utfastelser: tuple[Utfastelse, ...]
) -> dict[str, Any]:
    """The vectors of Underlag, each (F,), in the order of the förbund given."""
    plats = {f.forbund_kod: i for i, f in enumerate(forbund)}
    egna = [o for o in omraden if o.forbund_kod is not None]
    har_region = {o.forbund_kod for o in egna if o.region_kod is not None}
    return {
        "invanare_antal": _sum_by(plats, ((o.forbund_kod, o.invanare_antal) for o in egna), 0.0),
        "forsorjningsmatt": _sum_by(plats, ((o.forbund_kod, o.forsorjningsmatt) for o in egna), 0.0),
        "tilldelning_fjol_kr": np.array([float(f.tilldelning_fjol_kr) for f in forbund]),
        "eget_kapital_kr": np.array([float(f.eget_kapital_kr) for f in forbund]),
        "bidrag_fjol_kr": np.array(
            [float(2 * f.tilldelning_fjol_kr if f.bidrag_fjol_kr is None else f.bidrag_fjol_kr) for f in forbund]
        ),
        "askande_kr": np.array([np.inf if f.askande_kr is None else float(f.askande_kr) for f in forbund]),
        "manader_andel": np.array([(f.manader or 12) / 12 for f in forbund]),
        "kommuner_utlovat_kr": _sum_by(
            plats, ((u.forbund_kod, u.utlovat_kr) for u in utfastelser if u.part == "kommun"), np.inf
        ),
        "regioner_utlovat_kr": _sum_by(
            plats, ((u.forbund_kod, u.utlovat_kr) for u in utfastelser if u.part == "region"), np.inf
        ),
        "frisam_kr": _sum_by(plats, ((o.forbund_kod, o.frisam_kr or 0) for o in egna), 0.0),
        "utan_region": np.array([f.forbund_kod not in har_region for f in forbund]),
    }


def _sum_by(plats: Mapping[str, int], belopp: Iterable[tuple[str | None, float]], utan_rad: float) -> Vektor:
    """Sums per förbund, (F,); `utan_rad` where a förbund has no row."""
    summor: defaultdict[int, list[float]] = defaultdict(list)
    for kod, b in belopp:
        summor[plats[str(kod)]].append(b)
    return np.array([math.fsum(summor[i]) if i in summor else utan_rad for i in range(len(plats))])


def _order(tabell: Tabellform, poster: tuple[Any, ...]) -> tuple[Any, ...]:
    """The records by their key, so that row order in the file never matters; an empty code comes first."""
    return tuple(
        sorted(poster, key=lambda post: [(v is not None, v or "") for v in (getattr(post, k) for k in tabell.nyckel)])
    )
