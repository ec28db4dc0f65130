"""The chain of calculation of fordelning.xlsx: every table of it, and the columns that other sheets refer to."""

from __future__ import annotations

from functools import cached_property

from fordelning.analys.hojning import compute_raised_grants
from fordelning.begrepp import Vektor
from fordelning.blad import Tabell
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_granser import make_granser
from fordelning.rapport.fordelning.blad_kapital import make_kapital
from fordelning.rapport.fordelning.blad_lan import Lansdelar
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.rapport.fordelning.blad_regionmedel import Regionmedelstabell
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller
from fordelning.resultat import Resultat


class Kedja:
    """From parameters and inputs to what every party pays. `parametrar["ram_kr"]` is a parameter by the model's key."""

    def __init__(self, r: Resultat) -> None:
        self.r, self.parametrar, self.underlag = r, Modellparametrar(r), Underlagstabeller(r)
        p, u = self.parametrar, self.underlag
        self.regionmedel = Regionmedelstabell(r, p, u) if r.underlag.regionmedel else None
        if self.regionmedel:
            self.regionmedel.limit_pledges(u.utfastelser)
        self.berakning = Berakning(r, p, u)
        self.tilldelning = Tilldelning(r, p, self.berakning)
        self.medfinansiering = Medfinansiering(r, u, self.berakning, self.tilldelning)
        if self.regionmedel:
            self.regionmedel.add_paid(self.medfinansiering)

    @cached_property
    def lansdelar(self) -> Lansdelar:
        return Lansdelar(self.r, self.underlag, self.tilldelning, self.medfinansiering)

    @cached_property
    def hojda_kr(self) -> Vektor:
        """See `compute_raised_grants`."""
        return compute_raised_grants(self.r)

    @cached_property
    def granser(self) -> Tabell:
        return make_granser(self.r, self.berakning, self.tilldelning, self.hojda_kr)

    @cached_property
    def kapital(self) -> Tabell:
        return make_kapital(self.r, self.parametrar, self.berakning)
