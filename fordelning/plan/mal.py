"""What a plan is judged by, in this order: nytta, cost, and a fixed order of preference. Each is one coefficient per
column.
"""

from __future__ import annotations

import functools

import numpy as np

from fordelning.plan.kolumner import Kolumner
from fordelning.plan.problem import Problem, Tal


def make_nytta(p: Problem, k: Kolumner) -> Tal:
    """Nytta in weighted persons (to be maximised): Σ_t (1+r)^−(t−1) Σ_g vikt Σ_k lutning·e. The first results in a
    group count most.

    Results below zero count as the first segment; a struktur insats without målgrupp has weight 1 and the first
    segment's slope.
    """
    mal = np.zeros(len(k.ovre))
    diskontering, vikt = p.diskontering.tolist(), p.vikt.tolist()
    lutning, fri = p.segment_lutning.tolist(), p.struktur_fri_antal.tolist()
    mal[list(k.resultat.values())] = [diskontering[t] * vikt[g] * lutning[s] for g, t, s in k.resultat]
    mal[list(k.forlust.values())] = [-diskontering[t] * vikt[g] * lutning[0] for g, t in k.forlust]
    mal[list(k.kors.values())] = [diskontering[t] * lutning[0] * fri[j] for j, t in k.kors]
    return mal


def make_kostnad(k: Kolumner) -> Tal:
    """The insatser's cost over all years in tkr (to be minimised without losing any nytta)."""
    mal = np.zeros(len(k.ovre))
    for kostnad in k.kostnad:
        mal[list(kostnad)] = list(kostnad.values())
    return mal


def make_preferens(k: Kolumner) -> Tal:
    """A fixed order of preference among plans of equal nytta and cost (to be minimised): fewer and earlier codes
    first.

    The weights are 1 + √p/√p_max over successive primes p, in column order (insats, year, målgrupp by code). Square
    roots of different primes never add up to one another in whole numbers, so two plans that swap the same volumes
    never tie.
    """
    mal = np.zeros(len(k.ovre))
    kolumner = [*k.utan_bidrag.values(), *k.kors.values(), *k.antal.values()]
    mal[kolumner] = _list_weights(len(kolumner))
    return mal


@functools.lru_cache
def _list_weights(antal: int) -> list[float]:
    """The first weights; n·(ln n + ln ln n) + 10 is above the n-th prime."""
    grans = int(antal * (np.log(antal + 2) + np.log(np.log(antal + 3)))) + 10
    ar_primtal = np.ones(grans, np.bool_)
    ar_primtal[:2] = False
    for i in range(2, int(grans**0.5) + 1):
        if ar_primtal[i]:
            ar_primtal[i * i :: i] = False
    rotter = np.sqrt(np.flatnonzero(ar_primtal)[:antal])
    vikter: list[float] = (1 + rotter / rotter[-1:]).tolist()
    return vikter
