"""What each rule costs whom: the grant with the rule less the grant without it, rule by rule."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.yttersta import allocate_payable, leave_out, round_to_kronor
from fordelning.begrepp import Vektor
from fordelning.fel import Anmarkning
from fordelning.modell import Modell
from fordelning.pengar import format_kr
from fordelning.regler.rubriker import RUBRIKER
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd


UTAN: Mapping[str, Callable[[Modell], Modell]] = {
    **{
        steg: partial(lambda steg, modell: leave_out(modell, steg), steg)
        for steg in ("grundtilldelning", "sjukpenningtak", "eget_kapital", "sparr", "medfinansiering")
    },
    "avrundning": round_to_kronor,
}
"""The rules that can be switched off, and the model without: its step is left out, grants are whole kronor. The key and
återfördelningen divide the pot, so nothing could be given without them."""


@dataclass(frozen=True, slots=True, eq=False)
class Regelsida:
    """Those whom a rule gives more, or less: how many förbund, their inhabitants, and kronor (minus for less)."""

    forbund_antal: int
    invanare_antal: int
    belopp_kr: int


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Regelpris:
    """Every rule of the model switched off in turn. `utan_kr` and `belopp_kr` (F, R), whole kronor.

    `belopp_kr` = with the rule − without it: minus where the rule costs. A rule's column sums to 0 where the whole pot
    is given with and without it; `ej_fordelat_utan_kr` (R,) says what is left of it without. `varningar`: what to know.
    """

    resultat: Resultat
    regler: tuple[str, ...]
    utan_kr: Vektor
    ej_fordelat_utan_kr: Vektor
    varningar: tuple[Anmarkning, ...] = ()

    @property
    def koder(self) -> tuple[str, ...]:
        """Förbund codes, (F,)."""
        return self.resultat.koder

    @property
    def belopp_kr(self) -> Vektor:
        """With − without, whole kronor (F, R)."""
        return self.resultat.tilldelning_kr[:, None] - self.utan_kr

    def find_sides(self, regel: str) -> tuple[Regelsida, Regelsida]:
        """Who receives by a rule, and who pays for it."""
        belopp_kr = self.belopp_kr[:, self.regler.index(regel)]
        invanare = self.resultat.underlag.invanare_antal
        far, betalar = (
            Regelsida(int(vilka.sum()), round(float(invanare[vilka].sum())), int(belopp_kr[vilka].sum()))
            for vilka in (belopp_kr > 0, belopp_kr < 0)
        )
        return far, betalar

    def tabell(self) -> pd.DataFrame:
        """The columns of regelpris.csv: `forbund_kod, regel, belopp_kr`, a row per förbund and rule."""
        import pandas as pd

        f, r = self.belopp_kr.shape
        return pd.DataFrame(
            {
                "forbund_kod": np.repeat(np.array(self.koder, object), r),
                "regel": [*self.regler] * f,
                "belopp_kr": self.belopp_kr.ravel().astype(np.int64),
            }
        )

    def __repr__(self) -> str:
        flyttat = [f"{regel} {format_kr(self.find_sides(regel)[0].belopp_kr)} kr" for regel in self.regler]
        return f"<Regelpris {self.resultat.underlag.budgetar}: {', '.join(flyttat)}>"


def price_rules(fall: Fall) -> Regelpris:
    """What each rule of the case's model costs whom: the same engine with the rule and without it.

    Where the floors exceed the pot without a rule that held them back, they are lowered to what can be paid, and that
    is told. Raises UnderlagFel for scenarios, GolvFel when the floors exceed the pot with every rule.
    Source: arithmetic on the rules of `regler/`; no rule of its own.
    """
    refuse_scenarios(fall, "price_rules")
    med, u = fall.allocate(), fall.underlag
    regler = tuple(namn for namn in UTAN if namn in fall.modell.steg)
    utan_kr, varningar = np.zeros((len(u.koder), len(regler))), list[Anmarkning]()
    for j, regel in enumerate(regler):
        utan_kr[:, j], sankta = allocate_payable(UTAN[regel](fall.modell), u)
        if sankta:
            sankt = "där är alla sänkta till den högsta andel som kan betalas"
            vad = f"utan {RUBRIKER[regel].lower()} räcker ramen inte till golven; {sankt}"
            varningar.append(Anmarkning("regelpris", vad, allvar="varning"))
    kvar_kr = np.maximum(float(u.ram_kr) - utan_kr.sum(axis=0), 0.0)
    return Regelpris(med, regler, utan_kr, kvar_kr, tuple(varningar))
