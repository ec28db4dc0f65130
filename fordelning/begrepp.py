"""The nouns of FINSAM as frozen records. A record's fields are the columns of its input file, units in the names."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from fordelning.fel import Anmarkning

Vektor = NDArray[np.float64]
"""Amounts or counts whose last axis is förbund in code order, shape (..., F); a leading axis may hold scenarios."""

HOGSTA_RAM_KR = 10**13
"""A larger pot is no pot of kronor."""


@dataclass(frozen=True, slots=True)
class Forbund:
    """A samordningsförbund in the budget year. Empty months = the whole year."""

    forbund_kod: str
    namn: str
    tilldelning_fjol_kr: int
    eget_kapital_kr: int
    bidrag_fjol_kr: int | None = None
    askande_kr: int | None = None
    manader: int | None = None


@dataclass(frozen=True, slots=True)
class Omrade:
    """A kommun, or a part of one. No `forbund_kod` = outside; no `region_kod` = the kommun has the region's tasks.

    `medfinansiering_vikt`: its weight in the key that the kommuner of the förbund have agreed; none = inhabitants.
    `frisam_kr`: what Frisam uses there of the ceiling of sjukpenning (before 2016).
    """

    omrade_kod: str
    kommun_kod: str
    namn: str
    region_kod: str | None
    forbund_kod: str | None
    invanare_antal: int
    forsorjningsmatt: float
    invanare_fjol_antal: int | None = None
    forsorjningsmatt_fjol: float | None = None
    medfinansiering_vikt: float | None = None
    frisam_kr: int | None = None


@dataclass(frozen=True, slots=True)
class Region:
    """A region (the county council of old)."""

    region_kod: str
    namn: str


@dataclass(frozen=True, slots=True)
class Utfastelse:
    """What one kommun or region has pledged to a förbund for the year."""

    forbund_kod: str
    part: Literal["kommun", "region"]
    motpart_kod: str
    utlovat_kr: int


@dataclass(frozen=True, slots=True)
class Regionmedel:
    """A region's one sum for all its förbund in the year, and how it is shared out among them."""

    region_kod: str
    utlovat_kr: int
    fordelning: Literal["nyckel", "lika", "lista"]


@dataclass(frozen=True, slots=True)
class Kapitalar:
    """One year of a förbund's eget kapital: ingående + intäkter − kostnader = utgående."""

    forbund_kod: str
    ar: int
    ingaende_kr: int
    intakter_kr: int
    kostnader_kr: int
    typ: Literal["utfall", "budget", "prognos"]

    @property
    def utgaende_kr(self) -> int:
        return self.ingaende_kr + self.intakter_kr - self.kostnader_kr


@dataclass(frozen=True, slots=True)
class Malgrupp:
    """A group of people in need; `andel_i_behov` is the share of the group's component that needs coordination."""

    malgrupp_kod: str
    namn: str
    andel_i_behov: float
    vikt: float


@dataclass(frozen=True, slots=True)
class Behov:
    """The persons of a målgrupp in a förbund's area (before the share in need)."""

    forbund_kod: str
    malgrupp_kod: str
    personer_antal: float


@dataclass(frozen=True, slots=True)
class Insats:
    """An insats that a förbund runs or could run. `trappning`: its share of the cost, year by year from `fran_ar`."""

    forbund_kod: str
    insats_kod: str
    namn: str
    inriktning: Literal["individ", "struktur"]
    fast_kostnad_kr: float
    kostnad_per_deltagare_kr: float
    minst_antal: float
    hogst_antal: float
    fran_ar: int | None = None
    till_ar: int | None = None
    trappning: tuple[float, ...] = ()
    beslutad: bool = False
    idag_antal: float | None = None


@dataclass(frozen=True, slots=True)
class Effekt:
    """The net share of a målgrupp's participants that an insats brings to work or studies; struktur: persons a year."""

    forbund_kod: str
    insats_kod: str
    malgrupp_kod: str | None
    effekt_andel: float | None
    osakerhet: float | None = None
    effekt_antal: float | None = None


@dataclass(frozen=True, slots=True)
class Planering:
    """The frame of a förbund's plan for one year. No `bidrag_kr` = the allocation's total."""

    forbund_kod: str
    ar: int
    administration_kr: float
    lagsta_kapital_kr: float
    struktur_minst_andel: float
    struktur_hogst_andel: float
    bidrag_kr: float | None = None


@dataclass(frozen=True, slots=True)
class Kontrollsumma:
    """What a column is to sum to, and how far from it the sum may be, with the reason (Swedish)."""

    summa: float
    avvikelse: float = 0.0
    skal: str = ""


@dataclass(frozen=True, slots=True)
class Statistik:
    """What the figures of omraden.csv are: year, age band and unit."""

    invanare_ar: int | None = None
    invanare_alder: str = ""
    forsorjningsmatt_ar: int | None = None
    forsorjningsmatt_enhet: str = ""


@dataclass(frozen=True, slots=True)
class Kalla:
    """Where figures come from, and whether they are an estimate."""

    text: str
    datum: str = ""
    lank: str = ""
    uppskattning: bool = False
    metod: str = ""


@dataclass(frozen=True, slots=True)
class Fil:
    """A file that was read, with its fingerprint (SHA-256)."""

    namn: str
    sha256: str


@dataclass(frozen=True, eq=False)
class Underlag:
    """Everything one budget year is computed from, complete and checked.

    The records are as read, in the order of their keys. The vectors are what the engine uses, shape (..., F): a leading
    axis holds scenarios. `inf` in a pledge or an äskande means that it does not limit. `bidrag_fjol_kr` not given is
    twice the grant. `manader_andel` is months/12. `utan_region` marks förbund whose area lies outside every region.
    """

    budgetar: int
    beskrivning: str
    ram_kr: NDArray[np.float64]
    forbund: tuple[Forbund, ...]
    omraden: tuple[Omrade, ...]
    regioner: tuple[Region, ...]
    invanare_antal: Vektor
    forsorjningsmatt: Vektor
    tilldelning_fjol_kr: Vektor
    eget_kapital_kr: Vektor
    bidrag_fjol_kr: Vektor
    askande_kr: Vektor
    manader_andel: Vektor
    kommuner_utlovat_kr: Vektor
    regioner_utlovat_kr: Vektor
    utan_region: NDArray[np.bool_]
    frisam_kr: Vektor = field(default_factory=lambda: np.zeros(1))
    utfastelser: tuple[Utfastelse, ...] = ()
    regionmedel: tuple[Regionmedel, ...] = ()
    kapital: tuple[Kapitalar, ...] = ()
    malgrupper: tuple[Malgrupp, ...] = ()
    behov: tuple[Behov, ...] = ()
    insatser: tuple[Insats, ...] = ()
    effekter: tuple[Effekt, ...] = ()
    planering: tuple[Planering, ...] = ()
    statistik: Statistik = Statistik()
    kallor: Mapping[str, Kalla] = field(default_factory=dict)
    kontrollsummor: Mapping[str, Kontrollsumma] = field(default_factory=dict)
    varningar: tuple[Anmarkning, ...] = ()
    filer: tuple[Fil, ...] = ()

    @cached_property
    def koder(self) -> tuple[str, ...]:
        """Förbund codes in the order of the vectors."""
        return tuple(f.forbund_kod for f in self.forbund)

    def is_estimated(self, fil: str) -> bool:
        """Whether the source of a file of the data set says that its figures are an estimate."""
        kalla = self.kallor.get(fil)
        return kalla is not None and kalla.uppskattning
