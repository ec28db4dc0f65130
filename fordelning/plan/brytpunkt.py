"""Break-even per insats: how far its cost or its effect must move before it enters or leaves the best plan.

An insats is in the plan when it runs in some year of it. Each threshold is found on the nytta of the best plan with it
against the best plan without it, each solved anew at every figure tried: on one side of the threshold every best plan
has the insats, on the other none has.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from fordelning.plan.losning import compute_best_nytta, solve_plan
from fordelning.plan.problem import Problem, put
from fordelning.plan.resultat import Plan

Storhet = Literal["kostnad_per_deltagare_kr", "fast_kostnad_kr", "effekt_faktor"]
_HOGSTA_FAKTOR = 64.0
"""A cost is followed up to this many times today's."""
_NOGGRANNHET: dict[Storhet, float] = {"kostnad_per_deltagare_kr": 0.5, "fast_kostnad_kr": 5.0, "effekt_faktor": 1e-4}
"""The threshold is known to within this: kr per participant, kr a year, share of today's effect."""
_MARKBAR = 1e-7


@dataclass(frozen=True, slots=True)
class Brytpunkt:
    """Where an insats enters or leaves the plan. `effekt_faktor` is the effect as a multiple of today's, 1 = as given.

    `grans` None = it stays as it is however far the figure moves: down to nothing, or up to `provat`.
    """

    insats_kod: str
    i_planen: bool
    storhet: Storhet
    nu: float
    grans: float | None
    provat: float
    noggrannhet: float


def find_breakevens(p: Problem, plan: Plan, insatser: tuple[str, ...] | None = None) -> tuple[Brytpunkt, ...]:
    """Break-even of cost and of effect for the insatser that are not already decided (or only for those named)."""
    if plan.beslut is None:
        return ()
    index = [j for j, kod in enumerate(p.insatser) if insatser is None or kod in insatser]
    fria = [j for j in index if p.kan_koras[j].any() and not p.beslutad[j]]
    return tuple(b for j in fria for b in (_find_cost(p, plan, j), _find_effect(p, plan, j)))


def vary(p: Problem, j: int, storhet: Storhet, varde: float) -> Problem:
    """The problem with another cost (kr) or effect (factor) for one insats."""
    if storhet == "kostnad_per_deltagare_kr":
        return replace(p, per_deltagare_kr=put(p.per_deltagare_kr, j, varde))
    if storhet == "fast_kostnad_kr":
        return replace(p, fast_kr=put(p.fast_kr, j, varde))
    return replace(
        p,
        effekt_andel=put(p.effekt_andel, j, p.effekt_andel[j] * varde),
        struktur_antal=put(p.struktur_antal, j, p.struktur_antal[j] * varde),
        struktur_fri_antal=put(p.struktur_fri_antal, j, p.struktur_fri_antal[j] * varde),
    )


def _find_cost(p: Problem, plan: Plan, j: int) -> Brytpunkt:
    """The cost per participant (the fixed cost where there is none) at which the insats leaves or enters."""
    per = float(p.per_deltagare_kr[j])
    storhet: Storhet = "kostnad_per_deltagare_kr" if per > 0 else "fast_kostnad_kr"
    nu = per if per > 0 else float(p.fast_kr[j])
    return _find(p, plan, j, storhet, nu, nu * _HOGSTA_FAKTOR, 0.0)


def _find_effect(p: Problem, plan: Plan, j: int) -> Brytpunkt:
    """The effect, as a multiple of today's, at which the insats leaves or enters; no share of participants passes 1."""
    storsta = float(p.effekt_andel[j].max(initial=0.0))
    return _find(p, plan, j, "effekt_faktor", 1.0, 0.0, _HOGSTA_FAKTOR if storsta == 0 else max(1.0, 1 / storsta))


def _find(p: Problem, plan: Plan, j: int, storhet: Storhet, nu: float, samre: float, battre: float) -> Brytpunkt:
    """Search from today's figure towards worse if the insats is in the plan, towards better if it is not."""
    i_planen = plan.beslut is not None and bool(plan.beslut.kors[j].any())
    provat = samre if i_planen else battre
    grans = None if nu == provat else _Brytning(p, j, storhet, i_planen).search(nu, provat)
    return Brytpunkt(p.insatser[j], i_planen, storhet, nu, grans, provat, _NOGGRANNHET[storhet])


class _Brytning:
    """The search for the figure where an insats changes sides, from the side where it is now."""

    def __init__(self, p: Problem, j: int, storhet: Storhet, i_planen: bool) -> None:
        self._p, self._j, self._storhet, self._i_planen = p, j, storhet, i_planen
        self._noggrannhet = _NOGGRANNHET[storhet]
        self._utan = compute_best_nytta(replace(p, kan_koras=put(p.kan_koras, j, False)))

    def search(self, har: float, langst: float) -> float | None:
        """The threshold between here and the far end; None when the insats is on the same side all the way.

        Steps outwards, twice as long each time, until the insats has changed sides; then false position between the
        two ends.
        """
        g_har, bort, steg = self._gain(har), har, 0.125 * abs(har)
        while True:
            bort = max(bort - steg, langst) if langst < har else min(bort + steg, langst)
            g_bort = self._gain(bort)
            if self._has_changed(bort, g_bort):
                break
            if bort == langst:
                return None
            har, g_har, steg = bort, g_bort, 2 * steg
        return self._narrow(har, g_har, bort, g_bort)

    def _narrow(self, har: float, g_har: float, bort: float, g_bort: float) -> float:
        """False position, where an end that stays twice counts half. The figure tried is a little to the side of the
        one found, so that the two ends soon stand close around it; where that fails, the middle is tried.
        """
        kant = 0.4 * self._noggrannhet if bort > har else -0.4 * self._noggrannhet
        senast, gissa = 0, True
        while abs(bort - har) > self._noggrannhet:
            mitt = (har + bort) / 2
            if gissa:
                rot = har + (bort - har) * (
                    g_har / (g_har - g_bort) if g_har * g_bort < 0 else float(abs(g_har) > abs(g_bort))
                )
                mitt = _between(rot - kant if senast > 0 else rot + kant, har + kant, bort - kant)
            g_mitt, bredd = self._gain(mitt), abs(bort - har)
            sida = 1 if self._has_changed(mitt, g_mitt) else -1
            if sida > 0:
                bort, g_bort, g_har = mitt, g_mitt, g_har / (2 if senast == sida else 1)
            else:
                har, g_har, g_bort = mitt, g_mitt, g_bort / (2 if senast == sida else 1)
            senast, gissa = sida, abs(bort - har) < 0.6 * bredd or not gissa
        return (har + bort) / 2

    def _gain(self, varde: float) -> float:
        """The best plan with the insats less the best without it, in nytta; ±1 where one of them is impossible."""
        med = compute_best_nytta(vary(self._p, self._j, self._storhet, varde), self._j)
        return med - self._utan if np.isfinite(med - self._utan) else (1.0 if med > self._utan else -1.0)

    def _has_changed(self, varde: float, gain: float) -> bool:
        """Whether the insats has changed sides at this figure. Where nytta does not say, all three stages do."""
        if abs(gain) > _MARKBAR:
            return (gain > 0) != self._i_planen
        plan = solve_plan(vary(self._p, self._j, self._storhet, varde))
        return (plan.beslut is not None and bool(plan.beslut.kors[self._j].any())) != self._i_planen


def _between(varde: float, a: float, b: float) -> float:
    return min(max(varde, min(a, b)), max(a, b))
