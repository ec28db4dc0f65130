"""The plans on the terminal: one förbund in full, or all of them in a page."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.pengar import format_kr
from fordelning.plan.brytpunkt import Brytpunkt
from fordelning.rapport.plan.bild import Fordjupning, Planbild, Planering
from fordelning.rapport.plan.ord import (
    STATUS,
    describe_breakeven,
    describe_next,
    describe_price,
    format_tal,
    shorten_reason,
)

VISADE_RADER = 8
"""How many of a kind the terminal shows; all are in plan.json and plan.xlsx."""
NAMNBREDD = 46


def summarize_plans(planering: Planering) -> str:
    """The plan of one förbund, or an overview of all."""
    if planering.enskild:
        return "\n".join(_tell_one(planering.bilder[0]))
    return "\n".join(_tell_all(planering))


def _tell_one(bild: Planbild) -> Iterator[str]:
    """One förbund: the outcome, the insatser, eget kapital, what limits, and the closer looks."""
    p, plan = bild.problem, bild.plan
    yield f"{bild.forbund.namn} ({bild.kod}), plan {_years(p.budgetar)}: {STATUS[plan.status]}"
    if plan.forklaring and plan.status == "tidsgrans":
        yield f"  {plan.forklaring}{_tell_gap(plan.gap_andel)}"
    if bild.insyn.omojlighet is not None:
        yield str(bild.insyn.omojlighet)
    if plan.beslut is not None:
        yield from _tell_outcome(bild)
        yield from _tell_insatser(bild)
        yield from _tell_kapital(bild)
        yield from _tell_limits(bild)
    if bild.fordjupning is not None:
        yield from _tell_depth(bild, bild.fordjupning)
    yield from _list("Att veta om underlaget", list(p.notiser))


def _tell_gap(gap: float | None) -> str:
    if gap is None:
        return " Hur långt det kan vara kvar till den bästa är inte känt."
    return f" Den bästa planen kan ha högst {format_tal(100 * gap, 4)} % mer nytta."


def _tell_outcome(bild: Planbild) -> Iterator[str]:
    """The plan's totals, with today's beside them."""
    idag = bild.insyn.idag
    rader: list[tuple[str, float, float | None]] = [
        ("Nytta (viktade personer)", bild.plan.nytta, None if idag is None else idag.nytta),
        ("Når arbete eller studier", bild.resultat_antal, None if idag is None else idag.resultat_antal),
        ("Deltagare", bild.deltagare_antal, None if idag is None else float(idag.beslut.antal.sum())),
        ("Insatsernas kostnad, kr", bild.plan.kostnad_kr, None if idag is None else idag.kostnad_kr),
    ]
    yield f"  {'':<28}{'bästa plan':>14}" + ("" if idag is None else f"{'som i dag':>14}")
    for rubrik, bast, nu in rader:
        belopp = [format_kr(varde, 0 if rubrik.endswith("kr") else 1) for varde in (bast, nu) if varde is not None]
        yield f"  {rubrik:<28}" + "".join(f"{text:>14}" for text in belopp)
    if idag is not None and idag.brott:
        yield from _list("Dagens insatser alla år skulle bryta mot", list(idag.brott), indrag="  ")


def _tell_insatser(bild: Planbild) -> Iterator[str]:
    """Participants per insats and year; a strukturövergripande insats is told as `körs`."""
    p, plan = bild.problem, bild.plan
    assert plan.beslut is not None
    deltagare = plan.beslut.antal.sum(axis=1)
    yield ""
    yield f"  {'Deltagare per insats':<{NAMNBREDD}}" + "".join(f"{ar:>9}" for ar in p.budgetar) + f"{'kostnad kr':>14}"
    for j in np.flatnonzero(plan.beslut.kors.any(axis=1)).tolist():
        kostnad = math.fsum(rad.kostnad_kr for rad in plan.rader if rad.insats_kod == p.insatser[j])
        kors = plan.beslut.kors[j].tolist()
        celler = [_tell_year(bool(p.struktur[j]), *ar) for ar in zip(kors, deltagare[j].tolist(), strict=True)]
        namn = f"{p.insatser[j]} {p.insatsnamn[j]}"
        yield f"  {_cut(namn):<{NAMNBREDD}}" + "".join(f"{cell:>9}" for cell in celler) + f"{format_kr(kostnad):>14}"
    utanfor = [p.insatser[j] for j in range(len(p.insatser)) if not plan.beslut.kors[j].any()]
    if utanfor:
        yield f"  Inte i planen: {', '.join(utanfor)}"


def _tell_year(ar_struktur: bool, kors: bool, deltagare: float) -> str:
    return "–" if not kors else "körs" if ar_struktur else format_tal(deltagare, 1)


def _tell_kapital(bild: Planbild) -> Iterator[str]:
    yield ""
    yield f"  {'Eget kapital, kr':<{NAMNBREDD}}" + "".join(f"{rad.ar:>14}" for rad in bild.plan.kapital)
    for rubrik, falt in (
        ("Ingående", "ingaende_kr"),
        ("Bidrag", "bidrag_kr"),
        ("Avdrag för överskott", "avdrag_kr"),
        ("Administration", "administration_kr"),
        ("Insatser", "insatser_kr"),
        ("Utgående", "utgaende_kr"),
        ("Lägsta nivå", "lagsta_kr"),
    ):
        belopp = [float(getattr(rad, falt)) for rad in bild.plan.kapital]
        if falt != "avdrag_kr" or any(kr >= 0.5 for kr in belopp):
            yield f"    {rubrik:<{NAMNBREDD - 2}}" + "".join(f"{format_kr(kr):>14}" for kr in belopp)
    if bild.insyn.oanvant is not None:
        yield f"  Oanvänt över lägsta nivån: {format_kr(bild.insyn.oanvant.belopp_kr)} kr. {bild.insyn.oanvant.orsak}"


def _tell_limits(bild: Planbild) -> Iterator[str]:
    rader = [
        b.text if b.nytta_per_enhet is None else f"{b.text}; {b.enhet} ger {format_tal(b.nytta_per_enhet, tecken=True)}"
        for b in bild.insyn.bindningar
    ]
    yield from _list("Det som begränsar, och vad en enhet till ger i nytta", rader)


def _tell_depth(bild: Planbild, f: Fordjupning) -> Iterator[str]:
    yield ""
    yield "Mer pengar"
    yield from (f"  {describe_next(s)} {describe_price(s)}" for s in f.skuggpriser)
    namn = dict(zip(bild.problem.insatser, bild.problem.insatsnamn, strict=True))
    nara = sorted((b for b in f.brytpunkter if b.grans is not None), key=_distance)
    yield from _list("Brytpunkter, de närmaste först", [describe_breakeven(b, namn[b.insats_kod]) for b in nara])
    if (o := f.osakerhet) is not None:
        yield ""
        yield (
            f"Osäkerhet: i fyra fall av fem blir nyttan {format_tal(o.nytta.p10, 1)}–{format_tal(o.nytta.p90, 1)} och "
            f"{format_kr(o.resultat_antal.p10)}–{format_kr(o.resultat_antal.p90)} personer når arbete eller studier "
            f"({o.dragningar_antal} dragningar, frö {o.fro})."
        )


def _distance(b: Brytpunkt) -> float:
    """How far today's figure must move, as a share of it."""
    return abs((b.grans or 0.0) - b.nu) / b.nu if b.nu else np.inf


def _tell_all(planering: Planering) -> Iterator[str]:
    """All förbund: how many plans, totals, where more money gives most, and those that have no plan."""
    bilder = planering.med_plan
    antal = Counter(STATUS[bild.plan.status] for bild in planering.bilder)
    status = ", ".join(f"{vad}: {n}" for vad, n in sorted(antal.items()))
    yield f"Planer {_years(planering.budgetar)} för {len(planering.bilder)} förbund ({status})"
    yield f"  Nytta (viktade personer)    {format_kr(math.fsum(b.plan.nytta for b in bilder), 1):>17}"
    yield f"  Når arbete eller studier    {format_kr(math.fsum(b.resultat_antal for b in bilder)):>15} personer"
    yield f"  Deltagare                   {format_kr(math.fsum(b.deltagare_antal for b in bilder)):>15}"
    yield f"  Insatsernas kostnad         {format_kr(math.fsum(b.plan.kostnad_kr for b in bilder)):>15} kr"
    priser = sorted((-b.insyn.nasta_nytta, b.kod, b.forbund.namn) for b in bilder if b.insyn.nasta_nytta is not None)
    if priser:
        yield ""
        yield f"Nästa 100 000 kr {planering.budgetar[0]}, utöver bidragen, ger mest nytta i"
        yield from (f"  {kod} {namn}: {format_tal(-nytta, tecken=True)}" for nytta, kod, namn in priser[:5])
    oanvanda = sorted((-o.belopp_kr, b.kod, shorten_reason(o)) for b in bilder if (o := b.insyn.oanvant) is not None)
    rader = [f"{kod}: {format_kr(-kr)} kr. {orsak}" for kr, kod, orsak in oanvanda]
    yield from _list("Pengar som planen inte använder", rader)
    for bild in planering.bilder:
        if bild.insyn.omojlighet is not None:
            yield f"\n{bild.insyn.omojlighet}"
        elif bild.plan.status == "tidsgrans":
            yield f"\n{bild.kod}: {bild.plan.forklaring}{_tell_gap(bild.plan.gap_andel)}"
    if planering.utan_insatser:
        yield ""
        yield f"Utan insatser i underlaget, ingen plan: {', '.join(f.forbund_kod for f in planering.utan_insatser)}"


def _list(rubrik: str, rader: Sequence[str], indrag: str = "") -> Iterator[str]:
    """A heading with the number of lines and the first of them; nothing when there are none."""
    if not rader:
        return
    yield ""
    yield f"{indrag}{rubrik} ({len(rader)})"
    yield from (f"{indrag}  - {rad}" for rad in rader[:VISADE_RADER])
    if len(rader) > VISADE_RADER:
        yield f"{indrag}  … och {len(rader) - VISADE_RADER} till i plan.xlsx."


def _years(ar: tuple[int, ...]) -> str:
    return str(ar[0]) if len(ar) == 1 else f"{ar[0]}–{ar[-1]}"


def _cut(namn: str) -> str:
    return namn if len(namn) < NAMNBREDD else f"{namn[: NAMNBREDD - 2]}…"
