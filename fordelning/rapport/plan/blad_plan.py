"""The sheet Plan: every insats and year, whether it runs, for how many, at what cost, and what it gives."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.blad import JA_NEJ, Blad, Kolumn, Tabell
from fordelning.blad.formler import TOMT, om, summa_dar, tom, valj
from fordelning.plan.bild import Planbild, Planering
from fordelning.plan.kontroll import compute_kostnad
from fordelning.plan.problem import Mask
from fordelning.rapport.plan.urval import ANDRA, add_owner, find_shown, name_year, same_owner

FEL = ("körs inte", "under minst", "över högst")
NAGOT = 1e-4
"""A person less than this outside the limits is on them."""


@dataclass(frozen=True, slots=True, eq=False)
class Planval:
    """What is decided, and the rows: a förbund's plan, its insats j and year t. The figures are added later."""

    tabell: Tabell
    rader: list[tuple[Planbild, int, int]]
    forbund: Kolumn
    kod: Kolumn
    ar: Kolumn
    inriktning: Kolumn
    kors: Kolumn


@dataclass(frozen=True, slots=True, eq=False)
class Plansiffror:
    """Participants, cost in kr, expected results and nytta of each row of the plan."""

    antal: Kolumn
    kostnad: Kolumn
    resultat: Kolumn
    nytta: Kolumn


def make_plan(pl: Planering) -> Planval:
    """For one förbund every year that an insats could run; for all of them those that run."""
    rader = [(bild, j, t) for bild in pl.med_plan for j, t in np.argwhere(find_shown(pl, bild)).tolist()]
    t, problem = Tabell("Plan"), [(bild.problem, j, ar) for bild, j, ar in rader]
    forbund = add_owner(t, pl, [bild.kod for bild, _, _ in rader])
    kod = t.data("Insats", [p.insatser[j] for p, j, _ in problem], nyckel="insats_kod")
    t.data("Namn", [p.insatsnamn[j] for p, j, _ in problem], bredd=44, nyckel="namn")
    inriktning = t.data("Inriktning", ["struktur" if p.struktur[j] else "individ" for p, j, _ in problem],
                        nyckel="inriktning")  # fmt: skip
    ar = t.data("År", [p.budgetar[i] for p, _, i in problem], "ar", bredd=8, nyckel="ar")
    t.data("Året är", [name_year(pl, p.budgetar[i]) for p, _, i in problem], bredd=12, nyckel="lage")
    kors = t.data("Körs", ["ja" if _decided(bild)[j, i] else "nej" for bild, j, i in rader], gul=pl.enskild,
                  krav=JA_NEJ if pl.enskild else None, farger={"ja": "gron"}, nyckel="kors")  # fmt: skip
    return Planval(t, rader, forbund, kod, ar, inriktning, kors)


def _decided(bild: Planbild) -> Mask:
    assert bild.plan.beslut is not None
    return bild.plan.beslut.kors


def add_figures(
    pl: Planering, v: Planval, nycklar: tuple[Kolumn, Kolumn, Kolumn], av: tuple[Kolumn, Kolumn, Kolumn]
) -> Plansiffror:
    """The figures, from those of Deltagare: its keys (förbund, insats, year), and participants, results and nytta."""
    t, gul = v.tabell, pl.enskild
    problem = [(bild.problem, j, i) for bild, j, i in v.rader]
    vilka = (*same_owner(nycklar[0], v.forbund), (nycklar[1], v.kod), (nycklar[2], v.ar))
    antal = t.rakna("Deltagare", summa_dar(av[0], *vilka), "tal", bredd=12, summa=True,
                    forklaring="Summan på bladet Deltagare.", nyckel="deltagare_antal")  # fmt: skip
    minst, hogst = (
        t.data(rubrik, [None if p.struktur[j] else getattr(p, falt)[j] for p, j, _ in problem], "antal")
        for rubrik, falt in (("Minst", "minst_antal"), ("Högst", "hogst_antal"))
    )
    andel = t.data("Förbundets andel", [p.trappning[j, i] for p, j, i in problem], "andel", gul=gul,
                   forklaring="Trappning.")  # fmt: skip
    fast = t.data("Fast kostnad, kr", [p.fast_kr[j] for p, j, _ in problem], gul=gul, form="kr")
    per = t.data("Kostnad per deltagare, kr", [p.per_deltagare_kr[j] for p, j, _ in problem], "kr", gul=gul)
    kostnad = t.rakna("Kostnad, kr", om(v.kors.lika("ja"), andel * (fast + per * antal), 0), inom=1e-3,
                      lika=_list_costs(pl, v), bredd=17, summa=True, nyckel="kostnad_kr",
                      forklaring="Andel × (fast + per deltagare × deltagare).")  # fmt: skip
    resultat = t.rakna("Väntat resultat", summa_dar(av[1], *vilka), "tal", bredd=12, summa=True,
                       forklaring="Personer till arbete eller studier.", nyckel="resultat_antal")  # fmt: skip
    nytta = t.rakna("Nytta", summa_dar(av[2], *vilka), "tal", bredd=12, summa=True, nyckel="nytta",
                    forklaring="Målgruppens nytta, delad efter resultat.")  # fmt: skip
    if gul:
        inom = valj([(antal < minst - NAGOT, FEL[1]), (antal > hogst + NAGOT, FEL[2])], TOMT)
        korda = valj([(v.kors.skild("ja"), om(antal > 0, FEL[0], TOMT)), (tom(hogst), TOMT)], inom)
        t.rakna("Kontroll", korda, "text", bredd=13, farger=dict.fromkeys(FEL, "rod"))
    return Plansiffror(antal, kostnad, resultat, nytta)


def _list_costs(pl: Planering, v: Planval) -> list[float]:
    """What the engine says that each row costs, kr."""
    kr = {b.kod: compute_kostnad(b.problem, b.plan.beslut) for b in pl.med_plan if b.plan.beslut is not None}
    return [float(kr[bild.kod][j, i]) for bild, j, i in v.rader]


def make_plan_blad(pl: Planering, v: Planval) -> Blad:
    """The sheet."""
    ar = f"{pl.budgetar[0]} beslutas; senare år är inriktning."
    text = ANDRA if pl.enskild else "De insatser som körs i varje förbunds plan. Filtrera på förbund, insats eller år."
    titel = f"Plan per insats och år {pl.budgetar[0]}–{pl.budgetar[-1]}"
    return Blad("Plan", titel, f"{text} {ar}", [v.tabell], fasta=2)
