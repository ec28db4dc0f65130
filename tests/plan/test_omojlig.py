"""Impossible plans in words: the demands named cannot hold together, none is idle, and the amount is the least."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fordelning.plan.losning import solve_plan
from fordelning.plan.omojlig import explain_impossible, find_smallest_amount, is_possible
from fordelning.plan.problem import Problem, put
from tests.plan.provdata import TRAPPA, ar, effekt, insats, make_random_problem, make_underlag, problem_of


def test_a_possible_plan_has_nothing_to_explain() -> None:
    assert explain_impossible(make_random_problem(0)) is None


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


@pytest.mark.parametrize("seed", range(8))
def test_with_the_amount_there_is_a_plan_and_with_a_krona_less_there_is_none(seed: int) -> None:
    p = tighten(make_random_problem(seed))
    svar = explain_impossible(p)
    assert svar is not None and svar.krav
    if svar.fattas_kr is None:
        assert not is_possible(replace(p, tillskott_kr=np.full(3, 1e9)))
        return
    fattas = np.array(svar.fattas_per_ar_kr)
    assert solve_plan(replace(p, tillskott_kr=fattas + 0.01)).status == "optimal"
    for t in np.flatnonzero(fattas > 10):
        assert not is_possible(replace(p, tillskott_kr=put(fattas, t, fattas[t] - 10)))
