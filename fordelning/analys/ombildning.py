"""What two förbund would be given as one, and one as two: made by the same steps as `andra`, allocated all at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.hopp import FLEST_AT_GANGEN
from fordelning.analys.yttersta import allocate_payable
from fordelning.ar.andringar import Dela, SlaIhop
from fordelning.ar.forbundsdel import EGNA, Forbundsdel
from fordelning.ar.lage import Lage
from fordelning.ar.steg import STEG
from fordelning.begrepp import Forbund, Omrade, Underlag, Utfastelse, Vektor
from fordelning.modell import Modell
from fordelning.resultat import Resultat
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.sammanstallning import make_vectors
from fordelning.underlag.texter import Textpost

FLEST_FORBUND = 40
"""With more förbund than this only those that share a region are put together in pairs."""
DELEN = "~del"
"""The code of the part that an area becomes."""


@dataclass(frozen=True, slots=True, eq=False)
class Ombildning:
    """The förbund `fore` made otherwise. `omraden`: the area that becomes a förbund of its own; none = they merge.

    `vektorer`: what those that are left are, by column of Underlag, (1,) merged or (2,) divided.
    """

    fore: tuple[int, ...]
    omrade: str
    vektorer: Mapping[str, NDArray[Any]]


def list_mergers(r: Resultat) -> Iterator[Ombildning]:
    """Every pair of förbund as one, with the first one's code."""
    delar = _take_parts(r)
    regioner = [{o.region_kod or o.kommun_kod for o in d.omraden} for d in delar]
    for i, j in combinations(range(len(delar)), 2):
        if len(delar) <= FLEST_FORBUND or regioner[i] & regioner[j]:
            a, b = delar[i], delar[j]
            andring = SlaIhop(forbund=(a.kod, b.kod), till=a.kod)
            yield Ombildning((i, j), "", _make(r.underlag.budgetar, "sla_ihop", andring, (a, b)))


def list_splits(r: Resultat) -> Iterator[Ombildning]:
    """Every förbund of several areas with one of them as a förbund of its own; amounts go by inhabitants."""
    for i, d in enumerate(_take_parts(r)):
        egna = [o.omrade_kod for o in d.omraden]
        mojliga = [o.omrade_kod for o in d.omraden if o.invanare_antal] if len(egna) > 1 else []
        for omrade in mojliga if len(egna) > 2 else mojliga[:1]:
            resten = tuple(kod for kod in egna if kod != omrade)
            andring = Dela(forbund=d.kod, till={d.kod: resten, f"{d.kod}{DELEN}": (omrade,)})
            yield Ombildning((i,), omrade, _make(r.underlag.budgetar, "dela", andring, (d,)))


def compute_gains(modell: Modell, u: Underlag, ombildade: Iterable[Ombildning]) -> tuple[Vektor, Vektor]:
    """The grants of those a change touches, before it and after it, kr (S,)."""
    alla, fore, efter = list(ombildade), [], []
    hela = _allocate(modell, u, [])[0]
    for delen in np.array_split(np.arange(len(alla)), 1 + len(alla) * len(u.koder) // FLEST_AT_GANGEN):
        vilka = [alla[i] for i in delen]
        for o, tilldelning_kr in zip(vilka, _allocate(modell, u, vilka), strict=False):
            berorda = [*o.fore, len(u.koder)]
            fore.append(hela[berorda].sum())
            efter.append(tilldelning_kr[berorda].sum())
    return np.array(fore), np.array(efter)


def _allocate(modell: Modell, u: Underlag, ombildade: list[Ombildning]) -> Vektor:
    """The grants of every change, (S, F + 1); one row of the case as it is where there is none. The last place is that
    of a part, and one that is no more is without months, money and need."""
    antal = max(len(ombildade), 1)
    nya: dict[str, Any] = {"ram_kr": np.full(antal, float(u.ram_kr)), "utan_region": u.utan_region}
    for namn in (f.name for f in fields(Underlag)):
        varde = getattr(u, namn)
        if isinstance(varde, np.ndarray) and varde.ndim == 1:
            tomt = np.inf if namn in ("askande_kr", "kommuner_utlovat_kr", "regioner_utlovat_kr") else 0
            ny = np.repeat(np.append(varde, np.asarray(tomt, varde.dtype))[None, :], antal, axis=0)
            for s, o in enumerate(ombildade):
                ny[s, list(o.fore)] = tomt
                ny[s, [o.fore[0], -1][: o.vektorer[namn].size]] = o.vektorer[namn]
            nya[namn] = ny
    extra = Forbund("~", "", 0, 0)
    return allocate_payable(modell, replace(u, forbund=(*u.forbund, extra), **nya))[0]


@dataclass(frozen=True, slots=True, eq=False)
class _Del:
    """A förbund with the rows that a grant depends on, as the steps of `andra` take them: as text."""

    kod: str
    omraden: tuple[Omrade, ...]
    rader: Mapping[str, Textpost]
    forbundsdel: Forbundsdel


def _take_parts(r: Resultat) -> list[_Del]:
    """Every förbund, in code order."""
    omraden: dict[str | None, list[Omrade]] = {}
    lovat: dict[str, list[Textpost]] = {}
    for o in r.underlag.omraden:
        omraden.setdefault(o.forbund_kod, []).append(o)
    for p in r.underlag.utfastelser:
        lovat.setdefault(p.forbund_kod, []).append(_as_row("medfinansiering", p))
    delar, tomma = list[_Del](), {namn: () for namn in EGNA}
    for f, staten_kr, alla_kr in zip(r.underlag.forbund, r.tilldelning_kr, r.matchning.totalt_kr, strict=True):
        kod, egna = f.forbund_kod, tuple(omraden.get(f.forbund_kod, ()))
        rader: dict[str, Any] = {"forbund": (_as_row("forbund", f),), "medfinansiering": tuple(lovat.get(kod, ()))}
        del_ = Forbundsdel(kod, tomma | rader, int(staten_kr), int(alla_kr))
        delar.append(_Del(kod, egna, {o.omrade_kod: _as_row("omraden", o) for o in egna}, del_))
    return delar


def _as_row(tabell: str, post: Any) -> Textpost:
    varden = {namn: getattr(post, namn, None) for namn in TABELLER[tabell].kolumnnamn}
    return {namn: "" if v is None else str(v) for namn, v in varden.items()}


def _make(ar: int, namn: str, andring: SlaIhop | Dela, delar: Sequence[_Del]) -> dict[str, NDArray[Any]]:
    """The vectors of the förbund that a change makes of others, the one that keeps its code first."""
    lage = Lage(ar, {d.kod: d.forbundsdel for d in delar}, {k: rad for d in delar for k, rad in d.rader.items()})
    STEG[namn](lage, andring, "")
    nya = sorted(lage.delar)
    forbund = tuple(_read_forbund(lage.delar[kod].post) for kod in nya)
    flyttade = tuple(
        replace(o, forbund_kod=lage.omraden[o.omrade_kod]["forbund_kod"]) for d in delar for o in d.omraden
    )
    lovat = tuple(
        Utfastelse(kod, "kommun" if rad["part"] == "kommun" else "region", rad["motpart_kod"], int(rad["utlovat_kr"]))
        for kod in nya
        for rad in lage.delar[kod].rader["medfinansiering"]
    )
    return make_vectors(forbund, flyttade, lovat)


def _read_forbund(post: Textpost) -> Forbund:
    """A row of forbund as its record."""
    tal: dict[str, Any] = {n: int(post[n]) if post[n] else None for n in Forbund.__slots__[2:]}
    return Forbund(post["forbund_kod"], post["namn"], **tal)
