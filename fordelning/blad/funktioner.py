"""The functions of a row: choice, bounds, rounding, emptiness, texts. Each is one Excel function older than 2019."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.blad.ord import FOGNING, JAMFORELSE, Berattare, Las, Ord, add_up, list_in, som, tell
from fordelning.blad.tal import (
    Operand,
    Tal,
    Varden,
    ar_text,
    at,
    find_tabell,
    give_value,
    is_empty,
    is_number,
    som_tal,
    to_numbers,
)

TOMT = Tal(np.array(np.nan), '""')
"""Nothing: what a formula leaves where there is no figure."""

HALVA = 2.0**-50
"""A half that float64 has made this much too small, as a share, is a half: 1,005 to two decimals is 1,01 in Excel."""


def call(namn: str, varden: Varden, *delar: Tal, ar_vektor: bool = False, las: Las | None = None) -> Tal:
    """A call of an Excel function, whose values are worked out already. Without `las` it is told by its value."""
    formel = f"{namn}({','.join(d.formel for d in delar)})"
    hel = ar_vektor and all(d.ar_vektor for d in delar)
    fragar = next((d.fragar for d in delar if d.fragar), "")
    return Tal(varden, formel, tabell=find_tabell(*delar), ar_vektor=hel, fragar=fragar, ord=las)


def om(villkor: Tal, ja: Operand, nej: Operand) -> Tal:
    """`ja` where the condition holds, else `nej`. In words only the branch that was taken."""
    v, a, b = villkor, som_tal(ja), som_tal(nej)
    galler, x, y = _is_true(v), give_value(a), give_value(b)
    if ar_text(x) or ar_text(y):
        x, y = (np.where(is_empty(d), "", d.astype(object)) for d in (x, y))
    formel = f"IF({v.formel},{a.formel},{b.formel})"
    las: Las = lambda i, ord_: tell(a if at(galler, i) else b, i, ord_)  # noqa: E731
    return Tal(np.asarray(np.where(galler, x, y)), formel, tabell=find_tabell(v, a, b), ar_vektor=False, ord=las)


def valj(fall: list[tuple[Tal, Operand]], annars: Operand) -> Tal:
    """The value of the first condition that holds, else `annars`."""
    svar = som_tal(annars)
    for villkor, varde in reversed(fall):
        svar = om(villkor, varde, svar)
    return svar


def _is_true(t: Tal) -> NDArray[np.bool_]:
    return t.varden if t.varden.dtype == bool else to_numbers(t) != 0


def och(*villkor: Tal) -> Tal:
    """Whether all hold."""
    return call("AND", np.logical_and.reduce(np.broadcast_arrays(*map(_is_true, villkor))), *villkor)


def eller(*villkor: Tal) -> Tal:
    """Whether any holds."""
    return call("OR", np.logical_or.reduce(np.broadcast_arrays(*map(_is_true, villkor))), *villkor)


def inte(villkor: Tal) -> Tal:
    """Whether it does not hold."""
    return call("NOT", ~_is_true(villkor), villkor)


def tom(t: Tal) -> Tal:
    """Whether a cell is empty: nothing typed in it, or an empty text from a formula. 0 is not empty."""
    formel = f'{t.formel if t.niva > JAMFORELSE else f"({t.formel})"}=""'
    return Tal(np.asarray(is_empty(t.varden)), formel, JAMFORELSE, t.tabell, ar_vektor=t.ar_vektor)


def ar_tal(t: Tal) -> Tal:
    """Whether a cell holds a number."""
    return call("ISNUMBER", is_number(t.varden), t)


def behall_tomt(t: Tal) -> Tal:
    """The cell as it is: empty where it is empty, which a formula otherwise shows as 0."""
    return om(tom(t), TOMT, t)


def tomt_som_noll(t: Tal) -> Tal:
    """The number, and 0 where it is empty or a text (Excel's N)."""
    tal = to_numbers(t)
    return call("N", np.where(is_empty(t.varden) | ~np.isfinite(tal), 0.0, tal), t, las=som(t))


def kvot(a: Operand, b: Operand, annars: Operand = TOMT) -> Tal:
    """a/b, and `annars` where b is 0."""
    return om(som_tal(b).lika(0), annars, som_tal(a) / b)


def minst(*t: Operand) -> Tal:
    """At least: the largest of them (MAX). Cells that are empty do not count."""
    return _reduce("MAX", partial(list_in, "max"), np.maximum.reduce, -np.inf, t)


def hogst(*t: Operand) -> Tal:
    """At most: the smallest of them (MIN). Cells that are empty do not count."""
    return _reduce("MIN", partial(list_in, "min"), np.minimum.reduce, np.inf, t)


def summera(*t: Operand) -> Tal:
    """The sum in a row; empty cells and texts do not count."""
    return _reduce("SUM", add_up, np.add.reduce, 0.0, t)


def rakna_ifyllda(*t: Operand) -> Tal:
    """How many of the cells hold a number."""
    delar = [som_tal(d) for d in t]
    antal = np.add.reduce([np.where(is_empty(d.varden), 0.0, 1.0) + np.zeros(d.varden.shape) for d in delar])
    return call("COUNT", np.asarray(antal), *delar)


def _reduce(
    namn: str, ord_: Callable[[list[Ord]], Ord], f: Callable[..., Any], utan: float, t: tuple[Operand, ...]
) -> Tal:
    """Over the figures of a row. `utan` = what a cell that does not count stands for; 0 where none counts."""
    delar = [som_tal(d) for d in t]
    tal = [to_numbers(d) for d in delar]
    tomma = np.broadcast_arrays(*(is_empty(d.varden) if d.ar_cell else np.zeros(d.varden.shape, bool) for d in delar))
    fel = np.logical_or.reduce([np.isinf(x) & ~b for x, b in zip(np.broadcast_arrays(*tal), tomma, strict=True)])
    svar = f([np.where(b, utan, x) for x, b in zip(np.broadcast_arrays(*tal), tomma, strict=True)])
    svar = np.where(np.logical_and.reduce(tomma), 0.0, svar)

    def las(i: int, b: Berattare) -> Ord:
        med = [tell(d, i, b) for d, saknas in zip(delar, tomma, strict=True) if not at(saknas, i)]
        return med[0] if len(med) == 1 else ord_(med)

    return call(namn, np.where(fel, np.inf, svar), *delar, las=las)


def absolut(t: Tal) -> Tal:
    """The size without its sign."""
    return call("ABS", np.abs(to_numbers(t)), t, ar_vektor=True)


def avrunda(t: Tal, decimaler: int = 0) -> Tal:
    """Rounded, halves away from zero, as Excel's ROUND."""
    skala = 10.0**decimaler
    x = to_numbers(t)
    with np.errstate(invalid="ignore"):
        hela = np.floor(np.abs(x) * skala * (1 + HALVA) + 0.5)
        svar = np.where(np.isfinite(x), np.copysign(hela / skala, x), np.inf) + 0.0
    return call("ROUND", svar, t, som_tal(decimaler), ar_vektor=True)


def nedat(t: Tal, enhet: Tal | None = None, damm: Operand = 0) -> Tal:
    """Down to whole units, also below zero; a figure within `damm` units of the next is at it, unsaid in words."""
    antal = t if enhet is None else t / enhet
    return _in_units("nedåt", _floor(antal if damm == 0 else antal + damm), t, enhet)


def uppat(t: Tal, enhet: Tal | None = None, damm: Operand = 0) -> Tal:
    """Up to whole units, as `nedat`."""
    antal = t if enhet is None else t / enhet
    return _in_units("uppåt", -_floor(-(antal if damm == 0 else antal - damm)), t, enhet)


def _floor(t: Tal) -> Tal:
    return call("INT", np.floor(to_numbers(t)), t, ar_vektor=True)


def _in_units(namn: str, antal: Tal, t: Tal, enhet: Tal | None) -> Tal:
    """So many units, told as «nedåt(4 829 217,83; 1 000)»."""
    las: Las = lambda i, b: list_in(namn, [tell(t, i, b), tell(som_tal(1) if enhet is None else enhet, i, b)])  # noqa: E731
    return replace(antal if enhet is None else antal * enhet, ord=las)


def foga(*delar: Operand) -> Tal:
    """Texts joined, with whole numbers as they are. Raises ValueError for other numbers: their form is a choice."""
    t = [som_tal(d) for d in delar]
    texter = [np.frompyfunc(_to_text, 1, 1)(np.where(is_empty(d.varden), "", d.varden.astype(object))) for d in t]
    varden = texter[0]
    for text in texter[1:]:
        varden = varden + text
    formel = "&".join(d.formel if d.niva > FOGNING else f"({d.formel})" for d in t)
    hel = all(d.ar_vektor for d in t)
    return Tal(np.asarray(varden, object), formel, FOGNING, find_tabell(*t), ar_vektor=hel)


def _to_text(varde: Any) -> str:
    if isinstance(varde, str):
        return varde
    if float(varde).is_integer():
        return str(int(varde))
    raise ValueError(f"talet {varde} har decimaler och kan inte fogas till en text")
