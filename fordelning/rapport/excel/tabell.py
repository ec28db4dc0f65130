"""A workbook as data: sheets of tables of columns, and formulas that name cells by table, column and row.

A formula is a template. In a row of its own table `{fjol}` is that row's cell of column `fjol`, `{fjol.alla}` the
whole column, `{fjol.fore}` the cell above, `{fjol[3]}` row number 3 (from 0) and `{fjol[3:7]}` rows 3 to 6. A column of
another table is `{berakning.fjol}`, with the same endings; without one it is the row of the same number.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from numpy.typing import NDArray
from xlsxwriter.utility import xl_col_to_name

Form = Literal["text", "lang", "kr", "ore", "antal", "tal", "fin", "nara", "andel", "andel_fin", "andring"]
"""How a cell shows its value; `lang` = text that wraps, `fin`, `nara`, `andel_fin` = many decimals, `andring` = ± %."""

Varde = str | float | int | None
Varden = Sequence[Varde] | Sequence[str] | Sequence[int] | NDArray[Any]


@dataclass(frozen=True, slots=True, eq=False)
class Kolumn:
    """A column: its name in formulas, its heading, the stored values, and the formula that gives them again.

    `formel` is one template for every row, or one per row (empty = the value is written as it is). `inmatning` marks
    cells to type in. `val` is a template for the range that holds the choices of a cell.
    """

    nyckel: str
    rubrik: str
    varden: Varden
    form: Form | Sequence[Form] = "text"
    formel: str | Sequence[str] = ""
    forklaring: str = ""
    bredd: float | None = None
    inmatning: bool | Sequence[bool] = False
    summa: bool = False
    val: str = ""
    farger: Mapping[str, Literal["gron", "rod", "gul"]] = field(default_factory=dict)

    def form_at(self, i: int) -> Form:
        return self.form if isinstance(self.form, str) else self.form[i]

    def formel_at(self, i: int) -> str:
        return self.formel if isinstance(self.formel, str) else self.formel[i]

    def inmatning_at(self, i: int) -> bool:
        return self.inmatning if isinstance(self.inmatning, bool) else self.inmatning[i]


@dataclass(frozen=True, slots=True, eq=False)
class Tabell:
    """A table: its name in formulas and its columns. `rad`, `kolumn` = where its heading row is, counted from 0.

    Without `rad` it is the sheet's main table, placed under the title and the rows of explanations and sums.
    `namn` are defined names: a name for each (column, row), row None for the whole column.
    """

    namn: str
    kolumner: tuple[Kolumn, ...]
    rad: int | None = None
    kolumn: int = 0
    definierade: Mapping[str, tuple[str, int | None]] = field(default_factory=dict)

    @property
    def antal(self) -> int:
        return len(self.kolumner[0].varden)

    @property
    def har_forklaringar(self) -> bool:
        return any(k.forklaring for k in self.kolumner)

    @property
    def har_summor(self) -> bool:
        return any(k.summa for k in self.kolumner)

    @property
    def rubrikrad(self) -> int:
        """The heading row: title, description, an empty row or the explanations, the sums if any, and then headings."""
        return 3 + self.har_summor if self.rad is None else self.rad


@dataclass(frozen=True, slots=True)
class Diagram:
    """A chart over two columns, given as templates for their ranges; placed at a cell, size in pixels."""

    typ: Literal["bar", "column", "line"]
    titel: str
    kategorier: str
    varden: str
    cell: str
    storlek: tuple[int, int]
    enhet: str = ""
    form: Form = "kr"


@dataclass(frozen=True, slots=True, eq=False)
class Blad:
    """A sheet: what it shows, its tables (the first is frozen and filtered), charts, and how it prints.

    `sidbredd` = the number of pages its width is fitted to; `fasta` = the columns that stay when it scrolls sideways.
    """

    namn: str
    titel: str
    beskrivning: str
    tabeller: tuple[Tabell, ...]
    slag: Literal["resultat", "inmatning", "rakning", "om"] = "resultat"
    diagram: tuple[Diagram, ...] = ()
    sidbredd: int = 1
    fasta: int = 0
    filter: bool = True


class Formler:
    """Formula templates made into formulas: knows where every table of the workbook is."""

    def __init__(self, blad: Sequence[Blad]) -> None:
        self._platser = {t.namn: _Plats.of(b, t) for b in blad for t in b.tabeller}

    def make(self, mall: str, tabell: Tabell | None = None, rad: int = 0) -> str:
        """The formula of row number `rad` of a table. Raises KeyError for a table or column that does not exist."""
        egen = None if tabell is None else self._platser[tabell.namn]
        return mall.format_map(_Namn(self._platser, egen, rad))


@dataclass(frozen=True, slots=True)
class _Plats:
    """Where a table is: its sheet, its first row as Excel counts, its number of rows, and each column's letter."""

    blad: str
    forsta: int
    antal: int
    bokstaver: Mapping[str, str]

    @classmethod
    def of(cls, blad: Blad, tabell: Tabell) -> _Plats:
        bokstaver = {k.nyckel: xl_col_to_name(j) for j, k in enumerate(tabell.kolumner, start=tabell.kolumn)}
        return cls(f"'{blad.namn}'!", tabell.rubrikrad + 2, tabell.antal, bokstaver)


class _Namn(dict[str, Any]):
    """What a template can name in a row: the row's own columns first, then other tables."""

    def __init__(self, platser: Mapping[str, _Plats], egen: _Plats | None, rad: int) -> None:
        self._platser, self._egen, self._rad = platser, egen, rad

    def __missing__(self, namn: str) -> _Celler | _Kolumner:
        if self._egen is not None and namn in self._egen.bokstaver:
            return _Celler("", self._egen.bokstaver[namn], self._egen.forsta, self._egen.antal, self._rad)
        return _Kolumner(self._platser[namn], self._rad)


class _Kolumner:
    """The columns of another table, as attributes."""

    def __init__(self, plats: _Plats, rad: int) -> None:
        self._plats, self._rad = plats, rad

    def __getattr__(self, nyckel: str) -> _Celler:
        plats = self._plats
        return _Celler(plats.blad, plats.bokstaver[nyckel], plats.forsta, plats.antal, self._rad)


@dataclass(frozen=True, slots=True)
class _Celler:
    """The cells of a column. Another sheet's are absolute, so that the rows of a sheet can be sorted."""

    blad: str
    bokstav: str
    forsta: int
    antal: int
    rad: int

    def __str__(self) -> str:
        fast = "$" if self.blad else ""
        return f"{self.blad}${self.bokstav}{fast}{self.forsta + self.rad}"

    def __format__(self, form: str) -> str:
        return str(self)

    def __getitem__(self, del_: int | str) -> str:
        fran, _, till = str(del_).partition(":")
        forsta = f"{self.blad}${self.bokstav}${self.forsta + int(fran)}"
        return f"{forsta}:${self.bokstav}${self.forsta + int(till) - 1}" if till else forsta

    @property
    def alla(self) -> str:
        return self[f"0:{self.antal}"]

    @property
    def fore(self) -> str:
        return f"{self.blad}${self.bokstav}{self.forsta + self.rad - 1}"
