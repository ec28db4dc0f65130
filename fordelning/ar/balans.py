"""Nothing is lost: for every column of kronor and counts the total after a change is the total before."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from fordelning.ar.forbundsdel import BELOPP, REGEL, UPPHOR, Flytt
from fordelning.ar.summor import add, as_text
from fordelning.fel import Anmarkning
from fordelning.underlag.texter import Textpost

Tabeller = Mapping[str, Sequence[Textpost]]


def check_totals(fore: Tabeller, efter: Tabeller, flyttar: Sequence[Flytt]) -> Iterator[Anmarkning]:
    """A finding per column whose total is another, when amounts made of rules and amounts that ended are counted."""
    vantat: defaultdict[tuple[str, str], Decimal] = defaultdict(Decimal)
    for f in flyttar:
        if f.belopp and f.varfor in (REGEL, UPPHOR):
            vantat[f.tabell, f.kolumn] += Decimal(f.belopp) * (1 if f.varfor == REGEL else -1)
    for tabell, kolumner in BELOPP.items():
        for kolumn in kolumner:
            a, b = (add(rad[kolumn] for rad in t[tabell]) for t in (fore, efter))
            if a + vantat[tabell, kolumn] != b:
                ratt = as_text(a + vantat[tabell, kolumn])
                vad = f"summan av {kolumn} i {tabell} blir {as_text(b)}"
                yield Anmarkning("ändringarna", vad, f"{ratt}, inget får försvinna", "Felet är programmets.")
