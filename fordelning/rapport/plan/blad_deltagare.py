"""The sheets Deltagare (per insats, målgrupp and year) and Målgrupper (need, reached, results and nytta per year)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.plan.kontroll import compute_nytta_per_malgrupp
from fordelning.rapport.excel.tabell import Blad, Tabell
from fordelning.rapport.plan.bild import Planbild, Planering
from fordelning.rapport.plan.blad_plan import ANDRA, find_shown
from fordelning.rapport.plan.kolumner import Falt, make_columns, make_criteria, make_owner, sum_where

UTAN_MALGRUPP = "(utan målgrupp)"


class Del(NamedTuple):
    """Participants of an insats from a målgrupp in a year, or the persons that a struktur insats reaches."""

    forbund: str
    kod: str
    insats: str
    malgrupp: str
    ar: int
    kors: bool
    antal: float | None
    effekt: float | None
    struktur: float | None

    @property
    def resultat(self) -> float:
        return (self.antal or 0.0) * (self.effekt or 0.0) + (self.struktur or 0.0) * self.kors


def make_deltagare_sheet(planering: Planering) -> Blad:
    """Per insats, målgrupp and year: participants, the share expected to succeed, and the expected results."""
    rader = [rad for bild in planering.med_plan for rad in _list_parts(planering, bild)]
    gul = planering.enskild
    kors = f'COUNTIFS({make_criteria(planering, "plan", "kod", "ar")},{{plan.kors.alla}},"ja")'
    falt = {
        **make_owner(planering),
        "kod": Falt("Insats"),
        "insats": Falt("Namn", bredd=44),
        "malgrupp": Falt("Målgrupp", bredd=18),
        "ar": Falt("År", bredd=8),
        "antal": Falt("Deltagare", "tal", gul=gul, bredd=12, summa=True),
        "effekt": Falt(
            "Effekt per deltagare",
            "andel",
            gul=gul,
            forklaring="Andel som väntas nå arbete eller studier, netto.",
            bredd=20,
        ),
        "struktur": Falt("Nås av struktur", "tal", gul=gul, forklaring="Personer per år när insatsen körs.", bredd=18),
        "resultat": Falt(
            "Väntat resultat",
            "tal",
            f"{{antal}}*{{effekt}}+{{struktur}}*{kors}",
            "Personer till arbete eller studier.",
            bredd=18,
            summa=True,
        ),
    }
    return Blad(
        "Deltagare",
        "Deltagare och väntade resultat per insats, målgrupp och år",
        ANDRA if gul else "Filtrera på förbund, insats, målgrupp eller år.",
        (Tabell("deltagare", make_columns(falt, rader)),),
        fasta=2,
    )


def _list_parts(planering: Planering, bild: Planbild) -> Iterator[Del]:
    """Of one förbund's insatser every målgrupp they take people from; for all förbund only those with people."""
    p, b = bild.problem, bild.plan.beslut
    assert b is not None
    for j, t in np.argwhere(find_shown(planering, bild)).tolist():
        kors = bool(b.kors[j, t])
        vem = (bild.kod, p.insatser[j], p.insatsnamn[j])
        for g in np.flatnonzero(p.tar_emot[j] & (planering.enskild | (b.antal[j, :, t] > 0))).tolist():
            effekt = float(p.effekt_andel[j, g])
            yield Del(*vem, p.malgrupper[g], p.budgetar[t], kors, float(b.antal[j, g, t]), effekt, None)
        for g in np.flatnonzero(p.struktur_antal[j]).tolist():
            nas = float(p.struktur_antal[j, g])
            yield Del(*vem, p.malgrupper[g], p.budgetar[t], kors, None, None, nas)
        if p.struktur_fri_antal[j]:
            yield Del(*vem, UTAN_MALGRUPP, p.budgetar[t], kors, None, None, float(p.struktur_fri_antal[j]))


class Gruppar(NamedTuple):
    """A målgrupp and year; persons that struktur reaches without a målgrupp have a row of their own without need."""

    forbund: str
    malgrupp: str
    namn: str
    ar: int
    behov: float | None
    vikt: float
    antal: float
    resultat: float
    rakning: float
    nytta: float

    @property
    def andel(self) -> float | str:
        return self.antal / self.behov if self.behov else ""


def make_malgrupper_sheet(planering: Planering) -> Blad:
    """Need, how many are reached, expected results, and the nytta they count as."""
    rader = [rad for bild in planering.med_plan for rad in _list_groups(bild)]
    gul = planering.enskild
    nytta = "{rakning}*{vikt}*(" + "+".join(_list_segments(planering)) + "+{segment.lutning[0]}*MIN({resultat},0))"
    fri = "{rakning}*{vikt}*{segment.lutning[0]}*{resultat}"
    falt = {
        **make_owner(planering),
        "malgrupp": Falt("Målgrupp", bredd=18),
        "namn": Falt("Namn", bredd=40),
        "ar": Falt("År", bredd=8),
        "behov": Falt("Personer i behov", "tal", gul=gul, summa=True),
        "antal": Falt("Nås", "tal", sum_where(planering, "deltagare", "antal", "malgrupp", "ar"), bredd=12, summa=True),
        "andel": Falt("Andel som nås", "andel", 'IF({behov}>0,{antal}/{behov},"")'),
        "resultat": Falt(
            "Väntat resultat",
            "tal",
            sum_where(planering, "deltagare", "resultat", "malgrupp", "ar"),
            "Personer till arbete eller studier.",
            bredd=18,
            summa=True,
        ),
        "vikt": Falt("Vikt", "ore", gul=gul),
        "rakning": Falt("Årets räkning", "andel", f"(1+diskontering_andel)^({planering.budgetar[0]}-{{ar}})"),
        "nytta": Falt(
            "Nytta",
            "tal",
            [fri if rad.behov is None else nytta for rad in rader],
            "Resultaten i fallande segment × vikt × årets räkning.",
            bredd=20,
            summa=True,
        ),
    }
    return Blad(
        "Målgrupper",
        "Behov, deltagare och väntade resultat per målgrupp och år",
        ANDRA if gul else "Filtrera på förbund, målgrupp eller år.",
        (Tabell("malgrupper", make_columns(falt, rader)),),
        fasta=2,
    )


def _list_segments(planering: Planering) -> Iterator[str]:
    """The results that fall in each segment, times its slope."""
    sista = len(planering.metod.segment) - 1
    for k in range(sista + 1):
        over = f"{{resultat}}-{{segment.fran[{k}]}}*{{behov}}"
        inom = over if k == sista else f"MIN({over},{{segment.bredd[{k}]}}*{{behov}})"
        yield f"{{segment.lutning[{k}]}}*MAX(0,{inom})"


def _list_groups(bild: Planbild) -> Iterator[Gruppar]:
    p, plan = bild.problem, bild.plan
    assert plan.beslut is not None and plan.resultat_antal is not None
    antal = plan.beslut.antal.sum(axis=0)
    nytta = p.diskontering * compute_nytta_per_malgrupp(p, plan.resultat_antal)
    for g, t in np.ndindex(antal.shape):
        yield Gruppar(
            forbund=bild.kod,
            malgrupp=p.malgrupper[g],
            namn=p.malgruppsnamn[g],
            ar=p.budgetar[t],
            behov=float(p.behov_antal[g]),
            vikt=float(p.vikt[g]),
            antal=float(antal[g, t]),
            resultat=float(plan.resultat_antal[g, t]),
            rakning=float(p.diskontering[t]),
            nytta=float(nytta[g, t]),
        )
    fria = (p.struktur_fri_antal[:, np.newaxis] * plan.beslut.kors).sum(axis=0)
    for t in range(len(p.budgetar) if p.struktur_fri_antal.any() else 0):
        r, lutning = float(fria[t]), float(p.segment_lutning[0])
        rakning = float(p.diskontering[t])
        namn = "Personer som nås utan målgrupp"
        yield Gruppar(bild.kod, UTAN_MALGRUPP, namn, p.budgetar[t], None, 1.0, 0.0, r, rakning, rakning * lutning * r)
