"""The sheet Deltagare: participants per insats, målgrupp and year, the results expected of them, and their nytta."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tabell
from fordelning.blad.formler import antal_dar, kvot, summa_dar
from fordelning.plan.bild import Planbild, Planering
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.urval import ANDRA, UTAN_MALGRUPP, add_owner, find_shown, same_owner


class Del(NamedTuple):
    """Participants of an insats from a målgrupp in a year, or the persons that a struktur insats reaches."""

    bild: Planbild
    j: int
    t: int
    malgrupp: str
    antal: float | None
    effekt: float | None
    struktur: float | None


@dataclass(frozen=True, slots=True, eq=False)
class Deltagartabell:
    """The participants, and the columns that others sum."""

    tabell: Tabell
    forbund: Kolumn
    kod: Kolumn
    malgrupp: Kolumn
    ar: Kolumn
    antal: Kolumn
    resultat: Kolumn

    @property
    def nycklar(self) -> tuple[Kolumn, Kolumn, Kolumn]:
        return self.forbund, self.kod, self.ar


def make_deltagare(pl: Planering, v: Planval) -> Deltagartabell:
    """Per insats, målgrupp and year: participants, the share expected to succeed, and the expected results."""
    rader = [rad for bild in pl.med_plan for rad in _list_parts(pl, bild)]
    t, gul = Tabell("Deltagare"), pl.enskild
    forbund = add_owner(t, pl, [rad.bild.kod for rad in rader])
    kod = t.data("Insats", [rad.bild.problem.insatser[rad.j] for rad in rader])
    t.data("Namn", [rad.bild.problem.insatsnamn[rad.j] for rad in rader], bredd=44)
    malgrupp = t.data("Målgrupp", [rad.malgrupp for rad in rader], bredd=18)
    ar = t.data("År", [rad.bild.problem.budgetar[rad.t] for rad in rader], "ar", bredd=8)
    antal = t.data("Deltagare", [rad.antal for rad in rader], "tal", gul=gul, bredd=12, summa=True)
    effekt = t.data("Effekt per deltagare", [rad.effekt for rad in rader], "andel", gul=gul, bredd=20,
                    forklaring="Andel som väntas nå arbete eller studier, netto.")  # fmt: skip
    nas = t.data("Nås av struktur", [rad.struktur for rad in rader], "tal", gul=gul, bredd=18,
                 forklaring="Personer per år när insatsen körs.")  # fmt: skip
    kors = antal_dar(*same_owner(v.forbund, forbund), (v.kod, kod), (v.ar, ar), (v.kors, "ja"))
    resultat = t.rakna("Väntat resultat", antal * effekt + nas * kors, "tal", bredd=18, summa=True,
                       forklaring="Personer till arbete eller studier.")  # fmt: skip
    return Deltagartabell(t, forbund, kod, malgrupp, ar, antal, resultat)


def add_nytta(d: Deltagartabell, m: tuple[Kolumn, Kolumn, Kolumn], resultat: Kolumn, nytta: Kolumn) -> Kolumn:
    """A målgrupp's nytta in a year (its förbund, code and year are `m`), split over insatser by their results."""
    vilka = (*same_owner(m[0], d.forbund), (m[1], d.malgrupp), (m[2], d.ar))
    del_ = kvot(d.resultat, summa_dar(resultat, *vilka), 0)
    return d.tabell.rakna("Nytta", summa_dar(nytta, *vilka) * del_, "tal", bredd=14, summa=True,
                          forklaring="Målgruppens nytta, delad efter resultat.")  # fmt: skip


def make_deltagare_blad(pl: Planering, d: Deltagartabell) -> Blad:
    """The sheet."""
    text = ANDRA if pl.enskild else "Filtrera på förbund, insats, målgrupp eller år."
    return Blad("Deltagare", "Deltagare och väntade resultat per insats, målgrupp och år", text, [d.tabell], fasta=2)


def _list_parts(pl: Planering, bild: Planbild) -> Iterator[Del]:
    """Of one förbund's insatser every målgrupp they take people from; for all förbund only those with people."""
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    for j, t in np.argwhere(find_shown(pl, bild)).tolist():
        for g in np.flatnonzero(p.tar_emot[j] & (pl.enskild | (b.antal[j, :, t] > 0))).tolist():
            yield Del(bild, j, t, p.malgrupper[g], float(b.antal[j, g, t]), float(p.effekt_andel[j, g]), None)
        for g in np.flatnonzero(p.struktur_antal[j]).tolist():
            yield Del(bild, j, t, p.malgrupper[g], None, None, float(p.struktur_antal[j, g]))
        if p.struktur_fri_antal[j]:
            yield Del(bild, j, t, UTAN_MALGRUPP, None, None, float(p.struktur_fri_antal[j]))
