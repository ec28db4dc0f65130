"""What `kapital --utfall` makes of the plan years in budget books: their costs when asked for, else it is told."""

from __future__ import annotations

from pathlib import Path

from fordelning.budgetbok.utfall import list_planned, place_outcomes, read_outcomes
from fordelning.kapital.antaganden import Antaganden, Kostnader
from fordelning.kapital.framskrivning import Framskrivning, roll_forward
from fordelning.rapport.kapital.text import list_roll_assumptions
from tests.budget_bygge import BYGGE, HELT, UTAN_REGION, fill_months, make_grund, write_empty_book
from tests.celler import read_values
from tests.kommando import run

GRUND = make_grund()
FORST = "Böckerna har utfall bara för budgetåret. Planåren 2027–2028 i böcker för 2 förbund används"


def read_total(bok: Path, ar: int) -> float:
    """What Treårsplan says that a year costs, as the book was written."""
    blad = read_values(bok)["Treårsplan"]
    kolumn = blad[3].index(f"Plan {ar}")
    return float(next(rad[kolumn] for rad in blad if rad[0] == "SUMMA-KOSTNADER"))


def write_books(mapp: Path) -> dict[str, dict[int, float]]:
    """The books of two förbund, one of them begun on; what each of their plan years costs."""
    kostar = {}
    for kod in (HELT, UTAN_REGION):
        bok = write_empty_book(mapp / f"{kod}.xlsx", kod)
        kostar[kod] = {ar: read_total(bok, ar) for ar in (2027, 2028)}
    fill_months(mapp / f"{HELT}.xlsx", 3, lambda kod, m: 10_000)
    return kostar


def roll(mapp: Path, kostnader: Kostnader) -> Framskrivning:
    lagen, _ = read_outcomes([str(mapp)], GRUND)
    antaganden = Antaganden(kostnader=kostnader, planerat_kr=list_planned(lagen))
    return roll_forward([place_outcomes(lagen, GRUND)], lambda ar: GRUND.resultat.modell, 4, antaganden)


def test_later_years_cost_what_the_books_plan_when_asked_for_and_else_it_is_told(tmp_path: Path) -> None:
    kostar = write_books(tmp_path)
    plan, konstant = roll(tmp_path, "plan"), roll(tmp_path, "konstant")
    for i, kod in enumerate((HELT, UTAN_REGION)):
        kr = {ar.kapital.ar: float(ar.kapital.kostnader_kr[i]) for ar in plan.ar}
        assert {ar: kr[ar] for ar in (2027, 2028)} == kostar[kod]
        assert kr[2029] == kr[2028]
        assert len({float(ar.kapital.kostnader_kr[i]) for ar in konstant.ar}) == 1
    assert f"{FORST}." in list_roll_assumptions(plan)
    assert f"{FORST} inte; --kostnader plan tar kostnaderna därifrån." in list_roll_assumptions(konstant)


def test_what_the_books_plan_is_asked_for_with_the_books(tmp_path: Path) -> None:
    argument = ["kapital", str(BYGGE.write(tmp_path / "in")), "--kostnader", "plan", "--ut", str(tmp_path / "ut")]
    svar = run(*argument)
    assert svar.exit_code == 2 and "ange dem med --utfall" in svar.output
    (mapp := tmp_path / "bocker").mkdir()
    write_books(mapp)
    svar = run(*argument, "--utfall", mapp)
    assert svar.exit_code == 0 and FORST in svar.output.replace("\n", " "), svar.output
