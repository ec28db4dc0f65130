"""Conditions on the rows of another table: compared by Excel's own quick functions where those tell the keys apart.

SUMIFS, COUNTIFS and MATCH read texts their own way: `0114` is the number 114, `A*` is every text on A, `=x` and `<x`
are signs, and case does not count. Where the keys at hand could be confused so, or a condition is not an equality, the
formula compares exactly (EXACT in SUMPRODUCT): slower, and right.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from functools import reduce

import numpy as np
from numpy.typing import NDArray

from fordelning.blad.hanvisning import DENNA, FRAGAR, HELA, write_out
from fordelning.blad.tal import Operand, Tal, Varden, ar_text, compare, is_empty, is_number, som_tal, to_numbers

Par = tuple[Tal, Operand] | tuple[Tal, str, Operand]
"""(column, value) or (column, sign, value)."""

_TALLIK = re.compile(r"[\d\s.,:/%+\-eE]*\d[\d\s.,:/%+\-eE]*")
_TECKEN = re.compile(r"^[=<>]|[*?~]")


def whole(t: Tal) -> str:
    """The formula over every row of the figure's table. Raises ValueError where Excel cannot: give it a column."""
    if not t.ar_vektor:
        raise ValueError(f"{write_out(t.formel)} kan inte räknas för hela kolumner; gör en egen kolumn av den")
    return t.formel.replace(DENNA, HELA).replace(FRAGAR, DENNA)


def make_villkor(par: Sequence[Par]) -> list[Villkor]:
    """The conditions; without a sign they are equalities."""
    return [Villkor(*p) if len(p) == 3 else Villkor(p[0], "=", p[1]) for p in par]


class Villkor:
    """A column that is compared, and with what."""

    def __init__(self, kolumn: Tal, tecken: str, varde: Operand) -> None:
        self.kolumn, self.tecken, self.varde = kolumn, tecken, som_tal(varde)

    @property
    def formel(self) -> str:
        """The comparison over the whole column, exact."""
        if self.tecken == "=" and ar_text(self.kolumn.varden):
            return f"EXACT({whole(self.kolumn)},{self.varde.formel})"
        jamforelse = f"{whole(self.kolumn)}{self.tecken}{self.varde.formel}"
        return f"({jamforelse})*ISNUMBER({whole(self.kolumn)})" if self._may_be_empty else jamforelse

    @property
    def _may_be_empty(self) -> bool:
        """Whether the column can hold the empty text of a formula, which Excel counts as more than any number."""
        return self.tecken in (">", ">=") and self.kolumn.ar_cell and not self.kolumn.tomt_ar_noll

    @property
    def mask(self) -> NDArray[np.bool_]:
        """Where it holds: (rows that ask, rows of the column), or (rows of the column,)."""
        if self.tecken == "=":
            egna, sokta = _make_keys(self)
            return np.asarray(egna == sokta[..., None])
        x, y = self.kolumn, self.varde
        if self._may_be_empty and not ar_text(y.varden):
            tal = is_number(x.varden)
            return tal & compare(np.where(tal, to_numbers(x), 0.0), self.tecken, to_numbers(y)[..., None])
        if ar_text(x.varden) or ar_text(y.varden):
            return compare(x.varden, self.tecken, y.varden[..., None])
        return compare(to_numbers(x), self.tecken, to_numbers(y)[..., None])


def _make_keys(v: Villkor) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for every different key: those of the column (M,), and those that are looked for (N,) or ()."""
    egna, sokta = v.kolumn.varden, v.varde.varden
    if egna.size and sokta.size and not _list_kinds(egna) & _list_kinds(sokta):
        raise ValueError(f"nyckeln {write_out(v.formel)} jämför text med tal")
    nummer = dict[str, int]()
    par = [[nummer.setdefault(_name_key(k), len(nummer)) for k in x.ravel().tolist()] for x in (egna, sokta)]
    return np.array(par[0], np.int64), np.array(par[1], np.int64).reshape(sokta.shape)


def _list_kinds(varden: Varden) -> set[bool]:
    """What the keys are: True for texts, False for numbers."""
    return {isinstance(v, str) for v in varden.ravel().tolist()} if ar_text(varden) else {False}


def _name_key(k: str | float | None) -> str:
    """A key as a text; numbers are equal as numbers."""
    return k if isinstance(k, str) else "" if k is None else repr(float(k))


def _combine_keys(villkor: Sequence[Villkor]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """A number for every different combination of keys."""
    par = [_make_keys(v) for v in villkor]
    form = np.broadcast_shapes(*(s.shape for _, s in par))
    alla = [np.concatenate([e, np.broadcast_to(s, form).ravel()]) for e, s in par]
    nummer = reduce(lambda a, b: np.unique(a * (b.max(initial=0) + 1) + b, return_inverse=True)[1], alla)
    egna = par[0][0].size
    return nummer[:egna], nummer[egna:].reshape(form)


def find_rows(villkor: Sequence[Villkor]) -> NDArray[np.int64]:
    """The first row with the keys that are looked for; -1 where there is none."""
    egna, sokta = _combine_keys(villkor)
    rader = np.full(max(egna.max(initial=0), sokta.max(initial=0)) + 1, -1)
    rader[egna[::-1]] = np.arange(egna.size)[::-1]
    return np.asarray(rader[sokta])


def find_all_rows(villkor: Sequence[Villkor]) -> Callable[[int], list[int]]:
    """Every row with the keys that row i looks for, as a function of i."""
    egna, sokta = _combine_keys(villkor)
    return lambda i: np.flatnonzero(egna == (sokta[i] if sokta.ndim else sokta)).tolist()


def add_where(tal: NDArray[np.float64], villkor: Sequence[Villkor]) -> Varden:
    """The sums of `tal` (M,) for every row that asks."""
    if all(v.tecken == "=" for v in villkor):
        egna, sokta = _combine_keys(villkor)
        summor = np.bincount(egna, tal, max(egna.max(initial=0), sokta.max(initial=0)) + 1)
        return np.asarray(summor[sokta], np.float64)
    return np.asarray(find_mask(villkor) @ tal, np.float64)


def find_mask(villkor: Sequence[Villkor]) -> NDArray[np.bool_]:
    """Where every condition holds: (rows that ask, rows of the table), or (rows of the table,)."""
    return np.asarray(np.logical_and.reduce(np.broadcast_arrays(*(v.mask for v in villkor))))


def list_criteria(villkor: Sequence[Villkor]) -> str:
    return ",".join(f"{whole(v.kolumn)},{v.varde.formel}" for v in villkor)


def is_fast(villkor: Sequence[Villkor]) -> bool:
    """Whether Excel's own comparison tells these keys apart."""
    return all(v.tecken == "=" and v.kolumn.ar_cell and _is_plain(v) for v in villkor)


def _is_plain(v: Villkor) -> bool:
    """No key that is looked for is empty, a pattern or a sign, and no two keys are one to Excel."""
    if not ar_text(v.kolumn.varden):
        return not is_empty(v.varde.varden).any()
    sokta = set(np.atleast_1d(v.varde.varden).tolist())
    alla = {str(text) for text in (*v.kolumn.varden.tolist(), *sokta) if text not in (None, "")}
    if any(not text or _TECKEN.search(str(text)) or len(str(text)) > 255 for text in sokta):
        return False
    return len({_read_as_excel(text) for text in alla}) == len(alla)


def _read_as_excel(text: str) -> str | float:
    """What Excel takes a key for when it compares: a number where it looks like one, else without case."""
    if not _TALLIK.fullmatch(text):
        return text.casefold()
    try:
        return float(text.replace(",", ".").replace(" ", "").replace("\u00a0", ""))
    except ValueError:
        return re.sub(r"\D", "", text).lstrip("0")
