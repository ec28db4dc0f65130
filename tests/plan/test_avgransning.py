"""From rows to a problem: what is missing is said, what is left out is told, and nothing is guessed."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fordelning.begrepp import Insats, Planering
from fordelning.fel import UnderlagFel
from fordelning.metod import read_insatsplan
from fordelning.modell import EgetKapital, Trappsteg
from fordelning.plan.avgransning import make_problem, make_problems
from fordelning.platser import find_modeller
from tests.plan.provdata import (
    KALLA,
    TRAPPA,
    ar,
    effekt,
    insats,
    make_metod,
    make_random_problem,
    make_underlag,
    problem_of,
)


def test_the_shipped_method_is_the_one_in_the_contract() -> None:
    metod = read_insatsplan(find_modeller() / "insatsplan.toml")
    assert metod.diskontering_andel == 0.03 and metod.heltal is False and metod.antagande is True
    assert [(s.bredd_andel, s.lutning) for s in metod.segment] == [(0.05, 1.0), (0.1, 0.7), (None, 0.4)]


def test_the_last_known_planning_row_holds_on_and_it_is_said() -> None:
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], [ar(2026, 1e6, 1e5), ar(2027, 2e6, 2e5)], {"g": 9})
    p = problem_of(underlag, antal_ar=4)
    assert p.bidrag_kr.tolist() == [1e6, 2e6, 2e6, 2e6] and p.administration_kr.tolist() == [1e5, 2e5, 2e5, 2e5]
    assert p.notiser == ("Planeringsrad saknas för 2028, 2029: raden för 2027 gäller vidare.",)


def test_years_without_contributions_take_the_allocations_total() -> None:
    planering = [ar(2026, 1e6), Planering("F1", 2027, 0, 0, 0, 1)]
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], planering, {"g": 9})
    (p,) = make_problems(underlag, _modell(None), make_metod(), {"F1": 3e6}, 2)  # type: ignore[arg-type]
    assert p.bidrag_kr.tolist() == [1e6, 3e6]


@pytest.mark.parametrize(
    ("manader", "fjol_kr", "bidrag_kr", "sags"),
    [
        (6, 1, None, "upphör under 2026, och planens senare år gäller inte"),
        (6, 0, None, "finns 6 månader 2026, och senare år har samma bidrag, för en del av ett år"),
        (6, 0, 2e6, ""),
        (12, 1, None, ""),
        (None, 1, None, ""),
    ],
)
def test_a_forbund_that_is_there_a_part_of_the_year_is_told_what_its_later_years_are(
    manader: int | None, fjol_kr: int, bidrag_kr: float | None, sags: str
) -> None:
    planering = [ar(2026, 1e6), Planering("F1", 2027, 0, 0, 0, 1, bidrag_kr)]
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], planering, {"g": 9})
    forbund = tuple(replace(f, manader=manader, tilldelning_fjol_kr=fjol_kr) for f in underlag.forbund)
    flera, ett = (
        make_problem(replace(underlag, forbund=forbund), _modell(None), make_metod(), "F1", 3e6, n)  # type: ignore[arg-type]
        for n in (2, 1)
    )
    assert len(flera.notiser) == bool(sags) and sags in "".join(flera.notiser) and ett.notiser == ()


def test_everything_that_is_missing_is_said_at_once() -> None:
    underlag = make_underlag(
        [insats("A", minst=9, hogst=5)], [effekt("A", "g", None)], [Planering("F1", 2026, 0, 0, 0, 1)], {"g": 9}
    )
    with pytest.raises(UnderlagFel) as fel:
        make_problem(underlag, _modell(None), make_metod(), "F1", None)  # type: ignore[arg-type]
    assert [a.vad for a in fel.value.anmarkningar] == [
        "F1 saknar bidrag_kr",
        "F1 A g saknar effekt_andel",
        "F1 A: minst_antal är större än hogst_antal",
    ]


def test_an_unknown_förbund_or_a_first_year_without_a_row_is_refused() -> None:
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], [ar(2027, 1e6)], {"g": 9})
    with pytest.raises(UnderlagFel, match="F1 saknar rad för 2026"):
        problem_of(underlag)
    with pytest.raises(UnderlagFel, match="«F9» finns inte"):
        make_problems(underlag, _modell(None), make_metod(), {}, 1, ("F9",))  # type: ignore[arg-type]


def test_only_the_groups_with_an_effect_are_taken_in_and_an_empty_group_stands_for_the_rest() -> None:
    underlag = make_underlag(
        [insats("A"), insats("B")],
        [effekt("A", "g2", 0.1), effekt("B", None, 0.3), effekt("B", "g2", 0.5)],
        [ar(2026, 1e6)],
        {"g1": 5.0, "g2": 5.0, "g3": 5.0},
    )
    p = problem_of(underlag)
    assert p.tar_emot.tolist() == [[False, True, False], [True, True, True]]
    assert p.effekt_andel.tolist() == [[0.0, 0.1, 0.0], [0.3, 0.5, 0.3]]


def test_what_gives_nothing_and_what_cannot_be_in_the_plan_is_told() -> None:
    underlag = make_underlag(
        [insats("A"), insats("B", fran_ar=2020, till_ar=2025)],
        [effekt("B", "g", 0.2)],
        [ar(2026, 1e6)],
        {"g": 5.0},
    )
    assert problem_of(underlag).notiser == (
        "Insatsen Insats A saknar rad i effekter.csv: den kan ta emot ur alla målgrupper, men ger ingen nytta.",
        "Insatsen Insats B ligger utanför planens år.",
    )


def test_the_trappa_sets_each_years_reasonable_level() -> None:
    regel = EgetKapital(
        trappa=(Trappsteg(andel=0.3, upp_till_kr=5_000_000), Trappsteg(andel=0.2)),
        statens_andel_av_overskott=0.5,
        kalla=KALLA,
    )
    underlag = make_underlag([insats("A")], [effekt("A", "g", 0.2)], [ar(2026, 5e6), ar(2027, 6e6)], {"g": 9})
    p = problem_of(underlag, antal_ar=2, regel=regel)
    assert p.rimlig_niva_kr.tolist() == [1_500_000, 1_200_000] and p.avdrag_andel == 1
    assert np.isinf(problem_of(underlag, antal_ar=2).rimlig_niva_kr).all()


@pytest.mark.parametrize(
    ("fran", "steg", "vantat"),
    [
        (None, (1.0, 0.75), [1.0, 0.75, 0.75]),
        (2024, (1.0, 0.75, 0.5), [0.5, 0.5, 0.5]),
        (2027, (1.0, 0.5), [1.0, 1.0, 0.5]),
        (2026, (), [1.0, 1.0, 1.0]),
    ],
)
def test_financing_steps_down_from_the_first_year(
    fran: int | None, steg: tuple[float, ...], vantat: list[float]
) -> None:
    rad: Insats = insats("A", fran_ar=fran, trappning=steg)
    underlag = make_underlag([rad], [effekt("A", "g", 0.2)], [ar(2026, 1e6)], {"g": 9})
    assert problem_of(underlag, antal_ar=3).trappning.tolist() == [vantat]


def test_a_problem_cannot_be_changed() -> None:
    p = make_random_problem(0)
    with pytest.raises(ValueError, match="read-only"):
        p.behov_antal[0] = 1.0


def _modell(regel: EgetKapital | None) -> object:
    from types import SimpleNamespace

    return SimpleNamespace(eget_kapital=regel or TRAPPA, steg=("eget_kapital",) if regel else ())
