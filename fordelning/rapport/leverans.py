"""What a command hands out: files, each made from a book, a table or records; and its answer on the terminal."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from fordelning.blad import Bok, Tabell
from fordelning.blad.csv import write_csv, write_json
from fordelning.blad.excel import write_bok
from fordelning.filer import STRANGT, Skriv, Skrivet, Skydd, write_all


@dataclass(frozen=True, slots=True, eq=False)
class Leverans:
    """Files by name, as they are listed, and the answer (Swedish)."""

    filer: Mapping[str, Bok | Tabell | Mapping[str, Any]]
    svar: str

    def write(self, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
        """Write the files; none takes its place before all are written. Raises FilFel."""
        return write_all({mapp / namn: _choose_writer(vad) for namn, vad in self.filer.items()}, skydd)


def _choose_writer(vad: Bok | Tabell | Mapping[str, Any]) -> Skriv:
    """A book is written as xlsx, a table as CSV, records as JSON."""
    if isinstance(vad, Bok):
        return partial(write_bok, vad)
    return partial(write_csv, vad) if isinstance(vad, Tabell) else partial(write_json, vad)
