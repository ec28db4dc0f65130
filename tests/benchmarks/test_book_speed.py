"""`fordela` with all its files, beside a process that imports the same libraries and writes the same cells straight.

`pytest tests/benchmarks/test_book_speed.py --benchmark-enable` measures both (processor time of a whole process) and
tells the ratio, and sees that both write the same figures. An ordinary run skips it.
"""

from __future__ import annotations

import pickle
import resource
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook

from tests.libreoffice import find_differences

pytestmark = pytest.mark.langsam

ROT = Path(__file__).resolve().parents[2]
RAKT = """
import pickle, sys
import numpy, openpyxl, pydantic, rich, typer, xlsxwriter
with open(sys.argv[1], "rb") as fil:
    blad = pickle.load(fil)
bok = xlsxwriter.Workbook(sys.argv[2], {"strings_to_formulas": False, "in_memory": True})
talformat = {}
for namn, celler in blad:
    ws = bok.add_worksheet(namn)
    for rad, kolumn, formel, varde, tal in celler:
        f = talformat.get(tal) or talformat.setdefault(tal, bok.add_format({"num_format": tal}))
        if formel:
            ws.write_formula(rad, kolumn, formel, f, "" if varde is None else varde)
        elif varde is not None:
            ws.write(rad, kolumn, varde, f)
bok.close()
"""
"""A plain program: the cells as they are, without widths, tables, charts or checks."""


def run(kommando: Sequence[str | Path]) -> float:
    """The processor time of a process, seconds."""
    fore = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run([sys.executable, *map(str, kommando)], cwd=ROT, check=True, capture_output=True)
    efter = resource.getrusage(resource.RUSAGE_CHILDREN)
    return efter.ru_utime + efter.ru_stime - fore.ru_utime - fore.ru_stime


def save_cells(bok: Path, fil: Path) -> None:
    """Every cell of a workbook: place, formula, stored value and number format."""
    formler, varden = load_workbook(bok), load_workbook(bok, data_only=True)
    blad = [(ws.title, list(_list_cells(ws, varden[ws.title]))) for ws in formler.worksheets]
    fil.write_bytes(pickle.dumps(blad))


def _list_cells(ws: Any, varden: Any) -> Any:
    for rad in ws.iter_rows():
        for c in rad:
            formel = c.value if c.data_type == "f" else ""
            yield c.row - 1, c.column - 1, formel, varden.cell(c.row, c.column).value, c.number_format


def test_fordela_takes_little_more_than_writing_its_cells(benchmark: Any, tmp_path: Path) -> None:
    if not benchmark.enabled:
        pytest.skip("mäts med --benchmark-enable")
    ut, celler, rakt = tmp_path / "ut", tmp_path / "celler", tmp_path / "rakt.xlsx"
    fordela: list[str | Path] = ["cli.py", "fordela", "exempel-2026", "--ut", ut, "--skriv-over"]
    run(fordela)
    save_cells(ut / "fordelning.xlsx", celler)
    straight = min(run(["-c", RAKT, celler, rakt]) for _ in range(5))
    egen = min(run(fordela) for _ in range(5))
    benchmark.extra_info |= {"fordela_s": egen, "rakt_s": straight, "kvot": egen / straight}
    benchmark.pedantic(run, (fordela,), rounds=1)
    assert find_differences(ut / "fordelning.xlsx", rakt) == []
