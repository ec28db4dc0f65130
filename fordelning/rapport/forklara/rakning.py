"""A grant as arithmetic: for every step the lines that give it, with the förbund's own numbers.

A line's arithmetic is written with + − × /, min, max, nedåt and uppåt (to whole units), ; between arguments. Its
numbers are inputs, numbers of the model, or results of lines above, so that it can be recomputed by hand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

from fordelning.rapport.forklara.aterfordelning import count_shared
from fordelning.rapport.forklara.berattelse import Berattelse
from fordelning.rapport.forklara.tak_och_golv import (
    count_eget_kapital,
    count_match_ceilings,
    count_sjukpenning_ceiling,
    count_sparr,
)
from fordelning.rapport.poster.fall import Stegrad, show_number


def count_base(fall: Berattelse) -> Iterator[Stegrad]:
    """belopp · months/12."""
    yield fall.line(f"Grundbelopp för {fall.manader} av årets 12 månader", fall.b.grund)


def count_key(fall: Berattelse) -> Iterator[Stegrad]:
    """The area's sums, their shares of all, the weighted share, the key, and base and key together."""
    u, b = fall.underlag, fall.b
    for o in fall.omraden:
        ord_ = f"{o.namn} ({o.omrade_kod}): {show_number(o.invanare_antal)} invånare"
        yield Stegrad(f"{ord_}, försörjningsmått {show_number(o.forsorjningsmatt)}")
    if len(fall.omraden) > 1:
        yield fall.line("Invånare i förbundets område", b.invanare)
        yield fall.line("Försörjningsmått i förbundets område", b.matt)
    invanare, matt = show_number(u.invanare_antal.sum()), show_number(u.forsorjningsmatt.sum())
    yield Stegrad(f"Alla förbunds områden har {invanare} invånare och försörjningsmått {matt}.")
    yield fall.line("Andel av försörjningsmåttet", b.andel_matt)
    yield fall.line("Andel av invånarna", b.andel_invanare)
    vagd = fall.line("Vägd andel", b.vagd)
    yield vagd
    if (u.manader_andel == 1).all():
        fall.give(b.nyckel, vagd.resultat)
    else:
        yield Stegrad(f"Alla förbunds vägda andelar, med månader av 12, är tillsammans {fall.give(b.allas_vagda)}.")
        yield fall.line("Nyckel", b.nyckel)
    yield from _add_base_and_key(fall)


def _add_base_and_key(fall: Berattelse) -> Iterator[Stegrad]:
    """What the base grants leave of the pot, by the key, on top of the own base grant."""
    b = fall.b
    yield Stegrad(f"Ramen är {fall.give(b.p['ram_kr'])} kr.")
    if "grundtilldelning" not in fall.bok.poster:
        fall.know(b.kvar, b.beraknad)
        yield fall.line("Beräknad tilldelning", b.enligt)
        return
    yield Stegrad(f"Alla förbunds grundbelopp är tillsammans {fall.give(b.allas_grund)} kr.")
    yield fall.line("Kvar att dela efter nyckeln", b.kvar)
    yield fall.line("Beräknad tilldelning", b.beraknad)


def count_rounding(fall: Berattelse) -> Iterator[Stegrad]:
    """Whole units downwards, the place of the remainder, and the unit it got or did not get."""
    b, a = fall.b, fall.b.avrundning
    hela = fall.line("Hela enheter", a.hela_kr)
    if fall.show(b.efter["aterfordelning"], fall.i) == hela.resultat == fall.show(b.tilldelning, fall.i):
        yield replace(hela, text="Tilldelning, redan i hela enheter")
        fall.know(b.tilldelning)
        return
    yield hela
    yield fall.line("Rest", a.rest_kr)
    antal, plats = fall.give(a.antal_upp), int(a.tur.varden[fall.i]) + 1
    far = "fick en enhet till" if plats <= a.antal_upp.varden else "fick ingen enhet till"
    yield Stegrad(f"{antal} enheter delas ut efter störst rest, vid lika rest efter kod: plats {plats}, {far}.")
    yield fall.line("Tilldelning", b.tilldelning)


RAKNA: dict[str, Callable[[Berattelse], Iterator[Stegrad]]] = {
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
