"""A förbund's budget as frozen records, whole kronor: the heads by month, and eget kapital year by year."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.bokforing import INTAKTER, Huvud
from fordelning.budget.underlag import Budgetunderlag
from fordelning.regler.eget_kapital import compute_excess

TERTIAL = (range(0, 4), range(4, 8), range(8, 12))
"""The months (0-11) of each tertial."""


@dataclass(frozen=True, slots=True)
class Budgetrad:
    """One row of the budget year: who pays, a head, or an insats; kronor per month, (12,)."""

    kod: str
    namn: str
    huvud: Huvud
    manader_kr: tuple[int, ...]

    @property
    def belopp_kr(self) -> int:
        return sum(self.manader_kr)

    @property
    def ar_intakt(self) -> bool:
        return self.huvud in INTAKTER


@dataclass(frozen=True, slots=True)
class Arsbudget:
    """A year of the plan, whole kronor. `avdrag_kr`: what the excess of the year before takes from the contributions.

    `insatser_kr`: per insats, then what is not tied to one. `rimlig_kr` is None where no rule limits eget kapital.
    """

    ar: int
    bidrag_fore_avdrag_kr: int
    avdrag_kr: int
    styrelse_kr: int
    administration_kr: int
    revision_kr: int
    insatser_kr: tuple[int, ...]
    struktur_kr: int
    ingaende_kr: int
    lagsta_kapital_kr: int
    rimlig_kr: float | None
    statens_andel: float
    ovriga_intakter_kr: int = 0

    @property
    def bidrag_kr(self) -> int:
        return self.bidrag_fore_avdrag_kr - self.avdrag_kr

    @property
    def intakter_kr(self) -> int:
        return self.bidrag_kr + self.ovriga_intakter_kr

    @property
    def kostnader_kr(self) -> int:
        return self.styrelse_kr + self.administration_kr + self.revision_kr + sum(self.insatser_kr)

    @property
    def resultat_kr(self) -> int:
        return self.intakter_kr - self.kostnader_kr

    @property
    def utgaende_kr(self) -> int:
        return self.ingaende_kr + self.resultat_kr

    @property
    def overskott_kr(self) -> float:
        """What lies above the reasonable level at the end of the year."""
        return 0.0 if self.rimlig_kr is None else float(compute_excess(self.utgaende_kr, self.rimlig_kr))

    @property
    def minskning_nasta_ar_kr(self) -> float:
        """How much less the state gives the year after (never below a grant of 0)."""
        return self.statens_andel * self.overskott_kr

    @property
    def individ_kr(self) -> int:
        """The cost of the individinriktade insatser."""
        return sum(self.insatser_kr[:-1]) - self.struktur_kr


@dataclass(frozen=True, slots=True)
class Budget:
    """The whole: the budget year's rows, income first, and the years (H,) with the budget year first."""

    underlag: Budgetunderlag
    rader: tuple[Budgetrad, ...]
    ar: tuple[Arsbudget, ...]

    @property
    def budgetaret(self) -> Arsbudget:
        return self.ar[0]

    @property
    def intaktsrader(self) -> tuple[Budgetrad, ...]:
        """Who pays: every kind of income, other income (budget 0) included."""
        return tuple(rad for rad in self.rader if rad.ar_intakt)

    def compute_sum(self, *huvuden: Huvud) -> int:
        """The budget year's sum of some heads, kr."""
        return sum(rad.belopp_kr for rad in self.rader if rad.huvud in huvuden)
