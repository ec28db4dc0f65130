"""What a solver answers, in one form for all solvers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fordelning.plan.problem import Tal

Losarnamn = Literal["highs", "cbc"]
Status = Literal["optimal", "tidsgrans", "omojlig", "obegransad"]

TOLERANS = 1e-9
"""Feasibility and integrality, in tkr and persons: a millionth of a krona."""


@dataclass(frozen=True, slots=True, eq=False)
class Svar:
    """What a solver says. `varden` (n,) only where it has a solution; `grans` is the bound it has proved for the
    objective.

    One sign for all: `dualer` (m,) is what the objective changes by when a row's bound rises by one unit, whether it
    is maximised or minimised, and `reducerade` (n,) the same for a column's bound. Both only for linear programs.
    """

    status: Status
    varden: Tal | None = None
    mal: float = np.nan
    grans: float = np.nan
    dualer: Tal | None = None
    reducerade: Tal | None = None
