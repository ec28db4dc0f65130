"""Where everything in a book is: tables and charts on their sheets, cells and ranges for what reads no headings."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from xlsxwriter.utility import xl_col_to_name

from fordelning.blad.bok import Blad
from fordelning.blad.diagram import Diagram
from fordelning.blad.hanvisning import DENNA, HELA, OVANFOR, name_cells, refer, write_out
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell, check_name

HELSIDA, LUFT = 1000, 20
"""The pixels of a chart's width, or of those beside each other, and between two."""
RADHOJD = 17
"""The height of a row in pixels."""


@dataclass(frozen=True, slots=True, eq=False)
class Plats:
    """Where a table is: its sheet, its heading row and first column from 0."""

    tabell: Tabell
    blad: str
    rubrikrad: int
    kolumn: int
    har_forklaringar: bool
    har_summor: bool

    @property
    def overst(self) -> int:
        """The first row that it takes: explanations, sums, or the headings."""
        return self.rubrikrad - self.har_forklaringar - self.har_summor

    @property
    def forsta(self) -> int:
        """The first row of data, from 0."""
        return self.rubrikrad + 1

    @property
    def sista(self) -> int:
        """The last row of data; a table without rows has an empty one."""
        return self.rubrikrad + max(self.tabell.antal_rader, 1)

    def find_column(self, rubrik: str) -> int:
        """The column of a heading. Raises KeyError where the table does not show it."""
        for j, k in enumerate(self.tabell.synliga, start=self.kolumn):
            if k.rubrik == rubrik:
                return j
        raise KeyError(f"{self.tabell.tabellnamn}: ingen kolumn {rubrik}")


@dataclass(frozen=True, slots=True)
class Diagramplats:
    """Where a chart is: row from 0, pixels from the left edge, and its width in pixels."""

    diagram: Diagram
    rad: int
    vanster: int
    bredd: int

    @property
    def sista(self) -> int:
        """The last row that it covers, from 0."""
        return self.rad + ceil(self.hojd / RADHOJD)

    @property
    def hojd(self) -> int:
        """Its height in pixels."""
        return self.diagram.find_height(self.bredd)


def place(blad: Blad) -> tuple[list[Plats], list[Diagramplats]]:
    """Where the tables and charts of a sheet are.

    There is a row for explanations under the title's, and two rows between parts.
    """
    tabeller, diagram = list[Plats](), list[Diagramplats]()
    rad = 2 if blad.titel else 0
    for nummer, del_ in enumerate(blad.delar):
        rad_av = [d.tabell if isinstance(d, Lista) else d for d in (del_ if isinstance(del_, tuple) else (del_,))]
        ovanfor = max((_has_notes(d, blad) + _has_sums(d) for d in rad_av), default=0)
        if nummer == 0 and blad.titel:
            ovanfor = max(ovanfor, 1 + any(map(_has_sums, rad_av)))
        ritade = sum(isinstance(d, Diagram) for d in rad_av)
        bredd = (HELSIDA + LUFT) // max(ritade, 1) - LUFT
        kolumn, vanster, slut = 0, 0, rad
        for d in rad_av:
            if isinstance(d, Diagram):
                diagram.append(Diagramplats(d, rad + (nummer == 0), vanster, bredd))
                vanster, slut = vanster + bredd + LUFT, max(slut, diagram[-1].sista)
            else:
                tabeller.append(Plats(d, blad.namn, rad + ovanfor, kolumn, _has_notes(d, blad), _has_sums(d)))
                kolumn, slut = kolumn + len(d.synliga) + 1, max(slut, tabeller[-1].sista)
        rad = slut + 3
    return tabeller, diagram


def _has_notes(d: Tabell | Diagram, blad: Blad) -> bool:
    return isinstance(d, Tabell) and any(k.forklaring for k in d.synliga) and not blad.kommentarer


def _has_sums(d: Tabell | Diagram) -> bool:
    return isinstance(d, Tabell) and any(k.summa for k in d.synliga)


class Adresser:
    """The places of a book's tables. Raises ValueError for two tables or names that are one to Excel."""

    def __init__(self, blad: Sequence[Blad]) -> None:
        self.platser: dict[str, Plats] = {}
        namn: set[str] = set()
        for plats in (p for b in blad for p in place(b)[0]):
            t = plats.tabell
            egna = [k.namn for k in t.synliga if k.namn]
            for ett in (t.tabellnamn, *egna, *t.cellnamn):
                check_name(ett)
                if ett.casefold() in namn:
                    raise ValueError(f"två tabeller eller celler heter {ett}")
                namn.add(ett.casefold())
            self.platser[t.tabellnamn] = plats

    def write(self, formel: str, blad: str, rad: int, med_namn: bool = True) -> str:
        """A formula for the cell in row `rad` (from 0) of a sheet, its references by headings where Excel can.

        Not `med_namn`: all by cells, for rules and choices, which do not understand headings.
        """

        def find(tabell: str, rubrik: str, vilken: str) -> str:
            if med_namn and vilken in (DENNA, HELA):
                return name_cells(tabell, rubrik, vilken)
            plats = self.platser[tabell]
            bokstav = xl_col_to_name(plats.find_column(rubrik))
            if vilken in (DENNA, OVANFOR):
                return f"${bokstav}{rad + (vilken == DENNA)}"
            alla = f"0:{plats.sista + plats.tabell.lediga - plats.forsta}"
            rader = (alla if vilken == HELA else vilken).split(":")
            ark = "" if plats.blad == blad or not rader[0] else "'{}'!".format(plats.blad.replace("'", "''"))
            return ark + ":".join(r and f"${bokstav}${plats.forsta + int(r) + 1}" for r in rader)

        return write_out(formel, find)

    def find_cells(self, k: Kolumn, vilken: str = HELA) -> str:
        """Cells of a column, with their sheet."""
        return self.write(refer(k.tabell, k.rubrik, vilken), "", 0, False)
