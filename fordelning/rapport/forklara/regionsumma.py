"""A region's one sum for all its förbund, and a förbund's part of it, as arithmetic with its own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from fordelning.blad import Tal
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.poster.fall import Stegrad
from fordelning.rapport.poster.loften import describe_sum
from fordelning.regionmedel import Regiondel


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
