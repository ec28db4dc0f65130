"""The live page: the sliders, and below them what the engine gives for the state they are in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

import numpy as np

from fordelning.analys.jamforelse import Jamforelse, compare
from fordelning.analys.reglage import Reglage, find_value, make_reglage
from fordelning.blad.form import show
from fordelning.blad.html import Markup, join, make_data, make_table, tag
from fordelning.blad.tabell import Tabell
from fordelning.pengar import format_kr
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.rapport.sida.bok import make_about_sections
from fordelning.rapport.sida.karta import (
    ANDRINGSORD,
    SKALA,
    Klasser,
    classify_change,
    draw_karta,
    draw_legend,
    place_kommuner,
)
from fordelning.rapport.sida.tabeller import SKILLNAD
from fordelning.rapport.sida.tillstand import show_step
from fordelning.resultat import Resultat
from fordelning.webb.lage import ORDNINGAR, Lage, list_values

SALLAN = ("stat_andel", "region_andel", "kommun_andel")
"""Values that the law fixes: under a heading of their own, since three must be changed at once."""


def make_live_page(lage: Lage) -> str:
    """The whole page in the state of the link."""
    svar = compute_answer(lage)
    kropp = [
        _make_header(lage),
        tag("main", _make_form(lage), tag("div", show_answer(lage, svar), id="svar"), _make_map(lage, svar)),
        tag("footer", make_about_sections(lage.grund.allocate())),
    ]
    return _make_document(f"Pröva fördelningen {lage.start.fall.underlag.budgetar}", kropp)


def make_refused_page(ord_: Markup) -> str:
    """A page that says why a link cannot be shown."""
    return _make_document(
        "Läget går inte att räkna", [tag("main", ord_, tag("p", tag("a", "Till modellen", href="/")))]
    )


def _make_document(titel: str, kropp: list[Markup]) -> str:
    huvud = [
        tag("meta", charset="utf-8"),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("meta", name="htmx-config", content=_HTMX),
        tag("link", rel="icon", href="data:,"),
        tag("title", titel),
        *(tag("link", rel="stylesheet", href=f"/filer/{fil}") for fil in ("sida.css", "webb.css")),
        *(tag("script", src=f"/filer/{fil}", defer=True) for fil in ("htmx.js", "webb.js")),
    ]
    return f"<!DOCTYPE html>\n{tag('html', tag('head', huvud), tag('body', kropp), lang='sv')}\n"


_HTMX = (
    '{"includeIndicatorStyles":false,"allowEval":false,"historyCacheSize":0,"responseHandling":'
    '[{"code":"2..","swap":true},{"code":"422","swap":true},{"code":"...","swap":false,"error":true}]}'
)
"""A refused value is shown where the answer would be."""


def _make_header(lage: Lage) -> Markup:
    u = lage.start.fall.underlag
    val = [("", lage.start.fall.modell.namn), *((namn, namn) for namn in lage.start.modeller)]
    return tag(
        "header",
        tag("h1", f"Pröva fördelningen {u.budgetar}"),
        tag("p", "Ändra ett tal, så räknas alla förbund om av samma program som gör fördelningen. Inget sparas här:"
            " adressen är läget, och kan skickas som länk till den som har sidan öppen."),
        tag("form", tag("label", "Modell ", _make_select("modell", val, lage.modell)), " ", tag("button", "Byt modell"),
            action="/", method="get", id="byt"),
    )  # fmt: skip


def _make_form(lage: Lage) -> Markup:
    """Every value as a slider and a field beside it; the form works without a script too."""
    namn = list_values(lage.grund)
    reglage = [_make_field(lage, make_reglage(lage.grund, n)) for n in namn if n not in SALLAN]
    lagens = [_make_field(lage, make_reglage(lage.grund, n)) for n in namn if n in SALLAN]
    start = lage.start.fall
    mot = [("", f"{start.modell.namn} (fördelningen)"), *((n, n) for n in lage.start.modeller)]
    valj = [("", "Inget"), *((f.forbund_kod, f.namn) for f in start.underlag.forbund)]
    delar = [
        tag("input", type="hidden", name="modell", value=lage.modell) if lage.modell else None,
        tag("div", reglage, class_="reglagen"),
        tag("details", tag("summary", "Parternas andelar, som lagen anger; tillsammans 1"), lagens) if lagens else None,
        tag("div",
            tag("label", "Jämför med ", _make_select("mot", mot, lage.mot)),
            tag("label", "Förbund ", _make_select("f", valj, lage.forbund, data_koder=" ".join(start.koder))),
            tag("label", "Ordna efter ", _make_select("ordning", ORDNINGAR.items(), lage.ordning)), class_="val"),
        tag("p", tag("button", "Räkna", type="submit"), " ",
            tag("a", "Tillbaka till modellen", href=replace(lage, varden={}).link("/"))),
    ]  # fmt: skip
    return tag("form", delar, id="lage", action="/", method="get", hx_get="/lage", hx_target="#svar",
               hx_sync="this:replace", hx_trigger="input delay:20ms, change, submit")  # fmt: skip


def _make_select(namn: str, val: Iterable[tuple[str, str]], valt: str, **mer: object) -> Markup:
    """A list of values with their words, one of them chosen."""
    return tag("select", [tag("option", text, value=v, selected=v == valt) for v, text in val], name=namn, **mer)


def _make_field(lage: Lage, r: Reglage) -> Markup:
    """A value as a slider over its steps, and as a field where any number can be written."""
    nu = lage.varden.get(r.namn, find_value(lage.grund, r.namn))
    steg = [write_number(v) for v in r.varden]
    nara = min(range(len(r.varden)), key=lambda i: abs(r.varden[i] - nu))
    return tag(
        "div",
        tag("label", r.etikett, for_=f"tal-{r.namn}"),
        tag("input", type="text", inputmode="decimal", name=r.namn, id=f"tal-{r.namn}", autocomplete="off",
            value=write_number(nu), aria_describedby=f"om-{r.namn}"),
        tag("input", type="range", min=0, max=len(steg) - 1, step=1, value=nara, data_steg=";".join(steg),
            aria_label=f"{r.etikett}, reglage", aria_valuetext=write_number(nu), hidden=True),
        tag("small", f"Modellens värde: {show_step(r, r.varden[r.valt])}", id=f"om-{r.namn}"),
        class_="tal",
    )  # fmt: skip


def write_number(tal: float) -> str:
    """A number as it may be typed: spaces between thousands, a decimal comma."""
    hel, _, decimaler = f"{tal:.12g}".partition(".")
    return format_kr(float(hel)) if not decimaler else f"{hel},{decimaler}"


@dataclass(frozen=True, slots=True, eq=False)
class Svar:
    """The allocation of a state, and it against another one; both have the same förbund, in code order."""

    r: Resultat
    j: Jamforelse

    @property
    def klasser(self) -> Klasser:
        """The colour of every förbund on the map."""
        return classify_change(self.j.andring_andel)


def compute_answer(lage: Lage) -> Svar:
    """The engine's answer. Raises FordelningFel where the state cannot be computed."""
    r = lage.fall.allocate()
    return Svar(r, compare(lage.start.open(lage.mot).allocate(), r))


def show_answer(lage: Lage, svar: Svar) -> Markup:
    """What the state gives: in a sentence, a förbund in full, the table, and what the map is filled with."""
    fyllning = [svar.klasser.fill_at(i) for i in range(len(svar.j.koder))]
    return join(
        [
            tag("p", _tell(svar.r, svar.j), role="status", class_="ingress"),
            _make_links(lage),
            *_make_forbund(lage, svar.r),
            _make_table(lage, svar.j),
            make_data("lagets-data", {"fyllning": fyllning}),
        ]
    )


def make_refusal(fel: str) -> Markup:
    """Why there is no answer."""
    return tag("div", tag("p", "Läget går inte att räkna."), tag("pre", fel), role="alert", class_="obs")


def show_text(text: str) -> Markup:
    """Lines whose columns stand under each other."""
    return tag("pre", text, tabindex=0)


def _tell(r: Resultat, j: Jamforelse) -> str:
    mer, mindre = j.andring_kr > 0, j.andring_kr < 0
    fordelat = f"{format_kr(float(r.tilldelning_kr.sum()))} kr fördelas. "
    if not (mer | mindre).any():
        return f"{fordelat}Alla förbund får lika mycket som i det som läget jämförs med."
    storst = int(np.argmax(np.abs(j.andring_kr)))
    upp, ned = (format_kr(float(j.andring_kr[vilka].sum())) for vilka in (mer, mindre))
    return (
        f"{fordelat}{mer.sum()} förbund får mer ({upp} kr), {mindre.sum()} mindre ({ned} kr). "
        f"Mest ändras {j.namn[storst]}: "
        f"{format_kr(float(j.a_kr[storst]))} → {format_kr(float(j.b_kr[storst]))} kr."
    )


def _make_links(lage: Lage) -> Markup:
    """The link itself, and the files of the state."""
    lankar = [
        tag("a", text, href=lage.link(adress), download=fil)
        for text, adress, fil in (
            ("Länk till läget", "/", None),
            ("Spara som modellfil", "/lage.toml", "lage.toml"),
            ("Hämta arbetsboken", "/fordelning.xlsx", "fordelning.xlsx"),
        )
    ]
    return tag("p", *(x for lank in lankar for x in (lank, " ")), class_="lankar")


def _make_forbund(lage: Lage, r: Resultat) -> Iterator[Markup]:
    """A förbund's explanation is fetched when the sliders have come to rest, and its plan when it is asked for."""
    if not lage.forbund:
        return
    forklara, plan = lage.link("/forklara"), lage.link("/plan")
    lank = tag("a", "Uträkningen, rad för rad", href=forklara)
    forklaring = tag("div", lank, hx_get=forklara, hx_trigger="load delay:250ms")
    knapp = tag("a", "Planen och vad mer pengar ger", role="button", href=plan, hx_get=plan, hx_target="#plan")
    i = r.koder.index(lage.forbund)
    har_plan = any(insats.forbund_kod == lage.forbund for insats in r.underlag.insatser)
    belopp = f"{format_kr(float(r.tilldelning_kr[i]))} kr, begränsas av {VISAS[str(r.begransas_av[i])]}."
    delar = [tag("h2", r.underlag.forbund[i].namn), tag("p", belopp), forklaring]
    yield tag("section", delar, tag("div", knapp, id="plan") if har_plan else None, id="forbund")


def _make_table(lage: Lage, j: Jamforelse) -> Markup:
    nyckel = {"namn": np.arange(len(j.koder)), "kr": -j.b_kr, "skillnad": -np.abs(j.andring_kr)}[lage.ordning]
    ordning = np.argsort(nyckel, kind="stable")
    t = Tabell("Läget")
    t.data("Förbund", [j.namn[i] for i in ordning])
    t.data("Kod", [j.koder[i] for i in ordning])
    t.data(f"{lage.mot}, kr" if lage.mot else "Fördelningen, kr", j.a_kr[ordning], "kr")
    t.data("Läget, kr", j.b_kr[ordning], "kr")
    t.data("Skillnad, kr", j.andring_kr[ordning], SKILLNAD)
    t.data("Skillnad, %", np.round(j.andring_andel[ordning], 4), "andring")
    t.data("Kr per invånare", j.b.kr_per_invanare[ordning], "tal")
    tabell = make_table(f"Alla förbund: summa {show(float(j.b_kr.sum()), 'kr')} kr", t.synliga, id="tabell")
    return tag("div", tabell, class_="rulla", tabindex=0, role="region", aria_label="Alla förbund, tabell")


def _make_map(lage: Lage, svar: Svar) -> Markup | None:
    """The map; each new answer fills it anew."""
    u = lage.start.fall.underlag
    lagen = place_kommuner(u)
    if not any(lagen.hela):
        return None
    titel = "Sveriges kommuner efter ändringen i deras förbund"
    sidan = tag("div", draw_legend(Klasser((), SKALA, ANDRINGSORD)), tag("p", "", id="pekat", aria_hidden="true"))
    karta = tag("div", draw_karta(lagen, svar.klasser, titel), class_="karta")
    return tag(
        "section", tag("h2", "Karta: läget mot det som det jämförs med"), tag("div", karta, sidan, class_="delad")
    )
