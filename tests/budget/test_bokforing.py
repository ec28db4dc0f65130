"""The budget as a SIE file, and a SIE file's outcome on the budget's rows."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from fordelning.bokforing import compute_budget, compute_utfall, read_kontoplan
from fordelning.budget.bokforing import fill_from_books, make_sie
from fordelning.budget.poster import Huvud
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
    read_sie,
    write_sie,
)
from tests.budget_bygge import HELT, UTAN_REGION, make_budget

KONTOPLAN = read_kontoplan(find_modeller() / "kontoplan.toml")
HUVUDEN: tuple[Huvud, ...] = ("styrelse", "administration", "revision", "insatser")


def test_the_budget_is_read_back_from_sie_head_by_head_and_month_by_month(tmp_path: Path) -> None:
    budget = make_budget(HELT)
    write_sie(make_sie(budget, KONTOPLAN, date(2026, 1, 2)), tmp_path / "b.se")
    last = compute_budget(read_sie(tmp_path / "b.se"), KONTOPLAN, 2026)
    for huvud in HUVUDEN:
        assert last.compute_sum(huvud) == 100 * budget.compute_sum(huvud)  # type: ignore[arg-type]
    assert last.intakter_ore == 100 * budget.budgetaret.intakter_kr
    insatser = {(p.objekt, p.manad): p.belopp_ore for p in last.poster if p.huvud == "insatser"}
    for rad in budget.rader:
        if rad.kod.startswith("INSATS-"):
            for manad, kr in enumerate(rad.manader_kr, 1):
                assert insatser.get((rad.kod.removeprefix("INSATS-"), manad), 0) == 100 * kr


def test_the_budget_of_several_parties_names_each_of_them() -> None:
    for kod in (HELT, UTAN_REGION):
        budget = make_budget(kod)
        last = compute_budget(make_sie(budget, KONTOPLAN, date(2026, 1, 2)), KONTOPLAN, 2026)
        for f in budget.finansiarer:
            if f.part in ("region", "kommun"):
                motpart = f.kod.partition("-")[2]
                poster = [p for p in last.poster if p.finansiar == f.part and p.objekt == motpart]
                assert sum(p.belopp_ore for p in poster) == 100 * f.belopp_kr


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
    fil = make_sie(make_budget(HELT), KONTOPLAN, date(2026, 1, 2))
    data = encode_sie(fil, "b.se")
    assert data == encode_sie(make_sie(make_budget(HELT), KONTOPLAN, date(2026, 1, 2)), "b.se")
    assert parse_sie(data, "b.se") == fil
