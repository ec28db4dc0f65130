"""The budget as a SIE file, and a SIE file's outcome on the budget's rows."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fordelning.bokforing import INTAKTER, KOSTNADER, compute_utfall, read_kontoplan
from fordelning.budget.bokforing import fill_from_books
from fordelning.budget.poster import Budget
from fordelning.budget.siefil import make_sie
from fordelning.platser import find_modeller
from fordelning.sie import (
    Dimension,
    Konto,
    Objekt,
    Rakenskapsar,
    Saldo,
    SieFil,
    Transaktion,
    Verifikation,
    encode_sie,
    parse_sie,
)
from tests.budget_bygge import HELT, UTAN_REGION, make_budget

KONTOPLAN = read_kontoplan(find_modeller() / "kontoplan.toml")


def write(budget: Budget) -> SieFil:
    """The budget as it is read back from its SIE file."""
    fil = make_sie(budget, KONTOPLAN, date(2026, 1, 2))
    last = parse_sie(encode_sie(fil, "b.se"), "b.se")
    assert last == fil
    return last


@pytest.mark.parametrize("kod", [HELT, UTAN_REGION])
def test_the_budget_is_read_back_from_sie_head_by_head_and_month_by_month(kod: str) -> None:
    budget = make_budget(kod)
    totaler = {(p.konto, p.period): p.belopp_ore for p in write(budget).periodbudget if not p.objekt}
    for huvud in (*INTAKTER, *KOSTNADER):
        rader = [rad.manader_kr for rad in budget.rader if rad.huvud == huvud]
        konto, tecken = KONTOPLAN.find_budgetkonto(huvud).nr, 100 if huvud in KOSTNADER else -100
        arets = [totaler.get((konto, f"2026{m:02d}"), 0) for m in range(1, 13)]
        assert arets == [tecken * sum(kr) for kr in zip(*rader, strict=True)]


@pytest.mark.parametrize("kod", [HELT, UTAN_REGION])
def test_every_insats_and_party_has_its_own_budget_in_the_file(kod: str) -> None:
    budget = make_budget(kod)
    fil = write(budget)
    i_filen = {(*p.objekt[0], p.period): p.belopp_ore for p in fil.periodbudget if p.objekt and p.konto != "3512"}
    for rad in budget.rader:
        dimension, tecken = (20, -100) if rad.ar_intakt else (6, 100)
        if rad.huvud in ("kommun", "insatser") and rad.kod != "INSATS-EJ-FORDELAT":
            for m, kr in enumerate(rad.manader_kr, 1):
                assert i_filen.get((dimension, rad.kod.partition("-")[2], f"2026{m:02d}"), 0) == tecken * kr
    assert {(o.dimension, o.objektnr) for o in fil.objekt} >= {(d, nr) for d, nr, _ in i_filen}


def test_income_is_credit_in_the_file() -> None:
    assert b"#PBUDGET 0 202601 3511 {} -" in encode_sie(write(make_budget(HELT)), "b.se")


def test_typographic_characters_are_replaced_with_a_warning() -> None:
    budget = make_budget(HELT)
    budget = replace(budget, underlag=replace(budget.underlag, namn="Förbundet – Väst"))
    fil = make_sie(budget, KONTOPLAN, date(2026, 1, 2))
    assert fil.foretagsnamn == "Förbundet - Väst"
    assert [v.vad.split(":")[0] for v in fil.varningar] == ["«Förbundet – Väst» skrivs «Förbundet - Väst»"]


def make_books(*rader: tuple[str, str, int], manad: int = 2, ib_ore: int | None = None) -> SieFil:
    """Books with one verifikation: (konto, "dimension:objekt" or "", öre), balanced on the bank."""
    transaktioner = [
        Transaktion(konto, ore, ((int(objekt.split(":")[0]), objekt.split(":")[1]),) if objekt else ())
        for konto, objekt, ore in rader
    ]
    transaktioner.append(Transaktion("1940", -sum(ore for _, _, ore in rader)))
    namngivna = sorted({tuple(objekt.split(":")) for _, objekt, _ in rader if objekt})
    konton = sorted({t.konto for t in transaktioner} | {"2010"})
    saldon = () if ib_ore is None else (Saldo("IB", 0, "1940", ib_ore), Saldo("IB", 0, "2010", -ib_ore))
    return SieFil(
        "4E",
        "Förbundet",
        (Rakenskapsar(0, date(2026, 1, 1), date(2026, 12, 31)),),
        dimensioner=(Dimension(6, "Insats"), Dimension(20, "Motpart")),
        objekt=tuple(Objekt(int(d), o, o) for d, o in namngivna),
        konton=tuple(Konto(k, k) for k in konton),
        saldon=saldon,
        verifikationer=(Verifikation("A", "1", date(2026, manad, 15), rader=tuple(transaktioner)),),
    )


def test_outcome_lands_on_the_rows_of_insatser_and_parties() -> None:
    bok = make_books(
        ("5010", "", 12_345),
        ("4600", "6:I1", 200_050),
        ("3511", "", -500_000),
        ("3512", "20:R2", -70_000),
        ("3513", "20:A3", -40_000),
    )
    ifyllt, varningar = fill_from_books(compute_utfall(bok, KONTOPLAN, 2026), make_budget(HELT))
    assert varningar == ()
    februari = {kod: varden[1] for kod, varden in ifyllt.utfall.items()}
    assert februari == {"STYRELSE": 123, "INSATS-I1": 2_001, "STAT": 5_000, "REGION-R2": 700, "KOMMUN-A3": 400}
    assert ifyllt.utfall["STAT"] == (0, 5_000, *[None] * 10)


def test_what_has_no_row_of_its_own_is_placed_and_told() -> None:
    bok = make_books(("4600", "6:X9", 1_000), ("3513", "", -2_000))
    ifyllt, varningar = fill_from_books(compute_utfall(bok, KONTOPLAN, 2026), make_budget(HELT))
    assert {kod: varden[1] for kod, varden in ifyllt.utfall.items()} == {
        "STAT": 0,
        "INSATS-EJ-FORDELAT": 10,
        "KOMMUN-A1": 20,
    }
    assert sorted(v.vad for v in varningar) == [
        "insatskostnader med objektet «X9» läggs på INSATS-EJ-FORDELAT",
        "intäkter från kommun med objektet «» läggs på KOMMUN-A1",
    ]


def test_books_that_begin_with_another_eget_kapital_are_told() -> None:
    bok = make_books(("5010", "", 100), ib_ore=12_345_600)
    _, varningar = fill_from_books(compute_utfall(bok, KONTOPLAN, 2026), make_budget(HELT))
    assert [v.vad for v in varningar] == [
        "ingående eget kapital är 123\u00a0456 kr i böckerna, 700\u00a0000 kr i underlaget"
    ]


def test_the_file_is_the_same_for_the_same_day() -> None:
    forsta, andra = (encode_sie(make_sie(make_budget(HELT), KONTOPLAN, date(2026, 1, 2)), "b.se") for _ in range(2))
    assert forsta == andra
