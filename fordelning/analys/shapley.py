"""Shapley values in whole kronor: exact whole-number arithmetic, and a rounding whose rows and columns both sum."""

from __future__ import annotations

from math import factorial

import numpy as np
from numpy.typing import NDArray

Kronor = NDArray[np.int64]


def share_out(varden_kr: Kronor) -> Kronor:
    """What each of n causes adds, whole kronor (N, n), of the worths (2ⁿ, N) of every set of causes.

    Bit j of a row's number = the j:th cause is in the set. A cause's amount is its mean addition over all n! orders:
    weights are whole multiples of 1/n!, so quotients and remainders are exact. Every row sums to its last worth minus
    its first, and the columns to what the causes add to the sum of all N (to the nearest krona). No amount is a whole
    krona from its exact value, so one that is exactly whole stays. Source: Shapley (1953), A value for n-person games.
    """
    n = (len(varden_kr) - 1).bit_length()
    if n == 0:
        return np.zeros((varden_kr.shape[1], 0), np.int64)
    hela = factorial(n)
    ryms = float(np.abs(varden_kr).max(initial=0)) * varden_kr.shape[1] * hela * 2**n < 2**62
    tal = varden_kr if ryms else varden_kr.astype(object)
    summor = np.zeros((varden_kr.shape[1], n), tal.dtype)
    for rad in range(len(varden_kr)):
        antal = rad.bit_count()
        for j in range(n):
            med = rad >> j & 1
            vikt = factorial(antal - med) * factorial(n - 1 - antal + med)
            summor[:, j] += (vikt if med else -vikt) * tal[rad]
    hela_kr, rest = summor // hela, summor % hela
    upp = _round_up_largest(rest, hela)
    alla = summor.sum(axis=0)[None, :]
    mal = (alla // hela + _round_up_largest(alla % hela, hela))[0] - hela_kr.sum(axis=0)
    return np.asarray(hela_kr + _even_out(upp, rest, mal), np.int64)


def _round_up_largest(rest: Kronor, hela: int) -> Kronor:
    """1 for the largest remainders of each row, as many as its remainders sum to; equal ones in the order of causes."""
    plats = np.argsort(np.argsort(-rest, axis=1, kind="stable"), axis=1, kind="stable")
    return np.asarray(plats < (rest.sum(axis=1) // hela)[:, None], np.int64)


def _even_out(upp: Kronor, rest: Kronor, mal: Kronor) -> Kronor:
    """The rounding (N, n) with one krona moved between two causes of a row at a time, until the columns sum to `mal`.

    The row is the one whose remainders it costs least, equal ones in code order; a whole amount is never moved.
    """
    upp = upp.copy()
    while (over := upp.sum(axis=0) - mal).any():
        for mest, minst in ((i, j) for i in np.argsort(-over, kind="stable") for j in np.argsort(over, kind="stable")):
            kan = (upp[:, mest] == 1) & (upp[:, minst] == 0) & (rest[:, minst] > 0)
            if over[mest] > 0 > over[minst] and kan.any():
                kostar = np.where(kan, rest[:, mest] - rest[:, minst], rest.max() + 1)
                rad = int(np.argmin(kostar))
                upp[rad, mest], upp[rad, minst] = 0, 1
                break
        else:
            return upp
    return upp
