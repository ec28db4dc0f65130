"""The mapping from konto to budget head, `models/kontoplan.toml`, which the förbund edits to fit its own chart.

A konto is written as digits and stands for every konto that begins so: "46" holds 4600-4699, and 46001 too. A range,
"55-57", has the same number of digits on both sides. No konto may belong to two sections.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import combinations
from operator import attrgetter
from pathlib import Path
from typing import Literal, Self

from pydantic import Field, field_validator, model_validator

from fordelning.fel import Anmarkning, ModellFel
from fordelning.schema import Avsnitt, Modellfil, Schema, read_modellfil

Intaktshuvud = Literal["stat", "region", "kommun", "ovrigt"]
Huvud = Literal[Intaktshuvud, "styrelse", "administration", "revision", "insatser", "eget_kapital", "utanfor"]
"""The heads: income by who pays, costs, eget kapital, and what is no budget: assets, liabilities, the closing entry."""

INTAKTER: tuple[Intaktshuvud, ...] = ("stat", "region", "kommun", "ovrigt")
KOSTNADER: tuple[Huvud, ...] = ("styrelse", "administration", "revision", "insatser")
AVSNITT: Mapping[Huvud, str] = {
    "stat": "intakter.stat",
    "region": "intakter.region",
    "kommun": "intakter.kommun",
    "ovrigt": "intakter.ovrig",
    **{huvud: huvud for huvud in (*KOSTNADER, "eget_kapital", "utanfor")},
}
"""The head's section in the file."""

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


class Kontoplan(Modellfil):
    """Konto → budget head.

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
    def avsnitt(self) -> dict[Huvud, Kontoavsnitt]:
        """The section of each head."""
        return {huvud: attrgetter(namn)(self) for huvud, namn in AVSNITT.items()}

    def find(self, kontonr: str) -> Huvud | None:
        """The budget head of a konto, None when no section has it."""
        return next((huvud for huvud, avsnitt in self.avsnitt.items() if avsnitt.holds(kontonr)), None)

    def find_budgetkonto(self, huvud: Huvud) -> Budgetkonto:
        """The konto that a head's budget is exported on. Raises ModellFel when the section names none."""
        if konto := self.avsnitt[huvud].budgetkonto:
            return konto
        plats = f"{self.fil.namn}, avsnitt [{AVSNITT[huvud]}], nyckel budgetkonto"
        raise ModellFel([Anmarkning(plats, "nyckeln saknas", "kontot som budgeten skrivs på")])


def read_kontoplan(fil: Path) -> Kontoplan:
    """The mapping from its file. Raises ModellFel with every fault, each with file, section and key."""
    plan = read_modellfil(Kontoplan, fil)
    if anmarkningar := [*_find_overlaps(plan)]:
        raise ModellFel(anmarkningar)
    return plan


def _find_overlaps(plan: Kontoplan) -> Iterator[Anmarkning]:
    """Two entries that hold the same konto, in one section or two."""
    alla = [(AVSNITT[huvud], text) for huvud, avsnitt in plan.avsnitt.items() for text in avsnitt.konton]
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
