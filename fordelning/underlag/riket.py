"""Whether a data set is Sweden, and what its kommuner's figures then ought to be."""

from __future__ import annotations

import math
from collections.abc import Mapping
from statistics import median

from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kommuner import read_kommuner

_MINST_JAMFORBARA = 5


def is_sweden(inlast: Inlast) -> bool:
    """Whether the figures are those of real kommuner."""
    return bool(find_known_inhabitants(inlast))


def find_known_inhabitants(inlast: Inlast) -> Mapping[str, float]:
    """What inhabitants every whole kommun ought to have, when the data set is Sweden; else nothing.

    It is when nearly all its areas with the code of a kommun have that kommun's share of the inhabitants of 2022. The
    scale is free, so that the age band and the year may be others.
    """
    kommuner = read_kommuner()
    kvoter = {
        rad.post.omrade_kod: math.log(rad.post.invanare_antal / kommuner[rad.post.omrade_kod].invanare_antal)
        for rad in inlast.rader("omraden", "omrade_kod", "invanare_antal")
        if rad.post.omrade_kod in kommuner and rad.post.invanare_antal > 0
    }
    if len(kvoter) < _MINST_JAMFORBARA:
        return {}
    mitten = median(kvoter.values())
    grans = math.log1p(inlast.grind.invanare_hopp_andel)
    langt_ifran = sum(abs(kvot - mitten) > grans for kvot in kvoter.values())
    if langt_ifran > max(2, 0.1 * len(kvoter)):
        return {}
    return {kod: kommun.invanare_antal * math.exp(mitten) for kod, kommun in kommuner.items()}
