"""Per län and per region: nothing is lost on the way, and a förbund over a border is divided by its areas."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from fordelning.begrepp import Omrade, Region
from fordelning.blad.csv import make_records
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.rapport.fordelning.text import summarize
from fordelning.resultat import Resultat, allocate
from fordelning.underlag.lan import find_lan, name_lan
from tests.kommando import read_csv, run
from tests.slump import UTAN_SPARR, change_model
from tests.underlag_bygge import Bygge


def make_over_borders() -> Bygge:
    """A in Kronoberg and Kalmar (3 to 1 by inhabitants), B in Kalmar, G on Gotland, which has a region's tasks."""
    bygge = Bygge(20_000_000).add("A").add("B", askande_kr=1_000_000).add("G", regioner=(None,))
    omraden = (
        Omrade("0780", "0780", "Växjö", "07", "A", 3_000, 300.0),
        Omrade("0880", "0880", "Kalmar", "08", "A", 1_000, 100.0),
        Omrade("0882", "0882", "Oskarshamn", "08", "B", 2_000, 200.0),
        Omrade("0980", "0980", "Gotland", None, "G", 2_000, 200.0),
        Omrade("0980-X", "0980", "En del utanför", None, None, 500, 50.0),
    )
    return replace(bygge, omraden=omraden).pledge("A", regioner_kr={"07": 1_000_000, "08": 3_000_000})


@pytest.fixture(scope="module")
def resultat() -> Resultat:
    u = make_over_borders().make()
    return allocate(UTAN_SPARR, replace(u, regioner=(Region("07", "Region Kronoberg"), Region("08", "Region Kalmar"))))


def test_a_forbund_lies_in_the_lan_of_its_kommuner(resultat: Resultat) -> None:
    assert name_lan(resultat.underlag) == ["Kronobergs län, Kalmar län", "Kalmar län", "Gotlands län"]
    assert [find_lan(kod) for kod in ("0114", "2584", "0200", "A1", "")] == [
        "Stockholms län",
        "Norrbottens län",
        "",
        "",
        "",
    ]


def test_a_grant_over_a_border_is_divided_by_inhabitants_and_each_party_pays_where_it_is(resultat: Resultat) -> None:
    a_kr, b_kr, g_kr = resultat.tilldelning_kr.tolist()
    bidrag = {(b.forbund_kod, b.motpart_kod): b.belopp_kr for b in resultat.bidrag if b.part == "region"}
    kommuner = {b.motpart_kod: b.belopp_kr for b in resultat.bidrag if b.part == "kommun"}
    d = Kedja(resultat).lansdelar
    lan = {rad["lanskod"]: rad for rad in make_records(d.lan)}
    assert list(lan) == ["07", "08", "09"]
    assert [lan[kod]["tilldelning_kr"] for kod in lan] == [0.75 * a_kr, 0.25 * a_kr + b_kr, g_kr]
    assert [lan[kod]["kommuner_kr"] for kod in lan] == [
        kommuner["0780"],
        kommuner["0880"] + kommuner["0882"],
        kommuner["0980"],
    ]
    assert [lan[kod]["forbund_antal"] for kod in lan] == [1, 2, 1]
    regioner = {rad["region_kod"]: rad for rad in make_records(d.regioner)}
    assert [(rad["namn"], rad["region_kr"]) for rad in regioner.values()] == [
        ("Region Kronoberg", bidrag["A", "07"]),
        ("Region Kalmar", bidrag["A", "08"] + bidrag["B", "08"]),
        ("Gotland", bidrag["G", "0980"]),
    ]
    assert bidrag["A", "08"] == 3 * bidrag["A", "07"]


@pytest.mark.parametrize("tabell", ["lan", "regioner"])
def test_the_sums_are_those_of_all_forbund_in_whole_kronor(resultat: Resultat, tabell: str) -> None:
    med_udda_ram = replace(resultat.underlag, ram_kr=resultat.underlag.ram_kr + 333_337)
    udda = allocate(change_model(UTAN_SPARR, enhet_kr=1), med_udda_ram)
    for r in (resultat, udda):
        rader = make_records(getattr(Kedja(r).lansdelar, tabell))
        avstatt_kr, tillkommit_kr = r.compare_offer()
        for nyckel, kr in (
            ("tilldelning_kr", r.tilldelning_kr),
            ("region_kr", r.matchning.region_kr),
            ("kommuner_kr", r.matchning.kommuner_kr),
            ("totalt_kr", r.matchning.totalt_kr),
            ("erbjudande_kr", r.erbjudande_kr),
            ("avstatt_kr", avstatt_kr),
            ("tillkommit_kr", tillkommit_kr),
        ):
            assert all(isinstance(rad[nyckel], int) for rad in rader), nyckel
            assert sum(rad[nyckel] for rad in rader) == kr.sum(), nyckel


def test_the_summary_tells_what_was_left_by_whose_limit_and_where_it_went(resultat: Resultat) -> None:
    """Offers 0,4 + 18,8 × key: A 9,8 of which 8,0 is matched, B 5,1 of which 1,0 is asked for; G has 5,9 more."""
    rader = [" ".join(rad.split()) for rad in summarize(Fordelningsgrund(resultat)).splitlines()]
    assert "Avstått 5 900 000 kr av 2 förbund" in rader
    assert "för äskande 4 100 000, region 1 800 000" in rader
    assert "Tillkommit 5 900 000 kr till 1 förbund, mest G: 5 900 000 kr" in rader
    inget_lamnat = allocate(UTAN_SPARR, Bygge(9_000_000).add("A").make())
    assert not any(rad.strip().startswith("Avstått") for rad in summarize(Fordelningsgrund(inget_lamnat)).splitlines())


def test_kommuner_in_no_lan_are_in_a_row_of_their_own(tmp_path: Path) -> None:
    mapp = Bygge(10_000_000).add("A", [900, 100]).add("B").write(tmp_path / "underlag")
    svar = run("fordela", mapp, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    (rad,) = read_csv(tmp_path / "ut" / "per_lan.csv")
    assert (rad["lanskod"], rad["lan"], rad["tilldelning_kr"]) == ("okänt", "Okänt län", "10000000")
    assert {rad["lan"] for rad in read_csv(tmp_path / "ut" / "tilldelning.csv")} == {""}
