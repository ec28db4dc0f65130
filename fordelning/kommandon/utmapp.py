"""Where a command writes, what guards the files there, and the words that say what was written."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from fordelning.fel import ModellFel
from fordelning.kommandon.utskrift import say

if TYPE_CHECKING:
    from fordelning.begrepp import Underlag
    from fordelning.filer import Skrivet, Skydd
    from fordelning.modell import Modell


def choose_folder(ut: Path | None, inputs: str, underlag: Underlag, modell: Modell | None = None) -> Path:
    """The folder the user asked for, else `ut/<data set>`: a what-if has a folder of its own, `…__<model file>`.

    A what-if is any model but the shipped one in force for the budget year, also one that somebody has changed.
    """
    if ut is not None:
        return ut
    namn = name_underlag(inputs)
    return Path(
        "ut", namn if modell is None or _is_in_force(modell, underlag) else f"{namn}__{Path(modell.fil.namn).stem}"
    )


def name_underlag(inputs: str) -> str:
    """The data set's name: its folder's, or its workbook's without the ending."""
    from fordelning.platser import find_underlag

    vag = find_underlag(inputs).resolve()
    return (vag.stem if vag.is_file() else vag.name) or "underlag"


def _is_in_force(modell: Modell, underlag: Underlag) -> bool:
    from fordelning.modell import choose_modell
    from fordelning.platser import find_modeller

    try:
        return choose_modell(find_modeller(), underlag.budgetar).fil == modell.fil
    except ModellFel:
        return False


def make_guard(
    skriv_over: bool,
    inputs: str,
    underlag: Underlag,
    modell: Modell | None = None,
    andra: Sequence[str | Path | None] = (),
) -> Skydd:
    """What the command must not overwrite: everything it read (`andra`: also these), and another result."""
    from fordelning.filer import Skydd
    from fordelning.platser import find_underlag

    lasta = (find_underlag(inputs), *(Path(vag) for vag in andra if vag))
    mer = {} if modell is None else {"fil": modell.fil.namn, "sha256": modell.fil.sha256, "status": modell.status}
    return Skydd(lasta, skriv_over, name_underlag(inputs), underlag.budgetar, mer, underlag.koder)


def list_named(angivna: Sequence[str]) -> list[str]:
    """The files of `FIL` and `KOD=FIL`, each read in both ways: what is no file guards nothing."""
    return [text for fil in angivna for text in (fil, fil.partition("=")[2])]


def show_written(skrivna: Sequence[Skrivet], svar: str = "") -> None:
    """The answer, then the files that were written, and what was replaced because the user asked for it."""
    if svar:
        say(f"{svar}\n")
    if filer := [fil for en in skrivna for fil in en.filer]:
        say("Skrivet:\n" + "\n".join(f"  {fil}" for fil in filer), hel=True)
    if ersatta := [a for en in skrivna for a in en.ersatta]:
        say("Ersatt, eftersom --skriv-over angavs:\n" + "\n".join(f"  {a.plats}: {a.vad}" for a in ersatta))
