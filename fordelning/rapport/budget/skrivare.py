"""Write the sheets: stored values, protection, validation in Swedish, colours, charts, print set-up."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import Any

from xlsxwriter import Workbook

from fordelning.rapport.budget.sida import Cell, Diagram, Krav, Rubrik, Sida, Tabellrad, Villkor
from fordelning.rapport.budget.utseende import Format
from fordelning.rapport.excel.arbetsbok import SKAPAD
from fordelning.rapport.excel.tabell import Formler, Tabell
from fordelning.rapport.excel.utseende import FARGER, FLIKFARGER, compute_height, localise
from fordelning.underlag.tal import STORST

_KRAV: dict[Krav, dict[str, Any]] = {
    "kr": {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Hela kronor",
        "error_message": "Skriv hela kronor, 0 eller mer, utan ören. Lämna cellen tom om inget är känt.",
    },
    "utfall": {
        "validate": "decimal",
        "criteria": "between",
        "minimum": -STORST,
        "maximum": STORST,
        "error_title": "Kronor",
        "error_message": "Skriv kronor, gärna med ören; minus för en återföring. Lämna cellen tom om inget är känt.",
    },
    "antal": {
        "validate": "integer",
        "criteria": ">=",
        "value": 0,
        "error_title": "Antal deltagare",
        "error_message": "Skriv ett helt antal, 0 eller mer. Lämna cellen tom om inget är känt.",
    },
    "ja_nej": {
        "validate": "list",
        "source": ["ja", "nej"],
        "error_title": "Ja eller nej",
        "error_message": "Välj ja eller nej.",
    },
    "andel": {
        "validate": "decimal",
        "criteria": "between",
        "minimum": 0,
        "maximum": 1,
        "error_title": "Andel",
        "error_message": "Skriv en andel från 0 till 100 %.",
    },
    "vikt": {
        "validate": "decimal",
        "criteria": ">=",
        "value": 0,
        "error_title": "Vikt",
        "error_message": "Skriv ett tal som är 0 eller större.",
    },
}
_BREDD, _BREDD_FETT = 0.97, 0.8
"""How much of a column's width text fills, in ordinary and in bold letters: fonts differ between computers."""

_SKYDD = {"format_columns": True, "format_rows": True, "select_locked_cells": True, "select_unlocked_cells": True}


def write_sidor(fil: Path, sidor: Sequence[Sida], titel: str) -> None:
    """Write the workbook. Raises KeyError for a formula that names a table or column that does not exist."""
    texter_som_text = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    bok = Workbook(str(fil), {"in_memory": True, **texter_som_text})  # nothing in the folder of temporary files
    bok.set_properties({"title": titel, "created": SKAPAD})
    bok.set_calc_mode("auto")
    skrivare = _Skrivare(bok, Formler([sida.blad for sida in sidor]))
    for sida in sidor:
        skrivare.write_sheet(sida)
    bok.close()


class _Skrivare:
    """Writes sheets in one workbook; a format is made once."""

    def __init__(self, bok: Any, formler: Formler) -> None:
        self.bok, self.formler, self.format = bok, formler, Format(bok)

    def write_sheet(self, sida: Sida) -> None:
        blad = sida.blad
        ws = self.bok.add_worksheet(blad.namn)
        ws.set_tab_color(FLIKFARGER[blad.slag])
        ws.hide_gridlines(2)
        ws.set_row(0, 24)
        ws.write_string(0, 0, blad.titel, self.format.titel)
        ws.write_string(1, 0, blad.beskrivning, self.format.beskrivning)
        for tabell in blad.tabeller:
            self._write_table(ws, sida, tabell)
        for villkor in sida.villkor:
            self._colour(ws, sida, villkor)
        for diagram in sida.diagram:
            self._insert_chart(ws, diagram)
        _set_up_view_and_print(ws, sida)
        ws.protect("", _SKYDD)

    def _write_table(self, ws: Any, sida: Sida, tabell: Tabell) -> None:
        """Headings, rows, what may be typed, and the defined names."""
        rubriker, rader = sida.rubriker[tabell.namn], sida.rader[tabell.namn]
        bredder = [_BREDD_FETT * r.bredd for r in rubriker]
        ws.set_row(tabell.rubrikrad, compute_height([r.text for r in rubriker], bredder, 10))
        for j, r in enumerate(rubriker):
            if tabell is sida.blad.tabeller[0]:
                ws.set_column(j, j, r.bredd)
            ws.write_string(tabell.rubrikrad, j, r.text, self.format.heading(r, j))
        for i, rad in enumerate(rader):
            if any(cell.form == "lang" for cell in rad.celler):
                ws.set_row(tabell.rubrikrad + 1 + i, _find_height(rad, rubriker))
            for j, cell in enumerate(rad.celler):
                self._write_cell(ws, tabell, (i, j), cell, self.format.cell(cell, rubriker[j], j, rad.ar_summa))
        for j in range(len(rubriker)):
            for forst, sist, krav in _find_runs([rad.celler[j].krav for rad in rader]):
                over = tabell.rubrikrad + 1
                ws.data_validation(over + forst, j, over + sist, j, {"ignore_blank": True, **_KRAV[krav]})
        for namn, (nyckel, plats) in tabell.definierade.items():
            vad = ".alla" if plats is None else f"[{plats}]"
            self.bok.define_name(namn, f"={self.formler.make(f'{{{tabell.namn}.{nyckel}{vad}}}')}")

    def _write_cell(self, ws: Any, tabell: Tabell, plats: tuple[int, int], cell: Cell, format_: Any) -> None:
        """`plats`: row and column within the table."""
        i, j = plats
        rad = tabell.rubrikrad + 1 + i
        if cell.formel:
            varde = "" if cell.varde is None else cell.varde
            ws.write_formula(rad, j, f"={self.formler.make(cell.formel, tabell, i)}", format_, varde)
        elif cell.varde is None:
            ws.write_blank(rad, j, None, format_)
        elif isinstance(cell.varde, str):
            ws.write_string(rad, j, cell.varde, format_)
        else:
            ws.write_number(rad, j, cell.varde, format_)

    def _colour(self, ws: Any, sida: Sida, villkor: Villkor) -> None:
        tabell = next(t for t in sida.blad.tabeller if t.namn == villkor.tabell)
        nycklar = [k.nyckel for k in tabell.kolumner]
        forst, sist = tabell.rubrikrad + 1, tabell.rubrikrad + tabell.antal
        regel: dict[str, Any] = {"format": self.format.colour(villkor.farg)}
        if villkor.nar == "formel":
            regel |= {"type": "formula", "criteria": f"={self.formler.make(villkor.vad, tabell)}"}
        elif villkor.nar == "text":
            regel |= {"type": "cell", "criteria": "==", "value": f'"{villkor.vad}"'}
        else:
            regel |= {"type": "cell", "criteria": "<" if villkor.nar == "under 0" else ">", "value": 0}
        for nyckel in villkor.nycklar:
            j = nycklar.index(nyckel)
            ws.conditional_format(forst, j, sist, j, regel)

    def _insert_chart(self, ws: Any, d: Diagram) -> None:
        """The series of the first kind, and those of another kind laid over them."""
        typer = list(dict.fromkeys(serie.typ for serie in d.serier))
        diagrammen = [self.bok.add_chart({"type": typ}) for typ in typer]
        for serie in d.serier:
            utseende = (
                {"line": {"color": serie.farg, "width": 2.25}}
                if serie.typ == "line"
                else {"fill": {"color": serie.farg}}
            )
            innehall = {
                "name": serie.namn,
                "categories": f"={self.formler.make(d.kategorier)}",
                "values": f"={self.formler.make(serie.varden)}",
            }
            diagrammen[typer.index(serie.typ)].add_series(
                innehall | utseende | ({} if serie.typ == "line" else {"gap": 60})
            )
        huvud = diagrammen[0]
        for annan in diagrammen[1:]:
            huvud.combine(annan)
        huvud.set_title({"name": d.titel, "name_font": {"size": 11, "bold": True}, "overlay": False})
        huvud.set_legend({"none": True} if len(d.serier) == 1 else {"position": "bottom", "font": {"size": 9}})
        huvud.set_x_axis({"num_font": {"size": 8}, "label_position": "low", "reverse": typer[0] == "bar"})
        linjer = {"visible": True, "line": {"color": FARGER["linje"]}}
        huvud.set_y_axis({"name": d.enhet, "name_font": {"size": 8, "bold": False}, "num_font": {"size": 8},
                          "num_format": localise("#,##0"), "major_gridlines": linjer})  # fmt: skip
        huvud.set_size({"width": d.storlek[0], "height": d.storlek[1]})
        ws.insert_chart(d.cell, huvud, {"object_position": 2})


def _find_height(rad: Tabellrad, rubriker: Sequence[Rubrik]) -> float:
    """The height, in points, of a row with texts that wrap."""
    par = zip(rad.celler, rubriker, strict=True)
    langa = [(str(cell.varde or ""), _BREDD * rubrik.bredd) for cell, rubrik in par if cell.form == "lang"]
    return max(15.0, compute_height([t for t, _ in langa], [b for _, b in langa], 10))


def _find_runs(kraven: Sequence[Krav]) -> Iterator[tuple[int, int, Krav]]:
    """First and last row of every run of cells that take the same."""
    nyckel: Callable[[int], Krav] = kraven.__getitem__
    for krav, grupp in groupby(range(len(kraven)), key=nyckel):
        rader = list(grupp)
        if krav:
            yield rader[0], rader[-1], krav


def _set_up_view_and_print(ws: Any, sida: Sida) -> None:
    """Headings frozen; A4 landscape, one page wide, headings on every page, page numbers."""
    rubrikrad = sida.blad.tabeller[0].rubrikrad
    ws.freeze_panes(rubrikrad + 1, sida.blad.fasta)
    ws.repeat_rows(rubrikrad)
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    ws.fit_to_pages(1, 1 if sida.en_sida else 0)
    ws.set_footer("&L&8&F&C&8&A&R&8Sida &P av &N")
