"""What more money would give: the next 100 000 kr, the price of a krona with the range where it holds, and nytta
against budget.

One sign: a positive price is nytta gained per 100 000 kr more. Every figure is a difference between two optimal plans;
in a plan with yes-and-no decisions the solver's own prices say nothing of it, so the range is searched over all plans,
not over the present one.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fordelning.plan.bygge import Modellbygge, build, fix_decisions
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.fraga import Utgang, make_utgang
from fordelning.plan.kolumn import find_farthest, make_money_a_column, only_last
from fordelning.plan.losning import compute_best_nytta
from fordelning.plan.problem import Problem, Tal, put
from fordelning.plan.program import TKR
from fordelning.plan.sokare import Sokare

NASTA_KR = 100_000.0
_PROVSTEG_KR = 10.0
"""The price is read this far above the plan's own money, where it has one value even if the plan stands at a corner."""
_MARKBAR = 1e-8
"""Nytta is off the line when it differs by more than this share."""
_FLEST_BYTEN = 20


@dataclass(frozen=True, slots=True)
class Skuggpris:
    """The price of money in one year. The line nytta + price · kronor holds from `fran_kr` to `till_kr` (kr more than
    today).

    None = the whole interval that was tried, `provat_kr` up or down, is on the line.
    """

    ar: int
    nytta_av_nasta_100000_kr: float
    nytta_per_100000_kr: float
    fran_kr: float | None
    till_kr: float | None
    provat_kr: float


@dataclass(frozen=True, slots=True)
class Frontpunkt:
    """A budget (all years' contributions, kr) and the highest nytta for it; None where no plan is possible."""

    andel: float
    budget_kr: float
    nytta: float | None


def add_money(p: Problem, t: int, belopp_kr: float) -> Problem:
    """The same problem with more (or less) money in one year; the reasonable level of eget kapital stays."""
    return replace(p, tillskott_kr=put(p.tillskott_kr, t, p.tillskott_kr[t] + belopp_kr))


def compute_next(p: Problem, nytta: float, t: int = 0, fran: Erfarenhet | None = None) -> float:
    """What the next 100 000 kr in a year give, in nytta: the best plan with them less the best plan without."""
    return compute_best_nytta(add_money(p, t, NASTA_KR), fran=fran) - nytta


def compute_skuggpris(p: Problem, t: int = 0, utgang: Utgang | None = None) -> Skuggpris:
    """The price of money in year t of a problem that has a plan, with the range where it holds over all plans.

    `utgang` is the same problem's, where it is known already.
    """
    utgang = utgang or make_utgang(p)
    provat = max(1e6, float(p.bidrag_kr[t]))
    lutning = find_price(p, t, utgang.nytta, utgang.erfarenhet)
    linje = _Linje(p, t, utgang, lutning, provat)
    return Skuggpris(
        ar=p.budgetar[t],
        nytta_av_nasta_100000_kr=compute_next(p, utgang.nytta, t, utgang.erfarenhet),
        nytta_per_100000_kr=lutning * NASTA_KR / TKR,
        fran_kr=linje.find_end(-1),
        till_kr=linje.find_end(+1),
        provat_kr=provat,
    )


def compute_front(
    p: Problem,
    andelar: Sequence[float] = (0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.3, 1.4),
    utgang: Utgang | None = None,
) -> tuple[Frontpunkt, ...]:
    """Highest nytta against budget: every year's contributions times a share, and the reasonable level of eget kapital,
    which is a share of the contributions, with them.
    """
    punkter = []
    for andel in andelar:
        skalat = replace(p, bidrag_kr=p.bidrag_kr * andel, rimlig_niva_kr=p.rimlig_niva_kr * andel)
        nytta = compute_best_nytta(skalat, fran=None if utgang is None else utgang.erfarenhet)
        punkter.append(Frontpunkt(andel, float(skalat.bidrag_kr.sum()), nytta if np.isfinite(nytta) else None))
    return tuple(punkter)


def find_price(p: Problem, t: int, nytta: float, fran: Erfarenhet | None = None) -> float:
    """Nytta per tkr for the next kronor: the price in the linear program of the plan that is best just above today's
    money; where that plan is a leap from today's, the price in today's own.
    """
    m = build(add_money(p, t, _PROVSTEG_KR))
    for bygge in (m, build(p)):
        topp = Sokare(bygge, fran).maximise(bygge.nytta)
        if topp.beslut is None or bygge.nycklar != m.nycklar:
            continue
        lp = fix_decisions(m, topp.beslut).solve(m.nytta, True)
        if lp.dualer is not None:
            pris = float(lp.dualer[m.program.radnamn.index(f"kapital_{t + 1}")])
            if abs(lp.mal - nytta - pris * _PROVSTEG_KR / TKR) < _MARKBAR * max(1.0, abs(nytta)):
                return pris
    return 0.0


class _Linje:
    """The line nytta + price · extra money, and how far the highest nytta of all plans follows it."""

    def __init__(self, p: Problem, t: int, utgang: Utgang, lutning_per_tkr: float, provat_kr: float) -> None:
        self._p, self._t, self._lutning, self._provat_kr = p, t, lutning_per_tkr, provat_kr
        self._nytta, self._erfarenhet = utgang.nytta, utgang.erfarenhet
        self._marginal = _MARKBAR * max(1.0, abs(utgang.nytta))

    def find_end(self, riktning: int) -> float | None:
        """The first amount (kr, signed as `riktning`) where the highest nytta leaves the line; None = nowhere."""
        hogst_kr = self._provat_kr if riktning > 0 else 0.0
        m = make_money_a_column(build(add_money(self._p, self._t, hogst_kr)), self._t, self._provat_kr)
        hogst = hogst_kr / TKR
        sokare = Sokare(m, self._erfarenhet)
        under = self._find_below(sokare, m, hogst, riktning)
        over = self._find_above(sokare, m, hogst, riktning * self._provat_kr / TKR if under is None else under)
        slut = under if over is None else over
        return None if slut is None else slut * TKR

    def _line_row(self, m: Modellbygge, hogst: float) -> tuple[Tal, float]:
        """nytta − price · extra, with extra = hogst − s, as coefficients; and what it is on the line."""
        return put(m.nytta, -1, self._lutning), self._nytta + self._lutning * hogst

    def _find_above(self, sokare: Sokare, m: Modellbygge, hogst: float, langst: float) -> float | None:
        """Least extra money (tkr), no more than `langst`, for which some plan is above the line; None = none is."""
        rad, niva = self._line_row(m, hogst)
        taget = find_farthest(sokare, m, (rad, niva + self._marginal), hogst - langst, hogst)
        return None if taget is None else hogst - taget

    def _find_below(self, sokare: Sokare, m: Modellbygge, hogst: float, riktning: int) -> float | None:
        """How far (tkr) plans stay on the line: as far as one plan's decisions carry, then the next best's, and on."""
        rad, niva = self._line_row(m, hogst)
        framme, gransen = 0.0, riktning * self._provat_kr / TKR
        for _ in range(_FLEST_BYTEN):
            prov = framme + riktning * min(1.0, abs(gransen - framme))
            golv = self._nytta + self._lutning * prov - self._marginal
            beslut = self._solve_at(sokare, m, hogst - prov, golv, nog=golv)
            if beslut is None:
                prov = framme
                beslut = self._solve_at(sokare, m, hogst - prov)
                if beslut is None:
                    return framme
            lp = fix_decisions(m, beslut)
            lp.add_row(rad, niva - self._marginal, np.inf)
            langst = lp.solve(only_last(m), riktning < 0)
            nytt = framme if langst.varden is None else hogst - float(langst.varden[-1])
            if abs(nytt - gransen) < 1e-6:
                return None
            if prov == framme or abs(nytt) <= abs(prov):
                return nytt if abs(nytt) > abs(framme) else framme
            framme = nytt
        return framme

    @staticmethod
    def _solve_at(sokare: Sokare, m: Modellbygge, s: float, golv: float = -np.inf, nog: float = np.inf) -> Tal | None:
        """Decisions with the highest nytta for one amount of money, or any above `nog`; None = none above `golv`."""
        sokare.bruk.set_bounds([len(m.nytta) - 1], s, s)
        return sokare.maximise(m.nytta, golv, nog).beslut
