"""Which kommuner belong to which förbund in the example, and the areas with their figures.

Real: the förbund in inputs/kallor/forbund.csv with the members given there. Example choices of ours, and named as such:
every other förbund, which kommuner stand outside, and how Göteborg's figures fall on its parts.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import fsum

from inputs.bygge.heltal import share_out
from inputs.bygge.kallor import (
    AR,
    AR_FORE,
    FORSORJNINGSFORMER_EFTER_ARBETSLOSA,
    FORSORJNINGSFORMER_EFTER_BEFOLKNING,
    FORSORJNINGSFORMER_HALFTEN_AV_VARJE,
    Kallor,
    Kommun,
)

OVER_LANSGRANS = ("0761", "0862")
"""Lessebo and Emmaboda: neighbours in two regions, put into one example förbund."""
KOMMUNER_PER_EXEMPELFORBUND = 3
UTANFOR_AR_VAR = 8
"""Of the kommuner without a known förbund, in code order, every eighth stands outside."""
STORST_UTANFOR_ANTAL = 40_000
"""A kommun with more inhabitants than this is not put outside."""


@dataclass(frozen=True, slots=True)
class Del:
    """A part of a kommun: shares of its inhabitants and of its försörjningsmått (assumptions, not statistics)."""

    kod: str
    namn: str
    invanare_andel: float
    forsorjningsmatt_andel: float


DELAR = {
    "1480": (
        Del("CENTRUM", "Göteborg Centrum", 0.33, 0.24),
        Del("HISINGEN", "Göteborg Hisingen", 0.29, 0.31),
        Del("NORDOST", "Göteborg Nordost", 0.17, 0.28),
        Del("SYDVAST", "Göteborg Sydväst", 0.21, 0.17),
    )
}


@dataclass(frozen=True, slots=True)
class Forbundsrad:
    """A förbund of the example. `kant`: name and members are from a public source."""

    kod: str
    namn: str
    kommuner: tuple[str, ...]
    kant: bool


@dataclass(frozen=True, slots=True)
class Omradesrad:
    """A row of omraden.csv; försörjningsmått in tenths of a helårsekvivalent, so that sums are exact."""

    omrade_kod: str
    kommun_kod: str
    namn: str
    region_kod: str
    forbund_kod: str
    invanare: int
    forsorjningsmatt_tiondel: int
    invanare_fjol: int
    forsorjningsmatt_fjol_tiondel: int
    arbetslosa: int


def make_forbund(kallor: Kallor) -> tuple[Forbundsrad, ...]:
    """The real förbund with known members, then the example förbund; coded by län and number, in code order."""
    kommuner = {kommun.kod: kommun for kommun in kallor.kommuner}
    kanda = sorted(kallor.forbund.items(), key=lambda post: min(post[1]))
    grupper = [(namn, koder, True) for namn, koder in kanda]
    grupper += [(namn, koder, False) for namn, koder in _group_the_rest(kallor)]
    antal: defaultdict[str, int] = defaultdict(int)
    forbund = []
    for namn, koder, kant in grupper:
        lanskod = kommuner[min(koder)].lanskod
        antal[lanskod] += 1
        forbund.append(Forbundsrad(f"SF-{lanskod}{antal[lanskod]:02d}", namn, koder, kant))
    return tuple(sorted(forbund, key=lambda f: f.kod))


def _group_the_rest(kallor: Kallor) -> list[tuple[str, tuple[str, ...]]]:
    """Kommuner without a known förbund: some outside, the others grouped within their län in code order."""
    kanda = {kod for koder in kallor.forbund.values() for kod in koder}
    okanda = [k for k in kallor.kommuner if k.kod not in kanda and k.kod not in OVER_LANSGRANS]
    utanfor = {k.kod for i, k in enumerate(okanda, start=1) if i % UTANFOR_AR_VAR == 0 and _may_be_outside(k)}
    per_lan: defaultdict[str, list[str]] = defaultdict(list)
    for kommun in okanda:
        if kommun.kod not in utanfor:
            per_lan[kommun.lan].append(kommun.kod)
    grupper: list[tuple[str, tuple[str, ...]]] = [("Exempelförbund över länsgränsen Kalmar–Kronoberg", OVER_LANSGRANS)]
    for lan, alla in per_lan.items():
        delar = _split_evenly(alla, max(1, round(len(alla) / KOMMUNER_PER_EXEMPELFORBUND)))
        grupper += [(f"Exempelförbund {lan} {nummer}", tuple(koder)) for nummer, koder in enumerate(delar, start=1)]
    return sorted(grupper, key=lambda grupp: min(grupp[1]))


def _may_be_outside(kommun: Kommun) -> bool:
    return kommun.invanare <= STORST_UTANFOR_ANTAL and not kommun.har_regionens_uppgifter


def _split_evenly(koder: Sequence[str], antal: int) -> list[list[str]]:
    """The codes in `antal` runs whose lengths differ by at most one."""
    granser = [round(len(koder) * i / antal) for i in range(antal + 1)]
    return [list(koder[fran:till]) for fran, till in pairwise(granser)]


def compute_forsorjningsmatt(
    kallor: Kallor, ar: int, invanare: Callable[[Kommun], float], arbetslosa: Callable[[Kommun], float]
) -> list[int]:
    """Tenths of helårsekvivalenter per kommun: national totals by unemployed and by population (an estimate)."""
    riket = kallor.helarsekvivalenter[ar]
    halften = sum(riket[form] for form in FORSORJNINGSFORMER_HALFTEN_AV_VARJE) / 2
    efter_arbetslosa = sum(riket[form] for form in FORSORJNINGSFORMER_EFTER_ARBETSLOSA) + halften
    efter_befolkning = sum(riket[form] for form in FORSORJNINGSFORMER_EFTER_BEFOLKNING) + halften
    alla_arbetslosa = fsum(arbetslosa(k) for k in kallor.kommuner)
    alla_invanare = fsum(invanare(k) for k in kallor.kommuner)
    matt = [
        efter_arbetslosa * arbetslosa(k) / alla_arbetslosa + efter_befolkning * invanare(k) / alla_invanare
        for k in kallor.kommuner
    ]
    return share_out(round(10 * (efter_arbetslosa + efter_befolkning)), matt)


def make_omraden(kallor: Kallor, forbund: Sequence[Forbundsrad]) -> tuple[Omradesrad, ...]:
    """All kommuner, or the parts of one, with their region, förbund and figures; in code order."""
    hor_till = {kommun: f.kod for f in forbund for kommun in f.kommuner}
    matt = compute_forsorjningsmatt(kallor, AR, lambda k: k.invanare, lambda k: k.arbetslosa)
    fjol = compute_forsorjningsmatt(kallor, AR_FORE, lambda k: k.invanare_fjol, lambda k: k.arbetslosa_fjol)
    omraden: list[Omradesrad] = []
    for kommun, tiondel, tiondel_fjol in zip(kallor.kommuner, matt, fjol, strict=True):
        delar = DELAR.get(kommun.kod, (Del("", kommun.namn, 1.0, 1.0),))
        figurer = zip(
            delar,
            share_out(kommun.invanare, [d.invanare_andel for d in delar]),
            share_out(tiondel, [d.forsorjningsmatt_andel for d in delar]),
            share_out(round(kommun.invanare_fjol), [d.invanare_andel for d in delar]),
            share_out(tiondel_fjol, [d.forsorjningsmatt_andel for d in delar]),
            share_out(kommun.arbetslosa, [d.forsorjningsmatt_andel for d in delar]),
            strict=True,
        )
        region_kod = "" if kommun.har_regionens_uppgifter else kommun.lanskod
        for del_, *tal in figurer:
            kod = f"{kommun.kod}-{del_.kod}" if del_.kod else kommun.kod
            omraden.append(Omradesrad(kod, kommun.kod, del_.namn, region_kod, hor_till.get(kommun.kod, ""), *tal))
    return tuple(omraden)
