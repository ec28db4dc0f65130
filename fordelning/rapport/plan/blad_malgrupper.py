"""The sheet Målgrupper: need, how many are reached, expected results, and the nytta they count as."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import reduce
from operator import add
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, hogst, minst, om, summa_dar, tom
from fordelning.plan.bild import Planbild, Planering
from fordelning.plan.kontroll import compute_nytta_per_malgrupp
from fordelning.rapport.plan.blad_deltagare import Deltagartabell
from fordelning.rapport.plan.blad_parametrar import Parametrar
from fordelning.rapport.plan.urval import ANDRA, UTAN_MALGRUPP, add_owner, same_owner


class Gruppar(NamedTuple):
    """A målgrupp and year; persons that struktur reaches without a målgrupp have a row of their own without need."""

    forbund: str
    kod: str
    namn: str
    ar: int
    behov: float | None
    vikt: float
    resultat: float
    nytta: float


@dataclass(frozen=True, slots=True, eq=False)
class Grupptabell:
    """The målgrupper, and the columns that others sum."""

    tabell: Tabell
    forbund: Kolumn
    malgrupp: Kolumn
    ar: Kolumn
    resultat: Kolumn
    nytta: Kolumn


def make_malgrupper(pl: Planering, d: Deltagartabell, par: Parametrar) -> Grupptabell:
    """One row per förbund, målgrupp and year."""
    rader = [rad for bild in pl.med_plan for rad in _list_groups(bild)]
    t, gul = Tabell("Målgrupper"), pl.enskild
    forbund = add_owner(t, pl, [rad.forbund for rad in rader])
    kod = t.data("Målgrupp", [rad.kod for rad in rader], bredd=18, nyckel="malgrupp_kod")
    t.data("Namn", [rad.namn for rad in rader], bredd=40)
    ar = t.data("År", [rad.ar for rad in rader], "ar", bredd=8, nyckel="ar")
    behov = t.data("Personer i behov", [rad.behov for rad in rader], "tal", gul=gul, summa=True, nyckel="behov_antal")
    vilka = (*same_owner(d.forbund, forbund), (d.malgrupp, kod), (d.ar, ar))
    antal = t.rakna("Nås", summa_dar(d.antal, *vilka), "tal", bredd=12, summa=True, nyckel="deltagare_antal")
    t.rakna("Andel som nås", om(behov > 0, antal / behov, TOMT), "andel")
    resultat = t.rakna("Väntat resultat", summa_dar(d.resultat, *vilka), "tal", bredd=18, summa=True,
                       lika=[rad.resultat for rad in rader], nyckel="resultat_antal",
                       forklaring="Personer till arbete eller studier.")  # fmt: skip
    vikt = t.data("Vikt", [rad.vikt for rad in rader], "ore", gul=gul)
    rakning = t.rakna("Årets räkning", (1 + par.diskontering) ** (pl.budgetar[0] - ar), "andel")
    i_segment = reduce(add, _list_segments(par, resultat, behov)) + par.lutning(0) * hogst(resultat, 0)
    nytta = t.rakna("Nytta", rakning * vikt * om(tom(behov), par.lutning(0) * resultat, i_segment), "tal", bredd=20,
                    lika=[rad.nytta for rad in rader], summa=True,
                    forklaring="Resultaten i fallande segment × vikt × årets räkning.")  # fmt: skip
    return Grupptabell(t, forbund, kod, ar, resultat, nytta)


def _list_segments(par: Parametrar, resultat: Kolumn, behov: Kolumn) -> Iterator[Tal]:
    """The results that fall in each segment, times its slope."""
    for k in range(par.antal):
        over = resultat - par.fran(k) * behov
        inom = over if k == par.antal - 1 else hogst(over, par.bredd(k) * behov)
        yield par.lutning(k) * minst(0, inom)


def make_malgrupper_blad(pl: Planering, m: Grupptabell) -> Blad:
    """The sheet."""
    text = ANDRA if pl.enskild else "Filtrera på förbund, målgrupp eller år."
    return Blad("Målgrupper", "Behov, deltagare och väntade resultat per målgrupp och år", text, [m.tabell], fasta=2)


def _list_groups(bild: Planbild) -> Iterator[Gruppar]:
    p, plan = bild.problem, bild.plan
    assert plan.beslut is not None and plan.resultat_antal is not None
    nytta = p.diskontering * compute_nytta_per_malgrupp(p, plan.resultat_antal)
    for g, t in np.ndindex(nytta.shape):
        behov, resultat = float(p.behov_antal[g]), float(plan.resultat_antal[g, t])
        vem = (bild.kod, p.malgrupper[g], p.malgruppsnamn[g], p.budgetar[t])
        yield Gruppar(*vem, behov, float(p.vikt[g]), resultat, float(nytta[g, t]))
    fria = (p.struktur_fri_antal[:, np.newaxis] * plan.beslut.kors).sum(axis=0)
    for t in range(len(p.budgetar) if p.struktur_fri_antal.any() else 0):
        nytta_fri = float(p.diskontering[t] * p.segment_lutning[0] * fria[t])
        vem = (bild.kod, UTAN_MALGRUPP, "Personer som nås utan målgrupp", p.budgetar[t])
        yield Gruppar(*vem, None, 1.0, float(fria[t]), nytta_fri)
