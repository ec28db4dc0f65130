"""The input workbook: a sheet per table with validation and explanations, empty or filled from a data set."""

from __future__ import annotations

import io
from pathlib import Path

from xlsxwriter import Workbook

from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.rapport.excel.arbetsbok import SKAPAD
from fordelning.rapport.mall_blad import TableSheet, write_instructions
from fordelning.rapport.mall_nycklar import write_settings
from fordelning.rapport.underlag_csv import list_texts
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER

LEDIGA_RADER = 300
"""Rows under the last filled one that have validation and formats."""


def write_mall(fil: Path, granskat: Granskat | None, skydd: Skydd = STRANGT) -> Skrivet:
    """The workbook, with the rows of a data set or empty. Raises FilFel when it cannot be written."""
    innehall = make_mall(granskat)
    return write_all({fil: lambda vag: vag.write_bytes(innehall)}, skydd)


def make_mall(granskat: Granskat | None) -> bytes:
    """The workbook as bytes."""
    minne = io.BytesIO()
    bok = Workbook(minne, {"in_memory": True})
    bok.set_properties({"title": "Underlag till fördelningen", "created": SKAPAD})
    texter: dict[str, list[tuple[str, ...]]] = {
        namn: list_texts(tabell, granskat.tabeller[namn].rader) if granskat else [] for namn, tabell in TABELLER.items()
    }
    rader = {namn: len(texter[namn]) + LEDIGA_RADER for namn in TABELLER}
    write_instructions(bok)
    write_settings(bok, granskat.nycklar if granskat else {})
    for namn, tabell in TABELLER.items():
        TableSheet(bok, tabell, rader).write(texter[namn])
    bok.close()
    return minne.getvalue()
