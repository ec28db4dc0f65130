"""A filled budget workbook read back: the ledger moves by exactly that, and mistakes have sheet and cell."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fordelning.budget.uppfoljning import follow_up
from fordelning.budgetbok.alla import make_assignments, raise_refused, write_budgets
from fordelning.budgetbok.utfall import read_outcomes, read_workbook
from fordelning.fel import UnderlagFel
from fordelning.filer import FilFel, Skrivet
from tests.budget_bygge import (
    HALVT_AR,
    HELT,
    UTAN_REGION,
    apply_files,
    fill,
    fill_months,
    make_budget,
    make_grund,
    write_book,
    write_empty_book,
)

GRUND = make_grund()


def read_faults(*filer: Path) -> list[str]:
    with pytest.raises(UnderlagFel) as fel:
        read_outcomes([str(fil) for fil in filer], GRUND)
    return [str(a).splitlines()[0] for a in fel.value.anmarkningar]


@pytest.mark.langsam
def test_an_empty_workbook_reads_back_as_the_budget(tmp_path: Path) -> None:
    for kod in (HELT, UTAN_REGION, HALVT_AR):
        lage = read_workbook(write_empty_book(tmp_path / f"{kod}.xlsx", kod), GRUND)
        assert lage == follow_up(make_budget(kod))


@pytest.mark.langsam
def test_what_is_filled_in_is_read_back_and_written_again_the_same(tmp_path: Path) -> None:
    fil = fill_months(write_empty_book(tmp_path / "a.xlsx"), 5, lambda kod, m: 1_000 * m + len(kod))
    fill(
        fil,
        ("Egen prognos", "REVISION", "nov", 9),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 2", 14),
        ("Insatser", "INSATS-I1", "Planerade deltagare", 50),
    )
    lage = read_workbook(fil, GRUND)
    assert lage.ifyllt.utfall["STYRELSE"] == (8, 1_008, 2_008, 3_008, 4_008, *[None] * 7)
    assert lage.ifyllt.egen_prognos == {"REVISION": (*[None] * 10, 9, None)}
    assert lage.ifyllt.deltagare == {"INSATS-I1": (None, 14, None)}
    assert lage.budget.underlag.insatser[0].deltagare_antal[0] == 50
    assert read_workbook(write_book(tmp_path / "igen.xlsx", lage), GRUND) == lage


def test_a_filled_year_moves_the_ledger_by_exactly_that(tmp_path: Path) -> None:
    fil = fill_months(write_empty_book(tmp_path / "a.xlsx"), 12, lambda kod, m: 10 if kod == "STAT" else 1)
    underlag, varningar = apply_files([str(fil)], GRUND)
    rader = len(make_budget(HELT).rader)
    intakter = len(make_budget(HELT).intaktsrader)
    (rad,) = (k for k in underlag.kapital if (k.forbund_kod, k.ar) == ("A", 2026))
    assert (rad.typ, rad.ingaende_kr) == ("utfall", 700_000)
    assert rad.intakter_kr == 12 * (10 + intakter - 1)
    assert rad.kostnader_kr == 12 * (rader - intakter)
    assert varningar == ()
    assert [k for k in underlag.kapital if k != rad] == [k for k in GRUND.resultat.underlag.kapital if k.ar != 2026]


@pytest.mark.langsam
def test_one_more_krona_of_cost_is_one_less_of_eget_kapital(tmp_path: Path) -> None:
    def utgaende(belopp: int) -> int:
        fil = fill(write_empty_book(tmp_path / f"{belopp}.xlsx"), ("Utfall per månad", "INSATS-I1", "jan", belopp))
        (rad,) = (k for k in apply_files([str(fil)], GRUND)[0].kapital if (k.forbund_kod, k.ar) == ("A", 2026))
        return rad.utgaende_kr

    assert utgaende(1_000) - utgaende(1_234) == 234


def test_ten_mistakes_give_ten_messages_with_sheet_and_cell(tmp_path: Path) -> None:
    fil = fill(
        write_empty_book(tmp_path / "a.xlsx"),
        ("Utfall per månad", "STYRELSE", "jan", "fem"),
        ("Utfall per månad", "STAT", "feb", "1.234"),
        ("Utfall per månad", "INSATS-I1", "mar", 10.505),
        ("Utfall per månad", "INSATS-I2", "apr", "=1/0"),
        ("Egen prognos", "REVISION", "dec", True),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 1", 2.5),
        ("Insatser", "INSATS-I1", "Körs", "kanske"),
        ("Insatser per år", "INSATS-I2", "Deltagare 2027", -1),
        ("Treårsplan", "LAGSTA", "Plan 2028", "mycket"),
        ("Parametrar", "Styrelsens andel", "Värde", 1.5),
    )
    assert sorted(read_faults(fil)) == [
        "a.xlsx, blad Egen prognos, cell N15: «ja» är inget tal",
        "a.xlsx, blad Insatser per år, cell J6: «−1» är negativt",
        "a.xlsx, blad Insatser, cell E5: «kanske» är varken ja eller nej",
        "a.xlsx, blad Insatser, cell N5: «2,5» är inte helt",
        "a.xlsx, blad Parametrar, cell B5: «1,5» är ingen andel",
        "a.xlsx, blad Treårsplan, cell E30: «mycket» är inget tal",
        "a.xlsx, blad Utfall per månad, cell C13: «fem» är inget tal",
        "a.xlsx, blad Utfall per månad, cell D5: «1.234» är inget entydigt tal; tre siffror efter . kan vara tusental",
        "a.xlsx, blad Utfall per månad, cell E16: «10,505» har delar av ören",
        "a.xlsx, blad Utfall per månad, cell F17: formeln har inget sparat värde",
    ]


@pytest.mark.langsam
def test_mistakes_of_several_workbooks_come_at_once(tmp_path: Path) -> None:
    filer = [
        fill(write_empty_book(tmp_path / f"{kod}.xlsx", kod), ("Utfall per månad", "STAT", "jan", "x"))
        for kod in (HELT, UTAN_REGION)
    ]
    assert len(read_faults(*filer)) == 2


def test_a_workbook_of_another_year_or_forbund_is_refused(tmp_path: Path) -> None:
    fil = write_empty_book(tmp_path / "a.xlsx")
    bok = load_workbook(fil)
    bok["Sammanfattning"]["B5"], bok["Sammanfattning"]["B6"] = "Z", 2025
    bok.save(fil)
    assert read_faults(fil) == [
        "a.xlsx, blad Sammanfattning, cell B5: «Z» är inget förbund i underlaget",
        "a.xlsx, blad Sammanfattning, cell B6: boken gäller 2025, underlaget 2026",
    ]


def test_a_missing_sheet_column_or_row_is_told(tmp_path: Path) -> None:
    fil = write_empty_book(tmp_path / "a.xlsx")
    bok = load_workbook(fil)
    del bok["Egen prognos"]
    bok["Utfall per månad"]["A5"] = "STAATEN"
    bok["Insatser"]["E4"] = "Kör"
    bok.save(fil)
    fel = read_faults(fil)
    assert "a.xlsx, blad Egen prognos: bladet saknas" in fel
    assert "a.xlsx, blad Utfall per månad, cell A5: raden «STAATEN» finns inte i budgeten" in fel
    assert "a.xlsx, blad Utfall per månad: raden «STAT» saknas" in fel
    assert "a.xlsx, blad Insatser, rad 4: kolumnen «Körs» saknas" in fel


@pytest.mark.parametrize(
    ("blad", "kod"),
    [
        ("Treårsplan", "EJ-FORDELAT"),
        ("Treårsplan", "STRUKTUR-HOGST"),
        ("Treårsplan", "BIDRAG"),
        ("Treårsplan", "LAGSTA"),
        ("Budget per månad", "MANADSVIKT"),
    ],
)
def test_a_row_of_the_plan_that_is_gone_is_told_with_its_code(blad: str, kod: str, tmp_path: Path) -> None:
    fil = write_empty_book(tmp_path / "a.xlsx")
    bok = load_workbook(fil)
    *_, cell = (c for c in bok[blad]["A"] if c.value == kod)
    cell.value = "BORTA"
    bok.save(fil)
    assert f"a.xlsx, blad {blad}: raden «{kod}» saknas" in read_faults(fil)


def test_what_is_no_budget_workbook_is_refused(tmp_path: Path) -> None:
    annan = tmp_path / "annan.xlsx"
    bok = load_workbook(write_empty_book(tmp_path / "a.xlsx"))
    del bok.defined_names["forbund_kod"]
    bok.save(annan)
    trasig = tmp_path / "trasig.xlsx"
    trasig.write_text("hej", encoding="utf-8")
    assert read_faults(annan, trasig, tmp_path / "finns_inte.xlsx") == [
        "annan.xlsx: filen är ingen budgetbok",
        "trasig.xlsx: filen går inte att öppna som arbetsbok",
        "finns_inte.xlsx: filen finns inte",
    ]


def test_a_forbund_has_one_file_and_a_sie_file_is_given_with_its_code(tmp_path: Path) -> None:
    fil = write_empty_book(tmp_path / "a.xlsx")
    assert read_faults(fil, fil) == [f"--utfall: «{fil}»: A har redan en fil"]
    assert read_faults(Path("utfall.se")) == ["--utfall: «utfall.se» säger inte vilket förbund filen gäller"]


@pytest.mark.langsam
def test_a_filled_workbook_is_not_written_over_but_its_values_can_be_carried_over(tmp_path: Path) -> None:
    uppdrag = make_assignments(GRUND, [HELT, UTAN_REGION], tmp_path)
    raise_refused(list(write_budgets(uppdrag)))
    ifylld = fill(uppdrag[0].fil, ("Insatser", "INSATS-I1", "Nya delt. tertial 3", 4))
    fore = ifylld.read_bytes()
    om_igen = list(write_budgets(uppdrag))
    assert isinstance(om_igen[1], Skrivet)
    with pytest.raises(FilFel, match=r"boken är ifylld \(blad Insatser, cell P5\) och skrivs inte över"):
        raise_refused(om_igen)
    assert ifylld.read_bytes() == fore
    (overford,) = make_assignments(GRUND, [HELT], tmp_path / "ny", utfall=str(ifylld))
    raise_refused(list(write_budgets([overford])))
    assert read_workbook(overford.fil, GRUND).ifyllt.deltagare == {"INSATS-I1": (None, None, 4)}


def test_another_forbunds_workbook_is_not_carried_over(tmp_path: Path) -> None:
    fil = write_empty_book(tmp_path / "b.xlsx", UTAN_REGION)
    with pytest.raises(UnderlagFel, match="boken gäller B"):
        make_assignments(GRUND, [HELT], tmp_path, utfall=str(fil))


@pytest.mark.langsam
def test_the_workbooks_do_not_depend_on_how_many_processes_write_them(tmp_path: Path) -> None:
    koder = [HELT, UTAN_REGION, HALVT_AR]
    for n in (1, 2):
        raise_refused(list(write_budgets(make_assignments(GRUND, koder, tmp_path / str(n), sie=True), n)))
    en, tva = ({fil.name: fil.read_bytes() for fil in (tmp_path / n).iterdir()} for n in ("1", "2"))
    assert len(en) == 2 * len(koder)
    assert en == tva
