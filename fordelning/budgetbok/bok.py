"""The workbook as a whole: its tables in the order of calculation, its sheets in the order they are read."""

from __future__ import annotations

from pathlib import Path

from fordelning.blad import Blad, Bok
from fordelning.blad.excel import write_bok
from fordelning.budgetbok.blad_drift import make_drift, make_drift_blad
from fordelning.budgetbok.blad_insatser import follow_insatser, make_insatser, make_insatser_blad
from fordelning.budgetbok.blad_insatser_per_ar import make_insatser_per_ar, make_insatser_per_ar_blad
from fordelning.budgetbok.blad_kapital import make_kapital, make_kapital_blad
from fordelning.budgetbok.blad_kommuner import make_kommuner_blad, make_parter, share_out
from fordelning.budgetbok.blad_kontroller import Bokens, make_kontroller, make_kontroller_blad
from fordelning.budgetbok.blad_manader import (
    make_avvikelse,
    make_egen_prognos,
    make_inmatning_blad,
    make_manader_blad,
    make_manadsbudget,
    make_prognos,
    make_utfall,
    make_vikter,
)
from fordelning.budgetbok.blad_medel import follow_medel, make_medel, make_medel_blad
from fordelning.budgetbok.blad_nyckeltal import (
    describe_forecast,
    describe_year,
    make_nyckeltal,
    make_nyckeltal_blad,
)
from fordelning.budgetbok.blad_om import make_kapitalregel, make_om_blad, make_parametrar
from fordelning.budgetbok.blad_planar import make_planar, make_planar_blad
from fordelning.budgetbok.blad_sammanfattning import make_sammanfattning_blad
from fordelning.budgetbok.innehall import Innehall


def make_budget_bok(i: Innehall) -> Bok:
    """The budget with live formulas. What is planned comes in by `Innehall`; every figure is judged by the engine's."""
    parter, insatser = make_parter(i), make_insatser(i)
    parametrar, tal = make_parametrar(i, parter.invanare, parter.part)
    regel, per_ar = make_kapitalregel(i.underlag.regel, tal), make_insatser_per_ar(i, insatser)
    belopp = share_out(i, parter, tal)
    medel = make_medel(i, tal, parter, belopp)
    plan = make_planar(i, tal, regel, medel, per_ar)
    utfall, egen, vikter = make_utfall(i), make_egen_prognos(i), make_vikter(i)
    um, bm = utfall.manader, make_manadsbudget(i, vikter, medel, plan, insatser)
    pm, am = make_prognos(i, utfall, egen, bm), make_avvikelse(i, utfall, bm)
    insatsutfall, medelutfall = follow_insatser(i, insatser, um, pm), follow_medel(i, medel, um, am, pm)
    kapital, drift = make_kapital(i, tal, regel, plan, pm), make_drift(i, bm, um, am, pm)
    aren = [describe_year(plan, per_ar, nr) for nr, _ in enumerate(i.budget.ar)]
    prognos = describe_forecast(i, pm, insatser, insatsutfall, kapital)
    nyckeltal = make_nyckeltal(i, tal["invanare_antal"], aren, prognos)
    bokens = Bokens(tal, medel, bm, vikter, utfall, egen, insatser, plan, kapital, drift)
    kontroller = make_kontroller(i, bokens)
    blad: tuple[Blad, ...] = (
        make_sammanfattning_blad(i, bokens, kontroller),
        make_medel_blad(i, medel, medelutfall),
        make_drift_blad(i, drift),
        make_insatser_blad(i, insatser),
        make_kapital_blad(i, kapital),
        make_planar_blad(i, plan),
        make_insatser_per_ar_blad(i, per_ar),
        make_kommuner_blad(i, parter, belopp),
        make_nyckeltal_blad(i, nyckeltal, insatser, insatsutfall),
        *make_inmatning_blad(i, utfall, egen),
        make_kontroller_blad(i, kontroller),
        *make_om_blad(i, parametrar, regel),
        *make_manader_blad(i, bm, vikter, pm, am),
    )
    return Bok(i.name_sheet("Budget"), blad, skyddad=True)


def write_budget(innehall: Innehall, fil: Path) -> None:
    """Write one förbund's workbook to a path. Raises BladFel where a sheet's figure is not the engine's."""
    write_bok(make_budget_bok(innehall), fil)
