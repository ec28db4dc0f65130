"""A sheet of the budget workbook as data: rows of cells, what may be typed where, what is coloured, and charts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell, Varde

Form = Literal["text", "lang", "kr", "ore", "antal", "tal", "andel", "ar"]
"""How a cell shows its value; `lang` = text that wraps."""

Inmatning = Literal["", "utfall", "plan"]
"""Cells to type in: what happened and is expected (utfall), or what the budget is planned on (plan)."""

Krav = Literal["", "kr", "utfall", "antal", "ja_nej", "andel", "vikt"]
"""What may be typed in a cell."""

Farg = Literal["gron", "rod", "gul"]


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: its value, the formula that gives it again (a template of `excel.tabell`), its form and what it takes."""

    varde: Varde
    formel: str = ""
    form: Form = "kr"
    inmatning: Inmatning = ""
    krav: Krav = ""


@dataclass(frozen=True, slots=True)
class Rubrik:
    """A column: its name in formulas, its heading, and its width in characters; `linje` = a line to the left of it."""

    nyckel: str
    text: str
    bredd: float = 11.0
    ar_tal: bool = True
    linje: bool = False


@dataclass(frozen=True, slots=True)
class Tabellrad:
    """A row of cells; a sum is set in bold under a line."""

    celler: tuple[Cell, ...]
    ar_summa: bool = False


@dataclass(frozen=True, slots=True)
class Villkor:
    """Colour cells of some columns of a table: below or above 0, of a text, or where a template is true (`vad`)."""

    tabell: str
    nycklar: tuple[str, ...]
    nar: Literal["under 0", "over 0", "text", "formel"]
    farg: Farg
    vad: str = ""


@dataclass(frozen=True, slots=True)
class Serie:
    """A series of a chart: its name and the template of its values."""

    namn: str
    varden: str
    typ: Literal["column", "line", "bar"] = "column"
    farg: str = "#2E75B6"


@dataclass(frozen=True, slots=True)
class Diagram:
    """A chart of one or two kinds of series over the same categories, at a cell; size in pixels."""

    titel: str
    kategorier: str
    serier: tuple[Serie, ...]
    cell: str
    storlek: tuple[int, int] = (560, 290)
    enhet: str = "kr"


@dataclass(frozen=True, slots=True, eq=False)
class Sida:
    """A sheet: its place and tables for formulas, and per table its rows of cells."""

    blad: Blad
    rader: Mapping[str, Sequence[Tabellrad]]
    rubriker: Mapping[str, Sequence[Rubrik]]
    villkor: tuple[Villkor, ...] = ()
    diagram: tuple[Diagram, ...] = ()
    en_sida: bool = False
    """Printed on one page."""


@dataclass(frozen=True, slots=True, eq=False)
class Bit:
    """A table of a sheet: its name in formulas, columns, rows, heading row from 0, defined names → (column, row)."""

    namn: str
    rubriker: Sequence[Rubrik]
    rader: Sequence[Tabellrad]
    rad: int | None = None
    definierade: Mapping[str, tuple[str, int | None]] | None = None


def make_sida(
    namn: str,
    titel: str,
    beskrivning: str,
    bitar: Sequence[Bit],
    slag: Literal["resultat", "inmatning", "rakning", "om"] = "resultat",
    fasta: int = 2,
    villkor: tuple[Villkor, ...] = (),
    diagram: tuple[Diagram, ...] = (),
    en_sida: bool = False,
) -> Sida:
    """A sheet of tables, the first under the title; the first `fasta` columns stay when it scrolls sideways."""
    tabeller = tuple(
        Tabell(bit.namn, _make_columns(bit), rad=bit.rad, definierade=bit.definierade or {}) for bit in bitar
    )
    return Sida(
        Blad(namn, titel, beskrivning, tabeller, slag=slag, fasta=fasta, filter=False),
        {bit.namn: bit.rader for bit in bitar},
        {bit.namn: bit.rubriker for bit in bitar},
        villkor,
        diagram,
        en_sida,
    )


def _make_columns(bit: Bit) -> tuple[Kolumn, ...]:
    """The rows turned into columns, which formulas are made from."""
    return tuple(
        Kolumn(r.nyckel, r.text, [rad.celler[j].varde for rad in bit.rader], bredd=r.bredd)
        for j, r in enumerate(bit.rubriker)
    )


def text(varde: str, formel: str = "") -> Cell:
    """A cell of text."""
    return Cell(varde, formel, "text")
