"""What is counted over scenarios: where a floor or a ceiling limits, and the places by grant."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.medfinansiering import ORDNING, SPARR, number_limits
from fordelning.resultat import Resultat

MODELLEN = ORDNING[-1]
"""The word of `begransas_av` for the model's own ceiling, or none; every other, but the floor's, is a ceiling."""


def count_limited(r: Resultat) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Where a floor limits a grant, and where a ceiling does, (..., F), as `begransas_av` says."""
    vem, modellens = number_limits(r.bok), ORDNING.index(MODELLEN)
    vid_tak = vem < modellens
    if MODELLEN in r.bok.tak:
        vid_tak = vid_tak | ((vem == modellens) & (r.tilldelning_kr >= r.bok.tak[MODELLEN]))
    return vem == SPARR, vid_tak


def rank(tilldelning_kr: Vektor) -> NDArray[np.int64]:
    """The place of every grant, (..., F): 1 = the largest, equal grants in code order."""
    ordning = np.argsort(-tilldelning_kr, axis=-1, kind="stable")
    plats = np.empty(ordning.shape, np.int64)
    np.put_along_axis(plats, ordning, np.broadcast_to(np.arange(1, ordning.shape[-1] + 1), ordning.shape), axis=-1)
    return plats
