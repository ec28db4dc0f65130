"""The one place that chooses a solver: HiGHS (handed whole arrays) or, where present, CBC (through PuLP 3 or 4)."""

from __future__ import annotations

from typing import Protocol

from fordelning.plan.cbc import CbcLosare
from fordelning.plan.highs import HighsLosare
from fordelning.plan.problem import Tal
from fordelning.plan.program import Program
from fordelning.plan.svar import Losarnamn, Svar


class Losare(Protocol):
    """A program in a solver's hands; it can be solved several times with new objectives, rows and bounds."""

    def solve(self, mal: Tal, maximera: bool, tid_s: float | None = None, start: Tal | None = None) -> Svar:
        """Optimise. A time limit is `tidsgrans`, never `optimal`. Raises FordelningFel when the solver breaks down."""
        ...

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row; coefficients for all n columns."""
        ...


def make_losare(program: Program, namn: Losarnamn = "highs") -> Losare:
    """The program in the named solver. Raises FordelningFel when CBC is asked for and is not here."""
    return HighsLosare(program) if namn == "highs" else CbcLosare(program)
