"""The one look of every book: one font, one yellow (to fill in or change), one blue (a proposal to keep or replace)."""

from __future__ import annotations

from typing import Any, Literal

from fordelning.blad.form import TEXTFORMER, Form, localise
from fordelning.blad.kolumn import Farg, Kolumn

FARGER = {
    "rubrik": "#1F4E79",
    "rubrik_ljus": "#8EA9C1",
    "rad": "#D9D9D9",
    "gul": "#FFF2CC",
    "bla": "#DDEBF7",
    "minus": "#C55A11",
    "linje": "#E3E3E3",
    "dampad": "#595959",
}
SERIEFARGER = ("#2E75B6", "#9DC3E6", "#C55A11", "#7F7F7F")
FLIKFARGER = {"resultat": "#1F4E79", "inmatning": "#E2B100", "om": "#BFBFBF", "rakning": "#7F7F7F"}
VILLKORSFARGER: dict[Farg, dict[str, Any]] = {
    "gron": {"font_color": "#375623", "bg_color": "#E2EFDA"},
    "rod": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True},
    "gul": {"font_color": "#7F6000", "bg_color": "#FFE699"},
}

TEXT = 10
"""Points: the size of all text but a sheet's title and those of charts, so that no text is lost in print."""
TYPSNITT = {"font_name": "Calibri", "font_size": TEXT, "valign": "top"}
_NEDERST: dict[str, Any] = {"text_wrap": True, "valign": "bottom"}
_FASTA: dict[str, dict[str, Any]] = {
    "titel": {"font_size": 16, "bold": True, "font_color": FARGER["rubrik"], "valign": "vcenter"},
    "beskrivning": {"font_color": FARGER["dampad"], "valign": "vcenter"},
    "forklaring": {"italic": True, "font_color": FARGER["dampad"], "indent": 1} | _NEDERST,
    "summa_text": {"bold": True, "align": "left", "indent": 1},
    "lank": {"font_color": "#0563C1", "underline": 1, "align": "left", "indent": 1},
}


class Format:
    """The cell formats of one workbook, made once each."""

    def __init__(self, bok: Any) -> None:
        self._bok = bok
        self._gjorda: dict[tuple[object, ...], Any] = {}

    def __getitem__(self, namn: str) -> Any:
        return self._make((namn,), _FASTA[namn])

    def heading(self, k: Kolumn) -> Any:
        """The heading of a column; a light one where the column may be left empty."""
        farg = FARGER["rubrik_ljus" if k.ljus else "rubrik"]
        sida = {"align": "right"} if k.ar_tal else {"align": "left", "indent": 1}
        egenskaper = {"bold": True, "font_color": "#FFFFFF", "bg_color": farg} | _NEDERST | sida
        egenskaper |= {"left": 2, "left_color": "#FFFFFF"}  # headings beside each other do not run together
        return self._make(("rubrik", k.ar_tal, k.ljus), egenskaper)

    def cell(self, form: Form, mark: str = "", summa: Literal["", "rad", "ovan"] = "", linje: bool = False) -> Any:
        """A cell of a table: marked cells are coloured and unlocked, sums are bold, in a row under a line."""
        nyckel = ("cell", form, mark, summa, linje)
        if nyckel in self._gjorda:
            return self._gjorda[nyckel]
        ar_text = form in TEXTFORMER
        egenskaper: dict[str, Any] = {"num_format": localise(form), "text_wrap": form == "lang"}
        egenskaper |= {"align": "left", "indent": 1} if ar_text else {"align": "right"}
        egenskaper |= {"align": "fill", "indent": 0} if form == "borjan" else {}
        egenskaper |= (
            ({"bold": True} | ({"top": 1} if summa == "rad" else {}))
            if summa
            else {"bottom": 4, "bottom_color": FARGER["rad"]}
        )
        egenskaper |= {"left": 1, "left_color": "#7F7F7F"} if linje else {}
        if mark:
            egenskaper |= {"bg_color": FARGER[mark], "locked": False}
            egenskaper |= {"num_format": "@"} if ar_text else {}
        return self._make(nyckel, egenskaper)

    def colour(self, farg: Farg) -> Any:
        """The colours of a condition."""
        return self._make(("villkor", farg), VILLKORSFARGER[farg])

    def _make(self, nyckel: tuple[object, ...], egenskaper: dict[str, Any]) -> Any:
        if nyckel not in self._gjorda:
            self._gjorda[nyckel] = self._bok.add_format(TYPSNITT | egenskaper)
        return self._gjorda[nyckel]
