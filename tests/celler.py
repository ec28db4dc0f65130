"""Cells of a workbook changed in the file itself, as a reader changes them; formulas lose what they were worth."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from html import escape, unescape
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from python_calamine import CalamineWorkbook

Andringar = Mapping[str | tuple[str, str], object]
"""What to change: a defined name, or (sheet, cell), and the new value (None empties the cell)."""

_LAGRAT = re.compile(rb"(</f>)<v>[^<]*</v>")
_FEL = re.compile(rb'<c [^>]*t="e"')
_BLAD = re.compile(r'<sheet [^>]*?name="([^"]+)"')
_NAMN = re.compile(r'<definedName name="(\w+)">(?:\'((?:[^\']|\'\')+)\'|([^\'!]+))!([$A-Z0-9]+)</definedName>')


def change(bok: Path, kopia: Path, andringar: Andringar) -> Path:
    """A copy of a workbook of ours with other values in some cells, and no formula with a stored value.

    A text that begins with = is a formula. A cell that is nowhere in the file cannot be changed: KeyError.
    """
    with ZipFile(bok) as fran:
        delar = {namn: fran.read(namn) for namn in fran.namelist()}
    innehall = delar["xl/workbook.xml"].decode()
    blad = {unescape(namn): f"xl/worksheets/sheet{i}.xml" for i, namn in enumerate(_BLAD.findall(innehall), 1)}
    namngivna = {n: (a.replace("''", "'") or b, c.replace("$", "")) for n, a, b, c in _NAMN.findall(unescape(innehall))}
    for var, varde in andringar.items():
        namn, cell = var if isinstance(var, tuple) else namngivna[var]
        delar[blad[namn]] = _put(delar[blad[namn]], cell, varde)
    with ZipFile(kopia, "w", ZIP_DEFLATED) as till:
        for namn, del_ in delar.items():
            till.writestr(namn, _LAGRAT.sub(rb"\1", del_) if namn.startswith("xl/worksheets/") else del_)
    return kopia


def _put(blad: bytes, cell: str, varde: object) -> bytes:
    ny, antal = re.subn(
        rb'<c r="%s"( s="\d+")?[^>]*?(?:/>|>.*?</c>)' % cell.encode(),
        lambda gammal: f'<c r="{cell}"{(gammal[1] or b"").decode()}{_write_value(varde)}'.encode(),
        blad,
        count=1,
    )
    if not antal:
        raise KeyError(cell)
    return ny


def _write_value(varde: object) -> str:
    """The rest of a cell after its place and its look."""
    if varde is None:
        return "/>"
    if isinstance(varde, bool):
        return f' t="b"><v>{varde:d}</v></c>'
    if isinstance(varde, str):
        if varde.startswith("="):
            return f"><f>{escape(varde[1:], quote=False)}</f></c>"
        return f' t="inlineStr"><is><t xml:space="preserve">{escape(varde)}</t></is></c>'
    return f"><v>{varde!r}</v></c>"


def read_values(bok: Path) -> dict[str, list[list[Any]]]:
    """Every sheet's stored values, row by row; an empty text is None. calamine is quick and reads an error as empty."""
    with ZipFile(bok) as arkiv:
        har_fel = any(_FEL.search(arkiv.read(n)) for n in arkiv.namelist() if n.startswith("xl/worksheets/"))
    blad = _list_rows_slowly(bok) if har_fel else _list_rows(bok)
    return {namn: [[None if cell == "" else cell for cell in rad] for rad in rader] for namn, rader in blad}


def read_rows(bok: Path, blad: str, rubrik: str) -> list[Mapping[str, Any]]:
    """The rows under the heading row that begins with `rubrik`, up to an empty one."""
    rader = read_values(bok)[blad]
    start = next(i for i, rad in enumerate(rader) if rad[0] == rubrik)
    slut = next((i for i in range(start, len(rader)) if rader[i][0] is None), len(rader))
    return [dict(zip(rader[start], rad, strict=True)) for rad in rader[start + 1 : slut]]


def _list_rows(bok: Path) -> Iterator[tuple[str, Iterable[Iterable[Any]]]]:
    innehall = CalamineWorkbook.from_path(bok)
    for namn in innehall.sheet_names:
        yield namn, innehall.get_sheet_by_name(namn).to_python(skip_empty_area=False)


def _list_rows_slowly(bok: Path) -> Iterator[tuple[str, Iterable[Iterable[Any]]]]:
    for blad in load_workbook(bok, data_only=True).worksheets:
        yield blad.title, blad.iter_rows(values_only=True)


def find_place(rader: Iterable[Iterable[Any]], kod: str, rubrik: str) -> str:
    """Where a row code and a heading meet: in the last table of the sheet that has both."""
    plats = kolumn = None
    for i, rad in enumerate(map(list, rader), 1):
        if rad and rad[0] in ("Kod", "Uppgift", "Tal") and rubrik in rad:
            kolumn = rad.index(rubrik) + 1
        elif rad and rad[0] == kod and kolumn:
            plats = f"{get_column_letter(kolumn)}{i}"
    assert plats is not None, f"{kod} {rubrik} finns inte"
    return plats
