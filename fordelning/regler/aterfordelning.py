"""Återfördelning."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Bok, Steg
from fordelning.modell import Modell
from fordelning.pengar import dela


def share_what_is_left(modell: Modell, underlag: Underlag, bok: Bok) -> Steg:
    """What floors cost and ceilings free is shared by everyone who stands at neither, in proportion to the key.

    Source: an assumption; who pays for the spärr and how declined money goes round is not published.
    Posts kr, (..., F). Raises GolvFel when the floors exceed the pot.
    """
    bas_kr = bok.bas_kr
    nyckel = bok.sett["fordelningsnyckel"]["nyckel_andel"]
    delning = dela(underlag.ram_kr, bas_kr, nyckel, bok.golv_kr, bok.tak_kr)
    return Steg(
        belopp_kr=delning.belopp_kr - bok.saldo_kr,
        sett={
            "lambda_kr": delning.lambda_kr,
            "rest_kr": delning.rest_kr,
            "fri_kr": bas_kr + delning.lambda_kr[..., np.newaxis] * nyckel,
        },
    )
