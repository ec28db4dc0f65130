"""Inputs: read, check at the door, and hand on as an Underlag in which nothing is missing."""

from __future__ import annotations

from pathlib import Path

from fordelning.begrepp import Underlag
from fordelning.fel import UnderlagFel
from fordelning.modell import read_grind
from fordelning.platser import find_modeller
from fordelning.schema import validate
from fordelning.underlag.grind import KONTROLLER, Inlast
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.lasning import read_text
from fordelning.underlag.sammanstallning import make_underlag
from fordelning.underlag.tolkning import interpret_tables

__all__ = ["read_underlag"]


def read_underlag(vag: Path) -> Underlag:
    """The data set at a path, a folder of CSV files or one workbook, checked.

    Raises UnderlagFel with every error found; warnings stay in `Underlag.varningar`.
    """
    ratext = read_text(vag)
    tabeller, anmarkningar = interpret_tables(ratext)
    installningar = None
    try:
        if ratext.installningar:
            installningar = validate(Installningar, ratext.installningar, ratext.installningar_plats, UnderlagFel)
    except UnderlagFel as fel:
        anmarkningar = [*fel.anmarkningar, *anmarkningar]
    inlast = Inlast(tabeller, installningar, ratext.installningar_plats, read_grind(find_modeller() / "grind.toml"))
    alla = [*ratext.anmarkningar, *anmarkningar, *(a for kontroll in KONTROLLER for a in kontroll(inlast))]
    fel_ = [a for a in alla if a.allvar == "fel"]
    if fel_ or installningar is None:
        raise UnderlagFel(fel_)
    poster = {namn: tabell.poster for namn, tabell in tabeller.items()}
    return make_underlag(poster, installningar, tuple(alla), tuple(ratext.filer))
