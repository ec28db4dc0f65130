"""How a sheet is seen: widths and heights that fit, and what stays when it scrolls."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from fordelning.blad.adresser import RADHOJD, Diagramplats, Plats
from fordelning.blad.bok import Blad
from fordelning.blad.excel_utskrift import LIGGANDE, MINST, STAENDE, TOM_BREDD, Papper, Sida, has_scale
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.matt import EM, Bredd, compute_height, measure, measure_column, squeeze

TOM_HOJD, TITELHOJD = 0.75 * RADHOJD, 24.0
"""A row that is not told, and that of the title, in points."""
FLEST_LIGGANDE = 2
"""A sheet on at most so many pages stays in landscape, as a screen shows it."""


def lay_out(blad: Blad, tabeller: Sequence[Plats], diagram: Sequence[Diagramplats]) -> Sida:
    """Widths and heights for landscape; for portrait where a table is then on fewer pages, and the text above fits."""
    bredder = measure_columns(tabeller)
    pa_langden, pa_hojden = (p.narrow() if has_scale(tabeller, diagram) else p for p in (LIGGANDE, STAENDE))
    liggande = _lay_out(blad, tabeller, diagram, bredder, pa_langden)
    if diagram or liggande.count_pages() <= FLEST_LIGGANDE:
        return liggande
    staende = _lay_out(blad, tabeller, diagram, bredder, pa_hojden)
    ryms = measure(blad.beskrivning) * EM * MINST / 100 <= pa_hojden.bredd or staende.find_across() > 1
    return min(liggande, staende, key=Sida.count_pages) if ryms else liggande


def measure_columns(tabeller: Sequence[Plats]) -> dict[int, Bredd]:
    """The columns of a sheet: the width that the first table in one is told, else what all tables have room in.

    None is narrower than any table needs. Explanations that are notes take no room.
    """
    alla = dict[int, list[tuple[Kolumn, Bredd]]]()
    for plats in tabeller:
        for j, k in enumerate(plats.tabell.synliga, start=plats.kolumn):
            synlig = k if plats.har_forklaringar else replace(k, forklaring="")
            alla.setdefault(j, []).append((k, measure_column(synlig, plats.tabell.summarader)))
    bredder = dict[int, Bredd]()
    for j, kolumner in alla.items():
        hela, minst = zip(*(bredd for _, bredd in kolumner), strict=True)
        bredder[j] = Bredd(hela[0] if kolumner[0][0].bredd is not None else max(hela), max(minst))
    return bredder


def _lay_out(
    blad: Blad, tabeller: Sequence[Plats], diagram: Sequence[Diagramplats], bredder: dict[int, Bredd], papper: Papper
) -> Sida:
    antal = 1 + max(bredder, default=0)
    bara_skarm = sum(k.bara_skarm for k in tabeller[0].tabell.synliga) if len(tabeller) == 1 else 0
    utskrivna = {j: bredd for j, bredd in bredder.items() if j < antal - bara_skarm}
    tomma = TOM_BREDD * (antal - len(bredder))
    egna = {j: b.hel for j, b in bredder.items()} | squeeze(utskrivna, papper.ryms - tomma, blad.fasta)
    kolumner = [egna.get(j, TOM_BREDD) for j in range(antal)]
    hojder = find_heights(blad, tabeller, diagram, kolumner)
    return Sida(blad, tabeller, diagram, kolumner, hojder, papper, bara_skarm)


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
            texter = [(j, str(k.varden[i] or "")) for j, k in langa if k.form_at(i) == "lang"]
            need(plats.forsta + i, texter, fet=i in plats.tabell.summarader)
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
