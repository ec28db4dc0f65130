"""A workbook as text: one sheet per table, and the sheet `underlag` with keys and values in place of underlag.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning
from fordelning.underlag.celler import TOM, Blad, Cell, cell_name, find_covered, read_sheets
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.nycklar import read_settings
from fordelning.underlag.ratext import Ratext, Textrad, Texttabell, report_unknown_table

INSTALLNINGAR = "underlag"
EGNA_BLAD = ("anvisningar", "listor")
"""Sheets of the template that hold no data."""


def read_workbook(filnamn: str, data: bytes, fil: Fil) -> Ratext:
    """Every sheet of an .xlsx file as text. Raises UnderlagFel when the file is no workbook."""
    ratext = Ratext(installningar_plats=f"blad {INSTALLNINGAR}", filer=[fil])
    for blad in read_sheets(filnamn, data):
        namn = blad.namn.strip().lower()
        if namn in EGNA_BLAD or (blad.tomt and namn not in TABELLER and namn != INSTALLNINGAR):
            continue
        if namn not in TABELLER and namn != INSTALLNINGAR:
            report_unknown_table(blad.namn, f"blad {blad.namn}", [INSTALLNINGAR, *TABELLER], ratext)
            continue
        if blad.dolt:
            vad, gor = "bladet är dolt men läses", "Visa bladet och se att det stämmer, eller töm det."
            ratext.anmarkningar.append(Anmarkning(f"blad {blad.namn}", vad, gor=gor, allvar="varning"))
        if namn == INSTALLNINGAR:
            read_settings(blad, ratext)
        elif tabell := _read_table(namn, blad, ratext.anmarkningar):
            ratext.tabeller[namn] = tabell
        else:
            ratext.olasta.add(namn)
    if not ratext.installningar_lasta and INSTALLNINGAR not in ratext.olasta:
        vantat = "ett blad med kolumnerna nyckel och varde"
        ratext.anmarkningar.append(Anmarkning(f"blad {INSTALLNINGAR}", "bladet saknas", vantat))
    return ratext


class _Rubrik(NamedTuple):
    """The header of a sheet: its row, and the column number of each heading."""

    rad: int
    kolumner: Mapping[int, str]


def _read_table(namn: str, blad: Blad, anmarkningar: list[Anmarkning]) -> Texttabell | None:
    """The table on a sheet; None, with a finding, when the sheet is empty."""
    rubrik = _find_header(blad)
    if rubrik is None:
        anmarkningar.append(Anmarkning(f"blad {blad.namn}", "bladet är tomt", "en rubrikrad och en rad per post"))
        return None
    anmarkningar.extend(_find_outside(blad, rubrik))
    anmarkningar.extend(_find_merged_rows(blad, rubrik))
    tackta = find_covered(blad)
    rader = []
    for nummer, celler in enumerate(blad.rader[rubrik.rad :], start=rubrik.rad + 1):
        falt = {k: celler[k - 1] if k <= len(celler) else TOM for k in rubrik.kolumner}
        platser = {r: f"blad {blad.namn}, cell {cell_name(k, nummer)}" for k, r in rubrik.kolumner.items()}
        trasiga = {rubrik.kolumner[k] for k in falt if (nummer, k) in tackta and not falt[k].text}
        for k, cell in falt.items():
            if cell.brist[0]:
                trasiga.add(rubrik.kolumner[k])
                vad, gor = cell.brist
                anmarkningar.append(Anmarkning(platser[rubrik.kolumner[k]], vad, "ett värde", gor))
        if trasiga or any(cell.text for cell in falt.values()):
            texter = {rubrik.kolumner[k]: cell.text for k, cell in falt.items()}
            rader.append(Textrad(texter, platser, frozenset(trasiga)))
    platser = {r: f"blad {blad.namn}, cell {cell_name(k, rubrik.rad)}" for k, r in rubrik.kolumner.items()}
    ny = f"blad {blad.namn}, cell {cell_name(max(rubrik.kolumner) + 1, rubrik.rad)}"
    forsta = f"blad {blad.namn}, cell {cell_name(min(rubrik.kolumner), rubrik.rad)}"
    return Texttabell(namn, f"blad {blad.namn}", forsta, tuple(rubrik.kolumner.values()), platser, ny, tuple(rader))


def _find_header(blad: Blad) -> _Rubrik | None:
    """The first row that is not empty."""
    for nummer, rad in enumerate(blad.rader, start=1):
        if kolumner := {k: cell.text.lower() for k, cell in enumerate(rad, start=1) if cell.text}:
            return _Rubrik(nummer, kolumner)
    return None


def _find_outside(blad: Blad, rubrik: _Rubrik) -> Iterator[Anmarkning]:
    """Text beside the table, one finding per column: it would otherwise be dropped in silence."""
    utanfor: defaultdict[int, list[tuple[int, Cell]]] = defaultdict(list)
    for nummer, rad in enumerate(blad.rader[rubrik.rad :], start=rubrik.rad + 1):
        for kolumn, cell in enumerate(rad, start=1):
            if cell.text and kolumn not in rubrik.kolumner:
                utanfor[kolumn].append((nummer, cell))
    for kolumn, celler in sorted(utanfor.items()):
        nummer, cell = celler[0]
        fler = f", och {len(celler) - 1} celler till i samma kolumn" if len(celler) > 1 else ""
        yield Anmarkning(
            f"blad {blad.namn}, cell {cell_name(kolumn, nummer)}",
            f"«{cell.text}» står utanför tabellen{fler}",
            "bara kolumner med rubrik",
            "Flytta texten till bladet Anvisningar eller ta bort den.",
        )


def _find_merged_rows(blad: Blad, rubrik: _Rubrik) -> Iterator[Anmarkning]:
    tackta = find_covered(blad)
    berorda = {omrade for (rad, kolumn), omrade in tackta.items() if rad >= rubrik.rad and kolumn in rubrik.kolumner}
    for omrade in sorted(berorda):
        plats = f"blad {blad.namn}, cell {omrade.split(':')[0]}"
        yield Anmarkning(
            plats, f"cellerna {omrade} är sammanfogade", "en cell per värde", "Dela cellerna och fyll varje."
        )
