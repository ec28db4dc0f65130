"""What is printed reaches every terminal and pipe, spelled as it can be; a reader that leaves is no fault."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROT = Path(__file__).resolve().parents[2]


def run(kodning: str, till: str) -> subprocess.CompletedProcess[bytes]:
    program = (
        "from fordelning.cli import app\nfrom fordelning.kommandon.utskrift import say\n"
        "@app.command()\ndef prova() -> None:\n    say('−5 λ å «ö» … §')\napp(['prova'])"
    )
    miljo = {**os.environ, "PYTHONIOENCODING": kodning, "PYTHONPATH": str(ROT), "PYTHONUTF8": "0"}
    return subprocess.run(f'"{sys.executable}" -c "{program}" {till}', shell=True, env=miljo, capture_output=True)


@pytest.mark.skipif(os.name == "nt", reason="skal")
@pytest.mark.parametrize(
    ("kodning", "text"),
    [("utf-8", "−5 λ å «ö» … §"), ("cp1252", "-5 lambda å «ö» … §"), ("ascii", '-5 lambda a "o" ... par.')],
)
def test_what_an_encoding_lacks_is_spelled_in_it(kodning: str, text: str) -> None:
    assert run(kodning, "").stdout.decode(kodning).strip() == text


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="/dev/full")
@pytest.mark.parametrize(("till", "svar"), [("| true", ""), ("> /dev/full", "disken är full")])
def test_output_that_goes_nowhere_is_no_fault_of_the_program(till: str, svar: str) -> None:
    ut = run("utf-8", till).stderr.decode()
    assert svar in ut
    assert svar or not ut
    assert "Traceback" not in ut
    assert "Ett fel i programmet" not in ut
