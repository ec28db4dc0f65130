"""A downloaded file as a cube, whatever its form. What it is shows by its content, not by its name."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any

from fordelning.begrepp import Fil
from fordelning.fel import UnderlagFel
from fordelning.infil import read_bytes
from fordelning.statistik.indelning import Indelning
from fordelning.statistik.jsonstat import read_jsonstat
from fordelning.statistik.kalkylark import read_other_grids
from fordelning.statistik.kub import Kub, StatistikFel, refuse
from fordelning.statistik.oppna_data import read_open_data
from fordelning.statistik.px import read_px
from fordelning.statistik.rutnat import Rutnat, read_csv_grid, read_xlsx_grids
from fordelning.statistik.tabell import read_table

_OLE = b"\xd0\xcf\x11\xe0"
_FORMER = "JSON-stat, .px, .xlsx, .csv, .ods, .xls eller Försäkringskassans .json"
_DJUPT = "filen är ingen hel JSON-fil"


def read_download(vag: Path, indelning: Indelning, blad: str | None = None) -> Kub:
    """The file as a cube. `blad`: which sheet of a workbook, where several hold kommuner.

    Raises StatistikFel with what is wrong with the file, each finding with its place.
    """
    data = read_bytes(vag, StatistikFel)
    fil = Fil(vag.name, hashlib.sha256(data).hexdigest())
    huvud = data[:4096].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not huvud:
        raise refuse(fil.namn, "filen är tom", _FORMER)
    if huvud.startswith((b"{", b"[")):
        return _read_json(data, fil, indelning)
    if huvud.startswith(b"PK"):
        ar_ods = b"opendocument" in data[:200] or vag.suffix.lower() == ".ods"
        return _choose_sheet(read_other_grids if ar_ods else _read_xlsx, data, fil, indelning, blad)
    if huvud.startswith(_OLE):
        return _choose_sheet(read_other_grids, data, fil, indelning, blad)
    if vag.suffix.lower() == ".px" or huvud.upper().startswith((b"CHARSET=", b"AXIS-VERSION=")):
        return read_px(data, fil, indelning)
    if huvud.startswith(b"<"):
        gor = "Ladda ned själva tabellen; webbläsaren kan ha sparat sidan, eller ett felmeddelande."
        raise refuse(fil.namn, "filen är en webbsida eller XML", _FORMER, gor)
    return read_table(read_csv_grid(data, fil.namn), fil, indelning)


def _read_json(data: bytes, fil: Fil, indelning: Indelning) -> Kub:
    """Raises StatistikFel when it is no JSON, or of no form that we know."""

    def refuse_constant(text: str) -> Any:
        raise refuse(fil.namn, f"«{text}» är inget tal", "ett tal, eller null")

    def read_pairs(par: list[tuple[str, Any]]) -> dict[str, Any]:
        if len(post := dict(par)) < len(par):
            nycklar = [nyckel for nyckel, _ in par]
            dubbel = next(n for i, n in enumerate(nycklar) if n in nycklar[:i])
            raise refuse(fil.namn, f"«{dubbel}» står två gånger i samma lista", "varje kod en gång")
        return post

    try:
        text = data.decode("utf-8-sig")
        innehall = json.loads(text, parse_float=Decimal, parse_constant=refuse_constant, object_pairs_hook=read_pairs)
    except json.JSONDecodeError as fel:
        plats = f"{fil.namn} rad {fel.lineno}"
        raise refuse(plats, f"{_DJUPT} (tecken {fel.colno})", "JSON; filen kan vara avkortad") from None
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise refuse(fil.namn, _DJUPT, "JSON i UTF-8") from None
    if isinstance(innehall, list):
        return read_open_data(innehall, fil, indelning)
    if not isinstance(innehall, dict):
        raise refuse(fil.namn, "filen har ingen tabell", _FORMER)
    if {"columns", "data"} <= innehall.keys():
        gor = "Välj json-stat2 (eller px, xlsx, csv) när tabellen hämtas."
        raise refuse(fil.namn, "filen är PxWebs eget «json», som saknar namn på koderna", "json-stat2", gor)
    return read_jsonstat(innehall, fil, indelning)


def _read_xlsx(data: bytes, namn: str) -> list[Rutnat]:
    try:
        return read_xlsx_grids(data, namn)
    except UnderlagFel as fel:
        raise StatistikFel(fel.anmarkningar) from None


def _choose_sheet(
    read: Callable[[bytes, str], list[Rutnat]], data: bytes, fil: Fil, indelning: Indelning, blad: str | None
) -> Kub:
    """The sheet the user means, else the one that has kommuner. Raises StatistikFel when that is not one."""
    rutnat = read(data, fil.namn)
    if blad is not None:
        valda = [r for r in rutnat if r.namn.casefold() == blad.casefold()]
        if not valda:
            raise refuse(fil.namn, f"bladet «{blad}» finns inte", ", ".join(r.namn for r in rutnat), "Välj ett annat.")
        return read_table(valda[0], fil, indelning)
    if not rutnat:
        raise refuse(fil.namn, "arbetsboken är tom", "ett blad med en tabell")
    med = [r for r in rutnat if _has_areas(r, indelning)] or rutnat[:1]
    if len(med) > 1:
        namn = ", ".join(f"«{r.namn}»" for r in med)
        raise refuse(fil.namn, f"flera blad har kommuner: {namn}", "ett blad", "Välj med --blad NAMN.")
    return read_table(med[0], fil, indelning)


def _has_areas(rutnat: Rutnat, indelning: Indelning) -> bool:
    """Whether a sheet has a column with at least three kommuner, or as many as the data set has."""
    return max(_count_areas(rutnat.rader, indelning), default=0) >= min(3, max(1, len(indelning.egna)))


def _count_areas(rader: Sequence[Sequence[Any]], indelning: Indelning) -> list[int]:
    bredd = max((len(rad) for rad in rader), default=0)
    return [len({o for rad in rader if k < len(rad) and (o := indelning.find(rad[k].text))}) for k in range(bredd)]
