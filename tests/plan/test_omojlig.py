"""Impossible plans in words: the demands named cannot hold together, none is idle, and the amount is the least."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fordelning.plan.krav import list_demands
from fordelning.plan.losning import solve_plan
from fordelning.plan.omojlig import explain_impossible, find_smallest_amount, is_possible, tell_missing
from fordelning.plan.problem import Problem, put
from tests.plan.provdata import TRAPPA, ar, effekt, insats, make_random_problem, make_underlag, problem_of


def test_a_possible_plan_has_nothing_to_explain() -> None:
    assert explain_impossible(make_random_problem(0)) is None


def test_a_solver_that_does_not_stand_by_its_own_simplifying_is_asked_without_it() -> None:
    p = make_random_problem(3, 3, insatser=8)
    p = replace(p, beslutad=np.ones_like(p.beslutad), bidrag_kr=p.bidrag_kr * 0.5)
    svar = explain_impossible(replace(p, hogst_antal=p.hogst_antal * 0.3, behov_antal=p.behov_antal * 30))
    assert svar is not None and svar.konflikter


def test_two_decided_insatser_that_the_money_does_not_cover() -> None:
    # A 100 + 5 · 10 = 150 tkr, B 200 tkr, C undecided: 350 of 300 tkr: either alone would do
    underlag = make_underlag(
        [
            insats("A", 100_000, minst=5, beslutad=True),
            insats("B", 200_000, beslutad=True),
            insats("C", 400_000),
        ],
        [effekt(kod, "g", 0.2) for kod in "ABC"],
        [ar(2026, 400_000, 100_000)],
        {"g": 50.0},
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None
    assert [krav.villkor for krav in svar.krav] == ["minst", "lagsta_kapital", "beslutad", "beslutad"]
    assert svar.fattas_kr == pytest.approx(50_000)
    text = str(svar)
    assert "Insats A är beslutad och kostar minst 150\u00a0000 kr" in text
    assert "Insats B är beslutad" in text and "Insats C" not in text
    assert "Det fattas 50\u00a0000 kr." in text


def test_the_words_of_a_demand_count_what_its_conflict_counts() -> None:
    # A 300 + 5 · 10 tkr a year, B 100: of 20 + 350 + 250 both years; the least number is not needed for the conflict
    underlag = make_underlag(
        [insats("A", 300_000, minst=5, beslutad=True), insats("B", 100_000, beslutad=True)],
        [effekt("A", "g", 0.2), effekt("B", "g", 0.2)],
        [ar(2026, 450_000, 70_000), ar(2027, 300_000, 50_000), ar(2028, 900_000)],
        {"g": 50.0},
        eget_kapital_kr=20_000,
    )
    svar = explain_impossible(problem_of(underlag, antal_ar=3))
    assert svar is not None
    (konflikt,) = svar.konflikter
    ord_ = {krav.villkor + krav.plats[-1]: krav.text.replace("\u00a0", " ") for krav in konflikt.krav}
    assert ord_["beslutadA"] == "Insats A är beslutad och kostar minst 600 000 kr 2026–2027, också utan deltagare"
    assert ord_["beslutadB"].endswith("kostar minst 200 000 kr 2026–2027, också utan deltagare")
    pengar = "med 20 000 kr vid ingången av 2026 och därefter 750 000 kr i bidrag och 120 000 kr i administration"
    assert ord_["lagsta_kapital7"] == f"eget kapital ska vara minst 0 kr vid utgången av 2027, {pengar}"
    assert sum(konflikt.fattas_per_ar_kr) == 600_000 + 200_000 - (20_000 + 750_000 - 120_000)
    assert svar.fattas_kr == 250_000
    assert "just de här kraven" in str(svar) and "För hela planen fattas" in str(svar)


def test_what_an_excess_takes_of_the_contributions_is_told_where_the_amount_counts_it() -> None:
    # 500 + 300 tkr is 740 over the level of 60 when 2026 ends: all 300 of 2027 are cut, and A costs 900 of 800
    underlag = make_underlag(
        [insats("A", 900_000, beslutad=True, fran_ar=2027, till_ar=2027)],
        [effekt("A", "g", 0.2)],
        [ar(2026, 300_000), ar(2027, 300_000)],
        {"g": 50.0},
        eget_kapital_kr=500_000,
    )
    svar = explain_impossible(problem_of(underlag, antal_ar=2, regel=TRAPPA))
    assert svar is not None and svar.fattas_per_ar_kr == (0, 100_000)
    text = str(svar).replace("\u00a0", " ")
    assert "600 000 kr i bidrag, 300 000 kr i avdrag för överskott och 0 kr i administration" in text


def test_where_no_demand_is_of_money_no_cost_is_told() -> None:
    underlag = make_underlag(
        [insats("A", minst=30, beslutad=True)], [effekt("A", "g", 0.2)], [ar(2026, 900_000)], {"g": 20.0}
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None and "Insats A är beslutad" in {krav.text for krav in svar.krav}


def test_money_does_not_help_where_there_are_too_few_people() -> None:
    underlag = make_underlag(
        [insats("A", minst=30, beslutad=True)], [effekt("A", "g", 0.2)], [ar(2026, 900_000)], {"g": 20.0}
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None and svar.fattas_kr is None
    assert {krav.villkor for krav in svar.krav} == {"minst", "behov", "beslutad"}
    assert "tar emot minst 30" in str(svar) and "bara 20 personer" in str(svar) and "hjälper inte" in str(svar)


def test_a_share_of_struktur_that_no_insats_can_fill() -> None:
    underlag = make_underlag(
        [insats("A", 100_000, beslutad=True)], [effekt("A", "g", 0.2)], [ar(2026, 9e5, s_minst=0.2)], {"g": 20.0}
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None and svar.fattas_kr is None
    assert [krav.villkor for krav in svar.krav] == ["struktur_minst", "beslutad"]
    assert "minst 20 % av insatskostnaden 2026" in str(svar)


def test_money_that_comes_too_late_is_asked_for_in_the_year_it_is_needed() -> None:
    underlag = make_underlag(
        [insats("A", 300_000, beslutad=True)],
        [effekt("A", "g", 0.2)],
        [ar(2026, 200_000), ar(2027, 900_000)],
        {"g": 20.0},
    )
    fattas = find_smallest_amount(problem_of(underlag, antal_ar=2, regel=TRAPPA))
    assert fattas is not None and fattas.tolist() == pytest.approx([100_000, 0])


def tighten(p: Problem) -> Problem:
    """Far too little money for what is decided."""
    return replace(p, bidrag_kr=p.bidrag_kr * 0.35, eget_kapital_kr=0.0, beslutad=put(p.beslutad, slice(0, 8), True))


@pytest.mark.parametrize("seed", [0, 1, *(pytest.param(seed, marks=pytest.mark.langsam) for seed in range(2, 8))])
def test_with_the_amount_there_is_a_plan_and_with_a_krona_less_there_is_none(seed: int) -> None:
    p = tighten(make_random_problem(seed))
    svar = explain_impossible(p)
    assert svar is not None and svar.krav
    if svar.fattas_kr is None:
        assert not is_possible(replace(p, tillskott_kr=np.full(3, 1e9)))
        return
    fattas = np.array(svar.fattas_per_ar_kr)
    assert solve_plan(replace(p, tillskott_kr=fattas + 0.01)).status == "optimal"
    assert solve_plan(replace(p, tillskott_kr=fattas)).status == "optimal"
    for t in np.flatnonzero(fattas > 0):
        assert not is_possible(replace(p, tillskott_kr=put(fattas, t, fattas[t] - 1)))
    for t in np.flatnonzero(fattas[:-1] > 100):
        senare = put(put(fattas, t, fattas[t] - 100), t + 1, fattas[t + 1] + 100)
        assert not is_possible(replace(p, tillskott_kr=senare))


def test_each_conflict_is_told_by_itself_with_its_own_sentence_on_money() -> None:
    # A wants 30 of 20 people: no money helps. B costs 300 tkr in 2026 with 200: 100 tkr helps there, and only there
    underlag = make_underlag(
        [insats("A", minst=30, per=0, beslutad=True, fran_ar=2027, till_ar=2027), insats("B", 300_000, beslutad=True)],
        [effekt("A", "g", 0.2), effekt("B", "h", 0.2)],
        [ar(2026, 200_000), ar(2027, 900_000)],
        {"g": 20.0, "h": 10.0},
    )
    p = problem_of(underlag, antal_ar=2)
    svar = explain_impossible(p)
    assert svar is not None and len(svar.konflikter) == 2 and svar.fattas_kr is None
    folk, pengar = sorted(svar.konflikter, key=lambda k: len(k.fattas_per_ar_kr))
    assert {k.villkor for k in folk.krav} == {"minst", "behov", "beslutad"} and folk.fattas_per_ar_kr == ()
    assert {k.villkor for k in pengar.krav} == {"lagsta_kapital", "beslutad"}
    assert pengar.fattas_per_ar_kr == (100_000, 0)
    assert [set(kvar) for kvar in folk.kvar] == [set(pengar.krav)] * 3
    assert [set(kvar) for kvar in pengar.kvar] == [set(folk.krav)] * 2
    rader = str(svar).splitlines()
    assert sum("Mer pengar hjälper inte" in rad for rad in rader) == 1
    assert "100\u00a0000 kr 2026. Samma pengar ett senare år räcker inte." in str(svar)


def test_with_one_conflict_any_demand_dropped_makes_a_plan_and_the_text_says_so_only_then() -> None:
    underlag = make_underlag(
        [insats("A", 300_000, beslutad=True)], [effekt("A", "g", 0.2)], [ar(2026, 200_000)], {"g": 20.0}
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None and svar.konflikter[0].kvar == ((), ())
    assert "Med det beloppet, eller utan ett av kraven, går planen ihop." in str(svar)


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.langsam)])
def test_what_remains_without_a_demand_is_a_conflict_and_what_is_solved_is_possible(seed: int) -> None:
    p = tighten(make_random_problem(seed, 2, insatser=8))
    svar = explain_impossible(p)
    assert svar is not None
    utan = dict(list_demands(p))
    for konflikt in svar.konflikter:
        for krav, kvar in zip(konflikt.krav, konflikt.kvar, strict=True):
            assert is_possible(utan[krav](p)) == (not kvar) and krav not in kvar


def test_where_no_amount_is_enough_the_conflict_that_no_money_solves_is_the_one_that_is_told() -> None:
    # A costs 300 tkr of 200, and has no struktur beside it: both conflicts hold A, and money solves only the first
    underlag = make_underlag(
        [insats("A", 300_000, beslutad=True)], [effekt("A", "g", 0.2)], [ar(2026, 200_000, s_minst=0.2)], {"g": 20.0}
    )
    svar = explain_impossible(problem_of(underlag))
    assert svar is not None and svar.fattas_kr is None
    (konflikt,) = svar.konflikter
    assert {k.villkor for k in konflikt.krav} == {"struktur_minst", "beslutad"} and konflikt.fattas_per_ar_kr == ()
    kvar = dict(zip((k.villkor for k in konflikt.krav), konflikt.kvar, strict=True))
    assert {k.villkor for k in kvar["struktur_minst"]} == {"lagsta_kapital", "beslutad"} and not kvar["beslutad"]
    assert "Mer pengar hjälper inte" in str(svar)


def test_after_the_last_year_there_is_no_later_year_to_speak_of() -> None:
    assert tell_missing((0.0, 5.0), (2026, 2027)) == "Det fattas 5 kr 2027."
    assert "senare" in tell_missing((5.0, 0.0), (2026, 2027))
