"""Recompute printed arithmetic in exact fractions: Swedish numbers, + − × /, parentheses, min, max, nedåt and uppåt."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

TAL = re.compile(r"\d{1,3}(?:\u00a0\d{3})+(?:,\d+)?|\d+(?:,\d+)?")
ORD = re.compile(rf"\s*({TAL.pattern}|min|max|nedåt|uppåt|[+−×/();])")
RAD = re.compile(rf" *(?P<nummer>\d+)\. (?P<text>.+): (?P<uttryck>[^:=]+) = (?P<svar>−?(?:{TAL.pattern}))(?P<efter>.*)")

FUNKTIONER: dict[str, Callable[..., Fraction]] = {
    "min": min,
    "max": max,
    "nedåt": lambda a, enhet: floor(a / enhet) * enhet,
    "uppåt": lambda a, enhet: ceil(a / enhet) * enhet,
}


def read_number(text: str) -> Fraction:
    """A Swedish number, exactly."""
    return Fraction(text.replace("\u00a0", "").replace(",", ".").replace("−", "-"))


def find_numbers(text: str) -> list[Fraction]:
    """Every number in a text, signs apart."""
    return [read_number(tal) for tal in TAL.findall(text)]


@dataclass(frozen=True, slots=True)
class Raknerad:
    """A numbered line: what it says, its arithmetic, and the result it prints."""

    nummer: int
    text: str
    uttryck: str
    svar: Fraction
    decimaler: int
    efter: str

    @property
    def ar_kronor(self) -> bool:
        return self.efter.startswith(" kr")


def read_line(rad: str) -> Raknerad | None:
    """A printed line with arithmetic; None for any other line."""
    traff = RAD.fullmatch(rad)
    if traff is None:
        return None
    svar = traff["svar"]
    decimaler = len(svar.partition(",")[2])
    return Raknerad(int(traff["nummer"]), traff["text"], traff["uttryck"], read_number(svar), decimaler, traff["efter"])


def evaluate(uttryck: str) -> Fraction:
    """The value of printed arithmetic."""
    delar = ORD.findall(uttryck)
    assert ORD.sub("", uttryck).strip() == "", f"oläst: {ORD.sub('', uttryck)!r} i {uttryck!r}"
    kvar = iter([*delar, ""])
    varde, nasta = _sum(next(kvar), kvar)
    assert nasta == "", f"oväntat {nasta!r} i {uttryck!r}"
    return varde


def _sum(ord_: str, kvar: Iterator[str]) -> tuple[Fraction, str]:
    varde, ord_ = _product(ord_, kvar)
    while ord_ in ("+", "−"):
        tecken = 1 if ord_ == "+" else -1
        term, ord_ = _product(next(kvar), kvar)
        varde += tecken * term
    return varde, ord_


def _product(ord_: str, kvar: Iterator[str]) -> tuple[Fraction, str]:
    varde, ord_ = _factor(ord_, kvar)
    while ord_ in ("×", "/"):
        dela = ord_ == "/"
        faktor, ord_ = _factor(next(kvar), kvar)
        varde = varde / faktor if dela else varde * faktor
    return varde, ord_


def _factor(ord_: str, kvar: Iterator[str]) -> tuple[Fraction, str]:
    if ord_ == "−":
        varde, ord_ = _factor(next(kvar), kvar)
        return -varde, ord_
    if ord_ == "(":
        varde, ord_ = _sum(next(kvar), kvar)
        assert ord_ == ")"
        return varde, next(kvar)
    if ord_ in FUNKTIONER:
        assert next(kvar) == "("
        argument, nasta = [], ";"
        while nasta == ";":
            varde, nasta = _sum(next(kvar), kvar)
            argument.append(varde)
        assert nasta == ")"
        return FUNKTIONER[ord_](*argument), next(kvar)
    return read_number(ord_), next(kvar)
