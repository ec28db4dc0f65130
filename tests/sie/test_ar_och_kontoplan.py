"""Accounting years that are not the calendar year, years with nothing booked, and other charts of accounts."""

from __future__ import annotations

import pytest

from fordelning.bokforing import Kontoplan, Utfall, compute_utfall
from fordelning.fel import UnderlagFel
from fordelning.sie import SieFil, parse_sie

HUVUD = """\
#FLAGGA 0
#PROGRAM "X" 1
#FORMAT PC8
#GEN 20260201
#SIETYP {typ}
#ORGNR 222000-1234
#FNAMN "F"
{ar}
#KONTO 1930 "Bank"
#KONTO 2010 "EK"
#KONTO 3511 "Stat"
#KONTO 4600 "Insatser"
#KONTO 8410 "Räntekostnader"
"""
HELT_AR = "#RAR 0 20260101 20261231"


def make(rader: str, ar: str = HELT_AR, typ: str = "4", tillagg: str = "") -> SieFil:
    text = HUVUD.format(ar=ar, typ=typ) + tillagg + rader
    return parse_sie(text.encode("cp437"), "utfall.se", 2026)


def book(dag: str, belopp: int) -> str:
    """A verifikation with income from the state."""
    return f'#VER A "" {dag} "x"\n{{\n#TRANS 1930 {{}} {belopp}\n#TRANS 3511 {{}} -{belopp}\n}}\n'


def months(utfall: Utfall) -> dict[int, int]:
    return {p.manad: p.belopp_ore for p in utfall.poster}


def warnings(utfall: Utfall) -> str:
    return "\n".join(v.vad for v in utfall.varningar)


def test_of_a_long_first_year_the_budget_years_months_are_read(kontoplan: Kontoplan) -> None:
    fil = make(book("20251015", 7) + book("20260115", 100) + book("20261231", 5), "#RAR 0 20251001 20261231")
    utfall = compute_utfall(fil, kontoplan, 2026)
    assert months(utfall) == {1: 10_000, 12: 500}
    assert "2025-10-01 till 2026-12-31" in warnings(utfall)
    assert months(compute_utfall(fil, kontoplan, 2025)) == {10: 700}


def test_period_balances_of_a_long_year_are_read_by_their_months(kontoplan: Kontoplan) -> None:
    rader = "#PSALDO 0 202510 3511 {} -7\n#PSALDO 0 202601 3511 {} -100\n#RES 0 3511 -107\n"
    fil = make(rader, "#RAR 0 20251001 20261231\n#OMFATTN 20260131", "2")
    assert months(compute_utfall(fil, kontoplan, 2026)) == {1: 10_000}


def test_two_short_years_make_a_budget_year(kontoplan: Kontoplan) -> None:
    rader = "".join(f"#PSALDO {ar} 2026{m:02d} 3511 {{}} -{m}\n" for ar, m in ((-1, 2), (-1, 6), (0, 7), (0, 12)))
    fil = make(rader, "#RAR 0 20260701 20261231\n#RAR -1 20260101 20260630\n#OMFATTN 20261231", "2")
    assert months(compute_utfall(fil, kontoplan, 2026)) == {2: 200, 6: 600, 7: 700, 12: 1_200}


def test_the_part_of_a_broken_year_that_the_file_lacks_is_told(kontoplan: Kontoplan) -> None:
    ar = "#RAR 0 20260701 20270630\n#RAR -1 20250701 20260630"
    utfall = compute_utfall(make(book("20260801", 3) + book("20270101", 9), ar), kontoplan, 2026)
    assert months(utfall) == {8: 300}
    assert "räkenskapsåret 2025-07-01 till 2026-06-30 har inga rörelser i filen" in warnings(utfall)


def test_a_year_that_begins_in_the_budget_year_is_told(kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(make(book("20260801", 3), "#RAR 0 20260701 20261231"), kontoplan, 2026)
    assert months(utfall) == {8: 300}
    assert "6 av månaderna i 2026" in warnings(utfall)


@pytest.mark.parametrize("typ", ["2\n#OMFATTN 20260131", "3\n#OMFATTN 20260131", "4"])
def test_a_year_with_nothing_booked_is_nought_with_a_warning(typ: str, kontoplan: Kontoplan) -> None:
    saldon = "#IB 0 1930 100.00\n#IB 0 2010 -100.00\n#UB 0 1930 100.00\n#UB 0 2010 -100.00\n"
    utfall = compute_utfall(make(saldon, typ=typ), kontoplan, 2026)
    assert (utfall.poster, utfall.ingaende_kapital_ore) == ((), 10_000)
    assert "inget är bokfört 2026: utfallet är 0 kr" in warnings(utfall)


@pytest.mark.parametrize(
    ("rader", "typ"),
    [("#IB 0 1930 1\n#UB 0 1930 2\n", "4"), ("#RES 0 3511 -1\n", "2\n#OMFATTN 20260131"), ("#IB 0 1930 1\n", "1")],
)
def test_a_year_whose_balances_moved_has_lost_its_rows(rader: str, typ: str, kontoplan: Kontoplan) -> None:
    with pytest.raises(UnderlagFel, match="varken verifikationer eller periodsaldon"):
        compute_utfall(make(rader, typ=typ), kontoplan, 2026)


def test_without_an_opening_balance_capital_is_last_years_closing_one_and_result(kontoplan: Kontoplan) -> None:
    ar = f"{HELT_AR}\n#RAR -1 20250101 20251231"
    fil = make("#UB -1 1930 100\n#UB -1 2010 -70\n#RES -1 3511 -30\n" + book("20260115", 1), ar)
    assert compute_utfall(fil, kontoplan, 2026).ingaende_kapital_ore == 10_000
    fil = make("#UB -1 2010 -70\n#IB 0 2010 -75\n" + book("20260115", 1), ar)
    assert compute_utfall(fil, kontoplan, 2026).ingaende_kapital_ore == 7_500


def test_an_import_file_with_an_empty_year_goes_by_its_dates(kontoplan: Kontoplan) -> None:
    text = HUVUD.format(ar="#RAR 0  ", typ="4") + book("20260115", 100)
    fil = parse_sie(text.encode("cp437"), "utfall.si")
    assert months(compute_utfall(fil, kontoplan, 2026)) == {1: 10_000}


@pytest.mark.parametrize("typ", ["BAS95", "BAS96", "EUBAS97", "NE2007", "BAS2024", "eubas97"])
def test_a_chart_of_accounts_that_is_another_is_told(typ: str, kontoplan: Kontoplan) -> None:
    fil = make(book("20260115", 1), tillagg=f"#KPTYP {typ}\n")
    assert f"filens kontoplan (#KPTYP) är {typ}" in warnings(compute_utfall(fil, kontoplan, 2026))


@pytest.mark.parametrize("rad", ["", "#KPTYP KOMMUNBAS\n", "#KPTYP Kommun-Bas\n", "#KPTYP\n"])
def test_a_chart_of_accounts_that_may_be_ours_is_not(rad: str, kontoplan: Kontoplan) -> None:
    assert compute_utfall(make(book("20260115", 1), tillagg=rad), kontoplan, 2026).varningar == ()


def test_a_konto_of_another_type_than_the_kontoplan_has_is_told_once(kontoplan: Kontoplan) -> None:
    typer = "#KTYP 8410 K\n#KTYP 1930 T\n#KTYP 3511 k\n#KTYP 4600 I\n#KTYP 2010 S\n"
    rader = book("20260115", 1) + "#VER A 2 20260201\n{\n#TRANS 8410 {} 5\n#TRANS 1930 {} -5\n}\n"
    (varning,) = compute_utfall(make(rader, tillagg=typer), kontoplan, 2026).varningar
    assert "konto 3511 (Stat) är K i filen men räknas som intäkter" in varning.vad
    assert "konto 8410 (Räntekostnader) är K i filen men räknas som intäkter" in varning.vad
    assert "4600" not in varning.vad


def test_objekt_in_type_2_without_a_total_are_not_lost(kontoplan: Kontoplan) -> None:
    rader = '#PSALDO 0 202601 4600 {6 "P1"} 5\n#PSALDO 0 202601 4600 {6 "P2"} 7\n'
    utfall = compute_utfall(make(rader, typ="2\n#OMFATTN 20260131"), kontoplan, 2026)
    assert {p.objekt: p.belopp_ore for p in utfall.poster} == {"P1": 500, "P2": 700}


def test_objekt_that_combine_dimensions_are_split_by_the_insats(kontoplan: Kontoplan) -> None:
    rader = "#PSALDO 0 202601 4600 {} 20\n" + "".join(
        f'#PSALDO 0 202601 4600 {{1 "{k}" 6 "{p}"}} {b}\n'
        for k, p, b in (("1", "P1", 5), ("2", "P1", 7), ("1", "P2", 8))
    )
    utfall = compute_utfall(make(rader, typ="3\n#OMFATTN 20260131"), kontoplan, 2026)
    assert {p.objekt: p.belopp_ore for p in utfall.poster} == {"P1": 1_200, "P2": 800}


def test_objekt_of_two_dimensions_that_disagree_and_no_total_are_refused(kontoplan: Kontoplan) -> None:
    rader = '#PSALDO 0 202601 4600 {1 "100"} 5\n#PSALDO 0 202601 4600 {6 "P2"} 7\n'
    with pytest.raises(UnderlagFel, match="olika per dimension"):
        compute_utfall(make(rader, typ="3\n#OMFATTN 20260131"), kontoplan, 2026)
