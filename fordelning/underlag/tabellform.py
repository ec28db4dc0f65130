"""What a table of the data set is: its columns, its key, and the record that a row becomes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Typ = Literal["kod", "text", "kr", "antal", "tal", "andel", "ar", "manader", "val", "ja_nej", "trappning"]
"""kr, antal: whole numbers; tal: decimals allowed; andel: 0 to 1; val: one of the column's choices."""


@dataclass(frozen=True, slots=True)
class Kolumnform:
    """One column. `kravs`: it must be there, no cell empty; `far_tom`: it must be there, cells may be empty."""

    namn: str
    typ: Typ
    beskrivning: str
    kravs: bool = True
    far_tom: bool = False
    val: tuple[str, ...] = ()
    negativ: bool = False
    hor_till: str = ""
    """The table whose key the code refers to."""
    gor: str = ""
    """How the column is filled in where it is empty (Swedish), when there is a command for it."""
    bara_ifylld: bool = False
    """Written in CSV only when some row has it."""


@dataclass(frozen=True, slots=True)
class Tabellform:
    """One file of the data set: `namn`.csv, or the sheet `namn` of the workbook."""

    namn: str
    post: type[Any]
    nyckel: tuple[str, ...]
    kolumner: tuple[Kolumnform, ...]
    beskrivning: str
    kravs: bool = False

    @property
    def kolumnnamn(self) -> tuple[str, ...]:
        return tuple(k.namn for k in self.kolumner)
