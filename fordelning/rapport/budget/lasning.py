"""Read a filled budget workbook back: what the förbund has filled in, and what it has changed in the plan.

Every mistake is a finding with sheet and cell.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fordelning.budget.poster import Budget
from fordelning.budget.underlag import Budgetunderlag
from fordelning.budget.uppfoljning import Ifyllt, Manadsvarden, round_months
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.rapport.budget.celler import Budgetbok, open_workbook
from fordelning.rapport.budget.cellvarden import read_ore, read_whole
from fordelning.rapport.budget.insatser import INSATSBLAD
from fordelning.rapport.budget.manader import PROGNOSBLAD, UTFALLSBLAD
from fordelning.rapport.budget.rader import MANADER
from fordelning.rapport.budget.radjamforelse import DELTAGARKOLUMNER, SUMMARAD


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
    """The months by row code, whole kronor as when they come from SIE; rows where nothing is filled in are left out."""
    blad = bok.find_sheet(bladnamn, anmarkningar)
    rader = {} if blad is None else blad.find_rows(("Kod", "Benämning"), MANADER, anmarkningar)
    ifyllda = {}
    for kod in koder:
        if kod not in rader:
            continue
        ore = [read_ore(rader[kod][manad], anmarkningar) for manad in MANADER]
        if any(v is not None for v in ore):
            ifyllda[kod] = round_months(ore)
    return ifyllda


def _read_participants(
    bok: Budgetbok, u: Budgetunderlag, anmarkningar: list[Anmarkning]
) -> dict[str, tuple[int | None, int | None, int | None]]:
    blad = bok.find_sheet(INSATSBLAD, anmarkningar)
    rader = {} if blad is None else blad.find_rows(("Kod", "Insats"), DELTAGARKOLUMNER, anmarkningar)
    ifyllda = {}
    for plan in u.insatser:
        if plan.ar_struktur or plan.kod not in rader:
            continue
        rad = rader[plan.kod]
        t1, t2, t3 = (read_whole(rad[k], "ett helt antal", anmarkningar) for k in DELTAGARKOLUMNER)
        if (t1, t2, t3) != (None, None, None):
            ifyllda[plan.kod] = (t1, t2, t3)
    return ifyllda


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
            ifyllda = (rad[k] for k in kolumner if not SUMMARAD.match(kod) and rad[k].varde is not None)
            if cell := next(ifyllda, None):
                return cell.plats.split(", ", 1)[1]
    return ""
