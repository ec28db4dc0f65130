"""A download as a cube: dimensions with codes, and one number or one sign for every combination of them."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Literal, NamedTuple

from fordelning.begrepp import Fil
from fordelning.fel import Anmarkning, AnmarkningarFel

Roll = Literal["", "omrade", "tid", "matt"]
"""What a dimension is: areas, time, or what is measured; anything else (sex, age) is nameless."""

VARDEN = 2_000_000
"""The most values of a download; SCB gives at most 150 000 at a time."""

NOLLTECKEN = frozenset({"-", "–", "\u2212"})
"""SCB's sign for «nothing to report»: a figure, 0. Every other sign says that the figure is not there."""


class StatistikFel(AnmarkningarFel):
    """A download cannot be used as it is; nothing has been written."""

    rubrik = "fel i statistiken, inget skrivet"


class Kod(NamedTuple):
    """A value of a dimension: its code and its name."""

    kod: str
    namn: str


@dataclass(frozen=True, slots=True)
class Dimension:
    """A dimension. `total` is the code that the source itself calls the total, "" when it does not say."""

    kod: str
    namn: str
    varden: tuple[Kod, ...]
    roll: Roll = ""
    total: str = ""


@dataclass(frozen=True, slots=True)
class Uttag:
    """What a download says of itself. `noter`: its footnotes; `utelamnat`: what the reader left out (Swedish)."""

    fil: Fil
    titel: str = ""
    tabell: str = ""
    uppdaterad: str = ""
    utgivare: str = ""
    enhet: str = ""
    noter: tuple[str, ...] = ()
    utelamnat: tuple[str, ...] = ()


Tal = Decimal | str | None
"""A number, the sign that stands in its place, or None where there is nothing."""


@dataclass(frozen=True, slots=True, eq=False)
class Kub:
    """A download. `tal` is row-major over the dimensions; `plats` says where a value stands."""

    uttag: Uttag
    dimensioner: tuple[Dimension, ...]
    tal: Sequence[Tal]
    plats: Callable[[int], str]

    @property
    def omraden(self) -> Dimension:
        """The dimension of areas."""
        return next(d for d in self.dimensioner if d.roll == "omrade")

    def find_index(self, platser: Sequence[int]) -> int:
        """The place of a value among all, from its place in every dimension."""
        index = 0
        for d, plats in zip(self.dimensioner, platser, strict=True):
            index = index * len(d.varden) + plats
        return index


def make_kub(uttag: Uttag, dimensioner: Sequence[Dimension], tal: Sequence[Tal], plats: Callable[[int], str]) -> Kub:
    """The cube, when its shape holds: the product of the sizes is the number of values, and no code stands twice.

    Every value has a name, also one without any in the file. Raises StatistikFel with every fault.
    """
    fel = list(_check_shape(uttag.fil.namn, dimensioner, len(tal)))
    if not fel and not any(d.roll == "omrade" for d in dimensioner):
        vad = "ingen variabel har kommuner"
        gor = "Ladda ned tabellen per kommun, med kommunernas koder."
        fel = [Anmarkning(uttag.fil.namn, vad, "en variabel med kommunkoder, t.ex. 0114", gor)]
    if fel:
        raise StatistikFel(fel)
    return Kub(uttag, tuple(map(_name_values, dimensioner)), tal, plats)


def _name_values(d: Dimension) -> Dimension:
    """A value without a name has its code's; one without either, as under a heading without it, is "utan tid"."""
    varden = ((v.kod or v.namn or f"utan {d.namn}", v.namn) for v in d.varden)
    return replace(d, varden=tuple(Kod(kod, namn or kod) for kod, namn in varden))


def _check_shape(namn: str, dimensioner: Sequence[Dimension], antal: int) -> Iterator[Anmarkning]:
    for d in dimensioner:
        for kod in [kod for kod, n in Counter(v.kod for v in d.varden).items() if n > 1]:
            yield Anmarkning(f"{namn}, {d.namn}", f"koden «{kod}» står två gånger", "varje kod en gång", HAMTA_OM)
    produkt = math.prod(len(d.varden) for d in dimensioner)
    if produkt != antal:
        visad = " × ".join(str(len(d.varden)) for d in dimensioner)
        vad = f"filen har {antal} värden, men variablerna ger {visad} = {produkt}"
        yield Anmarkning(namn, vad, f"{produkt} värden", HAMTA_OM)


HAMTA_OM = "Ladda ned filen på nytt."


def refuse(plats: str, vad: str, vantat: str = "", gor: str = HAMTA_OM) -> StatistikFel:
    """One finding that stops."""
    return StatistikFel([Anmarkning(plats, vad, vantat, gor)])


def check_size(namn: str, antal: int) -> None:
    """Raises StatistikFel when a download has more values than any that can be meant."""
    if antal > VARDEN:
        gor = "Välj färre värden i tabellen, t.ex. bara de åldrar och år som behövs."
        raise refuse(namn, f"filen har för många värden ({antal})", f"högst {VARDEN}", gor)
