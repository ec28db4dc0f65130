"""How high any plan in a part of the decisions can be, from prices on what insatser share: money, need, results.

For any prices π with the sign of their rows, c·x ≤ Σ max(π·row bounds) + Σ max((c − Aᵀπ)·x) over what the columns
can be. What an insats alone decides in a year, its participants between its least and its most, needs no price: its
best is found at once.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.problem import Tal
from fordelning.plan.svar import Svar

_UTAN_GRANS = 1e6
"""Stands for no bound at all: no column (tkr, persons) is ever that large."""
_EGNA_RADER = ("minst_", "hogst_", "mottagande_")
"""Rows of one insats in one year alone."""


@dataclass(frozen=True, slots=True, eq=False)
class Vardering:
    """What P prices say of B decisions: the bound where all are free, and what a no and a yes to each take from it."""

    fast: Tal
    """(P,)"""
    av: Tal
    """(2, B, P) noes first; none below zero."""

    def bound(self, valda: Tal) -> Tal:
        """(L, P) the bound of each part by each price; `valda` (L, 2, B) is 1 for the noes and yeses that are given."""
        # not a product of whole matrices: a library would wake threads for it that cost more than it does
        svar: Tal = self.fast - np.einsum("lsb,sbp->lp", valda, self.av)
        return svar


class Takrakning:
    """A program's bounds and coefficients as they stand, and what prices say of its decisions."""

    def __init__(self, m: Modellbygge) -> None:
        p = m.program
        self.nedre, self.ovre = p.nedre.copy(), p.ovre.copy()
        self.minst, self.hogst = p.minst.copy(), p.hogst.copy()
        self.matris: Tal = np.zeros((len(p.radnamn), len(p.kolumnnamn)))
        rad = np.repeat(np.arange(len(p.radnamn)), np.diff(p.radstart))
        self.matris[rad, p.radkolumn] = p.radvarde
        self._heltal = np.flatnonzero(p.heltal)
        self._delas = np.array([not namn.startswith(_EGNA_RADER) for namn in p.radnamn], np.bool_)
        self._gather_participants(m)
        fria = ~p.heltal
        fria[self._deltar[self._finns]] = False
        self._fria = np.flatnonzero(fria)
        self._note_places()
        self._note_limits()
        self._note_signs()

    def _gather_participants(self, m: Modellbygge) -> None:
        """Where insatser have their participants in a year, (K, G) columns, and how few and many they take."""
        deltar = {jt: list(kolumner) for jt, kolumner in m.kolumner.antal_insats.items() if kolumner}
        bredd = max(map(len, deltar.values()), default=0)
        finns = [i < len(x) for x in deltar.values() for i in range(bredd)]
        self._finns = np.array(finns, np.bool_).reshape(len(deltar), bredd)
        self._deltar = np.zeros(self._finns.shape, np.intp)
        self._deltar[self._finns] = [kolumn for x in deltar.values() for kolumn in x]
        plats = {y: i for i, y in enumerate(self._heltal.tolist())}
        self._insats = np.array([plats[m.kolumner.kors[jt]] for jt in deltar], np.intp)
        vilka = np.array([j for j, _ in deltar], np.intp)
        self._minst_antal, self._hogst_antal = m.problem.minst_antal[vilka, None], m.problem.hogst_antal[vilka, None]

    def set_columns(self, kolumner: Any, nedre: Any, ovre: Any) -> None:
        """New bounds for some columns."""
        self.nedre[kolumner], self.ovre[kolumner] = nedre, ovre
        self._note_limits()

    def set_rows(self, rader: Any, minst: Any, hogst: Any) -> None:
        """New bounds for some rows."""
        self.minst[rader], self.hogst[rader] = minst, hogst
        self._note_signs()

    def set_coefficients(self, rader: NDArray[np.intp], kolumner: NDArray[np.intp], varden: Tal) -> None:
        """New coefficients at some rows and columns, where there were others."""
        self.matris[rader, kolumner] = varden
        self._varden = self.matris[self._platser]

    def add_rows(self, koefficienter: Tal, minst: Tal, hogst: Tal) -> None:
        """More rows (K,); coefficients (K, n)."""
        self.matris = np.vstack([self.matris, koefficienter])
        self.minst, self.hogst = np.append(self.minst, minst), np.append(self.hogst, hogst)
        self._delas = np.append(self._delas, np.ones(len(minst), np.bool_))
        self._note_places()
        self._note_signs()

    def change_rows(self, rader: NDArray[np.intp], koefficienter: Tal, hogst: Tal) -> None:
        """Other coefficients (K, n) and highest sums (K,) in some rows."""
        self.matris[rader], self.hogst[rader] = koefficienter, hogst
        self._note_places()
        self._note_signs()

    def _note_places(self) -> None:
        """Where the shared rows have coefficients, column by column: the matrix is nearly empty."""
        kolumn, rad = np.nonzero((self.matris != 0).T & self._delas)
        self._platser = rad, kolumn
        self._kolumner, self._start = np.unique(kolumn, return_index=True)
        self._varden = self.matris[self._platser]

    def _note_limits(self) -> None:
        """How low and high the columns can be that no decision holds back."""
        nedre, ovre = self.nedre[self._fria], self.ovre[self._fria]
        self._granser = np.maximum(nedre, -_UTAN_GRANS), np.minimum(ovre, _UTAN_GRANS)

    def _note_signs(self) -> None:
        """Which prices a row can have: none below zero where it has no lowest sum, none above where no highest."""
        har_minst, har_hogst = np.isfinite(self.minst), np.isfinite(self.hogst)
        self._har_minst, self._har_hogst = (har_minst & self._delas) * 1.0, (har_hogst & self._delas) * 1.0
        self._summor = np.where(har_minst, self.minst, 0.0), np.where(har_hogst, self.hogst, 0.0)

    def value(self, mal: Tal, priser: Tal) -> Vardering:
        """What each of the prices (P, m) says of an objective (n,). A price of the wrong sign is 0."""
        under, over = np.minimum(priser, 0.0) * self._har_minst, np.maximum(priser, 0.0) * self._har_hogst
        minst, hogst = self._summor
        lutning = np.repeat(mal[None], len(priser), axis=0)
        vid = (under + over)[:, self._platser[0]] * self._varden
        lutning[:, self._kolumner] -= np.add.reduceat(vid, self._start, axis=1)
        fria, (nedre, ovre) = lutning[:, self._fria], self._granser
        fast: Tal = (under * minst + over * hogst).sum(axis=1)
        fast += np.maximum(fria * nedre, fria * ovre).sum(axis=1)
        varde = lutning[:, self._heltal]
        varde[:, self._insats] += self._fill(lutning)
        return _make_vardering(fast, varde)

    def read_value(self, svar: Svar) -> Vardering:
        """What the prices of a linear program's answer say of its own objective, from what it tells of each column."""
        assert svar.dualer is not None and svar.reducerade is not None
        under, over = np.minimum(svar.dualer, 0.0) * self._har_minst, np.maximum(svar.dualer, 0.0) * self._har_hogst
        (minst, hogst), (nedre, ovre), lutning = self._summor, self._granser, svar.reducerade
        fria = lutning[self._fria]
        fast = (under * minst + over * hogst).sum() + np.maximum(fria * nedre, fria * ovre).sum()
        varde = lutning[self._heltal]
        deltar = np.where(self._finns, np.maximum(lutning[self._deltar], 0.0) * self.ovre[self._deltar], 0.0)
        varde[self._insats] += deltar.sum(axis=1)
        return _make_vardering(np.array([fast]), varde[None])

    def _fill(self, lutning: Tal) -> Tal:
        """(P, K) what the participants of an insats that runs a year are worth at most: places are given to those worth
        most, as many as gain anything, and never fewer than it must have.
        """
        varde = np.where(self._finns, lutning[:, self._deltar], -np.inf)
        ordning = np.argsort(-varde, axis=2, kind="stable")
        tak = np.where(self._finns, self.ovre[self._deltar], 0.0)[np.arange(len(self._insats))[:, None], ordning]
        varde = np.maximum(-np.sort(-varde, axis=2), -_UTAN_GRANS)
        platser = np.where(varde > 0, self._hogst_antal, self._minst_antal) - np.cumsum(tak, axis=2) + tak
        svar: Tal = (varde * np.clip(platser, 0.0, tak)).sum(axis=2)
        return svar


def _make_vardering(fast: Tal, varde: Tal) -> Vardering:
    """From what all but the decisions come to (P,), and what a yes to each is worth (P, B)."""
    av_nej = np.maximum(varde, 0.0)
    return Vardering(fast + av_nej.sum(axis=1), np.stack([av_nej.T, (av_nej - varde).T]))
