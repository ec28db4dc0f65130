"""The method of the statistics: what is assumed of SCB's noise, how figures are rounded, and where tables lie."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

from pydantic import Field

from fordelning.schema import Avsnitt, Modellfil, Schema, read_modellfil


class Brus(Avsnitt):
    """SCB's Cell Key Method: every cell, totals too, carries random noise of its own."""

    fran_ar: int = Field(ge=2000, le=2100)
    standardavvikelse_antal: float = Field(ge=0, le=100)
    sakerhet: float = Field(ge=1, le=10)


class Tabell(Avsnitt):
    """A table that `hamta` fetches: the address without its choices, and the choices, dated.

    Over https; without it only on this computer."""

    namn: str = Field(min_length=1, pattern="^[a-z0-9_]+$")
    beskrivning: str = Field(min_length=1)
    kolumn: Literal["invanare_antal", "forsorjningsmatt"]
    adress: str = Field(pattern=r"^(https://|http://127\.0\.0\.1[:/])")
    skriven: date
    variabler: dict[Annotated[str, Field(min_length=1)], str]


class Granser(Schema):
    """What the server allows: SCB's own config, and how patient we are."""

    anrop_antal: int = Field(ge=1, le=100)
    fonster_s: float = Field(gt=0, le=600)
    celler_antal: int = Field(ge=1)
    forsok_antal: int = Field(ge=1, le=10)
    langsta_vantan_s: float = Field(gt=0, le=600)
    svarstid_s: float = Field(gt=0, le=600)


class Statistikmetod(Modellfil):
    """models/statistik.toml."""

    decimaler_antal: int = Field(ge=0, le=6)
    brus: Brus
    granser: Granser
    tabell: tuple[Tabell, ...]


def read_statistikmetod(fil: Path) -> Statistikmetod:
    """The method from its file. Raises ModellFel with every fault found."""
    return read_modellfil(Statistikmetod, fil)
