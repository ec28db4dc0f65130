"""The sheets Behov and Målgrupper of the allocation's workbook: the need as the data set has it."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.blad import Blad
from fordelning.rapport.behov.blad_behov import ANDRA, Behovstabeller, make_behov_blad


def make_need_blad(u: Underlag) -> tuple[Blad, ...]:
    """The two sheets; none where the data set has no need. The grants do not depend on it."""
    if not u.behov:
        return ()
    uppskattat = u.is_estimated("behov")
    tabeller = Behovstabeller(u.behov, u.malgrupper, u, uppskattat)
    return make_behov_blad(tabeller, uppskattat, f"{ANDRA} Tilldelningen beror inte på det.")
