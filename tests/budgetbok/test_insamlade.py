"""Returned budget books in one table: what each head sums to, who is missing, and what is told of what is no book."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

import fordelning as f
from fordelning.budgetbok.insamlade import Budgetsamling, SamlingFel, gather
from fordelning.budgetbok.samlad_bok import Huvudtabell, make_samlad_leverans
from fordelning.budgetbok.utfall import read_workbook
from fordelning.fel import AnmarkningarFel, UnderlagFel
from tests.budget_bygge import (
    BYGGE,
    HALVT_AR,
    HELT,
    UTAN_REGION,
    apply_files,
    fill,
    fill_months,
    make_grund,
    write_empty_book,
)
from tests.kommando import read_csv, run
from tests.sortering import check_sorting

GRUND = make_grund()


@pytest.fixture(scope="module")
def bocker(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A has reported three months, B nothing; C's book has not come."""
    mapp = tmp_path_factory.mktemp("bocker")
    fil = write_empty_book(mapp / "Alfas budget.xlsx", HELT, GRUND)
    fill_months(fil, 3, lambda kod, m: 400_000 + m if kod == "STAT" else 10_007)
    write_empty_book(mapp / "b.xlsx", UTAN_REGION, GRUND)
    (mapp / "budget.se").write_text("x")
    return mapp


@pytest.fixture(scope="module")
def samling(bocker: Path) -> Budgetsamling:
    return gather(bocker, GRUND)


def test_every_head_is_the_sum_of_its_rows_in_the_book(samling: Budgetsamling, bocker: Path) -> None:
    lage = read_workbook(bocker / "Alfas budget.xlsx", GRUND)
    egna = {rad.huvud: rad for rad in samling.rader if rad.forbund_kod == HELT}
    kostnader = [egna[h] for h in ("styrelse", "administration", "revision", "insatser")]
    assert sum(rad.prognos_kr for rad in kostnader) == lage.prognos.kostnader_kr
    assert sum(rad.budget_kr for rad in kostnader) == lage.budget.budgetaret.kostnader_kr
    assert egna["stat"].utfall_kr == 3 * 400_000 + 3
    rader = [x for x in lage.lagen if x.rad.huvud == "insatser"]
    assert egna["insatser"].utfall_kr == 3 * 10_007 * len(rader)
    assert egna["insatser"].avvikelse_kr == sum(sum(x.rad.manader_kr[:3]) for x in rader) - egna["insatser"].utfall_kr


def test_those_that_have_not_come_are_named_and_a_book_without_outcome_is_no_warning(samling: Budgetsamling) -> None:
    assert samling.saknas == (HALVT_AR,)
    assert [(x.status, x.fil, x.rapporterade_antal) for x in samling.forbund] == [
        ("läst", "Alfas budget.xlsx", 3),
        ("läst", "b.xlsx", 0),
        ("saknas", "", None),
    ]
    assert not samling.fel and not samling.varningar


def test_the_table_has_the_columns_of_the_contract_and_the_country_is_its_sum(
    samling: Budgetsamling, tmp_path: Path
) -> None:
    make_samlad_leverans(samling).write(tmp_path)
    rader = read_csv(tmp_path / "budget_samlad.csv")
    assert list(rader[0]) == [*samling.rader[0]._fields]
    bok = load_workbook(tmp_path / "budget_samlad.xlsx", data_only=True)
    riket: dict[Any, Any] = {rad[0].value: rad[1].value for rad in bok["Riket"].iter_rows(max_col=2)}
    kostnader = ("styrelse", "administration", "revision", "insatser")
    assert riket["Kostnader"] == sum(int(r["budget_kr"]) for r in rader if r["huvud"] in kostnader)
    assert riket["Resultat"] == riket["Intäkter"] - riket["Kostnader"]
    assert riket["Saknas"] == 1
    assert "C" in [rad[0].value for rad in bok["Förbund"].iter_rows() if rad[2].value == "saknas"]


def test_faults_are_told_with_file_and_cell_and_the_others_are_in_the_table(bocker: Path, tmp_path: Path) -> None:
    for fil in bocker.iterdir():
        (tmp_path / fil.name).write_bytes(fil.read_bytes())
    fill(tmp_path / "b.xlsx", ("Utfall per månad", "STAT", "jan", "en miljon"))
    (tmp_path / "kopia.xlsx").write_bytes((tmp_path / "Alfas budget.xlsx").read_bytes())
    write_empty_book(tmp_path / "c.xlsx", HALVT_AR, GRUND)
    (tmp_path / "trasig.xlsx").write_text("x")
    (tmp_path / "brev.docx").write_text("x")
    samling = gather(tmp_path, GRUND)
    assert [a.plats for a in samling.fel] == [
        "b.xlsx, blad Utfall per månad, cell C5",
        "trasig.xlsx",
        "kopia.xlsx",
    ]
    assert [a.plats for a in samling.varningar] == ["brev.docx"]
    assert samling.saknas == (HELT, UTAN_REGION)
    assert {rad.forbund_kod for rad in samling.rader} == {HALVT_AR}
    with pytest.raises(SamlingFel):
        gather(tmp_path / "finns inte", GRUND)


def test_a_folder_of_books_is_as_each_of_its_books_given_one_by_one(bocker: Path, tmp_path: Path) -> None:
    en_och_en, _ = apply_files([str(bocker / "Alfas budget.xlsx"), str(bocker / "b.xlsx")], GRUND)
    alla, varningar = apply_files([str(bocker)], GRUND)
    assert alla.kapital == en_och_en.kapital
    assert [a.plats for a in varningar if "läses inte" in a.vad] == ["budget.se"]
    with pytest.raises(UnderlagFel, match="mappen har ingen arbetsbok"):
        apply_files([str(tmp_path)], GRUND)


def test_a_workbook_that_is_no_budget_is_told_and_left_out_in_both_readings(bocker: Path, tmp_path: Path) -> None:
    Workbook().save(tmp_path / "egen.xlsx")
    lasningar: tuple[Callable[[], object], ...] = (
        partial(gather, tmp_path, GRUND),
        partial(apply_files, [str(tmp_path)], GRUND),
    )
    for las in lasningar:
        with pytest.raises(AnmarkningarFel, match=r"ingen arbetsbok i mappen är av rätt slag(?s:.)*egen\.xlsx"):
            las()
    for fil in bocker.iterdir():
        (tmp_path / fil.name).write_bytes(fil.read_bytes())
    sagt = "egen.xlsx: filen är ingen budgetbok och läses inte"
    samling, (underlag, varningar) = gather(tmp_path, GRUND), apply_files([str(tmp_path)], GRUND)
    assert not samling.fel and samling.rader == gather(bocker, GRUND).rader
    assert underlag.kapital == apply_files([str(bocker)], GRUND)[0].kapital
    for alla in (samling.varningar, varningar):
        assert [f"{a.plats}: {a.vad}" for a in alla if a.plats == "egen.xlsx"] == [sagt]


def test_the_library_reads_the_same_books(bocker: Path, samling: Budgetsamling) -> None:
    fall = f.Fall(BYGGE.make(), GRUND.resultat.modell)
    assert f.collect_budgets(fall, bocker).rader == samling.rader


def test_the_command_finds_the_data_set_of_the_books_year(
    bocker: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    BYGGE.write(tmp_path / "inputs" / "eget")
    svar = run("budget", "--samla", bocker, "--ut", "ut")
    assert svar.exit_code == 1
    assert "2 underlag i inputs/ är för böckernas budgetår, 2026" in svar.output
    svar = run("budget", "inputs/eget", "--samla", bocker, "--ut", "ut")
    assert svar.exit_code == 0, svar.output
    assert "2 av 3 förbunds budgetböcker är med." in svar.output
    assert "Saknas: 1\n  C Förbundet C" in svar.output
    assert sorted(fil.name for fil in Path("ut").iterdir()) == ["budget_samlad.csv", "budget_samlad.xlsx"]
    for argument in (["budget"], ["budget", "inputs/eget", "--samla", str(bocker), "--alla"]):
        assert run(*argument).exit_code == 2


@pytest.mark.libreoffice
def test_the_collected_book_can_be_sorted(samling: Budgetsamling, tmp_path: Path) -> None:
    assert Huvudtabell(samling).antal_rader == 16
    make_samlad_leverans(samling).write(tmp_path)
    assert check_sorting(tmp_path / "budget_samlad.xlsx", tmp_path / "sorterad") == []
