"""The highest value of an objective over whole-number decisions, by branch and bound over one linear program that is
kept and changed; and the same question again, a little altered, for almost nothing.

A search ends with its decisions divided into parts, each with a proof that no plan in it is better than the best. The
division covers all decisions there are, so it holds for any other figures too; so do the prices behind the proofs,
though what they prove is then another bound. The next question begins there: a part whose bound is already below the
best known plan is done without any solving.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bruk import Bruk
from fordelning.plan.bygge import Modellbygge
from fordelning.plan.delar import Del, Funna, Lardom, Topp
from fordelning.plan.delning import HEL, Delning
from fordelning.plan.grenar import Grenar, make_whole
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import name_cuts

_LIKA = 1e-6
_FLEST_LIKA = 4
"""In no more parts than this is it tried whether one decision is the only one."""
_FLEST_RUNDADE = 20
_FLEST_DELAR = 300
"""A question that would need more parts than this is handed to the solver's own search."""


class Trad:
    """A program under search. Bounds, coefficients and objective may change between questions; the division stays."""

    def __init__(self, m: Modellbygge, fran: Grenar | None = None) -> None:
        """`fran` is where to begin. With whole-number columns that are not only 0 or 1 every question goes to the
        solver's own search.
        """
        program, nycklar = m.program, m.nycklar
        self._ja_och_nej = len(nycklar) == int(program.heltal.sum())
        kant = fran is not None and self._ja_och_nej
        grenar = fran.for_decisions(program, nycklar) if fran is not None and kant else make_whole(program, nycklar)
        self.bruk = Bruk(m, grenar.snitt)
        self._antal_kolumner = len(program.kolumnnamn)
        self._heltal, self._nycklar = self.bruk.heltal, nycklar
        self._kanda = list(grenar.kanda)
        self._delning = Delning(self.bruk, Lardom(grenar.fall.copy(), grenar.forsok.copy()), fran is None)
        dualer = grenar.dualer_for((*program.radnamn, *name_cuts(self.bruk.snitt)))
        self._delar = [Del(*delar) for delar in zip(grenar.nedre, grenar.ovre, dualer, strict=True)]
        self._gav_upp = False
        self._vantande: tuple[Tal, list[Del], tuple[Tal, Tal]] = (np.zeros(0), [], (np.zeros(0), np.zeros(0)))

    def make_grenar(self) -> Grenar:
        """The division as it stands, with the cuts that its proofs lean on, for other searches to begin from."""
        nedre, ovre = (np.array([getattr(d, f) for d in self._delar]) for f in ("nedre", "ovre"))
        dualer, snitt = self._stack_prices([d.dualer for d in self._delar]), self.bruk.snitt
        egna, snittens = np.split(dualer, [len(snitt.radnamn)], axis=1)
        bar = snittens.any(axis=0)
        snitt, dualer = snitt.take(bar), np.hstack([egna, snittens[:, bar]])
        namn, kanda = (*snitt.radnamn, *name_cuts(snitt)), tuple(self._kanda[-2:])
        return Grenar(
            self._nycklar, namn, snitt, nedre, ovre, dualer, kanda, self._delning.lart.fall, self._delning.lart.forsok
        )

    def _stack_prices(self, dualer: Sequence[Tal]) -> Tal:
        """(P, m) prices; a row that has come since has none."""
        svar = np.zeros((len(dualer), self.bruk.antal_rader))
        for rad, priser in zip(svar, dualer, strict=True):
            rad[: len(priser)] = priser
        return svar

    def remember(self, beslut: Tal) -> None:
        """Decisions that are likely to be good."""
        self._kanda.append(beslut)

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row, from here on; coefficients for all n columns. `make_grenar` comes before."""
        self.bruk.add_row(koefficienter, minst, hogst)

    def evaluate(self, mal: Tal, beslut: Tal) -> float:
        """The highest value with these decisions; -inf where they cannot be made."""
        self.bruk.set_objective(mal)
        varde: float = self.bruk.value_of(beslut)
        return varde

    def maximise(self, mal: Tal, golv: float = -np.inf, nog: float = np.inf) -> Topp:
        """The highest value of any plan; only plans above `golv` count.

        `nog` is a value that is enough: the first plan above it ends the search. Raises FordelningFel when the solver
        breaks down.
        """
        self._gav_upp = not self._ja_och_nej
        if self._gav_upp:
            return self._ask_solver(mal)
        funna = Funna(golv)
        for beslut in reversed(self._kanda[-2:]):
            if self.bruk.allows(beslut) and funna.mal <= nog:
                funna.add(self.evaluate(mal, beslut), beslut)
        self.bruk.renew_cuts()
        self.bruk.set_objective(mal)
        self._delning.begin()
        ko, hogst_antal = self._make_queue(mal, funna.grans), len(self._delar) + _FLEST_DELAR
        while ko and -ko[0][0] > funna.grans and funna.mal <= nog:
            if len(self._delar) > hogst_antal:
                self._gav_upp = True
                return self._ask_solver(mal)
            tak, nummer = heapq.heappop(ko)
            if -tak > self._delar[nummer].varde:  # lowered since it was put there
                heapq.heappush(ko, (-self._delar[nummer].varde, nummer))
                continue
            for plats in self._search(nummer, funna):
                if self._delar[plats].varde > funna.grans:
                    if nog < np.inf:
                        self._round(self._delar[plats], funna)
                    heapq.heappush(ko, (-self._delar[plats].varde, plats))
        basta = funna.beslut
        if basta is not None:
            self._kanda = [b for b in self._kanda if not np.array_equal(b, basta)] + [basta]
        return Topp(funna.mal, basta)

    def keep_above(self, grans: float) -> None:
        """Leave out the parts that the last question showed to have nothing above `grans`, for good, and settle what
        no plan above it has otherwise: what is left has every decision that is above it.
        """
        self._delar = [d for d in self._delar if d.varde > grans]
        for d in self._delar:
            priser = self._stack_prices([*self._delning.priser, d.dualer])
            nej, ja = self.bruk.rakning.bound_each(self._vantande[0], d.nedre, d.ovre, priser)
            d.nedre = np.where(nej <= grans, np.minimum(1.0, d.ovre), d.nedre)
            d.ovre = np.where(ja <= grans, np.maximum(0.0, d.nedre), d.ovre)

    def is_only(self, beslut: Tal, av_betydelse: NDArray[np.bool_]) -> bool:
        """Whether every decision in the parts, within the rows as they are, is `beslut`, seen to those `av_betydelse`:
        no linear program can leave it by as much as one.
        """
        if len(self._delar) > _FLEST_LIKA:
            return False
        riktning = np.where(av_betydelse, 1.0 - 2.0 * beslut, 0.0)
        mal = np.zeros(self._antal_kolumner)
        mal[self._heltal] = riktning
        self.bruk.set_objective(mal)
        for d in self._delar:
            svar = self.bruk.solve(*self.bruk.clip(d.nedre, d.ovre))
            if svar.status != "omojlig" and not svar.mal - riktning @ beslut < 1 - HEL:
                return False
        return True

    @property
    def gave_up(self) -> bool:
        """Whether the last question went to the solver's own search, which proves nothing of the parts."""
        return self._gav_upp

    def _ask_solver(self, mal: Tal) -> Topp:
        """The same question to the solver's own search."""
        beslut = self.bruk.search(mal)
        return Topp(-np.inf, None) if beslut is None else Topp(self.evaluate(mal, beslut), beslut)

    def _make_queue(self, mal: Tal, grans: float) -> list[tuple[float, int]]:
        """The parts that may hold something above `grans`, with their bounds, the highest first."""
        nedre, ovre = self.bruk.clip(*(np.array([getattr(d, f) for d in self._delar]) for f in ("nedre", "ovre")))
        tak = np.where((nedre <= ovre).all(axis=1), np.inf, -np.inf)
        kvar = np.flatnonzero(tak > grans)
        if len(kvar) and self._delning.priser:
            tak[kvar] = self.bruk.rakning.bound_best(
                mal, nedre[kvar], ovre[kvar], self._stack_prices(self._delning.priser)
            )
            kvar = kvar[tak[kvar] > grans]
        if len(kvar):
            dualer = self._stack_prices([self._delar[i].dualer for i in kvar])
            tak[kvar] = np.minimum(tak[kvar], self.bruk.rakning.bound_own(mal, nedre[kvar], ovre[kvar], dualer))
            kvar = kvar[tak[kvar] > grans]
        for d, varde in zip(self._delar, tak.tolist(), strict=True):
            d.x, d.varde = None, varde
        self._vantande = mal, [self._delar[i] for i in kvar], (nedre[kvar], ovre[kvar])
        return sorted((-self._delar[i].varde, int(i)) for i in kvar)

    def _lower_waiting(self, dualer: Tal) -> None:
        """What one part's prices prove of the parts that are not solved yet."""
        mal, vantande, rutor = self._vantande
        for d, tak in zip(vantande, self.bruk.rakning.bound_best(mal, *rutor, dualer[None]).tolist(), strict=True):
            if d.x is None and tak < d.varde:
                d.varde = tak

    def _search(self, nummer: int, funna: Funna) -> Iterator[int]:
        """Solve a part; take its plan where its decisions are whole, else divide it. Yields the parts that remain."""
        d = self._delar[nummer]
        if d.x is None:
            self._delning.solve(d)
            if d.x is not None:
                self._lower_waiting(d.dualer)
            yield nummer
            return
        brutna = np.flatnonzero(np.abs(d.x - np.round(d.x)) > HEL)
        if len(brutna) and self._delning.lower(d, funna.grans):
            yield nummer
            return
        if len(brutna):
            yield from self._divide(nummer, *self._delning.choose(d, brutna))
            return
        beslut = np.round(d.x)
        varde = self.bruk.value_of(beslut)
        funna.add(varde, beslut)
        fria = np.flatnonzero(np.less(*self.bruk.clip(d.nedre, d.ovre)))
        if varde < d.varde - _LIKA and len(fria):  # whole within the solver's tolerance only
            yield from self._divide(nummer, int(fria[np.argmax(np.abs(d.x - beslut)[fria])]))

    def _round(self, d: Del, funna: Funna) -> None:
        """Try the whole decisions nearest to a part's linear program, a few times in each question."""
        if d.x is None or funna.rundade >= _FLEST_RUNDADE:
            return
        beslut = np.round(d.x)
        nyckel = beslut.tobytes()
        if nyckel in funna.provade:
            return
        funna.provade.add(nyckel)
        funna.rundade += 1
        funna.add(self.bruk.value_of(beslut), beslut)

    def _divide(self, nummer: int, k: int, halvor: tuple[Del, Del] | None = None) -> Iterator[int]:
        """Two parts instead of one."""
        ned, upp = halvor or self._delning.halve(self._delar[nummer], k)
        self._delar[nummer] = ned
        self._delar.append(upp)
        yield nummer
        yield len(self._delar) - 1
