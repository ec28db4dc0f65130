"""A workbook as text: one sheet per table, and the sheet `underlag` with keys and values in place of underlag.toml."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.underlag.celler import TOM, Bladdata, Cell, cell_name, find_covered, read_sheets
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.nycklar import read_settings
from fordelning.underlag.ratext import Ratext, Textrad, Texttabell, check_header, find_near_table, report_unknown_table

INSTALLNINGAR = "underlag"
EGNA_BLAD = ("anvisningar", "listor")
"""Sheets of the template that hold no data."""


def read_workbook(filnamn: str, data: bytes, fil: Fil) -> Ratext:
    """Every sheet of an .xlsx file as text. Raises UnderlagFel when the file is no book of inputs."""
    ratext = Ratext(installningar_plats=f"blad {INSTALLNINGAR}", filer=[fil])
    alla = list(read_sheets(filnamn, data))
    _refuse_another_book(filnamn, [blad.namn.strip().lower() for blad in alla if not blad.tomt])
    for blad in alla:
        namn = blad.namn.strip().lower()
        if namn in EGNA_BLAD or (blad.tomt and not (namn in TABELLER and TABELLER[namn].kravs)):
            continue
        if blad.dolt:
            vad, gor = "bladet är dolt men läses", "Visa bladet och se att det stämmer, eller töm det."
            ratext.anmarkningar.append(Anmarkning(f"blad {blad.namn}", vad, gor=gor, allvar="varning"))
        try:
            _read_sheet(namn, blad, ratext)
        except UnderlagFel as fel:
            ratext.olasta.add(namn)
            ratext.anmarkningar.extend(fel.anmarkningar)
    if not ratext.installningar_lasta and INSTALLNINGAR not in ratext.olasta:
        vantat = "ett blad med kolumnerna nyckel och varde"
        ratext.anmarkningar.append(Anmarkning(f"blad {INSTALLNINGAR}", "bladet saknas", vantat))
    return ratext


def _refuse_another_book(filnamn: str, bladen: list[str]) -> None:
    """A book with none of the tables that are required, and mostly sheets that resemble none, is one finding."""
    kanda = [INSTALLNINGAR, *TABELLER, *EGNA_BLAD]
    frammande = [namn for namn in bladen if find_near_table(namn, kanda) is None]
    if (
        len(frammande) < 3
        or 2 * len(frammande) <= len(bladen)
        or any(TABELLER[b].kravs for b in bladen if b in TABELLER)
    ):
        return
    vantat = "en arbetsbok som fordelning mall skriver, med bladen underlag, forbund, omraden och de andra"
    gor = "Ange underlaget; en bok med resultat kan inte läsas som indata."
    raise UnderlagFel([Anmarkning(filnamn, "boken är inget underlag", vantat, gor)])


def _read_sheet(namn: str, blad: Bladdata, ratext: Ratext) -> None:
    """A sheet that holds data. Raises UnderlagFel when nothing of it can be read."""
    if namn in ratext.tabeller or (namn == INSTALLNINGAR and ratext.installningar_lasta):
        raise UnderlagFel([Anmarkning(f"blad {blad.namn}", "bladet finns två gånger", "ett blad", "Ta bort det ena.")])
    if namn == INSTALLNINGAR:
        read_settings(blad, ratext)
    elif namn in TABELLER:
        ratext.tabeller[namn] = _read_table(namn, blad, ratext.anmarkningar)
    else:
        report_unknown_table(blad.namn, f"blad {blad.namn}", [INSTALLNINGAR, *TABELLER], ratext)


class _Rubrik(NamedTuple):
    """The header of a sheet: its row, and the heading of each column number."""

    rad: int
    kolumner: Mapping[int, str]

    def name_cells(self, blad: Bladdata, rad: int) -> dict[str, str]:
        """The place of every heading's cell on a row."""
        return {rubrik: f"blad {blad.namn}, cell {cell_name(k, rad)}" for k, rubrik in self.kolumner.items()}


def _read_table(namn: str, blad: Bladdata, anmarkningar: list[Anmarkning]) -> Texttabell:
    """The table on a sheet. Raises UnderlagFel when it has no header."""
    rubrik = _find_header(blad)
    rubriker = tuple(rubrik.kolumner.values())
    check_header(namn, f"blad {blad.namn}, cell A{rubrik.rad}", rubriker)
    anmarkningar.extend(_find_outside(blad, rubrik))
    anmarkningar.extend(_find_merged_rows(blad, rubrik))
    tackta = find_covered(blad)
    med_decimaler = {k.namn for k in TABELLER[namn].kolumner if k.typ in ("tal", "andel")}
    rader = []
    for nummer, celler in enumerate(blad.rader[rubrik.rad :], start=rubrik.rad + 1):
        falt = {r: celler[k - 1] if k <= len(celler) else TOM for k, r in rubrik.kolumner.items()}
        platser = rubrik.name_cells(blad, nummer)
        trasiga = {r for k, r in rubrik.kolumner.items() if (nummer, k) in tackta and not falt[r].text}
        for kolumn, cell in falt.items():
            if cell.brist[0]:
                trasiga.add(kolumn)
                anmarkningar.append(Anmarkning(platser[kolumn], cell.brist[0], "ett värde", cell.brist[1]))
        if trasiga or any(cell.text for cell in falt.values()):
            texter = {r: cell.visad if r in med_decimaler else cell.text for r, cell in falt.items()}
            rader.append(Textrad(texter, platser, frozenset(trasiga)))
    ny_rubrik = f"blad {blad.namn}, cell {cell_name(max(rubrik.kolumner) + 1, rubrik.rad)}"
    rubrikplatser = rubrik.name_cells(blad, rubrik.rad)
    return Texttabell(namn, f"blad {blad.namn}", rubriker, rubrikplatser, ny_rubrik, tuple(rader))


def _find_header(blad: Bladdata) -> _Rubrik:
    """The first row that is not empty."""
    for nummer, rad in enumerate(blad.rader, start=1):
        if kolumner := {k: cell.text.lower() for k, cell in enumerate(rad, start=1) if cell.text}:
            return _Rubrik(nummer, kolumner)
    vad = "bladet är tomt"
    raise UnderlagFel([Anmarkning(f"blad {blad.namn}, cell A1", vad, "en rubrikrad och en rad per post")])


def _find_outside(blad: Bladdata, rubrik: _Rubrik) -> Iterator[Anmarkning]:
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


def _find_merged_rows(blad: Bladdata, rubrik: _Rubrik) -> Iterator[Anmarkning]:
    tackta = find_covered(blad)
    berorda = {omrade for (rad, kolumn), omrade in tackta.items() if rad >= rubrik.rad and kolumn in rubrik.kolumner}
    for omrade in sorted(berorda):
        plats = f"blad {blad.namn}, cell {omrade.split(':')[0]}"
        yield Anmarkning(
            plats, f"cellerna {omrade} är sammanfogade", "en cell per värde", "Dela cellerna och fyll varje."
        )
