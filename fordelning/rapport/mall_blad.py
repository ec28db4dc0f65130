"""The sheets of the input workbook: the instructions, and a table with what may be typed in each column."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from typing import Any

from xlsxwriter.utility import xl_col_to_name

from fordelning.fel import Anmarkning
from fordelning.filer import FilFel
from fordelning.rapport.excel.utseende import FARGER, FLIKFARGER, HOGST_BREDD, MINST_BREDD, compute_height
from fordelning.underlag.kolumner import TABELLER, Kolumn, Tabell, Typ

TYPSNITT: dict[str, Any] = {"font_name": "Calibri", "font_size": 10, "valign": "top"}
FRIVILLIG = "#8EA9C1"
RUBRIK = TYPSNITT | {"bold": True, "font_color": "#FFFFFF", "valign": "bottom"}
TALFORMAT: dict[Typ, str] = {
    "kr": "#,##0",
    "antal": "#,##0",
    "ar": "0",
    "manader": "0",
    "tal": "General",
    "andel": "General",
}
"""What is typed as a number, and how it is shown. Every other column is text, so that a code keeps its zeros."""

LANGST_TEXT = 32_767
"""What a cell of Excel holds, characters."""

ANVISNINGAR = (
    "Här fyller du i underlaget till fördelningen: ett blad per tabell, samma kolumner som i CSV-filerna.",
    "1. Fyll i bladet underlag: budgetår och ram krävs. Skriv värdet i kolumnen varde.",
    "2. Fyll i bladen forbund, omraden och regioner. De krävs; övriga blad fylls i när de behövs.",
    "3. Kolumner med mörk rubrik krävs, de med ljus rubrik får vara tomma. En tom cell betyder att uppgiften inte är "
    "given. Håll pekaren över rubriken för att se vad kolumnen är.",
    "4. Koder är text: 0114 behåller sin nolla. Klistra in som värden (Klistra in special, Värden), annars följer "
    "formatet med från källan.",
    "5. Belopp är hela kronor, utan enhet. Andelar skrivs som 0,25. Formler går bra när boken är sparad i Excel.",
    "6. Rubrikraden ska stå överst. Inga summor, anteckningar eller sammanfogade celler på bladen; skriv sådant här.",
    "7. Spara och kontrollera: fordelning kontrollera underlag.xlsx. Alla fel visas på en gång, med blad och cell. "
    "Inget beräknas förrän allt är rätt.",
    "8. Boken används som den är av alla kommandon. Till CSV: fordelning mall --fran underlag.xlsx --ut mapp.",
)


BREDDER = (20, 80, 14)
"""Column widths of the instructions, characters."""


def write_instructions(bok: Any) -> None:
    """The sheet Anvisningar: how to fill in, and what every sheet is."""
    ws = bok.add_worksheet("Anvisningar")
    brodtext = bok.add_format(TYPSNITT | {"text_wrap": True})
    rubrik = bok.add_format(RUBRIK | {"bg_color": FARGER["rubrik"]})
    ws.write_string(0, 0, "Underlag till fördelningen", bok.add_format(TYPSNITT | {"font_size": 16, "bold": True}))
    for rad, text in enumerate(ANVISNINGAR, start=1):
        ws.merge_range(rad, 0, rad, 2, text, brodtext)
        ws.set_row(rad, compute_height([text], [math.fsum(BREDDER)], 10))
    start = len(ANVISNINGAR) + 2
    for kolumn, text in enumerate(("Blad", "Innehåll", "")):
        ws.write_string(start, kolumn, text, rubrik)
    for rad, tabell in enumerate(TABELLER.values(), start=start + 1):
        ws.write_url(rad, 0, f"internal:'{tabell.namn}'!A1", string=tabell.namn)
        ws.write_string(rad, 1, tabell.beskrivning, brodtext)
        ws.write_string(rad, 2, "krävs" if tabell.kravs else "frivilligt", brodtext)
    for kolumn, bredd in enumerate(BREDDER):
        ws.set_column(kolumn, kolumn, bredd)
    ws.set_row(0, 26)
    ws.hide_gridlines(2)
    set_up_page(ws, "om")


def set_up_page(ws: Any, slag: str) -> None:
    """A4 landscape, one page wide, headings on every page, page numbers."""
    ws.set_tab_color(FLIKFARGER[slag])
    ws.set_landscape()
    ws.set_paper(9)
    ws.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
    ws.fit_to_pages(1, 0)
    ws.set_footer("&L&8&F&C&8&A&R&8Sida &P av &N")


class TableSheet:
    """The sheet of one table. `rader` = the number of rows, per table, that a code can be chosen from."""

    def __init__(self, bok: Any, tabell: Tabell, rader: Mapping[str, int]) -> None:
        self.ws, self.tabell, self.rader = bok.add_worksheet(tabell.namn), tabell, rader
        self.rubrik = cache(lambda farg, sida: bok.add_format(RUBRIK | {"bg_color": farg, "align": sida}))
        self.format = cache(lambda talformat: bok.add_format(TYPSNITT | {"num_format": talformat}))

    def write(self, rader: Sequence[Sequence[str]]) -> None:
        """Headings with comments, the rows, and what may be typed in each column."""
        for j, kolumn in enumerate(self.tabell.kolumner):
            texter = [rad[j] for rad in rader]
            self.ws.set_column(j, j, _compute_width(kolumn, texter), self.format(TALFORMAT.get(kolumn.typ, "@")))
            farg = FARGER["rubrik"] if kolumn.kravs else FRIVILLIG
            sida = "right" if kolumn.typ in TALFORMAT else "left"
            self.ws.write_string(0, j, kolumn.namn, self.rubrik(farg, sida))
            self.ws.write_comment(0, j, describe(kolumn), {"x_scale": 2, "y_scale": 0.8, "font_size": 9})
            for i, text in enumerate(texter, start=1):
                self._write_cell(i, j, kolumn, text)
            if regel := make_validation(kolumn, self.rader):
                self.ws.data_validation(1, j, self.rader[self.tabell.namn], j, regel)
        self.ws.freeze_panes(1, len(self.tabell.nyckel))
        self.ws.autofilter(0, 0, max(len(rader), 1), len(self.tabell.kolumner) - 1)
        self.ws.repeat_rows(0)
        set_up_page(self.ws, "inmatning")

    def _write_cell(self, rad: int, j: int, kolumn: Kolumn, text: str) -> None:
        """A number as a number with the decimals it was given, when Excel keeps every digit; all else as text."""
        if not text or kolumn.typ not in TALFORMAT or Decimal(f"{float(text):.15g}") != Decimal(text):
            write_text(self.ws, rad, j, text, self.format("@"))
            return
        decimaler = len(text.partition(".")[2])
        talformat = f"#,##0.{'0' * decimaler}" if decimaler else TALFORMAT[kolumn.typ]
        self.ws.write_number(rad, j, float(text), self.format(talformat))


def write_text(ws: Any, rad: int, kolumn: int, text: str, format_: Any) -> None:
    """A text in a cell, nothing when it is empty. Raises FilFel when it is longer than a cell holds."""
    if len(text) > LANGST_TEXT:
        vad, gor = f"en text är längre än {LANGST_TEXT} tecken", "Korta texten, eller använd CSV-filer."
        raise FilFel([Anmarkning(f"blad {ws.get_name()}, cell {xl_col_to_name(kolumn)}{rad + 1}", vad, gor=gor)])
    if text:
        ws.write_string(rad, kolumn, text, format_)


def describe(kolumn: Kolumn) -> str:
    """A column in words: what it is, and whether it must be filled in."""
    krav = "Får vara tom." if kolumn.far_tom else "Krävs." if kolumn.kravs else "Frivillig."
    val = f" Ett av: {', '.join(kolumn.val)}." if kolumn.val else ""
    return f"{kolumn.beskrivning}{val} {krav}"


_TAL: dict[Typ, tuple[str, dict[str, Any], str]] = {
    "kr": ("integer", {"criteria": ">=", "value": 0}, "Skriv hela kronor, 0 eller mer, utan enhet."),
    "antal": ("integer", {"criteria": ">=", "value": 0}, "Skriv ett heltal, 0 eller mer."),
    "tal": ("decimal", {"criteria": ">=", "value": 0}, "Skriv ett tal, 0 eller mer."),
    "andel": (
        "decimal",
        {"criteria": "between", "minimum": 0, "maximum": 1},
        "Skriv en andel från 0 till 1, t.ex. 0,25.",
    ),
    "ar": ("integer", {"criteria": "between", "minimum": 1990, "maximum": 2100}, "Skriv ett år med fyra siffror."),
    "manader": ("integer", {"criteria": "between", "minimum": 1, "maximum": 12}, "Skriv ett heltal från 1 till 12."),
}
"""What a number must be: kind, limits, and what to say."""


def make_validation(kolumn: Kolumn, rader: Mapping[str, int]) -> dict[str, Any]:
    """What may be typed in a column, as XlsxWriter has it; nothing for free text.

    A code that is not in its table is only warned of: the table may be filled in later.
    """
    if kolumn.val:
        return {"validate": "list", "source": list(kolumn.val), "error_message": f"Välj {' eller '.join(kolumn.val)}."}
    if kolumn.hor_till:
        j = TABELLER[kolumn.hor_till].kolumnnamn.index(kolumn.namn)
        omrade = f"='{kolumn.hor_till}'!${xl_col_to_name(j)}$2:${xl_col_to_name(j)}${rader[kolumn.hor_till] + 1}"
        fel = f"Koden finns inte på bladet {kolumn.hor_till}. Lägg till den där också."
        return {"validate": "list", "source": omrade, "error_type": "warning", "error_message": fel}
    if kolumn.typ not in _TAL:
        return {}
    slag, granser, fel = _TAL[kolumn.typ]
    if kolumn.negativ:
        granser, fel = {"criteria": "between", "minimum": -1e15, "maximum": 1e15}, fel.replace(", 0 eller mer", "")
    return {"validate": slag, **granser, "error_title": kolumn.namn, "error_message": fel}


def _compute_width(kolumn: Kolumn, texter: Sequence[str]) -> float:
    """The width that the heading and the values need, in characters; thousands are shown apart."""
    tal = kolumn.typ in TALFORMAT
    bredder = [len(text) * (4 / 3 if tal else 1) + 2 for text in texter]
    return min(max(len(kolumn.namn) * 1.1 + 3, MINST_BREDD, *bredder), HOGST_BREDD)
