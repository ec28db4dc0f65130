"""The same plan everywhere: either solver, any order of rows, any number of processes; and never a false optimum."""

from __future__ import annotations

import itertools
from dataclasses import replace
from typing import TypeVar

import numpy as np
import pytest

from fordelning.plan.alla import solve_all
from fordelning.plan.cbc import find_cbc
from fordelning.plan.kontroll import compute_kostnad, compute_nytta, find_violations
from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Beslut, Plan
from tests.plan.provdata import (
    STANDARD,
    TRAPPA,
    make_random_problem,
    make_random_underlag,
    make_tied_problem,
    problem_of,
)

T = TypeVar("T")
cbc = pytest.mark.skipif(find_cbc() is None, reason="CBC finns inte här: PuLP 4 har det inte med sig")


def assert_same(a: Plan, b: Plan) -> None:
    assert a.status == b.status == "optimal"
    assert a.rader == b.rader and a.kapital == b.kapital
    assert (a.nytta, a.kostnad_kr) == (b.nytta, b.kostnad_kr)


@cbc
@pytest.mark.parametrize("seed", range(12))
def test_highs_and_cbc_make_the_same_plan(seed: int) -> None:
    p = make_random_problem(seed)
    assert_same(solve_plan(p), solve_plan(p, "cbc"))


@cbc
@pytest.mark.parametrize("heltal", [False, True])
@pytest.mark.parametrize("seed", range(12))
def test_highs_and_cbc_choose_the_same_of_many_equally_good_plans(seed: int, heltal: bool) -> None:
    p = make_tied_problem(seed, heltal)
    assert_same(solve_plan(p), solve_plan(p, "cbc"))


@pytest.mark.parametrize("seed", range(5))
def test_the_order_of_rows_does_not_matter(seed: int) -> None:
    underlag = make_random_underlag(seed)
    r = np.random.default_rng(seed)
    blandat = replace(
        underlag,
        insatser=_shuffle(r, underlag.insatser),
        effekter=_shuffle(r, underlag.effekter),
        malgrupper=_shuffle(r, underlag.malgrupper),
        behov=_shuffle(r, underlag.behov),
        planering=_shuffle(r, underlag.planering),
    )
    assert_same(
        solve_plan(problem_of(underlag, STANDARD, 3, TRAPPA)), solve_plan(problem_of(blandat, STANDARD, 3, TRAPPA))
    )


def _shuffle(r: np.random.Generator, rader: tuple[T, ...]) -> tuple[T, ...]:
    return tuple(rader[i] for i in r.permutation(len(rader)))


def test_processes_and_runs_do_not_matter_and_every_förbund_is_reported() -> None:
    problem = [make_random_problem(seed) for seed in range(6)]
    klara: list[tuple[int, int, str]] = []
    en = solve_all(problem, processer=1, framsteg=lambda *steg: klara.append(steg))
    tva = solve_all(problem, processer=2)
    for a, b in zip(en, tva, strict=True):
        assert_same(a, b)
    assert klara == [(i + 1, 6, p.forbund_kod) for i, p in enumerate(problem)]


def list_all_plans(p: Problem) -> list[Beslut]:
    """Every plan of whole participants that breaks no rule."""
    par = [(j, t) for j, t in np.argwhere(p.kan_koras).tolist()]
    platser = [(j, g, t) for j, t in par for g in np.flatnonzero(p.tar_emot[j]).tolist()]
    planer = []
    for ja in itertools.product((False, True), repeat=len(par)):
        kors = np.zeros(p.kan_koras.shape, np.bool_)
        for (j, t), v in zip(par, ja, strict=True):
            kors[j, t] = v
        val = [range(int(min(p.hogst_antal[j], p.behov_antal[g])) + 1) if kors[j, t] else (0,) for j, g, t in platser]
        for antal in itertools.product(*val):
            x = np.zeros((*p.tar_emot.shape, len(p.budgetar)))
            for plats, deltar in zip(platser, antal, strict=True):
                x[plats] = deltar
            beslut = Beslut(kors, x)
            if not find_violations(p, beslut):
                planer.append(beslut)
    return planer


def make_tiny_problem(seed: int) -> Problem:
    """Two individinriktade insatser for one or two groups and a struktur insats, few participants, one or two years."""
    r = np.random.default_rng(seed)
    p = make_tied_problem(seed, heltal=True)
    antal_ar = 1 + seed % 2
    j, g, t = slice(0, 3), slice(0, 2 if antal_ar == 1 else 1), slice(0, antal_ar)
    struktur = np.array([False, False, True])
    return replace(
        p,
        insatser=p.insatser[j],
        insatsnamn=p.insatsnamn[j],
        malgrupper=p.malgrupper[g],
        malgruppsnamn=p.malgruppsnamn[g],
        budgetar=p.budgetar[t],
        behov_antal=r.integers(2, 5, p.behov_antal[g].shape).astype(float),
        vikt=np.round(r.uniform(0.5, 1.5, p.vikt[g].shape), 1),
        tar_emot=np.broadcast_to(~struktur[:, None], p.tar_emot[j, g].shape),
        effekt_andel=np.round(r.uniform(-0.1, 0.5, p.effekt_andel[j, g].shape), 2) * ~struktur[:, None],
        osakerhet=p.osakerhet[j, g] * 0,
        struktur=struktur,
        struktur_antal=p.struktur_antal[j, g] * 0,
        struktur_fri_antal=np.array([0.0, 0.0, 0.3]),
        fast_kr=r.integers(0, 3, 3).astype(np.float64) * 10_000,
        per_deltagare_kr=np.array([10_000.0, 15_000.0, 0.0]),
        minst_antal=np.array([1.0, 0.0, 0.0]),
        hogst_antal=np.array([3.0, 2.0, 0.0]),
        kan_koras=np.ones((3, antal_ar), np.bool_),
        ett_beslut=np.array([True, False, False]),
        beslutad=np.array([False, bool(seed % 3 == 0), False]),
        trappning=np.tile([1.0, 0.75][:antal_ar], (3, 1)),
        idag_antal=p.idag_antal[j],
        eget_kapital_kr=float(r.integers(0, 8) * 10_000),
        bidrag_kr=r.integers(2, 6, antal_ar).astype(np.float64) * 10_000,
        tillskott_kr=np.zeros(antal_ar),
        administration_kr=np.full(antal_ar, 5_000.0),
        lagsta_kapital_kr=np.zeros(antal_ar),
        struktur_minst_andel=np.zeros(antal_ar),
        struktur_hogst_andel=np.full(antal_ar, 0.5),
        rimlig_niva_kr=np.full(antal_ar, 10_000.0),
        avdrag_andel=1.0 if seed % 4 else 1.6,
    )


@pytest.mark.parametrize("seed", range(16))
def test_no_plan_of_all_that_exist_is_better(seed: int) -> None:
    p = make_tiny_problem(seed)
    plan = solve_plan(p)
    alla = list_all_plans(p)
    if not alla:
        assert plan.status == "omojlig"
        return
    nytta = np.array([compute_nytta(p, b) for b in alla])
    kostnad = np.array([compute_kostnad(p, b).sum() for b in alla])
    assert plan.nytta == pytest.approx(nytta.max(), abs=1e-9)
    assert plan.kostnad_kr == pytest.approx(kostnad[nytta > nytta.max() - 1e-9].min())


@pytest.mark.parametrize("losare", ["highs", pytest.param("cbc", marks=cbc)])
@pytest.mark.parametrize("tid_s", [0.001, 0.01, 0.03])
def test_a_time_limit_is_never_reported_as_optimal(losare: str, tid_s: float) -> None:
    for seed in range(4):
        p = make_random_problem(seed, insatser=24)
        bast = solve_plan(p)
        plan = solve_plan(p, losare, tid_s)  # type: ignore[arg-type]
        if plan.status == "optimal":
            assert_same(plan, bast)
            continue
        assert plan.status == "tidsgrans" and plan.forklaring
        if plan.beslut is None:
            assert plan.rader == () and plan.gap_andel is None
            continue
        assert find_violations(p, plan.beslut) == []
        assert plan.gap_andel is not None
        assert plan.nytta * (1 + plan.gap_andel) >= bast.nytta - 1e-6


def test_a_millisecond_is_told_as_a_time_limit() -> None:
    plan = solve_plan(make_random_problem(7, insatser=40), tid_s=0.001)
    assert plan.status == "tidsgrans" and "Tiden tog slut" in plan.forklaring


def test_an_impossible_problem_has_no_plan_and_no_numbers() -> None:
    p = make_random_problem(0)
    plan = solve_plan(replace(p, bidrag_kr=p.bidrag_kr * 0, eget_kapital_kr=0.0))
    assert plan.status == "omojlig" and plan.rader == () and plan.beslut is None and np.isnan(plan.nytta)


@pytest.mark.parametrize("seed", range(3))
def test_whole_participants_give_no_more_nytta_and_hardly_less_than_averages(seed: int) -> None:
    p = make_random_problem(seed, insatser=8)
    hela, fria = solve_plan(replace(p, heltal=True), tid_s=60), solve_plan(p)
    assert hela.status == "optimal" and hela.beslut is not None
    assert (hela.beslut.antal == np.round(hela.beslut.antal)).all()
    assert 0.97 * fria.nytta <= hela.nytta <= fria.nytta + 1e-6
