"""The frame of each förbund's plan: administration, lowest eget kapital, limits for struktur (example figures)."""

from __future__ import annotations

from collections.abc import Sequence

from inputs.bygge.ekonomi import BUDGETAR, STARTAR_I_JULI, Ekonomi
from inputs.bygge.heltal import make_random, round_to, share_out
from inputs.bygge.kallor import Kallor

FAST_ADMINISTRATION_KR = 60_000
"""What the smallest administration costs whatever the size, so that small förbund have a larger share."""
UPPRAKNING = {BUDGETAR: 1.0, BUDGETAR + 1: 1.02, BUDGETAR + 2: 1.04}


def draw_administration(kallor: Kallor, ekonomi: Sequence[Ekonomi]) -> dict[str, int]:
    """A whole year's administration per förbund, kr, together the national share of all contributions."""
    andel = kallor.riket["administration_andel"]
    vikter = [
        FAST_ADMINISTRATION_KR + andel * e.bidrag_helar_kr * make_random("administration", e.kod).uniform(0.8, 1.1)
        for e in ekonomi
    ]
    alla = andel * sum(e.bidrag_helar_kr for e in ekonomi)
    return {e.kod: 1_000 * tkr for e, tkr in zip(ekonomi, share_out(int(alla) // 1_000, vikter), strict=True)}


def make_planering(ekonomi: Sequence[Ekonomi], administration: dict[str, int]) -> list[tuple[object, ...]]:
    """planering.csv: contributions are empty (= the allocation's) except for the förbund whose first year is a half."""
    rader: list[tuple[object, ...]] = []
    for e in ekonomi:
        slump = make_random("planering", e.kod)
        lagsta = round_to(min(slump.uniform(0.02, 0.06) * e.bidrag_helar_kr, 0.5 * e.eget_kapital_kr), 10_000)
        minst, hogst = slump.choice((0.05, 0.08, 0.1)), slump.choice((0.25, 0.3, 0.35))
        for ar, upprakning in UPPRAKNING.items():
            del_av_ar = (e.manader or 12) / 12 if ar == BUDGETAR else 1.0
            bidrag = e.bidrag_helar_kr if e.kod == STARTAR_I_JULI and ar > BUDGETAR else None
            administration_kr = round_to(administration[e.kod] * upprakning * del_av_ar, 1_000)
            rader.append((e.kod, ar, administration_kr, lagsta, minst, hogst, bidrag))
    return rader
