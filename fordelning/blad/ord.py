"""An expression in words, with the figures of one row: «0,75 × 0,0112 + 0,25 × 0,0155».

A figure that the teller knows, because it is given or has had a line of its own, stands as it is shown. One that is not
known is told by how it is made, so that all words can be worked by hand from what was told before.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple, Protocol

JAMFORELSE, FOGNING, SUMMA, PRODUKT, POTENS, ENKEL = 0, 1, 2, 3, 4, 9
"""How tightly an expression holds together; one that holds less than its place asks for stands in parentheses."""

_TECKEN = {"*": "×", "-": "−"}

Uttryck = Any
"""A Tal: its `ord` is how it is made, or None."""


class Ord(NamedTuple):
    """Words, and how tightly they hold together."""

    text: str
    niva: int = ENKEL


class Berattare(Protocol):
    """Who tells: what it knows already, and how it shows the figure of a row."""

    def knows(self, t: Uttryck) -> bool: ...

    def show(self, t: Uttryck, i: int) -> str: ...


Las = Callable[[int, Berattare], Ord]
"""How the figure of a row is made, in words."""


def tell(t: Uttryck, i: int, b: Berattare) -> Ord:
    """The figure of row i as it stands in an expression."""
    if t.ord is not None and not b.knows(t):
        return tell_making(t, i, b)
    text = b.show(t, i)
    return Ord(text, SUMMA if text.startswith("−") else ENKEL)


def tell_making(t: Uttryck, i: int, b: Berattare) -> Ord:
    """How the figure of row i is made, whether it is known or not."""
    las: Las | None = t.ord
    return tell(t, i, b) if las is None else las(i, b)


def som(t: Uttryck) -> Las:
    """Told as that figure."""
    return lambda i, b: tell(t, i, b)


def join(x: Uttryck, tecken: str, niva: int, y: Uttryck) -> Las:
    """Two figures with an operator between."""

    def las(i: int, b: Berattare) -> Ord:
        v, h = tell(x, i, b), tell(y, i, b)
        vanster = f"({v.text})" if v.niva < niva else v.text
        hoger = f"({h.text})" if h.niva < niva or (h.niva == niva and tecken in "-/^") else h.text
        return Ord(f"{vanster} {_TECKEN.get(tecken, tecken)} {hoger}", niva)

    return las


def add_up(delar: Sequence[Ord]) -> Ord:
    """Terms with + between; one alone as it is."""
    if len(delar) == 1:
        return delar[0]
    return Ord(" + ".join(d.text for d in delar) or "0", SUMMA if delar else ENKEL)


def list_in(namn: str, delar: Sequence[Ord]) -> Ord:
    """A function and what it is of: «min(2; 3)»."""
    return Ord(f"{namn}({'; '.join(d.text for d in delar)})")
