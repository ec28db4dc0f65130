"""A data set as a folder of CSV files and underlag.toml: UTF-8, comma, decimal point, every column, rows as read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.filer import STRANGT, FilFel, Skrivet, Skydd, write_all
from fordelning.underlag import Granskat
from fordelning.underlag.kolumner import TABELLER, Tabell
from fordelning.underlag.nycklar import format_toml, join_key
from fordelning.underlag.tal import normalize
from fordelning.underlag.tolkning import Rad

Avsnitt = tuple[str, ...]


def write_underlag(granskat: Granskat, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """The files of a data set; a table without rows has no file unless it is required.

    Raises FilFel when a file cannot be written, or when the folder holds a table that the data set does not have.
    """
    texter = {}
    for namn, tabell in TABELLER.items():
        rader = granskat.tabeller[namn].rader
        if rader or tabell.kravs:
            texter[f"{namn}.csv"] = format_table(tabell, rader)
    texter["underlag.toml"] = format_settings(granskat.nycklar)
    kvar = [fil for namn in TABELLER if (fil := f"{namn}.csv") not in texter and (mapp / fil).exists()]
    if kvar:
        vad, gor = f"mappen har {', '.join(kvar)} från ett annat underlag", "Ange en annan mapp med --ut."
        raise FilFel([Anmarkning(str(mapp), vad, "en egen mapp", gor)])
    return write_all({mapp / namn: partial(_write_text, text) for namn, text in texter.items()}, skydd)


def format_table(tabell: Tabell, rader: Sequence[Rad]) -> str:
    """A table as CSV."""
    ut = io.StringIO()
    csv.writer(ut, lineterminator="\n").writerows([tabell.kolumnnamn, *list_texts(tabell, rader)])
    return ut.getvalue()


def list_texts(tabell: Tabell, rader: Sequence[Rad]) -> list[tuple[str, ...]]:
    """The cells of a table as text in the order of its columns; empty = not given."""
    return [tuple(normalize(rad.texter.get(k.namn, ""), k) for k in tabell.kolumner) for rad in rader]


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
