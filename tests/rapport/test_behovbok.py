"""Need and insatser in fordelning.xlsx, and behov.xlsx: stored values, live formulas; what is absent stays absent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from fordelning.begrepp import Behov, Insats, Kalla, Malgrupp, Underlag
from fordelning.behov import Skattning, compute_need, read_skattning
from fordelning.blad.csv import make_records
from fordelning.blad.excel import write_bok
from fordelning.platser import find_modeller
from fordelning.rapport.behov.bok import make_behov_bok, make_behov_leverans
from fordelning.rapport.behov.tabeller import Behovsgrund
from fordelning.resultat import allocate
from tests.celler import Andringar, read_rows, read_values
from tests.libreoffice import find_differences, recalculate
from tests.rapport.test_workbook import write
from tests.ringar import find_circle
from tests.slump import UTAN_SPARR
from tests.sortering import check_sorting
from tests.underlag_bygge import Bygge

BLAD = ["Målgrupper", "Nås", "Behov", "Publicerat", "Antaganden", "Källor"]
INSATSER: dict[str, tuple[str, float | None, float | None, float | None]] = {
    "I1": ("individ", 12.0, 100_000 + 12 * 20_000, (100_000 + 12 * 20_000) / 12),
    "I2": ("individ", 0.0, 0.0, None),
    "I3": ("individ", None, None, None),
    "S1": ("struktur", None, 100_000.0, None),
    "S2": ("struktur", 0.0, 0.0, None),
}
"""Insats: inriktning, participants today; the cost today and kronor per participant that follow by hand."""


def make_bygge() -> Bygge:
    """Two förbund, the second with one målgrupp less and no insats."""
    insatser = tuple(
        Insats("A", kod, f"={kod}", inriktning, 100_000, 20_000, 0, 50, idag_antal=idag)  # type: ignore[arg-type]
        for kod, (inriktning, idag, _, _) in INSATSER.items()
    )
    ovriga = {
        "malgrupper": (Malgrupp("M1", "Unga", 0.5, 1.0), Malgrupp("M2", "Sjuka", 0.2, 1.0)),
        "behov": (Behov("A", "M1", 100), Behov("A", "M2", 50), Behov("B", "M1", 30.5)),
        "insatser": insatser,
    }
    return Bygge(10_000_000, ovriga=ovriga).add("A", 600, 80.0).add("B", 300, 10.0).add_outside("C", 100, 10.0)


def make_underlag(uppskattning: bool = True) -> Underlag:
    kallor = {"behov": Kalla("Registret", uppskattning=uppskattning, metod="Fördelat efter invånare.")}
    return replace(make_bygge().make(), kallor=kallor)


@pytest.fixture(scope="module")
def skattning() -> Skattning:
    return read_skattning(find_modeller() / "behov_skl_2016.toml")


@pytest.fixture(scope="module")
def bocker(tmp_path_factory: pytest.TempPathFactory, skattning: Skattning) -> Mapping[str, Path]:
    """The allocation with need and insatser, the need as told, and the need shared out."""
    mapp, u = tmp_path_factory.mktemp("behov"), make_underlag()
    utan = replace(make_bygge(), ovriga={}).make()
    write(allocate(UTAN_SPARR, u), mapp)
    write_need(u, skattning, mapp / "behov.xlsx")
    write_need(utan, skattning, mapp / "utdelat.xlsx")
    return {namn: mapp / f"{namn}.xlsx" for namn in ("fordelning", "behov", "utdelat")}


def write_need(u: Underlag, s: Skattning, fil: Path) -> None:
    lage = compute_need(u, s)
    write_bok(make_behov_bok(Behovsgrund(lage, u, s)), fil)


def test_the_allocation_workbook_has_need_and_insatser_before_the_long_ledger(bocker: Mapping[str, Path]) -> None:
    blad = load_workbook(bocker["fordelning"]).sheetnames
    plats = blad.index("Kontroller")
    assert blad[plats + 1 : plats + 5] == ["Behov", "Målgrupper", "Insatser", "Härledning"]


def test_no_column_stands_on_itself_as_excel_counts(bocker: Mapping[str, Path]) -> None:
    assert [namn for namn, bok in bocker.items() if find_circle(bok)] == []


def test_what_the_data_set_lacks_has_no_sheet(tmp_path: Path) -> None:
    utan = replace(make_bygge(), ovriga={}).make()
    bok = write(allocate(UTAN_SPARR, utan), tmp_path)
    assert not {"Behov", "Målgrupper", "Insatser"} & set(load_workbook(bok).sheetnames)


def test_need_per_malgrupp_is_the_sum_of_the_forbund(bocker: Mapping[str, Path]) -> None:
    for namn in ("fordelning", "behov"):
        rader = read_rows(bocker[namn], "Målgrupper", "Målgrupp")
        assert [(rad["Målgrupp"], rad["Personer"], rad["I behov, personer"]) for rad in rader] == [
            ("M1", 130.5, 65.25),
            ("M2", 50, 10),
        ]
        assert read_values(bocker[namn])["Behov"][3][6] == 75.25


def test_an_estimate_is_marked_when_the_source_says_so(bocker: Mapping[str, Path], tmp_path: Path) -> None:
    assert "(uppskattning)" in str(read_values(bocker["fordelning"])["Behov"][0][0])
    assert {rad["Uppskattning"] for rad in read_rows(bocker["fordelning"], "Behov", "Kod")} == {"ja"}
    bok = write(allocate(UTAN_SPARR, make_underlag(uppskattning=False)), tmp_path)
    assert read_values(bok)["Behov"][0][0] == "Behov per förbund och målgrupp"
    assert {rad["Uppskattning"] for rad in read_rows(bok, "Behov", "Kod")} == {"nej"}


def test_an_insats_costs_what_runs_today_and_what_is_not_known_is_empty(bocker: Mapping[str, Path]) -> None:
    rader = {rad["Insats"]: rad for rad in read_rows(bocker["fordelning"], "Insatser", "Kod")}
    for kod, (_, idag, kostnad, per_deltagare) in INSATSER.items():
        rad = rader[kod]
        assert rad["Insatsens namn"] == f"={kod}"
        assert (rad["Deltagare i dag"], rad["Kostnad i dag, kr"]) == (idag, kostnad), kod
        assert rad["Kr per deltagare i dag"] == (None if per_deltagare is None else pytest.approx(per_deltagare)), kod


def test_the_workbook_of_the_need_comes_first_among_the_files(tmp_path: Path, skattning: Skattning) -> None:
    u = make_underlag()
    filer = make_behov_leverans(compute_need(u, skattning), u, skattning).write(tmp_path).filer
    assert [fil.name for fil in filer] == ["behov.xlsx", "behov.csv", "behov_forbund.csv", "behov.json"]
    assert load_workbook(filer[0]).sheetnames == BLAD


def test_pandas_reads_the_same_need_and_reach_as_the_csv_files(
    bocker: Mapping[str, Path], skattning: Skattning
) -> None:
    utan = replace(make_bygge(), ovriga={}).make()
    for namn, u in (("behov", make_underlag()), ("utdelat", utan)):
        t = Behovsgrund(compute_need(u, skattning), u, skattning)
        behov, alla = (
            pd.read_excel(bocker[namn], sheet_name="Behov", header=4, engine="openpyxl"),
            pd.DataFrame(make_records(t.alla.behov)),
        )
        facit = alla.dropna()
        assert behov["I behov, personer"].tolist() == pytest.approx(facit["behov_antal"].astype(float).tolist())
        nas, reach = (
            pd.read_excel(bocker[namn], sheet_name="Nås", header=4, engine="openpyxl"),
            pd.DataFrame(make_records(t.nas)),
        )
        for rubrik, kolumn in (("I behov, personer", "behov_antal"), ("Behov enligt schablon", "schablon_antal")):
            assert nas[rubrik].tolist() == pytest.approx(reach[kolumn].astype(float).tolist())
        assert nas["Nås, andel"].tolist() == pytest.approx(
            reach["natt_andel"].astype(float).tolist(), abs=1e-6, nan_ok=True
        )


def test_what_is_published_stands_beside_both_readings(bocker: Mapping[str, Path], skattning: Skattning) -> None:
    rader = {rad["Summa"]: rad for rad in read_rows(bocker["behov"], "Publicerat", "Summa")}
    assert rader["Oavrundat"]["Personer"] == pytest.approx(skattning.sum_need())
    assert rader["Andra läsningen, oavrundat"]["Personer"] == pytest.approx(skattning.sum_need(annan_lasning=True))
    assert rader["Publicerad summa"]["Personer"] == skattning.publicerat_antal
    assert rader["Publicerad summa"]["Andel"] == pytest.approx(skattning.publicerad_andel, abs=5e-4)


@pytest.mark.libreoffice
def test_every_sheet_can_be_sorted_by_any_column(bocker: Mapping[str, Path], tmp_path: Path) -> None:
    assert check_sorting(bocker["utdelat"], tmp_path) == []


@pytest.mark.libreoffice
def test_recalculated_figures_are_the_stored_ones_and_follow_a_change(
    bocker: Mapping[str, Path], tmp_path: Path
) -> None:
    andringar: Andringar = {("Målgrupper", "D6"): 0.8, ("Behov", "E6"): 200, "schablon_andel": 0.1, ("Nås", "D7"): 20}
    oandrade: list[tuple[Path, Andringar]] = [(bok, {}) for bok in bocker.values()]
    *nya, andrad = recalculate([*oandrade, (bocker["behov"], andringar)], tmp_path)
    for bok, ny in zip(bocker.values(), nya, strict=True):
        assert find_differences(bok, ny) == []
    a, b = read_rows(andrad, "Nås", "Kod")
    assert a["I behov, personer"] == pytest.approx(200 * 0.8 + 10)
    assert a["Nås, andel"] == pytest.approx(12 / 170)
    assert b["Nås, andel"] == pytest.approx(20 / (30.5 * 0.8))
    assert (a["Behov enligt schablon"], b["Behov enligt schablon"]) == (pytest.approx(60), pytest.approx(30))
