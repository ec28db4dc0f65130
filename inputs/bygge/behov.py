"""The målgrupper of SKL 2016, and how many there are in each förbund's area: the nation's shared out (an estimate)."""

from __future__ import annotations

from collections.abc import Sequence

from inputs.bygge.ekonomi import Ekonomi
from inputs.bygge.heltal import share_out
from inputs.bygge.indelning import Omradesrad
from inputs.bygge.kallor import Kallor

EFTER_ARBETSLOSA = ("ARBLOS", "EKBIST")
"""Målgrupper shared out by registered unemployed; the others by inhabitants 16–64."""
VIKTER = {"NEET": 1.2, "AKTERS": 1.1}
"""Priority weights of the example; 1 for the others."""


def make_malgrupper(kallor: Kallor) -> list[tuple[object, ...]]:
    """malgrupper.csv: share in need as SKL's text has it; the weights are an example."""
    grupper = ((g["malgrupp_kod"], g["namn"], g["andel_i_behov"]) for g in kallor.malgrupper)
    return [(kod, namn, andel, VIKTER.get(kod, 1.0)) for kod, namn, andel in grupper]


def make_behov(kallor: Kallor, ekonomi: Sequence[Ekonomi], omraden: Sequence[Omradesrad]) -> list[tuple[object, ...]]:
    """behov.csv: persons of each målgrupp, whole people; areas outside every förbund take their part of the nation."""
    rader: list[tuple[object, ...]] = []
    for malgrupp in kallor.malgrupper:
        kod = malgrupp["malgrupp_kod"]
        nyckel = [o.arbetslosa if kod in EFTER_ARBETSLOSA else o.invanare for o in omraden]
        antal = share_out(int(malgrupp["personer_antal"]), nyckel)
        for e in ekonomi:
            rader.append((e.kod, kod, sum(n for n, o in zip(antal, omraden, strict=True) if o.forbund_kod == e.kod)))
    return rader
