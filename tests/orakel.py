"""The allocation in exact fractions, written from the rules and not from the engine: the answer the engine must give.

It reads the records (never the vectors), takes every decimal number as the decimal it is written as, looks for λ by
trying every break point, and rounds on exact remainders. It is slow and has no arrays.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor

from fordelning.begrepp import Forbund, Underlag
from fordelning.modell import Modell

Granser = Sequence[Fraction | None]
"""Ceilings; None = no ceiling."""


class GolvOverRam(Exception):
    """The floors exceed the pot; `andel` is the share of every floor that could be paid."""

    def __init__(self, andel: Fraction) -> None:
        self.andel = andel


@dataclass(frozen=True, slots=True)
class Facit:
    """The exact answer per förbund code."""

    tilldelning_kr: Mapping[str, int]
    fore_avrundning_kr: Mapping[str, Fraction]
    begransas_av: Mapping[str, str]
    ej_fordelat_kr: int


def exact(tal: float | int) -> Fraction:
    """A number as the decimal it is written as: 0.1 is a tenth."""
    return Fraction(str(tal))


def allocate_exact(modell: Modell, u: Underlag) -> Facit:
    """Every step of the model in fractions. Raises GolvOverRam."""
    ram, enhet = exact(int(u.ram_kr)), modell.avrundning.enhet_kr
    forbund = sorted(u.forbund, key=lambda f: f.forbund_kod)
    manader = [Fraction(f.manader or 12, 12) for f in forbund]
    grund_kr = modell.grundtilldelning.belopp_kr if modell.grundtilldelning else 0
    bas = [grund_kr * m for m in manader]
    nyckel = _find_keys(modell, u, forbund, manader)
    beraknad = [g + (ram - sum(bas)) * k for g, k in zip(bas, nyckel, strict=True)]
    taken = [_find_ceilings(modell, u, f, b) for f, b in zip(forbund, beraknad, strict=True)]
    golv = [_find_floor(modell, f) for f in forbund]
    tak = [min(t.values()) if t else None for t in taken]
    if modell.eget_kapital is not None and modell.eget_kapital.dras_fran == "slutligt":
        andel = exact(modell.eget_kapital.statens_andel_av_overskott)
        bas = [g - andel * _find_excess(modell, f) for g, f in zip(bas, forbund, strict=True)]
    x, lambda_ = divide_exact(ram, bas, nyckel, golv, tak)
    if modell.aterfordelning is not None and modell.aterfordelning.ordning == "omgangar":
        x = _share_in_rounds(modell, ram, forbund, bas, nyckel, golv, taken)
    koder = [f.forbund_kod for f in forbund]
    hela = round_exact(x, enhet)
    fria = [None if lambda_ is None and k else g + (lambda_ or 0) * k for g, k in zip(bas, nyckel, strict=True)]
    vem = [_find_limit(f, g, t) for f, g, t in zip(fria, golv, taken, strict=True)]
    return Facit(
        dict(zip(koder, hela, strict=True)),
        dict(zip(koder, x, strict=True)),
        dict(zip(koder, vem, strict=True)),
        int(ram) - sum(hela),
    )


def _find_keys(modell: Modell, u: Underlag, forbund: Sequence[Forbund], manader: Sequence[Fraction]) -> list[Fraction]:
    m = modell.fordelningsnyckel
    egna = [[o for o in u.omraden if o.forbund_kod == f.forbund_kod] for f in forbund]
    invanare = [sum((exact(o.invanare_antal) for o in omr), Fraction(0)) for omr in egna]
    matt = [sum((exact(o.forsorjningsmatt) for o in omr), Fraction(0)) for omr in egna]
    vagda = [
        t * (exact(m.andel_forsorjningsmatt) * f / sum(matt) + exact(m.andel_invanare) * b / sum(invanare))
        for t, f, b in zip(manader, matt, invanare, strict=True)
    ]
    return [v / sum(vagda) for v in vagda]


def _find_ceilings(modell: Modell, u: Underlag, f: Forbund, beraknad: Fraction) -> dict[str, Fraction]:
    """The ceilings of a förbund in whole units, by who sets them."""
    m, enhet = modell.medfinansiering, modell.avrundning.enhet_kr
    omraden = [o for o in u.omraden if o.forbund_kod == f.forbund_kod]
    tak: dict[str, Fraction] = {}
    if "sjukpenningtak" in modell.steg and modell.sjukpenningtak is not None:
        kronor = {"kr": 1, "tkr": 1_000, "1000-tal kr": 1_000, "mkr": 1_000_000}[u.statistik.forsorjningsmatt_enhet]
        summa = sum((exact(o.forsorjningsmatt) for o in omraden), Fraction(0))
        tak["modellen"] = exact(modell.sjukpenningtak.hogsta_andel) * summa * kronor
    overskott = _find_excess(modell, f)
    if overskott > 0 and modell.eget_kapital is not None and modell.eget_kapital.dras_fran == "beraknat":
        tak["eget kapital"] = max(
            Fraction(0), beraknad - exact(modell.eget_kapital.statens_andel_av_overskott) * overskott
        )
    if f.askande_kr is not None:
        tak["askande"] = exact(f.askande_kr)
    lovat = {
        part: [exact(p.utlovat_kr) for p in u.utfastelser if (p.forbund_kod, p.part) == (f.forbund_kod, part)]
        for part in ("kommun", "region")
    }
    kommunens = exact(m.kommun_andel)
    if all(o.region_kod is None for o in omraden):
        kommunens += exact(m.region_andel)
    if lovat["kommun"]:
        tak["kommuner"] = exact(m.stat_andel) / kommunens * sum(lovat["kommun"])
    if lovat["region"]:
        tak["region"] = exact(m.stat_andel) / exact(m.region_andel) * sum(lovat["region"])
    return {vem: Fraction(floor(kr / enhet) * enhet) for vem, kr in tak.items()}


def _find_excess(modell: Modell, f: Forbund) -> Fraction:
    """Eget kapital above the reasonable level; 0 in a model without that step."""
    if "eget_kapital" not in modell.steg or modell.eget_kapital is None:
        return Fraction(0)
    bidrag = 2 * f.tilldelning_fjol_kr if f.bidrag_fjol_kr is None else f.bidrag_fjol_kr
    for steg in modell.eget_kapital.trappa:
        if steg.upp_till_kr is None or bidrag <= steg.upp_till_kr:
            return max(Fraction(0), f.eget_kapital_kr - exact(steg.andel) * bidrag)
    raise AssertionError("trappan har inget sista steg")


def _find_floor(modell: Modell, f: Forbund) -> Fraction:
    if "sparr" not in modell.steg or modell.sparr is None or _find_excess(modell, f) > 0:
        return Fraction(0)
    enhet = modell.avrundning.enhet_kr
    return Fraction(ceil((1 - exact(modell.sparr.hogsta_minskning_andel)) * f.tilldelning_fjol_kr / enhet) * enhet)


def _share_in_rounds(
    modell: Modell,
    ram: Fraction,
    forbund: Sequence[Forbund],
    bas: Sequence[Fraction],
    nyckel: Sequence[Fraction],
    golv: Sequence[Fraction],
    taken: Sequence[Mapping[str, Fraction]],
) -> list[Fraction]:
    """The offer, or what is taken of it; then round after round of what is left, while there are takers."""
    egna = [[kr for vem, kr in t.items() if vem in ("modellen", "eget kapital")] for t in taken]
    erbjudande, _ = divide_exact(ram, bas, nyckel, golv, [min(t) if t else None for t in egna])
    tak = [min(t.values()) if t else None for t in taken]
    x = [e if u is None else min(e, u) for e, u in zip(erbjudande, tak, strict=True)]
    far = [modell.aterfordelning.delas_av == "alla" or f.askande_kr is not None for f in forbund]  # type: ignore[union-attr]
    while (kvar := ram - sum(x)) > 0:
        k = [k if f and (u is None or v < u) else Fraction(0) for k, f, u, v in zip(nyckel, far, tak, x, strict=True)]
        if not sum(k):
            break
        nya = [v + kvar * d / sum(k) for v, d in zip(x, k, strict=True)]
        x = [v if u is None else min(v, u) for v, u in zip(nya, tak, strict=True)]
    return x


def divide_exact(
    ram: Fraction, bas: Sequence[Fraction], nyckel: Sequence[Fraction], golv: Sequence[Fraction], tak: Granser
) -> tuple[list[Fraction], Fraction | None]:
    """min(max(g + λ·k, l), u) that sums to the pot, and λ (None: the ceilings hold less). Raises GolvOverRam."""
    alla = list(zip(bas, nyckel, golv, tak, strict=True))

    def amounts(lambda_: Fraction) -> list[Fraction]:
        over_golv = [max(g + lambda_ * k, lagst) for g, k, lagst, _ in alla]
        return [v if hogst is None else min(v, hogst) for v, (_, _, _, hogst) in zip(over_golv, alla, strict=True)]

    granser = [lagst if k else max(g, lagst) for g, k, lagst, _ in alla]
    golvsumma = sum(
        (v if hogst is None else min(v, hogst) for v, (*_, hogst) in zip(granser, alla, strict=True)), Fraction(0)
    )
    if golvsumma > ram:
        raise GolvOverRam(ram / golvsumma)
    punkter = sorted({(grans - g) / k for g, k, *bada in alla for grans in bada if k and grans is not None})
    if not punkter:
        return amounts(Fraction(0)), None
    under = [p for p in punkter if sum(amounts(p)) <= ram]
    over = [p for p in punkter if sum(amounts(p)) > ram]
    a = under[-1] if under else over[0] - 1
    b = over[0] if over else a + 1
    lutning = (sum(amounts(b)) - sum(amounts(a))) / (b - a)
    if lutning == 0:
        return amounts(a), (None if sum(amounts(a)) < ram else a)
    lambda_ = a + (ram - sum(amounts(a))) / lutning
    return amounts(lambda_), lambda_


def round_exact(x: Sequence[Fraction], enhet: int) -> list[int]:
    """Whole units by largest remainder, ties in the order given, kr."""
    hela = [floor(v / enhet) for v in x]
    kvar = floor(sum(x) / enhet) - sum(hela)
    turordning = sorted(range(len(x)), key=lambda i: (hela[i] - x[i] / enhet, i))
    return [(h + (i in turordning[:kvar])) * enhet for i, h in enumerate(hela)]


def _find_limit(fri: Fraction | None, golv: Fraction, taken: Mapping[str, Fraction]) -> str:
    """Who limits; `fri` None = would take any amount."""
    if taken:
        lagst = min(taken.values())
        if fri is None or fri > lagst or golv > lagst:
            ordning = ("eget kapital", "askande", "kommuner", "region", "modellen")
            return next(vem for vem in ordning if taken.get(vem) == lagst)
    return "sparr" if golv and fri is not None and fri < golv else "modellen"
