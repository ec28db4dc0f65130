"""plan.csv and plan.json: contract columns and keys, and figures that hold together."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from fordelning.blad import Tabell
from fordelning.blad.csv import make_records
from fordelning.plan.brytpunkt import Brytpunkt
from fordelning.plan.omojlig import tell_missing
from fordelning.plan.vridning import Storhet
from fordelning.rapport.plan.blad_granser import make_krav_blad
from fordelning.rapport.plan.blad_jamforelse import make_jamforelse_blad
from fordelning.rapport.plan.blad_sammanfattning import Planinsatser, Plannyckeltal, list_sentences
from fordelning.rapport.plan.bok import write_plans
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import describe_breakeven, format_tal, list_notes, round_limit
from fordelning.rapport.plan.tabeller import make_plan_csv, make_plan_json
from fordelning.rapport.plan.text import tell_answer, tell_depth
from tests.rapport.plan_bygge import BIDRAG_KR, MED_PLAN, OMOJLIGT, UTAN_INSATSER, allocate_bygge, describe, grund, plan

NYCKLAR = {"status", "nytta", "gap_andel", "kostnad_kr", "kapital", "skuggpris_nytta_per_100000_kr", "binder"}
KOLUMNER = ["forbund_kod", "ar", "insats_kod", "malgrupp_kod", "deltagare_antal", "kostnad_kr"]


@pytest.mark.parametrize("kod", [None, MED_PLAN], ids=["alla", "ett"])
def test_every_forbund_has_the_keys_of_the_contract(kod: str | None) -> None:
    for forbund in describe(kod)["forbund"]:
        assert forbund.keys() >= NYCKLAR


def rows() -> pd.DataFrame:
    return pd.DataFrame(make_records(make_plan_csv(plan())))


def test_the_rows_of_plan_csv_sum_to_the_cost_of_the_plan_and_of_each_year() -> None:
    tabell, data = rows(), describe()["forbund"][0]
    assert list(tabell.columns) == KOLUMNER
    assert float(tabell["kostnad_kr"].sum()) == pytest.approx(data["kostnad_kr"], abs=0.05)
    per_ar = tabell.groupby("ar")["kostnad_kr"].sum()
    for rad in data["kapital"]:
        assert float(per_ar[rad["ar"]]) == pytest.approx(rad["insatser_kr"], abs=0.05)


def test_the_insatser_of_the_front_page_are_told_to_be_those_that_ran_when_the_book_was_written() -> None:
    planering = plan(MED_PLAN)
    tabell = Planinsatser(planering, Plangrund(planering))
    assert "när boken skrevs" in tabell.namn.forklaring
    assert "räknas den bara i nyckeltalen" in tabell.namn.forklaring


def test_a_struktur_insats_has_no_malgrupp_and_no_participants() -> None:
    tabell = rows()
    struktur = tabell[tabell["insats_kod"].str.startswith("S")]
    assert len(struktur) > 0
    assert struktur["malgrupp_kod"].isna().all()
    assert set(struktur["deltagare_antal"]) == {0}


def test_eget_kapital_is_carried_from_year_to_year() -> None:
    forsta, andra = describe()["forbund"][0]["kapital"]
    assert forsta["ingaende_kr"] == 300_000
    assert andra["ingaende_kr"] == forsta["utgaende_kr"]
    ut = forsta["ingaende_kr"] + forsta["bidrag_kr"] - forsta["avdrag_kr"] - forsta["administration_kr"]
    assert forsta["utgaende_kr"] == pytest.approx(ut - forsta["insatser_kr"])


def test_contributions_are_those_of_planering_and_else_the_allocations_total() -> None:
    med, utan = plan().bilder
    assert med.problem.bidrag_kr.tolist() == [BIDRAG_KR, BIDRAG_KR]
    r = allocate_bygge()
    assert utan.problem.bidrag_kr.tolist() == [r.matchning.totalt_kr[r.underlag.koder.index(OMOJLIGT)]] * 2


def test_all_and_one_give_the_same_plan_and_the_same_price() -> None:
    ur_alla, ensam = describe()["forbund"][0], describe(MED_PLAN)["forbund"][0]
    for nyckel in ("nytta", "kostnad_kr", "kapital", "malgrupper", "idag", "oanvant"):
        assert ur_alla[nyckel] == ensam[nyckel], nyckel
    for nyckel in ("skuggpris_nytta_per_100000_kr", "nasta_100000_kr_nytta"):
        assert ur_alla[nyckel] == pytest.approx(ensam[nyckel], abs=1e-6)
    assert {b["text"] for b in ur_alla["binder"]} == {b["text"] for b in ensam["binder"]}


def test_one_forbund_has_prices_with_range_front_breakeven_and_uncertainty() -> None:
    data = describe(MED_PLAN)["forbund"][0]
    assert [s["ar"] for s in data["skuggpriser"]] == [2026, 2027]
    assert [punkt["andel"] for punkt in data["front"]] == sorted(punkt["andel"] for punkt in data["front"])
    assert {b["insats_kod"] for b in data["brytpunkter"]} == {"I1", "I2", "S1", "S2"}
    assert data["osakerhet"]["nytta"]["p10"] < data["osakerhet"]["nytta"]["p90"]
    assert all(b["nytta_per_enhet"] is not None for b in data["binder"])


def test_an_impossible_plan_is_told_with_its_demands_and_the_amount_that_is_missing() -> None:
    data = describe()["forbund"][1]
    assert (data["forbund_kod"], data["status"], data["nytta"], data["kapital"]) == (OMOJLIGT, "omojlig", None, [])
    assert any("Redan beslutad" in krav["text"] for krav in data["omojlig"]["krav"])
    assert data["omojlig"]["fattas_kr"] > 1e9
    assert "går inte att förena" in data["forklaring"]


def test_a_forbund_without_insatser_is_named_and_has_no_plan() -> None:
    data = describe()
    assert data["utan_insatser"] == [UTAN_INSATSER]
    assert [f["forbund_kod"] for f in data["forbund"]] == [MED_PLAN, OMOJLIGT]


def test_a_time_limit_is_told_as_one_and_never_as_optimal() -> None:
    data = describe(MED_PLAN, tid_s=0.0)["forbund"][0]
    assert data["status"] == "tidsgrans"
    assert data["skuggpris_nytta_per_100000_kr"] is None
    assert "Tiden tog slut" in data["forklaring"]
    pl, g = plan(MED_PLAN, 0.0), grund(MED_PLAN, 0.0)
    assert any(rad.startswith(f"  {data['forklaring']} ") for rad in tell_answer(pl, g).splitlines())
    langt = replace(pl.bilder[0], plan=replace(pl.bilder[0].plan, gap_andel=1.5e8))
    assert "mer än dubbelt så mycket nytta" in tell_answer(replace(pl, bilder=(langt,)), g)


def test_the_same_plans_are_the_same_files_to_the_byte(tmp_path: Path) -> None:
    write_plans(plan(), grund(), tmp_path / "a")
    write_plans(plan(), grund(), tmp_path / "b")
    for fil in ("plan.csv", "plan.json", "plan.xlsx"):
        assert (tmp_path / "a" / fil).read_bytes() == (tmp_path / "b" / fil).read_bytes()
    last = json.loads((tmp_path / "a" / "plan.json").read_text("utf-8"))
    assert {nyckel: last[nyckel] for nyckel in last if nyckel not in ("utfiler", "innehall_sha256")} == describe()


def test_todays_insatser_as_the_plan_have_the_figures_of_today_everywhere() -> None:
    # I1 and both struktur run today; S2 reaches persons outside every målgrupp
    planering = plan(MED_PLAN)
    (bild,) = planering.bilder
    idag = bild.insyn.idag
    assert idag is not None and idag.nytta is not None and bild.problem.struktur_fri_antal.any()
    fri = idag.beslut.antal
    resultat = np.einsum("jg,jgt->gt", bild.problem.effekt_andel, fri)
    resultat = resultat + np.einsum("jg,jt->gt", bild.problem.struktur_antal, idag.beslut.kors)
    samma = replace(
        bild.plan,
        beslut=idag.beslut,
        nytta=idag.nytta,
        kostnad_kr=idag.kostnad_kr,
        kapital=idag.kapital,
        resultat_antal=resultat,
    )
    planering = replace(planering, bilder=(replace(bild, plan=samma),))
    g = Plangrund(planering)
    (data,) = make_plan_json(planering, g)["forbund"]
    falt = ("nytta", "kostnad_kr", "deltagare_antal", "resultat_antal")
    assert [data[f] for f in falt] == [data["idag"][f] for f in falt]
    rader = tell_answer(planering, g).splitlines()
    for rubrik in ("Nytta", "Når arbete/studier", "Deltagare  ", "Alla insatser, kr"):
        belopp = next(rad.split(rubrik)[1].replace("\u00a0", "").split() for rad in rader if rad[2:].startswith(rubrik))
        assert belopp[0] == belopp[1], rubrik
    n = Plannyckeltal(planering, g)
    assert n.bast.varden == pytest.approx(n.idag.varden) and n.skillnad.varden == pytest.approx(0, abs=1e-6)


def test_a_front_without_contributions_has_no_nytta_per_krona_and_the_book_is_written(tmp_path: Path) -> None:
    pl = plan(MED_PLAN)
    (bild,) = pl.bilder
    assert bild.fordjupning is not None
    utan = tuple(replace(punkt, budget_kr=0.0) for punkt in bild.fordjupning.front)
    utan_bidrag = replace(bild, fordjupning=replace(bild.fordjupning, front=utan))
    write_plans(replace(pl, bilder=(utan_bidrag,)), grund(MED_PLAN), tmp_path)
    assert (tmp_path / "plan.xlsx").is_file()


def test_a_threshold_at_nothing_is_told_in_words() -> None:
    punkt = Brytpunkt("I1", True, "effekt_faktor", 1.0, 2e-5, 0.0, 1e-4)
    assert describe_breakeven(punkt, "I1") == "I1 är kvar i planen så länge den har någon effekt."
    punkt = Brytpunkt("S1", False, "fast_kostnad_kr", 69_000.0, 0.0, 0.0, 5.0)
    assert describe_breakeven(punkt, "S1") == "S1 kommer in i planen först om den fasta kostnaden är noll."


@pytest.mark.parametrize(
    ("storhet", "nu", "grans", "noggrannhet", "sagt"),
    [
        ("kostnad_per_deltagare_kr", 11_600.0, 14_250.38, 0.5, "kostnaden per deltagare går över ca 14\u00a0250 kr"),
        ("fast_kostnad_kr", 187_000.0, 262_436.2, 5.0, "den fasta kostnaden går över ca 262\u00a0440 kr"),
        ("effekt_faktor", 1.0, 0.97346, 1e-4, "effekten går under ca 97,3\u00a0% av den angivna"),
        ("effekt_faktor", 1.0, 0.0002, 1e-4, "effekten går under ca 0,1\u00a0% av den angivna"),
    ],
)
def test_a_threshold_is_told_no_finer_than_it_is_known(
    storhet: Storhet, nu: float, grans: float, noggrannhet: float, sagt: str
) -> None:
    punkt = Brytpunkt("I1", True, storhet, nu, grans, 0.0, noggrannhet)
    text = describe_breakeven(punkt, "I1")
    assert text.startswith(f"I1 lämnar planen om {sagt}")
    avrundad = round_limit(punkt)
    assert avrundad is not None and format_tal(100 * avrundad if nu == 1 else avrundad) in sagt


def test_thresholds_as_far_away_within_what_is_known_are_told_in_the_order_of_the_insatser() -> None:
    pl = plan(MED_PLAN)
    (bild,) = pl.bilder
    assert bild.fordjupning is not None
    koder = bild.problem.insatser[:2]
    assert len(koder) == 2
    for granser in ((2e-5, 2.01e-5), (2.01e-5, 2e-5)):
        punkter = tuple(
            Brytpunkt(kod, True, "effekt_faktor", 1.0, g, 0.0, 1e-4) for kod, g in zip(koder, granser, strict=True)
        )
        djup = replace(bild, fordjupning=replace(bild.fordjupning, brytpunkter=punkter))
        text = tell_depth(replace(pl, bilder=(djup,)))
        namn = [bild.problem.insatsnamn[i] for i in (0, 1)]
        assert text.index(f"{namn[0]} är kvar") < text.index(f"{namn[1]} är kvar")


def test_of_a_cost_that_is_nothing_it_is_not_said_that_it_may_fall_further() -> None:
    text = describe_breakeven(Brytpunkt("S1", False, "fast_kostnad_kr", 0.0, None, 0.0, 5.0), "S1")
    assert text == "S1 kommer inte in i planen fast den fasta kostnaden är noll."


def test_the_demands_of_an_impossible_plan_are_a_line_each_however_long() -> None:
    omojlighet = plan(OMOJLIGT).bilder[0].insyn.omojlighet
    assert omojlighet is not None
    rader = tell_answer(plan(OMOJLIGT), None).splitlines()
    assert all(any(rad.startswith(f"  - {k.text} ({k.plats})") for rad in rader) for k in omojlighet.krav)
    assert max(map(len, rader)) > 80


def test_a_book_of_an_impossible_plan_tells_what_the_whole_plan_lacks() -> None:
    (bild,) = plan(OMOJLIGT).bilder
    assert bild.insyn.omojlighet is not None
    fattas = tell_missing(bild.insyn.omojlighet.fattas_per_ar_kr, bild.problem.budgetar)
    assert dict(list_sentences(plan(OMOJLIGT)))["För hela planen"] == fattas
    tabell = make_krav_blad(plan()).delar[0]
    assert isinstance(tabell, Tabell)
    alla = {kolumn.rubrik for kolumn in tabell.kolumner}
    assert {"Det som fattas för just de kraven", "Det som fattas för hela planen"} <= alla


def test_where_a_year_is_cut_it_is_told_which_contributions_the_reasonable_level_is_of() -> None:
    pl = plan(MED_PLAN)
    (bild,) = pl.bilder
    forst, *resten = bild.plan.kapital
    skars = replace(bild, plan=replace(bild.plan, kapital=(replace(forst, avdrag_kr=1_000.0), *resten)))
    sagt = [[text for _, text in list_notes(samling)] for samling in (pl, replace(pl, bilder=(skars,)))]
    assert [any("före avdrag för överskott" in text for text in texter) for texter in sagt] == [False, True]


def test_where_no_insats_can_run_there_is_nothing_to_set_beside_today() -> None:
    pl = plan(MED_PLAN)
    (bild,) = pl.bilder
    inga = replace(bild, problem=replace(bild.problem, kan_koras=np.zeros_like(bild.problem.kan_koras)))
    tabell = make_jamforelse_blad(replace(pl, bilder=(inga,)), Plangrund(pl)).delar[0]
    assert isinstance(tabell, Tabell) and tabell.antal_rader == 0
