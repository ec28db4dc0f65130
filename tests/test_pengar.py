"""The divider and the rounding: against exact fractions, and the properties that make a division fair."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.fel import GolvFel
from fordelning.pengar import Delning, avrunda, dela, dela_heltal, format_kr, order_remainders, snap_down, snap_up
from tests.orakel import GolvOverRam, divide_exact, round_exact

NAGRA = settings(max_examples=60)


class Uppgift(NamedTuple):
    """A pot to divide, in whole kronor and whole weights so that the fractions are exact."""

    ram: int
    bas: list[int]
    vikt: list[int]
    golv: list[int]
    tak: list[int | None]

    def pick(self, vilka: Sequence[int], ram: int | None = None) -> Uppgift:
        """The same task for some of the recipients, in the order given."""
        bas, vikt, golv = ([lista[i] for i in vilka] for lista in (self.bas, self.vikt, self.golv))
        return Uppgift(self.ram if ram is None else ram, bas, vikt, golv, [self.tak[i] for i in vilka])

    def nyckel(self) -> list[Fraction]:
        return [Fraction(v, sum(self.vikt)) for v in self.vikt]

    def dela(self, ram: float | None = None) -> Delning:
        tak = [np.inf if t is None else float(t) for t in self.tak]
        nyckel = [float(k) for k in self.nyckel()]
        return dela(self.ram if ram is None else ram, self.bas, nyckel, self.golv, tak)

    def facit(self) -> tuple[list[Fraction], Fraction | None]:
        tak = [None if t is None else Fraction(t) for t in self.tak]
        bas, golv = ([Fraction(v) for v in tal] for tal in (self.bas, self.golv))
        return divide_exact(Fraction(self.ram), bas, self.nyckel(), golv, tak)


@st.composite
def draw_uppgift(draw: st.DrawFn, hogsta_ram: int = 10**9) -> Uppgift:
    """One to nine recipients; keys of 0, floors above ceilings, bases above the pot and tied numbers all occur."""
    n = draw(st.integers(1, 9))
    krona = st.sampled_from([0, 100, 1_000, 1_000]) | st.integers(0, hogsta_ram // n)

    def lista(tal: st.SearchStrategy[int]) -> list[int]:
        return draw(st.lists(tal, min_size=n, max_size=n))

    vikt = lista(st.sampled_from([0, 1, 1, 2]) | st.integers(0, 10**6))
    vikt[0] = vikt[0] or 1
    tak = draw(st.lists(st.none() | krona, min_size=n, max_size=n))
    return Uppgift(draw(st.integers(1, hogsta_ram)), lista(krona), vikt, lista(st.just(0) | krona), tak)


def solve(uppgift: Uppgift, ram: float | None = None) -> Delning:
    """The division; a task whose floors exceed the pot is passed over (it has a test of its own)."""
    try:
        return uppgift.dela(ram)
    except GolvFel:
        assume(False)
        raise


@settings(max_examples=200)
@given(draw_uppgift() | draw_uppgift(10**12))
def test_the_divider_gives_the_exact_amounts(uppgift: Uppgift) -> None:
    try:
        facit, lambda_ = uppgift.facit()
    except GolvOverRam as over:
        with pytest.raises(GolvFel) as fel:
            uppgift.dela()
        assert fel.value.hogsta_andel == pytest.approx(float(over.andel), rel=1e-12)
        assert fel.value.ram_kr == uppgift.ram
        return
    svar = uppgift.dela()
    np.testing.assert_allclose(svar.belopp_kr, [float(x) for x in facit], rtol=1e-9, atol=1e-12 * uppgift.ram)
    kvar = uppgift.ram - float(sum(facit))
    assert float(svar.rest_kr) == pytest.approx(kvar, abs=1e-12 * uppgift.ram)
    assert lambda_ is None or float(svar.rest_kr) == 0


@NAGRA
@given(draw_uppgift())
def test_everything_is_handed_out_unless_ceilings_keep_it_back(uppgift: Uppgift) -> None:
    svar = solve(uppgift)
    assert svar.belopp_kr.sum() + svar.rest_kr == pytest.approx(uppgift.ram, rel=1e-12)
    if svar.rest_kr > 0:
        tak = np.array([np.inf if t is None else t for t in uppgift.tak])
        tar_mer = np.array(uppgift.vikt) > 0
        assert (svar.belopp_kr[tar_mer] == tak[tar_mer]).all()


@NAGRA
@given(draw_uppgift())
def test_no_amount_leaves_its_bounds_and_the_ceiling_wins(uppgift: Uppgift) -> None:
    belopp = solve(uppgift).belopp_kr
    tak = np.array([np.inf if t is None else float(t) for t in uppgift.tak])
    assert (belopp <= tak).all()
    assert (belopp >= np.minimum(uppgift.golv, tak)).all()


@NAGRA
@given(draw_uppgift(), st.randoms(use_true_random=False))
def test_the_order_of_the_recipients_does_not_matter(uppgift: Uppgift, slump: Random) -> None:
    ordning = list(range(len(uppgift.bas)))
    slump.shuffle(ordning)
    np.testing.assert_allclose(
        solve(uppgift.pick(ordning)).belopp_kr, solve(uppgift).belopp_kr[ordning], rtol=1e-12, atol=1e-6
    )


@NAGRA
@given(draw_uppgift(), st.integers(1, 10**8))
def test_a_larger_pot_lowers_nobody(uppgift: Uppgift, mer: int) -> None:
    fore, efter = solve(uppgift).belopp_kr, solve(uppgift, uppgift.ram + mer).belopp_kr
    assert (efter >= fore - 1e-9 * uppgift.ram).all()


@NAGRA
@given(draw_uppgift(), st.data())
def test_taking_a_recipient_and_its_money_away_changes_nobody_else(uppgift: Uppgift, data: st.DataObject) -> None:
    assume(len(uppgift.bas) > 1)
    bort = data.draw(st.integers(0, len(uppgift.bas) - 1))
    kvar = [i for i in range(len(uppgift.bas)) if i != bort]
    assume(sum(uppgift.vikt[i] for i in kvar) > 0)
    svar = solve(uppgift)
    andra = solve(uppgift.pick(kvar), float(uppgift.ram - svar.belopp_kr[bort]))
    np.testing.assert_allclose(andra.belopp_kr, svar.belopp_kr[kvar], rtol=1e-9, atol=1e-9 * uppgift.ram)


@NAGRA
@given(draw_uppgift(10**6), st.sampled_from([2, 10, 1_000_000]))
def test_the_division_is_the_same_in_another_currency(uppgift: Uppgift, kurs: int) -> None:
    tak = [None if t is None else t * kurs for t in uppgift.tak]
    bas, golv = ([v * kurs for v in lista] for lista in (uppgift.bas, uppgift.golv))
    annan = Uppgift(uppgift.ram * kurs, bas, uppgift.vikt, golv, tak)
    np.testing.assert_allclose(solve(annan).belopp_kr, solve(uppgift).belopp_kr * kurs, rtol=1e-9, atol=1e-3)


@NAGRA
@given(st.lists(draw_uppgift(), min_size=2, max_size=4))
def test_scenarios_on_leading_axes_are_the_single_divisions(uppgifter: list[Uppgift]) -> None:
    n = min(len(u.bas) for u in uppgifter)
    korta = [u.pick(range(n)) for u in uppgifter]
    enskilda = [solve(u) for u in korta]
    tak = [[np.inf if t is None else t for t in u.tak] for u in korta]
    nycklar = [[float(k) for k in u.nyckel()] for u in korta]
    alla = dela([u.ram for u in korta], [u.bas for u in korta], nycklar, [u.golv for u in korta], tak)
    assert (alla.belopp_kr == np.array([e.belopp_kr for e in enskilda])).all()
    assert (alla.lambda_kr == np.array([e.lambda_kr for e in enskilda])).all()


def test_a_base_without_a_key_is_kept_and_counts_as_a_floor() -> None:
    assert dela(300, [100, 50], [1.0, 0.0]).belopp_kr.tolist() == [250, 50]
    with pytest.raises(GolvFel, match="Golven är tillsammans 100 kr men ramen bara 60 kr"):
        dela(60, [0, 100], [1.0, 0.0])


def test_one_pot_per_scenario_over_the_same_recipients() -> None:
    svar = dela([[100.0], [200.0]], [0.0, 0.0], [0.25, 0.75], 0.0, [np.inf, 90.0])
    assert svar.belopp_kr.tolist() == [[[25.0, 75.0]], [[110.0, 90.0]]]


def test_the_message_about_floors_says_the_share_that_could_be_kept() -> None:
    with pytest.raises(GolvFel, match=r"Golven är tillsammans 400 kr men ramen bara 300 kr.*\n.*75,0000 %"):
        dela(300, [0, 0], [0.5, 0.5], [100, 300])


@pytest.mark.parametrize(
    ("belopp", "enhet", "svar"),
    [
        ([1.5, 1.5], 1, [2, 1]),  # a tie: the first in code order
        ([1 / 3] * 3, 1, [1, 0, 0]),
        ([2.25, 2.25, 1.5], 1, [2, 2, 2]),
        ([100.1 + 0.2, 99.7], 1, [100, 100]),  # 100.3 and 99.7
        ([0.1 + 0.2, 0.3, 0.4], 1, [0, 0, 1]),
        ([1_500.0, 2_500.0, 999.0], 1_000, [1_000, 2_000, 1_000]),  # the odd 999 kr is no whole unit
        ([333_333_333_333.5, 666_666_666_666.5], 1, [333_333_333_334, 666_666_666_666]),
        ([7.0], 1, [7]),
    ],
)
def test_the_largest_remainders_round_up(belopp: Sequence[float], enhet: int, svar: Sequence[int]) -> None:
    assert avrunda(belopp, enhet).tolist() == svar


def test_remainders_that_are_equal_but_for_float_dust_go_in_code_order() -> None:
    damm = [10.5 + 2e-15, 10.5, 10.5 - 2e-15, 10.5 + 4e-15]
    assert avrunda(damm, 1).tolist() == [11, 11, 10, 10]
    assert avrunda(damm[::-1], 1).tolist() == [11, 11, 10, 10]


@NAGRA
@given(st.lists(st.integers(0, 10**7), min_size=1, max_size=12), st.sampled_from([1, 1_000]))
def test_rounding_is_the_exact_rounding(oren: list[int], enhet: int) -> None:
    svar = avrunda(np.array(oren) / 100, enhet)
    assert svar.tolist() == round_exact([Fraction(o, 100) for o in oren], enhet)


@NAGRA
@given(st.lists(st.floats(0, 1e9), min_size=1, max_size=12))
def test_rounding_moves_no_amount_by_a_whole_unit(belopp: list[float]) -> None:
    assert (np.abs(avrunda(belopp, 1_000) - belopp) < 1_000 + 1e-6).all()


def test_the_place_in_the_order_is_the_one_that_decides() -> None:
    t = order_remainders([10.2, 10.9, 10.5, 10.4], 1)
    assert t.plats.tolist() == [3, 0, 1, 2]
    assert t.antal_upp.tolist() == [2.0]


@NAGRA
@given(
    st.lists(st.sampled_from([0.0, 0.5, 0.5 + 5e-10, 1.25, 7.999]) | st.floats(0, 50), min_size=1, max_size=9),
    st.integers(1, 4),
)
def test_those_who_get_one_unit_more_are_the_first_in_the_order(belopp: list[float], enhet: int) -> None:
    rader = np.array([belopp, belopp[::-1], np.round(belopp)])
    t = order_remainders(rader, enhet)
    assert (avrunda(rader, enhet) == (t.hela_antal + (t.plats < t.antal_upp)) * enhet).all()


def test_bounds_snap_to_whole_units_inwards() -> None:
    assert snap_up(np.array([0.0, 1_000.0, 1_000.1]), 1_000).tolist() == [0, 1_000, 2_000]
    assert snap_down(np.array([999.9, 1_000.0, np.inf]), 1_000).tolist() == [0, 1_000, np.inf]
    assert snap_up(np.array([0.9 * 70]), 1).tolist() == [63]
    assert snap_down(np.array([0.29 * 100]), 1).tolist() == [29]


def test_a_small_bound_is_exact_beside_a_large_one() -> None:
    assert snap_down(np.array([1e12, 418.9999]), 1).tolist() == [1e12, 418]


@NAGRA
@given(st.integers(0, 10**10), st.lists(st.integers(0, 10**6), min_size=1, max_size=8))
def test_whole_kronor_by_weights_sum_to_what_was_divided(summa: int, vikter: list[int]) -> None:
    delar = dela_heltal(summa, vikter)
    assert sum(delar) == summa
    assert all(d == 0 for d, v in zip(delar, vikter, strict=True) if v == 0 and max(vikter) > 0)


def test_whole_kronor_are_shared_equally_when_nobody_has_weight() -> None:
    assert dela_heltal(10, [0, 0, 0]) == (4, 3, 3)


@pytest.mark.parametrize(
    ("belopp", "decimaler", "text"),
    [
        (1_234_567.8, 2, "1 234 567,80"),
        (-1_500, 0, "−1 500"),
        (-0.001, 2, "0,00"),
        (0, 0, "0"),
        (339_000_001, 0, "339 000 001"),
    ],
)
def test_kronor_as_swedish_text(belopp: float, decimaler: int, text: str) -> None:
    assert format_kr(belopp, decimaler) == text.replace(" ", "\u00a0")
