"""Which insatser the best plan runs, without its volumes: the plan's own three stages over the decisions alone."""

from __future__ import annotations

import numpy as np

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.fraga import make_trad
from fordelning.plan.grenar import Grenar
from fordelning.plan.losning import LIKA_KOSTNAD_TKR, LIKA_NYTTA, solve_plan
from fordelning.plan.problem import Mask, Problem, Tal
from fordelning.plan.trad import Trad


def find_running(p: Problem, fran: Grenar | None = None) -> Mask | None:
    """(J,) the insatser that run in some year of the best plan; None when there is no plan."""
    m = build(p)
    trad = make_trad(m, fran)
    beslut = _choose(m, trad)
    if trad.gave_up:
        plan = solve_plan(p).beslut
        return None if plan is None else np.asarray(plan.kors.any(axis=1))
    return None if beslut is None else _read_running(m, beslut)


def _choose(m: Modellbygge, trad: Trad) -> Tal | None:
    """Nytta, then cost, then preference; a stage that leaves one decision only is the last. Each stage looks only at
    the parts that may hold what the stage before left equal.
    """
    topp = trad.maximise(m.nytta)
    if topp.beslut is None or trad.gave_up:
        return None
    kors = np.array([slag == "kors" for slag, _, _ in m.nycklar])
    lagst = topp.mal - LIKA_NYTTA * max(1.0, abs(topp.mal))
    trad.keep_above(lagst)
    trad.add_row(m.nytta, lagst, np.inf)
    if trad.is_only(topp.beslut, kors):
        return topp.beslut
    billigast = trad.maximise(-m.kostnad)
    hogst = -billigast.mal + LIKA_KOSTNAD_TKR
    if trad.gave_up or billigast.beslut is None:
        return billigast.beslut
    trad.keep_above(-hogst)
    trad.add_row(m.kostnad, -np.inf, hogst)
    if trad.is_only(billigast.beslut, kors):
        return billigast.beslut
    return trad.maximise(np.where(m.program.heltal, -m.preferens, 0.0)).beslut


def _read_running(m: Modellbygge, beslut: Tal) -> Mask:
    kors = np.zeros(len(m.problem.insatser), np.bool_)
    for (slag, j, _), varde in zip(m.nycklar, beslut.tolist(), strict=True):
        kors[j] |= slag == "kors" and varde > 0.5
    return kors
