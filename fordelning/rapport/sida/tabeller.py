"""The tables of the page: the förbund, and what a figure shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.blad import Kolumn, Tabell
from fordelning.pengar import divide
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.resultat import Resultat

SKILLNAD = "+#,##0;-#,##0;0"
"""A difference in kronor, with its sign."""


@dataclass(frozen=True, slots=True, eq=False)
class Forbundstabell:
    """Every förbund in code order: what it gets, got, and gets per inhabitant (nan where that cannot be said)."""

    tabell: Tabell
    andring_kr: Vektor
    andring_andel: Vektor
    per_invanare_kr: Vektor

    @property
    def kolumner(self) -> list[Kolumn]:
        return self.tabell.synliga


def make_forbundstabell(r: Resultat) -> Forbundstabell:
    """The table that is searched and sorted."""
    u, t = r.underlag, Tabell("Förbund")
    fjol, i_ar = u.tilldelning_fjol_kr, r.tilldelning_kr
    andel, per = divide(i_ar - fjol, np.where(i_ar > 0, fjol, 0.0)), divide(i_ar, u.invanare_antal)
    t.data("Förbund", [f.namn for f in u.forbund])
    t.data("Kod", u.koder)
    t.data(f"Tilldelning {u.budgetar}, kr", i_ar, "kr")
    t.data(f"Tilldelning {u.budgetar - 1}, kr", fjol, "kr")
    t.data("Ändring, kr", i_ar - fjol, SKILLNAD)
    t.data("Ändring, %", np.round(andel, 3), "andring")
    t.data("Kr per invånare", per, "tal")
    t.data("Begränsas av", [VISAS[str(vem)] for vem in r.begransas_av])
    return Forbundstabell(t, i_ar - fjol, andel, per)


def make_columns(rubriker: Sequence[tuple[str, str]], rader: Sequence[Sequence[object]]) -> list[Kolumn]:
    """What a figure shows: (heading, form) per column, and the rows."""
    t = Tabell("Figur", sorteras=False)
    return [t.data(rubrik, [rad[j] for rad in rader], form) for j, (rubrik, form) in enumerate(rubriker)]
