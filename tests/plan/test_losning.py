"""Plans small enough to be worked out by hand; the arithmetic stands in each test."""

from __future__ import annotations

import numpy as np
import pytest

from fordelning.begrepp import Kapitalar
from fordelning.kapital.ar import Arskapital
from fordelning.modell import EgetKapital, Trappsteg
from fordelning.plan.kontroll import find_violations
from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Plan
from tests.plan.provdata import (
    KALLA,
    TRAPPA,
    ar,
    effekt,
    insats,
    make_metod,
    make_random_problem,
    make_underlag,
    problem_of,
)


def runs(p: Problem, plan: Plan, kod: str) -> list[bool]:
    assert plan.beslut is not None
    return [bool(v) for v in plan.beslut.kors[p.insatser.index(kod)]]


def participants(p: Problem, plan: Plan, kod: str, t: int = 0) -> float:
    assert plan.beslut is not None
    return float(plan.beslut.antal[p.insatser.index(kod), :, t].sum())


def test_money_left_after_the_fixed_cost_buys_participants() -> None:
    # (400 − 100) tkr / 10 tkr = 30 participants; 30 · 0.2 = 6
    p = problem_of(make_underlag([insats("A", 100_000)], [effekt("A", "g", 0.2)], [ar(2026, 400_000)], {"g": 100.0}))
    plan = solve_plan(p)
    assert plan.status == "optimal" and plan.gap_andel == pytest.approx(0, abs=1e-9)
    assert plan.nytta == pytest.approx(6) and participants(p, plan, "A") == 30
    assert plan.kostnad_kr == pytest.approx(400_000) and plan.kapital[-1].utgaende_kr == pytest.approx(0)


def test_the_first_results_in_a_group_count_most() -> None:
    # A gives 0.025 per tkr, B 0.02: A takes its 12 (240 tkr, 6 results), B the last 60 tkr: 6 · 0.2 = 1.2
    # 7.2 results: the first 5 % of 100 in need count 1, the rest 0.4: 5 + 2.2 · 0.4 = 5.88
    underlag = make_underlag(
        [insats("A", per=20_000, hogst=12), insats("B", per=10_000)],
        [effekt("A", "g", 0.5), effekt("B", "g", 0.2)],
        [ar(2026, 300_000)],
        {"g": 100.0},
    )
    plan = solve_plan(problem_of(underlag, make_metod(((0.05, 1.0), (None, 0.4)))))
    assert plan.nytta == pytest.approx(5.88)


def test_money_goes_to_two_groups_before_either_is_far_down_its_segments() -> None:
    # the same effect in both: each group's first 5 % (5 and 2.5 results) at full worth before anyone's second segment
    # 15 · 0.5 = 7.5 results = 10 participants in g1 and 5 in g2, exactly what 150 tkr buys
    underlag = make_underlag(
        [insats("A")], [effekt("A", "g1", 0.5), effekt("A", "g2", 0.5)], [ar(2026, 150_000)], {"g1": 100.0, "g2": 50.0}
    )
    plan = solve_plan(problem_of(underlag, make_metod(((0.05, 1.0), (None, 0.4)))))
    assert [(rad.malgrupp_kod, rad.deltagare_antal) for rad in plan.rader] == [("g1", 10.0), ("g2", 5.0)]


def test_a_weighted_group_goes_first() -> None:
    underlag = make_underlag(
        [insats("A")],
        [effekt("A", "g1", 0.5), effekt("A", "g2", 0.4)],
        [ar(2026, 100_000)],
        {"g1": 50.0, "g2": 50.0},
        vikt={"g2": 1.5},
    )
    plan = solve_plan(problem_of(underlag))  # 0.4 · 1.5 = 0.6 > 0.5
    assert [(rad.malgrupp_kod, rad.deltagare_antal) for rad in plan.rader] == [("g2", 10.0)]
    assert plan.nytta == pytest.approx(6)


@pytest.mark.parametrize(
    ("bidrag", "nytta", "kor"),
    [
        (300_000, 4.5, "B"),  # A: 20 · 0.2 = 4; B: 15 · 0.3 = 4.5
        (600_000, 13.5, "AB"),  # A full: 500 tkr, 60 · 0.2 = 12; B for the last 100 tkr: 5 · 0.3 = 1.5
    ],
)
def test_a_fixed_cost_pays_only_when_there_is_money_for_many(bidrag: float, nytta: float, kor: str) -> None:
    underlag = make_underlag(
        [insats("A", 200_000, 5_000, hogst=60), insats("B", 0, 20_000)],
        [effekt("A", "g", 0.2), effekt("B", "g", 0.3)],
        [ar(2026, bidrag)],
        {"g": 1000.0},
    )
    p = problem_of(underlag)
    plan = solve_plan(p)
    assert plan.nytta == pytest.approx(nytta)
    assert "".join(kod for kod in p.insatser if runs(p, plan, kod)[0]) == kor


def test_of_equal_results_the_cheaper_is_chosen_and_the_rest_is_saved() -> None:
    underlag = make_underlag(
        [insats("A", 50_000), insats("B")],
        [effekt("A", "g", 0.2), effekt("B", "g", 0.2)],
        [ar(2026, 900_000)],
        {"g": 20.0},
    )
    p = problem_of(underlag)
    plan = solve_plan(p)
    assert plan.nytta == pytest.approx(4) and plan.kostnad_kr == pytest.approx(200_000)
    assert runs(p, plan, "A") == [False]


def test_one_decision_runs_all_its_years_and_its_financing_steps_down() -> None:
    # A 2025–2027 from its second step: 2026 75 %, 2027 50 %. Cost 75 + 50 tkr fixed, 7.5 and 5 tkr per participant.
    # 10 participants a year at least: 75 + 75 = 150 in 2026, 50 + 50 = 100 in 2027
    underlag = make_underlag(
        [insats("A", 100_000, 10_000, 10, 10, fran_ar=2025, till_ar=2027, trappning=(1.0, 0.75, 0.5))],
        [effekt("A", "g", 0.2)],
        [ar(2026, 150_000), ar(2027, 100_000), ar(2028, 500_000)],
        {"g": 50.0},
    )
    p = problem_of(underlag, antal_ar=3)
    plan = solve_plan(p)
    assert runs(p, plan, "A") == [True, True, False]
    assert [rad.insatser_kr for rad in plan.kapital] == pytest.approx([150_000, 100_000, 0])
    assert plan.nytta == pytest.approx(4)


def test_one_decision_is_not_made_when_its_second_year_cannot_be_paid() -> None:
    fler = {"fran_ar": 2026, "till_ar": 2027}
    planering = [ar(2026, 200_000), ar(2027, 99_000, lagst=0)]
    underlag = make_underlag([insats("A", 0, 10_000, 20, 20, **fler)], [effekt("A", "g", 0.2)], planering, {"g": 50.0})
    assert solve_plan(problem_of(underlag, antal_ar=2)).nytta == pytest.approx(0)


def test_a_result_next_year_counts_less() -> None:
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], [ar(2026, 1e5), ar(2027, 1e5)], {"g": 10.0})
    plan = solve_plan(problem_of(underlag, make_metod(diskontering=0.25), 2))
    assert plan.nytta == pytest.approx(2 + 2 / 1.25)


def test_hoarding_costs_next_years_contributions() -> None:
    # 1 000 tkr a year, reasonable level 200. Saved above 200 is lost krona for krona (2 · 0.5) the year after, so
    # 800 tkr go to the weak insats in 2026 (80 · 0.05 = 4), and 200 + 1 000 to the strong one in 2027 (120 · 0.1 = 12)
    planering = [ar(2026, 1_000_000), ar(2027, 1_000_000)]
    insatser = [insats("svag", hogst=1000), insats("stark", hogst=1000, fran_ar=2027)]
    effekter = [effekt("svag", "g", 0.05), effekt("stark", "g", 0.1)]
    underlag = make_underlag(insatser, effekter, planering, {"g": 1000.0})
    plan = solve_plan(problem_of(underlag, antal_ar=2, regel=TRAPPA))
    assert plan.nytta == pytest.approx(16)
    assert [rad.utgaende_kr for rad in plan.kapital] == pytest.approx([200_000, 0], abs=0.1)
    assert plan.kapital[1].avdrag_kr == pytest.approx(0, abs=0.1)
    # without the rule everything is saved for the strong one: 2 000 tkr, 200 · 0.1 = 20
    assert solve_plan(problem_of(underlag, antal_ar=2)).nytta == pytest.approx(20)


def test_an_excess_takes_all_of_next_years_contributions_but_never_more() -> None:
    # 3 000 + 1 000 tkr saved, 3 800 over the level: 2027's 1 000 tkr are cut, the 4 000 remain: 400 · 0.1 = 40
    underlag = make_underlag(
        [insats("A", hogst=1000, fran_ar=2027)],
        [effekt("A", "g", 0.1)],
        [ar(2026, 1_000_000), ar(2027, 1_000_000)],
        {"g": 1000.0},
        eget_kapital_kr=3_000_000,
    )
    plan = solve_plan(problem_of(underlag, antal_ar=2, regel=TRAPPA))
    assert plan.kapital[1].avdrag_kr == pytest.approx(1_000_000)
    assert plan.nytta == pytest.approx(40)


def test_no_plan_gains_by_having_more_cut_than_the_rule_says() -> None:
    # A krona of excess takes 1.6 kr. Burning 100 tkr at the end of 2026 would save 160 in 2027, were that allowed:
    # EK 2026 = 500, excess 300, cut 480; 2027 ends with 500 + 1 000 − 480 = 1 020, excess 820, cut min(1 000, 1 312)
    regel = EgetKapital(trappa=(Trappsteg(andel=0.2),), statens_andel_av_overskott=0.8, kalla=KALLA)
    planering = [ar(2026, 1_000_000, 1_000_000), ar(2027, 1_000_000), ar(2028, 1_000_000)]
    insatser = [insats("A", hogst=1000, fran_ar=2028)]
    underlag = make_underlag(insatser, [effekt("A", "g", 0.1)], planering, {"g": 1000.0}, eget_kapital_kr=500_000)
    plan = solve_plan(problem_of(underlag, antal_ar=3, regel=regel))
    assert [rad.avdrag_kr for rad in plan.kapital] == pytest.approx([0, 480_000, 1_000_000])
    assert plan.nytta == pytest.approx(10.2)


def test_struktur_needs_no_participants_and_its_share_of_the_cost_binds() -> None:
    # at least 25 % struktur: 100 tkr allow 300 tkr of A: 30 · 0.2 = 6, and C's 2 persons; 100 of 500 tkr stay unspent
    underlag = make_underlag(
        [insats("A"), insats("C", 100_000, inriktning="struktur")],
        [effekt("A", "g", 0.2), effekt("C", None, None, antal=2)],
        [ar(2026, 500_000, s_minst=0.25)],
        {"g": 100.0},
    )
    plan = solve_plan(problem_of(underlag))
    assert plan.nytta == pytest.approx(8) and plan.kostnad_kr == pytest.approx(400_000)
    assert ("C", "", 0.0, 100_000.0) in [
        (r.insats_kod, r.malgrupp_kod, r.deltagare_antal, r.kostnad_kr) for r in plan.rader
    ]


def test_struktur_with_a_group_fills_that_groups_segments() -> None:
    # 5 persons fill g's first segment, so A's 10 · 0.2 = 2 results count 0.4: 5 + 0.8
    underlag = make_underlag(
        [insats("A"), insats("C", 0, inriktning="struktur")],
        [effekt("A", "g", 0.2), effekt("C", "g", None, antal=5)],
        [ar(2026, 100_000)],
        {"g": 100.0},
    )
    assert solve_plan(problem_of(underlag, make_metod(((0.05, 1.0), (None, 0.4))))).nytta == pytest.approx(5.8)


def test_a_decided_insats_runs_even_where_it_does_harm() -> None:
    # at least 10 participants at −0.1 = −1 result, counted as the first segment
    underlag = make_underlag(
        [insats("A", minst=10, beslutad=True)], [effekt("A", "g", -0.1)], [ar(2026, 500_000)], {"g": 100.0}
    )
    plan = solve_plan(problem_of(underlag, make_metod(((0.05, 1.0), (None, 0.4)))))
    assert plan.nytta == pytest.approx(-1) and plan.status == "optimal"


def test_whole_participants_when_asked_for() -> None:
    underlag = make_underlag([insats("A", per=30_000)], [effekt("A", "g", 0.2)], [ar(2026, 100_000)], {"g": 100.0})
    p = problem_of(underlag, make_metod(heltal=True))
    assert participants(p, solve_plan(p), "A") == 3


def test_an_insats_may_be_run_with_no_participants_and_then_has_a_row_of_its_own() -> None:
    underlag = make_underlag([insats("A", 100_000, beslutad=True)], [], [ar(2026, 100_000)], {"g": 100.0})
    plan = solve_plan(problem_of(underlag))
    assert [(rad.malgrupp_kod, rad.deltagare_antal, rad.kostnad_kr) for rad in plan.rader] == [("", 0.0, 100_000.0)]


@pytest.mark.parametrize("beslutad", [True, False])
def test_an_insats_without_effect_takes_part_when_a_rule_asks_for_it(beslutad: bool) -> None:
    """Struktur may be half of the year's insatser: it needs 100 000 kr of the other beside it, ten participants."""
    underlag = make_underlag(
        [insats("A", 0, 10_000, 2, 20, beslutad=beslutad), insats("S", 100_000, inriktning="struktur", beslutad=True)],
        [effekt("S", None, None, antal=1)],
        [ar(2026, 500_000, s_hogst=0.5)],
        {"g": 50.0},
    )
    p = problem_of(underlag)
    plan = solve_plan(p)
    assert participants(p, plan, "A") == pytest.approx(10) and plan.nytta == pytest.approx(1)


@pytest.mark.parametrize("seed", range(6))
def test_the_path_of_eget_kapital_is_that_of_the_ledger(seed: int) -> None:
    p = make_random_problem(seed)
    plan = solve_plan(p)
    ingaende, minskning = p.eget_kapital_kr, 0.0
    for rad in plan.kapital:
        intakter = rad.bidrag_kr - min(rad.bidrag_kr, minskning)
        kostnader = rad.administration_kr + rad.insatser_kr
        bok = Kapitalar("F", rad.ar, round(ingaende), round(intakter), round(kostnader), "budget")
        assert rad.utgaende_kr == pytest.approx(bok.utgaende_kr, abs=2)
        arskapital = Arskapital(
            ar=rad.ar,
            koder=("F",),
            typ=("budget",),
            ingaende_kr=np.array([ingaende]),
            intakter_kr=np.array([intakter]),
            kostnader_kr=np.array([kostnader]),
            lagsta_kr=np.array([rad.lagsta_kr]),
            rimlig_kr=np.array([rad.rimlig_niva_kr]),
            manader_andel=np.ones(1),
            statens_andel=TRAPPA.statens_andel_av_overskott,
        )
        ingaende, minskning = float(arskapital.utgaende_kr[0]), 2 * float(arskapital.minskning_kr[0])
        assert rad.utgaende_kr == pytest.approx(ingaende)


@pytest.mark.parametrize("seed", range(6))
def test_a_plans_rows_sum_to_its_cost_and_pass_the_check(seed: int) -> None:
    p = make_random_problem(seed)
    plan = solve_plan(p)
    assert plan.beslut is not None
    assert find_violations(p, plan.beslut) == []
    assert sum(rad.kostnad_kr for rad in plan.rader) == pytest.approx(plan.kostnad_kr)
    assert sum(rad.insatser_kr for rad in plan.kapital) == pytest.approx(plan.kostnad_kr)


def test_a_year_in_which_no_insats_exists_demands_no_share_of_struktur() -> None:
    underlag = make_underlag(
        [insats("A", fran_ar=2026, till_ar=2026)],
        [effekt("A", "g", 0.2)],
        [ar(2026, 100_000), ar(2027, 100_000, s_minst=0.1)],
        {"g": 50.0},
    )
    plan = solve_plan(problem_of(underlag, antal_ar=2))
    assert plan.nytta == pytest.approx(2) and [rad.utgaende_kr for rad in plan.kapital] == pytest.approx([0, 100_000])


@pytest.mark.parametrize("minst", [0.0, 12.0])
def test_a_decided_insats_without_an_effect_row_runs_at_its_least_volume_and_gives_nothing(minst: float) -> None:
    # A costs 100 tkr + 10 tkr a participant whatever it gives; B has what is left
    underlag = make_underlag(
        [insats("A", 100_000, minst=minst, beslutad=True), insats("B")],
        [effekt("B", "g", 0.2)],
        [ar(2026, 400_000)],
        {"g": 100.0},
    )
    p = problem_of(underlag)
    plan = solve_plan(p)
    assert plan.status == "optimal" and participants(p, plan, "A") == minst
    assert sum(r.kostnad_kr for r in plan.rader if r.insats_kod == "A") == pytest.approx(100_000 + 10_000 * minst)
    assert plan.nytta == pytest.approx(0.2 * (30 - minst))
    assert any("Insats A saknar rad i effekter.csv" in notis for notis in p.notiser)


@pytest.mark.parametrize("andel", [0.0, 1e-12, 1e-9, 1e-6])
@pytest.mark.parametrize("bidrag", [0.0, 1.0, 300_000.0])
def test_effects_and_budgets_of_nearly_nothing_give_a_plan(andel: float, bidrag: float) -> None:
    underlag = make_underlag(
        [insats("A", 100_000), insats("B", minst=5)],
        [effekt("A", "g", andel), effekt("B", "g", 3 * andel)],
        [ar(2026, bidrag), ar(2027, bidrag)],
        {"g": 100.0},
    )
    plan = solve_plan(problem_of(underlag, antal_ar=2, regel=TRAPPA))
    assert plan.status == "optimal" and plan.gap_andel is not None and plan.gap_andel < 1e-6
    assert plan.nytta == pytest.approx(0, abs=1e-3)
