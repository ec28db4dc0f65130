"""Medfinansiering as a ceiling."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fordelning.begrepp import Underlag, Vektor
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Medfinansiering, Modell
from fordelning.regionmedel import limit_regions


def limit_by_match(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """The state gives no more than the förbund asks for, and no more than region(s) and kommun(er) match by law.

    Where no region has the area the kommun's pledge stands against both local shares. A region's part of its one sum
    counts as its pledge. In a model with free shares a pledge limits when it is less than the lowest share of all.
    Source: LFS 5 §; that money can be declined: Södra Vätterbygden 2016; that a region may have one sum for all its
    förbund: Statskontoret 2005:10, how it is shared out is an assumption. Sets ceilings, kr, (..., F).
    """
    m, regioner_utlovat_kr = modell.medfinansiering, limit_regions(modell, underlag)
    kommunens_andel = np.where(underlag.utan_region, m.kommun_andel + m.region_andel, m.kommun_andel)
    parternas = {
        "kommuner": m.stat_andel / kommunens_andel * underlag.kommuner_utlovat_kr,
        "region": np.where(underlag.utan_region, np.inf, m.stat_andel / m.region_andel * regioner_utlovat_kr),
    }
    if m.lagsta_andel is not None:
        parternas = dict(_limit_free_shares(m, underlag, regioner_utlovat_kr))
    return Steg(
        tak_kr={"askande": underlag.askande_kr, **parternas},
        sett={
            "kommuner_utlovat_kr": underlag.kommuner_utlovat_kr,
            "regioner_utlovat_kr": regioner_utlovat_kr,
            "kommunens_andel": kommunens_andel,
        },
    )


def _limit_free_shares(m: Medfinansiering, u: Underlag, regioner_kr: Vektor) -> Mapping[str, Vektor]:
    """What each part's pledge leaves room for when the other pays its pledge, or its share beside the state's."""
    lagsta = np.asarray(m.lagsta_andel, np.float64)
    andras_kr = np.where(u.utan_region, 0.0, regioner_kr)  # without a region the kommun's pledge is for both parts
    kommuner = _limit_part(
        u.kommuner_utlovat_kr, np.where(u.utan_region, 2 * lagsta, lagsta), andras_kr, m.region_andel / m.stat_andel
    )
    region = _limit_part(regioner_kr, lagsta, u.kommuner_utlovat_kr, m.kommun_andel / m.stat_andel)
    return {"kommuner": kommuner, "region": np.where(u.utan_region, np.inf, region)}


def _limit_part(lovat_kr: Vektor, lagsta: Vektor, andras_kr: Vektor, andras_kvot: float) -> Vektor:
    """The most of the state with which a pledge is `lagsta` of all; the other's is its pledge, or a share beside it."""
    binder = np.isfinite(lovat_kr) & (lagsta > 0)
    lovat, andras = (np.where(np.isfinite(kr), kr, 0.0) for kr in (lovat_kr, andras_kr))
    kvot = np.where(np.isfinite(andras_kr), 0.0, andras_kvot)
    tak_kr = (lovat / np.where(lagsta > 0, lagsta, 1.0) - lovat - andras) / (1 + kvot)
    return np.where(binder, np.maximum(0.0, tak_kr), np.inf)
