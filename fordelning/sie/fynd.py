"""Findings about a SIE file, each with the readers it stops, and grouped: one for every kind of row, with how many.

The rule: what changes the amounts that are read stops; what changes none of them warns. A fault in another year, in the
budget when the outcome is read, or in a name or a closing balance stops nobody. A file that we write has no fault.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Literal

from fordelning.fel import Anmarkning
from fordelning.sie.tecken import plats

Del = Literal["utfall", "budget"]
"""What is read out of a file: what was booked, or the period budget."""

_VARDE = re.compile(r"«[^»]*»|\d+(?:[.,\u00a0-]\d+)*|\u2212")
_VISADE = 4


@dataclass(frozen=True, slots=True)
class Galler:
    """Whom a finding stops: those who read one of `delar` for year `arsnr` (None = any year)."""

    delar: frozenset[Del] = frozenset(("utfall", "budget"))
    arsnr: int | None = None

    def stops(self, arsnr: AbstractSet[int]) -> bool:
        """Whether it stops those who read the outcome of one of these years."""
        return "utfall" in self.delar and (self.arsnr is None or self.arsnr in arsnr)


ALLA = Galler()
INGEN = Galler(frozenset())
"""A fault of form that changes no amount: the file is read with a warning."""


@dataclass(frozen=True, slots=True)
class Brist:
    """A finding, and whom it stops."""

    galler: Galler
    anmarkning: Anmarkning


@dataclass(frozen=True, slots=True)
class Fynd:
    """A finding on a row. `galler` None: no fault, only worth knowing. `slag`: its kind, else `vad` without values."""

    rad: int
    vad: str
    vantat: str = ""
    gor: str = ""
    galler: Galler | None = None
    slag: str = ""

    @property
    def nyckel(self) -> tuple[str, Galler | None]:
        return self.slag or _VARDE.sub("*", self.vad), self.galler


def group_findings(fynd: Iterable[Fynd], filnamn: str) -> list[tuple[Galler | None, Anmarkning]]:
    """One finding per kind, at the first row of it; the text says how many rows there are when they are several."""
    grupper: dict[tuple[str, Galler | None], list[Fynd]] = {}
    for ett in sorted(fynd, key=lambda f: f.rad):
        grupper.setdefault(ett.nyckel, []).append(ett)
    return [(galler, _describe(alla, filnamn)) for (_, galler), alla in grupper.items()]


def _describe(alla: list[Fynd], filnamn: str) -> Anmarkning:
    forst = alla[0]
    rader = list(dict.fromkeys(ett.rad for ett in alla))
    vad = forst.vad
    if len(alla) > 1:
        vad += f" (och {len(alla) - 1} till av samma slag"
        if andra := rader[1:_VISADE]:
            vad += f", rad {', '.join(map(str, andra))}{' …' if len(rader) > _VISADE else ''}"
        vad += ")"
    return Anmarkning(plats(filnamn, forst.rad), vad, forst.vantat, forst.gor)
