"""The sheet Sammanfattning: what the plan of one förbund, or of all, gives and costs beside today."""

from __future__ import annotations

import math
from collections.abc import Iterator
from textwrap import wrap
from typing import NamedTuple

from fordelning.pengar import format_kr
from fordelning.rapport.excel.tabell import Blad, Diagram, Form, Kolumn, Tabell
from fordelning.rapport.plan.bild import Planering
from fordelning.rapport.plan.ord import STATUS, describe_next, describe_price, format_tal

SVARSBREDD = 115
"""Characters of an answer in a row."""


class Nyckeltal(NamedTuple):
    """A key figure: the plan's (live where it is made of others) and today's."""

    text: str
    varde: float
    formel: str
    form: Form
    idag: float | None = None


def make_sammanfattning_sheet(planering: Planering) -> Blad:
    """What the plans give and cost beside today, and how they are known."""
    nyckeltal = _list_figures(planering) if planering.med_plan else []
    tabeller = [_make_figures(nyckeltal)] if nyckeltal else []
    rad = tabeller[0].rubrikrad + tabeller[0].antal + 3 if tabeller else 3
    tabeller.append(_make_sentences(list(_wrap(_list_sentences(planering))), rad))
    ar = f"{planering.budgetar[0]}–{planering.budgetar[-1]}"
    bild = planering.bilder[0]
    vilka = f"{bild.forbund.namn} ({bild.kod})" if planering.enskild else f"{len(planering.bilder)} förbund"
    return Blad(
        "Sammanfattning",
        f"Insatsplan {ar}: {vilka}",
        planering.resultat.underlag.beskrivning.split(".")[0].strip(),
        tuple(tabeller),
        diagram=tuple(_make_charts(planering, rad + tabeller[-1].antal + 3)) if planering.med_plan else (),
        filter=False,
    )


def _list_figures(planering: Planering) -> list[Nyckeltal]:
    """Sums over the förbund that have a plan; today's only where all of them have it."""
    bilder, sista = planering.med_plan, planering.budgetar[-1]
    idag = [bild.insyn.idag for bild in bilder if bild.insyn.idag is not None]
    bast = {
        "nytta": math.fsum(b.plan.nytta for b in bilder),
        "resultat": math.fsum(b.resultat_antal for b in bilder),
        "antal": math.fsum(b.deltagare_antal for b in bilder),
        "kostnad": math.fsum(b.plan.kostnad_kr for b in bilder),
        "kapital": math.fsum(b.plan.kapital[-1].utgaende_kr for b in bilder),
    }
    nu = {
        "nytta": math.fsum(i.nytta for i in idag),
        "resultat": math.fsum(i.resultat_antal for i in idag),
        "antal": math.fsum(float(i.beslut.antal.sum()) for i in idag),
        "kostnad": math.fsum(i.kostnad_kr for i in idag),
        "kapital": math.fsum(i.kapital[-1].utgaende_kr for i in idag),
    }
    ord_: dict[str, tuple[str, str, Form]] = {
        "nytta": ("Nytta, viktade personer", "SUM({malgrupper.nytta.alla})", "tal"),
        "resultat": ("Väntas nå arbete eller studier, personer", "SUM({deltagare.resultat.alla})", "tal"),
        "antal": ("Deltagare, alla år", "SUM({plan.antal.alla})", "tal"),
        "kostnad": ("Insatsernas kostnad, kr", "SUM({plan.kostnad.alla})", "kr"),
        "kapital": (
            f"Eget kapital vid utgången av {sista}, kr",
            f"SUMIFS({{kapital.utgaende.alla}},{{kapital.ar.alla}},{sista})",
            "kr",
        ),
    }
    alla_kanda = len(idag) == len(bilder)
    return [
        Nyckeltal(text, bast[nyckel], formel, form, nu[nyckel] if alla_kanda else None)
        for nyckel, (text, formel, form) in ord_.items()
    ]


def _make_figures(rader: list[Nyckeltal]) -> Tabell:
    former = [rad.form for rad in rader]
    skillnad = [None if rad.idag is None else rad.varde - rad.idag for rad in rader]
    kolumner = (
        Kolumn("text", "Alla år tillsammans", [rad.text for rad in rader], bredd=50),
        Kolumn("varde", "Bästa plan", [rad.varde for rad in rader], former, [rad.formel for rad in rader], bredd=18),
        Kolumn("idag", "Som i dag", [rad.idag for rad in rader], former, bredd=18),
        Kolumn("skillnad", "Skillnad", skillnad, former, 'IF({idag}="","",{varde}-{idag})', bredd=18),
    )
    return Tabell("nyckeltal", kolumner, rad=3)


def _make_sentences(rader: list[tuple[str, str]], rad: int) -> Tabell:
    """Words beside words: what is known of the plans."""
    kolumner = (
        Kolumn("vad", "Om planen", [rad[0] for rad in rader], bredd=50),
        Kolumn("svar", "", [rad[1] for rad in rader], bredd=18),
    )
    return Tabell("om_planen", kolumner, rad=rad)


def _list_sentences(planering: Planering) -> Iterator[tuple[str, str]]:
    if not planering.enskild:
        yield from _list_counts(planering)
        return
    bild = planering.bilder[0]
    yield "Status", STATUS[bild.plan.status]
    if bild.plan.forklaring and bild.insyn.omojlighet is None:
        yield "Varför", bild.plan.forklaring
    if bild.plan.gap_andel is not None:
        yield "Bevisat avstånd till högsta tänkbara nytta", f"{format_tal(100 * bild.plan.gap_andel, 6)} %"
    for s in () if bild.fordjupning is None else bild.fordjupning.skuggpriser[:1]:
        yield "Mer pengar", describe_next(s)
        yield "", describe_price(s)
    if bild.insyn.oanvant is not None:
        yield f"Oanvänt: {format_kr(bild.insyn.oanvant.belopp_kr)} kr", bild.insyn.oanvant.orsak


def _wrap(rader: Iterator[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Long answers go on in the rows below, so that they are seen whole without merged cells."""
    for vad, svar in rader:
        for i, del_ in enumerate(wrap(svar, SVARSBREDD, break_long_words=False) or [""]):
            yield vad if i == 0 else "", del_


def _list_counts(planering: Planering) -> Iterator[tuple[str, str]]:
    for status, text in STATUS.items():
        antal = sum(bild.plan.status == status for bild in planering.bilder)
        yield f"Förbund: {text}", str(antal)
    yield "Förbund utan insatser i underlaget", str(len(planering.utan_insatser))


def _make_charts(planering: Planering, rad: int) -> Iterator[Diagram]:
    """One förbund: eget kapital and participants per insats. All: what the next 100 000 kr give in each."""
    if not planering.enskild:
        yield Diagram(
            "column",
            "Nytta av nästa 100 000 kr, alla förbund",
            "{forbund.forbund.alla}",
            "{forbund.nasta.alla}",
            f"A{rad}",
            (900, 340),
            "Nytta, viktade personer",
            "tal",
        )
        return
    kapital = ("{kapital.ar.alla}", "{kapital.utgaende.alla}", f"A{rad}")
    yield Diagram("column", "Eget kapital vid årets slut", *kapital, (470, 340), "Kronor")
    individ = int((~planering.bilder[0].problem.struktur & planering.bilder[0].problem.kan_koras.any(axis=1)).sum())
    antal = (f"{{jamforelse.namn[0:{individ}]}}", f"{{jamforelse.antal[0:{individ}]}}", f"C{rad}")
    yield Diagram("bar", "Deltagare per insats i planen, alla år", *antal, (620, 340), "Deltagare", "antal")
