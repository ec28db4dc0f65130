"""What the parties pay beside the grant, and who limits it, as arithmetic with the förbund's own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

from fordelning.analys.hojning import HOJNING_KR, compute_raised_grants
from fordelning.medfinansiering import Bidrag, Part, has_own_key, list_weights
from fordelning.rapport.forklara.fall import Forbundsfall, Stegrad, show_number
from fordelning.rapport.forklara.fria_andelar import count_free_match
from fordelning.rapport.forklara.regionsumma import list_sums

HOJER = {
    "eget kapital": "Med {kr} kr mindre i eget kapital",
    "askande": "Med ett {kr} kr högre äskande",
    "kommuner": "Med {kr} kr mer från kommunerna",
    "region": "Med {kr} kr mer från regionerna",
}
"""What a limiting party could do, by `begransas_av`."""

BEGRANSAR = {
    "modellen": "Begränsas av modellen: varken golv eller tak ändrar det som grundbelopp och nyckel ger.",
    "sparr": "Begränsas av spärren: golvet håller tilldelningen över det som grundbelopp och nyckel ger.",
    "eget kapital": "Begränsas av eget kapital: utan överskottet hade tilldelningen varit högre.",
    "askande": "Begränsas av äskandet: förbundet begär inte mer.",
    "kommuner": "Begränsas av kommunerna: deras utfästelser räcker inte till mer.",
    "region": "Begränsas av regionen: dess utfästelse räcker inte till mer.",
}
"""Who limits, in words, by `begransas_av`."""

AV_SUMMAN = "Begränsas av regionen: förbundets del av regionens summa räcker inte till mer."
"""The same where the region has one sum for all its förbund."""


def count_match(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The local parties' match of the grant, and each party's part of it in whole kronor."""
    fria = fall.modell.medfinansiering.lagsta_andel is not None
    yield from count_free_match(fall) if fria else _count_fixed_match(fall)
    bidrag = [b for b in fall.resultat.bidrag if b.forbund_kod == fall.forbund.forbund_kod]
    kommuner = [b for b in bidrag if b.part == "kommun"]
    regioner = [b for b in bidrag if b.part == "region"]
    delar: tuple[tuple[Part, list[Bidrag]], ...] = (("region", regioner), ("kommun", kommuner))
    for part, egna in delar:
        lovar = kommuner if fall.underlag.utan_region[fall.i] else egna
        yield from _split(fall, part, egna, {b.motpart_kod: b.utlovat_kr or 0 for b in lovar})
        yield from _show_above_match(fall, part, egna)


def _count_fixed_match(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The match of the grant by the shares."""
    m, matchning, i = fall.modell.medfinansiering, fall.resultat.matchning, fall.i
    tilldelning = fall.kr(fall.tilldelning_kr)
    stat, region, kommun = (show_number(a) for a in (m.stat_andel, m.region_andel, m.kommun_andel))
    region_kr, kommuner_kr = float(matchning.region_kr[i]), float(matchning.kommuner_kr[i])
    lokalt_kr = fall.tilldelning_kr * (1 - m.stat_andel) / m.stat_andel
    yield _round_off(fall, "Region och kommun tillsammans", f"{tilldelning} × (1 − {stat}) / {stat}", lokalt_kr)
    lokalt = fall.kr(region_kr + kommuner_kr)
    yield Stegrad("Regionens del", f"nedåt({lokalt} × {region} / ({region} + {kommun}); 1)", fall.kr(region_kr))
    yield Stegrad("Kommunernas del", f"{lokalt} − {fall.kr(region_kr)}", fall.kr(kommuner_kr))
    yield Stegrad("Alla parter", f"{tilldelning} + {lokalt}", fall.kr(float(matchning.totalt_kr[i])))


def _round_off(fall: Forbundsfall, text: str, uttryck: str, belopp_kr: float, helt_kr: float | None = None) -> Stegrad:
    """A line whose result is rounded to whole kronor; said only when it is not whole."""
    helt = fall.kr(round(belopp_kr) if helt_kr is None else helt_kr)
    visat = fall.kr(belopp_kr)
    return Stegrad(text, uttryck, visat, efter="" if visat == helt else f", avrundat {helt} kr")


def _split(fall: Forbundsfall, part: Part, bidrag: Sequence[Bidrag], lovat: Mapping[str, int]) -> Iterator[Stegrad]:
    """One party's part over its members, by pledges, own key or inhabitants, largest remainder to whole kronor."""
    namn, har_lovat = _name_parties(fall), any(lovat.values())
    som: Part = "kommun" if fall.underlag.utan_region[fall.i] else part
    egna = list_weights(fall.omraden, som)
    vikter: Mapping[str, Sequence[float]] = {kod: [kr] for kod, kr in lovat.items()} if har_lovat else egna
    summa, summa_kr = math.fsum(map(math.fsum, vikter.values())), sum(b.belopp_kr for b in bidrag)
    if len(bidrag) > 1:
        vem = "Regionernas" if part == "region" else "Kommunernas"
        egen_nyckel = som == "kommun" and has_own_key(fall.omraden)
        efter = "utfästelser" if har_lovat else "kommunernas egen nyckel" if egen_nyckel else "invånare"
        yield Stegrad(f"{vem} del delas efter {efter}, tillsammans {show_number(summa)}.")
    for b in bidrag:
        text = f"{_name_role(fall, b)} {b.motpart_kod} {namn.get(b.motpart_kod, '')}".rstrip()
        if len(bidrag) == 1:
            yield Stegrad(f"{text} betalar {fall.kr(b.belopp_kr)} kr.")
            continue
        delar = vikter[b.motpart_kod]
        vikt = " + ".join(show_number(d) for d in delar)
        uttryck = f"{fall.kr(summa_kr)} × {vikt if len(delar) == 1 else f'({vikt})'} / {show_number(summa)}"
        yield _round_off(fall, text, uttryck, summa_kr * sum(delar) / summa, b.belopp_kr)


def _name_role(fall: Forbundsfall, b: Bidrag) -> str:
    """Kommun, region, or a kommun in the region's place."""
    if b.part == "kommun":
        return "Kommun"
    har_region = any(o.region_kod == b.motpart_kod for o in fall.omraden)
    return "Region" if har_region else "I regionens ställe: kommun"


def _name_parties(fall: Forbundsfall) -> Mapping[str, str]:
    """Names of regions and of whole kommuner, by code."""
    kommuner = {o.kommun_kod: o.namn for o in fall.omraden if o.omrade_kod == o.kommun_kod}
    return kommuner | {r.region_kod: r.namn for r in fall.underlag.regioner}


def _show_above_match(fall: Forbundsfall, part: str, bidrag: Sequence[Bidrag]) -> Iterator[Stegrad]:
    """Pledges above the match are shown, never refused."""
    over_kr = sum(b.over_matchning_kr for b in bidrag)
    if over_kr:
        vem = "Regionerna" if part == "region" else "Kommunerna"
        yield Stegrad(f"{vem} har lovat {fall.kr(over_kr)} kr mer än vad som behövs för att matcha staten.")


def count_limits(fall: Forbundsfall) -> Iterator[Stegrad]:
    """Who limits the grant, and what HOJNING_KR more from that party would give."""
    av_summan = fall.begransas_av == "region" and list_sums(fall)
    yield Stegrad(AV_SUMMAN if av_summan else BEGRANSAR[fall.begransas_av])
    hojd_kr = float(compute_raised_grants(fall.resultat)[fall.i])
    if math.isnan(hojd_kr):
        nej = "Mer från den parten skulle lyfta ett golv så att golven inte ryms i ramen."
        ingen = "Ingen part kan höja tilldelningen genom att bidra med mer."
        yield Stegrad(nej if fall.begransas_av in HOJER else ingen)
        return
    text = HOJER[fall.begransas_av].format(kr=show_number(HOJNING_KR))
    yield Stegrad(f"{text} hade tilldelningen varit {fall.kr(hojd_kr)} kr.")
    uttryck = f"{fall.kr(hojd_kr)} − {fall.kr(fall.tilldelning_kr)}"
    yield Stegrad("Skillnad", uttryck, fall.kr(hojd_kr - fall.tilldelning_kr))


def count_offer(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The offer, and what was left of it or came on top."""
    erbjudande_kr = float(fall.resultat.erbjudande_kr[fall.i])
    if math.isnan(erbjudande_kr):
        yield Stegrad("Erbjudande finns inte: utan äskanden och utfästelser ryms golven inte i ramen.")
        return
    erbjudande, tilldelning = fall.kr(erbjudande_kr), fall.kr(fall.tilldelning_kr)
    yield Stegrad(f"Om ingen äskade mindre och alla parter matchade fullt gav modellen {erbjudande} kr.")
    if erbjudande_kr > fall.tilldelning_kr:
        yield Stegrad("Avstått", f"{erbjudande} − {tilldelning}", fall.kr(erbjudande_kr - fall.tilldelning_kr))
    elif erbjudande_kr < fall.tilldelning_kr:
        mer = fall.kr(fall.tilldelning_kr - erbjudande_kr)
        yield Stegrad("Tillkommit av det andra lämnade", f"{tilldelning} − {erbjudande}", mer)
