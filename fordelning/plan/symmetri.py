"""Insatser that are alike in everything that a plan sees: which of them runs does not matter, and is settled at once.

Exchanging two such insatser in a year (in all their years, where each is one decision) gives a plan with the same nytta
and the same cost. Of the two, the plan's fixed order of preference takes the one where the earlier code runs. So the
rule «of insatser that are alike, earlier codes run first» never changes the answer; it spares the solver from proving
it for every exchange.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator

import numpy as np

from fordelning.plan.kolumner import Kolumner
from fordelning.plan.problem import Problem
from fordelning.plan.program import Rad


def order_identical(p: Problem, k: Kolumner, undantag: int | None = None) -> Iterator[tuple[str, Rad]]:
    """y[j, t] ≥ y[j', t] for each insats j and the next one j' that is like it. `undantag` (an index) is left out, when
    it is to be told from the others.
    """
    for grupp in find_identical(p):
        kvar = [j for j in grupp if j != undantag]
        for j, nasta in itertools.pairwise(kvar):
            for t in np.flatnonzero(p.kan_koras[j]).tolist():
                yield "ordning", Rad((j, -1, t), {k.kors[j, t]: 1.0, k.kors[nasta, t]: -1.0}, 0.0, np.inf)


def find_identical(p: Problem) -> list[list[int]]:
    """Groups of two or more insatser (indices in code order) that nothing in the plan can tell apart."""
    falt = (
        p.struktur, p.fast_kr, p.per_deltagare_kr, p.minst_antal, p.hogst_antal, p.kan_koras, p.ett_beslut,
        p.beslutad, p.trappning, p.tar_emot, p.effekt_andel, p.struktur_antal, p.struktur_fri_antal,
    )  # fmt: skip
    grupper: dict[bytes, list[int]] = {}
    for j, rad in enumerate(np.column_stack(falt)):
        grupper.setdefault(rad.tobytes(), []).append(j)
    return [grupp for grupp in grupper.values() if len(grupp) > 1]
