"""One decision: the grant to every förbund, who pays what, and who limits whom."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, compute_undistributed, get_grants
from fordelning.bok import Bok
from fordelning.medfinansiering import Bidrag, Matchning, compute_match, find_limits, split_match
from fordelning.modell import Modell


@dataclass(frozen=True, slots=True, eq=False)
class Resultat:
    """An allocation with what it was computed from. Vectors (F,), whole kronor."""

    modell: Modell
    underlag: Underlag
    bok: Bok
    matchning: Matchning
    bidrag: tuple[Bidrag, ...]
    begransas_av: NDArray[np.str_]
    ej_fordelat_kr: float

    @property
    def tilldelning_kr(self) -> Vektor:
        return self.matchning.tilldelning_kr


def allocate(modell: Modell, underlag: Underlag) -> Resultat:
    """The allocation of one budget year. Raises GolvFel when the floors exceed the pot."""
    bok = compute(modell, underlag)
    matchning = compute_match(modell.medfinansiering, get_grants(bok))
    return Resultat(
        modell,
        underlag,
        bok,
        matchning,
        split_match(underlag, matchning),
        find_limits(bok),
        float(compute_undistributed(bok, underlag)),
    )
