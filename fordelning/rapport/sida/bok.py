"""The page: which sections, in which order; and the file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from importlib.resources import files
from pathlib import Path
from typing import Any

from fordelning.analys.brygga import Brygga
from fordelning.analys.lage import Fall
from fordelning.analys.modelltext import Modellmall, make_template
from fordelning.analys.reglage import SPARR, Tillstand, compute_states
from fordelning.begrepp import Underlag
from fordelning.blad import Blad, Tabell
from fordelning.blad.html import Markup, join, let_scroll, make_data, make_page, make_table, tag
from fordelning.fel import Anmarkning
from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.modell import Modell
from fordelning.rapport.om import make_antaganden_blad, make_kallor_blad
from fordelning.rapport.sida.figurer import list_figures
from fordelning.rapport.sida.forbund import Kortgrund, make_basis, make_card
from fordelning.rapport.sida.karta import (
    ANDRINGSGRANSER,
    ANDRINGSORD,
    SKALA,
    Klasser,
    Lagen,
    classify_change,
    classify_level,
    draw_karta,
    draw_legend,
    place_kommuner,
    read_karta,
)
from fordelning.rapport.sida.tabeller import Beloppstabell, make_forbundstabell, make_lantabell
from fordelning.rapport.sida.text import make_ingress, make_key_figures, make_title
from fordelning.rapport.sida.tillstand import make_panel, make_states
from fordelning.resultat import Resultat
from fordelning.underlag.kommuner import read_kommuner
from fordelning.ursprung import (
    Kallrad,
    describe_program,
    list_data_assumptions,
    list_data_sources,
    list_model_assumptions,
    list_model_sources,
)


def make_sida(fall: Fall, reglage: Sequence[str] = (), brygga: Brygga | None = None) -> str:
    """The whole page of a case as HTML: the same bytes for the same case.

    `reglage`: the two values to vary, as `analys.reglage.compute_states` takes them. `brygga`: the
    change from last year by cause. Raises AndringFel for sliders that cannot be made.
    """
    tillstand, r = compute_states(fall, reglage), fall.allocate()
    grund = make_basis(r, make_forbundstabell(r), brygga)
    delar = _list_sections(grund, tillstand, make_template(fall, tillstand))
    return make_page(make_title(r), read_part("sida.css"), read_part("sida.js"), delar)


def read_part(namn: str) -> str:
    """A file of the page: its style or its script."""
    return files("fordelning.rapport.sida").joinpath(namn).read_text("utf-8")


def _list_sections(k: Kortgrund, tillstand: Tillstand, mall: Modellmall) -> Iterator[Markup]:
    r, t, lagen = k.r, k.t, place_kommuner(k.r.underlag)
    niva, andring = classify_level(t.per_invanare_kr), classify_change(t.andring_andel)
    yield tag("header", tag("h1", make_title(r)), make_ingress(r), make_key_figures(r))
    yield Markup("<main>")
    yield make_forbund_section(k)
    yield make_what_if_section(tillstand, r.modell)
    yield make_map_section(r.underlag, lagen, niva, andring)
    yield make_table_section(t)
    yield make_lan_section(r)
    yield tag("section", tag("h2", "Diagram"), tag("div", list_figures(r, t), class_="figurer"), id="diagram")
    yield from make_about_sections(r, k.brygga.varningar if k.brygga else ())
    yield Markup("</main>")
    yield make_data("data", make_script_data(r, make_states(tillstand, mall), niva, andring))


def make_script_data(r: Resultat, tillstand: dict[str, Any], niva: Klasser, andring: Klasser) -> dict[str, Any]:
    """What the script needs: codes, the states, and the colours of the map."""
    return {
        "koder": r.koder,
        "namn": [f.namn for f in r.underlag.forbund],
        **tillstand,
        "kartor": {
            "niva": [niva.fill_at(i) for i in range(len(r.koder))],
            "andring": [andring.fill_at(i) for i in range(len(r.koder))],
        },
        "skala": SKALA,
        "granser": ANDRINGSGRANSER,
    }


def make_forbund_section(k: Kortgrund) -> Markup:
    """Every förbund's card; the script shows the one that is chosen."""
    r = k.r
    val = [tag("option", "Välj förbund …", value="")]
    ordning = sorted(range(len(r.koder)), key=lambda i: r.underlag.forbund[i].namn)
    val += [tag("option", r.underlag.forbund[i].namn, value=r.koder[i]) for i in ordning]
    forbund = tag("label", "Förbund ", tag("select", val, id="valj"))
    kommun = tag("label", "eller kommun ", tag("select", tag("option", "Välj kommun …", value=""), id="valj-kommun"))
    valjare = tag("p", forbund, " ", kommun, id="valjare", hidden=True)
    kort = [make_card(k, i) for i in range(len(r.koder))]
    text = (
        "Vad förbundet får, mot i fjol, och varför, post för post. Det går också att klicka på kartan eller i tabellen."
    )
    return tag("section", tag("h2", "Ett förbund"), tag("p", text), valjare, Markup("\n".join(kort)), id="forbund")


def make_what_if_section(t: Tillstand, modell: Modell) -> Markup:
    """The sliders, and what to know of one that the model itself does not have."""
    text = (
        "Dra i reglagen, eller använd piltangenterna: tabellen och kartan visar vad varje förbund skulle få. Varje "
        "läge är räknat i förväg av samma program som fördelningen. Adressen följer läget och kan skickas som länk."
    )
    lanad = "sparr" not in modell.steg and any(r.namn == SPARR for r in t.reglage)
    sparr = (
        "Modellen har ingen spärr; reglaget prövar en. Med spärren förlorar ett förbund högst så mycket från ett år "
        "till nästa, om dess eget kapital inte är över rimlig nivå, och de andra betalar."
    )
    utan = tag("noscript", tag("p", "Reglagen behöver JavaScript; allt annat går att läsa utan."))
    delar = [tag("h2", "Tänk om"), tag("p", text), tag("p", sparr) if lanad else None, utan]
    return join([tag("section", delar, id="tank-om"), make_panel(t)])


def make_map_section(u: Underlag, lagen: Lagen, niva: Klasser, andring: Klasser) -> Markup:
    """The map with its choices and legends, and the kommuner that several förbund share."""
    if not any(lagen.hela):
        text = "Inga områden i underlaget är kommuner som finns på kartan."
        return tag("section", tag("h2", "Karta"), tag("p", text), id="kartan")
    sorter = (
        ("niva", "Kronor per invånare"),
        ("andring", f"Ändring mot {u.budgetar - 1}"),
        ("reglage", "Reglagen mot fördelningen"),
    )
    val = [
        tag("label", tag("input", type="radio", name="karta", value=namn, checked=not i), f" {text}")
        for i, (namn, text) in enumerate(sorter)
    ]
    vilka = tag("fieldset", tag("legend", "Kartan visar"), val, id="kartval", hidden=True)
    titel = "Sveriges kommuner efter statens kronor per invånare i deras förbund"
    texter = [
        tag("div", draw_legend(niva), id="teckning-niva"),
        tag("div", draw_legend(andring), id="teckning-andring", hidden=True),
        tag("div", draw_legend(Klasser((), SKALA, ANDRINGSORD)), id="teckning-reglage", hidden=True),
        tag("p", "", id="pekat", aria_hidden="true"),
        _list_parts(u, lagen),
        tag("p", f"Källa till gränserna: {read_karta()['kalla']}; {read_karta()['ar']}.", class_="liten"),
    ]
    karta = tag("div", draw_karta(lagen, niva, titel), class_="karta")
    return tag("section", tag("h2", "Karta"), tag("div", karta, tag("div", vilka, texter), class_="delad"), id="kartan")


def _list_parts(u: Underlag, lagen: Lagen) -> Markup | None:
    """The kommuner that are hatched, part by part."""
    if not lagen.delar:
        return None
    kommuner = read_kommuner()
    rader = [
        tag("li", f"{kommuner[kod].namn}, {namn}: {'utanför' if i is None else u.forbund[i].namn}")
        for kod, delar in lagen.delar.items()
        for namn, i in delar
    ]
    return join([tag("p", "Kommuner i delar:"), tag("ul", rader)])


def make_table_section(t: Beloppstabell) -> Markup:
    """Every förbund in a table that the script lets one search and sort."""
    sok = tag(
        "p",
        tag("label", "Sök förbund eller kommun ", tag("input", type="search", id="sok", autocomplete="off")),
        tag("span", "", id="traffar", role="status"),
        id="sokning",
        hidden=True,
    )
    tabell = make_table("Alla förbund", t.synliga, [{"data_f": i} for i in range(t.antal_rader)], id="tabell")
    return tag("section", tag("h2", "Tabell"), sok, let_scroll(tabell, "Alla förbund"), id="alla")


def make_lan_section(r: Resultat) -> Markup:
    """The sums of every län."""
    tabell = let_scroll(make_table("Summor per län", make_lantabell(r).synliga), "Summor per län")
    text = "Ett förbund med områden i flera län står på en egen rad, så att summorna stämmer."
    return tag("section", tag("h2", "Län"), tag("p", text), tabell, id="lan")


def make_about_sections(r: Resultat, mer: Sequence[Anmarkning] = ()) -> Iterator[Markup]:
    """What the result rests on, what was warned of, and what it was made of."""
    u = r.underlag
    karta = read_karta()
    program = describe_program(f"Budgetår {u.budgetar}")
    granser = Kallrad("Karta", "Kommungränser", f"{karta['kalla']}. {karta['andring']}", karta["ar"])
    yield _show_sheet(make_antaganden_blad([*list_model_assumptions(r.modell), *list_data_assumptions(u)]))
    if varningar := (*u.varningar, *mer):
        rader = [tag("li", str(v)) for v in varningar]
        yield tag("section", tag("h2", "Varningar"), tag("ul", rader), id="varningar")
    kallor = [program, *list_model_sources(r.modell), *list_data_sources(u), granser]
    yield _show_sheet(make_kallor_blad([_put_link_in_text(k) for k in kallor if k.text != u.beskrivning.strip()]))


def _put_link_in_text(k: Kallrad) -> Kallrad:
    return k._replace(text=f"{k.text} ({k.lank})", lank="") if k.lank else k


def _show_sheet(blad: Blad) -> Markup:
    """A sheet of a single table as a section, without the columns that are empty."""
    (t,) = (del_ for del_ in blad.delar if isinstance(del_, Tabell))
    tabell = make_table(blad.titel, [k for k in t.synliga if any(k.varden.tolist())], class_="ord")
    namn = blad.namn.lower().replace("ä", "a").replace("ö", "o")
    return tag("section", tag("h2", blad.titel), tag("p", blad.beskrivning), let_scroll(tabell, blad.titel), id=namn)


def write_sida(sida: str, fil: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """A page as a file. Raises FilFel where it cannot be written, or must not be."""
    return write_all({fil: partial(_write, sida)}, skydd)


def _write(sida: str, fil: Path) -> None:
    fil.write_text(sida, encoding="utf-8", newline="\n")
