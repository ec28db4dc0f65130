"""`fordelning optimera` as a user meets it: the summary, exit codes, and nothing but the answer in a pipe."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fordelning.cli import app
from fordelning.metod import read_insatsplan
from fordelning.plan.samling import gather_plans
from fordelning.platser import find_modeller
from fordelning.rapport.plan.text import tell_answer, tell_depth
from tests.rapport.plan_bygge import MED_PLAN, OMOJLIGT, UTAN_INSATSER, allocate_bygge, grund, plan, write_underlag

FILER = ["plan.csv", "plan.json", "plan.xlsx"]


def run(tmp_path: Path, *argument: str) -> Result:
    inputs = write_underlag(tmp_path)
    return CliRunner().invoke(app, ["optimera", inputs, "--ar", "2", "--ut", str(tmp_path / "ut"), *argument])


def written(tmp_path: Path) -> list[str]:
    return sorted(fil.name for fil in (tmp_path / "ut").iterdir()) if (tmp_path / "ut").exists() else []


@pytest.mark.langsam
def test_one_forbund_is_planned_and_written_and_its_contributions_are_warned_of(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", MED_PLAN)
    assert svar.exit_code == 0, svar.output
    assert svar.stdout.startswith(f"Förbundet {MED_PLAN} ({MED_PLAN}), plan 2026–2027: bevisat bästa plan")
    assert svar.stderr.count("Varning:") == 1
    assert "2026 1\u00a0500\u00a0000 kr, 2027 1\u00a0500\u00a0000 kr är inte" in svar.stderr
    assert "efter tilldelningen 2026, 2\u00a0000\u00a0000 kr" in svar.stderr
    data = json.loads((tmp_path / "ut" / "plan.json").read_text("utf-8"))
    assert [rad.partition(":")[0] for rad in data["varningar"]] == [f"planering, förbund {MED_PLAN}, kolumn bidrag_kr"]
    assert written(tmp_path) == FILER


def test_in_haste_there_is_the_answer_and_the_files_say_what_was_not_done(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", MED_PLAN, "--snabb")
    assert svar.exit_code == 0, svar.output
    assert "Nästa 100\u00a0000 kr 2026 ger" in svar.stdout.replace("100 000", "100\u00a0000")
    assert "Brytpunkter" not in svar.stdout
    data = json.loads((tmp_path / "ut" / "plan.json").read_text("utf-8"))
    assert data["djup_genomgang"] is False
    assert any("--snabb" in text for text in data["antaganden"])


def test_all_are_written_but_an_impossible_plan_gives_exit_code_1(tmp_path: Path) -> None:
    svar = run(tmp_path)
    assert svar.exit_code == 1
    assert f"{OMOJLIGT}: ingen plan är möjlig." in svar.stdout
    assert f"Utan insatser i underlaget, ingen plan: Förbundet {UTAN_INSATSER} ({UTAN_INSATSER})" in svar.stdout
    assert written(tmp_path) == FILER


def test_a_single_impossible_plan_is_told_in_words_with_exit_code_1(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", OMOJLIGT)
    assert svar.exit_code == 1
    assert "De här kraven går inte att förena" in svar.stdout
    assert "Det fattas" in svar.stdout
    assert written(tmp_path) == FILER


def test_a_forbund_without_insatser_is_told_so(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", UTAN_INSATSER)
    assert svar.exit_code == 1
    assert f"{UTAN_INSATSER} har inga insatser" in svar.output
    assert written(tmp_path) == []


@pytest.mark.parametrize(
    ("argument", "sags"),
    [
        (("--ar", "5"), []),
        (("--ar", "6"), ["--tid", "--snabb"]),
        (("--ar", "50", "--snabb"), ["--tid"]),
        (("--ar", "50", "--tid", "9"), []),
    ],
)
def test_before_a_long_plan_it_is_told_what_to_expect_and_what_bounds_it(
    argument: tuple[str, ...], sags: list[str], tmp_path: Path
) -> None:
    """Told before the work, here of a förbund that then turns out to have nothing to plan."""
    svar = run(tmp_path, "--forbund", UTAN_INSATSER, *argument)
    forst = svar.stderr.partition("fel i underlaget")[0]
    assert ("kan ta minuter att räkna" in forst) == bool(sags)
    assert [val for val in ("--tid", "--snabb") if f"Med {val}" in forst] == sags


def test_an_unknown_code_is_answered_with_the_nearest(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", "A11")
    assert svar.exit_code == 1
    assert f"Menade du «{MED_PLAN}»?" in svar.output


def test_a_time_limit_is_told_with_its_gap(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", MED_PLAN, "--tid", "0")
    assert svar.exit_code == 0, svar.output
    assert "tiden tog slut" in svar.stdout
    assert "bevisat" not in svar.stdout


def test_the_summary_of_one_tells_plan_kapital_limits_money_breakeven_and_uncertainty() -> None:
    text = tell_answer(plan(MED_PLAN), grund(MED_PLAN)) + tell_depth(plan(MED_PLAN))
    for avsnitt in (
        "deltagare per insats",
        "eget kapital, kr",
        "begränsar",
        "Nästa 100 000 kr 2026 ger",
        "Brytpunkter",
    ):
        assert avsnitt in text
    assert "Osäkerhet: i fyra fall av fem" in text
    assert "som i dag" in text


def test_progress_is_told_piece_by_piece_to_the_last() -> None:
    sedda: list[tuple[str, int, int]] = []
    metod = read_insatsplan(find_modeller() / "insatsplan.toml")
    gather_plans(allocate_bygge(), metod, None, 2, steg=lambda *steg: sedda.append(steg))
    vad = ["Planerar"] * 2 + ["Ser efter vad som begränsar"] * 2
    assert sedda == [(text, n, 2) for text, n in zip(vad, (1, 2, 1, 2), strict=True)]


def test_whole_participants_can_be_asked_for_and_the_method_says_so(tmp_path: Path) -> None:
    svar = run(tmp_path, "--forbund", MED_PLAN, "--heltal")
    assert svar.exit_code == 0
    data = json.loads((tmp_path / "ut" / "plan.json").read_text(encoding="utf-8"))
    assert data["metod"]["heltal"] is True
    (ett,) = data["forbund"]
    assert ett["status"] == "optimal" and ett["brytpunkter"]
    assert all(float(rad["deltagare_antal"]).is_integer() for rad in ett["malgrupper"])
    assert any("hela deltagare" in rad for rad in data["antaganden"])
