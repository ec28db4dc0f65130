"""A program that is kept and changed: its linear program, the bounds that hold now, and what its bounds prove."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.grenar import Takrakning
from fordelning.plan.highs import HighsLosare
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Rader, Snitt, make_none, round_rows
from fordelning.plan.snittsok import find_cuts, list_sums
from fordelning.plan.svar import Svar

_FLEST_SNITT = 40


class Bruk:
    """The program in use. Always maximised; every whole-number column may be a fraction unless said."""

    def __init__(self, m: Modellbygge, snitt: Snitt | None = None) -> None:
        """`snitt` are the recipes of cuts to begin with."""
        self.heltal = np.flatnonzero(m.program.heltal)
        self.rakning = Takrakning(m.program, m.agare)
        self._m, self._summor = m, list_sums(m)
        self._lp = HighsLosare(m.program)
        self._lp.relax()
        self._lp.keep_warm()
        self.snitt = make_none(m.program.radnamn, m.kolumnnycklar)
        self._snittrader = np.zeros(0, np.intp)
        self._galler = True
        if snitt is not None:
            self._add_cuts(snitt.for_program(m.program.radnamn, m.kolumnnycklar))

    def _make_rader(self) -> Rader:
        return self.rakning.make_rader(len(self._m.program.radnamn))

    def _add_cuts(self, snitt: Snitt) -> None:
        koefficienter, hogst = round_rows(snitt, self._make_rader())
        self._snittrader = np.append(self._snittrader, len(self.rakning.minst) + np.arange(len(hogst)))
        self._lp.add_rows(koefficienter, hogst)
        self.rakning.add_rows(koefficienter, hogst)
        self.snitt = self.snitt.add(snitt)

    @property
    def antal_rader(self) -> int:
        """The program's rows, the cuts', and those added."""
        return len(self.rakning.minst)

    def cut(self, x: Tal) -> int:
        """Add cuts that the last answer, x, is outside of; how many there were."""
        delvis = self.heltal[np.abs(x[self.heltal] - np.round(x[self.heltal])) > 1e-6]
        if not len(delvis) or len(self.snitt.vikter) > _FLEST_SNITT:
            return 0
        antal = len(self._m.program.radnamn)
        tabla = self._lp.list_inverse_rows(delvis)[:, :antal]
        vikter = np.vstack([self._summor, tabla, -tabla])
        nya = find_cuts(self._m, x, vikter, self._make_rader())
        if len(nya.vikter):
            self._add_cuts(nya)
        return len(nya.vikter)

    def renew_cuts(self) -> None:
        """The cuts as the program's figures make them now."""
        if self._galler:
            return
        fore = self.rakning.matris[self._snittrader]
        nya, hogst = round_rows(self.snitt, self._make_rader())
        rad, kolumn = np.nonzero(fore != nya)
        self._lp.set_coefficients(self._snittrader[rad], kolumn, nya[rad, kolumn])
        self._lp.set_row_bounds(self._snittrader, np.full(len(hogst), -np.inf), hogst)
        self.rakning.change_rows(self._snittrader, nya, hogst)
        self._galler = True

    def _let_cuts_go(self) -> None:
        """No cut is asked for until they are renewed: they were of other figures."""
        if self._galler and len(self._snittrader):
            utan = np.full(len(self._snittrader), np.inf)
            self.rakning.hogst[self._snittrader] = utan
            self._lp.set_row_bounds(self._snittrader, -utan, utan)
            self._galler = False

    def set_bounds(self, kolumner: Any, nedre: Any, ovre: Any) -> None:
        """New bounds for some columns."""
        self._let_cuts_go()
        r = self.rakning
        r.nedre[kolumner], r.ovre[kolumner] = nedre, ovre
        self._lp.set_bounds(kolumner, r.nedre[kolumner], r.ovre[kolumner])

    def set_row_bounds(self, rader: Any, minst: Any, hogst: Any) -> None:
        """New bounds for some rows."""
        self._let_cuts_go()
        r = self.rakning
        r.minst[rader], r.hogst[rader] = minst, hogst
        self._lp.set_row_bounds(rader, r.minst[rader], r.hogst[rader])

    def set_coefficients(self, rader: NDArray[np.intp], kolumner: NDArray[np.intp], varden: Tal) -> None:
        """New coefficients at some rows and columns."""
        self._let_cuts_go()
        self.rakning.matris[rader, kolumner] = varden
        self._lp.set_coefficients(rader, kolumner, varden)

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row; coefficients for all n columns."""
        self._lp.add_row(koefficienter, minst, hogst)
        self.rakning.add_row(koefficienter, minst, hogst)

    def set_objective(self, mal: Tal) -> None:
        """What is made as high as possible from here on."""
        self._lp.set_objective(mal, True)

    def allows(self, beslut: Tal) -> bool:
        """Whether whole-number columns with these values are within the bounds that hold now."""
        lo, hi = self.rakning.nedre[self.heltal], self.rakning.ovre[self.heltal]
        return bool(((beslut >= lo) & (beslut <= hi)).all())

    def clip(self, nedre: Tal, ovre: Tal) -> tuple[Tal, Tal]:
        """Bounds of the whole-number columns, within those that hold now."""
        lo, hi = self.rakning.nedre[self.heltal], self.rakning.ovre[self.heltal]
        return np.maximum(nedre, lo), np.minimum(ovre, hi)

    def solve(self, nedre: Tal, ovre: Tal) -> Svar:
        """The linear program with these bounds for the whole-number columns."""
        self._lp.set_bounds(self.heltal, nedre, ovre)
        return self._lp.rerun()

    def value_of(self, beslut: Tal) -> float:
        """The highest value with these whole-number columns; -inf where they cannot be."""
        svar = self.solve(beslut, beslut)
        return -np.inf if svar.varden is None else float(svar.mal)

    def search(self, mal: Tal) -> Tal | None:
        """The whole-number columns of the highest value, by the solver's own search; None where there is no plan."""
        self._lp.set_bounds(self.heltal, self.rakning.nedre[self.heltal], self.rakning.ovre[self.heltal])
        self._lp.restore()
        svar = self._lp.solve(mal, True)
        self._lp.relax()
        self._lp.keep_warm()
        return None if svar.varden is None else svar.varden[self.heltal]
