"""A table as CSV and as records: the columns that have a `nyckel`, numbers to six decimals, nothing where empty."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fordelning.blad.tabell import Tabell

DECIMALER = 6
"""More than anyone needs, fewer than float64 dust."""


def make_number(tal: float, decimaler: int = DECIMALER) -> int | float | None:
    """A number as it is written: whole ones without decimals, None for nan."""
    if tal != tal:
        return None
    avrundat = round(tal, decimaler)
    return int(avrundat) if float(avrundat).is_integer() else float(avrundat)


def make_records(t: Tabell) -> list[dict[str, Any]]:
    """One record per row."""
    kolumner = {k.nyckel: [_plain(v) for v in k.varden.tolist()] for k in t.kolumner if k.nyckel}
    return [dict(zip(kolumner, rad, strict=True)) for rad in zip(*kolumner.values(), strict=True)]


def _plain(varde: Any) -> Any:
    if isinstance(varde, int | float):
        return make_number(varde)
    return varde or None


def write_csv(t: Tabell, fil: Path) -> None:
    """UTF-8, comma, decimal point, line feed; empty = not given."""
    with fil.open("w", encoding="utf-8", newline="") as ut:
        skrivare = csv.writer(ut, lineterminator="\n")
        skrivare.writerow([k.nyckel for k in t.kolumner if k.nyckel])
        skrivare.writerows(rad.values() for rad in make_records(t))


def write_json(data: Mapping[str, Any], fil: Path) -> None:
    """UTF-8, indented, in a fixed order."""
    fil.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")
