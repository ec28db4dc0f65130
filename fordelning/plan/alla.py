"""Many pieces of work at once, one process per core; the answers are the same for any number of processes."""

from __future__ import annotations

import functools
import itertools
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from typing import TypeVar

from fordelning.fel import FordelningFel
from fordelning.plan.losning import solve_plan
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Plan
from fordelning.plan.svar import Losarnamn

T = TypeVar("T")
Framsteg = Callable[[int, int, str], None]
"""Called when a piece of work is done: how many are, of how many, which."""


def solve_all(
    problem: Sequence[Problem],
    losare: Losarnamn = "highs",
    tid_s: float | None = None,
    processer: int | None = None,
    framsteg: Framsteg | None = None,
) -> tuple[Plan, ...]:
    """The plan of every problem, in the order given. `tid_s` is per förbund; `processer` is by default one per core.

    Raises FordelningFel when a solver breaks down for any of them.
    """
    uppgifter = [(p.forbund_kod, functools.partial(solve_plan, p, losare, tid_s)) for p in problem]
    return run_all(uppgifter, processer, framsteg)


def run_all(
    uppgifter: Sequence[tuple[str, Callable[[], T]]], processer: int | None = None, framsteg: Framsteg | None = None
) -> tuple[T, ...]:
    """The answers to named pieces of work, in the order given, whatever order they are finished in.

    Raises what a piece of work raises, and FordelningFel when a process is ended from outside.
    """
    antal = min(len(uppgifter), processer or os.cpu_count() or 1)
    klara = itertools.count(1)

    def report(namn: str) -> None:
        if framsteg is not None:
            framsteg(next(klara), len(uppgifter), namn)

    if antal <= 1:
        svar = []
        for namn, uppgift in uppgifter:
            svar.append(uppgift())
            report(namn)
        return tuple(svar)
    try:
        with _make_pool(antal) as pool:
            kommande = {pool.submit(uppgift): namn for namn, uppgift in uppgifter}
            for klar in as_completed(kommande):
                klar.result()
                report(kommande[klar])
            return tuple(k.result() for k in kommande)
    except BrokenProcessPool:
        raise FordelningFel(
            "En beräkningsprocess avbröts utifrån (är minnet slut?). Försök med färre processer."
        ) from None


@contextmanager
def _make_pool(antal: int) -> Iterator[ProcessPoolExecutor]:
    """Processes that a Ctrl-C ends at once; what has not begun when the work is given up never begins."""
    avbryt = (signal.SIGINT, signal.SIG_DFL)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(antal, spawn, initializer=signal.signal, initargs=avbryt) as pool:
        try:
            yield pool
        except BaseException:
            pool.shutdown(cancel_futures=True)
            raise
