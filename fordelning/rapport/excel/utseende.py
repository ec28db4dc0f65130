"""How a workbook looks: formats, colours, and widths and heights that fit."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any

from fordelning.rapport.excel.tabell import Form, Kolumn

SVENSKA = "[$-41D]"
"""The language mark of a number format: separators as in Sweden, whatever language the program has."""


def localise(talformat: str) -> str:
    """A number format marked as Swedish, section by section; formats without separators stay as they are."""
    delar = talformat.split(";")
    return ";".join(f"{SVENSKA}{del_}" if "0" in del_ and ("," in del_ or "." in del_) else del_ for del_ in delar)


_TALFORMAT: dict[Form, str] = {
    "text": "General",
    "lang": "General",
    "kr": "#,##0",
    "ore": "#,##0.00",
    "antal": "#,##0",
    "tal": "#,##0.0",
    "fin": "#,##0.000000",
    "nara": "0.0E+00",
    "andel": "0.0 %",
    "andel_fin": "0.0000 %",
    "andring": "+0.0 %;-0.0 %;0.0 %",
}
"""A Swedish Excel shows 1 234 567,8 with these."""

TALFORMAT = {form: localise(talformat) for form, talformat in _TALFORMAT.items()}

DECIMALER: dict[Form, int] = {"ore": 2, "tal": 1, "fin": 6, "andel": 1, "andel_fin": 4, "andring": 1}

FARGER = {
    "rubrik": "#1F4E79",
    "rad": "#D9D9D9",
    "inmatning": "#FFF8DC",
    "stapel": "#2E75B6",
    "minus": "#C55A11",
    "linje": "#E3E3E3",
    "dampad": "#595959",
}
FLIKFARGER = {"resultat": "#1F4E79", "inmatning": "#E2B100", "rakning": "#7F7F7F", "om": "#BFBFBF"}

_TYPSNITT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_NEDERST: dict[str, Any] = {"text_wrap": True, "valign": "bottom"}
_RUBRIK: dict[str, Any] = {"bold": True, "font_color": "#FFFFFF", "bg_color": FARGER["rubrik"]} | _NEDERST
_FASTA: dict[str, dict[str, Any]] = {
    "titel": {"font_size": 16, "bold": True, "font_color": FARGER["rubrik"], "valign": "vcenter"},
    "beskrivning": {"font_color": FARGER["dampad"], "valign": "vcenter"},
    "rubrik": _RUBRIK | {"align": "left", "indent": 1},
    "rubrik_tal": _RUBRIK | {"align": "right"},
    "forklaring": {"font_size": 8, "italic": True, "font_color": FARGER["dampad"]} | _NEDERST,
    "summa_text": {"bold": True, "align": "left", "indent": 1},
    "gron": {"font_color": "#375623", "bg_color": "#E2EFDA"},
    "rod": {"font_color": "#9C0006", "bg_color": "#FFC7CE", "bold": True},
    "gul": {"font_color": "#7F6000", "bg_color": "#FFF2CC"},
}
MINST_BREDD, HOGST_BREDD = 8.0, 60.0

FYLLNAD = 1.15
"""The share of a column's width that a line of text can count on, whatever font stands in for ours."""


class Format:
    """The cell formats of one workbook, made once each."""

    def __init__(self, bok: Any) -> None:
        self._bok = bok
        self._gjorda: dict[tuple[str, bool, bool], Any] = {}

    def __getitem__(self, namn: str) -> Any:
        return self._make((namn, False, False), _FASTA[namn])

    def cell(self, form: Form, inmatning: bool = False, summa: bool = False) -> Any:
        """The format of a cell of a table: cells to type in are coloured and unlocked, sums are bold."""
        egenskaper: dict[str, Any] = {"num_format": TALFORMAT[form], "text_wrap": form == "lang"}
        egenskaper |= {"align": "left", "indent": 1} if form in ("text", "lang") else {}
        if summa:
            egenskaper |= {"bold": True}
        else:
            egenskaper |= {"bottom": 4, "bottom_color": FARGER["rad"]}
        if inmatning:
            egenskaper |= {"num_format": "@"} if form in ("text", "lang") else {}
            egenskaper |= {"bg_color": FARGER["inmatning"], "locked": False}
        return self._make((f"cell {form}", inmatning, summa), egenskaper)

    def _make(self, nyckel: tuple[str, bool, bool], egenskaper: dict[str, Any]) -> Any:
        if nyckel not in self._gjorda:
            self._gjorda[nyckel] = self._bok.add_format(_TYPSNITT | egenskaper)
        return self._gjorda[nyckel]


def compute_width(kolumn: Kolumn) -> float:
    """The width of a column, in characters: its own, or what its values and the longest word of its heading need."""
    if kolumn.bredd is not None:
        return kolumn.bredd
    vardena = max((_count_characters(kolumn, i) for i in range(len(kolumn.varden))), default=0)
    ord_ = max((len(o) for o in kolumn.rubrik.replace("-", "- ").split()), default=0)
    return min(max(vardena + 2.0, ord_ * 1.15 + 3.0, MINST_BREDD), HOGST_BREDD)


def _count_characters(kolumn: Kolumn, i: int) -> int:
    varde, form = kolumn.varden[i], kolumn.form_at(i)
    if varde is None or isinstance(varde, str):
        return len(varde or "")
    skala = 100 if form.startswith("and") else 1
    return len(f"{varde * skala:,.{DECIMALER.get(form, 0)}f}") + (3 if skala == 100 else 0)


def compute_height(texter: Sequence[str], bredder: Sequence[float], punkter: float) -> float:
    """The height, in points, of a row that shows wrapped texts in columns of these widths."""
    tecken = [bredd * 10 / punkter * FYLLNAD for bredd in bredder]
    rader = max((_count_lines(text, antal) for text, antal in zip(texter, tecken, strict=True)), default=1)
    return rader * punkter * 1.3 + 3


def _count_lines(text: str, bredd: float) -> int:
    """Lines of a wrapped text, broken between words."""
    rader, kvar = 1, bredd
    for ord_ in text.split():
        if len(ord_) + (kvar < bredd) > kvar:
            rader, kvar = rader + 1, bredd
        kvar -= len(ord_) + (kvar < bredd)
        if kvar < 0:
            rader, kvar = rader + ceil(-kvar / bredd), bredd
    return rader
