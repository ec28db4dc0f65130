"""The sheets Medfinansiering, what every party pays in whole kronor, and its workings: by pledges, or inhabitants."""

from __future__ import annotations

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_tal_dar, minst, och, om, sla_upp, summa_dar, tom
from fordelning.rapport.fordelning.berakning_delar import Heltalsdelning
from fordelning.rapport.fordelning.blad_berakning import Berakning
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller, name_parties
from fordelning.resultat import Resultat

OM_BIDRAGET = "Staten: tilldelningen. Övriga: hela kronor, och en till för de största resterna."


class Utrakning(Tabell):
    """What the members of a part share, by which weights, and the rounding to whole kronor; one row per party.

    `grupp` = the number of the förbund's part, and `ordning` that of the party: what ties are decided by.
    """

    def __init__(self, r: Resultat, u: Underlagstabeller, b: Berakning, d: Tilldelning) -> None:
        super().__init__("Uträkning")
        rader = [rad for rad in r.bidrag if rad.part != "stat"]
        self.forbund = self.data("Förbund", [rad.forbund_kod for rad in rader])
        self.part = self.data("Part", [rad.part for rad in rader])
        self.motpart = self.data("Kod", [rad.motpart_kod for rad in rader])
        nummer: dict[tuple[str, str], int] = {}
        grupper = [nummer.setdefault((rad.forbund_kod, rad.part), len(nummer) + 1) for rad in rader]
        grupp = self.data("Delar med, nummer", grupper, "antal", forklaring="Samma nummer = delar samma del.")
        ordning = self.data("Ordning", list(range(1, len(rader) + 1)), "antal", forklaring="Avgör vid lika rest.")
        ar_region = self.part.lika("region")
        delen = om(ar_region, *(sla_upp(k, (d.kod, self.forbund)) for k in (d.region, d.kommuner)))
        delas = self.rakna("Partens del, kr", delen, forklaring="Från Tilldelning.")
        vikt = self._add_weights(u, sla_upp(b.utan_region, (b.kod, self.forbund)).lika("ja"), (grupp, grupp))
        self.delning = Heltalsdelning(self, grupp, ordning, delas, vikt)

    def _add_weights(self, u: Underlagstabeller, utan_region: Tal, i_gruppen: tuple[Kolumn, Kolumn]) -> Kolumn:
        """Pledges where somebody in the part has pledged, else the kommuner's own key, else inhabitants."""
        o, v, i_forbund = u.omraden, u.utfastelser, (u.omraden.forbund, self.forbund)
        egna = (summa_dar(o.invanare, i_forbund, (k, self.motpart)) for k in (o.regionuppgift, o.kommun))
        self.invanare = self.rakna("Invånare", om(self.part.lika("region"), *egna), "antal",
                                   forklaring="I förbundets område.")  # fmt: skip
        star_som = self.rakna("Löftet står som", om(utan_region, "kommun", self.part), "text",
                              forklaring="En kommun utan region lovar en gång, för båda delarna.")  # fmt: skip
        lofte = summa_dar(v.galler, (v.forbund, self.forbund), (v.part, star_som), (v.motpart, self.motpart))
        self.lovat = self.rakna("Löfte, kr", lofte, forklaring="Från Utfästelser; tomt räknas här som 0.")
        annars: Tal = self.invanare
        efter = "invånare"
        if o.vikt is not None:
            vikten = om(star_som.lika("kommun"), summa_dar(o.vikt, i_forbund, (o.kommun, self.motpart)), 0)
            egen = self.rakna("Egen vikt", vikten, "tal", forklaring="Kommunernas egen nyckel, från Områden.")
            annars, efter = om(summa_dar(egen, i_gruppen) > 0, egen, self.invanare), "egen vikt, annars invånare"
        return self.rakna("Vikt", om(summa_dar(self.lovat, i_gruppen) > 0, self.lovat, annars), "antal",
                          forklaring=f"Utfästelser om någon i parten har lovat, annars {efter}.")  # fmt: skip


class Medfinansiering(Tabell):
    """The bill: a row per förbund and party, the state's is the grant itself; and the workings.

    A kommun in the region's place pays both quarters of its one pledge.
    """

    def __init__(self, r: Resultat, u: Underlagstabeller, b: Berakning, d: Tilldelning) -> None:
        super().__init__("Medfinansiering")
        bidrag, v, self.utrakning = r.bidrag, u.utfastelser, Utrakning(r, u, b, d)
        namn, forbundsnamn, x = (
            name_parties(r.underlag),
            {f.forbund_kod: f.namn for f in r.underlag.forbund},
            self.utrakning,
        )
        self.forbund = forbund = self.data("Förbund", [rad.forbund_kod for rad in bidrag], nyckel="forbund_kod")
        self.data("Förbundets namn", [forbundsnamn[rad.forbund_kod] for rad in bidrag], "lang")
        self.part = part = self.data("Part", [rad.part for rad in bidrag], nyckel="part")
        self.motpart = motpart = self.data("Kod", [rad.motpart_kod for rad in bidrag], nyckel="motpart_kod")
        self.data("Namn", [namn[rad.part, rad.motpart_kod] for rad in bidrag])
        delen = summa_dar(x.delning.belopp, (x.forbund, forbund), (x.part, part), (x.motpart, motpart))
        betalar = om(part.lika("stat"), sla_upp(d.tilldelning, (d.kod, forbund)), delen)
        self.belopp = self.rakna("Bidrag, kr", betalar, summa=True, inom=0, nyckel="belopp_kr",
                                 lika=[rad.belopp_kr for rad in bidrag], forklaring=OM_BIDRAGET)  # fmt: skip
        egna = (v.forbund, forbund), (v.part, part), (v.motpart, motpart)
        lovat = om(antal_tal_dar(v.galler, *egna).lika(0), TOMT, summa_dar(v.galler, *egna))
        self.utlovat = self.rakna("Utlovat, kr", lovat, lika=[rad.utlovat_kr for rad in bidrag],
                                  forklaring="Från Utfästelser. Tomt = ingen utfästelse.")  # fmt: skip
        bada = och(part.lika("kommun"), sla_upp(b.utan_region, (b.kod, forbund)).lika("ja"))
        som_region = om(bada, summa_dar(self.belopp, (forbund, forbund), (part, "region"), (motpart, motpart)), 0)
        over = om(tom(self.utlovat), TOMT, minst(0, self.utlovat - self.belopp - som_region))
        facit = [None if rad.utlovat_kr is None else rad.over_matchning_kr for rad in bidrag]
        self.over = self.rakna("Utlovat över matchningen, kr", over, summa=True, lika=facit,
                               forklaring="Mer än lagen kräver; visas, vägras inte.")  # fmt: skip


def make_medfinansiering_blad(r: Resultat, m: Medfinansiering) -> tuple[Blad, Blad]:
    """The bill, and its workings."""
    ar, text = r.underlag.budgetar, "Staten hälften, region och kommun var sin fjärdedel; utan region kommunen båda."
    text += " Flera delar efter utfästelser, annars invånare."
    hur = "Så delas varje parts del i hela kronor. Beloppen står på Medfinansiering."
    return (
        Blad("Medfinansiering", f"Medfinansiering per part {ar}", text, [m], fasta=5),
        Blad("Medfinansiering, uträkning", f"Medfinansiering per part {ar}: uträkning", hur, [m.utrakning],
             "rakning", fasta=3),
    )  # fmt: skip
