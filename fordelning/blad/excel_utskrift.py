"""How a sheet is printed: A4, and on as few pages as it can be read on."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil, fsum
from typing import Any, NamedTuple

from fordelning.blad.adresser import HELSIDA, Diagramplats, Plats
from fordelning.blad.bok import Blad
from fordelning.blad.matt import TECKEN
from fordelning.blad.utseende import TEXT

MINST_TRYCK = 7
"""The points that no text is printed below, on any sheet. All text of a sheet has one size, so this is a scale."""
MINST = ceil(100 * MINST_TRYCK / TEXT)
"""The smallest scale, %."""
TOM_BREDD = 9.14
"""The characters of a column without a table."""
LANGST_HUVUD = 170
"""Characters of title and description that the head of a page takes, beside its marks."""


class Papper(NamedTuple):
    """What a page holds at full scale: pixels across and points down."""

    bredd: int
    hojd: int

    @property
    def ryms(self) -> float:
        """The characters of width that it holds, with text that can be read."""
        return self.bredd * 100 / MINST / TECKEN

    def narrow(self) -> Papper:
        """What is used of it where the program that prints does not fit the sheet to its width."""
        return self._replace(bredd=int(SKALAS * self.bredd))


LIGGANDE, STAENDE = Papper(1050, 505), Papper(728, 745)
SMAL, SMAL_LUFT, SMAL_TOM = 7, 5, 64
"""Pixels in the font that charts are placed by, where a wide one stretches them too: of a character of column width,
what a column has beside, and a column without a width."""
SKALAS = 0.93
"""The part of a page's width that is used where the program that prints does not fit it."""


@dataclass(frozen=True, slots=True)
class Sida:
    """A sheet as it is printed: its tables and charts, the widths of all columns (characters) and the heights of all
    rows (points), also of those under charts.

    `bara_skarm` = how many of the columns, the last, are not printed.
    """

    blad: Blad
    tabeller: Sequence[Plats]
    diagram: Sequence[Diagramplats]
    kolumner: Sequence[float]
    rader: Sequence[float]
    papper: Papper
    bara_skarm: int = 0

    @property
    def rubrikrad(self) -> int | None:
        """The row of headings that stays when the sheet scrolls; None where there are several tables."""
        return self.tabeller[0].rubrikrad if self.tabeller and (self.blad.frys or len(self.tabeller) == 1) else None

    @property
    def hela(self) -> list[tuple[int, int]]:
        """The first and last rows of what is on one page where it can be: charts, and tables beside or below them."""
        tabeller = [(p.overst, p.sista) for p in self.tabeller if self.diagram and p.overst > self.tabeller[0].overst]
        return [*((p.rad, p.sista) for p in self.diagram), *tabeller]

    @property
    def avgransas(self) -> bool:
        """Whether the columns to print are told: workings are not, and a last text that is cut would count in full."""
        return bool(self.bara_skarm) or any("borjan" in p.tabell.synliga[-1].former for p in self.tabeller)

    @property
    def utskrivna(self) -> Sequence[float]:
        """The widths of the columns that are printed."""
        return self.kolumner[: len(self.kolumner) - self.bara_skarm]

    def find_across(self) -> int:
        """The pages beside each other that hold the columns, with text that can be read."""
        fasta = fsum(self.kolumner[: self.blad.fasta])
        return max(1, ceil((fsum(self.utskrivna) - fasta - 1e-6) / (self.papper.ryms - fasta)))

    def count_pages(self) -> int:
        """How many pages the sheet is printed on."""
        bredvid = self.find_across()
        return bredvid * (1 + len(self.break_pages(MINST if bredvid > 1 else self.find_scale())))

    def find_widest(self) -> int:
        """The largest scale at which all columns and charts are on one page, %; never below the smallest."""
        utanfor = HELSIDA - fsum(SMAL * bredd + SMAL_LUFT for bredd in self.utskrivna) if self.diagram else 0
        tecken = max(1.0, fsum(self.utskrivna) + TOM_BREDD * max(0, ceil(utanfor / SMAL_TOM)))
        return max(MINST, min(100, int(100 * self.papper.bredd / (TECKEN * tecken))))

    @property
    def har_skala(self) -> bool:
        """Whether it has a scale of its own."""
        return has_scale(self.tabeller, self.diagram)

    def find_scale(self) -> int:
        """The largest scale that gives the fewest pages, where all columns are on one."""
        return min(range(self.find_widest(), MINST - 1, -1), key=lambda skala: (len(self.break_pages(skala)), -skala))

    def break_pages(self, skala: int) -> list[int]:
        """The rows that begin a page after the first, where no chart and no later table is cut that a page holds."""
        ovanfor, hojd = [0.0, *accumulate(self.rader)], self.papper.hojd * 100 / skala
        pa_varje = 0.0 if self.rubrikrad is None else self.rader[self.rubrikrad]
        hela = [(f, s) for f, s in self.hela if ovanfor[s + 1] - ovanfor[f] <= hojd]
        brytningar, forst, ryms = list[int](), 0, hojd
        while ovanfor[-1] - ovanfor[forst] > ryms:
            slut = max(forst + 1, bisect_right(ovanfor, ovanfor[forst] + ryms) - 1)
            slut = min((f for f, s in hela if forst < f < slut <= s), default=slut)
            brytningar.append(slut)
            forst, ryms = slut, hojd - pa_varje
        return brytningar

    def find_cut(self, brytningar: Sequence[int]) -> int | None:
        """The row of headings of the last table, where pages begin in that and in nothing else; None elsewhere."""
        sist = [p for p in self.tabeller if p.sista == len(self.rader) - 1]
        return sist[0].rubrikrad if sist and brytningar and sist[0].forsta < brytningar[0] else None


def has_scale(tabeller: Sequence[Plats], diagram: Sequence[Diagramplats]) -> bool:
    """Whether a sheet has a scale of its own: a program that fits pages breaks none by a chart, or for added rows."""
    return bool(diagram) or any(p.tabell.lediga for p in tabeller)


def set_up_print(ws: Any, sida: Sida) -> None:
    """A4 with page numbers, at the largest scale that gives the fewest pages.

    Excel breaks no page that is fitted, so a sheet with charts on several pages has a scale. Headings stand on every
    page, but where a page holds charts only.
    """
    ws.set_landscape() if sida.papper.bredd > sida.papper.hojd else ws.set_portrait()
    ws.set_paper(9)
    ws.set_margins(left=0.25, right=0.25, top=0.5, bottom=0.6)
    ws.set_footer(f"&L&{TEXT}&F&C&{TEXT}&A&R&{TEXT}Sida &P av &N", {"scale_with_doc": False})
    if sida.avgransas:
        ws.print_area(0, 0, len(sida.rader) - 1, len(sida.utskrivna) - 1)
    if sida.find_across() > 1:
        _set_up_beside(ws, sida)
        return
    skala = sida.find_scale()
    brytningar = sida.break_pages(skala)
    vid_del = sorted({forst for forst, _ in sida.hela} & {*brytningar})
    if not sida.har_skala or (sida.diagram and not brytningar):
        ws.fit_to_pages(1, 1 + len(brytningar))
    else:
        ws.set_print_scale(skala)
        ws.set_h_pagebreaks(vid_del)
    stannar = sida.rubrikrad if not vid_del or brytningar[0] <= sida.tabeller[0].sista else None
    rubrikrad = sida.find_cut(brytningar) if sida.rubrikrad is None else stannar
    if rubrikrad is not None:
        ws.repeat_rows(rubrikrad)


def _set_up_beside(ws: Any, sida: Sida) -> None:
    """Columns on several pages beside each other: each has the fixed columns, and the title in its head."""
    ws.fit_to_pages(sida.find_across(), 1 + len(sida.break_pages(MINST)))
    if sida.rubrikrad is not None:
        ws.repeat_rows(sida.rubrikrad)
    if sida.blad.fasta:
        ws.repeat_columns(0, sida.blad.fasta - 1)
    if sida.blad.titel:
        ws.set_margins(left=0.25, right=0.25, top=0.8, bottom=0.6)
        titel = sida.blad.titel.replace("&", "&&")
        text = _take_sentences(sida.blad.beskrivning.replace("&", "&&"), LANGST_HUVUD - len(titel))
        ws.set_header(f'&L&"-,Bold"&12 {titel}\n&"-,Regular"&{TEXT} {text}', {"scale_with_doc": False})
        ws.print_area(2, 0, len(sida.rader) - 1, len(sida.utskrivna) - 1)


def _take_sentences(text: str, ryms: int) -> str:
    """The first sentences of a text that have room."""
    return text if len(text) <= ryms else text[: text.rfind(". ", 0, ryms) + 1]
