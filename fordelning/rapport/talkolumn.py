"""A column of numbers as it is written: whole numbers without decimals, nothing where a number is missing."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from fordelning.begrepp import Vektor


def make_numbers(tal: Vektor, decimaler: int) -> pd.Series[Any]:
    """The numbers (N,) rounded to `decimaler`; whole ones as int; None for nan."""
    return pd.Series([make_number(float(t), decimaler) for t in tal], dtype="object")


def make_number(tal: float, decimaler: int) -> int | float | None:
    """One number as it is written."""
    if np.isnan(tal):
        return None
    avrundat = round(tal, decimaler)
    return int(avrundat) if avrundat.is_integer() else avrundat
