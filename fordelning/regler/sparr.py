"""Spärr."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Modell


def hold_against_last_year(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """No förbund loses more than a set share from one year to the next, unless its eget kapital is above reasonable.

    A förbund without a grant last year has no spärr (assumption). Source: FK 2015-01-22 (10 %).
    Sets a floor, kr, (..., F).
    """
    assert modell.sparr is not None
    over_rimlig_niva = bok.sett.get("eget_kapital", {}).get("over_rimlig_niva", np.False_)
    golv_kr = underlag.tilldelning_fjol_kr * (1 - modell.sparr.hogsta_minskning_andel)
    return Steg(golv_kr=np.asarray(golv_kr * np.logical_not(over_rimlig_niva), np.float64))
