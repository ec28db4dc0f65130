"""The command that plans insatser."""

from __future__ import annotations

from typing import Annotated

import typer

from fordelning.kommandon.framsteg import show_steps, show_warnings
from fordelning.kommandon.start import load, show_errors
from fordelning.kommandon.utmapp import choose_folder, make_guard, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import AntalAr, Inputs, ModellVal, SkrivOver, TidPerPlan, Ut


@show_errors
def optimera(
    inputs: Inputs,
    forbund: Annotated[str | None, typer.Option("--forbund", metavar="KOD", help="Bara ett; mer om planen.")] = None,
    ar: AntalAr = 3,
    heltal: Annotated[bool, typer.Option("--heltal", help="Bara hela deltagare.")] = False,
    tid: TidPerPlan = None,
    modell: ModellVal = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Planera insatserna efter behovet, för ett förbund eller alla.

    Med --forbund räknas också brytpunkter, gränsen mellan nytta och budget, och osäkerheten.
    """
    vald, underlag = load(inputs, modell)
    from fordelning.metod import read_insatsplan
    from fordelning.platser import find_modeller
    from fordelning.rapport.forklara.genomgang import find_forbund
    from fordelning.rapport.plan.samla import gather_plans
    from fordelning.rapport.plan.skrivning import write_plans
    from fordelning.rapport.plan.text import summarize_plans
    from fordelning.resultat import allocate

    if forbund is not None:
        find_forbund(underlag.koder, forbund)
    metod = read_insatsplan(find_modeller() / "insatsplan.toml")
    if heltal:
        metod = metod.model_copy(update={"heltal": True})
    with show_steps() as steg:
        planering = gather_plans(allocate(vald, underlag), metod, forbund, ar, tid, steg)
        skydd = make_guard(skriv_over, inputs, underlag, vald, [modell])
        skrivet = write_plans(planering, choose_folder(ut, inputs, underlag, vald), skydd)
    show_warnings(planering.resultat.underlag.varningar[len(underlag.varningar) :])
    say(summarize_plans(planering))
    say("")
    show_written([skrivet])
    if planering.omojliga:
        raise typer.Exit(1)
