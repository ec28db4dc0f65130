"""Erbjudande: what the model gives when nobody asks for less and every party matches fully."""

from __future__ import annotations

from functools import reduce

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.bok import Huvudbok
from fordelning.pengar import Delning, are_over, avrunda, dela

PARTERNAS_TAK = ("askande", "kommuner", "region")
"""The ceilings that the parties set themselves: none of them is there in an offer."""


def divide_offer(ram_kr: Vektor, bok: Huvudbok) -> Delning:
    """The pot divided with the model's own floors and ceilings only, kr before rounding, (..., F).

    Source: the formula is an offer, the grant what is taken of it (Roslagen 2023: offer about 6.5 mkr, took 3.0).
    Raises GolvFel when the floors exceed the pot: the parties' ceilings, that held some of them back, are not there.
    """
    return _divide(ram_kr, bok, find_offer_floors(bok))


def compute_offer(ram_kr: Vektor, bok: Huvudbok) -> Vektor:
    """The offer to each förbund, whole units, kr (..., F); nan where the floors of an offer exceed the pot."""
    golv_kr = find_offer_floors(bok)
    over = np.broadcast_to(are_over(ram_kr, golv_kr), np.broadcast_shapes(ram_kr.shape, bok.saldo_kr.shape[:-1]))
    delning = _divide(ram_kr, bok, np.where(over[..., np.newaxis], 0.0, golv_kr))
    return np.where(over[..., np.newaxis], np.nan, avrunda(delning.belopp_kr, bok.enhet_kr))


def find_offer_ceilings(bok: Huvudbok) -> Vektor:
    """The lowest of the model's own ceilings, (..., F); inf where it sets none."""
    egna = (tak for vem, tak in bok.tak.items() if vem not in PARTERNAS_TAK)
    return reduce(np.minimum, egna, np.full(len(bok.koder), np.inf))


def find_offer_floors(bok: Huvudbok) -> Vektor:
    """The floors within the model's own ceilings, (..., F)."""
    return np.minimum(reduce(np.maximum, bok.golv.values(), np.zeros(len(bok.koder))), find_offer_ceilings(bok))


def _divide(ram_kr: Vektor, bok: Huvudbok, golv_kr: Vektor) -> Delning:
    nyckel = bok.sett["fordelningsnyckel"]["nyckel_andel"]
    return dela(ram_kr, bok.bas_kr, nyckel, golv_kr, find_offer_ceilings(bok))
