"""Avrundning."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Modell
from fordelning.pengar import avrunda


def round_to_units(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """Grants are whole units that sum to the pot: the largest remainders round up, ties in order of förbund code.

    Source: an assumption; the rounding is not published. Posts kr, (..., F).
    """
    return Steg(belopp_kr=avrunda(bok.saldo_kr, modell.avrundning.enhet_kr) - bok.saldo_kr)
