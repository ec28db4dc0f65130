"""underlag.toml: the budget year, the pot, what the statistics are, sources, control totals and approved jumps."""

from __future__ import annotations

import difflib
import math
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Annotated, Any

from pydantic import BeforeValidator, ConfigDict, Field
from pydantic_core import PydanticCustomError

from fordelning.begrepp import Kalla, Statistik
from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.schema import Schema, validate
from fordelning.underlag.ratext import Ratext
from fordelning.underlag.tal import parse_number


def _read_number(varde: Any) -> Any:
    """Numbers may be text with Swedish digit grouping; truth values and what is not finite are no numbers."""
    if isinstance(varde, str):
        tal = parse_number(varde.strip())
        return varde if tal is None else int(tal) if tal.is_integer() else tal
    if isinstance(varde, bool) or (isinstance(varde, float) and not math.isfinite(varde)):
        raise PydanticCustomError("float_type", "no number")
    return varde


def _read_list(varde: Any) -> Any:
    """A list may be written in one cell, with semicolons."""
    return [del_.strip() for del_ in varde.split(";") if del_.strip()] if isinstance(varde, str) else varde


def _read_kalla(varde: Any) -> Any:
    """A source may be only its text."""
    return {"text": varde} if isinstance(varde, str) else varde


def _read_yes(varde: Any) -> Any:
    """Yes and no may be Swedish."""
    return {"ja": True, "nej": False}.get(varde.strip().lower(), varde) if isinstance(varde, str) else varde


def _read_text(varde: Any) -> Any:
    """A number or a date is a text too: a year, a day."""
    return str(varde) if isinstance(varde, int | float) or hasattr(varde, "isoformat") else varde


Heltal = Annotated[int, BeforeValidator(_read_number)]
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
    """Areas whose large change from the year before has been checked and approved."""

    hopp: Koder = ()


class Installningar(Schema):
    """The settings of a data set. Descriptions of sources are free; every other key must be known."""

    budgetar: Heltal = Field(ge=2004, le=2100)
    ram_kr: Heltal = Field(ge=1, le=10**13)
    beskrivning: Text = ""
    statistik: StatistikSchema = StatistikSchema()
    kallor: Mapping[str, Annotated[KallaSchema, BeforeValidator(_read_kalla)]] = Field(default_factory=dict)
    kontrollsummor: Mapping[str, Tal] = Field(default_factory=dict)
    undantag: Undantag = Undantag()


def read_installningar(ratext: Ratext) -> tuple[Installningar | None, list[Anmarkning]]:
    """The settings of a data set, or None with what is wrong, each finding in its cell when it has one."""
    if not ratext.installningar_lasta:
        return None, []
    installningar, funna = None, []
    try:
        installningar = validate(Installningar, ratext.installningar, ratext.installningar_plats, UnderlagFel)
        funna = list(_find_misspelt(installningar, ratext.installningar_plats))
    except UnderlagFel as fel:
        funna = list(fel.anmarkningar)
    sedda = {a.plats for a in ratext.anmarkningar}
    return installningar, [a for a in (_place(a, ratext.installningar_platser) for a in funna) if a.plats not in sedda]


def _place(anmarkning: Anmarkning, celler: Mapping[str, str]) -> Anmarkning:
    """In a workbook the finding gets the key's cell, or the first free row of the sheet, and says which key it is."""
    if not celler:
        return anmarkning
    nyckel = anmarkning.plats.rpartition("nyckel ")[2]
    plats = celler.get(anmarkning.plats, celler[""])
    vad = f"{nyckel} saknas" if anmarkning.vad == "nyckeln saknas" else f"{nyckel}: {anmarkning.vad}"
    return replace(anmarkning, plats=plats, vad=vad)


def _find_misspelt(installningar: Installningar, plats: str) -> Iterator[Anmarkning]:
    """A free key of a source that is nearly one of ours: an estimate must not lose its mark by a misspelling."""
    for namn, kalla in installningar.kallor.items():
        for nyckel in kalla.model_extra or {}:
            if lika := difflib.get_close_matches(nyckel, KallaSchema.model_fields, 1, 0.8):
                vantat = ", ".join(KallaSchema.model_fields)
                gor = f"Menade du «{lika[0]}»?"
                yield Anmarkning(f"{plats}, avsnitt [kallor.{namn}], nyckel {nyckel}", "okänd nyckel", vantat, gor)


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
