"""Swedish numbers: one small strict parser, because locale libraries read "1.234" and "1 23" as something else."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from fordelning.underlag.kolumner import Kolumn, Typ

_MELLANRUM = "[ \u00a0\u202f]"
_TAL = re.compile(rf"[-\u2212]?(?:\d+|\d{{1,3}}(?:{_MELLANRUM}\d{{3}})+)(?:[.,]\d+)?")
_STORST = 10**15


def parse_number(text: str) -> float | None:
    """A number with decimal point or comma and spaces between thousands; None when the text is anything else."""
    if not _TAL.fullmatch(text):
        return None
    return float(re.sub(_MELLANRUM, "", text).replace(",", ".").replace("\u2212", "-"))


def _parse_whole(text: str) -> int | None:
    tal = parse_number(text)
    return int(tal) if tal is not None and tal == int(tal) and abs(tal) <= _STORST else None


def _parse_share(text: str) -> float | None:
    tal = parse_number(text)
    return tal if tal is not None and 0 <= tal <= 1 else None


def _parse_year(text: str) -> int | None:
    tal = _parse_whole(text)
    return tal if tal is not None and 1990 <= tal <= 2100 else None


def _parse_months(text: str) -> int | None:
    tal = _parse_whole(text)
    return tal if tal is not None and 1 <= tal <= 12 else None


def _parse_steps(text: str) -> tuple[float, ...] | None:
    steg = [_parse_share(del_.strip()) for del_ in text.split(";")]
    return None if None in steg else tuple(s for s in steg if s is not None)


_TOLKA: dict[Typ, tuple[Callable[[str], Any], str, str]] = {
    "kr": (_parse_whole, "är inget tal i hela kronor", "hela kronor, t.ex. 1200000"),
    "antal": (_parse_whole, "är inget heltal", "ett heltal, t.ex. 12345"),
    "tal": (parse_number, "är inget tal", "ett tal, t.ex. 1234,5 eller 1234.5"),
    "andel": (_parse_share, "är ingen andel", "ett tal från 0 till 1, t.ex. 0,25"),
    "ar": (_parse_year, "är inget år", "ett år med fyra siffror, t.ex. 2026"),
    "manader": (_parse_months, "är inget antal månader", "ett heltal från 1 till 12, eller tomt för hela året"),
    "trappning": (_parse_steps, "är ingen trappning", "andelar från 0 till 1 med semikolon emellan, t.ex. 1;0,75;0,5"),
}


def interpret(text: str, kolumn: Kolumn) -> tuple[Any, str, str]:
    """The value of a non-empty cell, or None with what is wrong and what was expected (Swedish)."""
    if kolumn.typ in ("kod", "text"):
        return text, "", ""
    if kolumn.typ in ("val", "ja_nej"):
        val = text.lower()
        if val not in kolumn.val:
            return None, f"«{text}» är inget känt val", " eller ".join(kolumn.val)
        return (val == "ja") if kolumn.typ == "ja_nej" else val, "", ""
    tolka, vad, vantat = _TOLKA[kolumn.typ]
    varde = tolka(text)
    if varde is None:
        if kolumn.typ == "kr" and parse_number(text) is None:
            vad = "är inget tal"
        return None, f"«{text}» {vad}", vantat
    if not kolumn.negativ and kolumn.typ in ("kr", "antal", "tal") and varde < 0:
        return None, f"«{text}» är negativt", "ett tal som är 0 eller större"
    return varde, "", ""
