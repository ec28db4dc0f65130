"""The constraints of a plan: one named generator per rule, the rule in words as its docstring. VILLKOR is the table of
contents.

Each generator yields rows over the columns of the program; money in tkr, people in antal, results in persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np

from fordelning.plan.kolumner import Kolumner, compute_highest_kapital
from fordelning.plan.problem import Mask, Problem, Tal
from fordelning.plan.program import TKR, Rad

INF = float("inf")
Villkor = Callable[[Problem, Kolumner], Iterator[Rad]]


def hall_behovet(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """In a målgrupp no more people take part in a year than are in need: Σ_j x[j,g,t] ≤ behov[g]."""
    behov = p.behov_antal.tolist()
    for (g, t), x in k.antal_malgrupp.items():
        yield Rad((-1, g, t), x, -INF, behov[g])


def hall_minsta_volym(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats that runs takes at least its smallest number of participants: minst·y ≤ Σ_g x."""
    minst = p.minst_antal.tolist()
    for (j, t), y in k.kors.items():
        if minst[j] > 0:
            yield Rad((j, -1, t), {**k.antal_insats[j, t], y: -minst[j]}, 0.0, INF)


def hall_hogsta_volym(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats takes at most its largest number of participants, and none when it does not run: Σ_g x ≤ högst·y."""
    hogst = p.hogst_antal.tolist()
    for (j, t), y in k.kors.items():
        if x := k.antal_insats[j, t]:
            yield Rad((j, -1, t), {**x, y: -hogst[j]}, -INF, 0.0)


def ta_emot_bara_nar_insatsen_kors(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """No one takes part in an insats that does not run, målgrupp by målgrupp: x[j,g,t] ≤ min(behov, högst)·y (a
    stronger form).
    """
    hogst, ovre = p.hogst_antal.tolist(), k.ovre.tolist()
    for (j, g, t), x in k.antal.items():
        if ovre[x] < hogst[j]:
            yield Rad((j, g, t), {x: 1.0, k.kors[j, t]: -ovre[x]}, -INF, 0.0)


def kor_det_beslutade(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """A decided insats runs in all its years: y = 1."""
    beslutad = p.beslutad.tolist()
    for (j, t), y in k.kors.items():
        if beslutad[j]:
            yield Rad((j, -1, t), {y: 1.0}, 1.0, 1.0)


def fatta_ett_beslut(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An insats with a first and a last year is one decision: it runs in all its years or in none."""
    ett_beslut = p.ett_beslut.tolist()
    for (j, t), y in k.kors.items():
        if ett_beslut[j] and (j, t + 1) in k.kors:
            yield Rad((j, -1, t), {y: 1.0, k.kors[j, t + 1]: -1.0}, 0.0, 0.0)


def for_kapitalet_vidare(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Eget kapital: last year's + contributions − what an excess cuts − administration − the cost of the insatser =
    this year's.
    """
    for t, netto in enumerate((p.bidrag_kr + p.tillskott_kr - p.administration_kr).tolist()):
        termer = {**k.kostnad[t], k.kapital[t]: 1.0}
        if t in k.avdrag:
            termer[k.avdrag[t]] = 1.0
        if t > 0:
            termer[k.kapital[t - 1]] = -1.0
        fritt = (netto + (p.eget_kapital_kr if t == 0 else 0.0)) / TKR
        yield Rad((-1, -1, t), termer, fritt, fritt)


def hall_lagsta_kapital(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Eget kapital is never below the lowest level that the förbund has set for the year."""
    for t, kolumn in k.kapital.items():
        yield Rad((-1, -1, t), {kolumn: 1.0}, float(p.lagsta_kapital_kr[t]) / TKR, INF)


def minska_bidraget_av_overskott(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """What eget kapital has above the reasonable level cuts next year's contributions by the model's share of it."""
    hogsta, c = compute_highest_kapital(p), p.avdrag_andel
    for t, avdrag in k.avdrag.items():
        # avdrag − c·EK (+ M·z) ≥ −c·rimlig; M lets go of the row in a year when all contributions are cut
        rimlig = float(p.rimlig_niva_kr[t - 1])
        termer = {avdrag: 1.0, k.kapital[t - 1]: -c}
        if t in k.utan_bidrag:
            termer[k.utan_bidrag[t]] = (c * (hogsta[t - 1] - rimlig) - float(p.bidrag_kr[t])) / TKR
        yield Rad((-1, -1, t), termer, -c * rimlig / TKR, INF)


def lat_inget_bidrag_bli_negativt(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """An excess can take all of next year's contributions, not more: either its share of the excess is cut, or
    everything.
    """
    for t, z in k.utan_bidrag.items():
        yield Rad((-1, -1, t), {k.avdrag[t]: 1.0, z: -float(p.bidrag_kr[t]) / TKR}, 0.0, INF)


def minska_bara_vid_overskott(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Where a krona of excess takes more than a krona: nothing is cut unless there is an excess, avdrag ≤ bidrag·u."""
    for t, u in k.med_avdrag.items():
        yield Rad((-1, -1, t), {k.avdrag[t]: 1.0, u: -float(p.bidrag_kr[t]) / TKR}, -INF, 0.0)


def minska_inte_mer_an_overskottet(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Where a krona of excess takes more than a krona, no plan may gain by having more cut than the rule says."""
    lagst = _lowest_kapital(p) if k.med_avdrag else []
    for t, u in k.med_avdrag.items():
        # avdrag ≤ c·(EK − rimlig) where u = 1; M lets go of the row where u = 0
        c, rimlig = p.avdrag_andel, float(p.rimlig_niva_kr[t - 1]) / TKR
        lyft = float(p.bidrag_kr[t]) / TKR + c * max(0.0, rimlig - lagst[t - 1] / TKR)
        yield Rad((-1, -1, t), {k.avdrag[t]: 1.0, k.kapital[t - 1]: -c, u: lyft}, -INF, lyft - c * rimlig)


def hall_minsta_strukturandel(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Strukturövergripande insatser are at least a set share of the year's insats cost."""
    yield from _share_of_struktur(k, p.struktur_minst_andel, p.struktur_minst_andel > 0, 0.0, INF)


def hall_hogsta_strukturandel(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """Strukturövergripande insatser are at most a set share of the year's insats cost."""
    yield from _share_of_struktur(k, p.struktur_hogst_andel, p.struktur_hogst_andel < 1, -INF, 0.0)


def dela_resultaten_i_segment(p: Problem, k: Kolumner) -> Iterator[Rad]:
    """A målgrupp's results in a year are the participants times the effect, and fill the segments: Σ_j effekt·x +
    struktur·y = Σ_k e_k.
    """
    effekt = {"antal": (-p.effekt_andel).tolist(), "kors": (-p.struktur_antal).tolist()}
    for (g, t), termer in k.resultat_malgrupp.items():
        verkan = {i: effekt[slag][j][g] for i, (slag, j) in k.verkar[g, t].items()}
        yield Rad((-1, g, t), termer | verkan, 0.0, 0.0)


def _share_of_struktur(k: Kolumner, andelar: Tal, galler: Mask, minst: float, hogst: float) -> Iterator[Rad]:
    """Σ struktur cost − andel · Σ all cost, between two bounds; no row in a year when no insats exists."""
    for t, andel in enumerate(andelar.tolist()):
        if galler[t] and k.kostnad[t]:
            egen, andra = 1.0 - andel, 0.0 - andel
            termer = {i: v * (egen if i in k.struktur else andra) for i, v in k.kostnad[t].items()}
            yield Rad((-1, -1, t), termer, minst, hogst)


def _lowest_kapital(p: Problem) -> list[float]:
    """(H,) the least eget kapital that any plan could end a year with, kr: no contributions, everything run at its
    largest volume.
    """
    lagst: list[float] = (p.eget_kapital_kr - np.cumsum(p.administration_kr + p.hogsta_kostnad_kr.sum(axis=0))).tolist()
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
