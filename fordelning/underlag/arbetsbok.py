"""A workbook as text: one sheet per table, and the sheet `underlag` with keys and values in place of underlag.toml."""

from __future__ import annotations

import tomllib
import zipfile
from datetime import date, datetime
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.lasning import Ratext, Textrad, Texttabell, fingerprint, report_unknown_table

INSTALLNINGAR = "underlag"
EGNA_BLAD = ("Anvisningar", "Listor")
"""Sheets of the template that hold no data."""

Celler = list[tuple[Any, ...]]


def read_workbook(fil: Path) -> Ratext:
    """Every sheet of an .xlsx file as text. Raises UnderlagFel when the file is no workbook."""
    try:
        varden = load_workbook(fil, read_only=True, data_only=True)
        formler = load_workbook(fil, read_only=True, data_only=False)
    except (InvalidFileException, zipfile.BadZipFile, KeyError, ValueError, OSError):
        raise UnderlagFel([Anmarkning(fil.name, "filen går inte att öppna som arbetsbok", "en .xlsx-fil")]) from None
    ratext = Ratext(installningar_plats=f"blad {INSTALLNINGAR}", filer=[fingerprint(fil, fil.name)])
    for namn in varden.sheetnames:
        if namn in EGNA_BLAD:
            continue
        if namn not in TABELLER and namn != INSTALLNINGAR:
            ratext.anmarkningar.append(report_unknown_table(namn, f"blad {namn}", [INSTALLNINGAR, *TABELLER]))
            continue
        celler = _read_cells(varden[namn])
        ratext.anmarkningar.extend(_find_uncomputed(namn, celler, _read_cells(formler[namn])))
        if namn == INSTALLNINGAR:
            ratext.installningar = _read_settings(celler, ratext.anmarkningar)
        elif tabell := _read_table(namn, celler, ratext.anmarkningar):
            ratext.tabeller[namn] = tabell
    if INSTALLNINGAR not in varden.sheetnames:
        ratext.anmarkningar.append(
            Anmarkning(f"blad {INSTALLNINGAR}", "bladet saknas", "ett blad med kolumnerna nyckel och varde")
        )
    varden.close()
    formler.close()
    return ratext


def _read_cells(blad: Any) -> Celler:
    blad.reset_dimensions()
    return list(blad.iter_rows(values_only=True))


def _find_uncomputed(namn: str, varden: Celler, formler: Celler) -> list[Anmarkning]:
    """Formulas without a stored value would read as empty cells."""
    return [
        Anmarkning(
            f"blad {namn}, cell {get_column_letter(k)}{r}",
            "formeln har inget sparat värde",
            gor="Öppna boken i Excel och spara den.",
        )
        for r, (rad_v, rad_f) in enumerate(zip(varden, formler, strict=False), start=1)
        for k, (v, f) in enumerate(zip(rad_v, rad_f, strict=False), start=1)
        if v is None and isinstance(f, str) and f.startswith("=")
    ]


def _read_table(namn: str, celler: Celler, anmarkningar: list[Anmarkning]) -> Texttabell | None:
    if not celler:
        anmarkningar.append(Anmarkning(f"blad {namn}", "bladet är tomt", "en rubrikrad och en rad per post"))
        return None
    rubriker = [_format_cell(cell) for cell in celler[0]]
    while rubriker and not rubriker[-1]:
        rubriker.pop()
    bokstaver = {rubrik: get_column_letter(k) for k, rubrik in enumerate(rubriker, start=1)}
    rader = []
    for nummer, rad in enumerate(celler[1:], start=2):
        texter = [_format_cell(cell) for cell in rad]
        if not any(texter):
            continue
        for k, text in enumerate(texter[len(rubriker) :], start=len(rubriker) + 1):
            if text:
                plats = f"blad {namn}, cell {get_column_letter(k)}{nummer}"
                anmarkningar.append(
                    Anmarkning(plats, f"«{text}» står utanför kolumnerna", gor="Flytta eller ta bort det.")
                )
        texter += [""] * (len(rubriker) - len(texter))
        platser = {rubrik: f"blad {namn}, cell {bokstav}{nummer}" for rubrik, bokstav in bokstaver.items()}
        rader.append(Textrad(dict(zip(rubriker, texter, strict=False)), platser))
    return Texttabell(namn, f"blad {namn}", tuple(rubriker), tuple(rader))


def _format_cell(cell: Any) -> str:
    """A cell as the text a CSV file would hold."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "ja" if cell else "nej"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() and abs(cell) < 1e16 else repr(cell)
    if isinstance(cell, datetime | date):
        return cell.isoformat()[:10]
    return str(cell).strip(" \t\u00a0\u202f\r\n")


def _read_settings(celler: Celler, anmarkningar: list[Anmarkning]) -> dict[str, Any]:
    """The keys and values of the sheet `underlag`; a dot in a key makes a section: statistik.invanare_ar."""
    data: dict[str, Any] = {}
    for nummer, rad in enumerate(celler, start=1):
        nyckel, varde = (*rad, None, None)[:2]
        namn = _format_cell(nyckel)
        if not namn or varde is None or (nummer == 1 and namn == "nyckel"):
            continue
        *avsnitt, sista = namn.split(".")
        mal = data
        for del_ in avsnitt:
            mal = mal.setdefault(del_, {}) if isinstance(mal, dict) else {}
        if not isinstance(mal, dict) or sista in mal:
            anmarkningar.append(
                Anmarkning(
                    f"blad {INSTALLNINGAR}, cell A{nummer}",
                    f"nyckeln «{namn}» står redan i bladet",
                    gor="Ta bort den ena.",
                )
            )
            continue
        mal[sista] = _read_setting(varde)
    return data


def _read_setting(varde: Any) -> Any:
    """A setting's value: numbers and dates as they are, true/false and lists as in TOML, other text as text."""
    if isinstance(varde, float) and varde.is_integer():
        return int(varde)
    if isinstance(varde, str) and (varde in ("true", "false") or varde.startswith("[")):
        try:
            return tomllib.loads(f"v = {varde}")["v"]
        except tomllib.TOMLDecodeError:
            return varde
    return varde.date() if isinstance(varde, datetime) else varde
