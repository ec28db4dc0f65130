"""What other figures do to the grants: figures that were revised since, and the noise of SCB's method."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import numpy as np

from fordelning.analys.jamforelse import Jamforelse, compare
from fordelning.analys.lage import Fall
from fordelning.begrepp import Omrade, Vektor
from fordelning.modell import Modell
from fordelning.modellkontroll import meet
from fordelning.resultat import allocate
from fordelning.statistik.figurer import Figurer
from fordelning.statistik.metod import Brus
from fordelning.statistik.utkast import Kolumn
from fordelning.underlag import Granskat

_DRAGNINGAR = 200
_FRO = 1


@dataclass(frozen=True, slots=True)
class Revidering:
    """A kommun whose published figure is another than before."""

    kommun_kod: str
    fore: float
    efter: float


def find_revised(fore: Figurer, efter: Figurer) -> tuple[Revidering, ...]:
    """The kommuner whose figures differ between two downloads, the largest relative change first."""
    rader = [
        Revidering(kod, float(fore.tal[kod]), float(tal)) for kod, tal in efter.tal.items() if fore.tal[kod] != tal
    ]
    return tuple(sorted(rader, key=lambda r: (-abs(r.efter - r.fore) / max(r.fore, 1.0), r.kommun_kod)))


def compare_grants(fore: Granskat, efter: Granskat, modell: Modell) -> Jamforelse:
    """The grants with the earlier figures and with the later, by the same model."""
    a, b = (allocate(modell, meet(modell, g.underlag)) for g in (fore, efter))
    return compare(a, b)


@dataclass(frozen=True, slots=True, eq=False)
class Bruseffekt:
    """What noise can move in the grants, kr, in code order (F,): standard deviation, and the most in any draw."""

    koder: tuple[str, ...]
    namn: tuple[str, ...]
    avvikelse_kr: Vektor
    storst_kr: Vektor
    celler: int
    per_figur_antal: float


def measure_noise(granskat: Granskat, modell: Modell, kolumn: Kolumn, figurer: Figurer, brus: Brus) -> Bruseffekt:
    """The grants over draws in which every figure has the noise of its cells.

    A figure that is the sum of n cells has √n times a cell's standard deviation, and the mean of m times 1/m of the
    sum's; a kommun's parts share it. Independent cells of equal noise are an assumption (models/statistik.toml).
    The draws have a fixed seed, so the answer is always the same.
    """
    fall = Fall(meet(modell, granskat.underlag), modell)
    per_figur = compute_figure_noise(brus, figurer.celler, figurer.tider)
    andelar = share_by_forbund(granskat.tabeller["omraden"].poster, kolumn)
    dragna = np.random.default_rng(_FRO).normal(0.0, per_figur, (_DRAGNINGAR, len(andelar)))
    vikter = np.array([[per_kod.get(kod, 0.0) for kod in fall.koder] for per_kod in andelar.values()])
    figur = getattr(fall.underlag, kolumn)
    resultat = fall.change({kolumn: np.maximum(figur + dragna @ vikter, 1.0)}).allocate()
    rorelse = resultat.tilldelning_kr - fall.allocate().tilldelning_kr
    return Bruseffekt(
        fall.koder,
        tuple(f.namn for f in fall.underlag.forbund),
        np.asarray(rorelse.std(axis=0), np.float64),
        np.asarray(np.abs(rorelse).max(axis=0), np.float64),
        figurer.celler,
        per_figur,
    )


def compute_figure_noise(brus: Brus, celler_antal: int, tider_antal: int) -> float:
    """The standard deviation, persons, of a figure that is the mean of so many times of the sum of so many cells."""
    return brus.standardavvikelse_antal * math.sqrt(celler_antal) / tider_antal


def share_by_forbund(omraden: Iterable[Omrade], kolumn: Kolumn) -> Mapping[str, dict[str, float]]:
    """Kommun → how much of its figure lies in each förbund ("" = outside), as a share."""
    summor: dict[str, dict[str, float]] = {}
    for o in omraden:
        per_kod = summor.setdefault(o.kommun_kod, {})
        per_kod[o.forbund_kod or ""] = per_kod.get(o.forbund_kod or "", 0.0) + getattr(o, kolumn)
    return {
        kommun: {kod: tal / (sum(per_kod.values()) or 1.0) for kod, tal in per_kod.items()}
        for kommun, per_kod in summor.items()
    }
