"""The budget's method, `models/budget.toml`: how a year's amounts are split on heads and months."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Self

from pydantic import Field, model_validator

from fordelning.modell import Andel, Antagande
from fordelning.schema import Avsnitt, Modellfil, read_modellfil


class Planperiod(Avsnitt):
    """How many plan years follow the budget year."""

    planar_antal: int = Field(ge=1, le=9)


class Administrationsdelning(Avsnitt):
    """The shares of styrelse and revision in the sum of the three; the rest is administration."""

    styrelse_andel: Andel
    revision_andel: Andel

    @model_validator(mode="after")
    def _leave_a_rest(self) -> Self:
        if self.styrelse_andel + self.revision_andel > 1:
            raise ValueError("styrelse_andel och revision_andel ska tillsammans vara högst 1")
        return self


class Manadsprofil(Avsnitt):
    """Weights of the months, January to December."""

    vikter: tuple[Annotated[int, Field(ge=1, le=1000)], ...] = Field(min_length=12, max_length=12)


class Budgetmetod(Modellfil):
    """The method of a budget workbook."""

    planperiod: Planperiod
    administration: Administrationsdelning
    manadsprofil: Manadsprofil
    antaganden: tuple[Antagande, ...] = ()

    @property
    def texter(self) -> tuple[str, ...]:
        """Every assumption as a sentence (Swedish)."""
        avsnitt = (self.planperiod, self.administration, self.manadsprofil)
        return (
            *(a.anmarkning or a.kalla.text for a in avsnitt if a.antagande),
            *(a.text for a in self.antaganden),
        )


def read_budgetmetod(fil: Path) -> Budgetmetod:
    """The method from its file. Raises ModellFel with every fault found."""
    return read_modellfil(Budgetmetod, fil)
