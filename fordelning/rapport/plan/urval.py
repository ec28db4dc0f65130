"""What the sheets of plan.xlsx share: whose a row is, how rows of one table find another's, and what a year is."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Kolumn, Tabell
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.problem import Mask

ANDRA = "Ändra ett gult fält, så räknas boken om: kostnad, eget kapital, resultat och nytta följer med."
UTAN_MALGRUPP = "(utan målgrupp)"
BESLUTAD, INRIKTNING = "beslutad", "inriktning"


def name_year(planering: Plansamling, ar: int) -> str:
    """The budget year is decided on; later years say where the plan is heading."""
    return BESLUTAD if ar == planering.budgetar[0] else INRIKTNING


class Plantabell(Tabell):
    """A table of the plans, with the förbund of each row: shown only when the book is about several.

    `gul` = the plan may be changed in the book: when it is about one.
    """

    def __init__(self, namn: str, pl: Plansamling, koder: Sequence[str], sorteras: bool = True) -> None:
        super().__init__(namn, sorteras=sorteras)
        self.gul = pl.enskild
        self.forbund = self.data("" if pl.enskild else "Förbund", koder, nyckel="forbund_kod")

    def match_owner(self, annan: Plantabell) -> tuple[tuple[Kolumn, Kolumn], ...]:
        """The condition that a row of another table is of this row's förbund; none in a book about one."""
        return () if self.gul else ((annan.forbund, self.forbund),)


def find_shown(planering: Plansamling, bild: Planbild) -> Mask:
    """(J, H) the years of each insats that have a row: those it could run, among all förbund those it runs."""
    assert bild.plan.beslut is not None
    return bild.problem.kan_koras if planering.enskild else bild.plan.beslut.kors
