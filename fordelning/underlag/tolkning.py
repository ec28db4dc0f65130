"""Text becomes records: columns, cells, keys and references are checked, and every fault is a finding with its place."""

from __future__ import annotations

import difflib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.underlag.kolumner import TABELLER, Kolumn, Tabell
from fordelning.underlag.lasning import Ratext, Textrad, Texttabell
from fordelning.underlag.tal import interpret

Koder = Mapping[str, frozenset[str]]
"""Per table, the codes that exist, as text: a row with another fault still exists."""


@dataclass(frozen=True, slots=True)
class Rad:
    """A record and where its cells are."""

    post: Any
    platser: Mapping[str, str]

    def at(self, kolumn: str) -> str:
        """The place of a column's cell; of the row's first cell when the column is not given."""
        return self.platser.get(kolumn, next(iter(self.platser.values())))


@dataclass(frozen=True, slots=True)
class Tolkad:
    """A table's records. `hel` says that every row could be read and all columns were there."""

    rader: tuple[Rad, ...]
    hel: bool

    @property
    def poster(self) -> tuple[Any, ...]:
        return tuple(rad.post for rad in self.rader)


def interpret_tables(ratext: Ratext) -> tuple[dict[str, Tolkad], list[Anmarkning]]:
    """Every table as records, missing optional tables as empty, and all findings."""
    anmarkningar: list[Anmarkning] = []
    koder = {namn: _collect_codes(t) for namn, t in ratext.tabeller.items()}
    tolkade = {}
    for namn, tabell in TABELLER.items():
        text = ratext.tabeller.get(namn)
        if text is None:
            tolkade[namn] = Tolkad((), not tabell.kravs)
            if tabell.kravs and not any(namn in a.plats for a in ratext.anmarkningar):
                vantat = f"{namn}.csv, eller bladet {namn} i en arbetsbok"
                anmarkningar.append(Anmarkning(namn, "tabellen saknas", vantat, tabell.beskrivning))
            continue
        tolkade[namn] = _interpret_table(tabell, text, koder, anmarkningar)
    return tolkade, anmarkningar


def suggest(kod: str, finns: frozenset[str] | list[str]) -> str:
    """The nearest existing code as a question, or nothing."""
    lika = difflib.get_close_matches(kod, sorted(finns), 1, 0.6)
    return f"Menade du «{lika[0]}»?" if lika else ""


def _collect_codes(text: Texttabell) -> frozenset[str]:
    kolumn = TABELLER[text.namn].nyckel[-1] if text.namn == "insatser" else TABELLER[text.namn].nyckel[0]
    return frozenset(rad.celler.get(kolumn, "") for rad in text.rader) - {""}


def _interpret_table(tabell: Tabell, text: Texttabell, koder: Koder, anmarkningar: list[Anmarkning]) -> Tolkad:
    kolumnfel = list(_check_columns(tabell, text))
    anmarkningar.extend(kolumnfel)
    rader: list[Rad] = []
    sedda: dict[tuple[str, ...], str] = {}
    for textrad in text.rader:
        fel = list(_check_key(tabell, textrad, sedda))
        varden: dict[str, Any] = {}
        for kolumn in tabell.kolumner:
            if kolumn.namn in textrad.celler:
                varden[kolumn.namn] = _interpret_cell(kolumn, textrad, koder, fel)
        anmarkningar.extend(fel)
        if not fel and not kolumnfel:
            rader.append(
                Rad(
                    tabell.post(**{k: v for k, v in varden.items() if v is not None or _is_needed(tabell, k)}),
                    textrad.platser,
                )
            )
    return Tolkad(tuple(rader), len(rader) == len(text.rader) and not kolumnfel)


def _is_needed(tabell: Tabell, namn: str) -> bool:
    return any(k.namn == namn and k.kravs for k in tabell.kolumner)


def _check_columns(tabell: Tabell, text: Texttabell) -> Iterator[Anmarkning]:
    """Missing, unknown and repeated columns."""
    vantat = ", ".join(tabell.kolumnnamn)
    okanda = [r for r in text.rubriker if r not in tabell.kolumnnamn]
    for rubrik in dict.fromkeys(okanda):
        lika = suggest(rubrik, [k for k in tabell.kolumnnamn if k not in text.rubriker])
        yield Anmarkning(
            text.plats, f"okänd kolumn «{rubrik}»", vantat, lika or "Rätta rubriken eller ta bort kolumnen."
        )
    for kolumn in tabell.kolumner:
        if kolumn.kravs and kolumn.namn not in text.rubriker:
            yield Anmarkning(text.plats, f"kolumnen «{kolumn.namn}» saknas", kolumn.beskrivning, "Lägg till kolumnen.")
    for rubrik in sorted({r for r in text.rubriker if text.rubriker.count(r) > 1 and r not in okanda}):
        yield Anmarkning(text.plats, f"kolumnen «{rubrik}» står två gånger", gor="Ta bort den ena.")


def _check_key(tabell: Tabell, rad: Textrad, sedda: dict[tuple[str, ...], str]) -> Iterator[Anmarkning]:
    """A key occurs once."""
    nyckel = tuple(rad.celler.get(k, "") for k in tabell.nyckel)
    plats = rad.platser.get(tabell.nyckel[-1], "")
    if nyckel in sedda and any(nyckel):
        vad = f"«{' / '.join(nyckel)}» finns redan ({sedda[nyckel]})"
        yield Anmarkning(
            plats, vad, f"en rad per {' och '.join(tabell.nyckel)}", "Ta bort den ena raden eller rätta koden."
        )
    sedda.setdefault(nyckel, plats)


def _interpret_cell(kolumn: Kolumn, rad: Textrad, koder: Koder, fel: list[Anmarkning]) -> Any:
    """The value of a cell; faults are added to `fel`."""
    text, plats = rad.celler[kolumn.namn], rad.platser[kolumn.namn]
    if not text:
        if kolumn.kravs and not kolumn.far_tom:
            fel.append(Anmarkning(plats, "värdet saknas", kolumn.beskrivning))
        return None
    varde, vad, vantat = interpret(text, kolumn)
    if vad:
        fel.append(Anmarkning(plats, vad, vantat))
    elif kolumn.hor_till and text not in (finns := koder.get(kolumn.hor_till, frozenset())):
        dar = f"bladet {kolumn.hor_till}" if plats.startswith("blad ") else f"{kolumn.hor_till}.csv"
        fel.append(Anmarkning(plats, f"«{text}» finns inte i {dar}", f"en kod ur {dar}", suggest(text, finns)))
    return varde
