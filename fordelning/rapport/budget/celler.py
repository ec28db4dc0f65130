"""A budget workbook's cells: sheets, rows by code and heading, defined names, each with its place for messages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fordelning.blad import lasning
from fordelning.blad.lasning import cell_name, read_book
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import read_bytes


@dataclass(frozen=True, slots=True)
class Celltext:
    """What a cell holds, and where it is (Swedish). `ar_formel`: a formula was typed in it."""

    varde: Any
    plats: str
    ar_formel: bool = False


Rader = dict[str, dict[str, Celltext]]
"""Row code → heading → cell."""


@dataclass(frozen=True, slots=True, eq=False)
class Blad:
    """A sheet: stored values and formulas, row by row from 1."""

    fil: str
    namn: str
    varden: list[tuple[Any, ...]]
    formler: list[tuple[Any, ...]]

    def get(self, rad: int, kolumn: int) -> Celltext:
        """The cell at a row and column from 1; empty outside what is written."""
        plats = f"{self.fil}, blad {self.namn}, cell {cell_name(kolumn, rad)}"
        return Celltext(_at(self.varden, rad, kolumn), plats, bool(_at(self.formler, rad, kolumn)))

    def find_rows(
        self, rubriker: Sequence[str], behovs: Sequence[str], anmarkningar: list[Anmarkning], nummer: int = 0
    ) -> Rader:
        """The rows under the heading row that begins with these headings (number `nummer` of its kind), by code.

        Without that row, or one of the headings that are needed (`behovs`), there are none, and that is a finding.
        """
        traffar = [i for i, rad in enumerate(self.varden, 1) if list(rad[: len(rubriker)]) == list(rubriker)]
        if len(traffar) <= nummer:
            vad = f"rubrikraden «{' · '.join(rubriker)}» saknas"
            anmarkningar.append(Anmarkning(f"{self.fil}, blad {self.namn}", vad, "bladet som det skrevs"))
            return {}
        rubrikrad = traffar[nummer]
        kolumner = {str(text): j for j, text in enumerate(self.varden[rubrikrad - 1], 1) if text is not None}
        if saknas := [text for text in behovs if text not in kolumner]:
            vad = f"kolumnen «{'», «'.join(saknas)}» saknas"
            anmarkningar.append(
                Anmarkning(f"{self.fil}, blad {self.namn}, rad {rubrikrad}", vad, "bladet som det skrevs")
            )
            return {}
        rader: Rader = {}
        for i in range(rubrikrad + 1, len(self.varden) + 1):
            kod = _at(self.varden, i, 1)
            if kod is None:
                break
            rader[str(kod)] = {text: self.get(i, j) for text, j in kolumner.items()}
        return rader


@dataclass(frozen=True, slots=True, eq=False)
class Budgetbok:
    """An opened budget workbook."""

    fil: str
    blad: dict[str, Blad]
    namn: dict[str, tuple[str, int, int]]
    """Defined name → sheet, row and column."""

    def find_sheet(self, namn: str, anmarkningar: list[Anmarkning]) -> Blad | None:
        """The sheet; a missing one is a finding."""
        if namn not in self.blad:
            anmarkningar.append(Anmarkning(f"{self.fil}, blad {namn}", "bladet saknas", "bokens alla blad"))
            return None
        return self.blad[namn]

    def find_name(self, namn: str) -> Celltext:
        """The cell of a defined name. Raises UnderlagFel when the workbook does not have it."""
        if namn not in self.namn or self.namn[namn][0] not in self.blad:
            vad = "filen är ingen budgetarbetsbok"
            raise UnderlagFel([Anmarkning(self.fil, vad, "en bok som fordelning budget har skrivit")])
        blad, rad, kolumn = self.namn[namn]
        return self.blad[blad].get(rad, kolumn)


def open_workbook(fil: Path) -> Budgetbok:
    """Every sheet's values and formulas. Raises UnderlagFel when the file cannot be read whole as a workbook."""
    bok = read_book(fil.name, read_bytes(fil, UnderlagFel))
    return Budgetbok(fil.name, {blad.namn: _make_sheet(fil.name, blad) for blad in bok.blad}, dict(bok.namn))


def _make_sheet(fil: str, blad: lasning.Blad) -> Blad:
    return Blad(
        fil,
        blad.namn,
        [tuple(cell.varde for cell in rad) for rad in blad.rader],
        [tuple(cell.formel for cell in rad) for rad in blad.rader],
    )


def _at(rader: list[tuple[Any, ...]], rad: int, kolumn: int) -> Any:
    return rader[rad - 1][kolumn - 1] if rad <= len(rader) and kolumn <= len(rader[rad - 1]) else None
