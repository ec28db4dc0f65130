"""The plan's own check: everything computed again in kronor and persons from what the plan decides, without any
solver.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.pengar import format_kr
from fordelning.plan.lydelse import format_antal, name_years
from fordelning.plan.problem import Mask, Problem, Tal
from fordelning.plan.resultat import Beslut, Kapitalrad

_KRONA = 1.0
"""A money limit may be passed by at most this many kronor."""
_PERSON = 1e-4
"""A limit of people may be passed by at most this much of a person."""


def compute_kostnad(p: Problem, b: Beslut) -> Tal:
    """(J, H) kr: trappning · (fast·y + per deltagare·Σ_g x)."""
    kostnad: Tal = p.trappning * (p.fast_kr[:, None] * b.kors + p.per_deltagare_kr[:, None] * b.antal.sum(axis=1))
    return kostnad


def compute_resultat(p: Problem, b: Beslut) -> Tal:
    """(G, H) persons: Σ_j effekt·x + the persons that running struktur insatser reach in the målgrupp."""
    resultat: Tal = np.einsum("jg,jgt->gt", p.effekt_andel, b.antal) + np.einsum("jg,jt->gt", p.struktur_antal, b.kors)
    return resultat


def count_reached(p: Problem, b: Beslut) -> float:
    """Persons expected to reach work or studies, all years together, also those that struktur reaches outside every
    målgrupp. The one figure that is told of any plan, the best one as today's.
    """
    fria = (p.struktur_fri_antal[:, None] * b.kors).sum()
    return float(compute_resultat(p, b).sum() + fria)


def compute_nytta_per_malgrupp(p: Problem, resultat_antal: Tal) -> Tal:
    """(G, H) weighted persons before discounting: results fill the segments in order; below zero they count as the
    first.
    """
    golv = np.concatenate([[0.0], np.cumsum(p.segment_bredd_andel[:-1])])[:, None, None] * p.behov_antal[:, None]
    with np.errstate(invalid="ignore"):
        bredd = (
            np.where(np.isinf(p.segment_bredd_andel), np.inf, p.segment_bredd_andel)[:, None, None]
            * p.behov_antal[:, None]
        )
    bredd = np.where(np.isnan(bredd), np.inf, bredd)
    i_segment = np.clip(resultat_antal - golv, 0.0, bredd)
    nytta = np.einsum("k,kgt->gt", p.segment_lutning, i_segment) + p.segment_lutning[0] * np.minimum(
        resultat_antal, 0.0
    )
    return np.asarray(p.vikt[:, None] * nytta)


def compute_nytta(p: Problem, b: Beslut) -> float:
    """Nytta in weighted persons, discounted to the first year."""
    per_ar = compute_nytta_per_malgrupp(p, compute_resultat(p, b)).sum(axis=0)
    fri = p.segment_lutning[0] * (p.struktur_fri_antal[:, None] * b.kors).sum(axis=0)
    return float(p.diskontering @ (per_ar + fri))


def compute_kapital(p: Problem, kostnad_kr: Tal) -> tuple[Kapitalrad, ...]:
    """Eget kapital over the years, kr, for the insatser's cost per year (H,).

    What a year ends with above the reasonable level cuts next year's contributions, at most all of them.
    """
    rader: list[Kapitalrad] = []
    ingaende, overskott = p.eget_kapital_kr, 0.0
    for t, ar in enumerate(p.budgetar):
        bidrag, tillskott, administration = (float(x[t]) for x in (p.bidrag_kr, p.tillskott_kr, p.administration_kr))
        avdrag = min(bidrag, p.avdrag_andel * overskott)
        insatser = float(kostnad_kr[t])
        utgaende = ingaende + bidrag - avdrag + tillskott - administration - insatser
        rimlig = float(p.rimlig_niva_kr[t])
        overskott = max(0.0, utgaende - rimlig)
        rader.append(
            Kapitalrad(
                ar,
                ingaende,
                bidrag,
                avdrag,
                tillskott,
                administration,
                insatser,
                utgaende,
                rimlig,
                overskott,
                float(p.lagsta_kapital_kr[t]),
            )
        )
        ingaende = utgaende
    return tuple(rader)


def find_violations(p: Problem, b: Beslut) -> list[str]:
    """Every rule that the plan breaks, in words with its amount (Swedish); empty = the plan holds."""
    return [*_check_people(p, b), *_check_decisions(p, b), *_check_money(p, b)]


def _check_people(p: Problem, b: Beslut) -> Iterator[str]:
    """Need, volumes, and that no one takes part where nothing runs or no one is taken in."""
    deltar = b.antal.sum(axis=1)
    mest = p.hogst_antal[:, None] * b.kors
    minst = p.minst_antal[:, None] * b.kors
    if (b.antal < 0).any() or (p.heltal and (b.antal != np.round(b.antal)).any()):
        yield "Ett antal deltagare är negativt eller inte helt."
    for g, aren in _find_years(b.antal.sum(axis=0) > p.behov_antal[:, None] + _PERSON):
        yield f"{p.malgruppsnamn[g]} {name_years(p, aren)}: fler deltagare än behovet."
    for j, aren in _find_years((deltar > mest + _PERSON) | (deltar < minst - _PERSON)):
        lika: dict[str, list[int]] = {}
        for t in aren:
            antal, fran, till = (format_antal(x[j, t]) for x in (deltar, minst, mest))
            lika.setdefault(f"{antal} deltagare är utanför {fran}–{till}", []).append(t)
        yield from (f"{p.insatsnamn[j]} {name_years(p, ar)}: {vad}." for vad, ar in lika.items())
    for j, g, _ in np.argwhere((b.antal > 0) & ~p.tar_emot[:, :, None]):
        yield f"{p.insatsnamn[j]} tar inte emot {p.malgruppsnamn[g]}."


def _find_years(brutet: Mask) -> Iterator[tuple[int, list[int]]]:
    """The rows that break a rule, and in which years."""
    yield from ((i, np.flatnonzero(brutet[i]).tolist()) for i in np.flatnonzero(brutet.any(axis=1)).tolist())


def _check_decisions(p: Problem, b: Beslut) -> Iterator[str]:
    """Insatser run only in their years, decided ones in all of them, and one decision is the same in all its years."""
    for j in np.flatnonzero((b.kors & ~p.kan_koras).any(axis=1)):
        yield f"{p.insatsnamn[j]} körs utanför sina år."
    alla_ar = (b.kors == p.kan_koras).all(axis=1)
    for j in np.flatnonzero(p.beslutad & ~alla_ar):
        yield f"{p.insatsnamn[j]} är beslutad men körs inte alla sina år."
    for j in np.flatnonzero(p.ett_beslut & b.kors.any(axis=1) & ~alla_ar):
        yield f"{p.insatsnamn[j]} är ett beslut men körs bara vissa av sina år."


def _check_money(p: Problem, b: Beslut) -> Iterator[str]:
    """Lowest eget kapital, and the share of strukturövergripande insatser."""
    kostnad = compute_kostnad(p, b)
    for rad in compute_kapital(p, kostnad.sum(axis=0)):
        if rad.utgaende_kr < rad.lagsta_kr - _KRONA:
            yield f"Eget kapital {rad.ar} är {format_kr(rad.lagsta_kr - rad.utgaende_kr)} kr under lägsta nivå."
    struktur, allt = kostnad[p.struktur].sum(axis=0), kostnad.sum(axis=0)
    for brutet, vad in (
        (struktur < p.struktur_minst_andel * allt - _KRONA, "under sin minsta andel"),
        (struktur > p.struktur_hogst_andel * allt + _KRONA, "över sin högsta andel"),
    ):
        yield from (
            f"Strukturövergripande insatser är {vad} {name_years(p, ar)}." for _, ar in _find_years(brutet[None])
        )
