"""Nyckeltal: what a board compares, for the budget, its forecast and the plan years, with a chart of participants."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.budget.poster import Arsbudget
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatser import find_positions, make_ratio, sum_positions
from fordelning.rapport.budget.planar import PLATS, head_year
from fordelning.rapport.budget.sida import (
    Bit,
    Cell,
    Diagram,
    Form,
    Rubrik,
    Serie,
    Sida,
    Tabellrad,
    Villkor,
    make_sida,
    text,
)

_OVER = "Eget kapital över rimlig nivå"
_TRE = ("styrelse", "administration", "revision")


@dataclass(frozen=True, slots=True)
class Del:
    """A numerator or denominator: its value and its template."""

    varde: float
    mall: str


@dataclass(frozen=True, slots=True)
class Lage:
    """What the key figures of one column are made of: a year of the plan, or the forecast."""

    bidrag: Del
    insatser: Del
    administration: Del
    struktur: Del
    kostnader: Del
    utgaende: Del
    rimlig: Del
    deltagare: Del | None = None
    individ: Del | None = None
    """None in the forecast: its participants are of the months so far, its costs of the whole year."""


def make_key_figures_sheet(innehall: Innehall) -> Sida:
    """The key figures per year; the forecast has those that a forecast can have."""
    aren = innehall.budget.ar
    kolumner = [_describe_year(innehall, t, ar) for t, ar in enumerate(aren)]
    kolumner.insert(1, _describe_forecast(innehall))
    invanare = Del(innehall.underlag.invanare_antal, "invanare_antal")
    per_kolumn = [_make_cells(lage, invanare) for lage in kolumner]
    rader = [
        Tabellrad((text(namn), text(enhet), *(celler[i] for celler in per_kolumn)))
        for i, (namn, enhet) in enumerate(_NAMN)
    ]
    rader += _make_plain_rows(innehall)
    rubriker = (
        Rubrik("namn", "Nyckeltal", 52, ar_tal=False),
        Rubrik("enhet", "Enhet", 8, ar_tal=False),
        Rubrik("a0", head_year(0, aren[0].ar), 14),
        Rubrik("p", f"Prognos {aren[0].ar}", 14),
        *(Rubrik(f"a{t}", head_year(t, ar.ar), 14) for t, ar in enumerate(aren) if t),
    )
    over = (
        Villkor("nt", (r.nyckel,), "formel", "gul", f'AND({{namn}}="{_OVER}",N({{{r.nyckel}}})>0)')
        for r in rubriker[2:]
    )
    return make_sida(
        "Nyckeltal",
        innehall.name_sheet("Nyckeltal"),
        "Räknade ur bokens egna blad. Prognosen är hela årets, utom deltagare som är hittills i år.",
        [Bit("nt", rubriker, rader)],
        fasta=1,
        villkor=tuple(over),
        diagram=_make_charts(innehall, len(rader) + 6),
    )


_NAMN = (
    ("Bidrag per invånare", "kr"),
    ("Insatser, andel av kostnaderna", "%"),
    ("Styrelse, administration och revision, andel av kostnaderna", "%"),
    ("Strukturövergripande, andel av insatserna", "%"),
    ("Eget kapital vid årets slut, andel av bidragen", "%"),
    ("Rimlig nivå, andel av bidragen", "%"),
    ("Planerade deltagare per 1 000 invånare", "antal"),
    ("Individinriktade insatser per planerad deltagare", "kr"),
    ("Alla kostnader per planerad deltagare", "kr"),
)
"""Names and units, in the order of `_make_cells`."""


def _make_cells(lage: Lage, invanare: Del) -> list[Cell]:
    """The ratios of a column; those of participants are empty in the forecast."""

    def kvot(over: Del, under: Del, form: Form) -> Cell:
        return make_ratio(over.varde, under.varde, over.mall, under.mall, form)

    celler = [
        kvot(lage.bidrag, invanare, "tal"),
        kvot(lage.insatser, lage.kostnader, "andel"),
        kvot(lage.administration, lage.kostnader, "andel"),
        kvot(lage.struktur, lage.insatser, "andel"),
        kvot(lage.utgaende, lage.bidrag, "andel"),
        kvot(lage.rimlig, lage.bidrag, "andel"),
    ]
    if lage.deltagare is None or lage.individ is None:
        return [*celler, *(Cell(None),) * 3]
    per_tusen = Del(1000 * lage.deltagare.varde, f"1000*{lage.deltagare.mall}")
    return [
        *celler,
        kvot(per_tusen, invanare, "tal"),
        kvot(lage.individ, lage.deltagare, "kr"),
        kvot(lage.kostnader, lage.deltagare, "kr"),
    ]


def _describe_year(innehall: Innehall, t: int, ar: Arsbudget) -> Lage:
    """A year of the plan; the templates are cells of Treårsplan and Insatser per år."""
    n = len(innehall.underlag.insatser)

    def plan(kod: str) -> str:
        return f"{{tp.a{t}[{PLATS[kod]}]}}"

    forsta = PLATS["STYRELSE"]
    return Lage(
        bidrag=Del(ar.bidrag_kr, plan("BIDRAG")),
        insatser=Del(sum(ar.insatser_kr), plan("SUMMA-INSATSER")),
        administration=Del(
            ar.styrelse_kr + ar.administration_kr + ar.revision_kr, f"SUM({{tp.a{t}[{forsta}:{forsta + 3}]}})"
        ),
        struktur=Del(ar.struktur_kr, plan("INSATSER-STRUKTUR")),
        kostnader=Del(ar.kostnader_kr, plan("SUMMA-KOSTNADER")),
        utgaende=Del(ar.utgaende_kr, plan("UTGAENDE")),
        rimlig=Del(ar.rimlig_kr or 0, f"N({plan('RIMLIG')})"),
        deltagare=Del(_count_participants(innehall, t), f"{{ti.d{t}[{n + 2}]}}"),
        individ=Del(ar.individ_kr, plan("INSATSER-INDIVID")),
    )


def _describe_forecast(innehall: Innehall) -> Lage:
    """The forecast; the templates are cells of Prognos per månad, Eget kapital and Insatser."""
    lage, plan, rad = innehall.lage, innehall.plan, len(innehall.underlag.historik) + 1

    def prognos(*huvuden: str) -> int:
        return sum(sum(x.prognos_kr) for x in lage.lagen if x.rad.huvud in huvuden)

    n = len(innehall.underlag.insatser)
    struktur = sum_positions(find_positions(innehall), "struktur")["prognos"]
    return Lage(
        bidrag=Del(lage.prognos_bidrag_kr, f"{{ek.bidrag[{rad}]}}"),
        insatser=Del(prognos("insatser"), f"{{pm.ar[{plan.summa_insatser}]}}"),
        administration=Del(prognos(*_TRE), f"SUM({{pm.ar[{plan.huvuden}:{plan.insatser}]}})"),
        struktur=Del(struktur, f"{{ins.prognos[{n + 1}]}}"),
        kostnader=Del(lage.prognos_kostnader_kr, f"{{pm.ar[{plan.summa_kostnader}]}}"),
        utgaende=Del(lage.prognos_utgaende_kr, f"{{ek.utgaende[{rad}]}}"),
        rimlig=Del(lage.prognos_rimlig_kr or 0, f"N({{ek.rimlig[{rad}]}})"),
    )


def _count_participants(innehall: Innehall, t: int) -> float:
    return math.fsum(i.deltagare_antal[t] for i in innehall.underlag.insatser)


def _make_plain_rows(innehall: Innehall) -> list[Tabellrad]:
    """Participants, and eget kapital above the reasonable level."""
    n, rad = len(innehall.underlag.insatser), len(innehall.underlag.historik) + 1
    verkliga = sum_positions(find_positions(innehall), "alla")["verkliga"]
    antal = [
        Cell(_count_participants(innehall, t), f"{{ti.d{t}[{n + 2}]}}", "antal") for t in range(len(innehall.budget.ar))
    ]
    over = [Cell(ar.overskott_kr, f"{{tp.a{t}[{PLATS['OVERSKOTT']}]}}") for t, ar in enumerate(innehall.budget.ar)]

    def row(namn: str, enhet: str, celler: Sequence[Cell], prognos: Cell) -> Tabellrad:
        return Tabellrad((text(namn), text(enhet), celler[0], prognos, *celler[1:]))

    hittills = Cell(verkliga, f"{{ins.verkliga[{n + 2}]}}", "antal")
    prognos = Cell(innehall.lage.prognos_overskott_kr, f"{{ek.overskott[{rad}]}}")
    return [
        row("Planerade deltagare (prognos: hittills i år)", "antal", antal, hittills),
        row(_OVER, "kr", over, prognos),
    ]


def _make_charts(innehall: Innehall, rad: int) -> tuple[Diagram, ...]:
    """Participants planned and actual, insats by insats."""
    n = len(innehall.underlag.insatser)
    if not n:
        return ()
    serier = (
        Serie("Planerade deltagare", f"{{ins.planerade[0:{n}]}}", farg="#9DC3E6"),
        Serie("Deltagare i år", f"{{ins.verkliga[0:{n}]}}", farg="#1F4E79"),
    )
    return (Diagram("Deltagare per insats", f"{{ins.kod[0:{n}]}}", serier, f"A{rad}", (900, 320), "antal"),)
