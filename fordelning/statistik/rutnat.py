"""Tables as cells with places: CSV in any of its forms, .xlsx through `blad`, and .ods and .xls through calamine.

calamine reads a whole file into memory, so what an .ods unpacks to and what any file measures is checked before.
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from fordelning.blad.cellvarde import format_value
from fordelning.blad.lasning import cell_name, read_book
from fordelning.infil import CELLER, DELAR, PACKNINGSGRAD, RADER, UPPACKAT
from fordelning.statistik.kub import StatistikFel, refuse
from fordelning.teckenkod import KODNINGAR, detect, show_words


class Ruta(NamedTuple):
    """A cell: its text, where it is, and what is wrong with it, as text and advice."""

    text: str
    plats: str
    brist: tuple[str, str] = ("", "")


class Rutnat(NamedTuple):
    """A table: its name (a sheet's, or the file's) and its rows, each from the first column."""

    namn: str
    rader: Sequence[Sequence[Ruta]]


def read_csv_grid(data: bytes, namn: str) -> Rutnat:
    """The rows of a text file. Raises StatistikFel when its characters or quotes cannot be read."""
    bedomning = detect(data)
    kodning = bedomning.kodning
    if not kodning or (b"\x00" in data and kodning != "utf-16"):
        ord_ = show_words(data, (bedomning.trolig, "cp1252"))
        vad = f"filens tecken går inte att läsa säkert (kan vara {KODNINGAR.get(bedomning.trolig, 'binära')}): {ord_}"
        raise refuse(namn, vad, "UTF-8 eller cp1252", "Ladda ned filen på nytt, eller spara om den som CSV UTF-8.")
    try:
        text = data.decode(kodning)
        if text.count("\n") > RADER * 4:
            raise refuse(namn, "filen har för många rader", f"högst {RADER * 4}", "Välj färre värden i tabellen.")
        lasare = csv.reader(io.StringIO(text, newline=""), delimiter=_find_delimiter(text), strict=True)
        rader = []
        for falt in lasare:
            plats = f"{namn} rad {lasare.line_num}"
            rader.append([Ruta(t.strip(), f"{plats}, kolumn {k}") for k, t in enumerate(falt, 1)])
    except (UnicodeDecodeError, csv.Error):
        raise refuse(
            namn, "filen går inte att dela i fält; tecken eller citattecken är trasiga", "en CSV-fil"
        ) from None
    return Rutnat(namn, rader)


def _find_delimiter(text: str) -> str:
    """The sign that divides most lines into the same number of fields; an equal choice goes to the more fields."""
    rader = [rad for rad in text.splitlines()[:400] if rad.strip()]

    def weigh(tecken: str) -> tuple[int, int]:
        antal = Counter(rad.count(tecken) for rad in rader if tecken in rad)
        return max(((n, falt) for falt, n in antal.items()), default=(0, 0))

    return max(("\t", ";", ","), key=weigh)


def read_xlsx_grids(data: bytes, namn: str) -> list[Rutnat]:
    """Every sheet of an .xlsx file that is not empty."""
    return [
        Rutnat(
            blad.namn,
            [
                [
                    Ruta(c.text.strip(), f"{namn}, blad {blad.namn}, cell {cell_name(k, r)}", c.brist)
                    for k, c in enumerate(rad, 1)
                ]
                for r, rad in enumerate(blad.rader, 1)
            ],
        )
        for blad in read_book(namn, data).blad
        if not blad.tomt
    ]


def read_other_grids(data: bytes, namn: str) -> list[Rutnat]:
    """Every sheet of an .ods or .xls file. Raises StatistikFel when it is too large, or no such file."""
    from python_calamine import CalamineError, CalamineWorkbook

    if data.startswith(b"PK"):
        _check_zip(data, namn)
    try:
        bok = CalamineWorkbook.from_filelike(io.BytesIO(data))
        blad = [(n, bok.get_sheet_by_name(n)) for n in bok.sheet_names]
        if sum(b.total_height * b.total_width for _, b in blad) > 5 * CELLER:
            gor = "Ta bort blad och tomma rader som inte hör till tabellen."
            raise refuse(namn, "arken har för många celler", f"högst {5 * CELLER}", gor)
        return [_make_grid(namn, n, b.to_python(skip_empty_area=False)) for n, b in blad if b.total_height]
    except StatistikFel:
        raise
    except BaseException as fel:
        # calamine stops with a panic, which is no Exception, on files it did not foresee.
        if isinstance(fel, CalamineError | ValueError | OSError) or type(fel).__name__ == "PanicException":
            raise refuse(namn, "filen går inte att öppna som kalkylark", "en hel .ods- eller .xls-fil") from None
        raise


def _check_zip(data: bytes, namn: str) -> None:
    """What the file unpacks to, before anything is unpacked."""
    try:
        delar = zipfile.ZipFile(io.BytesIO(data)).infolist()
    except (zipfile.BadZipFile, ValueError, OSError):
        raise refuse(namn, "filen går inte att öppna som kalkylark", "en hel .ods- eller .xls-fil") from None
    bomb = any(d.file_size > PACKNINGSGRAD * max(d.compress_size, 1) + 1_000_000 for d in delar)
    if len(delar) > DELAR or bomb or sum(d.file_size for d in delar) > UPPACKAT:
        raise refuse(namn, "filen blir för stor när den packas upp", f"högst {UPPACKAT // 1_000_000} MB")


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
    return Ruta(format_value(varde).strip(), plats)
