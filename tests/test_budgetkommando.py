"""`fordelning budget` and `fordelning kapital --utfall` as a finance officer uses them."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from tests.budget_bygge import BYGGE, fill, fill_months
from tests.kommando import run


@pytest.fixture(scope="module")
def underlag(tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(BYGGE.write(tmp_path_factory.mktemp("underlag")))


def read_ledger(mapp: Path, kod: str, ar: int) -> dict[str, object]:
    tabell = pd.read_csv(mapp / "kapital.csv", dtype={"forbund_kod": str})
    rader = tabell[(tabell["forbund_kod"] == kod) & (tabell["ar"] == ar)].astype("object")
    return {str(k): None if pd.isna(v) else v for k, v in rader.to_dict("records")[0].items()}


def test_one_workbook_and_its_sie_file(underlag: str, tmp_path: Path) -> None:
    svar = run("budget", underlag, "--forbund", "A", "--sie", "--ut", tmp_path)
    assert svar.exit_code == 0, svar.output
    assert [fil.name for fil in sorted(tmp_path.iterdir())] == ["budget_2026_A.se", "budget_2026_A.xlsx"]
    assert (tmp_path / "budget_2026_A.se").read_bytes().startswith(b"#FLAGGA 0")


def test_a_sie_file_of_an_earlier_budget_is_told_when_the_book_is_written_without_one(
    underlag: str, tmp_path: Path
) -> None:
    for mer, vantat in (("--sie", False), ("--skriv-over", True)):
        svar = run("budget", underlag, "--forbund", "A", mer, "--ut", tmp_path)
        assert svar.exit_code == 0, svar.output
        assert ("budget_2026_A.se: är från en tidigare körning" in " ".join(svar.output.split())) == vantat


def test_one_workbook_for_each_forbund(underlag: str, tmp_path: Path) -> None:
    svar = run("budget", underlag, "--alla", "--ut", tmp_path)
    assert svar.exit_code == 0, svar.output
    assert sorted(fil.name for fil in tmp_path.iterdir()) == [f"budget_2026_{kod}.xlsx" for kod in "ABC"]


def test_either_a_forbund_or_all_of_them(underlag: str, tmp_path: Path) -> None:
    for argument in ([], ["--forbund", "A", "--alla"]):
        assert run("budget", underlag, *argument, "--ut", tmp_path).exit_code == 2
    assert run("budget", underlag, "--alla", "--utfall", "x.xlsx", "--ut", tmp_path).exit_code == 2


def test_an_unknown_forbund_is_a_message(underlag: str, tmp_path: Path) -> None:
    svar = run("budget", underlag, "--forbund", "X", "--ut", tmp_path)
    assert svar.exit_code == 1
    assert "«X» finns inte i underlaget" in svar.output
    assert list(tmp_path.iterdir()) == []


def test_a_filled_workbook_moves_the_ledger_and_the_next_year(underlag: str, tmp_path: Path) -> None:
    run("budget", underlag, "--forbund", "A", "--ut", tmp_path)
    fil = fill_months(tmp_path / "budget_2026_A.xlsx", 12, lambda kod, m: 400_000 if kod == "STAT" else 10_000)
    for mapp, mer in (("utan", ()), ("med", ("--utfall", str(fil)))):
        svar = run("kapital", underlag, *mer, "--ut", tmp_path / mapp)
        assert svar.exit_code == 0, svar.output
    fore, efter = (read_ledger(tmp_path / mapp, "A", 2026) for mapp in ("utan", "med"))
    assert (fore["typ"], efter["typ"]) == ("budget", "utfall")
    intakter, kostnader = 12 * (400_000 + 6 * 10_000), 12 * 8 * 10_000
    assert efter["intakter_kr"] == intakter
    assert efter["kostnader_kr"] == kostnader
    assert efter["utgaende_kr"] == 700_000 + intakter - kostnader
    assert read_ledger(tmp_path / "med", "A", 2027)["ingaende_kr"] == efter["utgaende_kr"]
    assert read_ledger(tmp_path / "med", "B", 2026) == read_ledger(tmp_path / "utan", "B", 2026)


def test_a_mistake_in_the_workbook_stops_everything(underlag: str, tmp_path: Path) -> None:
    run("budget", underlag, "--forbund", "A", "--ut", tmp_path)
    fil = fill(tmp_path / "budget_2026_A.xlsx", ("Utfall per månad", "STYRELSE", "jan", "tolv"))
    svar = run("kapital", underlag, "--utfall", fil, "--ut", tmp_path / "ut")
    assert svar.exit_code == 1
    assert "budget_2026_A.xlsx, blad Utfall per månad, cell C13: «tolv» är inget tal" in svar.output
    assert not (tmp_path / "ut").exists()


def test_a_filled_workbook_is_never_lost(underlag: str, tmp_path: Path) -> None:
    run("budget", underlag, "--forbund", "A", "--ut", tmp_path)
    fil = fill(tmp_path / "budget_2026_A.xlsx", ("Egen prognos", "STYRELSE", "jan", 12))
    fore = fil.read_bytes()
    svar = run("budget", underlag, "--alla", "--ut", tmp_path)
    assert svar.exit_code == 1
    assert "boken är ifylld (blad Egen prognos, cell C13) och skrivs inte över" in svar.output
    assert fil.read_bytes() == fore
    assert (tmp_path / "budget_2026_B.xlsx").is_file()
    svar = run("budget", underlag, "--forbund", "A", "--utfall", fil, "--ut", tmp_path)
    assert svar.exit_code == 1
    assert "lästes som indata av det här kommandot" in svar.output
    assert fil.read_bytes() == fore
    svar = run("budget", underlag, "--forbund", "A", "--utfall", fil, "--ut", tmp_path, "--skriv-over")
    assert svar.exit_code == 0
    assert f"{fil}: filen lästes som indata" in svar.output
