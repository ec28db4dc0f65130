"""A workbook that people have worked in: what Excel does to data is a message with sheet and cell, or does no harm."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from pathlib import Path
from typing import Any

import pytest
from openpyxl.styles import Font

from fordelning.underlag import read_underlag
from tests.underlag.bok import make_book
from tests.underlag.prov import find_faults


def _write(blad: str, cell: str, varde: object, format_: str | None = None) -> Callable[[Any], None]:
    def arbeta(bok: Any) -> None:
        bok[blad][cell] = varde
        if format_:
            bok[blad][cell].number_format = format_

    return arbeta


TRASIGA: dict[str, tuple[Callable[[Any], object], str, tuple[str, ...]]] = {
    "datum i en kod": (
        _write("omraden", "A2", date(2026, 1, 2)),
        "blad omraden, cell A2",
        ("datum", "2026-01-02", "text"),
    ),
    "datum i ett belopp": (_write("forbund", "D2", date(2026, 1, 2)), "blad forbund, cell D2", ("datum",)),
    "klockslag": (_write("forbund", "D2", time(12, 30)), "blad forbund, cell D2", ("datum eller klockslag",)),
    "felvärde": (_write("forbund", "C3", "#REF!"), "blad forbund, cell C3", ("felvärdet #REF!", "Rätta formeln")),
    "felvärde i en inställning": (
        _write("underlag", "B3", "#N/A"),
        "blad underlag, cell B3",
        ("felvärdet #N/A",),
    ),
    "formel utan värde": (
        _write("forbund", "C3", "=1000000+2000000"),
        "blad forbund, cell C3",
        ("formeln har inget sparat värde", "spara den"),
    ),
    "formel utan värde i en inställning": (
        _write("underlag", "B3", "=9*10^6"),
        "blad underlag, cell B3",
        ("formeln har inget sparat värde",),
    ),
    "sant i ett belopp": (_write("forbund", "C3", True), "blad forbund, cell C3", ("«ja» är inget tal",)),
    "text efter tal": (_write("forbund", "C3", "3 000 000 kr"), "blad forbund, cell C3", ("utan enhet",)),
    "kod som tal": (_write("medfinansiering", "C2", 1), "blad medfinansiering, cell C2", ("«1» hör inte till",)),
    "sammanfogade celler": (
        lambda bok: bok["omraden"].merge_cells("E2:E3"),
        "blad omraden, cell E2",
        ("cellerna E2:E3 är sammanfogade", "Dela cellerna"),
    ),
    "anteckning vid sidan": (
        _write("forbund", "J2", "kolla med Alfa"),
        "blad forbund, cell J2",
        ("«kolla med Alfa» står utanför tabellen",),
    ),
    "anteckningar vid sidan": (
        lambda bok: [bok["omraden"].cell(r, 12, f"se {r}") for r in range(2, 8)],
        "blad omraden, cell L2",
        ("«se 2» står utanför tabellen, och 5 celler till i samma kolumn",),
    ),
    "summarad": (
        lambda bok: bok["forbund"].append(["Summa", None, 9_000_000, 1_500_000]),
        "blad forbund, cell A5",
        ("«Summa» är ingen fullständig rad",),
    ),
    "anteckning under": (
        _write("omraden", "A12", "Källa: eget uttag"),
        "blad omraden, cell A12",
        ("ingen fullständig",),
    ),
    "rubrik ovanför rubrikraden": (
        lambda bok: (bok["regioner"].insert_rows(1), _write("regioner", "A1", "Våra regioner")(bok)),
        "blad regioner, cell A1",
        ("rubrikraden saknas", "region_kod, namn"),
    ),
    "kolumn borta": (
        lambda bok: bok["forbund"].delete_cols(2),
        "blad forbund, cell G1",
        ("kolumnen «namn» saknas",),
    ),
    "blad med annat namn": (
        lambda bok: setattr(bok["medfinansiering"], "title", "Medfinans"),
        "blad Medfinans",
        ("ingen del av underlaget", "Menade du «medfinansiering»?"),
    ),
    "blad till": (
        lambda bok: bok.create_sheet("Beräkning").append(["=1"]),
        "blad Beräkning",
        ("ingen del av underlaget", "flytta bort det"),
    ),
    "inställningarna borta": (
        lambda bok: bok.remove(bok["underlag"]),
        "blad underlag",
        ("bladet saknas", "nyckel och varde"),
    ),
    "regionerna borta": (lambda bok: bok.remove(bok["regioner"]), "blad regioner", ("tabellen saknas",)),
    "tömt blad som krävs": (
        lambda bok: bok["regioner"].delete_rows(1, 50),
        "blad regioner, cell A1",
        ("bladet är tomt",),
    ),
    "nyckel två gånger": (
        lambda bok: bok["underlag"].append(["ram_kr", 5]),
        "blad underlag, cell B68",
        ("nyckeln «ram_kr» står redan",),
    ),
    "värde utan nyckel": (_write("underlag", "A3", None), "blad underlag, cell B3", ("«9000000» har ingen nyckel",)),
    "okänd nyckel": (
        lambda bok: bok["underlag"].append(["statistik.invanare_år", 2025]),
        "blad underlag, cell B68",
        ("okänd nyckel", "Menade du «invanare_ar»?"),
    ),
    "ram som text": (_write("underlag", "B3", "nio miljoner"), "blad underlag, cell B3", ("ram_kr: «nio miljoner»",)),
    "ram utan värde": (_write("underlag", "B3", None), "blad underlag, cell B3", ("ram_kr saknas",)),
    "fel kontrollsumma": (
        _write("underlag", "B9", 99_500),
        "blad underlag, cell B9",
        ("summan 99\u00a0000, inte 99\u00a0500",),
    ),
}


@pytest.mark.parametrize("arbeta, plats, ord", TRASIGA.values(), ids=TRASIGA.keys())
def test_what_was_done_in_the_workbook_is_one_message_with_sheet_and_cell(
    arbeta: Callable[[Any], object], plats: str, ord: tuple[str, ...], tmp_path: Path
) -> None:
    fel = find_faults(make_book(tmp_path, arbeta))
    if ord[0].endswith("har ingen nyckel"):
        fel = [f for f in fel if "ram_kr saknas" not in f.vad]
    [ett] = fel
    assert ett.plats == plats
    assert [del_ for del_ in ord if del_ not in str(ett)] == []


def _style_empty_rows(bok: Any) -> None:
    for rad in range(300, 600):
        bok["omraden"].cell(rad, 1).font = Font(bold=True)
        bok["omraden"].cell(rad, 2, "  ")


OFARLIGA: dict[str, Callable[[Any], object]] = {
    "tomma rader under": _style_empty_rows,
    "tom rad mitt i": lambda bok: bok["omraden"].insert_rows(4),
    "anvisningar ändrade": lambda bok: bok["Anvisningar"].append(["Summan stämmer mot beslut 12"]),
    "tomt nytt blad": lambda bok: bok.create_sheet("Blad1"),
    "tal som text": _write("forbund", "C2", "5\u00a0000\u00a0000"),
    "decimalkomma som text": _write("omraden", "G2", "3 000,5"),
    "tal med decimaler": _write("forbund", "C2", 5_000_000.0, "#,##0.00"),
    "kod med mellanslag omkring": _write("omraden", "E2", " A\u00a0"),
    "blad med stor bokstav": lambda bok: setattr(bok["regioner"], "title", "Regioner "),
    "rubrik med stor bokstav": _write("forbund", "B1", "Namn"),
    "ram som text": _write("underlag", "B3", "9 000 000"),
    "tom cell i en inställning": _write("underlag", "B4", None),
    "tomt frivilligt blad": lambda bok: bok["kapital"].delete_rows(1, 50),
    "blad i annan ordning": lambda bok: bok.move_sheet("forbund", 5),
    "ja som sant": _write("insatser", "L2", True),
}


@pytest.mark.parametrize("arbeta", OFARLIGA.values(), ids=OFARLIGA.keys())
def test_what_does_no_harm_passes_and_changes_nothing(arbeta: Callable[[Any], object], tmp_path: Path) -> None:
    bok = make_book(tmp_path, arbeta)
    vanlig = read_underlag(tmp_path / "mapp")
    underlag = read_underlag(bok)
    assert underlag.forbund == vanlig.forbund
    assert underlag.omraden == vanlig.omraden
    assert underlag.utfastelser == vanlig.utfastelser
    assert underlag.insatser == vanlig.insatser


def test_a_hidden_sheet_is_read_with_a_warning(tmp_path: Path) -> None:
    bok = make_book(tmp_path, lambda bok: setattr(bok["regioner"], "sheet_state", "hidden"))
    assert [str(v) for v in read_underlag(bok).varningar] == [
        "blad regioner: bladet är dolt men läses\n  Visa bladet och se att det stämmer, eller töm det."
    ]


def test_a_stray_cell_far_away_is_a_message_and_takes_no_time(tmp_path: Path) -> None:
    [fel] = find_faults(make_book(tmp_path, _write("regioner", "XFD100000", "x")))
    assert fel.plats == "blad regioner, cell XFD100000"
