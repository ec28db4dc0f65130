"""Kommunfördelning: how regions and kommuner share their parts, live, in whole kronor by largest remainder."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import MINST_NOLL, Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import antal_dar, avrunda, kvot, nedat, om, summa, summa_dar, tomt_som_noll
from fordelning.budgetbok.blad_om import DELTAGARE, KRONOR, PARTER, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KODBREDD, KR

KOMMUNBLAD, EGEN_VIKT = "Kommunfördelning", "Egen överens- kommelse (vikt)"


@dataclass(frozen=True, slots=True, eq=False)
class Parter:
    """Regions and kommuner, with what they are weighed by."""

    tabell: Tabell
    kod: Kolumn
    part: Kolumn
    invanare: Kolumn
    utlovat: Kolumn
    egen: Kolumn


def make_parter(innehall: Innehall) -> Parter:
    """What is known of them; the blue cells may be changed."""
    m, t = innehall.underlag.motparter, Tabell("Kommunfördelning")
    kod = t.data("Kod", [x.kod for x in m], bredd=KODBREDD)
    t.data("Region eller kommun", [x.namn for x in m], "lang", bredd=30)
    part = t.data("Part", [PARTER[x.part] for x in m], bredd=10)
    invanare = t.data("Invånare", [x.invanare_antal for x in m], "antal", bla=True, krav=DELTAGARE, bredd=11)
    utlovat = t.data("Utlovat", [x.utlovat_kr for x in m], KR, bla=True, krav=KRONOR, bredd=12)
    egen = t.data(EGEN_VIKT, [x.egen_vikt for x in m], "tal", bla=True, krav=MINST_NOLL, bredd=12)
    return Parter(t, kod, part, invanare, utlovat, egen)


def share_out(innehall: Innehall, p: Parter, tal: Parametrar) -> Kolumn:
    """Each party's contribution: as agreed, else by pledges, else by inhabitants; the largest remainders round up."""
    t, egna = p.tabell, (p.part, p.part)
    ordning = t.data("Ordning", range(1, len(p.part.varden) + 1), "antal", bredd=9, forklaring="Avgör vid lika rest.")

    def of_part(k: Kolumn) -> Tal:
        return summa_dar(k, egna)

    andel = t.rakna("Andel av invånare", kvot(p.invanare, of_part(p.invanare), 0), "andel", bredd=10)
    eller_utlovat = om(of_part(p.utlovat) > 0, tomt_som_noll(p.utlovat), p.invanare)
    vikt = t.rakna("Vikt som används", om(of_part(p.egen) > 0, tomt_som_noll(p.egen), eller_utlovat), "antal", bredd=12,
                   forklaring="Egen, annars utlovat, annars invånare.")  # fmt: skip
    del_ = t.rakna("Partens summa", om(p.part.lika(PARTER["region"]), tal["region_kr"], tal["kommuner_kr"]), KR,
                    bredd=12)  # fmt: skip
    delar = om(of_part(vikt).lika(0), del_ / antal_dar(egna), del_ * vikt / of_part(vikt))
    exakt = t.rakna("Del före avrundning", avrunda(delar, 6), "ore", bredd=14)
    hela = t.rakna("Hela kronor", nedat(exakt), KR, bredd=12)
    rest = t.rakna("Rest", avrunda(exakt - hela, 6), "ore", bredd=9)
    fore = antal_dar(egna, (rest, ">", rest)) + antal_dar(egna, (rest, rest), (ordning, "<", ordning))
    rang = t.rakna("Turordning för rest", fore, "antal", bredd=10)
    motorns = [f.belopp_kr for f in innehall.budget.finansiarer if f.part in ("region", "kommun")]
    belopp = t.rakna("Bidrag", hela + om(rang < del_ - of_part(hela), 1, 0), KR, lika=motorns, bredd=12)
    t.rakna("Kr per invånare", kvot(belopp, p.invanare), "tal", bredd=10)
    t.ordna(p.kod, *t.kolumner[1:3], p.invanare, andel, p.utlovat, p.egen)
    t.kolumner.append(t.kolumner.pop(t.kolumner.index(ordning)))
    return belopp


def make_kommuner_blad(innehall: Innehall, p: Parter, belopp: Kolumn) -> Blad:
    """The sheet, with the sum below."""
    t = Tabell("Partssumma", sorteras=False)
    t.summarader = {0}
    t.data("Kod", ["SUMMA"], ljus=True)
    t.data("Region eller kommun", ["Summa regioner och kommuner"], ljus=True)
    t.data("Part", [""], ljus=True)
    t.rakna("Bidrag", summa(belopp), KR, ljus=True)
    text = (
        "Varje parts summa delas efter invånare; efter utfästelser om det finns några; efter egna vikter om de fylls i "
        "(blå celler). Hela kronor, största rest först."
    )
    return Blad(KOMMUNBLAD, innehall.name_sheet(KOMMUNBLAD), text, [p.tabell, t], fasta=2, frys=True,
                innehall="Hur regioner och kommuner delar sina delar (vikter, blå)")  # fmt: skip
