"""Finding cuts: where a linear program decides in part, rows are added up in such a way that rounding the sum cuts that
off.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from fordelning.plan.bygge import Modellbygge
from fordelning.plan.problem import Tal
from fordelning.plan.snitt import Rader, Snitt, list_whole_coefficients, round_rows

_FLEST = 12
_MINSTA_BROTT = 1e-5
"""A cut is worth its row when what it cuts off is this far outside it."""
_LIKA = 0.9
"""Cuts whose directions have a larger cosine than this are alike: the best of them is enough."""
_UTAN_EFFEKT = ("segment", "maste_koras")
"""Rows in no recipe: those with effects, so that a cut holds for any effects, and those that are let go."""
_DELVIS, _NAGOT = 1e-6, 1e-9


def list_sums(m: Modellbygge) -> Tal:
    """(S, m) sums of rows that decisions in part often stand at: the money of some years together, both ways, and the
    least or highest share of struktur, alone and of all the money of its year.
    """
    plats = {namn: i for i, namn in enumerate(m.program.radnamn)}
    p, antal_ar = m.problem, len(m.problem.budgetar)
    summor = []
    for t in range(antal_ar):
        for slut in range(t + 1, antal_ar + 1):
            summor += [{f"kapital_{ar + 1}": tecken for ar in range(t, slut)} for tecken in (1.0, -1.0)]
        for namn, andel in (
            ("struktur_minst", -p.struktur_minst_andel[t]),
            ("struktur_hogst", p.struktur_hogst_andel[t]),
        ):
            if f"{namn}_{t + 1}" in plats:
                summor += [
                    {f"{namn}_{t + 1}": float(np.sign(andel)), f"kapital_{t + 1}": v * andel} for v in (0, 1, -1)
                ]
    svar = np.zeros((len(summor), len(plats)))
    for rad, summa in zip(svar, summor, strict=True):
        rad[[plats[namn] for namn in summa]] = list(summa.values())
    return svar


def find_cuts(m: Modellbygge, x: Tal, vikter: Tal, r: Rader) -> Snitt:
    """The recipes over `vikter` (S, m), in whichever size, that cut off most of x, no two alike."""
    forslag = _make_recipes(m, x, vikter, r)
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


def _make_recipes(m: Modellbygge, x: Tal, vikter: Tal, r: Rader) -> Snitt:
    """Each sum in the sizes that make the coefficient of a decision made in part 1; each column measured
    from the end that it is nearest.
    """
    vikter = np.where(np.abs(vikter) < _NAGOT, 0.0, vikter)
    vikter[:, [namn.startswith(_UTAN_EFFEKT) for namn in m.program.radnamn]] = 0.0
    hogst = r.ovre.copy()
    agda = r.agare >= 0
    hogst[agda] *= x[r.agare[agda]]
    uppifran = np.where(r.heltal, x > 0.5, hogst - x < x - r.nedre - _NAGOT)
    alla = Snitt(m.program.radnamn, m.kolumnnycklar, vikter, np.tile(uppifran, (len(vikter), 1)))
    delvis = r.heltal & (np.abs(x - np.round(x)) > _DELVIS)
    storlekar = list_whole_coefficients(alla, r)[:, delvis]
    val = [(k, d) for k, rad in enumerate(storlekar.tolist()) for d in sorted({v for v in rad if v > _NAGOT})]
    valda = alla.take([k for k, _ in val])
    return replace(valda, vikter=valda.vikter / np.array([d for _, d in val])[:, None])
