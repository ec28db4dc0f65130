"""`fordelning budget --plan` and `--kontoplan` as a user meets them: the book holds the plan and names the files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from typer.testing import CliRunner, Result

from fordelning.budgetbok.utfall import make_basis, read_workbook
from fordelning.cli import app
from fordelning.modell import choose_modell
from fordelning.planfil import read_planfil
from fordelning.platser import find_modeller
from fordelning.rapport.plan.bok import write_plans
from fordelning.underlag import read_underlag
from tests.rapport.plan_bygge import MED_PLAN, OMOJLIGT, grund, plan, write_underlag

BOK = f"budget_2026_{MED_PLAN}.xlsx"


@pytest.fixture(scope="module")
def planen(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("plan")
    write_plans(plan(), grund(), mapp)
    return mapp / "plan.json"


def run(mapp: Path, *argument: str) -> Result:
    return CliRunner().invoke(app, ["budget", write_underlag(mapp), "--ut", str(mapp / "ut"), *argument])


def read_row(bok: Path, blad: str, kod: str) -> dict[str, Any]:
    """A row by its code: heading → value."""
    rader = list(load_workbook(bok, data_only=True)[blad].iter_rows(values_only=True))
    rubriker = next(rad for rad in rader if rad[0] == "Kod")
    rad = next(rad for rad in rader if rad[0] == kod)
    return {str(r): v for r, v in zip(rubriker, rad, strict=True) if r}


def test_the_book_has_the_plans_insatser_and_says_whose_they_are(tmp_path: Path, planen: Path) -> None:
    svar = run(tmp_path, "--forbund", MED_PLAN, "--plan", str(planen))
    assert svar.exit_code == 0, svar.output
    forbund, bok = read_planfil(planen).find(MED_PLAN), tmp_path / "ut" / BOK
    assert forbund is not None
    for kod in ("I1", "I2", "S1", "S2"):
        rad = read_row(bok, "Insatser per år", f"INSATS-{kod}")
        for ar in (2026, 2027):
            i = next((i for i in forbund.insatser if (i.insats_kod, i.ar) == (kod, ar)), None)
            assert rad[f"Kostnad {ar}"] == pytest.approx(0 if i is None else i.kostnad_kr, abs=0.51)
            assert rad[f"Deltagare {ar}"] == pytest.approx(0 if i is None else i.deltagare_antal)
    texter = [str(c) for rad in load_workbook(bok)["Antaganden"].iter_rows(values_only=True) for c in rad if c]
    assert any("plan.json (SHA-256" in text for text in texter)
    kallor = [str(c) for rad in load_workbook(bok)["Källor"].iter_rows(values_only=True) for c in rad if c]
    assert read_planfil(planen).fil.sha256 in kallor


def test_the_book_is_read_back_with_the_plan_in_its_blue_cells(tmp_path: Path, planen: Path) -> None:
    assert run(tmp_path, "--forbund", MED_PLAN, "--plan", str(planen)).exit_code == 0
    u = read_underlag(tmp_path / "underlag")
    modell = choose_modell(find_modeller(), u.budgetar)
    last = read_workbook(tmp_path / "ut" / BOK, make_basis(modell, u))
    gjord = make_basis(modell, u, plan=planen).collect(MED_PLAN)
    assert [i.kors for i in last.budget.underlag.insatser] == [i.kors for i in gjord.insatser]
    for las, gjort in zip(last.budget.underlag.insatser, gjord.insatser, strict=True):
        assert las.deltagare_antal == pytest.approx(gjort.deltagare_antal)


def test_among_all_those_without_a_plan_go_on_as_they_do_and_it_is_told(tmp_path: Path, planen: Path) -> None:
    svar = run(tmp_path, "--alla", "--plan", str(planen))
    assert svar.exit_code == 0, svar.output
    bok = load_workbook(tmp_path / "ut" / f"budget_2026_{OMOJLIGT}.xlsx")["Kontroller"]
    texter = [str(c) for rad in bok.iter_rows(values_only=True) for c in rad if c]
    assert any("har ingen möjlig plan för B1" in text for text in texter)


@pytest.mark.parametrize(
    ("val", "kod", "text"),
    [
        (("--forbund", OMOJLIGT, "--plan", "PLAN"), 1, "har ingen möjlig plan"),
        (("--forbund", MED_PLAN, "--plan", "saknas.json"), 1, "saknas.json: filen finns inte"),
        (("--forbund", MED_PLAN, "--plan", "PLAN", "--utfall", "ifylld.xlsx"), 2, "har sin egen plan"),
        (("--forbund", MED_PLAN, "--kontoplan", "egen.toml"), 2, "används med --sie eller --utfall"),
        (("--forbund", MED_PLAN, "--sie", "--kontoplan", "saknas.toml"), 1, "saknas.toml"),
    ],
)
def test_what_cannot_be_used_is_told_and_nothing_is_written(
    tmp_path: Path, planen: Path, val: tuple[str, ...], kod: int, text: str
) -> None:
    svar = run(tmp_path, *(str(planen) if v == "PLAN" else v for v in val))
    assert svar.exit_code == kod and text in svar.output
    assert not (tmp_path / "ut").exists()


def test_an_own_kontoplan_books_on_its_konton_and_is_named(tmp_path: Path) -> None:
    egen = tmp_path / "egen.toml"
    egen.write_text("# egen\n" + (find_modeller() / "kontoplan.toml").read_text("utf-8"), "utf-8")
    svar = run(tmp_path, "--forbund", MED_PLAN, "--sie", "--kontoplan", f"{MED_PLAN}={egen}")
    assert svar.exit_code == 0, svar.output
    kallor = [c for rad in load_workbook(tmp_path / "ut" / BOK)["Källor"].iter_rows(values_only=True) for c in rad]
    assert "egen.toml" in kallor
