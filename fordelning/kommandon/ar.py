"""The commands of the year: the data set of the next year, and changes of förbund and areas."""

from __future__ import annotations

from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.start import show_errors
from fordelning.kommandon.utmapp import name_underlag, show_written
from fordelning.kommandon.utskrift import say
from fordelning.kommandon.val import Inputs, ModellVal, SkrivOver

if TYPE_CHECKING:
    from collections.abc import Mapping

    from fordelning.filer import Skrivet
    from fordelning.kapital.bok import ValjModell
    from fordelning.resultat import Resultat
    from fordelning.underlag import Granskat
    from fordelning.underlag.texter import Skrivbart

NyttUnderlag = Annotated[
    Path, typer.Option("--ut", metavar="NY", help="Det nya underlaget: en mapp, eller en arbetsbok (.xlsx).")
]
ResultatVal = Annotated[
    str | None,
    typer.Option("--resultat", metavar="MAPP", help="Resultatet av fordela och kapital; annars räknas det."),
]


@show_errors
def nytt_ar(
    inputs: Inputs,
    ut: NyttUnderlag,
    resultat: ResultatVal = None,
    behall_statistik: Annotated[
        bool, typer.Option("--behall-statistik", help="Låt årets statistik stå kvar i stället för att tömmas.")
    ] = False,
    modell: ModellVal = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Gör nästa års underlag av årets.

    Det som är känt förs vidare. Det som är kvar att fylla i listas, med fil, kolumn och antal celler.
    """
    som_bok = check_target(ut)
    with show_progress("För vidare …"):
        from fordelning.ar.arsslut import close_year
        from fordelning.ar.nytt_ar import roll
        from fordelning.ar.resultatmapp import read_results
        from fordelning.ar.text import summarize_new_year

        granskat, valj_modell, fordelat = _allocate(inputs, modell)
        mapp = None if resultat is None else read_results(Path(resultat), granskat)
        slut = close_year(fordelat, valj_modell, mapp)
        nytt = roll(granskat, slut, behall_statistik, som_bok)
    show_warnings((*fordelat.underlag.varningar, *(mapp.varningar if mapp else ()), *nytt.varningar))
    skrivet = write_new(nytt.texter, ut, inputs, [resultat], skriv_over)
    show_written([skrivet], summarize_new_year(nytt, som_bok))
    say(f"Fyll i och kontrollera: fordelning kontrollera {ut}")


@show_errors
def andra(
    inputs: Inputs,
    andringar: Annotated[
        str, typer.Argument(metavar="ANDRINGAR.toml", help="Sammanslagningar, delningar, flyttar, starter och slut.")
    ],
    ut: NyttUnderlag,
    modell: ModellVal = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Slå ihop, dela, starta och lägg ned förbund; flytta områden.

    Inget försvinner: varje summa är densamma före och efter. andringar.csv visar varje rad som flyttats.
    """
    som_bok = check_target(ut)
    with show_progress("Ändrar …"):
        from fordelning.ar.andringar import read_andringar
        from fordelning.ar.rattning import check_changed, format_moves
        from fordelning.ar.text import summarize_changes
        from fordelning.ar.tillampning import apply
        from fordelning.ar.verkan import compare
        from fordelning.underlag.lasning import ANDRINGAR

        onskat, (granskat, _, fore) = read_andringar(Path(andringar)), _allocate(inputs, modell)
        andrat = apply(granskat, onskat, fore, Path(andringar).name)
        efter = check_changed(andrat, granskat, fore.modell, som_bok)
    show_warnings((*andrat.varningar, *efter.nya_varningar))
    vid_sidan = {ANDRINGAR: format_moves(andrat.flyttar)}
    skrivet = write_new(andrat.texter, ut, inputs, [andringar, modell], skriv_over, vid_sidan)
    show_written([skrivet], summarize_changes(andrat, compare(fore, efter.resultat, andrat.grupper)))


def _allocate(inputs: str, modell: str | None) -> tuple[Granskat, ValjModell, Resultat]:
    """The data set as it was written, how a year's model is chosen, and the allocation of its own year."""
    from fordelning.modell import choose_modell
    from fordelning.modellkontroll import meet
    from fordelning.platser import find_modeller, find_underlag
    from fordelning.resultat import allocate
    from fordelning.underlag import read_checked

    granskat = read_checked(find_underlag(inputs))
    valj_modell = cache(partial(choose_modell, find_modeller(), val=modell))
    vald = valj_modell(granskat.installningar.budgetar)
    return granskat, valj_modell, allocate(vald, meet(vald, granskat.underlag))


def check_target(ut: Path) -> bool:
    """Whether the new data set is a workbook; other endings are wrong usage."""
    if ut.suffix.lower() == ".xlsx":
        return True
    if ut.suffix.lower() in (".csv", ".toml", ".xls", ".xlsm", ".ods"):
        raise typer.BadParameter("Ange en mapp, eller en fil som slutar på .xlsx.", param_hint="'--ut'")
    return False


def write_new(
    underlag: Skrivbart,
    ut: Path,
    inputs: str,
    andra: list[str | None],
    skriv_over: bool,
    vid_sidan: Mapping[str, str] | None = None,
) -> Skrivet:
    """The new data set, a folder or a workbook; nothing that was read is replaced."""
    from fordelning.filer import Skydd
    from fordelning.mall.bok import write_mall
    from fordelning.mall.csv import write_underlag
    from fordelning.platser import find_underlag

    lasta = (find_underlag(inputs), *(Path(vag) for vag in andra if vag))
    skydd = Skydd(lasta, skriv_over, ifyllt_fran=name_underlag(inputs))
    if check_target(ut):
        return write_mall(ut, underlag, skydd, vid_sidan)
    return write_underlag(underlag, ut, skydd, vid_sidan)
