"""Tal: an expression that is its values, its Excel formula and its words at once.

The values are what Excel computes. An empty cell is nan (or "" among texts). In arithmetic an empty input cell counts
as 0, as in Excel, and an empty text that a formula left is an error there; an error is inf until an `om` discards it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from fordelning.blad.form import Form, Former
from fordelning.blad.ord import ENKEL, JAMFORELSE, POTENS, PRODUKT, SUMMA, Las, join, som

Varden = NDArray[Any]
"""Numbers (nan = empty), truths, or texts (object, "" = empty): (N,) over a table's rows, or () for a single figure."""

NARA = 2.0**-48
"""Two numbers as near as this, as a share of the larger, are equal: spreadsheets compare 15 digits."""


@dataclass(frozen=True, slots=True, eq=False)
class Tal:
    """A figure per row of `tabell` ("" = the same in every row).

    `ar_cell`: the formula is a cell, or finds one. `tomt_ar_noll`: an empty one counts as 0 in arithmetic.
    `ord`: how it is made, in words; None where it is told by its value, shown in its `form`.
    `ar_vektor`: the formula can be worked out for whole columns at once. `fragar` = the table whose rows ask, one by
    one, about every row of `tabell` (`uppslag.denna_rad`): the values are (rows that ask, rows of `tabell`).
    """

    __array_ufunc__: ClassVar[None] = None  # NumPy leaves its operators to ours

    varden: Varden
    formel: str
    niva: int = ENKEL
    tabell: str = ""
    ar_cell: bool = False
    tomt_ar_noll: bool = False
    ar_vektor: bool = True
    fragar: str = ""
    ord: Las | None = None
    form: Former = ""

    def form_at(self, i: int) -> Form:
        """The form of row i."""
        return self.form if isinstance(self.form, str) else self.form[i]

    def __add__(self, b: Operand) -> Tal:
        return _rakna(np.add, "+", SUMMA, self, b)

    def __radd__(self, a: Operand) -> Tal:
        return _rakna(np.add, "+", SUMMA, a, self)

    def __sub__(self, b: Operand) -> Tal:
        return _rakna(np.subtract, "-", SUMMA, self, b)

    def __rsub__(self, a: Operand) -> Tal:
        return _rakna(np.subtract, "-", SUMMA, a, self)

    def __mul__(self, b: Operand) -> Tal:
        return _rakna(np.multiply, "*", PRODUKT, self, b)

    def __rmul__(self, a: Operand) -> Tal:
        return _rakna(np.multiply, "*", PRODUKT, a, self)

    def __truediv__(self, b: Operand) -> Tal:
        return _rakna(np.divide, "/", PRODUKT, self, b)

    def __rtruediv__(self, a: Operand) -> Tal:
        return _rakna(np.divide, "/", PRODUKT, a, self)

    def __pow__(self, b: Operand) -> Tal:
        return _rakna(np.power, "^", POTENS, self, b)

    def __rpow__(self, a: Operand) -> Tal:
        return _rakna(np.power, "^", POTENS, a, self)

    def __neg__(self) -> Tal:
        return 0 - self

    def __gt__(self, b: Operand) -> Tal:
        return jamfor(self, ">", b)

    def __ge__(self, b: Operand) -> Tal:
        return jamfor(self, ">=", b)

    def __lt__(self, b: Operand) -> Tal:
        return jamfor(self, "<", b)

    def __le__(self, b: Operand) -> Tal:
        return jamfor(self, "<=", b)

    def lika(self, b: Operand) -> Tal:
        """Whether the two are equal; texts whatever their case."""
        return jamfor(self, "=", b)

    def skild(self, b: Operand) -> Tal:
        """Whether the two differ."""
        return jamfor(self, "<>", b)


Operand = Tal | float | str


def som_tal(x: Operand) -> Tal:
    """A constant as an expression; an expression as it is."""
    if isinstance(x, Tal):
        return x
    if isinstance(x, str):
        text = x.replace('"', '""')
        return Tal(np.array(x, object), f'"{text}"')
    tal = float(x)
    formel = str(int(tal)) if tal.is_integer() and abs(tal) < 1e15 else repr(tal).upper()
    return Tal(np.array(tal), formel, SUMMA if tal < 0 else ENKEL)


def i_form(t: Tal, form: str) -> Tal:
    """A figure that is no column, and how words show it: a form as a column's."""
    return replace(t, form=form)


def med_ord(t: Tal, annat: Tal) -> Tal:
    """The same figure told as another expression of the same value, where a sheet has to say it in another way."""
    return replace(t, ord=som(annat))


def at(varden: Varden, i: int) -> Any:
    """The value of row number i; a single figure is the same in every row."""
    return varden[i] if varden.ndim else varden[()]


def find_tabell(*delar: Tal) -> str:
    """The table in whose rows the parts are. Raises ValueError for rows of two tables: refer by key instead."""
    namn = {d.tabell for d in delar} - {""}
    if len(namn) > 1:
        raise ValueError(f"rader ur två tabeller i samma uttryck: {', '.join(sorted(namn))}; slå upp med nyckel")
    return next(iter(namn), "")


def ar_text(varden: Varden) -> bool:
    """Whether the values are texts (or texts among numbers)."""
    return varden.dtype == object


def is_empty(varden: Varden) -> NDArray[np.bool_]:
    """Which values are empty: nan, None or an empty text."""
    if varden.dtype == bool:
        return np.zeros(varden.shape, bool)
    if not ar_text(varden):
        return np.asarray(np.isnan(varden.astype(np.float64)))
    return np.asarray(np.frompyfunc(lambda v: v is None or v == "" or v != v, 1, 1)(varden), bool)


def is_number(varden: Varden) -> NDArray[np.bool_]:
    """Which values are numbers."""
    if not ar_text(varden):
        return ~is_empty(varden)
    return np.asarray(np.frompyfunc(lambda v: isinstance(v, int | float) and v == v, 1, 1)(varden), bool)


def to_numbers(t: Tal) -> NDArray[np.float64]:
    """The values as arithmetic takes them: inf where Excel has an error."""
    tomma = is_empty(t.varden)
    if ar_text(t.varden):
        tal = np.frompyfunc(lambda v: v if isinstance(v, int | float) else np.inf, 1, 1)(t.varden)
    else:
        tal = t.varden
    return np.where(tomma, 0.0 if t.tomt_ar_noll else np.inf, np.asarray(tal, np.float64))


def give_value(t: Tal) -> Varden:
    """What a formula that ends in `t` shows: an empty input cell that is referred to shows 0."""
    if not (t.ar_cell and t.tomt_ar_noll):
        return t.varden
    return np.where(is_empty(t.varden), 0.0, t.varden)


def fold(varden: Varden) -> NDArray[np.str_]:
    """Texts as they are compared: in one case."""
    return np.asarray(np.char.lower(np.where(is_empty(varden), "", varden).astype(str)))


def compare(a: Varden, tecken: str, b: Varden) -> NDArray[np.bool_]:
    """Two arrays compared as a spreadsheet does: texts whatever their case, numbers to 15 digits, texts above numbers.

    Raises ValueError for the order of two texts: it depends on the computer's language. Give the rows numbers instead.
    """
    if ar_text(a) and ar_text(b):
        if tecken not in ("=", "<>"):
            raise ValueError("texter jämförs bara med = och <>; ge raderna ordningsnummer")
        return np.asarray((fold(a) == fold(b)) == (tecken == "="))
    if ar_text(a) or ar_text(b):
        lika = is_empty(a) & is_empty(b)
        storre = np.broadcast_to(ar_text(a), np.broadcast_shapes(a.shape, b.shape))
    else:
        x, y = np.asarray(a, np.float64), np.asarray(b, np.float64)
        with np.errstate(invalid="ignore"):
            lika = (x == y) | (np.abs(x - y) <= NARA * np.minimum(np.abs(x), np.abs(y)))
        storre = x > y
    svar = {"=": lika, "<>": ~lika, ">": storre & ~lika, ">=": storre | lika}
    svar |= {"<": ~storre & ~lika, "<=": ~storre | lika}
    return np.asarray(svar[tecken])


def jamfor(a: Operand, tecken: str, b: Operand) -> Tal:
    """A comparison of two figures, row by row."""
    x, y = som_tal(a), som_tal(b)
    text = ar_text(x.varden) or ar_text(y.varden)
    varden = compare(x.varden, tecken, y.varden) if text else compare(to_numbers(x), tecken, to_numbers(y))
    return _binar(varden, tecken, JAMFORELSE, x, y)


def _rakna(f: Callable[..., Any], tecken: str, niva: int, a: Operand, b: Operand) -> Tal:
    """Arithmetic; an error where either has one, or where there is no answer."""
    x, y = som_tal(a), som_tal(b)
    v, w = to_numbers(x), to_numbers(y)
    with np.errstate(all="ignore"):
        svar = np.asarray(f(v, w), np.float64)
    return _binar(np.where(np.isfinite(v) & np.isfinite(w) & np.isfinite(svar), svar, np.inf), tecken, niva, x, y)


def _binar(varden: Varden, tecken: str, niva: int, x: Tal, y: Tal) -> Tal:
    """Two expressions with an operator between."""
    formel = f"{_hall(x, niva, False)}{tecken}{_hall(y, niva, True)}"
    hel, fragar, las = x.ar_vektor and y.ar_vektor, x.fragar or y.fragar, join(x, tecken, niva, y)
    return Tal(varden, formel, niva, find_tabell(x, y), ar_vektor=hel, fragar=fragar, ord=las)


def _hall(t: Tal, niva: int, hoger: bool) -> str:
    """The formula of a part, in parentheses where it holds together less than the whole."""
    losare = t.niva < niva or (t.niva == niva and (hoger or niva in (JAMFORELSE, POTENS)))
    return f"({t.formel})" if losare else t.formel
