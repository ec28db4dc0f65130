"""An independent spreadsheet program: LibreOffice recalculates workbooks that have lost every stored value."""

from __future__ import annotations

import re
import shutil
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from openpyxl import load_workbook
from openpyxl.workbook import Workbook

Andringar = Mapping[str | tuple[str, str], object]
"""What to change first: a defined name, or (sheet, cell), and the new value (None empties the cell)."""

_LAGRAT = re.compile(rb"(</f>)<v>[^<]*</v>")
"""The stored value of a formula."""
FILTER = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}


def recalculate(bok: Path, mapp: Path, andringar: Andringar | None = None) -> Path:
    """A copy of the workbook in `mapp`, changed as told and recalculated with nothing stored to lean on.

    Mark the test with `pytest.mark.libreoffice`: it is skipped only where soffice is absent and CI is not set.
    """
    return recalculate_all([(bok, andringar or {})], mapp)[0]


def recalculate_all(uppdrag: Sequence[tuple[Path, Andringar]], mapp: Path) -> list[Path]:
    """The same for several workbooks with their changes, in one start of LibreOffice."""
    kopior = []
    for nummer, (bok, andringar) in enumerate(uppdrag):
        kopior.append(mapp / "utan_varden" / f"{nummer:03}-{bok.name}")
        kopior[-1].parent.mkdir(parents=True, exist_ok=True)
        _change(bok, kopior[-1], andringar)
    return convert(kopior, mapp / "omraknad", "xlsx")


def _change(bok: Path, kopia: Path, andringar: Andringar) -> None:
    """The workbook with its changes, and no formula with a stored value."""
    if not andringar:
        _strip(bok, kopia)
        return
    innehall = load_workbook(bok)
    for var, varde in andringar.items():
        blad, cell = var if isinstance(var, tuple) else find_name(innehall, var)
        innehall[blad][cell].value = varde
    innehall.save(kopia)  # openpyxl writes a formula without its stored value


def _strip(bok: Path, kopia: Path) -> None:
    with ZipFile(bok) as fran, ZipFile(kopia, "w", ZIP_DEFLATED) as till:
        for namn in fran.namelist():
            del_ = fran.read(namn)
            till.writestr(namn, _LAGRAT.sub(rb"\1", del_) if namn.startswith("xl/worksheets/") else del_)


def convert(filer: Sequence[Path], mapp: Path, andelse: str) -> list[Path]:
    """The files as xlsx or pdf, in a profile of their own. LibreOffice says 0 also when nothing was written."""
    soffice = shutil.which("soffice")
    assert soffice, "soffice (LibreOffice) finns inte"
    profil = f"-env:UserInstallation={(mapp.parent / 'profil').resolve().as_uri()}"
    kommando = [soffice, "--headless", "--norestore", profil, "--convert-to", FILTER[andelse], "--outdir", str(mapp)]
    svar = subprocess.run([*kommando, *map(str, filer)], capture_output=True, encoding="utf-8", timeout=300)
    skrivna = [mapp / f"{fil.stem}.{andelse}" for fil in filer]
    saknas = [fil.name for fil in skrivna if not fil.is_file()]
    assert not saknas, f"LibreOffice skrev inte {', '.join(saknas)}: {svar.stdout}{svar.stderr}"
    return skrivna


def find_name(bok: Workbook, namn: str) -> tuple[str, str]:
    """The sheet and cell of a defined name."""
    ((blad, cell),) = bok.defined_names[namn].destinations
    return blad, cell.replace("$", "")


def read_values(bok: Path) -> dict[str, list[list[Any]]]:
    """Every sheet's stored values, row by row; an empty text is None."""
    innehall = load_workbook(bok, data_only=True)
    return {
        blad.title: [[None if cell == "" else cell for cell in rad] for rad in blad.iter_rows(values_only=True)]
        for blad in innehall.worksheets
    }


def find_differences(a: Path, b: Path) -> list[str]:
    """Where two workbooks have different values: text and kind exactly, numbers to a millionth of a unit or 1e-9."""
    skillnader, ena, andra = [], read_values(a), read_values(b)
    for blad, rader in ena.items():
        for i, rad in enumerate(rader):
            for j, varde in enumerate(rad):
                annat = andra[blad][i][j] if i < len(andra[blad]) and j < len(andra[blad][i]) else None
                if not are_equal(varde, annat):
                    skillnader.append(f"{blad} rad {i + 1}, kolumn {j + 1}: {varde!r} är inte {annat!r}")
    return skillnader


def are_equal(a: object, b: object) -> bool:
    """Text and kind exactly, numbers to a millionth of a unit or 1e-9."""
    if isinstance(a, int | float) and isinstance(b, int | float):
        return abs(a - b) <= max(1e-6, 1e-9 * abs(a))
    return a == b
