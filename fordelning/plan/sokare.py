"""Questions to a program that is kept and changed: the highest value of an objective over its whole-number decisions;
and the same question again, a little altered, for almost nothing, since what proved the last answer goes far to prove
the next.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bruk import Bruk
from fordelning.plan.bygge import Modellbygge
from fordelning.plan.delar import Topp, choose, gather
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.problem import Tal
from fordelning.plan.sokning import HEL, Sokning, settle_all

_FAST_PRISER, _FLEST_PRISER = 80, 200
"""How many prices, the newest, are kept from question to question: more where a question has needed many."""
_FLEST_KANDA = 60
"""How many decisions, the last found, are kept."""
_FLEST_LIKA = 4
"""In no more parts than this is it tried whether one decision is the only one."""


class Sokare:
    """A program under search. Bounds, coefficients and objective may change between questions; what is learnt stays."""

    def __init__(self, m: Modellbygge, fran: Erfarenhet | None = None) -> None:
        """`fran` is where to begin. With whole-number columns that are not only 0 or 1 every question goes to the
        solver's own search.
        """
        self.bruk = Bruk(m)
        self._m, self._ja_och_nej = m, len(m.nycklar) == int(m.program.heltal.sum())
        self._priser, self._kanda = list[Tal](), list[Tal]()
        self._rutor: tuple[Tal, Tal] | None = None
        self._gav_upp, self._minne = False, _FAST_PRISER
        if fran is not None and self._ja_och_nej:
            self.bruk.snittrader.add(fran.snitt)
            self.bruk.snittrader.lonar_sig = fran.lonar_sig
            self._priser, self._kanda = [*fran.price_rows(m)], [*fran.read_decisions(m)]

    def make_erfarenhet(self) -> Erfarenhet:
        """What other searches may begin from; before any row is added."""
        radnamn, snitt, priser = self._m.program.radnamn, self.bruk.snittrader, self._stack_prices()
        utan_pris = np.flatnonzero(~priser[:, len(radnamn) :].any(axis=0))
        priser = np.delete(priser, utan_pris + len(radnamn), axis=1)
        kanda = np.reshape(self._kanda, (len(self._kanda), len(self._m.nycklar)))
        barande = np.delete(np.arange(len(snitt.snitt.enhet)), utan_pris)
        return Erfarenhet(self._m.nycklar, radnamn, snitt.snitt.take(barande), priser, kanda, snitt.lonar_sig)

    def _stack_prices(self) -> Tal:
        """(P, m) what is known; a row that has come since has no price."""
        svar = np.zeros((len(self._priser), self.bruk.antal_rader))
        for rad, pris in zip(svar, self._priser, strict=True):
            rad[: len(pris)] = pris
        return svar

    def remember(self, beslut: Tal) -> None:
        """Decisions that are likely to be good."""
        self._kanda.append(beslut)

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row, from here on; coefficients for all n columns."""
        self.bruk.add_row(koefficienter, minst, hogst)

    def maximise(self, mal: Tal, golv: float = -np.inf, nog: float = np.inf) -> Topp:
        """The highest value of any plan; only plans above `golv` count.

        `nog` is a value that is enough: the first plan above it ends the search. Raises FordelningFel when the solver
        breaks down.
        """
        self.bruk.set_objective(mal)
        self._gav_upp = not self._ja_och_nej
        if self._gav_upp:
            return self._ask_solver(mal, golv)
        sokning = Sokning(self.bruk, mal, self._stack_prices(), choose(*self._list_parts()), golv, nog)
        if self._kanda:
            sokning.try_known(np.clip(self._kanda, *self.bruk.granser))
        self._gav_upp = not sokning.run()
        self._minne = min(max(self._minne, 2 * sokning.losta), _FLEST_PRISER)
        self._priser, self._senaste = sokning.priser[-self._minne :], (mal, sokning.nara)
        if self._gav_upp:
            return self._ask_solver(mal, golv)
        basta = sokning.funna.beslut
        if basta is not None:
            andra = [b for b in self._kanda if not np.array_equal(b, basta)]
            self._kanda = [*andra[1 - _FLEST_KANDA :], basta]
        return Topp(sokning.funna.mal, basta)

    def _list_parts(self) -> tuple[Tal, Tal]:
        """All decisions in one part, or what an earlier question left of them, within the bounds that hold now."""
        lo, hi = self.bruk.granser
        if self._rutor is None:
            return lo[None], hi[None]
        nedre, ovre = np.maximum(self._rutor[0], lo), np.minimum(self._rutor[1], hi)
        gar = (nedre <= ovre).all(axis=1)
        return nedre[gar], ovre[gar]

    def keep_above(self, grans: float) -> None:
        """Leave out, for good, what the last question showed to have nothing above `grans`."""
        mal, nara = self._senaste
        v = self.bruk.rakning.value(mal, self._stack_prices())
        kvar = settle_all(gather(nara, len(self.bruk.heltal)), v, grans)
        self._rutor = kvar.nedre, kvar.ovre

    def is_only(self, beslut: Tal, av_betydelse: NDArray[np.bool_]) -> bool:
        """Whether every decision in the parts, within the rows as they are, is `beslut`, seen to those `av_betydelse`:
        no linear program can leave it by as much as one.
        """
        nedre, ovre = self._list_parts()
        if len(nedre) > _FLEST_LIKA:
            return False
        riktning = np.where(av_betydelse, 1.0 - 2.0 * beslut, 0.0)
        mal = np.zeros(len(self._m.nytta))
        mal[self.bruk.heltal] = riktning
        self.bruk.set_objective(mal)
        for lo, hi in zip(nedre, ovre, strict=True):
            hogst = (riktning * np.where(riktning > 0, hi, lo)).sum() - riktning @ beslut
            if hogst < 1:  # nothing else is left
                continue
            svar = self.bruk.solve(lo, hi)
            if svar.status != "omojlig" and not svar.mal - riktning @ beslut < 1 - HEL:
                return False
        return True

    @property
    def gave_up(self) -> bool:
        """Whether the last question went to the solver's own search, which proves nothing of the parts."""
        return self._gav_upp

    def _ask_solver(self, mal: Tal, golv: float) -> Topp:
        """The same question to the solver's own search."""
        beslut = self.bruk.search(mal)
        varde = -np.inf if beslut is None else self.bruk.value_of(beslut)
        return Topp(varde, beslut) if varde > golv else Topp(-np.inf, None)
