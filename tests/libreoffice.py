"""An independent spreadsheet program: LibreOffice recalculates workbooks that have lost every stored value."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

from tests.celler import Andringar, change, read_values

FILTER = {"xlsx": "xlsx:Calc MS Excel 2007 XML", "pdf": "pdf"}


def recalculate(uppdrag: Sequence[tuple[Path, Andringar]], mapp: Path) -> list[Path]:
    """Copies of workbooks in `mapp`, each changed as told and recalculated with nothing stored to lean on.

    All in one start of LibreOffice. Mark the test with `pytest.mark.libreoffice`: it is skipped only where soffice is
    absent and CI is not set.
    """
    utan_varden = mapp / "utan_varden"
    utan_varden.mkdir(parents=True, exist_ok=True)
    kopior = [change(bok, utan_varden / f"{i:03}-{bok.name}", nytt) for i, (bok, nytt) in enumerate(uppdrag)]
    return convert(kopior, mapp / "omraknad", "xlsx")


def convert(filer: Sequence[Path], mapp: Path, andelse: str) -> list[Path]:
    """The files as xlsx or pdf, in a profile of their own. LibreOffice says 0 also when nothing was written."""
    soffice = shutil.which("soffice")
    assert soffice, "soffice (LibreOffice) finns inte"
    profil = f"-env:UserInstallation={(mapp.parent / 'profil').resolve().as_uri()}"
    kommando = [soffice, "--headless", "--norestore", profil, "--convert-to", FILTER[andelse], "--outdir", str(mapp)]
    svar = subprocess.run([*kommando, *map(str, filer)], capture_output=True, encoding="utf-8", timeout=900)
    skrivna = [mapp / f"{fil.stem}.{andelse}" for fil in filer]
    saknas = [fil.name for fil in skrivna if not fil.is_file()]
    assert not saknas, f"LibreOffice skrev inte {', '.join(saknas)}: {svar.stdout}{svar.stderr}"
    return skrivna


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
