"""A region's one sum for all its förbund, and a förbund's part of it, as arithmetic with its own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator

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


def count_sums(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The part of each sum, and what the region then pays at most."""
    for d in list_sums(fall):
        text = describe_sum(fall, d)
        yield Stegrad(f"{text[0].upper()}{text[1:]}.")
        yield from _count_part(fall, d)
        lovat_kr, del_kr = float(d.lovat_kr[fall.i]), float(d.del_kr[fall.i])
        if math.isfinite(lovat_kr) and lovat_kr != del_kr:
            uttryck = f"min({fall.kr(lovat_kr)}; {fall.kr(del_kr)})"
            yield Stegrad("Det lägsta av utfästelsen och delen", uttryck, fall.kr(min(lovat_kr, del_kr)))


def _count_part(fall: Forbundsfall, d: Regiondel) -> Iterator[Stegrad]:
    assert d.medel is not None
    summa_kr, vikt, alla = d.medel.utlovat_kr, float(d.vikt[fall.i]), float(d.vikt.sum())
    summa, antal = fall.kr(summa_kr), int(d.medlem.sum())
    if d.medel.fordelning == "lista" and alla <= summa_kr:
        vad = f"Utfästelserna är tillsammans {fall.kr(alla)} kr och ryms i summan"
        yield Stegrad(f"{vad}: förbundets del är {fall.kr(float(d.del_kr[fall.i]))} kr.")
        return
    if d.medel.fordelning == "lika" or not alla:
        yield Stegrad(f"Regionen har områden i {antal} förbund.")
        uttryck, exakt_kr = f"{summa} / {antal}", summa_kr / antal
    elif d.medel.fordelning == "lista":
        yield Stegrad(f"Utfästelserna är tillsammans {fall.kr(alla)} kr och minskas till summan.")
        uttryck, exakt_kr = f"{summa} × {fall.kr(vikt)} / {fall.kr(alla)}", summa_kr * vikt / alla
    else:
        egen, allas = fall.andel(vikt), fall.andel(alla)
        yield Stegrad(f"Nyckeln för regionens områden är {egen} i förbundet och {allas} i alla förbund.")
        uttryck, exakt_kr = f"{summa} × {egen} / {allas}", summa_kr * vikt / alla
    visat, helt = fall.kr(exakt_kr), fall.kr(float(d.del_kr[fall.i]))
    efter = "" if visat == helt else f", avrundat {helt} kr"
    yield Stegrad("Förbundets del av regionens summa", uttryck, visat, efter=efter)
