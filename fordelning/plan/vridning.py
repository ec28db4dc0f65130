"""One figure of one insats turned in a program that is kept: cost or effect, without building anything again."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

import numpy as np

from fordelning.plan.bygge import Modellbygge, build
from fordelning.plan.problem import Problem, Tal, put
from fordelning.plan.sokare import Sokare
from fordelning.plan.svar import Svar

Storhet = Literal["kostnad_per_deltagare_kr", "fast_kostnad_kr", "effekt_faktor"]


def vary(p: Problem, j: int, storhet: Storhet, varde: float) -> Problem:
    """The problem with another cost (kr) or effect (factor) for one insats."""
    if storhet == "kostnad_per_deltagare_kr":
        return replace(p, per_deltagare_kr=put(p.per_deltagare_kr, j, varde))
    if storhet == "fast_kostnad_kr":
        return replace(p, fast_kr=put(p.fast_kr, j, varde))
    return replace(
        p,
        effekt_andel=put(p.effekt_andel, j, p.effekt_andel[j] * varde),
        struktur_antal=put(p.struktur_antal, j, p.struktur_antal[j] * varde),
        struktur_fri_antal=put(p.struktur_fri_antal, j, p.struktur_fri_antal[j] * varde),
    )


class Vridning:
    """A program in search whose coefficients follow one figure. Each is a straight line in the figure, drawn through
    the program as it is and the program with the figure doubled.
    """

    def __init__(self, m: Modellbygge, sokare: Sokare, j: int, storhet: Storhet, nu: float) -> None:
        """`nu` is the figure in the program as it is, not 0. The program is that of `build(p, maste_koras=j)`."""
        self._m, self._sokare, self._j, self._storhet, self._nu = m, sokare, j, storhet, nu
        dubbel = build(vary(m.problem, j, storhet, 2 * nu), j)
        a, b = m.program, dubbel.program
        rad = np.repeat(np.arange(len(a.radnamn)), np.diff(a.radstart))
        self._andrade = np.flatnonzero(a.radvarde != b.radvarde)
        self._platser = rad[self._andrade], a.radkolumn[self._andrade].astype(np.intp)
        self._lutning = (b.radvarde - a.radvarde)[self._andrade] / nu
        self._nytta_lutning = (dubbel.nytta - m.nytta) / nu

    def turn(self, varde: float) -> Tal:
        """The figure is `varde` from here on. Returns the nytta of each column."""
        if self._m.kolumner.med_avdrag:
            return self._rebuild(varde)
        steg = varde - self._nu
        fore = self._m.program.radvarde[self._andrade]
        self._sokare.bruk.set_coefficients(*self._platser, fore + steg * self._lutning)
        return self._m.nytta + steg * self._nytta_lutning

    def read_slope(self, svar: Svar) -> float:
        """How the value of an answer with every decision kept changes with the figure; nan where that is no straight
        line.
        """
        if self._m.kolumner.med_avdrag or svar.varden is None or svar.dualer is None:
            return np.nan
        rad, kolumn = self._platser
        return float(self._nytta_lutning @ svar.varden - (svar.dualer[rad] * self._lutning) @ svar.varden[kolumn])

    def _rebuild(self, varde: float) -> Tal:
        """Where a krona of excess takes more than a krona, rows let go by an amount that is no straight line."""
        ny = build(vary(self._m.problem, self._j, self._storhet, varde if varde else 1e-300), self._j)
        self._sokare.bruk.set_coefficients(*self._platser, ny.program.radvarde[self._andrade])
        rader = np.arange(len(ny.program.radnamn))
        self._sokare.bruk.set_row_bounds(rader, ny.program.minst, ny.program.hogst)
        return ny.nytta
