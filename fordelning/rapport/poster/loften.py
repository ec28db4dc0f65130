"""What is promised, and how low a part may go, in words."""

from __future__ import annotations

from fordelning.rapport.poster.fall import Forbundsfall, show_number
from fordelning.regionmedel import Regiondel, share_region

DELAS = {"nyckel": "delade efter nyckeln", "lika": "delade lika", "lista": "delade efter regionens utfästelser"}
"""How a sum is shared out, in running text."""


def list_sums(fall: Forbundsfall) -> list[Regiondel]:
    """The parts of the förbund's own regions that have one sum, in code order."""
    egna = {o.region_kod for o in fall.omraden}
    summor = [m.region_kod for m in fall.underlag.regionmedel if m.region_kod in egna]
    return [share_region(fall.modell, fall.underlag, kod) for kod in summor]


def describe_sum(fall: Forbundsfall, d: Regiondel) -> str:
    """Region R1 Name has so much for all its förbund, shared so."""
    assert d.medel is not None
    namn = {r.region_kod: r.namn for r in fall.underlag.regioner}.get(d.region_kod, "")
    summa = fall.kr(d.medel.utlovat_kr)
    return f"region {d.region_kod} {namn} har {summa} kr till alla sina förbund, {DELAS[d.medel.fordelning]}"


def describe_shares(fall: Forbundsfall) -> str:
    """How low a part may go, as a sentence; nothing in a model with fixed shares."""
    lagsta = fall.modell.medfinansiering.lagsta_andel
    if lagsta is None:
        return ""
    if not lagsta:
        return "Parternas andelar är fria: den som har lovat betalar sitt löfte, och inget löfte begränsar."
    andel = show_number(lagsta)
    return f"Parternas andelar är fria ned till {andel}: den som har lovat betalar sitt löfte, minst {andel} av allt."
