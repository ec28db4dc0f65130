"""What the parties pay beside the grant, and who limits it, as arithmetic with the förbund's own numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from fordelning.analys.hojning import HOJNING_KR, compute_raised_grants
from fordelning.medfinansiering import Bidrag, Part, has_own_key
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.poster.fall import Forbundsfall, Stegrad, show_number
from fordelning.rapport.poster.loften import list_sums

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

PARTERNA: tuple[Part, ...] = ("region", "kommun")
"""The local parts, in the order they are told."""

AV_SUMMAN = "Begränsas av regionen: förbundets del av regionens summa räcker inte till mer."
"""The same where the region has one sum for all its förbund."""


def count_match(fall: Berattelse) -> Iterator[Stegrad]:
    """The local parties' match of the grant, and each party's part of it in whole kronor."""
    d = fall.d
    yield from _count_local(fall)
    fall.forget(*fall.b.lovat.values())
    yield fall.line("Regionens del", d.region)
    yield fall.line("Kommunernas del", d.kommuner)
    yield fall.line("Alla parter", d.totalt)
    fall.know(fall.kedja.underlag.utfastelser.galler)
    for part in PARTERNA:
        bidrag = [b for b in fall.bidrag if b.part == part]
        yield from _split(fall, part, bidrag)
        yield from _show_above_match(fall, part, bidrag)


def _count_local(fall: Berattelse) -> Iterator[Stegrad]:
    """What region and kommun pay together by the shares; not told where free shares leave all to pledges."""
    d, i, fria = fall.d, fall.i, fall.modell.medfinansiering.lagsta_andel is not None
    lokalt_kr = round(float(d.lokalt_exakt.varden[i])) if fria else float(d.region.varden[i] + d.kommuner.varden[i])
    namn = "Region och kommun efter andelarna" if fria else "Region och kommun tillsammans"
    rad = fall.round_off(namn, d.lokalt_exakt, fall.give(d.lokalt, fall.kr(lokalt_kr)))
    vilka = ("kommuner",) if fall.underlag.utan_region[i] else ("kommuner", "regioner")
    if not fria or any(math.isinf(fall.saw("medfinansiering", f"{vem}_utlovat_kr")) for vem in vilka):
        yield rad


def _split(fall: Berattelse, part: Part, bidrag: Sequence[Bidrag]) -> Iterator[Stegrad]:
    """One party's part over its members, by pledges, own key or inhabitants, largest remainder to whole kronor."""
    x, namn = fall.kedja.medfinansiering.utrakning, _name_parties(fall)
    rader, delade = fall.find(x.forbund, (x.part, part)), len(bidrag) > 1
    if delade:
        yield _tell_weights(fall, part, rader)
    for b, i in zip(bidrag, rader, strict=True):
        text = f"{_name_role(fall, b)} {b.motpart_kod} {namn.get(b.motpart_kod, '')}".rstrip()
        betalar = fall.kr(b.belopp_kr)
        yield fall.round_off(text, x.delning.exakt, betalar, i) if delade else Stegrad(f"{text} betalar {betalar} kr.")
    yield from _tell_rounding(fall, rader)


def _tell_weights(fall: Berattelse, part: Part, rader: Sequence[int]) -> Stegrad:
    """What a part is divided by."""
    x = fall.kedja.medfinansiering.utrakning
    vem = "Regionernas" if part == "region" else "Kommunernas"
    egen = has_own_key(fall.omraden) and (part == "kommun" or fall.underlag.utan_region[fall.i])
    efter = "utfästelser" if x.lovat.varden[rader].any() else "kommunernas egen nyckel" if egen else "invånare"
    return Stegrad(f"{vem} del delas efter {efter}, tillsammans {fall.give(x.delning.summan, i=rader[0])}.")


def _tell_rounding(fall: Berattelse, rader: Sequence[int]) -> Iterator[Stegrad]:
    """Who has a krona of those that the whole ones leave, in the order of the remainders."""
    x = fall.kedja.medfinansiering.utrakning
    fore, att_ge = (t.varden[rader] for t in (x.delning.fore, x.delning.att_ge))
    far = [str(x.motpart.varden[rader[j]]) for j in np.argsort(fore) if fore[j] < att_ge[j]]
    if far:
        vem = "den största resten" if len(far) == 1 else "de största resterna, en var"
        over = f"{len(far)} kr som blir över går till {vem}, vid lika rest efter kod"
        yield Stegrad(f"Delarna är hela kronor nedåt; {over}: {', '.join(far)}.")


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


def _show_above_match(fall: Forbundsfall, part: Part, bidrag: Sequence[Bidrag]) -> Iterator[Stegrad]:
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


def count_offer(fall: Berattelse) -> Iterator[Stegrad]:
    """The offer, and what was left of it or came on top."""
    erbjudande_kr = float(fall.resultat.erbjudande_kr[fall.i])
    if math.isnan(erbjudande_kr):
        yield Stegrad("Erbjudande finns inte: utan äskanden och utfästelser ryms golven inte i ramen.")
        return
    erbjudande = fall.give(fall.d.erbjudande)
    yield Stegrad(f"Om ingen äskade mindre och alla parter matchade fullt gav modellen {erbjudande} kr.")
    if erbjudande_kr > fall.tilldelning_kr:
        yield fall.line("Avstått", fall.d.avstatt)
    elif erbjudande_kr < fall.tilldelning_kr:
        yield fall.line("Tillkommit av det andra lämnade", fall.d.tillkommit)
