"""The input workbook: what it shows, that it can be filled in, and the way from CSV to workbook and back."""

from __future__ import annotations

import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from fordelning.mall.bok import write_mall
from fordelning.mall.csv import write_underlag
from fordelning.underlag import read_checked, read_underlag
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.nycklar import format_setting, format_toml, join_key, parse_setting, split_key
from tests.kommando import run
from tests.underlag.prov import Prov, find_faults

EXEMPEL = Path(__file__).resolve().parents[2] / "inputs" / "exempel-2026"


@pytest.fixture(scope="module")
def tom(tmp_path_factory: pytest.TempPathFactory) -> Any:
    fil = tmp_path_factory.mktemp("mall") / "tom.xlsx"
    write_mall(fil, None)
    return load_workbook(fil)


def test_there_is_a_sheet_per_table_and_instructions(tom: Any) -> None:
    assert tom.sheetnames == ["Anvisningar", "underlag", *TABELLER]
    lankar = [cell.hyperlink.location for rad in tom["Anvisningar"].iter_rows() for cell in rad if cell.hyperlink]
    assert lankar == [f"'{namn}'!A1" for namn in tom.sheetnames[1:]]
    for namn, tabell in TABELLER.items():
        assert [cell.value for cell in tom[namn][1]] == list(tabell.kolumnnamn)


@pytest.mark.parametrize("namn", TABELLER)
def test_every_column_is_explained_and_says_whether_it_is_required(namn: str, tom: Any) -> None:
    for cell, kolumn in zip(tom[namn][1], TABELLER[namn].kolumner, strict=True):
        assert kolumn.beskrivning in cell.comment.text
        assert ("Krävs." in cell.comment.text) == (kolumn.kravs and not kolumn.far_tom)


@pytest.mark.parametrize("namn", TABELLER)
def test_what_may_be_typed_is_validated_in_swedish(namn: str, tom: Any) -> None:
    regler = {str(r.sqref)[0]: r for r in tom[namn].data_validations.dataValidation}
    for bokstav, kolumn in zip("ABCDEFGHIJKLM", TABELLER[namn].kolumner, strict=False):
        if kolumn.val or kolumn.hor_till or kolumn.typ not in ("kod", "text", "trappning"):
            assert int(str(regler[bokstav].sqref).split(":")[0][1:]) == 2
            assert int(str(regler[bokstav].sqref).split(":")[1][1:]) >= 200
            assert regler[bokstav].error
        if kolumn.val:
            assert regler[bokstav].formula1 == f'"{",".join(kolumn.val)}"'
        if kolumn.hor_till:
            assert regler[bokstav].formula1.startswith(f"'{kolumn.hor_till}'!$")
            assert regler[bokstav].errorStyle == "warning"


@pytest.mark.parametrize("namn", TABELLER)
def test_codes_are_text_headings_stay_and_pages_repeat_them(namn: str, tom: Any) -> None:
    blad = tom[namn]
    format_ = {j: d.number_format for d in blad.column_dimensions.values() for j in range(d.min, d.max + 1)}
    for j, kolumn in enumerate(TABELLER[namn].kolumner, start=1):
        assert (format_[j] == "@") == (kolumn.typ in ("kod", "text", "val", "ja_nej", "trappning"))
    assert blad.freeze_panes[1:] == "2"
    assert blad.print_title_rows == "$1:$1"
    assert (blad.page_setup.orientation, blad.page_setup.paperSize) == ("landscape", 9)


def test_a_sheet_without_rows_is_a_form_on_paper_and_one_with_rows_is_as_long_as_they_are(
    tom: Any, tmp_path: Path
) -> None:
    for namn in TABELLER:
        linjer = [[cell.border.left.style for cell in rad] for rad in tom[namn].iter_rows(min_row=2)]
        assert len(linjer) == 24 and all(all(rad) for rad in linjer), namn
    granskat = read_checked(Prov().write(tmp_path))
    write_mall(tmp_path / "bok.xlsx", granskat)
    assert load_workbook(tmp_path / "bok.xlsx")["forbund"].max_row == 1 + len(granskat.texter.tabeller["forbund"])


def test_an_empty_template_says_what_to_fill_in(tmp_path: Path) -> None:
    write_mall(tmp_path / "tom.xlsx", None)
    fel = find_faults(tmp_path / "tom.xlsx")
    assert [f"{f.plats}: {f.vad}" for f in fel] == [
        "blad underlag, cell B2: budgetar saknas",
        "blad underlag, cell B3: ram_kr saknas",
        "blad forbund: tabellen har inga rader",
        "blad omraden: tabellen har inga rader",
    ]


def test_the_same_data_set_gives_the_same_workbook(tmp_path: Path) -> None:
    granskat = read_checked(Prov().write(tmp_path))
    for namn in ("a.xlsx", "b.xlsx"):
        write_mall(tmp_path / namn, granskat)
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


@pytest.mark.langsam
def test_from_csv_to_a_workbook_and_back_every_table_is_the_same_to_the_byte(tmp_path: Path) -> None:
    write_mall(tmp_path / "bok.xlsx", read_checked(EXEMPEL))
    write_underlag(read_checked(tmp_path / "bok.xlsx"), tmp_path / "csv")
    for fil in EXEMPEL.glob("*.csv"):
        assert (tmp_path / "csv" / fil.name).read_bytes() == fil.read_bytes(), fil.name


@pytest.mark.langsam
def test_from_csv_to_a_workbook_and_back_the_settings_are_the_same(tmp_path: Path) -> None:
    fore = read_checked(EXEMPEL)
    write_mall(tmp_path / "bok.xlsx", fore)
    efter = read_checked(tmp_path / "bok.xlsx")
    assert efter.nycklar == fore.nycklar
    write_underlag(efter, tmp_path / "csv")
    assert read_checked(tmp_path / "csv").nycklar == fore.nycklar


def test_unusual_codes_texts_and_numbers_survive(tmp_path: Path) -> None:
    prov = Prov()
    for rad, kod in ((2, "0011"), (3, "1E5"), (4, "1+1")):
        prov.set("forbund", rad, "forbund_kod", kod)
    for tabell in prov.tabeller:
        for celler in prov.tabeller[tabell][1:] if "forbund_kod" in prov.tabeller[tabell][0] else ():
            plats = prov.column(tabell, "forbund_kod")
            celler[plats] = {"A": "0011", "B": "1E5", "C": "1+1"}.get(celler[plats], celler[plats])
    prov.set("forbund", 2, "namn", '"Alfa", «nord»; @väst & <öst>')
    prov.set("forbund", 3, "namn", "2026-01-01")
    prov.set("forbund", 4, "namn", "1,5")
    prov.set("omraden", 2, "forsorjningsmatt", "3000.123456789012345")
    prov.set("omraden", 3, "forsorjningsmatt", "1500.00")
    prov.set("omraden", 4, "forsorjningsmatt", "2400.3000000000000004")
    prov.set("forbund", 2, "eget_kapital_kr", "-999999999999999")
    mapp = prov.write(tmp_path / "mapp")

    write_mall(tmp_path / "bok.xlsx", read_checked(mapp))
    write_underlag(read_checked(tmp_path / "bok.xlsx"), tmp_path / "csv")

    for namn in ("forbund", "omraden", "medfinansiering", "behov", "insatser"):
        assert (tmp_path / "csv" / f"{namn}.csv").read_text("utf-8") == (mapp / f"{namn}.csv").read_text("utf-8")


def test_swedish_numbers_are_written_with_a_point_and_without_spaces(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "tilldelning_fjol_kr", "5 000 000")
    prov.set("omraden", 2, "forsorjningsmatt", "3\u00a0000,50")
    prov.set("insatser", 2, "trappning", "1; 0,75;0,5")
    prov.set("insatser", 2, "beslutad", "JA")
    write_underlag(read_checked(prov.write(tmp_path / "in", skiljetecken=";")), tmp_path / "ut")
    assert "A,Förbundet Alfa,5000000,1000000," in (tmp_path / "ut" / "forbund.csv").read_text("utf-8")
    assert ",30000,3000.50," in (tmp_path / "ut" / "omraden.csv").read_text("utf-8")
    assert ",1;0.75;0.5,ja," in (tmp_path / "ut" / "insatser.csv").read_text("utf-8")


@pytest.mark.parametrize(
    "varde",
    ["text", "true", "ja", "[1]", '"citat"', "[Utkast", "två\nrader", "tabb\there", "\x7f", "2026", 7, 7.5, True, False,
     ["a", "b;c"], [], date(2026, 1, 2)],
)  # fmt: skip
def test_a_setting_survives_a_cell_and_toml(varde: Any) -> None:
    assert parse_setting(format_setting(varde)) == varde
    assert tomllib.loads(f"v = {format_toml(varde)}")["v"] == varde


@pytest.mark.parametrize("nyckel", [("a",), ("a", "b"), ("kallor", "omraden.csv", "text"), ("å", 'citat"')])
def test_a_key_survives_being_written_with_dots(nyckel: tuple[str, ...]) -> None:
    assert split_key(join_key(nyckel)) == nyckel


@pytest.mark.parametrize("text", ["a..b", "a b", "", "=", "a = 1", "[a]", "å.ä"])
def test_a_key_that_toml_would_not_take_is_split_at_its_dots(text: str) -> None:
    assert split_key(text) == tuple(text.split("."))


@pytest.mark.langsam
def test_the_grant_from_the_workbook_is_the_grant_from_the_folder(tmp_path: Path) -> None:
    assert run("mall", "--ut", tmp_path / "bok.xlsx", "--fran", EXEMPEL).exit_code == 0
    for namn, underlag in (("mapp", EXEMPEL), ("bok", tmp_path / "bok.xlsx")):
        assert run("fordela", underlag, "--ut", tmp_path / namn).exit_code == 0
    for fil in ("tilldelning.csv", "harledning.csv", "medfinansiering.csv"):
        assert (tmp_path / "mapp" / fil).read_bytes() == (tmp_path / "bok" / fil).read_bytes()


def test_the_command_writes_csv_to_a_folder(tmp_path: Path) -> None:
    resultat = run("mall", "--fran", EXEMPEL, "--ut", tmp_path / "csv")
    assert resultat.exit_code == 0
    assert "omraden.csv" in resultat.output
    assert len(read_underlag(tmp_path / "csv").forbund) == len(read_underlag(EXEMPEL).forbund)


@pytest.mark.parametrize("ut", ["mapp", "bok.xls", "bok.csv"])
def test_a_target_that_is_no_workbook_is_wrong_usage(ut: str, tmp_path: Path) -> None:
    resultat = run("mall", "--ut", tmp_path / ut)
    assert resultat.exit_code == 2
    assert ".xlsx" in resultat.output
    assert not (tmp_path / ut).exists()


def test_an_empty_template_never_replaces_a_file(tmp_path: Path) -> None:
    (tmp_path / "b.xlsx").write_bytes(b"ifylld")
    resultat = run("mall", "--ut", tmp_path / "b.xlsx")
    assert resultat.exit_code == 1
    assert "skrivs inte över" in resultat.output
    assert (tmp_path / "b.xlsx").read_bytes() == b"ifylld"


def test_tables_of_two_data_sets_are_never_mixed_in_a_folder(tmp_path: Path) -> None:
    prov = Prov()
    mapp = prov.write(tmp_path / "ut")
    del prov.tabeller["medfinansiering"]
    resultat = run("mall", "--fran", prov.write(tmp_path / "in"), "--ut", mapp)
    assert resultat.exit_code == 1
    assert "medfinansiering.csv, som det nya underlaget inte har" in resultat.output


def test_a_broken_data_set_gives_no_template(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "x")
    resultat = run("mall", "--fran", prov.write(tmp_path / "in"), "--ut", tmp_path / "b.xlsx")
    assert resultat.exit_code == 1
    assert "forbund.csv rad 2, kolumn eget_kapital_kr" in resultat.output
    assert not (tmp_path / "b.xlsx").exists()


def test_a_text_that_no_cell_can_hold_is_a_message(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "namn", "a" * 40_000)
    resultat = run("mall", "--fran", prov.write(tmp_path / "in"), "--ut", tmp_path / "b.xlsx")
    assert resultat.exit_code == 1
    assert "blad forbund, cell B2: en text är längre än" in resultat.output
