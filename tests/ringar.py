"""Circles as Excel counts them: a formula over `T[A]` stands on every row of A, though no figure goes round.

LibreOffice works such a book out and says nothing; Excel refuses it with a warning when it is opened. Columns of tables
that may be sorted are one knot each, cells of tables that stand still are their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import column_index_from_string, range_boundaries

Knut = tuple[str, int, int]
"""A sheet, a row (0 = every row of a table's column) and a column."""

_STRUKTUR = re.compile(r"(\w+)\[(?:\[(#This Row)\],)?\[?((?:'.|[^\]'\[])*)\]?\]")
_CELLER = re.compile(r"(?:'([^']*)'!)?\$([A-Z]+)\$?(\d+)(?::\$[A-Z]+\$?(\d+))?")


class _Bok:
    """The tables and defined names of a book."""

    def __init__(self, fil: Path) -> None:
        self.bok = load_workbook(fil)
        self.tabeller = {
            t.name: (ws, range_boundaries(t.ref)) for ws in self.bok.worksheets for t in ws.tables.values()
        }
        self.namn = {namn: str(d.attr_text) for namn, d in self.bok.defined_names.items()}
        self.fria = {
            (ws.title, rad, kolumn)
            for ws, (vanster, over, hoger, under) in self.tabeller.values()
            for rad in range(over + 1, under + 1)
            for kolumn in range(vanster, hoger + 1)
            if next(t for t in ws.tables.values() if range_boundaries(t.ref)[1] == over).autoFilter is not None
        }

    def find_knot(self, blad: str, rad: int, kolumn: int) -> Knut:
        return (blad, 0, kolumn) if (blad, rad, kolumn) in self.fria else (blad, rad, kolumn)

    def list_formulas(self) -> Iterator[tuple[str, Any]]:
        for ws in self.bok.worksheets:
            yield from ((ws.title, cell) for rad in ws.iter_rows() for cell in rad if cell.data_type == "f")

    def list_references(self, blad: str, cell: Any) -> Iterator[Knut]:
        """What a formula stands on."""
        text = re.sub(r'"[^"]*"', "", cell.value)
        for tabell, denna, rubrik in _STRUKTUR.findall(text):
            yield from self._list_column(tabell, re.sub(r"'(.)", r"\1", rubrik), cell.row if denna else None)
        text = _STRUKTUR.sub("", text)
        namngivna = [self.namn[ord_] for ord_ in re.findall(r"[^\W\d]\w*", text) if ord_ in self.namn]
        for annat, kolumn, forst, sist in _CELLER.findall(" ".join([text, *namngivna])):
            for rad in range(int(forst), int(sist or forst) + 1):
                yield self.find_knot(annat or blad, rad, column_index_from_string(kolumn))

    def _list_column(self, tabell: str, rubrik: str, rad: int | None) -> Iterator[Knut]:
        ws, (vanster, over, hoger, under) = self.tabeller[tabell]
        kolumn = next(j for j in range(vanster, hoger + 1) if ws.cell(over, j).value == rubrik)
        for i in range(over + 1, under + 1) if rad is None else [rad]:
            yield self.find_knot(ws.title, i, kolumn)


def find_circle(fil: Path) -> list[Knut]:
    """The knots of a circle; nothing where there is none."""
    bok, star_pa = _Bok(fil), dict[Knut, set[Knut]]()
    for blad, cell in bok.list_formulas():
        knut = bok.find_knot(blad, cell.row, cell.column)
        star_pa.setdefault(knut, set()).update(bok.list_references(blad, cell))
    try:
        TopologicalSorter(star_pa).prepare()
    except CycleError as fel:
        return list(fel.args[1])
    return []
