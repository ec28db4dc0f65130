"""Ceilings and floors as arithmetic: what each bound is, from the förbund's own numbers, in whole units."""

from __future__ import annotations

import math
from collections.abc import Iterator

from fordelning.rapport.forklara.fall import Forbundsfall, Stegrad, show_number
from fordelning.rapport.forklara.fria_andelar import compute_free_ceiling, count_free_ceiling, describe_shares
from fordelning.rapport.forklara.regionsumma import count_sums, list_sums

PARTER = {
    "eget kapital": "det egna kapitalet",
    "askande": "äskandet",
    "kommuner": "kommunernas utfästelser",
    "region": "regionernas utfästelser",
    "modellen": "sjukpenningen",
}
"""Who sets a ceiling, in running text."""


def count_sjukpenning_ceiling(fall: Forbundsfall) -> Iterator[Stegrad]:
    """A share of the area's sjukpenning, in whole units."""
    assert fall.modell.sjukpenningtak is not None
    sjukpenning_kr = fall.saw("sjukpenningtak", "sjukpenning_kr")
    yield Stegrad(f"Sjukpenningen i förbundets område är {fall.kr(sjukpenning_kr)} kr.")
    uttryck = f"{show_number(fall.modell.sjukpenningtak.hogsta_andel)} × {fall.kr(sjukpenning_kr)}"
    tak_kr, frisam_kr = (
        fall.modell.sjukpenningtak.hogsta_andel * sjukpenning_kr,
        float(fall.underlag.frisam_kr[fall.i]),
    )
    if frisam_kr:
        yield Stegrad(f"Frisam använder {fall.kr(frisam_kr)} kr av det.")
        uttryck, tak_kr = f"max(0; {uttryck} − {fall.kr(frisam_kr)})", max(0.0, tak_kr - frisam_kr)
    yield from _set_ceiling(fall, "modellen", uttryck, tak_kr)


def count_eget_kapital(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The reasonable level, the excess above it, and the ceiling it gives."""
    assert fall.modell.eget_kapital is not None
    m, u, i = fall.modell.eget_kapital, fall.underlag, fall.i
    bidrag_kr, kapital = float(u.bidrag_fjol_kr[i]), fall.kr(float(u.eget_kapital_kr[i]))
    steg = next(s for s in m.trappa if s.upp_till_kr is None or bidrag_kr <= s.upp_till_kr)
    if len(m.trappa) > 1:
        grans = "utan gräns" if steg.upp_till_kr is None else f"upp till {show_number(steg.upp_till_kr)} kr"
        yield Stegrad(
            f"Bidragen i fjol, {fall.kr(bidrag_kr)} kr, hör till trappsteget {grans}: {show_number(steg.andel)}."
        )
    rimlig, overskott_kr = fall.kr(fall.saw("eget_kapital", "rimlig_kr")), fall.saw("eget_kapital", "overskott_kr")
    yield Stegrad("Rimlig nivå på eget kapital", f"{show_number(steg.andel)} × {fall.kr(bidrag_kr)}", rimlig)
    yield Stegrad("Eget kapital över rimlig nivå", f"max(0; {kapital} − {rimlig})", fall.kr(overskott_kr))
    if not fall.saw("eget_kapital", "over_rimlig_niva"):
        yield Stegrad("Inget överskott: det egna kapitalet sätter inget tak.")
        return
    minskning = f"{show_number(m.statens_andel_av_overskott)} × {fall.kr(overskott_kr)}"
    if fall.avdrag_kr is not None:
        yield Stegrad("Avdrag, från det slutliga beloppet", minskning, fall.kr(fall.avdrag_kr))
        return
    tak_kr = max(0.0, fall.beraknad_kr - m.statens_andel_av_overskott * overskott_kr)
    yield from _set_ceiling(fall, "eget kapital", f"max(0; {fall.kr(fall.beraknad_kr)} − {minskning})", tak_kr)


def count_sparr(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The floor against last year's grant, in whole units."""
    assert fall.modell.sparr is not None
    fjol_kr = float(fall.underlag.tilldelning_fjol_kr[fall.i])
    if fall.golv_kr == 0:
        over = "eget_kapital" in fall.bok.sett and fall.saw("eget_kapital", "over_rimlig_niva")
        orsak = "det egna kapitalet är över rimlig nivå" if over else "det finns ingen tilldelning i fjol att utgå från"
        yield Stegrad(f"Ingen spärr: {orsak}.")
        return
    andel = fall.modell.sparr.hogsta_minskning_andel
    golv_kr = fjol_kr * (1 - andel)
    yield Stegrad("Golv", f"(1 − {show_number(andel)}) × {fall.kr(fjol_kr)}", fall.kr(golv_kr))
    if fall.kr(golv_kr) != fall.kr(fall.golv_kr):
        avrundat = f"uppåt({fall.kr(golv_kr)}; {show_number(fall.enhet_kr)})"
        yield Stegrad("Golv i hela enheter", avrundat, fall.kr(fall.golv_kr))


def count_match_ceilings(fall: Forbundsfall) -> Iterator[Stegrad]:
    """What the äskande, the kommuner and the regions leave room for; a party without a row does not limit."""
    u, i, taken = fall.underlag, fall.i, fall.taken_kr
    if fria := describe_shares(fall):
        yield Stegrad(fria)
    elif not taken.keys() & {"askande", "kommuner", "region"}:
        yield Stegrad("Inget äskande och inga utfästelser: alla parter väntas matcha, inget tak.")
    if "askande" in taken:
        yield Stegrad(f"Förbundet begär högst {fall.kr(float(u.askande_kr[i]))} kr.")
        yield from _snap_ceiling(fall, "askande", float(u.askande_kr[i]))
    if "kommuner" in taken:
        lovat_kr = float(u.kommuner_utlovat_kr[i])
        yield from _sum_pledges(fall, "kommun", "Kommunernas utfästelser", lovat_kr)
    lovat_kr = fall.saw("medfinansiering", "regioner_utlovat_kr")
    if "region" in taken or (fria and math.isfinite(lovat_kr)):
        yield from count_sums(fall)
        text = "Regionerna ger högst" if list_sums(fall) else "Regionernas utfästelser"
        yield from _sum_pledges(fall, "region", text, lovat_kr)
    for vem in ("kommuner", "region"):
        if vem in taken:
            yield from _set_ceiling(fall, vem, *_count_ceiling(fall, vem))


def _count_ceiling(fall: Forbundsfall, vem: str) -> tuple[str, float]:
    """What a part's pledges leave room for, as an expression and an amount before it is made whole units."""
    m, utan = fall.modell.medfinansiering, bool(fall.underlag.utan_region[fall.i])
    if m.lagsta_andel is not None:
        part = "kommun" if vem == "kommuner" else "region"
        return count_free_ceiling(fall, part), compute_free_ceiling(fall, part)
    kommun, region = show_number(m.kommun_andel), show_number(m.region_andel)
    if vem == "kommuner":
        namnare, andel = f"({kommun} + {region})" if utan else kommun, fall.saw("medfinansiering", "kommunens_andel")
    else:
        namnare, andel = region, m.region_andel
    lovat_kr = fall.saw("medfinansiering", "kommuner_utlovat_kr" if vem == "kommuner" else "regioner_utlovat_kr")
    return f"{show_number(m.stat_andel)} / {namnare} × {fall.kr(lovat_kr)}", m.stat_andel / andel * lovat_kr


def _sum_pledges(fall: Forbundsfall, part: str, text: str, summa_kr: float) -> Iterator[Stegrad]:
    bidrag = [b for b in fall.resultat.bidrag if (b.forbund_kod, b.part) == (fall.forbund.forbund_kod, part)]
    egna = [b.utlovat_kr for b in bidrag if b.utlovat_kr is not None]
    if len(egna) == 1:
        yield Stegrad(f"{text} {'' if 'ger' in text else 'är '}{fall.kr(summa_kr)} kr.")
    else:
        yield Stegrad(text, " + ".join(map(fall.kr, egna)), fall.kr(summa_kr))


def _set_ceiling(fall: Forbundsfall, vem: str, uttryck: str, tak_kr: float) -> Iterator[Stegrad]:
    """A ceiling, and the whole units in it."""
    yield Stegrad(f"Tak av {PARTER[vem]}", uttryck, fall.kr(tak_kr))
    yield from _snap_ceiling(fall, vem, tak_kr)


def _snap_ceiling(fall: Forbundsfall, vem: str, tak_kr: float) -> Iterator[Stegrad]:
    avrundat = fall.kr(fall.taken_kr[vem])
    if fall.kr(tak_kr) != avrundat:
        yield Stegrad("Taket i hela enheter", f"nedåt({fall.kr(tak_kr)}; {show_number(fall.enhet_kr)})", avrundat)
