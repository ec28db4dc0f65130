"""A förbund is divided: every amount by one key, pledges with those who gave them, insatser whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from fordelning.ar.forbundsdel import BELOPP, Forbundsdel, divide
from fordelning.ar.kapitalrader import divide_balance, divide_capital
from fordelning.pengar import dela_heltal
from fordelning.underlag.texter import Textpost

Omraden = Sequence[Textpost]


@dataclass(frozen=True, slots=True)
class Delningsnyckel:
    """How a förbund is divided: each part's weight and areas by code, and which part runs each insats.

    `angiven`: the weights are given, and hold for a region's pledges too; else inhabitants decide those by region.
    `region_stannar`: the regions' pledges stay with the first part as long as it has areas there.
    """

    vikter: Mapping[str, float]
    omraden: Mapping[str, Omraden]
    insatser: Mapping[str, str]
    angiven: bool = False
    region_stannar: bool = False


def divide_forbund(hel: Forbundsdel, nyckel: Delningsnyckel, ar: int) -> dict[str, Forbundsdel]:
    """The parts by code. A pledge follows the kommun or region that gave it. `ar`: the budget year."""
    v = list(nyckel.vikter.values())
    tilldelning, totalt = dela_heltal(hel.tilldelning_kr, v), dela_heltal(hel.totalt_kr, v)
    kapital = divide_capital(hel.rader["kapital"], v)
    egna = divide_balance(hel.post["eget_kapital_kr"], hel.rader["kapital"], kapital, ar, v)
    forbund = _divide_row("forbund", hel.post, v)
    utfastelser = _divide_pledges(hel.rader["medfinansiering"], nyckel)
    delar = {}
    for j, kod in enumerate(nyckel.vikter):
        del_ = Forbundsdel(kod, {}, tilldelning[j], totalt[j])
        del_ = del_.put("forbund", [{**forbund[j], "eget_kapital_kr": egna[j]}])
        del_ = del_.put("medfinansiering", utfastelser[kod]).put("kapital", kapital[j])
        for tabell in ("behov", "planering"):
            del_ = del_.put(tabell, [_divide_row(tabell, rad, v)[j] for rad in hel.rader[tabell]])
        for tabell in ("insatser", "effekter"):
            del_ = del_.put(tabell, [rad for rad in hel.rader[tabell] if nyckel.insatser[rad["insats_kod"]] == kod])
        delar[kod] = del_
    return delar


def _divide_row(tabell: str, rad: Textpost, vikter: Sequence[float]) -> list[Textpost]:
    """A row once per part, its amounts divided."""
    delade = {kolumn: divide(rad[kolumn], vikter) for kolumn in BELOPP[tabell]}
    return [{**rad, **{kolumn: d[j] for kolumn, d in delade.items()}} for j in range(len(vikter))]


def _divide_pledges(rader: Sequence[Textpost], nyckel: Delningsnyckel) -> dict[str, list[Textpost]]:
    """The pledges of each part: where who gave it has areas, by the inhabitants there, or a region's by the key."""
    delar: dict[str, list[Textpost]] = {kod: [] for kod in nyckel.omraden}
    for rad in rader:
        vikter: dict[str, float] = {}
        for kod, omraden in nyckel.omraden.items():
            if egna := _select(rad, omraden):
                efter_nyckel = nyckel.angiven and rad["part"] == "region"
                vikter[kod] = nyckel.vikter[kod] if efter_nyckel else count_inhabitants(egna)
        forst = next(iter(nyckel.omraden))
        if nyckel.region_stannar and rad["part"] == "region" and forst in vikter:
            vikter = {forst: 1.0}
        for kod, belopp in zip(vikter, divide(rad["utlovat_kr"], list(vikter.values())), strict=True):
            delar[kod].append({**rad, "utlovat_kr": belopp})
    return delar


def _select(rad: Textpost, omraden: Omraden) -> list[Textpost]:
    """The areas of the kommun or region that has pledged."""
    return [o for o in omraden if o[f"{rad['part']}_kod"] == rad["motpart_kod"]]


def count_inhabitants(omraden: Omraden) -> int:
    """The inhabitants of areas."""
    return sum(int(o["invanare_antal"] or 0) for o in omraden)
