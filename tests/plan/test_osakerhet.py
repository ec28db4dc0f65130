"""Uncertainty: seeded draws give the same answer every time, and the interval is that of the effects."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fordelning.plan.losning import solve_plan
from fordelning.plan.osakerhet import compute_osakerhet
from fordelning.plan.problem import Problem
from tests.plan.provdata import ar, effekt, insats, make_random_problem, make_underlag, problem_of


def make_two() -> Problem:
    """20 participants in the better of two insatser whose effects are as uncertain."""
    underlag = make_underlag(
        [insats("A"), insats("B")],
        [effekt("A", "g", 0.3, 0.05), effekt("B", "g", 0.25, 0.05)],
        [ar(2026, 200_000)],
        {"g": 100.0},
    )
    return problem_of(underlag)


def test_the_interval_is_that_of_a_normal_effect() -> None:
    # 20 · N(0.3, 0.05) = N(6, 1): 10–90 % is 6 ± 1.2816
    p = make_two()
    svar = compute_osakerhet(p, solve_plan(p), 4000, 1)
    assert svar is not None
    assert svar.nytta.vantat == pytest.approx(6, abs=0.05)
    assert (svar.nytta.p10, svar.nytta.p90) == pytest.approx((6 - 1.2816, 6 + 1.2816), abs=0.08)
    assert svar.kostnad_kr.p10 == svar.kostnad_kr.p90 == 200_000


def test_how_often_each_insats_is_best_follows_the_odds() -> None:
    # A is better when N(0.05, 0.05·√2) > 0: 76 % of the draws
    p = make_two()
    svar = compute_osakerhet(p, solve_plan(p), 400, 400)
    assert svar is not None and svar.omlosningar_antal == 400
    a, b = svar.andel_i_basta_plan
    assert a + b == pytest.approx(1) and a == pytest.approx(0.76, abs=0.05)


def test_the_same_seed_gives_the_same_answer_and_another_seed_another() -> None:
    p = make_random_problem(1)
    plan = solve_plan(p)
    assert compute_osakerhet(p, plan, 50, 3, fro=7) == compute_osakerhet(p, plan, 50, 3, fro=7)
    assert compute_osakerhet(p, plan, 50, 0, fro=7) != compute_osakerhet(p, plan, 50, 0, fro=8)


def test_costs_can_be_uncertain_too() -> None:
    p = make_two()
    svar = compute_osakerhet(p, solve_plan(p), 2000, 0, kostnad_osakerhet_andel=0.1)
    assert svar is not None
    # 200 tkr · N(1, 0.1)
    assert svar.kostnad_kr.p90 == pytest.approx(200_000 * (1 + 0.12816), rel=0.01)


def test_without_a_plan_there_is_nothing_to_draw() -> None:
    p = replace(make_two(), lagsta_kapital_kr=make_two().lagsta_kapital_kr + 1e9)
    assert compute_osakerhet(p, solve_plan(p)) is None
