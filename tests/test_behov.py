"""Need per förbund and målgrupp, how much is reached, and the published estimates."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fordelning.begrepp import Behov, Insats, Kalla, Malgrupp, Underlag
from fordelning.behov import Behovslage, Skattning, compute_need, compute_reach, read_skattning
from fordelning.blad.csv import make_records
from fordelning.fel import ModellFel
from fordelning.platser import find_modeller
from fordelning.rapport.behov.tabeller import Behovsgrund, make_behov_json
from fordelning.rapport.behov.text import summarize_behov
from tests.kommando import read_csv, run
from tests.underlag_bygge import Bygge

ROT = Path(__file__).resolve().parents[1]
MODELL = find_modeller() / "behov_skl_2016.toml"
GOLDEN = tomllib.loads((ROT / "tests" / "golden" / "behov_publicerat.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def skattning() -> Skattning:
    return read_skattning(MODELL)


def insats(kod: str, idag: float | None, inriktning: Any = "individ", insats_kod: str = "I1") -> Insats:
    return Insats(kod, insats_kod, "Insats", inriktning, 0.0, 0.0, 0.0, 100.0, idag_antal=idag)


def build(**tabeller: Any) -> Bygge:
    """Two förbund and a kommun outside; two målgrupper, in B only one of them."""
    ovriga = {
        "malgrupper": (Malgrupp("M1", "Unga", 0.5, 1.0), Malgrupp("M2", "Sjuka", 0.2, 1.0)),
        "behov": (Behov("A", "M1", 100), Behov("A", "M2", 50), Behov("B", "M1", 30)),
        "insatser": (insats("A", 12), insats("A", 3, insats_kod="I2"), insats("A", 99, "struktur", "S1")),
    }
    bygge = Bygge(10_000_000, ovriga=ovriga | tabeller).add("A", 600, 80.0).add("B", 300, 10.0)
    return bygge.add_outside("C", 100, 10.0)


def test_need_is_persons_times_the_share_in_need(skattning: Skattning) -> None:
    lage = compute_need(build().make(), skattning)
    np.testing.assert_allclose(lage.behov_antal, np.array([[50.0, 10.0], [15.0, np.nan]]))
    assert not lage.uppskattat


def test_reach_counts_participants_in_individinriktade_insatser_only(skattning: Skattning) -> None:
    lage = compute_need(build().make(), skattning)
    assert lage.natt_andel[0] == pytest.approx(15 / 60)
    assert np.isnan(lage.natt_andel[1])
    assert lage.natt_tillsammans_andel == pytest.approx(0.25)


def test_no_need_or_no_participants_known_is_not_a_share() -> None:
    natt = compute_reach(np.array([5.0, np.nan, 0.0]), np.array([0.0, 10.0, 10.0]))
    np.testing.assert_array_equal(natt, [np.nan, np.nan, 0.0])


def test_rows_that_are_missing_are_told(skattning: Skattning) -> None:
    lage = compute_need(build(insatser=(insats("A", None),)).make(), skattning)
    text = "\n".join(map(str, lage.anmarkningar))
    assert "förbund B har ingen rad för M2" in text
    assert "1 individinriktade insatser saknar idag_antal" in text


def test_a_data_set_that_calls_its_need_an_estimate_is_marked_as_one(skattning: Skattning) -> None:
    underlag = replace(build().make(), kallor={"behov": Kalla("Uppskattning", uppskattning=True)})
    lage = compute_need(underlag, skattning)
    rader = make_records(Behovsgrund(lage, underlag, skattning).alla.behov)
    assert {rad["uppskattning"] for rad in rader} == {"ja"}
    assert "(uppskattning)" in summarize_behov(Behovsgrund(lage, underlag, skattning))


def test_without_behov_the_country_is_shared_out_by_its_proxy_and_marked(skattning: Skattning) -> None:
    underlag = build(behov=(), malgrupper=()).make()
    lage = compute_need(underlag, skattning)
    personer = dict(zip(lage.malgrupper, lage.personer_antal.T.tolist(), strict=True))
    assert personer["NEET"] == pytest.approx([48_000, 24_000])  # invånare 600, 300 av 1 000
    assert personer["EKBIST"] == pytest.approx([208_000, 26_000])  # försörjningsmått 80, 10 av 100
    assert lage.uppskattat
    assert any("rikets antal" in text for text in describe(lage, underlag, skattning)["antaganden"])


def test_the_rule_of_thumb_is_five_percent_of_the_inhabitants(skattning: Skattning) -> None:
    lage = compute_need(build().make(), skattning)
    np.testing.assert_allclose(lage.schablon_antal, [30, 15])
    assert lage.riket_invanare_antal == 1_000


def test_the_published_rows_are_reproduced_and_shown_beside_the_unrounded(skattning: Skattning) -> None:
    for vantat, grupp in zip(GOLDEN["skl_2016"]["rad"], skattning.grupp, strict=True):
        for namn in ("malgrupp_kod", "personer_antal", "andel_i_behov", "publicerat_antal"):
            assert getattr(grupp, namn) == vantat[namn], vantat["malgrupp_kod"]
        assert grupp.compute_need() == pytest.approx(vantat["oavrundat_antal"])


def test_the_published_total_is_reproduced_in_both_readings(skattning: Skattning) -> None:
    vantat = GOLDEN["skl_2016"]
    assert sum(g.publicerat_antal for g in skattning.grupp) == skattning.publicerat_antal == vantat["publicerat_antal"]
    assert skattning.sum_need() == pytest.approx(vantat["oavrundat_antal"])
    assert skattning.sum_need(annan_lasning=True) == pytest.approx(vantat["annan_lasning_antal"])
    assert round(skattning.publicerat_antal / vantat["jamforelse_antal"], 3) == vantat["publicerad_andel"]
    skillnader = [abs(g.compute_need() - g.publicerat_antal) for g in skattning.grupp]
    assert max(skillnader) <= vantat["storsta_skillnad_mot_publicerat_antal"]


@pytest.mark.parametrize("fall", GOLDEN["schablon"]["fall"], ids=["riket", "Malmö"])
def test_five_percent_gives_about_what_is_published(fall: dict[str, float], skattning: Skattning) -> None:
    underlag = Bygge(10_000_000).add("A", int(fall["invanare_antal"])).make()
    antal = compute_need(underlag, skattning).schablon_antal[0]
    assert antal == pytest.approx(fall["omkring_antal"], rel=0.01)
    assert fall["omkring_antal"] in [p.antal for p in skattning.schablon.publicerat]


@pytest.mark.parametrize(("fall", "nummer"), [(fall, i) for i, fall in enumerate(GOLDEN["natt"])], ids=["SKR", "MUCF"])
def test_the_published_reach_is_reproduced(fall: dict[str, Any], nummer: int, skattning: Skattning) -> None:
    natt = skattning.natt[nummer]
    assert (natt.natt_antal, natt.behov_antal) == (fall["natt_antal"], fall["behov_antal"])
    assert round(100 * natt.andel, fall["decimaler"]) == fall["avrundat_procent"]
    assert natt.publicerad_andel * 100 == pytest.approx(fall["avrundat_procent"])


def test_the_rows_of_the_estimate_against_the_sources_own_figures(skattning: Skattning) -> None:
    fall = tomllib.loads((ROT / "tests" / "golden" / "behov_egna_baser.toml").read_text("utf-8"))
    assert {g.malgrupp_kod: g.eget_underlag_antal for g in skattning.grupp} == fall["eget_underlag_antal"]
    assert skattning.sum_own_need() == pytest.approx(fall["oavrundat_av_egna_underlag_antal"])
    [fynd] = skattning.find_deviations()
    assert [fynd.plats.split()[0]] == fall["fynd"]
    assert "194\u00a0200 personer men har 186\u00a0999" in fynd.vad
    natt = skattning.natt[-1]
    assert (natt.natt_antal, natt.behov_antal) == (fall["natt"]["natt_antal"], fall["natt"]["behov_antal"])
    assert round(100 * natt.andel, 2) == fall["natt"]["avrundat_procent"]


def test_the_example_is_built_on_the_same_published_figures(skattning: Skattning) -> None:
    rader = {rad["malgrupp_kod"]: rad for rad in read_csv(ROT / "inputs" / "kallor" / "malgrupper_skl_2016.csv")}
    assert rader.keys() == {g.malgrupp_kod for g in skattning.grupp}
    for g in skattning.grupp:
        assert float(rader[g.malgrupp_kod]["personer_antal"]) == g.personer_antal
        assert float(rader[g.malgrupp_kod]["andel_i_behov"]) == g.andel_i_behov


def describe(lage: Behovslage, u: Underlag, skattning: Skattning) -> dict[str, Any]:
    """behov.json."""
    return make_behov_json(Behovsgrund(lage, u, skattning))


def test_a_misspelt_key_in_the_estimates_is_refused(tmp_path: Path) -> None:
    fil = tmp_path / "behov.toml"
    fil.write_text(MODELL.read_text("utf-8").replace("jamforelse_antal", "jamforelse_tal"), encoding="utf-8")
    with pytest.raises(ModellFel, match="jamforelse_antal"):
        read_skattning(fil)


def test_the_order_of_rows_changes_nothing(skattning: Skattning) -> None:
    bygge = build()
    omvand = replace(bygge, ovriga={namn: rader[::-1] for namn, rader in bygge.ovriga.items()})

    def list_rows(b: Bygge) -> list[list[dict[str, Any]]]:
        u = b.make()
        t = Behovsgrund(compute_need(u, skattning), u, skattning)
        return [make_records(t.alla.behov), make_records(t.nas)]

    assert list_rows(bygge) == list_rows(omvand)


def test_the_command_writes_need_reach_and_the_published_table(tmp_path: Path) -> None:
    inputs = build().write(tmp_path / "in")
    svar = run("behov", inputs, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    assert "Nås: 15 deltagare, 25 % av behovet i 1 förbund" in svar.output
    assert "483\u00a0300" in svar.output
    rader = read_csv(tmp_path / "ut" / "behov.csv")
    assert [(r["forbund_kod"], r["malgrupp_kod"], r["behov_antal"]) for r in rader] == [
        ("A", "M1", "50"),
        ("A", "M2", "10"),
        ("B", "M1", "15"),
        ("B", "M2", ""),
    ]
    data = json.loads((tmp_path / "ut" / "behov.json").read_text("utf-8"))
    assert data["riket"]["behov_antal"] == 75
    assert data["forbund"][1]["natt_andel"] is None
    assert data["publicerat"]["annan_lasning_antal"] == 462_758


def test_a_data_set_without_insatser_says_that_reach_is_not_known(skattning: Skattning) -> None:
    underlag = build(insatser=()).make()
    lage = compute_need(underlag, skattning)
    assert "Hur många som nås framgår inte" in summarize_behov(Behovsgrund(lage, underlag, skattning))
    assert describe(lage, underlag, skattning)["riket"]["natt_andel"] is None
