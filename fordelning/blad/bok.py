"""Blad and Bok: which parts stand on which sheet, and in what order the sheets stand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fordelning.blad.diagram import Diagram
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell

Slag = Literal["resultat", "inmatning", "om", "rakning"]
"""What a sheet is for: to read, to fill in, what it rests on, or to calculate with; the last stand last."""

SLAGORD: dict[Slag, str] = {
    "resultat": "Resultat",
    "inmatning": "Att fylla i",
    "om": "Underlag",
    "rakning": "Räkneblad",
}
INNEHALL = "Innehåll"
FLEST_UTAN_INNEHALL = 6

Del = Tabell | Lista | Diagram


@dataclass(frozen=True, slots=True, eq=False)
class Blad:
    """A sheet: its parts under each other, those in a tuple beside each other.

    `fasta` = the columns that stay when it scrolls sideways. `frys` = the first headings stay although there are
    several tables.
    Without a title the headings of the first table are the first row. `kommentarer` = explanations as notes.
    `innehall` = what the contents sheet says of it, its title unless told.
    """

    namn: str
    titel: str
    beskrivning: str
    delar: Sequence[Del | tuple[Del, ...]]
    slag: Slag = "resultat"
    fasta: int = 0
    frys: bool = False
    kommentarer: bool = False
    innehall: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Bok:
    """A workbook. Sheets to calculate with are moved last; a book of more than six sheets gets a contents sheet.

    `innehall` = not where a sheet of its own already leads to the others. `skyddad` = only yellow and blue cells can be
    changed, without a password.
    """

    titel: str
    blad: Sequence[Blad]
    skyddad: bool = False
    innehall: bool = True

    def order_sheets(self) -> list[Blad]:
        """The sheets as they stand, the contents second."""
        blad = sorted(self.blad, key=lambda b: b.slag == "rakning")
        if len(blad) <= FLEST_UTAN_INNEHALL or not self.innehall:
            return blad
        return [blad[0], _make_contents(self.titel, blad), *blad[1:]]


def _make_contents(titel: str, blad: Sequence[Blad]) -> Blad:
    t = Tabell(INNEHALL, sorteras=False)
    t.data("Blad", [b.namn for b in blad], bredd=30, lank=True)
    t.data("Innehåll", [b.innehall or b.titel for b in blad], "lang", bredd=90)
    t.data("Slag", [SLAGORD[b.slag] for b in blad], bredd=16)
    return Blad(INNEHALL, titel, "Klicka på ett blads namn för att gå dit.", [t], "om")
