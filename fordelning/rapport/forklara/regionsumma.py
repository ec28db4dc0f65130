"""A region's one sum for all its förbund, and a förbund's part of it, as arithmetic with its own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from fordelning.blad import Tal
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.forklara.fall import Forbundsfall, Stegrad
from fordelning.regionmedel import Regiondel, share_region

DELAS = {"nyckel": "delade efter nyckeln", "lika": "delade lika", "lista": "delade efter regionens utfästelser"}
"""How a sum is shared out, in running text."""


def list_sums(fall: Forbundsfall) -> list[Regiondel]:
    """The parts of the förbund's own regions that have one sum, in code order."""
    egna = {o.region_kod for o in fall.omraden}
    summor = [m.region_kod for m in fall.underlag.regionmedel if m.region_kod in egna]
    return [share_region(fall.modell, fall.underlag, kod) for kod in summor]


def describe_sum(fall: Forbundsfall, d: Regiondel) -> str:
    """Region R1 Name has so much for all its förbund, shared so."""
    assert d.medel is not None
    namn = {r.region_kod: r.namn for r in fall.underlag.regioner}.get(d.region_kod, "")
    summa = fall.kr(d.medel.utlovat_kr)
    return f"region {d.region_kod} {namn} har {summa} kr till alla sina förbund, {DELAS[d.medel.fordelning]}"


def count_sums(fall: Berattelse, summor: Sequence[Regiondel]) -> Iterator[Stegrad]:
    """The part of each sum, and what the region then pays at most."""
    for d in summor:
        text = describe_sum(fall, d)
        yield Stegrad(f"{text[0].upper()}{text[1:]}.")
        yield from _count_part(fall, d)
        lovat_kr, del_kr = float(d.lovat_kr[fall.i]), float(d.del_kr[fall.i])
        if math.isfinite(lovat_kr) and lovat_kr != del_kr:
            v = fall.kedja.underlag.utfastelser
            (rad,) = fall.find(v.forbund, (v.part, "region"), (v.motpart, d.region_kod))
            yield fall.line("Det lägsta av utfästelsen och delen", v.galler, rad)


def _count_part(fall: Berattelse, d: Regiondel) -> Iterator[Stegrad]:
    assert d.medel is not None and fall.kedja.regionmedel is not None
    x, alla = fall.kedja.regionmedel.utrakning, float(d.vikt.sum())
    (rad,) = fall.find(x.forbund, (x.region, d.region_kod))
    helt = fall.kr(float(d.del_kr[fall.i]))
    fall.know(x.galler, x.att_dela, x.delning.summan, x.lovat, x.nyckel)
    if d.medel.fordelning == "lista" and alla <= d.medel.utlovat_kr:
        vad = f"Utfästelserna är tillsammans {fall.kr(alla)} kr och ryms i summan"
        yield Stegrad(f"{vad}: förbundets del är {helt} kr.")
        return
    exakt: Tal = x.delning.exakt
    if d.medel.fordelning == "lika" or not alla:
        exakt = x.att_dela / x.delning.summan if alla else exakt
        yield Stegrad(f"Regionen har områden i {int(d.medlem.sum())} förbund.")
    elif d.medel.fordelning == "lista":
        yield Stegrad(f"Utfästelserna är tillsammans {fall.kr(alla)} kr och minskas till summan.")
    else:
        egen, allas = fall.andel(float(d.vikt[fall.i])), fall.andel(alla)
        yield Stegrad(f"Nyckeln för regionens områden är {egen} i förbundet och {allas} i alla förbund.")
    yield fall.round_off("Förbundets del av regionens summa", exakt, helt, rad)
