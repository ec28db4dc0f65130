"""What a search has proved, in a form that other searches can begin from, and the arithmetic of its proofs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Tal
from fordelning.plan.program import Program
from fordelning.plan.snitt import Rader, Snitt

_UTAN_GRANS = 1e6
"""Stands for no bound at all: no column (tkr, persons) is ever that large."""


@dataclass(frozen=True, slots=True, eq=False)
class Grenar:
    """All whole-number decisions divided into L parts, and what was learnt on the way. B decisions, m rows.

    A decision in a part is between `nedre` and `ovre`. `dualer` holds a price per row and part: any prices prove
    something of any part, these prove much of their own.
    """

    nycklar: tuple[Any, ...]
    """(B,) what each decision stands for."""
    radnamn: tuple[str, ...]
    """(m,) with the names of the cuts, which come last."""
    snitt: Snitt | None
    nedre: Tal
    """(L, B)"""
    ovre: Tal
    dualer: Tal
    """(L, m)"""
    kanda: tuple[Tal, ...]
    """Good decisions (B,), the best last."""
    fall: Tal
    """(2, B) what dividing at a decision has cost in all, per unit, downwards and upwards; and how often."""
    forsok: Tal

    def for_decisions(self, program: Program, nycklar: tuple[Any, ...]) -> Grenar:
        """The same division for another program's decisions, in its order: one that was not there before is free in
        every part, one that is no longer there divides nothing. It still covers every decision.
        """
        if nycklar == self.nycklar:
            return self
        if not self.nycklar:
            return make_whole(program, nycklar, self.snitt)
        nedre, ovre = program.nedre[program.heltal], program.ovre[program.heltal]
        plats = {nyckel: i for i, nyckel in enumerate(self.nycklar)}
        har = np.array([nyckel in plats for nyckel in nycklar], np.bool_)
        fran = np.array([plats.get(nyckel, 0) for nyckel in nycklar], np.intp)
        return Grenar(
            nycklar,
            self.radnamn,
            self.snitt,
            np.where(har, self.nedre[:, fran], nedre),
            np.where(har, self.ovre[:, fran], ovre),
            self.dualer,
            tuple(np.where(har, beslut[fran], nedre) for beslut in self.kanda),
            self.fall[:, fran] * har,
            self.forsok[:, fran] * har,
        )

    def dualer_for(self, radnamn: Sequence[str]) -> Tal:
        """(L, m) the prices for another program's rows; a row that was not there has none."""
        if tuple(radnamn) == self.radnamn:
            return self.dualer
        plats = {namn: i for i, namn in enumerate(self.radnamn)}
        hit = [plats.get(namn, len(plats)) for namn in radnamn]
        return np.pad(self.dualer, ((0, 0), (0, 1)))[:, hit]


def make_whole(program: Program, nycklar: tuple[Any, ...], snitt: Snitt | None = None) -> Grenar:
    """Nothing known but the cuts: all decisions in one part."""
    heltal, antal = program.heltal, len(nycklar)
    tom = np.zeros((2, antal))
    return Grenar(
        nycklar,
        program.radnamn,
        snitt,
        program.nedre[heltal][None],
        program.ovre[heltal][None],
        np.zeros((1, len(program.radnamn))),
        (),
        tom,
        tom,
    )


class Takrakning:
    """The bounds of a program as they stand, and how high any plan in a part can be, by weak duality: for any prices π
    with the sign of their rows, c·x ≤ Σ max(π·row bounds) + Σ max((c − Aᵀπ)·column bounds).
    """

    def __init__(self, program: Program, agare: NDArray[np.intp]) -> None:
        """`agare` (n,): the decision without which a column is 0, as its place among the whole-number columns; else
        -1.
        """
        self.nedre, self.ovre = program.nedre.copy(), program.ovre.copy()
        self.minst, self.hogst = program.minst.copy(), program.hogst.copy()
        rad = np.repeat(np.arange(len(program.radnamn)), np.diff(program.radstart))
        self.matris: Tal = np.zeros((len(program.radnamn), len(program.kolumnnamn)))
        self.matris[rad, program.radkolumn] = program.radvarde
        self._heltal = np.flatnonzero(program.heltal)
        self._kolumnagare = np.append(self._heltal, -1)[agare]
        self._agda = np.flatnonzero(agare >= 0)
        self._agda = self._agda[np.argsort(agare[self._agda], kind="stable")]
        self._agare, self._agarstart = np.unique(agare[self._agda], return_index=True)
        fria = ~program.heltal
        fria[self._agda] = False
        self._fria = np.flatnonzero(fria)
        self._note_places(rad, program.radkolumn.astype(np.intp))

    def add_row(self, koefficienter: Tal, minst: float, hogst: float) -> None:
        """One more row; coefficients for all n columns."""
        kolumner = np.flatnonzero(koefficienter)
        rad = np.append(self._rad, np.full(len(kolumner), len(self.matris)))
        self.matris = np.vstack([self.matris, koefficienter])
        self.minst, self.hogst = np.append(self.minst, minst), np.append(self.hogst, hogst)
        self._note_places(rad, np.append(self._kolumn, kolumner))

    def add_rows(self, koefficienter: Tal, hogst: Tal) -> None:
        """More rows with a highest sum each; coefficients (K, n) for all columns."""
        self.matris = np.vstack([self.matris, koefficienter])
        self.minst, self.hogst = np.append(self.minst, np.full(len(hogst), -np.inf)), np.append(self.hogst, hogst)
        self._note_places(*np.nonzero(self.matris))

    def make_rader(self, antal: int) -> Rader:
        """The first rows as they stand."""
        heltal = np.zeros(len(self.nedre), np.bool_)
        heltal[self._heltal] = True
        m = slice(0, antal)
        return Rader(self.matris[m], self.minst[m], self.hogst[m], self.nedre, self.ovre, heltal, self._kolumnagare)

    def change_rows(self, rader: NDArray[np.intp], koefficienter: Tal, hogst: Tal) -> None:
        """Other coefficients (K, n) and highest sums for some rows."""
        self.matris[rader], self.hogst[rader] = koefficienter, hogst
        self._note_places(*np.nonzero(self.matris))

    def _note_places(self, rad: NDArray[np.intp], kolumn: NDArray[np.intp]) -> None:
        """Where the matrix has coefficients, column by column. Products are summed over these alone: the matrix is
        nearly empty, and a library's product of whole matrices would wake threads that cost more than they do.
        """
        ordning = np.lexsort((rad, kolumn))
        self._rad, self._kolumn = rad[ordning], kolumn[ordning]
        self._kolumner, self._start = np.unique(self._kolumn, return_index=True)

    def bound_own(self, mal: Tal, nedre: Tal, ovre: Tal, dualer: Tal) -> Tal:
        """(L,) the bound of each part by its own prices."""
        fast, varde = self._worth(mal, dualer)
        tak: Tal = fast + (np.maximum(varde, 0.0) * ovre + np.minimum(varde, 0.0) * nedre).sum(axis=1)
        return tak

    def bound_best(self, mal: Tal, nedre: Tal, ovre: Tal, dualer: Tal) -> Tal:
        """(L,) the least bound of each part by any of several prices (P, m)."""
        fast, varde = self._worth(mal, dualer)
        tak = fast[:, None] + np.einsum("pb,lb->pl", np.maximum(varde, 0.0), ovre)
        least: Tal = (tak + np.einsum("pb,lb->pl", np.minimum(varde, 0.0), nedre)).min(axis=0)
        return least

    def bound_each(self, mal: Tal, nedre: Tal, ovre: Tal, dualer: Tal) -> tuple[Tal, Tal]:
        """(B,) and (B,) the least bounds, by any of several prices, of a part where one decision is no, and is yes."""
        fast, varde = self._worth(mal, dualer)
        egen = np.maximum(varde, 0.0) * ovre + np.minimum(varde, 0.0) * nedre
        utan = (fast + egen.sum(axis=1))[:, None] - egen
        return utan.min(axis=0), (utan + varde).min(axis=0)

    def _worth(self, mal: Tal, dualer: Tal) -> tuple[Tal, Tal]:
        """By each of several prices (P, m): what is worth something whatever is decided (P,), and what each yes is
        worth at most with all the columns that need it (P, B).
        """
        rad, lutning = self._price(mal, dualer)
        nedre, ovre = np.maximum(self.nedre, -_UTAN_GRANS), np.minimum(self.ovre, _UTAN_GRANS)
        hogst = np.maximum(lutning * nedre, lutning * ovre)
        fast: Tal = rad + hogst[:, self._fria].sum(axis=1)
        varde = lutning[:, self._heltal]
        if len(self._agda):
            varde[:, self._agare] += np.add.reduceat(hogst[:, self._agda], self._agarstart, axis=1)
        return fast, varde

    def _price(self, mal: Tal, dualer: Tal) -> tuple[Tal, Tal]:
        """What the rows are worth at most, and what is left of each column's worth. A price of the wrong sign is 0."""
        pris = np.where(np.isneginf(self.minst), np.maximum(dualer, 0.0), dualer)
        pris = np.where(np.isposinf(self.hogst), np.minimum(pris, 0.0), pris)
        hogst, minst = np.where(pris > 0, self.hogst, 0.0), np.where(pris < 0, self.minst, 0.0)
        lutning = np.tile(mal, (len(pris), 1))
        vid = pris[:, self._rad] * self.matris[self._rad, self._kolumn]
        lutning[:, self._kolumner] -= np.add.reduceat(vid, self._start, axis=1)
        return (pris * (hogst + minst)).sum(axis=1), lutning
