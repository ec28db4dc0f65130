"""Trappning: the förbund's share of what an insats costs, year by year."""

from __future__ import annotations

from fordelning.begrepp import Insats


def find_share_of_cost(insats: Insats, ar: int, forsta_ar: int) -> float:
    """The share of a year, counted from `fran_ar` (else `forsta_ar`, the first of the years); the last holds on."""
    if not insats.trappning:
        return 1.0
    steg = ar - (forsta_ar if insats.fran_ar is None else insats.fran_ar)
    return insats.trappning[min(max(steg, 0), len(insats.trappning) - 1)]
