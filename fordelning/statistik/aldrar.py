"""Age groups: which values of a variable they are, whether they overlap, and which together are an interval."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from fordelning.statistik.kub import Dimension, Kod

TOTAL = re.compile(r"(?i)(tot\w*|total\w*|samtliga|alla|all|båda könen|1\+2|män och kvinnor|kvinnor och män|summa)\b.*")
"""Names of a total."""
_ALDER = ("ålder", "alder", "åldersgrupp", "age", "åldersklass")
ALLA_ALDRAR = (0, 999)
Aldrar = tuple[int, int]
"""The first and the last age of a group."""


def is_age(d: Dimension) -> bool:
    """Whether a dimension is age."""
    namn = f"{d.namn} {d.kod}".casefold()
    return any(n in namn for n in _ALDER)


def is_total(d: Dimension, v: Kod) -> bool:
    """Whether a value is the total of its dimension: the source says so, or its name does."""
    return v.kod == d.total or any(TOTAL.fullmatch(t) is not None for t in v)


def find_ages(v: Kod) -> Aldrar | None:
    """The first and last age of a value, None when it is no age."""
    for text in (v.namn, v.kod):
        if traff := re.fullmatch(r"(?i)\s*(\d+)\s*[-–]\s*(\d+)(\s*år)?", text):
            return int(traff[1]), int(traff[2])
        if traff := re.fullmatch(r"(?i)\s*(\d+)\s*(\+|-w|år och äldre|år eller äldre|-)(\s*år)?", text):
            return int(traff[1]), ALLA_ALDRAR[1]
        if traff := re.fullmatch(r"(?i)\s*(\d{1,3})(\s*år)?", text):
            return int(traff[1]), int(traff[1])
        if TOTAL.fullmatch(text):
            return ALLA_ALDRAR
    return None


def tile_ages(d: Dimension, fran: int, till: int) -> list[int] | None:
    """The fewest age groups that together are exactly these ages, none overlapping: each cell has its own noise."""
    grupper = [(alder, i) for i, v in enumerate(d.varden) if (alder := find_ages(v)) is not None]
    bast: dict[int, list[int]] = {fran: []}
    for (forst, sist), i in sorted(grupper):
        if forst in bast and sist <= till and (sist + 1 not in bast or len(bast[forst]) + 1 < len(bast[sist + 1])):
            bast[sist + 1] = [*bast[forst], i]
    return bast.get(till + 1)


def describe_ages(aldrar: Sequence[Aldrar | None], namn: Sequence[str]) -> str:
    """The ages chosen as one band where they follow each other: 16–64 år."""
    kanda = sorted(a for a in aldrar if a is not None)
    if not kanda or len(kanda) < len(aldrar) or any(b[0] != a[1] + 1 for a, b in pairwise(kanda)):
        return " + ".join(namn[:12])
    forst, sist = kanda[0][0], kanda[-1][1]
    if (forst, sist) == ALLA_ALDRAR:
        return "alla åldrar"
    return f"{forst} år och äldre" if sist == ALLA_ALDRAR[1] else f"{forst}–{sist} år"
