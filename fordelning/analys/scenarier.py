"""Draws of uncertain data, and what they do to every förbund's grant."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.parametrar import AndringFel, find_nearest
from fordelning.analys.uppgifter import KOLUMNER, RAM
from fordelning.begrepp import Vektor
from fordelning.fel import Anmarkning
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd

_DECIMALER = 9
"""A factor is drawn to so many decimals: the last bits of exp differ between processors."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Dragning:
    """Draws and their allocations. `fall` is the case drawn from, `resultat` the allocation of every draw, (S, F)."""

    fall: Fall
    resultat: Resultat
    fro: int
    spridning: tuple[tuple[str, float], ...]

    def summarize(self) -> pd.DataFrame:
        """One row per förbund in code order: the grant without draws, and over them, kr.

        `forbund_kod, namn, tilldelning_kr, medel_kr, standardavvikelse_kr, minst_kr, p10_kr, median_kr, p90_kr,
        mest_kr`; percentiles interpolate linearly.
        """
        import pandas as pd

        dragna = self.resultat.tilldelning_kr
        p10, median, p90 = np.percentile(dragna, [10, 50, 90], axis=0)
        return pd.DataFrame(
            {
                "forbund_kod": self.fall.koder,
                "namn": [f.namn for f in self.fall.underlag.forbund],
                "tilldelning_kr": self.fall.allocate().tilldelning_kr.astype(np.int64),
                "medel_kr": dragna.mean(axis=0),
                "standardavvikelse_kr": dragna.std(axis=0),
                "minst_kr": dragna.min(axis=0),
                "p10_kr": p10,
                "median_kr": median,
                "p90_kr": p90,
                "mest_kr": dragna.max(axis=0),
            }
        )

    def __repr__(self) -> str:
        kolumner = ", ".join(f"{namn} ± {100 * andel:g} %".replace(".", ",") for namn, andel in self.spridning)
        return f"<Dragning: {self.resultat.scenarier} dragningar (frö {self.fro}) av {kolumner}>"


def draw(fall: Fall, antal: int = 1_000, fro: int = 1, **spridning: float) -> Dragning:
    """`antal` draws of a case whose data are uncertain, all allocated.

    `spridning`: a column of the data (as in `Fall.change`), or `ram_kr`, and its relative standard deviation: 0.05 is
    5 %. Each förbund's figure is multiplied by a lognormal factor of its own with mean 1 and that standard deviation,
    independent of every other; the pot has one factor. What is 0, or does not limit (inf), stays so.

    The draws depend only on the seed, the column and the förbund code: not on the order of rows or arguments, on which
    other förbund there are, or on the machine (PCG64).
    Raises UnderlagFel for an unknown column (with the nearest), a spread below 0, or a case that holds scenarios;
    GolvFel when the floors exceed the pot in any draw.
    """
    refuse_scenarios(fall, "draw")
    fel = [*_find_faults(antal, fro, spridning)]
    if fel:
        raise AndringFel(fel)
    nya = {namn: _draw_column(fall, namn, antal, fro, andel) for namn, andel in sorted(spridning.items())}
    dragna = fall.change(nya) if nya else fall.change(ram_kr=np.full(antal, float(fall.underlag.ram_kr)))
    return Dragning(fall, dragna.allocate(), fro, tuple(sorted(spridning.items())))


def _find_faults(antal: int, fro: int, spridning: dict[str, float]) -> list[Anmarkning]:
    kanda = [RAM, *KOLUMNER]
    fel = []
    for namn, minst, varde in (("antal", 1, antal), ("fro", 0, fro)):
        if not isinstance(varde, int | np.integer) or isinstance(varde, bool) or varde < minst:
            fel.append(Anmarkning(f"draw, {namn}", f"«{varde}» går inte att använda", f"ett heltal, minst {minst}"))
    for namn, andel in spridning.items():
        if namn not in kanda:
            gor = find_nearest(namn, kanda)
            fel.append(Anmarkning("draw", f"«{namn}» finns inte att dra", "en kolumn i underlaget, eller ram_kr", gor))
        elif not isinstance(andel, int | float | np.number) or not 0 <= float(andel) < np.inf:
            fel.append(Anmarkning(f"draw, {namn}", f"«{andel}» går inte att använda", "en andel, t.ex. 0.05"))
    return fel


def _draw_column(fall: Fall, namn: str, antal: int, fro: int, andel: float) -> Vektor:
    """The column in every draw, (S, F); the pot (S,)."""
    if namn == RAM:
        return np.asarray(fall.underlag.ram_kr * _draw_factors(antal, fro, andel, namn, ""), np.float64)
    faktorer = np.stack([_draw_factors(antal, fro, andel, namn, kod) for kod in fall.koder], axis=-1)
    nu: Vektor = getattr(fall.underlag, namn)
    return np.clip(nu * faktorer, KOLUMNER[namn].minst, KOLUMNER[namn].hogst)


def _draw_factors(antal: int, fro: int, andel: float, namn: str, kod: str) -> Vektor:
    """Lognormal factors with mean 1 and standard deviation `andel`, (S,)."""
    egen = int.from_bytes(hashlib.sha256(f"{namn}/{kod}".encode()).digest()[:8], "big")
    z = np.random.Generator(np.random.PCG64([int(fro), egen])).standard_normal(antal)
    varians = np.log1p(andel**2)
    return np.asarray(np.round(np.exp(np.sqrt(varians) * z - varians / 2), _DECIMALER), np.float64)
