"""A figure made a column of the program: how far it can go is then one question over all plans."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from fordelning.plan.bygge import Modellbygge, build, fix_decisions
from fordelning.plan.erfarenhet import Erfarenhet
from fordelning.plan.losning import LIKA_KOSTNAD_TKR
from fordelning.plan.problem import Tal
from fordelning.plan.program import TKR, Program
from fordelning.plan.sokare import Sokare
from fordelning.plan.vridning import vary

Rad = tuple[Tal, float, float]
"""Coefficients (n,) and the lowest and highest sum of one more row."""
_STEG = 1e-6
"""tkr, or share of a cost: how much further the next plan has to go."""


def make_money_a_column(m: Modellbygge, t: int, spann_kr: float) -> Modellbygge:
    """The same program with a last column s: money (tkr) that is taken from year t, from none to `spann_kr`."""
    rad = m.program.radnamn.index(f"kapital_{t + 1}")
    ny = np.array([len(m.nytta)])
    return _widen(m, (spann_kr / TKR,), np.array([rad]), ny, np.ones(1), np.zeros(1))


def only_last(m: Modellbygge) -> Tal:
    """The objective that is the last column alone."""
    mal = np.zeros(len(m.nytta))
    mal[-1] = 1.0
    return mal


def find_highest_cost(
    m: Modellbygge, j: int, nytta: float, kostnad_kr: float, marginal: float, fran: Erfarenhet
) -> float | None:
    """The highest fixed cost (kr, up to today's) at which insats j is in the best plan; None = at none.

    `m` is that of `build(p, j)`, `nytta` and `kostnad_kr` are those of the best plan without it. It is in where it
    gives more nytta, by `marginal` at least; or as much, within that, at less cost.
    """
    dyrast = _make_cost_a_column(m, j)
    sokare = Sokare(dyrast, fran)
    hogst = find_farthest(sokare, dyrast, (dyrast.nytta, nytta + marginal), 0.0, 1.0)
    nasta = 0.0 if hogst is None else min(1.0, hogst + _STEG)
    lika = find_farthest(sokare, dyrast, (dyrast.nytta, nytta - marginal), nasta, 1.0)
    if lika is not None:
        billigare = (-dyrast.kostnad, LIKA_KOSTNAD_TKR - kostnad_kr / TKR)
        rad = (dyrast.nytta, nytta - marginal, np.inf)
        langre = find_farthest(Sokare(dyrast, fran), dyrast, billigare, nasta, lika, (rad,))
        hogst = hogst if langre is None else langre
    return None if hogst is None else hogst * float(m.problem.fast_kr[j])


def find_farthest(
    sokare: Sokare, m: Modellbygge, krav: tuple[Tal, float], fran: float, till: float, rader: Sequence[Rad] = ()
) -> float | None:
    """How near `till`, from `fran`, the last column can be in any plan that has more of an objective (n,) than a floor,
    `krav`; None = no plan has. `rader` are asked for besides, and stay in `sokare`.

    A plan above the floor is looked for, its decisions are followed as far as they go, and beyond that another, until
    there is none.
    """
    mal, golv = krav
    for rad in rader:
        sokare.add_row(*rad)
    langst, steg, riktning = None, _STEG, 1.0 if till > fran else -1.0
    while True:
        sokare.bruk.set_bounds([len(m.nytta) - 1], min(fran, till), max(fran, till))
        beslut = sokare.maximise(mal, golv, nog=golv).beslut
        if beslut is None:
            return langst
        lp = fix_decisions(m, beslut)
        for rad in (*rader, (mal, golv, np.inf)):
            lp.add_row(*rad)
        svar = lp.solve(only_last(m), riktning > 0)
        natt = fran if svar.varden is None else float(svar.varden[-1])
        # what is above the floor within the solver's tolerance only carries nowhere: then a longer step is taken
        steg = 2 * steg if (natt - fran) * riktning <= 0 else _STEG
        langst = max(natt, fran, key=lambda x: x * riktning)
        if abs(till - langst) <= steg:
            return langst
        fran = langst + steg * riktning


def _make_cost_a_column(m: Modellbygge, j: int) -> Modellbygge:
    """The same program with a last column, the share of insats j's fixed cost that it has, and before it one per year:
    that share where the insats runs, else 0.
    """
    utan = build(vary(m.problem, j, "fast_kostnad_kr", 0.0), j)
    kors = [y for (i, _), y in m.kolumner.kors.items() if i == j]
    rad = np.repeat(np.arange(len(m.program.radnamn)), np.diff(m.program.radstart))
    bort = np.flatnonzero(np.isin(m.program.radkolumn, kors) & (m.program.radvarde != utan.program.radvarde))
    varden = m.program.radvarde.copy()
    varden[bort] = utan.program.radvarde[bort]
    plats = {y: len(m.nytta) + i for i, y in enumerate(kors)}
    nya = np.array([plats[y] for y in m.program.radkolumn[bort].tolist()], np.intp)
    fri = replace(m, program=replace(m.program, radvarde=varden), kostnad=utan.kostnad)
    kostnad = np.append((m.kostnad - utan.kostnad)[kors], 0.0)
    vidgat = _widen(fri, (1.0,) * (len(kors) + 1), rad[bort], nya, (m.program.radvarde - varden)[bort], kostnad)
    andel = len(vidgat.nytta) - 1
    for y, w in plats.items():  # w = andel where y = 1, 0 where y = 0
        for kolumner, koefficienter, hogst in (
            ((y, w), (-1.0, 1.0), 0.0),
            ((w, andel), (1.0, -1.0), 0.0),
            ((y, w, andel), (1.0, -1.0, 1.0), 1.0),
        ):
            vidgat = replace(vidgat, program=_lengthen(vidgat.program, kolumner, koefficienter, hogst))
    return vidgat


def _widen(
    m: Modellbygge, ovre: Sequence[float], rad: NDArray[np.intp], kolumn: NDArray[np.intp], varde: Tal, kostnad: Tal
) -> Modellbygge:
    """More columns, last, from 0 to `ovre`, with coefficients at some rows."""
    p, antal = m.program, len(ovre)
    slut = p.radstart[rad + 1]
    program = replace(
        p,
        kolumnnamn=(*p.kolumnnamn, *(f"s{len(p.kolumnnamn) + i + 1:04d}" for i in range(antal))),
        nedre=np.append(p.nedre, np.zeros(antal)),
        ovre=np.append(p.ovre, ovre),
        heltal=np.append(p.heltal, np.zeros(antal, np.bool_)),
        radstart=(p.radstart + np.searchsorted(np.sort(rad), np.arange(len(p.radstart)))).astype(np.int32),
        radkolumn=np.insert(p.radkolumn, slut, kolumn).astype(np.int32),
        radvarde=np.insert(p.radvarde, slut, varde),
    )
    noll = np.zeros(antal)
    nytta, preferens = np.append(m.nytta, noll), np.append(m.preferens, noll)
    return replace(m, program=program, nytta=nytta, kostnad=np.append(m.kostnad, kostnad), preferens=preferens)


def _lengthen(p: Program, kolumner: Sequence[int], koefficienter: Sequence[float], hogst: float) -> Program:
    """One more row with a highest sum."""
    return replace(
        p,
        radnamn=(*p.radnamn, f"andel_{len(p.radnamn)}"),
        radstart=np.append(p.radstart, p.radstart[-1] + len(kolumner)).astype(np.int32),
        radkolumn=np.append(p.radkolumn, kolumner).astype(np.int32),
        radvarde=np.append(p.radvarde, koefficienter),
        minst=np.append(p.minst, -np.inf),
        hogst=np.append(p.hogst, hogst),
    )
