"""The one place that talks to solvers: HiGHS (handed whole arrays) and, where present, CBC (through PuLP 3 or 4).

One convention for all of them: `dualer` is what the objective changes by when a row's bound rises by one unit, whether it is
maximised or minimised, and `reducerade` is the same for a column's bound.
"""

from __future__ import annotations

import functools
import shutil
import tempfile
import time
from dataclasses import dataclass
from typing import Any, Literal, Protocol

import highspy
import numpy as np
import pulp

from fordelning.fel import FordelningFel
from fordelning.plan.problem import Tal
from fordelning.plan.program import Program

Losarnamn = Literal["highs", "cbc"]
Status = Literal["optimal", "tidsgrans", "omojlig", "obegransad"]

_TOLERANS = 1e-9
"""Feasibility and integrality, in tkr and persons: a millionth of a krona."""
_HELTALSAVVIKELSE = 1e-5
"""How far from whole CBC's few digits may leave a whole number."""


@dataclass(frozen=True, slots=True, eq=False)
class Svar:
    """What a solver says. `varden` (n,) only where it has a solution; `grans` is the bound it has proved for the objective."""

    status: Status
    varden: Tal | None = None
    mal: float = np.nan
    grans: float = np.nan
    dualer: Tal | None = None
    reducerade: Tal | None = None


class Losare(Protocol):
    """A program in a solver's hands; it can be solved several times with new objectives, rows and bounds."""

    def solve(self, mal: Tal, maximera: bool, tid_s: float | None = None, start: Tal | None = None) -> Svar:
        """Optimise. A time limit is `tidsgrans`, never `optimal`. Raises FordelningFel when the solver breaks down."""
        ...

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row; coefficients for all n columns."""
        ...


def make_losare(program: Program, namn: Losarnamn = "highs") -> Losare:
    """The program in the named solver. Raises FordelningFel when CBC is asked for and is not here."""
    return HighsLosare(program) if namn == "highs" else CbcLosare(program)


def has_cbc() -> bool:
    """Whether CBC can be run: bundled with PuLP 3, or a program `cbc` of the system."""
    return _find_cbc() is not None


_HIGHS_VAL: dict[str, Any] = {
    "output_flag": False,
    "threads": 1,
    "random_seed": 0,
    "mip_rel_gap": 0.0,
    "mip_abs_gap": _TOLERANS,
    "primal_feasibility_tolerance": _TOLERANS,
    "dual_feasibility_tolerance": _TOLERANS,
    "mip_feasibility_tolerance": _TOLERANS,
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


class HighsLosare:
    """HiGHS through highspy: the program is handed over once as arrays and kept between solves. One thread, fixed seed."""

    def __init__(self, program: Program) -> None:
        self._n = len(program.kolumnnamn)
        self._heltal = program.heltal
        self._h = highspy.Highs()
        hela_tal = bool((program.heltal & (program.ovre - program.nedre > 1)).any())
        for val, varde in (_HIGHS_VAL | dict.fromkeys(_HIGHS_FOR_HELTAL, hela_tal)).items():
            self._check(self._h.setOptionValue(val, varde))
        self._check(self._h.passModel(_make_highs_lp(program)))

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        index = np.flatnonzero(koefficienter)
        self._check(self._h.addRow(minst, hogst, len(index), index.astype(np.int32), koefficienter[index]))

    def set_bounds(self, kolumner: Any, nedre: Tal, ovre: Tal) -> None:
        """New bounds for some columns."""
        index = np.asarray(kolumner, np.int32)
        self._check(self._h.changeColsBounds(len(index), index, np.asarray(nedre, np.float64), np.asarray(ovre, np.float64)))

    def set_row_bounds(self, rader: Any, minst: Tal, hogst: Tal) -> None:
        """New bounds for some rows."""
        index = np.asarray(rader, np.int32)
        self._check(self._h.changeRowsBounds(len(index), index, np.asarray(minst, np.float64), np.asarray(hogst, np.float64)))

    def relax(self) -> None:
        """Let go of integrality: from here on a linear program, with duals."""
        self._heltal = np.zeros(self._n, np.bool_)
        alla = np.arange(self._n, dtype=np.int32)
        kontinuerlig = np.full(self._n, int(highspy.HighsVarType.kContinuous), np.uint8)
        self._check(self._h.changeColsIntegrality(self._n, alla, kontinuerlig))

    def solve(self, mal: Tal, maximera: bool, tid_s: float | None = None, start: Tal | None = None) -> Svar:
        tecken = -1.0 if maximera else 1.0
        alla = np.arange(self._n, dtype=np.int32)
        self._check(self._h.changeColsCost(self._n, alla, tecken * mal))
        self._h.setOptionValue("time_limit", highspy.kHighsInf if tid_s is None else max(tid_s, 0.0))
        if start is not None:
            losning = highspy.HighsSolution()
            losning.col_value = start.tolist()
            self._h.setSolution(losning)
        self._check(self._h.run())
        return self._read(mal, tecken)

    def _read(self, mal: Tal, tecken: float) -> Svar:
        lage = self._h.getModelStatus()
        status = _HIGHS_STATUS.get(lage)
        if status is None:
            raise FordelningFel(f"Lösaren HiGHS gav upp: {self._h.modelStatusToString(lage)}.")
        info = self._h.getInfo()
        if status in ("omojlig", "obegransad") or info.primal_solution_status != highspy.SolutionStatus.kSolutionStatusFeasible:
            return Svar(status)
        losning = self._h.getSolution()
        varden = np.array(losning.col_value)
        if self._heltal.any():
            varden[self._heltal] = np.round(varden[self._heltal])
            return Svar(status, varden, float(mal @ varden), tecken * info.mip_dual_bound)
        grans = float(mal @ varden) if status == "optimal" else np.nan
        return Svar(
            status, varden, float(mal @ varden), grans, tecken * np.array(losning.row_dual), tecken * np.array(losning.col_dual)
        )

    @staticmethod
    def _check(svar: Any) -> None:
        if svar == highspy.HighsStatus.kError:
            raise FordelningFel("Lösaren HiGHS tog inte emot modellen.")


_HIGHS_STATUS: dict[Any, Status] = {
    highspy.HighsModelStatus.kOptimal: "optimal",
    highspy.HighsModelStatus.kInfeasible: "omojlig",
    highspy.HighsModelStatus.kUnboundedOrInfeasible: "omojlig",
    highspy.HighsModelStatus.kUnbounded: "obegransad",
    highspy.HighsModelStatus.kTimeLimit: "tidsgrans",
}


def _make_highs_lp(program: Program) -> highspy.HighsLp:
    """The arrays as HiGHS wants them, rows in compressed form."""
    lp = highspy.HighsLp()
    lp.num_col_, lp.num_row_ = len(program.kolumnnamn), len(program.radnamn)
    lp.col_cost_ = np.zeros(lp.num_col_)
    lp.col_lower_, lp.col_upper_ = program.nedre, program.ovre
    lp.row_lower_, lp.row_upper_ = program.minst, program.hogst
    lp.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    lp.a_matrix_.start_, lp.a_matrix_.index_, lp.a_matrix_.value_ = program.radstart, program.radkolumn, program.radvarde
    typer = (highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger)
    if program.heltal.any():
        lp.integrality_ = [typer[h] for h in program.heltal.tolist()]
    return lp


class CbcLosare:
    """CBC through PuLP, minimising always, so that no version's sign for maximisation matters. It has no memory between solves.

    CBC gives numbers with few digits and no bound: what it decides is trusted after the plan's own check, not its decimals.
    """

    def __init__(self, program: Program) -> None:
        if _find_cbc() is None:
            raise FordelningFel("Lösaren CBC finns inte här. Installera programmet cbc, eller använd HiGHS.")
        self._program = program
        self._fler_rader: list[tuple[Tal, float, float]] = []

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        self._fler_rader.append((koefficienter, minst, hogst))

    def solve(self, mal: Tal, maximera: bool, tid_s: float | None = None, start: Tal | None = None) -> Svar:
        tecken = -1.0 if maximera else 1.0
        prob, kolumner = self._make_pulp(tecken * mal)
        status = _solve_with_cbc(prob, tid_s)
        varden = [kolumn.varValue for kolumn in kolumner]
        if status in ("omojlig", "obegransad") or None in varden:
            return Svar(status)
        x = np.array(varden, np.float64)
        heltal = self._program.heltal
        if np.abs(x[heltal] - np.round(x[heltal])).max(initial=0.0) > _HELTALSAVVIKELSE:
            return Svar("tidsgrans")  # stopped in the relaxation: PuLP 4 hands its numbers over as a solution
        x[heltal] = np.round(x[heltal])
        uppnatt = float(mal @ x)
        grans = uppnatt if status == "optimal" else np.nan
        if heltal.any():
            return Svar(status, x, uppnatt, grans)
        dualer = np.array([sum(prob.get_constraint_by_name(n).pi for n in namn) for namn in self._row_names()])
        return Svar(status, x, uppnatt, grans, tecken * dualer, tecken * np.array([kolumn.dj for kolumn in kolumner]))

    def _rows(self) -> list[tuple[list[int], list[float], float, float]]:
        """Every row as columns, coefficients and bounds: the program's, then those added."""
        p = self._program
        delar = [slice(a, b) for a, b in zip(p.radstart[:-1], p.radstart[1:], strict=True)]
        rader = [(p.radkolumn[d].tolist(), p.radvarde[d].tolist(), lo, hi) for d, lo, hi in zip(delar, p.minst, p.hogst, strict=True)]
        for koefficienter, minst, hogst in self._fler_rader:
            index = np.flatnonzero(koefficienter)
            rader.append((index.tolist(), koefficienter[index].tolist(), minst, hogst))
        return rader

    def _row_names(self) -> list[list[str]]:
        """The PuLP constraints of each row: two where both bounds differ, as PuLP has no ranges."""
        return [
            [f"r{i}"] if lo == hi else [f"r{i}{sida}" for sida, v in (("h", hi), ("l", lo)) if np.isfinite(v)]
            for i, (_, _, lo, hi) in enumerate(self._rows())
        ]

    def _make_pulp(self, mal: Tal) -> tuple[Any, list[Any]]:
        """The program as a PuLP problem, with only what PuLP 3 and 4 have in common."""
        p = self._program
        prob: Any = pulp.LpProblem("plan", pulp.LpMinimize)
        granser = zip(p.nedre, p.ovre, strict=True)
        kolumner = [
            prob.add_variable(
                namn,
                float(lo) if np.isfinite(lo) else None,
                float(hi) if np.isfinite(hi) else None,
                "Integer" if heltal else "Continuous",
            )
            for namn, (lo, hi), heltal in zip(p.kolumnnamn, granser, p.heltal, strict=True)
        ]
        prob.setObjective(_make_sum(kolumner, np.flatnonzero(mal).tolist(), mal[np.flatnonzero(mal)].tolist()))
        for i, (index, varden, lo, hi) in enumerate(self._rows()):
            uttryck = _make_sum(kolumner, index, varden)
            if lo == hi:
                prob.addConstraint(uttryck == float(lo), f"r{i}")
                continue
            if np.isfinite(hi):
                prob.addConstraint(uttryck <= float(hi), f"r{i}h")
            if np.isfinite(lo):
                prob.addConstraint(uttryck >= float(lo), f"r{i}l")
        return prob, kolumner


def _make_sum(kolumner: list[Any], index: list[int], varden: list[float]) -> Any:
    """Σ coefficient · column, term by term: far cheaper than a sum over products."""
    uttryck: Any = pulp.lpSum([])
    for i, v in zip(index, varden, strict=True):
        uttryck.addterm(kolumner[i], v)
    return uttryck


def _solve_with_cbc(prob: Any, tid_s: float | None) -> Status:
    """Run CBC, and say what it says: PuLP 3 calls a time limit with a solution optimal, and only `sol_status` tells."""
    losare: Any = _find_cbc()
    if " " in tempfile.gettempdir():
        raise FordelningFel("Lösaren CBC klarar inte mellanslag i sökvägen till tillfälliga filer. Använd HiGHS.")
    start = time.monotonic()
    try:
        svar = prob.solve(losare(msg=False, timeLimit=tid_s, gapRel=0.0, gapAbs=_TOLERANS, options=_CBC_VAL))
    except pulp.PulpSolverError as fel:
        raise FordelningFel("Lösaren CBC gav upp.") from fel
    if isinstance(svar, int):
        lage, har_losning = svar, prob.sol_status in (pulp.constants.LpSolutionOptimal, pulp.constants.LpSolutionIntegerFeasible)
        klar = prob.sol_status == pulp.constants.LpSolutionOptimal
    else:
        lage, har_losning = int(svar.status), svar.has_solution
        klar = lage == 1
    if lage == -1:  # stopped by the clock, CBC may call a model impossible that it has not finished
        return "omojlig" if tid_s is None or time.monotonic() - start < tid_s else "tidsgrans"
    if lage == -2:
        return "obegransad"
    if not har_losning:
        for kolumn in prob.variables():
            kolumn.varValue = None
    return "optimal" if klar and har_losning else "tidsgrans"


_CBC_VAL = ["primalTolerance 1e-9", "dualTolerance 1e-9", "integerTolerance 1e-9"]


def _find_cbc() -> Any:
    """How PuLP runs CBC here: the one bundled with PuLP 3, or the system's; None when there is none."""
    medfoljer = getattr(pulp, "PULP_CBC_CMD", None)
    if medfoljer is not None and medfoljer(msg=False).available():
        return medfoljer
    program = shutil.which("cbc")
    return None if program is None else functools.partial(pulp.COIN_CMD, path=program)
