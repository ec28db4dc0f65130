"""The cuts of a program in use: rows of its linear program that follow its figures."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.highs import HighsLosare
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Rader, Snitt, make_none, round_rows
from fordelning.plan.snittsok import find_cuts, list_keys, list_sums
from fordelning.plan.takrakning import Takrakning

_FLEST_SNITT = 60


class Snittrader:
    """Cuts found so far, and the rows they are in."""

    def __init__(self, m: Modellbygge, rakning: Takrakning, lp: HighsLosare) -> None:
        self._m, self._rakning, self._lp = m, rakning, lp
        agare = np.full(len(m.nytta), -1, np.intp)
        for (j, _, t), x in m.kolumner.antal.items():
            agare[x] = m.kolumner.kors[j, t]
        self._rader = Rader(rakning.matris, m.program.heltal, agare)
        self._summor: Tal | None = None
        self.lonar_sig = True
        """Whether cuts have been worth their time here."""
        self.snitt = make_none(m.program.radnamn, list_keys(m))
        self._platser = np.zeros(0, np.intp)
        self._gamla, self._anvanda = np.zeros(0, np.bool_), self.snitt.vikter != 0

    def add(self, snitt: Snitt) -> None:
        """These cuts too."""
        self._read_figures()
        self._add(snitt.for_program(self.snitt.radnamn, self.snitt.kolumner))

    def _add(self, snitt: Snitt) -> None:
        koefficienter, hogst = round_rows(snitt, self._rader)
        self._platser = np.append(self._platser, len(self._rakning.minst) + np.arange(len(hogst)))
        self._gamla = np.append(self._gamla, np.zeros(len(hogst), np.bool_))
        self._lp.add_rows(koefficienter, np.full(len(hogst), -np.inf), hogst)
        self._rakning.add_rows(koefficienter, np.full(len(hogst), -np.inf), hogst)
        self.snitt = self.snitt.add(snitt)
        self._anvanda = self.snitt.vikter != 0

    def find(self, x: Tal) -> bool:
        """Add cuts that x (n,) is outside of. Returns whether there were any."""
        if len(self._platser) >= _FLEST_SNITT:
            return False
        if self._summor is None:
            self._summor = list_sums(self._m)
        self._read_figures()
        nya = find_cuts(self._m, x, self._summor, self._rader)
        if len(nya.enhet):
            self._add(nya)
        else:
            self.lonar_sig = False
        return bool(len(nya.enhet))

    def outdate_rows(self, rader: NDArray[np.intp]) -> None:
        """Some rows have other figures."""
        if not len(self._gamla):
            return
        egna = rader[rader < len(self.snitt.radnamn)]
        self._gamla |= self._rader.ensam[egna].any() | self._anvanda[:, egna].any(axis=1)

    def outdate_columns(self, kolumner: NDArray[np.intp]) -> None:
        """Some columns have other bounds."""
        self._gamla[:] |= not self._m.program.heltal[kolumner].all()

    def renew(self) -> None:
        """The rows as the program's figures make them now."""
        if not self._gamla.any():
            return
        self._read_figures()
        platser = self._platser[self._gamla]
        nya, hogst = round_rows(self.snitt.take(self._gamla), self._rader)
        rad, kolumn = np.nonzero(self._rakning.matris[platser] != nya)
        self._lp.set_coefficients(platser[rad], kolumn, nya[rad, kolumn])
        self._lp.set_row_bounds(platser, np.full(len(hogst), -np.inf), hogst)
        self._rakning.change_rows(platser, nya, hogst)
        self._gamla[:] = False

    def _read_figures(self) -> None:
        r, egna = self._rakning, slice(0, len(self.snitt.radnamn))
        self._rader.read(r.matris[egna], r.minst[egna], r.hogst[egna], r.nedre, r.ovre)
