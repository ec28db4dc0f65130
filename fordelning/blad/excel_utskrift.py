"""How a sheet is printed: A4 landscape, and on as few pages as it can be read on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, fsum
from typing import Any

from fordelning.blad.bok import RADHOJD, Diagramplats, find_height
from fordelning.blad.matt import TECKEN

BREDD, BREDD_SKALA, HOJD = 1060, 980, 505
"""What a page holds at full scale: pixels across, fewer where the program does not fit it, and points down."""
MINST, MINST_LASBAR, MINST_DIAGRAM = 70, 75, 60
"""The smallest scales, %: a sheet is pressed together to be one page wide (7 points), for fewer pages, with charts."""
RYMS = BREDD * 100 / MINST / TECKEN
"""The characters of width that a page holds, with text that can be read."""
LANGST_HUVUD = 220
"""Characters of title and description that the head of a page takes, beside its marks."""
PUNKT = 0.75
"""Points of a pixel."""


@dataclass(frozen=True, slots=True)
class Sida:
    """What is printed: the heights of rows (points), the widths (characters) of all columns and of those that are on
    every page, the height of the headings on every page, and whether all is one page; the last column, and what stands
    above."""

    rader: list[float]
    bredd: float
    fasta: float
    rubrik: float
    en_sida: bool
    sista: int
    titel: str
    text: str

    def find_across(self) -> int:
        """The pages beside each other that hold the columns, with text that can be read."""
        return max(1, ceil((self.bredd - self.fasta - 1e-6) / (RYMS - self.fasta)))


def set_up_print(ws: Any, sida: Sida, diagram: Sequence[Diagramplats]) -> None:
    """A4 landscape with page numbers, at the largest scale that gives the fewest pages.

    Where columns are on several pages each has the title, in its head. A sheet with charts is one page wide, and a page
    never cuts a chart in two. Excel breaks no page that is fitted, so such a sheet has a scale, as has one that is
    narrower than the page.
    """
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    ws.set_footer("&L&8&F&C&8&A&R&8Sida &P av &N", {"scale_with_doc": False})
    if sida.en_sida:
        ws.fit_to_pages(1, 1)
        return
    if not diagram and sida.find_across() > 1:
        ws.fit_to_pages(sida.find_across(), int(fsum(sida.rader) <= HOJD * 100 / MINST_LASBAR))
        if sida.titel:
            ws.set_margins(left=0.25, right=0.25, top=0.8, bottom=0.6)
            titel = sida.titel.replace("&", "&&")
            text = _take_sentences(sida.text.replace("&", "&&"), LANGST_HUVUD - len(titel))
            ws.set_header(f'&L&"-,Bold"&12 {titel}\n&"-,Regular"&8 {text}', {"scale_with_doc": False})
            ws.print_area(2, 0, len(sida.rader) - 1, sida.sista)
        return
    bredast = max(TECKEN * sida.bredd, *(p.vanster + p.diagram.bredd for p in diagram), 1.0)
    hogst = max(MINST_DIAGRAM if diagram else MINST, min(100, int(100 * BREDD_SKALA / bredast)))
    rader, hela = _add_charts(sida.rader, diagram)
    skalor = range(hogst, min(hogst, MINST_LASBAR) - 1, -1)
    sidor = {skala: _break_pages(rader, hela, HOJD * 100 / skala, sida.rubrik) for skala in skalor}
    skala = min(skalor, key=lambda s: (len(sidor[s]), -s))
    if skala == hogst and not any(b in hela for b in sidor[skala]):
        ws.fit_to_pages(1, 0)
        return
    ws.set_print_scale(skala)
    if brytningar := [b for b in sidor[skala] if b in hela]:
        ws.set_h_pagebreaks(brytningar)


def _take_sentences(text: str, ryms: int) -> str:
    """The first sentences of a text that have room."""
    return text if len(text) <= ryms else text[: text.rfind(". ", 0, ryms) + 1]


def _add_charts(rader: list[float], diagram: Sequence[Diagramplats]) -> tuple[list[float], dict[int, int]]:
    """The rows with those that charts cover, and the last row of each chart by its first."""
    hela = dict[int, int]()
    for p in diagram:
        hela[p.rad] = max(hela.get(p.rad, 0), p.rad + ceil(find_height(p.diagram) / RADHOJD))
    antal = max([len(rader) - 1, *hela.values()]) + 1
    return [*rader, *[RADHOJD * PUNKT] * (antal - len(rader))], hela


def _break_pages(rader: list[float], hela: dict[int, int], hojd: float, rubrik: float) -> list[int]:
    """The rows that begin a page after the first, where no chart is cut that a page holds."""
    ovanfor = [0.0, *accumulate(rader)]
    brytningar, forst, ryms = list[int](), 0, hojd
    while ovanfor[-1] - ovanfor[forst] > ryms:
        slut = max(forst + 1, bisect_right(ovanfor, ovanfor[forst] + ryms) - 1)
        slut = min((f for f, s in hela.items() if forst < f < slut <= s), default=slut)
        brytningar.append(slut)
        forst, ryms = slut, hojd - rubrik
    return brytningar
