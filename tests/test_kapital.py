"""Eget kapital over the years: the ledger, the country rolled forward, and the files of `kapital`."""

from __future__ import annotations

import json
import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fordelning.begrepp import Kapitalar, Planering, Underlag
from fordelning.fel import FordelningFel, IngenModellFel, UnderlagFel
from fordelning.kapital.antaganden import Antaganden, read_pots
from fordelning.kapital.ar import Arskapital, judge
from fordelning.kapital.bok import choose_rows
from fordelning.kapital.framskrivning import Framskrivning, find_return_years, roll_forward
from fordelning.modell import Modell, choose_modell
from fordelning.platser import find_modeller
from fordelning.rapport.kapital.bok import make_kapital_json
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.rapport.kapital.text import list_roll_assumptions, summarize_kapital
from fordelning.regler.eget_kapital import compute_excess
from fordelning.resultat import allocate
from tests.budget_bygge import HALVT_AR, HELT, UTAN_REGION, make_budget
from tests.kapitaltabell import make_kapital
from tests.kommando import read_csv, run
from tests.underlag_bygge import Bygge

GOLDEN = Path(__file__).parent / "golden"
MILJON = 1_000_000


@cache
def valj(ar: int) -> Modell:
    return choose_modell(find_modeller(), ar)


def valj_med_sparr(ar: int) -> Modell:
    return choose_modell(find_modeller(), ar, "forslag/sparr_kvar")


def roll(*underlag: Underlag, ar: int = 3, **antaganden: Any) -> Framskrivning:
    return roll_forward(underlag, valj, ar, Antaganden(**antaganden))


def row(kod: str, ar: int, ingaende: int, intakter: int, kostnader: int, typ: Any = "utfall") -> Kapitalar:
    return Kapitalar(kod, ar, ingaende, intakter, kostnader, typ)


def plan(kod: str, ar: int, lagsta: float = 0.0, bidrag: float | None = None) -> Planering:
    return Planering(kod, ar, 0.0, lagsta, 0.0, 1.0, bidrag)


def build(*kapital: Kapitalar, planering: tuple[Planering, ...] = (), budgetar: int = 2026, **forbund: Any) -> Bygge:
    """Two equal förbund, 5 mkr each before limits; the keyword arguments describe A."""
    forbund = {"fjol": 5 * MILJON, **forbund}
    tabeller = {"kapital": kapital, "planering": planering}
    return Bygge(10 * MILJON, budgetar=budgetar, ovriga=tabeller).add("A", **forbund).add("B", fjol=5 * MILJON)


def get_case() -> dict[str, Any]:
    return tomllib.loads((GOLDEN / "kapital_tva_forbund.toml").read_text("utf-8"))


def build_case() -> Bygge:
    fall = get_case()
    bygge = Bygge(fall["ram_kr"], budgetar=fall["budgetar"])
    for kod, f in fall["forbund"].items():
        bygge = bygge.add(
            kod, fjol=f["tilldelning_fjol_kr"], kapital=f["eget_kapital_kr"], bidrag_fjol_kr=f["bidrag_fjol_kr"]
        )
    utfall = tuple(Kapitalar(kod, 2025, typ="utfall", **f["utfall_2025"]) for kod, f in sorted(fall["forbund"].items()))
    return replace(bygge, ovriga={"kapital": utfall})


def test_three_years_are_what_they_are_by_hand() -> None:
    tabell = make_kapital(roll(build_case().make())).set_index(["forbund_kod", "ar"])
    for vantat in get_case()["vantat"]:
        for kod in ("A", "B"):
            rad = tabell.loc[(kod, vantat["ar"])]
            assert {namn: rad[namn] for namn in vantat[kod]} == vantat[kod], (kod, vantat["ar"])


def test_every_year_begins_with_what_the_year_before_left() -> None:
    f = roll(build_case().make())
    for fore, nu in zip(f.ar, f.ar[1:], strict=False):
        u = nu.resultat.underlag
        np.testing.assert_array_equal(u.eget_kapital_kr, fore.kapital.utgaende_kr)
        np.testing.assert_array_equal(u.bidrag_fjol_kr, fore.kapital.intakter_kr)
        np.testing.assert_array_equal(u.tilldelning_fjol_kr, fore.resultat.tilldelning_kr)
        np.testing.assert_array_equal(nu.kapital.ingaende_kr, fore.kapital.utgaende_kr)


def test_the_first_year_is_the_allocation_itself() -> None:
    underlag = build_case().make()
    np.testing.assert_array_equal(
        roll(underlag).ar[0].resultat.tilldelning_kr, allocate(valj(2026), underlag).tilldelning_kr
    )


def test_the_order_of_rows_changes_nothing() -> None:
    bygge = build_case()
    omvand = replace(
        bygge,
        forbund=bygge.forbund[::-1],
        omraden=bygge.omraden[::-1],
        ovriga={"kapital": bygge.ovriga["kapital"][::-1]},
    )
    assert make_kapital(roll(omvand.make())).equals(make_kapital(roll(bygge.make())))


def test_each_year_uses_the_model_in_force_and_a_chosen_model_overrides() -> None:
    bygge = Bygge(10 * MILJON, budgetar=2017).add("A", 1_600, 160, 5 * MILJON).add("B", 7_600, 760, 5 * MILJON)
    underlag = bygge.make()
    i_kraft = [int(ar.resultat.tilldelning_kr[0]) for ar in roll(underlag).ar]
    assert i_kraft == [4_500_000, 2_000_000, 2_000_000]  # spärr 10 % i 2017 års modell, ingen från 2018
    med_sparr = roll_forward([underlag], valj_med_sparr, 3, Antaganden()).ar
    assert [int(ar.resultat.tilldelning_kr[0]) for ar in med_sparr] == [4_500_000, 4_050_000, 3_645_000]


def test_a_new_forbund_exists_all_of_its_second_year() -> None:
    f = roll(build(row("A", 2026, 0, MILJON, 6 * MILJON, "budget"), fjol=0, manader=6).make())
    forsta, andra = f.ar[0], f.ar[1]
    assert forsta.resultat.underlag.manader_andel[0] == 0.5
    assert andra.resultat.underlag.manader_andel[0] == 1.0
    assert andra.resultat.tilldelning_kr[0] == 5 * MILJON
    assert andra.kapital.kostnader_kr[0] == 12 * MILJON


def test_a_forbund_that_ends_during_the_year_is_gone_the_next_and_its_eget_kapital_is_told() -> None:
    f = roll(build(row("A", 2026, 0, 5 * MILJON, 3 * MILJON, "budget"), manader=6).make())
    assert [ar.kapital.koder for ar in f.ar] == [("A", "B"), ("B",), ("B",)]
    assert [float(ar.resultat.tilldelning_kr.sum()) for ar in f.ar] == [10 * MILJON] * 3
    assert [str(a) for a in f.avbrott if "räknas inte vidare" in str(a)] == [
        "förbund A, 2027: finns inte längre; eget kapital 2\u00a0000\u00a0000 kr räknas inte vidare\n"
        "  Lägg beloppet på det förbund som tar över."
    ]


def test_utfall_is_used_before_prognos_and_prognos_before_budget() -> None:
    rader = [row("A", 2026, 0, 1, 1, "utfall"), row("A", 2026, 0, 2, 2, "budget"), row("A", 2026, 0, 3, 3, "prognos")]
    assert choose_rows(rader)["A", 2026].typ == "utfall"
    assert choose_rows(rader[1:])["A", 2026].typ == "prognos"


@pytest.mark.parametrize(
    ("typ", "intakter", "vantat"),
    [
        ("budget", "tilldelning", 10 * MILJON),
        ("budget", "underlag", 8 * MILJON),
        ("utfall", "tilldelning", 8 * MILJON),
    ],
)
def test_income_is_what_kapital_csv_says_unless_the_allocation_is_chosen(typ: str, intakter: str, vantat: int) -> None:
    f = roll(build(row("A", 2026, 0, 8 * MILJON, 9 * MILJON, typ)).make(), intakter=intakter)
    assert f.ar[0].kapital.intakter_kr[0] == vantat
    assert f.ar[0].kapital.kostnader_kr[0] == 9 * MILJON
    assert f.ar[0].kapital.typ[0] == typ
    assert f.ar[0].budgeterat_kr[0] == 8 * MILJON


def test_planned_contributions_count_before_the_allocation() -> None:
    f = roll(build(planering=(plan("A", 2027, bidrag=7 * MILJON),)).make())
    assert [ar.kapital.intakter_kr[0] for ar in f.ar] == [10 * MILJON, 7 * MILJON, 10 * MILJON]


@pytest.mark.parametrize(
    ("kostnader", "vantat"),
    [("konstant", [9, 9, 9]), ("trend", [10, 11, 12]), ("bidrag", [10, 10, 10]), ("plan", [9, 7, 7])],
)
def test_costs_go_on_as_assumed(kostnader: str, vantat: list[int]) -> None:
    kapital = [row("A", 2024, 3 * MILJON, 8 * MILJON, 8 * MILJON), row("A", 2025, 3 * MILJON, 6 * MILJON, 9 * MILJON)]
    f = roll(build(*kapital).make(), kostnader=kostnader, planerat_kr={("A", 2027): 7 * MILJON})
    assert [ar.kapital.kostnader_kr[0] / MILJON for ar in f.ar] == vantat


def test_a_forbund_whose_costs_no_file_knows_spends_its_contributions() -> None:
    f = roll(build(row("A", 2025, 0, MILJON, MILJON)).make())
    assert [ar.kapital.kostnader_kr[1] for ar in f.ar] == [ar.kapital.intakter_kr[1] for ar in f.ar]


def test_statistics_stay_or_go_on_changing_as_from_the_year_before() -> None:
    bygge = build()
    vaxer = replace(bygge.omraden[0], invanare_fjol_antal=900, forsorjningsmatt_fjol=110.0)
    underlag = replace(bygge, omraden=(vaxer, *bygge.omraden[1:])).make()
    trend = [ar.resultat.underlag for ar in roll(underlag, statistik="trend").ar]
    assert [u.invanare_antal.tolist() for u in trend] == [[1000, 1000], [1100, 1000], [1200, 1000]]
    assert [u.forsorjningsmatt.tolist() for u in trend] == [[100, 100], [90, 100], [80, 100]]
    assert trend[2].omraden[0].invanare_antal == 1200
    assert [ar.resultat.underlag.invanare_antal[0] for ar in roll(underlag).ar] == [1000, 1000, 1000]


def test_a_trend_to_nothing_is_refused_in_words() -> None:
    bygge = build()
    omraden = tuple(replace(o, forsorjningsmatt_fjol=200.0) for o in bygge.omraden)
    with pytest.raises(FordelningFel, match="2027: trenden gör forsorjningsmatt till 0"):
        roll(replace(bygge, omraden=omraden).make(), statistik="trend")


def test_a_later_underlag_gives_its_figures_and_the_state_is_carried_over() -> None:
    senare = Bygge(12 * MILJON, budgetar=2027).add("A", 2_000, 200.0, 1).add("C", 1_000, 100.0, 0, kapital=77)
    f = roll(build(kapital=500).make(), senare.make())
    andra = f.ar[1].resultat.underlag
    assert andra.koder == ("A", "C")
    assert andra.ram_kr == 12 * MILJON
    assert andra.tilldelning_fjol_kr.tolist() == [5 * MILJON, 0]
    assert andra.eget_kapital_kr.tolist() == [500, 77]
    assert f.ar[2].resultat.underlag.koder == ("A", "C")
    assert ["förbund B, 2027" in str(a) for a in f.avbrott] == [True]


def test_two_underlag_for_one_year_are_refused() -> None:
    with pytest.raises(UnderlagFel, match="två underlag har budgetår 2026"):
        roll(build().make(), build().make())


def test_the_pot_stays_unless_another_is_given() -> None:
    f = roll(build().make(), ar=4, ram_kr={2027: 12 * MILJON})
    assert [float(ar.resultat.underlag.ram_kr) / MILJON for ar in f.ar] == [10, 12, 12, 12]


def test_a_break_between_years_is_told_with_both_figures() -> None:
    bruten = roll(build(row("A", 2025, 0, 10 * MILJON, 8 * MILJON), kapital=1_234_567).make())
    (avbrott,) = map(str, bruten.avbrott)
    assert "förbund A, 2026" in avbrott
    assert "1\u00a0234\u00a0567 kr är inte utgående 2\u00a0000\u00a0000 kr 2025" in avbrott
    budget = roll(build(row("A", 2027, 999, MILJON, MILJON, "budget"), kapital=5).make())
    (avbrott,) = map(str, budget.avbrott)
    assert "förbund A, 2027: ingående eget kapital 999 kr är inte 5 kr" in avbrott


def test_an_unbroken_chain_is_not_mentioned() -> None:
    assert roll(build_case().make()).avbrott == ()


def test_eget_kapital_below_the_lowest_allowed_is_said_and_not_hidden() -> None:
    rader = (row("A", 2025, 0, 10 * MILJON, 12 * MILJON),)
    f = roll(build(*rader, planering=(plan("A", 2026, lagsta=100_000),), kapital=MILJON, bidrag_fjol_kr=10**7).make())
    assert [ar.kapital.utgaende_kr[0] for ar in f.ar] == [-MILJON, -3 * MILJON, -5 * MILJON]
    assert [ar.kapital.under_lagsta_kr[0] for ar in f.ar] == [1_100_000, 3_100_000, 5_100_000]
    assert "förbund A, 2026" in str(f.brister[0])
    assert "1\u00a0100\u00a0000 kr fattas" in str(f.brister[0])
    assert "A från 2026: som mest fattas 5\u00a0100\u00a0000 kr" in summarize_kapital(Kapitalgrund(f))


def test_the_year_back_at_the_reasonable_level() -> None:
    assert find_return_years(roll(build_case().make())) == {"A": 2026}
    fast = roll(build(kapital=9 * MILJON, bidrag_fjol_kr=10 * MILJON).make(), kostnader="bidrag")
    assert find_return_years(fast) == {"A": None}


def test_a_model_without_the_rule_judges_nothing() -> None:
    utan = valj(2026).model_copy(update={"steg": tuple(s for s in valj(2026).steg if s != "eget_kapital")})
    f = roll_forward([build(kapital=9 * MILJON).make()], lambda ar: utan, 2, Antaganden())
    assert find_return_years(f) == {}
    tabell = make_kapital(f)
    assert tabell["rimlig_kr"].isna().all()
    assert tabell["overskott_kr"].isna().all()


def test_a_year_after_which_no_model_is_in_force_is_judged_by_its_own() -> None:
    def valj_till_2026(ar: int) -> Modell:
        if ar > 2026:
            raise IngenModellFel([])
        return valj(ar)

    f = roll_forward([build().make()], valj_till_2026, 1, Antaganden())
    assert f.ar[0].kapital.rimlig_kr.tolist() == [2 * MILJON, 2 * MILJON]


def test_every_assumption_is_stated() -> None:
    f = roll(build().make(), statistik="trend", kostnader="bidrag", ram_kr={2027: 12 * MILJON})
    text = summarize_kapital(Kapitalgrund(f))
    assert all(antagande in text for antagande in list_roll_assumptions(f))
    assert "12\u00a0000\u00a0000 kr från 2027" in text
    assert "lika mycket som från året före" in text
    assert set(list_roll_assumptions(f)) < set(make_kapital_json(Kapitalgrund(f))["antaganden"])


def test_the_command_writes_the_ledger_as_it_was_computed(tmp_path: Path) -> None:
    inputs = build_case().write(tmp_path / "in")
    svar = run("kapital", inputs, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    rader = read_csv(tmp_path / "ut" / "kapital.csv")
    assert [(rad["forbund_kod"], rad["ar"]) for rad in rader] == [
        (kod, str(ar)) for kod in "AB" for ar in range(2025, 2029)
    ]
    for rad in rader:
        assert int(rad["ingaende_kr"]) + int(rad["intakter_kr"]) - int(rad["kostnader_kr"]) == int(rad["utgaende_kr"])
    assert [rad["begransas_av"] for rad in rader[:4]] == ["", "eget kapital", "modellen", "modellen"]
    data = json.loads((tmp_path / "ut" / "kapital.json").read_text("utf-8"))
    assert [ar["ar"] for ar in data["ar"]] == [2025, 2026, 2027, 2028]
    assert data["forbund"][0]["tillbaka_pa_rimlig_niva_ar"] == 2026
    assert data["forbund"][0]["kapital"][0]["tilldelning_kr"] is None


def test_the_command_takes_later_underlag_pots_and_years(tmp_path: Path) -> None:
    inputs = build_case().write(tmp_path / "2026")
    senare = replace(build_case(), budgetar=2027, ovriga={}).write(tmp_path / "2027")
    svar = run("kapital", inputs, "--senare", senare, "--ram", "2028=12000000", "--ar", "4", "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    data = json.loads((tmp_path / "ut" / "kapital.json").read_text("utf-8"))
    framat = [ar for ar in data["ar"] if "ram_kr" in ar]
    assert [(ar["underlag_ar"], ar["ram_kr"] // MILJON) for ar in framat] == [
        (2026, 10),
        (2027, 10),
        (2027, 12),
        (2027, 12),
    ]


@pytest.mark.parametrize("ram", ["2027", "2027=", "i år=5", "2027=-1", "2027=0", "2027=10000000000001"])
def test_a_pot_that_is_not_a_year_and_an_amount_is_refused(ram: str, tmp_path: Path) -> None:
    svar = run("kapital", build().write(tmp_path / "in"), "--ram", ram, "--ut", tmp_path / "ut")
    assert svar.exit_code == 1
    assert f"«{ram}» är inte ett år och en ram" in svar.output
    assert not (tmp_path / "ut").exists()


@pytest.mark.parametrize("ram", ["2025=9000000", "2029=9000000"])
def test_a_pot_for_a_year_that_is_not_computed_is_refused(ram: str, tmp_path: Path) -> None:
    svar = run("kapital", build().write(tmp_path / "in"), "--ram", ram, "--ut", tmp_path / "ut")
    assert svar.exit_code == 1
    assert f"--ram: {ram[:4]} räknas inte" in svar.output and "från 2026 till 2028" in svar.output
    assert not (tmp_path / "ut").exists()


def test_a_history_from_years_whose_model_is_not_published_is_kept_and_not_judged() -> None:
    rader = (row("A", 2012, 0, 2_000_000, 1_000_000), row("A", 2025, 1_000_000, 0, 0))
    f = roll(build(*rader, kapital=1_000_000).make(), ar=1)
    assert [ar.ar for ar in f.historik] == [2012, 2025]
    assert np.isinf(f.historik[0].rimlig_kr).all() and f.historik[0].overskott_kr.tolist() == [0.0]


def test_a_chosen_model_that_ends_is_told_once_for_every_year_it_does_not_hold() -> None:
    slutar = valj(2026).model_copy(update={"galler_till": date(2026, 12, 31)})
    f = roll_forward([build().make()], lambda ar: slutar, 3, Antaganden())
    sagt = " ".join(str(a) for a in f.avbrott)
    assert [sagt.count(f"modellen gäller inte {ar}") for ar in (2026, 2027, 2028)] == [0, 1, 1]


def test_floors_that_do_not_fit_are_told_with_their_year() -> None:
    underlag = Bygge(10 * MILJON, budgetar=2016).add("A", fjol=5 * MILJON).add("B", fjol=5 * MILJON).make()
    with pytest.raises(FordelningFel, match="Budgetår 2017: Golven"):
        roll(underlag, ram_kr={2017: 8 * MILJON})


def test_the_excess_a_year_ends_with_is_the_one_that_limits_the_next_years_grant() -> None:
    f = roll(build(kapital=3 * MILJON, bidrag_fjol_kr=10 * MILJON).make(), ar=4)
    for nu, nasta in pairwise(f.ar):
        sett = nasta.resultat.bok.sett["eget_kapital"]["overskott_kr"]
        assert nu.kapital.overskott_kr.tolist() == sett.tolist()
    assert any(ar.kapital.overskott_kr.any() for ar in f.ar[:-1])


def test_the_budget_and_the_country_judge_the_same_year_alike() -> None:
    for kod in (HELT, UTAN_REGION, HALVT_AR):
        for ar in make_budget(kod).ar:
            rimlig_kr, andel = judge(valj(2026), np.array([float(ar.bidrag_kr)]))
            noll = np.zeros(1)
            landets = Arskapital(
                ar.ar, (kod,), ("plan",), noll + ar.utgaende_kr, noll, noll, noll, rimlig_kr, noll + 1, andel
            )
            assert (landets.overskott_kr[0], landets.minskning_kr[0]) == (ar.overskott_kr, ar.minskning_nasta_ar_kr)


def test_float_dust_above_the_reasonable_level_is_no_excess_and_no_level_means_no_excess() -> None:
    rimlig_kr = 0.2 * 3.0 * np.ones(3)
    rimlig_kr[2] = np.inf
    assert compute_excess([0.6, 1.6, 1e9], rimlig_kr).tolist() == pytest.approx([0, 1, 0])


def test_two_pots_for_one_year_and_a_pot_of_thousands_of_digits_are_refused() -> None:
    with pytest.raises(FordelningFel, match="är inte ett år och en ram"):
        read_pots([f"2027={'9' * 5000}"])
    with pytest.raises(FordelningFel, match="--ram: 2027 står två gånger"):
        read_pots(["2027=5", "2028=5", "2027=6"])
