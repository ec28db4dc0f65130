"""A copied year is seen; control totals of any column; one wrong key hides and invents nothing; texts are plain."""

from __future__ import annotations

import csv
import shutil
from pathlib import Path
from typing import Any

import pytest

from fordelning.fel import MEST_VISADE, Anmarkning, UnderlagFel, shorten
from fordelning.modell import read_modell
from fordelning.platser import find_mapp, find_modeller
from fordelning.tecken import make_printable
from fordelning.underlag import read_underlag
from fordelning.underlag.kolumner import TABELLER
from tests.kommando import read_csv, run
from tests.underlag.prov import Form, Prov, find_faults, make_full


def find_warnings(prov: Prov, mapp: Path) -> list[str]:
    return [f"{a.plats}: {a.vad}" for a in read_underlag(prov.write(mapp)).varningar]


def test_eget_kapital_that_is_not_what_the_ledger_says_is_a_warning(tmp_path: Path) -> None:
    prov = Prov()
    assert find_warnings(prov, tmp_path / "hel") == []
    prov.set("forbund", 2, "eget_kapital_kr", "950000")
    [varning] = find_warnings(prov, tmp_path / "fel")
    assert varning.startswith(
        "forbund.csv rad 2, kolumn eget_kapital_kr: «Förbundet Alfa» har eget kapital 950\u00a0000"
    )
    assert "utgående 1\u00a0000\u00a0000 kr 2025 (utfall, kapital.csv rad 3" in varning


def test_eget_kapital_in_thousands_is_told_as_that_and_a_whole_column_once(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "1000")
    [varning] = read_underlag(prov.write(tmp_path / "en")).varningar
    assert "inte i tusental kronor" in varning.gor
    alla = Path(shutil.copytree(find_mapp("inputs") / "exempel-2026", tmp_path / "alla"))
    rader = read_csv(alla / "forbund.csv")
    with (alla / "forbund.csv").open("w", encoding="utf-8", newline="") as fil:
        skriv = csv.DictWriter(fil, rader[0])
        skriv.writeheader()
        skriv.writerows(rad | {"eget_kapital_kr": int(rad["eget_kapital_kr"]) // 1000} for rad in rader)
    egna = [v for v in read_underlag(alla).varningar if "tusendel" in v.vad or "har eget kapital" in v.vad]
    assert [v.plats for v in egna] == ["forbund.csv, kolumn eget_kapital_kr"]


def test_a_ledger_that_was_not_carried_on_is_a_warning(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar |= {"budgetar": 2027, "statistik": {"invanare_ar": 2025}}
    assert any("sista året är 2025, men budgetåret är 2027" in v for v in find_warnings(prov, tmp_path))


def test_statistics_that_did_not_move_are_a_warning_per_column(tmp_path: Path) -> None:
    prov = Prov()
    for rad in range(2, 9):
        for kolumn, fjol in (
            ("invanare_antal", "invanare_fjol_antal"),
            ("forsorjningsmatt", "forsorjningsmatt_fjol"),
        ):
            prov.set("omraden", rad, fjol, prov.get("omraden", rad, kolumn))
    varningar = find_warnings(prov, tmp_path)
    assert ["7 av 7 områden har samma tal" in v for v in varningar] == [True, True]


@pytest.mark.parametrize(("ar", "antal"), [(2027, 1), (2020, 1), (2021, 0), (2026, 0)])
def test_statistics_of_a_far_year_are_a_warning(ar: int, antal: int, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["statistik"]["invanare_ar"] = ar
    assert len(find_warnings(prov, tmp_path)) == antal


def test_a_forbund_with_a_history_that_exists_part_of_the_year_is_a_warning(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 3, "manader", "6")
    [varning] = find_warnings(prov, tmp_path)
    assert "«Förbundet Beta» finns 6 av årets månader, men fanns också året före" in varning


@pytest.mark.parametrize("form", ["mapp", "bok"])
@pytest.mark.parametrize(
    ("nyckel", "summa"),
    [
        ("kapital.intakter_kr", 26_000_000),
        ("utlovat_kr", 2_900_000),
        ("medfinansiering.utlovat_kr", 2_900_000),
        ("omraden.invanare_antal", 99_000),
        ("behov.personer_antal", 2_500.5),
        ("bidrag_kr", 6_000_000),
        ("malgrupper.andel_i_behov", 0.7),
    ],
)
def test_any_numeric_column_can_have_a_control_total(nyckel: str, summa: float, form: Form, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {nyckel: summa}
    assert find_faults(prov.write(tmp_path / "ratt", form)) == []
    prov.installningar["kontrollsummor"] = {nyckel: summa + 1}
    [fel] = find_faults(prov.write(tmp_path / "fel", form))
    assert "har summan" in fel.vad
    assert fel.plats.startswith("blad underlag, cell B" if form == "bok" else "underlag.toml")


@pytest.mark.parametrize(
    ("summa", "fel"),
    [
        ({"summa": 99_500, "avvikelse": 600, "skal": "SCB:s brus"}, ""),
        ({"summa": 99_601, "avvikelse": 600, "skal": "SCB:s brus"}, "får vara högst 600"),
        ({"summa": 99_500, "avvikelse": 600}, "bara med ett skäl"),
        ({"summa": 99_500, "avvikelse": 600, "skal": " "}, "bara med ett skäl"),
        ({"summa": 99_000, "avvikelse": -1, "skal": "x"}, "utanför gränsen"),
        ({"avvikelse": 1, "skal": "x"}, "nyckeln saknas"),
        ({"summa": 99_000, "avikelse": 1}, "okänd nyckel"),
        (99_000, ""),
    ],
)
def test_a_control_total_may_state_a_tolerance_with_its_reason(summa: Any, fel: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {"invanare_antal": summa}
    funna = [str(f) for f in find_faults(prov.write(tmp_path))]
    assert len(funna) == bool(fel)
    assert all(fel in f for f in funna)


@pytest.mark.parametrize("nyckel", ["namn", "omraden.namn", "fel.invanare_antal", "forbund.invanare_antal"])
def test_a_control_total_of_no_numeric_column_is_a_message(nyckel: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {nyckel: 1}
    [fel] = find_faults(prov.write(tmp_path))
    assert f"kontrollsumman «{nyckel}» är okänd" in fel.vad


def test_a_control_total_of_a_column_of_several_tables_names_its_table(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {"ar": 1}
    [fel] = find_faults(prov.write(tmp_path))
    assert "finns i flera tabeller" in fel.vad


FEL_NYCKEL: tuple[tuple[str, str, Any], ...] = (
    ("", "ram_kr", "mycket"),
    ("", "budgetar", 1),
    ("", "budgetar", None),
    ("", "rma_kr", 5),
    ("statistik", "invanare_ar", "i fjol"),
    ("statistik", "fel", 1),
    ("kallor", "omraden", {"uppskattning": "kanske"}),
    ("kontrollsummor", "utlovat_kr", "mycket"),
    ("kontrollsummor", "okant", 1),
)


@pytest.mark.parametrize(("avsnitt", "nyckel", "varde"), FEL_NYCKEL)
def test_one_wrong_key_neither_hides_nor_invents(avsnitt: str, nyckel: str, varde: Any, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "forsorjningsmatt", "30000")  # approved
    prov.set("omraden", 3, "forsorjningsmatt", "15000")  # not approved
    prov.installningar |= {"undantag": {"hopp": ["K01"]}, "kontrollsummor": {"intakter_kr": 26_000_001}}
    andra = find_faults(prov.write(tmp_path / "utan"))
    assert len(andra) == 2
    mal = prov.installningar[avsnitt] if avsnitt else prov.installningar
    mal[nyckel] = varde
    if varde is None:
        del mal[nyckel]
    fel = find_faults(prov.write(tmp_path / "med"))
    assert [f for f in fel if f not in andra] != []
    assert len(fel) == 3


@pytest.mark.parametrize(("avsnitt", "nyckel"), [("undantag", "hop"), ("undantg", "hopp")])
def test_a_misspelt_approval_is_one_message(avsnitt: str, nyckel: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("omraden", 2, "forsorjningsmatt", "30000")
    prov.installningar[avsnitt] = {nyckel: ["K01"]}
    [fel] = find_faults(prov.write(tmp_path))
    assert "Menade du" in fel.gor


def test_equal_findings_are_shown_as_one_and_at_most_fifty_are_shown(tmp_path: Path) -> None:
    lika = [Anmarkning(f"omraden.csv rad {i}, kolumn namn", "värdet saknas") for i in range(2, 99)]
    olika = [Anmarkning(f"omraden.csv rad {i}, kolumn namn", f"«{i}» är fel") for i in range(200)]
    celler = [Anmarkning(f"blad omraden, cell B{i}", "värdet saknas") for i in range(2, 9)]
    visade, dolda = shorten([*lika, *celler, *olika])
    assert visade[0].plats == "omraden.csv, kolumn namn, 97 rader, t.ex. 2, 3, 4"
    assert visade[1].plats == "blad omraden, 7 celler, t.ex. B2, B3, B4"
    i_bok = [Anmarkning(f"b.xlsx, blad Utfall, cell C{i}", "«x» är inget tal") for i in range(5, 16)]
    assert shorten(i_bok)[0][0].plats == "b.xlsx, blad Utfall, 11 celler, t.ex. C5, C6, C7"
    bocker = [Anmarkning(f"{i}.xlsx, blad Utfall", "inget är ifyllt", allvar="varning") for i in range(9)]
    assert [a.plats for a in shorten(bocker)[0]] == ["blad Utfall, 9 filer, t.ex. 0.xlsx, 1.xlsx, 2.xlsx"]
    assert len(shorten([Anmarkning(f"{i}.xlsx", "filen går inte att öppna") for i in range(9)])[0]) == 9
    assert len(visade) == MEST_VISADE
    assert dolda == 200 - (MEST_VISADE - 2)
    text = str(UnderlagFel([*lika, *celler, *olika]))
    assert text.startswith("304 fel i underlaget")
    assert text.endswith("… och 152 till, som inte visas.")


@pytest.mark.parametrize("tecken", ["=", "+", "-", "@"])
@pytest.mark.parametrize(
    ("tabell", "kolumn"),
    [("forbund", "namn"), ("omraden", "namn"), ("regioner", "namn"), ("malgrupper", "namn"), ("insatser", "namn"),
     ("insatser", "insats_kod"), ("forbund", "forbund_kod")],
)  # fmt: skip
def test_a_text_that_begins_as_a_formula_is_a_message(tabell: str, kolumn: str, tecken: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set(tabell, 2, kolumn, f"{tecken}1+1")
    fel = find_faults(prov.write(tmp_path))
    assert any(f"«{tecken}1+1» börjar med {tecken}" in f.vad for f in fel)


@pytest.mark.parametrize(
    ("avsnitt", "nyckel", "text", "vad"),
    [
        ("", "beskrivning", "=1+1", "börjar med ="),
        ("statistik", "invanare_alder", "@x", "börjar med @"),
        ("kallor", "omraden", {"text": "-1"}, "börjar med -"),
        ("", "beskrivning", "a\x1b[31m", "U+001B"),
        ("", "beskrivning", "a\ufffe", "U+FFFE"),
        ("statistik", "invanare_alder", "\U0001ffff", "U+1FFFF"),
    ],
)
def test_a_text_of_the_settings_is_plain(avsnitt: str, nyckel: str, text: Any, vad: str, tmp_path: Path) -> None:
    prov = Prov()
    (prov.installningar[avsnitt] if avsnitt else prov.installningar)[nyckel] = text
    [fel] = find_faults(prov.write(tmp_path))
    assert vad in fel.vad


@pytest.mark.parametrize("tecken", ["\ufffe", "\uffff", "\ufdd0", "\U0010ffff", "\x1b", "\u202e", "\u2028"])
def test_a_cell_with_what_is_no_character_is_a_message(tecken: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "namn", f"Al{tecken}fa")
    [fel] = find_faults(prov.write(tmp_path, kodning="utf-8"))
    assert f"U+{ord(tecken):04X}" in fel.vad


@pytest.mark.parametrize(("namn", "vad"), [("=1+1", "börjar med ="), ("a\\u001b[31m", "U+001B")])
def test_a_models_name_is_plain(namn: str, vad: str, tmp_path: Path) -> None:
    text = (find_modeller() / "2018-01-01_statsbidrag.toml").read_text("utf-8")
    rader = [f'namn = "{namn}"' if rad.startswith("namn =") else rad for rad in text.splitlines()]
    (tmp_path / "m.toml").write_text("\n".join(rader), encoding="utf-8")
    with pytest.raises(Exception, match="nyckel namn") as fel:
        read_modell(tmp_path / "m.toml")
    assert vad in str(fel.value)


def test_no_escape_reaches_the_terminal(tmp_path: Path) -> None:
    for argument in (
        ["kontrollera", str(tmp_path / "a\x1b[31mb")],
        ["kontrollera", "exempel-2026", "--modell", "x\x1b[2J"],
        ["\x1b[31m"],
    ):
        svar = run(*argument)
        assert svar.exit_code in (1, 2)
        assert "\x1b[31m" not in svar.output and "\x1b[2J" not in svar.output
    assert make_printable("a\x1b[31m\nå\ufffe") == "a\\u001b[31m\nå\\ufffe"


@pytest.mark.langsam
def test_a_table_or_column_that_is_missing_is_one_message_and_nothing_follows_from_it(tmp_path: Path) -> None:
    for namn, tabell in TABELLER.items():
        prov = make_full()
        del prov.tabeller[namn]
        assert len(find_faults(prov.write(tmp_path / namn))) <= 1, namn
        for kolumn in tabell.kolumnnamn:
            prov = make_full()
            prov.drop_column(namn, kolumn)
            assert len(find_faults(prov.write(tmp_path / f"{namn}-{kolumn}"))) <= 1, (namn, kolumn)


def test_a_ledger_that_ends_early_for_one_forbund_is_a_warning_that_names_it(tmp_path: Path) -> None:
    prov = Prov()
    rad = next(i for i, r in enumerate(prov.tabeller["kapital"], 1) if r[0] == "B")
    prov.set("kapital", rad, "ar", "2023")
    assert "kapital.csv: sista året för förbund B är 2023, men budgetåret är 2026" in find_warnings(prov, tmp_path)


@pytest.mark.parametrize("avvikelse", [-600, "sex", True])
def test_a_wrong_tolerance_is_one_finding_and_its_total_is_not_judged_without_it(
    avvikelse: object, tmp_path: Path
) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"] = {"invanare_antal": {"summa": 99_500, "avvikelse": avvikelse, "skal": "brus"}}
    with pytest.raises(UnderlagFel) as fel:
        read_underlag(prov.write(tmp_path))
    [ett] = fel.value.anmarkningar
    assert "avvikelse" in ett.plats


def test_a_misspelt_key_is_one_finding_and_not_also_a_missing_one(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["ram_ker"] = prov.installningar.pop("ram_kr")
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats.endswith("nyckel ram_ker") and fel.gor == "Menade du «ram_kr»?"


def test_a_source_of_a_misspelt_table_is_found_and_one_of_something_else_is_free(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kallor"] = {"omrden": {"text": "SCB", "uppskattning": True}, "avtal": {"text": "2025"}}
    [fel] = find_faults(prov.write(tmp_path))
    assert "omrden" in fel.plats and fel.gor == "Menade du «omraden»?"


@pytest.mark.parametrize(("antal", "fel"), [(7, 1), (3, 3)])
def test_jumps_in_most_of_a_column_are_one_finding_and_a_few_are_told_one_by_one(
    antal: int, fel: int, tmp_path: Path
) -> None:
    prov = Prov()
    for rad in range(2, 2 + antal):
        prov.set("omraden", rad, "forsorjningsmatt_fjol", str(7 * rad))
    funna = find_faults(prov.write(tmp_path))
    assert len(funna) == fel
    assert all("kolumn forsorjningsmatt" in f.plats for f in funna)
