"""Whether a data set is Sweden, and what its kommuner's figures then ought to be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from fordelning.underlag.kommuner import read_kommuner
from fordelning.underlag.tolkning import Rad

_MINST_JAMFORBARA = 5
"""Fewer areas than this show nothing."""

_HOGST_AVVIKANDE_ANDEL = 0.1
"""The share of the areas, or a pair of them, that may be far from a kommun's figure in a data set that is Sweden."""


def find_known_inhabitants(rader: Sequence[Rad], hopp_andel: float) -> Mapping[str, float]:
    """What inhabitants every whole kommun ought to have, when the areas are Sweden's; else nothing.

    They are when nearly all areas with the code of a kommun have that kommun's share of the inhabitants of 2022,
    within `hopp_andel`. The scale is free, so that the age band and the year may be others.
    """
    kommuner = read_kommuner()
    kvoter = {
        rad.post.omrade_kod: math.log(rad.post.invanare_antal / kommuner[rad.post.omrade_kod].invanare_antal)
        for rad in rader
        if rad.post.omrade_kod in kommuner and rad.post.invanare_antal > 0
    }
    if len(kvoter) < _MINST_JAMFORBARA:
        return {}
    mitten = median(kvoter.values())
    avvikande = sum(abs(kvot - mitten) > math.log1p(hopp_andel) for kvot in kvoter.values())
    if avvikande > max(2, _HOGST_AVVIKANDE_ANDEL * len(kvoter)):
        return {}
    return {kod: kommun.invanare_antal * math.exp(mitten) for kod, kommun in kommuner.items()}
