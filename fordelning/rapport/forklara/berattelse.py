"""One förbund's grant told with the expressions of the workbook: a column's words are a line to work by hand.

What is given, or has had a line, is named by its figure as it was shown; all else is told by how it is made. So every
number of a line is an input, a number of the model, or the result of a line above.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.blad import Form, Kolumn, Tal
from fordelning.blad.ord import tell_making
from fordelning.blad.tal import at
from fordelning.rapport.fordelning.kedja import Kedja
from fordelning.rapport.poster.fall import Forbundsfall, Stegrad, show_number

KRONOR, ANDELAR, UTAN_ENHET = ("kr", "ore"), ("andel_fin", "fin"), ("andel_fin", "antal", "tal")
"""Forms shown as kronor, and as shares with all the digits that the pot needs; all others are exact numbers. What a
line gives is kronor, but for the last."""


class Berattelse(Forbundsfall):
    """Förbund number `i` of a chain of calculation, and what has been told of it: a teller of its expressions."""

    def __init__(self, kedja: Kedja, i: int) -> None:
        super().__init__(kedja.r, i)
        self.kedja, self.b, self.d = kedja, kedja.berakning, kedja.tilldelning
        b, self._visat = self.b, dict[tuple[Tal, int], str]()
        self._kanda: set[Tal] = {b.invanare, b.matt, b.fjol, b.kapital, b.bidrag, b.askande}

    def knows(self, t: Tal) -> bool:
        return t in self._kanda

    def show(self, t: Tal, i: int) -> str:
        """The figure of row i as it was shown before, else in its form."""
        return self._visat.get((t, i)) or self._format(t, i, t.form_at(i))

    def _format(self, t: Tal, i: int, form: Form) -> str:
        varde = float(np.nan_to_num(at(t.varden, i)))
        return self.kr(varde) if form in KRONOR else self.andel(varde) if form in ANDELAR else show_number(varde)

    def give(self, t: Tal, text: str = "", i: int | None = None) -> str:
        """Name a figure (of the own row, or of row i), as this text if there is one: from now on it is known."""
        rad = self.i if i is None else i
        self.know(t)
        self._visat[t, rad] = text
        return self.show(t, rad)

    def know(self, *tal: Tal) -> None:
        """Name these by their figures, of whatever row."""
        self._kanda |= set(tal)

    def forget(self, *tal: Tal) -> None:
        """Tell these by how they are made, though they have been named."""
        self._kanda -= set(tal)

    def line(self, text: str, t: Tal, i: int | None = None) -> Stegrad:
        """How a figure is made (of the own row, or of row i of its table), and what it is; it is known after that."""
        rad = self.i if i is None else i
        uttryck, form = tell_making(t, rad, self).text, t.form_at(rad)
        enhet = "" if form in UTAN_ENHET else "kr"
        visat = self._visat.get((t, rad)) or self._format(t, rad, enhet or form)
        return Stegrad(text, uttryck, self.give(t, visat, rad), enhet)

    def round_off(self, text: str, t: Tal, helt: str, i: int | None = None) -> Stegrad:
        """A line whose result is rounded to whole kronor; said only when it is not whole."""
        rad = self.line(text, t, i)
        return rad if rad.resultat == helt else replace(rad, efter=f", avrundat {helt} kr")

    def find(self, k: Kolumn, *par: tuple[Kolumn, str]) -> list[int]:
        """The rows where `k` is the förbund, and other columns what is told."""
        ratt = k.varden == self.forbund.forbund_kod
        for kolumn, varde in par:
            ratt = ratt & (kolumn.varden == varde)
        return list(np.flatnonzero(ratt).tolist())
