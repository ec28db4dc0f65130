"""Tables as text: every cell with its place, before anything is interpreted."""

from __future__ import annotations

import difflib
import re
import unicodedata
from bisect import bisect
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from fordelning.begrepp import Fil
from fordelning.fel import MEST_VISADE, Anmarkning, UnderlagFel
from fordelning.tecken import compose, find_invisible_sign
from fordelning.underlag.kolumner import TABELLER

_HOGST_JAMFORDA = 400
"""How many codes a misspelt one is compared with letter by letter; of more, those that stand nearest in order."""

_KANTER = " \t\r\n\v\f\u00a0\u2007\u2009\u202f\ufeff\u200b\u2060"
"""What may surround a cell's text without being part of it."""


@dataclass(frozen=True, slots=True)
class Textrad:
    """One row as text, where its cells are, and the columns whose cell has been reported as unreadable."""

    celler: Mapping[str, str]
    platser: Mapping[str, str]
    trasiga: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Texttabell:
    """A table as text. `plats` names the file or sheet, `ny_rubrik` is where a column can be added.

    `losa` are the texts of rows that could not be laid under the header; they have been reported.
    """

    namn: str
    plats: str
    rubriker: tuple[str, ...]
    rubrikplatser: Mapping[str, str]
    ny_rubrik: str
    rader: tuple[Textrad, ...]
    losa: frozenset[str] = frozenset()
    hel: bool = True

    def rename(self, namn: Mapping[str, str]) -> Texttabell:
        """The table with other names of some columns."""
        if not namn:
            return self
        rader = tuple(
            Textrad(
                {namn.get(k, k): text for k, text in rad.celler.items()},
                {namn.get(k, k): plats for k, plats in rad.platser.items()},
                frozenset(namn.get(k, k) for k in rad.trasiga),
            )
            for rad in self.rader
        )
        return replace(self, rubriker=tuple(namn.get(r, r) for r in self.rubriker), rader=rader)


@dataclass(slots=True)
class Ratext:
    """A data set as text: its tables, its settings, its files, and what was wrong with reading them."""

    tabeller: dict[str, Texttabell] = field(default_factory=dict)
    olasta: set[str] = field(default_factory=set)
    """Tables that are there, or seem to be under another name, but could not be read; that has been reported."""
    installningar: dict[str, Any] = field(default_factory=dict)
    installningar_plats: str = "underlag.toml"
    installningar_platser: dict[str, str] = field(default_factory=dict)
    """The cell of each key, written as it is named in a finding."""
    installningar_lasta: bool = False
    filer: list[Fil] = field(default_factory=list)
    anmarkningar: list[Anmarkning] = field(default_factory=list)


def clean(text: str) -> str:
    """A cell's text without what surrounds it; a line break inside is a space, a letter with its ring å."""
    return compose(re.sub(r"[ ]*[\r\n\t\v\f]+[ ]*", " ", text.strip(_KANTER)))


def find_invisible(text: str) -> str:
    """What is wrong with the characters of a text, or nothing: signs that cannot be seen, or a garbled encoding."""
    if tecken := find_invisible_sign(text):
        return f"cellen innehåller ett tecken som inte syns ({tecken})"
    if "\ufffd" in text or re.search("Ã[\u0080-\u00bf\u2013-\u203a\u20ac\u017d\u017e\u0152\u0153\u0160\u0161]", text):
        return f"«{text}» har fel tecken; å, ä eller ö har blivit något annat"
    return ""


def suggest(text: str, finns: Collection[str]) -> str:
    """The nearest of what exists as a question, or nothing. Case and lost zeros before a number are looked at first."""
    narmast = sorted(finns)
    if len(narmast) > _HOGST_JAMFORDA:
        mitt = bisect(narmast, text)
        narmast = narmast[max(0, mitt - _HOGST_JAMFORDA // 4) : mitt + _HOGST_JAMFORDA // 4]
    for lik, bland in ((_fold, finns), (_strip_zeros, finns), (_plain, narmast)):
        if (sokt := lik(text)) and (traffar := [f for f in bland if lik(f) == sokt]):
            return f"Menade du «{min(traffar)}»?"
    lika = difflib.get_close_matches(text, narmast, 1, 0.6)
    return f"Menade du «{lika[0]}»?" if lika else ""


def _fold(text: str) -> str:
    return text.casefold()


def _strip_zeros(text: str) -> str:
    """The text without the zeros that numbers in it begin with: SF-101 is SF-0101."""
    return re.sub(r"(?<!\d)0+(?=\d)", "", _fold(text))


class Forslag:
    """Suggestions for as many findings as are shown, none for the rest: ten thousand faults cost no more than fifty."""

    def __init__(self) -> None:
        self._antal = 0

    def find(self, text: str, finns: Collection[str]) -> str:
        """As `suggest`."""
        self._antal += 1
        return suggest(text, finns) if self._antal <= MEST_VISADE else ""


def find_near_table(namn: str, kanda: Collection[str]) -> str | None:
    """The table that a file or sheet was probably meant to be."""
    kanda_som = {_plain(kand): kand for kand in sorted(kanda)}
    lika = difflib.get_close_matches(_plain(namn), kanda_som, 1, 0.6)
    return kanda_som[lika[0]] if lika else None


def _plain(text: str) -> str:
    """The text in small letters, without accents, spaces and punctuation."""
    bokstaver = unicodedata.normalize("NFKD", text.casefold())
    return "".join(b for b in bokstaver if b.isalnum() or b == "_")


def check_header(namn: str, plats: str, rubriker: Collection[str]) -> None:
    """A header has at least one of the table's columns. Raises UnderlagFel when it has none."""
    kanda = TABELLER[namn].kolumnnamn
    if not set(kanda) & set(rubriker):
        gor = "Skriv kolumnernas namn på första raden, och inget ovanför."
        raise UnderlagFel([Anmarkning(plats, "rubrikraden saknas", ", ".join(kanda), gor)])


def report_unknown_table(namn: str, plats: str, kanda: list[str], ratext: Ratext) -> None:
    """A file or sheet that no table has is a finding: data must not be dropped in silence."""
    nara = find_near_table(namn, kanda)
    if nara:
        ratext.olasta.add(nara.removesuffix(".csv"))
    gor = f"Menade du «{nara}»?" if nara else "Rätta namnet, eller flytta bort det ur underlaget."
    ratext.anmarkningar.append(Anmarkning(plats, "är ingen del av underlaget", ", ".join(kanda), gor))
