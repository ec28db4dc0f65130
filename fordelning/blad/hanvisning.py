"""References in formulas: each is a mark, until the sheets are known that its table and the formula stand on."""

from __future__ import annotations

import re
from collections.abc import Callable

DENNA, HELA, OVANFOR, FRAGAR = "\ue001", "\ue002", "\ue003", "\ue004"
"""Which cells of a column: this row's, all, the one above; in a formula over all rows, that of the row that asks."""
_MARKE = "\ue000"
_HANVISNING = re.compile(f"{_MARKE}(.*?)\t(.*?)\t(.*?){_MARKE}")


def refer(tabell: str, rubrik: str, vilken: str = DENNA) -> str:
    """A reference to cells of a column: one of those above, a row from 0, or the first and the last row («0:3»).

    «:3» is the last cell of what another column begins.
    """
    return f"{_MARKE}{tabell}\t{rubrik}\t{vilken}{_MARKE}"


def name_cells(tabell: str, rubrik: str, vilken: str) -> str:
    """A reference to this row or a whole column as Excel names it: by table and heading."""
    egen = re.sub(r"(['\[\]#])", r"'\1", rubrik)
    if vilken == DENNA:
        return f"{tabell}[[#This Row],[{egen}]]"
    return f"{tabell}[{egen}]" if re.fullmatch(r"[\w ]*", egen) else f"{tabell}[[{egen}]]"


def write_out(formel: str, find: Callable[[str, str, str], str] = name_cells) -> str:
    """The formula with its references as `find` writes them: from a table, a heading and which cells."""
    return _HANVISNING.sub(lambda traff: find(*traff.groups()), formel)
