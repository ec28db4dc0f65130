"""How a sheet is seen: widths and heights that fit, and what stays when it scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fordelning.blad.adresser import RADHOJD, Diagramplats, Plats
from fordelning.blad.bok import Blad
from fordelning.blad.excel_utskrift import LIGGANDE, STAENDE, Papper, Sida
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.matt import compute_height, compute_width, squeeze

TOM_BREDD, TOM_HOJD, TITELHOJD = 9.14, 0.75 * RADHOJD, 24.0
"""A column without a table, in characters; a row that is not told, and that of the title, in points."""
FLEST_LIGGANDE = 2
"""A sheet on at most so many pages stays in landscape, as a screen shows it."""


def lay_out(blad: Blad, tabeller: Sequence[Plats], diagram: Sequence[Diagramplats]) -> Sida:
    """Widths and heights for landscape; for portrait where a table is then on fewer pages."""
    liggande = _lay_out(blad, tabeller, diagram, LIGGANDE)
    if diagram or liggande.count_pages() <= FLEST_LIGGANDE:
        return liggande
    return min(liggande, _lay_out(blad, tabeller, diagram, STAENDE), key=Sida.count_pages)


def _lay_out(blad: Blad, tabeller: Sequence[Plats], diagram: Sequence[Diagramplats], papper: Papper) -> Sida:
    bara_skarm = sum(k.bara_skarm for p in tabeller for k in p.tabell.synliga)
    bredder = find_widths(tabeller, blad.fasta, papper)
    hojder = find_heights(blad, tabeller, diagram, bredder)
    return Sida(blad, tabeller, diagram, bredder, hojder, papper, bara_skarm)


def find_widths(tabeller: Sequence[Plats], fasta: int, papper: Papper) -> list[float]:
    """The widths of the columns: the first table that reaches them decides, and narrower where all then fit a page."""
    bredder, kolumner = dict[int, float](), dict[int, list[Kolumn]]()
    for plats in tabeller:
        for j, k in enumerate(plats.tabell.synliga, start=plats.kolumn):
            bredder.setdefault(j, compute_width(k))
            kolumner.setdefault(j, []).append(k)
    antal = 1 + max(bredder, default=0)
    utskrivna = {j: bredd for j, bredd in bredder.items() if not kolumner[j][0].bara_skarm}
    bredder |= squeeze(utskrivna, kolumner, papper.ryms - TOM_BREDD * (antal - len(bredder)), fasta)
    return [bredder.get(j, TOM_BREDD) for j in range(antal)]


def find_heights(
    blad: Blad, tabeller: Sequence[Plats], diagram: Sequence[Diagramplats], bredder: Sequence[float]
) -> list[float]:
    """Rows of headings, explanations and wrapped text are as high as they need; Excel would do it, others do not.

    The heights of all rows, also of those under charts.
    """
    hojder = {0: TITELHOJD} if blad.titel else dict[int, float]()

    def need(rad: int, texter: Sequence[tuple[int, str]], fet: bool = False) -> None:
        hojd = compute_height([text for _, text in texter], [bredder[j] for j, _ in texter], fet)
        hojder[rad] = max(hojder.get(rad, TOM_HOJD), hojd)

    for plats in tabeller:
        kolumner = list(enumerate(plats.tabell.synliga, start=plats.kolumn))
        need(plats.rubrikrad, [(j, k.rubrik) for j, k in kolumner], fet=True)
        if plats.har_forklaringar:
            need(plats.rubrikrad - 1 - plats.har_summor, [(j, k.forklaring) for j, k in kolumner])
        langa = [(j, k) for j, k in kolumner if "lang" in k.former]
        for i in range(plats.tabell.antal_rader if langa else 0):
            need(plats.forsta + i, [(j, str(k.varden[i] or "")) for j, k in langa if k.form_at(i) == "lang"])
    sista = max([*(p.sista for p in tabeller), *(p.sista for p in diagram)], default=0)
    return [hojder.get(i, TOM_HOJD) for i in range(sista + 1)]


def set_up_view(ws: Any, sida: Sida) -> None:
    """Widths and heights; headings and the first columns stay when the sheet scrolls."""
    for j, bredd in enumerate(sida.kolumner):
        ws.set_column(j, j, bredd)
    ws.set_default_row(TOM_HOJD)
    for rad, hojd in enumerate(sida.rader):
        if hojd != TOM_HOJD:
            ws.set_row(rad, hojd)
    if sida.rubrikrad is not None:
        ws.freeze_panes(sida.rubrikrad + 1, sida.blad.fasta)
