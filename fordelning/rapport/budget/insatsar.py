"""Insatser per år: insats by insats in the budget year and the plan years."""

from __future__ import annotations

import math
from collections.abc import Sequence

from fordelning.budget.berakning import compute_cost
from fordelning.budget.underlag import PlaneradInsats
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatser import INRIKTNING, RUBRIKER, SUMMANAMN, make_plan_cells, make_sum_formula
from fordelning.rapport.budget.sida import Bit, Cell, Rubrik, Sida, Tabellrad, make_sida, text


def make_years_sheet(innehall: Innehall) -> Sida:
    """Whether each insats runs, the förbund's share of its cost, participants and cost; sums by inriktning last."""
    u = innehall.underlag
    rubriker = [*RUBRIKER[:3]]
    for t, ram in enumerate(u.ramar):
        rubriker += [
            Rubrik(f"k{t}", f"Körs {ram.ar}", 7.5, ar_tal=False, linje=True),
            Rubrik(f"s{t}", f"Förbundets andel {ram.ar}", 10),
            Rubrik(f"d{t}", f"Deltagare {ram.ar}", 10),
            Rubrik(f"c{t}", f"Kostnad {ram.ar}", 12),
        ]
    aren = range(len(u.ramar))
    rader = [_make_row(plan, aren) for plan in u.insatser]
    rader += [_make_sum_row(u.insatser, vilka, aren) for vilka in SUMMANAMN]
    return make_sida(
        "Insatser per år",
        f"Insatser {u.ramar[0].ar}–{u.ramar[-1].ar} – {u.namn}",
        "Budgetåret kommer från Insatser. Planåren kan ändras i de blå cellerna; från början fortsätter dagens "
        "insatser sin period ut.",
        [Bit("ti", rubriker, rader)],
        "rakning",
    )


def _make_row(plan: PlaneradInsats, aren: Sequence[int]) -> Tabellrad:
    celler: list[Cell] = []
    for t in aren:
        kors, antal = make_plan_cells(plan, t)
        andel, kostnad = Cell(plan.trappning[t], form="andel"), compute_cost(plan, t)
        formel = f'IF({{k{t}}}="ja",ROUND({{s{t}}}*({{ins.fast}}+{{ins.rorlig}}*{{d{t}}}),0),0)'
        if t == 0:
            kors, antal = text(str(kors.varde), "{ins.kors}"), Cell(antal.varde, "{ins.planerade}", "antal")
            andel, formel = Cell(plan.trappning[0], "{ins.trappning}", "andel"), "{ins.budget}"
        celler += [kors, andel, antal, Cell(kostnad, formel)]
    return Tabellrad((text(plan.kod), text(plan.insats.namn), text(INRIKTNING[plan.insats.inriktning]), *celler))


def _make_sum_row(insatser: Sequence[PlaneradInsats], vilka: str, aren: Sequence[int]) -> Tabellrad:
    """The sums of one inriktning, or of all."""
    egna, n = [plan for plan in insatser if vilka in ("alla", plan.insats.inriktning)], len(insatser)
    celler: list[Cell] = []
    for t in aren:
        deltagare, kostnad = math.fsum(i.deltagare_antal[t] for i in egna), math.fsum(compute_cost(i, t) for i in egna)
        antal = Cell(deltagare, make_sum_formula(f"d{t}", vilka, n), "antal")
        celler += [Cell(None), Cell(None), antal, Cell(kostnad, make_sum_formula(f"c{t}", vilka, n))]
    namn = text(f"SUMMA-{vilka.upper()}"), text(SUMMANAMN[vilka]), Cell(None)
    return Tabellrad((*namn, *celler), ar_summa=True)
