"""Gather plans and what is known of them: every förbund, and every look at one förbund, on a core of its own.

The same figures for any number of cores: what is computed never depends on what else is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.metod import Insatsplan
from fordelning.plan.alla import Framsteg, run_all, solve_all
from fordelning.plan.avgransning import make_problems
from fordelning.plan.bild import Fordjupning, Insyn, Planbild, Plansamling
from fordelning.plan.brytpunkt import find_breakevens
from fordelning.plan.fraga import make_utgang
from fordelning.plan.insikt import evaluate_today, explain_unspent, find_bindings, price_bindings
from fordelning.plan.losning import solve_plan
from fordelning.plan.omojlig import explain_impossible
from fordelning.plan.osakerhet import compute_osakerhet
from fordelning.plan.problem import Problem
from fordelning.plan.program import TKR
from fordelning.plan.resultat import Plan
from fordelning.plan.skuggpris import NASTA_KR, compute_front, compute_next, compute_skuggpris, find_price
from fordelning.resultat import Resultat, compare_planned

HELTAL_TID_S = 60.0
"""The longest time per plan with whole participants, where none is given: what is not proved then is told."""
MANGA_AR = 6
"""From so many years on a plan may take minutes: of the example's förbund 5 took at most 9 s, 8 up to a minute."""
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
) -> Plansamling:
    """The plans of every förbund that has insatser, what limits them and the price of money.

    `forbund_kod` = of one only; `look_closer` then tells the rest. Contributions are `bidrag_kr` of planering, else the
    allocation's total. `tid_s` is the longest time per plan; where it is not given there is none, but for plans of
    whole participants. Raises UnderlagFel when something a plan needs is missing.
    """
    problem = _make_problems(resultat, metod, forbund_kod, antal_ar)
    tid_s = HELTAL_TID_S if tid_s is None and metod.heltal else tid_s
    planer = solve_all(problem, tid_s=tid_s, framsteg=_tell(steg, "Planerar"))
    uppgifter = [(p.forbund_kod, partial(look, p, plan)) for p, plan in zip(problem, planer, strict=True)]
    insyn = run_all(uppgifter, framsteg=_tell(steg, "Ser efter vad som begränsar"))
    forbund = {f.forbund_kod: f for f in resultat.underlag.forbund}
    planerade = {p.forbund_kod for p in problem}
    return Plansamling(
        _warn_of_planned(resultat, problem),
        metod,
        problem[0].budgetar,
        tuple(Planbild(forbund[p.forbund_kod], p, x, i) for p, x, i in zip(problem, planer, insyn, strict=True)),
        tuple(f for kod, f in sorted(forbund.items()) if kod not in planerade) if forbund_kod is None else (),
        forbund_kod is not None,
    )


def warn_many_years(antal_ar: int, tid_s: float | None, djupt: bool) -> Iterator[Anmarkning]:
    """Before the work: that it may be long, and what bounds it. `djupt`: the closer looks are made too."""
    if antal_ar >= MANGA_AR and tid_s is None:
        vad = f"en plan för {antal_ar} år kan ta minuter att räkna, och tiden växer fort med antalet år"
        gor = "Med --tid S söks den i högst S sekunder; hinner den bevisas räknas också priserna, utan gräns."
        snabb = " Med --snabb görs inte den djupa genomgången, som tar längst tid." if djupt else ""
        yield Anmarkning(f"--ar {antal_ar}", vad, gor=f"{gor}{snabb} Ctrl-C avbryter.", allvar="varning")


def look_closer(pl: Plansamling, steg: Steg | None = None) -> Plansamling:
    """The same with all that can be said of one förbund's plan; only a proved plan is looked deeper into."""
    bild = pl.bilder[0]
    if not pl.enskild or bild.plan.status != "optimal":
        return pl
    insyn, fordjupning = look_closely(bild.problem, bild.plan, steg)
    return replace(pl, bilder=(replace(bild, insyn=insyn, fordjupning=fordjupning),))


def _warn_of_planned(r: Resultat, problem: Sequence[Problem]) -> Resultat:
    """The result with a warning among its inputs' for each förbund that plans with other contributions."""
    nya = compare_planned(r, [p.forbund_kod for p in problem], problem[0].budgetar[-1])
    return replace(r, underlag=replace(r.underlag, varningar=(*r.underlag.varningar, *nya)))


def _tell(steg: Steg | None, text: str) -> Framsteg | None:
    return None if steg is None else lambda klara, alla, _: steg(text, klara, alla)


def _make_problems(r: Resultat, metod: Insatsplan, forbund_kod: str | None, antal_ar: int) -> tuple[Problem, ...]:
    totalt_kr = dict(zip(r.underlag.koder, r.matchning.totalt_kr.tolist(), strict=True))
    koder = None if forbund_kod is None else (forbund_kod,)
    problem = make_problems(r.underlag, r.modell, metod, totalt_kr, antal_ar, koder)
    if not problem:
        vantat = "minst en insats för något förbund"
        raise UnderlagFel([Anmarkning("insatser.csv", "inget förbund har någon insats att planera", vantat)])
    return problem


def look(p: Problem, plan: Plan) -> Insyn:
    """What a few solves tell: the price of money, what limits, today's plan, what is left, or why there is no plan."""
    if plan.status == "omojlig":
        return Insyn(omojlighet=explain_impossible(p))
    if plan.status == "tidsgrans":
        return Insyn(bindningar=find_bindings(p, plan), idag=evaluate_today(p))
    fri, fri_plan = _let_people_be_averages(p, plan)
    utgang = make_utgang(fri, fri_plan)
    return Insyn(
        pris_nytta=NASTA_KR / TKR * find_price(fri, 0, utgang.nytta, utgang.erfarenhet),
        nasta_nytta=compute_next(fri, utgang.nytta, 0, utgang.erfarenhet),
        bindningar=find_bindings(p, plan),
        idag=evaluate_today(p),
        oanvant=explain_unspent(p, plan, utgang),
    )


def _let_people_be_averages(p: Problem, plan: Plan) -> tuple[Problem, Plan]:
    """The problem and plan that prices and thresholds are asked of: with whole participants they would be those of the
    last person, not of money.
    """
    if not p.heltal:
        return p, plan
    fri = replace(p, heltal=False)
    return fri, solve_plan(fri)


def look_closely(
    p: Problem, plan: Plan, steg: Steg | None = None, processer: int | None = None
) -> tuple[Insyn, Fordjupning | None]:
    """Everything that can be said of one förbund's plan; only a proved plan is looked deeper into.

    `look` is what is known at once. `processer` is by default one per core; the figures are the same for any number.
    """
    if plan.status != "optimal":
        return look(p, plan), None
    fri, fri_plan = _let_people_be_averages(p, plan)
    utgang = make_utgang(fri, fri_plan)
    delar: dict[str, Uppgift] = {
        "osakerhet": partial(compute_osakerhet, fri, plan, utgang=utgang),
        "bindningar": partial(price_bindings, p, plan, utgang),
        "front": partial(compute_front, fri, utgang=utgang),
        **{f"pris {ar}": partial(compute_skuggpris, fri, t, utgang) for t, ar in enumerate(p.budgetar)},
        **{f"brytpunkt {kod}": partial(find_breakevens, fri, fri_plan, (kod,), utgang) for kod in p.insatser},
    }
    svar = dict(zip(delar, run_all(list(delar.items()), processer, _tell(steg, "Prövar planen")), strict=True))
    skuggpriser = tuple(svar[f"pris {ar}"] for ar in p.budgetar)
    brytpunkter = tuple(b for kod in p.insatser for b in svar[f"brytpunkt {kod}"])
    insyn = Insyn(
        pris_nytta=skuggpriser[0].nytta_per_100000_kr,
        nasta_nytta=skuggpriser[0].nytta_av_nasta_100000_kr,
        bindningar=svar["bindningar"],
        idag=evaluate_today(p),
        oanvant=explain_unspent(p, plan, utgang, skuggpriser[0]),
    )
    return insyn, Fordjupning(skuggpriser, svar["front"], brytpunkter, svar["osakerhet"])
