"""HiGHS through highspy: the default solver."""

from __future__ import annotations

import functools
import os
import sys
from typing import Any

import highspy
import numpy as np
from numpy.typing import NDArray

from fordelning.fel import FordelningFel
from fordelning.plan.problem import Tal
from fordelning.plan.program import Program
from fordelning.plan.svar import TOLERANS, Status, Svar

_HIGHS_VAL: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": TOLERANS,
    "primal_feasibility_tolerance": TOLERANS,
    "dual_feasibility_tolerance": TOLERANS,
    "mip_feasibility_tolerance": TOLERANS,
    # A plan is solved in a few nodes: without these it takes less than half the time (tests/benchmarks measures it).
    "mip_allow_restart": False,
    "mip_detect_symmetry": False,
    "mip_heuristic_run_feasibility_jump": False,
}
_HIGHS_FOR_HELTAL = (
    "mip_allow_cut_separation_at_nodes",
    "mip_heuristic_run_rens",
    "mip_heuristic_run_rins",
    "mip_heuristic_run_root_reduced_cost",
)
"""Cuts and searches that are worth their time with whole participants, not where only yes and no are decided."""
_STORSTA_BROTT = 1e-6
"""What HiGHS calls optimal, also when asked afresh, may pass a row by this much (tkr, persons), no more."""


class HighsLosare:
    """HiGHS: the program is handed over once, as arrays, and kept between solves. One thread, fixed seed."""

    def __init__(self, program: Program) -> None:
        self._n = len(program.kolumnnamn)
        self._alla = np.arange(self._n, dtype=np.int32)
        self._forenkla = True
        self._program_heltal = program.heltal
        self._heltal = np.flatnonzero(program.heltal)
        _let_highs_greet()
        self._h = highspy.Highs()
        hela_tal = bool((program.heltal & (program.ovre - program.nedre > 1)).any())
        for val, varde in (_HIGHS_VAL | dict.fromkeys(_HIGHS_FOR_HELTAL, hela_tal)).items():
            self._check(self._h.setOptionValue(val, varde))
        self._check(self._h.passModel(*_list_model(program)))

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        self.add_rows(koefficienter[None], np.array([minst]), np.array([hogst]))

    def add_rows(self, koefficienter: Tal, minst: Tal, hogst: Tal) -> None:
        """More rows (K,); coefficients (K, n)."""
        rad, kolumn = np.nonzero(koefficienter)
        start = np.searchsorted(rad, np.arange(len(minst))).astype(np.int32)
        varden = koefficienter[rad, kolumn]
        self._check(self._h.addRows(len(minst), minst, hogst, len(varden), start, kolumn.astype(np.int32), varden))

    def find_ray(self) -> Tal | None:
        """After `omojlig`: a price per row by which the rows contradict each other; None without."""
        _, finns, stral = self._h.getDualRay()
        return self._tecken * np.array(stral) if finns and len(stral) else None

    def set_bounds(self, kolumner: Any, nedre: Tal, ovre: Tal) -> None:
        """New bounds for some columns."""
        index = np.asarray(kolumner, np.int32)
        self._check(
            self._h.changeColsBounds(len(index), index, np.asarray(nedre, np.float64), np.asarray(ovre, np.float64))
        )

    def set_row_bounds(self, rader: Any, minst: Tal, hogst: Tal) -> None:
        """New bounds for some rows."""
        index = np.asarray(rader, np.int32)
        self._check(
            self._h.changeRowsBounds(len(index), index, np.asarray(minst, np.float64), np.asarray(hogst, np.float64))
        )

    def set_coefficients(self, rader: Any, kolumner: Any, varden: Tal) -> None:
        """New coefficients at some rows and columns."""
        for rad, kolumn, varde in zip(rader.tolist(), kolumner.tolist(), varden.tolist(), strict=True):
            self._check(self._h.changeCoeff(rad, kolumn, varde))

    def set_objective(self, mal: Tal, maximera: bool) -> None:
        """What is optimised from here on."""
        self._mal, self._tecken = mal, -1.0 if maximera else 1.0
        self._check(self._h.changeColsCost(self._n, self._alla, self._tecken * mal))

    def keep_warm(self) -> None:
        """For many small changes: each solve begins where the last ended, without simplifying the program anew."""
        self._set_presolve(False)

    def rerun(self) -> Svar:
        """Optimise as things stand, from where the last answer ended.

        HiGHS may call a program impossible that its own simplifying has made so, or not stand by what that has led to:
        it is asked again without it.
        """
        lage, har_plan = self._run()
        if self._forenkla and lage in _FORENKLAT_FEL:
            self._set_presolve(False)
            lage, har_plan = self._run()
            self._set_presolve(True)
        if not _stands_by_it(lage, har_plan):
            lage, har_plan = self._run_afresh()
        return self._read(lage, har_plan)

    def _run(self) -> tuple[Any, bool]:
        """How it ended, and whether there is a plan that keeps to every row by HiGHS's own measure."""
        self._h.run()
        svar, plan = self._h.getInfoValue("primal_solution_status")
        return self._h.getModelStatus(), plan == _GENOMFORBAR and svar == highspy.HighsStatus.kOk

    def _run_afresh(self) -> tuple[Any, bool]:
        """Where the last answer leads the simplex astray: from nothing, with HiGHS's own simplifying, then its other
        simplex.
        """
        varm = not self._forenkla
        self._set_presolve(True)
        for strategi in (1, 4):
            self._check(self._h.setOptionValue("simplex_strategy", strategi))
            self._check(self._h.clearSolver())
            lage, har_plan = self._run()
            if _stands_by_it(lage, har_plan):
                break
        self._check(self._h.setOptionValue("simplex_strategy", 1))
        self._set_presolve(not varm)
        return lage, har_plan

    def _set_presolve(self, pa: bool) -> None:
        self._forenkla = pa
        self._check(self._h.setOptionValue("presolve", "choose" if pa else "off"))

    def relax(self) -> None:
        """Let go of integrality: from here on a linear program, with duals."""
        self._set_integrality(np.zeros(self._n, np.bool_))

    def restore(self) -> None:
        """Ask for whole numbers again, where the program does."""
        self._set_integrality(self._program_heltal)
        self._set_presolve(True)

    def _set_integrality(self, heltal: NDArray[np.bool_]) -> None:
        self._heltal = np.flatnonzero(heltal)
        self._check(self._h.changeColsIntegrality(self._n, self._alla, heltal.astype(np.uint8)))

    def solve(self, mal: Tal, maximera: bool, tid_s: float | None = None, start: Tal | None = None) -> Svar:
        self.set_objective(mal, maximera)
        self._h.setOptionValue("time_limit", highspy.kHighsInf if tid_s is None else max(tid_s, 0.0))
        if start is not None:
            losning = highspy.HighsSolution()
            losning.col_value = start.tolist()
            self._h.setSolution(losning)
        return self.rerun()

    def _read(self, lage: Any, har_plan: bool) -> Svar:
        status = _HIGHS_STATUS.get(lage)
        if status is None:
            raise FordelningFel(f"Lösaren HiGHS gav upp: {self._h.modelStatusToString(lage)}.")
        if status == "optimal" and not har_plan and self._h.getInfo().max_primal_infeasibility > _STORSTA_BROTT:
            raise FordelningFel("Lösaren HiGHS står inte för sitt svar.")
        if status in ("omojlig", "obegransad") or not (har_plan or status == "optimal"):
            return Svar(status)
        losning, tecken = self._h.getSolution(), self._tecken
        varden = _make_array(losning.col_value)
        if len(self._heltal):
            varden[self._heltal] = np.round(varden[self._heltal])
            return Svar(status, varden, float(self._mal @ varden), tecken * self._h.getInfo().mip_dual_bound)
        mal = float(self._mal @ varden)
        dualer = tecken * _make_array(losning.row_dual)
        reducerade = tecken * _make_array(losning.col_dual)
        return Svar(status, varden, mal, mal if status == "optimal" else np.nan, dualer, reducerade)

    @staticmethod
    def _check(svar: Any) -> None:
        if svar == highspy.HighsStatus.kError:
            raise FordelningFel("Lösaren HiGHS tog inte emot modellen.")


@functools.cache
def _let_highs_greet() -> None:
    """HiGHS greets on standard output the first time in a process, whatever its options say: let it greet no one."""
    if sys.stdout is not None:
        sys.stdout.flush()
    try:
        ut = os.dup(1)
    except OSError:  # a program without standard output
        return
    ingenstans = os.open(os.devnull, os.O_WRONLY)
    os.dup2(ingenstans, 1)
    try:
        highspy.Highs()
    finally:
        os.dup2(ut, 1)
        os.close(ut)
        os.close(ingenstans)


_FORENKLAT_FEL = (
    highspy.HighsModelStatus.kInfeasible,
    highspy.HighsModelStatus.kUnboundedOrInfeasible,
    highspy.HighsModelStatus.kSolveError,
)
_HIGHS_STATUS: dict[Any, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "omojlig",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "omojlig",
    highspy.HighsModelStatus.kUnbounded: "obegransad",
    highspy.HighsModelStatus.kTimeLimit: "tidsgrans",
}


_GENOMFORBAR = int(highspy.SolutionStatus.kSolutionStatusFeasible)


def _stands_by_it(lage: Any, har_plan: bool) -> bool:
    """Whether HiGHS has an answer, and a plan it calls optimal keeps to every row by HiGHS's own measure. A warm answer
    in some thousand does not, by a billionth: taken for no answer it would close a part of a search.
    """
    return lage in _HIGHS_STATUS and (har_plan or lage != highspy.HighsModelStatus.kOptimal)


def _make_array(tal: list[float]) -> Tal:
    return np.fromiter(tal, np.float64, len(tal))


def _list_model(p: Program) -> tuple[Any, ...]:
    """The arrays in the order that HiGHS takes them in, rows in compressed form; what is 1 in the last is whole."""
    antal = len(p.kolumnnamn), len(p.radnamn), len(p.radvarde)
    slag = int(highspy.MatrixFormat.kRowwise), int(highspy.ObjSense.kMinimize), 0.0
    granser = np.zeros(len(p.kolumnnamn)), p.nedre, p.ovre, p.minst, p.hogst
    return (*antal, *slag, *granser, p.radstart, p.radkolumn, p.radvarde, p.heltal.astype(np.int32))
