"""Thousands read as decimals, in columns where decimals are the rule: «4,000» among «950» is 4 000, not 4."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from statistics import median

from fordelning.underlag.ratext import Textrad
from fordelning.underlag.tabellform import Kolumnform, Tabellform
from fordelning.underlag.tal import Brist, may_be_thousands, parse_number

_FJOL = {"forsorjningsmatt": "forsorjningsmatt_fjol", "forsorjningsmatt_fjol": "forsorjningsmatt"}
"""Columns that hold the same measure in two years."""

_INVANARE = "invanare_antal"


def find_thousands(tabell: Tabellform, rader: Sequence[Textrad]) -> Mapping[int, Mapping[str, Brist]]:
    """The cells of decimal columns that are, or may be, thousands: by row number from 0, and by column.

    Kronor and counts (`_kr`, `_antal`) have no three decimals: every such cell. Other measures: a cell whose thousands
    are nearer what it ought to be than its decimals are. It ought to be as the year before in its row, else as the
    column's unambiguous cells: their median per inhabitant, or as they are.
    """
    brister: defaultdict[int, dict[str, Brist]] = defaultdict(dict)
    for kolumn in tabell.kolumner:
        if kolumn.typ == "tal":
            oklara = {i: text for i, rad in enumerate(rader) if may_be_thousands(text := _text(rad, kolumn.namn))}
            alltid = kolumn.namn.endswith(("_kr", "_antal"))
            per_invanare = _find_usual(kolumn, rader, per_invanare=True) if oklara else None
            vanligt = _find_usual(kolumn, rader, per_invanare=False) if oklara else None
            for i, text in oklara.items():
                vantat = _expect(kolumn, rader[i], per_invanare, vanligt)
                if alltid or (vantat is not None and _is_nearer_as_thousands(text, vantat)):
                    brister[i][kolumn.namn] = _describe(text, None if alltid else vantat)
    return brister


def _text(rad: Textrad, kolumn: str) -> str:
    return "" if kolumn in rad.trasiga else rad.celler.get(kolumn, "")


def _number(rad: Textrad, kolumn: str) -> float | None:
    """A cell's size, when it is unambiguous and not 0."""
    text = _text(rad, kolumn)
    return None if may_be_thousands(text) else abs(parse_number(text) or 0.0) or None


def _find_usual(kolumn: Kolumnform, rader: Sequence[Textrad], *, per_invanare: bool) -> float | None:
    """The median of the column's unambiguous figures, as they are or per inhabitant."""
    if per_invanare and kolumn.namn not in _FJOL:
        return None
    par = [(_number(rad, kolumn.namn), _number(rad, _INVANARE) if per_invanare else 1.0) for rad in rader]
    tal = [matt / antal for matt, antal in par if matt and antal]
    return median(tal) if tal else None


def _expect(kolumn: Kolumnform, rad: Textrad, per_invanare: float | None, vanligt: float | None) -> float | None:
    """What a figure ought to be near, or None when nothing shows it."""
    if kolumn.namn in _FJOL:
        fjol, antal = _number(rad, _FJOL[kolumn.namn]), _number(rad, _INVANARE)
        if fjol is not None:
            return fjol
        if per_invanare is not None and antal is not None:
            return per_invanare * antal
    return vanligt


def _is_nearer_as_thousands(text: str, vantat: float) -> bool:
    som_decimaler = math.log(abs(parse_number(text) or 1.0))
    return abs(som_decimaler + math.log(1000) - math.log(vantat)) < abs(som_decimaler - math.log(vantat))


def _describe(text: str, vantat: float | None) -> Brist:
    tusental, decimaler = re.sub("[.,]", "", text), re.sub("([.,].*?)0+$", r"\1", text).rstrip(".,")
    vad = f"«{text}» kan vara {tusental} eller {decimaler}"
    if vantat is not None:
        vad += f"; kolumnens övriga tal, eller årets före, pekar mot {tusental}"
    gor = "Skriv tusental med mellanslag eller utan, decimaler med fler eller färre än tre siffror."
    return Brist(vad, f"{tusental}, om det är tusental", gor)
