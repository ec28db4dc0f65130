"""A small data set to plan: a förbund with a plan, one whose demands cannot hold together, and one without insatser."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from fordelning.begrepp import Behov, Effekt, Insats, Malgrupp, Planering
from fordelning.metod import read_insatsplan
from fordelning.modell import choose_modell
from fordelning.plan import bild
from fordelning.plan.samling import gather_plans, look_closer
from fordelning.platser import find_modeller
from fordelning.rapport.plan.grund import Plangrund, make_grund
from fordelning.rapport.plan.tabeller import make_plan_json
from fordelning.resultat import Resultat, allocate
from tests.underlag_bygge import Bygge

MED_PLAN, OMOJLIGT, UTAN_INSATSER = "A1", "B1", "C1"
BIDRAG_KR = 1_500_000.0


def make_bygge() -> Bygge:
    """Three förbund over one region; in the second a decided insats costs more than there is money."""
    insatser = [
        Insats(MED_PLAN, "I1", "=Vägledning", "individ", 100_000, 20_000, 5, 40, idag_antal=10),
        Insats(MED_PLAN, "I2", "Arbetsträning", "individ", 50_000, 40_000, 0, 30, trappning=(1.0, 0.5)),
        Insats(MED_PLAN, "S1", "Samverkan", "struktur", 90_000, 0, 0, 0),
        Insats(MED_PLAN, "S2", "Kartläggning", "struktur", 60_000, 0, 0, 0),
    ]
    effekter = [
        Effekt(MED_PLAN, "I1", "UNGA", 0.30, 0.05),
        Effekt(MED_PLAN, "I1", "SJUKA", 0.10, 0.02),
        Effekt(MED_PLAN, "I2", "SJUKA", 0.40, 0.10),
        Effekt(MED_PLAN, "S1", "UNGA", None, None, 1.5),
        Effekt(MED_PLAN, "S2", None, None, None, 1.0),
    ]
    planering = [Planering(MED_PLAN, ar, 200_000, 50_000, 0.05, 0.4, BIDRAG_KR) for ar in (2026, 2027)]
    insatser.append(Insats(OMOJLIGT, "I1", "Redan beslutad", "individ", 9e9, 1_000, 1, 5, beslutad=True))
    effekter.append(Effekt(OMOJLIGT, "I1", "UNGA", 0.2, 0.1))
    planering.append(Planering(OMOJLIGT, 2026, 100_000, 0, 0.0, 1.0))
    behov = [Behov(kod, grupp, 100.0) for kod in (MED_PLAN, OMOJLIGT) for grupp in ("UNGA", "SJUKA")]
    ovriga = {
        "malgrupper": (Malgrupp("UNGA", "Unga", 1.0, 1.2), Malgrupp("SJUKA", "Sjuka", 0.5, 1.0)),
        "behov": tuple(behov),
        "insatser": tuple(insatser),
        "effekter": tuple(effekter),
        "planering": tuple(planering),
    }
    bygge = Bygge(3_000_000, ovriga=ovriga)
    for kod in (MED_PLAN, OMOJLIGT, UTAN_INSATSER):
        bygge = bygge.add(kod, 1_000, fjol=900_000, kapital=300_000)
    return bygge


@cache
def allocate_bygge() -> Resultat:
    underlag = make_bygge().make()
    return allocate(choose_modell(find_modeller(), underlag.budgetar), underlag)


@cache
def plan(kod: str | None = None, tid_s: float | None = None) -> bild.Plansamling:
    """The plans of two years: of one förbund, or of all."""
    metod = read_insatsplan(find_modeller() / "insatsplan.toml")
    return look_closer(gather_plans(allocate_bygge(), metod, kod, 2, tid_s))


@cache
def grund(kod: str | None = None, tid_s: float | None = None) -> Plangrund | None:
    """The tables of the same plans."""
    return make_grund(plan(kod, tid_s))


@cache
def describe(kod: str | None = None, tid_s: float | None = None) -> dict[str, Any]:
    """plan.json of the same plans."""
    return make_plan_json(plan(kod, tid_s), grund(kod, tid_s))


def write_underlag(mapp: Path) -> str:
    """The data set as CSV files, for the command line."""
    return str(make_bygge().write(mapp / "underlag"))
