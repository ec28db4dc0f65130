"""The figures of the page, each with its title and its table: the largest changes, per inhabitant, need, equality."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.analys.rattvisa import measure_equity
from fordelning.begrepp import Vektor
from fordelning.blad.form import show, show_signed
from fordelning.blad.html import Markup, let_scroll, make_figure, make_table
from fordelning.blad.svg import Axel, Stapel, draw_bars, draw_curves, draw_points, draw_waterfall, find_end
from fordelning.pengar import format_kr
from fordelning.rapport.analys.text import capitalize
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.sida.tabeller import SKILLNAD, Beloppstabell, make_columns
from fordelning.resultat import Resultat
from fordelning.tecken import join_words

STORSTA = 8
"""How many bars a figure of the largest has, each way."""


def list_figures(r: Resultat, t: Beloppstabell) -> Iterator[Markup]:
    """Every figure that the data can fill."""
    yield from _draw_changes(r, t)
    yield from _draw_per_inhabitant(r, t)
    yield from _draw_offers(r)
    yield from _draw_need(r)
    yield _draw_lorenz(r)


def pick_ends(varden: Vektor) -> list[int]:
    """Those with most and those with least, from the most down, or all where they are few; ties in code order."""
    ordning = [int(i) for i in np.argsort(-np.nan_to_num(varden), kind="stable") if np.isfinite(varden[i])]
    return list(dict.fromkeys([*ordning[:STORSTA], *ordning[-STORSTA:]]))


def _draw_changes(r: Resultat, t: Beloppstabell) -> Iterator[Markup]:
    """Those that gain and lose most, among those that have a grant in both years."""
    kr = np.where(np.isfinite(t.andring_andel), t.andring_kr, 0.0)
    if valda := [i for i in pick_ends(kr) if kr[i]]:
        fjol = r.underlag.budgetar - 1
        rubrik = f"Störst ökning och minskning mot {fjol}"
        yield _make_bars(rubrik, r, valda, kr, SKILLNAD, f"Statens tilldelning, kr, mot {fjol}.")


def _draw_per_inhabitant(r: Resultat, t: Beloppstabell) -> Iterator[Markup]:
    """The most and the least per inhabitant, or all where they are few."""
    per = t.per_invanare_kr
    if valda := pick_ends(per):
        text = "Statens kronor per invånare i förbundets område; flest och minst."
        yield _make_bars("Kronor per invånare: flest och minst", r, valda, per, "tal", text)


def _draw_offers(r: Resultat) -> Iterator[Markup]:
    """What was left of the offers, and to whom it went; nothing where nobody left anything or there is no offer."""
    avstatt_kr, tillkommit_kr = r.compare_offer()
    mer_kr = tillkommit_kr - avstatt_kr
    if np.isnan(mer_kr).any() or not mer_kr.any():
        return
    vilka = [(vem, float(avstatt_kr[r.begransas_av == vem].sum())) for vem in VISAS]
    genom = join_words([f"{VISAS[vem]} {show(kr, 'kr')} kr" for vem, kr in vilka if kr])
    lamnat, fatt = (f"{show(float(kr.sum()), 'kr')} kr" for kr in (avstatt_kr, tillkommit_kr))
    text = (
        f"{int((avstatt_kr > 0).sum())} förbund lämnade {lamnat} av det som modellen erbjöd ({genom}). "
        f"{fatt} gick till {int((tillkommit_kr > 0).sum())} andra."
    )
    valda = [i for i in pick_ends(mer_kr) if mer_kr[i]]
    yield _make_bars("Vad andra lämnade, och vart det gick", r, valda, mer_kr, SKILLNAD, text)


def _make_bars(rubrik: str, r: Resultat, valda: Sequence[int], varden: Vektor, form: str, text: str) -> Markup:
    staplar = [Stapel(r.underlag.forbund[i].namn, float(varden[i]), show_signed(float(varden[i]), form)) for i in valda]
    kolumner = make_columns([("Förbund", "text"), ("Belopp", form)], [(s.namn, s.varde) for s in staplar])
    kort = [Stapel(shorten_name(s.namn), s.varde, s.text) for s in staplar]
    return make_figure(rubrik, draw_bars(rubrik, kort), make_table(rubrik, kolumner), text)


def shorten_name(namn: str, tecken: int = 42) -> str:
    """A name that fits beside a figure, without the word that every one begins with."""
    utan = namn.removeprefix("Samordningsförbundet ")
    kort = utan if utan[:1].isupper() else namn
    return kort if len(kort) <= tecken else f"{kort[: tecken - 1].rstrip()}…"


def _draw_need(r: Resultat) -> Iterator[Markup]:
    """Each förbund's need per inhabitant against its money per inhabitant, and the line where a need gives the same."""
    u = r.underlag
    vilka = np.flatnonzero(u.invanare_antal > 0)
    behov, pengar = (
        u.forsorjningsmatt[vilka] / u.invanare_antal[vilka] * 1000,
        r.tilldelning_kr[vilka] / u.invanare_antal[vilka],
    )
    if not behov.any() or not pengar.any():
        return
    x = Axel("försörjningsmått per 1 000 invånare", find_end(float(behov.max())), _write_number)
    y = Axel("kronor per invånare", find_end(float(pengar.max())), _write_number)
    namn = [u.forbund[i].namn for i in vilka]
    rader = [*zip(namn, np.round(behov, 1).tolist(), np.round(pengar, 1).tolist(), strict=True)]
    punkter = [
        (b, p, f"{n}: {show(b, 'tal')} per 1 000 invånare, {show(p, 'tal')} kr per invånare", str(i))
        for i, (n, b, p) in zip(vilka.tolist(), rader, strict=True)
    ]
    rubrik = "Behov mot pengar"
    rubriker = [("Förbund", "text"), ("Försörjningsmått per 1 000 invånare", "tal"), ("Kronor per invånare", "tal")]
    tabell = let_scroll(make_table(rubrik, make_columns(rubriker, rader)), rubrik)
    lutning = float(r.tilldelning_kr.sum() / u.forsorjningsmatt.sum()) / 1000
    text = "Varje ring är ett förbund. Ovanför den streckade linjen får det mer per behov än alla förbund tillsammans."
    yield make_figure(rubrik, draw_points(rubrik, x, y, punkter, lutning), tabell, text)


def _write_number(tal: float) -> str:
    return show(tal, "antal")


def _write_percent(procent: float) -> str:
    return show(procent / 100, "andel")


def _draw_lorenz(r: Resultat) -> Markup:
    """The Lorenz curves of the grants and of eget kapital over inhabitants, with their Gini and Theil."""
    matt = measure_equity(r).matt
    vad = {"tilldelningen": matt["tilldelning_per_invanare"], "eget kapital": matt["eget_kapital_per_invanare"]}
    vad = {namn: m for namn, m in vad.items() if m.gini is not None}
    x, y = (Axel(namn, 100.0, _write_percent) for namn in ("invånare, från minst kronor", "andel av kronorna"))
    kurvor = [(namn, [(float(p), float(a)) for p, a in m.lorenz * 100]) for namn, m in vad.items()]
    delar = np.arange(10, 101, 10)
    egna = [np.round(np.interp(delar / 100, *m.lorenz.T), 4).tolist() for m in vad.values()]
    rader = [(f"{d} % av invånarna", *andelar) for d, *andelar in zip(delar.tolist(), *egna, strict=True)]
    rubrik, kolumner = "Hur jämnt kronorna är fördelade", [(f"av {namn}", "andel") for namn in vad]
    tabell = make_table(rubrik, make_columns([("De som får minst", "text"), *kolumner], rader))
    index = {n: [format_kr(v or 0.0, 3) for v in (m.gini, m.theil)] for n, m in vad.items()}
    tal = "; ".join(f"{n} Gini {gini} och Theil {theil}" for n, (gini, theil) in index.items())
    text = f"Lorenzkurvor: invånarna förbund för förbund, från minst kronor. {capitalize(tal)}; 0 är lika för alla."
    alla_lika = ("lika för alla", [(0.0, 0.0), (100.0, 100.0)])
    return make_figure(rubrik, draw_curves(rubrik, x, y, [*kurvor, alla_lika]), tabell, text)


def make_bridge(rubrik: str, kod: str, vad: str, rader: Sequence[tuple[str, float]], fran_noll: bool = False) -> Markup:
    """Amounts that change as a waterfall with its table, what changes them called `vad`; the last is whole, and the
    first unless it begins at nothing.
    """
    hela = {len(rader) - 1} if fran_noll else {0, len(rader) - 1}
    staplar = [
        Stapel(namn, kr, show(kr, "kr") if i in hela else show_signed(kr, SKILLNAD), i in hela)
        for i, (namn, kr) in enumerate(rader)
    ]
    tabell = make_table(rubrik, make_columns([(vad, "text"), ("Kr", SKILLNAD)], rader))
    return make_figure(rubrik, draw_waterfall(f"{rubrik}, {kod}", staplar), tabell)
