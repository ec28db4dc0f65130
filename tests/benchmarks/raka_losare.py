"""The same models without our house round them: straight in highspy, column by column and row by row."""

from __future__ import annotations

from typing import Any

import highspy
import numpy as np

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.problem import Problem, Tal


def solve_straight(p: Problem) -> float:
    """Nytta of the three stages (nytta, cost, preference) in highspy as it comes: one thread, and no gap allowed."""
    m = build(p)
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    h.setOptionValue("threads", 1)
    h.setOptionValue("mip_rel_gap", 0.0)
    add_model(h, m)
    nytta = _optimise(h, -m.nytta)
    _add_row(h, m.nytta, -nytta - 1e-6, np.inf)
    kostnad = _optimise(h, m.kostnad)
    _add_row(h, m.kostnad, -np.inf, kostnad + 1e-3)
    _optimise(h, np.where(m.program.heltal, m.preferens, 0.0))
    return -nytta


def add_model(h: Any, m: Modellbygge) -> None:
    """Every column and every row, one call each."""
    program = m.program
    for nedre, ovre in zip(program.nedre.tolist(), program.ovre.tolist(), strict=True):
        h.addVar(nedre, ovre)
    for i in np.flatnonzero(program.heltal).tolist():
        h.changeColIntegrality(i, highspy.HighsVarType.kInteger)
    for r, (minst, hogst) in enumerate(zip(program.minst.tolist(), program.hogst.tolist(), strict=True)):
        delar = slice(program.radstart[r], program.radstart[r + 1])
        h.addRow(minst, hogst, delar.stop - delar.start, program.radkolumn[delar], program.radvarde[delar])


def _add_row(h: Any, koefficienter: Tal, minst: float, hogst: float) -> None:
    index = np.flatnonzero(koefficienter)
    h.addRow(minst, hogst, len(index), index.astype(np.int32), koefficienter[index])


def _optimise(h: Any, mal: Tal) -> float:
    h.changeColsCost(len(mal), np.arange(len(mal), dtype=np.int32), mal)
    h.run()
    assert h.getModelStatus() == highspy.HighsModelStatus.kOptimal
    return float(h.getInfo().objective_function_value)
