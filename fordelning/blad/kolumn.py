"""Kolumn: a Tal with a heading, a form and what a reader may do with its cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import fsum, isfinite
from typing import Any, Literal, TypedDict

from fordelning.blad.form import TEXTFORMER, Form, Former
from fordelning.blad.krav import Krav
from fordelning.blad.tal import Tal

Farg = Literal["gron", "rod", "gul"]


class Drag(TypedDict, total=False):
    """What a column may be told beside heading, values and form. All are in `Kolumn`."""

    forklaring: str
    bredd: float | None
    gul: bool | Sequence[bool]
    bla: bool | Sequence[bool]
    summa: bool
    krav: Krav | Sequence[Krav | None] | None
    farger: Mapping[str, Farg]
    namn: str
    nyckel: str
    ljus: bool
    linje: bool
    lank: bool
    bara_skarm: bool


class Facit(Drag, total=False):
    """What a column that is worked out may be told too: the engine's own values, and how near it must be (1e-6)."""

    lika: Any
    inom: float


@dataclass(frozen=True, slots=True, eq=False)
class Kolumn(Tal):
    """A column of a table: in an expression its cell of the same row.

    `gul` = to fill in or change; `bla` = a proposal that may be replaced. `namn` = a defined name for all its cells.
    `nyckel` = its name in CSV and records ("" = not there); without `rubrik` it is only there. `summa` = summed above.
    `uttryck` = how it is made; one per row in a table whose rows stand still. `linje` = a line to the left of it.
    `bara_skarm` = workings: it stands last, and is not printed where its table is alone on the sheet.
    """

    rubrik: str = ""
    form: Former = "text"
    uttryck: Tal | Sequence[Tal | None] | None = None
    forklaring: str = ""
    bredd: float | None = None
    gul: bool | Sequence[bool] = False
    bla: bool | Sequence[bool] = False
    summa: bool = False
    krav: Krav | Sequence[Krav | None] | None = None
    farger: Mapping[str, Farg] = field(default_factory=dict)
    namn: str = ""
    nyckel: str = ""
    ljus: bool = False
    linje: bool = False
    lank: bool = False
    bara_skarm: bool = False

    def uttryck_at(self, i: int) -> Tal | None:
        return self.uttryck if self.uttryck is None or isinstance(self.uttryck, Tal) else self.uttryck[i]

    def mark_at(self, i: int) -> Literal["", "gul", "bla"]:
        """Whether the cell is to be filled in, or may be replaced."""
        gul, bla = (m if isinstance(m, bool) else m[i] for m in (self.gul, self.bla))
        return "gul" if gul else "bla" if bla else ""

    def take(self, rader: Sequence[int]) -> Kolumn:
        """The column with these rows only, to be shown."""
        form = self.form if isinstance(self.form, str) else [self.form[i] for i in rader]
        return replace(self, varden=self.varden[[*rader]], form=form)

    @property
    def former(self) -> Sequence[Form]:
        """The form of every cell, or the one that all have."""
        return [self.form] if isinstance(self.form, str) else self.form

    @property
    def ar_tal(self) -> bool:
        """Whether it is set to the right."""
        return any(form not in TEXTFORMER for form in self.former)

    @property
    def total(self) -> float:
        """The sum of the numbers in its cells."""
        return fsum(v for v in self.varden.tolist() if isinstance(v, int | float) and isfinite(v))


@dataclass(frozen=True, slots=True, eq=False)
class Regel:
    """Cells of some columns coloured where a condition of their row holds."""

    kolumner: tuple[Kolumn, ...]
    villkor: Tal
    farg: Farg
