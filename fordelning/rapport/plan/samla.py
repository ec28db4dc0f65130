"""Gather plans and what is known of them: every förbund, and every look at one förbund, on a core of its own.

The same figures for any number of cores: what is computed never depends on what else is.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from functools import partial
from typing import Any

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.modell import Insatsplan
from fordelning.plan.alla import solve_all
from fordelning.plan.avgransning import make_problems
from fordelning.plan.brytpunkt import find_breakevens
from fordelning.plan.insikt import evaluate_today, explain_unspent, find_bindings, price_bindings
from fordelning.plan.omojlig import explain_impossible
from fordelning.plan.osakerhet import compute_osakerhet
from fordelning.plan.problem import Problem
from fordelning.plan.resultat import Plan
from fordelning.plan.skuggpris import _find_price as find_price
from fordelning.plan.skuggpris import compute_front, compute_next, compute_skuggpris
from fordelning.rapport.plan.bild import Fordjupning, Insyn, Planbild, Planering
from fordelning.resultat import Resultat

Steg = Callable[[str, int, int], None]
"""Called when a piece of work is done: what is being done (Swedish), how many pieces, of how many."""
Uppgift = Callable[[], Any]


def gather_plans(
    resultat: Resultat,
    metod: Insatsplan,
    forbund_kod: str | None = None,
    antal_ar: int = 3,
    tid_s: float | None = None,
    steg: Steg | None = None,
) -> Planering:
    """The plans of every förbund that has insatser, or of one with all that can be said of it.

    Contributions are `bidrag_kr` of planering, else the allocation's total. `tid_s` is the longest time per plan.
    Raises UnderlagFel when something a plan needs is missing.
    """
    problem = _make_problems(resultat, metod, forbund_kod, antal_ar)
    framsteg = None if steg is None else lambda klara, alla, _: steg("Planerar", klara, alla)
    planer = solve_all(problem, tid_s=tid_s, framsteg=framsteg)
    par = list(zip(problem, planer, strict=True))
    forbund = {f.forbund_kod: f for f in resultat.underlag.forbund}
    if forbund_kod is None:
        insyn = run_all([partial(_look, p, plan) for p, plan in par], "Ser efter vad som begränsar", steg)
        fordjupningar: list[Fordjupning | None] = [None] * len(par)
    else:
        ett, fordjupning = _look_closely(*par[0], steg)
        insyn, fordjupningar = [ett], [fordjupning]
    planerade = {p.forbund_kod for p in problem}
    return Planering(
        resultat,
        metod,
        problem[0].budgetar,
        tuple(
            Planbild(forbund[p.forbund_kod], p, plan, i, f)
            for (p, plan), i, f in zip(par, insyn, fordjupningar, strict=True)
        ),
        tuple(f for kod, f in sorted(forbund.items()) if kod not in planerade) if forbund_kod is None else (),
        forbund_kod is not None,
    )


def _make_problems(r: Resultat, metod: Insatsplan, forbund_kod: str | None, antal_ar: int) -> tuple[Problem, ...]:
    totalt_kr = dict(zip(r.underlag.koder, r.matchning.totalt_kr.tolist(), strict=True))
    koder = None if forbund_kod is None else (forbund_kod,)
    problem = make_problems(r.underlag, r.modell, metod, totalt_kr, antal_ar, koder)
    if not problem:
        vantat = "minst en insats för något förbund"
        raise UnderlagFel([Anmarkning("insatser.csv", "inget förbund har någon insats att planera", vantat)])
    return problem


def _look(p: Problem, plan: Plan) -> Insyn:
    """What a few solves tell: the price of money, what limits, today's plan, what is left, or why there is no plan."""
    if plan.status == "omojlig":
        return Insyn(omojlighet=explain_impossible(p))
    if plan.status == "tidsgrans":
        return Insyn(bindningar=find_bindings(p, plan), idag=evaluate_today(p))
    return Insyn(
        pris_nytta=100 * find_price(p, 0),
        nasta_nytta=compute_next(p, plan.nytta),
        bindningar=find_bindings(p, plan),
        idag=evaluate_today(p),
        oanvant=explain_unspent(p, plan),
    )


def _look_closely(p: Problem, plan: Plan, steg: Steg | None) -> tuple[Insyn, Fordjupning | None]:
    """Everything that can be said of one förbund's plan; only a proved plan is looked deeper into."""
    if plan.status != "optimal":
        return _look(p, plan), None
    priser: list[Uppgift] = [partial(compute_skuggpris, p, t) for t in range(len(p.budgetar))]
    brytningar: list[Uppgift] = [partial(find_breakevens, p, plan, (kod,)) for kod in p.insatser]
    ovriga: list[Uppgift] = [
        partial(compute_osakerhet, p, plan),
        partial(price_bindings, p, plan),
        partial(compute_front, p),
        partial(explain_unspent, p, plan),
    ]
    svar = run_all([*ovriga, *priser, *brytningar], "Prövar planen", steg)
    osakerhet, bindningar, front, oanvant = svar[:4]
    skuggpriser = tuple(svar[4 : 4 + len(priser)])
    brytpunkter = tuple(b for nagra in svar[4 + len(priser) :] for b in nagra)
    insyn = Insyn(
        pris_nytta=skuggpriser[0].nytta_per_100000_kr,
        nasta_nytta=skuggpriser[0].nytta_av_nasta_100000_kr,
        bindningar=bindningar,
        idag=evaluate_today(p),
        oanvant=oanvant,
    )
    return insyn, Fordjupning(skuggpriser, front, brytpunkter, osakerhet)


def run_all(uppgifter: Sequence[Uppgift], text: str, steg: Steg | None = None) -> list[Any]:
    """The answer of every task, in the order given, on as many cores as there are."""

    def report(klara: int) -> None:
        if steg is not None:
            steg(text, klara, len(uppgifter))

    antal = min(len(uppgifter), os.cpu_count() or 1)
    if antal <= 1:
        svar = []
        for uppgift in uppgifter:
            svar.append(uppgift())
            report(len(svar))
        return svar
    with ProcessPoolExecutor(antal) as pool:
        kommande = [pool.submit(uppgift) for uppgift in uppgifter]
        for klara, klar in enumerate(as_completed(kommande), 1):
            klar.result()
            report(klara)
        return [k.result() for k in kommande]
