"""Where a data set lies: a folder of CSV files and underlag.toml, or one workbook, becomes text."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from pathlib import Path

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import BOCKER, describe_unreadable, read_bytes
from fordelning.schema import read_toml
from fordelning.underlag.csvfil import read_csv
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import Ratext, report_unknown_table

ANDRINGAR, SVAR = "andringar.csv", "svar.csv"
"""Lie in the folder of a data set that was made by changes or of replies, and tell how: no tables of it."""

_ANDRA_DATAFILER = (".xlsx", ".xlsm", ".xls", ".ods", ".txt", ".tsv", ".skv")
"""A table saved as one of these would be overlooked, also where Windows hides the ending of forbund.csv.txt."""


def read_text(vag: Path) -> Ratext:
    """The data set at a path as text. Raises UnderlagFel if there is none."""
    try:
        if os.path.isdir(vag):
            return _read_folder(vag)
        if vag.exists():
            return _read_file(vag)
    except (OSError, ValueError) as fel:
        raise UnderlagFel([describe_unreadable(str(vag), fel)]) from None
    vantat = "en mapp med CSV-filer eller en .xlsx-fil"
    raise UnderlagFel([Anmarkning(str(vag), "finns inte", vantat, "Kontrollera sökvägen.")])


def _read_file(fil: Path) -> Ratext:
    andelse = fil.suffix.lower()
    if andelse in BOCKER:
        from fordelning.underlag.arbetsbok import read_workbook

        data = read_bytes(fil, UnderlagFel)
        return read_workbook(fil.name, data, _fingerprint(fil.name, data))
    gor = {
        ".csv": "Ange mappen som filen ligger i.",
        ".toml": "Ange mappen som filen ligger i.",
        ".xls": "Öppna filen i Excel och spara den som .xlsx.",
        ".ods": "Öppna filen och spara den som .xlsx.",
    }.get(andelse, "")
    vantat = "en mapp med CSV-filer eller en .xlsx-fil"
    raise UnderlagFel([Anmarkning(str(fil), "filen är ingen arbetsbok", vantat, gor)])


def _read_folder(mapp: Path) -> Ratext:
    ratext = Ratext()
    filer = [fil for fil in sorted(mapp.iterdir()) if not fil.name.startswith((".", "~"))]
    if not any(fil.suffix.lower() == ".csv" or fil.name == "underlag.toml" for fil in filer):
        bok = next((f"Menade du arbetsboken {fil}?" for fil in filer if fil.suffix.lower() == ".xlsx"), "")
        vantat = f"underlag.toml, {', '.join(f'{namn}.csv' for namn, t in TABELLER.items() if t.kravs)}"
        raise UnderlagFel([Anmarkning(str(mapp), "mappen innehåller inget underlag", vantat, bok)])
    _read_settings(mapp / "underlag.toml", ratext, [fil.name for fil in filer])
    for fil in filer:
        namn, forst = fil.stem.lower(), fil.name.lower().split(".")[0]
        if fil.name in (ANDRINGAR, SVAR):
            continue
        if fil.suffix.lower() == ".csv":
            if namn in TABELLER:
                _read_table(fil, namn, ratext)
            else:
                report_unknown_table(fil.name, fil.name, [f"{t}.csv" for t in TABELLER], ratext)
        elif forst in TABELLER and fil.suffix.lower() in _ANDRA_DATAFILER:
            ratext.olasta.add(forst)
            gor = f"Spara tabellen som {forst}.csv, eller flytta bort filen."
            ratext.anmarkningar.append(Anmarkning(fil.name, "filen läses inte i en mapp", f"{forst}.csv", gor))
    return ratext


def _read_settings(fil: Path, ratext: Ratext, finns: Sequence[str]) -> None:
    lik = next((namn for namn in finns if namn.lower().startswith("underlag") and ".toml" in namn.lower()), fil.name)
    if lik != fil.name and fil.name not in finns:
        gor = f"Menade du «{lik}»? Döp om den till {fil.name}."
        ratext.anmarkningar.append(Anmarkning(fil.name, "filen finns inte", f"{fil.name} i mappen", gor))
        return
    try:
        ratext.installningar, marke = read_toml(fil, UnderlagFel)
        ratext.filer.append(marke)
        ratext.installningar_lasta = True
    except UnderlagFel as fel:
        ratext.anmarkningar.extend(fel.anmarkningar)


def _read_table(fil: Path, namn: str, ratext: Ratext) -> None:
    try:
        if namn in ratext.tabeller:
            raise UnderlagFel([Anmarkning(fil.name, "tabellen finns i två filer", "en", "Ta bort den ena.")])
        data = read_bytes(fil, UnderlagFel)
        ratext.filer.append(_fingerprint(fil.name, data))
        ratext.tabeller[namn] = read_csv(namn, fil.name, data, ratext.anmarkningar)
    except UnderlagFel as fel:
        ratext.olasta.add(namn)
        ratext.anmarkningar.extend(fel.anmarkningar)


def _fingerprint(namn: str, data: bytes) -> Fil:
    return Fil(namn, hashlib.sha256(data).hexdigest())
