"""The XML of a sheet, read in one pass: limits, order, and every cell with content or a formula, as it is stored.

A library that reads what it can drops the rest in silence: a row whose number is not greater than the one before, the
first of two cells in the same place, text in a form it does not know. Here a sheet in which the place or the kind of
anything is ambiguous is refused with its row, so that what is read is all that is there.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple, NoReturn
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER, KOLUMNER, RADER, TECKEN
from fordelning.infil.paket import HUVUD, SPARA_OM
from fordelning.infil.xmltexter import DJUP, FONETIK, TEXT, make_parser

_REF = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_OVRIGT = 200_000
"""Elements beside rows and cells (validations, links, formats), none of which is read."""
_SLAG = {
    "n": re.compile(r"\s*[-+]?([0-9]{1,330}(\.[0-9]{0,330})?|\.[0-9]{1,330})([eE][-+]?[0-9]{1,9})?\s*"),
    "s": re.compile(r"\s*[0-9]{1,9}\s*"),
    "b": re.compile(r"\s*[01]\s*"),
    **dict.fromkeys(("str", "e", "d", "inlineStr"), re.compile(".*", re.DOTALL)),
}
"""Kind of cell → what its stored text can be; of kind s, the number of a shared text."""
_BYGGDELAR = frozenset(f"{HUVUD}}}{namn}" for namn in ("row", "c", "v", "f", "is", "t", "r", "rPr", "rPh"))
_RAD, _CELL, _DATA = f"{HUVUD}}}row", f"{HUVUD}}}c", f"{HUVUD}}}sheetData"
_VARDE, _FORMEL = f"{HUVUD}}}v", f"{HUVUD}}}f"
_SAMMANFOGAD = f"{HUVUD}}}mergeCell"


def cell_name(kolumn: int, rad: int) -> str:
    """Column and row number from 1 as Excel names the cell: D14."""
    return f"{get_column_letter(kolumn)}{rad}"


class Lagrad(NamedTuple):
    """A cell with content or a formula as it is stored: column, kind, text, number of its format, has a formula."""

    kolumn: int
    typ: str
    text: str
    stil: int
    formel: bool


@dataclass(slots=True)
class Bladkarta:
    """What a sheet's XML holds: rows with content by number, the merged ranges (A1:B2), and its size."""

    rader: dict[int, list[Lagrad]] = field(default_factory=dict)
    sammanfogade: list[str] = field(default_factory=list)
    yta: int = 0
    """Cells from column A to the last of each row, empty ones included."""


def read_sheet(namn: str, xml: bytes, antal_texter: int, fler: int) -> Bladkarta:
    """The sheet `namn`, whose texts are among `antal_texter` shared ones, and which may have `fler` cells.

    Raises UnderlagFel with the row or cell where it is damaged, ambiguous or beyond a limit.
    """
    granskare = _Granskare(f"blad {namn}", antal_texter, fler)
    lasare = make_parser(f"blad {namn}")
    lasare.StartElementHandler, lasare.EndElementHandler = granskare.start, granskare.end
    lasare.CharacterDataHandler = granskare.take_text
    try:
        lasare.Parse(xml, True)  # at once: expat reads a long comment anew for every piece it is given
    except expat.ExpatError:
        granskare.refuse("bladets innehåll är avbrutet eller skadat", "ett helt blad")
    if granskare.rot != f"{HUVUD}}}worksheet":
        granskare.refuse("bladet är inget kalkylblad", "ett kalkylblad")
    return granskare.karta


@dataclass(slots=True)
class _Cell:
    """A cell under way: what it will be stored as, its value and its running text."""

    kolumn: int
    typ: str
    stil: int
    varde: str | None = None
    text: str = ""
    formel: bool = False


@dataclass(slots=True)
class _Granskare:
    """Follows the elements of a sheet."""

    blad: str
    antal_texter: int
    fler: int
    karta: Bladkarta = field(default_factory=Bladkarta)
    stig: list[str] = field(default_factory=list)
    rot: str = ""
    rad: int = 0
    kolumn: int = 0
    ovrigt: int = 0
    cell: _Cell | None = None

    def refuse(self, vad: str, vantat: str, gor: str = SPARA_OM, kolumn: int = 0) -> NoReturn:
        var = f", cell {cell_name(kolumn, self.rad)}" if kolumn else f", rad {self.rad}" if self.rad else ""
        raise UnderlagFel([Anmarkning(f"{self.blad}{var}", vad, vantat, gor)])

    def start(self, namn: str, attribut: dict[str, str]) -> None:
        over = self.stig[-1] if self.stig else ""
        self.rot = self.rot or namn
        self.stig.append(namn)
        if namn not in _BYGGDELAR:
            self.ovrigt += 1
            if self.ovrigt > _OVRIGT or len(self.stig) > DJUP:
                gor = "Kopiera tabellen till ett nytt blad, utan format och länkar."
                self.refuse("bladet har för många format, valideringar eller länkar", f"högst {_OVRIGT}", gor)
            if namn == _SAMMANFOGAD:
                self.karta.sammanfogade.append(attribut.get("ref", ""))
        elif (namn == _RAD and over != _DATA) or (namn == _CELL and over != _RAD):
            self.refuse("bladet har rader eller celler utanför sin plats", "ett helt blad")
        elif steg := _STEG.get(namn):
            steg(self, attribut)

    def start_row(self, attribut: dict[str, str]) -> None:
        """Row numbers rise."""
        forra, nummer = self.rad, attribut.get("r")
        if nummer is not None and not re.fullmatch("[0-9]{1,7}", nummer):
            self.refuse(f"efter raden står en rad med numret «{nummer}»", "rader i ordning")
        self.rad, self.kolumn = forra + 1 if nummer is None else int(nummer), 0
        if self.rad <= forra:
            self.refuse(f"raden står efter rad {forra} i filen", "varje rad en gång, i ordning")

    def start_cell(self, attribut: dict[str, str]) -> None:
        """A cell stands in its row, to the right of the one before."""
        forra, ref = self.kolumn, attribut.get("r")
        self.kolumn = forra + 1
        if ref is not None:
            traff = _REF.fullmatch(ref)
            if not traff or int(traff[2]) != self.rad:
                self.refuse(f"cellen «{ref}» står på rad {self.rad} i filen", "varje cell på sin rad")
            self.kolumn = column_index_from_string(traff[1])
        if self.kolumn <= forra:
            vad = f"cellen står efter {cell_name(forra, self.rad)} i filen"
            self.refuse(vad, "varje cell en gång, i ordning", kolumn=self.kolumn)
        if self.kolumn > KOLUMNER or self.rad > RADER:
            self._refuse_far(self.kolumn)
        self.karta.yta += self.kolumn - forra
        if self.karta.yta > self.fler:
            vad = "arbetsboken har för många celler, tomma men formaterade inräknade"
            gor = "Ta bort tomma rader och kolumner efter tabellerna."
            self.refuse(vad, f"högst {CELLER}", gor, self.kolumn)
        stil = attribut.get("s", "0")
        if not re.fullmatch("[0-9]{1,7}", stil):
            self.refuse(f"cellens format «{stil[:40]}» finns inte", "ett format ur boken", kolumn=self.kolumn)
        self.cell = _Cell(self.kolumn, attribut.get("t", "n"), int(stil))

    def _refuse_far(self, kolumn: int) -> NoReturn:
        gor = "Ta bort raderna och kolumnerna efter tabellen, också dem som ser tomma ut, och spara."
        vad = "cellen ligger långt utanför alla tabeller (kanske bara ett format)"
        self.refuse(vad, f"högst {RADER} rader och {KOLUMNER} kolumner", gor, kolumn)

    def start_value(self, _: dict[str, str]) -> None:
        if self.cell:
            if self.cell.varde is not None:
                self.refuse("cellen har två värden i filen", "ett värde", kolumn=self.kolumn)
            self.cell.varde = ""

    def start_formula(self, _: dict[str, str]) -> None:
        if self.cell:
            self.cell.formel = True

    def take_text(self, text: str) -> None:
        """Text within a cell: its stored value, its running text, or text that has strayed."""
        if not self.cell:
            return
        hallare = self.stig[-1]
        if hallare == _VARDE:
            self.cell.varde = (self.cell.varde or "") + text
        elif hallare == TEXT:
            self.cell.text += "" if FONETIK in self.stig else text
        elif hallare != _FORMEL and text.strip():
            self.refuse("cellen innehåller text utanför sitt värde", "ett värde", kolumn=self.kolumn)

    def end(self, namn: str) -> None:
        self.stig.pop()
        if namn == _RAD and self.rad > RADER:
            self._refuse_far(0)
        if namn == _CELL and self.cell:
            self._keep(self.cell)
            self.cell = None

    def _keep(self, cell: _Cell) -> None:
        """A finished cell, unless it is empty; its kind says what its text must be."""
        lopande = cell.typ == "inlineStr"
        if (cell.varde if lopande else cell.text) or cell.typ not in _SLAG:
            self.refuse("cellen är av ett slag som inte läses, eller har två värden", "ett värde", kolumn=cell.kolumn)
        text = cell.text if lopande else cell.varde or ""
        if len(text) > TECKEN:
            self.refuse("cellens text är längre än Excel medger", f"högst {TECKEN} tecken", kolumn=cell.kolumn)
        finns = _SLAG[cell.typ].fullmatch(text) and (cell.typ != "s" or int(text) < self.antal_texter)
        if text and not finns:
            vad = f"cellens lagrade värde «{text[:40]}» går inte att läsa"
            self.refuse(vad, "ett tal, en text eller ett sanningsvärde", kolumn=cell.kolumn)
        if text or cell.formel:
            lagrad = Lagrad(cell.kolumn, cell.typ, text, cell.stil, cell.formel)
            self.karta.rader.setdefault(self.rad, []).append(lagrad)


_STEG: dict[str, Callable[[_Granskare, dict[str, str]], None]] = {
    _RAD: _Granskare.start_row,
    _CELL: _Granskare.start_cell,
    _VARDE: _Granskare.start_value,
    _FORMEL: _Granskare.start_formula,
}
