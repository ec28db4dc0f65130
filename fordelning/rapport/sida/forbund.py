"""A card per förbund: what it gets and why, post by post, in a figure and in words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fordelning.analys.brygga import Brygga
from fordelning.analys.mellanlage import ORSAKER
from fordelning.begrepp import Underlag, Vektor
from fordelning.blad.form import show, show_signed
from fordelning.blad.html import Markup, tag
from fordelning.rapport.analys.text import capitalize, tell_largest
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.poster.forklaring import Post, explain_posts
from fordelning.rapport.sida.figurer import make_bridge
from fordelning.rapport.sida.tabeller import SKILLNAD, Beloppstabell
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner

BEGRANSAR = {
    "modellen": (
        "Inget golv eller tak gäller: beloppet är grundbelopp och nyckel, och en del av det som andra lämnat.",
        "",
    ),
    "eget kapital": ("Eget kapital över rimlig nivå håller ned beloppet.", "eget_kapital"),
    "askande": ("Förbundet har bett om det här beloppet, och får inte mer.", "medfinansiering"),
    "kommuner": ("Det som kommunerna har lovat räcker inte till mer från staten.", "medfinansiering"),
    "region": ("Det som regionen har lovat räcker inte till mer från staten.", "medfinansiering"),
    "sparr": ("Spärren lyfter beloppet: förbundet får inte förlora mer från ett år till nästa.", "sparr"),
}
"""Who limits → in a sentence, and the step whose explanation tells how."""


@dataclass(frozen=True, slots=True, eq=False)
class Kortgrund:
    """What every card is made from: the allocation, its table, the places per inhabitant, and the change by cause."""

    r: Resultat
    t: Beloppstabell
    platser: tuple[int, ...]
    avstatt_kr: Vektor
    tillkommit_kr: Vektor
    brygga: Brygga | None = None


def make_basis(r: Resultat, t: Beloppstabell, brygga: Brygga | None = None) -> Kortgrund:
    """What every card is made from. Equals share the best place."""
    per = np.nan_to_num(t.per_invanare_kr, nan=-1.0)
    return Kortgrund(r, t, tuple(int((per > v).sum()) + 1 for v in per), *r.compare_offer(), brygga)


def make_card(k: Kortgrund, i: int) -> Markup:
    """Förbund number i: what it gets, and why."""
    r, f, kr = k.r, k.r.underlag.forbund[i], float(k.r.tilldelning_kr[i])
    poster = explain_posts(r, i)
    delar = [
        tag("summary", f"{f.namn} ({f.forbund_kod})"),
        tag("p", tag("strong", f"{show(kr, 'kr')} kr"), f" {r.underlag.budgetar}. {describe_change(r, k.t, i)}"),
        _draw_bridge(k.brygga, f.forbund_kod) if k.brygga else _draw_posts(f.forbund_kod, poster, kr),
        tag("ul", [tag("li", mening) for mening in list_reasons(k, i, poster)]),
        tag("p", f"Område: {describe_area(r, i)}.", class_="omrade"),
        tag("p", _tell_posts(poster, kr), class_="omrade") if k.brygga else None,
    ]
    return tag("details", delar, id=f"forbund-{f.forbund_kod}", class_="kort", data_f=i)


def _draw_bridge(b: Brygga, kod: str) -> Markup:
    """From last year's grant to this year's, cause by cause."""
    i = b.koder.index(kod)
    fore, efter = (f"{r.underlag.budgetar}" for r in (b.fran, b.till))
    orsaker = [(capitalize(ORSAKER[o]), float(kr)) for o, kr in zip(b.orsaker, b.belopp_kr[i], strict=True) if kr]
    rader = [(fore, float(b.fore_kr[i])), *orsaker, (efter, float(b.efter_kr[i]))]
    return make_bridge(f"Varför det ändrades från {fore} till {efter}", kod, "Orsak", rader)


def list_reasons(k: Kortgrund, i: int, poster: list[Post]) -> Iterator[str]:
    """Why the grant is what it is, in sentences: what changed, who limits and how, the key, the offer, the level."""
    vem, skal = str(k.r.begransas_av[i]), {p.steg: p.forklaring for p in poster}
    if k.brygga and (storst := tell_largest(k.brygga, k.brygga.koder.index(k.r.koder[i]))):
        yield f"Det som ändrade mest: {storst[:1].lower()}{storst[1:]}"
    mening, steg = BEGRANSAR.get(vem, (f"Begränsas av {VISAS[vem]}.", ""))
    yield f"{mening} {skal.get(steg, '')}".strip()
    if k.avstatt_kr[i] > 0:
        yield f"{show(float(k.avstatt_kr[i]), 'kr')} kr av det som modellen erbjöd gick vidare till andra förbund."
    if k.tillkommit_kr[i] > 0:
        yield f"{show(float(k.tillkommit_kr[i]), 'kr')} kr kom till av det som andra förbund lämnade."
    yield skal["fordelningsnyckel"]
    yield from _describe_statistics(k.r.underlag, i)
    if np.isfinite(k.t.per_invanare_kr[i]):
        per = show(float(k.t.per_invanare_kr[i]), "tal")
        yield f"{per} kr per invånare, plats {k.platser[i]} av {len(k.platser)}."


def _describe_statistics(u: Underlag, i: int) -> Iterator[str]:
    """How the area's figures have changed from last year, against all förbund's, where every area has last year's."""
    egna = [o for o in u.omraden if o.forbund_kod == u.koder[i]]
    alla = [o for o in u.omraden if o.forbund_kod is not None]
    delar = []
    for namn, nu, fjol in (
        ("försörjningsmåttet", "forsorjningsmatt", "forsorjningsmatt_fjol"),
        ("antalet invånare", "invanare_antal", "invanare_fjol_antal"),
    ):
        if any(getattr(o, fjol) is None for o in alla) or not sum(getattr(o, fjol) for o in egna):
            continue
        eget, allas = (sum(getattr(o, nu) for o in v) / sum(getattr(o, fjol) for o in v) - 1 for v in (egna, alla))
        if round(eget, 3) or round(allas, 3):
            delar.append(f"{namn} {_show_percent(eget)} (alla förbund {_show_percent(allas)})")
    if delar:
        yield f"Från året före: {', '.join(delar)}."


def _show_percent(andel: float) -> str:
    return show_signed(round(andel, 3), "andring")


def describe_change(r: Resultat, t: Beloppstabell, i: int) -> str:
    """Against last year, in a sentence."""
    fjol, ar = float(r.underlag.tilldelning_fjol_kr[i]), r.underlag.budgetar - 1
    if not fjol:
        return f"Förbundet hade ingen tilldelning {ar}."
    andring = float(t.andring_kr[i])
    if not andring:
        return f"Lika mycket som {ar}."
    ord_ = "mer" if andring > 0 else "mindre"
    andel = f", {_show_percent(float(t.andring_andel[i]))}" if np.isfinite(t.andring_andel[i]) else ""
    return f"Det är {show(abs(andring), 'kr')} kr {ord_} än {ar} ({show(fjol, 'kr')} kr{andel})."


def describe_area(r: Resultat, i: int) -> str:
    """The kommuner, and the parts of kommuner, in code order."""
    kod, kommuner = r.koder[i], read_kommuner()
    delar = []
    for o in r.underlag.omraden:
        if o.forbund_kod == kod:
            hel = o.omrade_kod == o.kommun_kod
            kommun = kommuner[o.kommun_kod].namn if o.kommun_kod in kommuner else o.kommun_kod
            delar.append(o.namn if hel else f"{o.namn} (del av {kommun})")
    return ", ".join(delar)


def _draw_posts(kod: str, poster: list[Post], kr: float) -> Markup:
    """From nothing to the grant, post by post; one of 0 kr is left out."""
    return make_bridge("Så blev beloppet", kod, "Post", [*_list_posts(poster), ("Tilldelning", kr)], fran_noll=True)


def _list_posts(poster: list[Post]) -> list[tuple[str, float]]:
    return [(RUBRIKER[p.steg], float(p.belopp_kr)) for p in poster if p.belopp_kr]


def _tell_posts(poster: list[Post], kr: float) -> str:
    """The posts in a line."""
    delar = ", ".join(f"{namn.lower()} {show_signed(belopp, SKILLNAD)}" for namn, belopp in _list_posts(poster))
    return f"Post för post: {delar}; tillsammans {show(kr, 'kr')} kr."
