"""CBC through PuLP 3 or 4, where it is present."""

from __future__ import annotations

import math
import os
import shutil
import tempfile
import time
from typing import Any

import numpy as np
import pulp

from fordelning.fel import FordelningFel
from fordelning.plan.problem import Tal
from fordelning.plan.program import Program
from fordelning.plan.svar import TOLERANS, Status, Svar

_HELTALSAVVIKELSE = 1e-5
"""How far from whole CBC's few digits may leave a whole number."""


class CbcLosare:
    """CBC through PuLP, minimising always, so that no version's sign for maximisation matters. It has no memory
    between solves.

    CBC gives numbers with few digits and no bound: what it decides is trusted after the plan's own check, not its
    decimals.
    """

    def __init__(self, program: Program) -> None:
        if find_cbc() is None:
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
        dualer = np.array([math.fsum(prob.get_constraint_by_name(n).pi for n in namn) for namn in self._row_names()])
        return Svar(status, x, uppnatt, grans, tecken * dualer, tecken * np.array([kolumn.dj for kolumn in kolumner]))

    def _rows(self) -> list[tuple[list[int], list[float], float, float]]:
        """Every row as columns, coefficients and bounds: the program's, then those added."""
        p = self._program
        delar = [slice(a, b) for a, b in zip(p.radstart[:-1], p.radstart[1:], strict=True)]
        rader = [
            (p.radkolumn[d].tolist(), p.radvarde[d].tolist(), lo, hi)
            for d, lo, hi in zip(delar, p.minst, p.hogst, strict=True)
        ]
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
    if " " in tempfile.gettempdir():
        raise FordelningFel("Lösaren CBC klarar inte mellanslag i sökvägen till tillfälliga filer. Använd HiGHS.")
    start = time.monotonic()
    try:
        svar = prob.solve(
            pulp.COIN_CMD(path=find_cbc(), msg=False, timeLimit=tid_s, gapRel=0.0, gapAbs=TOLERANS, options=_CBC_VAL)
        )
    except pulp.PulpSolverError as fel:
        raise FordelningFel("Lösaren CBC gav upp.") from fel
    if isinstance(svar, int):
        lage, har_losning = (
            svar,
            prob.sol_status in (pulp.constants.LpSolutionOptimal, pulp.constants.LpSolutionIntegerFeasible),
        )
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


def find_cbc() -> str | None:
    """Where CBC is: bundled with PuLP 3, or the system's program `cbc`; None when there is none."""
    medfoljer = getattr(getattr(pulp, "PULP_CBC_CMD", None), "pulp_cbc_path", None)
    return medfoljer if medfoljer and os.access(medfoljer, os.X_OK) else shutil.which("cbc")
