"""analys.xlsx: the sheets of one analysis or several, what they rest on and were made of, and their CSV files."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

from fordelning.blad import Blad, Bok, Tabell
from fordelning.blad.csv import write_csv
from fordelning.blad.excel import write_bok
from fordelning.filer import STRANGT, Skriv, Skrivet, Skydd, write_all
from fordelning.rapport.om import make_antaganden_blad, make_kallor_blad
from fordelning.resultat import Resultat
from fordelning.ursprung import (
    Antaganderad,
    Kallrad,
    describe_program,
    list_data_assumptions,
    list_data_sources,
    list_model_assumptions,
    list_model_sources,
)

ANALYSBOK = "analys.xlsx"


@dataclass(frozen=True, slots=True, eq=False)
class Analysdel:
    """One analysis: its sheets, its CSV tables by file name, and the choices of ours that it rests on."""

    blad: Sequence[Blad]
    tabeller: Mapping[str, Tabell]
    antaganden: Sequence[Antaganderad] = ()
    kallor: Sequence[Kallrad] = field(default_factory=tuple)


def make_analys_bok(titel: str, delar: Sequence[Analysdel], resultat: Sequence[Resultat]) -> Bok:
    """The book of these analyses, which were made of these allocations."""
    modeller = {r.modell.fil: r.modell for r in resultat}
    underlag = {id(r.underlag): r.underlag for r in resultat}.values()
    antaganden = [rad for del_ in delar for rad in del_.antaganden]
    antaganden += [rad for m in modeller.values() for rad in list_model_assumptions(m)]
    antaganden += [rad for u in underlag for rad in list_data_assumptions(u)]
    antaganden += [Antaganderad("Varning", a.plats, a.vad) for u in underlag for a in u.varningar]
    kallor = [describe_program(titel), *(rad for del_ in delar for rad in del_.kallor)]
    kallor += [rad for m in modeller.values() for rad in list_model_sources(m)]
    kallor += [rad for u in underlag for rad in list_data_sources(u)]
    om = (make_antaganden_blad(list(dict.fromkeys(antaganden))), make_kallor_blad(list(dict.fromkeys(kallor))))
    return Bok(titel, (*(blad for del_ in delar for blad in del_.blad), *om))


def write_analysis(
    titel: str, delar: Sequence[Analysdel], resultat: Sequence[Resultat], mapp: Path, skydd: Skydd = STRANGT
) -> Skrivet:
    """The CSV files and last the book, which speaks for them; none takes its place before all are written.

    Raises FilFel.
    """
    filer: dict[Path, Skriv] = {
        mapp / namn: partial(write_csv, tabell) for del_ in delar for namn, tabell in del_.tabeller.items()
    }
    return write_all(filer | {mapp / ANALYSBOK: partial(write_bok, make_analys_bok(titel, delar, resultat))}, skydd)
