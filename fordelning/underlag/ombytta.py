"""Two areas whose figures have changed places: how they are recognised."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import median
from typing import NamedTuple

from fordelning.underlag.tolkning import Rad

Par = tuple[str, str]


class Ombytt(NamedTuple):
    """Two areas that seem to have each other's figure, what each ought to have, and how near the other's it is."""

    a: Rad
    b: Rad
    vantat_a: float
    vantat_b: float
    avstand: float


@dataclass(frozen=True, slots=True)
class Jamforelse:
    """A column against what it was, by area: logarithms of now and of what was expected, and how far apart they are.

    Expected is the earlier figure after the change that all areas have in common.
    """

    kolumn: str
    rader: Mapping[str, Rad]
    nu: Mapping[str, float]
    vantat: Mapping[str, float]
    andring: Mapping[str, float]

    @classmethod
    def of(cls, kolumn: str, rader: Sequence[Rad], fore: Mapping[str, float]) -> Jamforelse:
        """The comparison of the areas that have a figure both now and before."""
        kanda = {
            kod: rad for rad in rader if getattr(rad.post, kolumn) > 0 and fore.get(kod := rad.post.omrade_kod, 0) > 0
        }
        nu = {kod: math.log(getattr(rad.post, kolumn)) for kod, rad in kanda.items()}
        alla = median(nu[kod] - math.log(fore[kod]) for kod in kanda) if kanda else 0.0
        vantat = {kod: math.log(fore[kod]) + alla for kod in kanda}
        return cls(kolumn, kanda, nu, vantat, {kod: abs(nu[kod] - vantat[kod]) for kod in kanda})

    def crosswise(self, a: str, b: str) -> float:
        """How far the figures of a and b are from what the other's ought to be."""
        return max(abs(self.nu[a] - self.vantat[b]), abs(self.nu[b] - self.vantat[a]))

    def find_pairs(self, traff: float, utmarkande: float) -> Iterator[Par]:
        """Pairs in which each lands on the other's figure and stands out from everyone's usual change.

        It does when its change is `utmarkande` times the median of the others.
        """
        hoppar = [kod for kod, andring in self.andring.items() if andring > traff]
        for a, b in combinations(hoppar, 2):
            minst = min(self.andring[a], self.andring[b])
            if self.crosswise(a, b) <= min(traff, minst / 2):
                ovriga = [andring for kod, andring in self.andring.items() if kod not in (a, b)]
                if minst > utmarkande * (median(ovriga) if ovriga else 0.0):
                    yield a, b

    def holds(self, a: str, b: str, traff: float) -> bool:
        """Whether a pair known from another column has changed places in this one too."""
        if a not in self.nu or b not in self.nu:
            return False
        return traff < min(self.andring[a], self.andring[b]) and self.crosswise(a, b) < min(
            self.andring[a], self.andring[b]
        )

    def describe(self, a: str, b: str) -> Ombytt:
        vantat_a, vantat_b = math.exp(self.vantat[a]), math.exp(self.vantat[b])
        return Ombytt(self.rader[a], self.rader[b], vantat_a, vantat_b, self.crosswise(a, b))


def find_swaps(
    jamforelser: Sequence[Jamforelse], traff_andel: float, utmarkande: float
) -> dict[Par, dict[str, Ombytt]]:
    """The pairs that have changed places, the nearest first, with the columns they have done so in.

    An area is in one pair at most. `traff_andel` is how near the other's figure a swapped one lands;
    `utmarkande` how many times the usual change it has made.
    """
    traff = math.log1p(traff_andel)
    funna = [(j.crosswise(*par), par) for j in jamforelser for par in j.find_pairs(traff, utmarkande)]
    valda: dict[Par, dict[str, Ombytt]] = {}
    for _, (a, b) in sorted(funna):
        if not any({a, b} & set(par) for par in valda):
            valda[a, b] = {j.kolumn: j.describe(a, b) for j in jamforelser if j.holds(a, b, traff)}
    return valda
