"""A card per förbund: what it gets and why, post by post, in a figure and in words."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.begrepp import Underlag
from fordelning.blad.html import Markup, make_figure, make_table, show_signed, tag
from fordelning.blad.terminal import show
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.forklara.forklaring import Post, explain_posts
from fordelning.rapport.sida.figurer import draw_posts
from fordelning.rapport.sida.tabeller import SKILLNAD, Forbundstabell, make_columns
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner

BEGRANSAR = {
    "modellen": "Inget golv eller tak gäller: beloppet är grundbelopp och nyckel, och en del av det som andra lämnat.",
    "eget kapital": "Eget kapital över rimlig nivå håller ned beloppet.",
    "askande": "Förbundet har bett om det här beloppet, och får inte mer.",
    "kommuner": "Det som kommunerna har lovat räcker inte till mer från staten.",
    "region": "Det som regionen har lovat räcker inte till mer från staten.",
    "sparr": "Spärren lyfter beloppet: förbundet får inte förlora mer från ett år till nästa.",
}
STEG = {
    "eget kapital": "eget_kapital",
    "askande": "medfinansiering",
    "kommuner": "medfinansiering",
    "region": "medfinansiering",
    "sparr": "sparr",
}
"""Who limits → the step whose explanation tells how."""


def make_card(r: Resultat, t: Forbundstabell, i: int, platser: list[int]) -> Markup:
    """One förbund: `platser` = the place of each by kronor per inhabitant, 1 = most."""
    u, f, kr = r.underlag, r.underlag.forbund[i], float(r.tilldelning_kr[i])
    poster = explain_posts(r, i)
    delar = [
        tag("summary", f"{f.namn} ({f.forbund_kod})"),
        tag("p", tag("strong", f"{show(kr, 'kr')} kr"), f" {u.budgetar}. {describe_change(r, t, i)}"),
        make_figure(
            "Så blev beloppet", draw_posts(f"Så blev beloppet, {f.forbund_kod}", poster, kr), _make_posts(poster, kr)
        ),
        tag("ul", [tag("li", mening) for mening in list_reasons(r, t, i, platser, poster)]),
        tag("p", f"Område: {describe_area(r, i)}.", class_="omrade"),
    ]
    return tag("details", delar, id=f"forbund-{f.forbund_kod}", class_="kort", data_f=i)


def list_reasons(r: Resultat, t: Forbundstabell, i: int, platser: list[int], poster: list[Post]) -> Iterator[str]:
    """Why the grant is what it is, in sentences: who limits and how, the key, last year's statistics, and the level."""
    vem, skal = str(r.begransas_av[i]), {p.steg: p.forklaring for p in poster}
    yield " ".join([BEGRANSAR.get(vem, f"Begränsas av {VISAS[vem]}."), skal.get(STEG.get(vem, ""), "")]).strip()
    yield skal["fordelningsnyckel"]
    yield from _describe_statistics(r.underlag, i)
    if np.isfinite(t.per_invanare_kr[i]):
        yield f"{show(float(t.per_invanare_kr[i]), 'tal')} kr per invånare, plats {platser[i]} av {len(platser)}."


def _describe_statistics(u: Underlag, i: int) -> Iterator[str]:
    """How the area's figures have changed from last year, against all förbund's, where every area has last year's."""
    egna = [o for o in u.omraden if o.forbund_kod == u.koder[i]]
    alla = [o for o in u.omraden if o.forbund_kod is not None]
    delar = []
    for namn, nu, fjol in (
        ("Försörjningsmåttet", "forsorjningsmatt", "forsorjningsmatt_fjol"),
        ("Invånarna", "invanare_antal", "invanare_fjol_antal"),
    ):
        if any(getattr(o, fjol) is None for o in alla) or not sum(getattr(o, fjol) for o in egna):
            continue
        eget, allas = (sum(getattr(o, nu) for o in v) / sum(getattr(o, fjol) for o in v) - 1 for v in (egna, alla))
        delar.append(f"{namn} {_show_percent(eget)} från året före (alla förbund {_show_percent(allas)})")
    if delar:
        yield f"{'; '.join(delar)}."


def _show_percent(andel: float) -> str:
    return show_signed(round(andel, 3), "andring")


def describe_change(r: Resultat, t: Forbundstabell, i: int) -> str:
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


def describe_level(t: Forbundstabell, i: int, platser: list[int]) -> str:
    """Per inhabitant and its place."""
    if not np.isfinite(t.per_invanare_kr[i]):
        return ""
    return f"{show(float(t.per_invanare_kr[i]), 'tal')} kr per invånare, plats {platser[i]} av {len(platser)}."


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


def _make_posts(poster: list[Post], kr: float) -> Markup:
    """The posts as a table; one of 0 kr is left out, as in the figure."""
    rader: list[tuple[object, ...]] = [(RUBRIKER[p.steg], float(p.belopp_kr)) for p in poster if p.belopp_kr]
    return make_table("Poster", make_columns([("Post", "text"), ("Kr", SKILLNAD)], [*rader, ("Tilldelning", kr)]))


def list_places(t: Forbundstabell) -> list[int]:
    """The place of each förbund by kronor per inhabitant; equals share the best place."""
    per = np.nan_to_num(t.per_invanare_kr, nan=-1.0)
    return [int((per > v).sum()) + 1 for v in per]
