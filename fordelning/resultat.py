"""One decision: the grant to every förbund, who pays what, and who limits whom."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, compute_undistributed, get_grants
from fordelning.bok import Huvudbok
from fordelning.erbjudande import compute_offer
from fordelning.fel import Anmarkning
from fordelning.medfinansiering import Bidrag, Matchning, compute_contributions, find_limits, split_match
from fordelning.modell import Modell
from fordelning.pengar import format_kr
from fordelning.underlag.lan import name_lan

if TYPE_CHECKING:
    import pandas as pd


@dataclass(frozen=True, eq=False, repr=False)
class Resultat:
    """An allocation with what it was computed from. Vectors (F,), or (S, F) over scenarios; whole kronor.

    `ej_fordelat_kr` is what is left of the pot, kr: a number, or (S,).
    """

    modell: Modell
    underlag: Underlag
    bok: Huvudbok
    matchning: Matchning
    ej_fordelat_kr: float | Vektor

    @cached_property
    def begransas_av(self) -> NDArray[np.str_]:
        """Who limits each förbund, (..., F): modellen, askande, kommuner, region, eget kapital or sparr."""
        return find_limits(self.bok)

    @cached_property
    def bidrag(self) -> tuple[Bidrag, ...]:
        """What each kommun and region pays, told of one decision and divided when asked for; empty over scenarios."""
        return split_match(self.modell, self.underlag, self.matchning) if self.scenarier is None else ()

    @property
    def tilldelning_kr(self) -> Vektor:
        """The state's grant, whole kronor (F,), or (S, F)."""
        return self.matchning.tilldelning_kr

    @property
    def erbjudande_kr(self) -> Vektor:
        """What the same model gives when nobody asks for less and every party matches fully, whole kronor (..., F).

        nan where the floors, which no party's ceiling then holds back, exceed the pot: there is no such offer.
        """
        return compute_offer(self.underlag.ram_kr, self.bok)

    def compare_offer(self) -> tuple[Vektor, Vektor]:
        """What was left of the offer, and what came on top of it, whole kronor (..., F); nan without an offer."""
        mer_kr = self.tilldelning_kr - self.erbjudande_kr
        return np.maximum(-mer_kr, 0.0), np.maximum(mer_kr, 0.0)

    @property
    def koder(self) -> tuple[str, ...]:
        """Förbund codes, (F,)."""
        return self.underlag.koder

    @property
    def scenarier(self) -> int | None:
        """How many scenarios there are; None for one decision."""
        return None if self.tilldelning_kr.ndim == 1 else self.tilldelning_kr.shape[0]

    def tabell(self) -> pd.DataFrame:
        """The columns of tilldelning.csv: one row per förbund in code order, whole kronor; missing golv or tak = none.

        Over scenarios S × F rows, scenario by scenario, with a first column `scenario` (0 … S − 1).
        """
        import pandas as pd

        form, antal, (avstatt_kr, tillkommit_kr) = self.tilldelning_kr.shape, self.scenarier or 1, self.compare_offer()

        def list_whole(belopp_kr: Vektor) -> Any:
            return pd.array(np.round(np.broadcast_to(belopp_kr, form).ravel()), dtype="Float64").astype("Int64")

        scenario: dict[str, Any] = {} if self.scenarier is None else {"scenario": np.repeat(np.arange(antal), form[1])}
        kolumner = scenario | {
            "forbund_kod": [*self.koder] * antal,
            "namn": [f.namn for f in self.underlag.forbund] * antal,
            "tilldelning_kr": list_whole(self.tilldelning_kr),
            "region_kr": list_whole(self.matchning.region_kr),
            "kommuner_kr": list_whole(self.matchning.kommuner_kr),
            "totalt_kr": list_whole(self.matchning.totalt_kr),
            "golv_kr": list_whole(np.where(self.bok.golv_kr > 0, self.bok.golv_kr, np.nan)),
            "tak_kr": list_whole(np.where(np.isfinite(self.bok.tak_kr), self.bok.tak_kr, np.nan)),
            "begransas_av": np.broadcast_to(self.begransas_av, form).ravel(),
            "erbjudande_kr": list_whole(self.erbjudande_kr),
            "avstatt_kr": list_whole(avstatt_kr),
            "tillkommit_kr": list_whole(tillkommit_kr),
            "lan": name_lan(self.underlag) * antal,
        }
        return pd.DataFrame(kolumner)

    def __repr__(self) -> str:
        belopp = format_span(self.tilldelning_kr.sum(axis=-1))
        scenarier = "" if self.scenarier is None else f", {self.scenarier} scenarier"
        ar, modell = self.underlag.budgetar, self.modell.fil.namn
        return f"<Resultat {ar}: {belopp} till {len(self.koder)} förbund{scenarier}; {modell}>"


def format_span(belopp_kr: Vektor) -> str:
    """One amount, or the smallest and the largest of several, as text (Swedish)."""
    minst, mest = (format_kr(float(v)) for v in (np.min(belopp_kr), np.max(belopp_kr)))
    return f"{minst} kr" if minst == mest else f"{minst}–{mest} kr"


def allocate(modell: Modell, underlag: Underlag) -> Resultat:
    """The allocation of one budget year, or of scenarios of it. Raises GolvFel when the floors exceed the pot."""
    bok = compute(modell, underlag)
    matchning = compute_contributions(modell, underlag, get_grants(bok))
    kvar_kr = compute_undistributed(bok, underlag)
    return Resultat(
        modell,
        underlag,
        bok,
        matchning,
        kvar_kr if kvar_kr.ndim else float(kvar_kr),
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
