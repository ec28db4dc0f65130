"""The sheet Tilldelning, and tilldelning.csv: the grant to every förbund, the match, and who limits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, avrunda, behall_tomt, minst, nedat, om, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.uppslag import sla_upp
from fordelning.rapport.fordelning.berakning_nyckel import blank_inf
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_parametrar import Parametrar
from fordelning.resultat import Resultat
from fordelning.underlag.lan import name_lan

LAGENS_ANDEL = 0.5
"""The state's share by law (LFS 5 §). With another a half krona of the match is rounded as float64 has it."""


@dataclass(frozen=True, slots=True, eq=False)
class Tilldelning:
    """The grants and what others refer to of them."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    tilldelning: Kolumn
    region: Kolumn
    kommuner: Kolumn
    totalt: Kolumn
    golv: Kolumn
    tak: Kolumn
    begransas: Kolumn
    erbjudande: Kolumn
    avstatt: Kolumn
    tillkommit: Kolumn


def make_tilldelning(r: Resultat, p: Parametrar, b: Berakning) -> Tilldelning:
    """One row per förbund, whole kronor; empty golv or tak = none."""
    t, match, (om_grund, om_golv, lag) = Tabell("Tilldelning"), r.matchning, _explain_sources(r)
    kod = t.data("Kod", r.underlag.koder, nyckel="forbund_kod")
    namn = t.data("Förbund", [f.namn for f in r.underlag.forbund], "lang", bredd=38, nyckel="namn")
    tilldelning = t.rakna("Tilldelning, kr", sla_upp(b.tilldelning, (b.kod, kod)), bredd=18, summa=True, inom=0,
                          lika=r.tilldelning_kr, forklaring=om_grund, namn="tilldelning_kr",
                          nyckel="tilldelning_kr")  # fmt: skip
    stat, region_andel, kommun_andel = p["stat_andel"], p["region_andel"], p["kommun_andel"]
    lokalt, inom = avrunda(tilldelning * (1 - stat) / stat), float(r.modell.medfinansiering.stat_andel != LAGENS_ANDEL)
    region = t.rakna("Region, kr", nedat(lokalt * region_andel / (region_andel + kommun_andel) + 1e-6), bredd=16,
                     summa=True, lika=match.region_kr, inom=inom, nyckel="region_kr",
                     forklaring=f"Regionernas fjärdedel, hela kronor nedåt. {lag}")  # fmt: skip
    kommuner = t.rakna("Kommuner, kr", lokalt - region, bredd=18, summa=True, lika=match.kommuner_kr, inom=inom,
                       forklaring=f"Kommunernas fjärdedel; en udda krona faller här (antagande). {lag}",
                       nyckel="kommuner_kr")  # fmt: skip
    totalt = t.rakna("Alla parter, kr", tilldelning + region + kommuner, bredd=14, summa=True, lika=match.totalt_kr,
                     inom=0, forklaring="Stat, region och kommuner.", nyckel="totalt_kr")  # fmt: skip
    golvet, taket = (sla_upp(k, (b.kod, kod)) for k in (b.granser.golv, b.granser.tak))
    golv = t.rakna("Golv, kr", om(golvet.lika(0), TOMT, golvet), bredd=16, forklaring=om_golv, nyckel="golv_kr",
                   lika=np.where(r.bok.golv_kr > 0, r.bok.golv_kr, np.nan))  # fmt: skip
    tak = t.rakna("Tak, kr", behall_tomt(taket), bredd=14, lika=blank_inf(r.bok.tak_kr), nyckel="tak_kr",
                  forklaring="Det lägsta taket; alla står på Gränser. Tomt = inget.")  # fmt: skip
    begransas = t.rakna("Begränsas av", sla_upp(b.begransas, (b.kod, kod)), "text", bredd=14,
                        forklaring="Modellen = varken golv eller tak.")  # fmt: skip
    t.data("", [str(vem) for vem in r.begransas_av], nyckel="begransas_av")
    offer = _add_offer(t, r, b, kod, tilldelning)
    t.data("Län", name_lan(r.underlag), bredd=24, nyckel="lan", forklaring="Områdenas län när boken skrevs.")
    return Tilldelning(t, kod, namn, tilldelning, region, kommuner, totalt, golv, tak, begransas, *offer)


def _add_offer(t: Tabell, r: Resultat, b: Berakning, kod: Kolumn, tilldelning: Kolumn) -> tuple[Kolumn, Kolumn, Kolumn]:
    """The offer, what was left of it, and what came on top."""
    avstatt_kr, tillkommit_kr = r.compare_offer()
    egna = behall_tomt(sla_upp(b.erbjudande.belopp, (b.kod, kod)))
    erbjudande = t.rakna("Erbjudande, kr", egna, bredd=16, summa=True, lika=r.erbjudande_kr, inom=0,
                         forklaring="Samma modell om ingen äskar mindre och alla parter matchar fullt.",
                         nyckel="erbjudande_kr")  # fmt: skip
    kvar, mer = (om(tom(erbjudande), TOMT, minst(0, kr)) for kr in (erbjudande - tilldelning, tilldelning - erbjudande))
    avstatt = t.rakna("Avstått, kr", kvar, bredd=14, summa=True, lika=avstatt_kr, inom=0, nyckel="avstatt_kr",
                      forklaring="Erbjudande − tilldelning.")  # fmt: skip
    tillkommit = t.rakna("Tillkommit, kr", mer, bredd=14, summa=True, lika=tillkommit_kr, inom=0,
                         forklaring="Av det andra lämnade: tilldelning − erbjudande.",
                         nyckel="tillkommit_kr")  # fmt: skip
    return erbjudande, avstatt, tillkommit


def _explain_sources(r: Resultat) -> tuple[str, str, str]:
    """The rule and the source of the grant, of the floor, and of the match."""
    m = r.modell
    grund = m.grundtilldelning or m.fordelningsnyckel
    om_grund = f"Statens bidrag: grundbelopp och nyckel inom golv och tak, hela enheter. Källa: {grund.kalla.text}."
    om_golv = "Modellen har ingen spärr. Tomt = inget golv."
    if m.sparr and "sparr" in m.steg:
        om_golv = f"Spärren: förra årets tilldelning − högsta minskning. Källa: {m.sparr.kalla.text}."
    return om_grund, om_golv, f"Källa: {m.medfinansiering.kalla.text}."


def make_tilldelning_blad(r: Resultat, t: Tilldelning) -> Blad:
    """The sheet."""
    titel = f"Tilldelning per förbund {r.underlag.budgetar}"
    text = f"{r.modell.namn}. Hela kronor. Vägen dit står på Ett förbund, Beräkning och Härledning."
    return Blad("Tilldelning", titel, text, [t.tabell], fasta=2)
