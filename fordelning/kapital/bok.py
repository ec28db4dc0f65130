"""Eget kapital over the years: a ledger in whole kronor, judged against the reasonable level and the lowest allowed.

ingående + intäkter − kostnader = utgående, and each year's ingående is the year before's utgående. What lies above the
reasonable level at the end of a year limits the state's grant of the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

import numpy as np

from fordelning.begrepp import Forbund, Kapitalar, Planering, Underlag, Vektor
from fordelning.fel import Anmarkning, IngenModellFel
from fordelning.kapital.ar import Arskapital, judge
from fordelning.modell import Modell
from fordelning.pengar import format_kr

RANGORDNING = ("utfall", "prognos", "budget")
"""Which row is used when a year has several: what happened before what is expected before what was decided."""

ValjModell = Callable[[int], Modell]
"""The model that is in force a given budget year."""

Rader = Mapping[tuple[str, int], Kapitalar]
"""The row that is used per förbund and year."""


def choose_rows(kapital: Iterable[Kapitalar]) -> Rader:
    """One row per förbund and year: utfall before prognos before budget; of two alike the later in the sequence."""
    bast_sist = sorted(kapital, key=lambda rad: -RANGORDNING.index(rad.typ))
    return {(rad.forbund_kod, rad.ar): rad for rad in bast_sist}


def find_ended(forbund: Iterable[Forbund], kapital: Iterable[Kapitalar], budgetar: int) -> frozenset[str]:
    """A förbund that was there the year before, and exists only some months of this year, ended in it.

    One that is new this year and exists some months began in it, and goes on. (Our reading: no column says it.)
    """
    tidigare = {rad.forbund_kod for rad in kapital if rad.ar < budgetar}
    return frozenset(
        f.forbund_kod
        for f in forbund
        if f.manader is not None and f.manader < 12 and (f.tilldelning_fjol_kr > 0 or f.forbund_kod in tidigare)
    )


def get_lowest(planering: Sequence[Planering], koder: Sequence[str], ar: int) -> Vektor:
    """The lowest eget kapital allowed, kr (F,): as planned for the year, or the latest planned before it, else 0."""
    lagsta = {rad.forbund_kod: rad.lagsta_kapital_kr for rad in sorted(planering, key=lambda r: r.ar) if rad.ar <= ar}
    return np.array([lagsta.get(kod, 0.0) for kod in koder])


def find_modell(valj_modell: ValjModell, ar: int) -> Modell | None:
    """The model in force a year; None where there is none, as for years whose model is not published."""
    try:
        return valj_modell(ar)
    except IngenModellFel:
        return None


def make_history(underlag: Underlag, rader: Rader, valj_modell: ValjModell) -> tuple[Arskapital, ...]:
    """The ledger of the rows before the budget year, in order; a year holds the förbund that have a row."""
    tidigare = sorted({ar for _, ar in rader if ar < underlag.budgetar})
    return tuple(_make_year(underlag, rader, ar, find_modell(valj_modell, ar + 1)) for ar in tidigare)


def _make_year(underlag: Underlag, rader: Rader, ar: int, modell: Modell | None) -> Arskapital:
    arets = [rader[kod, ar] for kod in underlag.koder if (kod, ar) in rader]
    koder = tuple(rad.forbund_kod for rad in arets)
    intakter_kr = np.array([float(rad.intakter_kr) for rad in arets])
    rimlig_kr, statens_andel = judge(modell, intakter_kr)
    return Arskapital(
        ar=ar,
        koder=koder,
        typ=tuple(rad.typ for rad in arets),
        ingaende_kr=np.array([float(rad.ingaende_kr) for rad in arets]),
        intakter_kr=intakter_kr,
        kostnader_kr=np.array([float(rad.kostnader_kr) for rad in arets]),
        lagsta_kr=get_lowest(underlag.planering, koder, ar),
        rimlig_kr=rimlig_kr,
        manader_andel=np.ones(len(koder)),
        statens_andel=statens_andel,
    )


def find_breaks(bok: Sequence[Arskapital], rader: Rader) -> Iterator[Anmarkning]:
    """Where a year does not begin with what the year before ended with, or a row says otherwise than the ledger.

    A warning with both figures: the gate has already refused what is wrong within one kind of figures.
    """
    utgaende: dict[tuple[str, int], float] = {}
    for ar in bok:
        for kod, ingaende_kr, utgaende_kr in zip(ar.koder, ar.ingaende_kr, ar.utgaende_kr, strict=True):
            fore_kr, rad = utgaende.get((kod, ar.ar - 1), ingaende_kr), rader.get((kod, ar.ar))
            if fore_kr != ingaende_kr:
                yield _describe_break(kod, ar.ar, ingaende_kr, f"utgående {format_kr(fore_kr)} kr {ar.ar - 1}")
            if rad is not None and rad.ingaende_kr != ingaende_kr:
                yield _describe_break(kod, ar.ar, rad.ingaende_kr, f"{format_kr(ingaende_kr)} kr som boken räknar med")
            utgaende[kod, ar.ar] = utgaende_kr


def _describe_break(kod: str, ar: int, ingaende_kr: float, inte: str) -> Anmarkning:
    return Anmarkning(
        f"förbund {kod}, {ar}",
        f"ingående eget kapital {format_kr(ingaende_kr)} kr är inte {inte}",
        gor="Rätta den uppgift som är fel; kedjan ska hänga ihop.",
        allvar="varning",
    )


def find_shortfalls(ar: Arskapital) -> Iterator[Anmarkning]:
    """The förbund whose eget kapital ends the year below the lowest allowed."""
    for i in np.flatnonzero(ar.under_lagsta_kr > 0):
        utgaende, lagsta, fattas = (format_kr(v[i]) for v in (ar.utgaende_kr, ar.lagsta_kr, ar.under_lagsta_kr))
        yield Anmarkning(
            f"förbund {ar.koder[i]}, {ar.ar}",
            f"eget kapital blir {utgaende} kr vid årets slut, lägsta tillåtna är {lagsta} kr: {fattas} kr fattas",
            gor="Minska kostnaderna eller skjut till medel.",
            allvar="varning",
        )
