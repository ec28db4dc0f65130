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

    valda: Tal
    """(L, 2, B) 1 where a no to a decision is given, and where a yes is; else 0."""
    hogst: Tal
    """(L,)"""

    @property
    def nedre(self) -> Tal:
        """(L, B)"""
        return self.valda[:, 1]

    @property
    def ovre(self) -> Tal:
        """(L, B)"""
        return 1 - self.valda[:, 0]


def choose(nedre: Tal, ovre: Tal) -> Tal:
    """(L, 2, B) what is given in boxes with these bounds (L, B)."""
    return np.stack([1 - ovre, nedre], axis=1)


def gather(rutor: Sequence[Rutor], antal_beslut: int) -> Rutor:
    """All the boxes together; there may be none."""
    alla = (Rutor(np.zeros((0, 2, antal_beslut)), np.zeros(0)), *rutor)
    return Rutor(np.concatenate([r.valda for r in alla]), np.concatenate([r.hogst for r in alla]))


class Delar:
    """The parts under search and what P prices say of them, in arrays with room to grow: parts and prices are added all
    the time. A part that is left has the bound −inf, and its place is taken when there are many such.
    """

    def __init__(self, valda: Tal, v: Vardering) -> None:
        """A part for each box (L, 2, B)."""
        self._antal, self._priser = len(valda), len(v.fast)
        self._valda, self._tak = valda.copy(), v.bound(valda)
        self._av = v.av
        self._hogst: Tal = self._tak.min(axis=1)

    @property
    def hogst(self) -> Tal:
        """(L,) the bound of each part."""
        return self._hogst[: self._antal]

    def read(self, rader: Any) -> Rutor:
        """Some of the parts as they stand."""
        return Rutor(self._valda[rader], self._hogst[rader])

    def find_lowest_price(self, n: int) -> tuple[int, float]:
        """The price that bounds part n lowest, and its bound."""
        tak = self._tak[n, : self._priser]
        i = int(tak.argmin())
        return i, float(tak[i])

    def add_price(self, v: Vardering) -> None:
        """One more price, which may bound every part lower."""
        n, p = self._antal, self._priser
        if p == self._tak.shape[1]:
            self._tak = _extend(self._tak, p, 1)
        if p == self._av.shape[2]:
            self._av = _extend(self._av, p, 2)
        self._av[:, :, p] = v.av[:, :, 0]
        tak = self._tak[:n, p] = v.bound(self._valda[:n])[:, 0]
        np.minimum(self._hogst[:n], tak, out=self._hogst[:n])
        self._priser += 1

    def leave(self, rader: Any) -> None:
        """These parts hold nothing of interest."""
        self._hogst[: self._antal][rader] = -np.inf

    def look_ahead(self, rader: Any) -> Tal:
        """(R, 2, B) a bound of some parts with one more no, or yes; inf where the decision is not free."""
        p, fria = self._priser, self._valda[rader].sum(axis=1) == 0
        svar, k = np.full((len(fria), 2, fria.shape[1]), np.inf), np.flatnonzero(fria.any(axis=0))
        lagst = (self._tak[rader, None, None, :p] - self._av[:, k, :p]).min(axis=3)
        svar[:, :, k] = np.where(fria[:, None, k], lagst, np.inf)
        return svar

    def settle(self, rader: Any, nya: Mask) -> None:
        """Give some more noes and yeses (R, 2, B) in some parts."""
        p, k = self._priser, np.flatnonzero(nya.any(axis=(0, 1)))
        self._valda[rader] += nya
        fall = np.einsum("rsb,sbp->rp", nya[:, :, k].astype(float), self._av[:, k, :p])
        self._tak[rader, :p] = tak = self._tak[rader, :p] - fall
        self._hogst[rader] = tak.min(axis=1)

    def halve(self, rader: Any, k: Any) -> None:
        """A no to the decision k (R,) of its own in each of some parts (R,), and new parts with a yes."""
        n, p, antal = self._antal, self._priser, len(rader)
        if n + antal > len(self._hogst):
            for falt in ("_valda", "_tak", "_hogst"):
                setattr(self, falt, _extend(getattr(self, falt), n + antal))
        valda, tak, nya = self._valda[rader], self._tak[rader, :p], np.arange(n, n + antal)
        for slag, plats in ((1, nya), (0, rader)):
            self._valda[plats] = valda
            self._valda[plats, slag, k] = 1.0
            self._tak[plats, :p] = lagre = tak - self._av[slag, k, :p]
            self._hogst[plats] = lagre.min(axis=1)
        self._antal = n + antal

    def close_ranks(self) -> None:
        """Take the places of parts that are left, where they are many."""
        kvar = np.flatnonzero(self.hogst > -np.inf)
        if 2 * len(kvar) < self._antal:
            for falt in (self._valda, self._tak, self._hogst):
                falt[: len(kvar)] = falt[kvar]
            self._antal = len(kvar)


def _extend(falt: Tal, antal: int, axel: int = 0) -> Tal:
    """The same array with room for twice as many, or `antal` at least."""
    form = list(falt.shape)
    form[axel] = max(form[axel], antal, 32)
    return np.concatenate([falt, np.zeros(form)], axis=axel)
