"""What the sheets of plan.xlsx share: rows to columns, who a row is about, and sums over another sheet's rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from fordelning.rapport.excel.tabell import Form, Kolumn
from fordelning.rapport.plan.bild import Planering


@dataclass(frozen=True, slots=True)
class Falt:
    """A column to be: its heading, and how `excel.tabell.Kolumn` is to show it. `gul` = may be changed."""

    rubrik: str
    form: Form | Sequence[Form] = "text"
    formel: str | Sequence[str] = ""
    forklaring: str = ""
    bredd: float | None = None
    gul: bool = False
    summa: bool = False
    val: str = ""
    farger: Mapping[str, Literal["gron", "rod", "gul"]] = field(default_factory=dict)


def make_columns(falt: Mapping[str, Falt], rader: Sequence[Any]) -> tuple[Kolumn, ...]:
    """A column per field, its values the attribute of that name of every row."""
    return tuple(
        Kolumn(
            nyckel,
            f.rubrik,
            [getattr(rad, nyckel) for rad in rader],
            f.form,
            f.formel,
            f.forklaring,
            f.bredd,
            inmatning=f.gul,
            summa=f.summa,
            val=f.val,
            farger=f.farger,
        )
        for nyckel, f in falt.items()
    )


def make_owner(planering: Planering) -> dict[str, Falt]:
    """The förbund of each row; no column when the workbook is about one."""
    return {} if planering.enskild else {"forbund": Falt("Förbund")}


def sum_where(planering: Planering, tabell: str, kolumn: str, *nycklar: str) -> str:
    """SUMIFS over another table for the rows with this row's förbund and keys (columns of the same names in both)."""
    return f"SUMIFS({{{tabell}.{kolumn}.alla}},{make_criteria(planering, tabell, *nycklar)})"


def make_criteria(planering: Planering, tabell: str, *nycklar: str) -> str:
    """The conditions of a SUMIFS or COUNTIFS: the other table's keys are this row's."""
    alla = nycklar if planering.enskild else ("forbund", *nycklar)
    return ",".join(f"{{{tabell}.{nyckel}.alla}},{{{nyckel}}}" for nyckel in alla)
