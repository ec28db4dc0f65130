"""The sheets Behov and Målgrupper of the allocation's workbook: the need as the data set has it."""

from __future__ import annotations

from fordelning.begrepp import Underlag
from fordelning.blad import Blad
from fordelning.rapport.behov.blad_behov import ANDRA, Behovstabeller, Malgrupprad, Personrad, make_behov_blad


def make_need_blad(u: Underlag) -> tuple[Blad, ...]:
    """The two sheets; none where the data set has no need. The grants do not depend on it."""
    if not u.behov:
        return ()
    grupper = [Malgrupprad(m.malgrupp_kod, m.namn, m.andel_i_behov) for m in u.malgrupper]
    nummer = {grupp.kod: j for j, grupp in enumerate(grupper)}
    namn = {f.forbund_kod: f.namn for f in u.forbund}
    rader = [Personrad(b.forbund_kod, namn[b.forbund_kod], nummer[b.malgrupp_kod], b.personer_antal) for b in u.behov]
    uppskattat = u.is_estimated("behov")
    tabeller = Behovstabeller(rader, grupper, uppskattat)
    return make_behov_blad(tabeller, uppskattat, f"{ANDRA} Tilldelningen beror inte på det.")
