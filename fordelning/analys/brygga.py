"""From last year's grant to this year's: what each cause did, in whole kronor that sum exactly."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from fordelning.analys.jamforelse import compare
from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.mellanlage import ORSAKER, REGELAVSNITT, Mellanlage, make_between
from fordelning.analys.shapley import Kronor, share_out
from fordelning.analys.yttersta import allocate_payable
from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd

FLEST_AT_GANGEN = 2_000_000
"""How many grants are computed at once: mixtures × förbund."""
STORSTA = 3
"""How many causes are told in words."""
FLEST_VARNADE = 5
"""More förbund than these are warned of together."""


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Brygga:
    """The change of every förbund's grant by cause, whole kronor: `belopp_kr` (N, C), N förbund in code order.

    `fore_kr` + `belopp_kr` over causes = `efter_kr` in every row. C = the causes of `ORSAKER`, in that order; one that
    did not change (not in `andrade`) is 0 everywhere. `slag`: kvar, nytt or upphört. `varningar`: what to know of it.
    """

    fran: Resultat
    till: Resultat
    koder: tuple[str, ...]
    namn: tuple[str, ...]
    slag: tuple[str, ...]
    fore_kr: Kronor
    efter_kr: Kronor
    belopp_kr: Kronor
    andrade: tuple[str, ...]
    varningar: tuple[Anmarkning, ...] = ()

    @property
    def orsaker(self) -> tuple[str, ...]:
        """The causes, (C,)."""
        return tuple(ORSAKER)

    @property
    def andring_kr(self) -> Kronor:
        """The change, whole kronor (N,)."""
        return self.efter_kr - self.fore_kr

    def tabell(self) -> pd.DataFrame:
        """The columns of brygga.csv: `forbund_kod, orsak, belopp_kr`, a row per förbund and cause."""
        import pandas as pd

        n, c = self.belopp_kr.shape
        return pd.DataFrame(
            {
                "forbund_kod": np.repeat(np.array(self.koder, object), c),
                "orsak": [*self.orsaker] * n,
                "belopp_kr": self.belopp_kr.ravel(),
            }
        )

    def list_largest(self, i: int, antal: int = STORSTA) -> list[tuple[str, int]]:
        """The causes that moved förbund number i the most, up or down, with their kronor; equal ones in order."""
        egna = self.belopp_kr[i]
        storst = np.argsort(-np.abs(egna), kind="stable")[:antal]
        return [(self.orsaker[j], int(egna[j])) for j in storst if egna[j]]

    def __repr__(self) -> str:
        summor = " → ".join(f"{format_kr(float(v.sum()))} kr" for v in (self.fore_kr, self.efter_kr))
        ar = f"{self.fran.underlag.budgetar}–{self.till.underlag.budgetar}"
        return f"<Brygga {ar}: {summor}; {len(self.andrade)} orsaker>"


def bridge(fran: Fall, till: Fall) -> Brygga:
    """Each förbund's change from one case to another, split by cause by Shapley values, whole kronor.

    Every mixture of what was and what has become is allocated by the same engine (2ⁿ for the n causes that differ), and
    a cause's amount is what it adds when it changes, over all orders in which the causes could have changed. So the
    order of causes makes no difference, what did not change is exactly 0, and the sum is exactly the change; kronor are
    made whole by largest remainder, equal ones in the order of `ORSAKER`. In a mixture where the floors exceed the pot
    every floor is lowered to the highest share that can be paid.
    A förbund that only one case has has 0 kr in the other. Raises UnderlagFel for scenarios.
    Source: Shapley (1953), A value for n-person games.
    """
    for ett in (fran, till):
        refuse_scenarios(ett, "bridge")
    fore, efter = fran.allocate(), till.allocate()
    j, mellan = compare(fore, efter), make_between(fran, till)
    a_kr, b_kr = (np.round(v).astype(np.int64) for v in (j.a_kr, j.b_kr))
    varden, sankta = _allocate_mixtures(mellan)
    varden[0], varden[-1] = a_kr, b_kr
    belopp_kr = np.zeros((len(j.koder), len(ORSAKER)), np.int64)
    belopp_kr[:, [list(ORSAKER).index(o) for o in mellan.andrade]] = share_out(varden)
    varningar = (*_warn_last_year(fore, efter), *_warn_floors(sankta, len(varden)))
    return Brygga(fore, efter, j.koder, j.namn, j.slag, a_kr, b_kr, belopp_kr, mellan.andrade, varningar)


def _allocate_mixtures(m: Mellanlage) -> tuple[Kronor, int]:
    """The grants of every mixture, whole kronor (2ⁿ, N): bit j of the row number = the j:th cause has changed.

    Also in how many of them the floors had to be lowered.
    """
    n = len(m.andrade)
    tagna = (np.arange(2**n)[:, None] >> np.arange(n)) & 1 == 1
    varden, sankta = np.zeros((2**n, len(m.koder)), np.int64), 0
    i_modellen = [j for j, orsak in enumerate(m.andrade) if orsak in REGELAVSNITT]
    for val in np.unique(tagna[:, i_modellen], axis=0):
        modell = m.mix_models({m.andrade[j] for j, ja in zip(i_modellen, val, strict=True) if ja})
        rader = np.flatnonzero((tagna[:, i_modellen] == val).all(axis=1))
        for delen in np.array_split(rader, 1 + rader.size * len(m.koder) // FLEST_AT_GANGEN):
            underlag = m.mix_data({orsak: tagna[delen, j] for j, orsak in enumerate(m.andrade)})
            varden[delen], lagre = allocate_payable(modell, underlag)
            sankta += int(np.sum(lagre))
    return varden, sankta


def _warn_last_year(fore: Resultat, efter: Resultat) -> Iterator[Anmarkning]:
    """Where the bridge does not begin with what the second case says of the year before."""
    ar, fjol = efter.underlag.budgetar, fore.underlag.budgetar
    if fjol != ar - 1:
        vad = f"bryggan går från budgetår {fjol} till {ar}"
        yield Anmarkning("bryggan", vad, f"två år i följd ({ar - 1} och {ar})", allvar="varning")
    gavs = dict(zip(fore.koder, fore.tilldelning_kr.tolist(), strict=True))
    sagt = dict(zip(efter.koder, efter.underlag.tilldelning_fjol_kr.tolist(), strict=True))
    skilda = [kod for kod in sagt if kod in gavs and abs(sagt[kod] - gavs[kod]) >= 1]
    if len(skilda) > FLEST_VARNADE:
        mest = max(skilda, key=lambda kod: abs(sagt[kod] - gavs[kod]))
        yield _warn_one("forbund, kolumn tilldelning_fjol_kr", f"för {len(skilda)} förbund, mest {mest}: ", sagt[mest],
                        gavs[mest])  # fmt: skip
        return
    for kod in skilda:
        yield _warn_one(f"forbund, förbund {kod}, kolumn tilldelning_fjol_kr", "", sagt[kod], gavs[kod])


def _warn_one(plats: str, vilka: str, sagt_kr: float, gavs_kr: float) -> Anmarkning:
    sagt, gavs = format_kr(sagt_kr), format_kr(gavs_kr)
    vad = f"{vilka}{sagt} kr är inte vad fjolårets underlag ger, {gavs} kr, där bryggan börjar"
    return Anmarkning(plats, vad, "samma belopp", "", "varning")


def _warn_floors(sankta: int, antal: int) -> Iterator[Anmarkning]:
    if sankta:
        vad = (
            f"i {sankta} av {antal} mellanlägen räcker ramen inte till golven; där är alla golv sänkta till den högsta "
            "andel som kan betalas, men inte i första och sista läget"
        )
        yield Anmarkning("bryggan", vad, allvar="varning")
