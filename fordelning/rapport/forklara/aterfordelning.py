"""λ as arithmetic: from who stands at a bound, and the own amount within the own bounds.

The sheet finds λ between two break points; by hand it follows from what those at a bound leave for the others.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fordelning.blad import Kolumn, Tal, i_form, som_tal
from fordelning.blad.formler import hogst, minst
from fordelning.erbjudande import PARTERNAS_TAK
from fordelning.rapport.fordelning.blad_aterfordelning import Losning
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.poster.fall import Stegrad, find_free

ALLAS = {
    "Grundbelopp": "grundbelopp",
    "Erbjudande": "erbjudanden",
    "Grundbelopp minus avdrag": "grundbelopp minus avdrag",
}
"""What λ × key is added to: one förbund's, and several's in running text."""


class Delning(NamedTuple):
    """One sharing: who may set ceilings, the lowest of them, the floor, its λ, and the amount within the bounds."""

    vilka: Sequence[str]
    tak: Tal
    golv_kr: float
    losning: Losning
    inom: Kolumn


def count_shared(fall: Berattelse) -> Iterator[Stegrad]:
    """λ, the same for all, and the own amount inside the own bounds; in rounds first that of the offer."""
    b, e, bas = fall.b, fall.b.erbjudande, "Grundbelopp"
    if fall.avdrag_kr:
        bas = "Grundbelopp minus avdrag"
        yield fall.line(bas, b.fran)
    fall.know(b.fran)
    golv_kr = 0.0 if fall.i_omgangar else fall.golv_kr
    if fall.i_omgangar:
        egna = [vem for vem in b.tak_av if vem not in PARTERNAS_TAK]
        yield Stegrad("Omgång 1: erbjudandet, vad modellen ger utan äskanden och utfästelser.")
        yield from _count_lambda(fall, Delning(egna, e.tak, fall.golv_kr, e.losning, e.fore), bas)
        yield Stegrad("Omgångarna därefter: det som lämnas delas efter nyckeln, ovanpå erbjudandet.")
        bas = "Erbjudande"
    d = Delning(list(b.tak_av), b.tak, golv_kr, b.losning, b.efter["aterfordelning"])
    yield from _count_lambda(fall, d, bas)


def _count_lambda(fall: Berattelse, d: Delning, bas: str) -> Iterator[Stegrad]:
    """λ of one sharing, and the own amount in it. `bas` = the name of what λ × key is added to."""
    s, taken = d.losning.spelrum, [fall.taken_kr[vem] for vem in d.vilka if vem in fall.taken_kr]
    if len(taken) > 1:
        yield fall.line("Lägsta taket", d.tak)
    if taken and d.golv_kr > min(taken):
        vad = f"Taket {fall.kr(min(taken))} kr är lägre än golvet {fall.kr(d.golv_kr)} kr"
        yield Stegrad(f"{vad}: taket går före.")
    tak_kr = np.where(np.isnan(d.tak.varden), np.inf, d.tak.varden)
    belopp_kr, fri = find_free(d.inom.varden, s.golv.varden, tak_kr, s.nyckel.varden)
    fall.give(d.inom, fall.kr(belopp_kr[fall.i]))
    fast, bas_fria = (som_tal(round(float(kr.sum()), 6)) for kr in (belopp_kr[~fri], s.grund.varden[fri]))
    vid_grans = f"{(~fri).sum()} av {fri.size} förbund står vid golv eller tak"
    yield Stegrad(f"{vid_grans} och får tillsammans {fall.give(fast)} kr.")
    if not fri.any():
        yield from _explain_no_free(fall, belopp_kr[fall.i], bas)
        return
    nyckel = i_form(som_tal(float(s.nyckel.varden[fri].sum())), "andel_fin")
    andra = f"nyckel {fall.give(nyckel)} och {ALLAS[bas]} {fall.give(bas_fria)} kr"
    yield Stegrad(f"Övriga {fri.sum()} har tillsammans {andra}.")
    lambda_kr = (fall.b.p["ram_kr"] - fast - bas_fria) / nyckel
    yield fall.line("λ, kronor per hel nyckel, lika för alla", lambda_kr)
    yield from _hold_within(fall, d, bas, lambda_kr, bool(taken))


def _hold_within(fall: Berattelse, d: Delning, bas: str, lambda_kr: Tal, har_tak: bool) -> Iterator[Stegrad]:
    """Base and key × λ, and that within the own floor and ceiling where there are any."""
    s, belopp = d.losning.spelrum, fall.show(d.inom, fall.i)
    fri = s.grund + lambda_kr * s.nyckel
    inom = minst(fri, d.golv_kr) if d.golv_kr or fri.varden[fall.i] < 0 else fri
    inom = hogst(inom, d.tak) if har_tak else inom
    fall.give(inom, belopp)
    yield fall.line(f"{bas} och nyckel × λ", fri)
    if inom is not fri:
        yield fall.line("Inom golv och tak", inom)


def _explain_no_free(fall: Berattelse, belopp_kr: float, bas: str) -> Iterator[Stegrad]:
    """Everyone stands at a bound: what the ceilings do not hold is left, and no λ is needed."""
    rest_kr = fall.saw("aterfordelning", "rest_kr")
    if rest_kr > 0:
        yield Stegrad(f"Taken rymmer inte ramen: {fall.kr(rest_kr)} kr delas inte ut.")
    vid_tak = belopp_kr in fall.taken_kr.values()
    text = "Förbundet får sitt tak" if vid_tak else "Förbundet får sitt golv"
    if not vid_tak and fall.golv_kr != belopp_kr:
        text = f"Förbundet får sitt {bas.lower()}"
    yield Stegrad(f"{text}, {fall.kr(belopp_kr)} kr.")
