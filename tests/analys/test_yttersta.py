"""The highest floor that can be paid and the lowest ceiling that spends the pot, against bisection on the engine."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import Phase, assume, given, settings

import fordelning as f
from fordelning.analys.yttersta import find_outermost
from fordelning.begrepp import Underlag
from fordelning.fel import GolvFel
from fordelning.modell import Modell
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund, make_resultat
from fordelning.rapport.fordelning.text import summarize
from tests.slump import LASNINGAR, MED_SPARR, SJUKPENNING, UTAN_SPARR, draw_bygge, draw_modell, read_so
from tests.underlag_bygge import Bygge


def make_u(bygge: Bygge) -> Underlag:
    """No grant last year of a few kronor: a krona of such a floor is a share that no float holds."""
    forbund = (
        replace(x, tilldelning_fjol_kr=x.tilldelning_fjol_kr and x.tilldelning_fjol_kr + 10**5) for x in bygge.forbund
    )
    return replace(bygge, forbund=tuple(forbund)).make()


def bisect(galler: Callable[[float], bool], hogst: float) -> float:
    """The largest share a condition holds for, which holds for 0 and stops holding once."""
    lag, hog = 0.0, hogst
    for _ in range(50):
        mitt = (lag + hog) / 2
        lag, hog = (mitt, hog) if galler(mitt) else (lag, mitt)
    return lag


@settings(max_examples=12, phases=[Phase.generate])
@given(draw_bygge(6), draw_modell(), LASNINGAR)
def test_the_highest_floor_is_where_the_engine_begins_to_refuse(
    bygge: Bygge, modell: Modell, lasning: tuple[str, str, str]
) -> None:
    """Shares up to 1 are asked by the spärr; larger ones by larger grants of last year and no spärr at all."""
    u = make_u(bygge)
    med = MED_SPARR.model_copy(update={"avrundning": modell.avrundning, "eget_kapital": modell.eget_kapital})
    med = read_so(med, *lasning)

    def pays(andel: float) -> bool:
        skalad = replace(u, tilldelning_fjol_kr=u.tilldelning_fjol_kr * andel)
        ingen = med.sparr.model_copy(update={"hogsta_minskning_andel": 0.0})  # type: ignore[union-attr]
        try:
            f.Fall(skalad, med.model_copy(update={"sparr": ingen})).allocate()
        except GolvFel:
            return False
        return True

    assume(pays(0.0))
    svar = find_outermost(med, u).hogsta_golv_andel
    if svar is None:
        assert pays(1e6)
    else:
        summa_kr = float(u.tilldelning_fjol_kr.sum())
        assert abs(bisect(pays, 1e6) - svar) * summa_kr < 1
        assert pays(svar)


@settings(max_examples=12, phases=[Phase.generate])
@given(draw_bygge(6), draw_modell(), LASNINGAR)
def test_the_lowest_ceiling_is_where_the_engine_begins_to_give_the_whole_pot(
    bygge: Bygge, modell: Modell, lasning: tuple[str, str, str]
) -> None:
    """A ceiling of so many times last year's grant is an äskande (so all share); a new one is held at base and key."""
    assume(lasning[2] == "alla")
    u = make_u(bygge)
    utan = UTAN_SPARR.model_copy(update={"avrundning": modell.avrundning, "eget_kapital": modell.eget_kapital})
    utan = read_so(utan, *lasning)
    nytt = u.tilldelning_fjol_kr == 0
    beraknad_kr = np.maximum(f.Fall(u, utan).allocate().bok.beraknad_kr, 0.0)
    enhet_kr = utan.avrundning.enhet_kr

    def keeps(andel: float) -> bool:
        tak_kr = np.minimum(u.askande_kr, np.where(nytt, beraknad_kr, andel * u.tilldelning_fjol_kr))
        r = f.Fall(replace(u, askande_kr=tak_kr), utan).allocate()
        return float(r.ej_fordelat_kr) >= enhet_kr  # type: ignore[arg-type]

    assume(keeps(0.0))
    svar = find_outermost(utan, u).lagsta_tak_andel
    if svar is None:
        assert keeps(1e9)
    else:
        assert abs(bisect(keeps, 1e6) - svar) * float(u.tilldelning_fjol_kr.sum()) < 1
        assert not keeps(svar)


def test_a_case_worked_by_hand_stands_beside_what_the_model_chose() -> None:
    """Ten million: floors of 4 and 8 mkr last year, and 1 mkr asked for by the second: 9 of 4 mkr, so 2.25 times."""
    u = Bygge(10_000_000).add("A", fjol=4_000_000).add("B", fjol=8_000_000, askande_kr=1_000_000).make()
    y = find_outermost(MED_SPARR, u)
    assert (y.hogsta_golv_andel, y.valt_golv_andel) == (2.25, 0.9)
    assert (y.lagsta_tak_andel, y.valt_tak_andel) == (2.25, None)
    utan_aska = Bygge(9_000_000).add("A", fjol=4_000_000).add("B", fjol=8_000_000).make()
    assert find_outermost(UTAN_SPARR, utan_aska).hogsta_golv_andel == 0.75
    assert find_outermost(UTAN_SPARR, utan_aska).valt_golv_andel is None


def test_a_model_with_a_ceiling_of_sjukpenning_has_its_share_beside() -> None:
    u = (
        Bygge(10_000_000, enhet="tkr")
        .add("A", 1_000, 200_000.0)
        .add("B", 1_000, 300_000.0, askande_kr=4_000_000)
        .make()
    )
    y = find_outermost(SJUKPENNING, u)
    assert y.lagsta_tak_andel == pytest.approx(0.03) and (y.valt_tak_andel, y.tak_av) == (0.05, "sjukpenningen")
    fattig = replace(u, askande_kr=np.array([1e6, 1e6]))
    assert find_outermost(SJUKPENNING, fattig).lagsta_tak_andel is None


@pytest.mark.parametrize("ram", [1_000, 999_999, 20_000_000])
@pytest.mark.parametrize("fjol", [1, 77_777, 10**6])
def test_one_forbund_alone_is_the_pot_over_last_years_grant(ram: int, fjol: int) -> None:
    u = Bygge(ram).add("A", fjol=fjol).make()
    y = find_outermost(UTAN_SPARR, u)
    hela_kr = ram // 1_000 * 1_000
    assert y.hogsta_golv_andel == pytest.approx(hela_kr / fjol) == y.lagsta_tak_andel


def test_where_nobody_had_a_grant_last_year_there_is_neither_floor_nor_ceiling() -> None:
    y = find_outermost(MED_SPARR, Bygge(5_000_000).add("A").add("B", 2_001).make())
    assert y.hogsta_golv_andel is None and y.lagsta_tak_andel is None


def test_what_frisam_uses_of_the_sjukpenning_is_taken_from_the_ceiling() -> None:
    """5 of 100 mkr: the pot of 4 mkr and the 1 that Frisam uses."""
    bygge = Bygge(4_000_000, enhet="tkr").add("A", 1_000, 100_000.0)
    omraden = tuple(replace(o, frisam_kr=1_000_000) for o in bygge.omraden)
    y = find_outermost(SJUKPENNING, replace(bygge, omraden=omraden).make())
    assert y.lagsta_tak_andel == pytest.approx(0.05)


def test_they_stand_in_every_result_beside_what_the_model_chose() -> None:
    r = f.Fall(Bygge(10_000_000).add("A", fjol=4_000_000).add("B", fjol=4_000_000).make(), MED_SPARR).allocate()
    text = summarize(Fordelningsgrund(r)).replace("\N{NO-BREAK SPACE}", " ")
    assert "Högsta golv             125 % av fjolårets tilldelning räcker ramen till (modellens: 90 %)" in text
    granser = make_resultat(Fordelningsgrund(r))["yttersta_granser"]
    assert (granser["hogsta_golv_andel"], granser["valt_golv_andel"]) == (1.25, 0.9)
