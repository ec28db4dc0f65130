"""What is counted over scenarios: where a floor or a ceiling limits, and the places by grant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.medfinansiering import ORDNING
from fordelning.resultat import Resultat

GOLV, MODELLEN = "sparr", ORDNING[-1]
"""The words of `begransas_av` for a floor, and for the model's own ceiling, or none; every other is a ceiling."""


def count_limited(r: Resultat) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a floor limits a grant, and where a ceiling does, (..., F), as `begransas_av` says."""
    eget_tak = r.bok.tak.get(MODELLEN, np.full(len(r.koder), np.inf))
    modellens = (r.begransas_av == MODELLEN) & (r.tilldelning_kr >= eget_tak)
    return r.begransas_av == GOLV, np.isin(r.begransas_av, ORDNING[:-1]) | modellens


def rank(tilldelning_kr: Vektor) -> NDArray[np.int64]:
    """The place of every grant, (..., F): 1 = the largest, equal grants in code order."""
    ordning = np.argsort(-tilldelning_kr, axis=-1, kind="stable")
    plats = np.empty(ordning.shape, np.int64)
    np.put_along_axis(plats, ordning, np.broadcast_to(np.arange(1, ordning.shape[-1] + 1), ordning.shape), axis=-1)
    return plats
