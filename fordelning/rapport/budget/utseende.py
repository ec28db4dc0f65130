"""How the budget workbook looks: its cell formats, made once each."""

from __future__ import annotations

from typing import Any

from fordelning.rapport.budget.sida import Cell, Farg, Form, Inmatning, Rubrik
from fordelning.rapport.excel.utseende import FARGER, localise

_TYPSNITT = {"font_name": "Calibri", "font_size": 10, "valign": "vcenter"}
_TALFORMAT: dict[Form, str] = {
    "text": "General",
    "lang": "General",
    "kr": '#,##0;-#,##0;"–"',
    "ore": "#,##0.00",
    "antal": "#,##0",
    "tal": "#,##0.0",
    "andel": "0.0 %",
    "ar": "0",
}
"""A dash for 0 kr, so that what is there is seen."""

_INMATNING: dict[Inmatning, dict[str, Any]] = {
    "": {},
    "utfall": {"bg_color": "#FFF2CC", "locked": False},
    "plan": {"bg_color": "#DDEBF7", "locked": False},
}
_FARGER: dict[Farg, dict[str, str]] = {
    "gron": {"font_color": "#375623", "bg_color": "#E2EFDA"},
    "rod": {"font_color": "#9C0006", "bg_color": "#FFC7CE"},
    "gul": {"font_color": "#7F6000", "bg_color": "#FFE699"},
}


class Format:
    """The formats of one workbook."""

    def __init__(self, bok: Any) -> None:
        self._bok = bok
        self._gjorda: dict[tuple[Any, ...], Any] = {}

    @property
    def titel(self) -> Any:
        """The title of a sheet."""
        return self._make(("titel",), {"font_size": 16, "bold": True, "font_color": FARGER["rubrik"]})

    @property
    def beskrivning(self) -> Any:
        """The line under the title."""
        return self._make(("beskrivning",), {"font_color": FARGER["dampad"]})

    def heading(self, rubrik: Rubrik, j: int) -> Any:
        """The heading of column number j."""
        egenskaper = {
            "bold": True,
            "font_color": "#FFFFFF",
            "bg_color": FARGER["rubrik"],
            "text_wrap": True,
            "valign": "bottom",
            "align": "right" if rubrik.ar_tal else "left",
            "indent": int(j > 0 and not rubrik.ar_tal),
        }
        return self._make(("rubrik", rubrik.ar_tal, j > 0), egenskaper)

    def cell(self, cell: Cell, rubrik: Rubrik, j: int, ar_summa: bool) -> Any:
        """A cell in column number j: sums are bold under a line, cells to type in are coloured and unlocked."""
        egenskaper: dict[str, Any] = {"num_format": localise(_TALFORMAT[cell.form]), "text_wrap": cell.form == "lang"}
        egenskaper |= {"bold": True, "top": 1} if ar_summa else {"bottom": 4, "bottom_color": FARGER["rad"]}
        egenskaper |= {"indent": 1} if j > 0 and cell.form in ("text", "lang") else {}
        egenskaper |= {"left": 1, "left_color": "#7F7F7F"} if rubrik.linje else {}
        nyckel = ("cell", cell.form, cell.inmatning, ar_summa, j > 0, rubrik.linje)
        return self._make(nyckel, egenskaper | _INMATNING[cell.inmatning])

    def colour(self, farg: Farg) -> Any:
        """The colour of a condition."""
        return self._make(("villkor", farg), _FARGER[farg])

    def _make(self, nyckel: tuple[Any, ...], egenskaper: Any) -> Any:
        if nyckel not in self._gjorda:
            self._gjorda[nyckel] = self._bok.add_format(_TYPSNITT | egenskaper)
        return self._gjorda[nyckel]
