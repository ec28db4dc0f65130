"""Text becomes records: columns, cells, keys and references are checked; every fault is a finding with its place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import Ratext, Textrad, Texttabell, suggest
from fordelning.underlag.referenser import Koder, Okanda, collect_codes, find_referring
from fordelning.underlag.tabellform import Kolumnform, Tabellform
from fordelning.underlag.tal import Brist, interpret
from fordelning.underlag.tusental import find_thousands

_SUMMARAD = {"summa", "summor", "s:a", "totalt", "total", "riket", "hela riket", "samtliga", "summa riket"}


@dataclass(frozen=True, slots=True)
class Rad:
    """A record, its cells as text and their places. A column in `trasiga` could not be read; its field says nothing."""

    post: Any
    texter: Mapping[str, str]
    platser: Mapping[str, str]
    trasiga: frozenset[str] = frozenset()

    def at(self, kolumn: str) -> str:
        """The place of a column's cell; of the row's first cell when the column is not there."""
        return self.platser.get(kolumn) or next(iter(self.platser.values()))


@dataclass(frozen=True, slots=True)
class Tolkad:
    """A table's records. `hel` says that no row is missing, so that what is not there is really not given."""

    rader: tuple[Rad, ...]
    hel: bool
    plats: str

    @property
    def poster(self) -> tuple[Any, ...]:
        return tuple(rad.post for rad in self.rader)


def interpret_tables(ratext: Ratext) -> tuple[dict[str, Tolkad], list[Anmarkning]]:
    """Every table as records, missing optional tables as empty, and all findings."""
    anmarkningar: list[Anmarkning] = []
    for namn, text in ratext.tabeller.items():
        ratext.tabeller[namn] = _match_headings(TABELLER[namn], text, anmarkningar)
    koder, okanda, tolkade = collect_codes(ratext), Okanda(), {}
    for namn, tabell in TABELLER.items():
        if namn in ratext.tabeller:
            tolkade[namn] = _interpret_table(tabell, ratext.tabeller[namn], koder, okanda, anmarkningar)
            continue
        plats = f"blad {namn}" if ratext.installningar_plats.startswith("blad ") else f"{namn}.csv"
        olast = namn in ratext.olasta
        hanvisar = "" if tabell.kravs or olast else find_referring(namn, ratext)
        tolkade[namn] = Tolkad((), not (tabell.kravs or olast or hanvisar), plats)
        if not olast and (tabell.kravs or hanvisar):
            vantat = f"{namn}.csv, eller bladet {namn} i en arbetsbok"
            vad = "tabellen saknas" if tabell.kravs else f"tabellen saknas, men {hanvisar} hänvisar till den"
            anmarkningar.append(Anmarkning(plats, vad, vantat, tabell.beskrivning))
    return tolkade, [*anmarkningar, *okanda.report(koder)]


def _match_headings(tabell: Tabellform, text: Texttabell, anmarkningar: list[Anmarkning]) -> Texttabell:
    """The table under the headings that were meant; missing, unknown, misspelt and repeated columns are findings.

    A misspelt heading is one fault: its column is read, so that its cells are checked too.
    """
    saknade = {k.namn: k for k in tabell.kolumner if k.namn not in text.rubriker}
    menade: dict[str, str] = {}
    for rubrik in dict.fromkeys(r for r in text.rubriker if r not in tabell.kolumnnamn):
        kravda = [namn for namn, kolumn in saknade.items() if kolumn.kravs]
        lika = suggest(rubrik, saknade) or (f"Menade du «{kravda[0]}»?" if len(kravda) == 1 and rubrik else "")
        if lika:
            menade[rubrik] = lika.partition("«")[2].partition("»")[0]
            del saknade[menade[rubrik]]
        vad = f"okänd kolumn «{rubrik}»" if rubrik else "en kolumn saknar rubrik"
        gor = lika or "Rätta rubriken eller ta bort kolumnen."
        anmarkningar.append(Anmarkning(text.rubrikplatser[rubrik], vad, ", ".join(tabell.kolumnnamn), gor))
    for kolumn in saknade.values():
        if kolumn.kravs:
            vad = f"kolumnen «{kolumn.namn}» saknas"
            anmarkningar.append(Anmarkning(text.ny_rubrik, vad, kolumn.beskrivning, "Lägg till den."))
    for rubrik in tabell.kolumnnamn:
        if text.rubriker.count(rubrik) > 1:
            vad = f"kolumnen «{rubrik}» står två gånger"
            anmarkningar.append(Anmarkning(text.rubrikplatser[rubrik], vad, "varje kolumn en gång", "Ta bort den ena."))
    return text.rename(menade)


def _interpret_table(
    tabell: Tabellform, text: Texttabell, koder: Koder, okanda: Okanda, anmarkningar: list[Anmarkning]
) -> Tolkad:
    saknade = frozenset(k.namn for k in tabell.kolumner if k.kravs and k.namn not in text.rubriker)
    rader, hel = [], text.hel
    sedda: dict[tuple[str, ...], str] = {}
    tusental = find_thousands(tabell, text.rader)
    for nummer, textrad in enumerate(text.rader):
        if utanfor := _find_note(tabell, textrad, saknade):
            anmarkningar.append(utanfor)
            hel = False
            continue
        dubblett = list(_check_key(tabell, textrad, sedda))
        varden, brister = _interpret_row(tabell, textrad, koder, okanda)
        brister |= tusental.get(nummer, {})
        anmarkningar += dubblett
        anmarkningar += [Anmarkning(textrad.platser[k], b.vad, b.vantat, b.gor) for k, b in brister.items() if b.vad]
        trasiga = saknade | textrad.trasiga | brister.keys() | ({tabell.nyckel[-1]} if dubblett else set())
        rader.append(Rad(tabell.post(**varden), textrad.celler, textrad.platser, trasiga))
    return Tolkad(tuple(rader), hel, text.plats)


def _interpret_row(
    tabell: Tabellform, rad: Textrad, koder: Koder, okanda: Okanda
) -> tuple[dict[str, Any], dict[str, Brist]]:
    """The values of a row's record by column, and the columns that have none."""
    varden: dict[str, Any] = {k.namn: None for k in tabell.kolumner if k.kravs}
    brister: dict[str, Brist] = {}
    for kolumn in tabell.kolumner:
        if kolumn.namn not in rad.celler or kolumn.namn in rad.trasiga:
            continue
        varde = _interpret_cell(kolumn, rad, koder, okanda)
        if isinstance(varde, Brist):
            brister[kolumn.namn] = varde
        elif varde is not None:
            varden[kolumn.namn] = varde
    return varden, brister


def _find_note(tabell: Tabellform, rad: Textrad, saknade: frozenset[str]) -> Anmarkning | None:
    """A row that is no record: a sum, or a note under the table."""
    kravda = [k.namn for k in tabell.kolumner if k.kravs and not k.far_tom and k.namn not in saknade]
    fyllda = [k for k, text in rad.celler.items() if text]
    if rad.trasiga or not fyllda or set(kravda) <= set(fyllda):
        return None
    text = rad.celler[fyllda[0]]
    ensam = (len(fyllda) == 1 and len(kravda) > 2) or not set(fyllda) & {*tabell.nyckel, *kravda}
    if not ensam and text.casefold().rstrip(":") not in _SUMMARAD:
        return None
    gor = "Ta bort summor och anteckningar under tabellen, eller fyll i raden."
    return Anmarkning(rad.platser[fyllda[0]], f"«{text}» är ingen fullständig rad", ", ".join(kravda), gor)


def _check_key(tabell: Tabellform, rad: Textrad, sedda: dict[tuple[str, ...], str]) -> Iterator[Anmarkning]:
    """A key occurs once."""
    if not set(tabell.nyckel) <= rad.celler.keys() or rad.trasiga & set(tabell.nyckel):
        return
    nyckel = tuple(rad.celler[k] for k in tabell.nyckel)
    plats = rad.platser[tabell.nyckel[-1]]
    if nyckel in sedda and any(nyckel):
        vad = f"«{' / '.join(nyckel)}» finns redan ({sedda[nyckel]})"
        vantat = f"en rad per {' och '.join(tabell.nyckel)}"
        yield Anmarkning(plats, vad, vantat, "Ta bort den ena raden eller rätta koden.")
    sedda.setdefault(nyckel, plats)


def _interpret_cell(kolumn: Kolumnform, rad: Textrad, koder: Koder, okanda: Okanda) -> Any:
    """The value of a cell, None when it is empty and may be, or a Brist; an unknown code is kept for later."""
    text = rad.celler[kolumn.namn]
    if not text:
        return Brist("värdet saknas", kolumn.beskrivning, kolumn.gor) if kolumn.kravs and not kolumn.far_tom else None
    if kolumn.typ == "kod" and isinstance(varde := interpret(text, kolumn), Brist):
        return varde
    if kolumn.hor_till and koder.lack(kolumn.hor_till, text):
        okanda.add(kolumn.hor_till, text, rad.platser[kolumn.namn])
        return Brist("", "")
    return interpret(text, kolumn)
