"""Swedish numbers: what is read, and what is refused with advice."""

from __future__ import annotations

import pytest

from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.tabellform import Kolumnform
from fordelning.underlag.tal import Brist, interpret, normalize, parse_number


def find_column(tabell: str, namn: str) -> Kolumnform:
    return next(k for k in TABELLER[tabell].kolumner if k.namn == namn)


KR, TAL = find_column("forbund", "eget_kapital_kr"), find_column("omraden", "forsorjningsmatt")


@pytest.mark.parametrize(
    ("text", "tal"),
    [
        ("0", 0.0), ("1200000", 1_200_000.0), ("1 200 000", 1_200_000.0), ("1\u00a0200\u00a0000", 1_200_000.0),
        ("1\u202f200", 1_200.0), ("12 345,67", 12_345.67), ("0,5", 0.5), ("0.5", 0.5), ("1.234", 1.234),
        ("-5", -5.0), ("−5", -5.0), ("-1 000", -1_000.0), ("007", 7.0),
    ],
)  # fmt: skip
def test_a_number_may_be_written_in_several_ways(text: str, tal: float) -> None:
    assert parse_number(text) == tal


@pytest.mark.parametrize(
    "text",
    ["", " ", "1 23", "12 34", "1  234", "1 2345", "1.234.567", "1,234,567", "1.234,5", "1e5", "1E+06", "nan", "inf",
     "-inf", "0x1F", "1_000", "+5", "5-", "--5", "- 5", "(5)", "5 %", "5%", "5 kr", "kr 5", ".5", "5.", ",5", "1/2",
     "½", "²", "١٢٣", "１２", "1\t000", "#REF!", "=1+1", "O", "l00", "1\n2"],
)  # fmt: skip
def test_everything_else_is_no_number(text: str) -> None:
    assert parse_number(text) is None


def test_negative_zero_is_zero() -> None:
    assert str(parse_number("-0")) == "0.0"
    assert interpret("-0", TAL) == 0.0


@pytest.mark.parametrize(
    ("text", "gor"),
    [
        ("12O0000", "Menade du 1200000?"),
        ("l2", "Menade du 12?"),
        ("1.234.567", "tusental med mellanslag"),
        ("1'234'567", "tusental med mellanslag"),
        ("1.234.567,50", "tusental med mellanslag"),
        ("1 23", "bara stå mellan tusental"),
        ("1200 kr", "utan enhet"),
        ("1200:-", "utan enhet"),
        ("1,2 mkr", "utan enhet"),
        ("25 %", "procenttecken"),
        ("1,2E+06", "Excel har kortat talet"),
        ("(1200)", "minustecken"),
        ("..", "tom"),
        ("saknas", "tom"),
    ],
)
def test_the_advice_fits_what_was_written(text: str, gor: str) -> None:
    brist = interpret(text, KR)
    assert isinstance(brist, Brist)
    assert gor in brist.gor


@pytest.mark.parametrize(
    ("tabell", "kolumn", "text", "varde"),
    [
        ("forbund", "eget_kapital_kr", "1000,00", 1000),
        ("forbund", "eget_kapital_kr", "999999999999999", 999_999_999_999_999),
        ("forbund", "manader", "12", 12),
        ("malgrupper", "andel_i_behov", "0,25", 0.25),
        ("malgrupper", "andel_i_behov", "1", 1.0),
        ("insatser", "trappning", "1;0,75; 0.5", (1.0, 0.75, 0.5)),
        ("insatser", "trappning", "1", (1.0,)),
        ("insatser", "beslutad", "Ja", True),
        ("insatser", "beslutad", "nej", False),
        ("medfinansiering", "part", "KOMMUN", "kommun"),
        ("effekter", "effekt_andel", "-0,05", -0.05),
        ("forbund", "forbund_kod", "0114", "0114"),
        ("kapital", "ar", "2026", 2026),
    ],
)
def test_a_cell_becomes_a_value_of_its_columns_kind(tabell: str, kolumn: str, text: str, varde: object) -> None:
    tolkat = interpret(text, find_column(tabell, kolumn))
    assert tolkat == varde
    assert type(tolkat) is type(varde)


@pytest.mark.parametrize(
    ("tabell", "kolumn", "text", "skrivs"),
    [
        ("forbund", "eget_kapital_kr", "−1 000", "-1000"),
        ("omraden", "forsorjningsmatt", "3\u00a0000,50", "3000.50"),
        ("insatser", "trappning", "1; 0,75", "1;0.75"),
        ("insatser", "inriktning", "Individ", "individ"),
        ("forbund", "namn", "1,5 och 2", "1,5 och 2"),
        ("forbund", "forbund_kod", "1 000,5", "1 000,5"),
    ],
)
def test_a_cell_is_written_with_point_and_without_spaces(tabell: str, kolumn: str, text: str, skrivs: str) -> None:
    assert normalize(text, find_column(tabell, kolumn)) == skrivs
