"""The one writer of workbooks: Excel tables with stored values, protection, validation, colours and print set-up.

Text is always written as text, so data that begins with = + - @ is never a formula. Every formula has its stored value.
The same book is the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from itertools import groupby
from math import isfinite
from pathlib import Path
from typing import Any, Literal

from xlsxwriter import Workbook
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import CellFormulaTuple, Worksheet

from fordelning.blad.adresser import Adresser, Plats, place
from fordelning.blad.bok import SLAGORD, Blad, Bok
from fordelning.blad.excel_diagram import insert_chart
from fordelning.blad.excel_utskrift import Sida, set_up_print
from fordelning.blad.excel_vy import lay_out, set_up_view
from fordelning.blad.hanvisning import HELA, OVANFOR, name_cells
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.krav import Krav
from fordelning.blad.tabell import Tabell
from fordelning.blad.utseende import FLIKFARGER, Format
from fordelning.blad.villkor import whole
from fordelning.fel import Anmarkning
from fordelning.filer import FilFel

SKAPAD = datetime(2000, 1, 1)
"""The workbook's date of creation: the same, so that the same result is the same file."""

BLANKETTRADER = 24
"""Empty lines that a table to fill in has on paper while it has no rows: a page of headings alone is no form."""

LANGST_TEXT = 32_767
"""What a cell of Excel holds, characters."""

_SKYDD = {
    "autofilter": True,
    "format_columns": True,
    "format_rows": True,
    "select_locked_cells": True,
    "select_unlocked_cells": True,
}


class _Ark(Worksheet):  # type: ignore[misc]
    """A sheet that takes formulas as they are: ours use no function newer than Excel 2016, so none is looked for."""

    def _write_formula(self, row: int, col: int, formula: str, cell_format: Any = None, value: Any = 0) -> int:
        if self._check_dimensions(row, col):
            return -1
        self.table[row][col] = CellFormulaTuple(formula, cell_format, value)
        return 0


def write_bok(bok: Bok, fil: Path) -> None:
    """Write the workbook. Raises ValueError for names that clash, FilFel for a text that no cell holds."""
    texter_som_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    arbetsbok = Workbook(str(fil), {"in_memory": True, **texter_som_text})  # nothing in the folder of temporary files
    arbetsbok.set_properties({"title": bok.titel, "created": SKAPAD})
    arbetsbok.set_calc_mode("auto")
    blad = bok.order_sheets()
    skrivare = _Skrivare(arbetsbok, Adresser(blad))
    for ett in blad:
        skrivare.write_sheet(ett, bok.skyddad)
    arbetsbok.close()


class _Skrivare:
    """Writes sheets in one workbook."""

    def __init__(self, bok: Any, adresser: Adresser) -> None:
        self.bok, self.adresser, self.format = bok, adresser, Format(bok)

    def write_sheet(self, blad: Blad, skyddad: bool) -> None:
        """One sheet: title, description, tables, charts, and how it scrolls and prints."""
        ws = self.bok.add_worksheet(blad.namn, _Ark)
        ws.set_tab_color(FLIKFARGER[blad.slag])
        ws.hide_gridlines(2)
        if blad.titel:
            marke = f" ({SLAGORD['rakning'].lower()})" * (blad.slag == "rakning")
            ws.write_string(0, 0, blad.titel + marke, self.format["titel"])
            ws.write_string(1, 0, blad.beskrivning, self.format["beskrivning"])
        tabeller, diagram = place(blad)
        sida = lay_out(blad, tabeller, diagram)
        set_up_view(ws, sida)
        for plats in tabeller:
            self._write_table(ws, sida, plats)
        for ett in diagram:
            insert_chart(self.bok, ws, self.adresser, ett)
        set_up_print(ws, sida)
        if skyddad:
            ws.protect("", _SKYDD)

    def _write_table(self, ws: Any, sida: Sida, plats: Plats) -> None:
        """The Excel table, its cells, what stands above it, and its rules."""
        t, synliga = plats.tabell, plats.tabell.synliga
        sista_kolumn = plats.kolumn + len(synliga) - 1
        kolumner = [{"header": k.rubrik, "header_format": self.format.heading(k)} for k in synliga]
        val = {"name": t.tabellnamn, "columns": kolumner, "style": None, "autofilter": t.sorteras, "banded_rows": False}
        ws.add_table(plats.rubrikrad, plats.kolumn, plats.sista, sista_kolumn, val)
        for j, k in enumerate(synliga, start=plats.kolumn):
            self._write_column(ws, plats, j, k)
            self._write_above(ws, sida.blad, plats, j, k)
            self._add_rules(ws, plats, j, k)
            if t.lediga:
                ws.set_column(j, j, sida.kolumner[j], self.format.cell(k.former[-1]))
            if k.namn:
                self.bok.define_name(k.namn, f"={self.adresser.find_cells(k)}")
            if t.lediga and not t.antal_rader:
                for rad in range(plats.forsta, plats.forsta + BLANKETTRADER):
                    ws.write_blank(rad, j, None, self.format.cell(k.former[-1], linje=True))
        for namn, (k, i) in t.cellnamn.items():
            self.bok.define_name(namn, f"={self.adresser.find_cells(k, str(i))}")
        for regel in t.regler:
            villkor = self.adresser.write(regel.villkor.formel, plats.blad, plats.forsta, False)
            for k in regel.kolumner:
                j = plats.find_column(k.rubrik)
                farg = {"type": "formula", "criteria": f"={villkor}", "format": self.format.colour(regel.farg)}
                ws.conditional_format(plats.forsta, j, plats.sista, j, farg)

    def _write_column(self, ws: Any, plats: Plats, j: int, k: Kolumn) -> None:
        skrivet, formel = None, ""
        for i, varde in enumerate(k.varden.tolist()):
            rad, uttryck = plats.forsta + i, k.uttryck_at(i)
            summa: Literal["", "rad"] = "rad" if i in plats.tabell.summarader else ""
            format_ = self.format.cell(k.form_at(i), k.mark_at(i), summa, k.linje)
            tom = varde is None or varde == "" or (isinstance(varde, float) and not isfinite(varde))
            if uttryck is not None:
                if uttryck is not skrivet or OVANFOR in uttryck.formel:
                    skrivet, formel = uttryck, self.adresser.write(uttryck.formel, plats.blad, rad)
                ws.write_formula(rad, j, formel, format_, "" if tom else varde)
            elif tom:
                ws.write_blank(rad, j, None, format_)
            elif k.lank:
                ws.write_url(rad, j, "internal:'{}'!A1".format(varde.replace("'", "''")), self.format["lank"], varde)
            elif isinstance(varde, str):
                ws.write_string(rad, j, _check_length(varde, ws, rad, j), format_)
            elif isinstance(varde, date):
                ws.write_datetime(rad, j, varde, format_)
            else:
                ws.write_number(rad, j, varde, format_)

    def _write_above(self, ws: Any, blad: Blad, plats: Plats, j: int, k: Kolumn) -> None:
        """The explanation, and the sum of the rows that the filter shows."""
        if k.forklaring and blad.kommentarer:
            ws.write_comment(plats.rubrikrad, j, k.forklaring, {"x_scale": 2, "y_scale": 0.8, "font_size": 9})
        elif k.forklaring:
            ws.write_string(plats.rubrikrad - 1 - plats.har_summor, j, k.forklaring, self.format["forklaring"])
        if k.summa:
            format_ = self.format.cell(k.form_at(0), summa="ovan")
            formel = f"SUBTOTAL(9,{name_cells(k.tabell, k.rubrik, HELA)})"
            ws.write_formula(plats.rubrikrad - 1, j, formel, format_, k.total)
        elif plats.har_summor and j == plats.kolumn:
            ws.write_string(plats.rubrikrad - 1, j, "Summa", self.format["summa_text"])

    def _add_rules(self, ws: Any, plats: Plats, j: int, k: Kolumn) -> None:
        """Colours by text, and what may be typed."""
        for text, farg in k.farger.items():
            regel = {"type": "cell", "criteria": "==", "value": f'"{text}"', "format": self.format.colour(farg)}
            ws.conditional_format(plats.forsta, j, plats.sista, j, regel)
        for forst, sist, krav in _find_runs(k, plats.tabell):
            ws.data_validation(plats.forsta + forst, j, plats.forsta + sist, j, self._make_validation(krav))

    def _make_validation(self, krav: Krav) -> dict[str, Any]:
        """A demand as XlsxWriter has it."""
        regel: dict[str, Any] = {"error_title": krav.titel, "error_message": krav.text, "ignore_blank": True}
        if krav.varning:
            regel["error_type"] = "warning"
        if krav.slag == "val":
            val = krav.val
            kalla = list(val) if isinstance(val, tuple) else self.adresser.write(f"={whole(val)}", "", 0, False)
            return regel | {"validate": "list", "source": kalla}
        regel["validate"] = "integer" if krav.slag == "heltal" else "decimal"
        if krav.minst is not None and krav.hogst is not None:
            return regel | {"criteria": "between", "minimum": krav.minst, "maximum": krav.hogst}
        if krav.hogst is not None:
            return regel | {"criteria": "<=", "value": krav.hogst}
        return regel | {"criteria": ">=", "value": -1e15 if krav.minst is None else krav.minst}


def _check_length(text: str, ws: Any, rad: int, j: int) -> str:
    if len(text) > LANGST_TEXT:
        vad, gor = f"en text är längre än {LANGST_TEXT} tecken", "Korta texten, eller använd CSV-filer."
        raise FilFel([Anmarkning(f"blad {ws.get_name()}, cell {xl_rowcol_to_cell(rad, j)}", vad, gor=gor)])
    return text


def _find_runs(k: Kolumn, t: Tabell) -> Iterator[tuple[int, int, Krav]]:
    """First and last row of every run of cells that take the same."""
    n = max(t.antal_rader, 1) + t.lediga
    alla = [k.krav] * n if k.krav is None or isinstance(k.krav, Krav) else list(k.krav)
    for _, grupp in groupby(range(len(alla)), key=lambda i: id(alla[i])):
        rader = list(grupp)
        krav = alla[rader[0]]
        if krav is not None:
            yield rader[0], rader[-1], krav
