"""The sheet Deltagare: participants per insats, målgrupp and year, the results expected of them, and their nytta."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tal
from fordelning.blad.formler import antal_dar, kvot, summa_dar
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.urval import ANDRA, UTAN_MALGRUPP, Plantabell, find_shown


class _Rad(NamedTuple):
    """Participants of an insats from a målgrupp in a year, or the persons that a struktur insats reaches."""

    bild: Planbild
    j: int
    t: int
    malgrupp: str
    antal: float | None
    effekt: float | None
    struktur: float | None


class Deltagartabell(Plantabell):
    """Per insats, målgrupp and year: participants, the share expected to succeed, and the expected results."""

    def __init__(self, pl: Plansamling, v: Planval) -> None:
        rader = [rad for bild in pl.med_plan for rad in _list_parts(pl, bild)]
        super().__init__("Deltagare", pl, [rad.bild.kod for rad in rader])
        gul = self.gul
        self.kod = self.data("Insats", [rad.bild.problem.insatser[rad.j] for rad in rader])
        self.data("Namn", [rad.bild.problem.insatsnamn[rad.j] for rad in rader], "lang", bredd=40)
        self.malgrupp = self.data("Målgrupp", [rad.malgrupp for rad in rader], bredd=18)
        self.ar = self.data("År", [rad.bild.problem.budgetar[rad.t] for rad in rader], "ar", bredd=8)
        self.antal = self.data("Deltagare", [rad.antal for rad in rader], "tal", gul=gul, bredd=12, summa=True)
        effekt = self.data("Effekt per deltagare", [rad.effekt for rad in rader], "andel", gul=gul, bredd=20,
                           forklaring="Andel som väntas nå arbete eller studier, netto.")  # fmt: skip
        nas = self.data("Nås av struktur", [rad.struktur for rad in rader], "tal", gul=gul, bredd=18,
                        forklaring="Personer per år när insatsen körs.")  # fmt: skip
        kors = antal_dar(*self.match_owner(v), (v.kod, self.kod), (v.ar, self.ar), (v.kors, "ja"))
        self.resultat = self.rakna("Väntat resultat", self.antal * effekt + nas * kors, "tal", bredd=18, summa=True,
                                   forklaring="Personer till arbete eller studier.")  # fmt: skip

    def add_nytta(self, m: Plantabell, malgrupp: Kolumn, ar: Kolumn, resultat: Kolumn, nytta: Kolumn) -> None:
        """A målgrupp's nytta in a year, by the table of målgrupper, split over insatser by their results."""
        vilka = (*self.match_owner(m), (malgrupp, self.malgrupp), (ar, self.ar))
        del_ = kvot(self.resultat, summa_dar(resultat, *vilka), 0)
        self.nytta = self.rakna("Nytta", summa_dar(nytta, *vilka) * del_, "tal", bredd=14, summa=True,
                                forklaring="Målgruppens nytta, delad efter resultat.")  # fmt: skip

    def add_up(self, v: Planval) -> tuple[Tal, Tal, Tal]:
        """Participants, expected results and nytta of each row of the plan."""
        vilka = (*v.match_owner(self), (self.kod, v.kod), (self.ar, v.ar))
        return summa_dar(self.antal, *vilka), summa_dar(self.resultat, *vilka), summa_dar(self.nytta, *vilka)


def make_deltagare_blad(pl: Plansamling, d: Deltagartabell) -> Blad:
    text = ANDRA if pl.enskild else "Filtrera på förbund, insats, målgrupp eller år."
    return Blad("Deltagare", "Deltagare och väntade resultat per insats, målgrupp och år", text, [d], d.slag, fasta=2)


def _list_parts(pl: Plansamling, bild: Planbild) -> Iterator[_Rad]:
    """Of one förbund's insatser every målgrupp they take people from; for all förbund only those with people."""
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    for j, t in np.argwhere(find_shown(pl, bild)).tolist():
        for g in np.flatnonzero(p.tar_emot[j] & (pl.enskild | (b.antal[j, :, t] > 0))).tolist():
            yield _Rad(bild, j, t, p.malgrupper[g], float(b.antal[j, g, t]), float(p.effekt_andel[j, g]), None)
        for g in np.flatnonzero(p.struktur_antal[j]).tolist():
            yield _Rad(bild, j, t, p.malgrupper[g], None, None, float(p.struktur_antal[j, g]))
        if p.struktur_fri_antal[j]:
            yield _Rad(bild, j, t, UTAN_MALGRUPP, None, None, float(p.struktur_fri_antal[j]))
