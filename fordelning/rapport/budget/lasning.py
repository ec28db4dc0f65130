"""Read a filled budget workbook back: what the förbund has filled in, and what it has changed in the plan.

Every mistake is a finding with sheet and cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fordelning.budget.poster import Budget
from fordelning.budget.underlag import Budgetunderlag
from fordelning.budget.uppfoljning import Ifyllt, Manadsvarden
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.rapport.budget.celler import Blad, Budgetbok, Celltext, open_workbook
from fordelning.rapport.budget.insatser import INSATSBLAD
from fordelning.rapport.budget.manader import PROGNOSBLAD, UTFALLSBLAD
from fordelning.rapport.budget.rader import MANADER

DELTAGARKOLUMNER = tuple(f"Nya delt. tertial {t}" for t in (1, 2, 3))
_SUMMARAD = re.compile("SUMMA|RESULTAT|RAPPORTERAD")
_GOR_NY = "Skriv en ny bok med fordelning budget och flytta över värdena."


@dataclass(frozen=True, slots=True)
class Bokhuvud:
    """Whose budget a workbook is, and for which year."""

    forbund_kod: str
    budgetar: int


def read_head(bok: Budgetbok, budgetar: int, koder: Sequence[str]) -> Bokhuvud:
    """Whose workbook it is. Raises UnderlagFel when it is not one of the year and of a förbund of the inputs."""
    anmarkningar = []
    kod, ar = bok.find_name("forbund_kod"), bok.find_name("budgetar")
    if kod.varde not in koder:
        anmarkningar.append(Anmarkning(kod.plats, f"«{kod.varde}» är inget förbund i underlaget", "en kod ur forbund"))
    if ar.varde != budgetar:
        gor = "Läs boken med underlaget för samma år."
        anmarkningar.append(Anmarkning(ar.plats, f"boken gäller {ar.varde}, underlaget {budgetar}", str(budgetar), gor))
    if anmarkningar:
        raise UnderlagFel(anmarkningar)
    return Bokhuvud(str(kod.varde), budgetar)


def read_filled(bok: Budgetbok, budget: Budget, anmarkningar: list[Anmarkning]) -> Ifyllt:
    """What has been filled in (the yellow cells); mistakes are added to `anmarkningar`."""
    koder = [rad.kod for rad in budget.rader]
    utfall = _read_months(bok, UTFALLSBLAD, koder, anmarkningar)
    prognos = _read_months(bok, PROGNOSBLAD, koder, anmarkningar)
    deltagare = _read_participants(bok, budget.underlag, anmarkningar)
    return Ifyllt(utfall, prognos, deltagare)


def _read_months(
    bok: Budgetbok, bladnamn: str, koder: Sequence[str], anmarkningar: list[Anmarkning]
) -> dict[str, Manadsvarden]:
    """The months by row code; rows where nothing is filled in are left out."""
    blad = bok.find_sheet(bladnamn, anmarkningar)
    if blad is None:
        return {}
    rader = blad.find_rows(("Kod", "Benämning"), MANADER, anmarkningar)
    anmarkningar.extend(_compare_rows(blad, rader, koder))
    ifyllda = {}
    for kod in koder:
        if kod not in rader:
            continue
        varden = tuple(read_whole(rader[kod][manad], "hela kronor", anmarkningar) for manad in MANADER)
        if any(v is not None for v in varden):
            ifyllda[kod] = varden
    return ifyllda


def _compare_rows(
    blad: Blad, rader: Mapping[str, Mapping[str, Celltext]], koder: Sequence[str]
) -> Iterator[Anmarkning]:
    """Rows that the budget does not have but that hold something, and rows that are missing."""
    for kod, celler in rader.items():
        if kod not in koder and not _SUMMARAD.match(kod):
            yield Anmarkning(celler["Kod"].plats, f"raden «{kod}» finns inte i budgeten", "bokens egna rader", _GOR_NY)
    for kod in koder if rader else ():
        if kod not in rader:
            yield Anmarkning(f"{blad.fil}, blad {blad.namn}", f"raden «{kod}» saknas", "bokens alla rader", _GOR_NY)


def _read_participants(
    bok: Budgetbok, u: Budgetunderlag, anmarkningar: list[Anmarkning]
) -> dict[str, tuple[int | None, int | None, int | None]]:
    blad = bok.find_sheet(INSATSBLAD, anmarkningar)
    if blad is None:
        return {}
    rader = blad.find_rows(("Kod", "Insats"), DELTAGARKOLUMNER, anmarkningar)
    koder = [plan.kod for plan in u.insatser]
    anmarkningar.extend(_compare_rows(blad, rader, koder))
    ifyllda = {}
    for plan in u.insatser:
        if plan.ar_struktur or plan.kod not in rader:
            continue
        rad = rader[plan.kod]
        t1, t2, t3 = (read_whole(rad[k], "ett helt antal", anmarkningar) for k in DELTAGARKOLUMNER)
        if (t1, t2, t3) != (None, None, None):
            ifyllda[plan.kod] = (t1, t2, t3)
    return ifyllda


def read_whole(cell: Celltext, vad: str, anmarkningar: list[Anmarkning]) -> int | None:
    """A whole number that is 0 or more, or None where nothing stands; anything else is a finding."""
    varde, vantat = cell.varde, f"{vad}, 0 eller mer"
    if varde is None or (isinstance(varde, str) and not varde.strip()):
        if cell.ar_formel:
            gor = "Öppna boken i Excel och spara den."
            anmarkningar.append(Anmarkning(cell.plats, "formeln har inget sparat värde", vantat, gor))
        return None
    if isinstance(varde, bool) or not isinstance(varde, int | float):
        anmarkningar.append(Anmarkning(cell.plats, f"«{show_value(varde)}» är inget tal", vantat))
        return None
    if varde < 0:
        anmarkningar.append(Anmarkning(cell.plats, f"«{show_value(varde)}» är negativt", vantat))
        return None
    if varde != int(varde):
        anmarkningar.append(Anmarkning(cell.plats, f"«{show_value(varde)}» är inte helt", vantat, "Avrunda"))
        return None
    return int(varde)


def show_value(varde: Any) -> str:
    """A value as the user wrote it, numbers in Swedish."""
    if isinstance(varde, bool) or not isinstance(varde, int | float):
        return "" if varde is None else str(varde)
    return f"{varde:.15g}".replace(".", ",").replace("-", "\u2212")


def find_filled_cell(fil: Path) -> str:
    """Where a budget workbook has something filled in (sheet and cell); "" when nothing is, or it is no such book."""
    if not fil.is_file():
        return ""
    try:
        bok = open_workbook(fil)
    except UnderlagFel:
        return ""
    for namn, rubrik, kolumner in (
        (UTFALLSBLAD, "Benämning", MANADER),
        (PROGNOSBLAD, "Benämning", MANADER),
        (INSATSBLAD, "Insats", DELTAGARKOLUMNER),
    ):
        rader = bok.blad[namn].find_rows(("Kod", rubrik), kolumner, []) if namn in bok.blad else {}
        for kod, rad in rader.items():
            ifyllda = (rad[k] for k in kolumner if not _SUMMARAD.match(kod) and rad[k].varde is not None)
            if cell := next(ifyllda, None):
                return cell.plats.split(", ", 1)[1]
    return ""
