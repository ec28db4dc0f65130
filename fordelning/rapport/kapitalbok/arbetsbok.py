"""kapital.xlsx: which sheets, in which order, and what the years rest on."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fordelning.kapital.framskrivning import Framskrivning
from fordelning.modell import Modell
from fordelning.rapport.excel.arbetsbok import write_workbook
from fordelning.rapport.excel.kallor import make_antaganden, make_kallor
from fordelning.rapport.kapitalbok.blad_kapital import list_rows, make_kapital_sheet
from fordelning.rapport.kapitalbok.blad_sammanfattning import make_sammanfattning_sheet
from fordelning.rapport.kapitalbok.blad_tillbaka import make_tillbaka_sheet
from fordelning.rapport.kapitaltext import list_roll_assumptions
from fordelning.ursprung import (
    Antaganderad,
    Kallrad,
    describe_program,
    list_data_assumptions,
    list_data_sources,
    list_model_assumptions,
    list_model_sources,
)


def write_kapital_workbook(f: Framskrivning, fil: Path) -> None:
    """The ledger with live formulas: change a year's figures and every later year follows, the country's too."""
    rader, tillbaka = list_rows(f), make_tillbaka_sheet(f)
    blad = (
        make_sammanfattning_sheet(f),
        make_kapital_sheet(f, rader),
        *(() if tillbaka is None else (tillbaka,)),
        make_antaganden(list(_list_assumptions(f))),
        make_kallor(list(_list_sources(f))),
    )
    write_workbook(fil, blad, f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}")


def _list_models(f: Framskrivning) -> list[Modell]:
    """Every model that a year was allocated by, each once."""
    return list({r.modell.fil.namn: r.modell for r in (ar.resultat for ar in f.ar)}.values())


def _list_assumptions(f: Framskrivning) -> Iterator[Antaganderad]:
    for text in list_roll_assumptions(f):
        yield Antaganderad("Åren framåt", "", text)
    for avbrott in f.avbrott:
        yield Antaganderad("Varning", avbrott.plats, f"Kedjan av år hänger inte ihop: {avbrott.vad}.")
    for modell in _list_models(f):
        yield from list_model_assumptions(modell)
    for u in f.underlag:
        yield from list_data_assumptions(u)


def _list_sources(f: Framskrivning) -> Iterator[Kallrad]:
    ar = ", ".join(str(u.budgetar) for u in f.underlag)
    yield describe_program(f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, underlag för budgetår {ar}")
    for modell in _list_models(f):
        yield from list_model_sources(modell)
    for u in f.underlag:
        yield from list_data_sources(u)
