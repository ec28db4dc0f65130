"""svar.csv: every answer that was read, with its cell and the file's hash; readings are compared by it."""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fordelning.begrepp import Underlag
from fordelning.infil import BOCKER
from fordelning.mall.csv import format_csv
from fordelning.svar.inforing import Infort
from fordelning.underlag.lasning import SVAR

KOLUMNER = ("forbund_kod", "namn", "uppgift", "part", "motpart_kod", "svar", "fore", "plats", "sha256")
"""`fore`: what the data set held. A förbund whose reply was not read has one row with nothing but code and name."""

Nyckel = tuple[str, str, str, str]
"""Förbund, what was asked, part and motpart."""


@dataclass(frozen=True, slots=True)
class Skillnad:
    """What changed since a reading: förbund with a new reply or without one, and each answer before and after."""

    lista: Path
    nya: tuple[str, ...]
    borta: tuple[str, ...]
    andrade: tuple[tuple[Nyckel, str, str], ...]


def name_list(underlag: Path) -> Path:
    """Where the list of a data set lies: in its folder, or beside its workbook under the workbook's name."""
    if underlag.suffix.lower() in BOCKER:
        return underlag.with_name(f"{underlag.stem}-{SVAR}")
    return underlag / SVAR


def format_list(infort: Infort, underlag: Underlag) -> str:
    """The list as CSV, förbund by förbund."""
    rader: list[tuple[str, ...]] = [KOLUMNER]
    for f in underlag.forbund:
        svar = infort.lasta.svar.get(f.forbund_kod)
        if svar is None:
            rader.append((f.forbund_kod, f.namn, *[""] * (len(KOLUMNER) - 2)))
            continue
        for u in svar.uppgifter:
            fore = infort.fore.get((f.forbund_kod, u.nyckel), "")
            text = str(u.varde) if isinstance(u.varde, int) else _quiet(u.varde)
            rader.append((f.forbund_kod, f.namn, *u.nyckel, text, fore, u.plats, svar.sha256))
    return format_csv(rader)


def _quiet(text: str) -> str:
    """A text that no spreadsheet takes for a formula; a telephone number keeps its plus."""
    return text if re.fullmatch(r"\+[\d\s()-]+", text) else text.lstrip("=+-@ ")


def find_changes(nu: str, *platser: Path) -> Skillnad | None:
    """What is otherwise than in the first of these lists that there is; None where there is none."""
    for fil in platser:
        try:
            fore = _read(fil.read_text("utf-8"))
        except (OSError, ValueError, KeyError):
            continue
        efter = _read(nu)
        hade, har = ({kod for kod, *_ in rader} for rader in (fore, efter))
        gemensamma = [n for n in sorted({*fore, *efter}) if n[0] in hade & har]
        andrade = tuple((n, fore.get(n, ""), efter.get(n, "")) for n in gemensamma if fore.get(n) != efter.get(n))
        return Skillnad(fil, tuple(sorted(har - hade)), tuple(sorted(hade - har)), andrade)
    return None


def _read(text: str) -> Mapping[Nyckel, str]:
    rader = (rad for rad in csv.DictReader(text.splitlines()) if not rad["forbund_kod"].startswith("#"))
    return {
        (rad["forbund_kod"], rad["uppgift"], rad["part"], rad["motpart_kod"]): rad["svar"]
        for rad in rader
        if rad["uppgift"]
    }
