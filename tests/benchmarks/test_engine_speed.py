"""Ten thousand scenarios through the whole engine: `pytest tests/benchmarks --benchmark-enable` measures."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fordelning.analys.lage import Fall
from fordelning.begrepp import Underlag
from fordelning.berakning import compute, get_grants
from fordelning.platser import find_modeller
from fordelning.statistik.metod import read_statistikmetod
from fordelning.svep.berakning import allocate_all
from fordelning.svep.sammanfattning import summarize_spans
from fordelning.svep.scenariofil import Osakert, Scenariefil
from fordelning.svep.utgang import Utgangslage
from fordelning.svep.varden import Varden
from tests.slump import MED_SPARR
from tests.underlag_bygge import Bygge

SCENARIER, FORBUND = 10_000, 82


def make_decision() -> Underlag:
    """82 förbund with spärr, eget kapital above the reasonable level, äskanden and pledges."""
    r = np.random.default_rng(2026)
    bygge = Bygge(360_000_000)
    for j in range(FORBUND):
        kod, storlek = f"F{j:02d}", float(r.lognormal(0, 0.7))
        fjol = int(3_500_000 * storlek * r.uniform(0.8, 1.15))
        askande = int(fjol * 1.02) if j % 9 == 0 else None
        bygge = bygge.add(
            kod, int(60_000 * storlek) + 1, 900.0 * storlek, fjol, int(fjol * r.uniform(0.1, 0.9)), askande_kr=askande
        )
        if j % 7 == 0:
            bygge = bygge.pledge(kod, int(fjol * 0.5), regioner_kr={"R1": fjol})
    return bygge.make()


def make_scenarios(antal: int) -> Underlag:
    """The decision with its need, capital and pot drawn."""
    u, r = make_decision(), np.random.default_rng(2027)
    return replace(
        u,
        ram_kr=np.round(r.normal(360e6, 5e6, antal), -3),
        forsorjningsmatt=u.forsorjningsmatt * r.lognormal(0, 0.1, (antal, FORBUND)),
        eget_kapital_kr=np.round(u.eget_kapital_kr * r.lognormal(0, 0.1, (antal, FORBUND))),
    )


@pytest.mark.benchmark(min_rounds=3)
def test_ten_thousand_scenarios_with_floors_and_ceilings(benchmark: Any) -> None:
    underlag = make_scenarios(SCENARIER)
    bok = benchmark(compute, MED_SPARR, underlag)
    assert bok.saldo_kr.shape == (SCENARIER, FORBUND)
    assert (get_grants(bok).sum(axis=-1) == underlag.ram_kr).all()
    golv, tak = np.broadcast_to(bok.golv_kr, bok.saldo_kr.shape), bok.tak_kr
    assert (get_grants(bok) == golv).any() and (get_grants(bok) == tak).any()


def test_a_grid_of_parameters_costs_what_as_many_draws_of_data_cost() -> None:
    fall = Fall(make_decision(), MED_SPARR)
    andelar, delar = (v.ravel() for v in np.meshgrid(np.linspace(0, 1, 21), np.linspace(0, 1, 21)))
    dragna = fall.underlag.forsorjningsmatt * np.random.default_rng(1).lognormal(0, 0.1, (andelar.size, FORBUND))
    data = measure(lambda: fall.change(forsorjningsmatt=dragna).allocate())
    parametrar = measure(
        lambda: fall.change(andel_forsorjningsmatt=andelar, statens_andel_av_overskott=delar).allocate()
    )
    assert parametrar < 2.5 * data


def measure(gor: Callable[[], Any], ganger: int = 5) -> float:
    """The shortest of some runs, in seconds of this process, so that what else the machine does counts less."""
    tider = []
    for _ in range(ganger):
        start = time.process_time()
        gor()
        tider.append(time.process_time() - start)
    return min(tider)


def test_ten_thousand_drawn_scenarios_and_their_spans_cost_little_more_than_the_engine() -> None:
    dragning = (
        Osakert(vad="ram_kr", spridning_andel=0.01),
        Osakert(vad="forsorjningsmatt", spridning_andel=0.1),
        Osakert(vad="eget_kapital_kr", spridning_andel=0.1),
    )
    fil, fall = Scenariefil(dragningar=SCENARIER, dragning=dragning), Fall(make_decision(), MED_SPARR)
    brus = read_statistikmetod(find_modeller() / "statistik.toml").brus
    underlag = make_scenarios(SCENARIER)
    motorn = measure(lambda: compute(MED_SPARR, underlag), 2)
    svepet = measure(lambda: summarize_spans([allocate_all(Utgangslage("", fall), Varden(fil, fall, brus))]), 2)
    assert svepet < 2.5 * motorn
