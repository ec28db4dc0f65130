"""Text becomes records: columns, cells, keys and references are checked; every fault is a finding with its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.underlag.kolumner import TABELLER, Kolumn, Tabell
from fordelning.underlag.ratext import Ratext, Textrad, Texttabell, suggest
from fordelning.underlag.tal import Brist, interpret

VISADE_PLATSER = 5
"""How many further places a finding names before it only counts them."""

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


@dataclass(frozen=True, slots=True)
class Koder:
    """The codes that the tables hold, as text: a row with another fault still exists. None: they cannot be known."""

    per_tabell: Mapping[str, frozenset[str] | None]
    losa: Mapping[str, frozenset[str]]

    def lack(self, tabell: str, kod: str) -> bool:
        """Whether the code is surely missing in the table."""
        finns = self.per_tabell[tabell]
        return finns is not None and kod not in finns and kod not in self.losa[tabell]


def interpret_tables(ratext: Ratext) -> tuple[dict[str, Tolkad], list[Anmarkning]]:
    """Every table as records, missing optional tables as empty, and all findings."""
    anmarkningar: list[Anmarkning] = []
    koder = _collect_codes(ratext)
    tolkade = {}
    for namn, tabell in TABELLER.items():
        text = ratext.tabeller.get(namn)
        if text is not None:
            tolkade[namn] = _interpret_table(tabell, text, koder, anmarkningar)
            continue
        plats = f"blad {namn}" if ratext.installningar_plats.startswith("blad ") else f"{namn}.csv"
        olast = namn in ratext.olasta
        tolkade[namn] = Tolkad((), not tabell.kravs and not olast, plats)
        if not olast and (tabell.kravs or (hanvisar := _find_referring(namn, ratext))):
            vantat = f"{namn}.csv, eller bladet {namn} i en arbetsbok"
            vad = "tabellen saknas" if tabell.kravs else f"tabellen saknas, men {hanvisar} hänvisar till den"
            anmarkningar.append(Anmarkning(plats, vad, vantat, tabell.beskrivning))
    return tolkade, anmarkningar


def _find_referring(namn: str, ratext: Ratext) -> str:
    """A table with codes that belong to the table `namn`."""
    for text in ratext.tabeller.values():
        kolumner = [k.namn for k in TABELLER[text.namn].kolumner if k.hor_till == namn]
        if any(rad.celler.get(kolumn) for kolumn in kolumner for rad in text.rader):
            return text.plats
    return ""


def _collect_codes(ratext: Ratext) -> Koder:
    """The codes of every table. Where one is missing, and reported as such, nothing can be known."""
    per_tabell: dict[str, frozenset[str] | None] = {}
    losa: dict[str, frozenset[str]] = {}
    for namn, tabell in TABELLER.items():
        kolumn = tabell.nyckel[-1] if namn == "insatser" else tabell.nyckel[0]
        text = ratext.tabeller.get(namn)
        losa[namn] = text.losa if text else frozenset()
        if text is None:
            per_tabell[namn] = None
        else:
            rader = [rad for rad in text.rader if not _find_note(tabell, rad, frozenset())]
            koder = frozenset(rad.celler.get(kolumn, "") for rad in rader)
            per_tabell[namn] = koder if kolumn in text.rubriker and "" not in koder else None
    return Koder(per_tabell, losa)


def _interpret_table(tabell: Tabell, text: Texttabell, koder: Koder, anmarkningar: list[Anmarkning]) -> Tolkad:
    kolumnfel = list(_check_columns(tabell, text))
    anmarkningar.extend(kolumnfel)
    saknade = frozenset(k.namn for k in tabell.kolumner if k.kravs and k.namn not in text.rubriker)
    rader, okanda, hel = [], _Okanda(), text.hel
    sedda: dict[tuple[str, ...], str] = {}
    for textrad in text.rader:
        if utanfor := _find_note(tabell, textrad, saknade):
            anmarkningar.append(utanfor)
            hel = False
            continue
        fel = list(_check_key(tabell, textrad, sedda))
        trasiga = {tabell.nyckel[-1]} if fel else set()
        varden: dict[str, Any] = {k.namn: None for k in tabell.kolumner if k.kravs}
        for kolumn in tabell.kolumner:
            if kolumn.namn in textrad.celler and kolumn.namn not in textrad.trasiga:
                varde = _interpret_cell(kolumn, textrad, koder, okanda)
                if isinstance(varde, Brist):
                    trasiga.add(kolumn.namn)
                    if varde.vad:
                        fel.append(Anmarkning(textrad.platser[kolumn.namn], varde.vad, varde.vantat, varde.gor))
                elif varde is not None:
                    varden[kolumn.namn] = varde
        anmarkningar.extend(fel)
        rader.append(Rad(tabell.post(**varden), textrad.celler, textrad.platser, saknade | textrad.trasiga | trasiga))
    anmarkningar.extend(okanda.report(koder))
    return Tolkad(tuple(rader), hel, text.plats)


def _check_columns(tabell: Tabell, text: Texttabell) -> Iterator[Anmarkning]:
    """Missing, unknown and repeated columns. A misspelt heading is one fault, not also a missing column."""
    saknade = {k.namn: k for k in tabell.kolumner if k.namn not in text.rubriker}
    vantat = ", ".join(tabell.kolumnnamn)
    for rubrik in dict.fromkeys(r for r in text.rubriker if r not in tabell.kolumnnamn):
        kravda = [namn for namn, kolumn in saknade.items() if kolumn.kravs]
        lika = suggest(rubrik, saknade) or (f"Menade du «{kravda[0]}»?" if len(kravda) == 1 and rubrik else "")
        saknade.pop(lika.partition("«")[2].partition("»")[0], None)
        vad = f"okänd kolumn «{rubrik}»" if rubrik else "en kolumn saknar rubrik"
        yield Anmarkning(text.rubrikplatser[rubrik], vad, vantat, lika or "Rätta rubriken eller ta bort kolumnen.")
    for kolumn in saknade.values():
        if kolumn.kravs:
            yield Anmarkning(text.ny_rubrik, f"kolumnen «{kolumn.namn}» saknas", kolumn.beskrivning, "Lägg till den.")
    for rubrik in tabell.kolumnnamn:
        if text.rubriker.count(rubrik) > 1:
            vad = f"kolumnen «{rubrik}» står två gånger"
            yield Anmarkning(text.rubrikplatser[rubrik], vad, "varje kolumn en gång", "Ta bort den ena.")


def _find_note(tabell: Tabell, rad: Textrad, saknade: frozenset[str]) -> Anmarkning | None:
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


def _check_key(tabell: Tabell, rad: Textrad, sedda: dict[tuple[str, ...], str]) -> Iterator[Anmarkning]:
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


def _interpret_cell(kolumn: Kolumn, rad: Textrad, koder: Koder, okanda: _Okanda) -> Any:
    """The value of a cell, None when it is empty and may be, or a Brist; an unknown code is kept for later."""
    text = rad.celler[kolumn.namn]
    if not text:
        return Brist("värdet saknas", kolumn.beskrivning) if kolumn.kravs and not kolumn.far_tom else None
    if kolumn.hor_till and koder.lack(kolumn.hor_till, text):
        okanda.platser[kolumn, text].append(rad.platser[kolumn.namn])
        return Brist("", "")
    return interpret(text, kolumn)


class _Okanda:
    """References to nothing, by column and code: one wrong code is one finding, however many rows have it."""

    def __init__(self) -> None:
        self.platser: defaultdict[tuple[Kolumn, str], list[str]] = defaultdict(list)

    def report(self, koder: Koder) -> Iterator[Anmarkning]:
        for (kolumn, text), platser in self.platser.items():
            i_bok = platser[0].startswith("blad ")
            dar = f"bladet {kolumn.hor_till}" if i_bok else f"{kolumn.hor_till}.csv"
            gor = suggest(text, koder.per_tabell[kolumn.hor_till] or ())
            vad = f"«{text}» finns inte i {dar}{list_places(platser[1:])}"
            yield Anmarkning(platser[0], vad, f"en kod ur {dar}", gor or "Rätta koden.")


def list_places(platser: list[str]) -> str:
    """Further places of the same fault, in parentheses."""
    if not platser:
        return ""
    korta = [p.rpartition(", cell ")[2] if ", cell " in p else p.partition(",")[0].rpartition(" ")[2] for p in platser]
    ord_ = "cell" if ", cell " in platser[0] else "rad"
    fler = f" och {len(korta) - VISADE_PLATSER} till" if len(korta) > VISADE_PLATSER else ""
    return f" (också {ord_} {', '.join(korta[:VISADE_PLATSER])}{fler})"
