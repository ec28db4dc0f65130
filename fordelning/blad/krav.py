"""What may be typed in a cell, and what is said to the one who types something else."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from fordelning.blad.tal import Tal


@dataclass(frozen=True, slots=True, eq=False)
class Krav:
    """A number within limits, or one of `val` (texts, or the cells of a column). `varning`: only warned of."""

    slag: Literal["heltal", "tal", "val"]
    titel: str
    text: str
    minst: float | None = 0
    hogst: float | None = None
    val: tuple[str, ...] | Tal = ()
    varning: bool = False

    @property
    def vantat(self) -> str:
        """What is expected, as the first sentence of `text` says it: «Skriv hela kronor.» expects hela kronor."""
        return self.text.partition(".")[0].partition(" ")[2]


HELA_KR = Krav("heltal", "Hela kronor", "Skriv hela kronor, 0 eller mer, utan ören. Lämna cellen tom om inget är känt.")
ANTAL = Krav("heltal", "Antal", "Skriv ett helt antal, 0 eller mer. Lämna cellen tom om inget är känt.")
JA_NEJ = Krav("val", "Ja eller nej", "Välj ja eller nej.", val=("ja", "nej"))
ANDEL = Krav("tal", "Andel", "Skriv en andel från 0 till 100 %.", 0, 1)
MINST_NOLL = Krav("tal", "Tal", "Skriv ett tal som är 0 eller större.")
"""The kinds that most books need."""
