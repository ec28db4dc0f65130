"""Nyckeltal: what a board compares, for the budget, its forecast and the plan years, with a chart of participants."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from fordelning.blad import Blad, Del, Diagram, Serie, Tabell, Tal
from fordelning.blad.formler import kvot, och, sla_upp, summa, summa_dar, tomt_som_noll
from fordelning.budgetbok.blad_insatser import I_AR, INRIKTNING, PLANERADE, Insatser
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr
from fordelning.budgetbok.blad_kapital import Kapital
from fordelning.budgetbok.blad_medel import EFTER, FORE
from fordelning.budgetbok.blad_planar import Planar, head_year
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, SUMMA_INSATSER, SUMMA_KOSTNADER, Manadstabell

OVER_NIVAN = "Eget kapital över rimlig nivå"
_NYCKELTAL = (
    ("Bidrag per invånare", "kr", "tal", "BIDRAG", "INVANARE"),
    ("Insatser, andel av kostnaderna", "%", "andel", "SUMMA-INSATSER", "SUMMA-KOSTNADER"),
    ("Styrelse, administration och revision, andel av kostnaderna", "%", "andel", "HUVUDEN", "SUMMA-KOSTNADER"),
    ("Strukturövergripande, andel av insatserna", "%", "andel", "INSATSER-STRUKTUR", "SUMMA-INSATSER"),
    ("Eget kapital vid årets slut, andel av bidragen", "%", "andel", "UTGAENDE", "BIDRAG"),
    ("Rimlig nivå, andel av bidragen", "%", "andel", "RIMLIG", "BIDRAG"),
    ("Planerade deltagare per 1 000 invånare", "antal", "tal", "PLANERADE-TUSEN", "INVANARE"),
    ("Individinriktade insatser per planerad deltagare", "kr", KR, "INSATSER-INDIVID", "PLANERADE"),
    ("Alla kostnader per planerad deltagare", "kr", KR, "SUMMA-KOSTNADER", "PLANERADE"),
    ("Planerade deltagare (prognos: hittills i år)", "antal", "antal", "DELTAGARE", ""),
    (OVER_NIVAN, "kr", KR, "OVERSKOTT", ""),
)
"""Name, unit, form, and what is divided by what: rows of Treårsplan and figures of their own ("" = not divided)."""


def make_nyckeltal(
    innehall: Innehall, invanare: Tal, aren: Sequence[Mapping[str, Tal]], prognos: Mapping[str, Tal]
) -> Tabell:
    """The key figures per year, the forecast after the budget; empty where a figure is not known or not divided."""
    t = Tabell("Nyckeltal", sorteras=False)
    namn = t.data("Nyckeltal", [rad[0] for rad in _NYCKELTAL])
    t.data("Enhet", [rad[1] for rad in _NYCKELTAL])
    rubriker = [head_year(nr, ar) for nr, ar in enumerate(innehall.underlag.budgetaren)]
    lagen = {rubriker[0]: aren[0], f"Prognos {innehall.underlag.budgetar}": prognos}
    for rubrik, lage in (lagen | dict(zip(rubriker, aren, strict=True))).items():
        x = {**lage, "INVANARE": invanare, "RIMLIG": tomt_som_noll(lage["RIMLIG"])}
        rader = [
            None if not {over, under or over} <= x.keys() else kvot(x[over], x[under]) if under else x[over]
            for *_, over, under in _NYCKELTAL
        ]
        k = t.rader(rubrik, rader, [rad[2] for rad in _NYCKELTAL])
        t.farga(och(namn.lika(OVER_NIVAN), tomt_som_noll(k) > 0), "gul", k)
    return t


def describe_year(p: Planar, per_ar: InsatserPerAr, nr: int) -> dict[str, Tal]:
    """A year of the plan, from Treårsplan and Insatser per år."""
    deltagare = summa(per_ar.deltagare[nr])
    return {kod: p.of(kod, nr) for kod in p.plats} | {
        "HUVUDEN": p.add(p.ar[nr], "STYRELSE", "INSATSER-INDIVID"),
        "DELTAGARE": deltagare,
        "PLANERADE": deltagare,
        "PLANERADE-TUSEN": 1000 * deltagare,
    }


def describe_forecast(pm: Manadstabell, x: Insatser, ek: Kapital) -> dict[str, Tal]:
    """The forecast, from Prognos per månad, Eget kapital and Insatser.

    Nothing per planned participant: its participants are of the months so far, its costs of the whole year.
    """
    kapital = {"BIDRAG": ek.bidrag, "UTGAENDE": ek.utgaende, "RIMLIG": ek.rimlig, "OVERSKOTT": ek.overskott}
    return {kod: ek.cell(k, ek.prognos) for kod, k in kapital.items()} | {
        SUMMA_INSATSER: pm.post(pm.ar, SUMMA_INSATSER),
        "HUVUDEN": pm.add(pm.ar, "STYRELSE", pm.plan.insats),
        "INSATSER-STRUKTUR": summa_dar(x.prognos, (x.inriktning, INRIKTNING["struktur"])),
        SUMMA_KOSTNADER: pm.post(pm.ar, SUMMA_KOSTNADER),
        "DELTAGARE": summa(x.verkliga),
    }


def _make_chart(innehall: Innehall, x: Insatser) -> list[Del]:
    """Participants planned and actual in every individinriktad insats, as a table and a chart; nothing without any."""
    deltar = [plan for plan in innehall.underlag.insatser if not plan.ar_struktur]
    if not deltar:
        return []
    t = Tabell("DeltagarePerInsats", sorteras=False)
    namn = t.data("Insats", [plan.insats.namn for plan in deltar])
    kod = t.data("Kod", [plan.kod for plan in deltar])
    planerade = t.rakna(PLANERADE, sla_upp(x.planerade, (x.kod, kod)), "antal")
    verkliga = t.rakna(I_AR, sla_upp(x.verkliga, (x.kod, kod)), "antal")
    serier = [Serie(planerade, farg=FORE), Serie(verkliga, farg=EFTER)]
    return [t, Diagram("Deltagare per insats", namn, serier, "antal", "antal", True)]


def make_nyckeltal_blad(innehall: Innehall, t: Tabell, x: Insatser) -> Blad:
    """The sheet, with participants planned and actual, insats by insats."""
    text = "Räknade ur bokens egna blad. Prognosen är hela årets, utom deltagare som är hittills i år."
    delar = _make_chart(innehall, x)
    return innehall.make_sheet("Nyckeltal", text, "Det som jämförs mellan år", t, *delar, fasta=1)
