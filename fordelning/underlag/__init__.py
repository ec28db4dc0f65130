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
from fordelning.underlag.grind import check_all
from fordelning.underlag.inlast import Inlast
from fordelning.underlag.installningar import Installningar
from fordelning.underlag.lasning import read_text
from fordelning.underlag.nyckellasning import read_installningar
from fordelning.underlag.ratext import Ratext
from fordelning.underlag.sammanstallning import make_underlag
from fordelning.underlag.texter import Texter, take_texts
from fordelning.underlag.tolkning import Tolkad, interpret_tables

__all__ = ["Granskat", "check", "examine", "read_checked", "read_underlag"]


@dataclass(frozen=True, slots=True)
class Granskat:
    """A data set that has passed the gate, its rows in the order they were read, its settings also as written."""

    tabeller: Mapping[str, Tolkad]
    installningar: Installningar
    nycklar: Mapping[str, Any]
    varningar: tuple[Anmarkning, ...]
    filer: tuple[Fil, ...]

    @property
    def texter(self) -> Texter:
        """The rows and the settings as they are written."""
        return take_texts(self.tabeller, self.nycklar)

    @property
    def underlag(self) -> Underlag:
        """What the engine computes from."""
        poster = {namn: tabell.poster for namn, tabell in self.tabeller.items()}
        return make_underlag(poster, self.installningar, self.varningar, self.filer)


def read_underlag(vag: Path) -> Underlag:
    """The data set at a path, a folder of CSV files or one workbook, checked.

    Raises UnderlagFel with every error found; warnings stay in `Underlag.varningar`.
    """
    return read_checked(vag).underlag


def read_checked(vag: Path) -> Granskat:
    """The data set at a path as it was written, checked. Raises UnderlagFel with every error found."""
    return check(read_text(vag))


def check(ratext: Ratext) -> Granskat:
    """A data set that has been read, or made, checked. Raises UnderlagFel with every error found."""
    granskat, funna = examine(ratext)
    if granskat is None:
        raise UnderlagFel([a for a in funna if a.allvar == "fel"])
    return granskat


def examine(ratext: Ratext) -> tuple[Granskat | None, tuple[Anmarkning, ...]]:
    """Everything the gate finds, errors and warnings, and the data set when there are no errors."""
    tabeller, tolkningsfel = interpret_tables(ratext)
    lasta, installningsfel = read_installningar(ratext)
    grind = read_grind(find_modeller() / "grind.toml")
    inlast = Inlast(tabeller, lasta, ratext.installningar_plats, ratext.installningar_platser, grind)
    funna = (*ratext.anmarkningar, *installningsfel, *tolkningsfel, *check_all(inlast))
    if lasta.installningar is None or any(a.allvar == "fel" for a in funna):
        return None, funna
    return Granskat(tabeller, lasta.installningar, ratext.installningar, funna, tuple(ratext.filer)), funna
