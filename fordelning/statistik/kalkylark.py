"""Spreadsheets of other kinds, .ods and .xls, as cells with places: the one home of calamine.

calamine lays every sheet out in memory from its first to its last cell, so what an .ods unpacks to and how far its
cells reach is checked before, and sheets are read one at a time.
"""

from __future__ import annotations

import io
import os
import re
import sys
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date

from fordelning.infil import BLAD, CELLER, DELAR, PACKNINGSGRAD, UPPACKAT
from fordelning.infil.arbetsbok import cell_name
from fordelning.infil.cellvarde import format_value
from fordelning.statistik.kub import StatistikFel, refuse
from fordelning.statistik.rutnat import Ruta, Rutnat

_HOGST = 5 * CELLER
"""Cells of all sheets, laid out from the first to the last that is filled."""
_DEL = re.compile(
    rb"<table:(table-row|(?:covered-)?table-cell|table)(?=[\s/>])([^>]*)>|</table:table-row>|</table:table>"
)
_RADER, _KOLUMNER = (re.compile(rb'number-%s-repeated="([0-9]{1,9})"' % vad) for vad in (b"rows", b"columns"))


def read_other_grids(data: bytes, namn: str) -> list[Rutnat]:
    """Every sheet of an .ods or .xls file. Raises StatistikFel when it is too large, or no such file."""
    from python_calamine import CalamineError, CalamineWorkbook

    if data.startswith(b"PK"):
        _check_zip(data, namn)
    try:
        with _hush():
            bok = CalamineWorkbook.from_filelike(io.BytesIO(data))
            ut, celler = [], 0
            for blad in bok.sheet_names[:BLAD]:
                ark = bok.get_sheet_by_name(blad)
                celler += ark.total_height * ark.total_width
                _check_area(celler, namn)
                ut += [_make_grid(namn, blad, ark.to_python(skip_empty_area=False))] if ark.total_height else []
        return ut
    except StatistikFel:
        raise
    except BaseException as fel:
        # calamine stops with a panic, which is no Exception, on files it did not foresee.
        if isinstance(fel, CalamineError | ValueError | OSError) or type(fel).__name__ == "PanicException":
            raise refuse(namn, "filen går inte att öppna som kalkylark", "en hel .ods- eller .xls-fil") from None
        raise


@contextmanager
def _hush() -> Iterator[None]:
    """Nothing on stderr meanwhile: a panic prints there by itself, in English, before it can be caught."""
    try:
        kopia = os.dup(2)
    except OSError:  # there is no stderr
        yield
        return
    try:
        if sys.stderr is not None:
            sys.stderr.flush()
        with open(os.devnull, "wb") as ingenstans:
            os.dup2(ingenstans.fileno(), 2)
        yield
    finally:
        os.dup2(kopia, 2)
        os.close(kopia)


def _check_area(celler: int, namn: str) -> None:
    if celler > _HOGST:
        gor = "Ta bort blad, och tomma rader och kolumner som inte hör till tabellen."
        raise refuse(namn, "bladen har för många celler", f"högst {_HOGST}", gor)


def _check_zip(data: bytes, namn: str) -> None:
    """What the file unpacks to, and how far its cells reach, before anything is laid out."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as arkiv:
            delar = arkiv.infolist()
            bomb = any(d.file_size > PACKNINGSGRAD * max(d.compress_size, 1) + 1_000_000 for d in delar)
            if len(delar) > DELAR or bomb or sum(d.file_size for d in delar) > UPPACKAT:
                raise refuse(namn, "filen blir för stor när den packas upp", f"högst {UPPACKAT // 1_000_000} MB")
            innehall = arkiv.read("content.xml")
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError, RuntimeError, EOFError):
        raise refuse(namn, "filen går inte att öppna som kalkylark", "en hel .ods- eller .xls-fil") from None
    except Exception as fel:
        if type(fel).__module__ == "zlib":
            raise refuse(namn, "filen går inte att öppna som kalkylark", "en hel .ods- eller .xls-fil") from None
        raise
    _check_area(_measure(innehall), namn)


def _measure(xml: bytes) -> int:
    """How many cells the sheets have, each from the first to the last that is filled: repeated ones are counted."""
    yta = rad = kolumn = hojd = bredd = upprepad = 0
    for traff in _DEL.finditer(xml):
        if traff[1] == b"table":
            rad = hojd = bredd = 0
        elif traff[1] == b"table-row":
            kolumn, upprepad = 0, _count(_RADER, traff[2])
        elif traff[1] is not None:
            kolumn += _count(_KOLUMNER, traff[2])
            if b"value" in traff[2] or b"formula" in traff[2]:
                bredd, hojd = max(bredd, kolumn), rad + upprepad
        elif traff[0] == b"</table:table-row>":
            rad += upprepad
        else:
            yta += hojd * bredd
    return yta


def _count(monster: re.Pattern[bytes], attribut: bytes) -> int:
    traff = monster.search(attribut)
    return int(traff[1]) if traff else 1


def _make_grid(namn: str, blad: str, rader: Sequence[Sequence[object]]) -> Rutnat:
    return Rutnat(
        blad,
        [
            [_make_cell(v, f"{namn}, blad {blad}, cell {cell_name(k, r)}") for k, v in enumerate(rad, 1)]
            for r, rad in enumerate(rader, 1)
        ],
    )


def _make_cell(varde: object, plats: str) -> Ruta:
    if isinstance(varde, date):
        return Ruta(str(varde), plats, (f"cellen är ett datum ({varde})", "Formatera cellen som text eller tal."))
    if isinstance(varde, float) and varde.is_integer() and abs(varde) < 1e15:
        varde = int(varde)
    return Ruta(format_value(varde).strip(), plats, skriven=isinstance(varde, str))
