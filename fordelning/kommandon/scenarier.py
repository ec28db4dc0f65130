"""The command of scenarios: grids, draws and other divisions, and plans of them on a computer or a cluster."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.kommandon.framsteg import show_progress, show_steps, show_warnings
from fordelning.kommandon.start import show_errors
from fordelning.kommandon.utmapp import choose_folder, make_guard, show_written
from fordelning.kommandon.val import Inputs, Metodfil, ModellVal, SkrivOver, Ut

if TYPE_CHECKING:
    from fordelning.modell import Modell
    from fordelning.svep.resultat import Svepresultat
    from fordelning.underlag import Granskat

ScenarieArg = Annotated[
    str, typer.Argument(metavar="SCENARIER.toml", help="Vad som varierar: rutnät, dragningar, ändringar.")
]
KlusterVal = Annotated[
    str | None,
    typer.Option("--kluster", metavar="ADRESS", help="Planera på ett Dask-kluster: tcp://värd:8786."),
]


@show_errors
def scenarier(
    inputs: Inputs,
    scenarier: ScenarieArg,
    kluster: KlusterVal = None,
    metod: Metodfil = None,
    modell: ModellVal = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Räkna tusentals scenarier: rutnät, dragningar och ändringar.

    Per förbund median, 10 och 90 procent, risken för golv och tak, och hur
    stadig platsen är. Med plan = true i filen planeras varje scenario.
    """
    from fordelning.filer import check_first
    from fordelning.rapport.analys.bok import ANALYSBOK, write_analysis
    from fordelning.rapport.analys.scenarier import FILER, list_bases, make_scenariodel
    from fordelning.svep.resultat import allocate_sweep
    from fordelning.svep.scenariofil import read_scenariofil

    fil = read_scenariofil(vag := Path(scenarier))
    if kluster and not fil.plan:
        raise typer.BadParameter("Klustret planerar; filen har inte plan = true.", param_hint="'--kluster'")
    granskat, vald = _read(inputs, modell)
    skydd = make_guard(skriv_over, inputs, granskat.underlag, vald, [modell, metod, scenarier])
    mapp = choose_folder(ut, inputs, granskat.underlag, vald)
    check_first([mapp / namn for namn in (*FILER[: 3 if fil.plan else 1], ANALYSBOK)], skydd)
    with show_progress("Räknar scenarierna …"):
        svep = allocate_sweep(granskat, vald, fil, vag)
    show_warnings([a for rum in svep.rum for a in rum.start.varningar])
    svep = _plan(svep, metod, mapp, kluster, skriv_over) if fil.plan else svep
    del_, titel = make_scenariodel(svep), f"Scenarier {granskat.installningar.budgetar}"
    skrivet = write_analysis(titel, [del_], list_bases(svep), mapp, skydd)
    show_written([skrivet], del_.svar)


def _read(inputs: str, modell: str | None) -> tuple[Granskat, Modell]:
    """The data set as it was written, and the model; warnings are printed."""
    from fordelning.modell import choose_modell
    from fordelning.modellkontroll import meet
    from fordelning.platser import find_modeller, find_underlag
    from fordelning.underlag import read_checked

    granskat = read_checked(find_underlag(inputs))
    vald = choose_modell(find_modeller(), granskat.installningar.budgetar, modell)
    show_warnings(meet(vald, granskat.underlag).varningar)
    return granskat, vald


def _plan(svep: Svepresultat, metod: Path | None, mapp: Path, kluster: str | None, skriv_over: bool) -> Svepresultat:
    """The sweep with its plans; each result file is written when its scenario is done."""
    from dataclasses import replace

    from fordelning.metod import read_insatsplan
    from fordelning.platser import find_modeller
    from fordelning.svep.svepet import MAPP, plan_all

    plan = read_insatsplan(find_modeller() / "insatsplan.toml" if metod is None else metod)
    with show_steps() as steg:
        planer = plan_all(svep.rum, plan, mapp / MAPP, kluster, skriv_over, steg)
    return replace(svep, metod=plan, planer=planer)
