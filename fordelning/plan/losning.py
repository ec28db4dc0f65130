"""Solve a problem in three stages, check the solution by our own arithmetic, and give it back as a Plan.

Stages: as much nytta as possible; then, without losing any, as little cost as possible; then a fixed order of
preference. The whole-number decisions are settled by the chosen solver; the volumes that remain are then settled by
linear programming, where each stage keeps exactly to what the stage before left open (columns and rows with a price of
their own stay where they are). So ties never depend on the solver, and volumes have no noise of tolerances.
"""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from fordelning.fel import FordelningFel
from fordelning.plan.bygge import Modellbygge, build, fix_decisions
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.highs import HighsLosare
from fordelning.plan.kontroll import compute_kapital, compute_kostnad, compute_nytta, compute_resultat, find_violations
from fordelning.plan.losare import make_losare
from fordelning.plan.problem import Problem, Tal
from fordelning.plan.program import Program
from fordelning.plan.resultat import Beslut, Plan, Planrad, Planstatus
from fordelning.plan.sokare import Sokare
from fordelning.plan.svar import Losarnamn, Svar

NAGOT_NYTTA = 1e-6
"""Nytta below this is none, whatever the plan's own: a millionth of a weighted person."""
TILLATET_GAP = 1e-6
"""A plan is called optimal when no plan can have more nytta than this share above it."""
LIKA_NYTTA = 1e-8
"""Plans whose nytta differ by less than this share are equal (a krona or so in 20 mkr)."""
LIKA_KOSTNAD_TKR = 1e-3
"""Plans whose costs differ by less than a krona are equal."""
_RUTNAT = 1e6
"""Volumes are given to a millionth of a participant."""
_UTAN_PRIS = 1e-8
"""A price (dual or reduced cost) below this is none."""


def solve_plan(p: Problem, losare: Losarnamn = "highs", tid_s: float | None = None) -> Plan:
    """The best plan for the problem. `tid_s` limits all stages together; when it runs out the status says so.

    Raises FordelningFel when the solver breaks down or its plan does not pass our own check.
    """
    m = build(p)
    val = _choose(m, losare, tid_s)
    if val.kolumnvarden is None:
        return _make_empty_plan(p, val)
    beslut = _settle_volumes(m, val.kolumnvarden)
    if beslut is None and val.status == "tidsgrans":
        return _make_empty_plan(p, val)
    if beslut is None:
        raise FordelningFel(f"{p.forbund_kod}: lösarens beslut går inte att genomföra (kontrollen underkände dem).")
    return _make_plan(p, beslut, val)


def compute_best_nytta(p: Problem, maste_koras: int | None = None, fran: Erfarenhet | None = None) -> float:
    """The highest nytta of any plan; -inf when there is none. `maste_koras` (an index) has to run in some year; `fran`
    is where the search begins.
    """
    m = build(p, maste_koras)
    return Sokare(m, fran).maximise(m.nytta).mal


@dataclass(frozen=True, slots=True, eq=False)
class _Val:
    """The whole-number decisions chosen (values of all columns, or None), and how far they are proved."""

    status: Planstatus
    kolumnvarden: Tal | None
    grans: float
    forklaring: str = ""


def _choose(m: Modellbygge, losare: Losarnamn, tid_s: float | None) -> _Val:
    """The three stages over the whole-number decisions."""
    slut = None if tid_s is None else time.monotonic() + tid_s
    solver = make_losare(m.program, losare)
    svar = solver.solve(m.nytta, True, tid_s)
    if svar.status == "obegransad":
        raise FordelningFel(f"{m.problem.forbund_kod}: nyttan har ingen övre gräns; kontrollera sista segmentet.")
    if svar.status == "omojlig":
        return _Val("omojlig", None, np.nan, "Kraven går inte att förena.")
    if svar.status == "tidsgrans" or svar.varden is None:
        return _choose_in_haste(m, svar)
    varden, grans = svar.varden, svar.grans
    hogsta = fix_decisions(m, varden[m.program.heltal]).solve(m.nytta, True).mal  # the solver's own sum may lack digits
    solver.add_row(m.nytta, hogsta - LIKA_NYTTA * max(1.0, abs(hogsta)), np.inf)
    for mal in (m.kostnad, np.where(m.program.heltal, m.preferens, 0.0)):
        svar = solver.solve(mal, False, None if slut is None else max(0.0, slut - time.monotonic()), varden)
        varden = varden if svar.varden is None else svar.varden
        if svar.status == "tidsgrans":
            text = "Tiden tog slut: högsta nytta är bevisad, men inte att den nås till lägsta kostnad."
            return _Val("tidsgrans", varden, grans, text)
        if svar.status != "optimal":
            kod = m.problem.forbund_kod
            raise FordelningFel(f"{kod}: lösaren motsäger sig själv ({losare}: {svar.status} efter en bevisad plan).")
        solver.add_row(m.kostnad, -np.inf, float(m.kostnad @ varden) + LIKA_KOSTNAD_TKR)
    return _Val("optimal", varden, grans)


def _choose_in_haste(m: Modellbygge, svar: Svar) -> _Val:
    """What there is when time ran out: the best plan found, else only what is decided; its bound, else a looser one."""
    varden = svar.varden
    if varden is None:
        bara_beslutat = np.where(m.program.heltal, m.program.nedre, 0.0)
        bara_beslutat[[*m.kolumner.utan_bidrag.values(), *m.kolumner.med_avdrag.values()]] = 1.0
        bara_beslutat[[y for (j, _), y in m.kolumner.kors.items() if m.problem.beslutad[j]]] = 1.0
        varden = (
            bara_beslutat
            if fix_decisions(m, bara_beslutat[m.program.heltal]).solve(m.nytta, True).status == "optimal"
            else None
        )
    vad = "någon plan hittades" if varden is None else "bästa plan var bevisad"
    grans = svar.grans if np.isfinite(svar.grans) else _relax(m)
    return _Val("tidsgrans", varden, grans, f"Tiden tog slut innan {vad}.")


def _relax(m: Modellbygge) -> float:
    """A bound that always holds: the highest nytta if decisions could be made in part."""
    lp = HighsLosare(m.program)
    lp.relax()
    return lp.solve(m.nytta, True).mal


def _settle_volumes(m: Modellbygge, varden: Tal) -> Beslut | None:
    """The volumes for whole-number decisions already made, by the same three stages; None when there are none."""
    lp = fix_decisions(m, varden[m.program.heltal])
    nedre, ovre = (np.where(m.program.heltal, varden, grans) for grans in (m.program.nedre, m.program.ovre))
    x = varden
    for mal, maximera in ((m.nytta, True), (m.kostnad, False), (m.preferens, False)):
        svar = lp.solve(mal, maximera)
        if svar.status != "optimal" or svar.varden is None or svar.dualer is None or svar.reducerade is None:
            return None
        x = svar.varden
        _keep_columns(lp, x, nedre, ovre, np.abs(svar.reducerade) > _UTAN_PRIS)
        _keep_rows(lp, m.program, x, np.abs(svar.dualer) > _UTAN_PRIS)
    return _read_beslut(m, x)


def _keep_columns(lp: HighsLosare, x: Tal, nedre: Tal, ovre: Tal, har_pris: NDArray[np.bool_]) -> None:
    """Columns that the objective would pay to move stay at the bound where they are."""
    index = np.flatnonzero(har_pris)
    vid = np.where(np.abs(x - nedre) <= np.abs(ovre - x), nedre, ovre)[index]
    nedre[index] = ovre[index] = vid
    lp.set_bounds(index, vid, vid)


def _keep_rows(lp: HighsLosare, program: Program, x: Tal, har_pris: NDArray[np.bool_]) -> None:
    """Rows that the objective would pay to loosen stay at the bound where they are."""
    index = np.flatnonzero(har_pris)
    uppnatt = np.add.reduceat(np.append(program.radvarde * x[program.radkolumn], 0.0), program.radstart[:-1])[index]
    minst, hogst = program.minst[index], program.hogst[index]
    vid = np.where(np.abs(uppnatt - minst) <= np.abs(hogst - uppnatt), minst, hogst)
    lp.set_row_bounds(index, vid, vid)


def _read_beslut(m: Modellbygge, x: Tal) -> Beslut:
    """The columns as decisions, volumes on a grid of a millionth."""
    p, k = m.problem, m.kolumner
    kors = np.zeros(p.kan_koras.shape, np.bool_)
    antal = np.zeros((len(p.insatser), len(p.malgrupper), len(p.budgetar)))
    for (j, t), kolumn in k.kors.items():
        kors[j, t] = x[kolumn] > 0.5
    for (j, g, t), kolumn in k.antal.items():
        antal[j, g, t] = x[kolumn]
    # the small shift keeps halves of the grid, such as 1/128, from falling either way with the last digit
    return Beslut(kors, np.maximum(np.floor(antal * _RUTNAT + 0.5137) / _RUTNAT, 0.0) * kors[:, None, :])


def _make_plan(p: Problem, b: Beslut, val: _Val) -> Plan:
    """The plan as records, after our own check. Raises FordelningFel when a rule is broken or the gap is not closed."""
    fel = find_violations(p, b)
    nytta = compute_nytta(p, b)
    gap = compute_gap(val.grans, nytta)
    if val.status == "optimal" and (gap is None or gap > TILLATET_GAP):
        fel.append(f"Lösaren säger optimal men gapet är {gap}.")
    if fel:
        raise FordelningFel(f"{p.forbund_kod}: planen underkändes av den egna kontrollen.\n  " + "\n  ".join(fel))
    kostnad = compute_kostnad(p, b)
    return Plan(
        forbund_kod=p.forbund_kod,
        budgetar=p.budgetar,
        status=val.status,
        nytta=nytta,
        gap_andel=gap,
        kostnad_kr=float(kostnad.sum()),
        kapital=compute_kapital(p, kostnad.sum(axis=0)),
        rader=tuple(_make_rows(p, b, kostnad)),
        beslut=b,
        resultat_antal=compute_resultat(p, b),
        forklaring=val.forklaring,
    )


def compute_gap(grans: float, nytta: float) -> float | None:
    """How much more nytta than this some plan may have, as a share; less than the volumes' grid gives is none. None =
    no bound is known.
    """
    if not np.isfinite(grans):
        return None
    mer = grans - nytta
    return 0.0 if mer <= NAGOT_NYTTA else mer / max(abs(nytta), NAGOT_NYTTA)


def _make_empty_plan(p: Problem, val: _Val) -> Plan:
    return Plan(p.forbund_kod, p.budgetar, val.status, np.nan, None, np.nan, (), (), None, None, val.forklaring)


def _make_rows(p: Problem, b: Beslut, kostnad: Tal) -> list[Planrad]:
    """A row per year, insats and målgrupp, cost split by participants; one without målgrupp where no one takes part."""
    rader: list[Planrad] = []
    for t, ar in enumerate(p.budgetar):
        for j in np.flatnonzero(b.kors[:, t]):
            antal = b.antal[j, :, t]
            alla = float(antal.sum())
            if alla == 0:
                rader.append(Planrad(p.forbund_kod, ar, p.insatser[j], "", 0.0, float(kostnad[j, t])))
            for g in np.flatnonzero(antal):
                belopp_kr = float(kostnad[j, t] * antal[g] / alla)
                rader.append(Planrad(p.forbund_kod, ar, p.insatser[j], p.malgrupper[g], float(antal[g]), belopp_kr))
    return rader
