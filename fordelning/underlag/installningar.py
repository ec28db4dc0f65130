"""underlag.toml: the budget year, the pot, what the statistics are, sources, control totals and approved jumps."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from fordelning.begrepp import Kalla, Statistik
from fordelning.schema import Schema


class StatistikSchema(Schema):
    """What the figures of omraden are."""

    invanare_ar: int | None = None
    invanare_alder: str = ""
    forsorjningsmatt_ar: int | None = None
    forsorjningsmatt_enhet: str = ""


class Undantag(Schema):
    """Areas whose large change from the year before has been checked and approved."""

    hopp: tuple[str, ...] = ()


class Installningar(Schema):
    """The settings of a data set. Descriptions of sources are free; every other key must be known."""

    budgetar: int = Field(ge=2004, le=2100)
    ram_kr: int = Field(ge=1, le=10**13)
    beskrivning: str = ""
    statistik: StatistikSchema = StatistikSchema()
    kallor: Mapping[str, str | Mapping[str, Any]] = Field(default_factory=dict)
    kontrollsummor: Mapping[str, float] = Field(default_factory=dict)
    undantag: Undantag = Undantag()


def make_statistik(schema: StatistikSchema) -> Statistik:
    """The record of what the figures are."""
    return Statistik(**schema.model_dump())


def make_kalla(beskrivning: str | Mapping[str, Any]) -> Kalla:
    """The record of a source. Keys beyond the known ones are kept in the method."""
    if isinstance(beskrivning, str):
        return Kalla(beskrivning)
    rest = {str(k): str(v) for k, v in beskrivning.items() if k != "uppskattning"}
    text = rest.pop("text", "") or rest.pop("kalla", "")
    datum, lank, metod = (rest.pop(k, "") for k in ("datum", "lank", "metod"))
    ovrigt = "; ".join(f"{k}: {v}" for k, v in rest.items())
    uppskattning = beskrivning.get("uppskattning") is True
    return Kalla(text, datum, lank, uppskattning, "; ".join(t for t in (metod, ovrigt) if t))
