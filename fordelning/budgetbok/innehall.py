"""What a budget workbook is made from: where the budget stands, and the method and files behind it."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.begrepp import Underlag
from fordelning.blad import Blad, Del, Slag
from fordelning.budget.metod import Budgetmetod
from fordelning.budget.poster import Budget
from fordelning.budget.underlag import Budgetunderlag
from fordelning.budget.uppfoljning import Uppfoljning
from fordelning.budgetbok.rader import Radplan
from fordelning.modell import Modell

HELT = 1e-5
"""As near a whole number as this, a number of participants is whole."""


@dataclass(frozen=True, slots=True, eq=False)
class Innehall:
    """One förbund's workbook before it is laid out."""

    lage: Uppfoljning
    metod: Budgetmetod
    modell: Modell
    indata: Underlag
    """The data set, with every file that the budget is made of."""

    @property
    def budget(self) -> Budget:
        return self.lage.budget

    @property
    def underlag(self) -> Budgetunderlag:
        return self.budget.underlag

    @property
    def rader(self) -> Radplan:
        return Radplan(self.budget.rader, len(self.budget.intaktsrader))

    @property
    def deltagarform(self) -> str:
        """How planned participants show: a dash for none, a decimal where some number is a yearly average."""
        antal = (n for plan in self.underlag.insatser for n in plan.deltagare_antal)
        return "tal_streck" if any(abs(n - round(n)) > HELT for n in antal) else "antal_streck"

    def make_sheet(self, namn: str, text: str, vad: str, *delar: Del | tuple[Del, ...], rubrik: str = "",
                   slag: Slag = "resultat", fasta: int = 2) -> Blad:  # fmt: skip
        """A sheet with the budget year and the förbund in its title; `vad` is what the contents sheet says of it."""
        titel = f"{rubrik or namn} {self.underlag.budgetar} – {self.underlag.namn}"
        return Blad(namn, titel, text, delar, slag, fasta, True, innehall=vad)

    def make_years_sheet(self, namn: str, rubrik: str, text: str, vad: str, *delar: Del) -> Blad:
        """A sheet of the budget year and the plan years."""
        aren = self.underlag.budgetaren
        titel = f"{rubrik} {aren[0]}–{aren[-1]} – {self.underlag.namn}"
        return Blad(namn, titel, text, delar, fasta=2, frys=True, innehall=vad)

    @property
    def varningar(self) -> tuple[str, ...]:
        """What the inputs, and the file that the outcome came from, left to see over."""
        return (*self.underlag.varningar, *map(str, self.lage.varningar))
