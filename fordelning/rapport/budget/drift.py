"""Driftbudget: budget, outcome, deviation and forecast per tertial and year, head by head and insats by insats."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.rader import PERIODNYCKLAR, add_periods, name_row
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, Villkor, make_sida

_PERIODER = (("t1", "Tertial 1"), ("t2", "Tertial 2"), ("t3", "Tertial 3"), ("ar", "Året"))
_SLAG = (("bm", "budget"), ("um", "utfall"), ("am", "avvikelse"), ("pm", "prognos"))
"""Table of the monthly sheet → what it holds."""

_RUBRIKER = (
    Rubrik("kod", "Kod", 16, ar_tal=False),
    Rubrik("namn", "Benämning", 40, ar_tal=False),
    *(
        Rubrik(f"{p}_{slag}", f"{namn} {slag}", 9.5, linje=slag == "budget")
        for p, namn in _PERIODER
        for _, slag in _SLAG
    ),
    Rubrik("prognosavvikelse", "Året avvikelse prognos", 9.5),
    Rubrik("forbrukat", "Utfall av budget", 8),
)


def make_drift_sheet(innehall: Innehall) -> Sida:
    """The sheet. A deviation is positive when it is good for the förbund."""
    plan, lage = innehall.plan, innehall.lage
    varden = {
        "budget": plan.add_sums([add_periods(x.rad.manader_kr) for x in lage.lagen]),
        "utfall": plan.add_sums([add_periods(x.utfall_kr) for x in lage.lagen]),
        "avvikelse": plan.add_sums([add_periods(x.avvikelse_kr) for x in lage.lagen], plus=True),
        "prognos": plan.add_sums([add_periods(x.prognos_kr) for x in lage.lagen]),
    }
    rader = []
    for plats in range(plan.resultat + 1):
        celler = [
            Cell(varden[slag][plats][PERIODNYCKLAR.index(p)], f"{{{tabell}.{p}}}")
            for p, _ in _PERIODER
            for tabell, slag in _SLAG
        ]
        budget, utfall, prognos = (varden[slag][plats][-1] for slag in ("budget", "utfall", "prognos"))
        kostnad = plan.huvuden <= plats <= plan.summa_kostnader
        formel = "{ar_budget}-{ar_prognos}" if kostnad else "{ar_prognos}-{ar_budget}"
        celler.append(Cell(budget - prognos if kostnad else prognos - budget, formel))
        andel = utfall / budget if budget > 0 else ""
        celler.append(Cell(andel, 'IF({ar_budget}>0,{ar_utfall}/{ar_budget},"")', "andel"))
        summa = plats == plan.summa_intakter or plats >= plan.summa_insatser
        rader.append(Tabellrad((*name_row(plan, plats), *celler), ar_summa=summa))
    beskrivning = (
        "Per tertial och år, hela kronor. Avvikelsen gäller rapporterade månader; plus är bra för förbundet. "
        "Månaderna finns på bladen per månad."
    )
    avvikelser = _find_deviations([r.nyckel for r in _RUBRIKER])
    villkor = (Villkor("db", avvikelser, "under 0", "rod"), Villkor("db", avvikelser, "over 0", "gron"))
    return make_sida(
        "Driftbudget", innehall.name_sheet("Driftbudget"), beskrivning, [Bit("db", _RUBRIKER, rader)], villkor=villkor
    )


def _find_deviations(nycklar: Sequence[str]) -> tuple[str, ...]:
    return tuple(n for n in nycklar if n.endswith("avvikelse"))
