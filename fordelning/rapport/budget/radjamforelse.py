"""The rows of a filled budget workbook beside those of the budget it is read for, matched by code.

An insats or a party that has come since the book was written has nothing filled in. One that has gone leaves what was
filled in without a place, and that is told with where it stood. A row that only one of the book's sheets lacks has been
taken away by hand: the book is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fordelning.budget.poster import Budget
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.fel import Anmarkning
from fordelning.rapport.budget.celler import Budgetbok, Rader
from fordelning.rapport.budget.cellvarden import is_empty, list_values
from fordelning.rapport.budget.insatser import INSATSBLAD
from fordelning.rapport.budget.manader import PROGNOSBLAD, UTFALLSBLAD
from fordelning.rapport.budget.rader import MANADER

DELTAGARKOLUMNER = tuple(f"Nya delt. tertial {t}" for t in (1, 2, 3))
EGEN_VIKT = "Egen överens- kommelse (vikt)"
INSATSARSBLAD, KOMMUNBLAD = "Insatser per år", "Kommunfördelning"
SUMMARAD = re.compile("SUMMA|RESULTAT|RAPPORTERAD|MANADSVIKT|VIKT-HITTILLS")
_BYTS = re.compile("INSATS-|REGION-|KOMMUN-")
"""Rows that come and go with the inputs."""
_GOR_NY = "Skriv en ny bok med fordelning budget och flytta över värdena."


@dataclass(frozen=True, slots=True)
class _Tabell:
    """A table that holds what may be filled in: its sheet, its second heading, the columns, and the budget's rows."""

    blad: str
    rubrik: str
    kolumner: tuple[str, ...]
    koder: tuple[str, ...]

    @property
    def ar_belopp(self) -> bool:
        """Whether what is filled in counts in the year's outcome or forecast."""
        return self.blad in (UTFALLSBLAD, PROGNOSBLAD)


def _list_tables(budget: Budget) -> tuple[_Tabell, ...]:
    u = budget.underlag
    rader = tuple(rad.kod for rad in budget.rader)
    insatser = tuple(plan.kod for plan in u.insatser)
    framat = tuple(f"{vad} {ar}" for ar in u.budgetaren[1:] for vad in ("Körs", "Deltagare"))
    return (
        _Tabell(UTFALLSBLAD, "Benämning", MANADER, rader),
        _Tabell(PROGNOSBLAD, "Benämning", MANADER, rader),
        _Tabell(INSATSBLAD, "Insats", ("Körs", "Planerade deltagare", *DELTAGARKOLUMNER), insatser),
        _Tabell(INSATSARSBLAD, "Insats", framat, insatser),
        _Tabell(KOMMUNBLAD, "Region eller kommun", ("Utlovat", EGEN_VIKT), tuple(m.kod for m in u.motparter)),
    )


def compare_rows(bok: Budgetbok, budget: Budget, alla_belopp: bool, fel: list[Anmarkning]) -> list[Anmarkning]:
    """What found no place in the budget, a warning per row of the book; a damaged book is added to `fel`.

    `alla_belopp`: an outcome or forecast without a place is a mistake, since the year would be another without it.
    """
    tabeller = _list_tables(budget)
    rader = {t.blad: _find_rows(bok, t) for t in tabeller}
    kvar: list[Anmarkning] = []
    for tabell in tabeller:
        fel.extend(_find_removed(bok, tabell, rader))
        for kod in rader[tabell.blad]:
            if kod in tabell.koder or SUMMARAD.match(kod):
                continue
            anmarkning = _tell_extra(tabell, kod, rader[tabell.blad])
            stoppar = anmarkning and (anmarkning.allvar == "fel" or (alla_belopp and tabell.ar_belopp))
            if anmarkning and stoppar:
                gor = anmarkning.gor if anmarkning.allvar == "fel" else _GOR_NY
                fel.append(Anmarkning(anmarkning.plats, anmarkning.vad, "en rad i budgeten för varje belopp", gor))
            elif anmarkning:
                kvar.append(anmarkning)
    return kvar


def _find_rows(bok: Budgetbok, tabell: _Tabell) -> Rader:
    """The table's rows; what the sheet lacks is told where its values are read."""
    blad = bok.blad.get(tabell.blad)
    return blad.find_rows(("Kod", tabell.rubrik), (), []) if blad else {}


def _tell_extra(tabell: _Tabell, kod: str, rader: Rader) -> Anmarkning | None:
    """A row that the budget does not have: None when it is empty and belongs to what may come and go."""
    celler = rader[kod]
    if not _BYTS.match(kod):
        vad = f"raden «{kod}» finns inte i budgeten"
        return Anmarkning(celler["Kod"].plats, vad, "bokens egna rader", _GOR_NY)
    ifyllda = [(rubrik, celler[rubrik]) for rubrik in tabell.kolumner if rubrik in celler]
    if all(is_empty(cell) for _, cell in ifyllda):
        return None
    vad = f"«{kod}» finns inte i budgeten, och det ifyllda fann ingen plats: {list_values(ifyllda)}"
    gor = "Lägg det på en annan rad om det ska räknas med."
    return Anmarkning(celler["Kod"].plats, vad, gor=gor, allvar="varning")


def _find_removed(bok: Budgetbok, tabell: _Tabell, rader: Mapping[str, Rader]) -> Sequence[Anmarkning]:
    """Rows that the sheet lacks although the book must have them, or has them on another sheet."""
    if not rader[tabell.blad]:
        return ()
    andra = {kod for blad, har in rader.items() if blad != tabell.blad for kod in har}
    saknas = [
        kod
        for kod in tabell.koder
        if kod not in rader[tabell.blad] and (kod in andra or kod == EJ_FORDELAT or not _BYTS.match(kod))
    ]
    plats = f"{bok.fil}, blad {tabell.blad}"
    return [Anmarkning(plats, f"raden «{kod}» saknas", "bokens alla rader", _GOR_NY) for kod in saknas]
