"""The chain of calculation of fordelning.xlsx: every table of it, and the columns that other sheets refer to."""

from __future__ import annotations

from fordelning.begrepp import Vektor
from fordelning.blad import Blad
from fordelning.rapport.fordelning.berakning_erbjudande import make_erbjudande_blad
from fordelning.rapport.fordelning.blad_aterfordelning import make_aterfordelning_blad
from fordelning.rapport.fordelning.blad_avrundning import make_avrundning_blad
from fordelning.rapport.fordelning.blad_berakning import Berakning, make_berakning_blad
from fordelning.rapport.fordelning.blad_granser import make_granser, make_granser_blad
from fordelning.rapport.fordelning.blad_kapital import make_kapital, make_kapital_blad
from fordelning.rapport.fordelning.blad_lan import Lansdelar, make_lan_blad
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering, make_medfinansiering_blad
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar, make_parametrar_blad
from fordelning.rapport.fordelning.blad_regionmedel import Regionmedelstabell, make_regionmedel_blad
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning, make_tilldelning_blad
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller, make_underlag_blad
from fordelning.resultat import Resultat


class Kedja:
    """From parameters and inputs to what every party pays. `parametrar["ram_kr"]` is a parameter by the model's key.

    `hojda_kr` where they are already computed: see `make_granser`.
    """

    def __init__(self, r: Resultat, hojda_kr: Vektor | None = None) -> None:
        self.r, self.parametrar, self.underlag = r, Modellparametrar(r), Underlagstabeller(r)
        p, u = self.parametrar, self.underlag
        self.regionmedel = Regionmedelstabell(r, p, u) if r.underlag.regionmedel else None
        if self.regionmedel:
            self.regionmedel.limit_pledges(u.utfastelser)
        self.berakning = b = Berakning(r, p, u)
        self.tilldelning = Tilldelning(r, p, b)
        self.medfinansiering = Medfinansiering(r, u, b, self.tilldelning)
        if self.regionmedel:
            self.regionmedel.add_paid(self.medfinansiering)
        self.lansdelar = Lansdelar(r, u, self.tilldelning, self.medfinansiering)
        self.granser, self.kapital = make_granser(r, b, self.tilldelning, hojda_kr), make_kapital(r, p, b)


def make_kedja_blad(k: Kedja) -> dict[str, Blad]:
    """Its sheets by name, in the order of the calculation."""
    b = k.berakning
    blad = (
        make_parametrar_blad(k.parametrar),
        *make_underlag_blad(k.r, k.underlag),
        *(make_regionmedel_blad(k.r, k.regionmedel) if k.regionmedel else ()),
        make_tilldelning_blad(k.r, k.tilldelning),
        *make_medfinansiering_blad(k.r, k.medfinansiering),
        *make_lan_blad(k.r, k.lansdelar),
        make_kapital_blad(k.r, k.kapital),
        make_granser_blad(k.r, k.granser),
        make_berakning_blad(b),
        make_aterfordelning_blad(b.losning),
        make_avrundning_blad(b.avrundning),
        make_erbjudande_blad(b.erbjudande),
    )
    return {ett.namn: ett for ett in blad}
