"""The accidents of history must stop the run: populations that changed places, and förbund lost by a code."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from fordelning.underlag import read_underlag
from tests.underlag.prov import Prov, find_faults
from tests.underlag.riket import make_sweden, row, swap

VASBY, BRO = "0114", "0139"
"""Upplands Väsby and Upplands-Bro, whose populations changed places in 2015."""


FJOL = ("invanare_fjol_antal", "forsorjningsmatt_fjol")


@pytest.mark.parametrize("fro", range(20))
@pytest.mark.parametrize("fjol", [True, False])
def test_an_ordinary_year_passes(fjol: bool, fro: int, tmp_path: Path) -> None:
    assert find_faults(make_sweden(fjol, fro=fro).write(tmp_path)) == []


@pytest.mark.parametrize(("fjol", "skala"), [(True, 1.0), (False, 1.0), (False, 1.6), (False, 0.9)])
def test_two_populations_that_changed_places_are_one_message(fjol: bool, skala: float, tmp_path: Path) -> None:
    prov = make_sweden(fjol, skala)
    swap(prov, VASBY, BRO, "invanare_antal")
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats == f"omraden.csv rad {row(prov, VASBY)}, kolumn invanare_antal"
    assert "«Upplands Väsby» och «Upplands-Bro»" in fel.vad
    assert f"(omraden.csv rad {row(prov, BRO)}, kolumn invanare_antal)" in fel.vad
    assert "verkar ha bytt invanare_antal med varandra" in fel.vad
    assert "byt tillbaka" in fel.gor


def test_last_year_swapped_along_with_this_year_does_not_hide_it(tmp_path: Path) -> None:
    prov = make_sweden()
    swap(prov, VASBY, BRO, "invanare_antal", "forsorjningsmatt", *FJOL)
    [fel] = find_faults(prov.write(tmp_path))
    assert "verkar ha bytt invanare_antal med varandra" in fel.vad


def test_two_rows_of_figures_that_changed_places_are_one_message_about_both_columns(tmp_path: Path) -> None:
    prov = make_sweden()
    swap(prov, VASBY, BRO, "invanare_antal", "forsorjningsmatt")
    [fel] = find_faults(prov.write(tmp_path))
    assert "verkar ha bytt invanare_antal och forsorjningsmatt med varandra" in fel.vad


def test_several_pairs_that_changed_places_are_a_message_each(tmp_path: Path) -> None:
    prov = make_sweden()
    for a, b in ((VASBY, BRO), ("1280", "1480"), ("2580", "2584")):
        swap(prov, a, b, "invanare_antal")
    fel = find_faults(prov.write(tmp_path))
    assert len(fel) == 3
    assert all("verkar ha bytt" in f.vad for f in fel)


def test_a_change_of_places_between_made_up_areas_is_seen_against_the_year_before(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "invanare_antal", "12000")
    prov.set("omraden", 3, "invanare_antal", "30000")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«Alby» och «Berga»" in fel.vad


def test_a_change_of_places_that_has_been_checked_passes(tmp_path: Path) -> None:
    prov = make_sweden()
    swap(prov, VASBY, BRO, "invanare_antal")
    prov.installningar["undantag"] = {"hopp": [VASBY, BRO]}
    assert find_faults(prov.write(tmp_path)) == []


def test_a_jump_that_has_been_checked_passes(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "forsorjningsmatt", "30000")
    prov.installningar["undantag"] = {"hopp": ["K01"]}
    assert find_faults(prov.write(tmp_path)) == []


@pytest.mark.parametrize("fro", range(10))
def test_need_that_moves_much_from_year_to_year_is_not_taken_for_a_change_of_places(fro: int, tmp_path: Path) -> None:
    prov = make_sweden(fro=fro)
    slump = random.Random(fro)
    for rad in range(2, 292):
        fore = float(prov.get("omraden", rad, "forsorjningsmatt_fjol"))
        prov.set("omraden", rad, "forsorjningsmatt", f"{fore * slump.uniform(0.6, 1.4):.1f}")
    assert find_faults(prov.write(tmp_path)) == []


@pytest.mark.parametrize("fro", range(10))
def test_made_up_figures_for_real_kommuner_are_not_compared_with_the_real_ones(fro: int, tmp_path: Path) -> None:
    prov = make_sweden(fjol=False)
    slump = random.Random(fro)
    for rad in range(2, 292):
        prov.set("omraden", rad, "invanare_antal", str(round(1000 * 200 ** slump.random())))
    assert find_faults(prov.write(tmp_path)) == []


def test_two_names_that_changed_places_are_one_message(tmp_path: Path) -> None:
    prov = make_sweden()
    swap(prov, VASBY, BRO, "namn")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«Upplands-Bro» har kod 0139, inte 0114 (Upplands Väsby)" in fel.vad
    assert f"omvänt för «Upplands Väsby» (omraden.csv rad {row(prov, BRO)}, kolumn namn)" in fel.vad


@pytest.mark.parametrize("namn", ["Upplands-Bro", "UPPLANDS-BRO", "Upplands-Bro kommun"])
def test_a_name_that_is_another_kommuns_is_a_message(namn: str, tmp_path: Path) -> None:
    prov = make_sweden()
    prov.set("omraden", row(prov, VASBY), "namn", namn)
    [fel] = find_faults(prov.write(tmp_path))
    assert "har kod 0139, inte 0114 (Upplands Väsby)" in fel.vad


@pytest.mark.parametrize("namn", ["Upplands Väsby kommun", "upplands väsby", "Väsby", "Kommun 14"])
def test_a_name_may_be_written_in_other_ways(namn: str, tmp_path: Path) -> None:
    prov = make_sweden()
    prov.set("omraden", row(prov, VASBY), "namn", namn)
    assert find_faults(prov.write(tmp_path)) == []


def test_a_forbund_whose_members_have_a_code_that_no_longer_exists_stops_the_run(tmp_path: Path) -> None:
    prov = make_sweden()
    for rad in range(2, 12):
        prov.set("omraden", rad, "forbund_kod", "F00-GAMMAL")
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats == "omraden.csv rad 2, kolumn forbund_kod"
    assert "«F00-GAMMAL» finns inte i forbund.csv (också rad 3, rad 4, rad 5, rad 6, rad 7 och 4 till)" in fel.vad


def test_a_forbund_whose_members_have_lost_their_code_stops_the_run(tmp_path: Path) -> None:
    prov = make_sweden()
    for rad in range(2, 12):
        prov.set("omraden", rad, "forbund_kod", "")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«F00» Förbund 0 har inget område" in fel.vad


def test_a_forbund_whose_members_have_no_row_stops_the_run(tmp_path: Path) -> None:
    prov = make_sweden()
    del prov.tabeller["omraden"][1:11]
    [fel] = find_faults(prov.write(tmp_path))
    assert "«F00» Förbund 0 har inget område" in fel.vad


def test_a_kommun_code_that_no_longer_exists_stops_the_run(tmp_path: Path) -> None:
    prov = make_sweden()
    heby = row(prov, "0331")
    for kolumn in ("omrade_kod", "kommun_kod"):
        prov.set("omraden", heby, kolumn, "1917")
    [fel] = find_faults(prov.write(tmp_path))
    assert "«Heby» har kod 0331, inte 1917 (ingen kommun)" in fel.vad


def test_a_kommun_without_a_row_is_a_warning(tmp_path: Path) -> None:
    prov = make_sweden()
    del prov.tabeller["omraden"][1]
    [varning] = read_underlag(prov.write(tmp_path)).varningar
    assert "1 av 290 kommuner har ingen rad: 0114 Upplands Väsby" in varning.vad


def test_codes_that_lost_their_zero_are_a_message_each(tmp_path: Path) -> None:
    prov = make_sweden()
    for kolumn in ("omrade_kod", "kommun_kod"):
        prov.set("omraden", row(prov, VASBY) if kolumn == "omrade_kod" else 2, kolumn, "114")
    [fel] = find_faults(prov.write(tmp_path))
    assert "koden «114» för «Upplands Väsby» har tappat sin första nolla" in fel.vad
    assert "Menade du «0114»?" in fel.gor


def test_a_kommun_that_lost_its_region_is_a_warning_but_gotland_is_not(tmp_path: Path) -> None:
    prov = make_sweden()
    prov.set("omraden", row(prov, VASBY), "region_kod", "")
    [varning] = read_underlag(prov.write(tmp_path)).varningar
    assert "«Upplands Väsby» har ingen region" in varning.vad
