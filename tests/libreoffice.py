"""An independent spreadsheet program: LibreOffice recalculates a workbook that has lost every stored value."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Andringar = Mapping[str | tuple[str, str], object]
"""What to change first: a defined name, or (sheet, cell), and the new value (None empties the cell)."""

_FILTER = "xlsx:Calc MS Excel 2007 XML"


def recalculate(bok: Path, mapp: Path, andringar: Andringar | None = None) -> Path:
    """A copy of the workbook in `mapp`, changed as told and recalculated by LibreOffice with nothing stored to lean on.

    Mark the test with `pytest.mark.libreoffice`: it is skipped only where soffice is absent and CI is not set.
    """
    kopia, ut = mapp / "utan_varden" / bok.name, mapp / "omraknad"
    kopia.parent.mkdir(parents=True, exist_ok=True)
    innehall = load_workbook(bok)
    for var, varde in (andringar or {}).items():
        blad, cell = var if isinstance(var, tuple) else find_name(innehall, var)
        innehall[blad][cell].value = varde
    innehall.save(kopia)  # openpyxl writes a formula without its stored value
    return convert(kopia, ut, _FILTER)


def convert(fil: Path, mapp: Path, filter_: str) -> Path:
    """The file converted by LibreOffice, in a profile of its own. LibreOffice says 0 also when nothing was written."""
    soffice = shutil.which("soffice")
    assert soffice, "soffice (LibreOffice) finns inte"
    profil = mapp.parent / "profil"
    svar = subprocess.run(
        [
            *(soffice, "--headless", "--norestore", f"-env:UserInstallation={profil.resolve().as_uri()}"),
            *("--convert-to", filter_, "--outdir", mapp, fil),
        ],
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    skriven = mapp / f"{fil.stem}.{filter_.split(':')[0]}"
    assert skriven.is_file(), f"LibreOffice skrev ingen fil: {svar.stdout}{svar.stderr}"
    return skriven


def find_name(bok: Workbook, namn: str) -> tuple[str, str]:
    """The sheet and cell of a defined name."""
    ((blad, cell),) = bok.defined_names[namn].destinations
    return blad, cell.replace("$", "")


def read_values(bok: Path) -> dict[str, list[list[Any]]]:
    """Every sheet's stored values, row by row."""
    innehall = load_workbook(bok, data_only=True)
    return {blad.title: [list(rad) for rad in blad.iter_rows(values_only=True)] for blad in innehall.worksheets}
