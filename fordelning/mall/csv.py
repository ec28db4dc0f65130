"""A data set as a folder of CSV files and underlag.toml: UTF-8, comma, decimal point, every column, rows as read."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from itertools import compress
from pathlib import Path
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.filer import STRANGT, FilFel, Skrivet, Skydd, write_all
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.lasning import ANDRINGAR, SVAR
from fordelning.underlag.nycklar import format_toml, join_key
from fordelning.underlag.tabellform import Tabellform
from fordelning.underlag.texter import Skrivbart, Texter, list_texts

Avsnitt = tuple[str, ...]


def write_underlag(
    underlag: Skrivbart, mapp: Path, skydd: Skydd = STRANGT, vid_sidan: Mapping[str, str] | None = None
) -> Skrivet:
    """The files of a data set; a table without rows has no file unless it is required.

    `vid_sidan`: further files of text, by name, that belong to the same set.

    Raises FilFel when a file cannot be written, or when the folder holds a table that the data set does not have.
    """
    filer, texter = dict[str, str](), underlag.texter
    for namn, tabell in TABELLER.items():
        if texter.tabeller[namn] or tabell.kravs:
            filer[f"{namn}.csv"] = format_table(tabell, texter)
    filer |= {**(vid_sidan or {}), "underlag.toml": format_settings(texter.nycklar)}
    egna = (*(f"{namn}.csv" for namn in TABELLER), ANDRINGAR, SVAR)
    kvar = [fil for fil in egna if fil not in filer and (mapp / fil).exists()]
    if kvar:
        vad, gor = f"mappen har {', '.join(kvar)}, som det nya underlaget inte har", "Ange en annan mapp med --ut."
        raise FilFel([Anmarkning(str(mapp), vad, "en egen mapp", gor)])
    return write_all({mapp / namn: partial(write_text, text) for namn, text in filer.items()}, skydd)


def format_table(tabell: Tabellform, texter: Texter) -> str:
    """A table as CSV."""
    rader = list_texts(tabell, texter)
    skrivs = [not k.bara_ifylld or any(rad[j] for rad in rader) for j, k in enumerate(tabell.kolumner)]
    return format_csv([list(compress(rad, skrivs)) for rad in (tabell.kolumnnamn, *rader)])


def format_csv(rader: Iterable[Sequence[str]]) -> str:
    """Rows as CSV."""
    ut = io.StringIO()
    csv.writer(ut, lineterminator="\n").writerows(rader)
    return ut.getvalue()


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


def write_text(text: str, fil: Path) -> None:
    """UTF-8, line feeds as they are in the text."""
    fil.write_text(text, encoding="utf-8", newline="")
