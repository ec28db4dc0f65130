"""The workbook as a whole: its tables in the order of calculation, its sheets in the order they are read."""

from __future__ import annotations

from pathlib import Path

from fordelning.blad import Blad, Bok
from fordelning.blad.excel import write_bok
from fordelning.budgetbok import blad_manader as manader
from fordelning.budgetbok.blad_drift import Drift, make_drift_blad
from fordelning.budgetbok.blad_insatser import Insatser, make_insatser_blad
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr, make_insatser_per_ar_blad
from fordelning.budgetbok.blad_kapital import Kapital, make_kapital_blad
from fordelning.budgetbok.blad_kommuner import Parter, make_kommuner_blad
from fordelning.budgetbok.blad_kontroller import Bokens, make_kontroller, make_kontroller_blad
from fordelning.budgetbok.blad_medel import Medel, make_medel_blad
from fordelning.budgetbok.blad_nyckeltal import describe_forecast, describe_year, make_nyckeltal, make_nyckeltal_blad
from fordelning.budgetbok.blad_om import Parametrar, list_om_blad, make_kapitalregel
from fordelning.budgetbok.blad_planar import Planar, make_planar_blad
from fordelning.budgetbok.blad_sammanfattning import make_sammanfattning_blad
from fordelning.budgetbok.innehall import Innehall


def make_budget_bok(i: Innehall) -> Bok:
    """The budget with live formulas. What is planned comes in by `Innehall`; every figure is judged by the engine's."""
    parter, insatser = Parter(i), Insatser(i)
    tal = Parametrar(i, parter.invanare, parter.part)
    regel, per_ar = make_kapitalregel(i.underlag.regel, tal), InsatserPerAr(i, insatser)
    medel = Medel(i, tal, parter, parter.share_out(i, tal))
    plan = Planar(i, tal, regel, medel, per_ar)
    um, vikter = manader.Inmatning(i, "Utfall", i.lage.ifyllt.utfall, flaggor=True), manader.Vikter(i)
    egen = manader.Inmatning(i, "EgenPrognos", i.lage.ifyllt.egen_prognos)
    bm = manader.make_manadsbudget(i, vikter, medel, plan, insatser)
    pm, am = manader.make_prognos(i, um, egen, bm), manader.make_avvikelse(i, um, bm)
    insatser.follow(i, um, pm)
    medelutfall = medel.follow(i, um, am, pm)
    kapital, drift = Kapital(i, tal, regel, plan, pm), Drift(i, bm, um, am, pm)
    aren = [describe_year(plan, per_ar, nr) for nr, _ in enumerate(i.budget.ar)]
    nyckeltal = make_nyckeltal(i, tal["invanare_antal"], aren, describe_forecast(pm, insatser, kapital))
    bokens = Bokens(tal, medel, bm, vikter, um, egen, insatser, plan, kapital, drift)
    kontroller = make_kontroller(i, bokens)
    blad: tuple[Blad, ...] = (
        make_sammanfattning_blad(i, bokens, kontroller),
        make_medel_blad(i, medel, medelutfall),
        *(make_drift_blad(i, drift), make_insatser_blad(i, insatser), make_kapital_blad(i, kapital)),
        *(make_planar_blad(i, plan), make_insatser_per_ar_blad(i, per_ar)),
        make_kommuner_blad(i, parter),
        make_nyckeltal_blad(i, nyckeltal, insatser),
        *manader.make_inmatning_blad(i, um, egen),
        make_kontroller_blad(i, kontroller),
        *list_om_blad(i, tal, regel),
        *manader.make_manader_blad(i, bm, vikter, pm, am),
    )
    return Bok(blad[0].titel, blad, skyddad=True)


def write_budget(innehall: Innehall, fil: Path) -> None:
    """Write one förbund's workbook to a path. Raises BladFel where a sheet's figure is not the engine's."""
    write_bok(make_budget_bok(innehall), fil)
