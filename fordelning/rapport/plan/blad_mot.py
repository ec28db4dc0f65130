"""The sheet Mot annan plan, plan_mot.csv, and what the terminal tells: two plans insats by insats and year."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tabell
from fordelning.blad.formler import summa_dar
from fordelning.blad.terminal import format_table
from fordelning.fel import Anmarkning
from fordelning.plan.bild import Planering
from fordelning.planfil import Planfil, PlanfilFel, Planinsats
from fordelning.rapport.plan.grund import Grund
from fordelning.rapport.plan.ord import join_years
from fordelning.rapport.plan.urval import add_owner, name_year, same_owner

VISADE_RADER = 24
SYNS = (0.05, 0.5, 0.005)
"""The least difference in participants, kr and nytta that is shown."""
Tre = tuple[Kolumn, Kolumn, Kolumn]
"""The other plan's figure, this plan's, and the difference."""


class Motrad(NamedTuple):
    """An insats and year that either plan runs, and the other plan's figures where it does."""

    forbund: str
    kod: str
    namn: str
    inriktning: str
    ar: int
    andra: Planinsats | None


@dataclass(frozen=True, slots=True, eq=False)
class Motplan:
    """The comparison, and what the terminal shows of it."""

    tabell: Tabell
    namn: Kolumn
    ar: Kolumn
    antal: Tre
    kostnad: Tre
    nytta: Tre


def make_mot(pl: Planering, g: Grund, mot: Planfil) -> Motplan:
    """A row per insats and year, of the förbund and years that both have. Raises PlanfilFel when there are none."""
    bada = {bild.kod for bild in pl.med_plan if mot.find(bild.kod)}
    if not bada:
        koder = ", ".join(f.forbund_kod for f in mot.forbund[:5])
        vad = "har ingen plan för de förbund som planeras" if len(pl.bilder) > 1 else f"saknar {pl.bilder[0].kod}"
        raise PlanfilFel([Anmarkning(mot.fil.namn, vad, f"en plan för samma förbund, inte för {koder}")])
    if not (aren := set(pl.budgetar) & set(mot.budgetar)):
        vad = f"har åren {join_years(mot.budgetar)}, planen {join_years(pl.budgetar)}"
        raise PlanfilFel([Anmarkning(mot.fil.namn, vad, "minst ett gemensamt år")])
    rader = [rad for rad in _list_rows(g, mot, bada) if rad.ar in aren]
    t, v = Tabell("MotPlan"), g.val
    forbund = add_owner(t, pl, [rad.forbund for rad in rader])
    kod = t.data("Insats", [rad.kod for rad in rader], nyckel="insats_kod")
    namn = t.data("Namn", [rad.namn for rad in rader], bredd=44, nyckel="namn")
    t.data("Inriktning", [rad.inriktning for rad in rader], nyckel="inriktning")
    ar = t.data("År", [rad.ar for rad in rader], "ar", bredd=8, nyckel="ar")
    t.data("Året är", [name_year(pl, rad.ar) for rad in rader], bredd=12, nyckel="lage")
    vilka = (*same_owner(v.forbund, forbund), (v.kod, kod), (v.ar, ar))

    def add(rubrik: str, form: str, falt: str, kolumn: Kolumn) -> Tre:
        andras = [0.0 if rad.andra is None else float(getattr(rad.andra, falt)) for rad in rader]
        da = t.data(f"{rubrik}, andra planen", andras, form, bredd=14, summa=True, nyckel=f"andra_{falt}")
        nu = t.rakna(f"{rubrik}, den här planen", summa_dar(kolumn, *vilka), form, bredd=14, summa=True, nyckel=falt)
        return da, nu, t.rakna(f"{rubrik}, skillnad", nu - da, form, bredd=14, summa=True, nyckel=f"skillnad_{falt}")

    antal = add("Deltagare", "tal", "deltagare_antal", g.siffror.antal)
    kostnad = add("Kostnad, kr", "kr", "kostnad_kr", g.siffror.kostnad)
    return Motplan(t, namn, ar, antal, kostnad, add("Nytta", "ore", "nytta", g.siffror.nytta))


def _list_rows(g: Grund, mot: Planfil, koder: set[str]) -> list[Motrad]:
    """In code order, then by year."""
    rader: dict[tuple[str, str, int], Motrad] = {}
    for f in mot.forbund:
        for i in f.insatser if f.forbund_kod in koder else ():
            rad = Motrad(f.forbund_kod, i.insats_kod, i.namn, i.inriktning, i.ar, i)
            rader[f.forbund_kod, i.insats_kod, i.ar] = rad
    for bild, j, t in g.val.rader:
        p, b = bild.problem, bild.plan.beslut
        if b is not None and b.kors[j, t] and bild.kod in koder:
            nyckel = (bild.kod, p.insatser[j], p.budgetar[t])
            slag = "struktur" if p.struktur[j] else "individ"
            andra = rader[nyckel].andra if nyckel in rader else None
            rader[nyckel] = Motrad(bild.kod, p.insatser[j], p.insatsnamn[j], slag, p.budgetar[t], andra)
    return [rader[nyckel] for nyckel in sorted(rader)]


def make_mot_blad(m: Motplan, mot: Planfil) -> Blad:
    """The sheet."""
    text = f"Den andra planen är {mot.fil.namn} (SHA-256 {mot.fil.sha256[:12]}…). Plus: mer i den här planen."
    return Blad("Mot annan plan", "Den här planen mot en annan, insats för insats", text, [m.tabell], fasta=2)


def tell_mot(pl: Planering, m: Motplan, mot: Planfil) -> Iterator[str]:
    """The insatser and years that differ, with the sums of the differences."""
    skillnader = [m.antal[2], m.kostnad[2], m.nytta[2]]
    annat = np.flatnonzero(
        np.any([np.abs(k.varden) >= v for k, v in zip(skillnader, (0.05, 0.5, 0.005), strict=True)], 0)
    )
    yield f"Mot {mot.fil.namn} (SHA-256 {mot.fil.sha256[:12]}…), plus är mer i den här planen"
    if mot.budgetar != pl.budgetar:
        yield f"  Bara gemensamma år jämförs: den andra planen är för {join_years(mot.budgetar)}."
    if not annat.size:
        yield "  Planerna är lika."
        return
    kolumner = [replace(k, varden=k.varden[annat]) for k in (m.namn, m.ar, *m.antal[:2], *skillnader[1:])]
    *rader, summa = format_table(kolumner, ("insats", "år", "delt. då", "nu", "kostnad ±", "nytta ±"), summa=True)
    yield from rader[: VISADE_RADER + 1]
    if len(rader) > VISADE_RADER + 1:
        yield f"  … och {len(rader) - VISADE_RADER - 1} till i plan_mot.csv."
    yield summa
