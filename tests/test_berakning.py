"""The engine against the exact oracle, and the properties that hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import fields, replace
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.begrepp import Underlag
from fordelning.berakning import compute, compute_undistributed, get_grants
from fordelning.fel import GolvFel, UnderlagFel
from fordelning.medfinansiering import find_limits
from fordelning.modell import Modell, Trappsteg
from fordelning.resultat import Resultat, allocate
from tests.orakel import Facit, GolvOverRam, allocate_exact
from tests.slump import (
    LASNINGAR,
    MED_SPARR,
    SJUKPENNING,
    UTAN_SPARR,
    change_model,
    draw_bygge,
    draw_modell,
    read_so,
    try_allocate,
)
from tests.underlag_bygge import Bygge

NAGRA = settings(max_examples=50)
"""Enough for the properties; the comparison with the oracle has more."""


def grants(r: Resultat) -> dict[str, int]:
    return dict(zip(r.underlag.koder, map(int, r.tilldelning_kr), strict=True))


def limits(r: Resultat) -> dict[str, str]:
    return dict(zip(r.underlag.koder, map(str, r.begransas_av), strict=True))


def before_rounding(r: Resultat) -> dict[str, float]:
    belopp = r.bok.saldo_kr - r.bok.poster["avrundning"]
    return dict(zip(r.underlag.koder, map(float, belopp), strict=True))


def try_both(modell: Modell, bygge: Bygge) -> tuple[Resultat, Facit]:
    """The engine's and the oracle's answer; where the floors exceed the pot both must say so, with the same share."""
    u = bygge.make()
    try:
        facit = allocate_exact(modell, u)
    except GolvOverRam as golv:
        with pytest.raises(GolvFel) as fel:
            allocate(modell, u)
        assert fel.value.hogsta_andel == pytest.approx(float(golv.andel), rel=1e-12)
        assume(False)
        raise
    return allocate(modell, u), facit


def holds_the_base_grants(r: Resultat) -> bool:
    """Whether there is money to divide by the key; without it a larger key takes a larger part of what lacks."""
    return bool(r.bok.sett["fordelningsnyckel"]["kvar_kr"] >= 0 and r.bok.sett["aterfordelning"]["lambda_kr"] >= 0)


def assert_same(resultat: Resultat, facit: Facit) -> None:
    assert grants(resultat) == facit.tilldelning_kr
    assert limits(resultat) == facit.begransas_av
    assert int(resultat.ej_fordelat_kr) == facit.ej_fordelat_kr


@pytest.mark.langsam
@settings(max_examples=200)
@given(draw_modell(), draw_bygge(8))
def test_the_engine_gives_the_exact_answer_to_the_unit(modell: Modell, bygge: Bygge) -> None:
    assert_same(*try_both(modell, bygge))


@NAGRA
@given(st.sampled_from([1, 1_000]), draw_bygge(ram=st.integers(1, 400_000_000)))
def test_the_sjukpenning_model_gives_the_exact_answer_to_the_unit(enhet: int, bygge: Bygge) -> None:
    assert_same(*try_both(change_model(SJUKPENNING, enhet), bygge))


@NAGRA
@given(st.sampled_from([1, 1_000]), draw_bygge(ram=st.integers(10**11, 10**12)))
def test_a_pot_of_a_thousand_billion_is_divided_to_the_unit(enhet: int, bygge: Bygge) -> None:
    assert_same(*try_both(change_model(MED_SPARR, enhet), bygge))


@NAGRA
@given(draw_modell(), draw_bygge(ram=st.integers(1, 3_000_000)))
def test_a_pot_smaller_than_the_base_grants_is_still_divided_exactly(modell: Modell, bygge: Bygge) -> None:
    utan_fjol = tuple(replace(f, tilldelning_fjol_kr=0) for f in bygge.forbund)
    assert_same(*try_both(modell, replace(bygge, forbund=utan_fjol)))


@NAGRA
@given(draw_modell(), draw_bygge())
def test_grants_are_whole_units_inside_their_bounds_and_sum_to_the_pot(modell: Modell, bygge: Bygge) -> None:
    r = try_allocate(modell, bygge)
    enhet = modell.avrundning.enhet_kr
    assert (r.tilldelning_kr % enhet == 0).all()
    assert (r.tilldelning_kr >= r.bok.golv_kr).all() and (r.tilldelning_kr <= r.bok.tak_kr).all()
    assert int(r.tilldelning_kr.sum()) + int(r.ej_fordelat_kr) == bygge.ram_kr
    if r.ej_fordelat_kr >= enhet:
        assert (r.tilldelning_kr == np.minimum(r.bok.tak_kr, r.tilldelning_kr)).all()
        assert (r.begransas_av != "modellen").sum() == np.isfinite(r.bok.tak_kr).sum()


@NAGRA
@given(draw_modell(), draw_bygge(), st.randoms(use_true_random=False))
def test_row_order_does_not_matter(modell: Modell, bygge: Bygge, slump: Random) -> None:
    blandad: dict[str, Any] = {}
    for namn in ("forbund", "omraden", "utfastelser"):
        poster = list(getattr(bygge, namn))
        slump.shuffle(poster)
        blandad[namn] = tuple(poster)
    r, b = try_allocate(modell, bygge), try_allocate(modell, replace(bygge, **blandad))
    assert grants(b) == grants(r)
    assert b.bidrag == r.bidrag
    assert all((b.bok.poster[steg] == r.bok.poster[steg]).all() for steg in r.bok.poster)


@NAGRA
@given(draw_modell(), draw_bygge(), st.integers(1, 50_000_000))
def test_a_larger_pot_lowers_nobody(modell: Modell, bygge: Bygge, mer: int) -> None:
    fore = before_rounding(try_allocate(modell, bygge))
    efter = before_rounding(try_allocate(modell, replace(bygge, ram_kr=bygge.ram_kr + mer)))
    assert all(efter[kod] >= fore[kod] - 1e-3 for kod in fore)


@NAGRA
@given(draw_modell(), draw_bygge(), st.floats(0.5, 20_000))
def test_more_need_of_its_own_never_lowers_a_forbund(modell: Modell, bygge: Bygge, mer: float) -> None:
    forst, *ovriga = bygge.omraden
    hojt = replace(bygge, omraden=(replace(forst, forsorjningsmatt=round(forst.forsorjningsmatt + mer, 1)), *ovriga))
    fore, efter = try_allocate(modell, bygge), try_allocate(modell, hojt)
    assume(all(holds_the_base_grants(r) for r in (fore, efter)))
    assert before_rounding(efter)["A"] >= before_rounding(fore)["A"] - 1e-3


@NAGRA
@given(draw_bygge(), st.sampled_from([2, 10, 1_000]))
def test_the_answer_is_the_same_in_a_smaller_currency(bygge: Bygge, kurs: int) -> None:
    def times(post: Any) -> Any:
        varden = {f.name: getattr(post, f.name) for f in fields(post) if f.name.endswith("_kr")}
        return replace(post, **{n: None if v is None else v * kurs for n, v in varden.items()})

    forbund, utfastelser = (tuple(times(p) for p in poster) for poster in (bygge.forbund, bygge.utfastelser))
    annan = replace(bygge, ram_kr=bygge.ram_kr * kurs, forbund=forbund, utfastelser=utfastelser)
    r = try_allocate(change_model(MED_SPARR, 1_000), bygge)
    s = try_allocate(change_model(MED_SPARR, 1_000 * kurs, belopp_kr=400_000 * kurs), annan)
    assert grants(s) == {kod: kr * kurs for kod, kr in grants(r).items()}
    assert limits(s) == limits(r)


@NAGRA
@given(draw_bygge(), st.data())
def test_a_forbund_that_leaves_with_its_money_changes_nobody_else(bygge: Bygge, data: st.DataObject) -> None:
    """Consistency, where the ceilings are facts: one of eget kapital depends on the others' need through beräknad."""
    bygge = replace(bygge, forbund=tuple(replace(f, eget_kapital_kr=0) for f in bygge.forbund))
    assume(len(bygge.forbund) > 1)
    bort = data.draw(st.sampled_from([f.forbund_kod for f in bygge.forbund]))
    r = try_allocate(change_model(MED_SPARR, 1), bygge)
    kvar_kr = bygge.ram_kr - before_rounding(r)[bort]
    assume(
        kvar_kr >= 1 and r.underlag.forsorjningsmatt.sum() > r.underlag.forsorjningsmatt[r.underlag.koder.index(bort)]
    )
    ensam = replace(
        r.underlag,
        ram_kr=np.array(kvar_kr),
        forbund=tuple(f for f in r.underlag.forbund if f.forbund_kod != bort),
        **drop_column(r.underlag, r.underlag.koder.index(bort)),
    )
    # The key's shares are shares of all förbund; given as they are, the remaining ones keep their proportions.
    nyckel: Any = np.delete(r.bok.sett["fordelningsnyckel"]["vagd_andel"], r.underlag.koder.index(bort))
    bok = compute(change_model(MED_SPARR, 1), replace(ensam, forsorjningsmatt=nyckel, invanare_antal=nyckel))
    belopp = bok.saldo_kr - bok.poster["avrundning"]
    vantat = [kr for kod, kr in before_rounding(r).items() if kod != bort]
    np.testing.assert_allclose(belopp, vantat, rtol=1e-9, atol=1e-2)


def drop_column(u: Underlag, i: int) -> dict[str, Any]:
    """Every vector of the Underlag without förbund number i."""
    vektorer = {f.name: getattr(u, f.name) for f in fields(u)}
    return {n: np.delete(v, i, axis=-1) for n, v in vektorer.items() if isinstance(v, np.ndarray) and v.ndim}


@NAGRA
@given(draw_modell(), draw_bygge(), st.lists(st.floats(0.8, 1.5), min_size=2, max_size=4))
def test_the_scenario_axis_is_a_loop_of_single_runs(modell: Modell, bygge: Bygge, faktorer: list[float]) -> None:
    u = try_allocate(modell, bygge).underlag
    f = np.array(faktorer)[:, np.newaxis]
    skalor: dict[str, Any] = {
        "ram_kr": np.floor(u.ram_kr * f[:, 0]),
        "forsorjningsmatt": u.forsorjningsmatt * f ** np.arange(len(u.koder)),
        "eget_kapital_kr": np.floor(u.eget_kapital_kr * f),
        "kommuner_utlovat_kr": np.floor(u.kommuner_utlovat_kr * f),
    }
    try:
        alla = compute(modell, replace(u, **skalor))
    except GolvFel:
        assume(False)
    for s in range(len(faktorer)):
        ensam = replace(u, **{namn: v[s] for namn, v in skalor.items()})
        bok = compute(modell, ensam)
        assert (get_grants(bok) == get_grants(alla)[s]).all()
        assert (find_limits(bok) == find_limits(alla)[s]).all()
        assert compute_undistributed(bok, ensam) == compute_undistributed(alla, replace(u, **skalor))[s]


def test_a_scenario_may_have_a_pot_that_is_a_hair_below_whole_units() -> None:
    u = replace(Bygge(1).add("A").add("B").make(), ram_kr=np.array([1_999_999.9999999998, 2_000_000.4]))
    bok = compute(UTAN_SPARR, u)
    assert get_grants(bok).sum(axis=-1).tolist() == [2_000_000, 2_000_000]
    assert compute_undistributed(bok, u).round(1).tolist() == [0, 0.4]


def test_one_forbund_receives_the_whole_pot() -> None:
    assert grants(allocate(UTAN_SPARR, Bygge(339_000_999).add("A").make())) == {"A": 339_000_000}


def test_equal_remainders_round_up_in_code_order() -> None:
    bygge = Bygge(2_000_000).add("C").add("A").add("B")
    assert grants(allocate(UTAN_SPARR, bygge.make())) == {"A": 667_000, "B": 667_000, "C": 666_000}


def test_a_forbund_that_starts_in_july_has_half_of_base_and_key() -> None:
    r = allocate(UTAN_SPARR, Bygge(6_000_000).add("A").add("B", manader=6).make())
    assert r.bok.poster["grundtilldelning"].tolist() == [400_000, 200_000]
    assert r.bok.sett["fordelningsnyckel"]["nyckel_andel"] == pytest.approx([2 / 3, 1 / 3], rel=1e-15)
    assert grants(r) == {"A": 4_000_000, "B": 2_000_000}


def test_floors_over_the_pot_say_the_highest_share_that_could_be_kept() -> None:
    bygge = Bygge(9_000_000).add("A", fjol=4_000_000).add("B", fjol=8_000_000)
    with pytest.raises(GolvFel, match=r"10\s800\s000 kr men ramen bara 9\s000\s000 kr") as fel:
        allocate(MED_SPARR, bygge.make())
    assert fel.value.hogsta_andel == pytest.approx(9 / 10.8)


def test_ceilings_that_hold_less_than_the_pot_leave_money_and_are_named() -> None:
    bygge = Bygge(10_000_000).add("A", askande_kr=2_000_500).add("B").pledge("B", 1_500_000)
    r = allocate(UTAN_SPARR, bygge.make())
    assert grants(r) == {"A": 2_000_000, "B": 3_000_000}
    assert limits(r) == {"A": "askande", "B": "kommuner"}
    assert r.ej_fordelat_kr == 5_000_000


def test_eget_kapital_at_the_reasonable_level_keeps_the_sparr() -> None:
    """0.29 × 100 is 28.999… in float64: an excess that is only float dust is no excess."""
    modell = change_model(MED_SPARR, 1, trappa=[Trappsteg(andel=0.29)])
    bygge = Bygge(1_000_000).add("A", fjol=50, kapital=29).add("B", fjol=50, kapital=30)
    r = allocate(modell, bygge.make())
    assert r.bok.sett["eget_kapital"]["over_rimlig_niva"].tolist() == [False, True]
    assert r.bok.golv_kr.tolist() == [45, 0]


def test_the_step_of_the_trappa_is_the_first_that_holds_the_contributions() -> None:
    trappa = [Trappsteg(upp_till_kr=5_000_000, andel=0.3), Trappsteg(andel=0.2)]
    bygge = Bygge(30_000_000)
    for kod, bidrag in (("A", 4_999_999), ("B", 5_000_000), ("C", 5_000_001)):
        bygge = bygge.add(kod, bidrag_fjol_kr=bidrag)
    r = allocate(change_model(MED_SPARR, 1, trappa=trappa), bygge.make())
    assert r.bok.sett["eget_kapital"]["rimlig_kr"] == pytest.approx([1_499_999.7, 1_500_000, 1_000_000.2])


def test_contributions_that_are_not_given_are_twice_the_grant() -> None:
    r = allocate(MED_SPARR, Bygge(9_000_000).add("A", fjol=3_000_000, kapital=1_200_001).make())
    assert float(r.bok.sett["eget_kapital"]["overskott_kr"][0]) == pytest.approx(1)


def test_negative_eget_kapital_is_no_excess() -> None:
    r = allocate(UTAN_SPARR, Bygge(9_000_000).add("A", fjol=3_000_000, kapital=-500_000).make())
    assert np.isinf(r.bok.tak_kr).all()


def test_kommuner_outside_every_forbund_count_neither_above_nor_below_the_line() -> None:
    bygge = Bygge(5_000_000).add("A", 1_000, 10).add("B", 2_000, 90)
    assert grants(allocate(UTAN_SPARR, bygge.add_outside("U", 500_000, 70_000).make())) == grants(
        allocate(UTAN_SPARR, bygge.make())
    )


def test_the_sjukpenning_model_needs_a_measure_in_kronor() -> None:
    with pytest.raises(UnderlagFel, match="helårsekvivalenter"):
        allocate(SJUKPENNING, Bygge(9_000_000).add("A").make())


@NAGRA
@given(draw_modell(), draw_bygge())
def test_the_offer_is_the_same_model_when_nobody_asks_for_less_and_every_party_matches(
    modell: Modell, bygge: Bygge
) -> None:
    u = bygge.make()
    fritt = np.full(len(u.koder), np.inf)
    fria = replace(u, askande_kr=fritt, kommuner_utlovat_kr=fritt, regioner_utlovat_kr=fritt)
    try:
        r = allocate(modell, u)
    except GolvFel:
        assume(False)
    avstatt_kr, tillkommit_kr = r.compare_offer()
    try:
        assert (r.erbjudande_kr == allocate(modell, fria).tilldelning_kr).all()
        assert (r.tilldelning_kr == r.erbjudande_kr - avstatt_kr + tillkommit_kr).all()
    except GolvFel:
        assert np.isnan([r.erbjudande_kr, avstatt_kr, tillkommit_kr]).all()


def test_floors_that_only_an_askande_holds_back_leave_no_offer_and_the_other_scenarios_theirs() -> None:
    u = Bygge(10_000_000).add("A", fjol=9_000_000, askande_kr=1_000_000).add("B", fjol=9_000_000).make()
    r = allocate(MED_SPARR, u)
    assert r.tilldelning_kr.tolist() == [1_000_000, 9_000_000] and np.isnan(r.erbjudande_kr).all()
    bada = allocate(MED_SPARR, replace(u, ram_kr=np.array([10_000_000.0, 20_000_000.0])))
    assert np.isnan(bada.erbjudande_kr).tolist() == [[True, True], [False, False]]
    assert bada.erbjudande_kr[1].tolist() == [10_000_000, 10_000_000]
    assert bada.tabell()["erbjudande_kr"].isna().tolist() == [True, True, False, False]


@settings(max_examples=150)
@given(draw_modell(), draw_bygge(8), LASNINGAR)
def test_every_reading_gives_the_exact_amounts(modell: Modell, bygge: Bygge, lasning: tuple[str, str, str]) -> None:
    """Rounds are counted one by one in fractions, and by the engine at once."""
    modell = read_so(modell, *lasning)
    u = bygge.make()
    try:
        facit = allocate_exact(modell, u)
    except GolvOverRam:
        with pytest.raises(GolvFel):
            allocate(modell, u)
        return
    r = allocate(modell, u)
    exakt = [float(facit.fore_avrundning_kr[kod]) for kod in u.koder]
    assert list(before_rounding(r).values()) == pytest.approx(exakt, rel=1e-9, abs=1e-4)
    assert grants(r) == facit.tilldelning_kr
    assert int(r.ej_fordelat_kr) == facit.ej_fordelat_kr


@NAGRA
@given(draw_bygge())
def test_without_a_sparr_rounds_without_end_are_everyone_at_once(bygge: Bygge) -> None:
    assume(bygge.ram_kr > 400_000 * len(bygge.forbund))  # with less than the base grants nothing is a floor
    u, i_omgangar = bygge.make(), read_so(UTAN_SPARR, "beraknat", "omgangar", "alla")
    try:
        omgangar, pa_en_gang = allocate(i_omgangar, u), allocate(UTAN_SPARR, u)
    except GolvFel:
        assume(False)
    exakt = list(before_rounding(pa_en_gang).values())
    np.testing.assert_allclose(list(before_rounding(omgangar).values()), exakt, rtol=1e-9, atol=1e-3)
