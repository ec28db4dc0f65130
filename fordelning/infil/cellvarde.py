"""A cell's value and text from what is stored, its format, and what is wrong with it in itself.

A stored value is what counts, but for two cases where the cell shows another text, and only these:

1. A whole number whose format is zeros only (0000) is read with the zeros that the cell shows: 0114.
2. A number nearer than a millionth, and than 10⁻⁹ of itself, to a whole number is that number: a formula's dust
   (29999.9999999999). A formula's value nearer than 10⁻⁹ to nothing is 0.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any, NamedTuple

from openpyxl.styles.numbers import BUILTIN_FORMATS, BUILTIN_FORMATS_MAX_SIZE
from openpyxl.utils.datetime import from_excel, from_ISO8601
from openpyxl.utils.escape import unescape

from fordelning.infil.paket import SPARA_OM
from fordelning.infil.xmlblad import Lagrad

_DECIMALER = re.compile(r"(?:\[\$-[0-9A-Fa-f]+\])?(?:#,##)?0\.(0+)")
_NOLLOR = re.compile(r"(?:\[\$-[0-9A-Fa-f]+\])?(0{2,})")


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


@dataclass(frozen=True, slots=True, eq=False)
class Ram:
    """What a cell's stored text is read with: the shared texts, and openpyxl's workbook with formats and calendar."""

    texter: Sequence[str]
    bok: Any

    def find_format(self, stil: int) -> str:
        """The number format of a style."""
        stilar = self.bok._cell_styles
        nummer = stilar[stil].numFmtId
        if nummer < BUILTIN_FORMATS_MAX_SIZE:
            return str(BUILTIN_FORMATS.get(nummer, "General"))
        return str(self.bok._number_formats[nummer - BUILTIN_FORMATS_MAX_SIZE])

    def has_format(self, stil: int) -> bool:
        """Whether the book says how the style looks; a book without styles has style 0 only."""
        return stil < max(1, len(self.bok._cell_styles))

    def read_value(self, cell: Lagrad) -> Any:
        """The stored value. Raises ValueError or OverflowError for a day outside the calendar."""
        text, bok = cell.text, self.bok
        if cell.typ == "s":
            return self.texter[int(text)]
        if cell.typ == "b":
            return text.strip() == "1"
        if cell.typ == "d":
            return from_ISO8601(text)
        if cell.typ != "n":
            return unescape(text)
        tal = float(text) if set(".eE") & set(text) else int(text)
        if cell.stil not in bok._date_formats:
            return tal
        return from_excel(tal, bok.epoch, timedelta=cell.stil in bok._timedelta_formats)


def make_cell(lagrad: Lagrad, ram: Ram) -> Cell:
    """A cell from what is stored."""
    formel = lagrad.formel
    if not lagrad.text:
        if lagrad.typ == "str":  # a formula whose stored value is the empty text
            return TOM
        return Cell("", None, ("formeln har inget sparat värde", "Öppna boken i Excel och spara den."), formel=True)
    if lagrad.typ == "e":
        text, gor = lagrad.text, "Rätta formeln eller skriv in värdet."
        return Cell(text, text, (f"cellen har felvärdet {text}", gor), formel=formel)
    gor = "Formatera cellen som text eller tal och skriv om värdet; Excel gör gärna datum av koder och tal."
    try:
        varde = ram.read_value(lagrad)
    except (ValueError, OverflowError):
        vad = f"cellen är formaterad som datum, men «{lagrad.text[:40]}» är inget datum"
        return Cell(lagrad.text, lagrad.text, (vad, gor), formel=formel)
    if isinstance(varde, datetime | date | time | timedelta):
        text = str(varde).removesuffix(" 00:00:00")
        return Cell(text, varde, (f"cellen är ett datum eller klockslag ({text})", gor), formel=formel)
    if lagrad.typ == "n" and not ram.has_format(lagrad.stil):
        return Cell(lagrad.text, varde, ("cellens talformat finns inte i boken", SPARA_OM), formel=formel)
    if isinstance(varde, float):
        varde = _drop_dust(varde, formel)
    text = format_value(varde)
    if lagrad.typ == "n":
        talformat = ram.find_format(lagrad.stil)
        return Cell(_show_zeros(text, talformat), varde, visad=_pad(text, talformat), formel=formel)
    return Cell(text, varde, visad=text, formel=formel)


def _drop_dust(tal: float, ar_formel: bool) -> float | int:
    """Rule 2 of this module."""
    if not abs(tal) < 1e15:
        return tal
    helt = round(tal)
    nara = min(1e-6, 1e-9 * abs(tal)) if helt else 1e-9 * ar_formel
    return helt if abs(tal - helt) <= nara else tal


def _show_zeros(text: str, talformat: str) -> str:
    """Rule 1 of this module."""
    traff = _NOLLOR.fullmatch(talformat)
    return text.zfill(len(traff[1])) if traff and text.isdecimal() else text


def _pad(text: str, talformat: str) -> str:
    """A number with at least the decimals of its cell's format; other text as it is."""
    traff = _DECIMALER.fullmatch(talformat)
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
