"""How sure a plan is: seeded draws of effects and costs, the plan's expected result with its 10–90 % interval, and how
often each insats is in the best plan.

Draws are normal round the given figure with its own standard deviation, independent of each other (an assumption of
ours: no source says how the errors of two insatser go together), effects kept within −1 … 1 and costs not below zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from fordelning.plan.kontroll import compute_kostnad, compute_nytta, count_reached
from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.resultat import Plan


@dataclass(frozen=True, slots=True)
class Intervall:
    """What a figure is expected to be, and the bounds that it lies between in four draws of five."""

    vantat: float
    p10: float
    p90: float


@dataclass(frozen=True, slots=True)
class Osakerhet:
    """The plan under uncertainty. `andel_i_basta_plan` per insats (code order): share of the draws whose best plan
    runs it.
    """

    dragningar_antal: int
    omlosningar_antal: int
    fro: int
    nytta: Intervall
    resultat_antal: Intervall
    """Persons who reach work or studies, all years."""
    kostnad_kr: Intervall
    andel_i_basta_plan: tuple[float, ...]


def compute_osakerhet(
    p: Problem,
    plan: Plan,
    dragningar_antal: int = 1000,
    omlosningar_antal: int = 50,
    fro: int = 2026,
    kostnad_osakerhet_andel: float = 0.0,
    framsteg: Callable[[int, int], None] | None = None,
) -> Osakerhet | None:
    """Draws for a solved plan; None when there is no plan. The first `omlosningar_antal` draws are also solved again.

    `kostnad_osakerhet_andel` is the standard deviation of every cost per participant, as a share of it.
    """
    if plan.beslut is None:
        return None
    slump = np.random.default_rng(fro)
    dragna = [draw(p, slump, kostnad_osakerhet_andel) for _ in range(dragningar_antal)]
    matt = np.array([_measure(d, plan) for d in dragna])
    med = np.zeros(len(p.insatser))
    antal_losta = 0
    for d in dragna[:omlosningar_antal]:
        beslut = solve_plan(d).beslut
        if beslut is not None:
            med += beslut.kors.any(axis=1)
        antal_losta += 1
        if framsteg is not None:
            framsteg(antal_losta, omlosningar_antal)
    nytta, resultat, kostnad = (_make_interval(matt[:, i]) for i in range(3))
    return Osakerhet(
        dragningar_antal, antal_losta, fro, nytta, resultat, kostnad, tuple((med / max(1, antal_losta)).tolist())
    )


def draw(p: Problem, slump: np.random.Generator, kostnad_osakerhet_andel: float = 0.0) -> Problem:
    """The same problem with effects (and costs per participant) drawn once, in code order."""
    effekt = np.clip(p.effekt_andel + p.osakerhet * slump.standard_normal(p.effekt_andel.shape), -1.0, 1.0)
    faktor = np.maximum(0.0, 1 + kostnad_osakerhet_andel * slump.standard_normal(p.per_deltagare_kr.shape))
    return replace(p, effekt_andel=effekt * p.tar_emot, per_deltagare_kr=p.per_deltagare_kr * faktor)


def _measure(p: Problem, plan: Plan) -> tuple[float, float, float]:
    """Nytta, persons and cost of the plan, had these been the effects and costs."""
    assert plan.beslut is not None
    return (
        compute_nytta(p, plan.beslut),
        count_reached(p, plan.beslut),
        float(compute_kostnad(p, plan.beslut).sum()),
    )


def _make_interval(varden: Tal) -> Intervall:
    p10, p90 = np.percentile(varden, (10, 90))
    return Intervall(float(varden.mean()), float(p10), float(p90))
