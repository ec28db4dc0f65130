"""Many förbund at once: one process per core, the same plans for any number of them."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed

from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Plan
from fordelning.plan.svar import Losarnamn

Framsteg = Callable[[int, int, str], None]
"""Called when a förbund is done: how many, of how many, which."""


def solve_all(
    problem: Sequence[Problem],
    losare: Losarnamn = "highs",
    tid_s: float | None = None,
    processer: int | None = None,
    framsteg: Framsteg | None = None,
) -> tuple[Plan, ...]:
    """The plan of every problem, in the order given. `tid_s` is per förbund; `processer` defaults to the number of
    cores.

    Raises FordelningFel when a solver breaks down for any of them.
    """
    antal = min(len(problem), processer or os.cpu_count() or 1)
    klara = 0

    def report(kod: str) -> None:
        nonlocal klara
        klara += 1
        if framsteg is not None:
            framsteg(klara, len(problem), kod)

    if antal <= 1:
        planer = []
        for p in problem:
            planer.append(solve_plan(p, losare, tid_s))
            report(p.forbund_kod)
        return tuple(planer)
    with ProcessPoolExecutor(antal) as pool:
        kommande = {pool.submit(solve_plan, p, losare, tid_s): p.forbund_kod for p in problem}
        for klar in as_completed(kommande):
            klar.result()
            report(kommande[klar])
        return tuple(k.result() for k in kommande)
