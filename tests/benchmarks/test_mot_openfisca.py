"""The cost of a scenario beside OpenFisca's bare formula: grant = base + key × rest, no floors, ceilings or rounding.

`pip install openfisca-core` (it is no part of `utveckling`), then `pytest tests/benchmarks/test_mot_openfisca.py
--benchmark-enable` measures both in turn (processor time) and tells the ratios: at most 0.16 of OpenFisca's time per
scenario of 82 förbund, at most 3 times its time for 82 000 recipients at once, where it has nothing to do per scenario.
An ordinary run sees that both give the same amounts where the bare formula is all there is.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from fordelning.analys.lage import Fall
from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute
from tests.benchmarks.test_engine_speed import FORBUND, make_decision
from tests.slump import MED_SPARR

entities = pytest.importorskip("openfisca_core.entities")
from openfisca_core.parameters import ParameterNode  # noqa: E402
from openfisca_core.periods import DateUnit  # noqa: E402
from openfisca_core.simulations import SimulationBuilder  # noqa: E402
from openfisca_core.taxbenefitsystems import TaxBenefitSystem  # noqa: E402
from openfisca_core.variables import Variable  # noqa: E402

MOTTAGARE, SCENARIER = 82_000, 2_000
forbund = entities.build_entity(key="forbund", plural="forbunden", label="Samordningsförbund", is_person=True)


def make_variable(namn: str, formel: Callable[..., Any] | None = None) -> Any:
    """A variable of every förbund and year, given or computed."""
    beskrivning = {"value_type": float, "entity": forbund, "definition_period": DateUnit.YEAR, "label": namn}
    return type(namn, (Variable,), beskrivning | ({"formula": formel} if formel else {}))


def compute_base(f: Any, period: Any, parameters: Any) -> Any:
    return f.filled_array(parameters(period).belopp_kr)


def compute_key(f: Any, period: Any, parameters: Any) -> Any:
    andel, matt, invanare = parameters(period).andel, f("forsorjningsmatt", period), f("invanare_antal", period)
    return andel * matt / matt.sum() + (1 - andel) * invanare / invanare.sum()


def compute_rest(f: Any, period: Any, parameters: Any) -> Any:
    return f.filled_array(parameters(period).ram_kr - f("bas_kr", period).sum())


def compute_grant(f: Any, period: Any) -> Any:
    return f("bas_kr", period) + f("nyckel", period) * f("kvar_kr", period)


def make_system(ram_kr: float, belopp_kr: float) -> Any:
    """The bare formula with the decision's pot and base grant, and the model's shares."""
    system = TaxBenefitSystem([forbund])
    givna = [make_variable("forsorjningsmatt"), make_variable("invanare_antal")]
    delar: dict[str, Callable[..., Any]]
    delar = {"bas_kr": compute_base, "nyckel": compute_key, "kvar_kr": compute_rest, "tilldelning_kr": compute_grant}
    system.add_variables(*givna, *(make_variable(namn, formel) for namn, formel in delar.items()))
    tal = {"ram_kr": ram_kr, "belopp_kr": belopp_kr, "andel": MED_SPARR.fordelningsnyckel.andel_forsorjningsmatt}
    system.parameters = ParameterNode("", data={n: {"values": {"2004-01-01": {"value": v}}} for n, v in tal.items()})
    return system


def simulate(system: Any, matt: Vektor, invanare: Vektor) -> Vektor:
    """One simulation: the grants, (F,), in the float32 that OpenFisca counts in."""
    s = SimulationBuilder().build_default_simulation(system, len(invanare))
    s.set_input("forsorjningsmatt", "2026", matt)
    s.set_input("invanare_antal", "2026", invanare)
    return np.asarray(s.calculate("tilldelning_kr", "2026"))


def make_recipients() -> tuple[Underlag, Any]:
    """One förbund per recipient, with äskanden, pledges and last year's grants, and a model with a small base."""
    u, r = make_decision(), np.random.default_rng(3)
    storlek = r.lognormal(0, 0.7, MOTTAGARE)
    fjol = np.round(storlek * r.uniform(0.8, 1.15, MOTTAGARE) * 3_500)
    var = np.arange(MOTTAGARE)
    utlovat = np.where(var % 7 == 0, np.round(fjol * 0.5), np.inf)
    mottagare = replace(
        u,
        forbund=tuple(replace(u.forbund[0], forbund_kod=f"F{i:05d}") for i in var),
        ram_kr=np.round(fjol.sum() * 1.02),
        invanare_antal=storlek * 60,
        forsorjningsmatt=storlek * r.lognormal(0, 0.1, MOTTAGARE),
        tilldelning_fjol_kr=fjol,
        eget_kapital_kr=np.round(fjol * r.uniform(0.1, 0.9, MOTTAGARE)),
        bidrag_fjol_kr=2 * fjol,
        askande_kr=np.where(var % 9 == 0, np.round(fjol * 1.02), np.inf),
        manader_andel=np.ones(MOTTAGARE),
        kommuner_utlovat_kr=utlovat,
        regioner_utlovat_kr=utlovat,
        utan_region=np.zeros(MOTTAGARE, np.bool_),
    )
    grund, enhet = MED_SPARR.grundtilldelning, MED_SPARR.avrundning
    assert grund is not None
    nytt = {"grundtilldelning": grund.model_copy(update={"belopp_kr": 400}),
            "avrundning": enhet.model_copy(update={"enhet_kr": 1})}  # fmt: skip
    return mottagare, MED_SPARR.model_copy(update=nytt)


def measure_in_turn(varv: int, *gor: Callable[[], Any]) -> list[float]:
    """The shortest processor time of each, seconds: they take turns, so that a busy machine is busy for all."""
    tider: list[list[float]] = [[] for _ in gor]
    for _ in range(varv):
        for egna, ett in zip(tider, gor, strict=True):
            start = time.process_time()
            ett()
            egna.append(time.process_time() - start)
    return [min(egna) for egna in tider]


def test_a_scenario_of_every_rule_costs_a_part_of_openfiscas_bare_formula(benchmark: Any) -> None:
    fall, r = Fall(make_decision(), MED_SPARR), np.random.default_rng(1)
    u, antal = fall.underlag, SCENARIER if benchmark.enabled else 20
    matt = u.forsorjningsmatt * r.lognormal(0, 0.1, (antal, FORBUND))
    kapital = np.round(u.eget_kapital_kr * r.lognormal(0, 0.1, (antal, FORBUND)))
    assert MED_SPARR.grundtilldelning is not None
    system = make_system(float(u.ram_kr), MED_SPARR.grundtilldelning.belopp_kr)

    def allocate_all() -> Any:
        return fall.change(forsorjningsmatt=matt, eget_kapital_kr=kapital).allocate()

    def simulate_all() -> list[Vektor]:
        return [simulate(system, rad, u.invanare_antal) for rad in matt]

    egen, deras = measure_in_turn(7 if benchmark.enabled else 1, allocate_all, simulate_all)
    benchmark.extra_info |= {"egen_us": egen / antal * 1e6, "openfisca_us": deras / antal * 1e6, "kvot": egen / deras}
    r_alla = benchmark.pedantic(allocate_all, rounds=1)
    np.testing.assert_allclose(simulate_all(), r_alla.bok.beraknad_kr, rtol=1e-5)


def test_82_000_recipients_at_once_cost_a_few_times_the_bare_formula(benchmark: Any) -> None:
    u, modell = make_recipients()
    system = make_system(float(u.ram_kr), modell.grundtilldelning.belopp_kr)
    varv = 15 if benchmark.enabled else 1
    egen, deras = measure_in_turn(
        varv, lambda: compute(modell, u), lambda: simulate(system, u.forsorjningsmatt, u.invanare_antal)
    )
    benchmark.extra_info |= {"egen_ms": egen * 1e3, "openfisca_ms": deras * 1e3, "kvot": egen / deras}
    bok = benchmark.pedantic(compute, (modell, u), rounds=1)
    np.testing.assert_allclose(simulate(system, u.forsorjningsmatt, u.invanare_antal), bok.beraknad_kr, rtol=1e-4)
