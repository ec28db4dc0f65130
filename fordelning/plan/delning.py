"""How one part of the decisions is solved, cut and divided."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bruk import Bruk
from fordelning.plan.delar import NAGOT, Del, Lardom
from fordelning.plan.problem import Tal

HEL = 1e-7
_FLEST_PROV = 8
"""How many decisions are tried both ways before a part is divided at one of them."""
_FLEST_PRISER = 30
_FORST, _FLEST_VARV, _VERKAN = 40, 8, 0.1
"""After so many linear programs in a question cuts are sought, so many times, and in a part as long as they lower it by
this share of what they have.
"""


class Delning:
    """The parts' linear programs, all in one that is kept; what they have taught goes on from question to question."""

    def __init__(self, bruk: Bruk, lart: Lardom, forsta: bool) -> None:
        """In a `forsta` search, from which others begin, cuts are sought at once."""
        self._bruk, self.lart, self._forst = bruk, lart, 0 if forsta else _FORST
        self.priser: list[Tal] = []
        """The last prices, newest last."""
        self._varv_kvar = self._losta = 0

    def begin(self) -> None:
        """A new question."""
        self._varv_kvar, self._losta = _FLEST_VARV, 0

    def lower(self, d: Del, grans: float) -> bool:
        """Cut the part's linear program while that lowers it towards `grans`, in a question that has proved long.
        Returns whether it is lower.
        """
        if self._losta < self._forst or not self._varv_kvar:
            return False
        forst = fore = d.varde
        x = self.solve(d)
        while x is not None and d.varde > grans and self._varv_kvar and self._bruk.cut(x):
            self._varv_kvar -= 1
            x = self.solve(d)
            if fore - d.varde < _VERKAN * (forst - d.varde):
                break
            fore = d.varde
        return d.varde < forst - NAGOT

    def solve(self, d: Del) -> Tal | None:
        """The part's linear program, within the bounds that hold now. Returns all its columns."""
        nedre, ovre = self._bruk.clip(d.nedre, d.ovre)
        d.varde, d.x = -np.inf, None
        if (nedre > ovre).any():
            return None
        self._losta += 1
        svar = self._bruk.solve(nedre, ovre)
        if svar.varden is not None:
            d.varde = svar.mal
        if svar.varden is not None and svar.dualer is not None:
            d.x, d.dualer = svar.varden[self._bruk.heltal], svar.dualer
            self.priser = [*self.priser[1 - _FLEST_PRISER :], svar.dualer]
        return svar.varden

    def choose(self, d: Del, brutna: NDArray[np.intp]) -> tuple[int, tuple[Del, Del] | None]:
        """The decision to divide at: where both halves lose most. Those never tried are tried, the likeliest first."""
        assert d.x is not None
        vantat = self.lart.expect(d.x, brutna)
        ordning = np.argsort(-vantat, kind="stable")
        hogst, val, halvor = -1.0, int(brutna[ordning[0]]), None
        for i in ordning[:_FLEST_PROV]:
            k = int(brutna[i])
            if self.lart.has_tried(k):
                return (k, None) if vantat[i] > hogst else (val, halvor)
            par = self.halve(d, k)
            vinst = float(np.prod([max(min(d.varde - h.varde, 1e6), 1e-6) for h in par]))
            if vinst > hogst:
                hogst, val, halvor = vinst, k, par
        return val, halvor

    def halve(self, d: Del, k: int) -> tuple[Del, Del]:
        """Both halves at decision k, solved. What they lose is remembered."""
        assert d.x is not None
        ned, upp = Del(d.nedre, d.ovre.copy(), d.dualer), Del(d.nedre.copy(), d.ovre, d.dualer)
        ned.ovre[k], upp.nedre[k] = 0.0, 1.0
        for sida, halva, andel in ((0, ned, d.x[k]), (1, upp, 1 - d.x[k])):
            self.solve(halva)
            if halva.x is not None and andel > HEL:
                self.lart.remember(sida, k, max(0.0, d.varde - halva.varde) / andel)
        return ned, upp
