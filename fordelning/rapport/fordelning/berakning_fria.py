"""The columns of a model with free shares (history): what a pledge leaves room for, and what the parts then pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from fordelning.blad import Kolumn, Tal
from fordelning.blad.formler import TOMT, avrunda, eller, kvot, minst, nedat, om, tom, tomt_som_noll
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar


@dataclass(frozen=True, slots=True, eq=False)
class Delar:
    """What region and kommuner pay beside a grant."""

    region: Tal
    kommuner: Tal


def limit_free_parts(p: Modellparametrar, utan: Tal, lovat: Mapping[str, Kolumn]) -> tuple[Tal, Tal]:
    """The ceilings of kommuner and region, before whole units: see `regler.medfinansiering`."""
    lagsta, region, kommun = p["lagsta_andel"], lovat["region"], lovat["kommun"]
    bada = om(utan, 2 * lagsta, lagsta)
    regionens = om(tom(region), om(utan, 0, p["region_andel"] / p["stat_andel"]), 0)
    kommunernas = om(tom(kommun), p["kommun_andel"] / p["stat_andel"], 0)
    kvar = kvot(tomt_som_noll(kommun), bada, 0) - tomt_som_noll(kommun) - om(utan, 0, tomt_som_noll(region))
    av_kommuner = om(eller(tom(kommun), lagsta.lika(0)), TOMT, minst(0, kvar / (1 + regionens)))
    kvar = kvot(tomt_som_noll(region), lagsta, 0) - tomt_som_noll(region) - tomt_som_noll(kommun)
    av_region = om(eller(utan, tom(region), lagsta.lika(0)), TOMT, minst(0, kvar / (1 + kommunernas)))
    return av_kommuner, av_region


def pay_free_parts(p: Modellparametrar, tilldelning: Tal, utan: Tal, lovat: Mapping[str, Tal]) -> Delar:
    """Each part's pledges, else its share beside the grant; a kommun without a region pledges once for both."""
    stat, region_andel, kommun_andel = p["stat_andel"], p["region_andel"], p["kommun_andel"]
    del_ = region_andel / (region_andel + kommun_andel)
    lokalt = avrunda(tilldelning * (1 - stat) / stat)
    region, kommun = lovat["region"], lovat["kommun"]
    efter_andel = nedat(lokalt * del_ + 1e-6)
    i_stallet = om(tom(kommun), efter_andel, nedat(tomt_som_noll(kommun) * del_ + 1e-6))
    regionens = om(utan, i_stallet, om(tom(region), efter_andel, tomt_som_noll(region)))
    egna = tomt_som_noll(kommun) - om(utan, i_stallet, 0)
    return Delar(regionens, om(tom(kommun), lokalt - efter_andel, egna))
