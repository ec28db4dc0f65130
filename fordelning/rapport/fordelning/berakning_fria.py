"""The columns of a model with free shares (history): what a pledge leaves room for, and what the parts then pay."""

from __future__ import annotations

from collections.abc import Mapping

from fordelning.blad import Kolumn, Tal
from fordelning.blad.formler import TOMT, eller, minst, nedat, om, tom
from fordelning.rapport.fordelning.blad_parametrar import Modellparametrar


def limit_free_parts(p: Modellparametrar, utan: Tal, lovat: Mapping[str, Kolumn]) -> tuple[Tal, Tal]:
    """The ceilings of kommuner and region, before whole units: see `regler.medfinansiering`."""
    lagsta, region, kommun = p["lagsta_andel"], lovat["region"], lovat["kommun"]
    ensam = kommun / (lagsta + lagsta) - kommun
    efter = _leave_room(kommun / lagsta - kommun, region, p["region_andel"] / p["stat_andel"])
    av_kommuner = om(eller(tom(kommun), lagsta.lika(0)), TOMT, minst(0, om(utan, ensam, efter)))
    efter = _leave_room(region / lagsta - region, kommun, p["kommun_andel"] / p["stat_andel"])
    return av_kommuner, om(eller(utan, tom(region), lagsta.lika(0)), TOMT, minst(0, efter))


def _leave_room(kvar: Tal, andras: Kolumn, kvot: Tal) -> Tal:
    """What is left for the state when the other part pays its pledge, or its share beside the state's."""
    return om(tom(andras), kvar / (1 + kvot), kvar - andras)


def share_with_region(p: Modellparametrar, belopp: Tal) -> Tal:
    """The region's part of what region and kommuner pay together, whole kronor downwards."""
    return nedat(belopp * p["region_andel"] / (p["region_andel"] + p["kommun_andel"]), damm=1e-6)


def pay_region(p: Modellparametrar, lokalt: Tal, utan: Tal, lovat: Mapping[str, Tal]) -> Tal:
    """The regions' pledges, else their share beside the grant; without a region a share of the kommun's one pledge."""
    region, kommun = lovat["region"], lovat["kommun"]
    efter_andel = share_with_region(p, lokalt)
    i_stallet = om(tom(kommun), efter_andel, share_with_region(p, kommun))
    return om(utan, i_stallet, om(tom(region), efter_andel, region))


def pay_kommuner(p: Modellparametrar, lokalt: Tal, utan: Tal, kommun: Tal, regionens: Kolumn) -> Tal:
    """The kommuner's pledges, less what they pay in a region's place; else their share beside the grant."""
    return om(tom(kommun), lokalt - share_with_region(p, lokalt), om(utan, kommun - regionens, kommun))
