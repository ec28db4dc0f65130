"""The data set that gets the figures: as it is written, also when it is still to be filled in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.statistik.indelning import Indelning
from fordelning.underlag import examine
from fordelning.underlag.lasning import read_text
from fordelning.underlag.texter import Texter, take_texts
from fordelning.underlag.tolkning import interpret_tables

Kolumn = Literal["invanare_antal", "forsorjningsmatt"]
FJOL: Mapping[Kolumn, str] = {"invanare_antal": "invanare_fjol_antal", "forsorjningsmatt": "forsorjningsmatt_fjol"}
"""The columns that statistics go into, and the same a year before."""
SAKNAS = "värdet saknas"
"""What the gate says of a cell that is still to be filled in."""


@dataclass(frozen=True, slots=True)
class Utkast:
    """A data set as text, and the column's figures by area before, as they were written ("" where there were none)."""

    texter: Texter
    fore: Mapping[str, str]
    filer: Sequence[Fil]

    @property
    def indelning(self) -> Indelning:
        """The kommuner of the data set. A part gives its kommun's name only where the whole kommun has no row."""
        namn: dict[str, str] = {}
        for rad in self.texter.tabeller["omraden"]:
            hel = rad["omrade_kod"] == rad["kommun_kod"]
            namn[rad["kommun_kod"]] = rad["namn"] if hel else namn.get(rad["kommun_kod"], "")
        return Indelning(namn)


def read_draft(vag: Path, kolumn: Kolumn) -> Utkast:
    """The data set at a path, its column emptied: what stood there is kept beside.

    Raises UnderlagFel with everything that is wrong with it, cells that are still empty apart.
    """
    ratext = read_text(vag)
    fore: dict[str, str] = {}
    omraden = ratext.tabeller.get("omraden")
    if omraden is not None:
        fore = {rad.celler.get("omrade_kod", ""): rad.celler.get(kolumn, "") for rad in omraden.rader}
        tomda = tuple(
            replace(rad, celler={**rad.celler, kolumn: ""}, trasiga=rad.trasiga - {kolumn})
            if kolumn in rad.celler
            else rad
            for rad in omraden.rader
        )
        ratext.tabeller["omraden"] = replace(omraden, rader=tomda)
    kopia = replace(ratext, tabeller=dict(ratext.tabeller), anmarkningar=list(ratext.anmarkningar))
    if fel := list_faults(examine(kopia)[1]):
        raise UnderlagFel(fel)
    tabeller, _ = interpret_tables(ratext)
    return Utkast(take_texts(tabeller, ratext.installningar), fore, tuple(ratext.filer))


def list_faults(funna: Sequence[Anmarkning]) -> list[Anmarkning]:
    """The errors among findings, but for the cells that are still to be filled in."""
    return [a for a in funna if a.allvar == "fel" and a.vad != SAKNAS]
