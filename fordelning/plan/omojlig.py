"""An impossible plan in words: every set of demands that cannot hold together, one after the other, and the least money
per year that would do.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import reduce

import numpy as np

from fordelning.pengar import format_kr
from fordelning.plan.bygge import build
from fordelning.plan.highs import HighsLosare
from fordelning.plan.kolumn import make_money_a_column
from fordelning.plan.krav import Krav, Lattnad, list_demands
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.program import TKR
from fordelning.tecken import join_words

_VISADE_KVAR = 3
"""So many demands that are left without one are named; of more it is told how many they are."""
_OREN_TKR = 1e-6
"""A tenth of an öre: sums that differ by less are equal."""


@dataclass(frozen=True, slots=True)
class Konflikt:
    """Demands that cannot hold together; take any one of them away and the others can.

    `fattas_per_ar_kr`: money, whole kronor per year of the plan, with which they can all hold; empty = no money helps.
    `kvar` per demand: what still cannot hold together when that demand alone is dropped; empty = then a plan is
    possible.
    """

    krav: tuple[Krav, ...]
    fattas_per_ar_kr: tuple[float, ...]
    kvar: tuple[tuple[Krav, ...], ...]


@dataclass(frozen=True, slots=True)
class Omojlighet:
    """Why there is no plan: conflicts that share no demand, so that each has to be solved by itself.

    `fattas_per_ar_kr`: the least money in all, whole kronor per year, as late as it can come, with which there is a
    plan; `fattas_kr` their sum. None and empty = no amount of money is enough.
    """

    forbund_kod: str
    budgetar: tuple[int, ...]
    konflikter: tuple[Konflikt, ...]
    fattas_kr: float | None
    fattas_per_ar_kr: tuple[float, ...]

    @property
    def krav(self) -> tuple[Krav, ...]:
        """The demands of all conflicts."""
        return tuple(krav for konflikt in self.konflikter for krav in konflikt.krav)

    def __str__(self) -> str:
        return "\n".join(_tell(self))


def explain_impossible(p: Problem) -> Omojlighet | None:
    """Why the problem has no plan; None when it has one. Every statement is made by solving again."""
    if is_possible(p):
        return None
    fattas = find_smallest_amount(p)
    return Omojlighet(
        forbund_kod=p.forbund_kod,
        budgetar=p.budgetar,
        konflikter=tuple(_list_conflicts(p)),
        fattas_kr=None if fattas is None else float(fattas.sum()),
        fattas_per_ar_kr=() if fattas is None else tuple(fattas.tolist()),
    )


def is_possible(p: Problem) -> bool:
    """Whether any plan meets every demand."""
    m = build(p)
    return HighsLosare(m.program).solve(np.zeros(len(m.nytta)), False).status == "optimal"


def find_smallest_amount(p: Problem) -> Tal | None:
    """(H,) the extra money per year with which a plan is possible, whole kronor; None when no money is enough.

    Least in sum, and of such amounts those with least in the first year, then in the second: a krona less in any year
    is not enough, nor is the same sum later.
    """
    tak = _more_than_enough(p)
    m = build(replace(p, tillskott_kr=p.tillskott_kr + tak))
    antal_ar = len(p.budgetar)
    for t in range(antal_ar):
        m = make_money_a_column(m, t, tak)
    solver = HighsLosare(m.program)
    alla = np.zeros(len(m.nytta))
    alla[-antal_ar:] = 1.0
    for mal in (alla, *np.eye(len(alla))[-antal_ar:]):
        svar = solver.solve(mal, True)
        if svar.varden is None:
            return None
        solver.add_row(mal, svar.mal - _OREN_TKR, np.inf)
        sparat = svar.varden[-antal_ar:]
    return _round_up(p, np.maximum(0.0, tak - sparat * TKR))


def _round_up(p: Problem, belopp: Tal) -> Tal:
    """Whole kronor, not one more than is needed: öre that only come of the solver's tolerance are dropped."""
    hela = np.ceil(np.round(belopp, 2))
    for t in range(len(hela)):
        while not is_possible(replace(p, tillskott_kr=p.tillskott_kr + hela)) and hela[t] < belopp[t] + 1:
            hela[t] += 1
    return np.asarray(hela)


def _more_than_enough(p: Problem) -> float:
    """An amount a year, kr, that pays everything the problem holds."""
    lagst = np.abs(p.lagsta_kapital_kr[np.isfinite(p.lagsta_kapital_kr)]).max(initial=0.0)
    return float(p.hogsta_kostnad_kr.sum() + p.administration_kr.sum() + lagst + abs(p.eget_kapital_kr))


def _list_conflicts(p: Problem) -> Iterator[Konflikt]:
    """Conflict after conflict, each found when all demands of those before are dropped; first those that no money
    solves, so that one is told wherever no amount is enough.
    """
    kvar = p
    while not is_possible(kvar):
        med_pengar = replace(kvar, lagsta_kapital_kr=np.full_like(kvar.lagsta_kapital_kr, -np.inf))
        krav, ensamma = _find_conflict(kvar if is_possible(med_pengar) else med_pengar)
        if not krav:
            return
        fattas = find_smallest_amount(ensamma)
        yield Konflikt(
            tuple(k for k, _ in krav),
            () if fattas is None else tuple(fattas.tolist()),
            tuple(_find_rest(utan(p)) for _, utan in krav),
        )
        for _, utan in krav:
            kvar = utan(kvar)


def _find_rest(p: Problem) -> tuple[Krav, ...]:
    return () if is_possible(p) else tuple(krav for krav, _ in _find_conflict(p)[0])


def _find_conflict(p: Problem) -> tuple[list[tuple[Krav, Lattnad]], Problem]:
    """Deletion filter: drop each demand that the conflict survives without; those left cannot hold together, and none
    is idle. With them the problem that has no other demands; it is what their words are of.
    """
    konflikt: list[tuple[Krav, Lattnad]] = []
    ensamma = _drop_idle(p, list(list_demands(p)), konflikt)
    ord_ = {krav: krav for krav, _ in list_demands(ensamma)}
    return [(ord_[krav], utan) for krav, utan in konflikt], ensamma


def _drop_idle(
    p: Problem, krav: Sequence[tuple[Krav, Lattnad]], konflikt: list[tuple[Krav, Lattnad]], nagot_behovs: bool = False
) -> Problem:
    """The problem without those of the demands that it stays impossible without, tried in order; the others are added
    to `konflikt`. All at once where that is possible, else half of them at a time: dropping fewer never makes a
    problem possible. `nagot_behovs` = not all of them can go.
    """
    provat = p if nagot_behovs else reduce(lambda q, par: par[1](q), krav, p)
    if not nagot_behovs and not is_possible(provat):
        return provat
    if len(krav) <= 1:
        konflikt.extend(krav)
        return p
    fore, mitt = len(konflikt), len(krav) // 2
    kvar = _drop_idle(p, krav[:mitt], konflikt)
    return _drop_idle(kvar, krav[mitt:], konflikt, len(konflikt) == fore)


def _tell(o: Omojlighet) -> Iterator[str]:
    """The conflicts in words (Swedish), each with its own sentence on money."""
    flera = len(o.konflikter) > 1
    yield f"{o.forbund_kod}: ingen plan är möjlig." + (
        f" Kraven är oförenliga på {len(o.konflikter)} ställen, och varje ställe måste lösas för sig."
        if flera
        else " De här kraven går inte att förena:"
    )
    for nummer, konflikt in enumerate(o.konflikter, 1):
        if flera:
            yield f"  {nummer}. De här kraven går inte att förena:"
        for krav, kvar in zip(konflikt.krav, konflikt.kvar, strict=True):
            yield f"  - {krav.text} ({krav.plats})" + _tell_rest(kvar, o.konflikter, nummer)
        if not konflikt.fattas_per_ar_kr:
            yield "  Mer pengar hjälper inte: något av kraven måste ändras."
        elif konflikt.fattas_per_ar_kr != o.fattas_per_ar_kr:
            yield f"  {tell_missing(konflikt.fattas_per_ar_kr, o.budgetar)} Med det går just de här kraven ihop."
    if o.fattas_kr is not None:
        i_allt = o.konflikter[0].fattas_per_ar_kr != o.fattas_per_ar_kr
        vad = "För hela planen fattas" if i_allt else "Det fattas"
        eller = "" if flera or any(o.konflikter[0].kvar) else ", eller utan ett av kraven,"
        yield f"  {tell_missing(o.fattas_per_ar_kr, o.budgetar, vad)} Med det beloppet{eller} går planen ihop."


def _tell_rest(kvar: Sequence[Krav], konflikter: Sequence[Konflikt], nummer: int) -> str:
    """What dropping the demand alone would leave, where that is not told by the other conflicts."""
    andra = {k.krav for i, k in enumerate(konflikter, 1) if i != nummer}
    if not kvar or tuple(kvar) in andra:
        return ""
    if len(kvar) > _VISADE_KVAR:
        return f" – det räcker inte att ta bort det: då går {len(kvar)} andra krav inte att förena"
    return f" – utan det kravet återstår kraven i {'; '.join(dict.fromkeys(krav.plats for krav in kvar))}"


def tell_missing(per_ar: Sequence[float], budgetar: Sequence[int], vad: str = "Det fattas") -> str:
    """The missing amounts (Swedish): one sum in a plan of one year, else per year."""
    if not per_ar:
        return "Mer pengar hjälper inte."
    delar = [f"{format_kr(kr)} kr {ar}" for kr, ar in zip(per_ar, budgetar, strict=True) if kr > 0]
    if len(budgetar) == 1:
        return f"{vad} {format_kr(per_ar[0])} kr."
    return f"{vad} {join_words(delar)}." + (" Samma pengar ett senare år räcker inte." if any(per_ar[:-1]) else "")
