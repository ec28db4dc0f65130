"""The input workbook: a sheet per table with validation and explanations, empty or filled from a data set."""

from __future__ import annotations

import io
from pathlib import Path

from xlsxwriter import Workbook

from fordelning.fel import Anmarkning
from fordelning.filer import FilFel, replace_when_done
from fordelning.rapport.excel.arbetsbok import SKAPAD
from fordelning.rapport.mall_blad import TableSheet, write_instructions
from fordelning.rapport.mall_nycklar import write_settings
from fordelning.rapport.underlag_csv import list_texts
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER

LEDIGA_RADER = 300
"""Rows under the last filled one that have validation and formats."""


def write_mall(fil: Path, granskat: Granskat | None) -> list[Path]:
    """The workbook, with the rows of a data set or empty; returns its path. Raises FilFel when it cannot be written.

    An empty one never takes the place of a file that exists: it could be filled in.
    """
    if granskat is None and fil.exists():
        vad = "filen finns redan, och en tom mall skrivs inte över den"
        raise FilFel([Anmarkning(str(fil), vad, gor="Ange ett annat namn med --ut, eller flytta filen.")])
    innehall = make_mall(granskat)
    with replace_when_done(fil) as tillfallig:
        tillfallig.write_bytes(innehall)
    return [fil]


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
