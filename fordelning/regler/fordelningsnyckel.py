"""Fördelningsnyckel."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Modell
from fordelning.pengar import andelar


def divide_by_key(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """What the base grants leave is divided by a key: a weighted share of försörjningsmått and of inhabitants.

    Areas outside every förbund count neither above nor below the line. Months weigh the key and it is scaled to 1.
    Source: FK 2015-01-22 (75 and 25 %). Posts kr, (..., F).
    """
    m = modell.fordelningsnyckel
    andel_forsorjningsmatt, andel_invanare = andelar(underlag.forsorjningsmatt), andelar(underlag.invanare_antal)
    vagd = m.andel_forsorjningsmatt * andel_forsorjningsmatt + m.andel_invanare * andel_invanare
    nyckel = andelar(underlag.manader_andel * vagd)
    kvar_kr = underlag.ram_kr - bok.saldo_kr.sum(axis=-1)
    return Steg(
        belopp_kr=kvar_kr[..., np.newaxis] * nyckel,
        sett={
            "forsorjningsmatt_andel": andel_forsorjningsmatt,
            "invanare_andel": andel_invanare,
            "vagd_andel": vagd,
            "nyckel_andel": nyckel,
            "kvar_kr": kvar_kr,
        },
    )
