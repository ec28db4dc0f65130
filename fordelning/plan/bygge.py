"""A problem built as a program with its objectives, and what is known of the program's shape."""

from __future__ import annotations

from collections.abc import Hashable, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.highs import HighsLosare
from fordelning.plan.mal import make_kostnad, make_nytta, make_preferens
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.program import Kolumner, Program, Rad, make_kolumner, make_program
from fordelning.plan.symmetri import order_identical
from fordelning.plan.villkor import make_rows

Nyckel = tuple[str, int, int]
"""What a whole-number column decides: kind, insats (-1 where none), year."""


@dataclass(frozen=True, slots=True, eq=False)
class Modellbygge:
    """A problem with its program and its three objectives."""

    problem: Problem
    kolumner: Kolumner
    program: Program
    nytta: Tal
    kostnad: Tal
    preferens: Tal

    @property
    def kolumnnycklar(self) -> tuple[Hashable, ...]:
        """(n,) what each column is, the same in every program that has it: kind, and the numbers it stands for."""
        k = self.kolumner
        nycklar: list[Hashable] = [("tillagd", i) for i in range(len(self.nytta))]
        for slag in ("kors", "antal", "resultat", "forlust", "kapital", "avdrag", "utan_bidrag", "med_avdrag"):
            for nummer, kolumn in getattr(k, slag).items():
                nycklar[kolumn] = (slag, nummer)
        return tuple(nycklar)

    @property
    def nycklar(self) -> tuple[Nyckel, ...]:
        """What each yes-and-no column decides, in column order."""
        k = self.kolumner
        kolumner = {i: ("kors", j, t) for (j, t), i in k.kors.items()}
        kolumner |= {i: ("utan_bidrag", -1, t) for t, i in k.utan_bidrag.items()}
        kolumner |= {i: ("med_avdrag", -1, t) for t, i in k.med_avdrag.items()}
        return tuple(kolumner[i] for i in sorted(kolumner))

    @property
    def agare(self) -> NDArray[np.intp]:
        """(n,) the decision (its place in `nycklar`) without which a column is 0; -1 where there is none."""
        k, plats = self.kolumner, {nyckel: i for i, nyckel in enumerate(self.nycklar)}
        agare = np.full(len(self.nytta), -1, np.intp)
        agare[list(k.antal.values())] = [plats["kors", j, t] for j, _, t in k.antal]
        return agare


def build(p: Problem, maste_koras: int | None = None) -> Modellbygge:
    """The program of a problem, ready to be solved. `maste_koras` (an index) has to run in some year."""
    k = make_kolumner(p)
    rader = [*make_rows(p, k), *order_identical(p, k, maste_koras), *_must_run(k, maste_koras)]
    return Modellbygge(p, k, make_program(k, rader), make_nytta(p, k), make_kostnad(p, k), make_preferens(k))


def _must_run(k: Kolumner, j: int | None) -> Iterator[tuple[str, Rad]]:
    """The insats runs in some year: Σ_t y ≥ 1."""
    if j is not None:
        kors = [y for (i, _), y in k.kors.items() if i == j]
        yield "maste_koras", Rad((j, -1, -1), kors, [1.0] * len(kors), 1.0, np.inf)


def fix_decisions(m: Modellbygge, beslut: Tal) -> HighsLosare:
    """The linear program that is left when every whole-number column keeps its value in `beslut`."""
    lp = HighsLosare(m.program)
    lp.relax()
    lp.set_bounds(np.flatnonzero(m.program.heltal), beslut, beslut)
    return lp
