"""Cuts: rows that every whole decision keeps to though fractions of decisions may not. They leave a search little to
divide.

A cut is found once and kept as a recipe: how much of each row to add up, and from which end each column is measured.
What rounding says of whole numbers (mixed-integer rounding) then makes a true row of the sum, whatever the figures are;
so a recipe found in one problem serves every question about it.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.problem import Mask, Tal

_NARA_HEL = 0.01
"""No cut where what is rounded is this near a whole number: its coefficients would be large."""
_MARGINAL = 1e-9


@dataclass(frozen=True, slots=True, eq=False)
class Snitt:
    """K recipes over m rows and n columns, known by their names and keys."""

    radnamn: tuple[str, ...]
    kolumner: tuple[Hashable, ...]
    vikter: Tal
    """(K, m) how much of each row is added: a positive weight takes its highest bound, a negative one its lowest."""
    uppifran: Mask
    """(K, n) a column is measured downwards from its upper bound, or from what its decision allows; else upwards."""

    def add(self, andra: Snitt) -> Snitt:
        """These recipes and others over the same rows and columns."""
        vikter, uppifran = np.vstack([self.vikter, andra.vikter]), np.vstack([self.uppifran, andra.uppifran])
        return replace(self, vikter=vikter, uppifran=uppifran)

    def take(self, val: Any) -> Snitt:
        """Some of the recipes."""
        return replace(self, vikter=self.vikter[val], uppifran=self.uppifran[val])

    def for_program(self, radnamn: tuple[str, ...], kolumner: tuple[Hashable, ...]) -> Snitt:
        """The same recipes over another program's rows and columns; what was not there is not added."""
        if radnamn == self.radnamn and kolumner == self.kolumner:
            return self
        vikter = _reorder(self.vikter, self.radnamn, radnamn)
        return Snitt(radnamn, kolumner, vikter, _reorder(self.uppifran, self.kolumner, kolumner))


def make_none(radnamn: tuple[str, ...], kolumner: tuple[Hashable, ...]) -> Snitt:
    """No recipe."""
    return Snitt(radnamn, kolumner, np.zeros((0, len(radnamn))), np.zeros((0, len(kolumner)), np.bool_))


def name_cuts(s: Snitt) -> tuple[str, ...]:
    """The names of the rows that the recipes make."""
    return tuple(f"snitt_{k + 1}" for k in range(len(s.vikter)))


def _reorder(falt: NDArray[Any], fran: Sequence[Hashable], till: Sequence[Hashable]) -> NDArray[Any]:
    plats = {namn: i for i, namn in enumerate(fran)}
    return np.pad(falt, ((0, 0), (0, 1)))[:, [plats.get(namn, len(fran)) for namn in till]]


class Rader:
    """A program's m rows over n columns as they stand, dense, with all bounds; a column's own also where a row of that
    column alone is the nearer one.
    """

    def __init__(
        self, matris: Tal, minst: Tal, hogst: Tal, nedre: Tal, ovre: Tal, heltal: Mask, agare: NDArray[np.intp]
    ) -> None:
        """`heltal` (n,): yes-and-no columns; `agare` (n,): the one of them without which a column is 0, else -1."""
        self.matris, self.minst, self.hogst = matris, minst, hogst
        self.nedre, self.ovre = nedre.copy(), ovre.copy()
        self.heltal, self.agare = heltal, agare
        agda = np.flatnonzero(agare >= 0)
        self.agda = agda[np.argsort(agare[agda], kind="stable")]
        self.agarna, self.agarstart = np.unique(agare[self.agda], return_index=True)
        har = matris != 0
        ensamma = np.flatnonzero(har.sum(axis=1) == 1)
        kolumn = har[ensamma].argmax(axis=1)
        a = matris[ensamma, kolumn]
        np.maximum.at(self.nedre, kolumn, np.where(a > 0, minst[ensamma], hogst[ensamma]) / a)
        np.minimum.at(self.ovre, kolumn, np.where(a > 0, hogst[ensamma], minst[ensamma]) / a)


class _Summa:
    """K sums Σ a·x ≤ b of rows, and the same with every column as `fran` and what it is above or below that."""

    def __init__(self, s: Snitt, r: Rader) -> None:
        self.a, self.b = _add_rows(s.vikter, r)
        self.ned = ~s.uppifran & np.isfinite(r.nedre) | ~np.isfinite(r.ovre)
        self.av_agare = ~self.ned & (r.agare >= 0)
        self.fran = np.where(self.av_agare, 0.0, np.where(self.ned, r.nedre, r.ovre))
        self.hela = _move_to_owners(np.where(self.av_agare, self.a * r.ovre, 0.0), self.a, r)
        """(K, n) the coefficients of yes-and-no columns."""


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
    return np.where(sagt[:, None], koefficienter, 0.0), np.where(sagt, hogst + _MARGINAL, np.inf)


def _add_rows(vikter: Tal, r: Rader) -> tuple[Tal, Tal]:
    """(K, n) and (K,) the weighted sum of rows; a row without the bound that its weight asks for is left out."""
    rader = np.flatnonzero(vikter.any(axis=0))
    v = vikter[:, rader]
    granser = np.where(v > 0, r.hogst[rader], r.minst[rader])
    v = np.where(np.isfinite(granser), v, 0.0)
    a = np.einsum("km,mn->kn", v, r.matris[rader])
    return np.where(np.abs(a) > 1e-11, a, 0.0), np.where(v == 0, 0.0, v * granser).sum(axis=1)


def _move_to_owners(fran: Tal, till: Tal, r: Rader) -> Tal:
    """(K, n) what yes-and-no columns have of their own, `till`, and of the columns they own, `fran`; 0 elsewhere."""
    svar = np.where(r.heltal, till, 0.0)
    if len(r.agda):
        svar[:, r.agarna] += np.add.reduceat(fran[:, r.agda], r.agarstart, axis=1)
    return svar
