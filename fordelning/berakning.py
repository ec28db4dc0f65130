"""The calculation: a fold over the model's steps. One row of REGLER after the other writes in the ledger."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag, Vektor
from fordelning.bok import Huvudbok
from fordelning.fel import BokFel
from fordelning.modell import Modell
from fordelning.regler import REGLER

np.empty(4_000_000)
"""Never touched, freed at once: it tells glibc to keep the memory of freed arrays, up to 64 MB, where it would give it
back to the system and fetch it page by page anew. That was a third of the time of many scenarios."""


def compute(modell: Modell, underlag: Underlag) -> Huvudbok:
    """The state's grant per förbund, as a ledger of posts in kr, (..., F) with scenarios on the leading axes.

    Raises GolvFel when the floors exceed the pot, and BokFel if a step breaks the ledger (a fault of ours).
    """
    bok = Huvudbok(underlag.koder, modell.avrundning.enhet_kr)
    for namn in modell.steg:
        bok = bok.add(namn, REGLER[namn](modell, underlag, bok))
        _check_post(bok, namn)
    _check_grants(bok, underlag)
    return bok


def get_grants(bok: Huvudbok) -> Vektor:
    """The grants, whole kronor (..., F): the posts summed, freed of float dust."""
    return np.asarray(np.round(bok.saldo_kr), np.float64)


def compute_undistributed(bok: Huvudbok, underlag: Underlag) -> Vektor:
    """What is left of the pot, kr (...): ceilings that could hold no more, and the odd kronor below a whole unit."""
    return np.asarray(np.maximum(underlag.ram_kr - get_grants(bok).sum(axis=-1), 0.0), np.float64)


def _check_post(bok: Huvudbok, namn: str) -> None:
    """Every post is a number for every förbund."""
    if bok.poster[namn].shape[-1] != len(bok.koder):
        raise BokFel(f"steget {namn} har inte en post per förbund")
    if not np.isfinite(bok.poster[namn]).all():
        raise BokFel(f"steget {namn} gav ett belopp som inte är ett tal")


def _check_grants(bok: Huvudbok, underlag: Underlag) -> None:
    """Grants are whole units within their bounds and no more than the pot."""
    tilldelning = get_grants(bok)
    enheter = tilldelning / bok.enhet_kr
    if (enheter != np.floor(enheter)).any():
        raise BokFel("en tilldelning är inte hela enheter")
    if (tilldelning < bok.golv_kr).any() or (tilldelning > bok.tak_kr).any():
        raise BokFel("en tilldelning bryter golv eller tak")
    over_kr = tilldelning.sum(axis=-1) - underlag.ram_kr  # below a krona: dust of a pot that is not whole
    if (over_kr >= 1).any():
        raise BokFel("tilldelningarna är större än ramen")
