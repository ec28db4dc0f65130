"""The XML of a sheet, looked through before a library reads it: limits, order, and where every cell with content is.

openpyxl reads what it can and drops the rest in silence: a row whose number is not greater than the one before, the
first of two cells in the same place, text in a form it does not know. So the places of all content are listed here,
and a sheet in which a place is ambiguous is refused with its row.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO, NoReturn
from xml.parsers import expat

from openpyxl.utils import column_index_from_string, get_column_letter

from fordelning.blad.paket import HUVUD, SPARA_OM
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import CELLER, KOLUMNER, RADER

_TAL = re.compile(r"\s*[-+]?[0-9]+(\.[0-9]*)?([eE][-+]?[0-9]+)?\s*|\s*[-+]?\.[0-9]+([eE][-+]?[0-9]+)?\s*")
_REF = re.compile("([A-Z]{1,3})([0-9]{1,7})")
_DJUP = 64
_OVRIGT = 40_000
"""Elements beside rows and cells (validations, links, formats): each costs a library time, and none is read."""
_BYGGDELAR = frozenset(f"{HUVUD}}}{namn}" for namn in ("row", "c", "v", "f", "is", "t", "r", "rPr", "rPh"))
_RAD, _CELL, _DATA = f"{HUVUD}}}row", f"{HUVUD}}}c", f"{HUVUD}}}sheetData"
_VARDE, _FORMEL, _TEXT = f"{HUVUD}}}v", f"{HUVUD}}}f", f"{HUVUD}}}t"
_FONETIK, _SAMMANFOGAD = f"{HUVUD}}}rPh", f"{HUVUD}}}mergeCell"

Plats = tuple[int, int]
"""Row and column, from 1."""


def cell_name(kolumn: int, rad: int) -> str:
    """Column and row number from 1 as Excel names the cell: D14."""
    return f"{get_column_letter(kolumn)}{rad}"


@dataclass(slots=True)
class Bladkarta:
    """What a sheet's XML holds: the cells with content, those with a formula, the merged ranges (A1:B2), its size."""

    fyllda: set[Plats] = field(default_factory=set)
    formler: set[Plats] = field(default_factory=set)
    sammanfogade: list[str] = field(default_factory=list)
    yta: int = 0
    """Cells from column A to the last of each row."""


def count_texts(xml: IO[bytes]) -> int:
    """How many shared texts the workbook has. Raises UnderlagFel for more than any table needs."""
    antal = 0

    def count(namn: str, _: dict[str, str]) -> None:
        nonlocal antal
        antal += namn == f"{HUVUD}}}si"
        if antal > CELLER:
            raise UnderlagFel([Anmarkning("arbetsboken", f"boken har fler än {CELLER} texter", gor=SPARA_OM)])

    lasare = _make_parser("arbetsboken")
    lasare.StartElementHandler = count
    lasare.ParseFile(xml)
    return antal


def map_sheet(namn: str, xml: IO[bytes], antal_texter: int, fler: int) -> Bladkarta:
    """The sheet `namn`, whose texts are among `antal_texter` shared ones, and which may have `fler` cells.

    Raises UnderlagFel with the row or cell where it is damaged, ambiguous or beyond a limit.
    """
    granskare = _Granskare(f"blad {namn}", antal_texter, fler)
    lasare = _make_parser(f"blad {namn}")
    lasare.StartElementHandler, lasare.EndElementHandler = granskare.start, granskare.end
    lasare.CharacterDataHandler = granskare.take_text
    try:
        lasare.ParseFile(xml)
    except expat.ExpatError:
        granskare.refuse("bladets innehåll är avbrutet eller skadat", "ett helt blad")
    if granskare.rot != f"{HUVUD}}}worksheet":
        granskare.refuse("bladet är inget kalkylblad", "ett kalkylblad")
    return granskare.karta


def _make_parser(plats: str) -> expat.XMLParserType:
    lasare = expat.ParserCreate(namespace_separator="}")
    lasare.buffer_text = True

    def refuse(*_: object) -> None:
        raise UnderlagFel([Anmarkning(plats, "filen innehåller en DOCTYPE, som ingen arbetsbok har", gor=SPARA_OM)])

    lasare.StartDoctypeDeclHandler = refuse
    return lasare


@dataclass(slots=True)
class _Cell:
    """A cell under way: its place, its kind, its stored text, and whether a running text or a stray one has content."""

    plats: Plats
    typ: str
    varde: str | None = None
    har_text: bool = False


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
            if self.ovrigt > _OVRIGT or len(self.stig) > _DJUP:
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
        self.cell = _Cell((self.rad, self.kolumn), attribut.get("t", "n"))

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
            self.karta.formler.add(self.cell.plats)

    def take_text(self, text: str) -> None:
        """Text within a cell: its stored value, its running text, or text that has strayed."""
        if not self.cell:
            return
        hallare = self.stig[-1]
        if hallare == _VARDE:
            self.cell.varde = (self.cell.varde or "") + text
        elif hallare != _FORMEL and _FONETIK not in self.stig and (hallare == _TEXT or text.strip()):
            self.cell.har_text = True

    def end(self, namn: str) -> None:
        self.stig.pop()
        if namn == _RAD and self.rad > RADER:
            self._refuse_far(0)
        if namn == _CELL and (cell := self.cell):
            self.cell = None
            if cell.varde and not _KAN_LASAS.get(cell.typ, _cannot)(cell.varde, self.antal_texter):
                vad = f"cellens lagrade värde «{cell.varde[:40]}» går inte att läsa"
                self.refuse(vad, "ett tal, en text eller ett sanningsvärde", kolumn=cell.plats[1])
            if cell.varde or cell.har_text:
                self.karta.fyllda.add(cell.plats)


_STEG: dict[str, Callable[[_Granskare, dict[str, str]], None]] = {
    _RAD: _Granskare.start_row,
    _CELL: _Granskare.start_cell,
    _VARDE: _Granskare.start_value,
    _FORMEL: _Granskare.start_formula,
}


def _cannot(_: str, __: int) -> bool:
    return False


def _can(_: str, __: int) -> bool:
    return True


_KAN_LASAS: dict[str, Callable[[str, int], bool]] = {
    "n": lambda text, _: len(text) < 400 and _TAL.fullmatch(text) is not None,
    "s": lambda text, antal: re.fullmatch(r"\s*[0-9]{1,9}\s*", text) is not None and int(text) < antal,
    "b": lambda text, _: text.strip() in ("0", "1"),
    "str": _can,
    "e": _can,
    "d": _can,
    "inlineStr": _can,
}
"""Kind of cell → whether its stored text can be what the kind says."""
