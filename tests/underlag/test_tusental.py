"""Thousands are never read as decimals: what is ambiguous is refused with its cell, what is honest passes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.tal import Brist, interpret
from tests.underlag.prov import Form, Prov, find_faults, place

HELA = [(t, k) for t, tabell in TABELLER.items() for k in tabell.kolumner if k.typ in ("kr", "antal")]


@pytest.mark.parametrize("text", ["400.000", "4,000", "1,000", "30.125", "-400.000", "−4,000", "0,750", "1 400.000"])
def test_three_digits_after_a_decimal_sign_are_refused_in_every_whole_number_column(text: str) -> None:
    for tabell, kolumn in HELA:
        brist = interpret(text, kolumn)
        assert isinstance(brist, Brist), (tabell, kolumn.namn)
        assert f"«{text}» är inget" in brist.vad
        assert "decimaltecken" in brist.gor


@pytest.mark.parametrize("text", ["1000,00", "1000.0", "1 400 000", "400000"])
def test_whole_numbers_with_other_decimals_pass(text: str) -> None:
    assert all(isinstance(interpret(text, kolumn), int) for _, kolumn in HELA)


@pytest.mark.parametrize("form", ["mapp", "bok"])
@pytest.mark.parametrize(
    ("tabell", "rad", "kolumn", "text"),
    [
        ("planering", 2, "administration_kr", "900,000"),
        ("planering", 3, "bidrag_kr", "600,000"),
        ("insatser", 2, "fast_kostnad_kr", "200,000"),
        ("insatser", 4, "kostnad_per_deltagare_kr", "15,000"),
        ("behov", 3, "personer_antal", "1,200"),
        ("omraden", 2, "forsorjningsmatt", "3,000"),
        ("omraden", 3, "forsorjningsmatt_fjol", "1,480"),
        ("malgrupper", 2, "vikt", "1,200"),
    ],
)
def test_a_decimal_column_refuses_what_is_thousands(
    tabell: str, rad: int, kolumn: str, text: str, form: Form, tmp_path: Path
) -> None:
    prov = Prov()
    prov.set(tabell, rad, kolumn, text)
    fel = find_faults(prov.write(tmp_path, form))
    if form == "mapp":
        prov.set(tabell, rad, kolumn, text.replace(",", "."))
        assert [f.plats for f in find_faults(prov.write(tmp_path / "punkt"))] == [f.plats for f in fel]
    if kolumn == "vikt":
        assert fel == []  # 1,2 beside 1: decimals
    else:
        assert [f.plats for f in fel] == [place(form, prov, tabell, rad, kolumn)]


def set_need(prov: Prov, matt: Sequence[str], fjol: Sequence[str] | None = None) -> Prov:
    for rad, text in enumerate(matt, start=2):
        prov.set("omraden", rad, "forsorjningsmatt", text)
        prov.set("omraden", rad, "forsorjningsmatt_fjol", fjol[rad - 2] if fjol else "")
    return prov


def test_need_in_thousands_is_found_by_the_unambiguous_rest_per_inhabitant(tmp_path: Path) -> None:
    prov = set_need(Prov(), ["3,000", "1,500", "2,400", "1,700", "1,100", "800", "950"])
    assert len(find_faults(prov.write(tmp_path))) == 5


def test_need_in_thousands_all_over_is_found_by_the_year_before(tmp_path: Path) -> None:
    matt = ["3,000", "1,500", "2,400", "1,700", "1,100", "1,001", "1,000"]
    prov = set_need(Prov(), matt, ["2990", "1480", "2380", "1690", "1090", "990", "990"])
    assert len(find_faults(prov.write(tmp_path))) == 7


@pytest.mark.parametrize(
    "matt",
    [
        ["3.000", "1.500", "2.400", "1.700", "1.100", "0.800", "0.950"],
        ["3,125", "1,5", "2,4", "1,7", "1,1", "0,8", "0,95"],
        ["30,250", "15,125", "24,5", "17", "11", "8", "9,5"],
    ],
)
def test_honest_decimals_pass(matt: list[str], tmp_path: Path) -> None:
    assert find_faults(set_need(Prov(), matt).write(tmp_path)) == []


def test_shares_and_effects_with_three_decimals_pass(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("malgrupper", 2, "andel_i_behov", "0,750")
    prov.set("malgrupper", 3, "andel_i_behov", "1.000")
    prov.set("effekter", 2, "effekt_andel", "0.142")
    prov.set("effekter", 3, "effekt_andel", "-0,125")
    prov.set("insatser", 2, "trappning", "1.000;0.750;0.500")
    assert find_faults(prov.write(tmp_path)) == []


@pytest.mark.parametrize("varde", ["9000.000", "9,000", 9000.0, 9000.000, 400.5])
def test_the_pot_is_whole_kronor_without_a_decimal_sign(varde: object, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["ram_kr"] = varde
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats == "underlag.toml, nyckel ram_kr"
    assert "är inget heltal" in fel.vad
