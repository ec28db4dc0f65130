"""The one opener of workbooks: every sheet as rows of cells, each cell with what is wrong with it in itself.

The zip and its sheets are read by `paket` and `xmlblad`, which refuse what they cannot read whole; openpyxl gives the
formats, the calendar and the defined names; `cellvarde` says what a cell's value is. No library reads the cells: those
that do drop in silence what is damaged, lay a sheet out to its last formatted cell, and lose the zeros of 0114.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from openpyxl.reader.excel import ExcelReader
from openpyxl.styles.stylesheet import apply_stylesheet
from openpyxl.utils import coordinate_to_tuple, range_boundaries

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER
from fordelning.infil.cellvarde import TOM, Cell, Ram, make_cell
from fordelning.infil.paket import SPARA_OM, Paket, open_package
from fordelning.infil.xmlblad import Bladkarta, cell_name, read_sheet
from fordelning.infil.xmltexter import read_texts

__all__ = ["TOM", "Bladdata", "Bokdata", "Cell", "cell_name", "find_covered", "read_book"]

_OFARLIGA = re.compile(
    r"extension is not supported|Workbook contains no default style|Print area cannot be set|"
    r"Cannot parse header or footer|Failed to load a conditional formatting rule|Defined names for sheet index|"
    r"image format is not supported|will be removed because merged cells"
)
"""Warnings of openpyxl about what holds no data."""


@dataclass(frozen=True, slots=True)
class Bladdata:
    """A sheet. `sammanfogade`: the merged ranges, as A1:B2."""

    namn: str
    rader: tuple[tuple[Cell, ...], ...]
    dolt: bool
    sammanfogade: tuple[str, ...]

    @property
    def tomt(self) -> bool:
        return not any(cell.text or cell.brist[0] for rad in self.rader for cell in rad)


@dataclass(frozen=True, slots=True)
class Bokdata:
    """A workbook: its sheets with cells, and the defined names that stand for one cell (name → sheet, row, column)."""

    blad: tuple[Bladdata, ...]
    namn: Mapping[str, tuple[str, int, int]]


def read_book(filnamn: str, data: bytes) -> Bokdata:
    """A workbook from its bytes. Raises UnderlagFel whatever is wrong with the file."""
    try:
        paket = open_package(filnamn, data)
        texter = read_texts(paket.arkiv.read(paket.texter)) if paket.texter in paket.arkiv.namelist() else []
        kartor = _read_sheets(paket, texter)
        ram = _make_frame(filnamn, data, texter)
        blad = (
            Bladdata(del_.namn, _make_rows(karta, ram), del_.dolt, tuple(karta.sammanfogade))
            for del_, karta in zip(paket.blad, kartor, strict=True)
        )
        return Bokdata(tuple(blad), _find_names(ram.bok))
    except UnderlagFel:
        raise
    except Exception:
        # A damaged file makes the reader fail in ways it does not name: in the zip, in the XML, or in what it holds.
        vad, gor = "filen går inte att öppna som arbetsbok", "Öppna filen i Excel och spara om den som .xlsx."
        raise UnderlagFel([Anmarkning(filnamn, vad, "en hel .xlsx-fil", gor)]) from None


def _read_sheets(paket: Paket, texter: Sequence[str]) -> list[Bladkarta]:
    """Every sheet as it is stored. Raises UnderlagFel with what is wrong with each."""
    kartor: list[Bladkarta] = []
    fel: list[Anmarkning] = []
    for del_ in paket.blad:
        try:
            xml, fler = paket.arkiv.read(del_.stig), CELLER - sum(karta.yta for karta in kartor)
            kartor.append(read_sheet(del_.namn, xml, len(texter), fler))
        except UnderlagFel as ett:
            fel.extend(ett.anmarkningar)
    if fel:
        raise UnderlagFel(fel)
    return kartor


def _make_frame(filnamn: str, data: bytes, texter: Sequence[str]) -> Ram:
    """Formats, calendar and names, read by openpyxl. A warning of its own that is not known to be harmless stops."""
    with warnings.catch_warnings(record=True) as sagt:
        warnings.simplefilter("always")
        lasare = ExcelReader(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        lasare.read_manifest()
        lasare.read_workbook()
        apply_stylesheet(lasare.archive, lasare.wb)
        lasare.parser.assign_names()
    okanda = {str(s.message) for s in sagt if issubclass(s.category, UserWarning)}
    vad = [f"något i boken kan inte läsas helt («{t[:200]}»)" for t in sorted(okanda) if not _OFARLIGA.search(t)]
    if vad:
        raise UnderlagFel([Anmarkning(filnamn, ett, "en hel .xlsx-fil", SPARA_OM) for ett in vad])
    return Ram(texter, lasare.wb)


def _make_rows(karta: Bladkarta, ram: Ram) -> tuple[tuple[Cell, ...], ...]:
    """The rows of a sheet from the first to the last with content, each to its last cell with content."""
    rader: list[tuple[Cell, ...]] = []
    for nummer in range(1, max(karta.rader, default=0) + 1):
        lagrade = karta.rader.get(nummer, ())
        rad = [TOM] * (lagrade[-1].kolumn if lagrade else 0)
        for lagrad in lagrade:
            rad[lagrad.kolumn - 1] = make_cell(lagrad, ram)
        rader.append(tuple(rad))
    return tuple(rader)


def _find_names(bok: Any) -> dict[str, tuple[str, int, int]]:
    """The defined names that stand for one cell."""
    namn = {}
    for text, definition in bok.defined_names.items():
        platser = list(definition.destinations)
        if len(platser) == 1 and re.fullmatch(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}", platser[0][1]):
            namn[text] = (platser[0][0], *coordinate_to_tuple(platser[0][1].replace("$", "")))
    return namn


def find_covered(blad: Bladdata) -> dict[tuple[int, int], str]:
    """(row, column) of every cell that a merged range covers and the table could need, with the range.

    Raises UnderlagFel when the ranges lie over each other so many times that no one can have meant it.
    """
    bredd = max((len(rad) for rad in blad.rader), default=0)
    granser = [(omrade, range_boundaries(omrade)) for omrade in blad.sammanfogade]
    ytor = [(omrade, k1, r1, min(k2, bredd), min(r2, len(blad.rader))) for omrade, (k1, r1, k2, r2) in granser]
    if sum(max(0, k2 - k1 + 1) * max(0, r2 - r1 + 1) for _, k1, r1, k2, r2 in ytor) > CELLER:
        vad, gor = "för många celler är sammanfogade", "Dela cellerna."
        raise UnderlagFel([Anmarkning(f"blad {blad.namn}", vad, "en cell per värde", gor)])
    return {
        (rad, kolumn): omrade
        for omrade, k1, r1, k2, r2 in ytor
        for rad in range(r1, r2 + 1)
        for kolumn in range(k1, k2 + 1)
    }
