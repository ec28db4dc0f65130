"""The one look of every book: one font, one yellow (to fill in or change), one blue (a proposal to keep or replace)."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from typing import Any, Literal

from fordelning.blad.kolumn import TEXTFORMER, Farg, Form, Kolumn

SVENSKA = "[$-41D]"
"""The language mark of a number format: separators as in Sweden, whatever language the program has."""


def localise(talformat: str) -> str:
    """A number format marked as Swedish, section by section; formats without separators stay as they are."""
    delar = talformat.split(";")
    return ";".join(f"{SVENSKA}{del_}" if "0" in del_ and ("," in del_ or "." in del_) else del_ for del_ in delar)


TALFORMAT: dict[Form, str] = {
    "text": "General",
    "lang": "General",
    "kr": "#,##0",
    "kr_streck": '#,##0;-#,##0;"–"',
    "ore": "#,##0.00",
    "antal": "#,##0",
    "tal": "#,##0.0",
    "fin": "#,##0.000000",
    "nara": "0.0E+00",
    "andel": "0.0 %",
    "andel_fin": "0.0000 %",
    "andring": "+0.0 %;-0.0 %;0.0 %",
    "ar": "0",
    "datum": "yyyy-mm-dd",
}
"""How numbers show; `lang` = text that wraps, `kr_streck` = a dash for 0, `andring` = ± %."""

DECIMALER = {"ore": 2, "tal": 1, "fin": 6, "andel": 1, "andel_fin": 4, "andring": 1}

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

TYPSNITT = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
_NEDERST: dict[str, Any] = {"text_wrap": True, "valign": "bottom"}
_FASTA: dict[str, dict[str, Any]] = {
    "titel": {"font_size": 16, "bold": True, "font_color": FARGER["rubrik"], "valign": "vcenter"},
    "beskrivning": {"font_color": FARGER["dampad"], "valign": "vcenter"},
    "forklaring": {"font_size": 8, "italic": True, "font_color": FARGER["dampad"]} | _NEDERST,
    "summa_text": {"bold": True, "align": "left", "indent": 1},
    "lank": {"font_color": "#0563C1", "underline": 1, "align": "left", "indent": 1},
}
MINST_BREDD, HOGST_BREDD = 8.0, 60.0
SIDBREDD = 162.0
"""Characters of column width that a landscape page holds with text of at least 7 points, also in a wide font."""
FYLLNAD = 1.15
"""The share of a column's width that a line of text can count on, whatever font stands in for ours."""


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
        return self._make(("rubrik", k.ar_tal, k.ljus), egenskaper)

    def cell(self, form: Form, mark: str = "", summa: Literal["", "rad", "ovan"] = "", linje: bool = False) -> Any:
        """A cell of a table: marked cells are coloured and unlocked, sums are bold, in a row under a line."""
        nyckel = ("cell", form, mark, summa, linje)
        if nyckel in self._gjorda:
            return self._gjorda[nyckel]
        ar_text = form in TEXTFORMER
        egenskaper: dict[str, Any] = {"num_format": localise(TALFORMAT.get(form, form)), "text_wrap": form == "lang"}
        egenskaper |= {"align": "left", "indent": 1} if ar_text else {}
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


def compute_width(k: Kolumn) -> float:
    """The width of a column, in characters: its own, or what its values and the longest word of its heading need."""
    if k.bredd is not None:
        return k.bredd
    vardena = max((_count_characters(v, k.form_at(i)) for i, v in enumerate(k.varden.tolist())), default=0)
    ord_ = max((len(o) for o in k.rubrik.replace("-", "- ").split()), default=0)
    return min(max(vardena + 2.0, ord_ * 1.15 + 3.0, MINST_BREDD), HOGST_BREDD)


def _count_characters(varde: Any, form: Form) -> int:
    if isinstance(varde, str):
        return len(varde)
    if not isinstance(varde, int | float):
        return 10
    skala = 100 if form.startswith("and") else 1
    return 0 if varde != varde else len(f"{varde * skala:,.{DECIMALER.get(form, 0)}f}") + (3 if skala == 100 else 0)


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
