"""The solver adapter: published optima, one sign for all solvers, and statuses that mean what they say."""

from __future__ import annotations

from pathlib import Path

import highspy
import numpy as np
import pytest

from fordelning.plan.bygge import build
from fordelning.plan.cbc import find_cbc
from fordelning.plan.losare import make_losare
from fordelning.plan.problem import Tal
from fordelning.plan.program import Program, write_lp
from tests.plan.provdata import make_random_problem

PUBLICERADE = Path(__file__).parents[3] / "shared" / "data" / "lp"
LOSARE = ["highs", pytest.param("cbc", marks=pytest.mark.skipif(find_cbc() is None, reason="CBC finns inte här"))]


def read_program(fil: Path) -> tuple[Program, Tal]:
    """A model file in a standard format as a program and its objective (to be minimised)."""
    h = highspy.Highs()
    h.setOptionValue("output_flag", False)
    assert h.readModel(str(fil)) == highspy.HighsStatus.kOk
    h.ensureRowwise()
    lp = h.getLp()
    n, m = lp.num_col_, lp.num_row_
    heltal = [v == highspy.HighsVarType.kInteger for v in lp.integrality_] or [False] * n
    program = Program(
        tuple(f"x{i}" for i in range(n)),
        np.array(lp.col_lower_),
        np.array(lp.col_upper_),
        np.array(heltal),
        tuple(f"r{i}" for i in range(m)),
        np.array(lp.a_matrix_.start_, np.int32),
        np.array(lp.a_matrix_.index_, np.int32),
        np.array(lp.a_matrix_.value_),
        np.array(lp.row_lower_),
        np.array(lp.row_upper_),
    )
    return program, np.array(lp.col_cost_)


def make_small(ovre: float = 4.0, heltal: bool = False) -> Program:
    """x ≤ `ovre`, x + y ≤ 6.5, x + 3y ≤ 12, −1 ≤ x − y."""
    rader = ([0, 1], [1.0, 1.0]), ([0, 1], [1.0, 3.0]), ([0, 1], [1.0, -1.0])
    return Program(
        ("x", "y"),
        np.zeros(2),
        np.array([ovre, np.inf]),
        np.full(2, heltal),
        ("a", "b", "c"),
        np.array([0, 2, 4, 6], np.int32),
        np.array([i for index, _ in rader for i in index], np.int32),
        np.array([v for _, varden in rader for v in varden]),
        np.array([-np.inf, -np.inf, -1.0]),
        np.array([6.5, 12.0, np.inf]),
    )


@pytest.mark.skipif(not PUBLICERADE.is_dir(), reason="de publicerade modellerna finns inte här")
@pytest.mark.parametrize("losare", LOSARE)
@pytest.mark.parametrize(
    ("namn", "varde"),
    [
        ("afiro", -464.753143),
        ("adlittle", 225494.963162),
        ("lseu", 1120),
        ("p0548", 8691),
        ("flugpl", 1201500),
        ("egout", 568.1007),
    ],
)
def test_published_optima(losare: str, namn: str, varde: float) -> None:
    program, mal = read_program(PUBLICERADE / f"{namn}.mps")
    svar = make_losare(program, losare).solve(mal, False)  # type: ignore[arg-type]
    assert svar.status == "optimal"
    assert svar.mal == pytest.approx(varde, rel=1e-7)
    assert svar.grans == pytest.approx(varde, rel=1e-7)


@pytest.mark.skipif(not PUBLICERADE.is_dir(), reason="de publicerade modellerna finns inte här")
@pytest.mark.parametrize("losare", LOSARE)
@pytest.mark.parametrize("namn", ["woodinfe", "galenet", "infeasible-mip0"])
def test_published_impossible_models_leave_no_numbers(losare: str, namn: str) -> None:
    program, mal = read_program(PUBLICERADE / f"{namn}.mps")
    svar = make_losare(program, losare).solve(mal, False)  # type: ignore[arg-type]
    assert svar.status == "omojlig" and svar.varden is None


@pytest.mark.parametrize("losare", LOSARE)
def test_a_price_is_what_one_unit_more_of_a_bound_gives_whatever_the_direction(losare: str) -> None:
    # max 3x + 2y: x = 4 at its bound, y = 2.5 from a: a unit more of a gives 2, of x's bound 3 − 2 = 1
    svar = make_losare(make_small(), losare).solve(np.array([3.0, 2.0]), True)  # type: ignore[arg-type]
    assert svar.varden == pytest.approx([4, 2.5]) and svar.mal == pytest.approx(17)
    assert svar.dualer == pytest.approx([2, 0, 0]) and svar.reducerade == pytest.approx([1, 0])
    # min x − y: as far as b and c let it: x + 3y = 12, x − y = −1: the bound of c is what x − y is
    svar = make_losare(make_small(), losare).solve(np.array([1.0, -1.0]), False)  # type: ignore[arg-type]
    assert svar.mal == pytest.approx(-1)
    assert svar.dualer == pytest.approx([0, 0, 1])


@pytest.mark.parametrize("losare", LOSARE)
def test_rows_and_objectives_can_follow_a_first_solve(losare: str) -> None:
    solver = make_losare(make_small(heltal=True), losare)  # type: ignore[arg-type]
    assert solver.solve(np.array([3.0, 2.0]), True).mal == 16
    solver.add_row(np.array([1.0, 0.0]), -np.inf, 2.0)
    svar = solver.solve(np.array([3.0, 2.0]), True)
    assert svar.mal == 12 and svar.varden is not None and svar.varden.tolist() == [2.0, 3.0]
    solver.add_row(np.array([1.0, 1.0]), 6.0, np.inf)
    assert solver.solve(np.array([3.0, 2.0]), True).status == "omojlig"


@pytest.mark.parametrize("losare", LOSARE)
def test_a_program_without_a_bound_is_said_to_be_so(losare: str) -> None:
    program = Program(
        ("x",),
        np.zeros(1),
        np.array([np.inf]),
        np.zeros(1, np.bool_),
        ("a",),
        np.array([0, 1], np.int32),
        np.array([0], np.int32),
        np.ones(1),
        np.array([1.0]),
        np.array([np.inf]),
    )
    svar = make_losare(program, losare).solve(np.ones(1), True)  # type: ignore[arg-type]
    assert svar.status == "obegransad" and svar.varden is None


def test_the_text_of_a_program_is_the_program(tmp_path: Path) -> None:
    m = build(make_random_problem(3))
    (tmp_path / "plan.lp").write_text(write_lp(m.program, -m.nytta, False), encoding="utf-8")
    program, mal = read_program(tmp_path / "plan.lp")
    assert -make_losare(program).solve(mal, False).mal == pytest.approx(make_losare(m.program).solve(m.nytta, True).mal)


def test_nothing_is_written_to_standard_output(capfd: pytest.CaptureFixture[str]) -> None:
    m = build(make_random_problem(1))
    make_losare(m.program).solve(m.nytta, True)
    if find_cbc() is not None:
        make_losare(m.program, "cbc").solve(m.nytta, True)
    assert capfd.readouterr().out == ""
