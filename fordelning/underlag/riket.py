"""Whether a data set is Sweden, and what its kommuner's figures then ought to be."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from statistics import median

from fordelning.metod import Grind
from fordelning.underlag.kommuner import read_kommuner
from fordelning.underlag.tolkning import Rad


def find_known_inhabitants(rader: Sequence[Rad], grind: Grind) -> Mapping[str, float]:
    """What inhabitants every whole kommun ought to have, when the areas are Sweden's; else nothing.

    They are when nearly all areas with the code of a kommun have that kommun's share of the inhabitants of 2022,
    within `invanare_hopp_andel`; the gate's limits say how many may differ. The scale is free, so that the age band
    and the year may be others.
    """
    kommuner = read_kommuner()
    kvoter = {
        rad.post.omrade_kod: math.log(rad.post.invanare_antal / kommuner[rad.post.omrade_kod].invanare_antal)
        for rad in rader
        if rad.post.omrade_kod in kommuner and rad.post.invanare_antal > 0
    }
    if len(kvoter) < grind.riket_minst_antal:
        return {}
    mitten = median(kvoter.values())
    avvikande = sum(abs(kvot - mitten) > math.log1p(grind.invanare_hopp_andel) for kvot in kvoter.values())
    if avvikande > max(2, grind.riket_avvikande_andel * len(kvoter)):
        return {}
    return {kod: kommun.invanare_antal * math.exp(mitten) for kod, kommun in kommuner.items()}
