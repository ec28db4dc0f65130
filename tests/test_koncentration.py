"""The measures of concentration against hand-worked figures, and against what is published for 2017."""

from __future__ import annotations

import tomllib
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fordelning.kapital.koncentration import compute_gini, compute_holders_of, compute_top_share, measure

GOLDEN = Path(__file__).parent / "golden"
KAPITAL = st.lists(st.integers(0, 10**8), min_size=2, max_size=40).filter(lambda x: sum(x) > 0)


@pytest.mark.parametrize(
    ("kapital", "gini"),
    [([5, 5, 5, 5], 0.0), ([0, 0, 0, 4], 0.75), ([1, 2, 3, 4], 0.25), ([0, 10], 0.5), ([7], 0.0)],
)
def test_gini_is_what_it_is_by_hand(kapital: list[float], gini: float) -> None:
    assert compute_gini(np.array(kapital, float)) == pytest.approx(gini)


@pytest.mark.parametrize(
    ("kapital", "andel"),
    [([1, 2, 3, 4], 0.4), ([5, 5, 5, 5], 0.25), ([6, 2, 1, 1, 0, 0], 0.7), ([10], 0.25), ([8, -3, 2, 0], 0.8)],
    ids=["a whole förbund", "all equal", "one and a half of six", "a quarter of one", "a debt counts as nothing"],
)
def test_the_richest_quarter_holds_what_it_holds_by_hand(kapital: list[float], andel: float) -> None:
    assert compute_top_share(np.array(kapital, float), 0.25) == pytest.approx(andel)


def test_half_is_held_by_the_fewest_whole_forbund_that_reach_it() -> None:
    assert compute_holders_of(np.array([4.0, 3.0, 2.0, 1.0]), 0.5) == 0.5
    assert compute_holders_of(np.array([5.0, 3.0, 2.0]), 0.5) == pytest.approx(1 / 3)


def test_the_measures_say_what_is_published_for_2017() -> None:
    fall = tomllib.loads((GOLDEN / "kapital_koncentration_2017.toml").read_text("utf-8"))
    rika, antal = fall["rika_antal"], fall["forbund_antal"]
    kapital = np.full(antal, fall["ovriga_tillsammans_kr"] / (antal - rika))
    kapital[:rika] = fall["rika_tillsammans_kr"] / rika
    matt = measure(kapital)
    for namn, varde in fall["vantat"].items():
        assert getattr(matt, namn) == pytest.approx(varde), namn


def test_no_capital_at_all_has_no_concentration() -> None:
    matt = measure(np.array([0.0, -5.0]))
    assert (matt.summa_kr, matt.negativa_antal) == (-5.0, 1)
    assert (matt.rikaste_kvartens_andel, matt.halften_hos_andel, matt.gini) == (None, None, None)


@given(KAPITAL)
def test_when_a_quarter_or_fewer_hold_half_the_richest_quarter_holds_at_least_half(kapital: list[int]) -> None:
    x = np.array(kapital, float)
    assert compute_holders_of(x, 0.5) > 0.25 or compute_top_share(x, 0.25) >= 0.5 - 1e-9


@given(KAPITAL, st.integers(2, 1000))
def test_scale_and_order_change_nothing(kapital: list[int], faktor: int) -> None:
    x = np.array(kapital, float)
    skalad = measure(x[::-1] * faktor)
    assert skalad.gini == pytest.approx(measure(x).gini)
    assert skalad.rikaste_kvartens_andel == pytest.approx(measure(x).rikaste_kvartens_andel)
    assert 0 <= compute_gini(x) <= 1 - 1 / len(x) + 1e-12
