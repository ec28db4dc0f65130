"""Insatser: the budget year insats by insats, planned and actual participants, kr per participant."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.budget.berakning import compute_cost
from fordelning.budget.underlag import PlaneradInsats
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.sida import Bit, Cell, Form, Rubrik, Sida, Tabellrad, Villkor, make_sida, text

INRIKTNING = {"individ": "Individ", "struktur": "Struktur"}
"""Individinriktade and strukturövergripande insatser, as the sheets say it."""
SUMMANAMN = {"individ": "Summa individinriktade", "struktur": "Summa strukturövergripande", "alla": "Summa insatser"}
INSATSBLAD = "Insatser"

RUBRIKER = (
    Rubrik("kod", "Kod", 16, ar_tal=False),
    Rubrik("namn", "Insats", 40, ar_tal=False),
    Rubrik("inriktning", "Inriktning", 10, ar_tal=False),
    Rubrik("period", "Period", 10, ar_tal=False),
    Rubrik("kors", "Körs", 6, ar_tal=False),
    Rubrik("minst", "Minst", 6),
    Rubrik("hogst", "Högst", 6),
    Rubrik("planerade", "Planerade deltagare", 9.5),
    Rubrik("fast", "Fast kostnad", 9.5),
    Rubrik("rorlig", "Kostnad per deltagare", 9.5),
    Rubrik("trappning", "Förbundets andel", 10),
    Rubrik("budget", "Budget", 10.5, linje=True),
    Rubrik("per_planerad", "Kr per planerad deltagare", 9),
    Rubrik("d1", "Nya delt. tertial 1", 8, linje=True),
    Rubrik("d2", "Nya delt. tertial 2", 8),
    Rubrik("d3", "Nya delt. tertial 3", 8),
    Rubrik("verkliga", "Deltagare i år", 9),
    Rubrik("andel", "Andel av plan", 8),
    Rubrik("utfall", "Utfall", 10.5, linje=True),
    Rubrik("per_verklig", "Utfall per deltagare", 9),
    Rubrik("prognos", "Prognos", 10.5),
)
_SUMMERAS: dict[str, Form] = {
    "planerade": "antal",
    "budget": "kr",
    "d1": "antal",
    "d2": "antal",
    "d3": "antal",
    "verkliga": "antal",
    "utfall": "kr",
    "prognos": "kr",
}
"""The columns that are summed, and how they show."""

_KVOTER: dict[str, tuple[str, str, Form]] = {
    "per_planerad": ("budget", "planerade", "kr"),
    "andel": ("verkliga", "planerade", "andel"),
    "per_verklig": ("utfall", "verkliga", "kr"),
}
"""The columns that are ratios of two others."""


@dataclass(frozen=True, slots=True)
class Insatslage:
    """An insats in the budget year: its budget, outcome and forecast, and new participants per tertial."""

    insats: PlaneradInsats
    budget_kr: int
    utfall_kr: int
    prognos_kr: int
    deltagare: tuple[int | None, int | None, int | None]

    @property
    def varden(self) -> dict[str, float]:
        """What is summed."""
        tertial = [d or 0 for d in self.deltagare]
        return {
            "planerade": self.insats.deltagare_antal[0],
            "budget": self.budget_kr,
            **dict(zip(("d1", "d2", "d3"), tertial, strict=True)),
            "verkliga": math.fsum(tertial),
            "utfall": self.utfall_kr,
            "prognos": self.prognos_kr,
        }


def find_positions(innehall: Innehall) -> list[Insatslage]:
    """The insatser in code order."""
    lagen = {lage.rad.kod: lage for lage in innehall.lage.lagen}
    deltagare = innehall.lage.ifyllt.deltagare
    return [
        Insatslage(
            i,
            compute_cost(i, 0),
            sum(lagen[i.kod].utfall_kr),
            sum(lagen[i.kod].prognos_kr),
            deltagare.get(i.kod, (None, None, None)),
        )
        for i in innehall.underlag.insatser
    ]


def sum_positions(lagen: Sequence[Insatslage], vilka: str) -> dict[str, float]:
    """The sums of the insatser of one inriktning, or of all."""
    egna = [lage.varden for lage in lagen if vilka in ("alla", lage.insats.insats.inriktning)]
    return {nyckel: math.fsum(v[nyckel] for v in egna) for nyckel in _SUMMERAS}


def make_ratio(taljare: float, namnare: float, over: str, under: str, form: Form = "kr") -> Cell:
    """A ratio; empty where there is nothing to divide by. `over`, `under`: templates."""
    varde = taljare / namnare if namnare else ""
    return Cell(varde, f'IF({under}=0,"",{over}/{under})', form)


def make_sum_formula(nyckel: str, vilka: str, n: int) -> str:
    """The template of the sum of a column over the first n rows, of one inriktning or of all; "" without rows."""
    if not n:
        return ""
    alla = f"{{{nyckel}[0:{n}]}}"
    return f"SUM({alla})" if vilka == "alla" else f'SUMIFS({alla},{{inriktning[0:{n}]}},"{INRIKTNING[vilka]}")'


def make_insats_sheet(innehall: Innehall) -> Sida:
    """The sheet; sums by inriktning last."""
    plan, lagen = innehall.plan, find_positions(innehall)
    rader = [_make_insats_row(lage, plan.insatser + j) for j, lage in enumerate(lagen)]
    rader += [_make_sum_row(sum_positions(lagen, vilka), vilka, len(lagen)) for vilka in SUMMANAMN]
    individ = f'{{inriktning}}="{INRIKTNING["individ"]}"'
    utanfor = f'AND({{kors}}="ja",{individ},OR({{planerade}}<{{minst}},{{planerade}}>{{hogst}}))'
    beskrivning = (
        "Blå celler är planen och ändrar budgeten, gula är uppföljning. Gul planering är utanför minst–högst, röd "
        "prognos är över budget. Utfall fylls i per månad."
    )
    return make_sida(
        INSATSBLAD,
        innehall.name_sheet("Insatser"),
        beskrivning,
        [Bit("ins", RUBRIKER, rader)],
        villkor=(
            Villkor("ins", ("planerade",), "formel", "gul", utanfor),
            Villkor("ins", ("prognos",), "formel", "rod", "{prognos}>{budget}"),
        ),
    )


def make_plan_cells(plan: PlaneradInsats, t: int) -> tuple[Cell, Cell]:
    """Whether an insats runs in year t and with how many participants, to change; struktur has none."""
    antal = Cell(plan.deltagare_antal[t], form="antal", inmatning="plan", krav="antal")
    kors = Cell("ja" if plan.kors[t] else "nej", form="text", inmatning="plan", krav="ja_nej")
    return kors, Cell(0, form="antal") if plan.ar_struktur else antal


def _make_insats_row(lage: Insatslage, plats: int) -> Tabellrad:
    """`plats`: the insats' row in the monthly sheets."""
    plan, i, v = lage.insats, lage.insats.insats, lage.varden
    deltar = not plan.ar_struktur
    kors, antal = make_plan_cells(plan, 0)
    nya = [Cell(d, form="antal", inmatning="utfall", krav="antal") if deltar else Cell(None) for d in lage.deltagare]
    kvoter = {k: make_ratio(v[a], v[b], f"{{{a}}}", f"{{{b}}}", form) for k, (a, b, form) in _KVOTER.items()}
    return Tabellrad(
        (
            text(plan.kod),
            text(i.namn),
            text(INRIKTNING[i.inriktning]),
            text(f"{i.fran_ar or ''}–{i.till_ar or ''}" if i.fran_ar or i.till_ar else ""),
            kors,
            Cell(i.minst_antal if deltar else None, form="antal"),
            Cell(i.hogst_antal if deltar else None, form="antal"),
            antal,
            Cell(i.fast_kostnad_kr),
            Cell(i.kostnad_per_deltagare_kr if deltar else 0),
            Cell(plan.trappning[0], form="andel"),
            Cell(lage.budget_kr, 'IF({kors}="ja",ROUND({trappning}*({fast}+{rorlig}*{planerade}),0),0)'),
            kvoter["per_planerad"],
            *nya,
            Cell(v["verkliga"], "SUM({d1},{d2},{d3})", "antal"),
            kvoter["andel"],
            Cell(lage.utfall_kr, f"{{um.ar[{plats}]}}"),
            kvoter["per_verklig"],
            Cell(lage.prognos_kr, f"{{pm.ar[{plats}]}}"),
        )
    )


def _make_sum_row(summor: dict[str, float], vilka: str, n: int) -> Tabellrad:
    """The sums of one inriktning, or of all."""

    def cell(nyckel: str) -> Cell:
        if nyckel in _SUMMERAS:
            return Cell(summor[nyckel], make_sum_formula(nyckel, vilka, n), _SUMMERAS[nyckel])
        if nyckel in _KVOTER:
            over, under, form = _KVOTER[nyckel]
            return make_ratio(summor[over], summor[under], f"{{{over}}}", f"{{{under}}}", form)
        return Cell(None)

    celler = (cell(rubrik.nyckel) for rubrik in RUBRIKER[2:])
    return Tabellrad((text(f"SUMMA-{vilka.upper()}"), text(SUMMANAMN[vilka]), *celler), ar_summa=True)
