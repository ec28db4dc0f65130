"""How evenly money lies: kronor per inhabitant and per unit of need, and the measures of how much they differ.

Every measure is of an amount a (kr) over a weight w (inhabitants, or försörjningsmått), x = a/w, weighted by w: each
inhabitant counts alike, wherever she lives. A förbund without weight is left out; an amount below 0 counts as 0, since
a debt is nobody's share. The measures of eget kapital per förbund, unweighted, are in `kapital/koncentration`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fordelning.analys.lage import Fall, take_decision
from fordelning.begrepp import Vektor
from fordelning.kapital.koncentration import compute_gini, make_lorenz
from fordelning.pengar import divide
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd

STORHETER: Mapping[str, tuple[str, str]] = {
    "tilldelning_per_invanare": ("tilldelning_kr", "invanare_antal"),
    "tilldelning_per_behov": ("tilldelning_kr", "forsorjningsmatt"),
    "eget_kapital_per_invanare": ("eget_kapital_kr", "invanare_antal"),
    "eget_kapital_per_behov": ("eget_kapital_kr", "forsorjningsmatt"),
}
"""What is measured: an amount, and what it is divided by."""

LAG, HOG = 0.05, 0.95
"""The share of the weight below which the restricted range begins, and ends."""


@dataclass(frozen=True, slots=True, eq=False)
class Jamnhet:
    """The measures of one amount over one weight; None where they have no value (nothing to divide, or by 0).

    `lorenz` (N + 1, 2): the share of the weight, poorest first, and the share of the amount they have.
    """

    medel: float | None
    lagst: float | None
    hogst: float | None
    hogst_mot_lagst: float | None
    p95_mot_p5: float | None
    federal_kvot: float | None
    gini: float | None
    theil: float | None
    lorenz: Vektor


MATT = tuple(namn for namn in Jamnhet.__slots__ if namn != "lorenz")
"""The measures, in the order they are told."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Rattvisa:
    """How evenly a decision's grants, and eget kapital, lie: the measures by what is measured (`STORHETER`)."""

    resultat: Resultat
    matt: Mapping[str, Jamnhet]

    def tabell(self) -> pd.DataFrame:
        """The columns of rattvisa.csv: `storhet, matt, varde`; missing where the measure has none."""
        import pandas as pd

        rader = [(storhet, namn, getattr(m, namn)) for storhet, m in self.matt.items() for namn in MATT]
        return pd.DataFrame(rader, columns=["storhet", "matt", "varde"]).astype({"varde": float})

    def per_forbund(self) -> pd.DataFrame:
        """`forbund_kod` and kr per inhabitant and per unit of need, of the grant and of eget kapital; nan without."""
        import pandas as pd

        kvoter = {storhet: divide(*_take(self.resultat, storhet)) for storhet in STORHETER}
        return pd.DataFrame({"forbund_kod": self.resultat.koder, **kvoter})

    def __repr__(self) -> str:
        m = self.matt["tilldelning_per_invanare"]
        return (
            f"<Rattvisa {self.resultat.underlag.budgetar}: {m.medel or 0:.0f} kr per invånare, Gini {m.gini or 0:.4f}>"
        )


def measure_equity(vad: Fall | Resultat) -> Rattvisa:
    """The measures of a decision. Raises UnderlagFel for scenarios."""
    r = take_decision(vad, "measure_equity")
    return Rattvisa(r, {storhet: measure_evenness(*_take(r, storhet)) for storhet in STORHETER})


def _take(r: Resultat, storhet: str) -> tuple[Vektor, Vektor]:
    belopp, vikt = STORHETER[storhet]
    belopp_kr = r.tilldelning_kr if belopp == "tilldelning_kr" else r.underlag.eget_kapital_kr
    return belopp_kr, np.asarray(getattr(r.underlag, vikt), np.float64)


def measure_evenness(belopp_kr: Vektor, vikter: Vektor) -> Jamnhet:
    """Every measure of amounts, kr (F,), over weights (F,)."""
    belopp_kr, vikter = np.maximum(belopp_kr[vikter > 0], 0.0), vikter[vikter > 0]
    lorenz = make_lorenz(belopp_kr, vikter)
    if not belopp_kr.sum() > 0:
        return Jamnhet(None, None, None, None, None, None, None, None, lorenz)
    x = belopp_kr / vikter
    lagst, hogst = float(x.min()), float(x.max())
    p5, p95 = (find_percentile(belopp_kr, vikter, p) for p in (LAG, HOG))
    return Jamnhet(
        medel=float(belopp_kr.sum() / vikter.sum()),
        lagst=lagst,
        hogst=hogst,
        hogst_mot_lagst=hogst / lagst if lagst else None,
        p95_mot_p5=p95 / p5 if p5 else None,
        federal_kvot=(p95 - p5) / p5 if p5 else None,
        gini=compute_gini(belopp_kr, vikter),
        theil=compute_theil(belopp_kr, vikter),
        lorenz=lorenz,
    )


def compute_theil(belopp: Vektor, vikter: Vektor) -> float:
    """Theil's T: Σ s_i · ln(s_i/p_i), with the shares s of the amount and p of the weight; 0 · ln 0 = 0.

    0 = alike; ln(Σw / the weight of the one who has all) at the most. Source: Theil (1967), Economics and Information
    Theory.
    """
    s, p = belopp / belopp.sum(), vikter / vikter.sum()
    har = s > 0
    return float((s[har] * np.log(s[har] / p[har])).sum())


def find_percentile(belopp: Vektor, vikter: Vektor, andel: float) -> float:
    """What the one has, per weight, below whom lies this share of the weight: the first in rising order to reach it.

    The range ratios use the 5th and the 95th, so that a few extremes do not decide: P95/P5, and the federal range
    ratio (P95 − P5)/P5. Source: Berne & Stiefel (1984), The Measurement of Equity in School Finance.
    """
    x = belopp / vikter
    ordning = np.argsort(x, kind="stable")
    under = np.cumsum(vikter[ordning]) / vikter.sum()
    return float(x[ordning][np.argmax(under >= andel - 1e-12)])
