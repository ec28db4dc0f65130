"""Where everything in a book is: cells and ranges for what does not understand headings; names that do not clash."""

from __future__ import annotations

import re
from collections.abc import Sequence

from xlsxwriter.utility import xl_col_to_name

from fordelning.blad.bok import Blad, Plats, place
from fordelning.blad.kolumn import CELL, OVANFOR, Kolumn
from fordelning.blad.tabell import check_name

_CELL = re.compile(f"{CELL}([^{CELL}]*){CELL}")
_NAMN = r"((?:'.|[^'\[\]#])*)"
_STRUKTUR = re.compile(rf"([^\W\d][\w.]*)\[(?:\[#This Row\],\[{_NAMN}\]|\[{_NAMN}\]|{_NAMN})\]")
_ESC = re.compile(r"'(['\[\]#])")


class Adresser:
    """The places of a book's tables. Raises ValueError for two tables or names that are one to Excel."""

    def __init__(self, blad: Sequence[Blad]) -> None:
        self.platser: dict[str, Plats] = {}
        namn: set[str] = set()
        for plats in (p for b in blad for p in place(b) if isinstance(p, Plats)):
            t = plats.tabell
            egna = [k.namn for k in t.synliga if k.namn]
            for ett in (t.tabellnamn, *egna, *t.cellnamn):
                check_name(ett)
                if ett.casefold() in namn:
                    raise ValueError(f"två tabeller eller celler heter {ett}")
                namn.add(ett.casefold())
            self.platser[t.tabellnamn] = plats

    def resolve(self, formel: str, blad: str, rad: int) -> str:
        """A formula with its cells in place, for the cell in row `rad` (from 0) of a sheet."""
        if CELL not in formel:
            return formel

        def find(traff: re.Match[str]) -> str:
            tabell, rubrik, vilken = traff[1].split("\t")
            plats = self.platser[tabell]
            bokstav = xl_col_to_name(plats.find_column(rubrik))
            if vilken == OVANFOR:
                return f"${bokstav}{rad}"
            return f"{self._sheet(plats, blad)}${bokstav}${plats.forsta + int(vilken) + 1}"

        # the end of a range takes no sheet of its own
        return re.sub(r":'(?:''|[^'])*'!", ":", _CELL.sub(find, formel))

    def in_cells(self, formel: str, blad: str, rad: int) -> str:
        """A formula without headings, for rules and choices that do not understand them; `rad` is its row, from 0."""

        def find(traff: re.Match[str]) -> str:
            plats = self.platser[traff[1]]
            if traff[2] is None:
                return self._range(plats, _ESC.sub(r"\1", traff[3] or traff[4]), blad)
            j = plats.find_column(_ESC.sub(r"\1", traff[2]))
            return f"${xl_col_to_name(j)}{rad + 1}"

        return _STRUKTUR.sub(find, self.resolve(formel, blad, rad))

    def find_range(self, k: Kolumn, rader: tuple[int, int] | None = None) -> str:
        """The cells of a column, with their sheet."""
        return self._range(self.platser[k.tabell], k.rubrik, "", rader)

    def find_cell(self, k: Kolumn, rad: int) -> str:
        """One cell of a column, with its sheet."""
        return self.find_range(k, (rad, rad + 1)).partition(":")[0]

    def _range(self, plats: Plats, rubrik: str, blad: str, rader: tuple[int, int] | None = None) -> str:
        bokstav = xl_col_to_name(plats.find_column(rubrik))
        forst, sist = (
            (plats.forsta, plats.sista) if rader is None else (plats.forsta + rader[0], plats.rubrikrad + rader[1])
        )
        sist += plats.tabell.lediga if rader is None else 0
        return f"{self._sheet(plats, blad)}${bokstav}${forst + 1}:${bokstav}${sist + 1}"

    def _sheet(self, plats: Plats, blad: str) -> str:
        return "" if plats.blad == blad else "'{}'!".format(plats.blad.replace("'", "''"))
