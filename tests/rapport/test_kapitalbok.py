"""kapital.xlsx: stored values are those of an independent spreadsheet program, and follow when a figure is changed."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from fordelning.begrepp import Kapitalar
from fordelning.blad.excel import write_bok
from fordelning.kapital.antaganden import Antaganden
from fordelning.kapital.framskrivning import Framskrivning, find_return_years, roll_forward
from fordelning.kapital.koncentration import measure
from fordelning.modell import choose_modell
from fordelning.platser import find_modeller
from fordelning.rapport.kapital.bok import make_kapital_bok, make_kapital_leverans
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.rapport.kapital.text import list_roll_assumptions
from tests.celler import Andringar, read_rows, read_values
from tests.kapitaltabell import make_kapital
from tests.libreoffice import find_differences, recalculate
from tests.sortering import check_sorting
from tests.underlag_bygge import Bygge

MILJON = 1_000_000
BLAD = ["Sammanfattning", "Eget kapital", "Tillbaka", "Antaganden", "Källor"]
NIVA = {"Rimlig nivå, kr": "rimlig_kr", "Över rimlig nivå, kr": "overskott_kr", "Utgående, kr": "utgaende_kr"}


def make_bygge() -> Bygge:
    """Five förbund: one far above, one a little above, one below 0, one from July, and one that a break separates."""
    rader = [
        Kapitalar("A", 2025, 8 * MILJON, 5 * MILJON, 4 * MILJON, "utfall"),
        Kapitalar("B", 2024, 2_500_000, 4 * MILJON, 4 * MILJON, "utfall"),
        Kapitalar("B", 2025, 2_500_000, 4 * MILJON, 4_300_001, "utfall"),
        Kapitalar("C", 2025, 100_000, 4 * MILJON, 4_900_000, "utfall"),
        Kapitalar("C", 2026, -800_000, 4 * MILJON, 4_100_000, "budget"),
        Kapitalar("E", 2025, 300_000, 3 * MILJON, 3 * MILJON, "utfall"),
    ]
    bygge = Bygge(10 * MILJON, ovriga={"kapital": tuple(rader)})
    bygge = bygge.add("A", 900, fjol=2 * MILJON, kapital=9 * MILJON).add("B", 800, fjol=2 * MILJON, kapital=2_199_999)
    bygge = bygge.add("C", 700, fjol=2 * MILJON, kapital=-800_000).add("D", 600, manader=6)
    return bygge.add("E", 500, fjol=MILJON, kapital=450_000)


def roll_forth(bygge: Bygge) -> Framskrivning:
    return roll_forward([bygge.make()], partial(choose_modell, find_modeller()), 3, Antaganden())


@cache
def roll() -> Framskrivning:
    return roll_forth(make_bygge())


@pytest.fixture(scope="module")
def bok(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(roll(), tmp_path_factory.mktemp("kapitalbok") / "kapital.xlsx")


def write(f: Framskrivning, fil: Path) -> Path:
    write_bok(make_kapital_bok(Kapitalgrund(f)), fil)
    return fil


def test_the_workbook_comes_first_among_the_files(tmp_path: Path) -> None:
    assert [fil.name for fil in make_kapital_leverans(roll()).write(tmp_path).filer] == [
        "kapital.xlsx",
        "kapital.csv",
        "kapital.json",
    ]
    assert load_workbook(tmp_path / "kapital.xlsx").sheetnames == BLAD


def test_pandas_reads_the_same_ledger_as_kapital_csv(bok: Path) -> None:
    tabell, facit = pd.read_excel(bok, sheet_name="Eget kapital", header=3, engine="openpyxl"), make_kapital(roll())
    assert list(tabell["Kod"]) == list(facit["forbund_kod"])
    assert list(tabell["År"]) == list(facit["ar"])
    for rubrik, kolumn in {**NIVA, "Ingående, kr": "ingaende_kr", "Tilldelning, kr": "tilldelning_kr"}.items():
        assert tabell[rubrik].tolist() == pytest.approx(facit[kolumn].astype(float).tolist(), nan_ok=True), rubrik


def test_a_year_begins_with_the_year_before_where_the_chain_holds(bok: Path) -> None:
    ws = load_workbook(bok)["Eget kapital"]
    kolumn = {ws.cell(4, j).value: j for j in range(1, ws.max_column + 1)}
    rader = {(ws.cell(i, 1).value, ws.cell(i, 3).value): i for i in range(5, ws.max_row + 1)}
    borjar = {rad: ws.cell(i, kolumn["Kedjan börjar med, kr"]).value for rad, i in rader.items()}
    assert borjar["B", 2025] is None
    assert borjar["E", 2027] is None
    assert borjar["E", 2026] == 450_000  # 2025 ends with 300 000: a break, which is told
    assert borjar["D", 2026] == 0
    assert any("Kedjan av år" in str(rad[2]) for rad in read_values(bok)["Antaganden"])


def test_the_country_has_a_row_per_year(bok: Path) -> None:
    rader = read_rows(bok, "Sammanfattning", "År")
    assert [rad["År"] for rad in rader] == [a.ar for a in roll().bok]
    for rad, a in zip(rader, roll().bok, strict=True):
        k = measure(a.utgaende_kr)
        assert rad["Rikaste fjärdedelens andel"] == pytest.approx(k.rikaste_kvartens_andel)
        assert rad["Gini"] == pytest.approx(k.gini)
        assert rad["Förbund över rimlig nivå"] == (a.overskott_kr > 0).sum()
        assert rad["Förbund under 0"] == k.negativa_antal
    assert {rad["Förbund under 0"] for rad in rader} >= {1}


def test_every_forbund_above_the_level_has_its_year_back(bok: Path) -> None:
    svar = {rad["Kod"]: rad["Tillbaka vid utgången av"] for rad in read_rows(bok, "Tillbaka", "Kod")}
    tillbaka = find_return_years(roll())
    assert svar == {kod: ar or "inte inom åren" for kod, ar in tillbaka.items()}
    assert set(tillbaka) == {"A", "B", "E"}


def test_every_assumption_of_the_years_ahead_is_in_the_workbook(bok: Path) -> None:
    skrivna = {rad[2] for rad in read_values(bok)["Antaganden"]}
    assert set(list_roll_assumptions(roll())) <= skrivna


def test_where_nobody_is_above_the_level_there_is_no_sheet_of_returns(tmp_path: Path) -> None:
    fattig = Bygge(10 * MILJON).add("A", fjol=5 * MILJON).add("B", fjol=5 * MILJON)
    assert "Tillbaka" not in load_workbook(write(roll_forth(fattig), tmp_path / "bok.xlsx")).sheetnames


@pytest.mark.libreoffice
def test_recalculated_figures_are_the_stored_ones_and_follow_a_change(bok: Path, tmp_path: Path) -> None:
    utan_regel = choose_modell(find_modeller(), 2026)
    utan_regel = utan_regel.model_copy(update={"steg": tuple(s for s in utan_regel.steg if s != "eget_kapital")})
    fri = roll_forward([replace(make_bygge(), ovriga={}).make()], lambda ar: utan_regel, 2, Antaganden())
    utan = write(fri, tmp_path / "utan.xlsx")
    rad = next(i for i, rad in enumerate(read_values(bok)["Eget kapital"], 1) if rad[0] == "A" and rad[2] == 2026)
    fore = {rad["År"]: rad["Utgående, kr"] for rad in read_rows(bok, "Sammanfattning", "År")}
    andring: Andringar = {("Eget kapital", f"G{rad}"): 12 * MILJON}
    oandrad, oandrad_utan, andrad = recalculate([(bok, {}), (utan, {}), (bok, andring)], tmp_path)
    assert check_sorting(bok, tmp_path / "sorterad") == []
    assert find_differences(bok, oandrad) == []
    assert find_differences(utan, oandrad_utan) == []
    kostnad = roll().ar[0].kapital.kostnader_kr[0]
    efter = {rad["År"]: rad["Utgående, kr"] for rad in read_rows(andrad, "Sammanfattning", "År")}
    assert {ar: efter[ar] - fore[ar] for ar in fore} == pytest.approx(
        {2024: 0, 2025: 0, **dict.fromkeys((2026, 2027, 2028), kostnad - 12 * MILJON)}
    )
    assert read_rows(andrad, "Tillbaka", "Kod")[0]["Tillbaka vid utgången av"] == 2026
