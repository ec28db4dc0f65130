"""Break-even per insats: how far its cost or its effect must move before it enters or leaves the best plan.

An insats is in the plan when it runs in some year of it. Each threshold is found on the nytta of the best plan with it
against the best plan without it: on one side of the threshold every best plan has the insats, on the other none has.
From the side where it is in, the decisions that are best there are followed to where they alone would tie; if other
decisions are better at that figure, they are followed further; when none are, that is the threshold.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fordelning.plan.bygge import build
from fordelning.plan.foljning import follow, step_out
from fordelning.plan.fraga import Utgang, make_utgang
from fordelning.plan.kolumn import find_highest_cost
from fordelning.plan.korda import find_running_and_learn
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.resultat import Plan
from fordelning.plan.sokare import Sokare
from fordelning.plan.vridning import Storhet, Vridning, vary

_HOGSTA_FAKTOR = 64.0
"""A cost is followed up to this many times today's."""
_NOGGRANNHET: dict[Storhet, float] = {"kostnad_per_deltagare_kr": 0.5, "fast_kostnad_kr": 5.0, "effekt_faktor": 1e-4}
"""The threshold is known to within this: kr per participant, kr a year, share of today's effect."""
_MARKBAR = 1e-7
_NASTAN_INGET_KR = 0.01
"""What stands for a cost of nothing, so that it can be followed upwards."""


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


def find_breakevens(
    p: Problem, plan: Plan, insatser: tuple[str, ...] | None = None, utgang: Utgang | None = None
) -> tuple[Brytpunkt, ...]:
    """Break-even of cost and of effect for the insatser that are not already decided (or only for those named).

    `utgang` is the same problem's, where it is known already.
    """
    if plan.beslut is None:
        return ()
    index = [j for j, kod in enumerate(p.insatser) if insatser is None or kod in insatser]
    fria = [j for j in index if p.kan_koras[j].any() and not p.beslutad[j]]
    if not fria:
        return ()
    utgang = utgang or make_utgang(p, plan)
    return tuple(b for j in fria for b in _find_both(p, plan, j, utgang))


def _find_both(p: Problem, plan: Plan, j: int, utgang: Utgang) -> tuple[Brytpunkt, Brytpunkt]:
    """The cost per participant (the fixed cost where there is none), and the effect as a multiple of today's; no share
    of participants passes 1.
    """
    per = float(p.per_deltagare_kr[j])
    storhet: Storhet = "kostnad_per_deltagare_kr" if per > 0 else "fast_kostnad_kr"
    nu = per if per > 0 else float(p.fast_kr[j])
    storsta = float(p.effekt_andel[j].max(initial=0.0))
    fran, hogst = nu, nu * _HOGSTA_FAKTOR
    if nu == 0 and plan.beslut is not None and plan.beslut.kors[j].any():
        fran, hogst = _NASTAN_INGET_KR, _HOGSTA_FAKTOR * float(p.eget_kapital_kr + (p.bidrag_kr + p.tillskott_kr).sum())
        p = vary(p, j, storhet, fran)
    sok = _Brytning(p, plan, j, utgang)
    return (
        replace(sok.find(storhet, fran, hogst, 0.0), nu=nu),
        sok.find("effekt_faktor", 1.0, 0.0, _HOGSTA_FAKTOR if storsta == 0 else max(1.0, 1 / storsta)),
    )


class _Brytning:
    """The search for the figures where one insats changes sides, in one program that is kept."""

    def __init__(self, p: Problem, plan: Plan, j: int, utgang: Utgang) -> None:
        assert plan.beslut is not None
        self._p, self._j, self._erfarenhet = p, j, utgang.erfarenhet
        self._i_planen, self._kostnad_kr = bool(plan.beslut.kors[j].any()), plan.kostnad_kr
        self._m = build(p, j)
        self._sokare = Sokare(self._m, utgang.erfarenhet)
        self._hogst_andel = [i for i, n in enumerate(self._m.program.radnamn) if n.startswith("struktur_hogst_")]
        self._fritt = False
        self._senast: Tal | None = None
        self._utan = self._find_best_without() if self._i_planen else utgang.nytta

    def find(self, storhet: Storhet, nu: float, samre: float, battre: float) -> Brytpunkt:
        """Search from today's figure towards worse if the insats is in the plan, towards better if it is not."""
        provat = samre if self._i_planen else battre
        grans = None
        if nu != provat:
            self._vrid, self._bredd = Vridning(self._m, self._sokare, self._j, storhet, nu), _NOGGRANNHET[storhet]
            grans = self._search(storhet, nu, provat)
            self._vrid.turn(nu)
        return Brytpunkt(self._p.insatser[self._j], self._i_planen, storhet, nu, grans, provat, _NOGGRANNHET[storhet])

    def _find_best_without(self) -> float:
        kors = [y for (i, _), y in self._m.kolumner.kors.items() if i == self._j]
        rad = [self._m.program.radnamn.index(f"maste_koras_{self._j + 1}")]
        self._sokare.bruk.set_row_bounds(rad, -np.inf, np.inf)
        self._sokare.bruk.set_bounds(kors, 0.0, 0.0)
        utan = self._sokare.maximise(self._m.nytta).mal
        self._sokare.bruk.set_row_bounds(rad, 1.0, np.inf)
        self._sokare.bruk.set_bounds(kors, 0.0, 1.0)
        return utan

    def _search(self, storhet: Storhet, nu: float, provat: float) -> float | None:
        """The threshold between today's figure and the far end; None = the same side all the way."""
        if not self._i_planen and storhet == "fast_kostnad_kr":
            return find_highest_cost(self._m, self._j, self._utan, self._kostnad_kr, _MARKBAR, self._erfarenhet)
        sok = self._follow_out if self._i_planen else self._find_nearest
        slut = sok(storhet, nu, provat)
        return None if slut is None else sum(slut) / 2

    def _follow_out(self, storhet: Storhet, inne: float, ute: float) -> tuple[float, float] | None:
        """From a figure where the insats is in: two next to each other, in at the first and not at the second; None
        where it is in all the way.
        """
        steg, beslut = 0.125 * max(abs(inne), abs(ute)), self._senast
        if beslut is None or not self._gain_of(beslut, inne)[0] > 0:
            _, beslut = self._look(storhet, inne)
        while beslut is not None:
            self._senast = beslut
            slut = follow(partial(self._gain_of, beslut), inne, ute, self._bredd)
            if slut is None:
                return None
            inne = slut[1]
            ar_inne, beslut = self._look(storhet, inne)
            if not ar_inne:
                return slut
        slut = step_out(partial(self._is_in, storhet), inne, ute, steg)
        if slut is None:
            return None
        return follow(lambda x: (1.0 if self._is_in(storhet, x) else -1.0, np.nan), *slut, self._bredd) or slut

    def _find_nearest(self, storhet: Storhet, nu: float, provat: float) -> tuple[float, float] | None:
        """From today's figure, where the insats is not in, the first two next to each other, in at the first and not at
        the second; None where it is in nowhere.

        The better a figure is, the more nytta, with one exception: where struktur may have no more than a share, a
        lower cost leaves less room for it. So the threshold is first sought without that limit: at no figure nearer
        than that is it in with the limit.
        """
        fran = nu
        if storhet == "kostnad_per_deltagare_kr" and self._hogst_andel:
            self._let_go_of_highest_share(True)
            fritt = self._is_in(storhet, provat)
            slut = self._follow_out(storhet, provat, nu) if fritt else None
            self._let_go_of_highest_share(False)
            if not fritt or (slut is not None and self._is_in(storhet, slut[0])):
                return slut
            fran = nu if slut is None else slut[0]
        elif self._is_in(storhet, provat):
            return self._follow_out(storhet, provat, nu)
        steg = step_out(lambda x: not self._is_in(storhet, x), fran, provat, abs(nu) / 64)
        return None if steg is None else self._follow_out(storhet, steg[1], steg[0])

    def _let_go_of_highest_share(self, fritt: bool) -> None:
        """Whether struktur may have any share; as long as it may, an insats that ties is in."""
        hogst = np.full(len(self._hogst_andel), np.inf if fritt else 0.0)
        self._sokare.bruk.set_row_bounds(self._hogst_andel, np.full(len(hogst), -np.inf), hogst)
        self._fritt = fritt

    def _is_in(self, storhet: Storhet, varde: float) -> bool:
        return self._look(storhet, varde)[0]

    def _look(self, storhet: Storhet, varde: float) -> tuple[bool, Tal | None]:
        """Whether the insats is in the best plan at this figure, with decisions that are better than the best without
        it. Where nytta does not say, all three stages do, and there are none.
        """
        nytta = self._vrid.turn(varde)
        topp = self._sokare.maximise(nytta, self._utan - _MARKBAR, nog=self._utan + _MARKBAR)
        gain = self._gain(topp.mal)
        if abs(gain) > _MARKBAR or self._fritt:
            return gain >= -_MARKBAR, topp.beslut if gain > _MARKBAR else None
        kors, self._erfarenhet = find_running_and_learn(vary(self._p, self._j, storhet, varde), self._erfarenhet)
        return kors is not None and bool(kors[self._j]), None

    def _gain_of(self, beslut: Tal, varde: float) -> tuple[float, float]:
        """What these decisions give at this figure above the best plan without the insats, in nytta, and above what is
        none; and how that changes with the figure.
        """
        self._sokare.bruk.set_objective(self._vrid.turn(varde))
        svar = self._sokare.bruk.solve(beslut, beslut)
        if svar.varden is None:
            return -np.inf, np.nan
        return self._gain(svar.mal) - _MARKBAR, self._vrid.read_slope(svar)

    def _gain(self, med: float) -> float:
        return med - self._utan if np.isfinite(med - self._utan) else (1.0 if med > self._utan else -np.inf)
