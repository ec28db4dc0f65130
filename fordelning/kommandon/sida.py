"""`sida`: the allocation as one page to mail, print and put on an intranet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fordelning.kommandon.analyser import load_case
from fordelning.kommandon.framsteg import show_progress, show_warnings
from fordelning.kommandon.start import show_errors
from fordelning.kommandon.utmapp import make_guard, show_written
from fordelning.kommandon.val import Inputs, ModellFran, ModellVal, SkrivOver

Sidfil = Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen som skrivs (.html).")]
Reglageval = Annotated[
    list[str] | None,
    typer.Option(
        "--reglage", metavar="NAMN", help="Tal att variera på sidan, NAMN eller NAMN=FRÅN:TILL:ANTAL. Högst två."
    ),
]


Fjol = Annotated[
    str | None, typer.Option("--fran", metavar="INPUTS", help="Fjolårets underlag: visar varför varje belopp ändrades.")
]


@show_errors
def sida(
    inputs: Inputs,
    ut: Sidfil,
    fran: Fjol = None,
    reglage: Reglageval = None,
    modell: ModellVal = None,
    modell_fran: ModellFran = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Skriv en sida med karta, tabell, diagram och reglage.

    En enda fil på svenska att mejla, skriva ut och lägga på ett intranät. Den hämtar inget och behöver ingen server.
    """
    if ut.suffix.lower() != ".html":
        raise typer.BadParameter("Ange en fil som slutar på .html.", param_hint="'--ut'")
    fall = load_case(inputs, modell, bland_flera=fran is not None)
    fore = None if fran is None else load_case(fran, modell_fran, "--modell-fran", bland_flera=True)
    with show_progress("Räknar och ritar …"):
        from fordelning.analys.brygga import bridge
        from fordelning.platser import find_underlag
        from fordelning.rapport.sida.bok import make_sida, write_sida

        lasta = [modell, modell_fran, None if fran is None else find_underlag(fran)]
        skydd = make_guard(skriv_over, inputs, fall.underlag, fall.modell, lasta)
        b = None if fore is None else bridge(fore, fall)
        skrivet = write_sida(make_sida(fall, reglage or (), b), ut, skydd)
    show_warnings(b.varningar if b else ())
    show_written([skrivet])
