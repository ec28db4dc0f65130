"""A problem built as a program with its objectives, and what is known of the program's shape."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import numpy as np

from fordelning.plan.highs import HighsLosare
from fordelning.plan.kolumner import Kolumner, Nyckel, make_kolumner
from fordelning.plan.mal import make_kostnad, make_nytta, make_preferens
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.program import Program, Rad
from fordelning.plan.symmetri import order_identical
from fordelning.plan.villkor import make_rows


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
    def nycklar(self) -> tuple[Nyckel, ...]:
        """What each yes-and-no column decides, in column order."""
        return self.kolumner.nycklar


def build(p: Problem, maste_koras: int | None = None) -> Modellbygge:
    """The program of a problem, ready to be solved. `maste_koras` (an index) has to run in some year."""
    k = make_kolumner(p)
    rader = itertools.chain(make_rows(p, k), order_identical(p, k, maste_koras), _must_run(k, maste_koras))
    return Modellbygge(p, k, make_program(k, rader), make_nytta(p, k), make_kostnad(k), make_preferens(k))


def make_program(k: Kolumner, rader: Iterable[tuple[str, Rad]]) -> Program:
    """Columns and (name of villkor, row) as arrays."""
    namn, start, kolumner, varden, minst, hogst = [], [0], list[int](), list[float](), [], []
    for villkor, rad in rader:
        namn.append(_name_row(villkor, rad.krav))
        kolumner += rad.termer
        varden += rad.termer.values()
        start.append(len(kolumner))
        minst.append(rad.minst)
        hogst.append(rad.hogst)
    return Program(
        k.namn,
        k.nedre,
        k.ovre,
        k.heltal,
        tuple(namn),
        np.array(start, np.int32),
        np.array(kolumner, np.int32),
        np.array(varden, np.float64),
        np.array(minst, np.float64),
        np.array(hogst, np.float64),
    )


@functools.cache
def _name_row(villkor: str, krav: tuple[int, int, int]) -> str:
    return villkor + "".join(f"_{i + 1}" for i in krav if i >= 0)


def _must_run(k: Kolumner, j: int | None) -> Iterator[tuple[str, Rad]]:
    """The insats runs in some year: Σ_t y ≥ 1."""
    if j is not None:
        yield "maste_koras", Rad((j, -1, -1), {y: 1.0 for (i, _), y in k.kors.items() if i == j}, 1.0, np.inf)


def fix_decisions(m: Modellbygge, beslut: Tal) -> HighsLosare:
    """The linear program that is left when every whole-number column keeps its value in `beslut`."""
    lp = HighsLosare(m.program)
    lp.relax()
    lp.set_bounds(np.flatnonzero(m.program.heltal), beslut, beslut)
    return lp
