"""A sheet of the input workbook: one table of the data set, with what may be typed in each column."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

from fordelning.blad import Form, Krav, Tabell
from fordelning.underlag.tabellform import Kolumnform, Tabellform, Typ

LEDIGA_RADER = 300
"""Rows under the last filled one that have validation and formats."""

NAMNBREDD = 30
"""Characters for names and texts, where there is none yet."""

KOD, FRI = "@", "General"
TALFORM: dict[Typ, Form] = {"kr": "kr", "antal": "antal", "ar": "ar", "manader": "ar", "tal": FRI, "andel": FRI}
"""What is typed as a number, and how it is shown. Every other column is text, so that a code keeps its zeros."""

_TAL: dict[Typ, tuple[str, float, float | None]] = {
    "kr": ("Skriv hela kronor, 0 eller mer, utan enhet.", 0, None),
    "antal": ("Skriv ett heltal, 0 eller mer.", 0, None),
    "tal": ("Skriv ett tal, 0 eller mer.", 0, None),
    "andel": ("Skriv en andel från 0 till 1, t.ex. 0,25.", 0, 1),
    "ar": ("Skriv ett år med fyra siffror.", 1990, 2100),
    "manader": ("Skriv ett heltal från 1 till 12.", 1, 12),
}
"""What a number must be: what to say, and its limits."""


def make_bladtabell(tabell: Tabellform, texter: Sequence[Sequence[str]], gjorda: Mapping[str, Tabell]) -> Tabell:
    """The table on its sheet, its rows as text. `gjorda` = the tables that its codes belong to."""
    t = Tabell(tabell.namn, lediga=LEDIGA_RADER)
    for j, kolumn in enumerate(tabell.kolumner):
        celler = [_make_cell(kolumn, rad[j]) for rad in texter]
        former = [form for _, form in celler] + [TALFORM.get(kolumn.typ, KOD)]
        varden = [varde for varde, _ in celler]
        krav, forklaring = make_krav(kolumn, gjorda), describe(kolumn)
        bredd = NAMNBREDD if kolumn.typ == "text" and not texter else None
        t.data(kolumn.namn, varden, former, forklaring=forklaring, krav=krav, ljus=not kolumn.kravs, bredd=bredd)
    return t


def _make_cell(kolumn: Kolumnform, text: str) -> tuple[str | float | None, Form]:
    """A number as a number with the decimals it was given, when Excel keeps every digit; all else as text."""
    if not text or kolumn.typ not in TALFORM or Decimal(f"{float(text):.15g}") != Decimal(text):
        return text or None, KOD
    decimaler = len(text.partition(".")[2])
    return float(text), f"#,##0.{'0' * decimaler}" if decimaler else TALFORM[kolumn.typ]


def describe(kolumn: Kolumnform) -> str:
    """A column in words: what it is, and whether it must be filled in."""
    krav = "Får vara tom." if kolumn.far_tom else "Krävs." if kolumn.kravs else "Frivillig."
    val = f" Ett av: {', '.join(kolumn.val)}." if kolumn.val else ""
    return f"{kolumn.beskrivning}{val} {krav}"


def make_krav(kolumn: Kolumnform, gjorda: Mapping[str, Tabell]) -> Krav | None:
    """What may be typed in a column; nothing for free text.

    A code that is not in its table is only warned of: the table may be filled in later.
    """
    if kolumn.val:
        return Krav("val", kolumn.namn, f"Välj {' eller '.join(kolumn.val)}.", val=kolumn.val)
    if kolumn.hor_till:
        fel = f"Koden finns inte på bladet {kolumn.hor_till}. Lägg till den där också."
        koder = next(k for k in gjorda[kolumn.hor_till].kolumner if k.rubrik == kolumn.namn)
        return Krav("val", kolumn.namn, fel, val=koder, varning=True)
    if kolumn.typ not in _TAL:
        return None
    text, minst, hogst = _TAL[kolumn.typ]
    slag: Literal["tal", "heltal"] = "tal" if kolumn.typ in ("tal", "andel") else "heltal"
    if kolumn.negativ:
        return Krav(slag, kolumn.namn, text.replace(", 0 eller mer", ""), None, hogst)
    return Krav(slag, kolumn.namn, text, minst, hogst)
