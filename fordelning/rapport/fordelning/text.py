"""Summaries for the terminal."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

import numpy as np

from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.rapport.fordelning.yttergranser import tell_outermost
from fordelning.resultat import Resultat

RADER = 10
"""How many förbund the short table shows."""


def summarize(t: Fordelningsgrund) -> str:
    """The allocation in short: what was shared out, who was limited, what was left, and the largest changes."""
    r = t.kedja.r
    antal = Counter(VISAS[str(vem)] for vem in r.begransas_av)
    rader = [
        f"{r.modell.namn}, budgetår {r.underlag.budgetar}",
        f"  Ram           {format_kr(float(r.underlag.ram_kr)):>15} kr",
        f"  Fördelat      {format_kr(float(r.tilldelning_kr.sum())):>15} kr till {len(r.underlag.forbund)} förbund",
        f"  Ej fördelat   {format_kr(float(r.ej_fordelat_kr)):>15} kr",
        f"  Alla parter   {format_kr(float(r.matchning.totalt_kr.sum())):>15} kr",
        "  Begränsas av  " + ", ".join(f"{vem}: {n}" for vem, n in sorted(antal.items())),
    ]
    granser = list(_tell_bounds(t))
    svar = [*rader, *_tell_what_went_round(r), *_tell_region_sums(r), *granser, "", *_list_changes(t)]
    return "\n".join(svar)


def _tell_bounds(t: Fordelningsgrund) -> Iterator[str]:
    """The highest floor that can be paid, and the lowest ceiling that spends the pot, beside the model's own."""
    for namn, andel, vad, valt in tell_outermost(t.yttersta):
        yield f"  {namn:<13} {andel:>15} {vad} (modellens: {valt})"


def _tell_what_went_round(r: Resultat) -> Iterator[str]:
    """How much of the offers was left, by whose limit, and to whom it went. Nothing where nobody left anything."""
    avstatt_kr, tillkommit_kr = r.compare_offer()
    if np.isnan(avstatt_kr).any():
        yield "  Erbjudande    finns inte: utan äskanden och utfästelser ryms golven inte i ramen"
        return
    if not avstatt_kr.any() and not tillkommit_kr.any():
        return
    av = [(vem, float(avstatt_kr[r.begransas_av == vem].sum())) for vem in VISAS]
    vilka = ", ".join(f"{VISAS[vem]} {format_kr(kr)}" for vem, kr in av if kr)
    antal = f"{int((avstatt_kr > 0).sum())} förbund"
    yield f"  Avstått       {format_kr(float(avstatt_kr.sum())):>15} kr av {antal}"
    yield from [f"    för           {vilka}"] if vilka else []
    antal, mest = f"{int((tillkommit_kr > 0).sum())} förbund", int(np.argmax(tillkommit_kr))
    till = f" till {antal}, mest {r.koder[mest]}: {format_kr(float(tillkommit_kr[mest]))} kr"
    yield f"  Tillkommit    {format_kr(float(tillkommit_kr.sum())):>15} kr{till if tillkommit_kr.any() else ''}"


def _tell_region_sums(r: Resultat) -> Iterator[str]:
    """What each region with one sum for all its förbund pays of it."""
    for m in r.underlag.regionmedel:
        egna = [b.belopp_kr for b in r.bidrag if (b.part, b.motpart_kod) == ("region", m.region_kod)]
        betalar, summa = format_kr(sum(egna)), format_kr(m.utlovat_kr)
        yield f"  {f'Region {m.region_kod}':<13} {betalar:>15} kr till {len(egna)} förbund, av {summa} kr"


def _list_changes(t: Fordelningsgrund) -> list[str]:
    """A short table: the förbund whose grant changes most in kronor, largest first, ties in code order."""
    j = t.jamforelse
    storst = np.argsort(-np.abs(j.andring.varden), kind="stable")[:RADER].tolist()
    kolumner = [k.take(storst) for k in (j.kod, j.namn, j.i_ar, j.andring, t.kedja.tilldelning.begransas)]
    return format_table(
        kolumner, ("kod", "störst ändring mot i fjol", "tilldelning, kr", "ändring, kr", "begränsas av")
    )
