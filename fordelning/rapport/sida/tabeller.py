"""The tables of the page: every förbund, the sums of their län, and what a figure shows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.blad import Kolumn, Tabell
from fordelning.pengar import divide
from fordelning.rapport.fordelning.berakning_granser import VISAS
from fordelning.resultat import Resultat
from fordelning.underlag.lan import name_lan

SKILLNAD = "+#,##0;-#,##0;0"
"""A difference in kronor, with its sign."""
UTAN_LAN = "utan län"


class Beloppstabell(Tabell):
    """Förbund, or sums of them: what they get, got, and get per inhabitant (nan where that cannot be said)."""

    def __init__(self, r: Resultat, vem: Mapping[str, Any], i_ar: Vektor, fjol: Vektor, invanare: Vektor) -> None:
        super().__init__("Belopp")
        self.andring_kr, self.per_invanare_kr = i_ar - fjol, divide(i_ar, invanare)
        self.andring_andel = divide(self.andring_kr, np.where(i_ar > 0, fjol, 0.0))
        ar = r.underlag.budgetar
        for rubrik, varden in vem.items():
            self.data(rubrik, varden, "text" if isinstance(varden[0], str) else "antal")
        self.data(f"Tilldelning {ar}, kr", i_ar, "kr")
        self.data(f"Tilldelning {ar - 1}, kr", fjol, "kr")
        self.data("Ändring, kr", self.andring_kr, SKILLNAD)
        self.data("Ändring, %", np.round(self.andring_andel, 3), "andring")
        self.data("Kr per invånare", self.per_invanare_kr, "tal")


def make_forbundstabell(r: Resultat) -> Beloppstabell:
    """Every förbund in code order: the table that is searched and sorted."""
    u = r.underlag
    vem = {"Förbund": [f.namn for f in u.forbund], "Kod": u.koder}
    t = Beloppstabell(r, vem, r.tilldelning_kr, u.tilldelning_fjol_kr, u.invanare_antal)
    t.data("Begränsas av", [VISAS[str(vem)] for vem in r.begransas_av])
    return t


def make_lantabell(r: Resultat) -> Beloppstabell:
    """The sums of every län; förbund of several län have a row of their own, so that every sum foots."""
    u = r.underlag
    lan = np.array([namn or UTAN_LAN for namn in name_lan(u)])
    namn, vilket, antal = np.unique(lan, return_inverse=True, return_counts=True)
    vem = {"Län": namn.tolist(), "Förbund": antal.tolist()}
    i_ar, fjol, invanare = (
        np.bincount(vilket, v).astype(np.float64) for v in (r.tilldelning_kr, u.tilldelning_fjol_kr, u.invanare_antal)
    )
    return Beloppstabell(r, vem, i_ar, fjol, invanare)


def make_columns(rubriker: Sequence[tuple[str, str]], rader: Sequence[Sequence[object]]) -> list[Kolumn]:
    """What a figure shows: (heading, form) per column, and the rows."""
    t = Tabell("Figur", sorteras=False)
    return [t.data(rubrik, [rad[j] for rad in rader], form) for j, (rubrik, form) in enumerate(rubriker)]
