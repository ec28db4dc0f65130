"""What every party pays, who limits, and what more from the limiting party would give."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.analys.hojning import HOJNING_KR, compute_raised_grants
from fordelning.medfinansiering import Bidrag, compute_match
from fordelning.modell import Modell
from fordelning.resultat import Resultat, allocate
from tests.slump import MED_SPARR, UTAN_SPARR, draw_bygge, draw_modell, try_allocate
from tests.underlag_bygge import Bygge

NAGRA = settings(max_examples=50)


def shares(r: Resultat, kod: str, part: str) -> dict[str, int]:
    return {b.motpart_kod: b.belopp_kr for b in r.bidrag if (b.forbund_kod, b.part) == (kod, part)}


def limit(modell: Modell, bygge: Bygge, kod: str) -> str:
    r = allocate(modell, bygge.make())
    return str(r.begransas_av[r.underlag.koder.index(kod)])


@NAGRA
@given(draw_modell(), draw_bygge())
def test_state_region_and_kommuner_pay_50_25_25_to_the_krona(modell: Modell, bygge: Bygge) -> None:
    r = try_allocate(modell, bygge)
    stat, region, kommuner = r.tilldelning_kr, r.matchning.region_kr, r.matchning.kommuner_kr
    assert (region + kommuner == stat).all()
    assert (kommuner - region == stat % 2).all()
    assert (r.matchning.totalt_kr == 2 * stat).all()


@NAGRA
@given(draw_modell(), draw_bygge())
def test_the_parties_parts_sum_to_their_shares(modell: Modell, bygge: Bygge) -> None:
    r = try_allocate(modell, bygge)
    for i, kod in enumerate(r.underlag.koder):
        assert shares(r, kod, "stat") == {"staten": r.tilldelning_kr[i]}
        assert sum(shares(r, kod, "region").values()) == r.matchning.region_kr[i]
        assert sum(shares(r, kod, "kommun").values()) == r.matchning.kommuner_kr[i]
        assert {b.motpart_kod for b in r.bidrag if b.forbund_kod == kod and b.part == "kommun"} == {
            o.kommun_kod for o in bygge.omraden if o.forbund_kod == kod
        }


@NAGRA
@given(draw_modell(), draw_bygge())
def test_no_party_that_has_pledged_pays_more_than_it_pledged(modell: Modell, bygge: Bygge) -> None:
    r = try_allocate(modell, bygge)
    lovat: dict[tuple[str, str, str], int] = {
        (u.forbund_kod, u.part, u.motpart_kod): u.utlovat_kr for u in bygge.utfastelser
    }
    lovar = {(kod, part) for kod, part, _ in lovat}
    for b in r.bidrag:
        if (b.forbund_kod, b.part) in lovar:
            assert b.belopp_kr + b.som_region_kr <= lovat.get((b.forbund_kod, b.part, b.motpart_kod), 0) + 1


@pytest.mark.parametrize(
    ("stat", "region", "kommuner"), [(0, 0, 0), (1, 0, 1), (2, 1, 1), (1_000_001, 500_000, 500_001)]
)
def test_an_odd_krona_falls_on_the_kommuner(stat: int, region: int, kommuner: int) -> None:
    m = compute_match(UTAN_SPARR.medfinansiering, np.array([float(stat)]))
    assert (m.region_kr[0], m.kommuner_kr[0]) == (region, kommuner)


def test_gotland_pays_both_quarters_with_one_pledge() -> None:
    bygge = Bygge(2_000_000).add("G", regioner=[None]).pledge("G", 2_500_000)
    r = allocate(UTAN_SPARR, bygge.make())
    assert shares(r, "G", "region") == {"G1": 500_000 * 2}
    assert [b.over_matchning_kr for b in r.bidrag if b.part == "kommun"] == [500_000]


def test_several_kommuner_without_a_region_share_both_quarters_by_their_pledges() -> None:
    bygge = Bygge(800_000).add("G", [1_000, 1_000], [10, 10], regioner=[None]).pledge("G", 600_000, 200_000)
    r = allocate(UTAN_SPARR, bygge.make())
    assert shares(r, "G", "region") == shares(r, "G", "kommun") == {"G1": 300_000, "G2": 100_000}
    assert all(b.over_matchning_kr == 0 for b in r.bidrag)


def test_a_part_of_a_kommun_is_that_kommun() -> None:
    bygge = Bygge(800_000).add("A", [300, 100], [1, 1])
    delar = tuple(replace(o, omrade_kod=f"0001-{o.omrade_kod}", kommun_kod="0001") for o in bygge.omraden)
    r = allocate(UTAN_SPARR, replace(bygge, omraden=delar).make())
    assert shares(r, "A", "kommun") == {"0001": 400_000}


def test_a_pledge_above_the_match_is_shown_and_not_refused() -> None:
    r = allocate(UTAN_SPARR, Bygge(1_000_000).add("A").pledge("A", 900_000).make())
    kommunen = next(b for b in r.bidrag if b.part == "kommun")
    assert kommunen == Bidrag("A", "kommun", "A1", 500_000, 900_000)
    assert kommunen.over_matchning_kr == 400_000


TVA = Bygge(4_000_000).add("B")


@pytest.mark.parametrize(
    ("vem", "bygge"),
    [
        ("modellen", TVA.add("A")),
        ("askande", TVA.add("A", askande_kr=1_000_000)),
        ("kommuner", TVA.add("A").pledge("A", 500_000)),
        ("region", TVA.add("A").pledge("A", regioner_kr={"R1": 500_000})),
        ("eget kapital", TVA.add("A", fjol=1_000_000, kapital=900_000)),
        ("sparr", TVA.add("A", fjol=3_000_000)),
        ("askande", TVA.add("A", askande_kr=1_000_000).pledge("A", 500_000)),  # as low: the äskande is named first
        ("kommuner", TVA.add("A", askande_kr=1_000_000).pledge("A", 499_000)),
        ("kommuner", TVA.add("A", fjol=3_000_000).pledge("A", 500_000)),  # the ceiling holds back the floor
        ("modellen", TVA.add("A").pledge("A", 1_000_000)),  # the ceiling is just what the model gives
        ("modellen", TVA.add("A", fjol=2_000_000)),  # the floor lies below
        ("sparr", TVA.add("A", fjol=2_500_000).pledge("A", 1_125_000)),  # floor and ceiling at the same krona
    ],
)
def test_who_limits(vem: str, bygge: Bygge) -> None:
    assert limit(MED_SPARR, bygge, "A") == vem


def test_everyone_at_a_ceiling_is_limited_when_money_is_left() -> None:
    bygge = Bygge(9_000_000).add("A", askande_kr=1_000_000).add("B").pledge("B", 2_000_000)
    assert allocate(UTAN_SPARR, bygge.make()).begransas_av.tolist() == ["askande", "kommuner"]


@pytest.mark.parametrize(
    ("bygge", "mer_kr"),
    [
        (TVA.add("A", askande_kr=1_000_000), HOJNING_KR),
        (TVA.add("A").pledge("A", 500_000), 2 * HOJNING_KR),
        (TVA.add("A").pledge("A", regioner_kr={"R1": 500_000}), 2 * HOJNING_KR),
        (TVA.add("A", regioner=[None]).pledge("A", 900_000), HOJNING_KR),
        (TVA.add("A", fjol=1_000_000, kapital=900_000), HOJNING_KR // 2),
        (TVA.add("A").pledge("A", 990_000), 20_000),  # only as far as base and key go
    ],
)
def test_what_more_from_the_limiting_party_gives(bygge: Bygge, mer_kr: int) -> None:
    r = allocate(UTAN_SPARR, bygge.make())
    hojda = compute_raised_grants(r)
    assert hojda[0] - r.tilldelning_kr[0] == mer_kr
    assert np.isnan(hojda[1])


def test_a_raise_that_would_lift_a_floor_over_the_pot_has_no_answer() -> None:
    """A's pledge holds back its floor of 2 700 000; 100 000 kr more would let it up, and the pot cannot pay both."""
    bygge = (
        Bygge(3_350_000).add("A", fjol=3_000_000).pledge("A", 1_000_000).add("B", fjol=1_500_000, askande_kr=1_350_000)
    )
    r = allocate(MED_SPARR, bygge.make())
    assert r.tilldelning_kr.tolist() == [2_000_000, 1_350_000]
    assert np.isnan(compute_raised_grants(r)[0])


@NAGRA
@given(draw_modell(), draw_bygge(), st.data())
def test_a_raised_grant_is_the_grant_of_a_run_with_the_raise(modell: Modell, bygge: Bygge, data: st.DataObject) -> None:
    r = try_allocate(modell, bygge)
    i = data.draw(st.integers(0, len(r.underlag.koder) - 1))
    vem = str(r.begransas_av[i])
    assume(vem in ("askande", "eget kapital"))
    f = r.underlag.forbund[i]
    if vem == "askande":
        hojd = replace(f, askande_kr=(f.askande_kr or 0) + HOJNING_KR)
    else:
        hojd = replace(f, eget_kapital_kr=f.eget_kapital_kr - HOJNING_KR)
    hojt = replace(bygge, forbund=tuple(hojd if g.forbund_kod == f.forbund_kod else g for g in bygge.forbund))
    assert compute_raised_grants(r)[i] == try_allocate(modell, hojt).tilldelning_kr[i]
