"""How the budget year ends: the grant, the contributions and the eget kapital that every förbund takes with it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace

import numpy as np

from fordelning.ar.resultatmapp import Mappresultat
from fordelning.kapital.bok import ValjModell
from fordelning.kapital.framskrivning import FRAMSKRIVNING, Framskrivetar, close_budget_year
from fordelning.medfinansiering import Matchning
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True)
class Slutlage:
    """One förbund at the end of the year, whole kronor. `typ` is what its capital figures are: a kind of kapital."""

    tilldelning_kr: int
    ingaende_kr: int
    intakter_kr: int
    kostnader_kr: int
    typ: str

    @property
    def utgaende_kr(self) -> int:
        return self.ingaende_kr + self.intakter_kr - self.kostnader_kr


@dataclass(frozen=True, slots=True)
class Arsslut:
    """The end of the budget year by förbund, and where the figures are from (Swedish; `mapp`: a folder's are)."""

    lagen: Mapping[str, Slutlage]
    tilldelning_ur: str
    mapp: str = ""

    @property
    def kapital_ur(self) -> str:
        """What the capital figures are, and of how many förbund."""
        antal = {typ: sum(lage.typ == typ for lage in self.lagen.values()) for typ in ("utfall", "prognos", "budget")}
        slag = [f"{typ} för {n} förbund" for typ, n in antal.items() if n]
        return ", ".join([f"ur {self.mapp}", *slag] if self.mapp else slag)

    def leave_out(self, borta: Collection[str]) -> Arsslut:
        """The same of the other förbund alone."""
        return replace(self, lagen={kod: lage for kod, lage in self.lagen.items() if kod not in borta})


def close_year(resultat: Resultat, valj_modell: ValjModell, mapp: Mappresultat | None = None) -> Arsslut:
    """The state that `kapital` rolls forward with: what a folder of results says, and the rest computed.

    Grants that the folder gives are also what the computed contributions follow. Figures without a row in kapital are
    a prognos.
    """
    if mapp is not None and mapp.tilldelningar:
        resultat = replace(resultat, matchning=_take_match(resultat, mapp))
    ar = close_budget_year(resultat, valj_modell)
    lagen = {kod: _describe(ar, i) for i, kod in enumerate(ar.kapital.koder)}
    modell = f"räknat med {resultat.modell.namn}"
    if mapp is None:
        return Arsslut(lagen, modell)
    for kod, rad in mapp.kapital.items():
        lagen[kod] = Slutlage(lagen[kod].tilldelning_kr, rad.ingaende_kr, rad.intakter_kr, rad.kostnader_kr, rad.typ)
    tilldelning_ur = f"ur {mapp.namn}, {mapp.modell}" if mapp.tilldelningar else modell
    return Arsslut(lagen, tilldelning_ur, mapp.namn if mapp.kapital else "")


def _take_match(resultat: Resultat, mapp: Mappresultat) -> Matchning:
    rader = [mapp.tilldelningar[kod] for kod in resultat.underlag.koder]
    return Matchning(
        np.array([float(rad.tilldelning_kr) for rad in rader]),
        np.array([float(rad.region_kr) for rad in rader]),
        np.array([float(rad.kommuner_kr) for rad in rader]),
    )


def _describe(ar: Framskrivetar, i: int) -> Slutlage:
    k = ar.kapital
    typ = "prognos" if k.typ[i] == FRAMSKRIVNING else k.typ[i]
    ingaende, intakter, kostnader = (int(v[i]) for v in (k.ingaende_kr, k.intakter_kr, k.kostnader_kr))
    return Slutlage(int(ar.resultat.tilldelning_kr[i]), ingaende, intakter, kostnader, typ)
