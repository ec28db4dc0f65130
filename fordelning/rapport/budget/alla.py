"""Budget workbooks for one förbund or all, in several processes; the files do not depend on how many."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from multiprocessing import get_context
from pathlib import Path

from fordelning.begrepp import Underlag
from fordelning.budget.berakning import compute_budget
from fordelning.budget.insamling import collect
from fordelning.budget.metod import Budgetmetod
from fordelning.budget.underlag import Budgetunderlag
from fordelning.budget.uppfoljning import follow_up
from fordelning.modell import Modell
from fordelning.rapport.budget.bok import write_budget
from fordelning.rapport.budget.innehall import Innehall
from fordelning.resultat import Resultat

FLER_PROCESSER_FRAN = 6
"""With fewer workbooks than this, starting processes takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Uppdrag:
    """A workbook to write, with what it takes: small enough to hand to another process."""

    budgetunderlag: Budgetunderlag
    metod: Budgetmetod
    modell: Modell
    underlag: Underlag
    fil: Path


def make_assignments(resultat: Resultat, metod: Budgetmetod, koder: Sequence[str], mapp: Path) -> list[Uppdrag]:
    """One workbook per code. Raises UnderlagFel for a code that is not in the inputs."""
    om = _strip(resultat.underlag)
    return [
        Uppdrag(collect(resultat, metod, kod), metod, resultat.modell, om, mapp / name_file(kod, om.budgetar))
        for kod in koder
    ]


def _strip(u: Underlag) -> Underlag:
    """What a workbook says of its inputs, without their rows."""
    return replace(u, omraden=(), insatser=(), effekter=(), behov=(), planering=(), kapital=(), varningar=())


def name_file(kod: str, budgetar: int) -> str:
    """The workbook's name: characters that a file name cannot have are replaced."""
    return f"budget_{budgetar}_{re.sub(r'[^0-9A-Za-zÅÄÖåäö._-]', '_', kod)}.xlsx"


def write_assignment(uppdrag: Uppdrag) -> Path:
    """Compute and write one workbook. Returns its path."""
    lage = follow_up(compute_budget(uppdrag.budgetunderlag))
    u = uppdrag.underlag
    write_budget(Innehall(lage, uppdrag.metod, uppdrag.modell, u.filer, u.kallor), uppdrag.fil)
    return uppdrag.fil


def write_budgets(uppdrag: Sequence[Uppdrag], arbetare: int | None = None) -> Iterator[Path]:
    """Write the workbooks, in order. `arbetare`: processes; by default as many as the machine has, one for a few books."""
    antal = arbetare or (1 if len(uppdrag) < FLER_PROCESSER_FRAN else os.cpu_count() or 1)
    if antal == 1:
        yield from map(write_assignment, uppdrag)
        return
    with ProcessPoolExecutor(antal, mp_context=get_context("spawn")) as processer:
        yield from processer.map(write_assignment, uppdrag, chunksize=4)
