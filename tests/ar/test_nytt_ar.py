"""The next year's data set: every carried figure against a ledger of its own, and what is left to fill in."""

from __future__ import annotations

import csv
import shutil
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from fordelning.underlag import read_checked, read_underlag
from fordelning.underlag.kolumner import TABELLER
from tests.kommando import read_csv, run
from tests.underlag.prov import Prov

EXEMPEL = Path(__file__).resolve().parents[2] / "inputs" / "exempel-2026"


def by_code(fil: Path) -> dict[str, dict[str, str]]:
    return {rad["forbund_kod"]: rad for rad in read_csv(fil)}


def fill_statistics(mapp: Path) -> None:
    """Every area's new figures: those of the year before, a little larger."""
    rader = read_csv(mapp / "omraden.csv")
    for rad in rader:
        rad["invanare_antal"] = str(int(rad["invanare_fjol_antal"]) * 101 // 100)
        rad["forsorjningsmatt"] = str(Decimal(rad["forsorjningsmatt_fjol"]) * Decimal("1.02"))
    with (mapp / "omraden.csv").open("w", encoding="utf-8", newline="") as ut:
        skrivare = csv.DictWriter(ut, rader[0])
        skrivare.writeheader()
        skrivare.writerows(rader)


@pytest.fixture
def prov(tmp_path: Path) -> Path:
    return Prov().write(tmp_path / "2026")


def test_what_is_left_to_fill_in_is_what_kontrollera_says(prov: Path, tmp_path: Path) -> None:
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny")
    assert svar.exit_code == 0
    for kolumn in ("invanare_antal", "forsorjningsmatt"):
        assert any(rad.split() == ["omraden.csv", kolumn, "7", "celler"] for rad in svar.output.splitlines())
        assert f"omraden.csv, kolumn {kolumn}, 7 rader, t.ex. 2, 3, 4: värdet saknas" in (
            run("kontrollera", tmp_path / "ny").output
        )
    fill_statistics(tmp_path / "ny")
    assert run("kontrollera", tmp_path / "ny").exit_code == 0


def test_a_workbook_holds_what_the_folder_holds_and_findings_name_cells(prov: Path, tmp_path: Path) -> None:
    assert run("nytt-ar", prov, "--ut", tmp_path / "mapp").exit_code == 0
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny.xlsx")
    assert "blad omraden" in svar.output and "omraden.csv" not in svar.output
    assert "blad omraden, 7 celler, t.ex. F2, F3, F4: värdet saknas" in run("kontrollera", tmp_path / "ny.xlsx").output


def test_statistics_may_be_kept(prov: Path, tmp_path: Path) -> None:
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny", "--behall-statistik")
    assert "Inget behöver fyllas i." in svar.output
    svar = run("kontrollera", tmp_path / "ny")
    assert svar.exit_code == 0
    assert "7 av 7 områden har samma tal som i invanare_fjol_antal" in svar.output


def test_the_years_capital_is_carried_as_what_it_is(prov: Path, tmp_path: Path) -> None:
    """A förbund without a row for the year gets a prognos; a budget that is there stays a budget."""
    with (prov / "kapital.csv").open("a", encoding="utf-8") as fil:
        fil.write("A,2026,1000000,9000000,9500000,budget\n")
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny").exit_code == 0
    arets = {rad["forbund_kod"]: rad for rad in read_csv(tmp_path / "ny" / "kapital.csv") if rad["ar"] == "2026"}
    assert {kod: rad["typ"] for kod, rad in arets.items()} == {"A": "budget", "B": "prognos", "C": "prognos"}
    forbund = by_code(tmp_path / "ny" / "forbund.csv")
    for kod, rad in arets.items():
        utgaende = int(rad["ingaende_kr"]) + int(rad["intakter_kr"]) - int(rad["kostnader_kr"])
        assert int(forbund[kod]["eget_kapital_kr"]) == utgaende
        assert forbund[kod]["bidrag_fjol_kr"] == rad["intakter_kr"]


def test_control_totals_hold_what_was_carried(prov: Path, tmp_path: Path) -> None:
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny").exit_code == 0
    summor = tomllib.loads((tmp_path / "ny" / "underlag.toml").read_text("utf-8"))["kontrollsummor"]
    for kolumn in ("tilldelning_fjol_kr", "bidrag_fjol_kr", "eget_kapital_kr"):
        assert summor[kolumn] == sum(int(rad[kolumn]) for rad in read_csv(tmp_path / "ny" / "forbund.csv"))
    assert summor["invanare_fjol_antal"] == 99000
    fill_statistics(tmp_path / "ny")
    text = (tmp_path / "ny" / "forbund.csv").read_text("utf-8")
    (tmp_path / "ny" / "forbund.csv").write_text(text.replace("A,Förbundet Alfa,", "A,Förbundet Alfa,1"), "utf-8")
    assert "tilldelning_fjol_kr i forbund.csv har summan" in run("kontrollera", tmp_path / "ny").output


def test_an_approved_break_goes_on_with_its_year_and_approved_jumps_do_not(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("kapital", 3, "ingaende_kr", "960000")
    prov.installningar["undantag"] = {"kedja": ["A 2025"], "hopp": ["K01"]}
    mapp = prov.write(tmp_path / "2026")
    assert run("nytt-ar", mapp, "--ut", tmp_path / "ny").exit_code == 0
    text = (tmp_path / "ny" / "underlag.toml").read_text("utf-8")
    assert tomllib.loads(text)["undantag"] == {"kedja": ["A 2025"]}


def test_a_difference_that_was_there_follows_and_does_not_stop_the_next_year(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("kapital", 3, "typ", "prognos")
    prov.set("forbund", 2, "eget_kapital_kr", "1100000")
    svar = run("nytt-ar", prov.write(tmp_path / "2026"), "--ut", tmp_path / "ny", "--behall-statistik")
    assert "förbund A, 2026: eget kapital i forbund är inte vad 2025 slutade med" in svar.output
    assert run("kontrollera", tmp_path / "ny").exit_code == 0


def test_a_forbund_that_ended_stays_out_and_its_money_is_told(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 3, "manader", "6")
    mapp = prov.write(tmp_path / "2026")
    svar = run("nytt-ar", mapp, "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output
    assert "«Förbundet Beta» finns 6 av årets månader och fanns året före: det upphör" in svar.output
    assert "2 förbund förda vidare" in svar.output
    assert "prognos för 2 förbund" in " ".join(svar.output.split())
    assert 'ar_2026 = "prognos för 2 förbund"' in (tmp_path / "ny" / "underlag.toml").read_text("utf-8")
    assert by_code(tmp_path / "ny" / "forbund.csv").keys() == {"A", "C"}
    for namn in TABELLER:
        if (fil := tmp_path / "ny" / f"{namn}.csv").exists() and "forbund_kod" in TABELLER[namn].kolumnnamn:
            assert "B" not in {rad["forbund_kod"] for rad in read_csv(fil)}
    utanfor = [rad["omrade_kod"] for rad in read_csv(tmp_path / "ny" / "omraden.csv") if not rad["forbund_kod"]]
    assert utanfor == ["K03-NORR", "K04", "K06"]


def test_an_area_whose_code_has_ceased_stays_out_and_the_new_code_is_told(tmp_path: Path) -> None:
    prov = Prov()
    for kolumn, text in (("omrade_kod", "1917"), ("kommun_kod", "1917"), ("namn", "Heby")):
        prov.set("omraden", 8, kolumn, text)
    prov.installningar["budgetar"] = 2006
    prov.installningar["statistik"]["forsorjningsmatt_enhet"] = "tkr"
    svar = run("nytt-ar", prov.write(tmp_path / "2006"), "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output
    assert "Lägg till kommunen med koden 0331" in svar.output
    assert "1917" not in {rad["omrade_kod"] for rad in read_csv(tmp_path / "ny" / "omraden.csv")}


def test_a_forbund_that_began_during_the_year_goes_on(prov: Path, tmp_path: Path) -> None:
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny").exit_code == 0
    assert by_code(tmp_path / "ny" / "forbund.csv")["C"]["manader"] == ""


@pytest.mark.parametrize("fil", ["forbund.csv", "underlag.toml"])
def test_results_of_other_figures_are_refused(prov: Path, tmp_path: Path, fil: str) -> None:
    assert run("fordela", prov, "--ut", tmp_path / "ut").exit_code == 0
    with (prov / fil).open("a", encoding="utf-8") as ut:
        ut.write("\n")
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny", "--resultat", tmp_path / "ut")
    assert svar.exit_code == 1
    assert f"resultatet är räknat på ett annat underlag: {fil}" in svar.output
    assert not (tmp_path / "ny").exists()


def test_results_that_somebody_changed_are_refused(prov: Path, tmp_path: Path) -> None:
    assert run("fordela", prov, "--ut", tmp_path / "ut").exit_code == 0
    with (tmp_path / "ut" / "tilldelning.csv").open("a", encoding="utf-8") as ut:
        ut.write("X\n")
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny", "--resultat", tmp_path / "ut")
    assert "tilldelning.csv: filen saknas eller är ändrad" in svar.output
    (tmp_path / "tom").mkdir()
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny", "--resultat", tmp_path / "tom")
    assert "mappen har inget resultat" in svar.output


def test_results_of_another_year_are_refused(prov: Path, tmp_path: Path) -> None:
    assert run("fordela", prov, "--ut", tmp_path / "ut").exit_code == 0
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny", "--behall-statistik").exit_code == 0
    svar = run("nytt-ar", tmp_path / "ny", "--ut", tmp_path / "ny2", "--resultat", tmp_path / "ut")
    assert "resultatet är av budgetår 2026, underlaget av 2027" in svar.output


def test_the_grants_of_the_results_are_carried_though_another_model_would_give_others(
    prov: Path, tmp_path: Path
) -> None:
    modell = tmp_path / "egen.toml"
    original = Path(__file__).resolve().parents[2] / "models" / "2018-01-01_statsbidrag.toml"
    modell.write_text(original.read_text("utf-8").replace("400_000", "900_000"), "utf-8")
    assert run("fordela", prov, "--modell", modell, "--ut", tmp_path / "ut").exit_code == 0
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny", "--resultat", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    givet, fordes = by_code(tmp_path / "ut" / "tilldelning.csv"), by_code(tmp_path / "ny" / "forbund.csv")
    for kod, rad in fordes.items():
        assert rad["tilldelning_fjol_kr"] == givet[kod]["tilldelning_kr"]
        planerat = kod == "B"  # planering.csv says what the parties pay to it
        assert rad["bidrag_fjol_kr"] == ("6000000" if planerat else givet[kod]["totalt_kr"])


def test_what_a_person_changed_is_never_replaced(prov: Path, tmp_path: Path) -> None:
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny").exit_code == 0
    fill_statistics(tmp_path / "ny")
    ifyllt = (tmp_path / "ny" / "omraden.csv").read_bytes()
    svar = run("nytt-ar", prov, "--ut", tmp_path / "ny")
    assert svar.exit_code == 1 and "omraden.csv" in svar.output
    assert (tmp_path / "ny" / "omraden.csv").read_bytes() == ifyllt
    assert run("nytt-ar", prov, "--ut", prov).exit_code == 1


def test_carrying_changes_no_figure_of_need_insatser_and_plan(prov: Path, tmp_path: Path) -> None:
    assert run("nytt-ar", prov, "--ut", tmp_path / "ny", "--behall-statistik").exit_code == 0
    fore, efter = read_underlag(prov), read_underlag(tmp_path / "ny")
    for namn in ("behov", "insatser", "effekter", "planering", "malgrupper", "regioner"):
        assert getattr(fore, namn) == getattr(efter, namn)
    assert efter.utfastelser == ()


def test_the_marks_of_the_sources_stay_true(tmp_path: Path) -> None:
    shutil.copytree(EXEMPEL, tmp_path / "in")
    assert run("nytt-ar", tmp_path / "in", "--ut", tmp_path / "ny", "--behall-statistik").exit_code == 0
    kallor = read_checked(tmp_path / "ny").nycklar["kallor"]
    fore = read_checked(EXEMPEL).nycklar["kallor"]
    assert kallor["forbund"]["uppskattning"] is True
    assert kallor["omraden"] == fore["omraden"]
    assert kallor["forbund"]["metod_2026"] == fore["forbund"]["metod"]
    assert "medfinansiering" not in kallor
    assert "budget för 80 förbund" in kallor["kapital"]["ar_2026"]
