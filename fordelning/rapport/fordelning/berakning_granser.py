"""The columns of Beräkning with floors and ceilings: what sets each, and each in whole units."""

from __future__ import annotations

from functools import reduce

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.blad import Kolumn, Tal, i_form, med_ord
from fordelning.blad.formler import TOMT, antal_tal_dar, eller, minst, nedat, om, sok, summa_dar, tom, uppat
from fordelning.rapport.fordelning.berakning_erbjudande import Erbjudande
from fordelning.rapport.fordelning.berakning_fria import limit_free_parts
from fordelning.rapport.fordelning.berakning_nyckel import NARA, NARA_KR, Nyckelberakning, blank_inf
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar, Trappa
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller
from fordelning.regionmedel import limit_regions
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR
from fordelning.resultat import Resultat

VISAS = {
    "modellen": "modellen",
    "eget kapital": "eget kapital",
    "askande": "äskande",
    "kommuner": "kommuner",
    "region": "region",
    "sparr": "spärr",
}
"""Who limits, as a reader sees it."""

TAK = {
    "modellen": "Tak av sjukpenning",
    "eget kapital": "Tak av eget kapital",
    "askande": "Tak: äskande",
    "kommuner": "Tak: kommuner",
    "region": "Tak: region",
}
"""The ceilings, as their headings are, by who sets them."""


class Gransberakning(Nyckelberakning):
    """The bounds of a model, in whole units. `tak_av` = each ceiling by who sets it, in the order of the steps;
    `tak_fore`, `sparr_fore`: before they are made whole units.

    `rimlig` and `overskott`: the reasonable level of eget kapital and what lies above it, in a model that has one;
    `avdrag`: what that takes from the final amount, in a model that does so. `lovat`: what each local part has pledged.
    `fran` = what λ × the key is added to.
    """

    def __init__(self, r: Resultat, p: Modellparametrar, inmatning: Underlagstabeller) -> None:
        super().__init__(r, p, inmatning)
        self.tak_av: dict[str, Kolumn] = {}
        self.tak_fore: dict[str, Kolumn] = {}
        self.lovat: dict[str, Kolumn] = {}
        self.rimlig: Kolumn | None = None
        self.overskott: Kolumn | None = None
        self.avdrag: Kolumn | None = None
        self.frisam: Tal | None = None
        self._add_model_bounds()
        self.close_group("Eget kapital och spärr")
        self.fran = self.grund
        if self.avdrag is not None:
            self.fran = self.rakna("Grund − avdrag, kr", self.grund - self.avdrag, "ore",
                                   forklaring="Det som λ × nyckel läggs till.")  # fmt: skip
        self.erbjudande = Erbjudande(self, self.fran, self.sparr, list(self.tak_av.values()))
        self.close_group("Erbjudande")
        if "medfinansiering" in r.modell.steg:
            self._add_match_bounds()
        self.close_group("Medfinansiering")

    def list_ceilings(self, steg: str) -> list[Kolumn]:
        """The ceilings that a step adds."""
        egna = {"sjukpenningtak": ("modellen",), "eget_kapital": ("eget kapital",)}
        return [self.tak_av[vem] for vem in egna.get(steg, ("askande", "kommuner", "region")) if vem in self.tak_av]

    def _add_model_bounds(self) -> None:
        """Tak av sjukpenning, rimlig nivå and its ceiling, and the spärr, as the model has them."""
        p, r, o = self.p, self.r, self.inmatning.omraden
        if "sjukpenningtak" in r.modell.steg:
            self.sjukpenning = i_form(self.matt * p["kr_per_enhet"], "ore")
            fore, hur = p["hogsta_andel"] * self.sjukpenning, "Högsta andel × sjukpenningen."
            if o.frisam is not None:
                self.frisam = summa_dar(o.frisam, (o.forbund, self.kod))
                kvar = minst(0, fore - self.frisam)
                fore = med_ord(kvar, om(self.frisam > 0, kvar, fore))
                hur = "Högsta andel × sjukpenningen − det som Frisam använder."
            self._add_ceiling("modellen", fore, hur)
        minskning = p["hogsta_minskning_andel"]
        utan = tom(minskning)
        if p.trappa is not None:
            over = self.overskott = self._add_level(p.trappa)
            utan = eller(tom(minskning), over > 0)
            if self.avdrag is None:
                kvar = minst(0, self.beraknad - p["statens_andel_av_overskott"] * over)
                hur = "Grund och nyckel − statens andel av överskottet."
                self._add_ceiling("eget kapital", om(over > 0, kvar, TOMT), hur)
        fore = self.sparr_fore = self.rakna("Spärr, kr", om(utan, 0, (1 - minskning) * self.fjol), "ore",
                          forklaring="Förra årets − högsta minskning; inte över rimlig nivå.")  # fmt: skip
        hela = uppat(fore, p["enhet_kr"], minst(1e-8, NARA * fore / p["enhet_kr"]))
        facit = reduce(np.maximum, r.bok.golv.values(), np.zeros(len(r.bok.koder)))
        self.sparr = self.rakna("Spärr, hela enheter, kr", hela, lika=facit, forklaring="Uppåt.")

    def _add_level(self, trappa: Trappa) -> Kolumn:
        """The trappa's share, the reasonable level, what lies above it, and the deduction where the model makes one."""
        sett = self.r.bok.sett["eget_kapital"]
        andel = self.rakna("Rimlig nivå, andel", sok(trappa.andel, trappa.upp_till, self.bidrag), "andel",
                           forklaring="Trappans steg efter bidragen året före.")  # fmt: skip
        rimlig = self.rimlig = self.rakna("Rimlig nivå, kr", andel * self.bidrag, "ore", summa=True,
                                          lika=sett["rimlig_kr"], forklaring="Andelen × bidragen.")  # fmt: skip
        over = self.kapital - rimlig
        over = med_ord(om(over > MINSTA_OVERSKOTT_KR, over, 0), minst(0, over))
        overskott = self.rakna("Över rimlig nivå, kr", over, "ore", summa=True, lika=sett["overskott_kr"],
                               forklaring="Eget kapital − rimlig nivå.")  # fmt: skip
        if "avdrag_kr" in sett:
            avdrag, text = self.p["statens_andel_av_overskott"] * overskott, "Statens andel av överskottet; dras från"
            self.avdrag = self.rakna("Avdrag för eget kapital, kr", avdrag, "ore", summa=True, lika=sett["avdrag_kr"],
                                     inom=NARA_KR, forklaring=f"{text} det slutliga beloppet.")  # fmt: skip
        return overskott

    def _add_match_bounds(self) -> None:
        """What kommuner and regions have pledged, and the ceilings of äskande, kommuner and region."""
        u, p = self.r.underlag, self.p
        utan = self.utan_region.lika("ja")
        kommuner_kr = self._add_pledged("kommun", "kommuner", u.kommuner_utlovat_kr)
        regioner_kr = self._add_pledged("region", "regioner", limit_regions(self.r.modell, u))
        egen = om(utan, p["kommun_andel"] + p["region_andel"], p["kommun_andel"])
        delen = self.rakna("Kommunernas andel", egen, "andel", forklaring="Utan region: båda delarna.",
                           lika=self.r.bok.sett["medfinansiering"]["kommunens_andel"])  # fmt: skip
        kommuner = om(tom(kommuner_kr), TOMT, p["stat_andel"] / delen * kommuner_kr)
        region = om(eller(utan, tom(regioner_kr)), TOMT, p["stat_andel"] / p["region_andel"] * regioner_kr)
        self.lovat, hur = {"kommun": kommuner_kr, "region": regioner_kr}, "Statens andel ÷ {} × utlovat."
        if self.r.modell.medfinansiering.lagsta_andel is not None:
            kommuner, region = limit_free_parts(p, utan, self.lovat)
            hur = "Utlovat ÷ lägsta andel − det som alla lokala parter betalar."
        self._add_ceiling("askande", self.askande, "Äskat belopp.")
        self._add_ceiling("kommuner", kommuner, hur.format("kommunernas"))
        self._add_ceiling("region", region, hur.format("regionens"))

    def _add_pledged(self, part: str, vilka: str, facit: Vektor) -> Kolumn:
        v = self.inmatning.utfastelser
        vems = (v.forbund, self.kod), (v.part, part)
        summan = om(antal_tal_dar(v.galler, *vems).lika(0), TOMT, summa_dar(v.galler, *vems))
        return self.rakna(f"Utlovat av {vilka}, kr", summan, lika=blank_inf(facit),
                          forklaring="Tomt = matchar fullt ut.")  # fmt: skip

    def _add_ceiling(self, vem: str, uttryck: Tal, hur: str) -> None:
        """A ceiling before and after it is made whole units; empty = none."""
        enhet = self.p["enhet_kr"]
        fore = self.tak_fore[vem] = self.rakna(f"{TAK[vem]}, kr", uttryck, "ore", forklaring=hur)
        hela = om(tom(fore), TOMT, nedat(fore, enhet, minst(1e-8, NARA * fore / enhet)))
        self.tak_av[vem] = self.rakna(f"{TAK[vem]}, hela enheter, kr", hela, forklaring="Nedåt.",
                                      lika=blank_inf(self.r.bok.tak[vem]))  # fmt: skip
