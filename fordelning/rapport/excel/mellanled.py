"""What the workbook's calculation shows between inputs and grants: the engine's own figures, step by step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.bok import Bok, Steg
from fordelning.pengar import Turordning, compute_tolerance, order_remainders
from fordelning.regler import REGLER
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Mellanled:
    """One decision's figures between inputs and grants, vectors (F,), kr unless the name says otherwise.

    `golv_fore_kr` and `tak_fore_kr` are bounds before they are whole units; `efter_kr` the balance after each step.
    `tak_i_rakningen_kr` is the pot where there is no ceiling: no one can have more, and every break point is finite.
    """

    r: Resultat
    steg: Mapping[str, Steg]
    golv_fore_kr: Vektor
    tak_fore_kr: Mapping[str, Vektor]
    efter_kr: Mapping[str, Vektor]

    @property
    def grund_kr(self) -> Vektor:
        return self.r.bok.poster.get("grundtilldelning", np.zeros(len(self.r.bok.koder)))

    @property
    def nyckel_andel(self) -> Vektor:
        return np.asarray(self.r.bok.sett["fordelningsnyckel"]["nyckel_andel"], np.float64)

    @property
    def tak_i_rakningen_kr(self) -> Vektor:
        return np.where(np.isfinite(self.r.bok.tak_kr), self.r.bok.tak_kr, self.r.underlag.ram_kr)

    @property
    def lyfts_till(self) -> Vektor:
        """λ where a förbund leaves its floor; nan without a key."""
        return self._find_point(self.r.bok.golv_kr)

    @property
    def stoppas_vid(self) -> Vektor:
        """λ where a förbund meets its ceiling; nan without a key."""
        return self._find_point(self.tak_i_rakningen_kr)

    def _find_point(self, grans_kr: Vektor) -> Vektor:
        k = self.nyckel_andel
        return np.asarray(np.divide(grans_kr - self.grund_kr, k, out=np.full_like(k, np.nan), where=k > 0), np.float64)

    @property
    def punkter(self) -> Vektor:
        """Every break point, sorted, (2F,); nan last."""
        return np.sort(np.concatenate([self.lyfts_till, self.stoppas_vid]))

    @property
    def summor_kr(self) -> Vektor:
        """The sum of the amounts at each break point, (2F,)."""
        fria = self.grund_kr + self.punkter[:, np.newaxis] * self.nyckel_andel
        return np.asarray(np.clip(fria, self.r.bok.golv_kr, self.tak_i_rakningen_kr).sum(axis=-1), np.float64)

    @property
    def lambda_kr(self) -> float:
        return float(self.r.bok.sett["aterfordelning"]["lambda_kr"])

    @property
    def enheter(self) -> Vektor:
        """The amounts before rounding, in units."""
        return self.efter_kr["aterfordelning"] / self.r.modell.avrundning.enhet_kr

    @property
    def avrundning(self) -> Turordning:
        """Whole units downwards, the order of the remainders, and how many are rounded up."""
        return order_remainders(self.efter_kr["aterfordelning"], self.r.modell.avrundning.enhet_kr)

    @property
    def rester(self) -> Vektor:
        return np.maximum(self.enheter - self.avrundning.hela_antal, 0.0)

    @property
    def rester_fallande(self) -> Vektor:
        return -np.sort(-self.rester)

    @property
    def lika_inom(self) -> float:
        """How near two remainders are that count as equal, in units."""
        return float(compute_tolerance(self.enheter)[0])

    @property
    def restgrupper(self) -> NDArray[np.float64]:
        """For each remainder in falling order the number of its group; equal remainders are one group."""
        nytt = -np.diff(self.rester_fallande) > self.lika_inom
        return np.concatenate([[1.0], 1.0 + np.cumsum(nytt)])

    @property
    def restgrupp(self) -> Vektor:
        """The group of each förbund's remainder."""
        return self.restgrupper[np.searchsorted(-self.rester_fallande, -self.rester)]


def make_mellanled(r: Resultat) -> Mellanled:
    """The steps of the model once more, each with the bounds it set before they were made whole units."""
    bok = Bok(r.underlag.koder, r.modell.avrundning.enhet_kr)
    alla: dict[str, Steg] = {}
    efter: dict[str, Vektor] = {}
    for namn in r.modell.steg:
        alla[namn] = REGLER[namn](r.modell, r.underlag, bok)
        bok = bok.add(namn, alla[namn])
        efter[namn] = bok.saldo_kr
    golv = next((s.golv_kr for s in alla.values() if s.golv_kr is not None), np.zeros(len(bok.koder)))
    tak = {vem: np.asarray(tak, np.float64) for s in alla.values() for vem, tak in s.tak_kr.items()}
    return Mellanled(r, alla, golv, tak, efter)
