"""A budget that follows a plan has the plan's insatser, participants, costs and eget kapital to the krona."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fordelning.begrepp import Insats
from fordelning.budget.berakning import compute_budget
from fordelning.budget.insamling import collect
from fordelning.budget.metod import read_budgetmetod
from fordelning.budget.planen import follow_plan
from fordelning.budget.underlag import Budgetunderlag
from fordelning.planfil import Planfil, PlanfilFel, read_planfil
from fordelning.platser import find_modeller
from fordelning.rapport.plan.bok import write_plans
from fordelning.rapport.plan.ord import has_cuts
from tests.rapport.plan_bygge import MED_PLAN, OMOJLIGT, UTAN_INSATSER, allocate_bygge, grund, plan


@pytest.fixture(scope="module")
def fil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("plan")
    write_plans(plan(), grund(), mapp)
    return mapp / "plan.json"


def make_underlag(kod: str = MED_PLAN) -> Budgetunderlag:
    return collect(allocate_bygge(), read_budgetmetod(find_modeller() / "budget.toml"), kod)


def change(fil: Path, mapp: Path, **andrat: Any) -> Planfil:
    """The same file with figures of the first förbund's first year of eget kapital changed."""
    data = json.loads(fil.read_text("utf-8"))
    data["forbund"][0]["kapital"][0] |= andrat
    (mapp / "plan.json").write_text(json.dumps(data), "utf-8")
    return read_planfil(mapp / "plan.json")


def test_the_budget_is_the_plan_insats_by_insats_and_year_by_year(fil: Path) -> None:
    budget = compute_budget(follow_plan(make_underlag(), read_planfil(fil)))
    planen = plan(MED_PLAN).bilder[0].plan
    assert planen.beslut is not None
    kr = {(rad.insats_kod, rad.ar): 0.0 for rad in planen.rader}
    for rad in planen.rader:
        kr[rad.insats_kod, rad.ar] += rad.kostnad_kr
    for t, ar in enumerate(planen.budgetar):
        for i, belopp in zip(budget.underlag.insatser, budget.ar[t].insatser_kr, strict=False):
            assert i.kors[t] == ((i.insats.insats_kod, ar) in kr)
            assert belopp == pytest.approx(kr.get((i.insats.insats_kod, ar), 0.0), abs=0.51)
    assert [a.bidrag_fore_avdrag_kr for a in budget.ar[1:2]] == [1_500_000]


def test_eget_kapital_is_the_plans_where_the_budget_year_has_the_plans_contributions(fil: Path) -> None:
    u = follow_plan(make_underlag(), read_planfil(fil))
    budget, planen = compute_budget(u), plan(MED_PLAN).bilder[0].plan
    skillnad = budget.ar[0].bidrag_fore_avdrag_kr - planen.kapital[0].bidrag_kr
    assert budget.ar[0].utgaende_kr - skillnad == pytest.approx(planen.kapital[0].utgaende_kr, abs=2)


def test_a_plan_that_spends_other_contributions_than_the_allocated_is_followed_and_told(
    fil: Path, tmp_path: Path
) -> None:
    u = make_underlag()
    for mer_kr, sags in ((0, False), (-20_000, True)):
        planen = change(fil, tmp_path, bidrag_kr=u.ramar[0].bidrag_kr + mer_kr)
        assert any("planen räknar med" in text for text in follow_plan(u, planen).varningar) is sags


def test_a_book_of_a_plan_with_cuts_tells_which_contributions_each_reasonable_level_is_of(
    fil: Path, tmp_path: Path
) -> None:
    for avdrag_kr in (0.0, 1_000.0):
        assert tells_of_cuts(change(fil, tmp_path, avdrag_kr=avdrag_kr)) == bool(avdrag_kr)


def test_the_book_speaks_of_a_cut_from_the_amount_that_the_plan_does(fil: Path, tmp_path: Path) -> None:
    pl = plan(MED_PLAN)
    (bild,) = pl.bilder
    forst, *resten = bild.plan.kapital
    for avdrag_kr, syns in ((0.4, False), (0.6, True)):
        skars = replace(bild, plan=replace(bild.plan, kapital=(replace(forst, avdrag_kr=avdrag_kr), *resten)))
        assert has_cuts(replace(pl, bilder=(skars,))) is syns
        assert tells_of_cuts(change(fil, tmp_path, avdrag_kr=avdrag_kr)) is syns


def tells_of_cuts(planen: Planfil) -> bool:
    return any("rimlig nivå på bidragen efter avdrag" in text for text in follow_plan(make_underlag(), planen).planen)


def test_years_after_the_plan_go_on_as_they_did_and_it_is_told(fil: Path) -> None:
    fore = make_underlag()
    efter = follow_plan(fore, read_planfil(fil))
    assert len(efter.budgetaren) == 3
    assert [i.kors[2] for i in efter.insatser] == [i.kors[2] for i in fore.insatser]
    assert any("Planen slutar 2027: 2028 fortsätter dagens insatser" in text for text in efter.planen)
    assert any("plan.json (SHA-256" in text and "inriktning" in text for text in efter.planen)


def test_a_plan_of_more_years_than_the_book_is_told_by_the_years_that_it_has(fil: Path, tmp_path: Path) -> None:
    data = json.loads(fil.read_text("utf-8"))
    for ar in range(2028, 2031):
        data["forbund"][0]["kapital"].append(data["forbund"][0]["kapital"][1] | {"ar": ar, "insatser_kr": 0})
    (tmp_path / "plan.json").write_text(json.dumps(data), "utf-8")
    forst, *mer = follow_plan(make_underlag(), read_planfil(tmp_path / "plan.json")).planen
    assert "planens 2026–2028" in forst
    assert "Planens 2029, 2030 är efter bokens år och finns inte i den." in mer


def test_a_plan_of_other_years_than_the_books_is_refused(fil: Path, tmp_path: Path) -> None:
    data = json.loads(fil.read_text("utf-8"))
    data["forbund"][0]["kapital"] = [data["forbund"][0]["kapital"][0] | {"ar": 2031}]
    (tmp_path / "plan.json").write_text(json.dumps(data), "utf-8")
    with pytest.raises(PlanfilFel, match="planen börjar 2031"):
        follow_plan(make_underlag(), read_planfil(tmp_path / "plan.json"))


@pytest.mark.parametrize(
    ("kod", "text"), [(OMOJLIGT, "har ingen möjlig plan"), (UTAN_INSATSER, "har ingen plan för C1")]
)
def test_without_a_possible_plan_there_is_no_budget_of_it(fil: Path, kod: str, text: str) -> None:
    with pytest.raises(PlanfilFel, match=text):
        follow_plan(make_underlag(kod), read_planfil(fil))


def test_a_plan_of_other_inputs_is_refused_with_each_difference(fil: Path, tmp_path: Path) -> None:
    u = make_underlag()

    def dearer(i: Insats) -> Insats:
        return replace(i, fast_kostnad_kr=i.fast_kostnad_kr + 50_000)

    dyrare = replace(u, insatser=tuple(replace(i, insats=dearer(i.insats)) for i in u.insatser))
    with pytest.raises(PlanfilFel, match="i planen men"):
        follow_plan(dyrare, read_planfil(fil))
    with pytest.raises(PlanfilFel, match="finns inte i underlaget"):
        follow_plan(replace(u, insatser=u.insatser[1:]), read_planfil(fil))
    with pytest.raises(PlanfilFel, match="eget kapital är"):
        follow_plan(u, change(fil, tmp_path, ingaende_kr=1.0))
    with pytest.raises(PlanfilFel, match="planen börjar 2025"):
        follow_plan(u, change(fil, tmp_path, ar=2025))


def test_a_plan_that_was_changed_by_hand_is_told_so_and_refused_where_it_is_not_one_with_itself(
    fil: Path, tmp_path: Path
) -> None:
    andrad = change(fil, tmp_path, lagsta_kr=60_000)
    assert not read_planfil(fil).andrad and andrad.andrad
    assert any("ändrad efter att den skrevs" in text for text in follow_plan(make_underlag(), andrad).planen)
    data = json.loads(fil.read_text("utf-8"))
    (plan_,) = [f for f in data["forbund"] if f["forbund_kod"] == MED_PLAN]
    alla = plan_["insatser"]
    for insatser, text in ((alla[1:], "eget kapital betalar"), ([*alla, alla[0]], "står 2 gånger")):
        plan_["insatser"] = insatser
        (tmp_path / "plan.json").write_text(json.dumps(data), "utf-8")
        with pytest.raises(PlanfilFel, match=text):
            follow_plan(make_underlag(), read_planfil(tmp_path / "plan.json"))
