"""Where a model meets the data: unit against pot, period against budget year, and sections without a step."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from fordelning.fel import UnderlagFel
from fordelning.modell import Modell
from fordelning.modellkontroll import check_modell, meet
from tests.slump import MED_SPARR, UTAN_SPARR, change_model
from tests.underlag_bygge import Bygge

UNDERLAG = Bygge(20_000_000).add("A", 30_000, 4_000).add("B", 12_000, 2_100).make()


def find_warnings(modell: Modell, budgetar: int = 2026) -> list[str]:
    funna = check_modell(modell, replace(UNDERLAG, budgetar=budgetar))
    assert {a.allvar for a in funna} <= {"varning"}
    return [str(a) for a in funna]


def in_force(fran: date, till: date | None) -> Modell:
    return UTAN_SPARR.model_copy(update={"galler_fran": fran, "galler_till": till})


@pytest.mark.parametrize(
    ("fran", "till"),
    [
        (date(2016, 1, 1), date(2020, 12, 31)),
        (date(2016, 1, 1), date(2026, 6, 30)),
        (date(2026, 7, 1), None),
        (date(2027, 1, 1), None),
        (date(2026, 2, 1), date(2026, 11, 30)),
    ],
)
def test_a_model_that_does_not_hold_all_of_the_budget_year_is_a_warning(fran: date, till: date | None) -> None:
    (varning,) = find_warnings(in_force(fran, till))
    assert "modellen gäller inte 2026" in varning
    assert [str(dag) in varning for dag in (fran, till) if dag and dag.year == 2026] in ([], [True], [True, True])


@pytest.mark.parametrize(
    ("fran", "till"), [(date(2026, 1, 1), date(2026, 12, 31)), (date(2018, 1, 1), None), (date(2018, 5, 1), None)]
)
def test_a_model_that_holds_all_of_the_budget_year_is_no_warning(fran: date, till: date | None) -> None:
    assert find_warnings(in_force(fran, till)) == []


@pytest.mark.parametrize("steg", ["grundtilldelning", "eget_kapital", "sparr", "medfinansiering"])
def test_a_section_whose_step_is_missing_is_a_warning(steg: str) -> None:
    utan = MED_SPARR.model_copy(update={"steg": tuple(s for s in MED_SPARR.steg if s != steg)})
    (varning,) = find_warnings(utan, 2016)
    assert f"avsnitt [{steg}]: steg nämner inte {steg}" in varning


def test_a_unit_above_the_pot_is_an_error_and_equal_to_it_is_none() -> None:
    assert check_modell(change_model(UTAN_SPARR, enhet_kr=20_000_000), UNDERLAG) == ()
    with pytest.raises(UnderlagFel, match=r"nyckel enhet_kr: 20.000.001 kr är mer än ramen, 20.000.000 kr"):
        meet(change_model(UTAN_SPARR, enhet_kr=20_000_001), UNDERLAG)


def test_the_warnings_follow_the_data_once() -> None:
    gammal = in_force(date(2016, 1, 1), date(2020, 12, 31))
    en_gang = meet(gammal, UNDERLAG)
    assert len(en_gang.varningar) == 1
    assert meet(gammal, en_gang).varningar == en_gang.varningar
