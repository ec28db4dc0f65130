"""Free shares down to a lowest (history): what a pledge leaves room for, and what the parties then pay."""

from __future__ import annotations

import math
from collections.abc import Iterator

from fordelning.rapport.forklara.fall import Forbundsfall, Stegrad, show_number


def describe_shares(fall: Forbundsfall) -> str:
    """How low a part may go, as a sentence; nothing in a model with fixed shares."""
    lagsta = fall.modell.medfinansiering.lagsta_andel
    if lagsta is None:
        return ""
    if not lagsta:
        return "Parternas andelar är fria: den som har lovat betalar sitt löfte, och inget löfte begränsar."
    andel = show_number(lagsta)
    return f"Parternas andelar är fria ned till {andel}: den som har lovat betalar sitt löfte, minst {andel} av allt."


def count_free_ceiling(fall: Forbundsfall, part: str) -> str:
    """The expression of a part's ceiling: its pledge over the lowest share, less what the local parties pay."""
    m, region, kommuner = fall.modell.medfinansiering, *_read_pledges(fall)
    assert m.lagsta_andel is not None
    utan, lagsta = bool(fall.underlag.utan_region[fall.i]), show_number(m.lagsta_andel)
    egen, andras, kvot = (kommuner, region, m.region_andel) if part == "kommun" else (region, kommuner, m.kommun_andel)
    racker = f"{fall.kr(egen)} / ({lagsta} + {lagsta})" if utan else f"{fall.kr(egen)} / {lagsta}"
    uttryck = f"{racker} − {fall.kr(egen)}"
    if math.isfinite(andras) and not utan:
        uttryck = f"{uttryck} − {fall.kr(andras)}"
    elif not utan:
        uttryck = f"({uttryck}) / (1 + {show_number(kvot)} / {show_number(m.stat_andel)})"
    return f"max(0; {uttryck})"


def compute_free_ceiling(fall: Forbundsfall, part: str) -> float:
    """The ceiling that the expression gives, before it is made whole units."""
    m, region, kommuner = fall.modell.medfinansiering, *_read_pledges(fall)
    assert m.lagsta_andel is not None
    utan = bool(fall.underlag.utan_region[fall.i])
    egen, andras, kvot = (kommuner, region, m.region_andel) if part == "kommun" else (region, kommuner, m.kommun_andel)
    andras, kvot = (0.0 if utan else andras), kvot / m.stat_andel
    kvar_kr = egen / (2 * m.lagsta_andel if utan else m.lagsta_andel) - egen
    return max(0.0, kvar_kr - andras if math.isfinite(andras) else kvar_kr / (1 + kvot))


def count_free_match(fall: Forbundsfall) -> Iterator[Stegrad]:
    """Each part's pledges, or its share beside the state's grant, and what all pay."""
    m, matchning, i = fall.modell.medfinansiering, fall.resultat.matchning, fall.i
    region, kommuner = _read_pledges(fall)
    utan = bool(fall.underlag.utan_region[i])
    delar = [float(kr[i]) for kr in (matchning.tilldelning_kr, matchning.region_kr, matchning.kommuner_kr)]
    stat, regions, kommunernas = (show_number(a) for a in (m.stat_andel, m.region_andel, m.kommun_andel))
    lokalt = fall.kr(round(delar[0] * (1 - m.stat_andel) / m.stat_andel))
    lovar_region = kommuner if utan else region
    if math.isinf(lovar_region) or math.isinf(kommuner):
        exakt = fall.kr(delar[0] * (1 - m.stat_andel) / m.stat_andel)
        efter = "" if exakt == lokalt else f", avrundat {lokalt} kr"
        yield Stegrad(
            "Region och kommun efter andelarna", f"{fall.kr(delar[0])} × (1 − {stat}) / {stat}", exakt, efter=efter
        )
    lovat = {part: _join_pledges(fall, part) for part in ("region", "kommun")}
    efter_andel = f"nedåt({lokalt} × {regions} / ({regions} + {kommunernas}); 1)"
    i_stallet = f"nedåt(({lovat['kommun']}) × {regions} / ({regions} + {kommunernas}); 1)"
    rakning = efter_andel if math.isinf(lovar_region) else i_stallet if utan else lovat["region"]
    yield Stegrad("Regionens del", rakning, fall.kr(delar[1]))
    rakning = f"{lokalt} − {efter_andel}" if math.isinf(kommuner) else lovat["kommun"]
    rakning = f"{rakning} − {fall.kr(delar[1])}" if utan and math.isfinite(kommuner) else rakning
    yield Stegrad("Kommunernas del", rakning, fall.kr(delar[2]))
    yield Stegrad("Alla parter", " + ".join(map(fall.kr, delar)), fall.kr(sum(delar)))


def _join_pledges(fall: Forbundsfall, part: str) -> str:
    """The pledges of a part's members, as a sum."""
    bidrag = [b for b in fall.resultat.bidrag if (b.forbund_kod, b.part) == (fall.forbund.forbund_kod, part)]
    return " + ".join(fall.kr(b.utlovat_kr) for b in bidrag if b.utlovat_kr is not None)


def _read_pledges(fall: Forbundsfall) -> tuple[float, float]:
    """What the regions and the kommuner have pledged; inf where they have not."""
    namn = ("regioner_utlovat_kr", "kommuner_utlovat_kr")
    region, kommuner = (fall.saw("medfinansiering", n) for n in namn)
    return region, kommuner
