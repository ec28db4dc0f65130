"""The sheets with input data: Underlag (förbund), Områden and Utfästelser. Each may be sorted."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.begrepp import Underlag
from fordelning.blad import Blad, Kolumn, Tabell
from fordelning.blad.formler import om, tom
from fordelning.medfinansiering import Bidrag, has_own_key
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner

FYLL_I = "Ändra ett gult fält, så räknas hela fördelningen om."


class Forbundstabell(Tabell):
    """Last year's figures, äskanden and months per förbund, as they were read; empty = not given."""

    def __init__(self, u: Underlag) -> None:
        super().__init__("Underlag")
        f = u.forbund
        self.kod = self.data("Kod", u.koder)
        self.data("Förbund", [rad.namn for rad in f])
        self.fjol = self.data("Tilldelning året före, kr", [rad.tilldelning_fjol_kr for rad in f], "kr", gul=True,
                              summa=True, forklaring="Statens tilldelning. 0 = nytt förbund.")  # fmt: skip
        self.kapital = self.data("Eget kapital, kr", [rad.eget_kapital_kr for rad in f], "kr", gul=True, summa=True,
                                 forklaring="Vid ingången av budgetåret.")  # fmt: skip
        self.bidrag = self.data("Alla parters bidrag året före, kr", [rad.bidrag_fjol_kr for rad in f], "kr", gul=True,
                                summa=True, forklaring="Tomt = två gånger tilldelningen.")  # fmt: skip
        self.askande = self.data("Äskat belopp, kr", [rad.askande_kr for rad in f], "kr", gul=True,
                                 forklaring="Tomt = ingen gräns.")  # fmt: skip
        self.manader = self.data("Månader av budgetåret", [rad.manader for rad in f], "antal", gul=True,
                                 forklaring="Tomt = 12.")  # fmt: skip


class Omradestabell(Tabell):
    """Kommuner and parts of kommuner; the sums per förbund are made on Beräkning.

    `vikt`: the key that kommuner have agreed; `frisam`: what Frisam uses. None where no area has one.
    """

    def __init__(self, u: Underlag) -> None:
        super().__init__("Områden")
        o, s = u.omraden, u.statistik
        self.omrade = self.data("Område", [rad.omrade_kod for rad in o])
        self.kommun = self.data("Kommun", [rad.kommun_kod for rad in o])
        self.data("Namn", [rad.namn for rad in o])
        self.region = self.data("Region", [rad.region_kod for rad in o], gul=True,
                                forklaring="Tomt = kommunen har regionens uppgifter.")  # fmt: skip
        self.forbund = self.data("Förbund", [rad.forbund_kod for rad in o], gul=True,
                                 forklaring="Tomt = utanför alla förbund.")  # fmt: skip
        self.invanare = self.data("Invånare", [rad.invanare_antal for rad in o], "antal", gul=True, summa=True,
                                  forklaring=f"{s.invanare_alder} {s.invanare_ar or ''}".strip())  # fmt: skip
        self.matt = self.data("Försörjningsmått", [rad.forsorjningsmatt for rad in o], "tal", gul=True, summa=True,
                              forklaring=s.forsorjningsmatt_enhet)  # fmt: skip
        har = om(tom(self.region), self.kommun, self.region)
        self.regionuppgift = self.rakna("Regionens uppgifter har", har, "text",
                                        lika=[rad.region_kod or rad.kommun_kod for rad in o],
                                        forklaring="Region, eller kommunen själv.")  # fmt: skip
        self.vikt: Kolumn | None = None
        self.frisam: Kolumn | None = None
        if has_own_key(o):
            self.vikt = self.data("Egen vikt", [rad.medfinansiering_vikt for rad in o], "tal", gul=True,
                                  forklaring="Delar kommunernas del. Tomt i hela förbundet = invånare.")  # fmt: skip
        if any(rad.frisam_kr for rad in o):
            self.frisam = self.data("Frisam, kr", [rad.frisam_kr for rad in o], "kr", gul=True, summa=True,
                                    forklaring="Dras av från taket av sjukpenning.")  # fmt: skip


class Utfastelsetabell(Tabell):
    """Every region and kommun of a förbund with what it has pledged; empty = no pledge, it matches.

    `galler`: what holds of it where a region has one sum for all its förbund, else the pledge.
    """

    def __init__(self, r: Resultat) -> None:
        super().__init__("Utfästelser")
        parter, namn = list_parties(r), name_parties(r.underlag)
        lovat = {(u.forbund_kod, str(u.part), u.motpart_kod): u.utlovat_kr for u in r.underlag.utfastelser}
        egna = [lovat.get((b.forbund_kod, str(b.part), b.motpart_kod)) for b in parter]
        self.forbund = self.data("Förbund", [b.forbund_kod for b in parter])
        self.part = self.data("Part", [b.part for b in parter])
        self.motpart = self.data("Kod", [b.motpart_kod for b in parter])
        self.data("Namn", [namn[b.part, b.motpart_kod] for b in parter])
        text = "Tomt för alla i en part = den matchar fullt ut. Har någon lovat räknas tomt som 0."
        self.utlovat = self.data("Utlovat bidrag, kr", egna, "kr", gul=True, summa=True, forklaring=text)
        self.galler = self.utlovat


class Underlagstabeller:
    """The inputs that the calculation reads."""

    def __init__(self, r: Resultat) -> None:
        self.forbund, self.omraden = Forbundstabell(r.underlag), Omradestabell(r.underlag)
        self.utfastelser = Utfastelsetabell(r)


def list_parties(r: Resultat) -> Sequence[Bidrag]:
    """The regions and kommuner that can pledge: not a kommun in the place of a region, whose one pledge is for both."""
    regioner = {region.region_kod for region in r.underlag.regioner} | {o.region_kod for o in r.underlag.omraden}
    return [b for b in r.bidrag if b.part == "kommun" or (b.part == "region" and b.motpart_kod in regioner)]


def name_parties(u: Underlag) -> dict[tuple[str, str], str]:
    """The name of each party by part and code."""
    namn = {("stat", "staten"): "Staten"}
    kanda = read_kommuner()
    for omrade in u.omraden:
        hel = omrade.omrade_kod == omrade.kommun_kod
        kommun = omrade.namn if hel or omrade.kommun_kod not in kanda else kanda[omrade.kommun_kod].namn
        namn["kommun", omrade.kommun_kod] = kommun
        namn["region", omrade.region_kod or omrade.kommun_kod] = kommun
    return namn | {("region", region.region_kod): region.namn for region in u.regioner}


def make_underlag_blad(r: Resultat, u: Underlagstabeller) -> tuple[Blad, Blad, Blad]:
    """The sheets Underlag, Områden and Utfästelser."""
    ar = r.underlag.budgetar
    return (
        Blad("Underlag", f"Underlag per förbund {ar}", FYLL_I, [u.forbund], "inmatning", 2),
        Blad("Områden", "Områden: kommuner och delar av kommuner", FYLL_I, [u.omraden], "inmatning", 3),
        Blad("Utfästelser", f"Utfäst medfinansiering {ar}", FYLL_I, [u.utfastelser], "inmatning"),
    )
