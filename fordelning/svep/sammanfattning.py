"""What the scenarios say together: each förbund's spread, and every point of the grid."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import numpy as np

from fordelning.analys.matt import rank
from fordelning.begrepp import Vektor
from fordelning.pengar import divide
from fordelning.svep.berakning import Utfallsrum


@dataclass(frozen=True, slots=True)
class Spannrad:
    """A förbund over the scenarios where it exists (`antal`), kr and shares. nan: no scenario, or no grant before.

    `tilldelning_kr` is the grant before anything varies, `rang` its place by size (1 = the largest; None as the grant);
    `rang_p10`, `rang_p90` and `andel_samma_rang` tell how steady the place is, each alternative against its own.
    """

    forbund_kod: str
    namn: str
    antal: int
    tilldelning_kr: float
    p10_kr: float
    median_kr: float
    p90_kr: float
    andel_golv: float
    andel_tak: float
    rang: float
    rang_p10: float
    rang_p90: float
    andel_samma_rang: float


def summarize_spans(rum: Sequence[Utfallsrum]) -> list[Spannrad]:
    """A row per förbund that any alternative has, in code order. Percentiles interpolate linearly."""
    namn = {f.forbund_kod: f.namn for r in rum for f in r.start.fall.underlag.forbund}
    rang = [rank(r.tilldelning_kr) for r in rum]
    bas = [None if r.bas is None else (r.bas.tilldelning_kr, rank(r.bas.tilldelning_kr)) for r in rum]
    rader = []
    for kod in sorted(namn):
        dar = [(i, r.start.fall.koder.index(kod)) for i, r in enumerate(rum) if kod in r.start.fall.koder]
        kr = np.concatenate([rum[i].tilldelning_kr[:, j] for i, j in dar])
        plats = np.concatenate([rang[i][:, j] for i, j in dar])
        forst = next(((b[0][j], b[1][j]) for i, j in dar if (b := bas[i]) is not None), (np.nan, np.nan))
        samma = [rang[i][:, j] == b[1][j] for i, j in dar if (b := bas[i]) is not None]
        p10, median, p90 = find_percentiles(kr)
        rang10, _, rang90 = find_percentiles(plats.astype(np.float64))
        golv, tak = (np.concatenate([getattr(rum[i], vid)[:, j] for i, j in dar]) for vid in ("vid_golv", "vid_tak"))
        stadig = _mean(np.concatenate(samma)) if samma else np.nan
        matt = (p10, median, p90, _mean(golv), _mean(tak), float(forst[1]), rang10, rang90, stadig)
        rader.append(Spannrad(kod, namn[kod], kr.size, float(forst[0]), *matt))
    return rader


def find_percentiles(varden: Vektor) -> tuple[float, float, float]:
    """The 10th, 50th and 90th percentile of some figures, (S,); nan where there are none."""
    if not varden.size:
        return np.nan, np.nan, np.nan
    p10, median, p90 = np.percentile(varden, [10, 50, 90]).tolist()
    return p10, median, p90


def _mean(varden: Vektor) -> float:
    return float(varden.mean()) if varden.size else np.nan


@dataclass(frozen=True, slots=True)
class Rutnatspunkt:
    """A grid point of an alternative: the value on every axis, and means over its draws; nan where none can be paid."""

    alternativ: str
    varden: tuple[float, ...]
    betalbara: int
    flyttat_kr: float
    golv_antal: float
    tak_antal: float
    ej_fordelat_kr: float


def summarize_points(rum: Sequence[Utfallsrum]) -> list[Rutnatspunkt]:
    """Every grid point, in the order of the file. `flyttat_kr`: what those who get more than before get more."""
    return [punkt for r in rum for punkt in _list_points(r)]


def find_medians(rum: Sequence[Utfallsrum]) -> list[dict[str, float]]:
    """The median grant of every förbund by code, kr, in each grid point, in the order of `summarize_points`."""
    svar = []
    for r in rum:
        plats = r.nummer // r.varden.dragningar
        for punkt in range(r.varden.antal // r.varden.dragningar):
            egna = r.tilldelning_kr[plats == punkt]
            mitten = np.median(egna, axis=0) if len(egna) else np.full(egna.shape[-1], np.nan)
            svar.append(dict(zip(r.start.fall.koder, mitten.tolist(), strict=True)))
    return svar


def _list_points(r: Utfallsrum) -> list[Rutnatspunkt]:
    punkter = [*product(*(axel.tolist() for axel in r.varden.axlar))]
    plats = r.nummer // r.varden.dragningar
    fore = np.full(len(r.start.fall.koder), np.nan) if r.bas is None else r.bas.tilldelning_kr
    flyttat = np.maximum(r.tilldelning_kr - fore, 0.0).sum(axis=-1)
    antal = np.bincount(plats, minlength=len(punkter))

    def average(varden: Vektor) -> list[float]:
        return [float(v) for v in divide(np.bincount(plats, varden, minlength=len(punkter)), antal)]

    matt = (flyttat, r.vid_golv.sum(axis=-1), r.vid_tak.sum(axis=-1), r.ej_fordelat_kr)
    rader = zip(punkter, antal.tolist(), *(average(np.asarray(m, np.float64)) for m in matt), strict=True)
    return [Rutnatspunkt(r.start.namn, p, n, *tal) for p, n, *tal in rader]
