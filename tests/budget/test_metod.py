"""models/budget.toml: it loads, and what is wrong in it is said with section and key."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.budget.metod import read_budgetmetod
from fordelning.fel import ModellFel
from fordelning.platser import find_modeller

FIL = find_modeller() / "budget.toml"


def test_the_shipped_method_loads_and_every_assumption_is_a_sentence() -> None:
    metod = read_budgetmetod(FIL)
    assert metod.planperiod.planar_antal == 2
    assert metod.manadsprofil.vikter == (1,) * 12
    assert len(metod.texter) >= 5
    assert all(text.endswith(".") for text in metod.texter)


@pytest.mark.parametrize(
    ("fran", "till", "svar"),
    [
        ("styrelse_andel = 0.15", "styrelse_andel = 0.96", "ska tillsammans vara högst 1"),
        ("styrelse_andel = 0.15", "styrelse_andl = 0.15", "Menade du «styrelse_andel»?"),
        ("planar_antal = 2", "planar_antal = 0", "minst 1"),
        ("vikter = [1, 1,", "vikter = [1,", "avsnitt [manadsprofil], nyckel vikter"),
    ],
)
def test_a_faulty_method_is_refused(fran: str, till: str, svar: str, tmp_path: Path) -> None:
    text = FIL.read_text(encoding="utf-8")
    assert fran in text
    (tmp_path / "budget.toml").write_text(text.replace(fran, till), encoding="utf-8")
    with pytest.raises(ModellFel) as fel:
        read_budgetmetod(tmp_path / "budget.toml")
    assert svar in str(fel.value)
