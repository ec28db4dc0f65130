"""The one opener of workbooks: every sheet as rows of cells, each cell with what is wrong with it in itself.

What was read is all that is there: the cells with content in the XML (`granskning`) are those that were read, or the
book is refused. A stored value is what counts, but for two cases where the cell shows another text, and only these:

1. A whole number whose format is zeros only (0000) is read with the zeros that the cell shows: 0114.
2. A number nearer than a millionth, and than 10⁻⁹ of itself, to a whole number is that number: a formula's dust
   (29999.9999999999). A formula's value nearer than 10⁻⁹ to nothing is 0.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import range_boundaries

from fordelning.blad.granskning import Bladkarta, Plats, cell_name, count_texts, map_sheet
from fordelning.blad.paket import SPARA_OM, Paket, open_package
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER

__all__ = ["TOM", "Blad", "Bok", "Cell", "cell_name", "find_covered", "read_book"]

_DECIMALER = re.compile(r"(?:\[\$-[0-9A-Fa-f]+\])?(?:#,##)?0\.(0+)")
_NOLLOR = re.compile("0{2,}")
_OFARLIGA = re.compile(
    r"extension is not supported|Workbook contains no default style|Print area cannot be set|"
    r"Cannot parse header or footer|Failed to load a conditional formatting rule|Defined names for sheet index|"
    r"image format is not supported|will be removed because merged cells"
)
"""Warnings of openpyxl about what holds no data."""


class Cell(NamedTuple):
    """A cell: the text that a CSV file would hold, the stored value, and why it cannot be read (text, advice).

    `visad` is a number with the decimals that its format shows: 1.0, where the text is 1. `formel`: it is computed.
    """

    text: str = ""
    varde: Any = None
    brist: tuple[str, str] = ("", "")
    visad: str = ""
    formel: bool = False


TOM = Cell()


@dataclass(frozen=True, slots=True)
class Blad:
    """A sheet. `sammanfogade`: the merged ranges, as A1:B2."""

    namn: str
    rader: tuple[tuple[Cell, ...], ...]
    dolt: bool
    sammanfogade: tuple[str, ...]

    @property
    def tomt(self) -> bool:
        return not any(cell.text or cell.brist[0] for rad in self.rader for cell in rad)


@dataclass(frozen=True, slots=True)
class Bok:
    """A workbook: its sheets with cells, and the defined names that stand for one cell (name → sheet, cell)."""

    blad: tuple[Blad, ...]
    namn: Mapping[str, tuple[str, str]]


def read_book(filnamn: str, data: bytes) -> Bok:
    """A workbook from its bytes. Raises UnderlagFel whatever is wrong with the file."""
    try:
        paket = open_package(filnamn, data)
        kartor = _map_sheets(paket)
        return _load(filnamn, data, paket, kartor)
    except UnderlagFel:
        raise
    except Exception:
        # A damaged file makes the reader fail in ways it does not name: in the zip, in the XML, or in what it holds.
        vad, gor = "filen går inte att öppna som arbetsbok", "Öppna filen i Excel och spara om den som .xlsx."
        raise UnderlagFel([Anmarkning(filnamn, vad, "en hel .xlsx-fil", gor)]) from None


def _map_sheets(paket: Paket) -> list[Bladkarta]:
    """Every sheet looked through. Raises UnderlagFel with what is wrong with each."""
    antal_texter = 0
    if paket.texter in paket.arkiv.namelist():
        with paket.arkiv.open(str(paket.texter)) as xml:
            antal_texter = count_texts(xml)
    kartor: list[Bladkarta] = []
    fel: list[Anmarkning] = []
    for del_ in paket.blad:
        try:
            with paket.arkiv.open(del_.stig) as xml:
                kartor.append(map_sheet(del_.namn, xml, antal_texter, CELLER - sum(k.yta for k in kartor)))
        except UnderlagFel as ett:
            fel.extend(ett.anmarkningar)
    if fel:
        raise UnderlagFel(fel)
    return kartor


def _load(filnamn: str, data: bytes, paket: Paket, kartor: Sequence[Bladkarta]) -> Bok:
    with warnings.catch_warnings(record=True) as sagt:
        warnings.simplefilter("always")
        bok = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        lasta = tuple(
            _read_sheet(blad, del_.namn, del_.dolt, karta)
            for blad, del_, karta in zip(bok.worksheets, paket.blad, kartor, strict=True)
        )
    okanda = {str(s.message) for s in sagt if issubclass(s.category, UserWarning)}
    if fel := [_report_warning(filnamn, text) for text in sorted(okanda) if not _OFARLIGA.search(text)]:
        raise UnderlagFel(fel)
    return Bok(lasta, _find_names(bok))


def _report_warning(filnamn: str, text: str) -> Anmarkning:
    return Anmarkning(filnamn, f"något i boken kan inte läsas helt («{text[:200]}»)", "en hel .xlsx-fil", SPARA_OM)


def _read_sheet(blad: Any, namn: str, dolt: bool, karta: Bladkarta) -> Blad:
    """The rows of a sheet. Raises UnderlagFel when a cell with content was not read, or one without was."""
    blad.reset_dimensions()
    rader = []
    lasta: set[Plats] = set()
    for nummer, rad in enumerate(blad.iter_rows(), 1):
        lasta.update((nummer, k) for k, cell in enumerate(rad, 1) if cell.value is not None)
        rader.append(tuple(_make_cell(cell, (nummer, k) in karta.formler) for k, cell in enumerate(rad, 1)))
    if skilda := lasta ^ karta.fyllda:
        rad, kolumn = min(skilda)
        vad = "cellens innehåll gick inte att läsa"
        raise UnderlagFel(
            [Anmarkning(f"blad {namn}, cell {cell_name(kolumn, rad)}", vad, "en hel .xlsx-fil", SPARA_OM)]
        )
    return Blad(namn, tuple(rader), dolt, tuple(karta.sammanfogade))


def _find_names(bok: Any) -> dict[str, tuple[str, str]]:
    """The defined names that stand for one cell."""
    namn = {}
    for text, definition in bok.defined_names.items():
        platser = list(definition.destinations)
        if len(platser) == 1 and re.fullmatch(r"\$?[A-Z]{1,3}\$?[0-9]{1,7}", platser[0][1]):
            namn[text] = (platser[0][0], platser[0][1].replace("$", ""))
    return namn


def find_covered(blad: Blad) -> dict[tuple[int, int], str]:
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


def _make_cell(cell: Any, ar_formel: bool) -> Cell:
    """A cell from its stored value."""
    varde = cell.value
    if varde is None:
        if not ar_formel or cell.data_type == "str":  # a formula whose stored value is the empty text
            return TOM
        return Cell("", None, ("formeln har inget sparat värde", "Öppna boken i Excel och spara den."), formel=True)
    if cell.data_type == "e":
        gor = "Rätta formeln eller skriv in värdet."
        return Cell(str(varde), varde, (f"cellen har felvärdet {varde}", gor), formel=ar_formel)
    if isinstance(varde, datetime | date | time | timedelta):
        text = str(varde).removesuffix(" 00:00:00")
        gor = "Formatera cellen som text eller tal och skriv om värdet; Excel gör gärna datum av koder och tal."
        return Cell(text, varde, (f"cellen är ett datum eller klockslag ({text})", gor), formel=ar_formel)
    if isinstance(varde, float):
        varde = _drop_dust(varde, ar_formel)
    text = format_value(varde)
    if cell.data_type == "n" and not isinstance(varde, bool):
        return Cell(_show_zeros(text, cell), varde, visad=_pad(text, cell), formel=ar_formel)
    return Cell(text, varde, visad=text, formel=ar_formel)


def _drop_dust(tal: float, ar_formel: bool) -> float | int:
    """Rule 2 of this module."""
    if not abs(tal) < 1e15:
        return tal
    helt = round(tal)
    nara = min(1e-6, 1e-9 * abs(tal)) if helt else 1e-9 * ar_formel
    return helt if abs(tal - helt) <= nara else tal


def _show_zeros(text: str, cell: Any) -> str:
    """Rule 1 of this module."""
    nollor = str(cell.number_format)
    return text.zfill(len(nollor)) if text.isdecimal() and _NOLLOR.fullmatch(nollor) else text


def _pad(text: str, cell: Any) -> str:
    """A number with at least the decimals of its cell's format; other text as it is."""
    traff = _DECIMALER.fullmatch(str(cell.number_format))
    hela, _, delar = text.partition(".")
    return f"{hela}.{delar.ljust(len(traff[1]), '0')}" if traff else text


def format_value(varde: Any) -> str:
    """A stored value as the text a CSV file would hold. Numbers have Excel's own 15 digits, never an exponent."""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, float):
        text = f"{Decimal(f'{varde:.15g}'):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(varde)
