"""A grant as arithmetic: for every step the lines that give it, with the förbund's own numbers.

A line's arithmetic is written with + − × /, min, max, nedåt and uppåt (to whole units), ; between arguments. Its
numbers are inputs, numbers of the model, or results of lines above, so that it can be recomputed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from fordelning.erbjudande import PARTERNAS_TAK
from fordelning.rapport.forklara.fall import (
    Forbundsfall,
    Lage,
    Stegrad,
    find_offer_position,
    find_position,
    show_number,
)
from fordelning.rapport.forklara.tak_och_golv import (
    count_eget_kapital,
    count_match_ceilings,
    count_sjukpenning_ceiling,
    count_sparr,
)


def count_base(fall: Forbundsfall) -> Iterator[Stegrad]:
    """belopp · months/12."""
    assert fall.modell.grundtilldelning is not None
    uttryck = f"{show_number(fall.modell.grundtilldelning.belopp_kr)} × {fall.manader} / 12"
    yield Stegrad(f"Grundbelopp för {fall.manader} av årets 12 månader", uttryck, fall.kr(fall.grund_kr))


def count_key(fall: Forbundsfall) -> Iterator[Stegrad]:
    """The area's sums, their shares of all, the weighted share, the key, and base and key together."""
    m, u, i = fall.modell.fordelningsnyckel, fall.underlag, fall.i
    invanare, matt = show_number(u.invanare_antal[i]), show_number(u.forsorjningsmatt[i])
    alla_invanare, alla_matt = show_number(u.invanare_antal.sum()), show_number(u.forsorjningsmatt.sum())
    for o in fall.omraden:
        ord_ = f"{o.namn} ({o.omrade_kod}): {show_number(o.invanare_antal)} invånare"
        yield Stegrad(f"{ord_}, försörjningsmått {show_number(o.forsorjningsmatt)}")
    if len(fall.omraden) > 1:
        summa = " + ".join(show_number(o.invanare_antal) for o in fall.omraden)
        yield Stegrad("Invånare i förbundets område", summa, invanare, "")
        summa = " + ".join(show_number(o.forsorjningsmatt) for o in fall.omraden)
        yield Stegrad("Försörjningsmått i förbundets område", summa, matt, "")
    yield Stegrad(f"Alla förbunds områden har {alla_invanare} invånare och försörjningsmått {alla_matt}.")
    andel_matt = fall.andel(fall.saw("fordelningsnyckel", "forsorjningsmatt_andel"))
    andel_invanare = fall.andel(fall.saw("fordelningsnyckel", "invanare_andel"))
    yield Stegrad("Andel av försörjningsmåttet", f"{matt} / {alla_matt}", andel_matt, "")
    yield Stegrad("Andel av invånarna", f"{invanare} / {alla_invanare}", andel_invanare, "")
    vagd = fall.andel(fall.saw("fordelningsnyckel", "vagd_andel"))
    efter_matt = f"{show_number(m.andel_forsorjningsmatt)} × {andel_matt}"
    yield Stegrad("Vägd andel", f"{efter_matt} + {show_number(m.andel_invanare)} × {andel_invanare}", vagd, "")
    yield from _weigh_by_months(fall, vagd)
    yield from _add_base_and_key(fall)


def _weigh_by_months(fall: Forbundsfall, vagd: str) -> Iterator[Stegrad]:
    """The key is the weighted share, months counted, scaled so that all keys sum to 1."""
    u = fall.underlag
    if (u.manader_andel == 1).all():
        return
    summa = fall.andel(float((u.manader_andel * fall.bok.sett["fordelningsnyckel"]["vagd_andel"]).sum()))
    yield Stegrad(f"Alla förbunds vägda andelar, med månader av 12, är tillsammans {summa}.")
    yield Stegrad("Nyckel", f"{vagd} × {fall.manader} / 12 / {summa}", _key(fall), "")


def _add_base_and_key(fall: Forbundsfall) -> Iterator[Stegrad]:
    """What the base grants leave of the pot, by the key, on top of the own base grant."""
    ram, kvar = fall.kr(float(fall.underlag.ram_kr)), fall.kr(fall.saw("fordelningsnyckel", "kvar_kr"))
    yield Stegrad(f"Ramen är {ram} kr.")
    efter_nyckel, beraknad = f"{kvar} × {_key(fall)}", fall.kr(fall.beraknad_kr)
    if "grundtilldelning" not in fall.bok.poster:
        yield Stegrad("Beräknad tilldelning", efter_nyckel, beraknad)
        return
    grund_alla = fall.kr(float(fall.bok.poster["grundtilldelning"].sum()))
    yield Stegrad(f"Alla förbunds grundbelopp är tillsammans {grund_alla} kr.")
    yield Stegrad("Kvar att dela efter nyckeln", f"{ram} − {grund_alla}", kvar)
    yield Stegrad("Beräknad tilldelning", f"{fall.kr(fall.grund_kr)} + {efter_nyckel}", beraknad)


def _key(fall: Forbundsfall) -> str:
    """The key; when every förbund has all its months it is the weighted share, to the last digit."""
    hela_aret = (fall.underlag.manader_andel == 1).all()
    return fall.andel(fall.saw("fordelningsnyckel", "vagd_andel" if hela_aret else "nyckel_andel"))


def count_shared(fall: Forbundsfall) -> Iterator[Stegrad]:
    """λ, the same for all, and the own amount inside the own bounds; in rounds first that of the offer."""
    taken = fall.taken_kr
    bas, bas_kr = "Grundbelopp", fall.grund_kr
    if fall.avdrag_kr:
        bas, bas_kr = "Grundbelopp minus avdrag", fall.grund_kr - fall.avdrag_kr
        yield Stegrad(bas, f"{fall.kr(fall.grund_kr)} − {fall.kr(fall.avdrag_kr)}", fall.kr(bas_kr))
    if not fall.i_omgangar:
        yield from _count_lambda(fall, find_position(fall), taken, (bas, bas_kr), fall.golv_kr)
        return
    egna, forst = {vem: tak for vem, tak in taken.items() if vem not in PARTERNAS_TAK}, find_offer_position(fall)
    yield Stegrad("Omgång 1: erbjudandet, vad modellen ger utan äskanden och utfästelser.")
    yield from _count_lambda(fall, forst, egna, (bas, bas_kr), fall.golv_kr)
    yield Stegrad("Omgångarna därefter: det som lämnas delas efter nyckeln, ovanpå erbjudandet.")
    yield from _count_lambda(fall, find_position(fall), taken, ("Erbjudande", forst.belopp_kr), 0.0)


def _count_lambda(
    fall: Forbundsfall, lage: Lage, taken: Mapping[str, float], bas: tuple[str, float], golv_kr: float
) -> Iterator[Stegrad]:
    """λ of one sharing, and the own amount in it. `bas` = what λ × key is added to: its name and the own amount, kr."""
    tak, (ord_, bas_kr) = fall.kr(min(taken.values(), default=0.0)), bas
    if len(taken) > 1:
        yield Stegrad("Lägsta taket", f"min({'; '.join(fall.kr(t) for t in taken.values())})", tak)
    if taken and golv_kr > min(taken.values()):
        yield Stegrad(f"Taket {tak} kr är lägre än golvet {fall.kr(golv_kr)} kr: taket går före.")
    fast, bas_fria = (show_number(round(kr, 6)) for kr in (lage.fast_kr, lage.bas_fria_kr))
    vid_grans = f"{lage.antal_fasta} av {len(fall.bok.koder)} förbund står vid golv eller tak"
    yield Stegrad(f"{vid_grans} och får tillsammans {fast} kr.")
    if not lage.antal_fria:
        yield from _explain_no_free(fall, lage, ord_)
        return
    nyckel_fria, ram = fall.andel(lage.nyckel_fria), fall.kr(float(fall.underlag.ram_kr))
    alla = {"Grundbelopp": "grundbelopp", "Erbjudande": "erbjudanden"}.get(ord_, "grundbelopp minus avdrag")
    yield Stegrad(f"Övriga {lage.antal_fria} har tillsammans nyckel {nyckel_fria} och {alla} {bas_fria} kr.")
    lambda_, nyckel = fall.kr(lage.delat.lambda_kr), _key(fall) if lage.delat.nyckel[fall.i] > 0 else "0"
    uttryck = f"({ram} − {fast} − {bas_fria}) / {nyckel_fria}"
    yield Stegrad("λ, kronor per hel nyckel, lika för alla", uttryck, lambda_)
    fri_kr = float(lage.delat.bas_kr[fall.i] + lage.delat.lambda_kr * lage.delat.nyckel[fall.i])
    fri, belopp = fall.kr(fri_kr), fall.kr(lage.belopp_kr)
    yield Stegrad(f"{ord_} och nyckel × λ", f"{fall.kr(bas_kr)} + {lambda_} × {nyckel}", fri)
    inom = f"max({fri}; {fall.kr(golv_kr)})" if golv_kr or fri.startswith("\u2212") else fri
    inom = f"min({inom}; {tak})" if taken else inom
    if inom != belopp:
        yield Stegrad("Inom golv och tak", inom, belopp)


def _explain_no_free(fall: Forbundsfall, lage: Lage, bas: str) -> Iterator[Stegrad]:
    """Everyone stands at a bound: what the ceilings do not hold is left, and no λ is needed."""
    rest_kr = fall.saw("aterfordelning", "rest_kr")
    if rest_kr > 0:
        yield Stegrad(f"Taken rymmer inte ramen: {fall.kr(rest_kr)} kr delas inte ut.")
    vid_tak = lage.belopp_kr in fall.taken_kr.values()
    text = "Förbundet får sitt tak" if vid_tak else "Förbundet får sitt golv"
    if not vid_tak and fall.golv_kr != lage.belopp_kr:
        text = f"Förbundet får sitt {bas.lower()}"
    yield Stegrad(f"{text}, {fall.kr(lage.belopp_kr)} kr.")


def count_rounding(fall: Forbundsfall) -> Iterator[Stegrad]:
    """Whole units downwards, the place of the remainder, and the unit it got or did not get."""
    lage = find_position(fall)
    t, enhet = lage.turordning, fall.enhet_kr
    hela_kr = float(t.hela_antal[fall.i]) * enhet
    fore, hela = fall.kr(lage.belopp_kr), fall.kr(hela_kr)
    nedat = f"nedåt({fore}; {show_number(enhet)})"
    if fore == hela == fall.kr(fall.tilldelning_kr):
        yield Stegrad("Tilldelning, redan i hela enheter", nedat, hela)
        return
    yield Stegrad("Hela enheter", nedat, hela)
    yield Stegrad("Rest", f"{fore} − {hela}", fall.kr(max(lage.belopp_kr - hela_kr, 0.0)))
    antal, plats = int(t.antal_upp[0]), int(t.plats[fall.i]) + 1
    far = "fick en enhet till" if plats <= antal else "fick ingen enhet till"
    yield Stegrad(f"{antal} enheter delas ut efter störst rest, vid lika rest efter kod: plats {plats}, {far}.")
    yield Stegrad(
        "Tilldelning", f"{hela} + {show_number(enhet if plats <= antal else 0)}", fall.kr(fall.tilldelning_kr)
    )


RAKNA: dict[str, Callable[[Forbundsfall], Iterator[Stegrad]]] = {
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
