"""A förbund's rows in every table, as text: what is merged and divided, and each amount that moves."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from fordelning.ar.summor import as_text
from fordelning.pengar import dela_heltal
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Textpost

EGNA = tuple(namn for namn, tabell in TABELLER.items() if "forbund_kod" in tabell.kolumnnamn and namn != "omraden")
"""The tables whose rows belong to a förbund; an area only lies in one."""

BELOPP: Mapping[str, tuple[str, ...]] = {
    namn: tuple(k.namn for k in tabell.kolumner if k.typ in ("kr", "antal") or k.namn.endswith(("_kr", "_antal")))
    + (("forsorjningsmatt", "forsorjningsmatt_fjol") if namn == "omraden" else ())
    for namn, tabell in TABELLER.items()
}
"""The columns of each table whose total no change may alter: kronor and counts, and the försörjningsmått."""

REGEL, UPPHOR = "tom cell blir belopp", "upphör"
"""Why an amount came to be, or is gone; every other reason only moves it."""


@dataclass(frozen=True, slots=True)
class Flytt:
    """An amount of a row that went from one förbund to another. No `fran`: made of a rule; no `till`: ended."""

    tabell: str
    nyckel: str
    fran: str
    till: str
    kolumn: str
    belopp: str
    varfor: str


@dataclass(frozen=True, slots=True)
class Forbundsdel:
    """A förbund, or a part of one, with its rows by table.

    `tilldelning_kr` and `totalt_kr`: its grant and all parties' contributions before the change, which an empty
    äskande or planned contribution stands for when it must be a figure.
    """

    kod: str
    rader: Mapping[str, tuple[Textpost, ...]]
    tilldelning_kr: int = 0
    totalt_kr: int = 0

    @property
    def post(self) -> Textpost:
        """Its row in forbund."""
        return self.rader["forbund"][0]

    def put(self, namn: str, rader: Sequence[Textpost]) -> Forbundsdel:
        """With other rows in a table, all under its own code."""
        egna = tuple({**rad, "forbund_kod": self.kod} for rad in rader)
        return replace(self, rader={**self.rader, namn: egna})


def list_moves(del_: Forbundsdel, fran: str, till: str, varfor: str) -> Iterator[Flytt]:
    """Every amount of every row; a row without amounts once."""
    for namn in EGNA:
        for rad in del_.rader[namn]:
            nyckel = name_row(namn, rad)
            givna = [(kolumn, rad[kolumn]) for kolumn in BELOPP[namn] if rad[kolumn]]
            for kolumn, belopp in givna or [("", "")]:
                yield Flytt(namn, nyckel, fran, till, kolumn, belopp, varfor)


def name_row(namn: str, rad: Textpost) -> str:
    """A row's key beside its förbund."""
    return " ".join(rad[kolumn] for kolumn in TABELLER[namn].nyckel if kolumn != "forbund_kod" and rad[kolumn])


def divide(text: str, vikter: Sequence[float]) -> list[str]:
    """A figure divided exactly, in units of its last decimal (whole kronor are whole), by the one divider."""
    if not text:
        return [""] * len(vikter)
    tal = Decimal(text)
    enhet = Decimal(1).scaleb(min(0, int(tal.as_tuple().exponent)))
    tecken = -1 if tal < 0 else 1
    return [as_text(tecken * antal * enhet) for antal in dela_heltal(int(abs(tal) / enhet), vikter)]
