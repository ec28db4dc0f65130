"""The plans on the terminal: first the answer, then the closer looks at one förbund; or all of them in a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import SYNS_KR, format_kr
from fordelning.plan.bild import Fordjupning, Planbild, Plansamling
from fordelning.plan.brytpunkt import Brytpunkt
from fordelning.plan.lydelse import join_years
from fordelning.rapport.plan.blad_mot import tell_mot
from fordelning.rapport.plan.blad_sammanfattning import Planinsatser, Plannyckeltal
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import (
    STATUS,
    describe_breakeven,
    describe_method,
    describe_next,
    describe_price,
    describe_years,
    format_tal,
    list_next,
    list_notes,
    shorten_reason,
)

VISADE_RADER = 8
"""How many of a kind the terminal shows; all are in plan.json and plan.xlsx."""
VISADE_PRISER = 5
"""How many förbund are named where the next kronor give the most."""
VISADE_AR = 4
"""How many years of a plan the terminal shows beside each other."""
KAPITAL = {
    "ingaende_kr": "Ingående",
    "bidrag_kr": "Bidrag",
    "avdrag_kr": "Avdrag för överskott",
    "administration_kr": "Administration",
    "insatser_kr": "Insatser",
    "utgaende_kr": "Utgående",
    "lagsta_kr": "Lägsta nivå",
}
"""What is told of eget kapital year by year."""


def tell_answer(pl: Plansamling, g: Plangrund | None) -> str:
    """The plan of one förbund, what limits it and the price of money; or an overview of all."""
    rader = _tell_one(pl, g) if pl.enskild else _tell_all(pl, g)
    return "\n".join([*rader, "", f"Metod: {describe_method(pl.metod)}"])


def tell_depth(pl: Plansamling) -> str:
    """The closer looks at one förbund's plan; nothing where none were made."""
    bild = pl.bilder[0]
    if not pl.enskild or bild.fordjupning is None:
        return ""
    return "\n".join(_tell_depth(bild, bild.fordjupning)).lstrip("\n")


def tell_comparison(pl: Plansamling, g: Plangrund | None) -> str:
    """Another plan beside this one, where there is one; nothing where none was asked for."""
    if g is None and pl.mot is not None:
        return f"Ingen jämförelse med {pl.mot.fil.namn}: ingen plan är möjlig."
    return "" if g is None or g.mot is None else "\n".join(tell_mot(pl, g.mot))


def _tell_one(pl: Plansamling, g: Plangrund | None) -> Iterator[str]:
    (bild,) = pl.bilder
    p, plan = bild.problem, bild.plan
    yield f"{bild.forbund.namn} ({bild.kod}), plan {join_years(p.budgetar)}: {STATUS[plan.status]}"
    if plan.forklaring and plan.status == "tidsgrans":
        yield f"  {plan.forklaring} {_tell_distance(plan.gap_andel)}"
    if bild.insyn.omojlighet is not None:
        yield str(bild.insyn.omojlighet).removeprefix(f"{bild.kod}: {STATUS['omojlig']}. ")
    if g is not None:
        yield f"  {describe_years(pl)}"
        yield from _tell_figures(pl, g)
        yield from _tell_insatser(pl, g)
        yield from _tell_kapital(bild)
        yield from _list("Det som begränsar: gränser som planen står vid", [b.text for b in bild.insyn.bindningar])
        if bild.insyn.nasta_nytta is not None and bild.insyn.pris_nytta is not None:
            pris = f"De närmaste kronorna ger {format_tal(bild.insyn.pris_nytta)} per 100 000 kr."
            yield from ("", f"{describe_next(p.budgetar[0], bild.insyn.nasta_nytta)} {pris}")
        if noter := list(list_notes(pl)):
            yield from ("", *(f"  {text}" for _, text in noter))
    yield from _list("Att veta om underlaget", list(p.notiser))


def _tell_distance(gap: float | None) -> str:
    if gap is None:
        return "Hur långt det kan vara kvar till den bästa är inte känt."
    if gap > 1:
        return "Den bästa planen kan ha mer än dubbelt så mycket nytta."
    return f"Den bästa planen kan ha högst {format_tal(100 * gap, 4)} % mer nytta."


def _tell_figures(pl: Plansamling, g: Plangrund) -> Iterator[str]:
    """The plan beside today, all years; and per year."""
    n = Plannyckeltal(pl, g)
    yield ""
    alla = [n.kort, n.bast, n.idag, n.skillnad] if not np.isnan(n.idag.varden).all() else [n.kort, n.bast]
    yield from format_table(alla, ("alla år", "bästa plan", "som i dag", "skillnad")[: len(alla)])
    if len(pl.budgetar) > 1:
        yield ""
        yield from format_table([n.kort, *n.ar[:VISADE_AR]], ("per år", *(k.rubrik for k in n.ar[:VISADE_AR])))
        yield from _tell_more_years(pl)
    if pl.enskild and (brott := pl.bilder[0].insyn.idag) is not None and brott.brott:
        yield from _list("Regler som dagens insatser skulle bryta mot, om de fortsatte alla år", list(brott.brott))


def _tell_insatser(pl: Plansamling, g: Plangrund) -> Iterator[str]:
    """Participants per insats and year; a strukturövergripande insats runs or not."""
    i, p, b = Planinsatser(pl, g), pl.bilder[0].problem, pl.bilder[0].plan.beslut
    assert b is not None
    ar = i.ar[:VISADE_AR]
    yield ""
    if i.antal_rader:
        rubriker = ("deltagare per insats", *(k.rubrik for k in ar), "kostnad, kr")
        yield from format_table([i.namn, *ar, i.kostnad], rubriker)
        yield from _tell_more_years(pl)
    utanfor = [namn for j, namn in enumerate(p.insatsnamn) if not b.kors[j].any()]
    if utanfor:
        yield f"  Inte i planen: {'; '.join(utanfor)}."


def _tell_more_years(pl: Plansamling) -> Iterator[str]:
    if len(pl.budgetar) > VISADE_AR:
        yield f"  {join_years(pl.budgetar[VISADE_AR:])} står i plan.xlsx."


def _tell_kapital(bild: Planbild) -> Iterator[str]:
    """Eget kapital year by year, as the sheet has it."""
    aren, t = bild.plan.kapital[:VISADE_AR], Tabell("Kapital")
    falt = {k: v for k, v in KAPITAL.items() if k != "avdrag_kr" or any(rad.avdrag_kr >= SYNS_KR for rad in aren)}
    t.data("eget kapital, kr", [*falt.values()])
    for rad in aren:
        t.data(str(rad.ar), [getattr(rad, namn) for namn in falt], "kr")
    yield from ("", *format_table(t.kolumner))
    if (o := bild.insyn.oanvant) is not None:
        orsak = f"{shorten_reason(o)[:-1]}, se det som begränsar." if ";" in o.orsak else o.orsak
        yield f"  Oanvänt över lägsta nivån: {format_kr(o.belopp_kr)} kr. {orsak}"


def _tell_depth(bild: Planbild, f: Fordjupning) -> Iterator[str]:
    varda = [
        f"{b.text}; {b.enhet} ger {format_tal(b.nytta_per_enhet, tecken=True)}"
        for b in bild.insyn.bindningar
        if b.nytta_per_enhet is not None
    ]
    yield from _list("Vad det ger i nytta att lätta en gräns med en enhet", varda)
    priser = [f"{describe_next(s.ar, s.nytta_av_nasta_100000_kr)} {describe_price(s)}" for s in f.skuggpriser]
    yield from _list("Mer pengar", priser)
    namn = dict(zip(bild.problem.insatser, bild.problem.insatsnamn, strict=True))
    nara = sorted((b for b in f.brytpunkter if b.grans is not None), key=_distance)
    yield from _list("Brytpunkter, de närmaste först", [describe_breakeven(b, namn[b.insats_kod]) for b in nara])
    if (o := f.osakerhet) is not None:
        nytta, antal = o.nytta, o.resultat_antal
        yield ""
        yield (
            f"Osäkerhet: i fyra fall av fem blir planens nytta {format_tal(nytta.p10, 1)}–{format_tal(nytta.p90, 1)} "
            f"och {format_kr(antal.p10)}–{format_kr(antal.p90)} personer når arbete eller studier "
            f"({format_kr(o.dragningar_antal)} slumpade fel i effekterna, desamma varje gång)."
        )


def _distance(b: Brytpunkt) -> float:
    """How far today's figure must move, as a share of it, no finer than it is known: those as far keep their order."""
    return round(abs((b.grans or 0.0) - b.nu) / b.nu, 3) if b.nu else np.inf


def _tell_all(pl: Plansamling, g: Plangrund | None) -> Iterator[str]:
    """All förbund: how many plans, totals, where more money gives most, and those that have no plan."""
    bilder = pl.med_plan
    antal = Counter(STATUS[bild.plan.status] for bild in pl.bilder)
    status = ", ".join(f"{vad}: {n}" for vad, n in sorted(antal.items()))
    yield f"Planer {join_years(pl.budgetar)} för {len(pl.bilder)} förbund ({status})"
    if g is not None:
        yield f"  {describe_years(pl)}"
        yield from _tell_figures(pl, g)
    if priser := list_next(pl)[:VISADE_PRISER]:
        yield from ("", f"Nästa 100 000 kr {pl.budgetar[0]}, utöver bidragen, ger mest nytta i")
        yield from (f"  {b.forbund.namn} ({b.kod}): {format_tal(nytta, tecken=True)}" for nytta, b in priser)
    oanvanda = sorted(((o, b) for b in bilder if (o := b.insyn.oanvant)), key=lambda par: -par[0].belopp_kr)
    rader = [f"{b.forbund.namn} ({b.kod}): {format_kr(o.belopp_kr)} kr. {shorten_reason(o)}" for o, b in oanvanda]
    yield from _list("Pengar som planen inte använder", rader)
    for bild in pl.bilder:
        if bild.insyn.omojlighet is not None:
            yield from ("", str(bild.insyn.omojlighet))
        elif bild.plan.status == "tidsgrans":
            yield from ("", f"{bild.kod}: {bild.plan.forklaring} {_tell_distance(bild.plan.gap_andel)}")
    if pl.utan_insatser:
        namn = ", ".join(f"{f.namn} ({f.forbund_kod})" for f in pl.utan_insatser)
        yield from ("", f"Utan insatser i underlaget, ingen plan: {namn}")


def _list(rubrik: str, rader: Sequence[str]) -> Iterator[str]:
    """A heading with the number of lines and the first of them; nothing when there are none."""
    if not rader:
        return
    yield ""
    yield f"{rubrik} ({len(rader)})"
    yield from (f"  - {rad}" for rad in rader[:VISADE_RADER])
    if len(rader) > VISADE_RADER:
        yield f"  … och {len(rader) - VISADE_RADER} till i plan.xlsx."
