"""Files as text: a folder of CSV files or a workbook becomes tables of text cells, each with its place."""

from __future__ import annotations

import csv
import difflib
import hashlib
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.schema import read_toml
from fordelning.underlag.kolumner import TABELLER


@dataclass(frozen=True, slots=True)
class Textrad:
    """One row as text, and where each of its cells is."""

    celler: Mapping[str, str]
    platser: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Texttabell:
    """A table as text. `plats` names the file or sheet."""

    namn: str
    plats: str
    rubriker: tuple[str, ...]
    rader: tuple[Textrad, ...]


@dataclass(slots=True)
class Ratext:
    """A data set as text: its tables, its settings, its files, and what was wrong with reading them."""

    tabeller: dict[str, Texttabell] = field(default_factory=dict)
    installningar: dict[str, Any] = field(default_factory=dict)
    installningar_plats: str = "underlag.toml"
    filer: list[Fil] = field(default_factory=list)
    anmarkningar: list[Anmarkning] = field(default_factory=list)


def read_text(vag: Path) -> Ratext:
    """The data set at a path: a folder of CSV files and underlag.toml, or one .xlsx workbook. Raises UnderlagFel if neither."""
    if vag.is_dir():
        return _read_folder(vag)
    if vag.is_file() and vag.suffix.lower() in (".xlsx", ".xlsm"):
        from fordelning.underlag.arbetsbok import read_workbook

        return read_workbook(vag)
    if vag.is_file():
        raise UnderlagFel(
            [Anmarkning(str(vag), "filen är ingen arbetsbok", "en mapp med CSV-filer eller en .xlsx-fil")]
        )
    raise UnderlagFel(
        [Anmarkning(str(vag), "finns inte", "en mapp med CSV-filer eller en .xlsx-fil", "Kontrollera sökvägen.")]
    )


def fingerprint(fil: Path, namn: str) -> Fil:
    """The file's name and SHA-256."""
    return Fil(namn, hashlib.sha256(fil.read_bytes()).hexdigest())


def report_unknown_table(namn: str, plats: str, kanda: list[str]) -> Anmarkning:
    """A file or sheet that no table has is a finding: data must not be dropped in silence."""
    lika = difflib.get_close_matches(namn, kanda, 1, 0.5)
    gor = f"Menade du «{lika[0]}»?" if lika else "Rätta namnet, eller flytta bort det ur underlaget."
    return Anmarkning(plats, "är ingen del av underlaget", ", ".join(kanda), gor)


def _read_folder(mapp: Path) -> Ratext:
    ratext = Ratext()
    installningar = mapp / "underlag.toml"
    try:
        ratext.installningar = read_toml(installningar, UnderlagFel)
        ratext.filer.append(fingerprint(installningar, installningar.name))
    except UnderlagFel as fel:
        ratext.anmarkningar.extend(fel.anmarkningar)
    for fil in sorted(mapp.iterdir()):
        if fil.suffix.lower() != ".csv" or fil.name.startswith((".", "~")):
            continue
        if fil.stem not in TABELLER:
            ratext.anmarkningar.append(report_unknown_table(fil.name, fil.name, [f"{t}.csv" for t in TABELLER]))
            continue
        ratext.filer.append(fingerprint(fil, fil.name))
        try:
            ratext.tabeller[fil.stem] = _read_csv(fil, ratext.anmarkningar)
        except UnderlagFel as fel:
            ratext.anmarkningar.extend(fel.anmarkningar)
    return ratext


def _decode(fil: Path) -> str:
    """The file as text: UTF-8 with or without BOM, else cp1252."""
    data = fil.read_bytes()
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\x00" in data:
        raise UnderlagFel(
            [Anmarkning(fil.name, "filen är inte en textfil i UTF-8 eller cp1252", gor="Spara om den som «CSV UTF-8».")]
        )
    for kodning in ("utf-8-sig", "cp1252"):
        try:
            return data.decode(kodning)
        except UnicodeDecodeError:
            continue
    raise UnderlagFel(
        [Anmarkning(fil.name, "filens tecken går inte att läsa", "UTF-8 eller cp1252", "Spara om den som «CSV UTF-8».")]
    )


def _read_csv(fil: Path, anmarkningar: list[Anmarkning]) -> Texttabell:
    """A CSV file, comma or semicolon, as text. Rows with too many or too few fields are findings and left out."""
    text = _decode(fil)
    rubrikrad = next((rad for rad in text.splitlines() if rad.strip()), "")
    if not rubrikrad:
        raise UnderlagFel([Anmarkning(fil.name, "filen är tom", "en rubrikrad och en rad per post")])
    skiljetecken = ";" if rubrikrad.count(";") > rubrikrad.count(",") else ","
    try:
        nummer_falt = [(n, falt) for n, falt in _number_rows(text, skiljetecken) if any(falt)]
    except csv.Error as fel:
        gor = "Kontrollera citattecknen; ett citattecken som öppnas ska också stängas."
        raise UnderlagFel([Anmarkning(fil.name, f"filen går inte att läsa som CSV ({fel})", gor=gor)]) from None
    rubriker = tuple(nummer_falt[0][1])
    rader = []
    for nummer, falt in nummer_falt[1:]:
        if len(falt) != len(rubriker):
            vad = f"raden har {len(falt)} fält men rubrikraden {len(rubriker)}"
            gor = "Kontrollera skiljetecken; ett decimalkomma i en kommaseparerad fil ska stå inom citattecken."
            anmarkningar.append(Anmarkning(f"{fil.name} rad {nummer}", vad, f"{len(rubriker)} fält", gor))
            continue
        platser = {kolumn: f"{fil.name} rad {nummer}, kolumn {kolumn}" for kolumn in rubriker}
        rader.append(Textrad(dict(zip(rubriker, falt, strict=True)), platser))
    return Texttabell(fil.stem, fil.name, rubriker, tuple(rader))


def _number_rows(text: str, skiljetecken: str) -> Iterator[tuple[int, list[str]]]:
    """Every row with the number of its first line."""
    lasare = csv.reader(io.StringIO(text, newline=""), delimiter=skiljetecken, strict=True)
    nummer = 1
    for falt in lasare:
        yield nummer, [cell.strip(" \t\u00a0\u202f\r\n") for cell in falt]
        nummer = lasare.line_num + 1
