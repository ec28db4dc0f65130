"""kapital.xlsx: which sheets, in which order, and what the years rest on."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from fordelning.blad import Bok
from fordelning.blad.csv import write_csv, write_json
from fordelning.blad.excel import write_bok
from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.kapital.framskrivning import Framskrivning
from fordelning.modell import Modell
from fordelning.rapport.kapital.blad_kapital import make_kapital_blad
from fordelning.rapport.kapital.blad_sammanfattning import make_sammanfattning_blad
from fordelning.rapport.kapital.blad_tillbaka import make_tillbaka, make_tillbaka_blad
from fordelning.rapport.kapital.tabeller import Kapitalgrund, make_kapital_json
from fordelning.rapport.kapital.text import list_roll_assumptions
from fordelning.rapport.om import make_om_blad
from fordelning.ursprung import Antaganderad, describe_program


def make_kapital_bok(f: Framskrivning, t: Kapitalgrund) -> Bok:
    """The ledger with live formulas: change a year's figures and every later year follows, the country's too."""
    tillbaka = make_tillbaka(f, t.kapital)
    ar = ", ".join(str(u.budgetar) for u in f.underlag)
    program = describe_program(f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}, underlag för budgetår {ar}")
    blad = (
        make_sammanfattning_blad(f, t.riket, t.kapital, tillbaka and tillbaka[1]),
        make_kapital_blad(f, t.kapital),
        *(() if tillbaka is None else (make_tillbaka_blad(f, tillbaka[0]),)),
        *make_om_blad(_list_assumptions(f), [program], _list_models(f), f.underlag),
    )
    return Bok(f"Eget kapital {f.bok[0].ar}–{f.bok[-1].ar}", blad)


def write_kapital(f: Framskrivning, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """The files of `kapital`; none takes its place before all are written. Raises FilFel."""
    t = Kapitalgrund(f)
    filer = {
        mapp / "kapital.xlsx": partial(write_bok, make_kapital_bok(f, t)),
        mapp / "kapital.csv": partial(write_csv, t.kapital),
        mapp / "kapital.json": partial(write_json, make_kapital_json(f, t)),
    }
    return write_all(filer, skydd)


def _list_models(f: Framskrivning) -> list[Modell]:
    """Every model that a year was allocated by, each once."""
    return list({r.modell.fil.namn: r.modell for r in (ar.resultat for ar in f.ar)}.values())


def _list_assumptions(f: Framskrivning) -> Iterator[Antaganderad]:
    for text in list_roll_assumptions(f):
        yield Antaganderad("Åren framåt", "", text)
    for avbrott in f.avbrott:
        yield Antaganderad("Varning", avbrott.plats, f"Kedjan av år hänger inte ihop: {avbrott.vad}.")
