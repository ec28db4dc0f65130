"""How concentrated eget kapital is: the share of the richest quarter, how few hold half, and the Gini coefficient.

Eget kapital below zero counts as 0 in every measure: a debt is nobody's share of the capital, and a Gini coefficient
with negative amounts has no upper bound. How many they are is told beside.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.begrepp import Vektor

KVART = 0.25
HALFTEN = 0.5


@dataclass(frozen=True, slots=True)
class Koncentration:
    """Sum of eget kapital (kr, negatives included) and the measures. None where no förbund has any capital."""

    summa_kr: float
    forbund_antal: int
    negativa_antal: int
    rikaste_kvartens_andel: float | None
    halften_hos_andel: float | None
    gini: float | None


def measure(kapital_kr: Vektor) -> Koncentration:
    """The concentration of one year's eget kapital, kr (F,)."""
    har_kapital = bool((kapital_kr > 0).any())
    return Koncentration(
        summa_kr=float(kapital_kr.sum()),
        forbund_antal=int(kapital_kr.size),
        negativa_antal=int((kapital_kr < 0).sum()),
        rikaste_kvartens_andel=compute_top_share(kapital_kr, KVART) if har_kapital else None,
        halften_hos_andel=compute_holders_of(kapital_kr, HALFTEN) if har_kapital else None,
        gini=compute_gini(kapital_kr) if har_kapital else None,
    )


def compute_top_share(kapital_kr: Vektor, andel: float) -> float:
    """The share of all capital that the richest `andel` of the förbund hold; a part of one counts as that part."""
    return float(np.interp(andel, *_rank_richest(kapital_kr)))


def compute_holders_of(kapital_kr: Vektor, andel: float) -> float:
    """The smallest share of the förbund that together hold `andel` of all capital; whole förbund are counted."""
    rikast_forst = _rank_richest(kapital_kr)[1]
    return float(np.argmax(rikast_forst >= andel - 1e-12) / (rikast_forst.size - 1))


def _rank_richest(kapital_kr: Vektor) -> Vektor:
    """Shares of the förbund, richest first, and the share of the capital they hold, (2, F + 1) from 0 to 1."""
    return 1.0 - make_lorenz(kapital_kr)[::-1].T


def make_lorenz(belopp: Vektor, vikter: Vektor | None = None) -> Vektor:
    """The Lorenz curve (N + 1, 2): shares of the weight, poorest first by a/w, and the shares of the amount they have.

    Without weights each counts alike. An amount below 0 counts as 0.
    Source: Lorenz (1905), Methods of measuring the concentration of wealth.
    """
    belopp, vikter = np.maximum(belopp, 0.0), np.ones(belopp.size) if vikter is None else vikter
    ordning = np.argsort(belopp / vikter, kind="stable")
    punkter = np.zeros((belopp.size + 1, 2))
    for j, x in enumerate((vikter[ordning], belopp[ordning])):
        punkter[1:, j] = np.cumsum(x) / x.sum() if x.sum() > 0 else 0.0
    return punkter


def compute_gini(belopp: Vektor, vikter: Vektor | None = None) -> float:
    """Twice the area between the Lorenz curve and the line where all have alike: 0 = alike, near 1 = one has all.

    Without weights (n − 1)/n when one of n has all.
    Source: Gini (1914); straight lines between the points, Σ (p_i − p_{i−1})(L_i + L_{i−1}) subtracted from 1.
    """
    p, andel = make_lorenz(belopp, vikter).T
    return float(1 - (np.diff(p) * (andel[1:] + andel[:-1])).sum())
