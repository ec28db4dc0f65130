"""Where everything in a book is: tables and charts on their sheets, cells and ranges for what reads no headings."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil

from xlsxwriter.utility import xl_col_to_name

from fordelning.blad.bok import Blad
from fordelning.blad.diagram import Diagram
from fordelning.blad.kolumn import CELL, OVANFOR, Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell, check_name

LUFT = 20
"""The pixels between two charts."""
RADHOJD = 17
"""The height of a row in pixels."""

_CELL = re.compile(f"{CELL}([^{CELL}]*){CELL}")
_NAMN = r"((?:'.|[^'\[\]#])*)"
_STRUKTUR = re.compile(rf"([^\W\d][\w.]*)\[(?:\[#This Row\],\[{_NAMN}\]|\[{_NAMN}\]|{_NAMN})\]")
_ESC = re.compile(r"'(['\[\]#])")


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
    """Where a chart is: row from 0, and pixels from the left edge."""

    diagram: Diagram
    rad: int
    vanster: int

    @property
    def sista(self) -> int:
        """The last row that it covers, from 0."""
        return self.rad + ceil(self.diagram.find_height() / RADHOJD)


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
        kolumn, vanster, slut = 0, 0, rad
        for d in rad_av:
            if isinstance(d, Diagram):
                diagram.append(Diagramplats(d, rad + (nummer == 0), vanster))
                vanster, slut = vanster + d.bredd + LUFT, max(slut, diagram[-1].sista)
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

    def resolve(self, formel: str, blad: str, rad: int) -> str:
        """A formula with its cells in place, for the cell in row `rad` (from 0) of a sheet."""
        if CELL not in formel:
            return formel

        def find(traff: re.Match[str]) -> str:
            tabell, rubrik, vilken = traff[1].split("\t")
            plats = self.platser[tabell]
            bokstav = xl_col_to_name(plats.find_column(rubrik))
            if vilken == OVANFOR:
                return f"${bokstav}{rad}"
            return f"{self._sheet(plats, blad)}${bokstav}${plats.forsta + int(vilken) + 1}"

        # the end of a range takes no sheet of its own
        return re.sub(r":'(?:''|[^'])*'!", ":", _CELL.sub(find, formel))

    def in_cells(self, formel: str, blad: str, rad: int) -> str:
        """A formula without headings, for rules and choices that do not understand them; `rad` is its row, from 0."""

        def find(traff: re.Match[str]) -> str:
            plats = self.platser[traff[1]]
            if traff[2] is None:
                return self._range(plats, _ESC.sub(r"\1", traff[3] or traff[4]), blad)
            j = plats.find_column(_ESC.sub(r"\1", traff[2]))
            return f"${xl_col_to_name(j)}{rad + 1}"

        return _STRUKTUR.sub(find, self.resolve(formel, blad, rad))

    def find_range(self, k: Kolumn, rader: tuple[int, int] | None = None) -> str:
        """The cells of a column, with their sheet."""
        return self._range(self.platser[k.tabell], k.rubrik, "", rader)

    def find_cell(self, k: Kolumn, rad: int) -> str:
        """One cell of a column, with its sheet."""
        return self.find_range(k, (rad, rad + 1)).partition(":")[0]

    def _range(self, plats: Plats, rubrik: str, blad: str, rader: tuple[int, int] | None = None) -> str:
        bokstav = xl_col_to_name(plats.find_column(rubrik))
        forst, sist = (
            (plats.forsta, plats.sista) if rader is None else (plats.forsta + rader[0], plats.rubrikrad + rader[1])
        )
        sist += plats.tabell.lediga if rader is None else 0
        return f"{self._sheet(plats, blad)}${bokstav}${forst + 1}:${bokstav}${sist + 1}"

    def _sheet(self, plats: Plats, blad: str) -> str:
        return "" if plats.blad == blad else "'{}'!".format(plats.blad.replace("'", "''"))
