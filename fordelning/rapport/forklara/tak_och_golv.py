"""Ceilings and floors as arithmetic: what each bound is, from the förbund's own numbers, in whole units."""

from __future__ import annotations

import math
from collections.abc import Iterator

from fordelning.blad import Kolumn
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.forklara.regionsumma import count_sums
from fordelning.rapport.poster.fall import Stegrad, show_number
from fordelning.rapport.poster.loften import describe_shares, list_sums

PARTER = {
    "eget kapital": "det egna kapitalet",
    "askande": "äskandet",
    "kommuner": "kommunernas utfästelser",
    "region": "regionernas utfästelser",
    "modellen": "sjukpenningen",
}
"""Who sets a ceiling, in running text."""


def count_sjukpenning_ceiling(fall: Berattelse) -> Iterator[Stegrad]:
    """A share of the area's sjukpenning, in whole units."""
    b = fall.b
    yield Stegrad(f"Sjukpenningen i förbundets område är {fall.give(b.sjukpenning)} kr.")
    if b.frisam is not None and b.frisam.varden[fall.i]:
        yield Stegrad(f"Frisam använder {fall.give(b.frisam)} kr av det.")
    yield from _set_ceiling(fall, "modellen")


def count_eget_kapital(fall: Berattelse) -> Iterator[Stegrad]:
    """The reasonable level, the excess above it, and the ceiling it gives."""
    m, b, bidrag_kr = fall.modell.eget_kapital, fall.b, float(fall.underlag.bidrag_fjol_kr[fall.i])
    assert m is not None and b.rimlig is not None and b.overskott is not None
    steg = next(s for s in m.trappa if s.upp_till_kr is None or bidrag_kr <= s.upp_till_kr)
    if len(m.trappa) > 1:
        grans = "utan gräns" if steg.upp_till_kr is None else f"upp till {show_number(steg.upp_till_kr)} kr"
        grans = f"hör till trappsteget {grans}: {show_number(steg.andel)}"
        yield Stegrad(f"Bidragen i fjol, {fall.kr(bidrag_kr)} kr, {grans}.")
    yield fall.line("Rimlig nivå på eget kapital", b.rimlig)
    yield fall.line("Eget kapital över rimlig nivå", b.overskott)
    if not fall.saw("eget_kapital", "over_rimlig_niva"):
        yield Stegrad("Inget överskott: det egna kapitalet sätter inget tak.")
    elif b.avdrag is not None:
        yield fall.line("Avdrag, från det slutliga beloppet", b.avdrag)
    else:
        yield from _set_ceiling(fall, "eget kapital")


def count_sparr(fall: Berattelse) -> Iterator[Stegrad]:
    """The floor against last year's grant, in whole units."""
    b = fall.b
    if fall.golv_kr == 0:
        over = "eget_kapital" in fall.bok.sett and fall.saw("eget_kapital", "over_rimlig_niva")
        orsak = "det egna kapitalet är över rimlig nivå" if over else "det finns ingen tilldelning i fjol att utgå från"
        yield Stegrad(f"Ingen spärr: {orsak}.")
        return
    yield fall.line("Golv", b.sparr_fore)
    yield from _snap(fall, "Golv i hela enheter", b.sparr_fore, b.sparr)


def count_match_ceilings(fall: Berattelse) -> Iterator[Stegrad]:
    """What the äskande, the kommuner and the regions leave room for; a party without a row does not limit."""
    b, taken = fall.b, fall.taken_kr
    if fria := describe_shares(fall):
        yield Stegrad(fria)
    elif not taken.keys() & {"askande", "kommuner", "region"}:
        yield Stegrad("Inget äskande och inga utfästelser: alla parter väntas matcha, inget tak.")
    if "askande" in taken:
        yield Stegrad(f"Förbundet begär högst {fall.give(b.tak_fore['askande'])} kr.")
        yield from _snap(fall, "Taket i hela enheter", b.tak_fore["askande"], b.tak_av["askande"])
    summor = list_sums(fall)
    if fall.kedja.regionmedel:
        fall.know(fall.kedja.underlag.utfastelser.galler)
    if "kommuner" in taken:
        yield _sum_pledges(fall, "kommun", "Kommunernas utfästelser")
    if "region" in taken or (fria and math.isfinite(fall.saw("medfinansiering", "regioner_utlovat_kr"))):
        yield from count_sums(fall, summor)
        yield _sum_pledges(fall, "region", "Regionerna ger högst" if summor else "Regionernas utfästelser")
    for vem in ("kommuner", "region"):
        if vem in taken:
            yield from _set_ceiling(fall, vem)


def _sum_pledges(fall: Berattelse, part: str, text: str) -> Stegrad:
    antal = sum(b.part == part and b.utlovat_kr is not None for b in fall.bidrag)
    rad = fall.line(text, fall.b.lovat[part])
    return rad if antal != 1 else Stegrad(f"{text} {'' if 'ger' in text else 'är '}{rad.resultat} kr.")


def _set_ceiling(fall: Berattelse, vem: str) -> Iterator[Stegrad]:
    """A ceiling, and the whole units in it."""
    yield fall.line(f"Tak av {PARTER[vem]}", fall.b.tak_fore[vem])
    yield from _snap(fall, "Taket i hela enheter", fall.b.tak_fore[vem], fall.b.tak_av[vem])


def _snap(fall: Berattelse, text: str, fore: Kolumn, hela: Kolumn) -> Iterator[Stegrad]:
    """A bound in whole units, when it is not in whole units already."""
    rad = fall.line(text, hela)
    if rad.resultat != fall.show(fore, fall.i):
        yield rad
