"""The budget workbook recalculated by LibreOffice: equal to the engine as written, and after cells have been changed.

What is changed in a workbook is read back from it, computed by the engine and written as a new workbook, without what
the reading warns of; the old one recalculated must then be the new one, cell by cell.
"""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest
from openpyxl import load_workbook

from fordelning.budgetbok.utfall import make_basis, read_workbook
from tests.budget_bygge import (
    HALVT_AR,
    HELT,
    UTAN_REGION,
    fill,
    fill_months,
    make_grund,
    make_ruleless_model,
    make_stepped_model,
    read_model,
    write_book,
    write_empty_book,
)
from tests.exempel import read_example
from tests.libreoffice import find_differences, recalculate
from tests.sortering import check_sorting, find_sortable

pytestmark = pytest.mark.libreoffice

ROT = Path(__file__).resolve().parents[2]

ANDRINGAR: dict[str, tuple[tuple[str, str, str, object], ...]] = {
    "planerat": (
        ("Insatser", "INSATS-I1", "Planerade deltagare", 77),
        ("Insatser", "INSATS-I2", "Körs", "nej"),
        ("Insatser", "INSATS-I3", "Körs", "ja"),
        ("Insatser", "INSATS-I3", "Planerade deltagare", 12),
        ("Insatser", "INSATS-I1", "Fast kostnad", 212_345),
        ("Insatser", "INSATS-I1", "Kostnad per deltagare", 9_876),
        ("Insatser", "INSATS-I1", "Förbundets andel", 0.875),
        ("Insatser", "INSATS-I1", "Högst", 76),
        ("Insatser", "INSATS-I3", "Minst", 13),
        ("Insatser", "INSATS-S1", "Fast kostnad", 311_111),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 1", 20),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 2", 31),
        ("Insatser per år", "INSATS-I3", "Körs 2027", "ja"),
        ("Insatser per år", "INSATS-I3", "Deltagare 2027", 9),
        ("Insatser per år", "INSATS-I3", "Förbundets andel 2027", 0.5),
        ("Insatser per år", "INSATS-S1", "Körs 2028", "nej"),
        ("Treårsplan", "BIDRAG", "Plan 2028", 4_123_457),
        ("Treårsplan", "ADMINISTRATION", "Budget 2026", 777_777),
        ("Treårsplan", "EJ-FORDELAT", "Budget 2026", 333_333),
        ("Treårsplan", "EJ-FORDELAT", "Plan 2027", 2),
        ("Treårsplan", "LAGSTA", "Plan 2027", 9_999_999),
        ("Treårsplan", "STRUKTUR-HOGST", "Budget 2026", 0.1),
        ("Parametrar", "Styrelsens andel", "Värde", 0.333),
        ("Parametrar", "Revisionens andel", "Värde", 0.111),
        ("Kommunfördelning", "KOMMUN-A1", "Egen överens- kommelse (vikt)", 1),
        ("Kommunfördelning", "KOMMUN-A2", "Egen överens- kommelse (vikt)", 1),
        ("Kommunfördelning", "KOMMUN-A3", "Egen överens- kommelse (vikt)", 1),
        ("Kommunfördelning", "REGION-R1", "Utlovat", 100_000),
        ("Kommunfördelning", "REGION-R2", "Utlovat", 200_001),
        ("Kommunfördelning", "KOMMUN-A1", "Invånare", 12_345),
        ("Budget per månad", "MANADSVIKT", "jul", 0),
        ("Budget per månad", "MANADSVIKT", "dec", 3),
    ),
    "prognosen": (
        ("Utfall per månad", "STYRELSE", "jan", 4_000),
        ("Utfall per månad", "STAT", "mar", 900_000),
        ("Egen prognos", "REVISION", "mar", 1),
        ("Egen prognos", "INSATS-I1", "okt", 123_456),
        ("Egen prognos", "OVRIGT", "dec", 50_000),
    ),
}


def test_as_written_every_cell_is_what_the_engine_says(tmp_path: Path) -> None:
    bocker = [write_empty_book(tmp_path / f"{kod}.xlsx", kod) for kod in (HELT, UTAN_REGION, HALVT_AR)]
    for namn, modell in (("steg", make_stepped_model()), ("utan", make_ruleless_model())):
        bocker.append(write_empty_book(tmp_path / f"{namn}.xlsx", UTAN_REGION, make_grund(modell=modell)))
    exempel = make_basis(read_model(), read_example())
    bocker.append(write_empty_book(tmp_path / "exempel.xlsx", "SF-2502", exempel))
    for bok, omraknad in zip(bocker, recalculate([(b, {}) for b in bocker], tmp_path), strict=True):
        assert find_differences(bok, omraknad) == [], bok.name


def test_after_changes_the_workbook_is_the_engines(tmp_path: Path) -> None:
    grund = make_grund()
    tom = write_empty_book(tmp_path / "tom.xlsx")
    bocker = [fill(Path(copy(tom, tmp_path / f"{namn}.xlsx")), *celler) for namn, celler in ANDRINGAR.items()]
    allt = fill_months(Path(copy(tom, tmp_path / "allt.xlsx")), 7, lambda kod, m: len(kod) * 1_000 + m)
    bocker.append(fill(allt, *(cell for celler in ANDRINGAR.values() for cell in celler)))
    bocker.append(fill_months(write_empty_book(tmp_path / "halvt.xlsx", HALVT_AR), 12, lambda kod, m: m * 100))
    (tmp_path / "motorn").mkdir()
    for bok, omraknad in zip(bocker, recalculate([(b, {}) for b in bocker], tmp_path), strict=True):
        motorns = write_book(tmp_path / "motorn" / bok.name, read_workbook(bok, grund).tell(), grund)
        assert find_differences(motorns, omraknad) == [], bok.name


def test_sorting_a_table_changes_no_figure(tmp_path: Path) -> None:
    fil = fill_months(write_empty_book(tmp_path / "a.xlsx"), 7, lambda kod, m: len(kod) * 1_000 + m)
    assert {o.blad for o in find_sortable(load_workbook(fil))} == {"Insatser", "Insatser per år", "Kommunfördelning"}
    assert check_sorting(fil, tmp_path / "sorterat") == []
