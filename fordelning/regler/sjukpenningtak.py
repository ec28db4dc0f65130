"""Sjukpenningtak (before 2016)."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.modell import Modell

KRONOR_PER_ENHET = {"kr": 1, "tkr": 1_000, "1000-tal kr": 1_000, "mkr": 1_000_000}


def limit_by_sjukpenning(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """The state gives at most a set share of the area's sjukpenning, which is the försörjningsmått of this model, less
    what Frisam uses of it there.

    Source: Statskontoret 2005:10 (at most 5 %, for Finsam and Frisam together). Sets a ceiling, kr, (..., F).
    Raises UnderlagFel when the försörjningsmått is not in money.
    """
    assert modell.sjukpenningtak is not None
    enhet = underlag.statistik.forsorjningsmatt_enhet
    if enhet not in KRONOR_PER_ENHET:
        plats = "underlag.toml, avsnitt [statistik], nyckel forsorjningsmatt_enhet"
        vantat = "sjukpenning i " + " eller ".join(KRONOR_PER_ENHET)
        gor = f"Modellen {modell.namn} räknar på sjukpenning; välj en annan med --modell om måttet är ett annat."
        raise UnderlagFel([Anmarkning(plats, f"«{enhet}» är ingen enhet i kronor", vantat, gor)])
    sjukpenning_kr = underlag.forsorjningsmatt * KRONOR_PER_ENHET[enhet]
    tak_kr = modell.sjukpenningtak.hogsta_andel * sjukpenning_kr
    return Steg(
        tak_kr={"modellen": np.maximum(0.0, tak_kr - underlag.frisam_kr)},
        sett={"sjukpenning_kr": sjukpenning_kr},
    )
