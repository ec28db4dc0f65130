"""What we wrote is read back: reversals, öre and numbers as text, insatser come and gone, months that lack."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fordelning.begrepp import Insats
from fordelning.bokforing import INTAKTER, KOSTNADER, compute_utfall
from fordelning.budget.bokforing import fill_from_books
from fordelning.budget.uppfoljning import follow_up
from fordelning.budgetbok.alla import find_date, make_assignments, write_budgets
from fordelning.budgetbok.utfall import Grund, read_outcome, read_workbook
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.filer import Skrivet
from fordelning.infil.ifyllt import Celltext
from fordelning.sie import Dimension, Konto, Objekt, Periodsaldo, Rakenskapsar, SieFil, encode_sie, parse_sie
from fordelning.underlag.ifyllda_celler import read_ore
from tests.budget_bygge import (
    BYGGE,
    HELT,
    apply_files,
    fill,
    fill_months,
    find_cell,
    make_budget,
    make_filled,
    make_grund,
    write_book,
    write_empty_book,
)

GRUND = make_grund()
UTFALL = "Utfall per månad"


def with_insatser(*insatser: Insats, utan: str = "") -> Grund:
    """The allocation when some insatser have come and one has gone."""
    kvar = tuple(i for i in BYGGE.ovriga["insatser"] if (i.forbund_kod, i.insats_kod) != (HELT, utan))
    return make_grund(replace(BYGGE, ovriga={**BYGGE.ovriga, "insatser": (*kvar, *insatser)}))


@pytest.fixture(scope="module")
def tom(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An empty workbook, to be copied."""
    return write_empty_book(tmp_path_factory.mktemp("bok") / "tom.xlsx")


def copy(tom: Path, mapp: Path) -> Path:
    fil = mapp / "a.xlsx"
    fil.write_bytes(tom.read_bytes())
    return fil


def read_cell(skrivet: object) -> tuple[int | None, list[str]]:
    """Öre of what stands in a cell, and what is wrong with it."""
    fel: list[Anmarkning] = []
    return read_ore(Celltext(skrivet, "C13"), fel), [f"{a.plats}: {a.vad}" for a in fel]


@pytest.mark.parametrize(
    ("skrivet", "ore"),
    [
        (-500, -50_000), (1234.5, 123_450), (1234.49, 123_449), (0.1 + 0.2, 30), (-0.0, 0), (10**12, 10**14),
        ("1 234", 123_400), ("1\u00a0234,50", 123_450), ("1\u202f234", 123_400), ("1234,5", 123_450),
        ("1234.50", 123_450), ("−500", -50_000), ("-500,25", -50_025), ("+7", 700), (" 12 ", 1_200), ("0", 0),
        (None, None), ("  ", None),
    ],
)  # fmt: skip
def test_money_that_has_happened_is_read_as_in_sie(skrivet: object, ore: int | None) -> None:
    assert read_cell(skrivet) == (ore, [])


@pytest.mark.parametrize(
    "skrivet",
    ["1.234", "1,234", "12.345,00", "1e3", "500-", "(500)", "1 23", "5 kr", "++5", 0.001, 1000 / 3, 1e16, True,
     float("nan"), float("inf"), "#DIV/0!", "nan", date(2026, 1, 1)],
)  # fmt: skip
def test_what_may_be_two_amounts_or_none_is_refused_with_its_cell(skrivet: object) -> None:
    ore, (fel,) = read_cell(skrivet)
    assert ore is None
    assert fel.startswith("C13: «")


def test_ore_are_rounded_on_the_sum_so_far_so_that_the_year_is_right(tom: Path, tmp_path: Path) -> None:
    belopp = {"jan": 0.4, "feb": "0,40", "mar": 0.4, "apr": "−1 200", "maj": 1200.5}
    fil = fill(copy(tom, tmp_path), *((UTFALL, "STYRELSE", manad, b) for manad, b in belopp.items()))
    assert read_workbook(fil, GRUND).ifyllt.utfall["STYRELSE"][:6] == (0, 1, 0, -1200, 1201, None)


def test_numbers_as_text_are_read_in_the_plan_too(tom: Path, tmp_path: Path) -> None:
    fil = fill(
        copy(tom, tmp_path),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 1", "14"),
        ("Insatser", "INSATS-I1", "Planerade deltagare", "12,5"),
        ("Treårsplan", "LAGSTA", "Plan 2028", "250 000"),
        ("Parametrar", "Styrelsens andel", "Värde", "0,25"),
    )
    lage = read_workbook(fil, GRUND)
    u = lage.budget.underlag
    assert lage.ifyllt.deltagare == {"INSATS-I1": (14, None, None)}
    assert u.insatser[0].deltagare_antal[0] == 12.5
    assert (u.ramar[2].lagsta_kapital_kr, u.styrelse_andel) == (250_000, 0.25)


@pytest.mark.langsam
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.data())
def test_books_as_sie_and_as_a_workbook_give_the_same_year(tmp_path: Path, data: st.DataObject) -> None:
    """SIE → read → workbook → read back: the same months to the krona, and each head's year within half of one."""
    konton = {"3511": (), "3512": ((20, "R1"),), "3513": ((20, "A1"),), "3590": (), "5010": (), "5020": (), "7450": ()}
    konton |= {"4600": ((6, "I1"),), "4601": ((6, "S1"),), "4602": ()}
    belopp = st.integers(-(10**9), 10**9)
    sist = data.draw(st.integers(1, 12))
    poster = {(k, m): data.draw(belopp) for k in konton for m in range(1, sist + 1)}
    saldon = [Periodsaldo(0, f"2026{m:02d}", k, b) for (k, m), b in poster.items()]
    saldon += [Periodsaldo(0, f"2026{m:02d}", k, b, konton[k]) for (k, m), b in poster.items() if konton[k]]
    sie = SieFil(
        "3", "F", (Rakenskapsar(0, date(2026, 1, 1), date(2026, 12, 31)),), konton=tuple(Konto(k, k) for k in konton),
        omfattning=date(2026, 12, 31), dimensioner=(Dimension(20, "Motpart"),),
        objekt=tuple(Objekt(*par, "x") for lista in konton.values() for par in lista), periodsaldon=tuple(saldon),
    )  # fmt: skip
    utfall = compute_utfall(parse_sie(encode_sie(sie, "a.se"), "a.se", 2026), GRUND.kontoplaner.alla, 2026)
    intakter, kostnader = (sum(p.belopp_ore for p in utfall.poster if p.huvud in h) for h in (INTAKTER, KOSTNADER))
    assert kostnader - intakter == sum(poster.values())
    budget = make_budget(HELT)
    ifyllt, _ = fill_from_books(utfall, budget)
    lage = follow_up(budget, ifyllt)
    rader = len([kod for kod in ifyllt.utfall])
    summa = sum(sum(v or 0 for v in ifyllt.utfall[rad.kod]) for rad in budget.rader if rad.kod in ifyllt.utfall)
    tal = sum(abs(b) for b in poster.values())
    assert tal == 0 or abs(100 * summa - (kostnader + intakter)) <= 50 * rader
    assert read_workbook(write_book(tmp_path / "bok.xlsx", lage), GRUND) == lage


@pytest.mark.langsam
def test_a_new_book_takes_over_the_old_ones_figures_when_insatser_have_come_and_gone(tmp_path: Path) -> None:
    fil = fill(
        write_empty_book(tmp_path / "a.xlsx"),
        (UTFALL, "STYRELSE", "jan", 5),
        (UTFALL, "INSATS-I3", "jan", 1200),
        (UTFALL, "INSATS-I3", "feb", -300),
        ("Egen prognos", "INSATS-I3", "dec", 9),
        ("Insatser", "INSATS-I3", "Nya delt. tertial 2", 4),
        ("Insatser", "INSATS-I1", "Nya delt. tertial 2", 14),
    )
    grund = with_insatser(Insats("A", "I0", "Ny", "individ", 1_000, 10, 1, 9, idag_antal=2), utan="I3")
    lage = read_outcome(str(fil), grund, HELT)
    assert lage.ifyllt.utfall == {"STYRELSE": (5, *[None] * 11)}
    assert lage.ifyllt.deltagare == {"INSATS-I1": (None, 14, None)}
    assert "INSATS-I0" in [plan.kod for plan in lage.budget.underlag.insatser]
    texter = [str(v).splitlines()[0] for v in lage.varningar]
    ingen_plats = "«INSATS-I3» finns inte i budgeten, och det ifyllda fann ingen plats"
    assert texter[:3] == [
        f"a.xlsx, blad Utfall per månad, cell A18: {ingen_plats}: jan 1200, feb −300",
        f"a.xlsx, blad Egen prognos, cell A18: {ingen_plats}: dec 9",
        f"a.xlsx, blad Insatser, cell A7: {ingen_plats}: Körs nej, Planerade deltagare 0, Nya delt. tertial 2 4",
    ]
    (uppdrag,) = make_assignments(grund, [HELT], tmp_path / "ny", utfall=str(fil))
    (svar,) = write_budgets([uppdrag])
    assert isinstance(svar, Skrivet)
    assert read_workbook(svar.filer[-1], grund) == lage
    kontroller = load_workbook(svar.filer[-1])["Kontroller"]
    assert any(str(rad[0].value).startswith(texter[0]) for rad in kontroller.iter_rows())


def test_an_outcome_without_a_row_stops_the_ledger(tmp_path: Path) -> None:
    fil = fill(write_empty_book(tmp_path / "a.xlsx"), (UTFALL, "INSATS-I3", "jan", 1200))
    with pytest.raises(UnderlagFel, match="«INSATS-I3» finns inte i budgeten"):
        apply_files([str(fil)], with_insatser(utan="I3"))


def test_a_row_that_only_one_sheet_lacks_has_been_taken_away_by_hand(tom: Path, tmp_path: Path) -> None:
    fil = copy(tom, tmp_path)
    bok = load_workbook(fil)
    find_cell(bok["Insatser per år"], "INSATS-I2", "Deltagare 2027")
    bok["Insatser per år"].delete_rows(6)
    bok.save(fil)
    with pytest.raises(UnderlagFel, match="blad Insatser per år: raden «INSATS-I2» saknas"):
        read_workbook(fil, GRUND)


def test_an_empty_month_between_filled_ones_is_told(tom: Path, tmp_path: Path) -> None:
    fil = fill(copy(tom, tmp_path), *((UTFALL, "STYRELSE", manad, 5) for manad in ("jan", "apr", "jun")))
    _, varningar = apply_files([str(fil)], GRUND)
    assert [f"{v.plats}: {v.vad}" for v in varningar] == [
        "a.xlsx, blad Utfall per månad: februari, mars, maj saknar utfall fast juni har det, och räknas som budget "
        "eller prognos"
    ]


def test_a_book_without_any_outcome_is_told_and_months_in_a_row_are_not(tom: Path, tmp_path: Path) -> None:
    (varning,) = read_outcome(str(tom), GRUND, HELT).varningar
    assert "inget utfall är ifyllt" in varning.vad
    fil = fill_months(copy(tom, tmp_path), 3, lambda kod, m: 0)
    assert read_outcome(str(fil), GRUND, HELT).varningar == ()


@pytest.mark.langsam
def test_the_warnings_of_a_file_stand_in_the_new_book(tom: Path, tmp_path: Path) -> None:
    (uppdrag,) = make_assignments(GRUND, [HELT], tmp_path / "ny", utfall=str(tom))
    (svar,) = write_budgets([uppdrag])
    assert isinstance(svar, Skrivet)
    texter = [str(rad[0].value) for rad in load_workbook(svar.filer[-1])["Kontroller"].iter_rows()]
    assert any("inget utfall är ifyllt" in text for text in texter)


def test_the_day_of_a_file_that_we_write_is_the_datas_and_never_the_clocks() -> None:
    u = GRUND.resultat.underlag
    assert find_date(u.kallor, 2026) == date(2026, 1, 1)
    kalla = next(iter(u.kallor.values()), None)
    if kalla:
        kallor = {"a": replace(kalla, datum="uttag 2025-10-31"), "b": replace(kalla, datum="2025-02-30, 2025-11-04")}
        assert find_date(kallor, 2026) == date(2025, 11, 4)


def test_filled_books_of_reversals_are_written_and_read_back_the_same(tmp_path: Path) -> None:
    ifyllt = make_filled(STAT=(100, -50, *[None] * 10), INSATS_I1=(-7, 0, *[None] * 10))
    lage = follow_up(make_budget(HELT), ifyllt)
    assert read_workbook(write_book(tmp_path / "a.xlsx", lage), GRUND) == lage


def test_rows_sorted_columns_moved_and_lines_put_in_change_nothing_that_is_read(tom: Path, tmp_path: Path) -> None:
    fil = fill_months(copy(tom, tmp_path), 3, lambda kod, m: 100 * m + len(kod))
    fill(fil, ("Insatser", "INSATS-I1", "Nya delt. tertial 1", 7), ("Treårsplan", "LAGSTA", "Plan 2027", 5))
    vantat = read_workbook(fil, GRUND)
    bok = load_workbook(fil)
    for ws, antal in ((bok[UTFALL], 9), (bok["Insatser"], 4), (bok["Treårsplan"], 3)):
        ws.insert_cols(2, 2)
        ws.insert_rows(1 + antal, 2)
    ws = bok["Kommunfördelning"]
    rader = [[cell.value for cell in rad] for rad in ws.iter_rows(6, 10)]
    for i, rad in enumerate(reversed(rader), start=6):
        for j, varde in enumerate(rad, start=1):
            ws.cell(i, j).value = varde
    ws.move_range("F5:F10", cols=20)
    bok.save(fil)
    assert read_workbook(fil, GRUND) == vantat


def test_a_code_that_stands_twice_and_a_row_without_code_are_told_with_their_cells(tom: Path, tmp_path: Path) -> None:
    fil = fill(copy(tom, tmp_path), (UTFALL, "REVISION", "jan", 4))
    bok = load_workbook(fil)
    bok[UTFALL]["A14"], bok["Insatser"]["A5"], bok["Insatser"]["E5"] = "STYRELSE", None, "ja"
    bok.save(fil)
    with pytest.raises(UnderlagFel) as fel:
        read_workbook(fil, GRUND)
    texter = [f"{a.plats}: {a.vad}" for a in fel.value.anmarkningar]
    assert "a.xlsx, blad Utfall per månad, cell A14: raden «STYRELSE» står två gånger" in texter
    assert "a.xlsx, blad Insatser, cell E5: raden är ifylld men har ingen kod" in texter
