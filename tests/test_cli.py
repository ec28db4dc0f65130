"""The command line as a user meets it: Swedish, documented, exit codes 0, 1 and 2, and never a traceback."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
from typer.main import get_command
from typer.testing import CliRunner

import fordelning as f
from fordelning import __version__
from fordelning.behov import read_skattning
from fordelning.cli import app
from fordelning.kommandon.utskrift import TABELLRAD, fold_line
from fordelning.platser import find_modeller
from fordelning.rapport.behov.tabeller import Behovsgrund
from fordelning.rapport.behov.text import summarize_behov
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.rapport.fordelning.text import summarize
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.rapport.kapital.text import summarize_kapital
from fordelning.underlag.forbundssok import OkantForbund, choose_forbund
from tests.exempel import read_case, read_example
from tests.kommando import run

ROT = Path(__file__).resolve().parents[1]
EXEMPEL = ROT / "inputs" / "exempel-2026"
KOMMANDON = sorted(get_command(app).commands)  # type: ignore[attr-defined]


def read_documented_commands(fil: Path) -> list[list[str]]:
    """Every `fordelning …` line of a Markdown file's indented or fenced blocks, without its comment."""
    rader = re.findall(r"^(?:    )?fordelning (.+?)(?:\s+#.*)?$", fil.read_text("utf-8"), flags=re.MULTILINE)
    return [shlex.split(rad) for rad in rader]


@pytest.mark.langsam
@pytest.mark.parametrize("argument", read_documented_commands(ROT / "README.md"), ids=" ".join)
def test_every_command_in_the_readme_runs(argument: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        "fordelning.webb.start.serve", lambda fall, port, beratta: None
    )  # it serves until it is stopped
    (tmp_path / "inputs").symlink_to(ROT / "inputs")
    resultat = run(*argument)
    assert resultat.exit_code == 0, resultat.output


@pytest.mark.parametrize("kommando", KOMMANDON)
def test_every_command_is_in_the_readme_and_the_handbook(kommando: str) -> None:
    for fil in ("README.md", "docs/handbok.md"):
        assert re.search(rf"fordelning {kommando}\b", (ROT / fil).read_text("utf-8")), f"{kommando} saknas i {fil}"


@pytest.mark.parametrize("argument", [["--help"], *([k, "--help"] for k in KOMMANDON)], ids=" ".join)
def test_help_is_in_swedish(argument: list[str]) -> None:
    resultat = run(*argument)
    assert resultat.exit_code == 0
    assert "Användning:" in resultat.output
    assert not re.search(r"\b(Usage|Options|Commands|Arguments|Show|required|default|str|path|int)\b", resultat.output)


@pytest.mark.parametrize("kommando", ["", *KOMMANDON])
def test_every_help_ends_with_an_example_of_the_command_with_options_it_has(kommando: str) -> None:
    hjalp = run(*kommando.split(), "-h").output
    assert hjalp == run(*kommando.split(), "--help").output
    _, _, exempel = hjalp.rpartition("Exempel:\n")
    ord_ = shlex.split(exempel)
    assert ord_[0] == "fordelning" and ord_[1] == (kommando or "fordela")
    kanda = run(ord_[1], "--help").output.rpartition("Exempel:\n")[0]
    assert all(re.search(rf"{val}\b", kanda) for val in ord_ if val.startswith("--"))
    assert max(map(len, hjalp.splitlines())) <= 80


def test_the_version_is_told() -> None:
    assert run("--version").output == f"fordelning {__version__}\n"


@pytest.mark.parametrize("vem", ["Malmö", "finsam  malmö", "sf-1203"])
def test_a_forbund_can_be_named(vem: str) -> None:
    assert choose_forbund(read_example().forbund, vem) == "SF-1203"


@pytest.mark.parametrize("vem", ["SF-1203", "sf-1203", "Finsam Malmö"])
def test_a_forbund_that_has_ended_is_told_as_that(vem: str) -> None:
    fjolarets = read_example().forbund
    arets = [f for f in fjolarets if f.forbund_kod != "SF-1203"]
    with pytest.raises(OkantForbund, match="«SF-1203» Finsam Malmö finns i fjolårets underlag men inte i årets"):
        choose_forbund(arets, vem, fjolarets)


def test_a_name_that_several_have_is_asked_about_and_only_near_ones_are_suggested() -> None:
    forbund = read_example().forbund
    for vem, svar in (
        ("Finsam", "är 4 förbund"),
        ("SF-12O3", "Menade du «SF-1203»\\? Det är Finsam Malmö"),
        ("Finsam Malmo", "SF-1203"),
    ):
        with pytest.raises(OkantForbund, match=svar):
            choose_forbund(forbund, vem)
    with pytest.raises(OkantForbund) as fel:
        choose_forbund(forbund, "zzzz")
    assert "Menade" not in str(fel.value)


@pytest.mark.parametrize(
    ("argument", "svar"),
    [
        (["fordela"], "«INPUTS» saknas"),
        (["fordel", "x"], "Kommandot «fordel» finns inte"),
        (["fordela", "x", "--modll", "y"], "Valet «--modll» finns inte. Menade du «--modell»?"),
        (["fordela", "x", "--modell"], "«--modell» behöver ett värde"),
        (["fordela", "x", "y"], "För många argument: y"),
        (["jamfor", "x"], "Fel: Ange minst en, högst 25, att jämföra med"),
        (["fordla"], "Kommandot «fordla» finns inte. Menade du «fordela»?"),
        (["qqqq"], "Kommandot «qqqq» finns inte.\n"),
        (["fordela", "x", "--mdell", "y"], "Valet «--mdell» finns inte. Menade du «--modell»?"),
        (["kapital", "x", "--statistik", "tend"], "«tend» finns inte; välj bland «konstant», «trend»."),
    ],
)
def test_wrong_usage_exits_with_2_and_says_so_in_swedish(argument: list[str], svar: str) -> None:
    resultat = run(*argument)
    assert resultat.exit_code == 2
    assert svar in resultat.output


def test_a_path_that_is_not_there_exits_with_1_and_a_message() -> None:
    resultat = run("fordela", "finns-inte")
    assert resultat.exit_code == 1
    assert "finns-inte: finns inte" in resultat.output


def test_kontrollera_says_what_it_found_and_writes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    resultat = run("kontrollera", EXEMPEL)
    assert resultat.exit_code == 0
    assert "80 förbund" in resultat.output
    assert list(tmp_path.iterdir()) == []


def test_a_model_that_needs_sjukpenning_in_kronor_says_so() -> None:
    resultat = run("kontrollera", EXEMPEL, "--modell", "2004-01-01_sjukpenning")
    assert resultat.exit_code == 1
    assert "forsorjningsmatt_enhet" in resultat.output


@pytest.mark.langsam
def test_a_result_that_cannot_be_written_leaves_the_old_files_whole(tmp_path: Path) -> None:
    gammal = tmp_path / "tilldelning.csv"
    gammal.write_text("gammal", encoding="utf-8")
    (tmp_path / "resultat.json").mkdir()
    (tmp_path / "resultat.json" / "i_vagen").touch()
    resultat = run("fordela", EXEMPEL, "--ut", tmp_path)
    assert resultat.exit_code == 1
    assert "kan inte skrivas" in resultat.output
    assert sorted(f.name for f in tmp_path.iterdir() if f.suffix == ".tmp") == []
    assert gammal.read_text("utf-8") == "gammal"


def test_an_unexpected_fault_is_a_message_and_not_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(vag: Path) -> None:
        raise RuntimeError("något oväntat")

    monkeypatch.setattr("fordelning.underlag.read_underlag", fail)
    resultat = run("kontrollera", EXEMPEL)
    assert resultat.exit_code == 1
    assert "Ett fel i programmet (RuntimeError: något oväntat)" in resultat.output
    assert "Traceback" not in resultat.output


def test_an_interrupted_command_says_so_and_exits_with_130(monkeypatch: pytest.MonkeyPatch) -> None:
    def interrupt(vag: Path) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("fordelning.underlag.read_underlag", interrupt)
    resultat = run("kontrollera", EXEMPEL)
    assert (resultat.exit_code, resultat.output) == (130, "Avbrutet. De filer som är skrivna är hela.\n")


@pytest.mark.langsam
def test_the_same_inputs_give_the_same_files_to_the_byte(tmp_path: Path) -> None:
    for mapp in ("a", "b"):
        assert run("fordela", EXEMPEL, "--ut", tmp_path / mapp).exit_code == 0
    for fil in ("tilldelning.csv", "harledning.csv", "medfinansiering.csv", "per_lan.csv", "resultat.json"):
        assert (tmp_path / "a" / fil).read_bytes() == (tmp_path / "b" / fil).read_bytes()


def test_the_list_of_commands_has_every_sentence_whole() -> None:
    assert "..." not in run("--help").output.replace("[ARGS]...", "")


def test_tables_fit_eighty_columns_in_a_pipe() -> None:
    fall = read_case()
    skattning = read_skattning(find_modeller() / "behov_skl_2016.toml")
    texter = [summarize(Fordelningsgrund(fall.allocate())), summarize_kapital(Kapitalgrund(f.roll_forward(fall, 3)))]
    texter.append(summarize_behov(Behovsgrund(f.need(fall), fall.underlag, skattning)))
    rader = [rad for text in texter for rad in text.splitlines() if TABELLRAD.search(rad.strip())]
    assert len(rader) > 30
    assert max(map(len, rader)) <= 80


@pytest.mark.parametrize(
    ("rad", "brutet"),
    [
        ("  9. Rest: " + "a + " * 12 + "= b", "  9. Rest: " + "a + " * 7 + "a\n     + a + a + a + a + = b"),
        ("Ett ord " * 7 + "och 5 kr", "Ett ord " * 4 + "Ett ord\n  Ett ord Ett ord och 5\u00a0kr"),
        ("Ett ord " * 7 + "och 5 %)", "Ett ord " * 4 + "Ett ord\n  Ett ord Ett ord och 5\u00a0%)"),
        ("  - Nu " + "ord " * 10, "  - Nu " + "ord " * 7 + "ord\n    ord ord"),
        ("  Ram" + " " * 10 + "5 kr till " + "alla " * 8, None),
        ("  Namn   5   " + "6" * 40, "  Namn   5   " + "6" * 40),
    ],
)
def test_a_sentence_is_folded_between_words_and_a_row_of_a_table_is_not(rad: str, brutet: str | None) -> None:
    svar = fold_line(rad, 41)
    if brutet is not None:
        assert svar == brutet
    else:
        assert [r[:15].strip() for r in svar.splitlines()] == ["Ram", ""]
        assert max(map(len, svar.splitlines())) <= 41


def test_lines_are_folded_at_the_width_that_is_told_and_whole_in_a_pipe() -> None:
    smal = CliRunner(env={"COLUMNS": "50"}).invoke(app, ["fordela", "finns-inte"]).output
    assert max(map(len, smal.splitlines())) <= 50
    assert (
        "Väntat: en mapp med CSV-filer eller en .xlsx-fil. Kontrollera sökvägen." in run("fordela", "finns-inte").output
    )
