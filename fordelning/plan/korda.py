"""Which insatser the best plan runs, without its volumes: the plan's own three stages over the decisions alone."""

from __future__ import annotations

import numpy as np

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.losning import LIKA_KOSTNAD_TKR, LIKA_NYTTA, solve_plan
from fordelning.plan.problem import Mask, Problem, Tal
from fordelning.plan.sokare import Sokare


def find_running_and_learn(p: Problem, fran: Erfarenhet | None) -> tuple[Mask | None, Erfarenhet]:
    """(J,) the insatser that run in some year of the best plan, None when there is no plan; and what was learnt, where
    a question nearly the same begins.
    """
    m = build(p)
    sokare = Sokare(m, fran)
    topp = sokare.maximise(m.nytta)
    erfarenhet = sokare.make_erfarenhet()
    beslut = None if topp.beslut is None or sokare.gave_up else _choose(m, sokare, topp.mal, topp.beslut)
    if sokare.gave_up:
        plan = solve_plan(p).beslut
        return (None if plan is None else np.asarray(plan.kors.any(axis=1))), erfarenhet
    return (None if beslut is None else _read_running(m, beslut)), erfarenhet


def _choose(m: Modellbygge, sokare: Sokare, nytta: float, basta: Tal) -> Tal | None:
    """After the highest nytta, which `basta` has: cost, then preference. A stage that leaves one decision only is the
    last, and each looks only at the parts that may hold what the stage before left equal.
    """
    kors = np.array([slag == "kors" for slag, _, _ in m.nycklar])
    lagst = nytta - LIKA_NYTTA * max(1.0, abs(nytta))
    sokare.keep_above(lagst)
    sokare.add_row(m.nytta, lagst, np.inf)
    if sokare.is_only(basta, kors):
        return basta
    billigast = sokare.maximise(-m.kostnad)
    hogst = -billigast.mal + LIKA_KOSTNAD_TKR
    if sokare.gave_up or billigast.beslut is None:
        return billigast.beslut
    sokare.keep_above(-hogst)
    sokare.add_row(m.kostnad, -np.inf, hogst)
    if sokare.is_only(billigast.beslut, kors):
        return billigast.beslut
    return sokare.maximise(np.where(m.program.heltal, -m.preferens, 0.0)).beslut


def _read_running(m: Modellbygge, beslut: Tal) -> Mask:
    kors = np.zeros(len(m.problem.insatser), np.bool_)
    for (slag, j, _), varde in zip(m.nycklar, beslut.tolist(), strict=True):
        kors[j] |= slag == "kors" and varde > 0.5
    return kors
