"""The command of budgets: a förbund's workbook, or every förbund's, and the returned books in one table."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.kommandon.framsteg import show_count, show_progress, show_warnings
from fordelning.kommandon.start import load, show_errors, tell_also
from fordelning.kommandon.utmapp import choose_folder, list_named, make_guard, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import (
    AllaForbund,
    EttForbund,
    Kontoplansval,
    ModellVal,
    Planval,
    SieVal,
    SkrivOver,
    Ut,
    Utfallsfil,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from fordelning.budgetbok.alla import Uppdrag

BudgetInputs = Annotated[
    str | None,
    typer.Argument(metavar="INPUTS", help="Underlaget. Får utelämnas med --samla: det i inputs/ för böckernas år."),
]
SamlaVal = Annotated[
    Path | None,
    typer.Option("--samla", metavar="MAPP", help="Läs förbundens ifyllda böcker till en tabell."),
]


@show_errors
def budget(
    inputs: BudgetInputs = None,
    forbund: EttForbund = None,
    alla: AllaForbund = False,
    samla: SamlaVal = None,
    utfall: Utfallsfil = None,
    sie: SieVal = False,
    kontoplan: Kontoplansval = None,
    plan: Planval = None,
    modell: ModellVal = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Skriv förbunds budgetar som arbetsböcker, eller samla dem.

    Med --samla läses böckerna som kommit tillbaka till budget_samlad.xlsx och .csv.
    """
    if samla is not None:
        _refuse_others(forbund, alla, utfall, sie, kontoplan, plan)
        return _collect(inputs, samla, modell, ut, skriv_over)
    if inputs is None:
        raise typer.BadParameter("Ange underlaget.", param_hint="'INPUTS'")
    _check_choices(forbund, alla, utfall, sie, kontoplan, plan)
    vald, underlag = load(inputs, modell)
    from fordelning.budgetbok.alla import make_assignments
    from fordelning.budgetbok.utfall import make_basis
    from fordelning.underlag.forbundssok import choose_forbund

    koder = underlag.koder if forbund is None else (choose_forbund(underlag.forbund, forbund),)
    grund = make_basis(vald, underlag, kontoplan or (), plan)
    lasta = [modell, plan, *list_named(kontoplan or ())]
    mapp, skydd = choose_folder(ut, inputs, underlag, vald), make_guard(skriv_over, inputs, underlag, vald, lasta)
    _write(make_assignments(grund, koder, mapp, utfall, sie, skydd))


def _write(uppdrag: Sequence[Uppdrag]) -> None:
    """The books; those that were refused are told last, with exit code 1."""
    from fordelning.budgetbok.alla import raise_refused, write_budgets
    from fordelning.filer import Skrivet

    svar = list(show_count(write_budgets(uppdrag), len(uppdrag), "Skriver arbetsböcker"))
    show_warnings(varning for ett in uppdrag for varning in ett.varningar)
    show_written([ett for ett in svar if isinstance(ett, Skrivet)])
    raise_refused(svar)


def _refuse_others(*val: object) -> None:
    if any(val):
        raise typer.BadParameter("Böckerna i mappen läses som de är; inga andra val.", param_hint="'--samla'")


def _check_choices(
    forbund: str | None, alla: bool, utfall: str | None, sie: bool, kontoplan: list[str] | None, plan: Path | None
) -> None:
    """What cannot be asked for together is wrong usage."""
    if alla == bool(forbund):
        raise typer.BadParameter("Ange ett förbund, eller --alla.", param_hint="'--forbund'")
    if alla and utfall:
        raise typer.BadParameter("Utfall förs över till en bok i taget.", param_hint="'--utfall'")
    if plan and utfall and utfall.lower().endswith((".xlsx", ".xlsm")):
        raise typer.BadParameter("En ifylld bok har sin egen plan i de blå cellerna.", param_hint="'--plan'")
    if kontoplan and not (sie or utfall):
        raise typer.BadParameter("Kontoplanen används med --sie eller --utfall.", param_hint="'--kontoplan'")


def _collect(inputs: str | None, mapp: Path, modell: str | None, ut: Path | None, skriv_over: bool) -> None:
    """The national table of the books in a folder; books with faults are told last, with exit code 1."""
    from fordelning.budgetbok.insamlade import SamlingFel, find_data_set, gather
    from fordelning.budgetbok.samlad_bok import make_samlad_leverans
    from fordelning.budgetbok.utfall import make_basis

    vag = inputs or str(find_data_set(mapp))
    vald, underlag = load(vag, modell)
    with show_progress("Läser budgetböcker …"):
        samling = gather(mapp, make_basis(vald, underlag))
        skydd = make_guard(skriv_over, vag, underlag, vald, [modell, *(mapp / fil.namn for fil in samling.bocker)])
    show_warnings(samling.varningar)
    with tell_also(SamlingFel(samling.fel) if samling.fel else None):
        if not samling.rader:
            say(f"Ingen budgetbok att läsa i {mapp}; inget är skrivet.")
            return
        leverans = make_samlad_leverans(samling)
        show_written([leverans.write(choose_folder(ut, vag, underlag, vald), skydd)], leverans.svar)
