"""What the handbook's chapter «Svar till mötet» says that the commands answer is what they answer."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.kommando import run

ROT = Path(__file__).resolve().parents[2]
PROVAS = "nytt-ar|brygga|regelpris|trosklar|rattvisa|jamfor|scenarier"
"""The commands whose worked examples have their answer beside them."""


@pytest.mark.langsam
def test_the_chapters_figures_are_what_its_commands_print(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "inputs").mkdir()
    for namn in ("exempel-2026", "scenarier-exempel.toml"):
        (tmp_path / "inputs" / namn).symlink_to(ROT / "inputs" / namn)
    text = (ROT / "docs" / "handbok.md").read_text("utf-8")
    kapitel = text[text.index("## Svar till mötet") : text.index("## Budgetarbetsboken")]
    utskrift = ""
    for kommando in re.findall(rf"`fordelning ((?:{PROVAS}) [^`]*inputs/exempel-2026[^`]*)`", kapitel):
        svar = run(*kommando.split())
        assert svar.exit_code == 0, svar.output
        utskrift += svar.stdout
    rader = [rad for block in re.findall(r"```text\n(.*?)```", kapitel, re.DOTALL) for rad in block.splitlines()]
    finns = {rad.replace("\N{NO-BREAK SPACE}", " ") for rad in utskrift.splitlines()}
    assert rader and [rad for rad in rader if rad not in finns] == []
