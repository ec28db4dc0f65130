"""How a sheet is seen: widths and heights that fit, and what stays when it scrolls."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from fordelning.blad.bok import RADHOJD, Blad, Diagramplats, Plats
from fordelning.blad.excel_utskrift import PUNKT, RYMS, Sida, set_up_print
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.matt import compute_height, compute_width, squeeze

TOM_BREDD, RAD = 9.14, RADHOJD * PUNKT
"""A column without a table, in characters, and a row that is not told, in points."""


def set_widths(ws: Any, tabeller: Sequence[Plats], fasta: int) -> dict[int, float]:
    """The widths of the columns: the first table that reaches them decides, and narrower where all then fit a page."""
    bredder, kolumner = dict[int, float](), dict[int, list[Kolumn]]()
    for plats in tabeller:
        for j, k in enumerate(plats.tabell.synliga, start=plats.kolumn):
            bredder.setdefault(j, compute_width(k))
            kolumner.setdefault(j, []).append(k)
    tomma = TOM_BREDD * (1 + max(bredder, default=0) - len(bredder))
    bredder = squeeze(bredder, kolumner, RYMS - tomma, fasta)
    for j, bredd in bredder.items():
        ws.set_column(j, j, bredd)
    return bredder


def set_heights(ws: Any, tabeller: Sequence[Plats], bredder: dict[int, float]) -> dict[int, float]:
    """Rows of headings, explanations and wrapped text are as high as they need; Excel would do it, others do not."""
    hojder: dict[int, float] = {}

    def need(rad: int, texter: Sequence[tuple[str, float]], punkter: float, fet: bool = False) -> None:
        hojd = compute_height([t for t, _ in texter], [b for _, b in texter], punkter, fet)
        hojder[rad] = max(hojder.get(rad, RAD), hojd)

    for plats in tabeller:
        kolumner = list(enumerate(plats.tabell.synliga, start=plats.kolumn))
        need(plats.rubrikrad, [(k.rubrik, bredder[j]) for j, k in kolumner], 10, fet=True)
        if plats.har_forklaringar:
            need(plats.rubrikrad - 1 - plats.har_summor, [(k.forklaring, bredder[j]) for j, k in kolumner], 8)
        langa = [(j, k) for j, k in kolumner if "lang" in (k.form if not isinstance(k.form, str) else (k.form,))]
        for i in range(plats.tabell.antal_rader if langa else 0):
            need(
                plats.forsta + i, [(str(k.varden[i] or ""), bredder[j]) for j, k in langa if k.form_at(i) == "lang"], 10
            )
    ws.set_default_row(RAD)
    for rad, hojd in hojder.items():
        ws.set_row(rad, hojd)
    return hojder


def set_up_view(
    ws: Any,
    blad: Blad,
    platser: Sequence[Plats | Diagramplats],
    bredder: dict[int, float],
    hojder: dict[int, float],
) -> None:
    """Headings and the first columns stay, on the screen and on paper."""
    tabeller = [p for p in platser if isinstance(p, Plats)]
    rubrikrad = tabeller[0].rubrikrad if tabeller else 0
    star = bool(tabeller) and (len(tabeller) == 1 if blad.frys is None else blad.frys)
    if star:
        ws.freeze_panes(tabeller[0].forsta, blad.fasta)
        ws.repeat_rows(rubrikrad)
    rader = [hojder.get(i, RAD) for i in range(1 + max((p.sista for p in tabeller), default=0))]
    rader[0] = 24.0 if blad.titel else rader[0]
    kolumner = [bredder.get(j, TOM_BREDD) for j in range(1 + max(bredder, default=0))]
    pa_varje = math.fsum(kolumner[: blad.fasta]), rader[rubrikrad] if star else 0.0
    sida = Sida(rader, math.fsum(kolumner), *pa_varje, blad.en_sida, len(kolumner) - 1, blad.titel, blad.beskrivning)
    set_up_print(ws, sida, [p for p in platser if isinstance(p, Diagramplats)])
    if sida.find_across() > 1 and blad.fasta:
        ws.repeat_columns(0, blad.fasta - 1)
