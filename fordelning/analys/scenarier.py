"""Draws of uncertain data, and what they do to every förbund's grant."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.matt import count_limited, rank
from fordelning.analys.parametrar import AndringFel, find_nearest, list_parameters
from fordelning.analys.storhet import find_model_value, is_whole
from fordelning.analys.uppgifter import KOLUMNER, RAM
from fordelning.begrepp import Vektor
from fordelning.fel import Anmarkning
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd

_DECIMALER = 9
"""A factor is drawn to so many decimals: the last bits of exp differ between processors."""

Spridning = float | tuple[float, float]
"""A relative standard deviation of data, or the bounds that a model value, or the pot, is drawn evenly between."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Dragning:
    """Draws and their allocations. `fall` is the case drawn from, `resultat` the allocation of every draw, (S, F)."""

    fall: Fall
    resultat: Resultat
    fro: int
    spridning: tuple[tuple[str, Spridning], ...]

    def summarize(self) -> pd.DataFrame:
        """One row per förbund in code order: the grant without draws, and over them, kr.

        `forbund_kod, namn, tilldelning_kr, medel_kr, standardavvikelse_kr, minst_kr, p10_kr, median_kr, p90_kr,
        mest_kr`; percentiles interpolate linearly. `andel_golv, andel_tak`: the share of draws where a floor, or a
        ceiling, limits. `rang`: the place by grant without draws, 1 = the largest; `andel_samma_rang`: how often it
        keeps it.
        """
        import pandas as pd

        r, utan = self.resultat, self.fall.allocate()
        dragna, rang = r.tilldelning_kr, rank(utan.tilldelning_kr)
        p10, median, p90 = np.percentile(dragna, [10, 50, 90], axis=0)
        golv, tak = count_limited(r)
        return pd.DataFrame(
            {
                "forbund_kod": self.fall.koder,
                "namn": [f.namn for f in self.fall.underlag.forbund],
                "tilldelning_kr": utan.tilldelning_kr.astype(np.int64),
                "medel_kr": dragna.mean(axis=0),
                "standardavvikelse_kr": dragna.std(axis=0),
                "minst_kr": dragna.min(axis=0),
                "p10_kr": p10,
                "median_kr": median,
                "p90_kr": p90,
                "mest_kr": dragna.max(axis=0),
                "andel_golv": golv.mean(axis=0),
                "andel_tak": tak.mean(axis=0),
                "rang": rang,
                "andel_samma_rang": (rank(dragna) == rang).mean(axis=0),
            }
        )

    def __repr__(self) -> str:
        kolumner = ", ".join(_describe(namn, hur) for namn, hur in self.spridning)
        return f"<Dragning: {self.resultat.scenarier} dragningar (frö {self.fro}) av {kolumner}>"


def _describe(namn: str, hur: Spridning) -> str:
    text = f"{hur[0]:g}–{hur[1]:g}" if isinstance(hur, tuple) else f"± {100 * hur:g} %"
    return f"{namn} {text}".replace(".", ",")


def draw(fall: Fall, antal: int = 1_000, fro: int = 1, **spridning: Spridning) -> Dragning:
    """`antal` draws of a case whose data, or model, are uncertain, all allocated.

    `spridning`: a column of the data (as in `Fall.change`), or `ram_kr`, and its relative standard deviation: 0.05 is
    5 %. Each förbund's figure is multiplied by a lognormal factor of its own with mean 1 and that standard deviation,
    independent of every other; the pot has one factor. What is 0, or does not limit (inf), stays so. A model value, or
    `ram_kr`, may instead have (lowest, highest), and is drawn evenly between them; whole kronor stay whole.

    The draws depend only on the seed, the column and the förbund code: not on the order of rows or arguments, on which
    other förbund there are, or on the machine (PCG64).
    Raises UnderlagFel for an unknown name (with the nearest), a spread below 0, bounds that the model does not take, or
    a case that holds scenarios; GolvFel when the floors exceed the pot in any draw.
    """
    refuse_scenarios(fall, "draw")
    fel = [*_find_faults(fall, antal, fro, spridning)]
    if fel:
        raise AndringFel(fel)
    nya = {namn: _draw_values(fall, namn, antal, fro, hur) for namn, hur in sorted(spridning.items())}
    dragna = fall.change(nya) if nya else fall.change(ram_kr=np.full(antal, float(fall.underlag.ram_kr)))
    return Dragning(fall, dragna.allocate(), fro, tuple(sorted(spridning.items())))


def _find_faults(fall: Fall, antal: int, fro: int, spridning: Mapping[str, Spridning]) -> list[Anmarkning]:
    kanda, parametrar = [RAM, *KOLUMNER], [*list_parameters(fall.modell)]
    fel = []
    for namn, minst, varde in (("antal", 1, antal), ("fro", 0, fro)):
        if not isinstance(varde, int | np.integer) or isinstance(varde, bool) or varde < minst:
            fel.append(Anmarkning(f"draw, {namn}", f"«{varde}» går inte att använda", f"ett heltal, minst {minst}"))
    for namn, hur in spridning.items():
        mellan = isinstance(hur, tuple)
        if not (_is_figure(fall, namn) if mellan else namn in kanda):
            gor = find_nearest(namn, [*kanda, *parametrar] if mellan else kanda)
            vantat = "ett modellvärde, eller ram_kr" if mellan else "en kolumn i underlaget, eller ram_kr"
            fel.append(Anmarkning("draw", f"«{namn}» finns inte att dra{' mellan gränser' * mellan}", vantat, gor))
        elif mellan and not _are_bounds(hur):
            fel.append(Anmarkning(f"draw, {namn}", f"«{hur}» går inte att använda", "(minst, högst), två tal"))
        elif not mellan and not _is_share(hur):
            fel.append(Anmarkning(f"draw, {namn}", f"«{hur}» går inte att använda", "en andel, t.ex. 0.05"))
    return fel


def _is_figure(fall: Fall, namn: str) -> bool:
    """Whether a name is the pot, or a number of the model."""
    m = find_model_value(fall.modell, namn)
    return namn == RAM or (m is not None and m.ar_tal)


def _are_bounds(hur: object) -> bool:
    tal = isinstance(hur, tuple) and len(hur) == 2 and all(isinstance(v, int | float | np.number) for v in hur)
    return bool(tal and np.isfinite(hur).all() and hur[0] <= hur[1])  # type: ignore[call-overload, index]


def _is_share(hur: object) -> bool:
    return isinstance(hur, int | float | np.number) and 0 <= float(hur) < np.inf


def _draw_values(fall: Fall, namn: str, antal: int, fro: int, hur: Spridning) -> Vektor:
    """The column in every draw, (S, F); the pot or a model value (S,)."""
    if isinstance(hur, tuple):
        return draw_evenly(antal, fro, hur, namn, is_whole(fall.modell, namn))
    if namn == RAM:
        return np.asarray(fall.underlag.ram_kr * draw_factors(antal, fro, hur, namn, ""), np.float64)
    faktorer = np.stack([draw_factors(antal, fro, hur, namn, kod) for kod in fall.koder], axis=-1)
    return clip_column(namn, getattr(fall.underlag, namn) * faktorer)


def clip_column(namn: str, varden: Vektor) -> Vektor:
    """Figures within what a column can hold, (..., F)."""
    return np.clip(varden, KOLUMNER[namn].minst, KOLUMNER[namn].hogst)


def draw_factors(antal: int, fro: int, andel: float, namn: str, kod: str) -> Vektor:
    """Lognormal factors with mean 1 and standard deviation `andel`, (S,)."""
    varians = np.log1p(andel**2)
    z = _make_generator(fro, namn, kod).standard_normal(antal)
    return np.asarray(np.round(np.exp(np.sqrt(varians) * z - varians / 2), _DECIMALER), np.float64)


def draw_normal(antal: int, fro: int, namn: str, kod: str) -> Vektor:
    """Standard normal figures, (S,)."""
    return np.asarray(np.round(_make_generator(fro, namn, kod).standard_normal(antal), _DECIMALER), np.float64)


def draw_evenly(antal: int, fro: int, granser: tuple[float, float], namn: str, hela: bool) -> Vektor:
    """Figures evenly between two bounds, (S,), whole ones where asked for."""
    minst, hogst = granser
    varden = minst + (hogst - minst) * _make_generator(fro, namn, "").random(antal)
    return np.asarray(np.round(varden, 0 if hela else _DECIMALER), np.float64)


def _make_generator(fro: int, namn: str, kod: str) -> np.random.Generator:
    egen = int.from_bytes(hashlib.sha256(f"{namn}/{kod}".encode()).digest()[:8], "big")
    return np.random.Generator(np.random.PCG64([int(fro), egen]))
