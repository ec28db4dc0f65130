"""One question to a program: the highest value of an objective over its yes-and-no decisions.

All decisions are divided into parts, and a part is left when some prices prove that it holds nothing better than what
is known. Prices come from linear programs, of one part at a time; but a price from one part, or from an earlier
question, proves something of every other part too, so most parts are left without any solving.
"""

from __future__ import annotations

import numpy as np

from fordelning.plan.bruk import Bruk
from fordelning.plan.delar import Delar, Funna, join, make_parts
from fordelning.plan.problem import Mask, Tal
from fordelning.plan.takrakning import Vardering

HEL, _HELT_HEL = 1e-7, 1e-11
_LIKA = 1e-6
_NARA = 1e-6
"""Parts that are left by less than this share of the value are kept aside: they may hold plans that are as good."""
_FLEST_I_TAGET = 16
"""How many parts are divided after each linear program."""
_FLEST_RUNDADE = 12
_FLEST_PROGRAM = 600
"""A question that would need more linear programs than this is handed to the solver's own search."""
_FLEST_GANGER = 1e5
"""A proof of contradiction, in prices of at most 1, counts no more times than this: its last digits would too."""


class Sokning:
    """A question under search. `funna` is what it has found, `priser` all prices that it has used."""

    def __init__(self, bruk: Bruk, mal: Tal, priser: list[Tal], rutor: tuple[Tal, Tal], golv: float, nog: float):
        """`rutor` (L, B) twice: the parts to search. Only plans above `golv` count; one above `nog` is enough."""
        self.priser = list(priser) or [np.zeros(bruk.antal_rader)]
        self.funna, self.nara = Funna(golv), list[Delar]()
        self._bruk, self._mal, self._nog = bruk, mal, nog
        self._v = bruk.rakning.value(mal, np.array(self.priser))
        self._d = make_parts(*rutor, self._v)
        self._losta = self._rundade = 0

    def try_known(self, beslut: Tal) -> None:
        """Decisions that may be good."""
        if self.funna.is_new(beslut) and self._v.bound(beslut[None], beslut[None]).min() > self.funna.grans:
            self.funna.add(self._bruk.value_of(beslut), beslut)

    def run(self) -> bool:
        """Search; False when it was given up."""
        while self._leave_low() and self.funna.mal <= self._nog:
            if self._losta == _FLEST_PROGRAM:
                return False
            self._solve_highest()
        return True

    def _leave_low(self) -> bool:
        """Leave the parts that hold nothing of interest. Returns whether there are others."""
        hogst = self._d.compute_bounds()
        kvar = hogst > self.funna.grans
        if not kvar.all():
            self._keep_near(self._d, hogst, ~kvar)
            self._d, hogst = self._d.take(kvar), hogst[kvar]
        self._hogst = hogst
        return len(hogst) > 0

    def _keep_near(self, d: Delar, hogst: Tal, val: Mask) -> None:
        """Keep aside those of some parts that are left by little."""
        nara = val & (hogst > _just_below(self.funna.grans))
        if nara.any():
            self.nara.append(d.take(nara))

    def _solve_highest(self) -> None:
        """The linear program of the part with the highest bound: its price goes for all parts. Its plan is taken where
        the decisions are whole; else it is divided, with the other parts of high bounds.
        """
        n = int(self._hogst.argmax())
        en = self._d.take([n])
        self._losta += 1
        svar = self._bruk.solve(en.nedre[0], en.ovre[0])
        if svar.varden is None or svar.dualer is None:
            self._leave_impossible(n, en)
            return
        self._add_price(svar.dualer)
        x = svar.varden[self._bruk.heltal]
        beslut, varde = np.round(x), -np.inf
        brott = float(np.abs(x - beslut).max(initial=0.0))
        if (brott <= HEL or self._may_round()) and self.funna.is_new(beslut):
            varde = svar.mal if brott <= _HELT_HEL else self._bruk.value_of(beslut)
            self.funna.add(varde, beslut)
        if (brott <= HEL and varde >= svar.mal - _LIKA) or not en.find_free().any():
            self._leave(n, svar.mal)
        elif svar.mal > self.funna.grans:
            self._divide(n, x)

    def _leave(self, n: int, tak: float) -> None:
        """Leave a part that is known to hold nothing more, above `tak` nothing at all."""
        en = self._d.take([n])
        self._keep_near(en, np.minimum(en.compute_bounds(), tak), np.ones(1, np.bool_))
        self._d = self._d.take(np.arange(len(self._d)) != n)

    def _leave_impossible(self, n: int, en: Delar) -> None:
        """Leave a part that no plan can be in. What proves it goes for all parts: any price and, many times over, the
        proof that the rows contradict each other there.
        """
        self._d = self._d.take(np.arange(len(self._d)) != n)
        stral = self._bruk.find_contradiction() if np.isfinite(self.funna.grans) else None
        if stral is None:
            return
        basta = int(en.tak[0].argmin())
        over = float(en.tak[0, basta]) - self.funna.grans
        for riktning in (stral, -stral):
            ingen = self._bruk.rakning.value(0.0 * self._mal, riktning[None])
            fall = -float(ingen.bound(en.nedre, en.ovre)[0, 0])
            if fall * _FLEST_GANGER > over:
                self._add_price(self.priser[basta] + 1.05 * over / fall * riktning)
                return

    def _may_round(self) -> bool:
        """Whether decisions nearest to a linear program's are tried: where any good plan will do, a few times."""
        self._rundade += 1
        return self._rundade <= _FLEST_RUNDADE and (self._nog < np.inf or self.funna.beslut is None)

    def _add_price(self, pris: Tal) -> None:
        self.priser.append(pris)
        nytt = self._bruk.rakning.value(self._mal, pris[None])
        self._v, self._d = self._v.add(nytt), self._d.add_prices(nytt)

    def _divide(self, n: int, x: Tal) -> None:
        """Settle what must be in part n and in others with high bounds, and divide each at the decision where both
        halves lose most; part n at one that its linear program x (B,) has made in part.
        """
        grans, alla, hogst = self.funna.grans, self._d, self._hogst.copy()
        hogst[n] = np.inf
        val = np.argsort(-hogst, kind="stable")[:_FLEST_I_TAGET]
        resten = np.ones(len(alla), np.bool_)
        resten[val] = False
        d = alla.take(val)
        utan, med = _look_ahead(d, self._v)
        fria = d.find_free()
        ja, nej = fria & (utan <= grans), fria & (med <= grans)
        if ja.any() or nej.any():
            self._keep_cut_off(d, nej, ja, utan, med)
            nej &= ~ja
            d.settle(nej, ja, self._v)
            fria &= ~(ja | nej)
        poang = _score(d.compute_bounds(), utan, med, grans)
        poang[0] *= np.maximum(x * (1 - x), 1e-12)
        delbara = fria.any(axis=1)
        k = np.where(fria, poang, -1.0).argmax(axis=1)
        if delbara.all():
            self._d = join(alla.take(resten), *d.halve(k, self._v))
        else:
            self._d = join(alla.take(resten), d.take(~delbara), *d.take(delbara).halve(k[delbara], self._v))

    def _keep_cut_off(self, d: Delar, nej: Mask, ja: Mask, utan: Tal, med: Tal) -> None:
        """The halves left when a decision had to be made, where they were left by little."""
        for val, tak, varde in ((ja, utan, 0.0), (nej & ~ja, med, 1.0)):
            for i, k in np.argwhere(val & (tak > _just_below(self.funna.grans))):
                halva = d.take([i])
                halva.nedre[0, k] = halva.ovre[0, k] = varde
                halva.tak[:] = tak[i, k]
                self.nara.append(halva)


def _just_below(grans: float) -> float:
    return grans - _NARA * max(1.0, abs(grans))


def _look_ahead(d: Delar, v: Vardering) -> tuple[Tal, Tal]:
    """(L, B) twice: a bound of each part with a no to each decision, and with a yes."""
    tak = d.tak[:, :, None]
    return (tak - v.av_nej).min(axis=1), (tak - v.av_ja).min(axis=1)


def _score(hogst: Tal, utan: Tal, med: Tal, grans: float) -> Tal:
    """(L, B) how much both halves lose together, none counted below what is of interest."""
    hogst = hogst[:, None]
    mest = np.maximum(hogst - grans, 1e-9) if np.isfinite(grans) else np.inf
    svar: Tal = (np.clip(hogst - utan, 0.0, mest) + 1e-6) * (np.clip(hogst - med, 0.0, mest) + 1e-6)
    return svar


def settle_all(d: Delar, v: Vardering, grans: float) -> Delar:
    """The parts that may hold something above a bound, with every decision made that has to be."""
    while len(d := d.take(d.compute_bounds() > grans)):
        utan, med = _look_ahead(d, v)
        fria = d.find_free()
        ja, nej = fria & (utan <= grans), fria & (med <= grans)
        if not (ja | nej).any():
            break
        d.settle(nej & ~ja, ja, v)
    return d
