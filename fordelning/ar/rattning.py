"""A changed data set before it is written: through the gate, allocated again, and its moves as a file."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields

from fordelning.ar.andringar import AndringFel
from fordelning.ar.forbundsdel import Flytt
from fordelning.ar.tillampning import Andrat
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.mall.csv import format_csv
from fordelning.modell import Modell
from fordelning.modellkontroll import meet
from fordelning.resultat import Resultat, allocate
from fordelning.underlag import Granskat, check
from fordelning.underlag.texter import make_ratext


class AndratFel(AndringFel):
    """The data set would not pass the gate after the changes."""

    rubrik = "fel i underlaget efter ändringarna, inget skrivet"


@dataclass(frozen=True, slots=True)
class Efter:
    """The allocation after the changes, and the warnings that were not there before."""

    resultat: Resultat
    nya_varningar: tuple[Anmarkning, ...]


def check_changed(andrat: Andrat, fore: Granskat, modell: Modell, som_bok: bool = False) -> Efter:
    """The changed data set, checked and allocated. Raises AndratFel when the gate or the model refuses it."""
    try:
        granskat = check(make_ratext(andrat.texter, som_bok))
        resultat = allocate(modell, meet(modell, granskat.underlag))
    except UnderlagFel as fel:
        raise AndratFel(fel.anmarkningar) from fel
    kanda = {a.vad for a in meet(modell, fore.underlag).varningar}
    sagda = {a.plats for a in andrat.varningar if a.plats.startswith("förbund ") and ", " in a.plats}
    nya = [a for a in resultat.underlag.varningar if a.vad not in kanda and not _is_told(a, sagda)]
    return Efter(resultat, tuple(nya))


def _is_told(a: Anmarkning, sagda: set[str]) -> bool:
    """Whether the gate's warning is of a broken chain that the change itself has told of."""
    return any(a.vad.startswith(f"{plats.removeprefix('förbund ').partition(',')[0]}: ingående") for plats in sagda)


def format_moves(flyttar: Sequence[Flytt]) -> str:
    """andringar.csv: one row per amount that went from one förbund to another; without till it ended."""
    kolumner = [f.name for f in fields(Flytt)]
    return format_csv([kolumner, *([getattr(flytt, namn) for namn in kolumner] for flytt in flyttar)])
