"""TOML files against pydantic schemas: frozen, no unknown keys, every finding in Swedish with file, section and key."""

from __future__ import annotations

import difflib
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fordelning.fel import Anmarkning, AnmarkningarFel


class Schema(BaseModel):
    """A section of a TOML file: immutable, and every key must be known."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=False)


class Modellkalla(Schema):
    """The source of a rule or a number."""

    text: str = Field(min_length=1)
    lank: str = ""
    datum: str = ""


class Avsnitt(Schema):
    """A section of a model file: where its numbers are from, and whether they are an assumption of ours."""

    kalla: Modellkalla
    antagande: bool = False
    anmarkning: str = ""


S = TypeVar("S", bound=BaseModel)

_FEL = {
    "missing": ("nyckeln saknas", "nyckeln finns, med ett värde"),
    "extra_forbidden": ("okänd nyckel", "bara nycklar som modellen känner"),
    "int_parsing": ("är inget heltal", "ett heltal, t.ex. 400_000"),
    "int_type": ("är inget heltal", "ett heltal, t.ex. 400_000"),
    "int_from_float": ("är inget heltal", "ett heltal, t.ex. 400_000"),
    "float_parsing": ("är inget tal", "ett tal med decimalpunkt, t.ex. 0.75"),
    "float_type": ("är inget tal", "ett tal med decimalpunkt, t.ex. 0.75"),
    "bool_parsing": ("är varken true eller false", "true eller false"),
    "bool_type": ("är varken true eller false", "true eller false"),
    "string_type": ("är ingen text", "text inom citattecken"),
    "string_too_short": ("texten är tom", "en text"),
    "date_type": ("är inget datum", "ett datum, t.ex. 2018-01-01"),
    "date_parsing": ("är inget datum", "ett datum, t.ex. 2018-01-01"),
    "date_from_datetime_parsing": ("är inget datum", "ett datum, t.ex. 2018-01-01"),
    "model_type": ("är inget avsnitt", "ett avsnitt med nycklar"),
    "model_attributes_type": ("är inget avsnitt", "ett avsnitt med nycklar"),
    "tuple_type": ("är ingen lista", "en lista inom hakparenteser"),
    "dict_type": ("är inget avsnitt", "ett avsnitt med nycklar"),
}


def read_toml(fil: Path, felklass: type[AnmarkningarFel]) -> dict[str, Any]:
    """The file's keys and values. Raises `felklass` when it is missing, not UTF-8 or not TOML."""
    try:
        return tomllib.loads(fil.read_bytes().decode("utf-8-sig"))
    except FileNotFoundError:
        vad, gor = "filen finns inte", "Kontrollera sökvägen."
    except UnicodeDecodeError:
        vad, gor = "filen är inte UTF-8", "Spara filen som UTF-8."
    except tomllib.TOMLDecodeError as fel:
        vad, gor = (
            f"filen är inte giltig TOML ({fel})",
            "Rätta raden; text står inom citattecken, decimaltal med punkt.",
        )
    except OSError as fel:
        vad, gor = f"filen kan inte läsas ({fel.strerror})", "Kontrollera sökvägen och behörigheten."
    raise felklass([Anmarkning(fil.name, vad, gor=gor)])


def validate(schema: type[S], data: Mapping[str, Any], filnamn: str, felklass: type[AnmarkningarFel]) -> S:
    """The data as a frozen record. Raises `felklass` with one finding per fault, each with file, section and key."""
    try:
        return schema.model_validate(data)
    except ValidationError as fel:
        raise felklass([_describe(f, schema, filnamn) for f in fel.errors()]) from None


def _describe(fel: Any, schema: type[BaseModel], filnamn: str) -> Anmarkning:
    """One pydantic error as a finding in Swedish."""
    *avsnitt, nyckel = [str(del_) for del_ in fel["loc"]] or [""]
    plats = filnamn + (f", avsnitt [{'.'.join(avsnitt)}]" if avsnitt else "") + (f", nyckel {nyckel}" if nyckel else "")
    typ, varde = fel["type"], fel.get("input")
    if typ == "value_error":
        return Anmarkning(plats, str(fel["ctx"]["error"]))
    if typ in ("greater_than", "greater_than_equal", "less_than", "less_than_equal"):
        grans = next(iter(fel["ctx"].values()))
        ord_ = {
            "greater_than": "mer än",
            "greater_than_equal": "minst",
            "less_than": "mindre än",
            "less_than_equal": "högst",
        }
        return Anmarkning(plats, f"«{varde}» är utanför gränsen", f"{ord_[typ]} {grans}")
    if typ == "literal_error":
        return Anmarkning(plats, f"«{varde}» är inget känt val", str(fel["ctx"]["expected"]).replace(" or ", " eller "))
    vad, vantat = _FEL.get(typ, (f"värdet går inte att använda ({fel['msg']})", ""))
    if typ == "extra_forbidden":
        lika = difflib.get_close_matches(nyckel, _known_keys(schema, avsnitt), 1)
        return Anmarkning(
            plats, vad, vantat, f"Menade du «{lika[0]}»?" if lika else "Ta bort nyckeln eller rätta namnet."
        )
    return Anmarkning(plats, vad if typ == "missing" else f"«{varde}» {vad}", vantat)


def _known_keys(schema: type[BaseModel], avsnitt: list[str]) -> list[str]:
    """The keys that the section knows."""
    for namn in avsnitt:
        falt = schema.model_fields.get(namn)
        typer = [falt.annotation, *getattr(falt.annotation, "__args__", ())] if falt else []
        inre = [typ for typ in typer if isinstance(typ, type) and issubclass(typ, BaseModel)]
        if not inre:
            return []
        schema = inre[0]
    return list(schema.model_fields)
