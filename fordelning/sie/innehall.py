"""What has been read of a SIE file so far: every record with its row, and the findings."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, TypeVar

from fordelning.sie.fynd import ALLA, Fynd, Galler
from fordelning.sie.poster import (
    Dimension,
    Konto,
    Objekt,
    Overhoppad,
    Periodbudget,
    Periodsaldo,
    Rakenskapsar,
    Saldo,
    Sietyp,
    Transaktion,
    Uppgift,
    Verifikation,
)

P = TypeVar("P")
Placerade = list[tuple[int, P]]
"""Records with the row that each stands on."""


@dataclass
class Innehall:
    """A file under reading. `enstaka` is what is said once about the file, `rader` where each label stands first."""

    filnamn: str
    fynd: list[Fynd] = field(default_factory=list)
    overhoppade: list[Overhoppad] = field(default_factory=list)
    rader: dict[str, int] = field(default_factory=dict)
    sietyp: Sietyp = "1"
    enstaka: dict[str, Any] = field(default_factory=dict)
    uppgifter: list[Uppgift] = field(default_factory=list)
    rakenskapsar: Placerade[Rakenskapsar] = field(default_factory=list)
    dimensioner: Placerade[Dimension] = field(default_factory=list)
    objekt: Placerade[Objekt] = field(default_factory=list)
    konton: dict[str, Konto] = field(default_factory=dict)
    saldon: Placerade[Saldo] = field(default_factory=list)
    periodsaldon: Placerade[Periodsaldo] = field(default_factory=list)
    periodbudget: Placerade[Periodbudget] = field(default_factory=list)
    verifikationer: Placerade[Verifikation] = field(default_factory=list)
    rader_i_verifikation: dict[int, list[int]] = field(default_factory=dict)
    """Row of #VER → rows of its transactions. A verifikation with a faulty row is not here: its sum says nothing."""

    trasiga: set[tuple[str, str]] = field(default_factory=set)
    """Label and first field of records that could not be read, so that what refers to them is not told as well."""

    def refuse(
        self, rad: int, vad: str, vantat: str = "", gor: str = "", galler: Galler = ALLA, slag: str = ""
    ) -> None:
        """Keep a fault, and whom it stops."""
        self.fynd.append(Fynd(rad, vad, vantat, gor, galler, slag))

    def warn(self, rad: int, vad: str, gor: str = "") -> None:
        """Keep something that is no fault, but worth knowing."""
        self.fynd.append(Fynd(rad, vad, gor=gor))

    def find_ar(self, dag: date) -> Rakenskapsar | None:
        """The accounting year that holds the day."""
        return next((ar for _, ar in self.rakenskapsar if ar.holds(dag)), None)

    def posts_with_konto(self) -> Iterator[tuple[int, Saldo | Periodsaldo | Periodbudget | Transaktion]]:
        """Every record with a konto and an amount, and its row."""
        yield from self.saldon
        yield from self.periodsaldon
        yield from self.periodbudget
        for ver_rad, ver in self.verifikationer:
            yield from zip(self.rader_i_verifikation.get(ver_rad, [ver_rad] * len(ver.rader)), ver.rader, strict=False)
