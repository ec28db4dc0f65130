"""The first columns of Beräkning: what the inputs say of each förbund, its base grant, and its key."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.blad.funktioner import TOMT, om, tom
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.uppslag import antal_dar, sla_upp, summa, summa_dar
from fordelning.rapport.fordelning.blad_parametrar import Parametrar
from fordelning.rapport.fordelning.blad_underlag import Inmatning
from fordelning.resultat import Resultat

NARA_KR = 1e-3
"""How near the engine's amounts before rounding the sheets' own must be: the same sums in another order."""


@dataclass(frozen=True, slots=True, eq=False)
class Forbundsrad:
    """What the data sheets say of each förbund. `ordning` = its place in code order, however Underlag is sorted."""

    kod: Kolumn
    namn: Kolumn
    ordning: Kolumn
    invanare: Kolumn
    matt: Kolumn
    utan_region: Kolumn
    manader: Kolumn
    fjol: Kolumn
    kapital: Kolumn
    bidrag: Kolumn
    askande: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Nyckel:
    """Base grant, key, and what the two give before floors and ceilings."""

    grund: Kolumn
    nyckel: Kolumn
    beraknad: Kolumn


def gather_inputs(t: Tabell, r: Resultat, inmatning: Inmatning) -> Forbundsrad:
    """Sums over areas, and the figures of Underlag, by förbund code."""
    u, f, o = r.underlag, inmatning.forbund, inmatning.omraden
    kod = t.data("Kod", u.koder)
    namn = t.data("Förbund", [rad.namn for rad in u.forbund])
    ordning = t.data("Ordning", list(range(1, len(u.koder) + 1)), "antal",
                     forklaring="Kodordning; avgör vid lika rest.")  # fmt: skip
    bidrag, askande, manader = (sla_upp(k, (f.kod, kod)) for k in (f.bidrag, f.askande, f.manader))
    fjol = sla_upp(f.fjol, (f.kod, kod))
    i_region = antal_dar((o.forbund, kod), (o.region, "<>", ""))
    ur, summor = "Från Underlag.", "Summa över förbundets områden."
    return Forbundsrad(
        kod,
        namn,
        ordning,
        t.rakna("Invånare", summa_dar(o.invanare, (o.forbund, kod)), "antal", summa=True, lika=u.invanare_antal,
                forklaring=summor),
        t.rakna("Försörjningsmått", summa_dar(o.matt, (o.forbund, kod)), "tal", summa=True, lika=u.forsorjningsmatt,
                forklaring=summor),
        t.rakna("Utan region", om(i_region.lika(0), "ja", "nej"), "text", bredd=11,
                lika=np.where(u.utan_region, "ja", "nej"), forklaring="ja = kommunen har regionens uppgifter."),
        t.rakna("Del av året", om(tom(manader), 1, manader / 12), "fin", bredd=11, lika=u.manader_andel,
                forklaring="Månader/12."),
        t.rakna("Tilldelning året före, kr", fjol, summa=True, lika=u.tilldelning_fjol_kr, forklaring=ur),
        t.rakna("Eget kapital, kr", sla_upp(f.kapital, (f.kod, kod)), summa=True, lika=u.eget_kapital_kr,
                forklaring=ur),
        t.rakna("Bidrag året före, kr", om(tom(bidrag), 2 * fjol, bidrag), summa=True, lika=u.bidrag_fjol_kr,
                forklaring="Alla parter; annars två gånger tilldelningen."),
        t.rakna("Äskat, kr", om(tom(askande), TOMT, askande), lika=blank_inf(u.askande_kr),
                forklaring="Tomt = ingen gräns."),
    )  # fmt: skip


def add_base_and_key(t: Tabell, r: Resultat, p: Parametrar, i: Forbundsrad) -> Nyckel:
    """Grundtilldelning and fördelningsnyckel."""
    bok, sett = r.bok, r.bok.sett["fordelningsnyckel"]
    grund = t.rakna("Grundtilldelning, kr", p["belopp_kr"] * i.manader, "ore", bredd=16, summa=True,
                    lika=bok.poster.get("grundtilldelning", 0.0), inom=NARA_KR,
                    forklaring="Grundbeloppet × del av året.")  # fmt: skip
    matt = t.rakna("Andel av försörjningsmåttet", i.matt / summa(i.matt), "andel_fin", forklaring="Av alla förbund.",
                   lika=sett["forsorjningsmatt_andel"])  # fmt: skip
    invanare = t.rakna("Andel av invånarna", i.invanare / summa(i.invanare), "andel_fin",
                       forklaring="Av alla förbund.", lika=sett["invanare_andel"])  # fmt: skip
    vagd = t.rakna("Vägd andel", p["andel_forsorjningsmatt"] * matt + p["andel_invanare"] * invanare, "andel_fin",
                   forklaring="Vikterna på Parametrar.", lika=sett["vagd_andel"])  # fmt: skip
    nyckel = t.rakna("Nyckel", i.manader * vagd / summa(i.manader * vagd), "andel_fin", summa=True, inom=1e-12,
                     forklaring="Vägd andel × del av året, så att alla blir 100 %.",
                     lika=sett["nyckel_andel"])  # fmt: skip
    enligt = t.rakna("Enligt nyckeln, kr", (p["ram_kr"] - summa(grund)) * nyckel, "ore", bredd=17, summa=True,
                     forklaring="(Ramen − allas grund) × nyckel.", lika=bok.poster["fordelningsnyckel"],
                     inom=NARA_KR)  # fmt: skip
    beraknad = t.rakna("Grund och nyckel, kr", grund + enligt, "ore", bredd=17, summa=True, inom=NARA_KR,
                       forklaring="Före golv och tak.", lika=bok.beraknad_kr)  # fmt: skip
    return Nyckel(grund, nyckel, beraknad)


def blank_inf(varden: Vektor) -> Vektor:
    """The amounts, with nan (an empty cell) where there is no limit."""
    return np.where(np.isfinite(varden), varden, np.nan)
