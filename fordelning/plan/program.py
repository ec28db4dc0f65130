"""A problem as a mathematical program: numbered columns, named rows, its text form. Money in tkr, people in antal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Tal

TKR = 1000.0
"""Kronor per unit of money in the program: numbers of like size keep the solvers' tolerances far below a krona."""


class Rad(NamedTuple):
    """One row: minst ≤ Σ koefficient · kolumn ≤ hogst. `krav` is what it is about: (insats, målgrupp, year), -1 where
    not.
    """

    krav: tuple[int, int, int]
    termer: dict[int, float]
    """The coefficient of each column."""
    minst: float
    hogst: float


@dataclass(frozen=True, slots=True, eq=False)
class Program:
    """Rows and columns as arrays, rows in compressed form; n columns, m rows."""

    kolumnnamn: tuple[str, ...]
    nedre: Tal
    ovre: Tal
    heltal: NDArray[np.bool_]
    radnamn: tuple[str, ...]
    radstart: NDArray[np.int32]
    """(m + 1,) where each row begins in `radkolumn` and `radvarde`."""
    radkolumn: NDArray[np.int32]
    radvarde: Tal
    minst: Tal
    hogst: Tal


def write_lp(program: Program, mal: Tal, maximera: bool) -> str:
    """The program as text in the CPLEX LP format, the same whatever solver is here; unused columns are left out."""
    return "\n".join(_write_lines(program, mal, maximera)) + "\n"


def _write_lines(program: Program, mal: Tal, maximera: bool) -> Iterator[str]:
    namn = program.kolumnnamn
    anvanda = sorted({*program.radkolumn.tolist(), *np.flatnonzero(mal).tolist()})
    yield "Maximize" if maximera else "Minimize"
    yield " mal: " + (_write_terms([(namn[i], mal[i]) for i in np.flatnonzero(mal)]) or f"0 {namn[anvanda[0]]}")
    yield "Subject To"
    for r in range(len(program.radnamn)):
        yield from _write_row(program, r)
    yield "Bounds"
    for i in anvanda:
        yield f" {_write_bound(program.nedre[i])} <= {namn[i]} <= {_write_bound(program.ovre[i])}"
    yield "General"
    yield from (f" {namn[i]}" for i in anvanda if program.heltal[i])
    yield "End"


def _write_row(program: Program, r: int) -> Iterator[str]:
    """A row: one line where it has one bound or two equal ones, else a line for each bound."""
    delar = slice(program.radstart[r], program.radstart[r + 1])
    termer = zip(program.radkolumn[delar].tolist(), program.radvarde[delar].tolist(), strict=True)
    uttryck = _write_terms([(program.kolumnnamn[i], v) for i, v in termer])
    namn, minst, hogst = program.radnamn[r], float(program.minst[r]), float(program.hogst[r])
    if minst == hogst:
        yield f" {namn}: {uttryck} = {hogst:.12g}"
        return
    if np.isfinite(hogst):
        yield f" {namn}: {uttryck} <= {hogst:.12g}"
    if np.isfinite(minst):
        yield f" {namn}{'_minst' if np.isfinite(hogst) else ''}: {uttryck} >= {minst:.12g}"


def _write_bound(grans: float) -> str:
    return f"{grans:.12g}" if np.isfinite(grans) else ("+inf" if grans > 0 else "-inf")


def _write_terms(termer: list[tuple[str, float]]) -> str:
    """+3 x0001 -2 x0002"""
    return " ".join(f"{v:+.12g} {kolumn}" for kolumn, v in termer)
