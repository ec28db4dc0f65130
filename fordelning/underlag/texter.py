"""A data set as it is written: every table's rows as text, and the settings. Commands change it, writers write it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Protocol

from fordelning.underlag.celler import cell_name
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.ratext import Ratext, Textrad, Texttabell
from fordelning.underlag.tabellform import Tabellform
from fordelning.underlag.tal import normalize
from fordelning.underlag.tolkning import Tolkad

Textpost = Mapping[str, str]
"""One row: the text of every column of its table; empty = not given."""

Platser = Mapping[tuple[str, int, str], str]
"""Table, row from 0 and column → where that figure was read (Swedish)."""


@dataclass(frozen=True, slots=True)
class Texter:
    """Every table's rows, also of tables without rows, and the settings as underlag.toml has them."""

    tabeller: Mapping[str, tuple[Textpost, ...]]
    nycklar: Mapping[str, Any]

    @property
    def texter(self) -> Texter:
        return self


class Skrivbart(Protocol):
    """What can be written as a data set: one that has passed the gate, or one that is still to be filled in."""

    @property
    def texter(self) -> Texter: ...


def take_texts(tabeller: Mapping[str, Tolkad], nycklar: Mapping[str, Any]) -> Texter:
    """What has been read, as it is written: decimal point, no spaces within numbers, every column."""
    rader = {
        namn: tuple(
            {k.namn: normalize(rad.texter.get(k.namn, ""), k) for k in tabell.kolumner} for rad in tabeller[namn].rader
        )
        for namn, tabell in TABELLER.items()
    }
    return Texter(rader, nycklar)


def list_texts(tabell: Tabellform, texter: Texter | None) -> list[tuple[str, ...]]:
    """The cells of a table in the order of its columns; none where there is no data set."""
    rader = texter.tabeller[tabell.namn] if texter else ()
    return [tuple(rad[namn] for namn in tabell.kolumnnamn) for rad in rader]


def make_ratext(texter: Texter, som_bok: bool = False, platser: Platser | None = None) -> Ratext:
    """The data set as if it had been written, as a folder or a workbook, and read: its cells have their places.

    `platser`: the cells whose figures a person wrote elsewhere, and where.
    """
    ratext = Ratext(installningar=dict(texter.nycklar), installningar_lasta=True)
    if som_bok:
        ratext.installningar_plats = "blad underlag"
    for namn, tabell in TABELLER.items():
        if texter.tabeller[namn] or tabell.kravs or som_bok:
            ratext.tabeller[namn] = _make_table(tabell, texter.tabeller[namn], som_bok, platser or {})
    return ratext


def _make_table(tabell: Tabellform, rader: tuple[Textpost, ...], som_bok: bool, platser: Platser) -> Texttabell:
    def at(kolumn: int, rad: int) -> str:
        if som_bok:
            return f"blad {tabell.namn}, cell {cell_name(kolumn + 1, rad)}"
        return f"{tabell.namn}.csv rad {rad}, kolumn {tabell.kolumnnamn[kolumn]}"

    textrader = tuple(
        Textrad(
            rad,
            {
                namn: platser.get((tabell.namn, nummer - 2, namn), at(j, nummer))
                for j, namn in enumerate(tabell.kolumnnamn)
            },
        )
        for nummer, rad in enumerate(rader, start=2)
    )
    plats = f"blad {tabell.namn}" if som_bok else f"{tabell.namn}.csv"
    rubriker = {namn: at(j, 1) for j, namn in enumerate(tabell.kolumnnamn)}
    return Texttabell(tabell.namn, plats, tabell.kolumnnamn, rubriker, plats, textrader)
