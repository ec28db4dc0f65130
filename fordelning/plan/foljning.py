"""A figure followed to where something ends: in steps, or along its slope."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np


def step_out(still: Callable[[float], bool], fran: float, till: float, steg: float) -> tuple[float, float] | None:
    """The last figure where it is still so and the first where it is not, in steps that are twice as long each time;
    None = it is so all the way.
    """
    while fran != till:
        bort = max(fran - steg, till) if till < fran else min(fran + steg, till)
        if not still(bort):
            return fran, bort
        fran, steg = bort, 2 * steg
    return None


def follow(
    gain: Callable[[float], tuple[float, float]], inne: float, ute: float, bredd: float
) -> tuple[float, float] | None:
    """Two figures no more than `bredd` apart, the gain above zero at the first and not at the second; None where it is
    above zero at `ute` too. `gain` also tells its slope, nan where it has none.

    Newton's method from the end that was moved last, a little across what it points at, so that the two ends soon
    stand close around it; where that twice brings them little nearer, the middle is tried.
    """
    kant, senast, ute_provad, steg, trogt = float(np.copysign(0.4 * bredd, ute - inne)), inne, False, np.inf, 0
    g, lutning = gain(inne)
    while abs(ute - inne) > bredd:
        prov = _middle(inne, ute) if ute_provad else ute
        if trogt < 2 and lutning * kant < 0:
            rot = senast - g / lutning + (kant if senast == inne else -kant)
            rot = rot if (rot - inne) * kant > 0 else prov
            prov = _between(rot, inne + kant, ute - kant if ute_provad else ute)
        trogt = 0 if trogt == 2 or abs(prov - senast) < 0.5 * steg else trogt + 1
        senast, steg = prov, abs(prov - senast)
        g, lutning = gain(prov)
        if g > 0 and prov == ute:
            return None
        inne, ute, ute_provad = (prov, ute, ute_provad) if g > 0 else (inne, prov, True)
    return None if not ute_provad and gain(ute)[0] > 0 else (inne, ute)


def _middle(a: float, b: float) -> float:
    """Half-way, in proportion where both are above zero."""
    return float(np.sqrt(a * b)) if min(a, b) > 0 else (a + b) / 2


def _between(varde: float, a: float, b: float) -> float:
    return min(max(varde, min(a, b)), max(a, b))
