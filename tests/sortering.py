"""Sorting as a reader does it: every table that offers a filter, by any column, up and down; no figure may change.

Rows move with their values and their formulas, and relative references shift as when they are copied. LibreOffice
recalculates the copies in one start; every cell must then be worth what it was, in its row's new place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from tests.libreoffice import are_equal, convert, read_values


@dataclass(frozen=True, slots=True)
class Omrade:
    """The rows of a table that can be sorted, and its columns, from 1."""

    blad: str
    forsta: int
    sista: int
    kolumner: range


def find_sortable(bok: Workbook) -> list[Omrade]:
    """Every table with filter arrows, and every filter of a sheet."""
    return list(_list_areas(bok))


def _list_areas(bok: Workbook) -> Iterator[Omrade]:
    for blad in bok.worksheets:
        filter_ = [t.ref for t in blad.tables.values() if t.autoFilter is not None]
        for ref in [*filter_, *([blad.auto_filter.ref] if blad.auto_filter.ref else [])]:
            vanster, over, hoger, under = range_boundaries(ref)
            if under - over > 1:
                yield Omrade(blad.title, over + 1, under, range(vanster, hoger + 1))


def check_sorting(bok: Path, mapp: Path, hogst: int | None = None) -> list[str]:
    """What differs when the book's tables are sorted, as sentences; nothing where sorting is safe.

    Copy number n has every table sorted by its column n, so that as many copies as the widest table has columns, times
    two, are every sorting there is. `hogst` = at most so many copies, spread out over the columns.
    """
    omraden = find_sortable(load_workbook(bok))
    antal = 2 * max((len(o.kolumner) for o in omraden), default=0)
    nummer = range(antal) if hogst is None else range(0, antal, max(1, antal // hogst) | 1)
    mapp.mkdir(parents=True, exist_ok=True)
    ordningar = [[_find_order(o, rader, n) for o, rader in _with_rows(bok, omraden)] for n in nummer]
    kopior = [_write_copy(bok, mapp / "osorterad.xlsx", [])]
    for n, ordning in zip(nummer, ordningar, strict=True):
        kopior.append(_write_copy(bok, mapp / f"sorterad{n:03}.xlsx", list(zip(omraden, ordning, strict=True))))
    facit, *nya = (read_values(fil) for fil in convert(kopior, mapp / "omraknad", "xlsx"))
    skillnader = list[str]()
    for n, ordning, ny in zip(nummer, ordningar, nya, strict=True):
        efter = _put_back(ny, list(zip(omraden, ordning, strict=True)))
        skillnader += [f"sortering {n}: {text}" for text in _list_differences(facit, efter)]
    return skillnader


def _with_rows(bok: Path, omraden: Sequence[Omrade]) -> list[tuple[Omrade, list[list[Any]]]]:
    varden = read_values(bok)
    return [(o, varden[o.blad][o.forsta - 1 : o.sista]) for o in omraden]


def _find_order(o: Omrade, rader: Sequence[Sequence[Any]], n: int) -> list[int]:
    """The rows in the order of sorting number n: numbers first, then texts, empty ones last whichever way."""
    kolumn = o.kolumner[(n // 2) % len(o.kolumner)] - 1
    fyllda = [i for i, rad in enumerate(rader) if rad[kolumn] is not None]
    tomma = [i for i, rad in enumerate(rader) if rad[kolumn] is None]

    def key(i: int) -> tuple[bool, Any]:
        varde = rader[i][kolumn]
        return isinstance(varde, str), varde.casefold() if isinstance(varde, str) else varde

    return sorted(fyllda, key=key, reverse=n % 2 == 1) + tomma


def _write_copy(bok: Path, kopia: Path, ordningar: Sequence[tuple[Omrade, list[int]]]) -> Path:
    innehall = load_workbook(bok)
    for o, ordning in ordningar:
        blad = innehall[o.blad]
        rader = blad.iter_rows(o.forsta, o.sista, o.kolumner[0], o.kolumner[-1])
        fore = [[(cell.value, cell.data_type) for cell in rad] for rad in rader]
        for i, fran in enumerate(ordning):
            for j, (varde, typ) in zip(o.kolumner, fore[fran], strict=True):
                till = blad.cell(o.forsta + i, j)
                fran_cell = f"{till.column_letter}{o.forsta + fran}"
                till.value = _move(varde, fran_cell, till.coordinate) if typ == "f" else varde
                till.data_type = typ  # a text that begins with = stays a text
    innehall.save(kopia)
    return kopia


def _move(varde: str, fran: str, till: str) -> str:
    """A cell's content in another row. References by heading need no shifting."""
    if "[" in varde or fran == till:
        return varde
    return str(Translator(varde, origin=fran).translate_formula(till))


def _put_back(varden: dict[str, list[list[Any]]], ordningar: Sequence[tuple[Omrade, list[int]]]) -> dict[str, Any]:
    """The values with every sorted row where it was before."""
    for o, ordning in ordningar:
        blad = varden[o.blad]
        nya = [list(rad) for rad in blad[o.forsta - 1 : o.sista]]
        for i, fran in enumerate(ordning):
            for j in o.kolumner:
                blad[o.forsta - 1 + fran][j - 1] = nya[i][j - 1]
    return varden


def _list_differences(facit: dict[str, list[list[Any]]], andra: dict[str, list[list[Any]]]) -> Iterator[str]:
    for blad, rader in facit.items():
        for i, rad in enumerate(rader):
            for j, varde in enumerate(rad):
                annat = andra[blad][i][j] if i < len(andra[blad]) and j < len(andra[blad][i]) else None
                if not are_equal(varde, annat):
                    yield f"{blad} {get_column_letter(j + 1)}{i + 1}: {varde!r} blev {annat!r}"
