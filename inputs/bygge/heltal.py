"""Whole units shared out exactly, and the seeded draws: the same on every platform and version of Python."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import floor
from random import Random


def share_out(summa: int, vikter: Sequence[float]) -> list[int]:
    """`summa` in whole units in proportion to the weights, by largest remainder; equal remainders go to the first."""
    exakta = [Fraction(vikt) for vikt in vikter]
    nyckel = Fraction(summa) / sum(exakta)
    hela = [int(vikt * nyckel) for vikt in exakta]
    rester = [vikt * nyckel - hel for vikt, hel in zip(exakta, hela, strict=True)]
    storst_forst = sorted(range(len(hela)), key=lambda i: (-rester[i], i))
    for i in storst_forst[: summa - sum(hela)]:
        hela[i] += 1
    return hela


def make_random(vad: str, kod: str = "") -> Random:
    """A generator of its own for each thing that is drawn, so that one draw never moves another."""
    return Random(f"exempel-2026:{vad}:{kod}")


def round_to(belopp: float, enhet: int) -> int:
    """The nearest whole number of units, an exact half upwards."""
    return floor(belopp / enhet + 0.5) * enhet
