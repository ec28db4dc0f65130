"""What the tests of the year share: a data set from the small one of the gate's tests, changes from text, sums."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cache
from pathlib import Path

from fordelning.ar.andringar import Andringar, AndringFel
from fordelning.ar.rattning import Efter, check_changed
from fordelning.ar.tillampning import Andrat, apply
from fordelning.modell import Modell, read_modell
from fordelning.modellkontroll import meet
from fordelning.resultat import allocate
from fordelning.schema import validate
from fordelning.underlag import Granskat, check
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Texter, Textpost, make_ratext
from tests.underlag.prov import Prov

MODELL = Path(__file__).resolve().parents[2] / "models" / "2018-01-01_statsbidrag.toml"


@cache
def get_modell() -> Modell:
    return read_modell(MODELL)


def make_texter(prov: Prov) -> Texter:
    """The small data set as texts, every column."""
    tabeller: dict[str, tuple[Textpost, ...]] = {}
    for namn, tabell in TABELLER.items():
        rubriker, *rader = prov.tabeller.get(namn, [[]])
        poster = [dict(zip(rubriker, rad, strict=True)) for rad in rader]
        tabeller[namn] = tuple({k: post.get(k, "") for k in tabell.kolumnnamn} for post in poster)
    return Texter(tabeller, prov.installningar)


def make_granskat(prov: Prov) -> Granskat:
    return check(make_ratext(make_texter(prov)))


def read_text(text: str) -> Andringar:
    return validate(Andringar, tomllib.loads(text), "a.toml", AndringFel)


def change(granskat: Granskat, text: str) -> Andrat:
    """The data set after the changes in a text of TOML."""
    fore = allocate(get_modell(), meet(get_modell(), granskat.underlag))
    return apply(granskat, read_text(text), fore, "a.toml")


def finish(granskat: Granskat, andrat: Andrat) -> Efter:
    return check_changed(andrat, granskat, get_modell())


def sum_column(tabeller: Mapping[str, Sequence[Textpost]], tabell: str, kolumn: str) -> Decimal:
    return sum((Decimal(rad[kolumn]) for rad in tabeller[tabell] if rad[kolumn]), Decimal(0))


def get_rows(andrat: Andrat, tabell: str, kod: str) -> list[Textpost]:
    return [rad for rad in andrat.texter.tabeller[tabell] if rad["forbund_kod"] == kod]


def list_refusals(granskat: Granskat, text: str) -> list[str]:
    """What is wrong with changes that must be refused."""
    try:
        change(granskat, text)
    except AndringFel as fel:
        return [f"{a.plats}: {a.vad}" for a in fel.anmarkningar]
    raise AssertionError("ändringarna vägrades inte")
