"""The command that puts models and data sets beside each other."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from fordelning.fel import FordelningFel, GolvFel
from fordelning.kommandon.framsteg import show_progress
from fordelning.kommandon.start import choose, load_underlag, show_errors
from fordelning.kommandon.utmapp import choose_folder, make_guard, name_underlag, show_written
from fordelning.kommandon.val import Inputs, ModellVal, SkrivOver, Ut

if TYPE_CHECKING:
    from fordelning.begrepp import Underlag
    from fordelning.resultat import Resultat

MotModell = Annotated[
    list[str] | None, typer.Option("--mot", metavar="MODELL", help="Modell att jämföra med. Kan upprepas.")
]
MotInputs = Annotated[
    list[str] | None,
    typer.Option("--mot-inputs", metavar="INPUTS", help="Underlag att jämföra med. Kan upprepas."),
]
FLEST = 25
"""How many others can be compared with the first: the sides have a letter each."""


@show_errors
def jamfor(
    inputs: Inputs,
    modell: ModellVal = None,
    mot: MotModell = None,
    mot_inputs: MotInputs = None,
    ut: Ut = None,
    skriv_over: SkrivOver = False,
) -> None:
    """Ställ modeller eller underlag sida vid sida.

    A är underlaget med --modell (annars årets). Varje --mot är samma underlag
    med en annan modell, varje --mot-inputs ett annat underlag med --modell
    (annars dess års modell).
    """
    sidor = [(inputs, modell, "--modell"), *((inputs, val, "--mot") for val in mot or ())]
    sidor += [(ett, modell, "--modell") for ett in mot_inputs or ()]
    if not 1 < len(sidor) <= 1 + FLEST:
        raise typer.BadParameter("Ange minst en, högst 25, att jämföra med: --mot eller --mot-inputs.")
    las = cache(partial(load_underlag, bland_flera=True))
    kallas = name_apart({ett for ett, *_ in sidor})
    resultat, namn = zip(
        *(_allocate(las(ett), ett, kallas[ett], val, flagga) for ett, val, flagga in sidor), strict=True
    )
    with show_progress("Jämför …"):
        from fordelning.analys.jamforelse import compare_all
        from fordelning.rapport.analys.bok import write_analysis
        from fordelning.rapport.analys.jamforelse import make_jamforelsedel

        jamforelser = compare_all(resultat)
        underlag, vald = resultat[0].underlag, resultat[0].modell
        skydd = make_guard(skriv_over, inputs, underlag, vald, [modell, *(mot or ()), *(mot_inputs or ())])
        mapp = choose_folder(ut, inputs, underlag, vald)
        del_ = make_jamforelsedel(jamforelser, namn)
        skrivet = write_analysis(f"Jämförelse {underlag.budgetar}", [del_], resultat, mapp, skydd)
    show_written([skrivet], del_.svar)


def name_apart(alla: Collection[str]) -> dict[str, str]:
    """What each data set is called: its name, or its path where another has the same name."""
    namn = {ett: name_underlag(ett) for ett in alla}
    antal = Counter(namn.values())
    return {ett: kallas if antal[kallas] == 1 else ett for ett, kallas in namn.items()}


def _allocate(underlag: Underlag, inputs: str, kallas: str, val: str | None, flagga: str) -> tuple[Resultat, str]:
    """The allocation of a data set by a model, and both by name. What the model says of the data is printed."""
    from fordelning.resultat import allocate

    vald, matt = choose(underlag, val, flagga, inputs)
    namn = f"{kallas} med {vald.namn} ({Path(vald.fil.namn).stem})"
    try:
        return allocate(vald, matt), namn
    except GolvFel as fel:
        raise FordelningFel(f"{namn}: {fel}") from None
