"""The plan of one förbund of a case."""

from __future__ import annotations

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.metod import Insatsplan, read_insatsplan
from fordelning.plan.avgransning import make_problem
from fordelning.plan.losning import solve_plan
from fordelning.plan.resultat import Plan
from fordelning.platser import find_modeller


def plan(
    fall: Fall, forbund: str, antal_ar: int = 3, tid_s: float | None = None, metod: Insatsplan | None = None
) -> Plan:
    """The plan of insatser with the highest nytta for one förbund, `antal_ar` years from the case's budget year.

    Contributions are `bidrag_kr` of planering, else the case's allocation to all parties. `tid_s` is the longest time;
    `metod` the method of the plan, by default models/insatsplan.toml.
    Returns a Plan: `status` (optimal, tidsgrans, omojlig), `nytta` in weighted persons, `kostnad_kr`, `rader` with the
    columns of plan.csv (persons, kr), `kapital` with a row a year (kr), `resultat_antal` (G, H) persons.
    Raises UnderlagFel with what a plan needs and the data set lacks, or for a case with scenarios.
    """
    refuse_scenarios(fall, "plan")
    totalt_kr = dict(zip(fall.koder, fall.allocate().matchning.totalt_kr.tolist(), strict=True))
    metod = metod or read_insatsplan(find_modeller() / "insatsplan.toml")
    problem = make_problem(fall.underlag, fall.modell, metod, forbund, totalt_kr.get(forbund), antal_ar)
    return solve_plan(problem, tid_s=tid_s)
