"""The data set of the next year, made from this year's and how it ended: what is known is carried, the rest is empty.

The grant becomes last year's grant, the contributions last year's contributions, the utgående the eget kapital; this
year's statistics become last year's. Äskanden, months and pledges are new every year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fordelning.ar.arsslut import Arsslut, Slutlage
from fordelning.ar.nytt_ar_nycklar import LOFTEN, carry_settings, list_breaks
from fordelning.ar.upphort import find_ended_areas, find_ended_forbund, warn_ended
from fordelning.fel import Anmarkning
from fordelning.kapital.bok import RANGORDNING
from fordelning.underlag import Granskat, examine
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Texter, Textpost, make_ratext

STATISTIK = (("invanare_antal", "invanare_fjol_antal"), ("forsorjningsmatt", "forsorjningsmatt_fjol"))
"""This year's columns of omraden, and the same a year before."""


@dataclass(frozen=True, slots=True)
class Kvar:
    """Cells of a column that must be filled in before the data set can be used."""

    tabell: str
    kolumn: str
    antal: int


@dataclass(frozen=True, slots=True)
class NyttAr:
    """The new data set, what is left to fill in, what else the gate says of it, and what the user should know."""

    budgetar: int
    ram_kr: int
    texter: Texter
    slut: Arsslut
    kvar: tuple[Kvar, ...]
    grind: tuple[Anmarkning, ...]
    varningar: tuple[Anmarkning, ...]


def roll(granskat: Granskat, slut: Arsslut, behall_statistik: bool = False, som_bok: bool = False) -> NyttAr:
    """The data set of the year after. `som_bok`: findings name sheets and cells instead of files and rows."""
    borta, utgangna = find_ended_forbund(granskat), find_ended_areas(granskat)
    kvarvarande = slut.leave_out(borta)
    lagen = kvarvarande.lagen
    gamla = granskat.texter.tabeller
    tabeller = {
        namn: tuple(rad for rad in rader if namn == "omraden" or rad.get("forbund_kod") not in borta)
        for namn, rader in gamla.items()
    }
    tabeller["forbund"] = tuple(_carry_forbund(rad, lagen[rad["forbund_kod"]]) for rad in tabeller["forbund"])
    tabeller["omraden"] = tuple(
        _carry_area(rad, borta, behall_statistik) for rad in gamla["omraden"] if rad["omrade_kod"] not in utgangna
    )
    tabeller |= {namn: () for namn in LOFTEN}
    budgetar = granskat.installningar.budgetar
    tabeller["kapital"] = tuple(_carry_capital(tabeller["kapital"], lagen, budgetar))
    texter = Texter(tabeller, carry_settings(granskat, tabeller, kvarvarande, behall_statistik))
    kvar = tuple(count_missing(texter))
    return NyttAr(
        budgetar + 1,
        granskat.installningar.ram_kr,
        texter,
        kvarvarande,
        kvar,
        tuple(_list_others(texter, som_bok)),
        (*warn_ended(granskat, slut.lagen, borta, utgangna), *_warn_breaks(granskat, tabeller)),
    )


def _warn_breaks(granskat: Granskat, tabeller: Mapping[str, tuple[Textpost, ...]]) -> Iterator[Anmarkning]:
    """Where eget kapital when the year began was not what kapital said: the year's row does not join the one before."""
    for text in sorted(set(list_breaks(granskat, tabeller)) - set(granskat.installningar.undantag.kedja)):
        kod, _, ar = text.rpartition(" ")
        vad = f"eget kapital i forbund är inte vad {int(ar) - 1} slutade med i kapital; skillnaden följer med"
        gor = "Rätta det belopp som är fel. Tills dess är skillnaden godkänd under [undantag] kedja."
        yield Anmarkning(f"förbund {kod}, {ar}", vad, gor=gor, allvar="varning")


def count_missing(texter: Texter) -> Iterator[Kvar]:
    """The columns with cells that may not be empty but are."""
    for namn, tabell in TABELLER.items():
        for kolumn in tabell.kolumner:
            tomma = sum(not rad[kolumn.namn] for rad in texter.tabeller[namn])
            if tomma and kolumn.kravs and not kolumn.far_tom:
                yield Kvar(namn, kolumn.namn, tomma)


def _carry_forbund(rad: Textpost, lage: Slutlage) -> Textpost:
    """The förbund as it begins the new year; what it asks for, and its months, are not yet known."""
    return {
        **rad,
        "tilldelning_fjol_kr": str(lage.tilldelning_kr),
        "bidrag_fjol_kr": str(lage.intakter_kr),
        "eget_kapital_kr": str(lage.utgaende_kr),
        "askande_kr": "",
        "manader": "",
    }


def _carry_area(rad: Textpost, borta: frozenset[str], behall: bool) -> Textpost:
    """The area with this year's statistics as last year's; outside, where its förbund has ended."""
    fjol = {fjol: rad[kolumn] for kolumn, fjol in STATISTIK}
    nya = {} if behall else {kolumn: "" for kolumn, _ in STATISTIK}
    forbund_kod = "" if rad["forbund_kod"] in borta else rad["forbund_kod"]
    return {**rad, **fjol, **nya, "forbund_kod": forbund_kod}


def _carry_capital(rader: tuple[Textpost, ...], lagen: Mapping[str, Slutlage], ar: int) -> Iterator[Textpost]:
    """Every row, and the year's as it ended where no row says that yet, after the förbund's other rows.

    A row of the same kind gives way; not a budget, which stays what was decided: other figures are then a prognos.
    """
    arets = {kod: dict[str, Textpost]() for kod in lagen}
    for rad in rader:
        if rad["ar"] == str(ar):
            arets[rad["forbund_kod"]][rad["typ"]] = rad
    nya = {kod: ny for kod, lage in lagen.items() if (ny := _make_row(kod, ar, lage, arets[kod])) is not None}
    ersatta = {(kod, rad["ar"], rad["typ"]) for kod, rad in nya.items()}
    sist = {rad["forbund_kod"]: i for i, rad in enumerate(rader)}
    for i, rad in enumerate(rader):
        kod = rad["forbund_kod"]
        if (kod, rad["ar"], rad["typ"]) not in ersatta:
            yield rad
        if sist[kod] == i and kod in nya:
            yield nya.pop(kod)
    yield from nya.values()


def _make_row(kod: str, ar: int, lage: Slutlage, arets: Mapping[str, Textpost]) -> Textpost | None:
    """The year's row as it ended; None when a row as sure has the same income and costs."""
    surast = next((arets[typ] for typ in RANGORDNING if typ in arets), None)
    belopp = {"intakter_kr": str(lage.intakter_kr), "kostnader_kr": str(lage.kostnader_kr)}
    lika_saker = surast is not None and RANGORDNING.index(surast["typ"]) <= RANGORDNING.index(lage.typ)
    if surast is not None and lika_saker and belopp.items() <= surast.items():
        return None
    typ = "prognos" if lage.typ == "budget" else lage.typ
    return {"forbund_kod": kod, "ar": str(ar), "ingaende_kr": str(lage.ingaende_kr), **belopp, "typ": typ}


def _list_others(texter: Texter, som_bok: bool) -> Iterator[Anmarkning]:
    """What the gate says of the new data set beside the cells that are to be filled in."""
    yield from (a for a in examine(make_ratext(texter, som_bok))[1] if a.vad != "värdet saknas")
