"""Diagram, Blad and Bok: which tables stand where, and what they say together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Literal

from fordelning.blad.kolumn import Form, Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell

Slag = Literal["resultat", "inmatning", "om", "rakning"]
"""What a sheet is for: to read, to fill in, what it rests on, or to calculate with; the last stand last."""

SLAGORD: dict[Slag, str] = {
    "resultat": "Resultat",
    "inmatning": "Att fylla i",
    "om": "Underlag",
    "rakning": "Räkneblad",
}
INNEHALL = "Innehåll"
FLEST_UTAN_INNEHALL = 6
UTAN_FARG = "ingen"
"""The colour of a series that is not seen."""
LUFT = 20
"""The pixels between two charts."""
RADHOJD = 18
"""The height of a row in pixels."""


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
    other, without legend: the title says what is what. `bredd` and `hojd` in pixels.
    """

    titel: str
    kategorier: Kolumn
    serier: Sequence[Kolumn | Serie]
    enhet: str = ""
    form: Form = "kr"
    liggande: bool = False
    rader: tuple[int, int] | None = None
    bredd: int = 800
    hojd: int = 340
    staplad: bool = False

    @property
    def ordnade(self) -> list[Serie]:
        """Every series as such."""
        return [s if isinstance(s, Serie) else Serie(s) for s in self.serier]


Del = Tabell | Lista | Diagram


@dataclass(frozen=True, slots=True, eq=False)
class Blad:
    """A sheet: its parts under each other, those in a tuple beside each other.

    `fasta` = the columns that stay when it scrolls sideways. `frys` = headings stay too (None: with a single table).
    Without a title the headings of the first table are the first row. `kommentarer` = explanations as notes.
    `innehall` = what the contents sheet says of it, its title unless told.
    """

    namn: str
    titel: str
    beskrivning: str
    delar: Sequence[Del | tuple[Del, ...]]
    slag: Slag = "resultat"
    fasta: int = 0
    frys: bool | None = None
    en_sida: bool = False
    kommentarer: bool = False
    innehall: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Bok:
    """A workbook. Sheets to calculate with are moved last; a book of more than six sheets gets a contents sheet.

    `innehall` = not where a sheet of its own already leads to the others. `skyddad` = only yellow and blue cells can be
    changed, without a password.
    """

    titel: str
    blad: Sequence[Blad]
    skyddad: bool = False
    innehall: bool = True

    def order_sheets(self) -> list[Blad]:
        """The sheets as they stand, the contents second."""
        blad = sorted(self.blad, key=lambda b: b.slag == "rakning")
        if len(blad) <= FLEST_UTAN_INNEHALL or not self.innehall:
            return blad
        return [blad[0], _make_contents(self.titel, blad), *blad[1:]]


def _make_contents(titel: str, blad: Sequence[Blad]) -> Blad:
    t = Tabell(INNEHALL, sorteras=False)
    t.data("Blad", [b.namn for b in blad], bredd=30, lank=True)
    t.data("Innehåll", [b.innehall or b.titel for b in blad], "lang", bredd=90)
    t.data("Slag", [SLAGORD[b.slag] for b in blad], bredd=16)
    return Blad(INNEHALL, titel, "Klicka på ett blads namn för att gå dit.", [t], "om")


@dataclass(frozen=True, slots=True, eq=False)
class Plats:
    """Where a table is: its sheet, its heading row and first column from 0."""

    tabell: Tabell
    blad: str
    rubrikrad: int
    kolumn: int
    har_forklaringar: bool
    har_summor: bool

    @property
    def forsta(self) -> int:
        """The first row of data, from 0."""
        return self.rubrikrad + 1

    @property
    def sista(self) -> int:
        """The last row of data; a table without rows has an empty one."""
        return self.rubrikrad + max(self.tabell.antal_rader, 1)

    def find_column(self, rubrik: str) -> int:
        """The column of a heading. Raises KeyError where the table does not show it."""
        for j, k in enumerate(self.tabell.synliga, start=self.kolumn):
            if k.rubrik == rubrik:
                return j
        raise KeyError(f"{self.tabell.tabellnamn}: ingen kolumn {rubrik}")


@dataclass(frozen=True, slots=True)
class Diagramplats:
    """Where a chart is: row from 0, and pixels from the left edge."""

    diagram: Diagram
    rad: int
    vanster: int


def place(blad: Blad) -> Iterator[Plats | Diagramplats]:
    """Where each part of a sheet is. There is a row for explanations under the title's, and two rows between parts."""
    rad = 2 if blad.titel else 0
    for nummer, del_ in enumerate(blad.delar):
        rad_av = [d.tabell if isinstance(d, Lista) else d for d in (del_ if isinstance(del_, tuple) else (del_,))]
        ovanfor = max((_has_notes(t, blad) + _has_sums(t) for t in rad_av if isinstance(t, Tabell)), default=0)
        if nummer == 0 and blad.titel:
            ovanfor = max(ovanfor, 1 + any(isinstance(t, Tabell) and _has_sums(t) for t in rad_av))
        kolumn, vanster, slut = 0, 0, rad
        for d in rad_av:
            if isinstance(d, Diagram):
                yield Diagramplats(d, rad + (nummer == 0), vanster)
                vanster += d.bredd + LUFT
                slut = max(slut, rad + ceil(find_height(d) / RADHOJD))
                continue
            plats = Plats(d, blad.namn, rad + ovanfor, kolumn, _has_notes(d, blad), _has_sums(d))
            yield plats
            slut, kolumn = max(slut, plats.sista), kolumn + len(d.synliga) + 1
        rad = slut + 3


def _has_notes(t: Tabell, blad: Blad) -> bool:
    return any(k.forklaring for k in t.synliga) and not blad.kommentarer


def _has_sums(t: Tabell) -> bool:
    return any(k.summa for k in t.synliga)


FLEST_STAENDE = 12
"""More names than this do not stand side by side under a chart."""


def lies_down(d: Diagram) -> bool:
    """Whether the names are on the side: as told, or because they are many."""
    return d.liggande or (count_names(d) > FLEST_STAENDE and all(s.typ == "stapel" for s in d.ordnade))


def count_names(d: Diagram) -> int:
    """How many names a chart has."""
    return d.kategorier.varden.size if d.rader is None else d.rader[1] - d.rader[0]


SIDANS = 640
"""The pixels in height that a chart on a page of its own may have."""


def find_height(d: Diagram) -> int:
    """The height in pixels: one that lies down has room for every name, and for its bars where a page holds them."""
    if not lies_down(d):
        return d.hojd
    langst = max((len(str(n)) for n in d.kategorier.varden.tolist()), default=0)
    rad = 18 if langst * 6 < d.bredd / 3 else 30  # long names are broken over two lines beside their bars
    namn, fler = rad * count_names(d), 0 if d.staplad else len(d.serier) - 1
    staplar = 30 * min(1, fler) + 6 * fler * count_names(d)
    return max(160, 110 + namn, min(SIDANS, 110 + namn + staplar))
