"""What the sheets of plan.xlsx share: whose a row is, how rows of one table find another's, and what a year is."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Kolumn, Tabell
from fordelning.plan.bild import Planbild, Planering
from fordelning.plan.problem import Mask

ANDRA = "Ändra ett gult fält, så räknas boken om: kostnad, eget kapital, resultat och nytta följer med."
UTAN_MALGRUPP = "(utan målgrupp)"
BESLUTAD, INRIKTNING = "beslutad", "inriktning"


def name_year(planering: Planering, ar: int) -> str:
    """The budget year is decided on; later years say where the plan is heading."""
    return BESLUTAD if ar == planering.budgetar[0] else INRIKTNING


def add_owner(t: Tabell, planering: Planering, koder: Sequence[str]) -> Kolumn:
    """The förbund of each row; shown only when the book is about several."""
    return t.data("" if planering.enskild else "Förbund", koder, nyckel="forbund_kod")


def same_owner(a: Kolumn, b: Kolumn) -> tuple[tuple[Kolumn, Kolumn], ...]:
    """The condition that two rows are of one förbund; none in a book about one."""
    return ((a, b),) if a.rubrik else ()


def find_shown(planering: Planering, bild: Planbild) -> Mask:
    """(J, H) the years of each insats that have a row: those it could run, among all förbund those it runs."""
    assert bild.plan.beslut is not None
    return bild.problem.kan_koras if planering.enskild else bild.plan.beslut.kors
