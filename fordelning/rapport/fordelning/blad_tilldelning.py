"""The sheet Tilldelning, and tilldelning.csv: the grant to every förbund, the match, and who limits."""

from __future__ import annotations

import numpy as np

from fordelning.blad import Blad, Tabell, i_form, med_ord
from fordelning.blad.formler import TOMT, avrunda, behall_tomt, minst, om, sla_upp, tom
from fordelning.rapport.fordelning.berakning_fria import pay_kommuner, pay_region, share_with_region
from fordelning.rapport.fordelning.berakning_nyckel import blank_inf
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.resultat import Resultat
from fordelning.underlag.lan import name_lan

LAGENS_ANDEL = 0.5
"""The state's share by law (LFS 5 §). With another a half krona of the match is rounded as float64 has it."""
OM_TILLDELNINGEN = "Statens bidrag: grundbelopp och nyckel inom golv och tak, hela enheter."


class Tilldelning(Tabell):
    """One row per förbund, whole kronor; empty golv or tak = none."""

    def __init__(self, r: Resultat, p: Modellparametrar, b: Berakning) -> None:
        super().__init__("Tilldelning")
        self._om_golv = _explain_floor(r)
        self.kod = self.data("Kod", r.underlag.koder, nyckel="forbund_kod")
        self._egen = (b.kod, self.kod)
        namn = [f.namn for f in r.underlag.forbund]
        self.namn = self.data("Förbund", namn, "lang", nyckel="namn")
        self.tilldelning = self.rakna("Tilldelning, kr", sla_upp(b.tilldelning, self._egen), summa=True, inom=0,
                                      lika=r.tilldelning_kr, forklaring=OM_TILLDELNINGEN, namn="tilldelning_kr",
                                      nyckel="tilldelning_kr")  # fmt: skip
        self._add_match(r, p, b)
        self._add_limits(r, b)
        self._add_offer(r, b)
        self.data("Län", name_lan(r.underlag), "lang", nyckel="lan", bara_skarm=True,
                  forklaring="Områdenas län när boken skrevs.")  # fmt: skip

    def _add_match(self, r: Resultat, p: Modellparametrar, b: Berakning) -> None:
        """What regions and kommuner pay beside the grant, and all parties together."""
        stat, inom, match = p["stat_andel"], float(r.modell.medfinansiering.stat_andel != LAGENS_ANDEL), r.matchning
        self.lokalt_exakt = i_form(self.tilldelning * (1 - stat) / stat, "ore")
        self.lokalt = lokalt = i_form(avrunda(self.lokalt_exakt), "kr")
        regionens, utan = share_with_region(p, lokalt), sla_upp(b.utan_region, self._egen).lika("ja")
        text, om_kommuner = (
            "Regionernas fjärdedel, hela kronor nedåt.",
            "Kommunernas fjärdedel; en udda krona faller här",
        )
        om_kommuner, fria = f"{om_kommuner} (antagande).", r.modell.medfinansiering.lagsta_andel is not None
        if fria:
            lovat = {part: behall_tomt(sla_upp(k, self._egen)) for part, k in b.lovat.items()}
            regionens, inom = pay_region(p, lokalt, utan, lovat), 1.0
            text = om_kommuner = "Det som är lovat; annars andelen mot statens."
        self.region = self.rakna("Region, kr", regionens, summa=True, lika=match.region_kr, inom=inom, forklaring=text,
                                 nyckel="region_kr")  # fmt: skip
        kommunernas = pay_kommuner(p, lokalt, utan, lovat["kommun"], self.region) if fria else lokalt - self.region
        self.kommuner = self.rakna("Kommuner, kr", kommunernas, summa=True, lika=match.kommuner_kr, inom=inom,
                                   forklaring=om_kommuner, nyckel="kommuner_kr")  # fmt: skip
        self.totalt = self.rakna("Alla parter, kr", self.tilldelning + self.region + self.kommuner, summa=True,
                                 lika=match.totalt_kr, inom=0, nyckel="totalt_kr",
                                 forklaring="Stat, region och kommuner.")  # fmt: skip

    def _add_limits(self, r: Resultat, b: Berakning) -> None:
        """Floor, ceiling, and who limits."""
        golv, tak = (sla_upp(k, self._egen) for k in (b.golv, b.tak))
        self.golv = self.rakna("Golv, kr", om(golv.lika(0), TOMT, golv), forklaring=self._om_golv, nyckel="golv_kr",
                               lika=np.where(r.bok.golv_kr > 0, r.bok.golv_kr, np.nan))  # fmt: skip
        self.tak = self.rakna("Tak, kr", behall_tomt(tak), lika=blank_inf(r.bok.tak_kr), nyckel="tak_kr",
                              forklaring="Det lägsta taket; alla står på Gränser. Tomt = inget.")  # fmt: skip
        self.begransas = self.rakna("Begränsas av", sla_upp(b.begransas, self._egen), "text",
                                    forklaring="Modellen = varken golv eller tak.")  # fmt: skip
        self.data("", [str(vem) for vem in r.begransas_av], nyckel="begransas_av")

    def _add_offer(self, r: Resultat, b: Berakning) -> None:
        """The offer, what was left of it, and what came on top."""
        avstatt_kr, tillkommit_kr = r.compare_offer()
        egna, text = behall_tomt(sla_upp(b.erbjudande.belopp, self._egen)), "Samma modell om ingen äskar mindre"
        self.erbjudande = e = self.rakna("Erbjudande, kr", egna, summa=True, lika=r.erbjudande_kr, inom=0,
                                         forklaring=f"{text} och alla parter matchar fullt.",
                                         nyckel="erbjudande_kr")  # fmt: skip
        kvar, mer = (
            om(tom(e), TOMT, med_ord(minst(0, kr), om(kr > 0, kr, 0)))
            for kr in (e - self.tilldelning, self.tilldelning - e)
        )
        self.avstatt = self.rakna("Avstått, kr", kvar, summa=True, lika=avstatt_kr, inom=0, nyckel="avstatt_kr",
                                  forklaring="Erbjudande − tilldelning.")  # fmt: skip
        self.tillkommit = self.rakna("Tillkommit, kr", mer, summa=True, lika=tillkommit_kr, inom=0,
                                     nyckel="tillkommit_kr",
                                     forklaring="Av det andra lämnade: tilldelning − erbjudande.")  # fmt: skip


def _explain_floor(r: Resultat) -> str:
    """The rule of the floor."""
    if r.modell.sparr and "sparr" in r.modell.steg:
        return "Spärren: förra årets tilldelning − högsta minskning."
    return "Modellen har ingen spärr. Tomt = inget golv."


def make_tilldelning_blad(r: Resultat, t: Tilldelning) -> Blad:
    titel = f"Tilldelning per förbund {r.underlag.budgetar}"
    text = f"{r.modell.namn}. Hela kronor. Vägen dit står på Ett förbund, Beräkning och Härledning, "
    text += "källorna på Parametrar."
    return Blad("Tilldelning", titel, text, [t], fasta=2)
