"""Diagram: a chart of columns over the names in another, drawn from cells, as large as its names need."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor, isfinite, log10
from typing import Literal

from fordelning.blad.form import Form, show
from fordelning.blad.kolumn import Kolumn

UTAN_FARG = "ingen"
"""The colour of a series that is not seen."""
FLEST_STAENDE = 12
"""More names than this do not stand side by side under a chart."""
SIFFRA, BOKSTAV, RAM, FLEST_STEG = 7, 6, 40, 8
"""Pixels of a figure and of a letter on an axis and of a chart's frame, and the most steps that programs choose."""
SIDANS = 640
"""The pixels in height that a chart on a page of its own may have."""


@dataclass(frozen=True, slots=True, eq=False)
class Serie:
    """A series of a chart: a column, how it is drawn, and its colour ("" = by its place).

    `UTAN_FARG`: it only holds up what is stacked on it.
    """

    varden: Kolumn
    typ: Literal["stapel", "linje"] = "stapel"
    farg: str = ""
    namn: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Diagram:
    """A chart of columns over the names in another. Many names make it lie down, so that they can be read.

    `rader` = the rows that are drawn (first, up to). `staplad` = bars stand on each other, those below 0 under each
    other, without legend: the title says what is what. `hojd` in pixels, for one that stands. `hogst` = where
    the axis of values ends. `stilla` = nothing in the book changes its figures, so that the axis may be told its steps.
    """

    titel: str
    kategorier: Kolumn
    serier: Sequence[Kolumn | Serie]
    enhet: str = ""
    form: Form = "kr"
    liggande: bool = False
    rader: tuple[int, int] | None = None
    hojd: int = 340
    staplad: bool = False
    hogst: float | None = None
    stilla: bool = False

    @property
    def ordnade(self) -> list[Serie]:
        """Every series as such."""
        return [s if isinstance(s, Serie) else Serie(s) for s in self.serier]

    @property
    def antal_namn(self) -> int:
        """How many names are drawn."""
        forst, till = self.rader or (0, self.kategorier.varden.size)
        return till - forst

    @property
    def langst(self) -> int:
        """The characters of the longest name."""
        return max((len(str(n)) for n in self.kategorier.varden.tolist()), default=0)

    @property
    def ligger(self) -> bool:
        """Whether the names are on the side: as told, or because they are many."""
        return self.liggande or (self.antal_namn > FLEST_STAENDE and all(s.typ == "stapel" for s in self.ordnade))

    def find_step(self, bredd: int) -> float | None:
        """How far apart the figures on the axis stand, when so wide, where the program's own may touch; else None.

        Beside the names there is room for figures with a third of a figure between.
        """
        alla = (v for s in self.ordnade for v in s.varden.varden.tolist())
        tal = [0.0, *(v for v in alla if isinstance(v, int | float) and isfinite(v))]
        spann = max(tal) - min(tal)
        if not (spann and self.ligger and self.stilla):
            return None
        ett = SIFFRA * max(len(show(v, self.form)) for v in (min(tal), max(tal)))
        ryms = int((bredd - min(BOKSTAV * self.langst, bredd / 2) - RAM) / (ett * 4 / 3))
        if ryms > FLEST_STEG:
            return None
        minst = spann / max(1, ryms)
        tiotal = 10.0 ** floor(log10(minst))
        return next(n * tiotal for n in (1, 2, 5, 10) if n * tiotal >= minst)

    def find_height(self, bredd: int) -> int:
        """Pixels, when so wide: one that lies down has room for every name, and its bars where a page holds them."""
        if not self.ligger:
            return self.hojd
        rad = 18 if self.langst * BOKSTAV < bredd / 3 else 30  # long names are broken over two lines beside their bars
        namn, fler = 110 + rad * self.antal_namn, 0 if self.staplad else len(self.serier) - 1
        staplar = 30 * min(1, fler) + 6 * fler * self.antal_namn
        return max(160, namn, min(SIDANS, namn + staplar))
