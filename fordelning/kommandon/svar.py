"""The command of replies: the forms that are sent to the förbund, and what comes back."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fordelning.kommandon.ar import check_target, write_new
from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.start import load, show_errors, tell_also
from fordelning.kommandon.utmapp import make_guard, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import EttForbund, ModellVal, SkrivOver

Fran = Annotated[
    str, typer.Argument(metavar="INPUTS|MAPP", help="Underlaget; med --till mappen med svar som har kommit in.")
]
Mal = Annotated[
    Path, typer.Option("--ut", metavar="MAPP|NY", help="Mapp för blanketterna; med --till det nya underlaget.")
]
TillVal = Annotated[str | None, typer.Option("--till", metavar="INPUTS", help="Läs in svaren i det här underlaget.")]


@show_errors
def svar(
    fran: Fran,
    ut: Mal,
    till: TillVal = None,
    forbund: EttForbund = None,
    modell: ModellVal = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Skicka erbjudandet som blanketter, och läs in svaren.

    En blankett (.xlsx) per förbund, med erbjudandet, uträkningen och gula fält att svara i.
    Med --till läses ifyllda blanketter in i ett nytt underlag; det som inte är besvarat står kvar.
    """
    if till is not None and forbund is not None:
        raise typer.BadParameter("Hela mappen läses när --till anges.", param_hint="'--forbund'")
    if till is None:
        _send(fran, ut, forbund, modell, skriv_over)
    else:
        _collect(Path(fran), till, ut, modell, skriv_over)


def _send(inputs: str, ut: Path, forbund: str | None, modell: str | None, skriv_over: bool) -> None:
    """The forms of every förbund, or of one."""
    if ut.suffix:
        raise typer.BadParameter("Ange en mapp för blanketterna.", param_hint="'--ut'")
    vald, underlag = load(inputs, modell)
    from fordelning.svar.anbud import make_offers
    from fordelning.svar.utskick import write_forms
    from fordelning.underlag.forbundssok import choose_forbund

    koder = underlag.koder if forbund is None else (choose_forbund(underlag.forbund, forbund),)
    with show_progress("Skriver blanketter …"):
        anbud = make_offers(vald, underlag)
        skrivet = write_forms(anbud, koder, ut, make_guard(skriv_over, inputs, underlag, vald, [modell]))
    show_written([skrivet])
    say(f"Läs in svaren: fordelning svar {ut} --till {inputs} --ut NY")


def _collect(mapp: Path, till: str, ut: Path, modell: str | None, skriv_over: bool) -> None:
    """The replies of a folder into a new data set; those with faults are told last, with exit code 1."""
    som_bok = check_target(ut)
    with show_progress("Läser svaren …"):
        from fordelning.modell import choose_modell
        from fordelning.modellkontroll import meet
        from fordelning.platser import find_modeller, find_underlag
        from fordelning.svar.anbud import make_offers
        from fordelning.svar.inforing import put_in
        from fordelning.svar.las_blanketter import SvarFel, read_replies
        from fordelning.svar.svarslista import find_changes, format_list, name_list
        from fordelning.svar.text import summarize_replies
        from fordelning.underlag import read_checked

        granskat = read_checked(find_underlag(till))
        vald = choose_modell(find_modeller(), granskat.installningar.budgetar, modell)
        fore = meet(vald, granskat.underlag)
        anbud = make_offers(vald, fore)
        infort = put_in(granskat, read_replies(mapp, anbud), som_bok)
        lista = format_list(infort, fore)
        skillnad = find_changes(lista, name_list(ut), name_list(find_underlag(till)))
    kanda = {a.vad for a in fore.varningar}
    nya = [infort.locate(a) for a in meet(vald, infort.granskat.underlag).varningar if a.vad not in kanda]
    show_warnings((*infort.lasta.varningar, *nya))
    with tell_also(SvarFel(infort.lasta.fel) if infort.lasta.fel else None):
        if not infort.lasta.svar:
            say(f"Inget svar att läsa in i {mapp}; inget är skrivet.")
            return
        skrivet = write_new(infort, ut, till, [str(mapp), modell], skriv_over, {name_list(ut).name: lista})
        show_written([skrivet], summarize_replies(infort, anbud, skillnad))
        say(f"Fördela med svaren: fordelning fordela {ut}")
