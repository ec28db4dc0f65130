"""plan.xlsx: stored values are those of an independent spreadsheet program, and follow when a figure is changed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from openpyxl import load_workbook

from fordelning.blad.excel import write_bok
from fordelning.plan.bild import Plansamling
from fordelning.plan.kontroll import compute_kapital, compute_kostnad, compute_nytta
from fordelning.plan.problem import put
from fordelning.plan.resultat import Beslut
from fordelning.rapport.plan.bok import make_plan_bok
from fordelning.rapport.plan.grund import make_grund
from tests.celler import Andringar, read_values
from tests.libreoffice import find_differences, recalculate
from tests.rapport.plan_bygge import MED_PLAN, OMOJLIGT, plan
from tests.sortering import check_sorting

ETT = ["Sammanfattning", "Plan", "Deltagare", "Målgrupper", "Eget kapital", "Vad som begränsar", "Brytpunkter", "Gräns"]
SIST = ["Parametrar", "Antaganden", "Källor"]


@pytest.fixture(scope="module")
def bocker(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Path]:
    mapp = tmp_path_factory.mktemp("planer")
    planer = {"ett": plan(MED_PLAN), "alla": plan(), "omojligt": plan(OMOJLIGT), "hastigt": plan(MED_PLAN, tid_s=0.0)}
    for namn, planering in planer.items():
        write_bok(make_plan_bok(planering, make_grund(planering)), mapp / f"{namn}.xlsx")
    return {namn: mapp / f"{namn}.xlsx" for namn in planer}


def sheets(bok: Path) -> list[str]:
    return list(load_workbook(bok, read_only=True).sheetnames)


def test_one_forbund_has_a_sheet_for_every_question(bocker: Mapping[str, Path]) -> None:
    assert sheets(bocker["ett"]) == [ETT[0], "Innehåll", *ETT[1:], "Osäkerhet", "I dag och bäst", *SIST]


def test_all_forbund_have_a_row_each_and_one_long_plan(bocker: Mapping[str, Path]) -> None:
    assert sheets(bocker["alla"])[:5] == ["Sammanfattning", "Innehåll", "Omöjligt", "Förbund", "Eget kapital"]
    assert sheets(bocker["alla"])[-3:] == ["Kapitalväg", "Deltagare", "Målgrupper"]
    assert "Brytpunkter" not in sheets(bocker["alla"])
    koder = [rad[0] for rad in read_values(bocker["alla"])["Förbund"]][5:]
    assert koder == ["A1", "B1", "C1"]


def test_without_a_plan_there_are_the_demands_and_no_plan(bocker: Mapping[str, Path]) -> None:
    assert sheets(bocker["omojligt"]) == ["Sammanfattning", "Omöjligt", "Antaganden", "Källor"]


def test_a_plan_in_haste_has_no_prices(bocker: Mapping[str, Path]) -> None:
    assert not {"Brytpunkter", "Gräns", "Osäkerhet"} & set(sheets(bocker["hastigt"]))


def test_a_name_from_data_that_looks_like_a_formula_is_text(bocker: Mapping[str, Path]) -> None:
    celler = [cell for rad in load_workbook(bocker["ett"])["Plan"].iter_rows() for cell in rad]
    namn = [cell for cell in celler if cell.value == "=Vägledning"]
    assert namn and all(cell.data_type == "s" for cell in namn)


class Cell(NamedTuple):
    """A figure of a sheet found by its row's first cells and its heading."""

    blad: str
    adress: str
    varde: Any


def find_cell(bok: Path, blad: str, kolumn: str, *nycklar: object) -> Cell:
    """The cell under a heading in the first row that holds all the keys."""
    rader = read_values(bok)[blad]
    rubrikrad = next(i for i, rad in enumerate(rader) if kolumn in rad)
    j = rader[rubrikrad].index(kolumn)
    i = next(i for i in range(rubrikrad + 1, len(rader)) if all(n in rader[i] for n in nycklar))
    return Cell(blad, load_workbook(bok)[blad].cell(i + 1, j + 1).coordinate, rader[i][j])


@pytest.mark.libreoffice
def test_recalculated_figures_are_the_stored_ones_and_follow_a_change(
    bocker: Mapping[str, Path], tmp_path: Path
) -> None:
    ett = bocker["ett"]
    deltagare = find_cell(ett, "Deltagare", "Deltagare", "I1", "UNGA", 2026)
    andring: Andringar = {(deltagare.blad, deltagare.adress): deltagare.varde - 3, "diskontering_andel": 0.1}
    oforandrat: list[tuple[Path, Andringar]] = [(bok, {}) for bok in bocker.values()]
    *oandrade, andrad = recalculate([*oforandrat, (ett, andring)], tmp_path)
    for bok, omraknad in zip(bocker.values(), oandrade, strict=True):
        assert find_differences(bok, omraknad) == []
    _check_change(plan(MED_PLAN), andrad, deltagare.varde - 3)


@pytest.mark.libreoffice
@pytest.mark.parametrize("namn", ["ett", "alla"])
def test_sorting_any_table_by_any_column_changes_no_figure(
    bocker: Mapping[str, Path], tmp_path: Path, namn: str
) -> None:
    assert check_sorting(bocker[namn], tmp_path) == []


def _check_change(planering: Plansamling, bok: Path, antal: float) -> None:
    """Cost, eget kapital and nytta in the changed workbook are those of the plan's own arithmetic."""
    (bild,) = planering.bilder
    p, b = replace(bild.problem, diskontering_andel=0.1), bild.plan.beslut
    assert b is not None
    nytt = Beslut(b.kors, put(b.antal, (p.insatser.index("I1"), p.malgrupper.index("UNGA"), 0), antal))
    kostnad = compute_kostnad(p, nytt)
    kapital = compute_kapital(p, kostnad.sum(axis=0))
    assert find_cell(bok, "Plan", "Kostnad, kr", "I1", 2026).varde == pytest.approx(kostnad[p.insatser.index("I1"), 0])
    for rad in kapital:
        assert find_cell(bok, "Eget kapital", "Utgående, kr", rad.ar).varde == pytest.approx(rad.utgaende_kr)
        assert find_cell(bok, "Eget kapital", "Överskott, kr", rad.ar).varde == pytest.approx(rad.overskott_kr)
    nytta = find_cell(bok, "Sammanfattning", "Bästa plan", "Nytta, viktade personer")
    assert nytta.varde == pytest.approx(compute_nytta(p, nytt))
    assert nytta.varde != pytest.approx(bild.plan.nytta)
