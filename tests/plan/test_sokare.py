"""Questions asked again: what one search has learnt gives every other question its true answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fordelning.plan.bruk import Bruk
from fordelning.plan.bygge import build
from fordelning.plan.delar import choose
from fordelning.plan.foljning import follow
from fordelning.plan.fraga import make_utgang
from fordelning.plan.highs import HighsLosare
from fordelning.plan.korda import find_running_and_learn
from fordelning.plan.losning import compute_best_nytta, solve_plan
from fordelning.plan.osakerhet import draw
from fordelning.plan.problem import Problem, put
from fordelning.plan.skuggpris import add_money
from fordelning.plan.sokare import Sokare
from fordelning.plan.symmetri import find_identical
from fordelning.plan.takrakning import Takrakning
from fordelning.plan.vridning import Vridning, vary
from tests.plan.provdata import ar, effekt, insats, make_random_problem, make_tied_problem, make_underlag, problem_of


def solve_anew(p: Problem) -> float:
    """The highest nytta by the solver's own search, in a program of its own."""
    m = build(p)
    svar = HighsLosare(m.program).solve(m.nytta, True)
    return -np.inf if svar.varden is None else svar.mal


@pytest.mark.parametrize("seed", range(4))
def test_another_question_has_the_answer_it_has_when_asked_alone(seed: int) -> None:
    p = make_random_problem(seed, insatser=10)
    utgang = make_utgang(p, solve_plan(p))
    assert utgang.nytta == pytest.approx(solve_anew(p), abs=1e-6)
    r = np.random.default_rng(seed)
    andra = [
        add_money(p, 1, 300_000),
        add_money(p, 0, -200_000),
        vary(p, 0, "kostnad_per_deltagare_kr", 500.0),
        vary(p, 1, "effekt_faktor", 3.0),
        replace(p, beslutad=put(p.beslutad, 2, True)),
        replace(p, tillskott_kr=np.full(3, -1e9)),
        draw(p, r, 0.1),
    ]
    for annat in andra:
        assert compute_best_nytta(annat, fran=utgang.erfarenhet) == pytest.approx(solve_anew(annat), abs=1e-6)


def test_decisions_that_are_whole_only_within_the_solvers_tolerance_are_not_the_last_of_their_part() -> None:
    p = make_random_problem(3, 1, insatser=8)
    p = replace(p, struktur_minst_andel=np.full(1, 0.25), struktur_hogst_andel=np.full(1, 0.6))
    dyr = vary(p, 1, "fast_kostnad_kr", 18_139_324.00342609)
    assert compute_best_nytta(dyr, 1) == pytest.approx(solve_anew(dyr), abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_no_plan_in_a_part_is_above_the_parts_bound_whatever_the_prices(seed: int) -> None:
    p, r = make_random_problem(seed, insatser=5), np.random.default_rng(seed)
    m = build(p)
    heltal, antal = np.flatnonzero(m.program.heltal), len(m.program.radnamn)
    nedre = np.where(r.random((6, len(heltal))) < 0.15, 1.0, 0.0)
    ovre = np.maximum(nedre, np.where(r.random(nedre.shape) < 0.8, 1.0, 0.0))
    priser = r.normal(0.0, 1.0, (6, antal)) * (r.random((6, antal)) < 0.3)
    basta = Takrakning(m).value(m.nytta, priser).bound(choose(nedre, ovre)).min(axis=1)
    for lo, hi, tak in zip(nedre, ovre, basta, strict=True):
        lp = HighsLosare(m.program)
        lp.set_bounds(heltal, lo, hi)
        svar = lp.solve(m.nytta, True)
        assert svar.varden is None or svar.mal <= tak + 1e-6


@pytest.mark.parametrize("seed", range(4))
def test_the_prices_of_a_linear_program_bound_it_as_low_as_its_own_answer(seed: int) -> None:
    p = make_random_problem(seed, insatser=8)
    m = build(p)
    bruk = Bruk(m)
    bruk.set_objective(m.nytta)
    nedre, ovre = bruk.granser
    svar = bruk.solve(nedre, ovre)
    assert svar.dualer is not None
    tak = bruk.rakning.value(m.nytta, svar.dualer[None]).bound(choose(nedre[None], ovre[None]))
    assert tak[0, 0] == pytest.approx(svar.mal, abs=1e-6)


@pytest.mark.parametrize("seed", range(4))
def test_cuts_leave_every_whole_decision_as_it_is_whatever_the_figures(seed: int) -> None:
    p, r = make_random_problem(seed, insatser=8), np.random.default_rng(seed)
    snitt = make_utgang(p, solve_plan(p)).erfarenhet.snitt
    for annat in (p, add_money(p, 1, 200_000), vary(p, 0, "fast_kostnad_kr", 50_000.0), draw(p, r, 0.3)):
        m = build(annat)
        med, utan = Bruk(m), Bruk(m)
        med.snittrader.add(snitt)
        for bruk in (med, utan):
            bruk.set_objective(m.nytta)
        for beslut in (r.random((30, len(med.heltal))) < 0.3).astype(float):
            assert med.value_of(beslut) == pytest.approx(utan.value_of(beslut), abs=1e-6)


def test_cuts_bring_the_linear_program_nearer_the_plan_and_never_below_it() -> None:
    fore, efter = 0.0, 0.0
    for seed in range(5):
        p = make_random_problem(seed, insatser=10)
        m = build(p)
        bruk, basta = Bruk(m), solve_anew(p)
        bruk.set_objective(m.nytta)
        svar = bruk.solve(*bruk.granser)
        fore += svar.mal - basta
        while svar.varden is not None and bruk.snittrader.find(svar.varden):
            svar = bruk.solve(*bruk.granser)
        assert svar.mal >= basta - 1e-6
        efter += svar.mal - basta
    assert efter < 0.7 * fore


@pytest.mark.parametrize("seed", range(6))
def test_the_insatser_that_run_are_those_of_the_whole_plan_also_where_plans_tie(seed: int) -> None:
    for p in (make_random_problem(seed, 2, insatser=8), make_tied_problem(seed)):
        plan = solve_plan(p)
        kors, _ = find_running_and_learn(p, make_utgang(p, plan).erfarenhet)
        if plan.beslut is None:
            assert kors is None
        else:
            assert kors is not None and kors.tolist() == plan.beslut.kors.any(axis=1).tolist()


@pytest.mark.parametrize("storhet", ["kostnad_per_deltagare_kr", "fast_kostnad_kr", "effekt_faktor"])
def test_a_figure_turned_in_the_program_is_the_program_with_that_figure(storhet: str) -> None:
    p = make_random_problem(3, insatser=6)
    nu = {"kostnad_per_deltagare_kr": p.per_deltagare_kr[0], "fast_kostnad_kr": p.fast_kr[0]}.get(storhet, 1.0)
    m = build(p, 0)
    sokare = Sokare(m)
    vrid = Vridning(m, sokare, 0, storhet, float(nu))  # type: ignore[arg-type]
    for varde in (0.4 * nu, 2.5 * nu, nu):
        vantat = compute_best_nytta(vary(p, 0, storhet, float(varde)), 0)  # type: ignore[arg-type]
        assert sokare.maximise(vrid.turn(float(varde))).mal == pytest.approx(vantat, abs=1e-6)


def make_alike(antal: int, antal_ar: int = 3) -> Problem:
    """So many insatser that nothing but their codes can tell apart, and money for a few of them."""
    koder = [f"I{i}" for i in range(antal)]
    underlag = make_underlag(
        [insats(kod, 150_000, 9_000, 10, 40) for kod in koder],
        [effekt(kod, grupp, andel) for kod in koder for grupp, andel in (("g1", 0.3), ("g2", 0.2))],
        [ar(2026 + t, 1_400_000) for t in range(antal_ar)],
        {"g1": 120.0, "g2": 300.0},
    )
    return problem_of(underlag, antal_ar=antal_ar)


def test_of_insatser_that_are_alike_the_earlier_codes_run() -> None:
    p = make_alike(8)
    assert find_identical(p) == [list(range(8))]
    kors = solve_plan(p).beslut
    assert kors is not None
    for t in range(3):
        assert kors.kors[:, t].tolist() == sorted(kors.kors[:, t].tolist(), reverse=True)


def test_an_insats_that_differs_in_any_figure_is_not_alike() -> None:
    p = make_alike(3)
    assert find_identical(vary(p, 1, "fast_kostnad_kr", 150_001.0)) == [[0, 2]]
    assert find_identical(vary(p, 1, "effekt_faktor", 1.1)) == [[0, 2]]


def test_each_of_insatser_that_are_alike_has_its_own_break_even() -> None:
    p = make_alike(4, 1)
    for j in range(4):
        assert compute_best_nytta(p, j) == pytest.approx(solve_anew(p), abs=1e-6)


@pytest.mark.parametrize("rot", [0.1, 3.0, 9.99])
def test_two_figures_close_around_the_root(rot: float) -> None:
    slut = follow(lambda x: (rot**3 - x**3, -3 * x**2), 0.0, 10.0, 1e-3)
    assert slut is not None
    inne, ute = slut
    assert inne <= rot <= ute and ute - inne <= 1e-3


def test_no_two_figures_are_told_where_the_gain_lasts_to_the_end() -> None:
    assert follow(lambda x: (11.0 - x, -1.0), 0.0, 10.0, 1e-3) is None
    assert follow(lambda x: (11.0 - x, np.nan), 0.0, 10.0, 1e-3) is None


@pytest.mark.parametrize("rot", [2.0, 70.0])
def test_a_gain_that_ends_in_a_leap_without_slope_is_followed_to_the_leap(rot: float) -> None:
    slut = follow(lambda x: (1.0 if x < rot else -np.inf, np.nan), 1.0, 100.0, 1e-3)
    assert slut is not None
    assert slut[0] < rot <= slut[1] <= slut[0] + 1e-3


def test_what_a_search_has_learnt_serves_programs_with_other_decisions_and_rows() -> None:
    p = make_random_problem(2, 2, insatser=6)
    erfarenhet = make_utgang(p, solve_plan(p)).erfarenhet
    for annat in (
        replace(p, bidrag_kr=p.bidrag_kr * 3),
        replace(p, rimlig_niva_kr=p.rimlig_niva_kr * 0),
        replace(p, kan_koras=put(p.kan_koras, 1, False)),
        replace(p, kan_koras=p.kan_koras | True),
    ):
        assert compute_best_nytta(annat, fran=erfarenhet) == pytest.approx(solve_anew(annat), abs=1e-6)
