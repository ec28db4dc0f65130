"""Codes of kommuner: four digits, a kommun's, and the name's, however the name is written."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest

from fordelning.underlag import read_underlag
from fordelning.underlag.forbundssok import choose_forbund
from fordelning.underlag.kommuner import find_by_name, read_kommuner
from fordelning.underlag.ratext import suggest
from tests.underlag.prov import Form, Prov, find_faults
from tests.underlag.riket import make_sweden, row

KOMMUNER = sorted(read_kommuner())


def set_code(prov: Prov, kod: str, ny_kod: str, namn: str | None = None) -> None:
    rad = row(prov, kod)
    for kolumn in ("omrade_kod", "kommun_kod"):
        prov.set("omraden", rad, kolumn, ny_kod)
    if namn is not None:
        prov.set("omraden", rad, "namn", namn)


@pytest.mark.parametrize(
    ("kod", "skriven", "namn"),
    [
        ("0687", "687", "Tranås kommun"),
        ("0834", "834", "Torsås kommun"),
        ("0980", "980", "Region Gotland"),
        ("0980", "980", "Gotlands kommun"),
        ("0180", "180", "Stockholms stad"),
        ("0114", "114", "Norra delen"),
        ("0114", "O114", "Upplands Väsby"),
        ("0114", "01 14", "Upplands Väsby"),
        ("0114", "00114", "Väsby"),
        ("0114", "0114.0", "Upplands Väsby"),
        ("0114", "SE0114", "Upplands Väsby"),
    ],
)
def test_a_code_that_is_not_four_digits_is_a_message_however_the_name_is_written(
    kod: str, skriven: str, namn: str, tmp_path: Path
) -> None:
    prov = make_sweden()
    set_code(prov, kod, skriven, namn)
    [fel] = find_faults(prov.write(tmp_path))
    assert "kommun_kod är fyra siffror" in fel.vantat
    assert f"Menade du «{kod}»?" in fel.gor


@pytest.mark.parametrize("skriven", ['="0114"', "'0114", '"0114"'])
def test_a_code_in_the_quotes_that_keep_its_zero_is_refused(skriven: str, tmp_path: Path) -> None:
    prov = make_sweden()
    prov.set("omraden", row(prov, "0114"), "kommun_kod", skriven)
    [fel] = find_faults(prov.write(tmp_path))
    assert "kommun_kod är fyra siffror" in fel.vantat


@pytest.mark.parametrize(
    ("kod", "gammal", "namn"),
    [
        ("0331", "1917", "Heby"),
        ("0331", "1917", "Heby kommun"),
        ("1290", "1180", "Kristianstads kommun"),
        ("1490", "1583", "Borås Stad"),
        ("1493", "1680", "Mariestad"),
        ("0330", "0388", "Knivsta"),
        ("0643", "1623", "Habo kn"),
    ],
)
def test_a_code_that_has_ceased_is_a_message_with_the_one_in_force(
    kod: str, gammal: str, namn: str, tmp_path: Path
) -> None:
    prov = make_sweden()
    set_code(prov, kod, gammal, namn)
    [fel] = find_faults(prov.write(tmp_path))
    assert f"«{namn}» har kod {kod}, inte {gammal}" in fel.vad


def test_a_code_of_four_digits_that_is_no_kommuns_is_a_message(tmp_path: Path) -> None:
    prov = make_sweden()
    set_code(prov, "1490", "1583", "Centrum")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«1583» för «Centrum» är ingen kommuns kod" in fel.vad


def test_hebys_old_code_is_right_in_its_time(tmp_path: Path) -> None:
    prov = make_sweden()
    set_code(prov, "0331", "1917")
    prov.installningar["budgetar"] = 2005
    assert find_faults(prov.write(tmp_path)) == []


def test_the_part_of_a_kommun_whose_code_lost_its_zero_is_a_message(tmp_path: Path) -> None:
    prov = make_sweden()
    prov.set("omraden", row(prov, "0114"), "omrade_kod", "114-NORR")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«114-NORR» hör inte till kommun 0114" in fel.vad


@pytest.mark.parametrize("monster", ["{}", "{} kommun", "{}s kommun", "{}s stad", "Region {}", "  {}  ", "{}, kommun"])
def test_every_kommun_is_known_by_its_name_however_it_is_written(monster: str) -> None:
    for kod in KOMMUNER:
        for namn in (read_kommuner()[kod].namn, read_kommuner()[kod].namn.upper().replace("-", " ")):
            if monster == "{}s kommun" and namn[-1] in "sS":
                continue
            assert find_by_name(monster.format(namn)) == kod, monster.format(namn)


@pytest.mark.parametrize("namn", ["", "Väsby", "Kommun 14", "Lund norra", "Kommun", "Stad", "Storstad"])
def test_other_names_are_no_kommuns(namn: str) -> None:
    assert find_by_name(namn) is None


@pytest.mark.parametrize("skriven", ["114", "114-NORR", "9999", "1917", "Upplands Väsby"])
def test_a_wrong_code_is_one_finding_also_where_a_pledge_and_the_area_have_the_right_one(
    skriven: str, tmp_path: Path
) -> None:
    prov = make_sweden()
    rad = row(prov, "0114")
    forbund = prov.get("omraden", rad, "forbund_kod")
    prov.tabeller["medfinansiering"] = [["forbund_kod", "part", "motpart_kod", "utlovat_kr"]]
    prov.tabeller["medfinansiering"].append([forbund, "kommun", "0114", "1000000"])
    prov.set("omraden", rad, "kommun_kod", skriven)
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats.startswith(f"omraden.csv rad {rad}")
    assert "? ." not in str(fel)


@pytest.mark.parametrize("form", ["mapp", "bok"])
def test_a_letter_is_the_same_whether_its_ring_is_a_sign_of_its_own_or_not(form: Form, tmp_path: Path) -> None:
    prov, delad = Prov(), unicodedata.normalize("NFD", "GÅ")
    for tabell, rader in prov.tabeller.items():
        for rad in rader:
            rad[:] = [(delad if tabell == "forbund" else "GÅ") if text == "A" else text for text in rad]
    prov.set("forbund", 2, "namn", unicodedata.normalize("NFD", "Förbundet Ålfa"))
    forbund = read_underlag(prov.write(tmp_path, form)).forbund
    assert (forbund[-1].forbund_kod, forbund[-1].namn) == ("GÅ", "Förbundet Ålfa")
    assert {choose_forbund(forbund, text) for text in (delad, "ålf", unicodedata.normalize("NFD", "ålf"))} == {"GÅ"}
    assert find_by_name(unicodedata.normalize("NFD", "Växjö kommun")) == find_by_name("Växjö")


def test_a_code_that_lost_a_zero_inside_is_suggested_with_it() -> None:
    assert suggest("SF-101", ["SF-2101", "SF-0101", "SF-1101"]) == "Menade du «SF-0101»?"
