"""Insatser (the budget year: planned and actual participants, kr per participant) and Insatser per år (the plan years)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from fordelning.budget.berakning import compute_cost
from fordelning.budget.underlag import PlaneradInsats
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, Villkor, make_sida, text
from fordelning.rapport.excel.tabell import Form

INRIKTNING = {"individ": "Individ", "struktur": "Struktur"}
"""Individinriktade and strukturövergripande insatser, as the sheets say it."""
SUMMANAMN = {"individ": "Summa individinriktade", "struktur": "Summa strukturövergripande", "alla": "Summa insatser"}
INSATSBLAD = "Insatser"

_INSATSER = (
    Rubrik("kod", "Kod", 13, ar_tal=False),
    Rubrik("namn", "Insats", 36, ar_tal=False),
    Rubrik("inriktning", "Inriktning", 10, ar_tal=False),
    Rubrik("period", "Period", 10, ar_tal=False),
    Rubrik("kors", "Körs", 6, ar_tal=False),
    Rubrik("minst", "Minst", 6),
    Rubrik("hogst", "Högst", 6),
    Rubrik("planerade", "Planerade deltagare", 9.5),
    Rubrik("fast", "Fast kostnad", 9.5),
    Rubrik("rorlig", "Kostnad per deltagare", 9.5),
    Rubrik("trappning", "Förbundets andel", 10),
    Rubrik("budget", "Budget", 10.5),
    Rubrik("per_planerad", "Kr per planerad deltagare", 9),
    Rubrik("d1", "Nya delt. tertial 1", 8),
    Rubrik("d2", "Nya delt. tertial 2", 8),
    Rubrik("d3", "Nya delt. tertial 3", 8),
    Rubrik("verkliga", "Deltagare i år", 9),
    Rubrik("andel", "Andel av plan", 8),
    Rubrik("utfall", "Utfall", 10.5),
    Rubrik("per_verklig", "Utfall per deltagare", 9),
    Rubrik("prognos", "Prognos", 10.5),
)
_SUMMERAS = ("planerade", "budget", "d1", "d2", "d3", "verkliga", "utfall", "prognos")


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
            "verkliga": sum(tertial),
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
    return {nyckel: sum(v[nyckel] for v in egna) for nyckel in _SUMMERAS}


def make_insats_sheet(innehall: Innehall) -> Sida:
    """The budget year insats by insats; sums by inriktning last."""
    plan, lagen = innehall.plan, find_positions(innehall)
    n = len(lagen)
    rader = [_make_insats_row(lage, plan.insatser + j) for j, lage in enumerate(lagen)]
    for vilka, namn in (*INRIKTNING.items(), ("alla", "Alla insatser")):
        rader.append(_make_sum_row(sum_positions(lagen, vilka), vilka, namn, n))
    villkor = (
        Villkor("ins", ("planerade",), "formel", "gul", 'AND({kors}="ja",{inriktning}="Individ",OR({planerade}<{minst},{planerade}>{hogst}))'),
        Villkor("ins", ("prognos",), "formel", "rod", "{prognos}>{budget}"),
    )  # fmt: skip
    beskrivning = (
        "Blå celler är planen och ändrar budgeten, gula är uppföljning. Gul planering är utanför minst–högst, röd prognos är över budget. "
        "Utfall fylls i per månad."
    )
    return make_sida(
        INSATSBLAD, innehall.name_sheet("Insatser"), beskrivning, [Bit("ins", _INSATSER, rader)], villkor=villkor
    )


def _make_insats_row(lage: Insatslage, plats: int) -> Tabellrad:
    """`plats`: the insats' row in the monthly sheets."""
    plan, i, v = lage.insats, lage.insats.insats, lage.varden
    deltar = not plan.ar_struktur
    ja_nej = Cell("ja" if plan.kors[0] else "nej", form="text", inmatning="plan", krav="ja_nej")
    antal = (
        Cell(plan.deltagare_antal[0], form="antal", inmatning="plan", krav="antal") if deltar else Cell(0, form="antal")
    )
    nya = [Cell(d, form="antal", inmatning="utfall", krav="antal") if deltar else Cell(None) for d in lage.deltagare]
    return Tabellrad(
        (
            text(plan.kod),
            text(i.namn),
            text(INRIKTNING[i.inriktning]),
            text(f"{i.fran_ar or ''}–{i.till_ar or ''}" if i.fran_ar or i.till_ar else ""),
            ja_nej,
            Cell(i.minst_antal if deltar else None, form="antal"),
            Cell(i.hogst_antal if deltar else None, form="antal"),
            antal,
            Cell(i.fast_kostnad_kr),
            Cell(i.kostnad_per_deltagare_kr if deltar else 0),
            Cell(plan.trappning[0], form="andel"),
            Cell(lage.budget_kr, 'IF({kors}="ja",ROUND({trappning}*({fast}+{rorlig}*{planerade}),0),0)'),
            make_ratio(lage.budget_kr, v["planerade"], "{budget}", "{planerade}"),
            *nya,
            Cell(v["verkliga"], "SUM({d1},{d2},{d3})", "antal"),
            make_ratio(v["verkliga"], v["planerade"], "{verkliga}", "{planerade}", "andel"),
            Cell(lage.utfall_kr, f"{{um.ar[{plats}]}}"),
            make_ratio(lage.utfall_kr, v["verkliga"], "{utfall}", "{verkliga}"),
            Cell(lage.prognos_kr, f"{{pm.ar[{plats}]}}"),
        )
    )


def _make_sum_row(summor: dict[str, float], vilka: str, namn: str, n: int) -> Tabellrad:
    """The sums of one inriktning, or of all."""

    def cell(r: Rubrik) -> Cell:
        if r.nyckel in _SUMMERAS:
            alla = f"{{{r.nyckel}[0:{n}]}}"
            formel = f"SUM({alla})" if vilka == "alla" else f'SUMIFS({alla},{{inriktning[0:{n}]}},"{namn}")'
            return Cell(
                summor[r.nyckel], formel if n else "", "antal" if r.nyckel[0] == "d" or "er" in r.nyckel[-4:] else "kr"
            )
        if r.nyckel == "per_planerad":
            return make_ratio(summor["budget"], summor["planerade"], "{budget}", "{planerade}")
        if r.nyckel == "per_verklig":
            return make_ratio(summor["utfall"], summor["verkliga"], "{utfall}", "{verkliga}")
        if r.nyckel == "andel":
            return make_ratio(summor["verkliga"], summor["planerade"], "{verkliga}", "{planerade}", "andel")
        return Cell(None)

    celler = tuple(cell(r) for r in _INSATSER[2:])
    return Tabellrad((text(f"SUMMA-{vilka.upper()}"), text(SUMMANAMN[vilka]), *celler), ar_summa=True)


def make_ratio(taljare: float, namnare: float, over: str, under: str, form: Form = "kr") -> Cell:
    """A ratio; empty where there is nothing to divide by. `over`, `under`: templates."""
    varde = taljare / namnare if namnare else ""
    return Cell(varde, f'IF({under}=0,"",{over}/{under})', form)


def make_years_sheet(innehall: Innehall) -> Sida:
    """Insats by insats in the budget year and the plan years: whether it runs, the förbund's share, participants, cost."""
    u = innehall.underlag
    aren = range(len(u.ramar))
    rubriker = [_INSATSER[0], _INSATSER[1], _INSATSER[2]]
    for t, ram in enumerate(u.ramar):
        rubriker += [
            Rubrik(f"k{t}", f"Körs {ram.ar}", 7.5, ar_tal=False),
            Rubrik(f"s{t}", f"Förbundets andel {ram.ar}", 10),
            Rubrik(f"d{t}", f"Deltagare {ram.ar}", 10),
            Rubrik(f"c{t}", f"Kostnad {ram.ar}", 12),
        ]
    rader = [_make_year_row(plan, aren) for plan in u.insatser]
    for vilka, namn in (*INRIKTNING.items(), ("alla", "Alla insatser")):
        egna = [plan for plan in u.insatser if vilka in ("alla", plan.insats.inriktning)]
        summera = _sum_formula(vilka, namn, len(u.insatser))
        celler: list[Cell] = []
        for t in aren:
            deltagare = sum(plan.deltagare_antal[t] for plan in egna)
            kostnad = sum(compute_cost(plan, t) for plan in egna)
            celler += [
                Cell(None),
                Cell(None),
                Cell(deltagare, summera(f"d{t}"), "antal"),
                Cell(kostnad, summera(f"c{t}")),
            ]
        rader.append(Tabellrad((text(f"SUMMA-{vilka.upper()}"), text(SUMMANAMN[vilka]), Cell(None), *celler), True))
    beskrivning = "Budgetåret kommer från Insatser. Planåren kan ändras i de blå cellerna; från början fortsätter dagens insatser sin period ut."
    titel = f"Insatser {u.ramar[0].ar}–{u.ramar[-1].ar} – {u.namn}"
    return make_sida("Insatser per år", titel, beskrivning, [Bit("ti", rubriker, rader)], "rakning")


def _sum_formula(vilka: str, namn: str, n: int) -> Callable[[str], str]:
    def make(nyckel: str) -> str:
        if not n:
            return ""
        alla = f"{{{nyckel}[0:{n}]}}"
        return f"SUM({alla})" if vilka == "alla" else f'SUMIFS({alla},{{inriktning[0:{n}]}},"{namn}")'

    return make


def _make_year_row(plan: PlaneradInsats, aren: Sequence[int]) -> Tabellrad:
    celler: list[Cell] = []
    for t in aren:
        kors, antal = ("ja" if plan.kors[t] else "nej"), plan.deltagare_antal[t]
        if t == 0:
            celler += [Cell(kors, "{ins.kors}", "text"), Cell(plan.trappning[0], "{ins.trappning}", "andel")]
            celler.append(Cell(antal, "{ins.planerade}", "antal"))
            celler.append(Cell(compute_cost(plan, 0), "{ins.budget}"))
            continue
        celler.append(Cell(kors, form="text", inmatning="plan", krav="ja_nej"))
        celler.append(Cell(plan.trappning[t], form="andel"))
        celler.append(
            Cell(0, form="antal") if plan.ar_struktur else Cell(antal, form="antal", inmatning="plan", krav="antal")
        )
        kostnad = f'IF({{k{t}}}="ja",ROUND({{s{t}}}*({{ins.fast}}+{{ins.rorlig}}*{{d{t}}}),0),0)'
        celler.append(Cell(compute_cost(plan, t), kostnad))
    return Tabellrad((text(plan.kod), text(plan.insats.namn), text(INRIKTNING[plan.insats.inriktning]), *celler))
