"""The thin layer over XlsxWriter: sheets of tables with formats, widths, filters, print set-up and stored values.

Text is always written as text, so data that begins with = + - @ is never a formula. Every formula has its stored value.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

import numpy as np
from xlsxwriter import Workbook

from fordelning.rapport.excel.tabell import Blad, Diagram, Formler, Kolumn, Tabell, Varde
from fordelning.rapport.excel.utseende import (
    FARGER,
    FLIKFARGER,
    TALFORMAT,
    Format,
    compute_height,
    compute_width,
)

LIGGANDE_NAMN = 12
"""With more columns than this in a chart, the names under them stand upright."""

SKAPAD = datetime(2000, 1, 1)
"""The workbook's date of creation: the same, so that the same result is the same file."""


def write_workbook(fil: Path, blad: Sequence[Blad], titel: str) -> None:
    """Write the workbook. Raises KeyError for a formula that names a table or column that does not exist."""
    texter_som_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    bok = Workbook(str(fil), {"in_memory": True, **texter_som_text})  # nothing in the folder of temporary files
    bok.set_properties({"title": titel, "created": SKAPAD})
    skrivare = _Skrivare(bok, Formler(blad))
    for ett in blad:
        skrivare.write_sheet(ett)
    bok.close()


class _Skrivare:
    """Writes sheets in one workbook."""

    def __init__(self, bok: Any, formler: Formler) -> None:
        self.bok, self.formler, self.format = bok, formler, Format(bok)

    def write_sheet(self, blad: Blad) -> None:
        """One sheet: title, description, tables, charts, and how it scrolls, filters and prints."""
        ws = self.bok.add_worksheet(blad.namn)
        ws.set_tab_color(FLIKFARGER[blad.slag])
        ws.hide_gridlines(2)
        ws.write_string(0, 0, blad.titel, self.format["titel"])
        ws.write_string(1, 0, blad.beskrivning, self.format["beskrivning"])
        for tabell in blad.tabeller:
            self.write_table(ws, blad, tabell)
        for diagram in blad.diagram:
            self.insert_chart(ws, diagram)
        _set_up_view_and_print(ws, blad)

    def write_table(self, ws: Any, blad: Blad, tabell: Tabell) -> None:
        """Headings and rows; above the headings the sums (of the rows that the filter shows) and the explanations."""
        rubrikrad = tabell.rubrikrad
        ws.set_row(rubrikrad, compute_height([k.rubrik for k in tabell.kolumner], _widths(blad, tabell), 10))
        if tabell.har_forklaringar and tabell.rad is None:
            ws.set_row(2, compute_height([k.forklaring for k in tabell.kolumner], _widths(blad, tabell), 8))
        for j, (kolumn, bredd) in enumerate(zip(tabell.kolumner, _widths(blad, tabell), strict=True), tabell.kolumn):
            ws.set_column(j, j, bredd)
            ws.write_string(rubrikrad, j, kolumn.rubrik, self.format["rubrik_tal" if _is_number(kolumn) else "rubrik"])
            if kolumn.forklaring and tabell.rad is None:
                ws.write_string(2, j, kolumn.forklaring, self.format["forklaring"])
            if kolumn.summa:
                self._write_sum(ws, rubrikrad - 1, j, tabell, kolumn)
            for i in range(tabell.antal):
                self._write_cell(ws, rubrikrad + 1 + i, j, tabell, kolumn, i)
            self._add_rules(ws, rubrikrad + 1, j, tabell, kolumn)
        self._fit_rows(ws, blad, tabell)
        if tabell.har_summor:
            ws.write_string(rubrikrad - 1, tabell.kolumn, "Summa", self.format["summa_text"])
        self._define_names(blad, tabell)

    def _fit_rows(self, ws: Any, blad: Blad, tabell: Tabell) -> None:
        """Rows with wrapped text are as high as it needs; Excel would do it, other programs do not."""
        langa = [(k, b) for k, b in zip(tabell.kolumner, _widths(blad, tabell), strict=True) if k.form == "lang"]
        for i in range(tabell.antal if langa else 0):
            hojd = compute_height([str(k.varden[i] or "") for k, _ in langa], [b for _, b in langa], 10)
            ws.set_row(tabell.rubrikrad + 1 + i, hojd)

    def _write_cell(self, ws: Any, rad: int, j: int, tabell: Tabell, kolumn: Kolumn, i: int) -> None:
        varde = _plain(kolumn.varden[i])
        format_ = self.format.cell(kolumn.form_at(i), kolumn.inmatning_at(i))
        if mall := kolumn.formel_at(i):
            ws.write_formula(rad, j, f"={self.formler.make(mall, tabell, i)}", format_, "" if varde is None else varde)
        elif varde is None:
            ws.write_blank(rad, j, None, format_)
        elif isinstance(varde, str):
            ws.write_string(rad, j, varde, format_)
        else:
            ws.write_number(rad, j, varde, format_)

    def _write_sum(self, ws: Any, rad: int, j: int, tabell: Tabell, kolumn: Kolumn) -> None:
        summa = math.fsum(v for v in map(_plain, kolumn.varden) if isinstance(v, int | float))
        formel = self.formler.make(f"SUBTOTAL(9,{{{kolumn.nyckel}.alla}})", tabell)
        ws.write_formula(rad, j, f"={formel}", self.format.cell(kolumn.form_at(0), summa=True), summa)

    def _add_rules(self, ws: Any, rad: int, j: int, tabell: Tabell, kolumn: Kolumn) -> None:
        """Colours by text, and the choices of cells to type in."""
        sista = rad + tabell.antal - 1
        for text, farg in kolumn.farger.items():
            regel = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.format[farg]}
            ws.conditional_format(rad, j, sista, j, regel)
        if kolumn.val:
            val = {"validate": "list", "source": f"={self.formler.make(kolumn.val)}"}
            ws.data_validation(rad, j, sista, j, val)

    def _define_names(self, blad: Blad, tabell: Tabell) -> None:
        for namn, (nyckel, i) in tabell.definierade.items():
            del_ = "alla" if i is None else None
            mall = f"{{{tabell.namn}.{nyckel}.{del_}}}" if del_ else f"{{{tabell.namn}.{nyckel}[{i}]}}"
            self.bok.define_name(namn, f"={self.formler.make(mall)}")

    def insert_chart(self, ws: Any, d: Diagram) -> None:
        """A chart with one series, without legend."""
        diagram = self.bok.add_chart({"type": d.typ})
        serie = {
            "categories": f"={self.formler.make(d.kategorier)}",
            "values": f"={self.formler.make(d.varden)}",
            "fill": {"color": FARGER["stapel"]},
            "gap": 40,
            "invert_if_negative": True,
            "invert_if_negative_color": FARGER["minus"],
        }
        diagram.add_series(serie)
        diagram.set_title({"name": d.titel, "name_font": {"size": 11, "bold": True}, "overlay": False})
        diagram.set_legend({"none": True})
        namnaxel: dict[str, Any] = {
            "num_font": {"size": 8},
            "label_position": "low",
            "interval_unit": 1,
            "major_tick_mark": "none",
        }
        vardeaxel = {
            "name": d.enhet,
            "name_font": {"size": 8, "bold": False},
            "num_font": {"size": 8},
            "num_format": TALFORMAT[d.form],
            "line": {"none": True},
            "major_tick_mark": "none",
            "major_gridlines": {"visible": True, "line": {"color": FARGER["linje"]}},
        }
        if d.typ == "bar":  # lies down: the names are on the y axis, the first at the top
            diagram.set_y_axis(namnaxel | {"reverse": True})
            diagram.set_x_axis(vardeaxel | {"label_position": "high"})
        else:
            manga = _count_rows(self.formler.make(d.kategorier)) > LIGGANDE_NAMN
            diagram.set_x_axis(namnaxel | ({"num_font": {"size": 7, "rotation": -90}} if manga else {}))
            diagram.set_y_axis(vardeaxel)
        diagram.set_size({"width": d.storlek[0], "height": d.storlek[1]})
        ws.insert_chart(d.cell, diagram, {"object_position": 2})


def _count_rows(omrade: str) -> int:
    """How many rows a range of one column holds."""
    rader = re.findall(r"\$(\d+)", omrade)
    return int(rader[-1]) - int(rader[0]) + 1


def _set_up_view_and_print(ws: Any, blad: Blad) -> None:
    """Headings frozen and filtered; A4 landscape, headings on every page, page numbers."""
    forst = blad.tabeller[0]
    rubrikrad = forst.rubrikrad
    if blad.filter:
        ws.freeze_panes(rubrikrad + 1, blad.fasta)
        ws.autofilter(rubrikrad, forst.kolumn, rubrikrad + forst.antal, forst.kolumn + len(forst.kolumner) - 1)
        ws.repeat_rows(rubrikrad)
    if blad.sidbredd > 1 and blad.fasta:
        ws.repeat_columns(0, blad.fasta - 1)
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    ws.fit_to_pages(blad.sidbredd, 0)
    ws.set_footer("&L&8&F&C&8&A&R&8Sida &P av &N")


def _widths(blad: Blad, tabell: Tabell) -> list[float]:
    """The widths of a table's columns, which the sheet's main table decides as far as it reaches."""
    huvud = {j: compute_width(k) for j, k in enumerate(blad.tabeller[0].kolumner, start=blad.tabeller[0].kolumn)}
    egna = {j: compute_width(k) for j, k in enumerate(tabell.kolumner, start=tabell.kolumn)}
    return [huvud.get(j, bredd) for j, bredd in egna.items()]


def _is_number(kolumn: Kolumn) -> bool:
    former = [kolumn.form] if isinstance(kolumn.form, str) else kolumn.form
    return any(form not in ("text", "lang") for form in former)


def _plain(varde: Any) -> Varde:
    """A value that XlsxWriter can write: nan and inf are empty cells."""
    if isinstance(varde, np.generic):
        varde = varde.item()
    return None if isinstance(varde, float) and not np.isfinite(varde) else varde
