"""Eget kapital over the years: the tables that every file of `kapital`, and its answer, are made from."""

from __future__ import annotations

from fordelning.kapital.framskrivning import Framskrivning
from fordelning.rapport.kapital.blad_kapital import Kapitaltabell
from fordelning.rapport.kapital.blad_sammanfattning import Riket


class Kapitalgrund:
    """The country year by year, and every förbund's years in code order."""

    def __init__(self, f: Framskrivning) -> None:
        self.f, self.riket = f, Riket(f)
        self.kapital = Kapitaltabell(f, self.riket.ar, self.riket.statens_andel)
        self.riket.add_years(f, self.kapital)
