"""A second opinion that is not ours: SCIP proves the same nytta for every förbund of the example.

HiGHS as it comes, which may stop a ten-thousandth below, takes longer than both and is asked of a few.
"""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np
import pytest

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem
from tests.benchmarks.raka_losare import add_model
from tests.benchmarks.test_plan_speed import make_example_problems

PROBLEM = make_example_problems()
DELAR = 4
"""So many tests, for several workers."""


def solve_in_scip(m: Modellbygge) -> float:
    """The highest nytta that SCIP finds and proves, with the settings it has for problems that are small."""
    scip = pytest.importorskip("pyscipopt", reason="SCIP har inget färdigt paket här")
    modell = scip.Model()
    modell.hideOutput()
    for installning in (modell.setPresolve, modell.setSeparating, modell.setHeuristics):
        installning(scip.SCIP_PARAMSETTING.FAST)
    p = m.program
    kolumner = [
        modell.addVar(namn, "B" if heltal else "C", _bound(lo), _bound(hi))
        for namn, lo, hi, heltal in zip(p.kolumnnamn, p.nedre, p.ovre, p.heltal, strict=True)
    ]
    for r, (minst, hogst) in enumerate(zip(p.minst.tolist(), p.hogst.tolist(), strict=True)):
        delar = slice(p.radstart[r], p.radstart[r + 1])
        termer = zip(p.radkolumn[delar].tolist(), p.radvarde[delar].tolist(), strict=True)
        uttryck = scip.quicksum(v * kolumner[i] for i, v in termer)
        if np.isfinite(minst):
            modell.addCons(uttryck >= minst)
        if np.isfinite(hogst):
            modell.addCons(uttryck <= hogst)
    modell.setObjective(scip.quicksum(float(m.nytta[i]) * kolumner[i] for i in np.flatnonzero(m.nytta)), "maximize")
    modell.optimize()
    assert modell.getStatus() == "optimal"
    return float(modell.getObjVal())


def _bound(grans: float) -> float | None:
    return float(grans) if np.isfinite(grans) else None


def solve_in_highs_as_it_comes(m: Modellbygge) -> float:
    """The nytta that HiGHS stops at with every option as it comes: within a ten-thousandth of the highest."""
    h: Any = highspy.Highs()
    h.setOptionValue("output_flag", False)
    add_model(h, m)
    h.changeColsCost(len(m.nytta), np.arange(len(m.nytta), dtype=np.int32), -m.nytta)
    h.run()
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return -float(h.getInfo().objective_function_value)


@pytest.mark.parametrize("fran", range(DELAR))
def test_every_förbund_has_the_same_nytta_in_scip(fran: int) -> None:
    for p in PROBLEM[fran::DELAR]:
        assert solve_in_scip(build(p)) == pytest.approx(solve_plan(p).nytta, rel=1e-6, abs=1e-6), p.forbund_kod


@pytest.mark.parametrize("p", PROBLEM[5::30], ids=lambda p: p.forbund_kod)
def test_highs_as_it_comes_finds_no_more_and_hardly_less(p: Problem) -> None:
    nytta = solve_plan(p).nytta
    annan = solve_in_highs_as_it_comes(build(p))
    assert nytta * (1 - 1e-4) - 1e-6 <= annan <= nytta * (1 + 1e-6) + 1e-6
