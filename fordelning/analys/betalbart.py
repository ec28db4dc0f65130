"""Of many scenarios, those whose floors the pot can pay."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Vektor
from fordelning.fel import GolvFel

S = TypeVar("S")


def compute_payable(antal: int, berakna: Callable[[NDArray[np.int64]], S]) -> tuple[NDArray[np.int64], S | None]:
    """The numbers (K,) of the scenarios 0 … `antal` − 1 that can be paid, and what `berakna` makes of them.

    The engine says which cannot, whatever the model reads as floors; they are left out and the rest is asked for again.
    None where no scenario is left.
    """
    kvar = np.arange(antal, dtype=np.int64)
    while kvar.size:
        try:
            return kvar, berakna(kvar)
        except GolvFel as fel:
            kvar = kvar[~np.broadcast_to(fel.vilka, kvar.shape)]
    return kvar, None


def fill_payable(antal: int, forbund: int, berakna: Callable[[NDArray[np.int64]], Vektor]) -> Vektor:
    """What `berakna` gives each scenario that can be paid, (S, F); nan in the others."""
    alla = np.full((antal, forbund), np.nan)
    betalas, belopp_kr = compute_payable(antal, berakna)
    if belopp_kr is not None:
        alla[betalas] = belopp_kr
    return alla
