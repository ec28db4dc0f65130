"""Other rows: sums, counts and look-ups over whole columns, by key and never by row number, so that rows may be sorted.

A condition is (column, value) or (column, sign, value): `(part, "region")`, `(ar, "<", ar)`; see `villkor`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from typing import Any

import numpy as np

from fordelning.blad.funktioner import TOMT, call
from fordelning.blad.hanvisning import DENNA, FRAGAR, write_out
from fordelning.blad.ord import Las, add_up, tell
from fordelning.blad.tal import (
    Operand,
    Tal,
    Varden,
    ar_text,
    at,
    compare,
    find_tabell,
    give_value,
    is_empty,
    is_number,
    som_tal,
    to_numbers,
)
from fordelning.blad.villkor import (
    Par,
    Villkor,
    add_where,
    find_all_rows,
    find_mask,
    find_rows,
    is_fast,
    list_criteria,
    make_villkor,
    whole,
)

MINSTA_TAL = "-1E+300"
"""Every number is above it: COUNTIFS with this sign counts numbers, and no empty cells or texts."""


def _over(formel: str, varde: Varden, tabell: str = "", form: Any = "") -> Tal:
    return Tal(varde, formel, tabell=tabell, ar_vektor=False, form=form)


def _aggregate(namn: str, t: Tal, varde: Any) -> Tal:
    """One figure of a whole column, or of an expression of columns."""
    if t.ar_cell:
        return _over(f"{namn}({whole(t)})", np.asarray(varde), form=t.form)
    inre = f"--({whole(t)})" if t.varden.dtype == bool else whole(t)
    return _over(f"SUMPRODUCT({inre if namn == 'SUM' else f'{namn}({inre})'})", np.asarray(varde), t.fragar, t.form)


def denna_rad(t: Tal) -> Tal:
    """This row's figure in an expression over every row of another table, for `summa` and `antal`."""
    return Tal(t.varden[:, None], t.formel.replace(DENNA, FRAGAR), t.niva, tomt_ar_noll=t.tomt_ar_noll, fragar=t.tabell)


def summa(t: Tal) -> Tal:
    """The sum over every row of a table; empty cells count as 0."""
    tal = np.atleast_1d(np.where(is_empty(t.varden), 0.0, to_numbers(t)))
    return _aggregate("SUM", t, tal.sum(axis=-1))


def antal(villkor: Tal) -> Tal:
    """In how many rows of its table a condition holds."""
    galler = np.atleast_1d(villkor.varden).astype(np.float64)
    return _over(f"SUMPRODUCT(--({whole(villkor)}))", galler.sum(axis=-1), villkor.fragar)


def antal_tal(k: Tal) -> Tal:
    """How many cells of a column hold a number."""
    return _over(f"COUNT({whole(k)})", np.array(float((~is_empty(k.varden)).sum())))


def storsta(t: Tal) -> Tal:
    """The largest over every row; 0 without rows."""
    return _aggregate("MAX", t, max((float(v) for v in to_numbers(t)[~is_empty(t.varden)]), default=0.0))


def nte_storsta(n: Tal, *kolumner: Tal) -> Tal:
    """Number n from the largest down, among the numbers of one or several columns."""
    return _pick("LARGE", n, kolumner, -1)


def nte_minsta(n: Tal, *kolumner: Tal) -> Tal:
    """Number n from the smallest up, among the numbers of one or several columns."""
    return _pick("SMALL", n, kolumner, 1)


def _pick(namn: str, n: Tal, kolumner: Sequence[Tal], tecken: int) -> Tal:
    alla = np.concatenate([k.varden[~is_empty(k.varden)].astype(np.float64) for k in kolumner])
    ordnade = tecken * np.sort(tecken * alla)
    plats = to_numbers(n).astype(np.int64) - 1
    finns = (plats >= 0) & (plats < ordnade.size)
    varden = np.where(finns, ordnade[np.where(finns, plats, 0)] if ordnade.size else np.inf, np.inf)
    omrade = ",".join(map(whole, kolumner))
    formel = f"{namn}({f'({omrade})' if len(kolumner) > 1 else omrade},{n.formel})"
    return _over(formel, varden, n.tabell, kolumner[0].form)


def summa_dar(t: Tal, *par: Par) -> Tal:
    """The sum of `t` over the rows of its table where every condition holds."""
    tal = np.where(is_empty(t.varden), 0.0, to_numbers(t))
    svar = _add_up(tal, par, f"SUMIFS({whole(t)},", f",{whole(t)}", t.ar_cell)
    rader = cache(lambda: find_all_rows(make_villkor(par)))
    finns = ~is_empty(t.varden)
    las: Las = lambda i, b: add_up([tell(t, j, b) for j in rader()(i) if finns[j]])  # noqa: E731
    return replace(svar, ord=las, form=t.form)


def antal_dar(*par: Par) -> Tal:
    """How many rows there are where every condition holds."""
    return _add_up(np.ones(par[0][0].varden.shape), par, "COUNTIFS(", "")


def antal_tal_dar(k: Tal, *par: Par) -> Tal:
    """How many cells of `k` hold a number in the rows where every condition holds."""
    har_tal = is_number(k.varden).astype(np.float64)
    return _add_up(har_tal, par, f'COUNTIFS({whole(k)},">{MINSTA_TAL}",', f",--ISNUMBER({whole(k)})", k.ar_cell)


def _add_up(tal: Varden, par: Sequence[Par], snabb: str, sist: str, ar_cell: bool = True) -> Tal:
    """The sum of `tal` where every condition holds: Excel's quick function where it can, else SUMPRODUCT."""
    villkor = make_villkor(par)
    if ar_cell and is_fast(villkor):
        formel = f"{snabb}{list_criteria(villkor)})"
    else:
        formel = f"SUMPRODUCT({','.join(f'--({v.formel})' for v in villkor)}{sist})"
    return _over(formel, add_where(tal, villkor), find_tabell(*(v.varde for v in villkor)))


def storsta_dar(t: Tal, *par: Par) -> Tal:
    """The largest of `t` where every condition holds; 0 where none does. Raises ValueError for figures below 0."""
    villkor = make_villkor(par)
    tal = to_numbers(t)
    if (tal < 0).any():
        raise ValueError("storsta_dar räknar bara med tal som är 0 eller större")
    varden = np.max(np.where(find_mask(villkor), tal, 0.0), axis=-1, initial=0.0)
    formel = f"SUMPRODUCT(MAX({'*'.join(f'({v.formel})' for v in villkor)}*{whole(t)}))"
    return _over(formel, np.asarray(varden), find_tabell(*(v.varde for v in villkor)))


def sla_upp(k: Tal, *par: tuple[Tal, Operand], annars: Operand | None = None, delvis: bool = False) -> Tal:
    """`k` in the first row of its table where every key is what is told. Rows may be sorted in both tables.

    `annars` is given where there is no such row. `delvis`: there it is an error in the cell, for `Tabell.rader` where
    only some rows ask. Without either, raises KeyError (of the program) for a key not found.
    """
    villkor = [Villkor(nyckel, "=", varde) for nyckel, varde in par]
    rad = find_rows(villkor)
    if annars is None and not delvis and (rad < 0).any():
        raise KeyError(f"{write_out(k.formel)}: nyckel utan rad; ange annars=")
    if len(villkor) == 1 and is_fast(villkor):
        plats = f"MATCH({villkor[0].varde.formel},{whole(villkor[0].kolumn)},0)"
    else:
        plats = f"MATCH(1,INDEX({'*'.join(f'({v.formel})' for v in villkor)}*1,0),0)"
    tabell = find_tabell(*(v.varde for v in villkor))
    hittat = np.full(rad.shape, np.nan)
    if k.varden.size:
        hittat = np.asarray(k.varden[np.where(rad < 0, 0, rad)], k.varden.dtype)  # one text is still an array
    if delvis:
        hittat = np.where(rad < 0, np.array(np.inf, hittat.dtype), hittat)
    e = som_tal(TOMT if annars is None else annars)
    las: Las = lambda i, b: tell(k, at(rad, i), b) if at(rad, i) >= 0 else tell(e, i, b)  # noqa: E731
    svar = Tal(hittat, f"INDEX({whole(k)},{plats})", 9, tabell, True, k.tomt_ar_noll, False, ord=las, form=k.form)
    if annars is None:
        return svar
    varden = np.where(rad < 0, e.varden, give_value(svar))
    if ar_text(varden):
        varden = np.where(is_empty(varden), "", varden)
    return call("IFERROR", varden, svar, e, las=las)


def sok(k: Tal, granser: Tal, x: Tal) -> Tal:
    """`k` in the first row whose limit (empty = none) is at least x, in a table ordered by rising limits."""
    under = ~is_empty(granser.varden) & compare(np.nan_to_num(granser.varden)[None, :], "<", to_numbers(x)[..., None])
    rad = under.sum(axis=-1)
    g = whole(granser)
    formel = f'INDEX({whole(k)},1+SUMPRODUCT(({g}<>"")*({g}<{x.formel})))'
    varden = k.varden[np.minimum(rad, k.varden.size - 1)]
    return Tal(varden, formel, 9, x.tabell, True, k.tomt_ar_noll, False, form=k.form)
