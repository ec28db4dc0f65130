"""The result files of each command."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.rapport.excel.fordelning import write_allocation_workbook
from fordelning.rapport.tabeller import (
    make_harledning,
    make_medfinansiering,
    make_resultat,
    make_tilldelning,
    write_csv,
    write_json,
)
from fordelning.resultat import Resultat


def write_allocation(resultat: Resultat, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """The files of `fordela`; none takes its place before all are written. Raises FilFel."""
    filer = {
        mapp / "fordelning.xlsx": partial(write_allocation_workbook, resultat),
        mapp / "tilldelning.csv": partial(write_csv, make_tilldelning(resultat)),
        mapp / "harledning.csv": partial(write_csv, make_harledning(resultat)),
        mapp / "medfinansiering.csv": partial(write_csv, make_medfinansiering(resultat)),
        mapp / "resultat.json": partial(write_json, make_resultat(resultat)),
    }
    return write_all(filer, skydd)
