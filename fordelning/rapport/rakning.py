"""A grant as arithmetic: for every step the lines that give it, with the förbund's own numbers.

A line's arithmetic is written with + − × /, min, max, nedåt and uppåt (to whole units), ; between arguments. Its
numbers are inputs, numbers of the model, or results of lines above, so that it can be recomputed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from fordelning.rapport.fall import Fall, Lage, find_position, show_number


@dataclass(frozen=True, slots=True)
class Rad:
    """One line: a fact in words, or what is computed, how, and what it gives (Swedish)."""

    text: str
    uttryck: str = ""
    resultat: str = ""
    enhet: str = "kr"
    efter: str = ""


PARTER = {
    "eget kapital": "det egna kapitalet",
    "askande": "äskandet",
    "kommuner": "kommunernas utfästelser",
    "region": "regionernas utfästelser",
    "modellen": "sjukpenningen",
}
"""Who sets a ceiling, in running text."""


def count_base(fall: Fall) -> Iterator[Rad]:
    """belopp · months/12."""
    assert fall.modell.grundtilldelning is not None
    uttryck = f"{show_number(fall.modell.grundtilldelning.belopp_kr)} × {fall.manader} / 12"
    yield Rad(f"Grundbelopp för {fall.manader} av årets 12 månader", uttryck, fall.kr(fall.grund_kr))


def count_key(fall: Fall) -> Iterator[Rad]:
    """The area's sums, their shares of all, the weighted share, the key, and base and key together."""
    m, u, i = fall.modell.fordelningsnyckel, fall.underlag, fall.i
    invanare, matt = show_number(u.invanare_antal[i]), show_number(u.forsorjningsmatt[i])
    alla_invanare, alla_matt = show_number(u.invanare_antal.sum()), show_number(u.forsorjningsmatt.sum())
    for o in fall.omraden:
        ord_ = f"{o.namn} ({o.omrade_kod}): {show_number(o.invanare_antal)} invånare"
        yield Rad(f"{ord_}, försörjningsmått {show_number(o.forsorjningsmatt)}")
    if len(fall.omraden) > 1:
        summa = " + ".join(show_number(o.invanare_antal) for o in fall.omraden)
        yield Rad("Invånare i förbundets område", summa, invanare, "")
        summa = " + ".join(show_number(o.forsorjningsmatt) for o in fall.omraden)
        yield Rad("Försörjningsmått i förbundets område", summa, matt, "")
    yield Rad(f"Alla förbunds områden har {alla_invanare} invånare och försörjningsmått {alla_matt}.")
    andel_matt = fall.andel(fall.saw("fordelningsnyckel", "forsorjningsmatt_andel"))
    andel_invanare = fall.andel(fall.saw("fordelningsnyckel", "invanare_andel"))
    yield Rad("Andel av försörjningsmåttet", f"{matt} / {alla_matt}", andel_matt, "")
    yield Rad("Andel av invånarna", f"{invanare} / {alla_invanare}", andel_invanare, "")
    vagd = fall.andel(fall.saw("fordelningsnyckel", "vagd_andel"))
    efter_matt = f"{show_number(m.andel_forsorjningsmatt)} × {andel_matt}"
    yield Rad("Vägd andel", f"{efter_matt} + {show_number(m.andel_invanare)} × {andel_invanare}", vagd, "")
    yield from _weigh_by_months(fall, vagd)
    yield from _add_base_and_key(fall)


def _weigh_by_months(fall: Fall, vagd: str) -> Iterator[Rad]:
    """The key is the weighted share, months counted, scaled so that all keys sum to 1."""
    u = fall.underlag
    if (u.manader_andel == 1).all():
        return
    summa = fall.andel(float((u.manader_andel * fall.bok.sett["fordelningsnyckel"]["vagd_andel"]).sum()))
    yield Rad(f"Alla förbunds vägda andelar, med månader av 12, är tillsammans {summa}.")
    yield Rad("Nyckel", f"{vagd} × {fall.manader} / 12 / {summa}", _key(fall), "")


def _add_base_and_key(fall: Fall) -> Iterator[Rad]:
    """What the base grants leave of the pot, by the key, on top of the own base grant."""
    ram, kvar = fall.kr(float(fall.underlag.ram_kr)), fall.kr(fall.saw("fordelningsnyckel", "kvar_kr"))
    yield Rad(f"Ramen är {ram} kr.")
    efter_nyckel, beraknad = f"{kvar} × {_key(fall)}", fall.kr(fall.beraknad_kr)
    if "grundtilldelning" not in fall.bok.poster:
        yield Rad("Beräknad tilldelning", efter_nyckel, beraknad)
        return
    grund_alla = fall.kr(float(fall.bok.poster["grundtilldelning"].sum()))
    yield Rad(f"Alla förbunds grundbelopp är tillsammans {grund_alla} kr.")
    yield Rad("Kvar att dela efter nyckeln", f"{ram} − {grund_alla}", kvar)
    yield Rad("Beräknad tilldelning", f"{fall.kr(fall.grund_kr)} + {efter_nyckel}", beraknad)


def _key(fall: Fall) -> str:
    return fall.andel(fall.saw("fordelningsnyckel", "nyckel_andel"))


def count_sjukpenning_ceiling(fall: Fall) -> Iterator[Rad]:
    """A share of the area's sjukpenning, in whole units."""
    assert fall.modell.sjukpenningtak is not None
    sjukpenning_kr = fall.saw("sjukpenningtak", "sjukpenning_kr")
    yield Rad(f"Sjukpenningen i förbundets område är {fall.kr(sjukpenning_kr)} kr.")
    uttryck = f"{show_number(fall.modell.sjukpenningtak.hogsta_andel)} × {fall.kr(sjukpenning_kr)}"
    yield from _set_ceiling(fall, "modellen", uttryck, fall.modell.sjukpenningtak.hogsta_andel * sjukpenning_kr)


def count_eget_kapital(fall: Fall) -> Iterator[Rad]:
    """The reasonable level, the excess above it, and the ceiling it gives."""
    assert fall.modell.eget_kapital is not None
    m, u, i = fall.modell.eget_kapital, fall.underlag, fall.i
    bidrag_kr, kapital = float(u.bidrag_fjol_kr[i]), fall.kr(float(u.eget_kapital_kr[i]))
    steg = next(s for s in m.trappa if s.upp_till_kr is None or bidrag_kr <= s.upp_till_kr)
    if len(m.trappa) > 1:
        grans = "utan gräns" if steg.upp_till_kr is None else f"upp till {show_number(steg.upp_till_kr)} kr"
        yield Rad(f"Bidragen i fjol, {fall.kr(bidrag_kr)} kr, hör till trappsteget {grans}: {show_number(steg.andel)}.")
    rimlig, overskott_kr = fall.kr(fall.saw("eget_kapital", "rimlig_kr")), fall.saw("eget_kapital", "overskott_kr")
    yield Rad("Rimlig nivå på eget kapital", f"{show_number(steg.andel)} × {fall.kr(bidrag_kr)}", rimlig)
    yield Rad("Eget kapital över rimlig nivå", f"max(0; {kapital} − {rimlig})", fall.kr(overskott_kr))
    if not fall.saw("eget_kapital", "over_rimlig_niva"):
        yield Rad("Inget överskott: det egna kapitalet sätter inget tak.")
        return
    minskning = f"{show_number(m.statens_andel_av_overskott)} × {fall.kr(overskott_kr)}"
    tak_kr = max(0.0, fall.beraknad_kr - m.statens_andel_av_overskott * overskott_kr)
    yield from _set_ceiling(fall, "eget kapital", f"max(0; {fall.kr(fall.beraknad_kr)} − {minskning})", tak_kr)


def count_sparr(fall: Fall) -> Iterator[Rad]:
    """The floor against last year's grant, in whole units."""
    assert fall.modell.sparr is not None
    fjol_kr = float(fall.underlag.tilldelning_fjol_kr[fall.i])
    if fall.golv_kr == 0:
        over = "eget_kapital" in fall.bok.sett and fall.saw("eget_kapital", "over_rimlig_niva")
        orsak = "det egna kapitalet är över rimlig nivå" if over else "det finns ingen tilldelning i fjol att utgå från"
        yield Rad(f"Ingen spärr: {orsak}.")
        return
    andel = fall.modell.sparr.hogsta_minskning_andel
    golv_kr = fjol_kr * (1 - andel)
    yield Rad("Golv", f"(1 − {show_number(andel)}) × {fall.kr(fjol_kr)}", fall.kr(golv_kr))
    if fall.kr(golv_kr) != fall.kr(fall.golv_kr):
        avrundat = f"uppåt({fall.kr(golv_kr)}; {show_number(fall.enhet_kr)})"
        yield Rad("Golv i hela enheter", avrundat, fall.kr(fall.golv_kr))


def count_match_ceilings(fall: Fall) -> Iterator[Rad]:
    """What the äskande, the kommuner and the regions leave room for; a party without a row does not limit."""
    m, u, i = fall.modell.medfinansiering, fall.underlag, fall.i
    taken = fall.taken_kr
    if not taken.keys() & {"askande", "kommuner", "region"}:
        yield Rad("Inget äskande och inga utfästelser: alla parter väntas matcha, inget tak.")
    if "askande" in taken:
        yield Rad(f"Förbundet begär högst {fall.kr(float(u.askande_kr[i]))} kr.")
        yield from _snap_ceiling(fall, "askande", float(u.askande_kr[i]))
    kommunens_andel = f"({show_number(m.kommun_andel)} + {show_number(m.region_andel)})"
    if not u.utan_region[i]:
        kommunens_andel = show_number(m.kommun_andel)
    if "kommuner" in taken:
        kvot = m.stat_andel / fall.saw("medfinansiering", "kommunens_andel")
        lovat_kr = float(u.kommuner_utlovat_kr[i])
        yield from _sum_pledges(fall, "kommun", "Kommunernas utfästelser", lovat_kr)
        uttryck = f"{show_number(m.stat_andel)} / {kommunens_andel} × {fall.kr(lovat_kr)}"
        yield from _set_ceiling(fall, "kommuner", uttryck, kvot * lovat_kr)
    if "region" in taken:
        lovat_kr = float(u.regioner_utlovat_kr[i])
        yield from _sum_pledges(fall, "region", "Regionernas utfästelser", lovat_kr)
        uttryck = f"{show_number(m.stat_andel)} / {show_number(m.region_andel)} × {fall.kr(lovat_kr)}"
        yield from _set_ceiling(fall, "region", uttryck, m.stat_andel / m.region_andel * lovat_kr)


def _sum_pledges(fall: Fall, part: str, text: str, summa_kr: float) -> Iterator[Rad]:
    egna = [u for u in fall.underlag.utfastelser if (u.forbund_kod, u.part) == (fall.forbund.forbund_kod, part)]
    if len(egna) == 1:
        yield Rad(f"{text} är {fall.kr(summa_kr)} kr.")
    else:
        yield Rad(text, " + ".join(fall.kr(u.utlovat_kr) for u in egna), fall.kr(summa_kr))


def _set_ceiling(fall: Fall, vem: str, uttryck: str, tak_kr: float) -> Iterator[Rad]:
    """A ceiling, and the whole units in it."""
    yield Rad(f"Tak av {PARTER[vem]}", uttryck, fall.kr(tak_kr))
    yield from _snap_ceiling(fall, vem, tak_kr)


def _snap_ceiling(fall: Fall, vem: str, tak_kr: float) -> Iterator[Rad]:
    avrundat = fall.kr(fall.taken_kr[vem])
    if fall.kr(tak_kr) != avrundat:
        yield Rad("Taket i hela enheter", f"nedåt({fall.kr(tak_kr)}; {show_number(fall.enhet_kr)})", avrundat)


def count_shared(fall: Fall) -> Iterator[Rad]:
    """λ, the same for all, and the own amount inside the own bounds."""
    lage, taken = find_position(fall), fall.taken_kr
    tak = fall.kr(min(taken.values(), default=0.0))
    if len(taken) > 1:
        yield Rad("Lägsta taket", f"min({'; '.join(fall.kr(t) for t in taken.values())})", tak)
    if taken and fall.golv_kr > min(taken.values()):
        yield Rad(f"Taket {tak} kr är lägre än golvet {fall.kr(fall.golv_kr)} kr: taket går före.")
    antal = len(fall.bok.koder)
    yield Rad(
        f"{lage.antal_fasta} av {antal} förbund står vid golv eller tak och får tillsammans {fall.kr(lage.fast_kr)} kr."
    )
    if not lage.antal_fria:
        yield from _explain_no_free(fall, lage)
        return
    fria = f"Övriga {lage.antal_fria} har tillsammans nyckel {fall.andel(lage.nyckel_fria)}"
    yield Rad(f"{fria} och grundbelopp {fall.kr(lage.grund_fria_kr)} kr.")
    lambda_ = fall.kr(fall.saw("aterfordelning", "lambda_kr"))
    ram = fall.kr(float(fall.underlag.ram_kr))
    uttryck = f"({ram} − {fall.kr(lage.fast_kr)} − {fall.kr(lage.grund_fria_kr)}) / {fall.andel(lage.nyckel_fria)}"
    yield Rad("λ, kronor per hel nyckel, lika för alla", uttryck, lambda_)
    fri = fall.kr(fall.saw("aterfordelning", "fri_kr"))
    yield Rad("Grundbelopp och nyckel × λ", f"{fall.kr(fall.grund_kr)} + {lambda_} × {_key(fall)}", fri)
    belopp = fall.kr(lage.belopp_kr)
    inom = f"max({fri}; {fall.kr(fall.golv_kr)})" if fall.golv_kr or fri.startswith("\u2212") else fri
    inom = f"min({inom}; {tak})" if taken else inom
    if inom != belopp:
        yield Rad("Inom golv och tak", inom, belopp)


def _explain_no_free(fall: Fall, lage: Lage) -> Iterator[Rad]:
    """Everyone stands at a bound: what the ceilings do not hold is left, and no λ is needed."""
    rest_kr = fall.saw("aterfordelning", "rest_kr")
    if rest_kr > 0:
        yield Rad(f"Taken rymmer inte ramen: {fall.kr(rest_kr)} kr delas inte ut.")
    vid_tak = lage.belopp_kr in fall.taken_kr.values()
    text = "Förbundet får sitt tak" if vid_tak else "Förbundet får sitt golv"
    if not vid_tak and fall.golv_kr != lage.belopp_kr:
        text = "Förbundet får sitt grundbelopp"
    yield Rad(f"{text}, {fall.kr(lage.belopp_kr)} kr.")


def count_rounding(fall: Fall) -> Iterator[Rad]:
    """Whole units downwards, the place of the remainder, and the unit it got or did not get."""
    lage = find_position(fall)
    t, enhet = lage.turordning, fall.enhet_kr
    hela_kr = float(t.hela_antal[fall.i]) * enhet
    fore, hela = fall.kr(lage.belopp_kr), fall.kr(hela_kr)
    nedat = f"nedåt({fore}; {show_number(enhet)})"
    if fore == hela == fall.kr(fall.tilldelning_kr):
        yield Rad("Tilldelning, redan i hela enheter", nedat, hela)
        return
    yield Rad("Hela enheter", nedat, hela)
    yield Rad("Rest", f"{fore} − {hela}", fall.kr(max(lage.belopp_kr - hela_kr, 0.0)))
    antal, plats = int(t.antal_upp[0]), int(t.plats[fall.i]) + 1
    far = "fick en enhet till" if plats <= antal else "fick ingen enhet till"
    yield Rad(f"{antal} enheter delas ut efter störst rest, vid lika rest efter kod: plats {plats}, {far}.")
    yield Rad("Tilldelning", f"{hela} + {show_number(enhet if plats <= antal else 0)}", fall.kr(fall.tilldelning_kr))


RAKNA: dict[str, Callable[[Fall], Iterator[Rad]]] = {
    "grundtilldelning": count_base,
    "fordelningsnyckel": count_key,
    "sjukpenningtak": count_sjukpenning_ceiling,
    "eget_kapital": count_eget_kapital,
    "sparr": count_sparr,
    "medfinansiering": count_match_ceilings,
    "aterfordelning": count_shared,
    "avrundning": count_rounding,
}
"""The step's name → the lines that give it; the same names as REGLER."""
