"""The mapping from konto to budget head, `models/kontoplan.toml`, which the förbund edits to fit its own chart.

A konto is written as digits and stands for every konto that begins so: "46" holds 4600-4699, and 46001 too. A range,
"55-57", has the same number of digits on both sides. No konto may belong to two sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from fordelning.fel import Anmarkning, ModellFel
from fordelning.schema import Avsnitt, Modellfil, Schema, read_modellfil

Huvud = Literal["styrelse", "administration", "revision", "insatser", "intakter", "eget_kapital", "utanfor"]
"""The budget heads; `utanfor` is what is no budget: assets, liabilities, the closing entry of the year's result."""

Finansiar = Literal["stat", "region", "kommun", "ovrig"]

KOSTNADER: tuple[Huvud, ...] = ("styrelse", "administration", "revision", "insatser")

_INTERVALL = re.compile(r"(\d{1,8})(?:-(\d{1,8}))?")
_LANGD = 8


class Budgetkonto(Schema):
    """The konto that a head's budget is exported on."""

    nr: str = Field(min_length=1)
    namn: str = Field(min_length=1)


class Kontoavsnitt(Avsnitt):
    """The konton of a budget head."""

    konton: tuple[str, ...] = Field(min_length=1)
    budgetkonto: Budgetkonto | None = None

    @field_validator("konton")
    @classmethod
    def _parse(cls, konton: tuple[str, ...]) -> tuple[str, ...]:
        for text in konton:
            _parse_range(text)
        return konton

    @model_validator(mode="after")
    def _budget_on_own_konto(self) -> Self:
        if self.budgetkonto and not self.holds(self.budgetkonto.nr):
            raise ValueError(f"budgetkonto {self.budgetkonto.nr} ligger inte bland avsnittets konton")
        return self

    def holds(self, kontonr: str) -> bool:
        """Whether the konto is one of the section's."""
        return any(_holds(_parse_range(text), kontonr) for text in self.konton)


class Intakter(Schema):
    """The income, per who pays."""

    stat: Kontoavsnitt
    region: Kontoavsnitt
    kommun: Kontoavsnitt
    ovrig: Kontoavsnitt


class Dimensioner(Avsnitt):
    """The dimensions of objekt: which is the insats of a cost, and which the party that an income comes from.

    `kostnad_med_insats_ar_insats`: a cost with an insats on it belongs to insatser, whichever konto it stands on.
    """

    insats: int = Field(gt=0)
    motpart: int = Field(gt=0)
    kostnad_med_insats_ar_insats: bool


@dataclass(frozen=True, slots=True)
class Traff:
    """The section that a konto belongs to."""

    huvud: Huvud
    finansiar: Finansiar | None = None


class Kontoplan(Modellfil):
    """Konto → budget head and, for income, finansiär.

    `andra_kontoplaner`: how #KPTYP begins in a file whose konton follow another chart than this one.
    """

    namn: str = Field(min_length=1)
    andra_kontoplaner: tuple[str, ...] = ()
    dimensioner: Dimensioner
    styrelse: Kontoavsnitt
    administration: Kontoavsnitt
    revision: Kontoavsnitt
    insatser: Kontoavsnitt
    intakter: Intakter
    eget_kapital: Kontoavsnitt
    utanfor: Kontoavsnitt

    @property
    def avsnitt(self) -> dict[str, tuple[Traff, Kontoavsnitt]]:
        """The sections by their name in the file."""
        intakter: dict[str, tuple[Traff, Kontoavsnitt]] = {
            "intakter.stat": (Traff("intakter", "stat"), self.intakter.stat),
            "intakter.region": (Traff("intakter", "region"), self.intakter.region),
            "intakter.kommun": (Traff("intakter", "kommun"), self.intakter.kommun),
            "intakter.ovrig": (Traff("intakter", "ovrig"), self.intakter.ovrig),
        }
        return intakter | {
            "styrelse": (Traff("styrelse"), self.styrelse),
            "administration": (Traff("administration"), self.administration),
            "revision": (Traff("revision"), self.revision),
            "insatser": (Traff("insatser"), self.insatser),
            "eget_kapital": (Traff("eget_kapital"), self.eget_kapital),
            "utanfor": (Traff("utanfor"), self.utanfor),
        }

    @property
    def budgetkonton(self) -> dict[str, str]:
        """The konton that budgets are exported on: number → name."""
        return {a.budgetkonto.nr: a.budgetkonto.namn for _, a in self.avsnitt.values() if a.budgetkonto}

    def find(self, kontonr: str) -> Traff | None:
        """The budget head of a konto, None when no section has it."""
        return next((traff for traff, avsnitt in self.avsnitt.values() if avsnitt.holds(kontonr)), None)

    def find_budgetkonto(self, huvud: Huvud, finansiar: Finansiar | None = None) -> Budgetkonto:
        """The konto that a head's budget is exported on. Raises ModellFel when the section names none."""
        for namn, (traff, avsnitt) in self.avsnitt.items():
            if traff == Traff(huvud, finansiar) and avsnitt.budgetkonto:
                return avsnitt.budgetkonto
            if traff == Traff(huvud, finansiar):
                plats = f"{self.fil.namn}, avsnitt [{namn}], nyckel budgetkonto"
                raise ModellFel([Anmarkning(plats, "nyckeln saknas", "kontot som budgeten skrivs på")])
        raise ModellFel([Anmarkning(self.fil.namn, f"{huvud} ska anges med finansiär, och bara intäkter har en sådan")])


def read_kontoplan(fil: Path) -> Kontoplan:
    """The mapping from its file. Raises ModellFel with every fault, each with file, section and key."""
    plan = read_modellfil(Kontoplan, fil)
    if anmarkningar := [*_find_overlaps(plan)]:
        raise ModellFel(anmarkningar)
    return plan


def _find_overlaps(plan: Kontoplan) -> Iterator[Anmarkning]:
    """Two entries that hold the same konto, in one section or two."""
    alla = [(namn, text) for namn, (_, avsnitt) in plan.avsnitt.items() for text in avsnitt.konton]
    for (namn, text), (annat_namn, annan_text) in combinations(alla, 2):
        (fran, till), (annan_fran, annan_till) = (_pad(_parse_range(t)) for t in (text, annan_text))
        if fran <= annan_till and annan_fran <= till:
            plats = f"{plan.fil.namn}, avsnitt [{annat_namn}], nyckel konton"
            yield Anmarkning(plats, f"«{annan_text}» överlappar «{text}» i [{namn}]", "varje konto i ett enda avsnitt")


def _parse_range(text: str) -> tuple[str, str]:
    """First and last beginning of a konto number. Raises ValueError (Swedish)."""
    traff = _INTERVALL.fullmatch(text)
    if traff is None or not text.isascii():
        raise ValueError(f"«{text}» är inget konto och inget intervall; skriv t.ex. 5010, 46 eller 55-57")
    fran, till = traff[1], traff[2] or traff[1]
    if len(fran) != len(till) or fran > till:
        raise ValueError(f"intervallet «{text}» ska ha lika många siffror på båda sidor, och det lägre först")
    return fran, till


def _holds(intervall: tuple[str, str], kontonr: str) -> bool:
    """Whether the konto begins within the range; a konto shorter than the range is not in it."""
    fran, till = intervall
    return len(kontonr) >= len(fran) and fran <= kontonr[: len(fran)] <= till


def _pad(intervall: tuple[str, str]) -> tuple[str, str]:
    """The range as konto numbers of full length."""
    return intervall[0].ljust(_LANGD, "0"), intervall[1].ljust(_LANGD, "9")
