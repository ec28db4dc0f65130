"""Files the user names: what may be read of them. Every reader takes its bytes here, and every limit stands here.

A workbook is opened in `arbetsbok` and nowhere else: `paket` is its zip, `xmlblad` and `xmltexter` its parts, and
`cellvarde` what a cell holds; `ifyllt` finds the tables of a book that someone has filled in.

Only regular files are read. A FIFO, a device or a link to one is refused before it is opened, since it may never end,
and a file above its limit before it is read. The limits of workbooks and tables are checked before any parser sees
the bytes. They lie far above what the data of 290 kommuner and 80 förbund need, and far below what a machine can bear.
"""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from io import BufferedReader
from pathlib import Path

from fordelning.fel import Anmarkning, AnmarkningarFel, FrammandeFel, describe_os_error

MB = 1_000_000
STORSTA_FIL = 25 * MB
"""Bytes of a CSV file, a workbook or a SIE file."""
STORSTA_TOML = 1 * MB
"""Bytes of underlag.toml or a model file."""
RADER = 50_000
"""Rows of a table or a sheet, counted to the last that is written."""
KOLUMNER = 1_000
CELLER = 200_000
"""Cells of a table, or of all sheets of a workbook together, empty ones with a format included."""
TECKEN = 32_767
"""Characters of a cell: Excel's own limit."""
BLAD = 200
DELAR = 2_000
"""Files in the zip of a workbook."""
UPPACKAT = 120 * MB
"""Bytes of all files in the zip of a workbook, unpacked."""
BLAD_UPPACKAT = 60 * MB
"""Bytes of a sheet, or of the texts that the sheets share."""
DEL_UPPACKAD = 4 * MB
"""Bytes of any other part that is read: formats, names, relations."""
PACKNINGSGRAD = 300
"""How many times larger a file in the zip may become than it is packed; nothing but a bomb comes near it."""


def read_bytes(fil: Path, felklass: type[AnmarkningarFel], hogst: int = STORSTA_FIL) -> bytes:
    """The bytes of a regular file of at most `hogst` bytes.

    Raises `felklass` with one finding when it is missing, no regular file, too large, or the system refuses; and when
    its name or its folder's is no text, since what is made of it is to tell its name.
    """
    if garbled := [del_ for del_ in Path(os.path.abspath(fil)).parts[-2:] if _is_garbled(del_)]:
        vad, gor = "namnet har tecken som inte går att läsa", "Döp om den, och kör igen."
        raise felklass([Anmarkning(garbled[0], vad, "ett namn i UTF-8", gor)])
    try:
        _check_regular(os.stat(fil), fil, felklass, hogst)
        with open_regular(fil) as oppen:
            _check_regular(os.fstat(oppen.fileno()), fil, felklass, hogst)
            data = oppen.read(hogst + 1)
    except (OSError, ValueError) as fel:  # ValueError: a path with a null character
        raise felklass([describe_unreadable(fil.name, fel)]) from None
    if len(data) > hogst:
        raise felklass([_report_size(fil, len(data), hogst)])
    return data


def _is_garbled(namn: str) -> bool:
    """Whether a file's name is no text: it holds bytes that are no UTF-8, as one unpacked from an old zip file may."""
    return any("\ud800" <= tecken <= "\udfff" for tecken in namn)


_FLAGGOR = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_CLOEXEC", 0)
"""Without waiting: what turned into a FIFO since it was looked at must not hold us."""


def open_regular(fil: Path) -> BufferedReader:
    """A regular file, opened without waiting. Raises OSError for what is none: a FIFO or a device may never end."""
    if not stat.S_ISREG(os.stat(fil).st_mode):
        raise OSError(errno.EINVAL, "ingen vanlig fil", str(fil))
    return open(os.open(fil, _FLAGGOR), "rb")


def _check_regular(uppgift: os.stat_result, fil: Path, felklass: type[AnmarkningarFel], hogst: int) -> None:
    if stat.S_ISDIR(uppgift.st_mode):
        raise felklass(
            [Anmarkning(fil.name, "är en mapp", "en fil", "Kontrollera sökvägen, eller flytta bort mappen.")]
        )
    if not stat.S_ISREG(uppgift.st_mode):
        vad, gor = "är ingen vanlig fil, utan ett rör eller en enhet", "Spara innehållet i en fil och ange den."
        raise felklass([Anmarkning(fil.name or str(fil), vad, "en vanlig fil", gor)])
    if uppgift.st_size > hogst:
        raise felklass([_report_size(fil, uppgift.st_size, hogst)])


def _report_size(fil: Path, storlek: int, hogst: int) -> Anmarkning:
    vad = f"filen är för stor ({storlek / MB:.0f} MB)"
    return Anmarkning(fil.name, vad, f"högst {hogst / MB:.0f} MB", "Ta bort det som inte hör till uppgiften.")


def describe_unreadable(plats: str, fel: Exception) -> Anmarkning:
    """Why the system would not let us read, in Swedish."""
    if isinstance(fel, FileNotFoundError):
        return Anmarkning(plats, "filen finns inte", gor="Kontrollera sökvägen.")
    if isinstance(fel, PermissionError):
        gor = "Kontrollera mappens och filens rättigheter."
        return Anmarkning(plats, "går inte att läsa; behörighet saknas", gor=gor)
    vad = f"går inte att läsa ({describe_os_error(fel)})" if isinstance(fel, OSError) else "går inte att läsa"
    return Anmarkning(plats, vad, gor="Kontrollera sökvägen.")


BOCKER = (".xlsx", ".xlsm")
"""How the name of a workbook ends."""


def list_books(
    mapp: Path, felklass: type[AnmarkningarFel], vantat: str, egna: tuple[str, ...] = ()
) -> tuple[list[Path], list[Anmarkning]]:
    """The workbooks of a folder that people have returned, by name, and a warning for each file that is none.

    Hidden files, the locks of opened books, and `egna` (names, or endings with a dot) are passed over in silence.
    Raises `felklass` where there is no folder, or no workbook in it: `vantat` says which were expected.
    """
    if not mapp.is_dir():
        raise felklass(
            [Anmarkning(str(mapp), "mappen finns inte", "en mapp med arbetsböcker", "Kontrollera sökvägen.")]
        )
    try:
        filer = sorted(mapp.iterdir())
    except (OSError, ValueError) as fel:
        raise felklass([describe_unreadable(str(mapp), fel)]) from None
    filer = [f for f in filer if not f.name.startswith((".", "~")) and not {f.name, f.suffix.lower()} & set(egna)]
    andra = [f for f in filer if f.suffix.lower() not in BOCKER]
    if len(andra) == len(filer):
        raise felklass([_describe_without(mapp, "mappen har ingen arbetsbok", vantat, andra)])
    gor = "Be om den som .xlsx om den ska läsas."
    varningar = [Anmarkning(f.name, "läses inte: bara arbetsböcker (.xlsx) läses", "", gor, "varning") for f in andra]
    return [f for f in filer if f not in andra], varningar


def read_folder(
    mapp: Path,
    felklass: type[AnmarkningarFel],
    vantat: str,
    egna: tuple[str, ...],
    varningar: list[Anmarkning],
    read: Callable[[Path], None],
) -> None:
    """`read` has every workbook of `list_books`; one that it raises FrammandeFel for is told and left out.

    Raises `felklass` as `list_books`, and where all of them are.
    """
    filer, nya = list_books(mapp, felklass, vantat, egna)
    varningar += nya
    andra = []
    for fil in filer:
        try:
            read(fil)
        except FrammandeFel as fel:
            andra.append(fil)
            varningar.append(fel.warn())
    if len(andra) == len(filer):
        raise felklass([_describe_without(mapp, "ingen arbetsbok i mappen är av rätt slag", vantat, andra)])


def _describe_without(mapp: Path, vad: str, vantat: str, andra: Sequence[Path]) -> Anmarkning:
    """A folder with none of the books that were expected, and what it has."""
    gor = f"Läses inte: {', '.join(f.name for f in andra[:5])}." if andra else "Kontrollera sökvägen."
    return Anmarkning(str(mapp), vad, vantat, gor)


def name_file(fil: Path, anmarkningar: Iterable[Anmarkning]) -> list[Anmarkning]:
    """Findings of a file with the file's name in their place, also those of a reader that knows only sheets."""
    return [a if fil.name in a.plats else replace(a, plats=f"{fil.name}, {a.plats}") for a in anmarkningar]
