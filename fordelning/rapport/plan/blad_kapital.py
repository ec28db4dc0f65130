"""The sheet Eget kapital: the path year by year, live from contributions and the plan's costs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.rapport.excel.tabell import Blad, Diagram, Tabell
from fordelning.rapport.plan.bild import Planbild, Planering
from fordelning.rapport.plan.blad_plan import ANDRA
from fordelning.rapport.plan.kolumner import Falt, make_columns, make_owner, sum_where


class Kapitalar(NamedTuple):
    """A year of eget kapital, kr. `rimlig` None = no rule limits it."""

    forbund: str
    ar: int
    ingaende: float
    bidrag: float
    avdrag: float
    administration: float
    insatser: float
    utgaende: float
    rimlig: float | None
    overskott: float
    lagsta: float

    @property
    def marginal(self) -> float:
        return self.utgaende - self.lagsta


def make_kapital_sheet(planering: Planering) -> Blad:
    """Last year's + contributions − what an excess cuts − administration − insatser = this year's."""
    rader = [rad for bild in planering.med_plan for rad in _list_years(bild)]
    forsta, gul = planering.budgetar[0], planering.enskild
    rimlig = "rimlig_andel*{bidrag}" if _has_one_step(planering) else ""
    falt = {
        **make_owner(planering),
        "ar": Falt("År", bredd=8),
        "ingaende": Falt("Ingående, kr", "kr", ["" if r.ar == forsta else "{utgaende.fore}" for r in rader], gul=False),
        "bidrag": Falt("Bidrag, kr", "kr", gul=gul, summa=True, forklaring="Alla parter, före avdrag."),
        "avdrag": Falt(
            "Avdrag för överskott, kr",
            "kr",
            ["0" if r.ar == forsta else "MIN({bidrag},avdrag_andel*{overskott.fore})" for r in rader],
            summa=True,
            forklaring="Året efter ett överskott.",
        ),
        "administration": Falt("Administration, kr", "kr", gul=gul, summa=True),
        "insatser": Falt("Insatser, kr", "kr", sum_where(planering, "plan", "kostnad", "ar"), summa=True),
        "utgaende": Falt("Utgående, kr", "kr", "{ingaende}+{bidrag}-{avdrag}-{administration}-{insatser}", bredd=15),
        "rimlig": Falt("Rimlig nivå, kr", "kr", rimlig, forklaring="Enligt modellen, på årets bidrag."),
        "overskott": Falt("Överskott, kr", "kr", 'IF({rimlig}="",0,MAX(0,{utgaende}-{rimlig}))', bredd=14),
        "lagsta": Falt("Lägsta nivå, kr", "kr", gul=gul, forklaring="Förbundets eget golv."),
        "marginal": Falt("Över lägsta, kr", "kr", "{utgaende}-{lagsta}", bredd=14),
    }
    tabell = Tabell("kapital", make_columns(falt, rader))
    return Blad(
        "Eget kapital",
        f"Eget kapital {forsta}–{planering.budgetar[-1]}",
        ANDRA if gul else "Filtrera på förbund. Bidragen är före avdrag för överskott.",
        (tabell,),
        diagram=(_make_chart(tabell.rubrikrad + tabell.antal + 3),) if gul else (),
        fasta=1 if gul else 2,
    )


def _make_chart(rad: int) -> Diagram:
    kategorier, varden = "{kapital.ar.alla}", "{kapital.utgaende.alla}"
    return Diagram("column", "Eget kapital vid årets slut, kr", kategorier, varden, f"A{rad}", (620, 300), "kr")


def _has_one_step(planering: Planering) -> bool:
    """Whether the reasonable level is one share of contributions of any size."""
    m = planering.resultat.modell
    return m.eget_kapital is not None and "eget_kapital" in m.steg and len(m.eget_kapital.trappa) == 1


def _list_years(bild: Planbild) -> Iterator[Kapitalar]:
    for rad in bild.plan.kapital:
        yield Kapitalar(
            forbund=bild.kod,
            ar=rad.ar,
            ingaende=rad.ingaende_kr,
            bidrag=rad.bidrag_kr,
            avdrag=rad.avdrag_kr,
            administration=rad.administration_kr,
            insatser=rad.insatser_kr,
            utgaende=rad.utgaende_kr,
            rimlig=rad.rimlig_niva_kr if np.isfinite(rad.rimlig_niva_kr) else None,
            overskott=rad.overskott_kr,
            lagsta=rad.lagsta_kr,
        )
