"""A plan as records: what it decides, what it gives, and eget kapital year by year."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fordelning.plan.problem import Mask, Tal

Planstatus = Literal["optimal", "tidsgrans", "omojlig"]


@dataclass(frozen=True, slots=True, eq=False)
class Beslut:
    """What a plan decides: which insatser run (J, H), and for how many participants (J, G, H)."""

    kors: Mask
    antal: Tal


@dataclass(frozen=True, slots=True)
class Kapitalrad:
    """One year of eget kapital in the plan, kr: ingående + bidrag − avdrag + tillskott − administration − insatser =
    utgående.
    """

    ar: int
    ingaende_kr: float
    bidrag_kr: float
    avdrag_kr: float
    tillskott_kr: float
    administration_kr: float
    insatser_kr: float
    utgaende_kr: float
    rimlig_niva_kr: float
    overskott_kr: float
    lagsta_kr: float


@dataclass(frozen=True, slots=True)
class Planrad:
    """One row of plan.csv. A strukturövergripande insats has no målgrupp and no participants."""

    forbund_kod: str
    ar: int
    insats_kod: str
    malgrupp_kod: str
    deltagare_antal: float
    kostnad_kr: float


@dataclass(frozen=True, slots=True, eq=False)
class Plan:
    """A solved problem. `gap_andel` is how much more nytta than this no plan can have, as a share; None = not known.

    Without a plan (`omojlig`, or `tidsgrans` before any was found) `beslut` is None, `nytta` is nan and the rest is
    empty.
    """

    forbund_kod: str
    budgetar: tuple[int, ...]
    status: Planstatus
    nytta: float
    gap_andel: float | None
    kostnad_kr: float
    kapital: tuple[Kapitalrad, ...]
    rader: tuple[Planrad, ...]
    beslut: Beslut | None
    resultat_antal: Tal | None
    """(G, H) persons expected to reach work or studies."""
    forklaring: str = ""
    """Why there is no proved optimum, in Swedish; empty when there is one."""
