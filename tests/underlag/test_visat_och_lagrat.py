"""What a cell shows and what it stores: codes, counts and ages that Excel has made something else of."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from fordelning.underlag import read_underlag
from tests.underlag.bok import make_book
from tests.underlag.prov import find_faults


def _write(blad: str, cell: str, varde: object, format_: str = "General") -> Callable[[Any], None]:
    def arbeta(bok: Any) -> None:
        bok[blad][cell] = varde
        bok[blad][cell].number_format = format_

    return arbeta


def test_a_code_stored_as_a_number_is_read_with_the_zeros_that_its_format_shows(tmp_path: Path) -> None:
    bok = make_book(tmp_path, _write("insatser", "B2", 14, "0000"))
    assert any("«I1»" in fel.vad for fel in find_faults(bok))
    assert [f for f in find_faults(bok) if "«14»" in str(f)] == []


def test_the_dust_of_a_formula_is_no_part_of_a_count(tmp_path: Path) -> None:
    bok = make_book(tmp_path, _write("omraden", "F2", 29999.9999999999))
    assert read_underlag(bok).omraden[0].invanare_antal == 30000


def test_ore_are_no_dust(tmp_path: Path) -> None:
    [fel] = find_faults(make_book(tmp_path, _write("forbund", "C2", 5_000_000.01)))
    assert "«5000000.01»" in fel.vad


@pytest.mark.parametrize("cell", ["B6", "B4"])
def test_a_day_where_a_text_was_meant_is_refused_with_advice(cell: str, tmp_path: Path) -> None:
    [fel] = find_faults(make_book(tmp_path, _write("underlag", cell, date(2064, 1, 16), "yyyy-mm-dd")))
    assert fel.plats == f"blad underlag, cell {cell}"
    assert "datum eller klockslag (2064-01-16)" in fel.vad
    assert "Formatera cellen som text" in fel.gor


def test_a_source_may_have_a_day(tmp_path: Path) -> None:
    def arbeta(bok: Any) -> None:
        rad = next(r for r in range(1, 80) if bok["underlag"].cell(r, 1).value == "kallor.omraden.datum")
        bok["underlag"].cell(rad, 2, date(2026, 1, 2))

    assert read_underlag(make_book(tmp_path, arbeta)).kallor["omraden"].datum == "2026-01-02"
