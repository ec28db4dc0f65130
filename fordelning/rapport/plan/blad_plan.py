"""The sheet Plan: every insats and year, whether it runs, for how many, at what cost, and what it gives."""

from __future__ import annotations

import numpy as np

from fordelning.blad import JA_NEJ, Blad, Kolumn, Tal
from fordelning.blad.formler import TOMT, om, tom, valj
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.kontroll import compute_kostnad
from fordelning.plan.problem import Mask
from fordelning.rapport.plan.urval import ANDRA, Plantabell, find_shown, name_year

FEL = ("körs inte", "under minst", "över högst")
NAGOT = 1e-4
"""A person less than this outside the limits is on them."""


class Planval(Plantabell):
    """What is decided: for one förbund every year that an insats could run, for all of them those that run.

    `poster` = the rows: a förbund's plan, its insats j and year t.
    """

    def __init__(self, pl: Plansamling) -> None:
        self.poster = [(bild, j, t) for bild in pl.med_plan for j, t in np.argwhere(find_shown(pl, bild)).tolist()]
        super().__init__("Plan", pl, [bild.kod for bild, _, _ in self.poster])
        problem = [(bild.problem, j, t) for bild, j, t in self.poster]
        self.kod = self.data("Insats", [p.insatser[j] for p, j, _ in problem], nyckel="insats_kod")
        self.namn = self.data("Namn", [p.insatsnamn[j] for p, j, _ in problem], "lang", bredd=40, nyckel="namn")
        inriktning = ["struktur" if p.struktur[j] else "individ" for p, j, _ in problem]
        self.inriktning = self.data("Inriktning", inriktning, nyckel="inriktning")
        self.ar = self.data("År", [p.budgetar[t] for p, _, t in problem], "ar", bredd=8, nyckel="ar")
        self.data("Året är", [name_year(pl, p.budgetar[t]) for p, _, t in problem], bredd=12, nyckel="lage",
                  bara_skarm=not self.gul)  # fmt: skip
        self.kors = self.data("Körs", ["ja" if _decided(bild)[j, t] else "nej" for bild, j, t in self.poster],
                              gul=self.gul, krav=JA_NEJ if self.gul else None, farger={"ja": "gron"},
                              nyckel="kors", bara_skarm=not self.gul)  # fmt: skip

    def add_figures(self, antal: Tal, resultat: Tal, nytta: Tal) -> None:
        """Participants, cost in kr, expected results and nytta; all but the cost as Deltagare has them."""
        problem = [(bild.problem, j, t) for bild, j, t in self.poster]
        self.antal = self.rakna("Deltagare", antal, "tal_streck", bredd=12, summa=True,
                                forklaring="Summan på bladet Deltagare.", nyckel="deltagare_antal")  # fmt: skip
        minst, hogst = (
            self.data(rubrik, [None if p.struktur[j] else getattr(p, falt)[j] for p, j, _ in problem], "antal",
                      gul=[self.gul and not p.struktur[j] for p, j, _ in problem], bara_skarm=not self.gul)
            for rubrik, falt in (("Minst", "minst_antal"), ("Högst", "hogst_antal"))
        )  # fmt: skip
        andel, fast, per = (
            self.data(rubrik, varden, form, gul=self.gul, forklaring=text, bara_skarm=not self.gul)
            for rubrik, varden, form, text in (
                ("Förbundets andel", [p.trappning[j, t] for p, j, t in problem], "andel", "Trappning."),
                ("Fast kostnad, kr", [p.fast_kr[j] for p, j, _ in problem], "kr", ""),
                ("Kostnad per deltagare, kr", [p.per_deltagare_kr[j] for p, j, _ in problem], "kr", ""),
            )
        )
        kr = {b.kod: compute_kostnad(b.problem, b.plan.beslut) for b, _, _ in self.poster if b.plan.beslut is not None}
        kostar = om(self.kors.lika("ja"), andel * (fast + per * self.antal), 0)
        self.kostnad = self.rakna("Kostnad, kr", kostar, lika=[float(kr[bild.kod][j, t]) for bild, j, t in self.poster],
                                  inom=1e-3, bredd=17, summa=True, nyckel="kostnad_kr",
                                  forklaring="Andel × (fast + per deltagare × deltagare).")  # fmt: skip
        self.resultat = self.rakna("Väntat resultat", resultat, "tal", bredd=12, summa=True,
                                   forklaring="Personer till arbete eller studier.",
                                   nyckel="resultat_antal")  # fmt: skip
        self.nytta = self.rakna("Nytta", nytta, "tal", bredd=12, summa=True, nyckel="nytta",
                                forklaring="Målgruppens nytta, delad efter resultat.")  # fmt: skip
        if self.gul:
            self._add_check(minst, hogst)

    def _add_check(self, minst: Kolumn, hogst: Kolumn) -> None:
        """What is wrong with a row that has been changed."""
        inom = valj([(self.antal < minst - NAGOT, FEL[1]), (self.antal > hogst + NAGOT, FEL[2])], TOMT)
        korda = valj([(self.kors.skild("ja"), om(self.antal > 0, FEL[0], TOMT)), (tom(hogst), TOMT)], inom)
        self.rakna("Kontroll", korda, "text", bredd=13, farger=dict.fromkeys(FEL, "rod"))


def _decided(bild: Planbild) -> Mask:
    assert bild.plan.beslut is not None
    return bild.plan.beslut.kors


def make_plan_blad(pl: Plansamling, v: Planval) -> Blad:
    ar = f"{pl.budgetar[0]} beslutas; senare år är inriktning."
    text = ANDRA if pl.enskild else "De insatser som körs i varje förbunds plan. Filtrera på förbund, insats eller år."
    return Blad("Plan", f"Plan per insats och år {pl.budgetar[0]}–{pl.budgetar[-1]}", f"{text} {ar}", [v], fasta=2)
