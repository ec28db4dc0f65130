"""What a search has learnt, in a form that other searches can begin from."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.kolumner import Nyckel
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Snitt, reorder


@dataclass(frozen=True, slots=True, eq=False)
class Erfarenhet:
    """Prices and good decisions, the newest last. B decisions, m rows. Any prices prove something of any program."""

    nycklar: tuple[Nyckel, ...]
    """(B,) what each decision is of."""
    radnamn: tuple[str, ...]
    """(m,)"""
    snitt: Snitt
    """K cuts."""
    priser: Tal
    """(P, m + K)"""
    kanda: Tal
    """(N, B)"""
    lonar_sig: bool
    """Whether cuts were worth their time."""

    def price_rows(self, m: Modellbygge) -> Tal:
        """(P, rows + K) the prices of a program's rows and of the cuts; a row that was not there has none."""
        snitt = range(len(self.snitt.enhet))
        return reorder(self.priser, (*self.radnamn, *snitt), (*m.program.radnamn, *snitt))

    def read_decisions(self, m: Modellbygge) -> Tal:
        """(N, decisions) those of a program; one that was not there is a no."""
        return reorder(self.kanda, self.nycklar, m.nycklar)
