"""The sheets Regionmedel, regions' one sums and what they pay, and the workings: each förbund's part of a sum."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, behall_tomt, hogst, om, rakna_ifyllda, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.krav import Krav
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal_dar, sla_upp, summa_dar
from fordelning.rapport.fordelning.berakning_delar import add_party_rounding
from fordelning.rapport.fordelning.berakning_nyckel import blank_inf
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering
from fordelning.rapport.fordelning.blad_parametrar import Parametrar
from fordelning.rapport.fordelning.blad_underlag import FYLL_I, Inmatning, Omradestabell
from fordelning.regionmedel import share_regions
from fordelning.resultat import Resultat

DELAS = Krav("val", "Delas efter", "Välj nyckel, lika eller lista.", val=("nyckel", "lika", "lista"))


@dataclass(frozen=True, slots=True, eq=False)
class Regionmedelstabell:
    """Regions that have one sum, and the workings: a row per such region and förbund."""

    tabell: Tabell
    region: Kolumn
    summa: Kolumn
    utrakning: Tabell


def add_region_sums(r: Resultat, p: Parametrar, u: Inmatning) -> tuple[Inmatning, Regionmedelstabell | None]:
    """The inputs with what holds for each pledge: of a region with one sum, at most the förbund's part of it."""
    if not r.underlag.regionmedel:
        return u, None
    t, medel = Tabell("Regionmedel"), r.underlag.regionmedel
    namn = {region.region_kod: region.namn for region in r.underlag.regioner}
    region = t.data("Region", [m.region_kod for m in medel])
    t.data("Namn", [namn.get(m.region_kod, "") for m in medel])
    summa = t.data("Summa till alla förbund, kr", [m.utlovat_kr for m in medel], "kr", bredd=20, gul=True, summa=True,
                   forklaring="Tomt = ingen gräns utom utfästelserna.")  # fmt: skip
    hur = t.data("Delas efter", [m.fordelning for m in medel], "text", bredd=14, gul=True, krav=DELAS,
                 forklaring="nyckel, lika, eller lista: utfästelserna.")  # fmt: skip
    x, forbund, motpart, galler = _make_parts(r, p, u, (region, summa, hur))
    v, utfast = u.utfastelser, u.utfastelser.tabell
    egen = (forbund, v.forbund), (motpart, v.motpart)
    utan = om(v.part.lika("region"), antal_dar(*egen), 0).lika(0)
    del_kr = utfast.rakna("Del av regionens summa, kr", om(utan, TOMT, behall_tomt(sla_upp(galler, *egen, annars=""))),
                          bredd=18, forklaring="Från Regionmedel, uträkning. Tomt = ingen summa.")  # fmt: skip
    lagst = om(rakna_ifyllda(v.utlovat, del_kr).lika(0), TOMT, hogst(v.utlovat, del_kr))
    gallande = utfast.rakna("Gäller, kr", lagst, bredd=16, summa=True, forklaring="Det lägsta av de två.")
    return replace(u, utfastelser=replace(v, galler=gallande)), Regionmedelstabell(t, region, summa, x)


def _make_parts(
    r: Resultat, p: Parametrar, u: Inmatning, medel: tuple[Kolumn, Kolumn, Kolumn]
) -> tuple[Tabell, Kolumn, Kolumn, Kolumn]:
    """The workings: the weight of each förbund in a region's sum, and its part in whole kronor."""
    delar = [d for d in share_regions(r.modell, r.underlag).values() if d.medel is not None]
    par = [(d, i) for d in delar for i in np.flatnonzero(d.medlem)]
    t, o, v = Tabell("Regiondelar"), u.omraden, u.utfastelser
    region = t.data("Region", [d.region_kod for d, _ in par])
    forbund = t.data("Förbund", [r.underlag.koder[i] for _, i in par])
    koder = [d.region_kod for d in delar]
    grupp = t.data("Delar med, nummer", [koder.index(d.region_kod) + 1 for d, _ in par], "antal", bredd=11,
                   forklaring="Samma nummer = delar samma summa.")  # fmt: skip
    ordning = t.data("Ordning", list(range(1, len(par) + 1)), "antal", forklaring="Avgör vid lika rest.")
    kod, summa, hur = medel
    summan = t.rakna("Regionens summa, kr", behall_tomt(sla_upp(summa, (kod, region))), bredd=14,
                     forklaring="Från Regionmedel.")  # fmt: skip
    efter = t.rakna("Delas efter", sla_upp(hur, (kod, region)), "text", bredd=11)
    har = t.rakna("Områden", antal_dar((o.forbund, forbund), (o.region, region)), "antal",
                  forklaring="Regionens i förbundet.")  # fmt: skip
    nyckel = t.rakna("Nyckel", _weigh_areas(u, p, o, forbund, region), "andel_fin",
                     forklaring="Vikterna på Parametrar × områdenas andelar × del av året.")  # fmt: skip
    pledge = (v.forbund, forbund), (v.part, "region"), (v.motpart, region)
    lovat = t.rakna("Utfästelse, kr", summa_dar(v.utlovat, *pledge), bredd=14, forklaring="Tomt räknas här som 0.")
    vikt = om(efter.lika("nyckel"), nyckel, om(efter.lika("lika"), om(har.lika(0), 0, 1), lovat))
    vikten = t.rakna("Vikt", vikt, "fin", bredd=14, lika=[float(d.vikt[i]) for d, i in par], inom=1e-9)
    vikter = summa_dar(vikten, (grupp, grupp))
    att_dela = t.rakna("Att dela, kr", om(efter.lika("lista"), hogst(summan, vikter), om(tom(summan), 0, summan)),
                       bredd=14, forklaring="Summan; med lista högst utfästelserna.")  # fmt: skip
    belopp = add_party_rounding(t, grupp, ordning, att_dela, vikten, "fin", "Del, kr")
    facit = blank_inf(np.array([d.del_kr[i] for d, i in par]))
    galler = t.rakna("Del som gäller, kr", om(tom(summan), TOMT, belopp), bredd=14, summa=True, lika=facit, inom=0)
    return t, forbund, region, galler


def _weigh_areas(u: Inmatning, p: Parametrar, o: Omradestabell, forbund: Kolumn, region: Kolumn) -> Tal:
    """The model's key for a region's areas in a förbund, before it is scaled."""
    manader = sla_upp(u.forbund.manader, (u.forbund.kod, forbund))
    egna, alla = ((o.forbund, forbund), (o.region, region)), (o.forbund, "<>", "")
    matt, invanare = (summa_dar(k, *egna) / summa_dar(k, alla) for k in (o.matt, o.invanare))
    vagd = p["andel_forsorjningsmatt"] * matt + p["andel_invanare"] * invanare
    return om(tom(manader), 1, manader / 12) * vagd


def add_paid(m: Regionmedelstabell, bidrag: Medfinansiering) -> Kolumn:
    """What each region pays of its sum, from the bill; and what is left of it, which the book checks."""
    summan = summa_dar(bidrag.belopp, (bidrag.part, "region"), (bidrag.motpart, m.region))
    betalar = m.tabell.rakna("Betalar, kr", summan, bredd=16, summa=True, forklaring="Från Medfinansiering.")
    return m.tabell.rakna("Kvar, kr", om(tom(m.summa), TOMT, m.summa - betalar), bredd=16, summa=True)


def make_regionmedel_blad(r: Resultat, m: Regionmedelstabell) -> tuple[Blad, Blad]:
    """The sums, and the workings."""
    ar = r.underlag.budgetar
    text = f"{FYLL_I} En region betalar högst förbundets del av sin summa, och delen räknas som en utfästelse."
    hur = "Så delas en regions summa på dess förbund, i hela kronor. Att den delas så är ett antagande."
    return (
        Blad("Regionmedel", f"Regionernas summor till alla sina förbund {ar}", text, [m.tabell], "inmatning"),
        Blad("Regionmedel, uträkning", f"Regionernas summor {ar}: uträkning", hur, [m.utrakning], "rakning", fasta=2),
    )
