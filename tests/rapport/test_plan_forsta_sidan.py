"""The front page of a plan on paper: key figures, charts and what is known of the plan, however many its insatser."""

from __future__ import annotations

from dataclasses import replace

from fordelning.begrepp import Effekt, Insats
from fordelning.blad import Blad, Diagram
from fordelning.blad.adresser import place
from fordelning.blad.excel_vy import lay_out
from fordelning.metod import read_insatsplan
from fordelning.modell import choose_modell
from fordelning.plan.samling import gather_plans
from fordelning.platser import find_modeller
from fordelning.rapport.plan.blad_sammanfattning import FLEST_I_DIAGRAM, Planinsatser, make_sammanfattning_blad
from fordelning.rapport.plan.grund import make_grund
from fordelning.resultat import allocate
from tests.rapport.plan_bygge import MED_PLAN, make_bygge

ANTAL = FLEST_I_DIAGRAM + 4
NAMN = "Gemensam kartläggning och vägledning nummer"


def make_blad() -> Blad:
    """The front page of a plan of many decided insatser, each larger than the one before, and no money left."""
    bygge = make_bygge()
    mallen = Insats(MED_PLAN, "I", "", "individ", 100, 20_000, 0, 0, beslutad=True)
    insatser = [
        replace(mallen, insats_kod=f"I{i:02}", namn=f"{NAMN} {i}", minst_antal=i // 2, hogst_antal=i + 10)
        for i in range(1, ANTAL + 1)
    ]
    effekter = [Effekt(MED_PLAN, i.insats_kod, "UNGA", 0.2) for i in insatser]
    egna = {"insatser": tuple(insatser), "effekter": tuple(effekter)}
    egna["planering"] = tuple(replace(p, struktur_minst_andel=0) for p in bygge.ovriga["planering"])
    underlag = replace(bygge, ovriga={**bygge.ovriga, **egna}).make()
    resultat = allocate(choose_modell(find_modeller(), underlag.budgetar), underlag)
    pl = gather_plans(resultat, read_insatsplan(find_modeller() / "insatsplan.toml"), MED_PLAN, 2)
    return make_sammanfattning_blad(pl, make_grund(pl), None)


def test_the_front_page_holds_all_but_the_list_of_many_insatser_and_the_chart_shows_the_largest() -> None:
    blad = make_blad()
    tabeller, diagram = place(blad)
    sida = lay_out(blad, tabeller, diagram)
    andra = sida.break_pages(sida.find_scale())[0]
    assert [p.tabell.tabellnamn for p in tabeller] == ["Nyckeltal", "OmPlanen", "InsatserIPlanen"]
    nyckeltal, om_planen, insatser = tabeller
    assert max(nyckeltal.sista, om_planen.sista, *(d.sista for d in diagram)) < andra == insatser.overst
    assert isinstance(insatser.tabell, Planinsatser) and insatser.tabell.individer == ANTAL
    visade = [d for d in blad.delar[1] if isinstance(d, Diagram)] if isinstance(blad.delar[1], tuple) else []
    assert visade[-1].antal_namn == FLEST_I_DIAGRAM
    assert insatser.tabell.antal.varden.tolist() == sorted(insatser.tabell.antal.varden, reverse=True)
