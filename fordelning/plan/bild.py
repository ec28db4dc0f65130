"""What is told of a plan: the plan, what limits it, what more money gives, and how sure it is."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.begrepp import Forbund
from fordelning.metod import Insatsplan
from fordelning.plan.brytpunkt import Brytpunkt
from fordelning.plan.insikt import Bindning, Idag, Oanvant
from fordelning.plan.kontroll import count_reached
from fordelning.plan.omojlig import Omojlighet
from fordelning.plan.osakerhet import Osakerhet
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Plan
from fordelning.plan.skuggpris import Frontpunkt, Skuggpris
from fordelning.planfil import Planfil
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Insyn:
    """What solving a förbund's problem again tells of its plan.

    `pris_nytta` is nytta per 100 000 kr more in the first year, `nasta_nytta` what the next 100 000 kr give.
    """

    pris_nytta: float | None = None
    nasta_nytta: float | None = None
    bindningar: tuple[Bindning, ...] = ()
    idag: Idag | None = None
    oanvant: Oanvant | None = None
    omojlighet: Omojlighet | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Fordjupning:
    """What takes so many solves that it is told when one förbund is asked for, not for all at once."""

    skuggpriser: tuple[Skuggpris, ...]
    front: tuple[Frontpunkt, ...]
    brytpunkter: tuple[Brytpunkt, ...]
    osakerhet: Osakerhet | None


@dataclass(frozen=True, slots=True, eq=False)
class Planbild:
    """One förbund: its problem, its plan and what is known of the plan."""

    forbund: Forbund
    problem: Problem
    plan: Plan
    insyn: Insyn
    fordjupning: Fordjupning | None = None

    @property
    def kod(self) -> str:
        return self.forbund.forbund_kod

    @property
    def deltagare_antal(self) -> float:
        """Participants, all years together."""
        return 0.0 if self.plan.beslut is None else float(self.plan.beslut.antal.sum())

    @property
    def resultat_antal(self) -> float:
        """Persons expected to reach work or studies, all years together, also those that struktur reaches freely."""
        return 0.0 if self.plan.beslut is None else count_reached(self.problem, self.plan.beslut)


@dataclass(frozen=True, slots=True, eq=False)
class Plansamling:
    """The plans that were asked for, in förbund code order, with what they were made from.

    `enskild` = one förbund was asked for; `snabb` = without the closer looks. `utan_insatser` are the förbund that have
    nothing to plan. `mot` is another plan to set beside them.
    """

    resultat: Resultat
    metod: Insatsplan
    budgetar: tuple[int, ...]
    bilder: tuple[Planbild, ...]
    utan_insatser: tuple[Forbund, ...]
    enskild: bool
    snabb: bool = False
    mot: Planfil | None = None

    @property
    def omojliga(self) -> tuple[Planbild, ...]:
        return tuple(bild for bild in self.bilder if bild.plan.status == "omojlig")

    @property
    def med_plan(self) -> tuple[Planbild, ...]:
        return tuple(bild for bild in self.bilder if bild.plan.beslut is not None)
