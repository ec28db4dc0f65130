"""The sheet Målgrupper: need, how many are reached, expected results, and the nytta they count as."""

from __future__ import annotations

from collections.abc import Iterator
from functools import reduce
from operator import add
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tal
from fordelning.blad.formler import TOMT, hogst, minst, om, summa_dar, tom
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.kontroll import compute_nytta_per_malgrupp
from fordelning.rapport.plan.blad_deltagare import Deltagartabell
from fordelning.rapport.plan.blad_parametrar import Planparametrar
from fordelning.rapport.plan.urval import ANDRA, UTAN_MALGRUPP, Plantabell


class _Rad(NamedTuple):
    """A målgrupp and year; persons that struktur reaches without a målgrupp have a row of their own without need."""

    forbund: str
    kod: str
    namn: str
    ar: int
    behov: float | None
    vikt: float
    resultat: float
    nytta: float


class Grupptabell(Plantabell):
    """One row per förbund, målgrupp and year."""

    def __init__(self, pl: Plansamling, d: Deltagartabell, par: Planparametrar) -> None:
        rader = [rad for bild in pl.med_plan for rad in _list_groups(bild)]
        super().__init__("Målgrupper", pl, [rad.forbund for rad in rader])
        self.malgrupp = self.data("Målgrupp", [rad.kod for rad in rader], bredd=18, nyckel="malgrupp_kod")
        self.data("Namn", [rad.namn for rad in rader], "lang", bredd=40)
        self.ar = self.data("År", [rad.ar for rad in rader], "ar", bredd=8, nyckel="ar")
        behov = self.data("Personer i behov", [rad.behov for rad in rader], "tal", gul=self.gul, summa=True,
                          nyckel="behov_antal")  # fmt: skip
        vilka = (*self.match_owner(d), (d.malgrupp, self.malgrupp), (d.ar, self.ar))
        antal = self.rakna("Nås", summa_dar(d.antal, *vilka), "tal", bredd=12, summa=True, nyckel="deltagare_antal")
        self.rakna("Andel som nås", om(behov > 0, antal / behov, TOMT), "andel")
        self.resultat = resultat = self.rakna(
            "Väntat resultat", summa_dar(d.resultat, *vilka), "tal", bredd=18, summa=True, nyckel="resultat_antal",
            lika=[rad.resultat for rad in rader], forklaring="Personer till arbete eller studier.",
        )  # fmt: skip
        vikt = self.data("Vikt", [rad.vikt for rad in rader], "ore", gul=self.gul)
        rakning = self.rakna("Årets räkning", (1 + par.diskontering) ** (pl.budgetar[0] - self.ar), "andel")
        i_segment = reduce(add, _list_segments(par, resultat, behov)) + par.lutning(0) * hogst(resultat, 0)
        viktat = rakning * vikt * om(tom(behov), par.lutning(0) * resultat, i_segment)
        self.nytta = self.rakna("Nytta", viktat, "tal", bredd=20, lika=[rad.nytta for rad in rader], summa=True,
                                forklaring="Resultaten i fallande segment × vikt × årets räkning.")  # fmt: skip


def _list_segments(par: Planparametrar, resultat: Kolumn, behov: Kolumn) -> Iterator[Tal]:
    """The results that fall in each segment, times its slope."""
    for k in range(par.antal_rader):
        over = resultat - par.fran(k) * behov
        inom = over if k == par.antal_rader - 1 else hogst(over, par.bredd(k) * behov)
        yield par.lutning(k) * minst(0, inom)


def make_malgrupper_blad(pl: Plansamling, m: Grupptabell) -> Blad:
    text = ANDRA if pl.enskild else "Filtrera på förbund, målgrupp eller år."
    return Blad("Målgrupper", "Behov, deltagare och väntade resultat per målgrupp och år", text, [m], m.slag, fasta=2)


def _list_groups(bild: Planbild) -> Iterator[_Rad]:
    p, plan = bild.problem, bild.plan
    assert plan.beslut is not None and plan.resultat_antal is not None
    nytta = p.diskontering * compute_nytta_per_malgrupp(p, plan.resultat_antal)
    for g, t in np.ndindex(nytta.shape):
        behov, resultat = float(p.behov_antal[g]), float(plan.resultat_antal[g, t])
        vem = (bild.kod, p.malgrupper[g], p.malgruppsnamn[g], p.budgetar[t])
        yield _Rad(*vem, behov, float(p.vikt[g]), resultat, float(nytta[g, t]))
    fria = (p.struktur_fri_antal[:, np.newaxis] * plan.beslut.kors).sum(axis=0)
    for t in range(len(p.budgetar) if p.struktur_fri_antal.any() else 0):
        nytta_fri = float(p.diskontering[t] * p.segment_lutning[0] * fria[t])
        vem = (bild.kod, UTAN_MALGRUPP, "Personer som nås utan målgrupp", p.budgetar[t])
        yield _Rad(*vem, None, 1.0, float(fria[t]), nytta_fri)
