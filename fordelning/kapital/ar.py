"""One year of eget kapital, whole kronor, judged against the reasonable level: the one place that knows an excess.

ingående + intäkter − kostnader = utgående. What lies above the reasonable level at the end of a year limits the state's
grant of the next. The rule itself (`compute_reasonable_level`, `compute_excess`) stands with the rules of the engine.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.modell import EgetKapital, Modell
from fordelning.regler.eget_kapital import compute_excess, compute_reasonable_level


@dataclass(frozen=True, slots=True, eq=False)
class Arskapital:
    """One year of eget kapital for the förbund in `koder`; vectors (F,), kr.

    `rimlig_kr` is inf where no rule limits eget kapital. `typ` says what the year's figures are: utfall, prognos,
    budget, or framskrivning where costs are an assumption. `statens_andel` is the part of an excess that the next
    year's grant is cut by; `manader_andel` the part of the year that the förbund existed.
    """

    ar: int
    koder: tuple[str, ...]
    typ: tuple[str, ...]
    ingaende_kr: Vektor
    intakter_kr: Vektor
    kostnader_kr: Vektor
    lagsta_kr: Vektor
    rimlig_kr: Vektor
    manader_andel: Vektor
    statens_andel: float

    @property
    def utgaende_kr(self) -> Vektor:
        return self.ingaende_kr + self.intakter_kr - self.kostnader_kr

    @property
    def overskott_kr(self) -> Vektor:
        """What lies above the reasonable level at the end of the year."""
        return compute_excess(self.utgaende_kr, self.rimlig_kr)

    @property
    def minskning_kr(self) -> Vektor:
        """How far below base and key the excess holds next year's grant (never below a grant of 0)."""
        return self.statens_andel * self.overskott_kr

    @property
    def under_lagsta_kr(self) -> Vektor:
        """How much is missing up to the lowest eget kapital allowed; 0 where nothing is."""
        return np.maximum(0.0, self.lagsta_kr - self.utgaende_kr)


def judge(modell: Modell | None, intakter_kr: Vektor) -> tuple[Vektor, float]:
    """The reasonable level of a year's contributions, kr (F,), and the state's part of an excess.

    `modell` is the one in force the year after, whose grant the excess limits. Without that rule, or a model: (inf, 0).
    """
    regel = None if modell is None else find_rule(modell)
    if regel is None:
        return np.full_like(intakter_kr, np.inf), 0.0
    return compute_reasonable_level(regel, intakter_kr), regel.statens_andel_av_overskott


def find_rule(modell: Modell) -> EgetKapital | None:
    """The model's rule on eget kapital, when it is one of its steps."""
    return modell.eget_kapital if "eget_kapital" in modell.steg else None
