"""An impossible plan in words: the smallest set of demands that cannot hold together, and the smallest amount that
would do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from fordelning.pengar import format_kr
from fordelning.plan.bygge import build
from fordelning.plan.highs import HighsLosare
from fordelning.plan.problem import Problem, Tal, put
from fordelning.plan.program import TKR
from fordelning.plan.skuggpris import make_money_a_column

Lattnad = Callable[[Problem], Problem]
"""The same problem without one demand."""


@dataclass(frozen=True, slots=True)
class Krav:
    """A demand in words (Swedish), and where it is in the inputs."""

    villkor: str
    text: str
    plats: str


@dataclass(frozen=True, slots=True)
class Omojlighet:
    """Why there is no plan. Take any one of `krav` away and the others can hold. `fattas_kr` None = no amount of money
    helps.

    `fattas_per_ar_kr` says in which years the money is needed; with it, or more, the problem has a plan.
    """

    forbund_kod: str
    krav: tuple[Krav, ...]
    fattas_kr: float | None
    fattas_per_ar_kr: tuple[float, ...]

    def __str__(self) -> str:
        rader = [f"{self.forbund_kod}: ingen plan är möjlig. De här kraven går inte att förena:"]
        rader += [f"  - {krav.text} ({krav.plats})" for krav in self.krav]
        if self.fattas_kr is None:
            rader.append("  Mer pengar hjälper inte: något av kraven måste ändras.")
        else:
            fattas = format_kr(np.ceil(self.fattas_kr))
            rader.append(f"  Det fattas {fattas} kr. Med det beloppet, eller utan ett av kraven, går planen ihop.")
        return "\n".join(rader)


def explain_impossible(p: Problem) -> Omojlighet | None:
    """Why the problem has no plan; None when it has one."""
    if is_possible(p):
        return None
    fattas = find_smallest_amount(p)
    return Omojlighet(
        forbund_kod=p.forbund_kod,
        krav=tuple(_find_conflict(p)),
        fattas_kr=None if fattas is None else float(fattas.sum()),
        fattas_per_ar_kr=() if fattas is None else tuple(fattas.tolist()),
    )


def is_possible(p: Problem) -> bool:
    """Whether any plan meets every demand."""
    m = build(p)
    return HighsLosare(m.program).solve(np.zeros(len(m.nytta)), False).status == "optimal"


def find_smallest_amount(p: Problem) -> Tal | None:
    """(H,) the extra money per year, kr, least in sum, with which a plan is possible; None when no money is enough."""
    tak = _more_than_enough(p)
    m = build(replace(p, tillskott_kr=p.tillskott_kr + tak))
    antal_ar = len(p.budgetar)
    for t in range(antal_ar):
        m = make_money_a_column(m, t, tak)
    mal = np.zeros(len(m.nytta))
    mal[-antal_ar:] = 1.0
    svar = HighsLosare(m.program).solve(mal, True)
    if svar.varden is None:
        return None
    return np.maximum(0.0, np.round(tak - svar.varden[-antal_ar:] * TKR, 3))


def _more_than_enough(p: Problem) -> float:
    """An amount a year, kr, that pays everything the problem holds."""
    mest = p.kan_koras * p.trappning * (p.fast_kr + p.per_deltagare_kr * p.hogst_antal)[:, None]
    return float(mest.sum() + p.administration_kr.sum() + np.abs(p.lagsta_kapital_kr).max() + abs(p.eget_kapital_kr))


def _find_conflict(p: Problem) -> Iterator[Krav]:
    """Deletion filter: drop each demand that the conflict survives without; those left cannot hold together, and none
    is idle.
    """
    kvar = p
    for krav, utan in _list_demands(p):
        provat = utan(kvar)
        if is_possible(provat):
            yield krav
        else:
            kvar = provat


def _list_demands(p: Problem) -> Iterator[tuple[Krav, Lattnad]]:
    """Every demand and the problem without it; first those that can least be chosen, so that the others are named."""
    manga = 10.0 * float(p.behov_antal.sum() + p.hogst_antal.sum()) + 10.0
    yield from _demands_of_volume(p, manga)
    for g, namn in enumerate(p.malgruppsnamn):
        text = f"i {namn} finns bara {_antal(p.behov_antal[g])} personer i behov"
        yield Krav("behov", text, f"behov.csv, {p.malgrupper[g]}"), _without("behov_antal", g, manga)
    yield from _demands_of_money(p)
    for j in np.flatnonzero(p.beslutad & p.kan_koras.any(axis=1)).tolist():
        kr = float((p.trappning[j] * p.kan_koras[j]).sum() * (p.fast_kr[j] + p.minst_antal[j] * p.per_deltagare_kr[j]))
        text = f"{p.insatsnamn[j]} är beslutad och kostar minst {format_kr(kr)} kr under planens år"
        yield Krav("beslutad", text, f"insatser.csv, {p.insatser[j]}"), _without("beslutad", j, False)


def _demands_of_volume(p: Problem, manga: float) -> Iterator[tuple[Krav, Lattnad]]:
    for j in np.flatnonzero(~p.struktur & p.kan_koras.any(axis=1)).tolist():
        plats = f"insatser.csv, {p.insatser[j]}"
        hogst = f"{p.insatsnamn[j]} tar emot högst {_antal(p.hogst_antal[j])}"
        yield Krav("hogst", hogst, plats), _without("hogst_antal", j, manga)
        if p.minst_antal[j] > 0:
            minst = f"{p.insatsnamn[j]} tar emot minst {_antal(p.minst_antal[j])}"
            yield Krav("minst", minst, plats), _without("minst_antal", j, 0.0)


def _demands_of_money(p: Problem) -> Iterator[tuple[Krav, Lattnad]]:
    for t, ar in enumerate(p.budgetar):
        plats = f"planering.csv, {ar}"
        if p.struktur_minst_andel[t] > 0:
            andel = _procent(p.struktur_minst_andel[t])
            text = f"strukturövergripande insatser ska vara minst {andel} av insatskostnaden {ar}"
            yield Krav("struktur_minst", text, plats), _without("struktur_minst_andel", t, 0.0)
        if p.struktur_hogst_andel[t] < 1:
            andel = _procent(p.struktur_hogst_andel[t])
            text = f"strukturövergripande insatser får vara högst {andel} av insatskostnaden {ar}"
            yield Krav("struktur_hogst", text, plats), _without("struktur_hogst_andel", t, 1.0)
    for t, ar in enumerate(p.budgetar):
        lagst, bidrag, adm = (format_kr(v[t]) for v in (p.lagsta_kapital_kr, p.bidrag_kr, p.administration_kr))
        text = (
            f"eget kapital ska vara minst {lagst} kr vid utgången av {ar}, "
            f"med {bidrag} kr i bidrag och {adm} kr i administration det året"
        )
        yield (
            Krav("lagsta_kapital", text, f"planering.csv, {ar}"),
            _without("lagsta_kapital_kr", t, -np.inf),
        )


def _without(falt: str, index: int, varde: float | bool) -> Lattnad:
    """The problem with one figure of one field so loose that it demands nothing."""
    return lambda p: replace(p, **{falt: put(getattr(p, falt), index, varde)})


def _antal(antal: float) -> str:
    return format_kr(antal, 0 if float(antal).is_integer() else 1)


def _procent(andel: float) -> str:
    return f"{100 * andel:.4g} %".replace(".", ",")
