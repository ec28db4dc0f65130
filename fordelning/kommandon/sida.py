"""`sida`: the allocation as one page to mail, print and put on an intranet."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from fordelning.kommandon.framsteg import show_progress
from fordelning.kommandon.start import load, show_errors
from fordelning.kommandon.utmapp import make_guard, show_written
from fordelning.kommandon.val import Inputs, ModellVal, SkrivOver

Sidfil = Annotated[Path, typer.Option("--ut", metavar="FIL", help="Filen som skrivs (.html).")]
Reglageval = Annotated[
    list[str] | None,
    typer.Option(
        "--reglage", metavar="NAMN", help="Tal att variera på sidan, NAMN eller NAMN=FRÅN:TILL:ANTAL. Högst två."
    ),
]


@show_errors
def sida(
    inputs: Inputs, ut: Sidfil, reglage: Reglageval = None, modell: ModellVal = None, skriv_over: SkrivOver = False
) -> None:
    """Skriv en sida med karta, tabell, diagram och reglage.

    En enda fil på svenska att mejla, skriva ut och lägga på ett intranät. Den hämtar inget och behöver ingen server.
    """
    if ut.suffix.lower() != ".html":
        raise typer.BadParameter("Ange en fil som slutar på .html.", param_hint="'--ut'")
    vald, underlag = load(inputs, modell)
    with show_progress("Räknar och ritar …"):
        from fordelning.analys.lage import Fall
        from fordelning.rapport.sida.bok import write_sida

        skydd = make_guard(skriv_over, inputs, underlag, vald, [modell])
        skrivet = write_sida(Fall(underlag, vald), ut, reglage or (), skydd)
    show_written([skrivet])
