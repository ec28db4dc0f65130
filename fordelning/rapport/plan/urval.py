"""What the sheets of plan.xlsx share: whose a row is, how rows of one table find another's, and what a year is."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Kolumn, Slag, Tabell, Tal
from fordelning.blad.formler import TOMT, om, tom
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.problem import Mask

ANDRA = "Ändra ett gult fält, så räknas boken om: kostnad, eget kapital, resultat och nytta följer med."
SKREVS = "Som när boken skrevs."
"""What a reader changes does not reach this: it takes a plan to be searched."""
UTAN_MALGRUPP = "(utan målgrupp)"
BESLUTAD, INRIKTNING = "beslutad", "inriktning"


def name_year(planering: Plansamling, ar: int) -> str:
    """The budget year is decided on; later years say where the plan is heading."""
    return BESLUTAD if ar == planering.budgetar[0] else INRIKTNING


class Plantabell(Tabell):
    """A table of the plans, with the förbund of each row: shown only when the book is about several.

    `gul` = the plan may be changed in the book: when it is about one. `slag` = what its workings are: of one förbund
    something to read, of all of them too long for that.
    """

    def __init__(self, namn: str, pl: Plansamling, koder: Sequence[str], sorteras: bool = True) -> None:
        super().__init__(namn, sorteras=sorteras)
        self.gul = pl.enskild
        self.slag: Slag = "resultat" if pl.enskild else "rakning"
        self.forbund = self.data("" if pl.enskild else "Förbund", koder, nyckel="forbund_kod")

    def match_owner(self, annan: Plantabell) -> tuple[tuple[Kolumn, Kolumn], ...]:
        """The condition that a row of another table is of this row's förbund; none in a book about one."""
        return () if self.gul else ((annan.forbund, self.forbund),)


def add_change(
    t: Tabell, rubriker: Sequence[str], form: str, da: Sequence[float | None], nu: Tal, nyckel: str = ""
) -> tuple[Kolumn, Kolumn, Kolumn]:
    """Three columns: what was, what is (live), and the difference (live; empty where nothing was said of it)."""
    n = [nyckel and f"{led}{nyckel}" for led in ("andra_", "", "skillnad_")]
    forst = t.data(rubriker[0], da, form, bredd=15, summa=True, nyckel=n[0])
    sist = t.rakna(rubriker[1], nu, form, bredd=15, summa=True, nyckel=n[1])
    skillnad = om(tom(forst), TOMT, sist - forst)
    return forst, sist, t.rakna(rubriker[2], skillnad, form, bredd=15, summa=True, nyckel=n[2])


def find_shown(planering: Plansamling, bild: Planbild) -> Mask:
    """(J, H) the years of each insats that have a row: those it could run, among all förbund those it runs."""
    assert bild.plan.beslut is not None
    return bild.problem.kan_koras if planering.enskild else bild.plan.beslut.kors
