"""Every constraint, by name, against the rows it is meant to give: tests/golden/lp/<villkor>.lp, money in tkr.

The förbund of these files: F1, 2026–2027, contributions 1 000 and 1 200 tkr, administration 100, eget kapital 900
at the start, lowest 50; a krona of excess over 20 % of contributions takes 1.6 kr the year after. A (individ,
2026–2027, one decision, decided, 75 % of the cost from 2027) and B (individ) take g1 and g2, B does harm in g2; C is
struktur.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fordelning.modell import EgetKapital, Trappsteg
from fordelning.plan.bygge import build, make_program
from fordelning.plan.problem import Problem, put
from fordelning.plan.program import Program, write_lp
from fordelning.plan.villkor import VILLKOR, make_rows
from tests.plan.provdata import KALLA, ar, effekt, insats, make_metod, make_underlag, problem_of

GOLDEN = Path(__file__).parents[1] / "golden" / "lp"


def make_case() -> Problem:
    """A small förbund in which every constraint has at least one row."""
    insatser = [
        insats("A", 100_000, 10_000, 5, 40, fran_ar=2026, till_ar=2027, trappning=(1.0, 0.75), beslutad=True),
        insats("B", 50_000, 20_000, 2, 30),
        insats("C", 200_000, inriktning="struktur"),
    ]
    effekter = [
        effekt("A", "g1", 0.3),
        effekt("A", "g2", 0.2),
        effekt("B", "g1", 0.4),
        effekt("B", "g2", -0.1),
        effekt("C", "g1", None, antal=3),
        effekt("C", None, None, antal=2),
    ]
    planering = [ar(2026, 1_000_000, 100_000, 50_000, 0.1, 0.6), ar(2027, 1_200_000, 100_000, 50_000, 0.1, 0.6)]
    underlag = make_underlag(insatser, effekter, planering, {"g1": 50.0, "g2": 20.0}, 900_000, {"g1": 1.0, "g2": 1.5})
    regel = EgetKapital(trappa=(Trappsteg(andel=0.2),), statens_andel_av_overskott=0.8, kalla=KALLA)
    return problem_of(underlag, make_metod(((0.05, 1.0), (None, 0.4)), 0.03), 2, regel)


@pytest.mark.parametrize("namn", VILLKOR)
def test_each_constraint_gives_exactly_the_rows_in_its_golden_file(namn: str) -> None:
    m = build(make_case())
    rader = [(villkor, rad) for villkor, rad in make_rows(m.problem, m.kolumner) if villkor == namn]
    assert rader, "the example no longer exercises this constraint"
    text = write_lp(make_program(m.kolumner, rader), np.zeros(len(m.nytta)), False)
    assert text == (GOLDEN / f"{namn}.lp").read_text(encoding="utf-8")


@pytest.mark.parametrize(("namn", "maximera"), [("nytta", True), ("kostnad", False), ("preferens", False)])
def test_each_objective_has_the_coefficients_in_its_golden_file(namn: str, maximera: bool) -> None:
    m = build(make_case())
    text = write_lp(make_program(m.kolumner, []), getattr(m, namn), maximera)
    assert text == (GOLDEN / f"mal_{namn}.lp").read_text(encoding="utf-8")


def test_every_constraint_has_a_golden_file_and_every_golden_file_a_constraint() -> None:
    assert {fil.stem for fil in GOLDEN.glob("*.lp")} == {*VILLKOR, "mal_nytta", "mal_kostnad", "mal_preferens"}


def test_every_constraint_says_its_rule_in_words() -> None:
    assert [namn for namn, villkor in VILLKOR.items() if not (villkor.__doc__ or "").strip()] == []


def test_column_and_row_names_never_collide_whatever_the_data_calls_things() -> None:
    insatser = [insats("a b"), insats("a-b"), insats("a_b")]
    effekter = [effekt(kod, "g1", 0.3) for kod in ("a b", "a-b", "a_b")]
    m = build(problem_of(make_underlag(insatser, effekter, [ar(2026, 1e6)], {"g1": 50.0})))
    assert len(set(m.program.kolumnnamn)) == len(m.program.kolumnnamn)
    assert len(set(m.program.radnamn)) == len(m.program.radnamn)


def test_a_program_is_the_same_whatever_was_built_before_it() -> None:
    """Columns are laid out once for all problems that are alike in which there are: no figure may follow with them."""
    p = make_case()
    forst = build(p)
    dyrare, mindre = replace(p, fast_kr=2 * p.fast_kr), replace(p, behov_antal=p.behov_antal / 2)
    utan_en = replace(p, kan_koras=put(p.kan_koras, 1, False))
    lika = [build(q).kolumner.namn is forst.kolumner.namn for q in (dyrare, mindre, utan_en)]
    assert lika == [True, True, False]
    sist = build(p)
    for falt in ("nytta", "kostnad", "preferens"):
        assert np.array_equal(getattr(forst, falt), getattr(sist, falt))
    for falt in Program.__dataclass_fields__:
        assert np.array_equal(getattr(forst.program, falt), getattr(sist.program, falt))
