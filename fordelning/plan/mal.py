"""What a plan is judged by, in this order: nytta, cost, and a fixed order of preference. Each is one coefficient per
column.
"""

from __future__ import annotations

import numpy as np

from fordelning.plan.problem import Problem, Tal
from fordelning.plan.program import Kolumner
from fordelning.plan.villkor import cost_terms


def make_nytta(p: Problem, k: Kolumner) -> Tal:
    """Nytta in weighted persons (to be maximised): Σ_t (1+r)^−(t−1) Σ_g vikt Σ_k lutning·e. The first results in a
    group count most.

    Results below zero count as the first segment; a struktur insats without målgrupp has weight 1 and the first
    segment's slope.
    """
    mal = np.zeros(len(k.namn))
    diskontering = p.diskontering
    for (g, t, s), kolumn in k.resultat.items():
        mal[kolumn] = diskontering[t] * p.vikt[g] * p.segment_lutning[s]
    for (g, t), kolumn in k.forlust.items():
        mal[kolumn] = -diskontering[t] * p.vikt[g] * p.segment_lutning[0]
    for (j, t), kolumn in k.kors.items():
        mal[kolumn] = diskontering[t] * p.segment_lutning[0] * p.struktur_fri_antal[j]
    return mal


def make_kostnad(p: Problem, k: Kolumner) -> Tal:
    """The insatser's cost over all years in tkr (to be minimised without losing any nytta)."""
    mal = np.zeros(len(k.namn))
    for t in range(len(p.budgetar)):
        kolumner, koefficienter = cost_terms(p, k, t)
        mal[kolumner] = koefficienter
    return mal


def make_preferens(k: Kolumner) -> Tal:
    """A fixed order of preference among plans of equal nytta and cost (to be minimised): fewer and earlier codes
    first.

    The weights are 1 + √p/√p_max over successive primes p, in column order (insats, year, målgrupp by code). Square
    roots of different primes never add up to one another in whole numbers, so two plans that swap the same volumes
    never tie.
    """
    mal = np.zeros(len(k.namn))
    kolumner = [*k.utan_bidrag.values(), *k.kors.values(), *k.antal.values()]
    rotter = np.sqrt(_first_primes(len(kolumner)))
    mal[kolumner] = 1 + rotter / rotter[-1:]
    return mal


def _first_primes(antal: int) -> Tal:
    """The first primes; n·(ln n + ln ln n) + 10 is above the n-th."""
    grans = int(antal * (np.log(antal + 2) + np.log(np.log(antal + 3)))) + 10
    ar_primtal = np.ones(grans, np.bool_)
    ar_primtal[:2] = False
    for i in range(2, int(grans**0.5) + 1):
        if ar_primtal[i]:
            ar_primtal[i * i :: i] = False
    return np.flatnonzero(ar_primtal)[:antal].astype(np.float64)
