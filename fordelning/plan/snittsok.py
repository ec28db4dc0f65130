"""Finding cuts: where a linear program decides in part, rows are added up in such a way that rounding the sum cuts that
off.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Rader, Snitt, list_whole_coefficients, round_rows

_FLEST = 12
_MINSTA_BROTT = 1e-4
"""A cut is worth its row when what it cuts off is this far outside it."""
_LIKA = 0.9
"""Cuts whose directions have a larger cosine than this are alike: the best of them is enough."""
_DELVIS, _NAGOT = 1e-6, 1e-9

Vikter = dict[str, float]
"""How much of each row, by its name."""


def list_sums(m: Modellbygge) -> Tal:
    """(S, m) the sums of rows that decisions in part often stand at."""
    plats = {namn: i for i, namn in enumerate(m.program.radnamn)}
    summor = [s for s in (*_list_money(m), *_list_results(m)) if s.keys() <= plats.keys()]
    svar = np.zeros((len(summor), len(plats)))
    for rad, summa in zip(svar, summor, strict=True):
        rad[[plats[namn] for namn in summa]] = list(summa.values())
    return svar


def _list_results(m: Modellbygge) -> Iterator[Vikter]:
    """A målgrupp's results in a year, whose first segments no insats fills when it does not run."""
    for namn in m.program.radnamn:
        if namn.startswith("segment_"):
            yield {namn: 1.0}


def _list_money(m: Modellbygge) -> Iterator[Vikter]:
    """The money of some years in a row, both ways; the least and the highest share of struktur, alone and of the money
    that there is; and with the reasonable level, above which eget kapital is no way to put money aside.
    """
    p, antal_ar = m.problem, len(m.problem.budgetar)
    per_avdrag = 1 / p.avdrag_andel if p.avdrag_andel else 0.0  # without avdrag no row has the reasonable level
    for start in range(antal_ar):
        for slut in range(start + 1, antal_ar + 1):
            rimlig, ar = f"overskott_{slut + 1}", range(start, slut)
            yield {f"kapital_{t + 1}": 1.0 for t in ar}
            pengar = {f"kapital_{t + 1}": -1.0 for t in ar}
            yield pengar
            yield pengar | {rimlig: -per_avdrag}
            for namn, tecken, andelar in (
                ("struktur_minst", -1.0, p.struktur_minst_andel),
                ("struktur_hogst", 1.0, p.struktur_hogst_andel),
            ):
                andel = {f"{namn}_{t + 1}": tecken for t in ar}
                yield andel
                av_pengar = andel | {f"kapital_{t + 1}": tecken * float(andelar[t]) for t in ar}
                yield av_pengar
                if tecken < 0:
                    yield av_pengar | {rimlig: -float(andelar[slut - 1]) * per_avdrag}


def find_cuts(m: Modellbygge, x: Tal, summor: Tal, r: Rader) -> Snitt:
    """The recipes over `summor` (S, m) that cut off most of x (n,), no two alike."""
    forslag = _make_recipes(m, x, summor, r)
    koefficienter, hogst = round_rows(forslag, r)
    langd = np.maximum(np.sqrt((koefficienter**2).sum(axis=1)), _NAGOT)
    brott = ((koefficienter * x).sum(axis=1) - hogst) / langd
    riktning = koefficienter / langd[:, None]
    valda: list[int] = []
    for k in np.argsort(-brott, kind="stable"):
        if brott[k] < _MINSTA_BROTT or len(valda) == _FLEST:
            break
        if all((riktning[k] * riktning[v]).sum() < _LIKA for v in valda):
            valda.append(int(k))
    return forslag.take(valda)


def _make_recipes(m: Modellbygge, x: Tal, summor: Tal, r: Rader) -> Snitt:
    """Each sum in the unit of each decision made in part; each column measured from the end that it is nearest."""
    hogst = r.ovre.copy()
    agda = r.agare >= 0
    hogst[agda] *= x[r.agare[agda]]
    uppifran = np.where(r.heltal, x > 0.5, hogst - x < x - r.nedre - _NAGOT)
    nycklar = list_keys(m)
    alla = Snitt(
        m.program.radnamn, nycklar, summor, np.tile(uppifran, (len(summor), 1)), np.zeros(len(summor), np.intp)
    )
    delvis = np.flatnonzero(r.heltal & (np.abs(x - np.round(x)) > _DELVIS))
    storlekar = list_whole_coefficients(alla, r)[:, delvis]
    val = [
        (k, kolumn)
        for k, rad in enumerate(storlekar.tolist())
        for storlek, kolumn in dict(zip(rad, delvis.tolist(), strict=True)).items()
        if storlek > _NAGOT
    ]
    rader, enhet = (np.array([v[i] for v in val], np.intp) for i in (0, 1))
    return Snitt(m.program.radnamn, nycklar, summor[rader], alla.uppifran[rader], enhet)


def list_keys(m: Modellbygge) -> tuple[object, ...]:
    """(n,) what each column is, the same in every program that has it; those added to a program are numbered."""
    nycklar = m.kolumner.kolumnnycklar
    return (*nycklar, *(("egen", i) for i in range(len(m.nytta) - len(nycklar))))
