"""Kommunfördelning: how regions and kommuner share their parts, live, in whole kronor by largest remainder."""

from __future__ import annotations

from fordelning.blad import ANTAL, HELA_KR, MINST_NOLL, Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import antal_dar, avrunda, kvot, nedat, om, summa_dar, tomt_som_noll
from fordelning.budgetbok.blad_om import PARTER, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Falt

KOMMUNBLAD = "Kommunfördelning"
PARTSFALT = (
    Falt("Invånare", "invanare_antal", ANTAL, "antal"),
    Falt("Utlovat", "utlovat_kr", HELA_KR, tomt=None),
    Falt("Egen överens- kommelse (vikt)", "egen_vikt", MINST_NOLL, "tal", tomt=None),
)


class Parter(Tabell):
    """Regions and kommuner, with what they are weighed by: the blue cells may be changed."""

    def __init__(self, innehall: Innehall) -> None:
        super().__init__("Kommunfördelning")
        m = innehall.underlag.motparter
        self.kod = self.data("Kod", [x.kod for x in m])
        self.data("Region eller kommun", [x.namn for x in m], "lang")
        self.part = self.data("Part", [PARTER[x.part] for x in m])
        self.invanare, self.utlovat, self.egen = (
            self.data(f.rubrik, [getattr(x, f.falt) for x in m], f.form, bla=True, krav=f.krav) for f in PARTSFALT
        )

    def share_out(self, innehall: Innehall, tal: Parametrar) -> Kolumn:
        """Each party's contribution: as agreed, else by pledges, else by inhabitants; largest remainders round up."""
        egna, nummer = (self.part, self.part), range(1, self.antal_rader + 1)
        ordning = self.data("Ordning vid lika rest", nummer, "antal", bara_skarm=True)

        def of_part(k: Kolumn) -> Tal:
            return summa_dar(k, egna)

        andel = self.rakna("Andel av invånare", kvot(self.invanare, of_part(self.invanare), 0), "andel")
        eller_utlovat = om(of_part(self.utlovat) > 0, tomt_som_noll(self.utlovat), self.invanare)
        anvand = om(of_part(self.egen) > 0, tomt_som_noll(self.egen), eller_utlovat)
        vikt = self.rakna("Vikt som används", anvand, "antal", bara_skarm=True)
        partens = om(self.part.lika(PARTER["region"]), tal["region_kr"], tal["kommuner_kr"])
        del_ = self.rakna("Partens summa", partens, KR, bara_skarm=True)
        delar = om(of_part(vikt).lika(0), del_ / antal_dar(egna), del_ * vikt / of_part(vikt))
        exakt = self.rakna("Del före avrundning", avrunda(delar, 6), "ore", bara_skarm=True)
        hela = self.rakna("Hela kronor", nedat(exakt), KR, bara_skarm=True)
        rest = self.rakna("Rest", avrunda(exakt - hela, 6), "ore", bara_skarm=True)
        fore = antal_dar(egna, (rest, ">", rest)) + antal_dar(egna, (rest, rest), (ordning, "<", ordning))
        rang = self.rakna("Turordning för rest", fore, "antal", bara_skarm=True)
        motorns = [f.belopp_kr for f in innehall.budget.rader if f.huvud in ("region", "kommun")]
        upp = om(rang < del_ - of_part(hela), 1, 0)
        belopp = self.rakna("Bidrag", hela + upp, KR, lika=motorns, summa=True)
        self.rakna("Kr per invånare", kvot(belopp, self.invanare), "tal")
        self.ordna(self.kod, *self.kolumner[1:3], self.invanare, andel, self.utlovat, self.egen)
        return belopp


def make_kommuner_blad(innehall: Innehall, p: Parter) -> Blad:
    text = (
        "Varje part delas efter invånare, efter utfästelser om de finns, efter egna vikter om de fylls i (blå). Hela "
        "kronor, största rest först."
    )
    return innehall.make_sheet(KOMMUNBLAD, text, "Hur regioner och kommuner delar sina delar (vikter, blå)", p)
