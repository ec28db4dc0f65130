"""A förbund's budget: who pays, the heads, the months, and eget kapital into the plan years."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from fordelning.begrepp import Insats
from fordelning.bokforing import INTAKTER
from fordelning.budget.berakning import compute_budget, round_kr, spread
from fordelning.budget.insamling import collect, plan_insats
from fordelning.budgetbok.utfall import Grund, make_basis
from fordelning.fel import UnderlagFel
from fordelning.modell import choose_modell
from fordelning.platser import find_modeller
from tests.budget_bygge import HALVT_AR, HELT, UTAN_REGION, make_budget, make_grund, make_ruleless_model
from tests.exempel import read_example
from tests.underlag_bygge import Bygge


@pytest.fixture(scope="module")
def exempel() -> Grund:
    underlag = read_example()
    return make_basis(choose_modell(find_modeller(), underlag.budgetar), underlag)


def test_the_budgets_of_all_forbund_sum_to_the_allocation_party_by_party(exempel: Grund) -> None:
    resultat = exempel.resultat
    summor = np.zeros(3)
    for kod in resultat.underlag.koder:
        budget = compute_budget(collect(resultat, exempel.metod, kod))
        parter = [(f.huvud, f.kod.partition("-")[2] or "staten", f.belopp_kr) for f in budget.intaktsrader[:-1]]
        assert parter == [(b.part, b.motpart_kod, b.belopp_kr) for b in resultat.bidrag if b.forbund_kod == kod]
        summor += [budget.compute_sum(part) for part in INTAKTER[:-1]]
    m = resultat.matchning
    assert list(summor) == [m.tilldelning_kr.sum(), m.region_kr.sum(), m.kommuner_kr.sum()]


def test_every_budget_hangs_together(exempel: Grund) -> None:
    for kod in exempel.resultat.underlag.koder:
        budget = compute_budget(collect(exempel.resultat, exempel.metod, kod))
        ar = budget.budgetaret
        assert budget.compute_sum("styrelse", "administration", "revision", "insatser") == ar.kostnader_kr
        assert budget.compute_sum("stat", "region", "kommun", "ovrigt") == ar.intakter_kr
        for fore, nu in zip(budget.ar, budget.ar[1:], strict=False):
            assert nu.ingaende_kr == fore.utgaende_kr
            assert 0 <= nu.avdrag_kr <= nu.bidrag_fore_avdrag_kr


def test_the_heads_are_split_of_the_planned_sum_and_administration_is_the_rest() -> None:
    ar = make_budget(HELT).budgetaret
    # 611 111 · 0,15 = 91 666,65 and · 0,05 = 30 555,55
    assert (ar.styrelse_kr, ar.revision_kr, ar.administration_kr) == (91_667, 30_556, 488_888)


def test_an_insats_costs_its_share_of_fixed_and_per_participant() -> None:
    ar, nasta, sista = make_budget(HELT).ar
    # I2 from 2025: 0,755 · (150 000 + 33 · 7 333) = 295 951,70; then 0,5 ·; and it ends 2027.
    assert ar.insatser_kr == (200_000 + 41 * 9_500, 295_952, 0, 300_000, 0)
    assert nasta.insatser_kr[1] == round(0.5 * (150_000 + 33 * 7_333) + 0.01)
    assert sista.insatser_kr[1] == 0
    assert ar.struktur_kr == 300_000


def test_months_sum_to_the_year_and_differ_by_at_most_a_krona() -> None:
    assert spread(100, [1] * 12) == (8, 9, 8, 8, 9, 8, 8, 9, 8, 8, 9, 8)
    assert spread(1_000, [3, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0])[:2] == (750, 250)
    for rad in make_budget(HELT).rader:
        assert sum(rad.manader_kr) == rad.belopp_kr
        assert max(rad.manader_kr) - min(rad.manader_kr) <= 1


def test_a_forbund_that_starts_in_july_has_no_budget_before() -> None:
    for rad in make_budget(HALVT_AR).rader:
        assert rad.manader_kr[:6] == (0,) * 6


def test_a_forbund_that_ends_in_june_has_no_budget_after_and_is_told_so() -> None:
    budget = make_budget("A", make_grund(Bygge(4_000_000).add("A", 100, 10.0, 1_000_000, manader=6)))
    assert all(rad.manader_kr[6:] == (0,) * 6 for rad in budget.rader)
    assert sum(budget.rader[0].manader_kr[:6]) == budget.underlag.statens_bidrag_kr
    assert any("upphör under året" in text for text in budget.underlag.varningar)


def test_a_kommun_with_the_regions_tasks_pays_both_quarters() -> None:
    rader = make_budget(UTAN_REGION).intaktsrader
    stat, *parter, ovrigt = [f.belopp_kr for f in rader]
    regioner = [f.belopp_kr for f in rader if f.huvud == "region"]
    assert (sum(regioner), sum(parter), ovrigt) == (stat // 2, stat, 0)
    assert [f.namn for f in rader if f.huvud == "region"] == [
        "Ort B1 (regionens uppgifter)",
        "Ort B2 (regionens uppgifter)",
    ]


def test_an_agreement_of_their_own_goes_before_pledges_and_inhabitants() -> None:
    budget = make_budget(UTAN_REGION)
    motparter = tuple(
        replace(m, egen_vikt=3.0 if m.motpart_kod == "B1" else 1.0) if m.part == "kommun" else m
        for m in budget.underlag.motparter
    )
    kommuner = [
        f.belopp_kr for f in compute_budget(replace(budget.underlag, motparter=motparter)).rader if f.huvud == "kommun"
    ]
    assert kommuner[0] == 3 * kommuner[1]


def test_an_excess_cuts_the_next_years_contributions_by_twice_the_states_share() -> None:
    budget = make_budget(UTAN_REGION)
    ar, nasta, _ = budget.ar
    assert ar.rimlig_kr == pytest.approx(0.2 * ar.bidrag_kr)
    assert ar.overskott_kr == pytest.approx(ar.utgaende_kr - 0.2 * ar.bidrag_kr)
    assert nasta.avdrag_kr == min(nasta.bidrag_fore_avdrag_kr, round(2 * 0.5 * ar.overskott_kr))


def test_without_a_rule_on_eget_kapital_nothing_is_above_it() -> None:
    for ar in make_budget(UTAN_REGION, make_grund(modell=make_ruleless_model())).ar:
        assert (ar.rimlig_kr, ar.overskott_kr, ar.avdrag_kr) == (None, 0, 0)


def test_plan_years_take_their_own_contributions_else_the_budget_years() -> None:
    _, nasta, sista = make_budget(HELT).ar
    assert nasta.bidrag_fore_avdrag_kr == 5_600_000
    # 2028 has no row of its own: the row of 2027 holds on.
    assert sista.bidrag_fore_avdrag_kr == 5_600_000
    budget = make_budget(UTAN_REGION)
    assert {ar.bidrag_fore_avdrag_kr for ar in budget.ar} == {budget.compute_sum("stat", "region", "kommun")}


def test_missing_planering_and_a_broken_chain_are_told() -> None:
    assert make_budget(HALVT_AR).underlag.varningar == (
        "Planering saknas för 2026: styrelse, administration och revision är 0 kr tills de fylls i.",
    )
    assert make_budget(UTAN_REGION).underlag.varningar == ("Planering saknas för 2027, 2028: 2026 års rad används.",)
    andra_bidrag, saknas = make_budget(HELT).underlag.varningar
    assert "2027 5\u00a0600\u00a0000 kr är inte" in andra_bidrag and "15\u00a0170\u00a0000 kr" in andra_bidrag
    assert saknas == "Planering saknas för 2028: 2027 års rad används."


def test_which_insatser_run() -> None:
    def runs(**mer: object) -> tuple[bool, ...]:
        insats = Insats("A", "I", "N", "individ", 1, 1, 5, 10)
        return plan_insats(replace(insats, **mer), (2026, 2027, 2028)).kors  # type: ignore[arg-type]

    assert runs() == (False, False, False)
    assert runs(idag_antal=0) == (False, False, False)
    assert runs(idag_antal=7) == (True, True, True)
    assert runs(beslutad=True, fran_ar=2027) == (False, True, True)
    assert runs(idag_antal=7, till_ar=2026) == (True, False, False)
    assert runs(inriktning="struktur") == (True, True, True)
    assert runs(inriktning="struktur", idag_antal=0) == (False, False, False)


def test_a_decided_insats_without_participants_today_has_its_smallest_number() -> None:
    plan = plan_insats(Insats("A", "I", "N", "individ", 1, 1, 5, 10, beslutad=True), (2026,))
    assert plan.deltagare_antal == (5,)


def test_an_unknown_forbund_is_refused() -> None:
    grund = make_grund()
    with pytest.raises(UnderlagFel, match="«X» finns inte i underlaget"):
        collect(grund.resultat, grund.metod, "X")


def test_a_half_is_rounded_up_also_where_the_computer_has_made_it_too_small() -> None:
    assert 0.145 * 100 < 14.5
    assert [round_kr(v) for v in (0.145 * 100, 14.5, 14.49, 14.51, 0.0, 2.5, 1e9 + 0.25)] == [
        15,
        15,
        14,
        15,
        0,
        3,
        10**9,
    ]
