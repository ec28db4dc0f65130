"""The cells of a workbook: every sheet as rows of text, each cell with what is wrong with it in itself."""

from __future__ import annotations

import io
import re
import warnings
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import zip_longest
from typing import Any, NamedTuple

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter, range_boundaries

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.underlag.ratext import clean, find_invisible

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file in Microsoft's older container begins: .xls, or a workbook with a password."""

_SAMMANFOGAD = rb'<(?:\w+:)?mergeCell\b[^>]*\bref="([A-Z]{1,3}[0-9]{1,7}:[A-Z]{1,3}[0-9]{1,7})"'

_DECIMALER = re.compile(r"(?:#,##)?0\.(0+)")


class Cell(NamedTuple):
    """A cell: the text that a CSV file would hold, the stored value, and why it cannot be read (text, advice).

    `visad` is a number with the decimals that its format shows: 1.0, where the text is 1.
    """

    text: str = ""
    varde: Any = None
    brist: tuple[str, str] = ("", "")
    visad: str = ""


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


def read_sheets(filnamn: str, data: bytes) -> list[Blad]:
    """Every sheet of an .xlsx file, from its bytes. Raises UnderlagFel when the file is no workbook."""
    if data.startswith(_OLE):
        vad = "arbetsboken är skyddad med lösenord, eller sparad som .xls"
        raise UnderlagFel([Anmarkning(filnamn, vad, "en .xlsx-fil utan lösenord", "Öppna den i Excel och spara om.")])
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return list(_load(data))
    except Exception:
        # A damaged file makes the reader fail in ways it does not name: in the zip, in the XML, or in what it holds.
        vad, gor = "filen går inte att öppna som arbetsbok", "Öppna filen i Excel och spara om den som .xlsx."
        raise UnderlagFel([Anmarkning(filnamn, vad, "en hel .xlsx-fil", gor)]) from None


def cell_name(kolumn: int, rad: int) -> str:
    """Column and row number from 1 as Excel names the cell: D14."""
    return f"{get_column_letter(kolumn)}{rad}"


def _load(data: bytes) -> Iterator[Blad]:
    varden = load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    formler = load_workbook(io.BytesIO(data), read_only=True, data_only=False)
    for blad, formelblad in zip(varden.worksheets, formler.worksheets, strict=True):
        rader = tuple(
            tuple(_make_cell(v, f) for v, f in zip_longest(rad, formelrad))
            for rad, formelrad in zip_longest(_read_rows(blad), _read_rows(formelblad), fillvalue=())
        )
        yield Blad(blad.title, rader, blad.sheet_state != "visible", _find_merged(data, blad))


def _read_rows(blad: Any) -> Iterator[Sequence[Any]]:
    blad.reset_dimensions()
    yield from blad.iter_rows()


def _find_merged(data: bytes, blad: Any) -> tuple[str, ...]:
    """Merged ranges, which openpyxl does not tell of when it reads row by row."""
    with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
        xml = arkiv.read(blad._worksheet_path)
    return tuple(ref.decode() for ref in re.findall(_SAMMANFOGAD, xml))


def find_covered(blad: Blad) -> dict[tuple[int, int], str]:
    """(row, column) of every cell that a merged range covers and the table could need, with the range."""
    bredd = max((len(rad) for rad in blad.rader), default=0)
    return {
        (rad, kolumn): omrade
        for omrade in blad.sammanfogade
        for k1, r1, k2, r2 in [range_boundaries(omrade)]
        for rad in range(r1, min(r2, len(blad.rader)) + 1)
        for kolumn in range(k1, min(k2, bredd) + 1)
    }


def _make_cell(cell: Any, formel: Any) -> Cell:
    """A cell from its stored value and its formula."""
    varde = getattr(cell, "value", None)
    if varde is None:
        tom_text = getattr(cell, "data_type", "") == "str"  # a formula whose stored value is the empty text
        if getattr(formel, "data_type", "") != "f" or tom_text:
            return TOM
        return Cell("", None, ("formeln har inget sparat värde", "Öppna boken i Excel och spara den."))
    if cell.data_type == "e":
        gor = "Rätta formeln eller skriv in värdet."
        return Cell(str(varde), varde, (f"cellen har felvärdet {varde}", gor))
    if isinstance(varde, datetime | date | time | timedelta):
        text = str(varde).removesuffix(" 00:00:00")
        gor = "Formatera cellen som text eller tal och skriv om värdet; Excel gör gärna datum av koder och tal."
        return Cell(text, varde, (f"cellen är ett datum eller klockslag ({text})", gor))
    text = format_value(varde)
    brist = find_invisible(text)
    return Cell(text, varde, (brist, "Skriv om cellen.") if brist else ("", ""), _pad(text, cell))


def _pad(text: str, cell: Any) -> str:
    """A number with at least the decimals of its cell's format; other text as it is."""
    traff = _DECIMALER.fullmatch(str(cell.number_format)) if cell.data_type == "n" else None
    hela, _, delar = text.partition(".")
    return f"{hela}.{delar.ljust(len(traff[1]), '0')}" if traff else text


def format_value(varde: Any) -> str:
    """A stored value as the text a CSV file would hold. Numbers have Excel's own 15 digits, never an exponent."""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, float):
        text = f"{Decimal(f'{varde:.15g}'):f}"
        return text.rstrip("0").rstrip(".") if "." in text else text
    return clean(str(varde))
