"""What a search works with: the parts it divides all decisions into, and what it has found."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from fordelning.plan.problem import Mask, Tal
from fordelning.plan.takrakning import Vardering

NAGOT = 1e-8
"""Values nearer than this are equal: nytta in weighted persons, money in tkr."""


@dataclass(frozen=True, slots=True, eq=False)
class Topp:
    """The highest value and the decisions (whole-number columns) that give it; -inf and None where none is above the
    floor.
    """

    mal: float
    beslut: Tal | None


@dataclass(slots=True, eq=False)
class Funna:
    """The best decisions so far; a part at or below `grans` holds nothing of interest."""

    golv: float
    mal: float = -np.inf
    beslut: Tal | None = None
    provade: set[bytes] = field(default_factory=set)

    @property
    def grans(self) -> float:
        return max(self.golv, self.mal + NAGOT)

    def add(self, varde: float, beslut: Tal) -> None:
        if varde > max(self.golv, self.mal):
            self.mal, self.beslut = varde, beslut

    def is_new(self, beslut: Tal) -> bool:
        """Whether these decisions are asked about for the first time."""
        antal = len(self.provade)
        self.provade.add(beslut.tobytes())
        return len(self.provade) > antal


@dataclass(frozen=True, slots=True, eq=False)
class Rutor:
    """L boxes of B decisions, and the bound of each."""

    nedre: Tal
    """(L, B)"""
    ovre: Tal
    hogst: Tal
    """(L,)"""


def gather(rutor: Sequence[Rutor], antal_beslut: int) -> Rutor:
    """All the boxes together; there may be none."""
    tom = np.zeros((0, antal_beslut))
    alla = (Rutor(tom, tom, tom.sum(axis=1)), *rutor)
    return Rutor(*(np.concatenate([getattr(r, falt) for r in alla]) for falt in ("nedre", "ovre", "hogst")))


class Delar:
    """The parts under search and what P prices say of them, in arrays with room to grow: parts and prices are added all
    the time. A part that is left has the bound −inf, and its place is taken when there are many such.
    """

    def __init__(self, nedre: Tal, ovre: Tal, v: Vardering) -> None:
        """A part for each box (L, B)."""
        self._antal, self._priser = len(nedre), len(v.fast)
        self._nedre, self._ovre, self._tak = nedre.copy(), ovre.copy(), v.bound(nedre, ovre)
        self._av_nej, self._av_ja = v.av_nej, v.av_ja
        self._hogst: Tal = self._tak.min(axis=1)

    @property
    def hogst(self) -> Tal:
        """(L,) the bound of each part."""
        return self._hogst[: self._antal]

    def read(self, rader: Any) -> Rutor:
        """Some of the parts as they stand."""
        return Rutor(self._nedre[rader], self._ovre[rader], self._hogst[rader])

    def find_lowest_price(self, n: int) -> tuple[int, float]:
        """The price that bounds part n lowest, and its bound."""
        tak = self._tak[n, : self._priser]
        i = int(tak.argmin())
        return i, float(tak[i])

    def find_free(self, rader: Any) -> Mask:
        """(R, B) what is not decided in some parts."""
        svar: Mask = self._nedre[rader] < self._ovre[rader]
        return svar

    def add_price(self, v: Vardering) -> None:
        """One more price, which may bound every part lower."""
        n, p = self._antal, self._priser
        if p == self._tak.shape[1]:
            self._tak = _extend(self._tak, p, 1)
        if p >= len(self._av_nej):
            self._av_nej, self._av_ja = _extend(self._av_nej, p), _extend(self._av_ja, p)
        self._av_nej[p], self._av_ja[p] = v.av_nej[0], v.av_ja[0]
        tak = self._tak[:n, p] = v.bound(self._nedre[:n], self._ovre[:n])[:, 0]
        np.minimum(self._hogst[:n], tak, out=self._hogst[:n])
        self._priser += 1

    def leave(self, rader: Any) -> None:
        """These parts hold nothing of interest."""
        self._hogst[: self._antal][rader] = -np.inf

    def look_ahead(self, rader: Any, fria: Mask) -> tuple[Tal, Tal]:
        """(R, B) twice: a bound of some parts with a no to each decision, and with a yes; inf if it is free in none."""
        p, utan = self._priser, np.full(fria.shape, np.inf)
        med, kolumner, tak = utan.copy(), np.flatnonzero(fria.any(axis=0)), self._tak[rader, :p][:, :, None]
        utan[:, kolumner] = (tak - self._av_nej[:p, kolumner]).min(axis=1)
        med[:, kolumner] = (tak - self._av_ja[:p, kolumner]).min(axis=1)
        return utan, med

    def settle(self, rader: Any, nej: Mask, ja: Mask) -> None:
        """Make some free decisions (R, B) in some parts."""
        p = self._priser
        self._nedre[rader] = np.where(ja, 1.0, self._nedre[rader])
        self._ovre[rader] = np.where(nej, 0.0, self._ovre[rader])
        tak = self._tak[rader, :p]
        for val, av in ((nej, self._av_nej), (ja, self._av_ja)):
            if val.any():
                tak -= np.einsum("rb,pb->rp", val.astype(float), av[:p])
        self._tak[rader, :p], self._hogst[rader] = tak, tak.min(axis=1)

    def halve(self, rader: Any, k: Any) -> None:
        """A no to the decision k (R,) of its own in each of some parts (R,), and new parts with a yes."""
        n, p, antal = self._antal, self._priser, len(rader)
        if n + antal > len(self._hogst):
            for falt in ("_nedre", "_ovre", "_tak", "_hogst"):
                setattr(self, falt, _extend(getattr(self, falt), n + antal))
        nya = np.arange(n, n + antal)
        self._nedre[nya], self._ovre[nya] = self._nedre[rader], self._ovre[rader]
        self._ovre[rader, k] = 0.0
        self._nedre[nya, k] = 1.0
        tak = self._tak[rader, :p]
        self._tak[nya, :p] = ja = tak - self._av_ja[:p].T[k]
        self._tak[rader, :p] = nej = tak - self._av_nej[:p].T[k]
        self._hogst[nya], self._hogst[rader] = ja.min(axis=1), nej.min(axis=1)
        self._antal = n + antal

    def close_ranks(self) -> None:
        """Take the places of parts that are left, where they are many."""
        kvar = np.flatnonzero(self.hogst > -np.inf)
        if 2 * len(kvar) < self._antal:
            for falt in (self._nedre, self._ovre, self._tak, self._hogst):
                falt[: len(kvar)] = falt[kvar]
            self._antal = len(kvar)


def _extend(falt: Tal, antal: int, axel: int = 0) -> Tal:
    """The same array with room for twice as many, or `antal` at least."""
    form = list(falt.shape)
    form[axel] = max(form[axel], antal, 32)
    return np.concatenate([falt, np.zeros(form)], axis=axel)
