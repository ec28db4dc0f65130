"""Which förbund follow which from one case to another, and what each one's figures are in the other's division.

Förbund that share areas, or a code, belong together. Where they are the same, each has its own figure in both cases.
Where some are new or have closed, or where their sum is the same to the krona and only lies otherwise, it is the sum
that can have changed: it is divided as the figures of the case's own förbund are.
"""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from fordelning.begrepp import Underlag, Vektor

Grupp = tuple[tuple[str, ...], tuple[str, ...]]
"""Förbund that belong together: their codes in the first case, and in the second."""


def group_forbund(a: Underlag, b: Underlag) -> list[Grupp]:
    """Every förbund of either case in its group; one that has come from nowhere, or gone, is a group without others."""
    band = {(0, kod): {(0, kod)} for kod in a.koder} | {(1, kod): {(1, kod)} for kod in b.koder}
    hemma = {o.omrade_kod: o.forbund_kod for o in a.omraden if o.forbund_kod}
    par = [(hemma[o.omrade_kod], o.forbund_kod) for o in b.omraden if o.forbund_kod and o.omrade_kod in hemma]
    par += [(kod, kod) for kod in set(a.koder) & set(b.koder)]
    for fran, till in set(par):
        x, y = band[0, fran], band[1, till]
        if x is not y:
            x |= y
            band.update(dict.fromkeys(y, x))
    grupper = {id(grupp): grupp for grupp in band.values()}.values()
    return [(*(tuple(sorted(k for n, k in grupp if n == fall)) for fall in (0, 1)),) for grupp in grupper]  # type: ignore[misc]


def follow_figures(a: Underlag, b: Underlag, koder: Sequence[str], grupper: Sequence[Grupp], namn: str) -> Vektor:
    """A column (2, 2, N): first index whose förbund, second whose figures; 0 for a förbund that the first has not."""
    svar, plats = np.zeros((2, 2, len(koder))), {kod: i for i, kod in enumerate(koder)}
    egna = [dict(zip(u.koder, getattr(u, namn).tolist(), strict=True)) for u in (a, b)]
    vikter = [dict(zip(u.koder, u.invanare_antal.tolist(), strict=True)) for u in (a, b)]
    for grupp in grupper:
        summor = [math.fsum(egna[n][kod] for kod in grupp[n]) for n in (0, 1)]
        bara_flyttat = len(grupp[0]) > 1 and summor[0] == summor[1] and math.isfinite(summor[0])
        samma = grupp[0] == grupp[1] and not bara_flyttat
        for n in (0, 1):
            tal, andra = [egna[n][kod] for kod in grupp[n]], grupp[1 - n]
            if not andra:
                i_andra = tal
            elif samma:
                i_andra = [egna[1 - n][kod] for kod in grupp[n]]
            else:
                i_andra = _divide_as(summor[1 - n], tal, summor[n], [vikter[n][kod] for kod in grupp[n]])
            for kod, eget, annat in zip(grupp[n], tal, i_andra, strict=True):
                svar[n, n, plats[kod]], svar[n, 1 - n, plats[kod]] = eget, annat
    return svar


def _divide_as(summa: float, tal: list[float], hela: float, vikter: list[float]) -> list[float]:
    """A sum divided as figures are, or by inhabitants where figures below 0, none, or without limit say nothing."""
    if math.isinf(summa):
        return [math.inf] * len(tal)
    if math.isfinite(hela) and hela > 0 and min(tal) >= 0:
        return [x * (summa / hela) for x in tal]
    if summa == hela:
        return tal
    alla = math.fsum(vikter)
    return [summa * (v / alla if alla else 1 / len(vikter)) for v in vikter]
