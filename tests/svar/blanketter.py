"""Reply forms for tests: written from a data set, and filled in as a person would."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import load_workbook

from fordelning.blad.excel import write_bok
from fordelning.modell import Modell, read_modell
from fordelning.modellkontroll import meet
from fordelning.platser import find_modeller
from fordelning.svar.anbud import Anbud, describe_offer, make_offers
from fordelning.svar.blankett import make_blankett
from fordelning.svar.inforing import Infort, put_in
from fordelning.svar.las_blanketter import Inlasta, read_replies
from fordelning.underlag import Granskat
from fordelning.underlag.texter import Textpost

Svar = Mapping[str, object]
"""A field (askande_kr …) or the code of a party (KOMMUN-0114 …) → what is typed."""


@cache
def get_modell() -> Modell:
    return read_modell(find_modeller() / "2018-01-01_statsbidrag.toml")


def offer(granskat: Granskat) -> Anbud:
    return make_offers(get_modell(), meet(get_modell(), granskat.underlag))


def write_forms(anbud: Anbud, mapp: Path) -> dict[str, Path]:
    """The first sheet of every form, which is all that is read, by förbund."""
    mapp.mkdir(parents=True, exist_ok=True)
    filer = {}
    for i, kod in enumerate(anbud.underlag.koder):
        bok = make_blankett(anbud, describe_offer(anbud, i))
        filer[kod] = mapp / f"Svar {kod}.xlsx"
        write_bok(replace(bok, blad=bok.blad[:1]), filer[kod])
    return filer


def fill(fil: Path, svar: Svar) -> Path:
    """The form with these cells filled in; formulas lose their stored values, as when another program saves."""
    bok = load_workbook(fil)
    for vad, varde in svar.items():
        find_cell(bok, vad).value = varde
    bok.save(fil)
    return fil


def find_cell(bok: Any, vad: str) -> Any:
    """The yellow cell of a field, or of a party."""
    ws = bok["Svar"]
    if f"svar_{vad}" in bok.defined_names:
        return ws[bok.defined_names[f"svar_{vad}"].attr_text.partition("!")[2].replace("$", "")]
    return next(rad[1] for rad in ws.iter_rows() if any(cell.value == vad for cell in rad))


def answer(granskat: Granskat, mapp: Path, svar: Mapping[str, Svar]) -> Inlasta:
    """What is read of a folder of forms where these förbund have answered."""
    anbud = offer(granskat)
    filer = write_forms(anbud, mapp)
    for kod, egna in svar.items():
        fill(filer[kod], egna)
    return read_replies(mapp, anbud)


def answer_and_put_in(granskat: Granskat, mapp: Path, svar: Mapping[str, Svar]) -> Infort:
    return put_in(granskat, answer(granskat, mapp, svar))


def get_row(infort: Infort, tabell: str, **nyckel: str) -> Textpost:
    """The one row of a table with this key."""
    (rad,) = (r for r in infort.texter.tabeller[tabell] if nyckel.items() <= r.items())
    return rad
