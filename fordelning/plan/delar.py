"""What a search works with: the parts it divides all decisions into, what it has found, and what dividing has cost."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Tal

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
class Del:
    """A part of all decisions, and its linear program when it was last solved: value, prices, decisions."""

    nedre: Tal
    ovre: Tal
    dualer: Tal
    varde: float = np.inf
    x: Tal | None = None


@dataclass(slots=True, eq=False)
class Funna:
    """The best decisions so far; a part at or below `grans` holds nothing of interest."""

    golv: float
    mal: float = -np.inf
    beslut: Tal | None = None
    provade: set[bytes] = field(default_factory=set)
    rundade: int = 0

    @property
    def grans(self) -> float:
        return max(self.golv, self.mal + NAGOT)

    def add(self, varde: float, beslut: Tal) -> None:
        if varde > max(self.golv, self.mal):
            self.mal, self.beslut = varde, beslut


@dataclass(slots=True, eq=False)
class Lardom:
    """What dividing at each of B decisions has lost in all, per unit, downwards and upwards (2, B); and how often."""

    fall: Tal
    forsok: Tal

    def remember(self, sida: int, k: int, fall: float) -> None:
        """Dividing at k lost so much per unit."""
        self.fall[sida, k] += fall
        self.forsok[sida, k] += 1

    def has_tried(self, k: int) -> bool:
        return bool(self.forsok[:, k].min() > 0)

    def expect(self, x: Tal, brutna: NDArray[np.intp]) -> Tal:
        """What dividing at each of some decisions is expected to lose: the product of both halves' losses."""
        del_av = x[brutna] - np.floor(x[brutna])
        snitt = self.fall.sum(axis=1) / np.maximum(1.0, self.forsok.sum(axis=1))
        per_enhet = np.where(self.forsok > 0, self.fall / np.maximum(1.0, self.forsok), snitt[:, None])[:, brutna]
        vantat: Tal = np.maximum(per_enhet[0] * del_av, 1e-6) * np.maximum(per_enhet[1] * (1 - del_av), 1e-6)
        return vantat
