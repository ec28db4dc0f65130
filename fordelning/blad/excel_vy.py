"""How a sheet is seen: widths and heights that fit, what stays when it scrolls, and how it is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from math import ceil
from typing import Any

from fordelning.blad.bok import RADHOJD, Blad, Diagramplats, Plats, find_height
from fordelning.blad.utseende import SIDBREDD, compute_height, compute_width

FLEST_RADER, SIDPUNKTER, SIDHOJD, TECKEN = 20, 980, 680, 9.3
"""Rows that can stand above a chart on its page; the pixels of a page, and of a character in a wide font."""


def set_widths(ws: Any, tabeller: Sequence[Plats]) -> dict[int, float]:
    """The widths of the sheet's columns, which the first table that reaches them decides."""
    bredder: dict[int, float] = {}
    for plats in tabeller:
        for j, k in enumerate(plats.tabell.synliga, start=plats.kolumn):
            bredder.setdefault(j, compute_width(k))
    for j, bredd in bredder.items():
        ws.set_column(j, j, bredd)
    return bredder


def set_heights(ws: Any, blad: Blad, tabeller: Sequence[Plats], bredder: dict[int, float]) -> None:
    """Rows of headings, explanations and wrapped text are as high as they need; Excel would do it, others do not."""
    hojder: dict[int, float] = {}

    def need(rad: int, texter: Sequence[tuple[str, float]], punkter: float) -> None:
        hojd = compute_height([t for t, _ in texter], [b for _, b in texter], punkter)
        hojder[rad] = max(hojder.get(rad, 15.0), hojd)

    for plats in tabeller:
        kolumner = list(enumerate(plats.tabell.synliga, start=plats.kolumn))
        need(plats.rubrikrad, [(k.rubrik, bredder[j] * 0.87) for j, k in kolumner], 10)
        if plats.har_forklaringar:
            need(plats.rubrikrad - 1 - plats.har_summor, [(k.forklaring, bredder[j]) for j, k in kolumner], 8)
        langa = [(j, k) for j, k in kolumner if "lang" in (k.form if not isinstance(k.form, str) else (k.form,))]
        for i in range(plats.tabell.antal_rader if langa else 0):
            need(
                plats.forsta + i, [(str(k.varden[i] or ""), bredder[j]) for j, k in langa if k.form_at(i) == "lang"], 10
            )
    for rad, hojd in hojder.items():
        ws.set_row(rad, hojd)


def set_up_view_and_print(
    ws: Any, blad: Blad, platser: Sequence[Plats | Diagramplats], bredder: dict[int, float]
) -> None:
    """Headings stay; A4 landscape, headings on every page, page numbers, and as many pages wide as can be read.

    A sheet with charts is one page wide: a page never cuts a chart in two. A chart below a table begins a page,
    and shares it with the next where both fit. Excel breaks no page that is fitted, so such a sheet has a scale.
    """
    tabeller = [p for p in platser if isinstance(p, Plats)]
    if (len(tabeller) == 1 if blad.frys is None else blad.frys) and tabeller:
        ws.freeze_panes(tabeller[0].forsta, blad.fasta)
        ws.repeat_rows(tabeller[0].rubrikrad)
    fasta = math.fsum(bredd for j, bredd in bredder.items() if j < blad.fasta)
    diagram = [p for p in platser if isinstance(p, Diagramplats)]
    sidor = 1 if diagram else max(1, ceil((math.fsum(bredder.values()) - fasta) / (SIDBREDD - fasta)))
    if sidor > 1 and blad.fasta:
        ws.repeat_columns(0, blad.fasta - 1)
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    if any(p.rad > FLEST_RADER for p in diagram) and not blad.en_sida:
        bredast = max(TECKEN * math.fsum(bredder.values()), *(p.vanster + p.diagram.bredd for p in diagram))
        skala = max(60, min(100, int(100 * SIDPUNKTER / bredast)))
        ws.set_print_scale(skala)
        ws.set_h_pagebreaks(_find_breaks(diagram, int(SIDHOJD * 100 / skala / RADHOJD)))
    else:
        ws.fit_to_pages(1 if blad.en_sida else sidor, 1 if blad.en_sida else 0)
    ws.set_footer("&L&8&F&C&8&A&R&8Sida &P av &N")


def _find_breaks(diagram: Sequence[Diagramplats], rader: int) -> list[int]:
    """The rows where charts begin a page of so many rows: the first chart, and each that the page does not hold."""
    brytningar = list[int]()
    for p in (d for d in diagram if d.rad > FLEST_RADER):
        slut = p.rad + ceil(find_height(p.diagram) / RADHOJD)
        if not brytningar or (p.rad > brytningar[-1] and slut - brytningar[-1] > rader):
            brytningar.append(p.rad)
    return brytningar
