"""Ten mistakes in a workbook are ten messages; and a file that is no workbook is one."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from fordelning.mall.bok import write_mall
from fordelning.underlag import read_checked
from tests.underlag.bok import make_book
from tests.underlag.prov import find_faults
from tests.underlag.riket import make_sweden, row


def test_codes_that_excel_made_numbers_are_found_where_they_are_used_and_where_they_are_kept(tmp_path: Path) -> None:
    prov = make_sweden(fjol=False)
    prov.tabeller["medfinansiering"] = [
        ["forbund_kod", "part", "motpart_kod", "utlovat_kr"],
        ["F00", "kommun", "0114", "1"],
    ]
    write_mall(tmp_path / "bok.xlsx", read_checked(prov.write(tmp_path / "mapp")))
    bok = load_workbook(tmp_path / "bok.xlsx")
    bok["medfinansiering"]["C2"] = 114
    rad = row(prov, "0115")
    bok["omraden"][f"A{rad}"] = bok["omraden"][f"B{rad}"] = 115
    bok["omraden"][f"D{rad + 1}"] = 1
    bok.save(tmp_path / "bok.xlsx")
    assert [(f.plats, f.gor.split("?")[0]) for f in find_faults(tmp_path / "bok.xlsx")] == [
        (f"blad omraden, cell D{rad + 1}", "Menade du «01»"),
        (f"blad omraden, cell B{rad}", "Menade du «0115»"),
        ("blad medfinansiering, cell C2", "Menade du «0114»"),
    ]


def test_ten_mistakes_are_ten_messages_each_with_its_cell(tmp_path: Path) -> None:
    def plant(bok: Any) -> None:
        bok["forbund"]["D2"] = "12O0000"  # a letter for a digit
        bok["forbund"]["G4"] = 13  # no such month
        bok["omraden"]["E3"] = "AB"  # no such förbund
        bok["omraden"]["F8"] = 70_000  # a jump
        bok["omraden"]["B1"] = "kommun"  # a heading changed
        bok["regioner"].append(["R2", "Region Två igen"])  # a key twice
        bok["medfinansiering"]["C3"] = "K04"  # a stranger's pledge
        bok["kapital"]["C3"] = None  # a figure lost
        bok["insatser"]["D2"] = "indvid"  # no such choice
        bok["underlag"]["B2"] = "nästa år"  # no year

    fel = find_faults(make_book(tmp_path, plant))
    assert sorted(f.plats for f in fel) == [
        "blad forbund, cell D2",
        "blad forbund, cell G4",
        "blad insatser, cell D2",
        "blad kapital, cell C3",
        "blad medfinansiering, cell C3",
        "blad omraden, cell B1",
        "blad omraden, cell E3",
        "blad omraden, cell F8",
        "blad regioner, cell A4",
        "blad underlag, cell B2",
    ]


def test_ten_mistakes_among_real_kommuner_are_ten_messages_each_with_its_cell(tmp_path: Path) -> None:
    prov = make_sweden()
    write_mall(tmp_path / "bok.xlsx", read_checked(prov.write(tmp_path / "mapp")))
    bok = load_workbook(tmp_path / "bok.xlsx")
    omraden, forbund = bok["omraden"], bok["forbund"]
    a, b, c, d = (row(prov, kod) for kod in ("0114", "0139", "1280", "1480"))
    omraden[f"C{a}"].value, omraden[f"C{b}"].value = omraden[f"C{b}"].value, omraden[f"C{a}"].value
    omraden[f"F{c}"].value, omraden[f"F{d}"].value = omraden[f"F{d}"].value, omraden[f"F{c}"].value
    omraden["F60"] = omraden["F60"].value * 10
    omraden["G70"] = "x"
    omraden["E80"] = "F7"
    omraden["D90"] = "99"
    forbund["C5"] = "5 miljoner"
    forbund["B6"] = None
    forbund.append(["F03", "En till", 1, 1])
    bok["underlag"]["B3"] = -1
    bok.save(tmp_path / "bok.xlsx")
    fel = find_faults(tmp_path / "bok.xlsx")
    assert len(fel) == 10
    assert all(re.match(r"blad \w+, cell [A-Z]+[0-9]+$", f.plats) for f in fel)


def _encrypted() -> bytes:
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600


def _zip(**filer: bytes) -> bytes:
    minne = io.BytesIO()
    with zipfile.ZipFile(minne, "w") as arkiv:
        for namn, data in filer.items():
            arkiv.writestr(namn, data)
    return minne.getvalue()


@pytest.mark.parametrize(
    ("innehall", "ord"),
    [
        (b"", "går inte att öppna som arbetsbok"),
        (b"forbund_kod;namn\nA;Alfa\n", "går inte att öppna som arbetsbok"),
        (b"<html><table></table></html>", "går inte att öppna som arbetsbok"),
        (b"PK\x03\x04 trasig", "går inte att öppna som arbetsbok"),
        (_zip(), "går inte att öppna som arbetsbok"),
        (_zip(**{"[Content_Types].xml": b"<x/>"}), "går inte att öppna som arbetsbok"),
        (_zip(**{"[Content_Types].xml": b"inte xml"}), "går inte att öppna som arbetsbok"),
        (_encrypted(), "skyddad med lösenord, eller sparad som .xls"),
    ],
)
def test_a_file_that_is_no_workbook_is_one_message(innehall: bytes, ord: str, tmp_path: Path) -> None:
    (tmp_path / "bok.xlsx").write_bytes(innehall)
    [fel] = find_faults(tmp_path / "bok.xlsx")
    assert fel.plats == "bok.xlsx"
    assert ord in fel.vad
    assert fel.gor


def test_a_book_of_results_given_as_inputs_is_one_finding(tmp_path: Path) -> None:
    bok = Workbook()
    for namn in ("Sammanfattning", "Tilldelning", "Jämförelse", "Underlag", "Medfinansiering", "Härledning", "Källor"):
        bok.create_sheet(namn)["A1"] = "Statens tilldelning"
    bok.save(tmp_path / "fordelning.xlsx")
    (fel,) = find_faults(tmp_path / "fordelning.xlsx")
    assert fel.plats == "fordelning.xlsx" and fel.vad == "boken är inget underlag"
