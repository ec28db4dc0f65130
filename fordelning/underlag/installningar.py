"""underlag.toml: the budget year, the pot, what the statistics are, sources, control totals and approved jumps."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, ConfigDict, Field, model_validator
from pydantic_core import PydanticCustomError

from fordelning.begrepp import HOGSTA_RAM_KR, Kalla, Kontrollsumma, Statistik
from fordelning.schema import Schema
from fordelning.underlag.tal import Brist, parse_number, parse_whole


def _read_number(varde: Any) -> Any:
    """Numbers may be text with Swedish digit grouping; truth values and what is not finite are no numbers."""
    if isinstance(varde, str):
        tal = parse_number(varde.strip())
        return varde if tal is None else int(tal) if tal.is_integer() else tal
    if isinstance(varde, bool) or (isinstance(varde, float) and not math.isfinite(varde)):
        raise PydanticCustomError("float_type", "no number")
    return varde


def _read_whole(varde: Any) -> Any:
    """A whole number has no decimal sign in TOML, where 339.000 is 339; as text it is read like a cell."""
    if isinstance(varde, float) or (isinstance(varde, str) and isinstance(parse_whole(varde.strip()), Brist)):
        raise PydanticCustomError("int_type", "no whole number")
    return _read_number(varde)


def _read_list(varde: Any) -> Any:
    """A list may be written in one cell, with semicolons."""
    return tuple(del_.strip() for del_ in varde.split(";") if del_.strip()) if isinstance(varde, str) else varde


def _read_kalla(varde: Any) -> Any:
    """A source may be only its text."""
    return {"text": varde} if isinstance(varde, str) else varde


def _read_yes(varde: Any) -> Any:
    """Yes and no may be written as text, as every cell is."""
    svar = {"ja": True, "sant": True, "true": True, "nej": False, "falskt": False, "false": False}
    return svar.get(varde.strip().lower(), varde) if isinstance(varde, str) else varde


def _read_text(varde: Any) -> Any:
    """A number or a date is a text too: a year, a day. A truth value is none."""
    if isinstance(varde, bool):
        return varde
    return str(varde) if isinstance(varde, int | float) or hasattr(varde, "isoformat") else varde


Heltal = Annotated[int, BeforeValidator(_read_whole)]
Tal = Annotated[float, BeforeValidator(_read_number)]
Text = Annotated[str, BeforeValidator(_read_text)]
Koder = Annotated[tuple[str, ...], BeforeValidator(_read_list)]


class StatistikSchema(Schema):
    """What the figures of omraden are."""

    invanare_ar: Heltal | None = None
    invanare_alder: Text = ""
    forsorjningsmatt_ar: Heltal | None = None
    forsorjningsmatt_enhet: Text = ""


class KallaSchema(Schema):
    """Where a table's figures come from. Further keys may be added freely."""

    model_config = ConfigDict(frozen=True, extra="allow")

    text: Text = ""
    datum: Text = ""
    lank: Text = ""
    uppskattning: Annotated[bool, BeforeValidator(_read_yes)] = False
    metod: Text = ""


class Undantag(Schema):
    """What has been checked and approved: areas whose figures change much from the year before, and years where a
    förbund's eget kapital does not begin with what the year before ended with, as «SF-0101 2025».
    """

    hopp: Koder = ()
    kedja: Koder = ()


class KontrollsummaSchema(Schema):
    """What a column is to sum to, and how far from it the sum may be, with the reason."""

    summa: Tal
    avvikelse: Annotated[Tal, Field(ge=0)] = 0.0
    skal: Text = ""

    @model_validator(mode="after")
    def _say_why(self) -> Self:
        if self.avvikelse and not self.skal.strip():
            raise ValueError("en avvikelse godtas bara med ett skäl; lägg till skal, t.ex. hur källan avrundar")
        return self


def _read_summa(varde: Any) -> Any:
    """A control total may be only its number."""
    return varde if isinstance(varde, Mapping) else {"summa": varde}


def name_columns(varde: Any) -> Any:
    """A column may stand under its table: [kontrollsummor.omraden] invanare_antal is omraden.invanare_antal."""
    if not isinstance(varde, Mapping):
        return varde
    platt: dict[str, Any] = {}
    for nyckel, inre in varde.items():
        under_tabell = isinstance(inre, Mapping) and inre and not inre.keys() & KontrollsummaSchema.model_fields.keys()
        platt |= {f"{nyckel}.{kolumn}": v for kolumn, v in inre.items()} if under_tabell else {nyckel: inre}
    return platt


Kontrollsummor = Annotated[
    Mapping[str, Annotated[KontrollsummaSchema, BeforeValidator(_read_summa)]], BeforeValidator(name_columns)
]


class Installningar(Schema):
    """The settings of a data set. Descriptions of sources are free; every other key must be known."""

    budgetar: Heltal = Field(ge=2004, le=2100)
    ram_kr: Heltal = Field(ge=1, le=HOGSTA_RAM_KR)
    beskrivning: Text = ""
    statistik: StatistikSchema = StatistikSchema()
    kallor: Mapping[str, Annotated[KallaSchema, BeforeValidator(_read_kalla)]] = Field(default_factory=dict)
    kontrollsummor: Kontrollsummor = Field(default_factory=dict)
    undantag: Undantag = Undantag()


def make_statistik(schema: StatistikSchema) -> Statistik:
    """The record of what the figures are."""
    return Statistik(**schema.model_dump())


def make_kalla(schema: KallaSchema) -> Kalla:
    """The record of a source. Keys beyond the known ones are kept in the method."""
    rest = {nyckel: str(varde) for nyckel, varde in (schema.model_extra or {}).items()}
    text = schema.text or rest.pop("kalla", "")
    ovrigt = "; ".join(f"{nyckel}: {varde}" for nyckel, varde in rest.items())
    return Kalla(
        text, schema.datum, schema.lank, schema.uppskattning, "; ".join(t for t in (schema.metod, ovrigt) if t)
    )


def make_kontrollsumma(schema: KontrollsummaSchema) -> Kontrollsumma:
    """The record of a control total."""
    return Kontrollsumma(**schema.model_dump())
