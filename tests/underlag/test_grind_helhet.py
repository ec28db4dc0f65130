"""The gate as a whole: every finding at once, no finding twice, nothing computed, and what is right passes."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fordelning.underlag import read_underlag
from fordelning.underlag.grind import KODKONTROLLER, KONTROLLER
from tests.kommando import run
from tests.underlag.fall import CELLFALL
from tests.underlag.fall_tabeller import TABELLFALL
from tests.underlag.prov import Form, Prov, find_faults
from tests.underlag_bygge import Bygge

EXEMPEL = Path(__file__).resolve().parents[2] / "inputs" / "exempel-2026"


def test_there_are_more_than_a_hundred_broken_inputs() -> None:
    assert len({fall.namn for fall in (*CELLFALL, *TABELLFALL)}) > 100


def test_every_fault_is_reported_at_once(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "x")
    prov.set("forbund", 3, "manader", "13")
    prov.set("omraden", 3, "forbund_kod", "B2")
    prov.set("omraden", 4, "invanare_antal", "90000")
    prov.set("omraden", 8, "namn", "")
    prov.set("medfinansiering", 2, "motpart_kod", "K06")
    prov.set("kapital", 3, "ingaende_kr", "1")
    prov.set("insatser", 2, "fran_ar", "2030")
    prov.set("effekter", 2, "effekt_andel", "1,5")
    prov.tabeller["regioner"].append(["R1", "Igen"])
    prov.installningar["ram_kr"] = -1
    fel = find_faults(prov.write(tmp_path))
    assert len(fel) == 11
    assert len({f.plats for f in fel}) == 11


def test_a_missing_code_is_one_message_however_many_rows_refer_to_it(tmp_path: Path) -> None:
    prov = Prov()
    del prov.tabeller["forbund"][1]
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats == "omraden.csv rad 2, kolumn forbund_kod"
    assert "«A» finns inte i forbund.csv (också rad 3, medfinansiering.csv rad 2, kolumn forbund_kod," in fel.vad


@pytest.mark.parametrize(("rad", "kod"), [(2, ""), (2, "B")])
def test_a_lost_code_is_not_also_reported_where_it_is_used(rad: int, kod: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", rad, "forbund_kod", kod)
    assert len(find_faults(prov.write(tmp_path))) == 1


def test_an_unknown_code_and_a_forbund_without_area_are_two_messages(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "forbund_kod", "X9")
    prov.tabeller["forbund"].append(["D", "Delta", "1", "1", "", "", ""])
    assert [f.vad for f in find_faults(prov.write(tmp_path))] == [
        "«X9» finns inte i forbund.csv",
        "«D» Delta har inget område",
    ]


def test_a_row_that_cannot_be_read_masks_no_other_fault(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "forbund_kod", "X9")
    prov.set("medfinansiering", 3, "motpart_kod", "K04")
    prov.set("medfinansiering", 4, "motpart_kod", "R2")
    fel = find_faults(prov.write(tmp_path))
    assert [f.plats for f in fel] == [
        "omraden.csv rad 2, kolumn forbund_kod",
        "medfinansiering.csv rad 3, kolumn motpart_kod",
        "medfinansiering.csv rad 4, kolumn motpart_kod",
    ]


def test_a_jump_that_explains_a_control_total_is_one_message(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "invanare_antal", "300000")
    prov.installningar["kontrollsummor"] = {"invanare_antal": 99_000}
    assert len(find_faults(prov.write(tmp_path / "ett"))) == 1
    prov.installningar["kontrollsummor"] = {"invanare_antal": 199_000}
    assert len(find_faults(prov.write(tmp_path / "tva"))) == 2


def test_warnings_do_not_stop(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "-5")
    prov.set("omraden", 4, "forsorjningsmatt", "0")
    prov.set("omraden", 4, "forsorjningsmatt_fjol", "0")
    prov.set("effekter", 2, "effekt_antal", "3")
    prov.set("kapital", 3, "typ", "prognos")
    prov.set("kapital", 3, "ingaende_kr", "1")
    del prov.tabeller["medfinansiering"][2]
    varningar = [str(v) for v in read_underlag(prov.write(tmp_path)).varningar]
    for text in (
        "negativt eget kapital",
        "försörjningsmått 0",
        "effekt_antal används inte",
        "ingående",
        "räknas som 0",
        "har eget kapital",
    ):
        assert any(text in v for v in varningar), text
    assert len(varningar) == 6


def test_made_up_codes_and_names_pass(tmp_path: Path) -> None:
    bygge = Bygge(ram_kr=10_000_000)
    for kod in ("A", "B", "Å-1", "0", "förbund 7", "x" * 50):
        bygge = bygge.add(kod, invanare=(10, 20), matt=5)
    assert find_faults(bygge.add_outside("U", 5, 0).write(tmp_path)) == []


def test_one_forbund_alone_passes(tmp_path: Path) -> None:
    assert find_faults(Bygge(ram_kr=1).add("A", invanare=1, matt=1).write(tmp_path)) == []


def test_names_of_real_kommuner_pass_for_made_up_codes_and_areas_may_have_codes_of_their_own(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "namn", "Ale")
    prov.set("omraden", 2, "omrade_kod", "OMR-1")
    prov.set("omraden", 3, "namn", "Ale")
    assert find_faults(prov.write(tmp_path)) == []


def test_a_figure_that_was_not_known_the_year_before_is_no_jump(tmp_path: Path) -> None:
    prov = Prov()
    for kolumn in ("invanare_fjol_antal", "forsorjningsmatt_fjol"):
        prov.set("omraden", 2, kolumn, "")
        prov.set("omraden", 3, kolumn, "0")
    assert find_faults(prov.write(tmp_path)) == []


def test_a_control_total_in_whole_numbers_matches_to_the_whole(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {"forsorjningsmatt": 11_451, "tilldelning_fjol_kr": "8 000 000"}
    assert find_faults(prov.write(tmp_path)) == []
    prov.installningar["kontrollsummor"] = {"forsorjningsmatt": 11_450.6}
    assert len(find_faults(prov.write(tmp_path))) == 1


def test_the_example_passes() -> None:
    assert find_faults(EXEMPEL) == []


@pytest.mark.parametrize("form", ["mapp", "bok"])
def test_a_table_whose_source_is_stated_is_missed_where_it_is_not(form: Form, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kallor"]["medfinansiering"] = {"text": "Påhittat"}
    assert read_underlag(prov.write(tmp_path / "ett", form)).varningar == ()
    del prov.tabeller["medfinansiering"]
    [varning] = read_underlag(prov.write(tmp_path / "två", form)).varningar
    assert varning.vad == "tabellen medfinansiering har en källa men inga rader"


@pytest.mark.parametrize("kommando", ["kontrollera", "fordela"])
def test_a_broken_data_set_gives_exit_code_1_and_writes_nothing(kommando: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "12O0000")
    prov.set("omraden", 2, "forbund_kod", "AA")
    ut = ["--ut", tmp_path / "ut"] if kommando == "fordela" else []
    resultat = run(kommando, prov.write(tmp_path / "in"), *ut)
    assert resultat.exit_code == 1
    assert resultat.stdout == ""
    assert resultat.stderr.startswith("2 fel i underlaget, inget beräknat:\n\n")
    assert "\n  Väntat: hela kronor, t.ex. 1200000. Menade du 1200000?" in resultat.stderr
    assert not (tmp_path / "ut").exists()


def test_a_sound_data_set_gives_exit_code_0_and_its_warnings(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "-5")
    resultat = run("kontrollera", prov.write(tmp_path))
    assert resultat.exit_code == 0
    assert "Underlaget är i ordning: 3 förbund, 7 områden" in resultat.stdout
    assert resultat.stderr.startswith("Varning: forbund.csv rad 2, kolumn eget_kapital_kr:")


@pytest.mark.parametrize(
    "kommando",
    [
        ("brygga", "{}", "--fran", "{}"),
        ("jamfor", "{}", "--mot-inputs", "{}"),
        ("kapital", "{}", "--senare", "{}"),
        ("forklara", "{}", "--forbund", "A", "--fran", "{}"),
        ("sida", "{}", "--ut", "x.html", "--fran", "{}"),
    ],
    ids=lambda kommando: kommando[0],
)
def test_of_two_data_sets_each_finding_says_in_which_it_is(kommando: tuple[str, ...], tmp_path: Path) -> None:
    varnar, trasig = Prov(), Prov()
    varnar.set("forbund", 2, "eget_kapital_kr", "-5")
    trasig.set("forbund", 3, "eget_kapital_kr", "x")
    mappar = iter([varnar.write(tmp_path / "ett"), trasig.write(tmp_path / "två")])
    resultat = run(*(next(mappar) if ord_ == "{}" else ord_ for ord_ in kommando))
    assert resultat.exit_code == 1
    if "Varning" in resultat.stderr:
        assert f"Varning: {tmp_path / 'ett'}, forbund.csv rad 2, kolumn eget_kapital_kr" in resultat.stderr
    assert f"{tmp_path / 'två'}, forbund.csv rad 3, kolumn eget_kapital_kr" in resultat.stderr


def test_no_data_set_named_is_wrong_usage() -> None:
    assert run("kontrollera").exit_code == 2


def test_every_check_says_what_it_holds() -> None:
    for kontroll in KODKONTROLLER + KONTROLLER:
        assert re.match(r"(check|warn)_\w+$", kontroll.__name__)
        assert kontroll.__doc__


@pytest.mark.langsam
def test_ten_thousand_unknown_codes_cost_little_more_than_fifty(tmp_path: Path) -> None:
    prov = Prov()
    for i in range(10_000):
        prov.tabeller["forbund"].append([f"F{i:05d}", f"F {i}", "0", "0", "", "", ""])
        prov.tabeller["behov"].append([f"G{i:05d}", "M1", "5"])
    jamforelser = 0

    def count(*_: object) -> list[str]:
        nonlocal jamforelser
        jamforelser += 1
        return []

    with pytest.MonkeyPatch.context() as lapp:
        lapp.setattr("fordelning.underlag.ratext.difflib.get_close_matches", count)
        fel = find_faults(prov.write(tmp_path))
    assert sum("finns inte i forbund.csv" in f.vad for f in fel) == 10_000
    assert jamforelser <= 200
