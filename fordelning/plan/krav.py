"""Every demand of a plan in words, and the problem without it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from fordelning.pengar import format_kr
from fordelning.plan.problem import Problem, put

Lattnad = Callable[[Problem], Problem]
"""The same problem without one demand."""


@dataclass(frozen=True, slots=True)
class Krav:
    """A demand in words (Swedish), and where it is in the inputs."""

    villkor: str
    text: str
    plats: str


def list_demands(p: Problem) -> Iterator[tuple[Krav, Lattnad]]:
    """Every demand and the problem without it; first those that can least be chosen, so that the others are named."""
    manga = 10.0 * float(p.behov_antal.sum() + p.hogst_antal.sum()) + 10.0
    yield from _demands_of_volume(p, manga)
    for g, namn in enumerate(p.malgruppsnamn):
        antal = p.behov_antal[g]
        text = f"i {namn} " + (f"finns bara {format_antal(antal)} personer i behov" if antal else "är ingen i behov")
        yield Krav("behov", text, f"behov.csv, {p.malgrupper[g]}"), _without("behov_antal", g, manga)
    yield from _demands_of_money(p)
    for j in np.flatnonzero(p.beslutad & p.kan_koras.any(axis=1)).tolist():
        kr = float((p.trappning[j] * p.kan_koras[j]).sum() * (p.fast_kr[j] + p.minst_antal[j] * p.per_deltagare_kr[j]))
        text = f"{p.insatsnamn[j]} är beslutad och kostar minst {format_kr(kr)} kr under planens år"
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


def format_antal(antal: float) -> str:
    """Participants as told: whole where they are whole, else with a decimal."""
    return format_kr(antal, 0 if float(antal).is_integer() else 1)


def name_years(p: Problem, index: Iterable[Any]) -> str:
    """The years with commas between; all of several years in two words."""
    aren = [str(p.budgetar[int(t)]) for t in index]
    return "alla år" if len(aren) == len(p.budgetar) > 1 else ", ".join(aren)


def _procent(andel: float) -> str:
    return f"{100 * andel:.4g} %".replace(".", ",")
