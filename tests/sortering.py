"""Sorting as a reader does it: every table that offers a filter, by any column, up and down; no figure may change.

Rows move with their values and their formulas, and relative references shift as when they are copied. LibreOffice
recalculates the copies in one start; every cell must then be worth what it was, in its row's new place.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.formula.translate import Translator
from openpyxl.utils import get_column_letter, range_boundaries
from openpyxl.workbook import Workbook

from tests.celler import read_values
from tests.libreoffice import are_equal, convert


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


def check_sorting(bok: Path, mapp: Path) -> list[str]:
    """What differs when the book's tables are sorted, as sentences; nothing where sorting is safe.

    Sorting number n has every table sorted by its column n // 2, upwards or downwards: as many as twice the columns of
    the widest table are every sorting there is. Of them so few are tried as together move every row that any of them
    moves, and part every two rows of two tables that any of them parts.
    """
    innehall, varden = load_workbook(bok), read_values(bok)
    omraden = find_sortable(innehall)
    antal = 2 * max((len(o.kolumner) for o in omraden), default=0)
    ordningar = _choose(
        [[_find_order(o, varden[o.blad][o.forsta - 1 : o.sista], n) for o in omraden] for n in range(antal)]
    )
    mapp.mkdir(parents=True, exist_ok=True)
    osorterade = [_list_cells(innehall[o.blad], o) for o in omraden]
    kopior = [mapp / "osorterad.xlsx", *(mapp / f"sorterad{n:03}.xlsx" for n in ordningar)]
    innehall.save(kopior[0])
    for fil, ordning in zip(kopior[1:], ordningar.values(), strict=True):
        for o, rader, fran in zip(omraden, osorterade, ordning, strict=True):
            _put_in_order(innehall[o.blad], o, rader, fran)
        innehall.save(fil)
    facit, *nya = (read_values(fil) for fil in convert(kopior, mapp / "omraknad", "xlsx"))
    skillnader = list[str]()
    for (n, ordning), ny in zip(ordningar.items(), nya, strict=True):
        efter = _put_back(ny, list(zip(omraden, ordning, strict=True)))
        skillnader += [f"sortering {n}: {text}" for text in _list_differences(facit, efter)]
    return skillnader


def _choose(alla: Sequence[Sequence[Sequence[int]]]) -> dict[int, Sequence[Sequence[int]]]:
    """The sortings to try, by number: each time the one that tells the most that no chosen one has told."""
    sager = [_list_moves(ordningar) for ordningar in alla]
    kvar = set[tuple[int, int, int]]().union(*sager)
    valda = dict[int, Sequence[Sequence[int]]]()
    while kvar:
        n = max(range(len(alla)), key=lambda n: len(sager[n] & kvar))
        valda[n] = alla[n]
        kvar -= sager[n]
    return valda


def _list_moves(ordningar: Sequence[Sequence[int]]) -> set[tuple[int, int, int]]:
    """(table, table, row) for rows of two tables that no longer keep each other company; with 0, 1, 2 … for rows moved.

    A formula that points at the same row of another table goes unnoticed as long as both are sorted alike.
    """
    med_radnummer = [range(max(map(len, ordningar), default=0)), *ordningar]
    return {
        (a, b, i)
        for (a, ena), (b, andra) in combinations(enumerate(med_radnummer), 2)
        for i, (fran, annan) in enumerate(zip(ena, andra, strict=False))
        if fran != annan
    }


def _find_order(o: Omrade, rader: Sequence[Sequence[Any]], n: int) -> list[int]:
    """The rows in the order of sorting number n: numbers first, then texts, empty ones last whichever way."""
    kolumn = o.kolumner[(n // 2) % len(o.kolumner)] - 1
    fyllda = [i for i, rad in enumerate(rader) if rad[kolumn] is not None]
    tomma = [i for i, rad in enumerate(rader) if rad[kolumn] is None]

    def key(i: int) -> tuple[bool, Any]:
        varde = rader[i][kolumn]
        return isinstance(varde, str), varde.casefold() if isinstance(varde, str) else varde

    return sorted(fyllda, key=key, reverse=n % 2 == 1) + tomma


def _list_cells(blad: Any, o: Omrade) -> list[list[tuple[Any, str]]]:
    """What the cells hold, and of what kind, row by row."""
    rader = blad.iter_rows(o.forsta, o.sista, o.kolumner[0], o.kolumner[-1])
    return [[(cell.value, cell.data_type) for cell in rad] for rad in rader]


def _put_in_order(blad: Any, o: Omrade, rader: list[list[tuple[Any, str]]], ordning: Sequence[int]) -> None:
    for i, fran in enumerate(ordning):
        for j, (varde, typ) in zip(o.kolumner, rader[fran], strict=True):
            till = blad.cell(o.forsta + i, j)
            till.value = (
                _move(varde, f"{till.column_letter}{o.forsta + fran}", till.coordinate) if typ == "f" else varde
            )
            till.data_type = typ  # a text that begins with = stays a text


def _move(varde: str, fran: str, till: str) -> str:
    """A cell's content in another row. References by heading need no shifting."""
    if "[" in varde or fran == till:
        return varde
    return str(Translator(varde, origin=fran).translate_formula(till))


def _put_back(varden: dict[str, list[list[Any]]], ordningar: Sequence[tuple[Omrade, Sequence[int]]]) -> dict[str, Any]:
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
