"""The constraints of a plan: one named generator per rule, the rule in words as its docstring. VILLKOR is the table of
contents.

Each generator yields rows over the columns of the program; money in tkr, people in antal, results in persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from fordelning.plan.problem import Problem
from fordelning.plan.program import TKR, Kolumner, Rad, compute_highest_kapital

INF = float("inf")
Villkor = Callable[[Problem, Kolumner], Iterator[Rad]]


def hall_behovet(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """In a målgrupp no more people take part in a year than are in need: Σ_j x[j,g,t] ≤ behov[g]."""
    for g, behov in enumerate(p.behov_antal.tolist()):
        for t in range(len(p.budgetar)):
            kolumner = [k.antal[j, g, t] for j in range(len(p.insatser)) if (j, g, t) in k.antal]
            if kolumner:
                yield Rad((-1, g, t), kolumner, [1.0] * len(kolumner), -INF, behov)


def hall_minsta_volym(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats that runs takes at least its smallest number of participants: minst·y ≤ Σ_g x."""
    for (j, t), y in k.kors.items():
        if p.minst_antal[j] > 0:
            x = _participants(p, k, j, t)
            yield Rad((j, -1, t), [*x, y], [1.0] * len(x) + [-float(p.minst_antal[j])], 0.0, INF)


def hall_hogsta_volym(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats takes at most its largest number of participants, and none when it does not run: Σ_g x ≤ högst·y."""
    for (j, t), y in k.kors.items():
        if x := _participants(p, k, j, t):
            yield Rad((j, -1, t), [*x, y], [1.0] * len(x) + [-float(p.hogst_antal[j])], -INF, 0.0)


def ta_emot_bara_nar_insatsen_kors(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """No one takes part in an insats that does not run, målgrupp by målgrupp: x[j,g,t] ≤ min(behov, högst)·y (a
    stronger form).
    """
    for (j, g, t), x in k.antal.items():
        if k.ovre[x] < p.hogst_antal[j]:
            yield Rad((j, g, t), [x, k.kors[j, t]], [1.0, -k.ovre[x]], -INF, 0.0)


def kor_det_beslutade(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """A decided insats runs in all its years: y = 1."""
    for (j, t), y in k.kors.items():
        if p.beslutad[j]:
            yield Rad((j, -1, t), [y], [1.0], 1.0, 1.0)


def fatta_ett_beslut(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats with a first and a last year is one decision: it runs in all its years or in none."""
    for (j, t), y in k.kors.items():
        if p.ett_beslut[j] and (j, t + 1) in k.kors:
            yield Rad((j, -1, t), [y, k.kors[j, t + 1]], [1.0, -1.0], 0.0, 0.0)


def for_kapitalet_vidare(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Eget kapital: last year's + contributions − what an excess cuts − administration − the cost of the insatser =
    this year's.
    """
    for t in range(len(p.budgetar)):
        kolumner, koefficienter = cost_terms(p, k, t)
        kolumner.append(k.kapital[t])
        koefficienter.append(1.0)
        if t in k.avdrag:
            kolumner.append(k.avdrag[t])
            koefficienter.append(1.0)
        if t > 0:
            kolumner.append(k.kapital[t - 1])
            koefficienter.append(-1.0)
        netto = p.bidrag_kr[t] + p.tillskott_kr[t] - p.administration_kr[t] + (p.eget_kapital_kr if t == 0 else 0.0)
        yield Rad((-1, -1, t), kolumner, koefficienter, float(netto) / TKR, float(netto) / TKR)


def hall_lagsta_kapital(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Eget kapital is never below the lowest level that the förbund has set for the year."""
    for t, kolumn in k.kapital.items():
        yield Rad((-1, -1, t), [kolumn], [1.0], float(p.lagsta_kapital_kr[t]) / TKR, INF)


def minska_bidraget_av_overskott(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """What eget kapital has above the reasonable level cuts next year's contributions by the model's share of it."""
    hogsta = compute_highest_kapital(p)
    for t, avdrag in k.avdrag.items():
        # avdrag − c·EK (+ M·z) ≥ −c·rimlig; M lets go of the row in a year when all contributions are cut
        kolumner, koefficienter = [avdrag, k.kapital[t - 1]], [1.0, -p.avdrag_andel]
        if t in k.utan_bidrag:
            kolumner.append(k.utan_bidrag[t])
            koefficienter.append(
                (p.avdrag_andel * (hogsta[t - 1] - float(p.rimlig_niva_kr[t - 1])) - float(p.bidrag_kr[t])) / TKR
            )
        yield Rad((-1, -1, t), kolumner, koefficienter, -p.avdrag_andel * float(p.rimlig_niva_kr[t - 1]) / TKR, INF)


def lat_inget_bidrag_bli_negativt(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An excess can take all of next year's contributions, not more: either its share of the excess is cut, or
    everything.
    """
    for t, z in k.utan_bidrag.items():
        yield Rad((-1, -1, t), [k.avdrag[t], z], [1.0, -float(p.bidrag_kr[t]) / TKR], 0.0, INF)


def minska_bara_vid_overskott(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Where a krona of excess takes more than a krona: nothing is cut unless there is an excess, avdrag ≤ bidrag·u."""
    for t, u in k.med_avdrag.items():
        yield Rad((-1, -1, t), [k.avdrag[t], u], [1.0, -float(p.bidrag_kr[t]) / TKR], -INF, 0.0)


def minska_inte_mer_an_overskottet(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Where a krona of excess takes more than a krona, no plan may gain by having more cut than the rule says."""
    lagsta = _lowest_kapital(p)
    for t, u in k.med_avdrag.items():
        # avdrag ≤ c·(EK − rimlig) where u = 1; M lets go of the row where u = 0
        c, rimlig = p.avdrag_andel, float(p.rimlig_niva_kr[t - 1]) / TKR
        lyft = float(p.bidrag_kr[t]) / TKR + c * max(0.0, rimlig - lagsta[t - 1] / TKR)
        yield Rad((-1, -1, t), [k.avdrag[t], k.kapital[t - 1], u], [1.0, -c, lyft], -INF, lyft - c * rimlig)


def hall_minsta_strukturandel(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Strukturövergripande insatser are at least a set share of the year's insats cost."""
    for t, andel in enumerate(p.struktur_minst_andel.tolist()):
        if andel > 0:
            yield from _share_of_struktur(p, k, t, andel, 0.0, INF)


def hall_hogsta_strukturandel(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Strukturövergripande insatser are at most a set share of the year's insats cost."""
    for t, andel in enumerate(p.struktur_hogst_andel.tolist()):
        if andel < 1:
            yield from _share_of_struktur(p, k, t, andel, -INF, 0.0)


def dela_resultaten_i_segment(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """A målgrupp's results in a year are the participants times the effect, and fill the segments: Σ_j effekt·x +
    struktur·y = Σ_k e_k.
    """
    segment = range(len(p.segment_lutning))
    for g, t in dict.fromkeys((g, t) for g, t, _ in k.resultat):
        kolumner, koefficienter = [k.resultat[g, t, s] for s in segment], [1.0] * len(segment)
        if (g, t) in k.forlust:
            kolumner.append(k.forlust[g, t])
            koefficienter.append(-1.0)
        for j in range(len(p.insatser)):
            if (j, g, t) in k.antal:
                kolumner.append(k.antal[j, g, t])
                koefficienter.append(-float(p.effekt_andel[j, g]))
            if p.struktur_antal[j, g] and (j, t) in k.kors:
                kolumner.append(k.kors[j, t])
                koefficienter.append(-float(p.struktur_antal[j, g]))
        yield Rad((-1, g, t), kolumner, koefficienter, 0.0, 0.0)


def cost_terms(p: Problem, k: Kolumner, t: int) -> tuple[list[int], list[float]]:
    """The year's insats cost in tkr as terms: trappning · (fast·y + per deltagare·x)."""
    kolumner: list[int] = []
    koefficienter: list[float] = []
    for j in range(len(p.insatser)):
        if (j, t) in k.kors:
            andel = float(p.trappning[j, t]) / TKR
            x = _participants(p, k, j, t)
            kolumner += [k.kors[j, t], *x]
            koefficienter += [andel * float(p.fast_kr[j])] + [andel * float(p.per_deltagare_kr[j])] * len(x)
    return kolumner, koefficienter


def _participants(p: Problem, k: Kolumner, j: int, t: int) -> list[int]:
    return [k.antal[j, g, t] for g in range(len(p.malgrupper)) if (j, g, t) in k.antal]


def _share_of_struktur(p: Problem, k: Kolumner, t: int, andel: float, minst: float, hogst: float) -> Iterator[Rad]:
    """Σ struktur cost − andel · Σ all cost, between two bounds; no row in a year when no insats exists."""
    kolumner, koefficienter = cost_terms(p, k, t)
    struktur = {y for (j, year), y in k.kors.items() if year == t and p.struktur[j]}
    andelar = [v * ((i in struktur) - andel) for i, v in zip(kolumner, koefficienter, strict=True)]
    if kolumner:
        yield Rad((-1, -1, t), kolumner, andelar, minst, hogst)


def _lowest_kapital(p: Problem) -> list[float]:
    """(H,) the least eget kapital that any plan could end a year with, kr: no contributions, everything run at its
    largest volume.
    """
    mest = (p.kan_koras * p.trappning * (p.fast_kr + p.per_deltagare_kr * p.hogst_antal)[:, None]).sum(axis=0)
    lagst: list[float] = (p.eget_kapital_kr - np.cumsum(p.administration_kr + mest)).tolist()
    return lagst


VILLKOR: dict[str, Villkor] = {
    "behov": hall_behovet,
    "minst": hall_minsta_volym,
    "hogst": hall_hogsta_volym,
    "mottagande": ta_emot_bara_nar_insatsen_kors,
    "beslutad": kor_det_beslutade,
    "ett_beslut": fatta_ett_beslut,
    "kapital": for_kapitalet_vidare,
    "lagsta_kapital": hall_lagsta_kapital,
    "overskott": minska_bidraget_av_overskott,
    "bidrag_ej_negativt": lat_inget_bidrag_bli_negativt,
    "avdrag_vid_overskott": minska_bara_vid_overskott,
    "avdrag_ej_mer": minska_inte_mer_an_overskottet,
    "struktur_minst": hall_minsta_strukturandel,
    "struktur_hogst": hall_hogsta_strukturandel,
    "segment": dela_resultaten_i_segment,
}
"""Every constraint of the plan, in the order of the program's rows."""


def make_rows(p: Problem, k: Kolumner) -> Iterator[tuple[str, Rad]]:
    """All rows of the problem, each with the name of its villkor."""
    for namn, villkor in VILLKOR.items():
        for rad in villkor(p, k):
            yield namn, rad
