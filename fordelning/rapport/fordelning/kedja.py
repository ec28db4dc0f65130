"""The chain of calculation of fordelning.xlsx: every table of it, and the columns that other sheets refer to."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.begrepp import Vektor
from fordelning.blad.bok import Blad
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.rapport.fordelning.berakning_erbjudande import make_erbjudande_blad
from fordelning.rapport.fordelning.blad_aterfordelning import make_aterfordelning_blad
from fordelning.rapport.fordelning.blad_avrundning import make_avrundning_blad
from fordelning.rapport.fordelning.blad_berakning import Berakning, make_berakning, make_berakning_blad
from fordelning.rapport.fordelning.blad_granser import make_granser, make_granser_blad
from fordelning.rapport.fordelning.blad_kapital import make_kapital, make_kapital_blad
from fordelning.rapport.fordelning.blad_lan import Lansdelar, make_lan_blad, make_lansdelar
from fordelning.rapport.fordelning.blad_medfinansiering import (
    Medfinansiering,
    make_medfinansiering,
    make_medfinansiering_blad,
)
from fordelning.rapport.fordelning.blad_parametrar import Parametrar, make_parametrar, make_parametrar_blad
from fordelning.rapport.fordelning.blad_regionmedel import (
    Regionmedelstabell,
    add_paid,
    add_region_sums,
    make_regionmedel_blad,
)
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning, make_tilldelning, make_tilldelning_blad
from fordelning.rapport.fordelning.blad_underlag import Inmatning, make_inmatning, make_underlag_blad
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Kedja:
    """From parameters and inputs to what every party pays. `parametrar["ram_kr"]` is a parameter by the model's key."""

    r: Resultat
    parametrar: Parametrar
    underlag: Inmatning
    regionmedel: Regionmedelstabell | None
    kvar_av_summor: Kolumn | None
    berakning: Berakning
    tilldelning: Tilldelning
    medfinansiering: Medfinansiering
    lansdelar: Lansdelar
    granser: Tabell
    kapital: Tabell


def make_kedja(r: Resultat, hojda_kr: Vektor | None = None) -> Kedja:
    """The whole calculation of one decision. `hojda_kr` where they are already computed: see `make_granser`."""
    p = make_parametrar(r)
    u, regionmedel = add_region_sums(r, p, make_inmatning(r))
    b = make_berakning(r, p, u)
    t = make_tilldelning(r, p, b)
    m = make_medfinansiering(r, u, b, t)
    lan = make_lansdelar(r, u, t, m)
    kvar = None if regionmedel is None else add_paid(regionmedel, m)
    return Kedja(r, p, u, regionmedel, kvar, b, t, m, lan, make_granser(r, b, t, hojda_kr), make_kapital(r, p, b))


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
