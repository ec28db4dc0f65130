"""analys.xlsx: the sheets of one analysis or several, what they rest on and were made of, and their CSV files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from fordelning.blad import Blad, Bok, Tabell
from fordelning.filer import STRANGT, Skrivet, Skydd
from fordelning.rapport.leverans import Leverans
from fordelning.rapport.om import make_om_blad
from fordelning.resultat import Resultat
from fordelning.ursprung import Antaganderad, Kallrad, describe_program, list_warnings

ANALYSBOK = "analys.xlsx"


@dataclass(frozen=True, slots=True, eq=False)
class Analysdel:
    """One analysis: its sheets, its CSV tables by file name, its answer on the terminal, and what it rests on."""

    blad: Sequence[Blad]
    tabeller: Mapping[str, Tabell]
    svar: str
    antaganden: Sequence[Antaganderad] = ()
    kallor: Sequence[Kallrad] = ()


def make_analys_bok(titel: str, delar: Sequence[Analysdel], resultat: Sequence[Resultat]) -> Bok:
    """The book of these analyses, which were made of these allocations."""
    modeller = {r.modell.fil: r.modell for r in resultat}
    underlag = {id(r.underlag): r.underlag for r in resultat}
    egna = [rad for del_ in delar for rad in del_.antaganden]
    egna += [rad for u in underlag.values() for rad in list_warnings(u.varningar)]
    kallor = [describe_program(titel), *(rad for del_ in delar for rad in del_.kallor)]
    om = make_om_blad(egna, kallor, [*modeller.values()], [*underlag.values()])
    return Bok(titel, (*(blad for del_ in delar for blad in del_.blad), *om))


def write_analysis(
    titel: str, delar: Sequence[Analysdel], resultat: Sequence[Resultat], mapp: Path, skydd: Skydd = STRANGT
) -> Skrivet:
    """The CSV files and last the book, which speaks for them. Raises FilFel."""
    filer = {namn: tabell for del_ in delar for namn, tabell in del_.tabeller.items()}
    return Leverans({**filer, ANALYSBOK: make_analys_bok(titel, delar, resultat)}, "").write(mapp, skydd)
