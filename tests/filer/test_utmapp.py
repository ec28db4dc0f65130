"""Where the commands write: a folder per data set, one of its own for a what-if, and never into what was read."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.budget_bygge import BYGGE
from tests.kommando import run


@pytest.fixture
def underlag(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prov").mkdir()
    return Path(BYGGE.write(tmp_path / "prov")).relative_to(tmp_path).as_posix()


@pytest.mark.langsam
def test_a_what_if_never_replaces_the_decision(underlag: str) -> None:
    namn = Path(underlag).name
    for argument, mapp in (([], namn), (["--modell", "forslag/sparr_kvar"], f"{namn}__sparr_kvar")):
        svar = run("fordela", underlag, *argument)
        assert svar.exit_code == 0, svar.output
        assert Path("ut", mapp, "resultat.json").is_file()
    fore = Path("ut", namn, "tilldelning.csv").read_bytes()
    svar = run("kapital", underlag, "--modell", "forslag/sparr_kvar", "--ut", f"ut/{namn}")
    assert svar.exit_code == 1
    assert "mappen har resultatet av en annan modell: 2018-01-01_statsbidrag.toml, här sparr_kvar.toml" in svar.output
    assert Path("ut", namn, "tilldelning.csv").read_bytes() == fore
    svar = run("fordela", underlag, "--modell", "forslag/sparr_kvar", "--ut", f"ut/{namn}", "--skriv-over")
    assert svar.exit_code == 0, svar.output
    assert "Ersatt, eftersom --skriv-over angavs" in svar.output


def test_no_command_writes_into_the_folder_it_read(underlag: str) -> None:
    fore = {fil.name: fil.read_bytes() for fil in Path(underlag).iterdir()}
    for argument in (["behov", underlag], ["mall", "--fran", underlag]):
        svar = run(*argument, "--ut", underlag)
        assert svar.exit_code == 1
        assert "mappen är det underlag som lästes" in svar.output
        assert {fil.name: fil.read_bytes() for fil in Path(underlag).iterdir()} == fore


def test_a_workbook_is_not_written_over_by_itself_or_by_an_empty_one(underlag: str) -> None:
    assert run("mall", "--fran", underlag, "--ut", "bok.xlsx").exit_code == 0
    assert run("mall", "--fran", underlag, "--ut", "bok.xlsx").exit_code == 0
    fore = Path("bok.xlsx").read_bytes()
    for argument, svar in ((["--fran", "bok.xlsx"], "lästes som indata"), ([], "boken är ifylld")):
        resultat = run("mall", *argument, "--ut", "bok.xlsx")
        assert resultat.exit_code == 1
        assert svar in resultat.output
        assert Path("bok.xlsx").read_bytes() == fore
