"""The rows of a filled budget workbook beside those of the budget it is read for, matched by code.

An insats or a party that has come since the book was written has nothing filled in. One that has gone leaves what was
filled in without a place, and that is told with where it stood. A row that only one of the book's sheets lacks has been
taken away by hand: the book is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from fordelning.budget.poster import Budget
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.budgetbok.blad_insatser import ANDELEN, INSATSFALT
from fordelning.budgetbok.las_bok import EGEN_PROGNOS, INSATSER, PARTER, PER_AR, SUMMARAD, UTFALL, list_sought
from fordelning.fel import Anmarkning
from fordelning.infil.ifyllt import Celltext, Rader
from fordelning.underlag.ifyllda_celler import list_values

_BYTS = re.compile("INSATS-|REGION-|KOMMUN-")
"""Rows that come and go with the inputs."""
_UNDERLAGETS = ("Invånare", ANDELEN, *(f.rubrik for f in INSATSFALT))
"""Headings of what the book has from the inputs whatever is planned."""
_GOR_NY = "Skriv en ny bok med fordelning budget och flytta över värdena."


def compare_rows(
    fil: str, tabeller: Mapping[str, Rader], budget: Budget, alla_belopp: bool, fel: list[Anmarkning]
) -> list[Anmarkning]:
    """What found no place in the budget, a warning per row of the book; a damaged book is added to `fel`.

    `alla_belopp`: an outcome or forecast without a place is a mistake, since the year would be another without it.
    """
    u, kvar = budget.underlag, list[Anmarkning]()
    rader, insatser = [rad.kod for rad in budget.rader], [plan.kod for plan in u.insatser]
    koder = {UTFALL: rader, EGEN_PROGNOS: rader, INSATSER: insatser, PER_AR: insatser}
    koder[PARTER] = [m.kod for m in u.motparter]
    for namn, egna in koder.items():
        sokt = list_sought(u.budgetaren)[namn]
        andra = {kod for annan in koder if annan != namn for kod in tabeller[annan]}
        fel.extend(_find_removed(f"{fil}, blad {sokt.blad}", egna, tabeller[namn], andra))
        for kod, celler in tabeller[namn].items():
            extra = None if kod in egna or SUMMARAD.match(kod) else _tell_extra(sokt.kolumner, kod, celler)
            if extra and extra.allvar == "fel":
                fel.append(extra)
            elif extra and alla_belopp and namn in (UTFALL, EGEN_PROGNOS):
                fel.append(Anmarkning(extra.plats, extra.vad, "en rad i budgeten för varje belopp", _GOR_NY))
            elif extra:
                kvar.append(extra)
    return kvar


def _tell_extra(kolumner: Sequence[str], kod: str, celler: Mapping[str, Celltext]) -> Anmarkning | None:
    """A row that the budget does not have: None when it is empty and belongs to what may come and go."""
    plats = celler["Kod"].plats
    if not _BYTS.match(kod):
        return Anmarkning(plats, f"raden «{kod}» finns inte i budgeten", "bokens egna rader", _GOR_NY)
    ifyllda = [(rubrik, celler[rubrik]) for rubrik in kolumner if not rubrik.startswith(_UNDERLAGETS)]
    if all(cell.tom for _, cell in ifyllda):
        return None
    vad = f"«{kod}» finns inte i budgeten, och det ifyllda fann ingen plats: {list_values(ifyllda)}"
    return Anmarkning(plats, vad, gor="Lägg det på en annan rad om det ska räknas med.", allvar="varning")


def _find_removed(plats: str, koder: Sequence[str], rader: Rader, andra: set[str]) -> Iterator[Anmarkning]:
    """Rows that the sheet lacks although the book must have them, or has them on another sheet."""
    for kod in koder if rader else ():
        if kod not in rader and (kod in andra or kod == EJ_FORDELAT or not _BYTS.match(kod)):
            yield Anmarkning(plats, f"raden «{kod}» saknas", "bokens alla rader", _GOR_NY)
