"""Outcome and budget per head, month, insats and finansiär, from every kind of file; a budget written as SIE."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date

import pytest

from fordelning.bokforing import (
    Budgethuvud,
    Kontoplan,
    Sierad,
    Utfall,
    Utfallspost,
    compute_budget,
    compute_utfall,
    make_budget_sie,
    make_budgetrad,
)
from fordelning.fel import UnderlagFel
from fordelning.sie import Dimension, Objekt, SieFil, Uppgift, encode_sie, parse_sie

PER_INSATS = (
    Utfallspost("administration", None, 2025, 3, "", 25_000),
    Utfallspost("insatser", None, 2025, 2, "P1", 60_000),
    Utfallspost("insatser", None, 2025, 2, "P2", 30_050),
    Utfallspost("insatser", None, 2025, 3, "P1", 45_000),
    Utfallspost("intakter", "kommun", 2025, 1, "0180", 100_000),
    Utfallspost("intakter", "stat", 2025, 1, "", 200_000),
    Utfallspost("revision", None, 2025, 3, "", 5_000),
    Utfallspost("styrelse", None, 2025, 3, "", 10_000),
)


def read(text: str, namn: str = "bok.se") -> SieFil:
    return parse_sie(text.encode("cp437"), namn)


def refuse(fil: SieFil, kontoplan: Kontoplan, budgetar: int = 2025) -> list[str]:
    with pytest.raises(UnderlagFel) as fel:
        compute_utfall(fil, kontoplan, budgetar)
    return [f"{a.plats}: {a.vad}" for a in fel.value.anmarkningar]


def test_outcome_of_verifikationer_is_per_insats_and_party(typ4: str, kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(read(typ4), kontoplan, 2025)
    assert utfall == Utfall(2025, "verifikationer", PER_INSATS, 500_000)


def test_outcome_of_period_balances_per_objekt_is_the_same(typ3: str, kontoplan: Kontoplan) -> None:
    assert compute_utfall(read(typ3), kontoplan, 2025) == Utfall(2025, "periodsaldon", PER_INSATS, 500_000)


def test_outcome_without_objekt_is_per_konto(typ2: str, kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(read(typ2), kontoplan, 2025)
    assert {p.objekt for p in utfall.poster} == {""}
    assert utfall.compute_sum("administration") == 70_000
    assert utfall.compute_sum("insatser") == 90_050


def test_outcome_of_an_import_file_goes_by_its_dates(typ4i: str, kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(read(typ4i, "bok.si"), kontoplan, 2025)
    assert utfall == Utfall(2025, "verifikationer", PER_INSATS, None)


@pytest.mark.parametrize("typ", ["typ2", "typ3", "typ4"])
def test_income_and_costs_are_positive_and_sum_to_the_years_result(
    typ: str, kontoplan: Kontoplan, request: pytest.FixtureRequest
) -> None:
    fil = read(request.getfixturevalue(typ))
    utfall = compute_utfall(fil, kontoplan, 2025)
    assert (utfall.intakter_ore, utfall.kostnader_ore) == (300_000, 175_050)
    assert utfall.compute_sum("intakter", finansiar="kommun") == 100_000
    assert utfall.kostnader_ore - utfall.intakter_ore == sum(s.belopp_ore for s in fil.saldon if s.slag == "RES")


def test_a_cost_with_an_insats_stays_on_its_head_when_the_kontoplan_says_so(typ4: str, kontoplan: Kontoplan) -> None:
    dimensioner = kontoplan.dimensioner.model_copy(update={"kostnad_med_insats_ar_insats": False})
    utfall = compute_utfall(read(typ4), kontoplan.model_copy(update={"dimensioner": dimensioner}), 2025)
    assert Utfallspost("administration", None, 2025, 3, "P1", 45_000) in utfall.poster


def test_konton_outside_the_kontoplan_are_refused_all_at_once(typ4: str, kontoplan: Kontoplan) -> None:
    text = typ4.replace(" 7450 ", " 9450 ").replace(" 5010 ", " 8010 ")
    assert refuse(read(text), kontoplan) == [
        "bok.se, konto 8010 (Arvoden): kontot finns inte i kontoplan.toml; 100.00 kr hör till okänt budgethuvud",
        "bok.se, konto 9450 (Revision): kontot finns inte i kontoplan.toml; 50.00 kr hör till okänt budgethuvud",
    ]


def test_a_file_of_another_year_is_refused(typ4: str, kontoplan: Kontoplan) -> None:
    assert refuse(read(typ4), kontoplan, 2026) == ["bok.se: filen gäller inte 2026"]


def test_a_year_without_months_is_refused(typ4: str, kontoplan: Kontoplan) -> None:
    assert refuse(read(typ4), kontoplan, 2024) == [
        "bok.se: filen har varken verifikationer eller periodsaldon för 2024"
    ]


def test_another_currency_is_refused(typ4: str, kontoplan: Kontoplan) -> None:
    fil = replace(read(typ4), uppgifter=(Uppgift("VALUTA", ("EUR",)),))
    assert refuse(fil, kontoplan) == ["bok.se: filens valuta är EUR"]


def test_a_row_dated_in_another_year_counts_in_the_month_of_its_verifikation(typ4: str, kontoplan: Kontoplan) -> None:
    text = typ4.replace("600.00 20250228", "600.00 20240228")
    utfall = compute_utfall(read(text), kontoplan, 2025)
    assert utfall.poster == PER_INSATS
    assert len(utfall.varningar) == 1


def test_a_row_with_its_own_date_counts_in_that_month(typ4: str, kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(read(typ4.replace("600.00 20250228", "600.00 20250401")), kontoplan, 2025)
    assert Utfallspost("insatser", None, 2025, 4, "P1", 60_000) in utfall.poster


def test_objekt_without_the_kontos_own_record_are_summed_with_a_warning(typ3: str, kontoplan: Kontoplan) -> None:
    fil = read(typ3)
    fil = replace(fil, periodsaldon=tuple(p for p in fil.periodsaldon if p.konto != "4600" or p.objekt))
    utfall = compute_utfall(fil, kontoplan, 2025)
    assert utfall.poster == PER_INSATS
    assert [v.vad for v in utfall.varningar] == [
        "konto 4600, 202502: kontots egen post saknas, objektens summa 900.50 kr används"
    ]


HUVUD = Budgethuvud("Samordningsförbundet – Väst", 2026, date(2025, 11, 28), "222000-1234")
DIMENSIONER = (Dimension(6, "Insats"), Dimension(20, "Motpart"))
OBJEKT = (Objekt(6, "P1", "Ung på väg"), Objekt(6, "P2", "Kraft"), Objekt(20, "0180", "Stockholm"))


def make_rows(kontoplan: Kontoplan) -> list[Sierad]:
    """A budget of every head in every month."""
    rader = []
    for manad in range(1, 13):
        period = f"2026{manad:02d}"
        rader += [
            make_budgetrad(kontoplan, "styrelse", period, 1_000_00 + manad),
            make_budgetrad(kontoplan, "administration", period, 20_000_33),
            make_budgetrad(kontoplan, "revision", period, 500_00 * (manad == 3)),
            make_budgetrad(kontoplan, "insatser", period, 70_000_00, objekt="P1"),
            make_budgetrad(kontoplan, "insatser", period, 30_000_01, objekt="P2"),
            make_budgetrad(kontoplan, "insatser", period, 5_000_00),
            make_budgetrad(kontoplan, "intakter", period, 60_000_00, "stat"),
            make_budgetrad(kontoplan, "intakter", period, 30_000_00, "region"),
            make_budgetrad(kontoplan, "intakter", period, 30_000_00, "kommun", "0180"),
        ]
    return rader


def test_a_budget_written_and_read_back_is_the_same_per_head_month_and_insats(kontoplan: Kontoplan) -> None:
    fil = make_budget_sie(HUVUD, make_rows(kontoplan), kontoplan.budgetkonton, "3", DIMENSIONER, OBJEKT)
    last = parse_sie(encode_sie(fil, "budget.se"), "budget.se")
    assert last == fil
    assert last.varningar == ()
    budget = compute_budget(last, kontoplan, 2026)
    insatser = {(p.manad, p.objekt): p.belopp_ore for p in budget.poster if p.huvud == "insatser"}
    assert [insatser[5, objekt] for objekt in ("P1", "P2", "")] == [70_000_00, 30_000_01, 5_000_00]
    assert budget.compute_sum("styrelse") == 12 * 1_000_00 + 78
    assert budget.compute_sum("revision") == 500_00
    assert budget.intakter_ore == 12 * 120_000_00
    assert {p.objekt for p in budget.poster if p.finansiar == "kommun"} == {"0180"}


def test_in_type_2_the_budget_is_per_konto(kontoplan: Kontoplan) -> None:
    fil = make_budget_sie(HUVUD, make_rows(kontoplan), kontoplan.budgetkonton, "2", DIMENSIONER, OBJEKT)
    assert parse_sie(encode_sie(fil, "budget.se"), "budget.se") == fil
    assert (fil.objekt, fil.dimensioner) == ((), ())
    assert compute_budget(fil, kontoplan, 2026).compute_sum("insatser") == 12 * 105_000_01


def test_income_is_credit_in_the_file(kontoplan: Kontoplan) -> None:
    fil = make_budget_sie(HUVUD, make_rows(kontoplan), kontoplan.budgetkonton, "2")
    assert "#PBUDGET 0 202601 3511 {} -60000.00\n" in encode_sie(fil, "b.se").decode("cp437")


def test_the_budget_file_does_not_depend_on_the_order_of_the_rows(kontoplan: Kontoplan) -> None:
    rader, konton = make_rows(kontoplan), kontoplan.budgetkonton
    fil = make_budget_sie(HUVUD, rader, konton, "3", DIMENSIONER, OBJEKT)
    random.Random(1).shuffle(rader)
    assert make_budget_sie(HUVUD, rader, konton, "3", DIMENSIONER, OBJEKT) == fil


def test_objekt_that_cancel_out_keep_the_total_of_their_konto(kontoplan: Kontoplan) -> None:
    rader = [make_budgetrad(kontoplan, "insatser", "202601", b, objekt=o) for b, o in ((100, "P1"), (-100, ""))]
    fil = make_budget_sie(HUVUD, rader, kontoplan.budgetkonton, "3", DIMENSIONER, OBJEKT)
    poster = {p.objekt: p.belopp_ore for p in compute_budget(fil, kontoplan, 2026).poster}
    assert poster == {"P1": 100, "": -100}


def test_typographic_characters_are_replaced_with_a_warning(kontoplan: Kontoplan) -> None:
    fil = make_budget_sie(HUVUD, make_rows(kontoplan), kontoplan.budgetkonton, "2")
    assert fil.foretagsnamn == "Samordningsförbundet - Väst"
    assert [v.vad.split(":")[0] for v in fil.varningar] == [
        "«Samordningsförbundet – Väst» skrivs «Samordningsförbundet - Väst»"
    ]


def test_rows_that_point_to_nothing_are_refused_all_at_once(kontoplan: Kontoplan) -> None:
    rader = [
        Sierad("4600", "202513", 1),
        Sierad("4999", "202601", 1),
        Sierad("4600", "202601", 1, ((6, "P9"),)),
        Sierad("4600", "202601", 1, ((6, "P1"), (20, "0180"))),
    ]
    with pytest.raises(UnderlagFel) as fel:
        make_budget_sie(HUVUD, rader, kontoplan.budgetkonton, "3", DIMENSIONER, OBJEKT)
    assert [a.vad for a in fel.value.anmarkningar] == [
        "perioden 202513 ligger inte i 2026",
        "konto 4999 har inget namn",
        "objekt «P9» i dimension 6 har inget namn",
        "raden för konto 4600, 202601, har 2 objekt",
    ]


def test_a_file_without_budget_is_refused(typ4: str, kontoplan: Kontoplan) -> None:
    with pytest.raises(UnderlagFel, match="ingen periodbudget"):
        compute_budget(read(typ4), kontoplan, 2025)
