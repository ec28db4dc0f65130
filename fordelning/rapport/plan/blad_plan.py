"""The sheet Plan: every insats and year, whether it runs, for how many and at what cost."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.plan.problem import Mask
from fordelning.rapport.excel.tabell import Blad, Tabell
from fordelning.rapport.plan.bild import Planbild, Planering
from fordelning.rapport.plan.kolumner import Falt, make_columns, make_owner, sum_where

ANDRA = "Ändra ett gult fält, så räknas boken om: kostnad, eget kapital, resultat och nytta följer med."
FEL = ("körs inte", "under minst", "över högst")


class Insatsar(NamedTuple):
    """An insats and year."""

    forbund: str
    kod: str
    insats: str
    inriktning: str
    ar: int
    kors: str
    antal: float
    minst: float | None
    hogst: float | None
    andel: float
    fast: float
    per: float
    kontroll: str = ""

    @property
    def kostnad(self) -> float:
        return self.andel * (self.fast + self.per * self.antal) if self.kors == "ja" else 0.0


def make_plan_sheet(planering: Planering) -> Blad:
    """For one förbund every year that an insats could run; for all of them those that run."""
    rader = [rad for bild in planering.med_plan for rad in _list_rows(planering, bild)]
    gul = planering.enskild
    falt = {
        **make_owner(planering),
        "kod": Falt("Insats"),
        "insats": Falt("Namn", bredd=44),
        "inriktning": Falt("Inriktning"),
        "ar": Falt("År", bredd=8),
        "kors": Falt("Körs", gul=gul, val="{val.svar.alla}" if gul else "", farger={"ja": "gron"}),
        "antal": Falt(
            "Deltagare",
            "tal",
            sum_where(planering, "deltagare", "antal", "kod", "ar"),
            "Summan på bladet Deltagare.",
            bredd=12,
            summa=True,
        ),
        "minst": Falt("Minst", "antal"),
        "hogst": Falt("Högst", "antal"),
        "andel": Falt("Förbundets andel", "andel", gul=gul, forklaring="Trappning."),
        "fast": Falt("Fast kostnad, kr", "kr", gul=gul),
        "per": Falt("Kostnad per deltagare, kr", "kr", gul=gul),
        "kostnad": Falt(
            "Kostnad, kr",
            "kr",
            'IF({kors}="ja",{andel}*({fast}+{per}*{antal}),0)',
            "Andel × (fast + per deltagare × deltagare).",
            bredd=17,
            summa=True,
        ),
        **({"kontroll": _make_check()} if gul else {}),
    }
    return Blad(
        "Plan",
        f"Plan per insats och år {planering.budgetar[0]}–{planering.budgetar[-1]}",
        ANDRA if gul else "De insatser som körs i varje förbunds plan. Filtrera på förbund, insats eller år.",
        (Tabell("plan", make_columns(falt, rader)),),
        fasta=2,
    )


def _make_check() -> Falt:
    """Where figures can be changed: whether participants are within the limits of the insats."""
    inom = f'IF({{antal}}<{{minst}}-0.0001,"{FEL[1]}",IF({{antal}}>{{hogst}}+0.0001,"{FEL[2]}",""))'
    formel = f'IF({{kors}}<>"ja",IF({{antal}}>0,"{FEL[0]}",""),IF({{hogst}}="","",{inom}))'
    return Falt("Kontroll", formel=formel, bredd=13, farger=dict.fromkeys(FEL, "rod"))


def find_shown(planering: Planering, bild: Planbild) -> Mask:
    """(J, H) the years of each insats that have a row."""
    assert bild.plan.beslut is not None
    return bild.problem.kan_koras if planering.enskild else bild.plan.beslut.kors


def _list_rows(planering: Planering, bild: Planbild) -> Iterator[Insatsar]:
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    for j, t in np.argwhere(find_shown(planering, bild)).tolist():
        individ = not p.struktur[j]
        yield Insatsar(
            forbund=bild.kod,
            kod=p.insatser[j],
            insats=p.insatsnamn[j],
            inriktning="individ" if individ else "struktur",
            ar=p.budgetar[t],
            kors="ja" if b.kors[j, t] else "nej",
            antal=float(b.antal[j, :, t].sum()),
            minst=float(p.minst_antal[j]) if individ else None,
            hogst=float(p.hogst_antal[j]) if individ else None,
            andel=float(p.trappning[j, t]),
            fast=float(p.fast_kr[j]),
            per=float(p.per_deltagare_kr[j]),
        )
