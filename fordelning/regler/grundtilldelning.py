"""Grundtilldelning."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.modell import Modell


def grant_base(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """Every förbund receives the same base grant; one that exists part of the year receives its months' share.

    Source: FK 2015-01-22 (400 tkr per förbund). The months' share is an assumption. Posts kr, (..., F).
    """
    assert modell.grundtilldelning is not None
    return Steg(
        belopp_kr=modell.grundtilldelning.belopp_kr * underlag.manader_andel,
        sett={"manader_andel": underlag.manader_andel},
    )
