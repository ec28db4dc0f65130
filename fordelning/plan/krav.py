"""Every demand of a plan in words, and the problem without it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace

import numpy as np

from fordelning.pengar import SYNS_KR, format_kr
from fordelning.plan.kolumner import compute_highest_kapital
from fordelning.plan.kontroll import compute_kapital
from fordelning.plan.lydelse import format_antal, join_years
from fordelning.plan.problem import Mask, Problem, Tal, put

Lattnad = Callable[[Problem], Problem]
"""The same problem without one demand."""


@dataclass(frozen=True, slots=True)
class Krav:
    """A demand in words (Swedish), and where it is in the inputs. The same demand can be told in other words."""

    villkor: str
    text: str = field(compare=False)
    plats: str


def list_demands(p: Problem) -> Iterator[tuple[Krav, Lattnad]]:
    """Every demand and the problem without it; first those that can least be chosen, so that the others are named.

    The words say what this problem counts: the cost of a decided insats is the least that its other demands leave, in
    the years that some demand on money is of.
    """
    manga = 10.0 * float(p.behov_antal.sum() + p.hogst_antal.sum()) + 10.0
    yield from _demands_of_volume(p, manga)
    for g, namn in enumerate(p.malgruppsnamn):
        antal = p.behov_antal[g]
        text = f"i {namn} " + (f"finns bara {format_antal(antal)} personer i behov" if antal else "är ingen i behov")
        yield Krav("behov", text, f"behov.csv, {p.malgrupper[g]}"), _without("behov_antal", g, manga)
    yield from _demands_of_money(p)
    for j in np.flatnonzero(p.beslutad & p.kan_koras.any(axis=1)).tolist():
        text = f"{p.insatsnamn[j]} är beslutad{_tell_least_cost(p, j)}"
        yield Krav("beslutad", text, f"insatser.csv, {p.insatser[j]}"), _without("beslutad", j, False)


def _demands_of_volume(p: Problem, manga: float) -> Iterator[tuple[Krav, Lattnad]]:
    for j in np.flatnonzero(~p.struktur & p.kan_koras.any(axis=1)).tolist():
        plats = f"insatser.csv, {p.insatser[j]}"
        hogst = f"{p.insatsnamn[j]} tar emot högst {format_antal(p.hogst_antal[j])}"
        yield Krav("hogst", hogst, plats), _without("hogst_antal", j, manga)
        if p.minst_antal[j] > 0:
            minst = f"{p.insatsnamn[j]} tar emot minst {format_antal(p.minst_antal[j])}"
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
    for t in np.flatnonzero(np.isfinite(p.lagsta_kapital_kr)).tolist():
        plats = f"planering.csv, {p.budgetar[t]}"
        yield Krav("lagsta_kapital", _tell_kapital(p, t), plats), _without("lagsta_kapital_kr", t, -np.inf)


def _tell_kapital(p: Problem, t: int) -> str:
    """The lowest level of a year, and all the money there is until then."""
    lagst, forst = format_kr(p.lagsta_kapital_kr[t]), format_kr(p.eget_kapital_kr)
    bidrag, adm = (format_kr(v[: t + 1].sum()) for v in (p.bidrag_kr, p.administration_kr))
    return (
        f"eget kapital ska vara minst {lagst} kr vid utgången av {p.budgetar[t]}, med {forst} kr vid ingången av "
        f"{p.budgetar[0]} och därefter {bidrag} kr i bidrag{_tell_cut(p, t)} och {adm} kr i administration"
    )


def _tell_cut(p: Problem, t: int) -> str:
    """What an excess takes of the contributions up to a year: of an amount where the least that has to be run is what
    leaves the most, else that it may take some.
    """
    if p.avdrag_andel <= 1 and not _demands_struktur(p).any():
        minst = (p.trappning * p.kan_koras * _least_of_a_year(p)[:, None])[p.beslutad].sum(axis=0)
        avdrag_kr = sum(rad.avdrag_kr for rad in compute_kapital(p, minst)[: t + 1])
        return f", {format_kr(avdrag_kr)} kr i avdrag för överskott" if avdrag_kr >= SYNS_KR else ""
    kan_dras = p.avdrag_andel > 0 and bool((np.array(compute_highest_kapital(p)) > p.rimlig_niva_kr)[:t].any())
    return " före avdrag för överskott" if kan_dras else ""


def _demands_struktur(p: Problem) -> Mask:
    return np.asarray((p.struktur_minst_andel > 0) | (p.struktur_hogst_andel < 1))


def _least_of_a_year(p: Problem) -> Tal:
    """(J,) kr: what each insats costs a year, before trappning, with as few participants as it may have."""
    return np.asarray(p.fast_kr + p.minst_antal * p.per_deltagare_kr)


def _tell_least_cost(p: Problem, j: int) -> str:
    """What a decided insats costs at least in the years that a demand on money is of; nothing where no demand is."""
    sist = int(np.flatnonzero(np.isfinite(p.lagsta_kapital_kr)).max(initial=-1))
    ar = np.flatnonzero(p.kan_koras[j] & (_demands_struktur(p) | (np.arange(len(p.budgetar)) <= sist)))
    kr = float(p.trappning[j, ar].sum() * _least_of_a_year(p)[j])
    if not kr:
        return ""
    utan = ", också utan deltagare" if p.minst_antal[j] == 0 < p.per_deltagare_kr[j] else ""
    return f" och kostar minst {format_kr(kr)} kr {join_years([p.budgetar[t] for t in ar])}{utan}"


def _without(falt: str, index: int, varde: float | bool) -> Lattnad:
    """The problem with one figure of one field so loose that it demands nothing."""
    return lambda p: replace(p, **{falt: put(getattr(p, falt), index, varde)})


def _procent(andel: float) -> str:
    return f"{100 * andel:.4g} %".replace(".", ",")
