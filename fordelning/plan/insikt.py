"""What limits a plan, what one unit more would give, today's plan beside it, and money left unspent and why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from fordelning.pengar import divide, format_kr
from fordelning.plan.fraga import Utgang
from fordelning.plan.kontroll import compute_kapital, compute_kostnad, compute_nytta, count_reached, find_violations
from fordelning.plan.losning import compute_best_nytta
from fordelning.plan.lydelse import name_years
from fordelning.plan.problem import Problem, put
from fordelning.plan.resultat import Beslut, Kapitalrad, Plan
from fordelning.plan.skuggpris import Skuggpris, add_money, compute_skuggpris

_ANTAL_LIKA = 1e-5
_KR_LIKA = 1.0
_NAGOT = 1e-6
"""Nytta below this is none."""


@dataclass(frozen=True, slots=True, eq=False)
class Bindning:
    """A limit that the plan stands at, and the same problem with the limit one unit looser."""

    villkor: str
    text: str
    enhet: str
    lattat: Problem
    nytta_per_enhet: float | None = None
    """What the unit gives, from solving again; None = not computed."""


@dataclass(frozen=True, slots=True, eq=False)
class Idag:
    """Today's participants as a plan for the same years, measured by the same yardstick.

    Today's participants are split over the målgrupper of an insats by need. `odelade` are the insatser (names) whose
    målgrupper have none in need, so that nytta and results are not known. `brott` says which rules today's plan would
    break.
    """

    beslut: Beslut
    nytta: float | None
    kostnad_kr: float
    kapital: tuple[Kapitalrad, ...]
    resultat_antal: float | None
    brott: tuple[str, ...]
    odelade: tuple[str, ...]

    @property
    def deltagare_antal(self) -> float:
        """Participants, all years together."""
        return float(self.beslut.antal.sum())


@dataclass(frozen=True, slots=True)
class Oanvant:
    """Money above the lowest eget kapital when the plan ends, and why it is not spent (Swedish)."""

    belopp_kr: float
    orsak: str


def find_bindings(p: Problem, plan: Plan) -> tuple[Bindning, ...]:
    """The limits that a plan has reached, from its own figures. Each can be loosened by changing one input."""
    if plan.beslut is None:
        return ()
    return (
        *_bound_by_need(p, plan.beslut),
        *_bound_by_volume(p, plan.beslut),
        *_bound_by_decision(p),
        *_bound_by_kapital(p, plan),
        *_bound_by_struktur(p, plan.beslut),
    )


def price_bindings(p: Problem, plan: Plan, utgang: Utgang | None = None) -> tuple[Bindning, ...]:
    """The limits that are reached, with what one unit more gives by solving again; the largest gain first.

    `utgang` is the same problem's, where it is known already; with whole participants that of the problem without
    them, which the unit is then priced in.
    """
    fran = None if utgang is None else utgang.erfarenhet
    heltal = p.heltal and utgang is None
    nytta = utgang.nytta if utgang is not None and p.heltal else plan.nytta
    bindningar = [
        replace(b, nytta_per_enhet=max(0.0, compute_best_nytta(replace(b.lattat, heltal=heltal), fran=fran) - nytta))
        for b in find_bindings(p, plan)
    ]
    return tuple(sorted(bindningar, key=lambda b: -round(b.nytta_per_enhet or 0.0, 9)))


def _bound_by_need(p: Problem, b: Beslut) -> Iterator[Bindning]:
    for g in range(len(p.malgrupper)):
        ar = np.flatnonzero((b.antal[:, g].sum(axis=0) >= p.behov_antal[g] - _ANTAL_LIKA) & (p.behov_antal[g] > 0))
        if len(ar):
            text = f"Hela behovet i {p.malgruppsnamn[g]} tas om hand {name_years(p, ar)}"
            lattat = replace(p, behov_antal=put(p.behov_antal, g, p.behov_antal[g] + 1))
            yield Bindning("behov", text, "en person till i behov", lattat)


def _bound_by_volume(p: Problem, b: Beslut) -> Iterator[Bindning]:
    deltar = b.antal.sum(axis=1)
    for j in np.flatnonzero(~p.struktur):
        fulla = np.flatnonzero(b.kors[j] & (deltar[j] >= p.hogst_antal[j] - _ANTAL_LIKA) & (deltar[j] > 0))
        if len(fulla) and p.effekt_andel[j].any():
            lattat = replace(p, hogst_antal=put(p.hogst_antal, j, p.hogst_antal[j] + 1))
            yield Bindning("hogst", f"{p.insatsnamn[j]} är full {name_years(p, fulla)}", "en plats till", lattat)
        minsta = np.flatnonzero(b.kors[j] & (deltar[j] <= p.minst_antal[j] + _ANTAL_LIKA) & (p.minst_antal[j] > 0))
        if len(minsta):
            lattat = replace(p, minst_antal=put(p.minst_antal, j, max(0.0, p.minst_antal[j] - 1)))
            yield Bindning(
                "minst",
                f"{p.insatsnamn[j]} körs med minsta antal {name_years(p, minsta)}",
                "kravet sänkt med en deltagare",
                lattat,
            )


def _bound_by_decision(p: Problem) -> Iterator[Bindning]:
    for j in np.flatnonzero(p.beslutad & p.kan_koras.any(axis=1)):
        lattat = replace(p, beslutad=put(p.beslutad, j, False))
        yield Bindning("beslutad", f"{p.insatsnamn[j]} är redan beslutad", "att pröva beslutet fritt", lattat)


def _bound_by_kapital(p: Problem, plan: Plan) -> Iterator[Bindning]:
    for t, rad in enumerate(plan.kapital):
        if rad.utgaende_kr <= rad.lagsta_kr + _KR_LIKA:
            lattat = replace(p, lagsta_kapital_kr=put(p.lagsta_kapital_kr, t, rad.lagsta_kr - 100_000))
            yield Bindning(
                "lagsta_kapital", f"Eget kapital är på sin lägsta nivå {rad.ar}", "100 000 kr lägre nivå", lattat
            )


def _bound_by_struktur(p: Problem, b: Beslut) -> Iterator[Bindning]:
    kostnad = compute_kostnad(p, b)
    struktur, allt = kostnad[p.struktur].sum(axis=0), kostnad.sum(axis=0)
    for t, ar in enumerate(p.budgetar):
        if allt[t] <= 0:
            continue
        minst, hogst = p.struktur_minst_andel[t], p.struktur_hogst_andel[t]
        if minst > 0 and struktur[t] <= minst * allt[t] + _KR_LIKA:
            lattat = replace(p, struktur_minst_andel=put(p.struktur_minst_andel, t, max(0.0, minst - 0.01)))
            text = f"Strukturövergripande insatser har sin minsta andel {ar}"
            yield Bindning("struktur_minst", text, "en procentenhet lägre gräns", lattat)
        if hogst < 1 and struktur[t] >= hogst * allt[t] - _KR_LIKA:
            lattat = replace(p, struktur_hogst_andel=put(p.struktur_hogst_andel, t, min(1.0, hogst + 0.01)))
            text = f"Strukturövergripande insatser har sin högsta andel {ar}"
            yield Bindning("struktur_hogst", text, "en procentenhet högre gräns", lattat)


def evaluate_today(p: Problem) -> Idag | None:
    """Today's plan over the same years: every insats that runs today runs in the years it exists. None = nothing is
    given.

    An individ insats runs when it has participants, a strukturövergripande unless it is given as 0. Participants are
    split over the målgrupper that the insats has an effect for, in proportion to need. Where none of those has anyone
    in need they are split evenly, for their number and cost only: nothing is said of what they give or of need.
    """
    if np.isnan(p.idag_antal).all() or not p.malgrupper:
        return None
    idag = np.nan_to_num(p.idag_antal)
    kors = p.kan_koras & ((idag > 0) | (p.struktur & np.isnan(p.idag_antal)))[:, None]
    vikter = p.tar_emot * p.behov_antal
    odelade = ~p.struktur & kors.any(axis=1) & (vikter.sum(axis=1) == 0)
    vikter = np.where(odelade[:, None], p.tar_emot, vikter)
    andelar = np.nan_to_num(divide(vikter, vikter.sum(axis=1, keepdims=True)))
    b = Beslut(kors, (idag * ~p.struktur)[:, None, None] * andelar[:, :, None] * kors[:, None, :])
    kostnad = compute_kostnad(p, b)
    behov = np.where(p.tar_emot[odelade].any(axis=0), np.inf, p.behov_antal)
    return Idag(
        beslut=b,
        nytta=None if odelade.any() else compute_nytta(p, b),
        kostnad_kr=float(kostnad.sum()),
        kapital=compute_kapital(p, kostnad.sum(axis=0)),
        resultat_antal=None if odelade.any() else count_reached(p, b),
        brott=tuple(find_violations(replace(p, heltal=False, behov_antal=behov), b)),
        odelade=tuple(namn for namn, ja in zip(p.insatsnamn, odelade, strict=True) if ja),
    )


def explain_unspent(
    p: Problem, plan: Plan, utgang: Utgang | None = None, pris: Skuggpris | None = None
) -> Oanvant | None:
    """Money above the lowest eget kapital at the end of the plan, and why no plan uses it. None = less than a krona is
    left. `utgang` and `pris` (the first year's) are the same problem's, where they are known already.
    """
    kvar = plan.kapital[-1].utgaende_kr - plan.kapital[-1].lagsta_kr if plan.kapital else 0.0
    if kvar < _KR_LIKA:
        return None
    if not _would_money_help(p, plan, 0, utgang):
        orsak = f"Mer pengar ger ingen mer nytta: {_describe_full(p, plan)}"
    elif any(rad.utgaende_kr <= rad.lagsta_kr + _KR_LIKA for rad in plan.kapital[:-1]):
        orsak = (
            "Pengarna behövs tidigare: eget kapital är på sin lägsta nivå ett tidigare år, "
            "och det som är kvar i slutet kommer för sent."
        )
    else:
        till_kr = None if p.heltal else (pris or compute_skuggpris(p, 0, utgang)).till_kr
        steg = "" if till_kr is None else f" Nästa steg blir möjligt med {format_kr(till_kr)} kr till."
        vad = "hela personer, fast kostnad" if p.heltal else "fast kostnad"
        nar = "Det som är kvar"
        if len(plan.kapital) > 1 and not _would_money_help(p, plan, -1, utgang):
            sist = plan.kapital[-1].ar
            nar = f"Pengarna behövs tidigare: mer pengar {sist} ger ingen mer nytta, och det som är kvar åren före"
        orsak = f"{nar} räcker inte till något som ger mer ({vad}, minsta antal eller flera år).{steg}"
    return Oanvant(kvar, orsak)


def _would_money_help(p: Problem, plan: Plan, t: int, utgang: Utgang | None) -> bool:
    """Whether any amount more in year t gives more nytta."""
    rikt = add_money(p, t, _cost_of_everything(p))
    return compute_best_nytta(rikt, fran=None if utgang is None else utgang.erfarenhet) > plan.nytta + _NAGOT


def _cost_of_everything(p: Problem) -> float:
    """More money than any plan can use, kr."""
    return float(p.hogsta_kostnad_kr.sum() + p.bidrag_kr.sum() + np.abs(p.lagsta_kapital_kr).sum())


def _describe_full(p: Problem, plan: Plan) -> str:
    """Which limits other than money the plan stands at (Swedish)."""
    skal = [
        b.text for b in find_bindings(p, plan) if b.villkor in ("behov", "hogst", "struktur_minst", "struktur_hogst")
    ]
    if not skal and not p.behov_antal.any():
        return "ingen är i behov."
    return "; ".join(skal) + "." if skal else "ingen insats till har någon effekt."
