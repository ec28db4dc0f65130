"""The one opener of workbooks: what is read is all that is there, or the book is refused at once with its place."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fordelning.fel import UnderlagFel
from fordelning.infil.arbetsbok import Bokdata, Cell, read_book
from tests.infil.xml_bok import HUVUD, RELATION, make_book, make_parts, make_sheet, zip_parts
from tests.underlag.bok import make_book as make_mall

TAL = '<row r="1"><c r="A1"><v>1</v></c></row>'


def _read(data: bytes) -> Bokdata:
    return read_book("bok.xlsx", data)


def _cell(xml: str, texter: str | None = None) -> Cell:
    """The one cell A1 of a book."""
    return _read(make_book(f'<row r="1">{xml}</row>', texter=texter)).blad[0].rader[0][0]


def _refused(data: bytes) -> str:
    with pytest.raises(UnderlagFel) as fel:
        _read(data)
    [ett] = fel.value.anmarkningar
    assert ett.gor
    return str(ett)


@pytest.mark.parametrize(
    ("rader", "plats", "vad"),
    [
        ('<row r="2"/><row r="1"/>', "blad prov, rad 1", "raden står efter rad 2"),
        ('<row r="3"/><row r="3"/>', "blad prov, rad 3", "raden står efter rad 3"),
        ('<row r="x"/>', "blad prov", "numret «x»"),
        ('<row r="1"><c r="A2"><v>1</v></c></row>', "blad prov, rad 1", "cellen «A2» står på rad 1"),
        ('<row r="1"><c r="A1"/><c r="A1"/></row>', "blad prov, cell A1", "cellen står efter A1"),
        ('<row r="1"><c r="B1"/><c r="A1"/></row>', "blad prov, cell A1", "cellen står efter B1"),
        ('<row r="1"><c r="1A"/></row>', "blad prov, rad 1", "cellen «1A»"),
        ('<row r="1"><c><v>1</v><v>2</v></c></row>', "blad prov, cell A1", "två värden"),
        ('<row r="1"><c t="inlineStr"><v>1</v></c></row>', "blad prov, cell A1", "två värden"),
        ('<row r="1"><c><is><t>x</t></is></c></row>', "blad prov, cell A1", "två värden"),
        ('<row r="1"><c t="okand"><v>1</v></c></row>', "blad prov, cell A1", "slag som inte läses"),
        ('<row r="1"><c>5</c></row>', "blad prov, cell A1", "text utanför sitt värde"),
        ('<row r="1"><c><v>1_000</v></c></row>', "blad prov, cell A1", "«1_000» går inte att läsa"),
        ('<row r="1"><c><v>nan</v></c></row>', "blad prov, cell A1", "«nan» går inte att läsa"),
        ('<row r="1"><c t="b"><v>7</v></c></row>', "blad prov, cell A1", "«7» går inte att läsa"),
        ('<row r="1"><c t="s"><v>0</v></c></row>', "blad prov, cell A1", "«0» går inte att läsa"),
        ('<row r="1"><c t="s"><v>-1</v></c></row>', "blad prov, cell A1", "«-1» går inte att läsa"),
        ('<c r="A1"><v>1</v></c>', "blad prov", "utanför sin plats"),
        ('<x><row r="1"/></x>', "blad prov", "utanför sin plats"),
        ('<row r="1048576"><c r="XFD1048576" s="1"/></row>', "blad prov, cell XFD1048576", "utanför alla tabeller"),
        ('<row r="1048576" s="1"/>', "blad prov, rad 1048576", "utanför alla tabeller"),
        ('<row r="1"><c r="XFD1"/></row>', "blad prov, cell XFD1", "utanför alla tabeller"),
        ("<row/>" * 50_001, "blad prov, rad 50001", "utanför alla tabeller"),
        ("<row>" + "<c/>" * 900 + "</row>" + '<row><c r="ALL2"/></row>' + "<row>" + "<c/>" * 5, "blad prov", "skadat"),
        (f'<row r="1"><c t="str"><v>{"x" * 40_000}</v></c></row>', "blad prov, cell A1", "längre än Excel"),
    ],
)
def test_a_sheet_whose_cells_have_no_certain_place_is_refused_with_it(rader: str, plats: str, vad: str) -> None:
    fel = _refused(make_book(rader))
    assert fel.startswith(plats)
    assert vad in fel


def _without(del_: str) -> bytes:
    delar = make_parts({"prov": make_sheet(TAL), "tvåan": make_sheet("")})
    del delar[del_]
    return zip_parts(delar)


def _replaced(del_: str, gammalt: str, nytt: str) -> bytes:
    delar = make_parts({"prov": make_sheet(TAL), "tvåan": make_sheet("")})
    assert gammalt in delar[del_]
    return zip_parts(delar | {del_: delar[del_].replace(gammalt, nytt)})


def _without_texts() -> bytes:
    delar = make_parts({"prov": make_sheet(TAL)}, "<si><t>a</t></si>")
    del delar["xl/sharedStrings.xml"]
    return zip_parts(delar)


BOKEN, LEDER = "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
TRASIGA = {
    "bladets del saknas": (_without("xl/worksheets/sheet2.xml"), "blad tvåan: boken nämner bladet"),
    "ingen relation": (_replaced(LEDER, 'Id="rId2"', 'Id="rId7"'), "blad tvåan: boken nämner bladet"),
    "ingen hänvisning": (_replaced(BOKEN, 'r:id="rId2"', ""), "blad tvåan: boken nämner bladet"),
    "mål utanför": (_replaced(LEDER, "sheet2.xml", "../../../sheet2.xml"), "blad tvåan: boken nämner bladet"),
    "två blad, ett innehåll": (_replaced(LEDER, "sheet2.xml", "sheet1.xml"), "blad prov: två blad i boken pekar på"),
    "blad utan namn i boken": (
        _replaced(BOKEN, '<sheet name="tvåan" sheetId="2" r:id="rId2"/>', ""),
        "bok.xlsx: xl/worksheets/sheet2.xml finns i filen, men inget blad",
    ),
    "makroblad": (
        _replaced(LEDER, 'worksheet" Target="worksheets/sheet2', 'xlMacrosheet" Target="worksheets/sheet2'),
        "makro-",
    ),
    "annat innehåll": (
        _replaced("xl/worksheets/sheet2.xml", "worksheet", "dialogsheet"),
        "blad tvåan: bladet är inget",
    ),
    "strict": (_replaced(BOKEN, HUVUD, "http://purl.oclc.org/ooxml/spreadsheetml/main"), "Strict Open XML"),
    "avbrutet": (_replaced("xl/worksheets/sheet1.xml", "</row>", ""), "blad prov, rad 1: bladets innehåll är avbrutet"),
    "entiteter": (
        _replaced("xl/worksheets/sheet1.xml", "<worksheet", '<!DOCTYPE x [<!ENTITY a "b">]><worksheet'),
        "blad prov: filen innehåller en DOCTYPE",
    ),
    "entiteter i boken": (
        _replaced(BOKEN, "<workbook", '<!DOCTYPE x [<!ENTITY a "b">]><workbook'),
        "går inte att öppna",
    ),
    "delade texter saknas": (_without_texts(), "bok.xlsx: boken nämner delen xl/sharedStrings.xml, men den finns inte"),
    "ingen bok": (_without(BOKEN), "går inte att öppna som arbetsbok"),
    "inga typer": (_without("[Content_Types].xml"), "går inte att öppna som arbetsbok"),
    "bomb": (zip_parts(make_parts({"prov": make_sheet(" " * 30_000_000)})), "300 gånger större"),
    "för många delar": (zip_parts({f"x{n}": "" for n in range(2_001)}), "fler än 2000 delar"),
    "för många blad": (zip_parts(make_parts({f"b{n}": make_sheet("") for n in range(201)})), "201 blad"),
    "lösenord": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "skyddad med lösenord, eller sparad som .xls"),
    "halv fil": (make_book(TAL)[:700], "går inte att öppna som arbetsbok"),
}


@pytest.mark.parametrize(("data", "vad"), TRASIGA.values(), ids=TRASIGA.keys())
def test_a_damaged_or_foreign_book_is_one_message(data: bytes, vad: str) -> None:
    assert vad in _refused(data)


def test_a_part_that_stands_twice_in_the_zip_is_refused() -> None:
    import zipfile

    minne = io.BytesIO(make_book(TAL))
    with zipfile.ZipFile(minne, "a") as arkiv, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        arkiv.writestr("xl/worksheets/sheet1.xml", make_sheet(""))
    assert "delen xl/worksheets/sheet1.xml finns två gånger" in _refused(minne.getvalue())


def test_a_chart_sheet_holds_no_cells_and_is_passed_over() -> None:
    delar = make_parts({"prov": make_sheet(TAL), "diagram": f'<chartsheet xmlns="{HUVUD}"/>'})
    leder = delar[LEDER].replace(
        f'{RELATION}/worksheet" Target="worksheets/sheet2', f'{RELATION}/chartsheet" Target="worksheets/sheet2'
    )
    typer = delar["[Content_Types].xml"].replace(
        'sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet',
        'sheet2.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.chartsheet',
    )
    bok = _read(zip_parts(delar | {LEDER: leder, "[Content_Types].xml": typer}))
    assert [blad.namn for blad in bok.blad] == ["prov"]


@pytest.mark.parametrize(
    ("xml", "text", "varde"),
    [
        ('<c s="2"><v>114</v></c>', "0114", 114),
        ('<c s="2"><v>12345</v></c>', "12345", 12345),
        ('<c s="2"><v>-7</v></c>', "-7", -7),
        ('<c s="2"><v>113.99999999999999</v></c>', "0114", 114),
        ("<c><v>29999.9999999999</v></c>", "30000", 30000),
        ("<c><v>30000.0000000001</v></c>", "30000", 30000),
        ("<c><v>10000000.01</v></c>", "10000000.01", 10000000.01),
        ("<c><v>29999.99999</v></c>", "29999.99999", 29999.99999),
        ("<c><v>0.30000000000000004</v></c>", "0.3", 0.30000000000000004),
        ("<c><f>A2-A3</f><v>5.5511151231257827E-17</v></c>", "0", 0),
        ("<c><v>1E-10</v></c>", "0.0000000001", 1e-10),
        ("<c><v>1.5E+3</v></c>", "1500", 1500),
        ('<c t="b"><v>1</v></c>', "ja", True),
        ('<c t="str"><f>"x"</f><v>x</v></c>', "x", "x"),
        ('<c t="inlineStr"><is><t>a</t></is></c>', "a", "a"),
        ('<c t="inlineStr"><is><r><t>a</t></r><r><rPr/><t>b</t></r><rPh><t>läst</t></rPh></is></c>', "ab", "ab"),
        ('<c t="inlineStr"><is><t>rad_x000A_två_x005F_x000A_</t></is></c>', "rad\ntvå_x000A_", "rad\ntvå_x000A_"),
    ],
)
def test_a_cell_is_read_as_stored_but_for_zeros_and_dust(xml: str, text: str, varde: object) -> None:
    cell = _cell(xml)
    assert (cell.text, cell.varde, cell.brist[0]) == (text, varde, "")


@pytest.mark.parametrize(
    ("xml", "vad"),
    [
        ("<c><f>1+1</f></c>", "formeln har inget sparat värde"),
        ('<c t="e"><v>#REF!</v></c>', "felvärdet #REF!"),
        ('<c s="1"><v>59917</v></c>', "datum eller klockslag (2064-01-16)"),
        ('<c s="1"><v>99999999</v></c>', "formaterad som datum"),
        ('<c t="d"><v>2026-01-02</v></c>', "datum eller klockslag (2026-01-02)"),
        ('<c t="d"><v>i dag</v></c>', "formaterad som datum"),
        ('<c s="4"><v>1</v></c>', "talformat finns inte i boken"),
    ],
)
def test_what_is_no_value_is_told_with_the_cell(xml: str, vad: str) -> None:
    assert vad in _cell(xml).brist[0]


def test_shared_texts_are_read_without_their_formats_and_readings() -> None:
    texter = "<si><r><t>Förb</t></r><r><t>und</t></r><rPh><t>x</t></rPh></si><si><t/></si>"
    assert _cell('<c t="s"><v>0</v></c>', texter).text == "Förbund"
    assert _cell('<c t="s"><v>1</v></c>', texter).text == ""


def test_a_calendar_from_1904_gives_its_own_days() -> None:
    delar = make_parts({"prov": make_sheet('<row r="1"><c s="1"><v>0.5</v></c><c s="1"><v>1</v></c></row>')})
    boken = delar[BOKEN].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    assert _read(zip_parts(delar | {BOKEN: boken})).blad[0].rader[0][1].text == "1904-01-02"


def test_sheets_whose_names_differ_in_case_or_are_hidden_are_all_there() -> None:
    delar = make_parts({"Prov": make_sheet(TAL), "prov": make_sheet(TAL), "gömt": make_sheet(TAL)})
    boken = delar[BOKEN].replace('sheetId="3"', 'sheetId="3" state="veryHidden"')
    bok = _read(zip_parts(delar | {BOKEN: boken}))
    assert [(blad.namn, blad.dolt) for blad in bok.blad] == [("Prov", False), ("prov", False), ("gömt", True)]


def test_every_cell_of_our_own_books_is_as_openpyxl_reads_it(tmp_path: Path) -> None:
    fil = make_mall(tmp_path, lambda bok: None)
    bok, facit = _read(fil.read_bytes()), load_workbook(fil, data_only=True)
    assert [blad.namn for blad in bok.blad] == facit.sheetnames
    for blad in bok.blad:
        rader: list[Any] = [list(rad) for rad in facit[blad.namn].iter_rows(values_only=True)]
        for i, rad in enumerate(rader):
            lasta = [cell.varde for cell in blad.rader[i]] if i < len(blad.rader) else []
            assert lasta + [None] * (len(rad) - len(lasta)) == rad
