"""The bridge from last year to this year: exact, independent of order, nothing for what did not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from itertools import permutations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

import fordelning as f
from fordelning.analys.brygga import _allocate_mixtures
from fordelning.analys.mellanlage import FORBUNDETS, ORSAKER, REGELAVSNITT, STATISTIK, make_between
from fordelning.analys.regelpris import UTAN
from fordelning.analys.shapley import share_out
from fordelning.ar.andringar import Andringar, Dela, Flytta, SlaIhop
from fordelning.ar.tillampning import apply
from fordelning.begrepp import Underlag
from fordelning.fel import GolvFel
from fordelning.modellkontroll import meet
from fordelning.regler import REGLER
from fordelning.underlag import check, read_checked
from fordelning.underlag.texter import make_ratext
from tests.kommando import run
from tests.slump import LASNINGAR, MED_SPARR, UTAN_SPARR, draw_bygge, draw_modell, read_so
from tests.underlag_bygge import Bygge


def make_bygge() -> Bygge:
    """Five förbund: two areas in A, an excess in B, an äskande in C, a spärr in D."""
    bygge = Bygge(35_000_000).add("A", (900, 500), (120.0, 80.0), 5_000_000, 600_000)
    bygge = bygge.add("B", 2_000, 300.0, 6_000_000, 2_600_000, bidrag_fjol_kr=11_000_000)
    bygge = bygge.add("C", 700, 90.0, 4_000_000, 100_000, askande_kr=3_500_000).pledge("A", 900_000, 500_000)
    return bygge.add("D", 1_500, 150.0, 12_000_000).add("E", 1_000, 120.0, 3_000_000)


FALL = f.Fall(make_bygge().make(), MED_SPARR)


def sum_by_cause(b: Any) -> dict[str, int]:
    """Kronor moved by every cause that moved any."""
    flyttat = np.abs(b.belopp_kr).sum(axis=0)
    return {orsak: int(kr) for orsak, kr in zip(b.orsaker, flyttat.tolist(), strict=True) if kr}


def test_every_rule_and_every_figure_of_the_engine_is_some_causes() -> None:
    assert sorted(namn for egna in REGELAVSNITT.values() for namn in egna) == sorted(REGLER)
    vektorer = {n for n in Underlag.__dataclass_fields__ if isinstance(getattr(FALL.underlag, n), np.ndarray)}
    forbundets = {n for egna in FORBUNDETS.values() for n in egna}
    assert vektorer == {"ram_kr", "manader_andel", "utan_region", *STATISTIK.values(), *forbundets}
    assert {*REGLER} - {*UTAN} == {"fordelningsnyckel", "aterfordelning"}


@pytest.mark.langsam
@settings(max_examples=12)
@given(st.data())
def test_causes_sum_to_the_change_of_any_two_data_sets_and_models(data: st.DataObject) -> None:
    fran, till = (
        f.Fall(data.draw(draw_bygge()).make(), read_so(data.draw(draw_modell()), *data.draw(LASNINGAR)))
        for _ in range(2)
    )
    try:
        b, fore, efter = f.bridge(fran, till), fran.allocate(), till.allocate()
    except GolvFel:
        assume(False)
    j = f.compare(fore, efter)
    assert (b.fore_kr == j.a_kr).all() and (b.efter_kr == j.b_kr).all()
    assert (b.belopp_kr.sum(axis=1) == j.andring_kr).all()
    assert sum_by_cause(b).keys() <= set(b.andrade)
    varden, _ = _allocate_mixtures(make_between(fran, till))
    assert (varden[0] == b.fore_kr).all() and (varden[-1] == b.efter_kr).all()


@settings(max_examples=12)
@given(st.integers(0, 4), st.integers(1, 4), st.data())
def test_the_shares_are_shapley_values_to_the_krona_and_rows_and_columns_sum(n: int, rader: int, data: Any) -> None:
    tal = st.lists(st.sampled_from([0, 1_000, 7]) | st.integers(0, 10**7), min_size=rader, max_size=rader)
    varden = np.array([data.draw(tal) for _ in range(2**n)], np.int64)
    exakt = [[Fraction(0)] * n for _ in range(rader)]
    ordningar = list(permutations(range(n)))
    for ordning in ordningar:
        mangd = 0
        for j in ordning:
            for i in range(rader):
                exakt[i][j] += Fraction(int(varden[mangd | 1 << j, i] - varden[mangd, i]), len(ordningar))
            mangd |= 1 << j
    svar = share_out(varden)
    assert svar.shape == (rader, n)
    assert all(abs(svar[i, j] - exakt[i][j]) < 1 for i in range(rader) for j in range(n))
    assert (svar.sum(axis=1) == varden[-1] - varden[0]).all()
    for j in range(n):
        summa = sum((rad[j] for rad in exakt), Fraction(0))
        assert abs(int(svar[:, j].sum()) - summa) < rader


ENSKILDA: dict[str, Callable[[f.Fall], f.Fall]] = {
    "ram": lambda x: x.change(ram_kr=36_000_000),
    "forsorjningsmatt": lambda x: x.change(forsorjningsmatt={"B": 200.0, "E": 150.0}),
    "invanare": lambda x: x.change(invanare_antal={"A": 1_900}),
    "indelning": lambda x: x.change(manader_andel={"E": 0.5}),
    "grund_och_nyckel": lambda x: x.change(belopp_kr=300_000, andel_forsorjningsmatt=0.5),
    "eget_kapital": lambda x: x.change(eget_kapital_kr={"D": 4_000_000}, statens_andel_av_overskott=0.25),
    "sparr": lambda x: x.change(hogsta_minskning_andel=0.05),
    "medfinansiering": lambda x: x.change(askande_kr={"C": None, "E": 2_000_000}),
    "avrundning": lambda x: x.change(enhet_kr=50_000),
}


@pytest.mark.parametrize("orsak", ENSKILDA)
def test_what_did_not_change_is_exactly_nothing(orsak: str) -> None:
    for par in ((FALL, ENSKILDA[orsak](FALL)), (ENSKILDA[orsak](FALL), FALL)):
        b = f.bridge(*par)
        assert b.andrade == (orsak,)
        assert sum_by_cause(b).keys() == {orsak}
        assert (b.belopp_kr[:, b.orsaker.index(orsak)] == b.andring_kr).all()


def test_back_again_is_the_same_with_the_other_sign_and_to_oneself_is_nothing() -> None:
    till = FALL
    for andra in ENSKILDA.values():
        till = andra(till)
    fram, bakat = f.bridge(FALL, till), f.bridge(till, FALL)
    assert set(fram.andrade) == set(ENSKILDA)
    assert np.abs(fram.belopp_kr + bakat.belopp_kr).max() <= 2
    assert f.bridge(FALL, FALL).andrade == () and not f.bridge(FALL, FALL).belopp_kr.any()


def test_the_order_of_rows_makes_no_difference() -> None:
    till = FALL.change(ram_kr=36e6, forsorjningsmatt={"B": 200.0}, eget_kapital_kr={"D": 4_000_000})
    a, b = FALL.underlag, till.underlag
    bak = make_bygge()
    vant = replace(bak, forbund=bak.forbund[::-1], omraden=bak.omraden[::-1], utfastelser=bak.utfastelser[::-1]).make()
    omvand = replace(b, omraden=b.omraden[::-1])
    pd.testing.assert_frame_equal(
        f.bridge(FALL, till).tabell(), f.bridge(f.Fall(vant, MED_SPARR), replace(till, underlag=omvand)).tabell()
    )
    assert a.koder == vant.koder


def test_money_that_causes_only_move_sums_to_nothing_and_the_pot_to_its_change() -> None:
    till = FALL.change(ram_kr=36e6, forsorjningsmatt={"B": 200.0}, belopp_kr=300_000)
    b = f.bridge(FALL, till)
    summor = dict(zip(b.orsaker, b.belopp_kr.sum(axis=0).tolist(), strict=True))
    assert summor == dict.fromkeys(ORSAKER, 0) | {"ram": 1_000_000}


def test_a_new_a_closed_and_a_moved_area_are_who_belongs_where_and_nothing_else() -> None:
    fore = make_bygge()
    flyttad = replace(
        fore, omraden=tuple(replace(o, forbund_kod="B") if o.omrade_kod == "A2" else o for o in fore.omraden)
    )
    flyttad = replace(flyttad, utfastelser=())
    b = f.bridge(f.Fall(replace(fore, utfastelser=()).make(), UTAN_SPARR), f.Fall(flyttad.make(), UTAN_SPARR))
    assert b.andrade == ("indelning",)
    nytt = fore.add("N", 800, 100.0)
    b = f.bridge(f.Fall(fore.make(), MED_SPARR), f.Fall(nytt.make(), MED_SPARR))
    assert b.andrade == ("indelning",) and b.slag[-1] == "nytt" and b.andring_kr[-1] == b.efter_kr[-1] > 0
    stangt = f.bridge(f.Fall(nytt.make(), MED_SPARR), f.Fall(fore.make(), MED_SPARR))
    assert stangt.andrade == ("indelning",) and stangt.slag[-1] == "upphört" and stangt.efter_kr[-1] == 0


@pytest.mark.parametrize(
    "andringar",
    [
        {"sla_ihop": (SlaIhop(forbund=("A", "B"), till="A"),)},
        {"sla_ihop": (SlaIhop(forbund=("A", "B"), till="Ny", namn="Ny"),)},
        {"dela": (Dela(forbund="A", till={"A": ("A1",), "A9": ("A2",)}),)},
        {"flytta": (Flytta(omrade=("A2",), till="B"),)},
    ],
    ids=["slås ihop", "slås ihop till ett nytt", "delas", "område flyttas"],
)
def test_what_andra_only_moves_is_who_belongs_where(tmp_path: Path, andringar: dict[str, Any]) -> None:
    """Last year's grants, eget kapital and pledges have the same sums as before: nothing of them has changed."""
    bygge = replace(make_bygge(), utfastelser=(), budgetar=2026)
    bygge = replace(bygge, forbund=tuple(replace(x, bidrag_fjol_kr=None, askande_kr=None) for x in bygge.forbund))
    mapp = bygge.write(tmp_path / "u")
    fore = f.read(mapp, "forslag/sparr_kvar")
    andrat = apply(read_checked(mapp), Andringar(**andringar), fore.allocate())
    efter = f.Fall(meet(fore.modell, check(make_ratext(andrat.texter)).underlag), fore.modell)
    b = f.bridge(fore, efter)
    assert b.andrade == ("indelning",)
    assert (b.belopp_kr.sum(axis=1) == b.andring_kr).all() and b.andring_kr.any()
    tillbaka = f.bridge(efter, fore)
    assert tillbaka.andrade == ("indelning",)


def test_in_a_merger_only_what_its_sum_has_changed_by_is_eget_kapital(tmp_path: Path) -> None:
    mapp = make_bygge().write(tmp_path / "u")
    fore = f.read(mapp, "forslag/sparr_kvar")
    andringar = Andringar(sla_ihop=(SlaIhop(forbund=("D", "E"), till="D"),))
    andrat = apply(read_checked(mapp), andringar, fore.allocate())
    efter = f.Fall(meet(fore.modell, check(make_ratext(andrat.texter)).underlag), fore.modell)
    mer = efter.change(eget_kapital_kr={"D": 9_000_000})
    assert f.bridge(fore, efter).andrade == ("indelning",)
    assert f.bridge(fore, mer).andrade == ("indelning", "eget_kapital")


def test_a_kommun_that_is_divided_otherwise_has_the_same_figures() -> None:
    """Only what the areas sum to in the kommun is a figure that can change."""
    fore = Bygge(10_000_000).add("A", 1_000, 100.0).add("B", 1_000, 300.0)
    hel = fore.make()
    delar = [
        replace(o, omrade_kod=f"A1-{namn}", invanare_antal=antal, forsorjningsmatt=matt)
        for o in hel.omraden[:1]
        for namn, antal, matt in (("NORR", 400, 30.0), ("SOR", 600, 70.0))
    ]
    delad = replace(fore, omraden=(*delar, *hel.omraden[1:])).make()
    b = f.bridge(f.Fall(hel, UTAN_SPARR), f.Fall(delad, UTAN_SPARR))
    assert b.andrade == ("indelning",) and not b.belopp_kr.any()


def test_where_the_pot_cannot_pay_the_floors_of_a_mixture_they_are_lowered_and_that_is_told() -> None:
    fran, till = (
        f.Fall(
            Bygge(ram).add("A", fjol=fjol, bidrag_fjol_kr=0).add("B", 2_000, fjol=3_000_000).make(),
            MED_SPARR,
        )
        for ram, fjol in ((10_000_000, 6_000_000), (6_000_000, 3_000_000))
    )
    b = f.bridge(fran, till)
    assert (b.belopp_kr.sum(axis=1) == b.andring_kr).all()
    assert any("1 av 4 mellanlägen" in str(a) for a in b.varningar)


def test_it_begins_with_what_last_years_inputs_give_and_warns_where_another_figure_stands() -> None:
    gavs = dict(zip(FALL.koder, FALL.allocate().tilldelning_kr.tolist(), strict=True))
    till = FALL.change(tilldelning_fjol_kr=gavs | {"D": 7_777_000})
    b = f.bridge(FALL, till)
    (varning,) = [a for a in b.varningar if "tilldelning_fjol_kr" in a.plats]
    assert "förbund D" in varning.plats and varning.allvar == "varning" and "7\u00a0777\u00a0000" in varning.vad
    with pytest.raises(f.UnderlagFel, match="scenarier"):
        f.bridge(FALL, FALL.change(ram_kr=[1e7, 2e7]))


def test_the_command_writes_the_contracted_columns_and_says_the_largest_causes_in_words(tmp_path: Path) -> None:
    fjol = replace(make_bygge(), budgetar=2025, ram_kr=34_000_000)
    i_ar = make_bygge().add("N", 800, 100.0)
    vagar = [str(fjol.write(tmp_path / "fjol")), str(i_ar.write(tmp_path / "i_ar"))]
    ut = tmp_path / "ut"
    svar = run("brygga", vagar[1], "--fran", vagar[0], "--ut", ut)
    assert svar.exit_code == 0, svar.output
    t = pd.read_csv(ut / "brygga.csv")
    assert t.columns.tolist() == ["forbund_kod", "orsak", "belopp_kr"]
    assert t["forbund_kod"].tolist() == [kod for kod in "ABCDEN" for _ in ORSAKER]
    fall = [f.read(vag) for vag in vagar]
    assert (t.groupby("forbund_kod")["belopp_kr"].sum().to_numpy() == f.bridge(*fall).andring_kr).all()
    assert "Indelningen i förbund (+" in svar.stdout and "N Förbundet N, nytt" in svar.stdout
    assert {fil.name for fil in ut.iterdir()} == {"brygga.csv", "analys.xlsx"}
    igen = run("brygga", vagar[1], "--fran", vagar[0], "--ut", ut)
    assert igen.exit_code == 0, igen.output


def test_forklara_begins_with_last_year_and_with_fran_its_causes(tmp_path: Path) -> None:
    fjol = replace(make_bygge(), budgetar=2025, ram_kr=34_000_000)
    vagar = [str(b.write(tmp_path / str(b.budgetar))) for b in (fjol, make_bygge())]
    fall = [f.read(vag) for vag in vagar]
    b = f.bridge(*fall)

    def explain(*mer: str) -> list[str]:
        svar = run("forklara", vagar[1], "--forbund", "E", *mer)
        assert svar.exit_code == 0, svar.output
        return svar.stdout.replace("\N{NO-BREAK SPACE}", " ").splitlines()

    i_ar = int(b.efter_kr[4])
    assert f"Året före (2025): 3 000 000 kr. Ändring: +{i_ar - 3_000_000:,} kr (".replace(",", " ") in explain()[2]
    med = explain("--fran", vagar[0])
    assert f"Året före (2025): {b.fore_kr[4]:,} kr. Ändring: +".replace(",", " ") in med[2]
    assert med[4:7] == [
        "Från 2025 till 2026, orsak för orsak",
        f"      ramen: +{b.andring_kr[4]:,} kr".replace(",", " "),
        f"      tillsammans: +{b.andring_kr[4]:,} kr".replace(",", " "),
    ]
    assert f.explain(fall[1], "E", fall[0]).replace("\N{NO-BREAK SPACE}", " ").splitlines()[2] == med[2]
    assert run("forklara", vagar[1], "--forbund", "E", "--modell-fran", "x").exit_code == 2
