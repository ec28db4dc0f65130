"""One question to a program: the highest value of an objective over its yes-and-no decisions.

All decisions are divided into parts, and a part is left when some prices prove that it holds nothing better than what
is known. Prices come from linear programs, of one part at a time; but a price from one part, or from an earlier
question, proves something of every other part too, so most parts are left without any solving.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bruk import Bruk
from fordelning.plan.delar import Delar, Funna, Rutor, choose
from fordelning.plan.problem import Mask, Tal
from fordelning.plan.svar import Svar
from fordelning.plan.takrakning import Vardering

HEL, _HELT_HEL = 1e-7, 1e-11
_LIKA = 1e-6
_NARA = 1e-6
"""Parts that are left by less than this share of the value are kept aside: they may hold plans that are as good."""
_FLEST_I_TAGET = 16
"""How many parts are divided after each linear program."""
_FLEST_RUNDADE = 3
_FLEST_PROGRAM = 1200
"""A question that would need more linear programs than this is handed to the solver's own search."""
_SNITT_VID, _FLEST_RONDER = (2, 7, 20, 50, 100, 200, 400), 3
"""At which of a question's linear programs cuts are looked for, and how many times."""
_LANG_FRAGA, _LONAR_SIG = 50, 0.2
"""In a short question only as long as they pay: a round of them takes this share of the way down to what is known."""
_FLEST_GANGER = 1e5
"""A proof of contradiction, in prices of at most 1, counts no more times than this: its last digits would too."""


class Sokning:
    """A question under search. `funna` is what it has found, `priser` all prices that it has used, `nara` the parts
    that were left by little.
    """

    def __init__(self, bruk: Bruk, mal: Tal, priser: Tal, valda: Tal, golv: float, nog: float):
        """`valda` (L, 2, B): the parts to search. Only plans above `golv` count; one above `nog` is enough."""
        self.priser = list(priser) if len(priser) else [np.zeros(bruk.antal_rader)]
        self.funna, self.nara = Funna(golv), list[Rutor]()
        self._bruk, self._mal, self._nog = bruk, mal, nog
        self._v = bruk.rakning.value(mal, np.array(self.priser))
        self._d = Delar(valda, self._v)
        self.losta = self._rundade = 0

    def try_known(self, kanda: Tal) -> None:
        """Of decisions (N, B) that may be good, those that the prices promise most."""
        tak = self._v.bound(choose(kanda, kanda)).min(axis=1)
        n = int(tak.argmax())
        if tak[n] > self.funna.grans and self.funna.is_new(kanda[n]):
            self.funna.add(self._bruk.value_of(kanda[n]), kanda[n])

    def run(self) -> bool:
        """Search; False when it was given up."""
        while self._leave_low() and self.funna.mal <= self._nog:
            if self.losta == _FLEST_PROGRAM:
                return False
            self._solve_highest()
        return True

    def _leave_low(self) -> bool:
        """Leave the parts that hold nothing of interest. Returns whether there are others."""
        hogst = self._d.hogst
        laga = hogst <= self.funna.grans
        self._keep_near(laga & (hogst > self._just_below))
        self._d.leave(laga)
        self._d.close_ranks()
        return bool(self._d.hogst.max(initial=-np.inf) > -np.inf)

    @property
    def _just_below(self) -> float:
        return self.funna.grans - _NARA * max(1.0, abs(self.funna.grans))

    def _keep_near(self, val: Mask) -> None:
        if val.any():
            self.nara.append(self._d.read(np.flatnonzero(val)))

    def _solve_highest(self) -> None:
        """The linear program of the part with the highest bound: its price goes for all parts. Its plan is taken where
        the decisions are whole; else it is divided, with the other parts of high bounds.
        """
        n = int(self._d.hogst.argmax())
        en = self._d.read([n])
        self.losta += 1
        svar = self._solve_with_cuts(en)
        if svar.varden is None or svar.dualer is None:
            self._leave_impossible(n, en)
            return
        self.priser.append(svar.dualer)
        self._d.add_price(self._bruk.rakning.read_value(svar))
        x = svar.varden[self._bruk.heltal]
        beslut, varde = np.round(x), -np.inf
        brott = float(np.abs(x - beslut).max(initial=0.0))
        if (brott <= HEL or self._may_round()) and self.funna.is_new(beslut):
            varde = svar.mal if brott <= _HELT_HEL else self._bruk.value_of(beslut)
            self.funna.add(varde, beslut)
        tagen = brott <= HEL and varde >= svar.mal - _LIKA
        if tagen or svar.mal <= self.funna.grans or en.valda.sum() == len(x):
            if svar.mal > self._just_below:
                self.nara.append(en)
            self._d.leave(n)
        else:
            self._divide(n, x)

    def _solve_with_cuts(self, en: Rutor) -> Svar:
        """The linear program of a part; now and then, where it decides in part, with cuts that it is outside of."""
        svar, snitt = self._bruk.solve(en.nedre[0], en.ovre[0]), self._bruk.snittrader
        letar = self.losta in _SNITT_VID and (snitt.lonar_sig or self.losta >= _LANG_FRAGA)
        for _ in range(_FLEST_RONDER if letar else 0):
            over = svar.mal - self.funna.grans
            if svar.varden is None or over <= 0 or not snitt.find(svar.varden):
                break
            fore, svar = svar.mal, self._bruk.solve(en.nedre[0], en.ovre[0])
            snitt.lonar_sig &= svar.varden is None or fore - svar.mal >= _LONAR_SIG * over
        return svar

    def _leave_impossible(self, n: int, en: Rutor) -> None:
        """Leave a part that no plan can be in. What proves it goes for all parts: any price and, many times over, the
        proof that the rows contradict each other there.
        """
        stral = self._bruk.find_contradiction() if np.isfinite(self.funna.grans) else None
        basta, tak = self._d.find_lowest_price(n)
        self._d.leave(n)
        if stral is None:
            return
        fall = -float(self._bruk.rakning.value(0.0 * self._mal, stral[None]).bound(en.valda)[0, 0])
        if fall * _FLEST_GANGER > tak - self.funna.grans:
            pris = 1.05 * (tak - self.funna.grans) / fall * stral
            pris[: len(self.priser[basta])] += self.priser[basta]
            self.priser.append(pris)
            self._d.add_price(self._bruk.rakning.value(self._mal, pris[None]))

    def _may_round(self) -> bool:
        """Whether decisions nearest to a linear program's are tried: where any good plan will do, a few times."""
        self._rundade += 1
        return self._rundade <= _FLEST_RUNDADE and (self._nog < np.inf or self.funna.beslut is None)

    def _divide(self, n: int, x: Tal) -> None:
        """Settle what must be in part n and in others with high bounds, and divide each at the decision where both
        halves lose most; part n at one that its linear program x (B,) has made in part.
        """
        d, grans = self._d, self.funna.grans
        val = self._choose_parts(n)
        tak = d.look_ahead(val)
        nya = find_settled(tak, grans)
        if nya.any():
            self._keep_cut_off(val, nya[:, ::-1], tak)
            d.settle(val, nya)
            tak[nya | nya[:, ::-1]] = np.inf
        poang = _score(d.hogst[val], tak, grans)
        poang[0] *= np.maximum(x * (1 - x), 1e-12)
        delas = (poang > 0).any(axis=1) & (d.hogst[val] > grans)
        d.halve(val[delas], poang.argmax(axis=1)[delas])

    def _choose_parts(self, n: int) -> NDArray[np.intp]:
        """Part n and the others with the highest bounds of interest."""
        hogst = self._d.hogst
        flest = min(_FLEST_I_TAGET, len(hogst)) - 1
        val = np.argpartition(-hogst, flest)[: flest + 1]
        return np.append(n, val[(hogst[val] > self.funna.grans) & (val != n)])

    def _keep_cut_off(self, val: NDArray[np.intp], bort: Mask, tak: Tal) -> None:
        """The halves left when a decision had to be made, where they were left by little."""
        for i, slag, k in np.argwhere(bort & (tak > self._just_below)):
            halva = self._d.read(val[[i]])
            halva.valda[0, slag, k] = 1.0
            self.nara.append(replace(halva, hogst=tak[[i], slag, k]))


def find_settled(tak: Tal, grans: float) -> Mask:
    """(L, 2, B) the noes and yeses that have to be given, since the opposite leaves nothing above `grans`; a yes where
    neither leaves anything.
    """
    stangda = tak <= grans
    stangda[:, 1] &= ~stangda[:, 0]
    return stangda[:, ::-1]


def _score(hogst: Tal, tak: Tal, grans: float) -> Tal:
    """(L, B) how much both halves of each free decision lose together, none counted below what is of interest; 0 where
    it is not free.
    """
    hogst = hogst[:, None, None]
    mest = np.maximum(hogst - grans, 1e-9) if np.isfinite(grans) else np.inf
    fall = np.where(tak < np.inf, np.minimum(np.maximum(hogst - tak, 0.0), mest) + 1e-6, 0.0)
    svar: Tal = fall[:, 0] * fall[:, 1]
    return svar


def settle_all(rutor: Rutor, v: Vardering, grans: float) -> Rutor:
    """The boxes that may hold something above a bound, with every decision made that has to be."""
    d = Delar(rutor.valda, v)
    while len(val := np.flatnonzero(d.hogst > grans)):
        nya = find_settled(d.look_ahead(val), grans)
        if not nya.any():
            break
        d.settle(val, nya)
    return d.read(val)
