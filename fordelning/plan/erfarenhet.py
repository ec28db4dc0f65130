"""What a search has learnt, in a form that other searches can begin from."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.kolumner import Nyckel
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Snitt


@dataclass(frozen=True, slots=True, eq=False)
class Erfarenhet:
    """Prices and good decisions, the newest last. B decisions, m rows. Any prices prove something of any program."""

    nycklar: tuple[Nyckel, ...]
    """(B,) what each decision is of."""
    radnamn: tuple[str, ...]
    """(m,)"""
    snitt: Snitt
    """K cuts."""
    priser: tuple[Tal, ...]
    """(m + K,) each."""
    kanda: tuple[Tal, ...]
    """(B,) each."""
    lonar_sig: bool
    """Whether cuts were worth their time."""

    def price_rows(self, m: Modellbygge) -> list[Tal]:
        """The prices of a program's rows and of the cuts; a row that was not there has none."""
        if m.program.radnamn == self.radnamn:
            return list(self.priser)
        antal, namnen = len(self.radnamn), m.program.radnamn
        plats = {namn: i for i, namn in enumerate(self.radnamn)}
        ingen = antal + len(self.snitt.enhet)
        hit = [*(plats.get(namn, ingen) for namn in namnen), *range(antal, ingen)]
        return [np.append(pris, 0.0)[hit] for pris in self.priser]

    def read_decisions(self, m: Modellbygge) -> list[Tal]:
        """The decisions of a program; one that was not there is a no."""
        plats = {nyckel: i for i, nyckel in enumerate(self.nycklar)}
        hit = [plats.get(nyckel, len(plats)) for nyckel in m.nycklar]
        return [np.append(beslut, 0.0)[hit] for beslut in self.kanda]
