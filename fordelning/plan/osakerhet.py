"""How sure a plan is: seeded draws of effects and costs, the plan's expected result with its 10–90 % interval, and how
often each insats is in the best plan.

Draws are normal round the given figure with its own standard deviation, independent of each other (an assumption of
ours: no source says how the errors of two insatser go together), effects kept within −1 … 1 and costs not below zero.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fordelning.plan.fraga import Utgang, make_utgang
from fordelning.plan.kontroll import compute_nytta_per_malgrupp
from fordelning.plan.korda import find_running_and_learn
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.resultat import Beslut, Plan


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
    utgang: Utgang | None = None,
) -> Osakerhet | None:
    """Draws for a solved plan; None when there is no plan. The first `omlosningar_antal` draws are also solved again.

    `kostnad_osakerhet_andel` is the standard deviation of every cost per participant, as a share of it. `utgang` is
    the problem's own, where it is known already.
    """
    if plan.beslut is None:
        return None
    slump = np.random.default_rng(fro)
    dragna = [_draw_figures(p, slump, kostnad_osakerhet_andel) for _ in range(dragningar_antal)]
    med = np.zeros(len(p.insatser))
    antal_losta = min(omlosningar_antal, dragningar_antal)
    erfarenhet = (utgang or make_utgang(p, plan)).erfarenhet if antal_losta else None
    for effekt, per_deltagare in dragna[:antal_losta]:
        dragen = replace(p, effekt_andel=effekt, per_deltagare_kr=per_deltagare)
        kors, erfarenhet = find_running_and_learn(dragen, erfarenhet)
        med += 0.0 if kors is None else kors
    nytta, resultat, kostnad = (_make_interval(varden) for varden in _measure(p, plan.beslut, dragna))
    return Osakerhet(
        dragningar_antal, antal_losta, fro, nytta, resultat, kostnad, tuple((med / max(1, antal_losta)).tolist())
    )


def draw(p: Problem, slump: np.random.Generator, kostnad_osakerhet_andel: float = 0.0) -> Problem:
    """The same problem with effects (and costs per participant) drawn once, in code order."""
    effekt, per_deltagare = _draw_figures(p, slump, kostnad_osakerhet_andel)
    return replace(p, effekt_andel=effekt, per_deltagare_kr=per_deltagare)


def _draw_figures(p: Problem, slump: np.random.Generator, kostnad_osakerhet_andel: float) -> tuple[Tal, Tal]:
    effekt = np.clip(p.effekt_andel + p.osakerhet * slump.standard_normal(p.effekt_andel.shape), -1.0, 1.0)
    faktor = np.maximum(0.0, 1 + kostnad_osakerhet_andel * slump.standard_normal(p.per_deltagare_kr.shape))
    return effekt * p.tar_emot, p.per_deltagare_kr * faktor


def _measure(p: Problem, b: Beslut, dragna: Sequence[tuple[Tal, Tal]]) -> tuple[Tal, Tal, Tal]:
    """(N,) nytta, persons and cost of the plan, had these been the effects and costs per participant."""
    fria = (p.struktur_fri_antal[:, None] * b.kors).sum(axis=0)
    struktur = np.einsum("jg,jt->gt", p.struktur_antal, b.kors)
    resultat = np.einsum("njg,jgt->gnt", np.array([effekt for effekt, _ in dragna]), b.antal) + struktur[:, None]
    antal_g, antal_n, antal_t = resultat.shape
    per_ar = compute_nytta_per_malgrupp(p, resultat.reshape(antal_g, -1)).sum(axis=0).reshape(antal_n, antal_t)
    nytta = (per_ar + p.segment_lutning[0] * fria) @ p.diskontering
    fast = (p.trappning * p.fast_kr[:, None] * b.kors).sum()
    rorlig = np.array([per for _, per in dragna]) @ (p.trappning * b.antal.sum(axis=1)).sum(axis=1)
    return nytta, resultat.sum(axis=(0, 2)) + fria.sum(), fast + rorlig


def _make_interval(varden: Tal) -> Intervall:
    p10, p90 = np.percentile(varden, (10, 90))
    return Intervall(float(varden.mean()), float(p10), float(p90))
