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
    return float(np.interp(andel, *_lorenz(kapital_kr)))


def compute_holders_of(kapital_kr: Vektor, andel: float) -> float:
    """The smallest share of the förbund that together hold `andel` of all capital; whole förbund are counted."""
    rikast_forst = _lorenz(kapital_kr)[1]
    return float(np.argmax(rikast_forst >= andel - 1e-12) / (rikast_forst.size - 1))


def compute_gini(kapital_kr: Vektor) -> float:
    """Gini: 0 when all hold the same, (n − 1)/n when one holds everything. Σ (2i − n − 1)·x_i / (n·Σx), x rising."""
    stigande = np.sort(np.maximum(kapital_kr, 0.0))
    n = stigande.size
    return float(((2 * np.arange(1, n + 1) - n - 1) * stigande).sum() / (n * stigande.sum()))


def _lorenz(kapital_kr: Vektor) -> tuple[Vektor, Vektor]:
    """Shares of the förbund, richest first, and the share of the capital they hold, both (F + 1,) from 0 to 1."""
    fallande = -np.sort(-np.maximum(kapital_kr, 0.0))
    held = np.concatenate([[0.0], np.cumsum(fallande)]) / fallande.sum()
    return np.linspace(0.0, 1.0, held.size), held
