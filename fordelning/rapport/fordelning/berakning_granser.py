"""The columns of Beräkning with floors and ceilings: what sets each, and each in whole units."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import reduce

import numpy as np

from fordelning.blad.funktioner import TOMT, eller, hogst, minst, nedat, om, rakna_ifyllda, tom, uppat, valj
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal, som_tal
from fordelning.blad.uppslag import antal_tal_dar, sok, summa_dar
from fordelning.medfinansiering import ORDNING
from fordelning.rapport.fordelning.berakning_nyckel import NARA_KR, Forbundsrad, Nyckel, blank_inf
from fordelning.rapport.fordelning.blad_parametrar import Parametrar, Trappa
from fordelning.rapport.fordelning.blad_underlag import Omradestabell, Utfastelsetabell
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

NARA = som_tal(2) ** -49
"""What one amount can be trusted to, as a share: 8 of float64's smallest steps, as in the engine's rounding."""

NARA_SUMMA = som_tal(2) ** -47
"""The same for a sum of some hundred amounts: 32 steps."""


@dataclass(frozen=True, slots=True, eq=False)
class Kapitalniva:
    """The reasonable level of eget kapital, what lies above it, and what that takes from the final amount, if so."""

    rimlig: Kolumn
    overskott: Kolumn
    avdrag: Kolumn | None


@dataclass(frozen=True, slots=True, eq=False)
class Granser:
    """The bounds of a model, in whole units. `av` = each ceiling by who sets it, in the order of the steps."""

    niva: Kapitalniva | None
    sparr: Kolumn
    av: Mapping[str, Kolumn]
    tak: Kolumn
    golv: Kolumn

    def list_of(self, steg: str) -> list[Kolumn]:
        """The ceilings that a step adds."""
        egna = {"sjukpenningtak": ("modellen",), "eget_kapital": ("eget kapital",)}
        return [self.av[vem] for vem in egna.get(steg, ("askande", "kommuner", "region")) if vem in self.av]


def add_model_bounds(
    t: Tabell, r: Resultat, p: Parametrar, i: Forbundsrad, n: Nyckel, o: Omradestabell
) -> tuple[Kapitalniva | None, Kolumn, dict[str, Kolumn]]:
    """Tak av sjukpenning, rimlig nivå and its ceiling, and the spärr, as the model has them."""
    tak, niva = dict[str, Kolumn](), None
    if "sjukpenningtak" in r.modell.steg:
        fore, hur = p["hogsta_andel"] * i.matt * p["kr_per_enhet"], "Högsta andel × sjukpenningen."
        if o.frisam is not None:
            fore = minst(0, fore - summa_dar(o.frisam, (o.forbund, i.kod)))
            hur = "Högsta andel × sjukpenningen − det som Frisam använder."
        tak["modellen"] = _add_tak(t, r, p, "modellen", fore, hur)
    if p.trappa is not None:
        niva = _add_level(t, r, p, p.trappa, i)
    if niva is not None and niva.avdrag is None:
        kvar = minst(0, n.beraknad - p["statens_andel_av_overskott"] * niva.overskott)
        hur = "Grund och nyckel − statens andel av överskottet."
        tak["eget kapital"] = _add_tak(t, r, p, "eget kapital", om(niva.overskott > 0, kvar, TOMT), hur)
    minskning = p["hogsta_minskning_andel"]
    utan = tom(minskning) if niva is None else eller(tom(minskning), niva.overskott > 0)
    fore = t.rakna("Spärr, kr", om(utan, 0, i.fjol * (1 - minskning)), "ore", bredd=16,
                   forklaring="Förra årets − högsta minskning; inte över rimlig nivå.")  # fmt: skip
    hela = uppat(fore / p["enhet_kr"] - minst(1e-8, NARA * fore / p["enhet_kr"])) * p["enhet_kr"]
    facit = reduce(np.maximum, r.bok.golv.values(), np.zeros(len(r.bok.koder)))
    return niva, t.rakna("Spärr, hela enheter, kr", hela, bredd=16, lika=facit, forklaring="Uppåt."), tak


def _add_level(t: Tabell, r: Resultat, p: Parametrar, trappa: Trappa, i: Forbundsrad) -> Kapitalniva:
    """The trappa's share, the reasonable level, what lies above it, and the deduction where the model makes one."""
    sett = r.bok.sett["eget_kapital"]
    andel = t.rakna("Rimlig nivå, andel", sok(trappa.andel, trappa.upp_till, i.bidrag), "andel",
                    forklaring="Trappans steg efter bidragen året före.")  # fmt: skip
    rimlig = t.rakna("Rimlig nivå, kr", andel * i.bidrag, "ore", bredd=16, summa=True, lika=sett["rimlig_kr"],
                     forklaring="Andelen × bidragen.")  # fmt: skip
    over = om(i.kapital - rimlig > MINSTA_OVERSKOTT_KR, i.kapital - rimlig, 0)
    overskott = t.rakna("Över rimlig nivå, kr", over, "ore", bredd=16, summa=True, lika=sett["overskott_kr"],
                        forklaring="Eget kapital − rimlig nivå.")  # fmt: skip
    if "avdrag_kr" not in sett:
        return Kapitalniva(rimlig, overskott, None)
    avdrag = t.rakna("Avdrag för eget kapital, kr", p["statens_andel_av_overskott"] * overskott, "ore", bredd=16,
                     summa=True, lika=sett["avdrag_kr"], inom=NARA_KR,
                     forklaring="Statens andel av överskottet; dras från det slutliga beloppet.")  # fmt: skip
    return Kapitalniva(rimlig, overskott, avdrag)


def add_match_bounds(
    t: Tabell, r: Resultat, p: Parametrar, i: Forbundsrad, utfast: Utfastelsetabell
) -> dict[str, Kolumn]:
    """What kommuner and regions have pledged, and the ceilings of äskande, kommuner and region."""
    if "medfinansiering" not in r.modell.steg:
        return {}
    u, lovat = r.underlag, dict[str, Kolumn]()
    for part, vilka, facit in (
        ("kommun", "kommuner", u.kommuner_utlovat_kr),
        ("region", "regioner", limit_regions(r.modell, u)),
    ):
        vems = (utfast.forbund, i.kod), (utfast.part, part)
        summan = om(antal_tal_dar(utfast.galler, *vems).lika(0), TOMT, summa_dar(utfast.galler, *vems))
        lovat[part] = t.rakna(f"Utlovat av {vilka}, kr", summan, bredd=16, lika=blank_inf(facit),
                              forklaring="Tomt = matchar fullt ut.")  # fmt: skip
    utan = i.utan_region.lika("ja")
    delen = t.rakna("Kommunernas andel", om(utan, p["kommun_andel"] + p["region_andel"], p["kommun_andel"]), "andel",
                    bredd=16, lika=r.bok.sett["medfinansiering"]["kommunens_andel"],
                    forklaring="Utan region: båda delarna.")  # fmt: skip
    kommuner = om(tom(lovat["kommun"]), TOMT, p["stat_andel"] / delen * lovat["kommun"])
    region = om(eller(utan, tom(lovat["region"])), TOMT, p["stat_andel"] / p["region_andel"] * lovat["region"])
    return {
        "askande": _add_tak(t, r, p, "askande", i.askande, "Äskat belopp."),
        "kommuner": _add_tak(t, r, p, "kommuner", kommuner, "Statens andel ÷ kommunernas × utlovat."),
        "region": _add_tak(t, r, p, "region", region, "Statens andel ÷ regionens × utlovat."),
    }


def _add_tak(t: Tabell, r: Resultat, p: Parametrar, vem: str, uttryck: Tal, hur: str) -> Kolumn:
    """A ceiling before and after it is made whole units; empty = none."""
    enhet = p["enhet_kr"]
    fore = t.rakna(f"{TAK[vem]}, kr", uttryck, "ore", bredd=16, forklaring=hur)
    hela = nedat(fore / enhet + minst(1e-8, NARA * fore / enhet)) * enhet
    return t.rakna(f"{TAK[vem]}, hela enheter, kr", om(tom(fore), TOMT, hela), bredd=16, forklaring="Nedåt.",
                   lika=blank_inf(r.bok.tak[vem]))  # fmt: skip


def add_total_bounds(t: Tabell, r: Resultat, sparr: Kolumn, tak: Mapping[str, Kolumn]) -> tuple[Kolumn, Kolumn]:
    """The lowest ceiling; and the floor, never above it."""
    lagst = om(rakna_ifyllda(*tak.values()).lika(0), TOMT, hogst(*tak.values())) if tak else TOMT
    taket = t.rakna("Tak, kr", lagst, lika=blank_inf(r.bok.tak_kr), forklaring="Lägsta taket. Tomt = inget.")
    golv = t.rakna("Golv, kr", om(tom(taket), sparr, hogst(sparr, taket)), summa=True, lika=r.bok.golv_kr,
                   forklaring="Spärren, högst taket.")  # fmt: skip
    return taket, golv


def name_limit(g: Granser) -> Tal:
    """Who sets the ceiling: the first of the lowest."""
    return valj([(g.av[vem].lika(g.tak), VISAS[vem]) for vem in ORDNING if vem in g.av], "")
