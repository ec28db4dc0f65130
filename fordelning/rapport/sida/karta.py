"""The map of the 290 kommuner: each in the colour of its förbund, those in parts hatched."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any

import numpy as np

from fordelning.begrepp import Underlag, Vektor
from fordelning.blad.html import Markup, join, tag
from fordelning.blad.svg import make_svg
from fordelning.pengar import format_kr
from fordelning.underlag.kommuner import read_kommuner

UTANFOR, DELAD, OKAND = "url(#utanfor)", "url(#delad)", "url(#okand)"
"""The fills of a kommun outside every förbund, over one that is in parts, and of a förbund without a value."""
BLA = ("#e3eef9", "#b3d1ea", "#77aed8", "#3a83be", "#0d4f8b")
"""Five classes from the least to the most, told apart also in grey."""
SKALA = ("url(#ned3)", "url(#ned2)", "url(#ned1)", "#f2f2f2", "#bcd6ed", "#6ea6d4", "#0d4f8b")
"""Seven classes of change: less is striped, so that a copy without colour shows which way it goes."""
ANDRINGSGRANSER = (0.10, 0.03)
"""A change of more than these shares is a class of its own, upwards and downwards."""
ANDRINGSORD = ("mer än 10 % mindre", "3–10 % mindre", "upp till 3 % mindre", "oförändrat", "upp till 3 % mer",
               "3–10 % mer", "mer än 10 % mer")  # fmt: skip
STORSTADER = (("Stockholm", 1400, 4160, 400), ("Göteborg", 60, 4830, 400), ("Malmö", 320, 5760, 360))
"""Enlargements: what they show, and the corner and the side of a square of the map."""


@cache
def read_karta() -> dict[str, Any]:
    """The map as inputs/bygg_karta.py made it: source, size, and a path per kommun code."""
    data: dict[str, Any] = json.loads(files("fordelning.rapport.sida").joinpath("karta.json").read_text("utf-8"))
    return data


@dataclass(frozen=True, slots=True)
class Lagen:
    """Where the kommuner belong, by code: those of each förbund, those that several share or are partly outside, and
    those outside every förbund.

    `delar`: what a kommun in parts consists of, and the place of each part's förbund (None = outside).
    """

    hela: tuple[tuple[str, ...], ...]
    blandade: tuple[str, ...]
    utanfor: tuple[str, ...]
    delar: dict[str, tuple[tuple[str, int | None], ...]]


def place_kommuner(u: Underlag) -> Lagen:
    """Every kommun of the map by the förbund that its areas belong to."""
    plats: dict[str | None, int] = {kod: i for i, kod in enumerate(u.koder)}
    delar: dict[str, list[tuple[str, int | None]]] = {kod: [] for kod in read_karta()["banor"]}
    for o in u.omraden:
        if o.kommun_kod in delar:
            delar[o.kommun_kod].append((o.namn, plats.get(o.forbund_kod)))
    hela: list[list[str]] = [[] for _ in u.koder]
    blandade, utanfor = [], []
    for kod, ett in delar.items():
        vilka = {i for _, i in ett}
        if len(vilka) > 1:
            blandade.append(kod)
        elif (i := next(iter(vilka), None)) is not None:
            hela[i].append(kod)
        else:
            utanfor.append(kod)
    i_delar = {kod: tuple(ett) for kod, ett in delar.items() if len(ett) > 1}
    return Lagen(tuple(map(tuple, hela)), tuple(blandade), tuple(utanfor), i_delar)


@dataclass(frozen=True, slots=True, eq=False)
class Klasser:
    """The class of every förbund (−1 = no value), and the fill and the words of each class."""

    klass: tuple[int, ...]
    fyllning: tuple[str, ...]
    ord: tuple[str, ...]

    def fill_at(self, i: int) -> str:
        """The fill of förbund number i."""
        return OKAND if self.klass[i] < 0 else self.fyllning[self.klass[i]]


def classify_level(varden: Vektor) -> Klasser:
    """Five classes with about as many förbund in each, between whole kronor."""
    kanda = varden[np.isfinite(varden)]
    granser = sorted({float(np.ceil(g)) for g in np.quantile(kanda, (0.2, 0.4, 0.6, 0.8))}) if kanda.size else []
    klass = np.where(np.isfinite(varden), np.searchsorted(granser, np.nan_to_num(varden), side="right"), -1)
    tal = [format_kr(g) for g in granser]
    ord_ = ["alla", *([] if not tal else [f"{tal[-1]} kr och mer"])]
    if tal:
        ord_ = [f"under {tal[0]} kr", *(f"{a}–{b} kr" for a, b in pairwise(tal)), ord_[-1]]
    valda = np.linspace(0, len(BLA) - 1, len(ord_)).round().astype(int)
    return Klasser(tuple(klass.tolist()), tuple(BLA[i] for i in valda), tuple(ord_))


def classify_change(andel: Vektor) -> Klasser:
    """Seven classes around no change at all."""
    mest, mindre = ANDRINGSGRANSER
    a = np.nan_to_num(andel)
    klass = 3 + np.sign(a) * (1 + (abs(a) > mindre).astype(int) + (abs(a) > mest).astype(int))
    return Klasser(tuple(np.where(np.isfinite(andel), klass, -1).astype(int).tolist()), SKALA, ANDRINGSORD)


def draw_karta(lagen: Lagen, klasser: Klasser, titel: str) -> Markup:
    """The map, and the three largest towns enlarged beside it."""
    karta = read_karta()
    grupper = [
        tag("g", _draw_kommuner(koder), fill=klasser.fill_at(i), data_f=i)
        for i, koder in enumerate(lagen.hela)
        if koder
    ]
    grupper.append(tag("g", _draw_kommuner([*lagen.blandade, *lagen.utanfor]), fill=UTANFOR))
    grupper.append(tag("g", _draw_kommuner(lagen.delar), fill=DELAD, pointer_events="none"))
    ytor = tag("g", Markup("\n".join(grupper)), id="kommuner", stroke="#555555", stroke_width="5")
    hel = make_svg(karta["hojd"], titel, tag("defs", _make_patterns()), ytor, bredd=karta["bredd"], id="karta")
    return join([hel, tag("div", [_draw_inset(*stad) for stad in STORSTADER], class_="stader")])


def _draw_kommuner(koder: Sequence[str] | dict[str, Any]) -> Markup:
    banor, kommuner = read_karta()["banor"], read_kommuner()
    return join(tag("path", tag("title", kommuner[kod].namn), d=Markup(banor[kod])) for kod in koder)


def _draw_inset(namn: str, x: int, y: int, sida: int) -> Markup:
    svg = tag("svg", tag("title", f"{namn} med omnejd, förstorat ur kartan"), tag("use", href="#kommuner"),
              viewBox=f"{x} {y} {sida} {sida}", role="img")  # fmt: skip
    return tag("div", svg, tag("span", namn))


def _make_patterns() -> Markup:
    """The fills that are not one colour."""

    def stripes(namn: str, grund: str, farg: str, bana: str, bredd: int) -> Markup:
        return tag("pattern", tag("path", d="M0 0h48v48h-48z", fill=grund),
                   tag("path", d=bana, stroke=farg, stroke_width=bredd, fill="none"),
                   id=namn, width=48, height=48, patternUnits="userSpaceOnUse")  # fmt: skip

    snett, liggande = "M-12 12L12-12M0 48L48 0M36 60L60 36", "M0 12h48M0 36h48"
    return join(
        [
            stripes("delad", "none", "#4d4d4d", snett, 8),
            stripes("utanfor", "#ffffff", "#b5b5b5", "M10 12h6M34 36h6", 6),
            stripes("okand", "#ffffff", "#9a9a9a", "M24 18v12", 12),
            stripes("ned1", "#fdeed9", "#e0a356", liggande, 4),
            stripes("ned2", "#fbc57e", "#9c5a0c", liggande, 8),
            stripes("ned3", "#d9770f", "#5c2d00", liggande, 12),
        ]
    )


def draw_legend(klasser: Klasser) -> Markup:
    """What each fill means, and how many förbund have it (where they are told)."""
    antal = [f": {klasser.klass.count(i)} förbund" if klasser.klass else "" for i in range(len(klasser.ord))]
    rader = [(f, o + n) for f, o, n in zip(klasser.fyllning, klasser.ord, antal, strict=True)]
    if -1 in klasser.klass:
        rader.append((OKAND, f"kan inte sägas: {klasser.klass.count(-1)} förbund"))
    rader += [(DELAD, "kommun i delar, se listan"), (UTANFOR, "kommun utanför alla förbund")]
    return tag("ul", [tag("li", _draw_swatch(fyllning), ord_) for fyllning, ord_ in rader])


def _draw_swatch(fyllning: str) -> Markup:
    ruta = tag("path", d="M3 3h186v90h-186z", fill=fyllning, stroke="#555555", stroke_width=6)
    return tag("svg", ruta, viewBox="0 0 192 96", aria_hidden="true", class_="ruta")
