"""A kontoplan of one's own: for all förbund or for one, and what is said of one that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.bokforing import read_kontoplaner
from fordelning.fel import ModellFel
from fordelning.platser import find_modeller

STANDARD = find_modeller() / "kontoplan.toml"
KODER = ("SF-0101", "SF-0901")


def write_own(mapp: Path, namn: str = "egen.toml") -> Path:
    text = STANDARD.read_text("utf-8")
    (mapp / namn).write_text(f"# förbundets egen\n{text}", "utf-8")
    return mapp / namn


def test_without_a_choice_everyone_has_the_programs_own_and_no_file_is_named() -> None:
    planer = read_kontoplaner(STANDARD, (), KODER)
    assert planer.find("SF-0901").fil.namn == "kontoplan.toml"
    assert planer.filer == ()


def test_a_forbund_has_its_own_before_the_one_for_all(tmp_path: Path) -> None:
    alla, egen = write_own(tmp_path, "alla.toml"), write_own(tmp_path)
    planer = read_kontoplaner(STANDARD, (str(alla), f"SF-0901={egen}"), KODER)
    assert [planer.find(kod).fil.namn for kod in KODER] == ["alla.toml", "egen.toml"]
    assert [fil.namn for fil in planer.filer] == ["alla.toml", "egen.toml"]


def test_a_file_whose_name_has_an_equals_sign_is_a_file(tmp_path: Path) -> None:
    egen = write_own(tmp_path, "konto=2026.toml")
    assert read_kontoplaner(STANDARD, (str(egen),), KODER).find("SF-0101").fil.namn == "konto=2026.toml"


def test_every_fault_is_told_at_once(tmp_path: Path) -> None:
    trasig = tmp_path / "trasig.toml"
    trasig.write_text("[styrelse]\nkonton = []\n", "utf-8")
    egen = write_own(tmp_path)
    with pytest.raises(ModellFel) as fel:
        read_kontoplaner(STANDARD, (f"SF-0902={egen}", f"SF-0101={egen}", f"SF-0101={egen}", str(trasig)), KODER)
    text = str(fel.value)
    assert "«SF-0902» finns inte i underlaget" in text and "Menade du «SF-0901»?" in text
    assert "SF-0101 har redan en kontoplan" in text and "trasig.toml" in text
