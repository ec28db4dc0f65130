"""The gate: förbund, what is pledged to them, and their eget kapital over the years."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Literal

from fordelning.fel import MEST_VISADE, Anmarkning
from fordelning.pengar import format_kr
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.kontroll_loften import list_summed_regions
from fordelning.underlag.ratext import Forslag, suggest
from fordelning.underlag.tolkning import Rad

_TYPORDNING = ("budget", "prognos", "utfall")
"""Of several figures for a year the last here is the surest."""


def check_something_to_divide_by(inlast: Inlast) -> Iterator[Anmarkning]:
    """There are förbund, and they have försörjningsmått together."""
    for namn, vantat in (("forbund", "minst ett förbund"), ("omraden", "en rad per kommun eller del av kommun")):
        if inlast.is_whole(namn) and not inlast.rader(namn):
            yield Anmarkning(inlast.at_table(namn), "tabellen har inga rader", vantat, "Fyll i tabellen.")
    matt = [rad.post.forsorjningsmatt for rad in inlast.rader("omraden") if rad.post.forbund_kod]
    if matt and inlast.is_whole("omraden", "forsorjningsmatt", "forbund_kod") and math.fsum(matt) == 0:
        plats = f"{inlast.at_table('omraden')}, kolumn forsorjningsmatt"
        yield Anmarkning(plats, "alla områden har 0", "ett försörjningsmått per område", "Kontrollera uttaget.")


def check_forbund_have_area(inlast: Inlast) -> Iterator[Anmarkning]:
    """Every förbund has at least one area.

    One whose areas seem to have a misspelt code, which is reported, is not also reported as empty.
    """
    omraden = inlast.tabeller["omraden"]
    okanda = sorted({rad.texter.get("forbund_kod", "") for rad in omraden.rader if "forbund_kod" in rad.trasiga})
    if not omraden.hel or not omraden.rader or "" in okanda:
        return
    for rad in inlast.rader("forbund", "forbund_kod"):
        kod = rad.post.forbund_kod
        if kod in inlast.medlemmar:
            continue
        lik = any(kod in okand or okand in kod or suggest(okand, [kod]) for okand in okanda[:MEST_VISADE])
        if lik and _is_in_use(kod, inlast):
            continue
        gor = "Ange koden på förbundets kommuner i omraden, eller ta bort förbundet."
        vad = " ".join(filter(None, (f"«{kod}»", rad.post.namn, "har inget område")))
        yield Anmarkning(rad.at("forbund_kod"), vad, "minst en rad i omraden", gor)


def _is_in_use(kod: str, inlast: Inlast) -> bool:
    """Whether other tables than omraden know the förbund, or there are none to ask."""
    andra = [t for n, t in inlast.tabeller.items() if n not in ("forbund", "omraden") and t.rader]
    andra = [t for t in andra if "forbund_kod" in t.rader[0].texter]
    return not andra or any(rad.texter["forbund_kod"] == kod for t in andra for rad in t.rader)


def check_pledges(inlast: Inlast) -> Iterator[Anmarkning]:
    """Who pledges is a kommun or a region of the förbund's own area."""
    parter, forslag = _find_parties(inlast), Forslag()
    may_be_member = {part: inlast.make_lookup("omraden", "forbund_kod", f"{part}_kod") for part in ("kommun", "region")}
    for rad in inlast.rader("medfinansiering", "forbund_kod", "part", "motpart_kod"):
        forbund_kod, part, kod = rad.post.forbund_kod, rad.post.part, rad.post.motpart_kod
        if forbund_kod in inlast.medlemmar and not may_be_member[part](forbund_kod, kod):
            egna = parter[forbund_kod, part]
            vad = f"{part} «{kod}» hör inte till förbund {forbund_kod}"
            vantat = ", ".join(sorted(egna)) or "ingen rad; kommunen har regionens uppgifter och står för båda delarna"
            gor = forslag.find(kod, egna) or "Rätta koden eller ta bort raden."
            yield Anmarkning(rad.at("motpart_kod"), vad, vantat, gor)


def list_kapital(inlast: Inlast) -> list[Rad]:
    """The rows of kapital that could be read, the surest kind of a year last."""
    kolumner = ("forbund_kod", "ar", "typ", "ingaende_kr", "intakter_kr", "kostnader_kr")
    return sorted(inlast.rader("kapital", *kolumner), key=lambda rad: _TYPORDNING.index(rad.post.typ))


def check_kapital_chain(inlast: Inlast) -> Iterator[Anmarkning]:
    """Each year's ingående eget kapital is the utgående of the year before.

    Between different kinds of figures, utfall and budget, a break is only a warning; so is one that is approved.
    """
    ar = {(rad.post.forbund_kod, rad.post.ar): rad for rad in list_kapital(inlast)}
    for (kod, aret), rad in ar.items():
        fore = ar.get((kod, aret - 1))
        if fore is not None and fore.post.utgaende_kr != rad.post.ingaende_kr:
            ingaende, utgaende = format_kr(rad.post.ingaende_kr), format_kr(fore.post.utgaende_kr)
            vad = (
                f"{kod}: ingående {ingaende} kr {aret} ({rad.post.typ}) är inte utgående {utgaende} kr "
                f"{aret - 1} ({fore.post.typ}, {fore.at('ingaende_kr')})"
            )
            stoppar = fore.post.typ == rad.post.typ and not inlast.is_approved_break(kod, aret)
            allvar: Literal["fel", "varning"] = "fel" if stoppar else "varning"
            gor = "Rätta det ena året; kedjan ska hänga ihop."
            yield Anmarkning(rad.at("ingaende_kr"), vad, f"{fore.post.utgaende_kr}", gor, allvar)


def warn_negative_kapital(inlast: Inlast) -> Iterator[Anmarkning]:
    """Eget kapital below zero can be, but is worth a second look."""
    for rad in inlast.rader("forbund", "eget_kapital_kr"):
        if rad.post.eget_kapital_kr < 0:
            vad = f"«{rad.post.namn}» har negativt eget kapital, {format_kr(rad.post.eget_kapital_kr)} kr"
            yield Anmarkning(rad.at("eget_kapital_kr"), vad, gor="Kontrollera beloppet.", allvar="varning")


def warn_partial_pledges(inlast: Inlast) -> Iterator[Anmarkning]:
    """When some kommuner or regions of a förbund have pledged, one without a row counts as 0, or as its one sum."""
    parter, med_summa = _find_parties(inlast), list_summed_regions(inlast)
    lovat: defaultdict[tuple[str, str], list[Rad]] = defaultdict(list)
    for rad in inlast.rader("medfinansiering", "forbund_kod", "part", "motpart_kod"):
        lovat[rad.post.forbund_kod, rad.post.part].append(rad)
    for (kod, part), rader in sorted(lovat.items()):
        saknas = sorted(parter[kod, part] - {rad.post.motpart_kod for rad in rader} - med_summa)
        if saknas:
            vad = f"förbund {kod}: {part} {', '.join(saknas)} har ingen rad och räknas som 0 kr"
            gor = "Lägg till en rad per part som bidrar."
            yield Anmarkning(rader[0].at("motpart_kod"), vad, gor=gor, allvar="varning")


def _find_parties(inlast: Inlast) -> Mapping[tuple[str, str], set[str]]:
    """The kommuner and regions of every förbund's area, by förbund and kind of party."""
    parter: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for kod, rader in inlast.medlemmar.items():
        for rad in rader:
            parter[kod, "kommun"].add(rad.post.kommun_kod or "")
            parter[kod, "region"].add(rad.post.region_kod or "")
    return defaultdict(set, {nyckel: koder - {""} for nyckel, koder in parter.items()})
