"""The monthly sheets: budget, outcome (to fill in), own forecast (to fill in), forecast and deviation."""

from __future__ import annotations

from functools import partial
from itertools import accumulate

from fordelning.budget.uppfoljning import TOMT
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.planar import PLATS
from fordelning.rapport.budget.rader import MANADSNYCKLAR, RUBRIKER, make_month_rows
from fordelning.rapport.budget.sida import Bit, Cell, Sida, Tabellrad, Villkor, make_sida, text

UTFALLSBLAD, PROGNOSBLAD = "Utfall per månad", "Egen prognos"


def make_budget_sheet(innehall: Innehall) -> Sida:
    """Budget per month: the year spread by weights.

    Each month is the difference of rounded sums, so that the months sum to the year.
    """
    plan = innehall.plan
    hittills = plan.resultat + 2

    def cell(nr: int, m: int) -> Cell:
        nu = f"ROUND({{ar}}*{{m{m + 1}[{hittills}]}}/{{m12[{hittills}]}},0)"
        fore = f"-ROUND({{ar}}*{{m{m}[{hittills}]}}/{{m12[{hittills}]}},0)" if m else ""
        return Cell(plan.rader[nr].manader_kr[m], nu + fore)

    rader = make_month_rows(plan, [rad.manader_kr for rad in plan.rader], cell, partial(_find_source, innehall))
    beskrivning = "Årets belopp fördelade efter månadernas vikter, hela kronor. Vikterna (blå celler, sist) kan ändras."
    bit = Bit("bm", RUBRIKER, [*rader, *_make_weight_rows(innehall)])
    return make_sida("Budget per månad", innehall.name_sheet("Budget per månad"), beskrivning, [bit], "rakning")


def _find_source(innehall: Innehall, nr: int) -> str:
    """The template of a row's year: where it is budgeted."""
    plan, rad = innehall.plan, innehall.plan.rader[nr]
    if rad.ar_intakt:
        return f"{{me.budget[{nr}]}}"
    if rad.kod in PLATS:
        return f"{{tp.a0[{PLATS[rad.kod]}]}}"
    insats = plan.place(nr) - plan.insatser
    return f"{{ins.budget[{insats}]}}" if insats < len(innehall.underlag.insatser) else "{pf.a0[2]}"


def _make_weight_rows(innehall: Innehall) -> list[Tabellrad]:
    """The months' weights, to change, and their sums so far."""
    vikter, rad = innehall.underlag.manadsvikter, innehall.plan.resultat + 1
    egna = [Cell(v, form="antal", inmatning="plan", krav="antal") for v in vikter]
    summor = [
        Cell(v, f"SUM({{m1[{rad}]}}:{{{nyckel}[{rad}]}})", "antal")
        for v, nyckel in zip(accumulate(vikter), MANADSNYCKLAR, strict=True)
    ]
    tomma = (Cell(None),) * 4
    return [
        Tabellrad((text("MANADSVIKT"), text("Månadens vikt"), *egna, *tomma)),
        Tabellrad((text("VIKT-HITTILLS"), text("Vikt till och med månaden"), *summor, *tomma)),
    ]


def make_utfall_sheet(innehall: Innehall) -> Sida:
    """The outcome by row and month, to fill in; a last row says which months are reported."""
    plan, utfall = innehall.plan, innehall.lage.ifyllt.utfall

    def cell(nr: int, m: int) -> Cell:
        return Cell(utfall.get(plan.rader[nr].kod, TOMT)[m], inmatning="utfall", krav="utfall")

    rader = make_month_rows(plan, [lage.utfall_kr for lage in innehall.lage.lagen], cell)
    raknade = "COUNT({{{0}[0:{1}]}})+COUNT({{{0}[{2}:{3}]}})"
    flaggor = [
        Cell(int(ja), f"IF({raknade.format(n, plan.intakter, plan.huvuden, plan.summa_insatser)}>0,1,0)", "antal")
        for ja, n in zip(innehall.lage.rapporterade, MANADSNYCKLAR, strict=True)
    ]
    antal = Cell(
        sum(innehall.lage.rapporterade), f"SUM({{m1[{plan.resultat + 1}]}}:{{m12[{plan.resultat + 1}]}})", "antal"
    )
    rader.append(
        Tabellrad((text("RAPPORTERAD"), text("Rapporterad månad (1 = ja)"), *flaggor, *(Cell(None),) * 3, antal))
    )
    beskrivning = (
        "Fyll i de gula cellerna: kronor, plus även för kostnader; en återföring eller kreditering är minus. En månad "
        "räknas som rapporterad när något är ifyllt i den; tomt i en rapporterad månad är 0 kr."
    )
    return make_sida(
        UTFALLSBLAD, innehall.name_sheet(UTFALLSBLAD), beskrivning, [Bit("um", RUBRIKER, rader)], "inmatning"
    )


def make_own_forecast_sheet(innehall: Innehall) -> Sida:
    """The förbund's own forecast by row and month, to fill in where the budget is not what is expected."""
    plan, egen = innehall.plan, innehall.lage.ifyllt.egen_prognos

    def cell(nr: int, m: int) -> Cell:
        return Cell(egen.get(plan.rader[nr].kod, TOMT)[m], inmatning="utfall", krav="utfall")

    varden = [[varde or 0 for varde in egen.get(rad.kod, TOMT)] for rad in plan.rader]
    rader = make_month_rows(plan, varden, cell)
    beskrivning = (
        "Fyll i de gula cellerna där månaden väntas bli en annan än budget. Tomt = budget. "
        "När månaden är rapporterad gäller utfallet."
    )
    return make_sida(
        PROGNOSBLAD,
        innehall.name_sheet("Egen prognos per månad"),
        beskrivning,
        [Bit("ep", RUBRIKER, rader)],
        "inmatning",
    )


def make_forecast_sheet(innehall: Innehall) -> Sida:
    """The forecast: outcome in reported months, else the own forecast, else the budget."""
    plan, lagen = innehall.plan, innehall.lage.lagen

    def cell(nr: int, m: int) -> Cell:
        n = f"m{m + 1}"
        formel = f"IF({{um.{n}[{plan.resultat + 1}]}}=1,N({{um.{n}}}),IF(ISNUMBER({{ep.{n}}}),{{ep.{n}}},{{bm.{n}}}))"
        return Cell(lagen[nr].prognos_kr[m], formel)

    rader = make_month_rows(plan, [lage.prognos_kr for lage in lagen], cell)
    beskrivning = "Utfall i rapporterade månader, annars egen prognos om den är ifylld, annars budget."
    return make_sida(
        "Prognos per månad",
        innehall.name_sheet("Prognos per månad"),
        beskrivning,
        [Bit("pm", RUBRIKER, rader)],
        "rakning",
    )


def make_deviation_sheet(innehall: Innehall) -> Sida:
    """The deviation of reported months: positive is good for the förbund."""
    plan, lagen = innehall.plan, innehall.lage.lagen

    def cell(nr: int, m: int) -> Cell:
        n = f"m{m + 1}"
        skillnad = f"N({{um.{n}}})-{{bm.{n}}}" if plan.rader[nr].ar_intakt else f"{{bm.{n}}}-N({{um.{n}}})"
        return Cell(lagen[nr].avvikelse_kr[m], f"IF({{um.{n}[{plan.resultat + 1}]}}=1,{skillnad},0)")

    rader = make_month_rows(plan, [lage.avvikelse_kr for lage in lagen], cell, plus=True)
    beskrivning = "Rapporterade månader. Plus är bra för förbundet: mer intäkter eller mindre kostnader än budget."
    nycklar = tuple(r.nyckel for r in RUBRIKER[2:])
    villkor = (Villkor("am", nycklar, "under 0", "rod"), Villkor("am", nycklar, "over 0", "gron"))
    titel = innehall.name_sheet("Avvikelse per månad")
    return make_sida(
        "Avvikelse per månad", titel, beskrivning, [Bit("am", RUBRIKER, rader)], "rakning", villkor=villkor
    )
