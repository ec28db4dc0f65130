"""Medfinansiering as a ceiling."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Bok, Steg
from fordelning.modell import Modell
from fordelning.regionmedel import limit_regions


def limit_by_match(modell: Modell, underlag: Underlag, bok: Bok) -> Steg:
    """The state gives no more than the förbund asks for, and no more than region(s) and kommun(er) match by law.

    Where no region has the area the kommun's pledge stands against both local shares. A region's part of its one sum
    counts as its pledge.
    Source: LFS 5 §; that money can be declined: Södra Vätterbygden 2016; that a region may have one sum for all its
    förbund: Statskontoret 2005:10, how it is shared out is an assumption. Sets ceilings, kr, (..., F).
    """
    m, regioner_utlovat_kr = modell.medfinansiering, limit_regions(modell, underlag)
    kommunens_andel = np.where(underlag.utan_region, m.kommun_andel + m.region_andel, m.kommun_andel)
    return Steg(
        tak_kr={
            "askande": underlag.askande_kr,
            "kommuner": m.stat_andel / kommunens_andel * underlag.kommuner_utlovat_kr,
            "region": np.where(underlag.utan_region, np.inf, m.stat_andel / m.region_andel * regioner_utlovat_kr),
        },
        sett={
            "kommuner_utlovat_kr": underlag.kommuner_utlovat_kr,
            "regioner_utlovat_kr": regioner_utlovat_kr,
            "kommunens_andel": kommunens_andel,
        },
    )
