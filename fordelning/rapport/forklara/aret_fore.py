"""What `forklara` begins with: last year's grant and the change, and with last year's data set the causes of it."""

from __future__ import annotations

from collections.abc import Iterator

from fordelning.analys.brygga import Brygga
from fordelning.analys.mellanlage import ORSAKER
from fordelning.pengar import format_kr
from fordelning.rapport.analys.text import format_change
from fordelning.resultat import Resultat


def list_change(r: Resultat, i: int, brygga: Brygga | None = None) -> Iterator[str]:
    """Förbund number i of a result against the year before (Swedish). `brygga`: from last year's data set to this."""
    kod, ar, i_ar_kr = r.koder[i], r.underlag.budgetar - 1, float(r.tilldelning_kr[i])
    fore_kr = float(r.underlag.tilldelning_fjol_kr[i])
    if brygga is not None:
        ar, fore_kr = brygga.fran.underlag.budgetar, float(brygga.fore_kr[brygga.koder.index(kod)])
    if not fore_kr:
        yield f"Året före ({ar}): ingen tilldelning. Ändring: {format_change(i_ar_kr)} kr."
    else:
        andel = f"{100 * abs(i_ar_kr - fore_kr) / fore_kr:.1f}".replace(".", ",")
        tecken = {1: "+", 0: "", -1: "−"}[int((i_ar_kr > fore_kr) - (i_ar_kr < fore_kr))]
        andring = f"{format_change(i_ar_kr - fore_kr)} kr ({tecken}{andel} %)"
        yield f"Året före ({ar}): {format_kr(fore_kr)} kr. Ändring: {andring}."
    if brygga is not None:
        yield from _list_causes(brygga, brygga.koder.index(kod))


def _list_causes(b: Brygga, i: int) -> Iterator[str]:
    """Every cause that moved the förbund, the largest first, and their sum."""
    yield ""
    yield f"Från {b.fran.underlag.budgetar} till {b.till.underlag.budgetar}, orsak för orsak"
    for orsak, kr in b.list_largest(i, len(b.orsaker)):
        yield f"      {ORSAKER[orsak]}: {format_change(kr)} kr"
    yield f"      tillsammans: {format_change(float(b.andring_kr[i]))} kr"
