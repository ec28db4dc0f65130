"""The control sums and references: verifikationer balance, IB + movements = UB, every konto and year exists."""

from __future__ import annotations

import pytest

from tests.sie.siefil import read, refuse, row_of

NB = "\u00a0"
MINUS = "\u2212"


def without(text: str, *borjan: str) -> str:
    return "".join(f"{rad}\n" for rad in text.splitlines() if not rad.strip().startswith(borjan))


def test_an_unbalanced_verifikation_is_refused(typ4: str) -> None:
    text = without(typ4, "#IB", "#UB", "#RES").replace("#TRANS 7450 {} 50.00", "#TRANS 7450 {} 50.01")
    assert refuse(text) == [
        f"bok.se rad {row_of(text, '#VER A 3')}: verifikation A 3 balanserar inte: summan är 0,01 kr"
    ]


def test_struck_and_added_rows_do_not_count_twice(typ4: str) -> None:
    assert sum(t.belopp_ore for v in read(typ4).verifikationer for t in v.bokforda) == 0


def test_an_added_row_must_be_followed_by_itself(typ4: str) -> None:
    text = typ4.replace('#RTRANS 4600 {"6" "P2"} 300.50', '#RTRANS 4600 {"6" "P2"} 300.00')
    assert refuse(text) == [f"bok.se rad {row_of(text, '#RTRANS')}: #RTRANS följs inte av en likadan #TRANS"]


def test_opening_balance_plus_verifikationer_must_be_the_closing_one(typ4: str) -> None:
    text = typ4.replace("#UB 0 1930 6249.50", "#UB 0 1930 6249.00")
    assert refuse(text) == [
        f"bok.se rad {row_of(text, '#UB 0 1930')}: konto 1930, år 0: IB 5{NB}000,00 + rörelser 1{NB}249,50 = "
        f"6{NB}249,50 kr, men UB är 6{NB}249,00 kr"
    ]


def test_the_years_movements_must_be_the_result(typ3: str) -> None:
    text = typ3.replace("#RES 0 3511 -2000.00", "#RES 0 3511 -2000.01")
    assert refuse(text) == [
        f"bok.se rad {row_of(text, '#RES 0 3511')}: konto 3511, år 0: IB 0,00 + rörelser {MINUS}2{NB}000,00 = "
        f"{MINUS}2{NB}000,00 kr, men RES är {MINUS}2{NB}000,01 kr"
    ]


@pytest.mark.parametrize(
    ("typ", "borta"), [("typ2", "#RES 0 5010"), ("typ3", "#UB 0 1930"), ("typ4", "#RES 0 5010"), ("typ4", "#UB 0 1930")]
)
def test_a_konto_without_a_closing_balance_has_no_control_sum(
    typ: str, borta: str, request: pytest.FixtureRequest
) -> None:
    read(without(request.getfixturevalue(typ), borta))


def test_an_opening_balance_that_is_missing_is_the_closing_one_of_the_year_before(typ4: str) -> None:
    utan_ib = without(typ4, "#IB")
    read(utan_ib)
    assert "IB 5" in refuse(utan_ib.replace("#UB 0 1930 6249.50", "#UB 0 1930 6249.00"))[0]


def test_an_opening_balance_that_is_nowhere_is_not_nought(typ2: str) -> None:
    read(without(typ2, "#IB", "#UB -1"))
    read(without(typ2, "#IB 0 1930"))


def test_a_control_sum_stops_for_no_other_year(typ2: str) -> None:
    text = typ2 + "#IB -1 1930 1.00\n#UB -1 7450 9.00\n#PSALDO -1 202401 1930 {} 3.00\n#RES -1 5010 8.00\n"
    vad = [v.vad for v in read(text).varningar]
    assert any(v.startswith("konto 1930, år -1: IB 1,00 + rörelser 3,00 = 4,00 kr, men UB är") for v in vad)


def test_objekt_rows_are_part_of_the_total_and_not_added_to_it(typ3: str) -> None:
    assert read(typ3).varningar == ()


def test_a_file_without_closing_balances_is_not_summed(typ4: str) -> None:
    assert read(without(typ4, "#IB", "#UB", "#RES")).saldon == ()


def test_verifikationer_and_period_balances_of_one_year_must_agree(typ3: str, typ4: str) -> None:
    perioder = "".join(f"{rad}\n" for rad in typ3.splitlines() if rad.startswith("#PSALDO") and "{}" in rad)
    text = typ4.replace("#VER A 1", perioder + "#VER A 1")
    assert len(read(text).periodsaldon) == 9
    text = text.replace("#PSALDO 0 202503 7450 {} 50.00", "#PSALDO 0 202503 7450 {} 60.00")
    (funnet,) = refuse(text)
    assert funnet.endswith("konto 7450, år 0: #PSALDO är i summa 60,00 kr men verifikationerna 50,00 kr")


def test_an_objekt_that_is_not_declared_is_a_warning_once(typ4: str) -> None:
    text = without(typ4, '#OBJEKT 6 "P1"', "#DIM 20", "#OBJEKT 20")
    assert [(v.plats, v.vad) for v in read(text).varningar] == [
        (
            f"bok.se rad {row_of(text, '{20')}",
            "objekt «0180» i dimension 20 är inte deklarerat med #OBJEKT (och 1 till av samma slag, rad "
            f"{row_of(text, '600.00')})",
        ),
        (f"bok.se rad {row_of(text, '{20')}", "dimension 20 är inte deklarerad med #DIM"),
    ]


@pytest.mark.parametrize("rad", ["#PSALDO 0 202501 3511", "#PBUDGET 0 202501 4600"])
def test_a_period_outside_its_year_is_skipped_and_told_once_with_nothing_that_follows(typ2: str, rad: str) -> None:
    ny = rad.replace("0 2025", "0 2024")
    text = f"{typ2}{ny} {{}} 1.00\n{ny.replace('202401', '202402')} {{}} 1.00\n"
    assert [v.vad for v in read(text).varningar] == [
        f"perioden 202401 ligger inte i räkenskapsår 0 (och 1 till av samma slag, rad {len(text.splitlines())})"
    ]


def test_a_period_of_the_year_that_is_read_under_another_year_number_is_refused(typ2: str) -> None:
    text = f"{typ2}#PSALDO -1 202504 3511 {{}} -1.00\n"
    assert refuse(text) == [f"bok.se rad {len(text.splitlines())}: perioden 202504 ligger inte i räkenskapsår -1"]
    text = typ2.replace("#PBUDGET 0 202501", "#PBUDGET -1 202501")
    assert [v.vad for v in read(text).varningar] == ["perioden 202501 ligger inte i räkenskapsår -1"]


def test_a_verifikation_outside_every_year_is_refused(typ4: str) -> None:
    text = without(typ4, "#UB", "#RES", "#IB").replace("#VER A 3 20250331", "#VER A 3 20260331")
    rad = row_of(text, "#VER A 3")
    assert refuse(text) == [f"bok.se rad {rad}: verifikationsdatum 2026-03-31 ligger inte i något räkenskapsår"]


@pytest.mark.parametrize("post", ["#IB 0 1930 1", "#PSALDO 0 202501 1930 {} 1"])
def test_the_same_balance_twice_is_refused(typ2: str, post: str) -> None:
    text = f"{typ2}{post}\n"
    etikett, forst = post.split()[0], row_of(text, post.rsplit(" ", 1)[0])
    sista = len(text.splitlines())
    assert f"bok.se rad {sista}: {etikett} för samma sak står redan på rad {forst}" in refuse(text)


def test_a_year_that_was_not_closed_before_is_a_warning(typ4: str) -> None:
    text = typ4.replace("#UB -1 2010 -5000.00", "#UB -1 2010 -4000.00")
    assert [v.vad for v in read(text).varningar] == [
        f"UB och RES för år -1 är tillsammans 1{NB}000,00 kr, inte 0",
        f"konto 2010: IB år 0 är {MINUS}5{NB}000,00 kr men UB år -1 är {MINUS}4{NB}000,00 kr",
    ]


def test_the_same_verifikation_number_twice_is_a_warning(typ4: str) -> None:
    assert [v.vad for v in read(typ4.replace("#VER A 2", "#VER A 1")).varningar] == [
        "verifikation A 1 finns mer än en gång"
    ]


def test_records_of_another_type_are_read_with_a_warning(typ4: str) -> None:
    fil = read(typ4.replace("#SIETYP 4", "#SIETYP 3"))
    assert len(fil.verifikationer) == 3
    assert "#VER hör inte hemma i en fil av typ 3, men lästes" in [v.vad for v in fil.varningar]


def test_an_added_row_with_another_day_or_text_is_a_warning(typ4: str) -> None:
    for tillagg in (" 20250301", ' 20250228 "ny text"', ' "" "" 3'):
        gammal = '#RTRANS 4600 {"6" "P2"} 300.50'
        fil = read(typ4.replace(gammal, gammal + tillagg))
        assert [v.vad for v in fil.varningar] == ["#RTRANS följs inte av en likadan #TRANS"]
        assert [v.bokforda for v in fil.verifikationer] == [v.bokforda for v in read(typ4).verifikationer]


def test_added_rows_without_their_booked_ones_are_refused_although_the_rest_balances(typ4: str) -> None:
    rader = "#RTRANS 1930 {} 1.00\n#RTRANS 3511 {} -1.00\n"
    text = without(typ4, "#UB", "#RES").replace("   #TRANS 7450 {} 50.00\n", f"   #TRANS 7450 {{}} 50.00\n{rader}")
    assert len(refuse(text)) == 1
