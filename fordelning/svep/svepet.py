"""The sweep of plans: one result file per scenario, named by its hash, so that a sweep that was broken goes on."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from fordelning.blad.csv import write_json
from fordelning.fel import Anmarkning
from fordelning.filer import FilFel, Skydd, guard_writing, write_all
from fordelning.filer.sigill import read_own, read_seal
from fordelning.metod import Insatsplan
from fordelning.svep.berakning import Utfallsrum
from fordelning.svep.korning import run_pieces
from fordelning.svep.planer import Planuppgift, make_base_key, make_key, plan_scenario

MAPP = "svep"
"""The folder of the result files, beside the other results."""
Steg = Callable[[str, int, int], None]


def plan_all(
    rum: Sequence[Utfallsrum],
    metod: Insatsplan,
    mapp: Path,
    kluster: str | None = None,
    skriv_over: bool = False,
    steg: Steg | None = None,
) -> list[dict[str, Any]]:
    """The plans of every scenario that the pot can pay, in the order of the scenarios, whatever ran them.

    What lies in `mapp` from an earlier run of the same scenario is used; each new one is written when it is done.
    Raises FilFel for a file there that somebody has changed.
    """
    uppgifter = [*list_tasks(rum, metod)]
    fardiga = _read_done({u.nyckel for u in uppgifter}, mapp, skriv_over)
    kvar = {u.nyckel: u for u in uppgifter if u.nyckel not in fardiga}
    alla, skydd = len({u.nyckel for u in uppgifter}), Skydd(skriv_over=skriv_over)

    def receive(svar: dict[str, Any]) -> None:
        nyckel = str(svar["nyckel"])
        write_all({mapp / f"{nyckel}.json": partial(write_json, svar)}, skydd)
        fardiga[nyckel] = svar
        if steg is not None:
            steg("Planerar", len(fardiga), alla)

    if kvar:
        run_pieces(plan_scenario, [*kvar.values()], kluster, receive)
    return [fardiga[u.nyckel] for u in uppgifter]


def list_tasks(rum: Sequence[Utfallsrum], metod: Insatsplan) -> Iterator[Planuppgift]:
    """A piece of work per scenario that the pot can pay."""
    for r in rum:
        grund = make_base_key(r.start.fall, metod, r.varden.fil.ar)
        for nummer in r.nummer.tolist():
            andring = r.varden.take_one(nummer)
            nyckel = make_key(grund, andring)
            yield Planuppgift(nyckel, r.start.fall, andring, metod, r.varden.fil.ar)


def _read_done(nycklar: set[str], mapp: Path, skriv_over: bool) -> dict[str, dict[str, Any]]:
    """The results that are there, as they were written. A file that was cut off is done again."""
    fardiga, fel = dict[str, dict[str, Any]](), list[Anmarkning]()
    with guard_writing(mapp):
        filer = [fil for fil in sorted(mapp.glob("*.json")) if fil.stem in nycklar] if mapp.is_dir() else []
    for fil in filer:
        if read_seal(fil).skick == "orord":
            fardiga[fil.stem] = json.loads(read_own(fil))
        elif not skriv_over:
            gor = "Ta bort filen, eller ange --skriv-over, så räknas scenariot om."
            fel.append(Anmarkning(str(fil), "filen är ändrad sedan programmet skrev den, eller skadad", gor=gor))
    if fel:
        raise FilFel(fel)
    return fardiga
