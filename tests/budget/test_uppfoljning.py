"""Outcome, forecast and deviation, and what they do to the ledger of eget kapital."""

from __future__ import annotations

import tomllib
from dataclasses import replace
from pathlib import Path

from fordelning.begrepp import Kapitalar
from fordelning.budget.uppfoljning import Ifyllt, Uppfoljning, apply_outcomes, compare_with_kapital, follow_up
from tests.budget_bygge import HALVT_AR, HELT, make_budget, make_filled, make_grund

INGET = (None,) * 12


def months(*belopp: int | None) -> tuple[int | None, ...]:
    return (*belopp, *INGET)[:12]


def find(lage: Uppfoljning, kod: str) -> tuple[tuple[int, ...], tuple[int, ...], int]:
    rad = next(x for x in lage.lagen if x.rad.kod == kod)
    return rad.prognos_kr, rad.avvikelse_kr, rad.aret.prognosavvikelse_kr


def test_without_anything_filled_in_the_forecast_is_the_budget() -> None:
    lage = follow_up(make_budget(HELT))
    assert not any(lage.rapporterade)
    for rad in lage.lagen:
        assert rad.prognos_kr == rad.rad.manader_kr
        assert not any(rad.avvikelse_kr)


def test_a_reported_month_counts_an_empty_cell_as_nothing() -> None:
    budget = make_budget(HELT)
    lage = follow_up(budget, make_filled(STYRELSE=months(5_000)))
    styrelse = next(rad.manader_kr for rad in budget.rader if rad.kod == "STYRELSE")
    revision = next(rad.manader_kr for rad in budget.rader if rad.kod == "REVISION")
    assert lage.rapporterade == (True, *[False] * 11)
    prognos, avvikelse, helar = find(lage, "STYRELSE")
    assert prognos == (5_000, *styrelse[1:])
    assert avvikelse == (styrelse[0] - 5_000, *[0] * 11)
    assert helar == styrelse[0] - 5_000
    assert find(lage, "REVISION")[1][0] == revision[0]


def test_a_deviation_is_good_when_more_comes_in_and_less_goes_out() -> None:
    budget = make_budget(HELT)
    stat = next(rad.manader_kr for rad in budget.rader if rad.kod == "STAT")
    lage = follow_up(budget, make_filled(STAT=months(stat[0] + 10), INSATS_I1=months(0)))
    assert find(lage, "STAT")[2] == 10
    assert find(lage, "INSATS-I1")[2] > 0


def test_the_own_forecast_holds_until_the_month_is_reported() -> None:
    ifyllt = Ifyllt({"STAT": months(1)}, {"REVISION": months(7, 8)})
    prognos = find(follow_up(make_budget(HELT), ifyllt), "REVISION")[0]
    assert prognos[:2] == (0, 8)


def test_a_fully_reported_year_is_utfall_in_the_ledger_and_a_partly_reported_one_prognos() -> None:
    budget = make_budget(HELT)
    allt = follow_up(budget, make_filled(STAT=(100,) * 12, REVISION=(30,) * 12))
    assert allt.make_kapitalar() == Kapitalar("A", 2026, 700_000, 1_200, 360, "utfall")
    halva = follow_up(budget, make_filled(STAT=(100,) * 6 + (None,) * 6)).make_kapitalar()
    kvar = [sum(rad.manader_kr[6:]) for rad in budget.rader]
    assert halva.typ == "prognos"
    assert halva.intakter_kr == 600 + sum(kr for kr, rad in zip(kvar, budget.rader, strict=True) if rad.ar_intakt)
    assert halva.kostnader_kr == sum(kr for kr, rad in zip(kvar, budget.rader, strict=True) if not rad.ar_intakt)


def test_months_before_the_forbund_exists_need_no_report() -> None:
    lage = follow_up(make_budget(HALVT_AR), make_filled(STAT=(None,) * 6 + (1,) * 6))
    assert lage.make_kapitalar().typ == "utfall"


def test_the_forecasts_excess_follows_the_forecast() -> None:
    lage = follow_up(make_budget(HELT), make_filled(OVRIGT=(1_000_000,) * 12))
    assert lage.prognos.bidrag_kr == 0
    assert lage.prognos.utgaende_kr == 12_700_000
    assert lage.prognos.overskott_kr == 12_700_000


def test_an_outcome_replaces_the_years_rows_of_that_forbund_alone() -> None:
    underlag = make_grund().resultat.underlag
    lage = follow_up(make_budget(HELT), make_filled(STAT=(100,) * 12, REVISION=(30,) * 12))
    nytt = apply_outcomes(underlag, [lage])
    assert [k for k in nytt.kapital if k.ar == 2026] == [Kapitalar("A", 2026, 700_000, 1_200, 360, "utfall")]
    assert [k for k in nytt.kapital if k.ar < 2026] == [k for k in underlag.kapital if k.ar < 2026]
    (rad,) = (p for p in nytt.planering if (p.forbund_kod, p.ar) == ("A", 2026))
    fore = next(p for p in underlag.planering if (p.forbund_kod, p.ar) == ("A", 2026))
    assert rad == replace(fore, bidrag_kr=1_200)
    assert [p for p in nytt.planering if p != rad] == [p for p in underlag.planering if p != fore]


def test_a_forbund_without_planering_gets_a_row_that_allows_nothing_below_zero() -> None:
    lage = follow_up(make_budget(HALVT_AR), make_filled(STAT=(None,) * 6 + (1,) * 6))
    (rad,) = (p for p in apply_outcomes(make_grund().resultat.underlag, [lage]).planering if p.forbund_kod == "C")
    assert (rad.ar, rad.bidrag_kr, rad.lagsta_kapital_kr) == (2026, 6, 0)


def test_published_rows_that_sum_to_another_cost_than_the_years_are_a_finding() -> None:
    fall = tomllib.loads((Path(__file__).parents[1] / "golden" / "kapital_roslagen_2022_rader.toml").read_text("utf-8"))
    budget, (styrelse, administration, insatser) = make_budget(HELT), fall["rader_kr"]
    alla = {"STYRELSE": styrelse, "ADMINISTRATION": administration, "INSATS_S1": insatser}
    lage = follow_up(budget, make_filled(**{rad: (kr, *[0] * 11) for rad, kr in alla.items()}))
    rad = replace(lage.make_kapitalar(), kostnader_kr=fall["kostnader_kr"])
    [fynd] = compare_with_kapital(lage, [rad], "bok.xlsx")
    for kr in (fall["vantat"]["summa_kr"], fall["kostnader_kr"], fall["vantat"]["skillnad_kr"]):
        assert f"{kr:,}".replace(",", "\u00a0") in fynd.vad
    assert list(compare_with_kapital(lage, [lage.make_kapitalar(), replace(rad, typ="budget")], "bok.xlsx")) == []
