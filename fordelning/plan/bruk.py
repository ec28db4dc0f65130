"""A program that is kept and changed: its linear program, the bounds that hold now, and what its bounds prove."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.highs import HighsLosare
from fordelning.plan.problem import Tal
from fordelning.plan.snittrader import Snittrader
from fordelning.plan.svar import Svar
from fordelning.plan.takrakning import Takrakning


class Bruk:
    """The program in use. Always maximised; every whole-number column may be a fraction unless said."""

    def __init__(self, m: Modellbygge) -> None:
        self.heltal = np.flatnonzero(m.program.heltal)
        self.rakning = Takrakning(m)
        self._lp = HighsLosare(m.program)
        self._lp.relax()
        self._lp.keep_warm()
        self.snittrader = Snittrader(m, self.rakning, self._lp)

    @property
    def antal_rader(self) -> int:
        """The program's rows and those added, cuts and others."""
        return len(self.rakning.minst)

    @property
    def granser(self) -> tuple[Tal, Tal]:
        """(B,) twice: the lowest and highest that each whole-number column may be now."""
        return self.rakning.nedre[self.heltal], self.rakning.ovre[self.heltal]

    def set_bounds(self, kolumner: Any, nedre: Any, ovre: Any) -> None:
        """New bounds for some columns."""
        self.snittrader.outdate_columns(np.asarray(kolumner))
        r = self.rakning
        r.set_columns(kolumner, nedre, ovre)
        self._lp.set_bounds(kolumner, r.nedre[kolumner], r.ovre[kolumner])

    def set_row_bounds(self, rader: Any, minst: Any, hogst: Any) -> None:
        """New bounds for some rows."""
        self.snittrader.outdate_rows(np.asarray(rader))
        r = self.rakning
        r.set_rows(rader, minst, hogst)
        self._lp.set_row_bounds(rader, r.minst[rader], r.hogst[rader])

    def set_coefficients(self, rader: NDArray[np.intp], kolumner: NDArray[np.intp], varden: Tal) -> None:
        """New coefficients at some rows and columns."""
        self.snittrader.outdate_rows(rader)
        self.rakning.set_coefficients(rader, kolumner, varden)
        self._lp.set_coefficients(rader, kolumner, varden)

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row; coefficients for all n columns."""
        self._lp.add_row(koefficienter, minst, hogst)
        self.rakning.add_rows(koefficienter[None], np.array([minst]), np.array([hogst]))

    def set_objective(self, mal: Tal) -> None:
        """What is made as high as possible from here on."""
        self.snittrader.renew()
        self._lp.set_objective(mal, True)

    def solve(self, nedre: Tal, ovre: Tal) -> Svar:
        """The linear program with these bounds for the whole-number columns."""
        self.snittrader.renew()
        self._lp.set_bounds(self.heltal, nedre, ovre)
        return self._lp.rerun()

    def value_of(self, beslut: Tal) -> float:
        """The highest value with these whole-number columns; -inf where they cannot be."""
        svar = self.solve(beslut, beslut)
        return -np.inf if svar.varden is None else float(svar.mal)

    def find_contradiction(self) -> Tal | None:
        """After a linear program without answer: a price per row, the largest 1 or −1, that proves it has none; None
        where HiGHS has no such proof.
        """
        stral = self._lp.find_ray()
        return stral / np.abs(stral).max() if stral is not None and stral.any() else None

    def search(self, mal: Tal) -> Tal | None:
        """The whole-number columns of the highest value, by the solver's own search; None where there is no plan."""
        self._lp.set_bounds(self.heltal, *self.granser)
        self._lp.restore()
        svar = self._lp.solve(mal, True)
        self._lp.relax()
        self._lp.keep_warm()
        return None if svar.varden is None else svar.varden[self.heltal]
