"""What a search works with: the parts it divides all decisions into, and what it has found."""

from __future__ import annotations

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


class Delar:
    """L parts of B decisions: each decision is between `nedre` and `ovre` (L, B), and `tak` (L, P) are each part's
    bounds by each of P prices. All in one array, since parts are picked out and put together all the time.
    """

    __slots__ = ("_allt", "_b", "nedre", "ovre", "tak")

    def __init__(self, allt: Tal, antal_beslut: int) -> None:
        """`allt` (L, 2·B + P)"""
        b = self._b = antal_beslut
        self._allt = allt
        self.nedre, self.ovre, self.tak = allt[:, :b], allt[:, b : 2 * b], allt[:, 2 * b :]

    def __len__(self) -> int:
        return len(self._allt)

    def compute_bounds(self) -> Tal:
        """(L,) the least bound of each part."""
        svar: Tal = self.tak.min(axis=1)
        return svar

    def find_free(self) -> Mask:
        """(L, B) what is not decided."""
        svar: Mask = self.nedre < self.ovre
        return svar

    def take(self, val: Any) -> Delar:
        """Some of the parts."""
        return Delar(self._allt[val], self._b)

    def add_prices(self, v: Vardering) -> Delar:
        """The same parts with their bounds by more prices."""
        return Delar(np.concatenate([self._allt, v.bound(self.nedre, self.ovre)], axis=1), self._b)

    def settle(self, nej: Mask, ja: Mask, v: Vardering) -> None:
        """Make some free decisions (L, B) in these parts."""
        self.nedre[ja], self.ovre[nej] = 1.0, 0.0
        self.tak[:] -= nej.astype(float) @ v.av_nej.T + ja.astype(float) @ v.av_ja.T

    def halve(self, k: Any, v: Vardering) -> tuple[Delar, Delar]:
        """Each part with a no to the decision k (L,) of its own, and each with a yes; these parts are changed."""
        rad, ja = np.arange(len(self)), Delar(self._allt.copy(), self._b)
        self.ovre[rad, k], ja.nedre[rad, k] = 0.0, 1.0
        self.tak[:] -= v.av_nej.T[k]
        ja.tak[:] -= v.av_ja.T[k]
        return self, ja


def make_parts(nedre: Tal, ovre: Tal, v: Vardering) -> Delar:
    """The parts with these bounds (L, B)."""
    return Delar(np.hstack([nedre, ovre, v.bound(nedre, ovre)]), nedre.shape[1])


def join(*delar: Delar) -> Delar:
    """All the parts together."""
    return Delar(np.concatenate([d._allt for d in delar]), delar[0]._b)
