"""Återfördelning."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.erbjudande import divide_offer
from fordelning.modell import Modell
from fordelning.pengar import dela


def share_what_is_left(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
    """What floors cost and ceilings free is shared by everyone who stands at neither, in proportion to the key.

    In rounds the sharing starts from the offer, or as much of it as is taken, and what is left goes on top of it;
    rounds without end are one λ. Where only those who asked share, the others have no key.
    Source: an assumption; who pays for the spärr and how declined money goes round is not published.
    Posts kr, (..., F). Raises GolvFel when the floors exceed the pot.
    """
    bas_kr, nyckel, golv_kr, forst_kr = bok.bas_kr, bok.sett["fordelningsnyckel"]["nyckel_andel"], bok.golv_kr, None
    m = modell.aterfordelning
    if m is not None and m.ordning == "omgangar":
        erbjudande = divide_offer(underlag.ram_kr, bok)
        forst_kr = bas_kr + erbjudande.lambda_kr[..., np.newaxis] * nyckel
        bas_kr, golv_kr = erbjudande.belopp_kr, np.minimum(erbjudande.belopp_kr, bok.tak_kr)
        nyckel = np.where(np.isfinite(underlag.askande_kr) | (m.delas_av == "alla"), nyckel, 0.0)
    delning = dela(underlag.ram_kr, bas_kr, nyckel, golv_kr, bok.tak_kr)
    fri_kr = bas_kr + delning.lambda_kr[..., np.newaxis] * nyckel
    return Steg(
        belopp_kr=delning.belopp_kr - bok.saldo_kr,
        sett={
            "lambda_kr": delning.lambda_kr,
            "rest_kr": delning.rest_kr,
            "fri_kr": fri_kr,
            "forst_kr": fri_kr if forst_kr is None else forst_kr,
            "bas_kr": bas_kr,
            "golv_kr": golv_kr,
            "nyckel_andel": nyckel,
        },
    )
