"""Forms: how a cell shows its value. Each is stated once, as Excel's number format; other readers follow it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from math import isfinite
from typing import Any, NamedTuple

Form = str
"""A name in `TALFORMAT`, or an Excel number format as it is."""

Former = Form | Sequence[Form]
"""One for a column, or one for each of its cells."""

TALFORMAT: dict[Form, str] = {
    "text": "General",
    "lang": "General",
    "borjan": "General",
    "kr": "#,##0",
    "kr_streck": '#,##0;-#,##0;"–"',
    "ore": "#,##0.00",
    "antal": "#,##0",
    "antal_streck": '#,##0;-#,##0;"–"',
    "tal": "#,##0.0",
    "tal_streck": '#,##0.0;-#,##0.0;"–"',
    "fin": "#,##0.000000",
    "nara": "0.0E+00",
    "andel": "0.0 %",
    "andel_fin": "0.0000 %",
    "andring": "+0.0 %;-0.0 %;0.0 %",
    "ar": "0",
    "datum": "yyyy-mm-dd",
}
"""`lang` = text that wraps, `borjan` = text of which only the beginning is seen, `…_streck` = a dash for 0,
`andring` = ± %."""

TEXTFORMER = ("text", "lang", "borjan", "@")
"""The forms of what is no number; "@" is what a cell keeps as it is typed."""

SVENSKA = "[$-41D]"
"""The language mark of a number format: separators as in Sweden, whatever language the program has."""


def localise(form: Form) -> str:
    """Excel's number format, marked as Swedish section by section; those without separators stay as they are."""
    delar = TALFORMAT.get(form, form).split(";")
    return ";".join(f"{SVENSKA}{del_}" if "0" in del_ and ("," in del_ or "." in del_) else del_ for del_ in delar)


class Visning(NamedTuple):
    """How numbers of a form look: decimals, whether they are shares in %, and marks between thousands, + before, and
    what stands for 0 ("" = the figure).
    """

    decimaler: int
    andel: bool
    tusental: bool
    plus: bool
    noll: str


@cache
def read_form(form: Form) -> Visning:
    """What the number format says."""
    talformat = TALFORMAT.get(form, form)
    decimaler, noll = re.match(r"[^.;]*\.(0+)", talformat), re.search(r';"(.*)"$', talformat)
    return Visning(
        len(decimaler[1]) if decimaler else 0,
        "%" in talformat,
        "," in talformat,
        talformat.startswith("+"),
        noll[1] if noll else "",
    )


def count_characters(varde: Any, form: Form) -> int:
    """How long a value is in a cell."""
    if isinstance(varde, str):
        return len(varde)
    if not isinstance(varde, int | float):
        return len("2026-01-01")
    v = read_form(form)
    return 0 if varde != varde else len(f"{varde * 100**v.andel:,.{v.decimaler}f}") + len(" % ") * v.andel


def show(varde: Any, form: Form) -> str:
    """A value as a reader of text sees it: Swedish figures, shares with the decimals that they need, two at most."""
    if not isinstance(varde, int | float):
        return str(varde or "")
    if varde != varde:
        return ""
    v = read_form(form)
    text = f"{abs(varde) * 100:,.2f}".rstrip("0").rstrip(".") if v.andel else f"{abs(varde):,.{v.decimaler}f}"
    text = text.replace(",", "\u00a0" if v.tusental or v.andel else "").replace(".", ",")
    if not text.strip("0,"):
        return v.noll or text + " %" * v.andel
    return "−" * (varde < 0) + text + " %" * v.andel


def show_signed(varde: Any, form: Form) -> str:
    """The same, with the plus sign of a form that has one."""
    plus = isinstance(varde, int | float) and varde > 0 and read_form(form).plus
    return f"+{show(varde, form)}" if plus else show(varde, form)


def show_plain(varde: Any) -> str:
    """A value of no form: a number with the decimals that it has, six at most."""
    if isinstance(varde, str):
        return varde
    if not isfinite(varde):
        return "tomt"
    text = f"{abs(varde):,.6f}".rstrip("0").rstrip(".").replace(",", "\u00a0").replace(".", ",")
    return f"−{text}" if varde < 0 and text != "0" else text
