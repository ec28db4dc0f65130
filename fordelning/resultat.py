"""One decision: the grant to every förbund, who pays what, and who limits whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, compute_undistributed, get_grants
from fordelning.bok import Bok
from fordelning.fel import Anmarkning
from fordelning.medfinansiering import Bidrag, Matchning, compute_match, find_limits, split_match
from fordelning.modell import Modell
from fordelning.pengar import format_kr


@dataclass(frozen=True, slots=True, eq=False)
class Resultat:
    """An allocation with what it was computed from. Vectors (F,), whole kronor."""

    modell: Modell
    underlag: Underlag
    bok: Bok
    matchning: Matchning
    bidrag: tuple[Bidrag, ...]
    begransas_av: NDArray[np.str_]
    ej_fordelat_kr: float

    @property
    def tilldelning_kr(self) -> Vektor:
        return self.matchning.tilldelning_kr


def allocate(modell: Modell, underlag: Underlag) -> Resultat:
    """The allocation of one budget year. Raises GolvFel when the floors exceed the pot."""
    bok = compute(modell, underlag)
    matchning = compute_match(modell.medfinansiering, get_grants(bok))
    return Resultat(
        modell,
        underlag,
        bok,
        matchning,
        split_match(underlag, matchning),
        find_limits(bok),
        float(compute_undistributed(bok, underlag)),
    )


def compare_planned(resultat: Resultat, koder: Collection[str], till_ar: int) -> Iterator[Anmarkning]:
    """Where the contributions that planering states, up to a year, are others than the allocation's total.

    A warning per förbund with both figures for every such year: last year's figures may have been left standing.
    """
    u = resultat.underlag
    totalt_kr = dict(zip(u.koder, resultat.matchning.totalt_kr.tolist(), strict=True))
    for kod in sorted(koder):
        skilda = [
            f"{rad.ar} {format_kr(rad.bidrag_kr)} kr"
            for rad in sorted(u.planering, key=lambda rad: rad.ar)
            if rad.forbund_kod == kod and rad.bidrag_kr is not None and u.budgetar <= rad.ar <= till_ar
            if abs(rad.bidrag_kr - totalt_kr[kod]) >= 1
        ]
        if skilda:
            yield Anmarkning(
                f"planering, förbund {kod}, kolumn bidrag_kr",
                f"{', '.join(skilda)} är inte vad alla parter bidrar med efter tilldelningen {u.budgetar}, "
                f"{format_kr(totalt_kr[kod])} kr",
                "avtalade bidrag för året, inte fjolårets",
                "Töm bidrag_kr om tilldelningen ska gälla. Planen följer planering alla år, budgeten från andra året.",
                allvar="varning",
            )
