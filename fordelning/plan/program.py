"""A problem as a mathematical program: numbered columns, named rows, its text form. Money in tkr, people in antal."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Problem, Tal

TKR = 1000.0
"""Kronor per unit of money in the program: numbers of like size keep the solvers' tolerances far below a krona."""


@dataclass(frozen=True, slots=True)
class Rad:
    """One row: minst ≤ Σ koefficient · kolumn ≤ hogst. `krav` is what it is about: (insats, målgrupp, year), -1 where
    not.
    """

    krav: tuple[int, int, int]
    kolumner: list[int]
    koefficienter: list[float]
    minst: float
    hogst: float


@dataclass(slots=True)
class Kolumner:
    """Every column by what it stands for. j = insats, g = målgrupp, t = year, k = segment; keys that do not exist have
    no column.
    """

    kors: dict[tuple[int, int], int] = field(default_factory=dict)
    """y[j, t] ∈ {0, 1}: the insats runs."""
    antal: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """x[j, g, t] ≥ 0: participants."""
    resultat: dict[tuple[int, int, int], int] = field(default_factory=dict)
    """e[g, t, k] ≥ 0: results in a segment, persons."""
    forlust: dict[tuple[int, int], int] = field(default_factory=dict)
    """Results below zero, where an insats may do harm; each counts as the first segment."""
    kapital: dict[int, int] = field(default_factory=dict)
    """Eget kapital at the end of the year, tkr."""
    avdrag: dict[int, int] = field(default_factory=dict)
    """What the excess of the year before takes from the year's contributions, tkr."""
    utan_bidrag: dict[int, int] = field(default_factory=dict)
    """z[t] ∈ {0, 1}: the excess takes all the year's contributions."""
    med_avdrag: dict[int, int] = field(default_factory=dict)
    """u[t] ∈ {0, 1}: there is an excess; only where a krona of excess takes more than a krona."""
    namn: list[str] = field(default_factory=list)
    nedre: list[float] = field(default_factory=list)
    ovre: list[float] = field(default_factory=list)
    heltal: list[bool] = field(default_factory=list)

    def add(self, bokstav: str, nedre: float, ovre: float, heltal: bool = False) -> int:
        """A new column with a key of its own (x0001, y0002, …): names from data could collide."""
        self.namn.append(f"{bokstav}{len(self.namn) + 1:04d}")
        self.nedre.append(nedre)
        self.ovre.append(ovre)
        self.heltal.append(heltal)
        return len(self.namn) - 1


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


def make_kolumner(p: Problem) -> Kolumner:
    """The columns of a problem: only those that can be other than zero."""
    k = Kolumner()
    insatsar = [(j, t) for j, t in np.argwhere(p.kan_koras).tolist()]
    for j, t in insatsar:
        k.kors[j, t] = k.add("y", 0.0, 1.0, True)
    mottar = {j: np.flatnonzero(p.tar_emot[j] & (p.behov_antal > 0)).tolist() for j in range(len(p.insatser))}
    for j, t in insatsar:
        for g in mottar[j]:
            tak = min(float(p.behov_antal[g]), float(p.hogst_antal[j]))
            k.antal[j, g, t] = k.add("x", 0.0, float(np.floor(tak + 1e-9)) if p.heltal else tak, p.heltal)
    _add_results(p, k)
    _add_money(p, k)
    return k


def _add_results(p: Problem, k: Kolumner) -> None:
    """Segments for the målgrupper that some insats can reach."""
    nas = (p.tar_emot & (p.behov_antal > 0)).any(axis=0) | (p.struktur_antal != 0).any(axis=0)
    kan_forlora = set(np.flatnonzero((np.minimum(p.effekt_andel, p.struktur_antal) < 0).any(axis=0)).tolist())
    for g in np.flatnonzero(nas).tolist():
        for t in range(len(p.budgetar)):
            for s, bredd in enumerate(p.segment_bredd_andel.tolist()):
                k.resultat[g, t, s] = k.add("e", 0.0, bredd * float(p.behov_antal[g]) if np.isfinite(bredd) else np.inf)
            if g in kan_forlora:
                k.forlust[g, t] = k.add("f", 0.0, np.inf)


def _add_money(p: Problem, k: Kolumner) -> None:
    """Eget kapital per year, and the cut of next year's contributions where the excess can ever be above zero."""
    hogsta = compute_highest_kapital(p)
    for t in range(len(p.budgetar)):
        k.kapital[t] = k.add("k", -np.inf, np.inf)
    for t in range(1, len(p.budgetar)):
        overskott = hogsta[t - 1] - float(p.rimlig_niva_kr[t - 1])
        if p.avdrag_andel > 0 and overskott > 0:
            k.avdrag[t] = k.add("a", 0.0, float(p.bidrag_kr[t]) / TKR)
            if p.avdrag_andel * overskott > p.bidrag_kr[t]:
                k.utan_bidrag[t] = k.add("z", 0.0, 1.0, True)
            if p.avdrag_andel > 1:
                k.med_avdrag[t] = k.add("u", 0.0, 1.0, True)


def compute_highest_kapital(p: Problem) -> list[float]:
    """(H,) the most eget kapital that a year can end with, kr: nothing spent on insatser, nothing cut."""
    netto: Tal = np.cumsum(p.bidrag_kr + p.tillskott_kr - p.administration_kr)
    return [p.eget_kapital_kr + float(v) for v in netto]


def make_program(k: Kolumner, rader: Iterable[tuple[str, Rad]]) -> Program:
    """Columns and (name of villkor, row) as arrays."""
    namn, start, kolumn, varde, minst, hogst = [], [0], [], [], [], []
    for villkor, rad in rader:
        namn.append(villkor + "".join(f"_{i + 1}" for i in rad.krav if i >= 0))
        kolumn += rad.kolumner
        varde += rad.koefficienter
        start.append(len(kolumn))
        minst.append(rad.minst)
        hogst.append(rad.hogst)
    return Program(
        tuple(k.namn),
        np.array(k.nedre),
        np.array(k.ovre),
        np.array(k.heltal, np.bool_),
        tuple(namn),
        np.array(start, np.int32),
        np.array(kolumn, np.int32),
        np.array(varde, np.float64),
        np.array(minst, np.float64),
        np.array(hogst, np.float64),
    )


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
