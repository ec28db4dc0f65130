"""The budget workbook: stored values, protection, validation, names, print, and what data must not do to it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook
from openpyxl.utils import range_boundaries
from openpyxl.workbook import Workbook

from fordelning.budget.uppfoljning import follow_up
from tests.budget_bygge import (
    BYGGE,
    HALVT_AR,
    HELT,
    UTAN_REGION,
    find_cell,
    make_budget,
    make_grund,
    rename,
    write_book,
    write_empty_book,
)
from tests.ringar import find_circle

BLADNAMN = [
    "Sammanfattning",
    "Innehåll",
    "Medelstillgångar",
    "Driftbudget",
    "Insatser",
    "Eget kapital",
    "Treårsplan",
    "Insatser per år",
    "Kommunfördelning",
    "Nyckeltal",
    "Utfall per månad",
    "Egen prognos",
    "Kontroller",
    "Parametrar",
    "Antaganden",
    "Källor",
    "Budget per månad",
    "Prognos per månad",
    "Avvikelse per månad",
]
NYA_FUNKTIONER = ("XLOOKUP", "FILTER(", "LET(", "SORT(", "UNIQUE(", "SEQUENCE(", "_xlfn")


@pytest.fixture(scope="module")
def fil(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_empty_book(tmp_path_factory.mktemp("bok") / "a.xlsx")


@pytest.fixture(scope="module")
def bok(fil: Path) -> Workbook:
    return load_workbook(fil)


@pytest.fixture(scope="module")
def varden(fil: Path) -> Workbook:
    return load_workbook(fil, data_only=True)


def test_the_sheets_stand_in_their_order(bok: Workbook) -> None:
    assert bok.sheetnames == BLADNAMN


def read_row(fil: Path, blad: str, kod: str) -> dict[str, float]:
    """A row of a sheet as pandas reads it."""
    tabell = pd.read_excel(fil, sheet_name=blad, header=3, engine="openpyxl").set_index("Kod").select_dtypes("number")
    return {str(rubrik): float(tabell[rubrik].to_dict()[kod]) for rubrik in tabell.columns}


def test_pandas_reads_the_stored_values(fil: Path) -> None:
    ar = make_budget(HELT).budgetaret
    assert read_row(fil, "Driftbudget", "SUMMA-KOSTNADER")["Året budget"] == ar.kostnader_kr
    assert read_row(fil, "Driftbudget", "RESULTAT")["Året prognos"] == ar.resultat_kr
    styrelse = read_row(fil, "Driftbudget", "STYRELSE")
    assert sum(styrelse[f"Tertial {t} budget"] for t in (1, 2, 3)) == ar.styrelse_kr
    assert read_row(fil, "Medelstillgångar", "SUMMA-MEDEL")["Budget"] == ar.intakter_kr + ar.ingaende_kr
    assert read_row(fil, "Medelstillgångar", "EGET-KAPITAL")["Budget"] == 700_000


def test_every_formula_has_a_stored_value_that_is_no_error(bok: Workbook, varden: Workbook) -> None:
    for ws in bok:
        for rad in ws.iter_rows():
            for cell in rad:
                if isinstance(cell.value, str) and cell.value.startswith("="):
                    varde = varden[ws.title][cell.coordinate].value
                    assert not str(varde).startswith("#"), f"{ws.title} {cell.coordinate}"


def test_formulas_use_functions_that_every_excel_has(bok: Workbook) -> None:
    formler = [str(c.value) for ws in bok for rad in ws.iter_rows() for c in rad if str(c.value).startswith("=")]
    assert len(formler) > 1_000
    assert [f for f in formler if any(ny in f for ny in NYA_FUNKTIONER)] == []


def test_every_sheet_is_protected_without_password(bok: Workbook) -> None:
    for ws in bok:
        assert ws.protection.sheet
        assert not ws.protection.password


def test_exactly_the_coloured_cells_are_unlocked_and_each_has_a_swedish_validation(bok: Workbook) -> None:
    olasta = 0
    for ws in bok:
        granser = [range_boundaries(str(o)) for v in ws.data_validations.dataValidation for o in v.sqref.ranges]
        for v in ws.data_validations.dataValidation:
            assert v.error
            assert v.errorTitle
        for rad in ws.iter_rows(min_row=4):
            for cell in rad:
                farg = cell.fill.fgColor.rgb[-6:] if cell.fill.fill_type else ""
                assert cell.protection.locked == (farg not in ("FFF2CC", "DDEBF7")), f"{ws.title} {cell.coordinate}"
                traffar = [g for g in granser if g[0] <= cell.column <= (g[2] or 0) and g[1] <= cell.row <= (g[3] or 0)]
                assert bool(traffar) == (not cell.protection.locked), f"{ws.title} {cell.coordinate}"
                olasta += not cell.protection.locked
    assert olasta > 300


@pytest.mark.parametrize("blad", ["Utfall per månad", "Egen prognos"])
def test_months_take_kronor_of_either_sign_with_ore(bok: Workbook, blad: str) -> None:
    regler = bok[blad].data_validations.dataValidation
    assert regler
    assert all(v.type == "decimal" and v.operator in (None, "between") for v in regler)
    assert all(float(v.formula1) <= -(10**12) and float(v.formula2) >= 10**12 for v in regler)
    assert all("minus för en återföring" in v.error for v in regler)


def test_participants_are_whole_numbers_from_zero(bok: Workbook) -> None:
    regler = [v for v in bok["Insatser"].data_validations.dataValidation if v.type == "whole"]
    assert regler
    assert all((v.operator, v.formula1) == ("greaterThanOrEqual", "0") for v in regler)
    assert any("helt antal" in v.error for v in regler)


def test_deviations_and_an_excess_are_coloured(bok: Workbook) -> None:
    for blad in ("Driftbudget", "Medelstillgångar", "Avvikelse per månad", "Eget kapital", "Treårsplan", "Kontroller"):
        assert len(bok[blad].conditional_formatting) > 0, blad


def test_every_sheet_prints_on_a4_landscape_with_its_headings(bok: Workbook) -> None:
    for ws in bok:
        assert ws.page_setup.orientation == "landscape"
        assert ws.page_setup.paperSize == 9
        assert ws.page_setup.fitToWidth in (None, 1, 2)
        assert ws.sheet_properties.pageSetUpPr.fitToPage or ws.page_setup.scale >= 60
        assert ws.print_title_rows
        assert "Sida" in (ws.oddFooter.right.text or "")
        assert ws.freeze_panes


def test_no_cells_are_merged(bok: Workbook) -> None:
    assert [str(ws.merged_cells.ranges) for ws in bok if ws.merged_cells.ranges] == []


def test_key_cells_have_names(bok: Workbook, varden: Workbook) -> None:
    vantat = {"forbund_kod": "A", "budgetar": 2026, "eget_kapital_kr": 700_000, "stat_andel": 0.5}
    for namn, varde in vantat.items():
        ((blad, cell),) = bok.defined_names[namn].destinations
        assert varden[blad][cell.replace("$", "")].value == varde
    assert {"statens_bidrag_kr", "rimlig_niva_kr", "utgaende_kapital_kr", "invanare_antal"} <= set(bok.defined_names)


def test_text_from_data_is_never_a_formula(tmp_path: Path) -> None:
    grund = make_grund(rename(BYGGE, "=HYPERLINK(1)"))
    bok = load_workbook(write_empty_book(tmp_path / "b.xlsx", HELT, grund))
    assert find_cell(bok["Insatser"], "INSATS-I2", "Insats").data_type == "s"
    assert find_cell(bok["Driftbudget"], "INSATS-S1", "Benämning").value == "@Nätverk"
    for ws in bok:
        assert all(cell.data_type != "f" for rad in ws.iter_rows(max_row=3) for cell in rad)


def test_eget_kapital_is_its_own_line_and_kommuner_stand_one_by_one(varden: Workbook) -> None:
    koder = [rad[0].value for rad in varden["Medelstillgångar"].iter_rows(min_row=5) if rad[0].value]
    assert koder[:10] == [
        "STAT",
        "REGION-R1",
        "REGION-R2",
        "KOMMUN-A1",
        "KOMMUN-A2",
        "KOMMUN-A3",
        "OVRIGT",
        "SUMMA-INTAKTER",
        "EGET-KAPITAL",
        "SUMMA-MEDEL",
    ]


def test_assumptions_and_sources_are_listed(varden: Workbook) -> None:
    texter = [str(rad[2].value) for rad in varden["Antaganden"].iter_rows(min_row=5)]
    assert any("andelarna är våra" in text for text in texter)
    assert any("tolftedel" in text for text in texter)
    kallor = [str(rad[2].value) for rad in varden["Källor"].iter_rows(min_row=5)]
    assert "Statens fördelningsmodell från 2018 (fastställd)" in kallor


def test_what_should_be_seen_over_is_counted_first(tmp_path: Path) -> None:
    bok = load_workbook(write_empty_book(tmp_path / "b.xlsx", UTAN_REGION), data_only=True)
    svar = {rad[0].value: rad[3].value for rad in bok["Kontroller"].iter_rows(min_row=5)}
    assert svar["Insatser med färre deltagare än minst, eller fler än högst"] == "Se över"
    assert svar["Månadernas kostnader är årets"] == "OK"
    antal = sum(v == "Se över" for v in svar.values())
    assert find_cell(bok["Sammanfattning"], "Kontroller att se över", "Budget").value == antal


def test_the_same_budget_is_the_same_file(tmp_path: Path) -> None:
    a, b = (write_book(tmp_path / namn, follow_up(make_budget(HELT))) for namn in ("a.xlsx", "b.xlsx"))
    assert a.read_bytes() == b.read_bytes()


def test_nothing_filled_in_is_no_reported_month(varden: Workbook) -> None:
    assert not any(follow_up(make_budget(HELT)).rapporterade)
    assert find_cell(varden["Utfall per månad"], "RAPPORTERAD", "Året").value == 0


@pytest.mark.langsam
@pytest.mark.parametrize("kod", [HELT, UTAN_REGION, HALVT_AR])
def test_no_cell_stands_on_itself_as_excel_counts(kod: str, tmp_path: Path) -> None:
    assert find_circle(write_empty_book(tmp_path / "b.xlsx", kod)) == []
