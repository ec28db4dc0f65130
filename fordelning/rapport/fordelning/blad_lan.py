"""The sheets Per län and Per region, with their CSV files; and the workings, what falls on each area."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fordelning.blad import Blad, Diagram, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, antal_tal, avrunda, behall_tomt, kvot, om, sla_upp, summa_dar, tom
from fordelning.pengar import avrunda as avrunda_hela
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering
from fordelning.rapport.fordelning.blad_tilldelning import Tilldelning
from fordelning.rapport.fordelning.blad_underlag import Underlagstabeller, name_parties
from fordelning.resultat import Resultat
from fordelning.underlag.lan import LAN, find_lan

OKANT = "okänt"
"""In the place of the code of a län, for a kommun that is in none."""

BELOPP = ("Staten, kr", "Regionen, kr", "Kommunen, kr", "Avstått, kr", "Tillkommit, kr")


class Omradesdelar(Tabell):
    """What falls on each area: a förbund's grant, and each party's part, by the inhabitants of its areas.

    Source: an assumption; a grant is one förbund's, and how it is told of two regions or län is ours.
    """

    def __init__(self, r: Resultat, u: Underlagstabeller, d: Tilldelning, m: Medfinansiering) -> None:
        super().__init__("Områdesdelar")
        o, rader = u.omraden, r.underlag.omraden
        omrade = self.data("Område", [rad.omrade_kod for rad in rader])
        kommun = self.data("Kommun", [rad.kommun_kod for rad in rader])
        self.data("Namn", [rad.namn for rad in rader], "lang")
        koder = [rad.kommun_kod[:2] if find_lan(rad.kommun_kod) else OKANT for rad in rader]
        self.lanskod = self.data("Län", koder)
        hamta = (o.omrade, omrade)
        forbund = self.forbund = self.rakna("Förbund", behall_tomt(sla_upp(o.forbund, hamta)), "text",
                                            forklaring="Från Områden. Tomt = utanför.")  # fmt: skip
        self.region = self.rakna("Region", sla_upp(o.regionuppgift, hamta), "text",
                                 forklaring="Eller kommunen i regionens ställe.")  # fmt: skip
        self.invanare = self.rakna("Invånare", om(tom(forbund), 0, sla_upp(o.invanare, hamta)), "antal", summa=True,
                                   forklaring="I något förbund.")  # fmt: skip
        self._add_amounts(kommun, d, m)
        self.ett_i_lanet, self.ett_i_regionen = (
            self.rakna(f"Förbund i {var}, andel", om(tom(forbund), 0, 1 / antal_dar((forbund, forbund), (k, k))), "fin",
                       bara_skarm=True, forklaring="1 ÷ förbundets områden där: tillsammans 1 per förbund.")
            for var, k in (("länet", self.lanskod), ("regionen", self.region))
        )  # fmt: skip

    def _add_amounts(self, kommun: Kolumn, d: Tilldelning, m: Medfinansiering) -> None:
        """The area's shares of its förbund, and of what its region and its kommun pay; and those amounts."""
        forbund, region, eget = self.forbund, self.region, (self.forbund, self.forbund)
        andel = self.rakna("Andel av förbundet", self._share(eget), "andel_fin", bara_skarm=True,
                           forklaring="Efter invånare.")  # fmt: skip
        i_regionen, i_kommunen = (
            self.rakna(f"Andel av {vems} del", self._share(eget, (k, k)), "andel_fin", bara_skarm=True)
            for vems, k in (("regionens", region), ("kommunens", kommun))
        )
        bidrag = [
            summa_dar(m.belopp, (m.forbund, forbund), (m.part, part), (m.motpart, vem))
            for part, vem in (("region", region), ("kommun", kommun))
        ]
        staten, avstatt, tillkommit = (
            sla_upp(k, (d.kod, forbund), annars=0) for k in (d.tilldelning, d.avstatt, d.tillkommit)
        )
        delar = (andel, staten), (i_regionen, bidrag[0]), (i_kommunen, bidrag[1]), (andel, avstatt), (andel, tillkommit)
        self.belopp = [
            self.rakna(rubrik, om(tom(kr), TOMT, del_ * kr), "ore", summa=True)
            for rubrik, (del_, kr) in zip(BELOPP, delar, strict=True)
        ]

    def _share(self, *egna: tuple[Kolumn, Kolumn]) -> Tal:
        """This area's part of those like it; equal parts where none has inhabitants."""
        summan = summa_dar(self.invanare, *egna)
        delas = om(summan.lika(0), 1 / antal_dar(*egna), self.invanare / summan)
        return om(tom(self.forbund), 0, delas)


class Summor(Tabell):
    """Sums over the areas of each län, or of each region. `rader` = code and name of each.

    In the files the amounts are whole kronor that sum to those of all förbund: the largest remainders round up.
    """

    def __init__(self, namn: str, rader: Sequence[tuple[str, str]], nycklar: tuple[str, str], x: Omradesdelar) -> None:
        super().__init__(namn)
        efter, ett = (x.lanskod, x.ett_i_lanet) if namn == "Län" else (x.region, x.ett_i_regionen)
        kod = self.data("Kod", [kod for kod, _ in rader], nyckel=nycklar[0])
        self.namnen = self.data(namn.removesuffix("er"), [vad for _, vad in rader], "lang", nyckel=nycklar[1])
        self.rakna("Förbund", avrunda(summa_dar(ett, (efter, kod))), "antal", nyckel="forbund_antal",
                   forklaring="Som har områden där.")  # fmt: skip
        invanare = self.rakna("Invånare", summa_dar(x.invanare, (efter, kod)), "antal", summa=True,
                              nyckel="invanare_antal", forklaring="I något förbund.")  # fmt: skip
        stat, region, kommuner, avstatt, tillkommit = (
            om(antal_tal(k).lika(0), TOMT, summa_dar(k, (efter, kod))) for k in x.belopp
        )
        self.staten = self._add_sum("Staten, kr", stat, "Tilldelningarna.")
        regioner = self._add_sum("Regioner, kr", region, "Från Medfinansiering.")
        kommunerna = self._add_sum("Kommuner, kr", kommuner, "Från Medfinansiering.")
        self._add_sum("Alla parter, kr", self.staten + regioner + kommunerna, "")
        self.per_invanare = self.rakna("Statens kronor per invånare", kvot(self.staten, invanare), "tal")
        lamnat = self._add_sum("Avstått, kr", avstatt, "Av erbjudandena.")
        fatt = self._add_sum("Tillkommit, kr", tillkommit, "Av det andra lämnade.")
        self._add_whole(self.staten, regioner, kommunerna, lamnat, fatt)

    def _add_sum(self, rubrik: str, uttryck: Tal, forklaring: str) -> Kolumn:
        return self.rakna(rubrik, uttryck, summa=True, forklaring=forklaring)

    def _add_whole(self, *belopp: Kolumn) -> None:
        """The amounts as the files have them, and the sums that follow from them; empty where there is no offer."""
        stat, region, kommuner, lamnat, fatt = (
            np.where(np.isnan(k.varden), np.nan, avrunda_hela(np.nan_to_num(k.varden), 1)) for k in belopp
        )
        for nyckel, kr in (
            ("tilldelning_kr", stat),
            ("region_kr", region),
            ("kommuner_kr", kommuner),
            ("totalt_kr", stat + region + kommuner),
            ("erbjudande_kr", stat + lamnat - fatt),
            ("avstatt_kr", lamnat),
            ("tillkommit_kr", fatt),
        ):
            self.data("", kr, "kr", nyckel=nyckel)


class Lansdelar:
    """What falls on each area, and its sums per län and per region.

    Every län and region that the data set has areas in stands there, in code order; kommuner in no län last.
    """

    def __init__(self, r: Resultat, u: Underlagstabeller, d: Tilldelning, m: Medfinansiering) -> None:
        self.omraden = x = Omradesdelar(r, u, d, m)
        koder, namn = (
            sorted(set(x.lanskod.varden.tolist()), key=lambda kod: (kod == OKANT, kod)),
            name_parties(r.underlag),
        )
        lan = [(kod, LAN.get(kod, "Okänt län")) for kod in koder]
        self.lan = Summor("Län", lan, ("lanskod", "lan"), x)
        regioner = sorted({o.region_kod or o.kommun_kod for o in r.underlag.omraden})
        self.regioner = Summor("Regioner", [(kod, namn["region", kod]) for kod in regioner], ("region_kod", "namn"), x)


def make_lan_blad(r: Resultat, d: Lansdelar) -> tuple[Blad, Blad, Blad]:
    """The sheets Per län and Per region, and the workings."""
    ar, text = r.underlag.budgetar, "Ett förbund i flera {} delas efter sina områdens invånare (antagande)."
    rita = Diagram("Statens kronor per invånare", d.lan.namnen, [d.lan.per_invanare], form="antal", liggande=True)
    hur = (
        "Statens tilldelning och varje parts bidrag på de områden de gäller, efter invånare. "
        "Per län och Per region är summor av raderna."
    )
    return (
        Blad("Per län", f"Statens medel och medfinansiering per län {ar}", text.format("län"), [d.lan, rita], fasta=2),
        Blad("Per region", f"Medfinansiering per region {ar}",
             f"{text.format('regioner')} Vad varje region betalar till varje förbund står på Medfinansiering.",
             [d.regioner], fasta=2),
        Blad("Per område", f"Belopp per område {ar}", hur, [d.omraden], "rakning", fasta=3),
    )  # fmt: skip
