"""The files of `optimera`: plan.xlsx (which sheets, in which order), plan.csv and plan.json."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fordelning.blad import Blad, Bok
from fordelning.filer import STRANGT, Skrivet, Skydd
from fordelning.plan.bild import Plansamling
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.rapport.plan.blad_deltagare import make_deltagare_blad
from fordelning.rapport.plan.blad_forbund import Planforbund, make_forbund_blad
from fordelning.rapport.plan.blad_granser import (
    make_begransar_blad,
    make_brytpunkter_blad,
    make_front_blad,
    make_krav_blad,
)
from fordelning.rapport.plan.blad_jamforelse import make_jamforelse_blad, make_osakerhet_blad
from fordelning.rapport.plan.blad_kapital import make_kapital_blad
from fordelning.rapport.plan.blad_malgrupper import make_malgrupper_blad
from fordelning.rapport.plan.blad_mot import make_mot_blad
from fordelning.rapport.plan.blad_parametrar import make_parametrar_blad
from fordelning.rapport.plan.blad_plan import make_plan_blad
from fordelning.rapport.plan.blad_sammanfattning import make_sammanfattning_blad
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import list_own_assumptions
from fordelning.rapport.plan.tabeller import make_plan_csv, make_plan_json
from fordelning.ursprung import Antaganderad, Kallrad, describe_program, list_warnings


def make_plan_bok(pl: Plansamling, g: Plangrund | None) -> Bok:
    """The plan with live formulas: cost, eget kapital, results and nytta follow from what is decided."""
    return Bok(f"Insatsplan {pl.budgetar[0]}–{pl.budgetar[-1]}", list(_list_sheets(pl, g)))


def write_plans(pl: Plansamling, g: Plangrund | None, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """plan.csv, plan.xlsx and plan.json, and plan_mot.csv where there is a plan to compare with; all or none.

    Raises FilFel.
    """
    mot = None if g is None else g.mot
    filer = {
        "plan.csv": make_plan_csv(pl),
        "plan_mot.csv": mot,
        "plan.xlsx": make_plan_bok(pl, g),
        "plan.json": make_plan_json(pl, g),
    }
    return Leverans({namn: vad for namn, vad in filer.items() if vad is not None}, "").write(mapp, skydd)


def _list_sheets(pl: Plansamling, g: Plangrund | None) -> Iterator[Blad]:
    f = None if pl.enskild or g is None else Planforbund(pl, g)
    yield make_sammanfattning_blad(pl, g, f)
    if pl.omojliga:
        yield make_krav_blad(pl)
    if f is not None:
        yield make_forbund_blad(pl, f)
    if g is not None:
        plan = (make_plan_blad(pl, g.val), make_deltagare_blad(pl, g.deltagare), make_malgrupper_blad(pl, g.malgrupper))
        kapital = (*make_kapital_blad(pl, g.kapital), make_begransar_blad(pl), *_list_closer_looks(pl))
        mot_blad = () if g.mot is None else (make_mot_blad(pl, g.mot),)
        idag = (make_jamforelse_blad(pl, g), *mot_blad)
        yield from (*plan, *kapital, *idag) if pl.enskild else (*kapital, *idag, *plan)
        yield make_parametrar_blad(g.parametrar)
    r = pl.resultat
    yield from make_om_blad(_list_assumptions(pl), _list_sources(pl), [r.modell], [r.underlag])


def _list_closer_looks(pl: Plansamling) -> Iterator[Blad]:
    """What is told of one förbund only."""
    bild = pl.bilder[0]
    if bild.fordjupning is None:
        return
    if bild.fordjupning.brytpunkter:
        yield make_brytpunkter_blad(bild, bild.fordjupning)
    yield make_front_blad(bild.fordjupning)
    if bild.fordjupning.osakerhet is not None:
        yield make_osakerhet_blad(bild, bild.fordjupning.osakerhet)


def _list_assumptions(pl: Plansamling) -> Iterator[Antaganderad]:
    """The plan's own first, then the allocation's."""
    m, r = pl.metod, pl.resultat
    for i, text in enumerate(list_own_assumptions(pl)):
        yield Antaganderad("Planen", m.fil.namn, text, m.kalla.text if m.antagande and i == 0 else "")
    for bild in pl.bilder:
        yield from (Antaganderad("Underlaget", bild.kod, text) for text in bild.problem.notiser)
    yield from list_warnings(r.underlag.varningar)


def _list_sources(pl: Plansamling) -> Iterator[Kallrad]:
    m, r = pl.metod, pl.resultat
    marke = "antagande" if m.antagande else ""
    yield Kallrad("Metod", m.fil.namn, m.kalla.text, m.kalla.datum, m.kalla.lank, marke, m.fil.sha256)
    if pl.mot is not None:
        yield Kallrad("Fil", pl.mot.fil.namn, "Plan som jämförs", sha256=pl.mot.fil.sha256)
    yield describe_program(f"Budgetår {r.underlag.budgetar}")
