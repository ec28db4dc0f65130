"""Outcome per head, month, insats and party, from every kind of file."""

from __future__ import annotations

from dataclasses import replace

import pytest

from fordelning.bokforing import INTAKTER, KOSTNADER, Huvud, Kontoplan, Utfall, Utfallspost, compute_utfall
from fordelning.fel import UnderlagFel
from fordelning.sie import SieFil, Uppgift
from tests.sie.siefil import read

PER_INSATS = (
    Utfallspost("administration", 3, "", 25_000),
    Utfallspost("insatser", 2, "P1", 60_000),
    Utfallspost("insatser", 2, "P2", 30_050),
    Utfallspost("insatser", 3, "P1", 45_000),
    Utfallspost("kommun", 1, "0180", 100_000),
    Utfallspost("revision", 3, "", 5_000),
    Utfallspost("stat", 1, "", 200_000),
    Utfallspost("styrelse", 3, "", 10_000),
)


def add(utfall: Utfall, *huvuden: Huvud) -> int:
    """The sum of some heads, öre."""
    return sum(p.belopp_ore for p in utfall.poster if p.huvud in huvuden)


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
    assert add(utfall, "administration") == 70_000
    assert add(utfall, "insatser") == 90_050


def test_outcome_of_an_import_file_goes_by_its_dates(typ4i: str, kontoplan: Kontoplan) -> None:
    utfall = compute_utfall(read(typ4i, "bok.si"), kontoplan, 2025)
    assert utfall == Utfall(2025, "verifikationer", PER_INSATS, None)


@pytest.mark.parametrize("typ", ["typ2", "typ3", "typ4"])
def test_income_and_costs_are_positive_and_sum_to_the_years_result(
    typ: str, kontoplan: Kontoplan, request: pytest.FixtureRequest
) -> None:
    fil = read(request.getfixturevalue(typ))
    utfall = compute_utfall(fil, kontoplan, 2025)
    intakter, kostnader = add(utfall, *INTAKTER), add(utfall, *KOSTNADER)
    assert (intakter, kostnader) == (300_000, 175_050)
    assert add(utfall, "kommun") == 100_000
    assert kostnader - intakter == sum(s.belopp_ore for s in fil.saldon if s.slag == "RES")


def test_a_cost_with_an_insats_stays_on_its_head_when_the_kontoplan_says_so(typ4: str, kontoplan: Kontoplan) -> None:
    dimensioner = kontoplan.dimensioner.model_copy(update={"kostnad_med_insats_ar_insats": False})
    utfall = compute_utfall(read(typ4), kontoplan.model_copy(update={"dimensioner": dimensioner}), 2025)
    assert Utfallspost("administration", 3, "P1", 45_000) in utfall.poster


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
    assert Utfallspost("insatser", 4, "P1", 60_000) in utfall.poster


def test_objekt_without_the_kontos_own_record_are_summed_with_a_warning(typ3: str, kontoplan: Kontoplan) -> None:
    fil = read(typ3)
    fil = replace(fil, periodsaldon=tuple(p for p in fil.periodsaldon if p.konto != "4600" or p.objekt))
    utfall = compute_utfall(fil, kontoplan, 2025)
    assert utfall.poster == PER_INSATS
    assert [v.vad for v in utfall.varningar] == [
        "konto 4600, 202502: kontots egen post saknas, objektens summa 900.50 kr används"
    ]
