"""The rows of a filled budget workbook beside those of the budget it is read for, matched by code.

An insats or a party that has come since the book was written has nothing filled in. One that has gone leaves what was
filled in without a place, and that is told with where it stood. A row that only one of the book's sheets lacks has been
taken away by hand: the book is damaged.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fordelning.blad.ifyllt import Celltext, Rader
from fordelning.budget.poster import Budget
from fordelning.budget.underlag import EJ_FORDELAT
from fordelning.budgetbok.blad_insatser import INSATSBLAD, KORS, NYA, PLANERADE
from fordelning.budgetbok.blad_insatser_per_ar import DELTAR, INSATSARSBLAD
from fordelning.budgetbok.blad_kommuner import EGEN_VIKT, KOMMUNBLAD
from fordelning.budgetbok.blad_manader import PROGNOSBLAD, UTFALLSBLAD
from fordelning.budgetbok.las_bok import EGEN_PROGNOS, INSATSER, PARTER, PER_AR, UTFALL
from fordelning.budgetbok.rader import MANADER
from fordelning.fel import Anmarkning
from fordelning.underlag.ifyllda_celler import list_values

SUMMARAD = re.compile("SUMMA|RESULTAT|RAPPORTERAD")
_BYTS = re.compile("INSATS-|REGION-|KOMMUN-")
"""Rows that come and go with the inputs."""
_GOR_NY = "Skriv en ny bok med fordelning budget och flytta över värdena."


@dataclass(frozen=True, slots=True)
class _Tabell:
    """A table that holds what may be filled in: its sheet, the columns, and the budget's rows."""

    namn: str
    blad: str
    kolumner: tuple[str, ...]
    koder: tuple[str, ...]


def _list_tables(budget: Budget) -> tuple[_Tabell, ...]:
    u = budget.underlag
    rader, insatser = tuple(rad.kod for rad in budget.rader), tuple(plan.kod for plan in u.insatser)
    framat = tuple(f"{vad} {ar}" for ar in u.budgetaren[1:] for vad in (KORS, DELTAR))
    return (
        _Tabell(UTFALL, UTFALLSBLAD, MANADER, rader),
        _Tabell(EGEN_PROGNOS, PROGNOSBLAD, MANADER, rader),
        _Tabell(INSATSER, INSATSBLAD, (KORS, PLANERADE, *NYA), insatser),
        _Tabell(PER_AR, INSATSARSBLAD, framat, insatser),
        _Tabell(PARTER, KOMMUNBLAD, ("Utlovat", EGEN_VIKT), tuple(m.kod for m in u.motparter)),
    )


def compare_rows(
    fil: str, tabeller: Mapping[str, Rader], budget: Budget, alla_belopp: bool, fel: list[Anmarkning]
) -> list[Anmarkning]:
    """What found no place in the budget, a warning per row of the book; a damaged book is added to `fel`.

    `alla_belopp`: an outcome or forecast without a place is a mistake, since the year would be another without it.
    """
    kvar: list[Anmarkning] = []
    alla = _list_tables(budget)
    for t in alla:
        andra = {kod for annan in alla if annan is not t for kod in tabeller[annan.namn]}
        fel.extend(_find_removed(f"{fil}, blad {t.blad}", t, tabeller[t.namn], andra))
        for kod, celler in tabeller[t.namn].items():
            if kod in t.koder or SUMMARAD.match(kod):
                continue
            anmarkning = _tell_extra(t, kod, celler)
            if anmarkning and anmarkning.allvar == "fel":
                fel.append(anmarkning)
            elif anmarkning and alla_belopp and t.namn in (UTFALL, EGEN_PROGNOS):
                fel.append(Anmarkning(anmarkning.plats, anmarkning.vad, "en rad i budgeten för varje belopp", _GOR_NY))
            elif anmarkning:
                kvar.append(anmarkning)
    return kvar


def _tell_extra(t: _Tabell, kod: str, celler: Mapping[str, Celltext]) -> Anmarkning | None:
    """A row that the budget does not have: None when it is empty and belongs to what may come and go."""
    plats = celler["Kod"].plats
    if not _BYTS.match(kod):
        return Anmarkning(plats, f"raden «{kod}» finns inte i budgeten", "bokens egna rader", _GOR_NY)
    ifyllda = [(rubrik, celler[rubrik]) for rubrik in t.kolumner]
    if all(cell.tom for _, cell in ifyllda):
        return None
    vad = f"«{kod}» finns inte i budgeten, och det ifyllda fann ingen plats: {list_values(ifyllda)}"
    return Anmarkning(plats, vad, gor="Lägg det på en annan rad om det ska räknas med.", allvar="varning")


def _find_removed(plats: str, t: _Tabell, rader: Rader, andra: set[str]) -> Iterator[Anmarkning]:
    """Rows that the sheet lacks although the book must have them, or has them on another sheet."""
    for kod in t.koder if rader else ():
        if kod not in rader and (kod in andra or kod == EJ_FORDELAT or not _BYTS.match(kod)):
            yield Anmarkning(plats, f"raden «{kod}» saknas", "bokens alla rader", _GOR_NY)
