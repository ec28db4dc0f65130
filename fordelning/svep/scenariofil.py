"""SCENARIER.toml as a schema: grids and seeded draws over model values and data columns, and the changes of `andra`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from fordelning.ar.andringar import Andringar, Kod, Koder, read_lists
from fordelning.fel import AnmarkningarFel
from fordelning.schema import Schema

FLEST = 100_000
"""Scenarios in one sweep: what a computer holds at once."""
FLEST_PLANER = 10_000
"""Scenarios with plans in one sweep."""
Tal = Annotated[tuple[float, ...], Field(min_length=1, max_length=FLEST)]


class ScenarieFel(AnmarkningarFel):
    """The scenarios cannot be made; nothing has been computed."""

    rubrik = "fel i scenarierna, inget beräknat"


class Rutnat(Schema):
    """One axis of the grid: the values of a model value, the pot or a column, each with every other axis' values.

    `varden`, or `antal` values evenly from `fran` to `till`, are the figures themselves; `faktorer` multiply what is
    there. `forbund`: only these (a column), else all.
    """

    vad: Kod
    forbund: Koder | None = None
    varden: Tal | None = None
    faktorer: Tal | None = None
    fran: float | None = None
    till: float | None = None
    antal: Annotated[int, Field(ge=2, le=FLEST)] | None = None

    @model_validator(mode="after")
    def _have_one_kind(self) -> Self:
        spann = [v is not None for v in (self.fran, self.till, self.antal)]
        if any(spann) and not all(spann):
            raise ValueError("fran, till och antal anges tillsammans")
        if sum((self.varden is not None, self.faktorer is not None, all(spann))) != 1:
            raise ValueError("ange ett av varden, faktorer, eller fran, till och antal")
        return self


class Osakert(Schema):
    """What is drawn anew in every draw: a column, the pot or a model value, in one of three ways.

    `spridning_andel`: a lognormal factor with mean 1, one per förbund, or one for all (`gemensam`). `minst`, `hogst`:
    evenly between. `celler_antal`: SCB's noise in so many cells per kommun, the mean of `tider_antal` times.
    """

    vad: Kod
    forbund: Koder | None = None
    spridning_andel: Annotated[float, Field(ge=0, le=10)] | None = None
    gemensam: bool = False
    minst: float | None = None
    hogst: float | None = None
    celler_antal: Annotated[int, Field(ge=1, le=10_000)] | None = None
    tider_antal: Annotated[int, Field(ge=1, le=1_000)] = 1

    @model_validator(mode="after")
    def _have_one_kind(self) -> Self:
        if (self.minst is None) != (self.hogst is None):
            raise ValueError("minst och hogst anges tillsammans")
        if sum(v is not None for v in (self.spridning_andel, self.minst, self.celler_antal)) != 1:
            raise ValueError("ange ett av spridning_andel, minst och hogst, eller celler_antal (SCB:s brus)")
        if self.minst is not None and self.hogst is not None and self.minst > self.hogst:
            raise ValueError("minst är mer än hogst")
        return self


class Alternativ(Andringar):
    """A division into förbund to be tried beside the others; without changes it is the data set's own."""

    namn: Kod


class Scenariefil(Andringar):
    """Every combination of alternatives, grid values and draws. Changes outside an alternative are made in them all."""

    beskrivning: str = ""
    dragningar: Annotated[int, Field(ge=1, le=FLEST)] | None = None
    fro: Annotated[int, Field(ge=0)] = 1
    plan: bool = False
    ar: Annotated[int, Field(ge=1, le=50)] = 3
    rutnat: tuple[Rutnat, ...] = ()
    dragning: tuple[Osakert, ...] = ()
    alternativ: tuple[Alternativ, ...] = ()

    @model_validator(mode="after")
    def _hold_together(self) -> Self:
        if (self.dragningar is None) != (not self.dragning):
            raise ValueError("dragningar (hur många) och [[dragning]] (av vad) anges tillsammans")
        namn = [a.namn for a in self.alternativ]
        if dubbla := sorted({n for n in namn if namn.count(n) > 1}):
            raise ValueError(f"flera alternativ heter {', '.join(dubbla)}")
        if not (self.rutnat or self.dragning or self.alternativ or list_changes(self)):
            raise ValueError("inget varieras: ange [[rutnat]], [[dragning]], [[alternativ]] eller en ändring")
        return self


def list_changes(a: Andringar) -> list[str]:
    """The kinds of changes of förbund and areas that are asked for."""
    return [namn for namn in Andringar.model_fields if getattr(a, namn)]


def read_scenariofil(fil: Path) -> Scenariefil:
    """The scenarios of a file. Raises ScenarieFel with every fault found."""
    return read_lists(Scenariefil, fil, ScenarieFel)
