"""The first columns of Beräkning: what the inputs say of each förbund, its base grant, and its key."""

from __future__ import annotations

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.blad import Kolumn, Tabell, i_form, som_tal
from fordelning.blad.formler import TOMT, antal_dar, om, sla_upp, summa, summa_dar, tom
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller
from fordelning.resultat import Resultat

NARA_KR = 1e-3
"""How near the engine's amounts before rounding the sheets' own must be: the same sums in another order."""

NARA = som_tal(2) ** -49
"""What one amount can be trusted to, as a share: 8 of float64's smallest steps, as in the engine's rounding."""

NARA_SUMMA = som_tal(2) ** -47
"""The same for a sum of some hundred amounts: 32 steps."""


class Nyckelberakning(Tabell):
    """Sums over areas and the figures of Underlag, the base grant, the key, and what the two give before bounds.

    `ordning` = a förbund's place in code order, however Underlag is sorted. `grupper` = the columns by the part of the
    calculation that they belong to.
    """

    def __init__(self, r: Resultat, p: Modellparametrar, inmatning: Underlagstabeller) -> None:
        super().__init__("Beräkning")
        self.r, self.p, self.inmatning = r, p, inmatning
        self.grupper: dict[str, list[Kolumn]] = {}
        self._gather_areas()
        self._gather_last_year()
        self.close_group("Underlag")
        self._add_base_and_key()
        self.close_group("Grundtilldelning och nyckel")

    def close_group(self, namn: str) -> None:
        """The columns since the last group are this part of the calculation."""
        self.grupper[namn] = self.kolumner[sum(map(len, self.grupper.values())) :]

    def _gather_areas(self) -> None:
        u, o, text = self.r.underlag, self.inmatning.omraden, "Summa över förbundets områden."
        self.kod = self.data("Kod", u.koder)
        self.namn = self.data("Förbund", [rad.namn for rad in u.forbund])
        self.ordning = self.data("Ordning", list(range(1, len(u.koder) + 1)), "antal",
                                 forklaring="Kodordning; avgör vid lika rest.")  # fmt: skip
        eget = (o.forbund, self.kod)
        self.invanare = self.rakna("Invånare", summa_dar(o.invanare, eget), "antal", summa=True, lika=u.invanare_antal,
                                   forklaring=text)  # fmt: skip
        self.matt = self.rakna("Försörjningsmått", summa_dar(o.matt, eget), "tal", summa=True, lika=u.forsorjningsmatt,
                               forklaring=text)  # fmt: skip
        utan = om(antal_dar(eget, (o.region, "<>", "")).lika(0), "ja", "nej")
        self.utan_region = self.rakna("Utan region", utan, "text", lika=np.where(u.utan_region, "ja", "nej"),
                                      forklaring="ja = kommunen har regionens uppgifter.")  # fmt: skip

    def _gather_last_year(self) -> None:
        u, f, ur = self.r.underlag, self.inmatning.forbund, "Från Underlag."
        fjol, kapital, bidrag, askande, manader = (
            sla_upp(k, (f.kod, self.kod)) for k in (f.fjol, f.kapital, f.bidrag, f.askande, f.manader)
        )
        self.manader = self.rakna("Del av året", om(tom(manader), 12, manader) / 12, "fin", lika=u.manader_andel,
                                  forklaring="Månader/12.")  # fmt: skip
        self.fjol = self.rakna("Tilldelning året före, kr", fjol, summa=True, lika=u.tilldelning_fjol_kr, forklaring=ur)
        self.kapital = self.rakna("Eget kapital, kr", kapital, summa=True, lika=u.eget_kapital_kr, forklaring=ur)
        self.bidrag = self.rakna("Bidrag året före, kr", om(tom(bidrag), 2 * fjol, bidrag), summa=True,
                                 lika=u.bidrag_fjol_kr,
                                 forklaring="Alla parter; annars två gånger tilldelningen.")  # fmt: skip
        self.askande = self.rakna("Äskat, kr", om(tom(askande), TOMT, askande), lika=blank_inf(u.askande_kr),
                                  forklaring="Tomt = ingen gräns.")  # fmt: skip

    def _add_base_and_key(self) -> None:
        """Grundtilldelning and fördelningsnyckel."""
        p, bok, sett = self.p, self.r.bok, self.r.bok.sett["fordelningsnyckel"]
        self.grund = self.rakna("Grundtilldelning, kr", p["belopp_kr"] * self.manader, "ore", summa=True,
                                lika=bok.poster.get("grundtilldelning", 0.0), inom=NARA_KR,
                                forklaring="Grundbeloppet × del av året.")  # fmt: skip
        self.andel_matt = self.rakna("Andel av försörjningsmåttet", self.matt / summa(self.matt), "andel_fin",
                                     forklaring="Av alla förbund.", lika=sett["forsorjningsmatt_andel"])  # fmt: skip
        self.andel_invanare = self.rakna("Andel av invånarna", self.invanare / summa(self.invanare), "andel_fin",
                                         forklaring="Av alla förbund.", lika=sett["invanare_andel"])  # fmt: skip
        viktad = p["andel_forsorjningsmatt"] * self.andel_matt + p["andel_invanare"] * self.andel_invanare
        self.vagd = self.rakna("Vägd andel", viktad, "andel_fin", forklaring="Vikterna på Parametrar.",
                               lika=sett["vagd_andel"])  # fmt: skip
        self.allas_vagda = i_form(summa(self.manader * self.vagd), "andel_fin")
        del_ = self.vagd * self.manader / self.allas_vagda
        self.nyckel = self.rakna("Nyckel", del_, "andel_fin", summa=True, inom=1e-12, lika=sett["nyckel_andel"],
                                 forklaring="Vägd andel × del av året, så att alla blir 100 %.")  # fmt: skip
        self.allas_grund = summa(self.grund)
        self.kvar = i_form(p["ram_kr"] - self.allas_grund, "ore")
        self.enligt = self.rakna("Enligt nyckeln, kr", self.kvar * self.nyckel, "ore", summa=True, inom=NARA_KR,
                                 forklaring="(Ramen − allas grund) × nyckel.",
                                 lika=bok.poster["fordelningsnyckel"])  # fmt: skip
        self.beraknad = self.rakna("Grund och nyckel, kr", self.grund + self.enligt, "ore", summa=True, inom=NARA_KR,
                                   forklaring="Före golv och tak.", lika=bok.beraknad_kr)  # fmt: skip


def blank_inf(varden: Vektor) -> Vektor:
    """The amounts, with nan (an empty cell) where there is no limit."""
    return np.where(np.isfinite(varden), varden, np.nan)
