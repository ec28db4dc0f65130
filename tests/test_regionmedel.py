"""A region's one sum for all its förbund: what it caps, how it is shared, the gate, and who passes it on."""

from __future__ import annotations

import json
from fractions import Fraction
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.analys.brygga import bridge
from fordelning.analys.hojning import HOJNING_KR, compute_raised_grants
from fordelning.analys.lage import Fall
from fordelning.analys.regelpris import price_rules
from fordelning.analys.scenarier import draw
from fordelning.analys.trosklar import find_thresholds
from fordelning.fel import GolvFel
from fordelning.mall.bok import write_mall
from fordelning.mall.csv import write_underlag
from fordelning.modell import Modell
from fordelning.regionmedel import freeze_regions, limit_regions, share_regions
from fordelning.resultat import Resultat, allocate
from fordelning.underlag import examine, read_checked
from fordelning.underlag.texter import make_ratext
from tests.ar.aret import change, make_granskat, make_texter
from tests.budget_bygge import make_budget, make_grund
from tests.kommando import run
from tests.slump import UTAN_SPARR, draw_bygge, draw_modell
from tests.underlag.prov import Prov, find_faults
from tests.underlag_bygge import Bygge

GRUND = Bygge(20_000_000).add("A", 1_000, 100).add("B", 3_000, 300).add("C", 500, 50, regioner=["R2"])


def give(prov: Prov, *rader: tuple[str, str, str]) -> Prov:
    prov.tabeller["regionmedel"] = [["region_kod", "utlovat_kr", "fordelning"], *map(list, rader)]
    return prov


def paid(r: Resultat, region: str) -> int:
    return sum(b.belopp_kr for b in r.bidrag if (b.part, b.motpart_kod) == ("region", region))


@pytest.mark.langsam
@settings(max_examples=25)
@given(draw_modell(), draw_bygge(), st.data())
def test_no_region_pays_more_than_its_sum_and_every_part_is_whole(modell: Modell, bygge: Bygge, data: Any) -> None:
    hur = st.sampled_from(["nyckel", "lika", "lista"])
    summor = {r.region_kod: (data.draw(st.integers(0, 9_000_000)), data.draw(hur)) for r in bygge.regioner}
    underlag = bygge.fund(**summor).make()
    try:
        r = allocate(modell, underlag)
    except GolvFel:
        assume(False)
        raise
    for kod, (summa_kr, fordelning) in summor.items():
        assert paid(r, kod) <= summa_kr
        if not (d := share_regions(modell, underlag).get(kod)):
            continue
        delar = d.del_kr[d.medlem]
        assert (delar == np.round(delar)).all()
        lovat = sum(u.utlovat_kr for u in underlag.utfastelser if (u.part, u.motpart_kod) == ("region", kod))
        assert delar.sum() == (min(summa_kr, lovat) if fordelning == "lista" else summa_kr)


def test_the_key_of_a_region_is_the_models_for_its_areas_and_months() -> None:
    bygge = Bygge(9_000_000).add("A", [700, 300], [5, 20], regioner=["R1", "R2"], manader=5).add("B", 400, 8)
    bygge = bygge.add("C", 900, 2).fund(R1=(1_000_003, "nyckel"))
    d = share_regions(UTAN_SPARR, bygge.make())["R1"]
    vikter = [
        manader * (Fraction(3, 4) * Fraction(matt, 35) + Fraction(1, 4) * Fraction(invanare, 2_300))
        for manader, matt, invanare in ((Fraction(5, 12), 5, 700), (Fraction(1), 8, 400), (Fraction(1), 2, 900))
    ]
    assert [abs(kr - 1_000_003 * v / sum(vikter)) < 1 for kr, v in zip(d.del_kr.tolist(), vikter, strict=True)]
    np.testing.assert_allclose(d.vikt, [float(v) for v in vikter], rtol=1e-12)
    assert d.del_kr.sum() == 1_000_003


def test_without_the_file_nothing_is_another() -> None:
    underlag = GRUND.pledge("A", regioner_kr={"R1": 300_000}).make()
    assert limit_regions(UTAN_SPARR, underlag) is underlag.regioner_utlovat_kr


def test_a_sum_too_large_to_limit_changes_nothing() -> None:
    for hur in ("nyckel", "lika"):
        r = allocate(UTAN_SPARR, GRUND.fund(R1=(10**12, hur)).make())  # type: ignore[arg-type]
        assert r.tilldelning_kr.tolist() == allocate(UTAN_SPARR, GRUND.make()).tilldelning_kr.tolist()


def test_a_region_without_anything_beside_one_with_a_sum_counts_as_0() -> None:
    bygge = Bygge(9_000_000).add("A", [500, 500], regioner=["R1", "R2"]).add("B").fund(R1=(600_000, "lika"))
    r = allocate(UTAN_SPARR, bygge.make())
    assert (paid(r, "R1"), paid(r, "R2")) == (600_000, 0)
    assert r.begransas_av.tolist() == ["region", "region"]


def test_more_from_the_region_is_more_to_that_forbund_alone() -> None:
    r = allocate(UTAN_SPARR, GRUND.fund(R1=(900_000, "nyckel")).make())
    hojda = compute_raised_grants(r)
    assert (hojda[:2] - r.tilldelning_kr[:2]).tolist() == [2 * HOJNING_KR] * 2


def test_scenarios_share_the_sum_as_each_alone_would() -> None:
    fall = Fall(GRUND.pledge("B", regioner_kr={"R1": 500_000}).fund(R1=(900_000, "nyckel")).make(), UTAN_SPARR)
    matt = np.array([[100.0, 300, 50], [250, 90, 50], [1, 1, 1]])
    lovat = np.array([[np.inf, 500_000, np.inf], [np.inf, 200_000, np.inf], [np.inf, np.inf, np.inf]])
    alla = fall.change(
        forsorjningsmatt=matt, regioner_utlovat_kr=lovat, andel_forsorjningsmatt=[0.75, 0.5, 1]
    ).allocate()
    for s, andel in enumerate((0.75, 0.5, 1)):
        ett = fall.change(forsorjningsmatt=matt[s], regioner_utlovat_kr=lovat[s], andel_forsorjningsmatt=andel)
        assert ett.allocate().tilldelning_kr.tolist() == alla.tilldelning_kr[s].tolist()


def test_the_budget_says_the_part_as_what_the_region_has_pledged() -> None:
    grund = make_grund(GRUND.fund(R1=(900_000, "nyckel")))
    budget = make_budget("B", grund)
    [regionen] = [m for m in budget.underlag.motparter if m.part == "region"]
    assert (regionen.utlovat_kr, budget.compute_sum("region")) == (675_000, 675_000)


def test_fordela_tells_what_each_region_pays_of_its_sum(tmp_path: Path) -> None:
    bygge = GRUND.fund(R1=(900_001, "nyckel"))
    svar = run("fordela", bygge.write(tmp_path / "in"), "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    assert "Region R1" in svar.output
    data = json.loads((tmp_path / "ut" / "resultat.json").read_text("utf-8"))
    [medel] = data["regionmedel"]
    assert medel == {"region_kod": "R1", "utlovat_kr": 900_001, "fordelning": "nyckel", "betalar_kr": 900_000}
    assert any("regions ena summa" in a for a in data["antaganden"])
    forklarat = run("forklara", tmp_path / "in", "--forbund", "A").output
    assert "Antagande om regionernas summor" in forklarat
    harledning = (tmp_path / "ut" / "harledning.csv").read_text("utf-8")
    assert "till alla sina förbund, delade efter nyckeln; regionerna ger högst" in harledning


@pytest.mark.parametrize(
    ("rader", "kolumn", "ord_"),
    [
        ([("R9", "1", "lika")], "region_kod", "«R9» finns inte i regioner.csv"),
        ([("R1", "1", "lika"), ("R1", "2", "lika")], "region_kod", "«R1» finns redan"),
        ([("R1", "-1", "lika")], "utlovat_kr", "negativt"),
        ([("R1", "1,5", "lika")], "utlovat_kr", "inget tal i hela kronor"),
        ([("R1", "", "lika")], "utlovat_kr", "värdet saknas"),
        ([("R1", "1", "nycklar")], "fordelning", "inget känt val"),
        ([("R2", "1", "lista")], "fordelning", "region «R2» delar sin summa efter lista, men har ingen utfästelse"),
    ],
)
def test_a_fault_is_one_finding_in_its_cell(
    rader: list[tuple[str, str, str]], kolumn: str, ord_: str, tmp_path: Path
) -> None:
    [fel] = find_faults(give(Prov(), *rader).write(tmp_path))
    assert ord_ in fel.vad
    assert fel.plats.startswith("regionmedel.csv rad ") and kolumn in fel.plats


@pytest.mark.parametrize(
    ("rad", "ord_"),
    [
        (("R1", "1500001", "lista"), "region «R1»: B, C saknas i listan och räknas som 0 kr"),
        (("R1", "1500001", "lista"), "listan är 1\u00a0500\u00a0000 kr men summan 1\u00a0500\u00a0001 kr"),
        (("R2", "900000", "lika"), "förbund B: region R1 har varken summa eller utfästelse och räknas som 0 kr"),
    ],
)
def test_what_is_likely_a_mistake_is_told(rad: tuple[str, str, str], ord_: str) -> None:
    granskat, funna = examine(make_ratext(make_texter(give(Prov(), rad))))
    assert granskat is not None
    assert any(ord_ in a.vad for a in funna)


def test_a_control_total_of_pledges_is_the_pledges_until_there_are_two_tables(tmp_path: Path) -> None:
    prov = Prov()
    prov.installningar["kontrollsummor"]["utlovat_kr"] = 2_900_000
    assert find_faults(prov.write(tmp_path / "a")) == []
    [fel] = find_faults(give(prov, ("R1", "1500000", "nyckel")).write(tmp_path / "b"))
    assert "finns i flera tabeller" in fel.vad


def test_the_table_goes_out_in_a_workbook_and_comes_back(tmp_path: Path) -> None:
    mapp = give(Prov(), ("R1", "1500000", "nyckel"), ("R2", "0", "lika")).write(tmp_path / "mapp")
    write_mall(tmp_path / "bok.xlsx", read_checked(mapp))
    write_underlag(read_checked(tmp_path / "bok.xlsx"), tmp_path / "csv")
    assert (tmp_path / "csv" / "regionmedel.csv").read_text("utf-8") == (mapp / "regionmedel.csv").read_text("utf-8")


def test_changes_of_forbund_keep_the_sum() -> None:
    granskat = make_granskat(give(Prov(), ("R1", "1500000", "nyckel")))
    andrat = change(granskat, '[[sla_ihop]]\nforbund = ["A", "B"]\ntill = "AB"\nnamn = "Alfabeta"\n')
    assert andrat.texter.tabeller["regionmedel"] == granskat.texter.tabeller["regionmedel"]


def test_the_next_year_begins_without_sums(tmp_path: Path) -> None:
    mapp = give(Prov(), ("R1", "1500000", "nyckel")).write(tmp_path / "mapp")
    svar = run("nytt-ar", mapp, "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output
    assert (tmp_path / "ny" / "forbund.csv").exists() and not (tmp_path / "ny" / "regionmedel.csv").exists()


def test_the_bridge_tells_a_sum_as_matching() -> None:
    fran, till = (Fall(b.make(), UTAN_SPARR) for b in (GRUND, GRUND.fund(R1=(900_000, "nyckel"))))
    brygga = bridge(fran, till)
    assert brygga.andrade == ("medfinansiering",)
    assert (brygga.efter_kr - brygga.fore_kr).tolist() == (brygga.belopp_kr.sum(axis=1)).tolist()
    assert brygga.efter_kr[:2].tolist() == till.allocate().tilldelning_kr[:2].tolist()


def test_sums_that_are_frozen_are_pledges_with_the_same_grants_and_parts() -> None:
    underlag = GRUND.pledge("B", regioner_kr={"R1": 500_000}).fund(R1=(900_000, "nyckel"), R2=(90_000, "lika")).make()
    fruset = freeze_regions(UTAN_SPARR, underlag)
    assert fruset.regionmedel == () and len(fruset.utfastelser) == 3
    a, b = allocate(UTAN_SPARR, underlag), allocate(UTAN_SPARR, fruset)
    assert a.tabell().equals(b.tabell()) and a.bidrag == b.bidrag


def test_thresholds_rule_prices_and_draws_know_the_sums() -> None:
    fall = Fall(GRUND.fund(R1=(900_000, "nyckel"), R2=(90_000, "lika")).make(), UTAN_SPARR)
    assert {t.forbund_kod for t in find_thresholds(fall).fynd} <= set(fall.koder)
    dragna = draw(fall, 20, fro=1, forsorjningsmatt=0.05).resultat
    for s in range(20):
        assert dragna.matchning.region_kr[s, :2].sum() <= 900_000
        assert dragna.matchning.region_kr[s, 2] <= 90_000
    assert price_rules(fall).tabell().shape[0] > 0
