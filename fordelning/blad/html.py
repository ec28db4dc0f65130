"""HTML without a template language: elements as functions, text always escaped, and a Tabell as an HTML table.

A `Markup` is text that is markup already; every other text is escaped where it is put in. Nothing here reaches out: a
page of `make_page` holds its own style and script, and its own policy refuses any other.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Iterable, Sequence
from html import escape

from fordelning.blad.form import show_signed
from fordelning.blad.kolumn import Kolumn

TOMMA = frozenset({"br", "circle", "input", "line", "link", "meta", "path", "rect", "use", "polyline"})
"""Elements that may stand without content and close themselves."""


class Markup(str):
    """Text that is markup: it is put in as it is."""

    __slots__ = ()


def tag(namn: str, *barn: str | Iterable[str | None] | None, **attribut: object) -> Markup:
    """An element. Children are texts (escaped), Markup, or several of them.

    Attributes: `class_` is class, `aria_label` is aria-label; None and False are left out, True stands bare, and a
    float is written short.
    """
    delar = "".join(_write_attribute(n.rstrip("_").replace("_", "-"), v) for n, v in attribut.items())
    inre = join(barn)
    return Markup(f"<{namn}{delar}/>" if namn in TOMMA and not inre else f"<{namn}{delar}>{inre}</{namn}>")


def join(delar: Iterable[str | Iterable[str | None] | None]) -> Markup:
    """Texts and Markup after each other, texts escaped."""
    return Markup("".join(_write_child(del_) for del_ in delar if del_ is not None))


def _write_child(barn: str | Iterable[str | None]) -> str:
    if isinstance(barn, Markup):
        return barn
    return escape(barn, quote=False) if isinstance(barn, str) else join(barn)


def _write_attribute(namn: str, varde: object) -> str:
    if varde is None or varde is False:
        return ""
    if varde is True:
        return f" {namn}"
    text = shorten_number(varde) if isinstance(varde, float) else escape(str(varde), quote=False).replace('"', "&quot;")
    return f' {namn}="{text}"'


def shorten_number(tal: float) -> str:
    """A coordinate with at most one decimal."""
    text = f"{tal:.1f}".removesuffix(".0")
    return "0" if text == "-0" else text


def make_table(
    rubrik: str, kolumner: Sequence[Kolumn], rad: Sequence[dict[str, object]] = (), **attribut: object
) -> Markup:
    """The columns as a table: a caption, headings, and a row per value, the first column its heading.

    `rad`: attributes of each row. Figures stand to the right.
    """
    enkel = all(k.ar_tal for k in kolumner[1:])
    huvud = tag("tr", [tag("th", k.rubrik, scope="col", class_=_align(k, enkel)) for k in kolumner])
    celler = [[show_signed(v, k.form_at(i)) for i, v in enumerate(k.varden.tolist())] for k in kolumner]
    rader = []
    for i, (forst, *ovriga) in enumerate(zip(*celler, strict=True)):
        tal = [tag("td", text, class_=_align(k, enkel)) for text, k in zip(ovriga, kolumner[1:], strict=True)]
        rader.append(tag("tr", tag("th", forst), tal, **(rad[i] if rad else {})))
    attribut = {"class_": "siffror"} | attribut if enkel else attribut
    return tag(
        "table", tag("caption", rubrik), tag("thead", huvud), Markup("\n"), tag("tbody", _on_lines(rader)), **attribut
    )


def _align(k: Kolumn, enkel: bool) -> str | None:
    """A figure's class; none in a table where all but the first column are figures: the table has it."""
    return "t" if k.ar_tal and not enkel else None


def _on_lines(delar: Iterable[str]) -> Markup:
    """One element per line, so that two pages can be compared line by line."""
    return Markup("\n".join(delar))


def make_data(namn: str, data: object) -> Markup:
    """Data for the page's script, as JSON in an element that is not run; nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return Markup(f'<script type="application/json" id="{namn}">{text}</script>')


def make_page(titel: str, stil: str, skript: str, kropp: Iterable[str]) -> str:
    """A whole page in Swedish that needs nothing from outside, and may fetch nothing: its policy says so."""
    policy = (
        f"default-src 'none'; style-src {_allow(stil)}; script-src {_allow(skript)}; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )
    huvud = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=policy),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("title", titel),
        Markup(f"<style>{stil}</style>"),
    ]
    slut = Markup(f"<script>{skript}</script>")
    sida = tag("html", tag("head", _on_lines(huvud)), Markup("\n"), tag("body", _on_lines([*kropp, slut])), lang="sv")
    return f"<!DOCTYPE html>\n{sida}\n"


def _allow(text: str) -> str:
    """The one text that a policy lets through."""
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def let_scroll(tabell: str, namn: str) -> Markup:
    """A table that may be wider than the page scrolls by itself, also with the keyboard."""
    return tag("div", tabell, class_="rulla", tabindex=0, role="region", aria_label=f"{namn}, tabell")


def make_figure(rubrik: str, svg: str, tabell: str, text: str = "") -> Markup:
    """A figure under its heading, with its table beside it for who wants the numbers."""
    delar = [tag("h3", rubrik), tag("p", text) if text else None, svg]
    return tag("figure", delar, tag("details", tag("summary", "Visa som tabell"), tabell))
