"""Widths and heights that texts need, from the widths of letters: no program tells them before a book is opened."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from math import ceil
from typing import Any, NamedTuple

import numpy as np

from fordelning.blad.form import Form, count_characters
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tal import ar_text
from fordelning.blad.utseende import TEXT

HOGST_BREDD, RADER = 90.0, 6
"""The most characters of a column, and the lines that its explanation stands on."""
TECKEN, LUFT, FET = 9.3, 14, 1.13
"""The pixels of a character of column width in a wide font, what a cell keeps free, and how much wider bold is."""
SIFFRA, MINST_SMAL, MINST_GUL, MINST_BORJAN, MINST_LANG = 0.92, 7.0, 9.7, 15.0, 22.0
"""Characters of width: of a figure; the least of a column, a number to fill in, a text that is cut, one that wraps."""
FLEST_SIDOR, JAMNT = 12, 0.95
"""Pages beside each other that columns are squeezed into, and how much of several is used: none holds a half column."""
EM = TEXT * 4 / 3
"""The pixels of an em of text."""
_BRYTBART = re.compile(r"[^\S\u00a0]+|(?<=-)")
_ORD = re.compile(r"(?:[^\s-]|\u00a0)+-*[^\S\u00a0]*|-+[^\S\u00a0]*|[^\S\u00a0]+")
_BREDA = {"smala": ("ijl.,:;'|!()[]", 0.36), "tunna": ("ftrI \u00a0-/", 0.4), "breda": ("mwMWÅÄÖ@%÷×−–GOQ&", 0.86)}
_TECKENBREDD = {tecken: bredd for sort, bredd in _BREDA.values() for tecken in sort}


class Bredd(NamedTuple):
    """The width that a column takes where there is room, and the least that it can do with, in characters."""

    hel: float
    minst: float


def measure_column(k: Kolumn, feta: Iterable[int] = ()) -> Bredd:
    """Its own width, or what it needs with its explanation on `RADER` lines; at least what it cannot do without.

    Texts that wrap: nine of ten on one line. `feta` = the rows that are bold.
    """
    minst = _find_least(k, [(k.varden[i], k.form_at(i)) for i in feta])
    if k.bredd is not None:
        return Bredd(k.bredd, minst)
    langa = sorted(measure(str(v or "")) for v, form in _list_cells(k) if form == "lang")
    ems = [measure(k.forklaring) / RADER + 1.5, *langa[(9 * len(langa) - 1) // 10 :][:1]]
    return Bredd(min(max(minst, (max(ems) * EM + LUFT) / TECKEN), HOGST_BREDD), minst)


def squeeze(bredder: Mapping[int, Bredd], ryms: float, fasta: int) -> dict[int, float]:
    """Narrower columns where fewer pages then hold them, each with what its cells and longest words need.

    `ryms` = the characters of a page, `fasta` = the columns that are on every page.
    """
    hela, minst = ({j: min(b.hel, b[vilken]) for j, b in bredder.items()} for vilken in (0, 1))
    summa = math.fsum(hela.values())
    if not ryms < summa <= FLEST_SIDOR * ryms * 1.2:
        return hela
    luft = summa - math.fsum(minst.values())
    pa_varje = math.fsum(bredd for j, bredd in minst.items() if j < fasta)
    for sidor in range(1, FLEST_SIDOR + 1):
        over = summa - (sidor * ryms - (sidor - 1) * pa_varje) * (1 if sidor == 1 else JAMNT)
        if over <= 0:
            return hela
        if over <= luft:
            return {j: bredd - (bredd - minst[j]) * over / luft for j, bredd in hela.items()}
    return hela


def _find_least(k: Kolumn, feta: Sequence[tuple[Any, Form]]) -> float:
    """The characters of width that a column cannot do without; a cell to fill in has room for millions."""
    ord_, mest = k.forklaring.split(), MINST_GUL if k.ar_tal and (k.gul or k.bla) else MINST_SMAL
    feta_ord = _BRYTBART.split(k.rubrik)
    for v, form in [*feta, (k.total, k.form_at(0))] if k.summa else feta:
        if isinstance(v, str):
            feta_ord += _BRYTBART.split(v) if form == "lang" else [v]
        else:
            mest = max(mest, SIFFRA * FET * (count_characters(v, form) + 1))
    for v, form in _list_cells(k):
        if form == "lang":
            mest = max(mest, MINST_LANG)
            ord_ += _BRYTBART.split(str(v or ""))
        elif form == "borjan":
            mest = max(mest, MINST_BORJAN)
        elif isinstance(v, str):
            ord_.append(v)
        else:
            mest = max(mest, SIFFRA * (count_characters(v, form) + 1))
    ems = max([*map(measure, ord_), *(FET * measure(o) for o in feta_ord)])
    return max(mest, (ems * EM + LUFT) / TECKEN)


def _list_cells(k: Kolumn) -> Iterable[tuple[Any, Form]]:
    """The cells with their forms; of numbers in one form only the largest and the least, which are as wide as any."""
    if not isinstance(k.form, str):
        return zip(k.varden.tolist(), k.form, strict=False)  # free rows have forms too
    varden = k.varden if ar_text(k.varden) else k.varden[np.isfinite(k.varden)]
    if not ar_text(varden) and varden.size:
        return [(varden.min(), k.form), (varden.max(), k.form)]
    return [(v, k.form) for v in varden.tolist()]


def compute_height(texter: Sequence[str], bredder: Sequence[float], fet: bool = False) -> float:
    """The height, in points, of a row that shows wrapped texts in columns of these widths."""
    per_bokstav = EM * (FET if fet else 1)
    rader = (count_lines(t, (b * TECKEN - LUFT) / per_bokstav) for t, b in zip(texter, bredder, strict=True))
    return max(rader, default=1) * TEXT * 1.2 + 0.75


@lru_cache(4096)
def count_lines(text: str, bredd: float) -> int:
    """Lines of a text in a width (in ems), wrapped between words and after hyphens; a number is one word."""
    rader, kvar = 1, bredd
    for ord_ in _ORD.findall(text):
        tar, med_luft = measure(ord_.rstrip()), measure(ord_)
        if tar > kvar < bredd:
            rader, kvar = rader + 1, bredd
        rader += max(0, ceil(tar / bredd) - 1)
        kvar -= med_luft if tar <= bredd else med_luft % bredd
    return rader


@lru_cache(4096)
def measure(text: str) -> float:
    """The width of a text in ems, in a wide font."""
    return math.fsum(_TECKENBREDD.get(tecken, 0.62) for tecken in text)
