"""Tables as cells with places: CSV in any of its forms, and .xlsx through `infil`."""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from fordelning.infil import RADER
from fordelning.infil.arbetsbok import cell_name, read_book
from fordelning.statistik.kub import refuse
from fordelning.teckenkod import KODNINGAR, detect, show_words


class Ruta(NamedTuple):
    """A cell: its text, where it is, what is wrong with it (text, advice), and whether it was no number but text."""

    text: str
    plats: str
    brist: tuple[str, str] = ("", "")
    skriven: bool = False


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
            rader.append([Ruta(t.strip(), f"{plats}, kolumn {k}", skriven=True) for k, t in enumerate(falt, 1)])
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
                    Ruta(
                        c.text.strip(),
                        f"{namn}, blad {blad.namn}, cell {cell_name(k, r)}",
                        c.brist,
                        isinstance(c.varde, str),
                    )
                    for k, c in enumerate(rad, 1)
                ]
                for r, rad in enumerate(blad.rader, 1)
            ],
        )
        for blad in read_book(namn, data).blad
        if not blad.tomt
    ]
