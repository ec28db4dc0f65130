"""Budget workbooks for one förbund or all, in several processes; the files do not depend on how many."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from multiprocessing import get_context
from pathlib import Path

from fordelning.begrepp import Kalla
from fordelning.budget.berakning import compute_budget
from fordelning.budget.planen import compare_contributions
from fordelning.budget.siefil import make_sie
from fordelning.budget.uppfoljning import Uppfoljning, follow_up
from fordelning.budgetbok.bok import write_budget
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.las_bok import find_filled_cell
from fordelning.budgetbok.utfall import Grund, read_outcome
from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.filer import STRANGT, FilFel, Skriv, Skrivet, Skydd, guard_writing, hold_folder, write_all
from fordelning.planfil import PlanfilFel
from fordelning.resultat import compare_planned
from fordelning.sie import SieFil, encode_sie

_DAG = re.compile(r"\b\d{4}-\d{2}-\d{2}\b", re.ASCII)

FLER_PROCESSER_FRAN = 6
"""With fewer workbooks than this, starting processes takes longer than it saves."""


@dataclass(frozen=True, slots=True)
class Uppdrag:
    """A workbook to write: small enough to hand to another process.

    `sie`: the same budget as a SIE file, written together with it. `skydd`: what may be replaced.
    """

    innehall: Innehall
    fil: Path
    sie: SieFil | None = None
    skydd: Skydd = STRANGT
    varningar: tuple[Anmarkning, ...] = ()


Svar = Skrivet | AnmarkningarFel
"""The files of a workbook that was written, itself the last, or why it was not: the others are written all the same."""


def make_assignments(
    grund: Grund, koder: Sequence[str], mapp: Path, utfall: str | None = None, sie: bool = False, skydd: Skydd = STRANGT
) -> list[Uppdrag]:
    """One workbook per code. `utfall`: a file with the outcome of the only förbund. `sie`: a SIE file too.

    Raises UnderlagFel for a code that is not in the inputs, and for mistakes in the outcome; PlanfilFel with every
    difference between the plan and the inputs.
    """
    skydd = replace(skydd, peka=find_filled_cell)
    if utfall is not None:
        lage = read_outcome(utfall, grund, koder[0])
        fran = Path(utfall if Path(utfall).exists() else utfall.removeprefix(f"{koder[0]}="))
        skydd = replace(skydd, lasta=(*skydd.lasta, fran), ifyllt_fran=fran.name)
        return [_make_assignment(grund, lage, mapp, sie, skydd)]
    fel: list[Anmarkning] = []
    uppdrag: list[Uppdrag] = []
    for kod in koder:
        try:
            lage = follow_up(compute_budget(grund.collect(kod, bland_flera=len(koder) > 1)))
            uppdrag.append(_make_assignment(grund, lage, mapp, sie, skydd))
        except PlanfilFel as ett:
            fel.extend(ett.anmarkningar)
    if fel:
        raise PlanfilFel(fel)
    return uppdrag


def _make_assignment(grund: Grund, lage: Uppfoljning, mapp: Path, sie: bool, skydd: Skydd) -> Uppdrag:
    u, budget = grund.resultat.underlag, lage.budget.underlag
    kod = budget.forbund_kod
    planerat = [*compare_planned(grund.resultat, (kod,), budget.budgetaren[-1])]
    if grund.plan is not None:
        planerat += compare_contributions(budget, grund.plan)
    fil = mapp / f"budget_{u.budgetar}_{re.sub(r'[^0-9A-Za-zÅÄÖåäö._-]', '_', kod)}.xlsx"
    bokford = make_sie(lage.budget, grund.kontoplaner.find(kod), find_date(u.kallor, u.budgetar)) if sie else None
    alla = (*planerat, *lage.varningar, *(bokford.varningar if bokford else _tell_old_sie(fil)))
    innehall = Innehall(lage, grund.metod, grund.resultat.modell, replace(u, filer=grund.filer))
    return Uppdrag(innehall, fil, bokford, skydd, alla)


def _tell_old_sie(fil: Path) -> Iterator[Anmarkning]:
    """A SIE file of an earlier run beside a book that is written without one."""
    if (gammal := fil.with_suffix(".se")).exists():
        vad, gor = "är från en tidigare körning och följer inte den nya boken", "Kör med --sie, eller ta bort filen."
        yield Anmarkning(str(gammal), vad, gor=gor, allvar="varning")


def find_date(kallor: Mapping[str, Kalla], budgetar: int) -> date:
    """The day of the data, for the file that says when it was made: the latest day of a source, else the year's first.

    Never the clock's: the same inputs give the same file on any day.
    """
    dagar = [dag for kalla in kallor.values() for text in _DAG.findall(kalla.datum) if (dag := _parse_day(text))]
    return max(dagar, default=date(budgetar, 1, 1))


def _parse_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def write_assignment(uppdrag: Uppdrag) -> Svar:
    """Write one workbook together with its SIE file, in a folder that is held."""
    filer: dict[Path, Skriv] = {}
    try:
        if uppdrag.sie is not None:
            fil = uppdrag.fil.with_suffix(".se")
            data = encode_sie(uppdrag.sie, fil.name)
            filer[fil] = lambda vag: vag.write_bytes(data)
        filer[uppdrag.fil] = partial(write_budget, uppdrag.innehall)
        return write_all(filer, uppdrag.skydd, hallen=True)
    except AnmarkningarFel as fel:
        return fel


def write_budgets(uppdrag: Sequence[Uppdrag], arbetare: int | None = None) -> Iterator[Svar]:
    """Write the workbooks, in order. `arbetare`: processes; by default one per core, and one for a few books.

    Raises FilFel when their folder cannot be written in.
    """
    antal = arbetare or (1 if len(uppdrag) < FLER_PROCESSER_FRAN else os.cpu_count() or 1)
    (mapp,) = {ett.fil.parent for ett in uppdrag}
    with guard_writing(mapp), hold_folder(mapp):
        if antal == 1:
            yield from map(write_assignment, uppdrag)
            return
        with ProcessPoolExecutor(antal, mp_context=get_context("spawn")) as processer:
            try:
                yield from processer.map(write_assignment, uppdrag, chunksize=4)
            except BaseException:
                processer.shutdown(wait=True, cancel_futures=True)
                raise


def raise_refused(svar: Sequence[Svar]) -> None:
    """Raises FilFel with the workbooks that were not written."""
    if vagrade := [a for ett in svar if isinstance(ett, AnmarkningarFel) for a in ett.anmarkningar]:
        raise FilFel(vagrade)
