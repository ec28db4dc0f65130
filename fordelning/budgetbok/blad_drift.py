"""Driftbudget: budget, outcome, deviation and forecast per tertial and year, head by head and insats by insats."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad import Blad, Kolumn, Rad, Tabell
from fordelning.blad.formler import TOMT, om
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, PERIODER, Manadstabell


@dataclass(frozen=True, slots=True, eq=False)
class Drift:
    """The year's budget and forecast of every row."""

    tabell: Tabell
    budget: Kolumn
    prognos: Kolumn


def make_drift(innehall: Innehall, bm: Manadstabell, um: Manadstabell, am: Manadstabell, pm: Manadstabell) -> Drift:
    """The monthly sheets by period; a deviation is positive when it is good for the förbund."""
    rader = innehall.rader
    t = rader.make_table("Drift", namnbredd=28)
    slag = {"budget": bm, "utfall": um, "avvikelse": am, "prognos": pm}
    for p, period in enumerate(PERIODER):
        for namn, x in slag.items():
            t.rakna(f"{period} {namn}", x.find(x.perioder[p], t.kolumner[0]), KR, bredd=8.8, linje=namn == "budget")
    budget, utfall, _, prognos = t.kolumner[-4:]
    mer: list[Rad] = [prognos - budget] * t.antal_rader
    for i in rader.kostnadsrader:
        mer[i] = budget - prognos
    t.rader("Året avvikelse prognos", mer, KR, bredd=9)
    t.rakna("Utfall av budget", om(budget > 0, utfall / budget, TOMT), "andel", bredd=7.5)
    for k in t.kolumner:
        if "avvikelse" in k.rubrik:
            t.farga(k < 0, "rod", k)
            t.farga(k > 0, "gron", k)
    return Drift(t, budget, prognos)


def make_drift_blad(innehall: Innehall, x: Drift) -> Blad:
    """The sheet."""
    text = (
        "Per tertial och år, hela kronor. Avvikelsen gäller rapporterade månader; plus är bra för förbundet. "
        "Månaderna finns på bladen per månad."
    )
    vad = "Styrelse, administration, revision och varje insats: budget, utfall, avvikelse och prognos"
    return Blad("Driftbudget", innehall.name_sheet("Driftbudget"), text, [x.tabell], fasta=2, innehall=vad)
