"""The template, filled from the small data set, after someone has worked in it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fordelning.mall.bok import write_mall
from fordelning.underlag import read_checked
from tests.underlag.prov import Prov


def make_book(tmp_path: Path, arbeta: Callable[[Any], object]) -> Path:
    """The template filled from the small data set, after someone has worked in it."""
    fil = tmp_path / "bok.xlsx"
    write_mall(fil, read_checked(Prov().write(tmp_path / "mapp")))
    bok = load_workbook(fil)
    arbeta(bok)
    bok.save(fil)
    return fil
