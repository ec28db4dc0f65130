"""The sheets Regionmedel, regions' one sums and what they pay, and the workings: each förbund's part of a sum."""

from __future__ import annotations

import numpy as np

from fordelning.blad import Blad, Krav, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, behall_tomt, hogst, om, rakna_ifyllda, sla_upp, summa_dar, tom
from fordelning.rapport.fordelning.berakning_delar import Heltalsdelning
from fordelning.rapport.fordelning.berakning_nyckel import blank_inf
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar
from fordelning.rapport.fordelning.blad_underlag import FYLL_I, Underlagstabeller, Utfastelsetabell
from fordelning.regionmedel import share_regions
from fordelning.resultat import Resultat

DELAS = Krav("val", "Delas efter", "Välj nyckel, lika eller lista.", val=("nyckel", "lika", "lista"))


class Regiondelar(Tabell):
    """The workings, a row per region with one sum and förbund: the weight of the förbund, its part in whole kronor."""

    def __init__(self, r: Resultat, p: Modellparametrar, u: Underlagstabeller, medel: Regionmedelstabell) -> None:
        super().__init__("Regiondelar")
        delar = [d for d in share_regions(r.modell, r.underlag).values() if d.medel is not None]
        par = [(d, i) for d in delar for i in np.flatnonzero(d.medlem)]
        o, v, koder = u.omraden, u.utfastelser, [d.region_kod for d in delar]
        self.region = region = self.data("Region", [d.region_kod for d, _ in par])
        self.forbund = forbund = self.data("Förbund", [r.underlag.koder[i] for _, i in par])
        grupp = self.data("Delar med, nummer", [koder.index(d.region_kod) + 1 for d, _ in par], "antal",
                          forklaring="Samma nummer = delar samma summa.")  # fmt: skip
        ordning = self.data("Ordning", list(range(1, len(par) + 1)), "antal", forklaring="Avgör vid lika rest.")
        egen = behall_tomt(sla_upp(medel.summa, (medel.region, region)))
        summan = self.rakna("Regionens summa, kr", egen, forklaring="Från Regionmedel.")
        efter = self.rakna("Delas efter", sla_upp(medel.hur, (medel.region, region)), "text")
        har = self.rakna("Områden", antal_dar((o.forbund, forbund), (o.region, region)), "antal",
                         forklaring="Regionens i förbundet.")  # fmt: skip
        self.nyckel = self.rakna("Nyckel", self._weigh_areas(u, p), "andel_fin",
                                 forklaring="Vikterna på Parametrar × områdenas andelar × del av året.")  # fmt: skip
        lofte = summa_dar(v.utlovat, (v.forbund, forbund), (v.part, "region"), (v.motpart, region))
        self.lovat = self.rakna("Utfästelse, kr", lofte, forklaring="Tomt räknas här som 0.")
        vikt = om(efter.lika("nyckel"), self.nyckel, om(efter.lika("lika"), om(har.lika(0), 0, 1), self.lovat))
        vikten = self.rakna("Vikt", vikt, "fin", lika=[float(d.vikt[i]) for d, i in par], inom=1e-9)
        delas = om(efter.lika("lista"), hogst(summan, summa_dar(vikten, (grupp, grupp))), om(tom(summan), 0, summan))
        self.att_dela = self.rakna("Att dela, kr", delas, forklaring="Summan; med lista högst utfästelserna.")
        self.delning = d = Heltalsdelning(self, grupp, ordning, self.att_dela, vikten, "fin", "Del, kr")
        self.galler = self.rakna("Del som gäller, kr", om(tom(summan), TOMT, d.belopp), summa=True, inom=0,
                                 lika=blank_inf(np.array([d.del_kr[i] for d, i in par])))  # fmt: skip

    def _weigh_areas(self, u: Underlagstabeller, p: Modellparametrar) -> Tal:
        """The model's key for a region's areas in a förbund, before it is scaled."""
        o, manader = u.omraden, sla_upp(u.forbund.manader, (u.forbund.kod, self.forbund))
        egna, alla = ((o.forbund, self.forbund), (o.region, self.region)), (o.forbund, "<>", "")
        matt, invanare = (summa_dar(k, *egna) / summa_dar(k, alla) for k in (o.matt, o.invanare))
        vagd = p["andel_forsorjningsmatt"] * matt + p["andel_invanare"] * invanare
        return om(tom(manader), 1, manader / 12) * vagd


class Regionmedelstabell(Tabell):
    """Regions that have one sum for all their förbund, what they pay of it, and the workings."""

    def __init__(self, r: Resultat, p: Modellparametrar, u: Underlagstabeller) -> None:
        super().__init__("Regionmedel")
        medel, namn = r.underlag.regionmedel, {region.region_kod: region.namn for region in r.underlag.regioner}
        self.region = self.data("Region", [m.region_kod for m in medel])
        self.data("Namn", [namn.get(m.region_kod, "") for m in medel])
        self.summa = self.data("Summa till alla förbund, kr", [m.utlovat_kr for m in medel], "kr", gul=True, summa=True,
                               forklaring="Tomt = ingen gräns utom utfästelserna.")  # fmt: skip
        self.hur = self.data("Delas efter", [m.fordelning for m in medel], "text", gul=True, krav=DELAS,
                             forklaring="nyckel, lika, eller lista: utfästelserna.")  # fmt: skip
        self.utrakning = Regiondelar(r, p, u, self)

    def limit_pledges(self, v: Utfastelsetabell) -> None:
        """What holds of each pledge: of a region with one sum, at most the förbund's part of it."""
        x = self.utrakning
        egen = (x.forbund, v.forbund), (x.region, v.motpart)
        utan = om(v.part.lika("region"), antal_dar(*egen), 0).lika(0)
        delen = om(utan, TOMT, behall_tomt(sla_upp(x.galler, *egen, annars="")))
        del_kr = v.rakna("Del av regionens summa, kr", delen,
                         forklaring="Från Regionmedel, uträkning. Tomt = ingen summa.")  # fmt: skip
        lagst = om(rakna_ifyllda(v.utlovat, del_kr).lika(0), TOMT, hogst(v.utlovat, del_kr))
        v.galler = v.rakna("Gäller, kr", lagst, summa=True, forklaring="Det lägsta av de två.")

    def add_paid(self, bidrag: Medfinansiering) -> None:
        """What each region pays of its sum, from the bill; and what is left of it, which the book checks."""
        summan = summa_dar(bidrag.belopp, (bidrag.part, "region"), (bidrag.motpart, self.region))
        betalar = self.rakna("Betalar, kr", summan, summa=True, forklaring="Från Medfinansiering.")
        self.kvar = self.rakna("Kvar, kr", om(tom(self.summa), TOMT, self.summa - betalar), summa=True)


def make_regionmedel_blad(r: Resultat, m: Regionmedelstabell) -> tuple[Blad, Blad]:
    """The sums, and the workings."""
    ar = r.underlag.budgetar
    text = f"{FYLL_I} En region betalar högst förbundets del av sin summa, och delen räknas som en utfästelse."
    hur = "Så delas en regions summa på dess förbund, i hela kronor. Att den delas så är ett antagande."
    return (
        Blad("Regionmedel", f"Regionernas summor till alla sina förbund {ar}", text, [m], "inmatning"),
        Blad("Regionmedel, uträkning", f"Regionernas summor {ar}: uträkning", hur, [m.utrakning], "rakning", fasta=2),
    )
