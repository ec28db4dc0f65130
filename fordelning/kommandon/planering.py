"""The command that plans insatser: the answer is told when it is known, the closer looks after."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.kommandon.framsteg import show_steps, show_warnings
from fordelning.kommandon.start import load, show_errors
from fordelning.kommandon.utmapp import choose_folder, make_guard, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import AntalAr, Beslutas, Inputs, Metodfil, ModellVal, Motfil, SkrivOver, TidPerPlan, Ut

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fordelning.begrepp import Underlag
    from fordelning.filer import Skydd
    from fordelning.metod import Insatsplan
    from fordelning.modell import Modell
    from fordelning.plan.bild import Plansamling
    from fordelning.resultat import Resultat


BaraEtt = Annotated[
    str | None, typer.Option("--forbund", metavar="KOD", help="Bara ett, kod eller namn; mer om planen.")
]


@show_errors
def optimera(
    inputs: Inputs,
    forbund: BaraEtt = None,
    ar: AntalAr = 3,
    heltal: Annotated[bool, typer.Option("--heltal", help="Bara hela deltagare.")] = False,
    tid: TidPerPlan = None,
    snabb: Annotated[bool, typer.Option("--snabb", help="Bara svaret, utan den djupa genomgången.")] = False,
    metod: Metodfil = None,
    mot: Motfil = None,
    besluta: Beslutas = None,
    modell: ModellVal = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Planera insatserna efter behovet, för ett förbund eller alla.

    Med --forbund räknas också brytpunkter, gränsen mellan nytta och budget, och osäkerheten, om inte --snabb anges.
    """
    if besluta and not forbund:
        raise typer.BadParameter("Ange också --forbund: koderna är förbundets.", param_hint="'--besluta'")
    vald, underlag = load(inputs, modell)
    from fordelning.planfil import read_planfil
    from fordelning.underlag.forbundssok import choose_forbund

    forbund = None if forbund is None else choose_forbund(underlag.forbund, forbund)
    plan, andra = _read_method(metod, heltal), None if mot is None else read_planfil(mot)
    skydd = make_guard(skriv_over, inputs, underlag, vald, [modell, metod, mot])
    mapp = choose_folder(ut, inputs, underlag, vald)
    _foresee(mapp, skydd, ar, tid, djupt=forbund is not None and not snabb)
    fordelat = _allocate(vald, underlag, forbund, besluta)
    planering = _gather(fordelat, plan, forbund, ar, tid)
    show_warnings(planering.resultat.underlag.varningar[len(underlag.varningar) :])
    _tell_and_write(replace(planering, snabb=snabb and planering.enskild, mot=andra), mapp, skydd)


def _foresee(mapp: Path, skydd: Skydd, ar: int, tid: float | None, djupt: bool) -> None:
    """Before the work: refuse what could not be written when it is done, and tell when it may be long."""
    from fordelning.filer import check_first
    from fordelning.plan.samling import warn_many_years
    from fordelning.planfil import PLANFILER

    check_first([mapp / namn for namn in PLANFILER], skydd)
    show_warnings(warn_many_years(ar, tid, djupt))


def _allocate(vald: Modell, underlag: Underlag, forbund: str | None, besluta: Sequence[str] | None) -> Resultat:
    """The grants, with the insatser of a förbund that are tried as decided."""
    from fordelning.plan.provning import decide
    from fordelning.resultat import allocate

    fordelat = allocate(vald, underlag)
    return decide(fordelat, forbund, besluta) if besluta and forbund else fordelat


def _gather(r: Resultat, plan: Insatsplan, forbund: str | None, ar: int, tid: float | None) -> Plansamling:
    from fordelning.plan.samling import gather_plans

    with show_steps() as steg:
        return gather_plans(r, plan, forbund, ar, tid, steg)


def _read_method(fil: Path | None, heltal: bool) -> Insatsplan:
    """The program's own method of planning, or the reader's; with whole participants where asked for."""
    from fordelning.metod import read_insatsplan
    from fordelning.platser import find_modeller

    metod = read_insatsplan(find_modeller() / "insatsplan.toml" if fil is None else fil)
    return metod.model_copy(update={"heltal": True}) if heltal else metod


def _tell_and_write(planering: Plansamling, mapp: Path, skydd: Skydd) -> None:
    """The answer first, then the closer looks, and last the files, which hold what was told."""
    from fordelning.plan.samling import look_closer
    from fordelning.rapport.plan.bok import write_plans
    from fordelning.rapport.plan.grund import make_grund
    from fordelning.rapport.plan.text import tell_answer, tell_comparison, tell_depth

    grund = make_grund(planering)
    say(tell_answer(planering, grund))
    if jamforelse := tell_comparison(planering, grund):
        say(f"\n{jamforelse}")
    with show_steps() as steg:
        sedd = planering if planering.snabb else look_closer(planering, steg)
        skrivet = write_plans(sedd, grund, mapp, skydd)
    if djup := tell_depth(sedd):
        say(f"\n{djup}")
    say("")
    show_written([skrivet])
    if planering.omojliga:
        raise typer.Exit(1)
