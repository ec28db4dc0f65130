"""Eget kapital: the trappa and the ceiling."""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike

from fordelning.begrepp import Underlag, Vektor
from fordelning.bok import Huvudbok, Sedd, Steg
from fordelning.modell import EgetKapital, Modell

MINSTA_OVERSKOTT_KR = 1e-4
"""An excess below this is the dust of float64 in share × contributions, not money."""


def limit_by_eget_kapital(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """A förbund whose eget kapital is above the reasonable level has no spärr; the excess limits this year's money.

    Source: FK 2015-01-22. That the grant falls by the state's share of the excess is an assumption, and so is from
    what: as a ceiling below what base and key give, or as a deduction from the amount that the förbund ends with.
    Sets a ceiling, or posts the deduction as far as the balance holds it, kr, (..., F).
    """
    assert modell.eget_kapital is not None
    rimlig_kr = compute_reasonable_level(modell.eget_kapital, underlag.bidrag_fjol_kr)
    overskott_kr = compute_excess(underlag.eget_kapital_kr, rimlig_kr)
    over_rimlig_niva = overskott_kr > 0
    avdrag_kr = modell.eget_kapital.statens_andel_av_overskott * overskott_kr
    sett: dict[str, Sedd] = {"rimlig_kr": rimlig_kr, "overskott_kr": overskott_kr, "over_rimlig_niva": over_rimlig_niva}
    if modell.eget_kapital.dras_fran == "slutligt":
        return Steg(belopp_kr=-np.minimum(avdrag_kr, bok.saldo_kr), sett={**sett, "avdrag_kr": avdrag_kr})
    tak_kr = np.maximum(0.0, bok.beraknad_kr - avdrag_kr)
    return Steg(tak_kr={"eget kapital": np.where(over_rimlig_niva, tak_kr, np.inf)}, sett=sett)


def compute_excess(eget_kapital_kr: ArrayLike, rimlig_kr: ArrayLike) -> Vektor:
    """What eget kapital has above the reasonable level, kr (..., F); 0 at or below it, and where the level is inf.

    The one definition: whoever asks gives the reasonable level of the contributions that the year had.
    """
    over_kr = np.asarray(eget_kapital_kr, np.float64) - np.asarray(rimlig_kr, np.float64)
    return np.asarray(np.maximum(over_kr, 0.0) * (over_kr > MINSTA_OVERSKOTT_KR), np.float64)


def compute_reasonable_level(m: EgetKapital, bidrag_kr: Vektor) -> Vektor:
    """The reasonable eget kapital, kr (..., F): the share of the first step that holds the year's contributions."""
    andel: float | Vektor = m.trappa[-1].andel
    for steg in reversed(m.trappa[:-1]):
        andel = np.where(bidrag_kr <= np.asarray(steg.upp_till_kr, np.float64), steg.andel, andel)
    return np.asarray(andel * bidrag_kr, np.float64)
