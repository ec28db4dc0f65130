"""Regionmedel: a region's one sum for all its förbund, and each förbund's part of it.

A part counts as the region's pledge to the förbund: it is the most that the region pays there. That a region may have
one sum is known (Statskontoret 2005:10); how it is shared out is an assumption.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Omrade, Regionmedel, Underlag, Utfastelse, Vektor
from fordelning.modell import Modell
from fordelning.pengar import andelar, avrunda, dela


@dataclass(frozen=True, slots=True, eq=False)
class Regiondel:
    """A region's part in every förbund: (F,) or (..., F) over scenarios; `medlem` = it has areas there.

    `lovat_kr`: its own pledge, inf where none. `vikt` and `del_kr`: what its one sum is shared by, and the part of it,
    whole kronor (inf and 0 without a sum). `galler_kr`: the lower of the two; inf = it matches fully.
    """

    region_kod: str
    medlem: NDArray[np.bool_]
    lovat_kr: Vektor
    medel: Regionmedel | None
    vikt: Vektor
    del_kr: Vektor

    @property
    def galler_kr(self) -> Vektor:
        return np.minimum(self.lovat_kr, self.del_kr)


def limit_regions(modell: Modell, underlag: Underlag) -> Vektor:
    """What the region(s) of each förbund pay at most together, kr (..., F); inf where they match fully.

    Where some region of a förbund has pledged, or has one sum, one that has neither counts as 0, as among pledges.
    """
    if not underlag.regionmedel:
        return underlag.regioner_utlovat_kr
    summa_kr, begransar = np.zeros(len(underlag.koder)), np.zeros(len(underlag.koder), np.bool_)
    for d in share_regions(modell, underlag).values():
        egen = d.medlem & np.isfinite(d.galler_kr)
        summa_kr = summa_kr + np.where(egen, d.galler_kr, 0.0)
        begransar = begransar | egen
    return np.where(begransar, summa_kr, np.inf)


def freeze_regions(modell: Modell, underlag: Underlag) -> Underlag:
    """The same with each förbund's part of the sums as what its region(s) have pledged, whatever else changes.

    Of one decision the records say it too.
    """
    if not underlag.regionmedel:
        return underlag
    lovat_kr, rader = limit_regions(modell, underlag), underlag.utfastelser
    if lovat_kr.ndim == 1:
        regionernas = list_region_pledges(modell, underlag).items()
        rader = tuple(u for u in rader if u.part == "kommun")
        rader += tuple(Utfastelse(kod, "region", region, kr) for (kod, region), kr in sorted(regionernas))
    return replace(underlag, regionmedel=(), utfastelser=rader, regioner_utlovat_kr=lovat_kr)


def list_region_pledges(modell: Modell, underlag: Underlag) -> dict[tuple[str, str], int]:
    """What each region pays at most to a förbund, by förbund and region, whole kronor. One that matches fully is not
    there. Of one decision.
    """
    if not underlag.regionmedel:
        return {(u.forbund_kod, u.motpart_kod): u.utlovat_kr for u in underlag.utfastelser if u.part == "region"}
    return {
        (kod, d.region_kod): round(kr)
        for d in share_regions(modell, underlag).values()
        for kod, medlem, kr in zip(underlag.koder, d.medlem, d.galler_kr.tolist(), strict=True)
        if medlem and math.isfinite(kr)
    }


def share_regions(modell: Modell, underlag: Underlag) -> dict[str, Regiondel]:
    """Every region that has areas in a förbund, by code, with its pledges and the parts of its one sum.

    The sum is shared once, in whole kronor: by the model's key for the region's areas in each förbund (`nyckel`), alike
    (`lika`), or as the region has pledged, less in proportion where the sum does not hold it all (`lista`).
    """
    koder = sorted({o.region_kod for o in underlag.omraden if o.region_kod and o.forbund_kod})
    return {kod: share_region(modell, underlag, kod) for kod in koder}


def share_region(modell: Modell, underlag: Underlag, region_kod: str) -> Regiondel:
    """One region of `share_regions`."""
    u, kod = underlag, region_kod
    egna = [o for o in u.omraden if o.region_kod == kod and o.forbund_kod]
    medel = next((m for m in u.regionmedel if m.region_kod == kod), None)
    med = {o.forbund_kod for o in egna}
    medlem = np.array([forbund in med for forbund in u.koder])
    lovat_kr = _read_pledges(u, kod, egna)
    if medel is None:
        return Regiondel(kod, medlem, lovat_kr, None, np.zeros(medlem.shape), np.full(medlem.shape, np.inf))
    vikt = np.where(medlem, _weigh(modell, u, egna, medel, lovat_kr), 0.0)
    summa = vikt.sum(axis=-1, keepdims=True)
    nyckel = np.where(summa > 0, vikt / np.where(summa > 0, summa, 1.0), medlem / medlem.sum())
    att_dela_kr = np.minimum(medel.utlovat_kr, summa[..., 0]) if medel.fordelning == "lista" else medel.utlovat_kr
    del_kr = avrunda(dela(att_dela_kr, 0.0, nyckel).belopp_kr, 1)
    return Regiondel(kod, medlem, lovat_kr, medel, vikt, np.where(medlem, del_kr, np.inf))


def _weigh(modell: Modell, u: Underlag, egna: list[Omrade], medel: Regionmedel, lovat_kr: Vektor) -> Vektor:
    """What a region's sum is shared by, (..., F)."""
    if medel.fordelning == "lika":
        return np.ones(len(u.koder))
    if medel.fordelning == "lista":
        return np.where(np.isfinite(lovat_kr), lovat_kr, 0.0)
    m = modell.fordelningsnyckel
    matt = andelar(u.forsorjningsmatt) * _find_shares(u, egna, "forsorjningsmatt")
    invanare = andelar(u.invanare_antal) * _find_shares(u, egna, "invanare_antal")
    return u.manader_andel * (m.andel_forsorjningsmatt * matt + m.andel_invanare * invanare)


def _find_shares(u: Underlag, egna: list[Omrade], falt: str) -> Vektor:
    """How much of each förbund's figure the region's areas have, (F,)."""
    hela, delen = (_sum_areas(omraden, falt) for omraden in (u.omraden, egna))
    return np.array([delen.get(kod, 0.0) / hela[kod] if hela.get(kod) else 0.0 for kod in u.koder])


def _sum_areas(omraden: tuple[Omrade, ...] | list[Omrade], falt: str) -> Mapping[str, float]:
    tal: dict[str, list[float]] = {}
    for o in omraden:
        if o.forbund_kod:
            tal.setdefault(o.forbund_kod, []).append(getattr(o, falt))
    return {kod: math.fsum(v) for kod, v in tal.items()}


def _read_pledges(u: Underlag, kod: str, egna: list[Omrade]) -> Vektor:
    """The region's own pledges, (..., F); inf where it has none.

    Where the sum over a förbund's regions is another than the records' it is spread as they are, else by inhabitants.
    """
    rader = {(p.forbund_kod, p.motpart_kod): float(p.utlovat_kr) for p in u.utfastelser if p.part == "region"}
    summor: dict[str, float] = {}
    for (forbund, _), kr in rader.items():
        summor[forbund] = summor.get(forbund, 0.0) + kr
    egen = np.array([rader.get((forbund, kod), np.nan) for forbund in u.koder])
    summa = np.array([summor.get(forbund, np.nan) for forbund in u.koder])
    lovat_kr = np.where(np.isfinite(u.regioner_utlovat_kr), u.regioner_utlovat_kr, np.nan)
    spritt = np.where(np.isnan(summa) | ~np.isnan(egen), lovat_kr * _find_shares(u, egna, "invanare_antal"), np.nan)
    alla = np.where(summa > 0, egen * (lovat_kr / np.where(summa > 0, summa, 1.0)), spritt)
    return np.where(np.isnan(alla), np.inf, alla)
