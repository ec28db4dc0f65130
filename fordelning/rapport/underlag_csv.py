"""A data set as a folder of CSV files and underlag.toml: UTF-8, comma, decimal point, every column, rows as read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.rapport.filer import FilFel, write_all
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER, Tabell
from fordelning.underlag.nycklar import format_toml, join_key

Avsnitt = tuple[str, ...]


def write_underlag(granskat: Granskat, mapp: Path) -> list[Path]:
    """The files of a data set; a table without rows has no file unless it is required. Returns their paths.

    Raises FilFel when a file cannot be written, or when the folder holds a table that the data set does not have.
    """
    texter = {"underlag.toml": format_settings(granskat.installningar.model_dump(exclude_unset=True))}
    for namn, tabell in TABELLER.items():
        poster = granskat.tabeller[namn].poster
        if poster or tabell.kravs:
            texter[f"{namn}.csv"] = format_table(tabell, poster)
        kvar = [fil for namn in TABELLER if (fil := f"{namn}.csv") not in texter and (mapp / fil).exists()]
    if kvar:
        vad, gor = f"mappen har {', '.join(kvar)} från ett annat underlag", "Ange en annan mapp med --ut."
        raise FilFel([Anmarkning(str(mapp), vad, "en egen mapp", gor)])
    write_all({mapp / namn: partial(_write_text, text) for namn, text in texter.items()})
    return [mapp / namn for namn in texter]


def format_table(tabell: Tabell, poster: tuple[Any, ...]) -> str:
    """A table as CSV."""
    ut = io.StringIO()
    skrivare = csv.writer(ut, lineterminator="\n")
    skrivare.writerow(tabell.kolumnnamn)
    skrivare.writerows([format_value(getattr(post, kolumn)) for kolumn in tabell.kolumnnamn] for post in poster)
    return ut.getvalue()


def format_value(varde: Any) -> str:
    """A value as a cell of text; None is empty. A number has as many decimals as it needs, never an exponent."""
    if varde is None:
        return ""
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    if isinstance(varde, float):
        return f"{Decimal(repr(varde)):f}".removesuffix(".0")
    return ";".join(map(format_value, varde)) if isinstance(varde, tuple) else str(varde)


def format_settings(data: Mapping[str, Any]) -> str:
    """Settings as TOML: first the keys without a section, then a section for each that has keys of its own."""
    rader: list[str] = []
    for avsnitt, nycklar in _sections(data):
        if avsnitt:
            rader += ["", f"[{join_key(avsnitt)}]"]
        rader += [f"{join_key((nyckel,))} = {format_toml(varde)}" for nyckel, varde in nycklar.items()]
    return "\n".join(rader) + "\n"


def _sections(data: Mapping[str, Any], avsnitt: Avsnitt = ()) -> Iterator[tuple[Avsnitt, dict[str, Any]]]:
    """Every section with the keys of its own; one that has only sections within it is not written."""
    egna = {nyckel: varde for nyckel, varde in data.items() if not isinstance(varde, Mapping)}
    inre = {nyckel: varde for nyckel, varde in data.items() if isinstance(varde, Mapping)}
    if egna or not inre:
        yield avsnitt, egna
    for nyckel, varde in inre.items():
        yield from _sections(varde, (*avsnitt, nyckel))


def _write_text(text: str, fil: Path) -> None:
    fil.write_text(text, encoding="utf-8", newline="")
