"""jamfor: models and data sets side by side, as a command, a file and sheets that foot and can be sorted."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook

import fordelning as f
from fordelning.analys.jamforelse import NYTT, SAKNAS, UPPHORT, compare_all
from fordelning.blad.excel import write_bok
from fordelning.kommandon.jamforelse import name_apart
from fordelning.rapport.analys.bok import make_analys_bok
from fordelning.rapport.analys.jamforelse import make_jamforelsedel
from tests.exempel import read_case
from tests.kommando import read_csv, run
from tests.libreoffice import find_differences
from tests.ringar import find_circle
from tests.slump import MED_SPARR, UTAN_SPARR
from tests.sortering import check_sorting
from tests.underlag_bygge import Bygge

KOLUMNER = ["forbund_kod", "namn", "lan", "a_kr", "b_kr", "andring_kr", "andring_andel"]
KOLUMNER += ["a_kr_per_invanare", "b_kr_per_invanare"]


def make_results() -> list[f.Resultat]:
    """Three allocations: B loses most by the spärr, D is only in the second, A only in the first and the third."""
    bygge = Bygge(30_000_000).add("B", 2_000, 300.0, 6_000_000).add("C", 700, 90.0, 12_000_000)
    forst = bygge.add("A", (900, 500), (120.0, 80.0), 5_000_000, regioner=("R1", None)).make()
    andra = bygge.add("D", 1_500, 150.0).make()
    return [f.Fall(u, m).allocate() for u, m in ((forst, UTAN_SPARR), (andra, UTAN_SPARR), (forst, MED_SPARR))]


@pytest.fixture(scope="module")
def ut(tmp_path_factory: pytest.TempPathFactory) -> Path:
    mapp = tmp_path_factory.mktemp("jamfor")
    svar = run("jamfor", "exempel-2026", "--mot", "forslag/sparr_kvar", "--ut", mapp)
    assert svar.exit_code == 0, svar.output
    assert "B mot A: 339\u00a0000\u00a0000 → 339\u00a0000\u00a0000 kr" in svar.output
    return mapp


def test_the_file_has_what_each_model_gives_and_the_change_between_them(ut: Path) -> None:
    rader = read_csv(ut / "jamforelse.csv")
    assert [*rader[0]] == KOLUMNER
    a, b = read_case().allocate(), read_case("forslag/sparr_kvar").allocate()
    assert [rad["forbund_kod"] for rad in rader] == list(a.koder)
    assert [int(rad["a_kr"]) for rad in rader] == a.tilldelning_kr.tolist()
    assert [int(rad["b_kr"]) for rad in rader] == b.tilldelning_kr.tolist()
    assert all(int(rad["a_kr"]) + int(rad["andring_kr"]) == int(rad["b_kr"]) for rad in rader)
    gotland = next(rad for rad in rader if rad["forbund_kod"] == "SF-0901")
    assert gotland["lan"] == "Gotlands län"
    plats = a.koder.index("SF-0901")
    per = a.tilldelning_kr[plats] / a.underlag.invanare_antal[plats]
    assert float(gotland["a_kr_per_invanare"]) == pytest.approx(per, abs=1e-6)


def test_the_table_in_python_has_the_columns_of_the_file() -> None:
    a, b, _ = make_results()
    kolumner = f.compare(a, b).tabell().columns.tolist()
    assert sorted(kolumner) == sorted([*KOLUMNER, "slag"]) and kolumner[:2] == KOLUMNER[:2]


def test_a_forbund_that_one_side_lacks_is_0_kr_there_and_every_sum_foots() -> None:
    j, _ = compare_all(make_results())
    slag = dict(zip(j.koder, j.slag, strict=True))
    assert slag["A"] == UPPHORT and slag["D"] == NYTT
    assert (j.a_kr.sum(), j.b_kr.sum(), j.andring_kr.sum()) == (30e6, 30e6, 0)
    assert j.region[j.koder.index("A")] == "utan region, Region R1"


def test_what_neither_side_has_is_in_no_file_of_the_two() -> None:
    jamforelser = compare_all(make_results())
    assert jamforelser[1].slag[3] == SAKNAS
    filer = make_jamforelsedel(jamforelser, ["a", "b", "c"]).tabeller
    assert [*filer] == ["jamforelse.csv", "jamforelse_c.csv"]
    assert [t.kolumner[0].varden.tolist() for t in filer.values()] == [["A", "B", "C", "D"], ["A", "B", "C"]]


def test_the_same_twice_is_told_as_no_change() -> None:
    a, *_ = make_results()
    del_ = make_jamforelsedel(compare_all([a, a]), ["en", "en"])
    assert "Inget förbund får ett annat belopp." in del_.svar
    make_analys_bok("Lika", [del_], [a])


def test_another_data_set_is_compared_and_nothing_that_was_read_is_replaced(tmp_path: Path) -> None:
    egen = tmp_path / "egen"
    shutil.copytree(Path(__file__).parents[2] / "inputs" / "exempel-2026", egen)
    toml = (egen / "underlag.toml").read_text("utf-8")
    (egen / "underlag.toml").write_text(toml.replace("ram_kr = 339000000", "ram_kr = 350000000"), "utf-8")
    svar = run("jamfor", "exempel-2026", "--mot-inputs", egen, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    assert sum(int(rad["andring_kr"]) for rad in read_csv(tmp_path / "ut" / "jamforelse.csv")) == 11_000_000
    svar = run("jamfor", "exempel-2026", "--mot-inputs", egen, "--ut", egen)
    assert svar.exit_code == 1 and "inget skrivs i den" in svar.output


def test_two_data_sets_of_one_name_are_told_apart_by_their_paths() -> None:
    assert name_apart(("exempel-2026", "a/2027", "b/2027")) == {
        "exempel-2026": "exempel-2026",
        "a/2027": "a/2027",
        "b/2027": "b/2027",
    }
    assert name_apart(("exempel-2026", "a/2027")) == {"exempel-2026": "exempel-2026", "a/2027": "2027"}


def test_nothing_to_compare_with_is_wrong_usage() -> None:
    svar = run("jamfor", "exempel-2026")
    assert svar.exit_code == 2 and "--mot-inputs" in svar.output


def test_a_model_that_is_not_there_is_told_and_nothing_is_written(tmp_path: Path) -> None:
    svar = run("jamfor", "exempel-2026", "--mot", "forslag/sparr_kva", "--ut", tmp_path / "ut")
    assert svar.exit_code == 1 and "sparr_kvar" in svar.output and not (tmp_path / "ut").exists()
    assert "--mot: «forslag/sparr_kva» finns inte" in svar.output


@pytest.fixture(scope="module")
def bok(tmp_path_factory: pytest.TempPathFactory) -> Path:
    fil = tmp_path_factory.mktemp("jamforbok") / "analys.xlsx"
    resultat = make_results()
    del_ = make_jamforelsedel(compare_all(resultat), ["ett", "två", "tre"])
    write_bok(make_analys_bok("Jämförelse", [del_], resultat), fil)
    return fil


def test_the_book_begins_with_who_wins_and_tells_what_differs(bok: Path) -> None:
    blad = load_workbook(bok, read_only=True).sheetnames
    assert blad[0] == "Vinnare och förlorare" and "Vad som skiljer" in blad and blad[-2:] == ["Antaganden", "Källor"]


def test_the_book_has_no_circles(bok: Path) -> None:
    assert find_circle(bok) == []


@pytest.mark.libreoffice
def test_the_book_is_worth_the_same_in_another_program_and_when_it_is_sorted(bok: Path, tmp_path: Path) -> None:
    assert check_sorting(bok, tmp_path) == []
    assert find_differences(bok, tmp_path / "omraknad" / "osorterad.xlsx") == []
