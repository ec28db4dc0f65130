"""Method files beside the fördelningsmodell: how insatser are planned, and what the gate lets through."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from fordelning.schema import Avsnitt, Modellfil, Schema, read_modellfil


class Segment(Schema):
    """A slice of the results in a målgrupp: its width as a share of the need, and what one result in it counts."""

    lutning: float = Field(ge=0)
    bredd_andel: float | None = Field(default=None, gt=0, le=1)


class Insatsplan(Avsnitt, Modellfil):
    """The method of the plan: discounting, the falling benefit per målgrupp, and whether people are counted whole."""

    diskontering_andel: float = Field(ge=0, lt=1)
    segment: tuple[Segment, ...] = Field(min_length=1)
    heltal: bool

    @model_validator(mode="after")
    def _fall(self) -> Self:
        lutningar = [s.lutning for s in self.segment]
        if any(b > a for a, b in pairwise(lutningar)):
            raise ValueError("segmentens lutning ska falla: de första resultaten räknas mest")
        if lutningar[0] == 0:
            raise ValueError("första segmentets lutning ska vara mer än 0: annars räknas inget resultat")
        if self.segment[-1].bredd_andel is not None or any(s.bredd_andel is None for s in self.segment[:-1]):
            raise ValueError("sista segmentet, och bara det, ska sakna bredd_andel")
        return self


Hopp = Annotated[float, Field(gt=0, le=10)]
"""A change as a share of last year's figure. More than tenfold would let everything through."""

Kvot = Annotated[float, Field(gt=1, le=1000)]
"""How many times larger or smaller than expected a figure may be."""


class Grind(Avsnitt, Modellfil):
    """The limits of the gate. Each is told in models/grind.toml, where its value stands."""

    invanare_hopp_andel: Hopp
    forsorjningsmatt_hopp_andel: Hopp
    ombytt_traff_andel: float = Field(ge=0, le=1)
    ombytt_utmarkande_kvot: Kvot
    riket_minst_antal: int = Field(ge=1)
    riket_avvikande_andel: float = Field(ge=0, le=1)
    riket_kvot: Kvot
    matt_per_invanare_kvot: Kvot
    ram_fjol_kvot: Kvot
    belopp_kvot: Kvot
    utfastelse_kvot: Kvot
    eget_kapital_minst_kvot: Kvot
    eget_kapital_hogst_kvot: Kvot
    insatskostnad_kvot: Kvot
    insatser_bidrag_kvot: Kvot
    oforandrad_andel: float = Field(ge=0, le=1)
    statistik_alder_ar: int = Field(ge=0)


def read_insatsplan(fil: Path) -> Insatsplan:
    """The plan's method from its file. Raises ModellFel with every fault found."""
    return read_modellfil(Insatsplan, fil)


def read_grind(fil: Path) -> Grind:
    """The gate's limits from their file. Raises ModellFel with every fault found."""
    return read_modellfil(Grind, fil)
