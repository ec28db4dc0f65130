"""Once round the year on the example: results → next year → statistics → a merger → results → the year after.

Every carried figure is compared with a ledger of its own, and no krona, förbund or kommun may be lost on the way.
"""

from __future__ import annotations

import csv
import tomllib
from collections import Counter
from pathlib import Path

from tests.ar.test_nytt_ar import by_code
from tests.kommando import read_csv, run

EXEMPEL = Path(__file__).resolve().parents[2] / "inputs" / "exempel-2026"
SLA_IHOP = '[[sla_ihop]]\nforbund = ["SF-0101", "SF-0103"]\ntill = "SF-0190"\nnamn = "Samordningsförbundet Norra"\n'


def must(*argument: object) -> str:
    svar = run(*argument)
    assert svar.exit_code == 0, svar.output
    return svar.output


def compute_results(underlag: Path, ut: Path) -> Path:
    must("fordela", underlag, "--ut", ut)
    must("kapital", underlag, "--ut", ut)
    return ut


def check_against_results(gammal: Path, ny: Path, resultat: Path, ar: int) -> None:
    """The ledger: grant from tilldelning.csv, the year's row from kapital.csv, added up here."""
    tilldelning = by_code(resultat / "tilldelning.csv")
    kapital = {rad["forbund_kod"]: rad for rad in read_csv(resultat / "kapital.csv") if rad["ar"] == str(ar)}
    fore, efter = by_code(gammal / "forbund.csv"), by_code(ny / "forbund.csv")
    assert fore.keys() == efter.keys()
    for kod, rad in efter.items():
        utgaende = int(fore[kod]["eget_kapital_kr"]) + int(kapital[kod]["intakter_kr"])
        assert int(rad["tilldelning_fjol_kr"]) == int(tilldelning[kod]["tilldelning_kr"])
        assert int(rad["bidrag_fjol_kr"]) == int(kapital[kod]["intakter_kr"])
        assert int(rad["eget_kapital_kr"]) == utgaende - int(kapital[kod]["kostnader_kr"])
        assert (rad["namn"], rad["askande_kr"], rad["manader"]) == (fore[kod]["namn"], "", "")
    statistik = {rad["omrade_kod"]: rad for rad in read_csv(gammal / "omraden.csv")}
    for rad in read_csv(ny / "omraden.csv"):
        var = statistik.pop(rad["omrade_kod"])
        assert rad["invanare_fjol_antal"] == var["invanare_antal"]
        assert rad["forsorjningsmatt_fjol"] == var["forsorjningsmatt"]
        assert rad["forbund_kod"] == var["forbund_kod"]
    assert not statistik
    assert tomllib.loads((ny / "underlag.toml").read_text("utf-8"))["budgetar"] == ar + 1


def write_statistics(mapp: Path, kolumn: str, till: Path) -> Path:
    """A published table of all kommuner, two per cent above the year before: «0114 Upplands Väsby;31538»."""
    summor, namn = Counter[str](), {}
    for rad in read_csv(mapp / "omraden.csv"):
        summor[rad["kommun_kod"]] += round(10 * float(rad[kolumn]))
        namn[rad["kommun_kod"]] = rad["namn"].split()[0] if rad["omrade_kod"] != rad["kommun_kod"] else rad["namn"]
    with till.open("w", encoding="utf-8", newline="") as ut:
        skrivare = csv.writer(ut, delimiter=";")
        skrivare.writerow(["region", "2026"])
        skrivare.writerows([f"{kod} {namn[kod]}", tiondel * 102 // 1000] for kod, tiondel in summor.items())
    return till


def test_the_example_goes_once_round_and_nothing_is_lost(tmp_path: Path) -> None:
    resultat = compute_results(EXEMPEL, tmp_path / "ut26")
    steg = [EXEMPEL, *(tmp_path / f"2027{s}" for s in "abcd"), tmp_path / "2028"]
    must("nytt-ar", EXEMPEL, "--ut", steg[1], "--resultat", resultat)
    check_against_results(EXEMPEL, steg[1], resultat, 2026)

    for kolumn, fjol, fran, till in (
        ("invanare_antal", "invanare_fjol_antal", steg[1], steg[2]),
        ("forsorjningsmatt", "forsorjningsmatt_fjol", steg[2], steg[3]),
    ):
        fil = write_statistics(fran, fjol, tmp_path / f"{kolumn}.csv")
        must("statistik", fil, "--till", fran, "--kolumn", kolumn, "--ar", 2026, "--ut", till)
    (tmp_path / "norra.toml").write_text(SLA_IHOP, "utf-8")
    must("andra", steg[3], tmp_path / "norra.toml", "--ut", steg[4])
    assert "kan vara kvar från förra årets underlag" not in must("kontrollera", steg[4])

    resultat = compute_results(steg[4], tmp_path / "ut27")
    must("nytt-ar", steg[4], "--ut", steg[5])
    check_against_results(steg[4], steg[5], resultat, 2027)
    alla = [by_code(mapp / "forbund.csv") for mapp in steg]
    assert [len(forbund) for forbund in alla] == [80, 80, 80, 80, 79, 79]
    assert {kod for kod in alla[0] if kod not in alla[5]} == {"SF-0101", "SF-0103"} and "SF-0190" in alla[5]
    for forbund in alla[1:]:
        assert sum(int(rad["tilldelning_fjol_kr"]) for rad in forbund.values()) == 339_000_000
    assert len({sum(int(rad["eget_kapital_kr"]) for rad in forbund.values()) for forbund in alla[1:5]}) == 1
    assert all(len({rad["kommun_kod"] for rad in read_csv(mapp / "omraden.csv")}) == 290 for mapp in steg)
