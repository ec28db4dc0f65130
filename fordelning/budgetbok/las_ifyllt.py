"""What a förbund has filled in (the yellow cells of a budget workbook). Every mistake is a finding with its cell."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from fordelning.budget.poster import Budget
from fordelning.budget.uppfoljning import Ifyllt, Manadsvarden, round_months
from fordelning.budgetbok.blad_insatser import NYA
from fordelning.budgetbok.las_bok import EGEN_PROGNOS, IFYLLDA, INSATSER, UTFALL, open_workbook
from fordelning.budgetbok.las_rader import SUMMARAD
from fordelning.budgetbok.rader import MANADER
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil.ifyllt import Rader, read_tables
from fordelning.underlag.ifyllda_celler import read_ore, read_whole


def read_filled(tabeller: Mapping[str, Rader], budget: Budget, fel: list[Anmarkning]) -> Ifyllt:
    """Outcome, own forecast and new participants by row code; mistakes are added to `fel`."""
    utfall, prognos = (_read_months(tabeller[namn], budget, fel) for namn in (UTFALL, EGEN_PROGNOS))
    return Ifyllt(utfall, prognos, _read_participants(tabeller[INSATSER], budget, fel))


def _read_months(rader: Rader, budget: Budget, fel: list[Anmarkning]) -> dict[str, Manadsvarden]:
    """The months by row code, whole kronor as when they come from SIE; rows where nothing is filled in are left out."""
    ore = {
        rad.kod: [read_ore(rader[rad.kod][manad], fel) for manad in MANADER] for rad in budget.rader if rad.kod in rader
    }
    return {kod: round_months(belopp) for kod, belopp in ore.items() if any(v is not None for v in belopp)}


def _read_participants(
    rader: Rader, budget: Budget, fel: list[Anmarkning]
) -> dict[str, tuple[int | None, int | None, int | None]]:
    ifyllda = {}
    for plan in budget.underlag.insatser:
        if plan.ar_struktur or plan.kod not in rader:
            continue
        t1, t2, t3 = (read_whole(rader[plan.kod][k], "ett helt antal", fel) for k in NYA)
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
    for namn, rader in read_tables(bok.bok, bok.fil, IFYLLDA, []).items():
        kolumner = NYA if namn == INSATSER else MANADER
        celler = (rad[k] for kod, rad in rader.items() if not SUMMARAD.match(kod) for k in kolumner)
        if cell := next((cell for cell in celler if cell.varde is not None), None):
            return cell.plats.split(", ", 1)[1]
    return ""
