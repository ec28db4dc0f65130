"""TOML files against pydantic schemas: frozen, no unknown keys, every finding in Swedish with file, section and key."""

from __future__ import annotations

import difflib
import hashlib
import math
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, TypeVar, get_args, get_origin

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, AnmarkningarFel, ModellFel
from fordelning.infil import STORSTA_TOML, read_bytes
from fordelning.tecken import check_texts, compose, make_printable


class Schema(BaseModel):
    """A section of a TOML file: immutable, and every key must be known.

    Types are strict: true is no number, text is no number, 1.0 is no whole number (1 is a decimal number), inf and nan
    are no numbers at all. A text of spaces is empty.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, allow_inf_nan=False, str_strip_whitespace=True)


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


class Modellfil(Schema):
    """A file of models/, with its name and fingerprint."""

    fil: Fil


S = TypeVar("S", bound=BaseModel)
M = TypeVar("M", bound=Modellfil)

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
    "too_short": ("är för kort", "minst en post i listan"),
    "date_from_datetime_inexact": ("är inget datum", "ett datum utan klockslag, t.ex. 2018-01-01"),
    "finite_number": ("är inget tal", "ett ändligt tal med decimalpunkt, t.ex. 0.75"),
    "dict_type": ("är inget avsnitt", "ett avsnitt med nycklar"),
}

STORSTA_TAL = 2**53
"""Up to here float64 holds every whole number."""

_DJUP = 12
_STORSTA_HELTAL = 10**30

_GRANS = {
    "greater_than": "mer än",
    "greater_than_equal": "minst",
    "less_than": "mindre än",
    "less_than_equal": "högst",
}


def read_toml(fil: Path, felklass: type[AnmarkningarFel]) -> tuple[dict[str, Any], Fil]:
    """The file's keys and values, and its fingerprint.

    Raises `felklass` when it is missing, no regular file, too large, not UTF-8, not TOML, or nested or with numbers
    beyond any use.
    """
    raw = read_bytes(fil, felklass, STORSTA_TOML)
    return _parse_toml(raw, fil.name, felklass), Fil(fil.name, hashlib.sha256(raw).hexdigest())


def _parse_toml(raw: bytes, namn: str, felklass: type[AnmarkningarFel]) -> dict[str, Any]:
    gor = "Rätta raden: text inom citattecken, decimaltal med punkt, tusental utan mellanrum, varje nyckel en gång."
    try:
        data = tomllib.loads(compose(raw.decode("utf-8-sig")))
        if not (brist := _find_unbounded(data)):
            return data
        vad, gor = brist, "Rätta eller ta bort det."
    except UnicodeDecodeError:
        vad, gor = "filen är inte UTF-8", "Spara filen som UTF-8."
    except tomllib.TOMLDecodeError as fel:
        var = re.search(r"line (\d+), column (\d+)", str(fel))
        vid = f" vid rad {var[1]}, kolumn {var[2]}: «{_show_line(raw, int(var[1]))}»" if var else ""
        vad = f"filen är inte giltig TOML{vid}"
    except (ValueError, RecursionError):  # tomllib's own limits: numbers of thousands of digits, lists in lists
        vad = "filen är inte giltig TOML: ett tal har för många siffror, eller listor står i listor i listor"
    raise felklass([Anmarkning(namn, vad, gor=gor)])


def _show_line(raw: bytes, nummer: int) -> str:
    return make_printable(raw.decode("utf-8-sig").split("\n")[nummer - 1].strip()[:60])


def _find_unbounded(data: dict[str, Any]) -> str:
    """What no file of ours holds and no later step could write out: deep nesting, or a number beyond all amounts."""
    niva: list[Any] = [data]
    for _ in range(_DJUP):
        niva = [v for x in niva if isinstance(x, dict | list) for v in (x.values() if isinstance(x, dict) else x)]
        if any(isinstance(v, int) and abs(v) >= _STORSTA_HELTAL for v in niva):
            return "ett tal har för många siffror"
    return f"avsnitt eller listor ligger i mer än {_DJUP} nivåer" if niva else ""


def read_modellfil(schema: type[M], fil: Path) -> M:
    """A file of models/ as a record. Raises ModellFel with every fault found."""
    data, marke = read_toml(fil, ModellFel)
    if "fil" in data:
        raise ModellFel([Anmarkning(f"{fil.name}, nyckel fil", "okänd nyckel", gor="Ta bort nyckeln.")])
    if farliga := list(check_texts(data, fil.name)):
        raise ModellFel(farliga)
    return validate(schema, data | {"fil": marke}, fil.name, ModellFel)


def validate(schema: type[S], data: Mapping[str, Any], filnamn: str, felklass: type[AnmarkningarFel]) -> S:
    """The data as a frozen record. Raises `felklass` with one finding per fault, each with file, section and key."""
    funna = list(_find_too_large(data, filnamn, []))
    try:
        post = schema.model_validate({nyckel: freeze(varde) for nyckel, varde in data.items()})
    except ValidationError as fel:
        alla, sedda = fel.errors(), {a.plats for a in funna}
        nya = (_describe(f, schema, filnamn) for f in alla if not _only_follows(f, alla, bool(funna)))
        funna += [a for a in nya if a.plats not in sedda]
    if funna:
        raise felklass(funna)
    return post


def _only_follows(fel: Any, alla: Sequence[Any], tal_fel: bool) -> bool:
    """Whether an error may be there only because of another.

    A list less its faulty posts, a sum of faulty numbers, a key that is missing because it is misspelt.
    """
    if fel["type"] == "missing":
        *avsnitt, nyckel = fel["loc"]
        okanda = [str(a["loc"][-1]) for a in alla if a["type"] == "extra_forbidden" and [*a["loc"][:-1]] == avsnitt]
        return bool(difflib.get_close_matches(str(nyckel), okanda, 1))
    if fel["type"] == "too_short":
        return any(a["loc"][: len(fel["loc"])] == fel["loc"] and a is not fel for a in alla)
    return tal_fel and fel["type"] == "value_error"


def freeze(varde: Any) -> Any:
    """The value with every list a tuple: what has been read is never changed, and strict types tell the two apart."""
    if isinstance(varde, Mapping):
        return {nyckel: freeze(v) for nyckel, v in varde.items()}
    return tuple(freeze(v) for v in varde) if isinstance(varde, list) else varde


def _find_too_large(varde: Any, filnamn: str, vag: list[str]) -> Iterator[Anmarkning]:
    """Numbers that float64 does not hold to the unit, wherever they stand; what is infinite the schema refuses."""
    if isinstance(varde, Mapping | list):
        for nyckel, del_ in varde.items() if isinstance(varde, Mapping) else enumerate(varde):
            yield from _find_too_large(del_, filnamn, [*vag, str(nyckel)])
    elif isinstance(varde, int | float) and math.isfinite(varde) and abs(varde) > STORSTA_TAL:
        plats = _place(filnamn, vag[:-1], vag[-1])
        yield Anmarkning(plats, f"«{varde}» är för stort", f"högst {STORSTA_TAL:_}, så långt tal räknas exakt")


def _describe(fel: Any, schema: type[BaseModel], filnamn: str) -> Anmarkning:
    """One pydantic error as a finding in Swedish."""
    *avsnitt, nyckel = [str(del_) for del_ in fel["loc"]] or [""]
    typ, varde = fel["type"], _as_toml(fel.get("input"))
    ar_avsnitt = _names_section(typ, varde, schema, [*avsnitt, nyckel])
    plats = _place(filnamn, [*avsnitt, nyckel] if ar_avsnitt else avsnitt, "" if ar_avsnitt else nyckel)
    if typ == "value_error":
        return Anmarkning(plats, str(fel["ctx"]["error"]))
    if typ in _GRANS:
        return Anmarkning(plats, f"«{varde}» är utanför gränsen", f"{_GRANS[typ]} {next(iter(fel['ctx'].values()))}")
    if typ == "literal_error":
        return Anmarkning(plats, f"«{varde}» är inget känt val", str(fel["ctx"]["expected"]).replace(" or ", " eller "))
    if typ == "extra_forbidden":
        return _describe_unknown(plats, nyckel, ar_avsnitt, _find_schema(schema, avsnitt))
    if typ == "missing":
        return Anmarkning(plats, "avsnittet saknas" if ar_avsnitt else "nyckeln saknas", _FEL[typ][1])
    vad, vantat = _FEL.get(typ, (f"värdet går inte att använda ({fel['msg']})", ""))
    return Anmarkning(plats, f"«{varde}» {vad}", vantat)


def _as_toml(varde: Any) -> Any:
    """The value as the file writes it."""
    return str(varde).lower() if isinstance(varde, bool) else list(varde) if isinstance(varde, tuple) else varde


def _names_section(typ: str, varde: Any, schema: type[BaseModel], vag: list[str]) -> bool:
    """Whether the error is about a whole section, not about one key in it."""
    if typ == "missing":
        return _find_schema(schema, vag) is not None
    return typ in ("value_error", "extra_forbidden") and isinstance(varde, Mapping) and vag != [""]


def _place(filnamn: str, avsnitt: list[str], nyckel: str) -> str:
    delar = [filnamn, f"avsnitt [{'.'.join(avsnitt)}]" if avsnitt else "", f"nyckel {nyckel}" if nyckel else ""]
    return ", ".join(del_ for del_ in delar if del_)


def _describe_unknown(plats: str, namn: str, ar_avsnitt: bool, schema: type[BaseModel] | None) -> Anmarkning:
    """A key or section that is not known, with the nearest known one."""
    lika = difflib.get_close_matches(namn, list(schema.model_fields) if schema else [], 1)
    if ar_avsnitt:
        gor = f"Menade du «{lika[0]}»?" if lika else "Ta bort avsnittet eller rätta namnet."
        return Anmarkning(plats, "okänt avsnitt", "bara avsnitt som modellen känner", gor)
    gor = f"Menade du «{lika[0]}»?" if lika else "Ta bort nyckeln eller rätta namnet."
    return Anmarkning(plats, *_FEL["extra_forbidden"], gor)


def _find_schema(schema: type[BaseModel], vag: list[str]) -> type[BaseModel] | None:
    """The schema of the section at a path of names (and numbers, in a list of them); None when it is no section."""
    for i, namn in enumerate(vag):
        if namn.isdigit():
            continue
        typ = falt.annotation if (falt := schema.model_fields.get(namn)) else None
        inre = [t for t in (typ, *get_args(typ)) if isinstance(t, type) and issubclass(t, BaseModel)]
        if not inre or (get_origin(typ) is tuple and i == len(vag) - 1):
            return None
        schema = inre[0]
    return schema
