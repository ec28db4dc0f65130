"""Nyckeltal: what a board compares, for the budget, its forecast and the plan years, with charts."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from fordelning.budget.poster import Arsbudget
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatser import find_positions, make_ratio, sum_positions
from fordelning.rapport.budget.planar import BIDRAG, INSATSER, KOSTNADER
from fordelning.rapport.budget.sida import Bit, Cell, Diagram, Rubrik, Serie, Sida, Tabellrad, Villkor, make_sida, text
from fordelning.rapport.excel.tabell import Form

Kvot = tuple[str, str, Form, Callable[[Arsbudget, float], tuple[float, float]], str, str]
"""Name, unit, form, (year, participants) → numerator and denominator, and the templates of both ("%t" = the year)."""


def _list_ratios(innehall: Innehall) -> tuple[Kvot, ...]:
    invanare, n = innehall.underlag.invanare_antal, len(innehall.underlag.insatser)
    administration = "SUM({tp.a%t[5:8]})"
    bidrag, insatser, kostnader = (f"{{tp.a%t[{rad}]}}" for rad in (BIDRAG, INSATSER, KOSTNADER))
    deltagare, individ = f"{{ti.d%t[{n + 2}]}}", f"{{ti.c%t[{n}]}}"
    return (
        ("Bidrag per invånare", "kr", "tal", lambda a, d: (a.bidrag_kr, invanare), bidrag, "invanare_antal"),
        ("Insatser, andel av kostnaderna", "%", "andel", lambda a, d: (sum(a.insatser_kr), a.kostnader_kr), insatser, kostnader),
        ("Styrelse, administration och revision, andel av kostnaderna", "%", "andel",
         lambda a, d: (a.styrelse_kr + a.administration_kr + a.revision_kr, a.kostnader_kr), administration, kostnader),
        ("Strukturövergripande, andel av insatserna", "%", "andel", lambda a, d: (a.struktur_kr, sum(a.insatser_kr)),
         f"{{ti.c%t[{n + 1}]}}", insatser),
        ("Planerade deltagare per 1 000 invånare", "antal", "tal", lambda a, d: (1000 * d, invanare), f"1000*{deltagare}", "invanare_antal"),
        ("Individinriktade insatser per planerad deltagare", "kr", "kr",
         lambda a, d: (sum(a.insatser_kr[:-1]) - a.struktur_kr, d), individ, deltagare),
        ("Alla kostnader per planerad deltagare", "kr", "kr", lambda a, d: (a.kostnader_kr, d), kostnader, deltagare),
        ("Eget kapital vid årets slut, andel av bidragen", "%", "andel", lambda a, d: (a.utgaende_kr, a.bidrag_kr),
         "{tp.a%t[15]}", bidrag),
        ("Rimlig nivå, andel av bidragen", "%", "andel", lambda a, d: (a.rimlig_kr or 0, a.bidrag_kr), "N({tp.a%t[16]})", bidrag),
    )  # fmt: skip


def make_key_figures_sheet(innehall: Innehall) -> Sida:
    """The key figures per year; the forecast has those that a forecast can have."""
    u, aren = innehall.underlag, innehall.budget.ar
    rubriker = (
        Rubrik("namn", "Nyckeltal", 52, ar_tal=False),
        Rubrik("enhet", "Enhet", 8, ar_tal=False),
        Rubrik("a0", f"Budget {aren[0].ar}", 14),
        Rubrik("p", f"Prognos {aren[0].ar}", 14),
        *(Rubrik(f"a{t}", f"Plan {ar.ar}", 14) for t, ar in enumerate(aren) if t),
    )
    deltagare = [sum(i.deltagare_antal[t] for i in u.insatser) for t in range(len(aren))]
    n = len(u.insatser)
    forecast = _make_forecast(innehall)
    rader = []
    for namn, enhet, form, varde, over, under in _list_ratios(innehall):
        celler = [
            make_ratio(*varde(ar, deltagare[t]), over.replace("%t", str(t)), under.replace("%t", str(t)), form)
            for t, ar in enumerate(aren)
        ]
        rader.append(_make_row(namn, enhet, celler, forecast.get(namn, Cell(None))))
    antal = [Cell(d, f"{{ti.d{t}[{n + 2}]}}", "antal") for t, d in enumerate(deltagare)]
    rader.append(_make_row("Planerade deltagare (prognos: hittills i år)", "antal", antal, forecast["deltagare"]))
    over_kr = [Cell(ar.overskott_kr, f"{{tp.a{t}[17]}}") for t, ar in enumerate(aren)]
    rader.append(_make_row("Eget kapital över rimlig nivå", "kr", over_kr, forecast["overskott"]))
    beskrivning = "Räknade ur bokens egna blad. Prognosen är hela årets, utom deltagare som är hittills i år."
    diagram = _make_charts(innehall, len(rader) + 6)
    bit = Bit("nt", rubriker, rader)
    return make_sida("Nyckeltal", innehall.name_sheet("Nyckeltal"), beskrivning, [bit], fasta=1, diagram=diagram,
                     villkor=(Villkor("nt", ("a0", "p"), "formel", "gul", 'AND({namn}="Eget kapital över rimlig nivå",N({a0})>0)'),))  # fmt: skip


def _make_row(namn: str, enhet: str, ar: Sequence[Cell], prognos: Cell) -> Tabellrad:
    return Tabellrad((text(namn), text(enhet), ar[0], prognos, *ar[1:]))


def _make_forecast(innehall: Innehall) -> dict[str, Cell]:
    """The forecast's cells by the name of the key figure."""
    lage, plan, h = innehall.lage, innehall.plan, len(innehall.underlag.historik)
    n = len(innehall.underlag.insatser)
    lagen = find_positions(innehall)
    prognos = {huvud: sum(sum(x.prognos_kr) for x in lage.lagen if x.rad.huvud == huvud) for huvud in
               ("styrelse", "administration", "revision", "insatser")}  # fmt: skip
    kostnader, bidrag = lage.prognos_kostnader_kr, lage.prognos_bidrag_kr
    pm_kostnader, pm_insatser = f"{{pm.ar[{plan.summa_kostnader}]}}", f"{{pm.ar[{plan.summa_insatser}]}}"
    ek_bidrag, hel = f"{{ek.bidrag[{h + 1}]}}", f"SUM({{pm.ar[{plan.huvuden}:{plan.insatser}]}})"
    alla, struktur = sum_positions(lagen, "alla"), sum_positions(lagen, "struktur")
    invanare = innehall.underlag.invanare_antal
    tre = prognos["styrelse"] + prognos["administration"] + prognos["revision"]
    return {
        "Bidrag per invånare": make_ratio(bidrag, invanare, ek_bidrag, "invanare_antal", "tal"),
        "Insatser, andel av kostnaderna": make_ratio(
            prognos["insatser"], kostnader, pm_insatser, pm_kostnader, "andel"
        ),
        "Styrelse, administration och revision, andel av kostnaderna": make_ratio(
            tre, kostnader, hel, pm_kostnader, "andel"
        ),
        "Strukturövergripande, andel av insatserna": make_ratio(
            struktur["prognos"], prognos["insatser"], f"{{ins.prognos[{n + 1}]}}", pm_insatser, "andel"
        ),
        "Eget kapital vid årets slut, andel av bidragen": make_ratio(
            lage.prognos_utgaende_kr, bidrag, f"{{ek.utgaende[{h + 1}]}}", ek_bidrag, "andel"
        ),
        "Rimlig nivå, andel av bidragen": make_ratio(
            lage.prognos_rimlig_kr or 0, bidrag, f"N({{ek.rimlig[{h + 1}]}})", ek_bidrag, "andel"
        ),
        "deltagare": Cell(alla["verkliga"], f"{{ins.verkliga[{n + 2}]}}", "antal"),
        "overskott": Cell(lage.prognos_overskott_kr, f"{{ek.overskott[{h + 1}]}}"),
    }


def _make_charts(innehall: Innehall, rad: int) -> tuple[Diagram, ...]:
    """Participants planned and actual, insats by insats."""
    n = len(innehall.underlag.insatser)
    serier = (
        Serie("Planerade deltagare", f"{{ins.planerade[0:{n}]}}", farg="#9DC3E6"),
        Serie("Deltagare i år", f"{{ins.verkliga[0:{n}]}}", farg="#1F4E79"),
    )
    if not n:
        return ()
    return (Diagram("Deltagare per insats", f"{{ins.kod[0:{n}]}}", serier, f"A{rad}", (980, 300), "antal"),)
