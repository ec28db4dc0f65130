"""What a förbund's budget is computed from: every number an input, a number of a model, or a stated assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fordelning.begrepp import Insats, Kapitalar
from fordelning.modell import EgetKapital, Medfinansiering

EJ_FORDELAT = "INSATS-EJ-FORDELAT"
"""The row of insats money that is not yet tied to an insats."""


@dataclass(frozen=True, slots=True)
class Motpart:
    """A region or kommun that pays. `egen_vikt`: a share that the parties have agreed; it goes before pledges."""

    part: Literal["region", "kommun"]
    motpart_kod: str
    namn: str
    invanare_antal: int
    utlovat_kr: int | None = None
    egen_vikt: float | None = None

    @property
    def kod(self) -> str:
        return f"{self.part.upper()}-{self.motpart_kod}"


@dataclass(frozen=True, slots=True)
class PlaneradInsats:
    """An insats year by year: whether it runs, the förbund's share of its cost, participants. Tuples are (H,) years."""

    insats: Insats
    kors: tuple[bool, ...]
    trappning: tuple[float, ...]
    deltagare_antal: tuple[float, ...]

    @property
    def kod(self) -> str:
        return f"INSATS-{self.insats.insats_kod}"

    @property
    def ar_struktur(self) -> bool:
        return self.insats.inriktning == "struktur"


@dataclass(frozen=True, slots=True)
class Ram:
    """The frame of a year: what planering says, whole kronor. `bidrag_kr`: all parties, before any cut."""

    ar: int
    bidrag_kr: int
    administration_kr: int
    """Styrelse, administration and revision together."""
    lagsta_kapital_kr: int
    struktur_minst_andel: float
    struktur_hogst_andel: float
    ej_fordelat_kr: int = 0
    """Insats money not yet tied to an insats."""


@dataclass(frozen=True, slots=True)
class Budgetunderlag:
    """One förbund's budget year and plan years, before anything is computed."""

    forbund_kod: str
    namn: str
    budgetar: int
    statens_bidrag_kr: int
    delning: Medfinansiering
    motparter: tuple[Motpart, ...]
    invanare_antal: int
    eget_kapital_kr: int
    regel: EgetKapital | None
    ramar: tuple[Ram, ...]
    """(H,): the budget year first."""
    styrelse_andel: float
    revision_andel: float
    manadsvikter: tuple[int, ...]
    """(12,): 0 in months before the förbund exists."""
    insatser: tuple[PlaneradInsats, ...]
    historik: tuple[Kapitalar, ...] = ()
    """The years before the budget year, one row a year."""
    varningar: tuple[str, ...] = ()
    planen: tuple[str, ...] = ()
    """The plan that the insatser follow, in words; empty where today's insatser go on."""

    @property
    def budgetaren(self) -> tuple[int, ...]:
        return tuple(ram.ar for ram in self.ramar)
