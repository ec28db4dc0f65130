"""Cuts: rows that every whole decision keeps to though fractions of decisions may not. They leave a search little to
divide.

A cut is found once and kept as a recipe: how much of each row to add up, from which end each column is measured, and
what it is divided by. What rounding says of whole numbers (mixed-integer rounding) then makes a true row of the sum,
whatever the figures are; so a recipe found in one problem serves every question about it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Mask, Tal

_NARA_HEL = 0.01
"""No cut where what is rounded is this near a whole number: its coefficients would be large."""
_MARGINAL = 1e-9
_INGET = 1e-11


@dataclass(frozen=True, slots=True, eq=False)
class Snitt:
    """K recipes over m rows and n columns, known by their names and keys."""

    radnamn: tuple[str, ...]
    kolumner: tuple[Hashable, ...]
    vikter: Tal
    """(K, m) how much of each row is added: a positive weight takes its highest bound, a negative one its lowest."""
    uppifran: Mask
    """(K, n) a column is measured downwards from its upper bound, or from what its decision allows; else upwards."""
    enhet: NDArray[np.intp]
    """(K,) the yes-and-no column whose coefficient the sum is divided by."""

    def add(self, andra: Snitt) -> Snitt:
        """These recipes and others over the same rows and columns."""
        falt = ((getattr(self, namn), getattr(andra, namn)) for namn in ("vikter", "uppifran", "enhet"))
        return Snitt(self.radnamn, self.kolumner, *map(np.concatenate, falt))

    def take(self, val: Any) -> Snitt:
        """Some of the recipes."""
        return Snitt(self.radnamn, self.kolumner, self.vikter[val], self.uppifran[val], self.enhet[val])

    def for_program(self, radnamn: tuple[str, ...], kolumner: tuple[Hashable, ...]) -> Snitt:
        """The same recipes over another program's rows and columns: what was not there is not added, and a recipe whose
        unit is not there has the weight 0.
        """
        if radnamn == self.radnamn and kolumner == self.kolumner:
            return self
        vikter = reorder(self.vikter, self.radnamn, radnamn)
        plats = {nyckel: i for i, nyckel in enumerate(kolumner)}
        enhet = np.array([plats.get(self.kolumner[i], -1) for i in self.enhet], np.intp)
        vikter[enhet < 0] = 0.0
        return Snitt(radnamn, kolumner, vikter, reorder(self.uppifran, self.kolumner, kolumner), enhet)


def make_none(radnamn: tuple[str, ...], kolumner: tuple[Hashable, ...]) -> Snitt:
    """No recipe."""
    uppifran = np.zeros((0, len(kolumner)), np.bool_)
    return Snitt(radnamn, kolumner, np.zeros((0, len(radnamn))), uppifran, np.zeros(0, np.intp))


def reorder(falt: NDArray[Any], fran: Sequence[Hashable], till: Sequence[Hashable]) -> NDArray[Any]:
    """(K, n) in another order of the columns, known by their keys; one that was not there is 0."""
    if fran == till:
        return falt
    plats = {namn: i for i, namn in enumerate(fran)}
    return np.pad(falt, ((0, 0), (0, 1)))[:, [plats.get(namn, len(fran)) for namn in till]]


class Rader:
    """A program's m rows over n columns as they stand, dense, with all bounds; a column's own also where a row of that
    column alone is the nearer one.
    """

    def __init__(self, matris: Tal, heltal: Mask, agare: NDArray[np.intp]) -> None:
        """`heltal` (n,): yes-and-no columns; `agare` (n,): the one of them without which a column is 0, else -1."""
        self.heltal, self.agare = heltal, agare
        agda = np.flatnonzero(agare >= 0)
        self.agda = agda[np.argsort(agare[agda], kind="stable")]
        self.agarna, self.agarstart = np.unique(agare[self.agda], return_index=True)
        har = matris != 0
        self.ensam = har.sum(axis=1) == 1
        """(m,) rows of one column alone."""
        self._ensamma = np.flatnonzero(self.ensam)
        self._kolumn = har[self._ensamma].argmax(axis=1)

    @np.errstate(divide="ignore", invalid="ignore")
    def read(self, matris: Tal, minst: Tal, hogst: Tal, nedre: Tal, ovre: Tal) -> None:
        """The figures as they stand: coefficients (m, n), bounds of rows (m,) and of columns (n,)."""
        self.matris, self.minst, self.hogst = matris, minst, hogst
        self.nedre, self.ovre = nedre.copy(), ovre.copy()
        a, minst, hogst = matris[self._ensamma, self._kolumn], minst[self._ensamma], hogst[self._ensamma]
        np.maximum.at(self.nedre, self._kolumn, np.where(a > 0, minst, hogst) / a)
        np.minimum.at(self.ovre, self._kolumn, np.where(a > 0, hogst, minst) / a)


class _Summa:
    """K sums Σ a·x ≤ b of rows, and the same with every column as `fran` and what it is above or below that."""

    def __init__(self, s: Snitt, r: Rader) -> None:
        self.a, self.b = _add_rows(s.vikter, r)
        self.ned = ~s.uppifran & np.isfinite(r.nedre) | ~np.isfinite(r.ovre)
        self.av_agare = ~self.ned & (r.agare >= 0)
        self.fran = np.where(self.av_agare, 0.0, np.where(self.ned, r.nedre, r.ovre))
        self.hela = _move_to_owners(np.where(self.av_agare, self.a * r.ovre, 0.0), self.a, r)
        """(K, n) the coefficients of yes-and-no columns."""

    def divide(self, enhet: NDArray[np.intp]) -> None:
        """In the unit of each; nan where that is nothing."""
        storlek = np.abs(self.hela[np.arange(len(enhet)), enhet])
        delare = np.where(storlek > _INGET, storlek, np.nan)
        self.a, self.b, self.hela = self.a / delare[:, None], self.b / delare, self.hela / delare[:, None]


@np.errstate(divide="ignore", invalid="ignore")
def list_whole_coefficients(s: Snitt, r: Rader) -> Tal:
    """(K, n) the size of what each sum has in yes-and-no columns: what it may be divided by before it is rounded."""
    return np.abs(_Summa(s, r).hela)


@np.errstate(divide="ignore", invalid="ignore")
def round_rows(s: Snitt, r: Rader) -> tuple[Tal, Tal]:
    """What the recipes say of these rows: (K, n) coefficients and (K,) their highest sum; inf where a recipe says
    nothing.

    Σ a·z + Σ c·w ≤ b with whole z ≥ 0 and other w ≥ 0 gives Σ (⌊a⌋ + (frac a − f)⁺/(1−f))·z + Σ min(c, 0)/(1−f)·w ≤
    ⌊b⌋, where f is the fraction of b (Marchand and Wolsey, 2001). Here z is y or 1 − y, and w what a column is above
    its lower bound or below its upper one.
    """
    m = _Summa(s, r)
    m.divide(s.enhet)
    vand = np.where(s.uppifran, -1.0, 1.0)
    b = m.b - np.where(r.heltal | (m.a == 0), 0.0, m.a * m.fran).sum(axis=1)
    b -= np.where(s.uppifran, m.hela, 0.0).sum(axis=1)
    f = (b - np.floor(b))[:, None]
    z = vand * m.hela
    lyft = np.floor(z) + np.maximum(z - np.floor(z) - f, 0.0) / (1 - f)
    w = np.minimum(np.where(m.ned, m.a, -m.a), 0.0) * ~r.heltal / (1 - f)
    fria = np.where(m.ned, w, -w)
    hogst = np.floor(b) - np.where(s.uppifran, lyft, 0.0).sum(axis=1)
    hogst += np.where(fria == 0, 0.0, fria * m.fran).sum(axis=1)
    koefficienter = fria + _move_to_owners(np.where(m.av_agare, -fria * r.ovre, 0.0), vand * lyft, r)
    sagt = (np.abs(f[:, 0] - 0.5) < 0.5 - _NARA_HEL) & np.isfinite(koefficienter).all(axis=1) & np.isfinite(hogst)
    return np.where(sagt[:, None], koefficienter, 0.0), np.where(
        sagt, hogst + _MARGINAL * np.maximum(1.0, np.abs(hogst)), np.inf
    )


def _add_rows(vikter: Tal, r: Rader) -> tuple[Tal, Tal]:
    """(K, n) and (K,) the weighted sum of rows; a row without the bound that its weight asks for is left out."""
    rader = np.flatnonzero(vikter.any(axis=0))
    v = vikter[:, rader]
    granser = np.where(v > 0, r.hogst[rader], r.minst[rader])
    v = np.where(np.isfinite(granser), v, 0.0)
    a = np.einsum("km,mn->kn", v, r.matris[rader])
    return np.where(np.abs(a) > _INGET, a, 0.0), np.where(v == 0, 0.0, v * granser).sum(axis=1)


def _move_to_owners(fran: Tal, till: Tal, r: Rader) -> Tal:
    """(K, n) what yes-and-no columns have of their own, `till`, and of the columns they own, `fran`; 0 elsewhere."""
    svar = np.where(r.heltal, till, 0.0)
    if len(r.agda):
        svar[:, r.agarna] += np.add.reduceat(fran[:, r.agda], r.agarstart, axis=1)
    return svar
