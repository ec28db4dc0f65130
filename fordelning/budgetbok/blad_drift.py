"""Driftbudget: budget, outcome, deviation and forecast per tertial and year, head by head and insats by insats."""

from __future__ import annotations

from fordelning.blad import Blad, Rad
from fordelning.blad.formler import TOMT, om
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, PERIODER, RESULTAT, Manadstabell, Radtabell


class Drift(Radtabell):
    """The monthly sheets by period; a deviation is positive when it is good for the förbund."""

    def __init__(
        self, innehall: Innehall, bm: Manadstabell, um: Manadstabell, am: Manadstabell, pm: Manadstabell
    ) -> None:
        super().__init__("Drift", innehall.rader)
        slag = {"budget": bm, "utfall": um, "avvikelse": am, "prognos": pm}
        for p, period in enumerate(PERIODER):
            for namn, x in slag.items():
                belopp = x.find(x.perioder[p], self.kod)
                self.rakna(f"{period} {namn}", belopp, KR, linje=namn == "budget")
        self.budget, utfall, _, self.prognos = self.kolumner[-4:]
        mer: list[Rad] = [self.prognos - self.budget] * self.antal_rader
        for i in range(self.plats["STYRELSE"], self.plats[RESULTAT]):
            mer[i] = self.budget - self.prognos
        self.rader("Året avvikelse prognos", mer, KR)
        self.rakna("Utfall av budget", om(self.budget > 0, utfall / self.budget, TOMT), "andel")
        self.farga_tecken(*(k for k in self.kolumner if "avvikelse" in k.rubrik))


def make_drift_blad(innehall: Innehall, x: Drift) -> Blad:
    text = (
        "Per tertial och år, hela kronor. Avvikelsen gäller rapporterade månader; plus är bra för förbundet. "
        "Månaderna finns på bladen per månad."
    )
    vad = "Styrelse, administration, revision och varje insats: budget, utfall, avvikelse och prognos"
    return innehall.make_sheet("Driftbudget", text, vad, x)
