"""Where the questions about a solved plan begin: the highest nytta there is, and what proving it has taught."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.resultat import Plan
from fordelning.plan.sokare import Sokare


@dataclass(frozen=True, slots=True, eq=False)
class Utgang:
    """The problem's highest nytta, exactly, and what other searches can begin from."""

    nytta: float
    erfarenhet: Erfarenhet


def make_utgang(p: Problem, plan: Plan | None = None) -> Utgang:
    """Prove the highest nytta once more, from the plan where there is one; -inf where no plan is possible."""
    m = build(p)
    sokare = Sokare(m)
    if plan is not None and plan.beslut is not None and not p.heltal:
        sokare.remember(_read_decisions(m, plan))
    return Utgang(sokare.maximise(m.nytta).mal, sokare.make_erfarenhet())


def _read_decisions(m: Modellbygge, plan: Plan) -> Tal:
    """The plan's yes-and-no columns."""
    assert plan.beslut is not None
    svar = []
    for slag, j, t in m.nycklar:
        if slag == "kors":
            svar.append(bool(plan.beslut.kors[j, t]))
        elif slag == "utan_bidrag":
            svar.append(plan.kapital[t].avdrag_kr >= plan.kapital[t].bidrag_kr)
        else:
            svar.append(plan.kapital[t - 1].overskott_kr > 0)
    return np.array(svar, np.float64)
