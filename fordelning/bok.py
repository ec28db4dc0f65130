"""The ledger: steg × förbund. Every krona of a grant is a post; amounts, texts and sheets are sums over posts."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, reduce

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.pengar import snap_down, snap_up

Sedd = NDArray[np.float64] | NDArray[np.bool_]
"""What a step saw: figures, or a mask."""


@dataclass(frozen=True, slots=True, eq=False)
class Steg:
    """What one rule says: an amount to post (..., F), or bounds, and the figures it saw, for the explanation.

    A ceiling is named by who sets it, in the words of `begransas_av`. Amounts in kr, before rounding.
    """

    belopp_kr: Vektor | None = None
    golv_kr: Vektor | None = None
    tak_kr: Mapping[str, Vektor] = field(default_factory=dict)
    sett: Mapping[str, Sedd] = field(default_factory=dict)


@dataclass(frozen=True, eq=False)
class Huvudbok:
    """Posts by step, what each step saw, and the bounds so far, snapped to whole units. Arrays (..., F), kr.

    A ledger never changes, so that its sums and its bounds are computed once.
    """

    koder: tuple[str, ...]
    enhet_kr: int
    poster: Mapping[str, Vektor] = field(default_factory=dict)
    sett: Mapping[str, Mapping[str, Sedd]] = field(default_factory=dict)
    golv: Mapping[str, Vektor] = field(default_factory=dict)
    tak: Mapping[str, Vektor] = field(default_factory=dict)

    @cached_property
    def saldo_kr(self) -> Vektor:
        """The sum of the posts, (..., F)."""
        return sum(self.poster.values(), np.zeros(len(self.koder)))

    @cached_property
    def tak_kr(self) -> Vektor:
        """The lowest ceiling, (..., F); inf where nothing limits."""
        return reduce(np.minimum, self.tak.values(), np.full(len(self.koder), np.inf))

    @cached_property
    def golv_kr(self) -> Vektor:
        """The highest floor, never above the ceiling, (..., F); 0 where there is none."""
        return np.minimum(reduce(np.maximum, self.golv.values(), np.zeros(len(self.koder))), self.tak_kr)

    @property
    def beraknad_kr(self) -> Vektor:
        """Base and key alone, before floors and ceilings, (..., F)."""
        noll = np.zeros(len(self.koder))
        return self.poster.get("grundtilldelning", noll) + self.poster.get("fordelningsnyckel", noll)

    @property
    def bas_kr(self) -> Vektor:
        """What λ × key is added to, (..., F): the base grant, less what eget kapital takes from the final amount."""
        grund_kr = self.poster.get("grundtilldelning", np.zeros(len(self.koder)))
        return np.asarray(grund_kr - self.sett.get("eget_kapital", {}).get("avdrag_kr", 0.0), np.float64)

    def add(self, namn: str, steg: Steg) -> Huvudbok:
        """The ledger with one step more. A step with bounds posts its direct effect: the saldo clipped to them."""
        med_granser = replace(
            self,
            sett={**self.sett, namn: steg.sett},
            golv=self.golv if steg.golv_kr is None else {**self.golv, namn: snap_up(steg.golv_kr, self.enhet_kr)},
            tak={**self.tak, **{vem: snap_down(tak, self.enhet_kr) for vem, tak in steg.tak_kr.items()}},
        )
        belopp = steg.belopp_kr
        if belopp is None:
            belopp = np.clip(self.saldo_kr, med_granser.golv_kr, med_granser.tak_kr) - self.saldo_kr
        return replace(med_granser, poster={**self.poster, namn: belopp})
