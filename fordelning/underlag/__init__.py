"""Inputs: read, check at the door, and hand on as an Underlag in which nothing is missing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fordelning.begrepp import Fil, Underlag
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.metod import read_grind
from fordelning.platser import find_modeller
from fordelning.underlag.grind import KONTROLLER
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.lasning import read_text
from fordelning.underlag.nyckellasning import read_installningar
from fordelning.underlag.sammanstallning import make_underlag
from fordelning.underlag.tolkning import Tolkad, interpret_tables

__all__ = ["Granskat", "read_checked", "read_underlag"]


@dataclass(frozen=True, slots=True)
class Granskat:
    """A data set that has passed the gate, its rows in the order they were read, its settings also as written."""

    tabeller: Mapping[str, Tolkad]
    installningar: Installningar
    nycklar: Mapping[str, Any]
    varningar: tuple[Anmarkning, ...]
    filer: tuple[Fil, ...]


def read_underlag(vag: Path) -> Underlag:
    """The data set at a path, a folder of CSV files or one workbook, checked.

    Raises UnderlagFel with every error found; warnings stay in `Underlag.varningar`.
    """
    granskat = read_checked(vag)
    poster = {namn: tabell.poster for namn, tabell in granskat.tabeller.items()}
    return make_underlag(poster, granskat.installningar, granskat.varningar, granskat.filer)


def read_checked(vag: Path) -> Granskat:
    """The data set at a path as it was written, checked. Raises UnderlagFel with every error found."""
    ratext = read_text(vag)
    tabeller, tolkningsfel = interpret_tables(ratext)
    lasta, installningsfel = read_installningar(ratext)
    grind = read_grind(find_modeller() / "grind.toml")
    inlast = Inlast(tabeller, lasta, ratext.installningar_plats, ratext.installningar_platser, grind)
    funna = [*ratext.anmarkningar, *installningsfel, *tolkningsfel, *(a for k in KONTROLLER for a in k(inlast))]
    fel = [a for a in funna if a.allvar == "fel"]
    if fel or lasta.installningar is None:
        raise UnderlagFel(fel)
    return Granskat(tabeller, lasta.installningar, ratext.installningar, tuple(funna), tuple(ratext.filer))
