"""Changes of förbund and areas as data: the schema of ANDRINGAR.toml. They are made in the order the fields stand."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import BeforeValidator, Field, model_validator

from fordelning.fel import Anmarkning, AnmarkningarFel
from fordelning.schema import S, Schema, read_toml, validate
from fordelning.tecken import check_texts


class AndringFel(AnmarkningarFel):
    """The changes cannot be made; nothing has been written."""

    rubrik = "fel i ändringarna, inget skrivet"


def _read_one(varde: Any) -> Any:
    """One code may stand without a list."""
    return (varde,) if isinstance(varde, str) else varde


Kod = Annotated[str, Field(min_length=1)]
Koder = Annotated[tuple[Kod, ...], BeforeValidator(_read_one), Field(min_length=1)]
Andel = Annotated[float, Field(ge=0)]


class Starta(Schema):
    """A new förbund with areas that stand outside every förbund."""

    forbund_kod: Kod
    namn: Kod
    omraden: Koder
    manader: Annotated[int, Field(ge=1, le=12)] | None = None


class SlaIhop(Schema):
    """Several förbund become one, which may bear the code of one of them. `namn` is needed for a new code."""

    forbund: Annotated[tuple[Kod, ...], Field(min_length=2)]
    till: Kod
    namn: str = ""


class Dela(Schema):
    """A förbund becomes several, one of which may bear its code. `till`: each part's areas.

    `nyckel`: each part's weight for every figure that is divided; inhabitants when not given. `insatser`: which part
    runs which insats; those not named go to the largest part.
    """

    forbund: Kod
    till: Annotated[Mapping[Kod, Koder], Field(min_length=2)]
    namn: Mapping[Kod, Kod] = Field(default_factory=dict)
    nyckel: Mapping[Kod, Andel] = Field(default_factory=dict)
    insatser: Mapping[Kod, Koder] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _know_every_part(self) -> Self:
        for falt in ("namn", "nyckel", "insatser"):
            if okanda := sorted(getattr(self, falt).keys() - self.till.keys()):
                raise ValueError(f"{falt} nämner {', '.join(okanda)}, som inte finns i till")
        if self.nyckel and (self.nyckel.keys() != self.till.keys() or not sum(self.nyckel.values())):
            raise ValueError("nyckel anger en vikt för varje del i till, och någon är mer än 0")
        return self


class Flytta(Schema):
    """Areas go to another förbund, with their part of what their förbund has: `andel`, else by inhabitants."""

    omrade: Koder
    till: Kod
    andel: Annotated[float, Field(ge=0, le=1)] | None = None

    @model_validator(mode="before")
    @classmethod
    def _read_plural(cls, data: Any) -> Any:
        """Several areas may be called omraden, as a new förbund's are."""
        if isinstance(data, Mapping) and "omraden" in data and "omrade" not in data:
            return {"omrade" if nyckel == "omraden" else nyckel: varde for nyckel, varde in data.items()}
        return data


class LaggNed(Schema):
    """Förbund that end: their areas are outside, and their rows are gone."""

    forbund: Koder


class Andringar(Schema):
    """All changes, in the order they are made: first the new förbund, last those that end."""

    starta: tuple[Starta, ...] = ()
    sla_ihop: tuple[SlaIhop, ...] = ()
    dela: tuple[Dela, ...] = ()
    flytta: tuple[Flytta, ...] = ()
    lagg_ned: tuple[LaggNed, ...] = ()


def name_section(fil: str, namn: str, nummer: int) -> str:
    """The place of a change: the file, and which of its kind it is, counted from one."""
    return f"{fil}, avsnitt [{namn}] nr {nummer}"


def _count_from_one(plats: str) -> str:
    """A place as lists are counted by people: avsnitt [sla_ihop.0.forbund] is avsnitt [sla_ihop] nr 1, forbund."""

    def rename(traff: re.Match[str]) -> str:
        listor = re.sub(r"(\w+)\.(\d+)\.?", lambda t: f"[{t[1]}] nr {int(t[2]) + 1}, ", traff[1])
        return f"avsnitt {listor.removesuffix(', ').replace('.', ' ')}"

    return re.sub(r"avsnitt \[(\w+\.\d+[^\]]*)\]", rename, plats)


def read_lists(schema: type[S], fil: Path, felklass: type[AnmarkningarFel]) -> S:
    """A file of lists of tables. Raises `felklass` with every fault found, each placed as people count."""
    data, _ = read_toml(fil, felklass)
    if farliga := list(check_texts(data, fil.name)):
        raise felklass(farliga)
    try:
        return validate(schema, _list_single(data), fil.name, felklass)
    except AnmarkningarFel as fel:
        raise felklass([replace(a, plats=_count_from_one(a.plats)) for a in fel.anmarkningar]) from None


def _list_single(data: Mapping[str, Any]) -> dict[str, Any]:
    """A single table of a kind that there may be several of, [sla_ihop] for [[sla_ihop]], as a list of one."""
    svar = {namn: [varde] if isinstance(varde, Mapping) else varde for namn, varde in data.items()}
    if isinstance(svar.get("alternativ"), list):
        svar["alternativ"] = [_list_single(a) if isinstance(a, Mapping) else a for a in svar["alternativ"]]
    return svar


def read_andringar(fil: Path) -> Andringar:
    """The changes of a file. Raises AndringFel with every fault found."""
    andringar = read_lists(Andringar, fil, AndringFel)
    if not any(getattr(andringar, namn) for namn in Andringar.model_fields):
        vantat = "minst ett av " + ", ".join(f"[[{namn}]]" for namn in Andringar.model_fields)
        raise AndringFel([Anmarkning(fil.name, "filen har inga ändringar", vantat)])
    return andringar
