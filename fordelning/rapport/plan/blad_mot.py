"""The sheet Mot annan plan, plan_mot.csv, and what the terminal tells: two plans insats by insats and year."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.blad import Blad
from fordelning.blad.formler import summa_dar
from fordelning.blad.terminal import format_table
from fordelning.fel import Anmarkning
from fordelning.pengar import SYNS_KR
from fordelning.plan.bild import Plansamling
from fordelning.plan.lydelse import join_years
from fordelning.planfil import Planfil, PlanfilFel
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.urval import Plantabell, add_change, name_year

VISADE_RADER = 24
SYNS = (0.05, SYNS_KR, 0.005)
"""The least difference in participants, kr and nytta that is shown."""


class Motplan(Plantabell):
    """A row per insats and year that either plan runs, of the förbund and years that both have, in code order.

    Raises PlanfilFel when there are none.
    """

    def __init__(self, pl: Plansamling, v: Planval, mot: Planfil) -> None:
        bada, aren = _find_common(pl, mot)
        andra = {(f.forbund_kod, i.insats_kod, i.ar): i for f in mot.forbund for i in f.insatser}
        vem = {nyckel: (i.namn, i.inriktning) for nyckel, i in andra.items()} | _list_run(v)
        rader = sorted(rad for rad in vem if rad[0] in bada and rad[2] in aren)
        super().__init__("MotPlan", pl, [forbund for forbund, _, _ in rader])
        self.mot = mot
        kod = self.data("Insats", [insats for _, insats, _ in rader], nyckel="insats_kod")
        self.namn = self.data("Namn", [vem[rad][0] for rad in rader], "lang", bredd=40, nyckel="namn")
        self.data("Inriktning", [vem[rad][1] for rad in rader], nyckel="inriktning")
        self.ar = self.data("År", [ar for _, _, ar in rader], "ar", bredd=8, nyckel="ar")
        self.data("Året är", [name_year(pl, ar) for _, _, ar in rader], bredd=12, nyckel="lage")
        vilka = (*self.match_owner(v), (v.kod, kod), (v.ar, self.ar))
        self.antal, self.kostnad, self.nytta = (
            add_change(self, [f"{rubrik}, {plan}" for plan in ("andra planen", "den här planen", "skillnad")], form,
                       [float(getattr(andra.get(rad), falt, 0.0)) for rad in rader], summa_dar(k, *vilka), falt)
            for rubrik, form, falt, k in (
                ("Deltagare", "tal_streck", "deltagare_antal", v.antal),
                ("Kostnad, kr", "kr", "kostnad_kr", v.kostnad),
                ("Nytta", "ore", "nytta", v.nytta),
            )
        )  # fmt: skip


def _list_run(v: Planval) -> dict[tuple[str, str, int], tuple[str, str]]:
    """The name and kind of what this plan runs, by förbund, insats and year."""
    kolumner = (k.varden.tolist() for k in (v.forbund, v.kod, v.ar, v.namn, v.inriktning, v.kors))
    return {
        (f, kod, int(ar)): (namn, slag) for f, kod, ar, namn, slag, kors in zip(*kolumner, strict=True) if kors == "ja"
    }


def _find_common(pl: Plansamling, mot: Planfil) -> tuple[set[str], set[int]]:
    """The förbund and the years that both plans have. Raises PlanfilFel when there are none."""
    bada = {bild.kod for bild in pl.med_plan if mot.has_plan(bild.kod)}
    if not bada:
        koder = ", ".join(f.forbund_kod for f in mot.forbund[:5])
        vad = "har ingen plan för de förbund som planeras" if len(pl.bilder) > 1 else f"saknar {pl.bilder[0].kod}"
        if len(pl.bilder) == 1 and mot.find(kod := pl.bilder[0].kod):
            raise PlanfilFel([Anmarkning(mot.fil.namn, f"{kod} har ingen möjlig plan", "en plan som är möjlig")])
        raise PlanfilFel([Anmarkning(mot.fil.namn, vad, f"en plan för samma förbund, inte för {koder}")])
    if not (aren := set(pl.budgetar) & set(mot.budgetar)):
        vad = f"har åren {join_years(mot.budgetar)}, planen {join_years(pl.budgetar)}"
        raise PlanfilFel([Anmarkning(mot.fil.namn, vad, "minst ett gemensamt år")])
    return bada, aren


def make_mot_blad(pl: Plansamling, m: Motplan) -> Blad:
    text = " ".join([f"Den andra planen är {m.mot.beteckning}. Plus: mer i den här planen.", *_tell_method(pl, m.mot)])
    return Blad("Mot annan plan", "Den här planen mot en annan, insats för insats", text, [m], fasta=2)


def _tell_method(pl: Plansamling, mot: Planfil) -> Iterator[str]:
    """That nytta is measured in two ways, where it is."""
    if mot.metod is not None and mot.metod.sha256 != pl.metod.fil.sha256:
        deras = f"{mot.metod.fil} (SHA-256 {mot.metod.sha256[:12]}…)"
        yield f"Nyttan är inte jämförbar: den andra planen har en annan metod, {deras}."


def tell_mot(pl: Plansamling, m: Motplan) -> Iterator[str]:
    """The insatser and years that differ, and the sums of the two plans."""
    skillnader = [m.antal[2], m.kostnad[2], m.nytta[2]]
    annat = np.flatnonzero(np.any([np.abs(k.varden) >= v for k, v in zip(skillnader, SYNS, strict=True)], 0))
    yield f"Mot {m.mot.beteckning}"
    yield from (f"  {text}" for text in _tell_method(pl, m.mot))
    if m.mot.budgetar != pl.budgetar:
        yield f"  Bara gemensamma år jämförs: den andra planen är för {join_years(m.mot.budgetar)}."
    if not annat.size:
        yield "  Planerna är lika."
        return
    yield "  Plus är mer i den här planen."
    kolumner = (m.namn, m.ar, *m.antal[:2], *skillnader[1:])
    ord_ = ("insats", "år", "delt. då", "nu", "kostnad ±", "nytta ±")
    rubrik, *rader, summa = format_table(kolumner, ord_, summa=True)
    yield from (rubrik, *(rader[i] for i in annat[:VISADE_RADER]))
    if len(annat) > VISADE_RADER:
        yield f"  … och {len(annat) - VISADE_RADER} till i plan_mot.csv."
    yield summa
    if len(annat) < len(rader):
        yield "  Det som är lika visas inte, men är med i summan."
