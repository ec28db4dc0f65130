"""Thresholds: where a little more, or less, of something changes a grant out of proportion. The engine is asked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

import numpy as np

from fordelning.analys.hopp import Hopp, compute_own, find_jumps, scan
from fordelning.analys.lage import Fall, refuse_scenarios
from fordelning.analys.ombildning import Ombildning, compute_gains, list_mergers, list_splits
from fordelning.analys.uppgifter import KOLUMNER
from fordelning.analys.yttersta import Yttersta, find_outermost, leave_out, round_to_kronor
from fordelning.begrepp import Vektor
from fordelning.regionmedel import freeze_regions
from fordelning.resultat import Resultat

if TYPE_CHECKING:
    import pandas as pd

Slag = Literal["hopp", "mer_behov_mindre", "mer_behov_an", "kapital", "sammanslagning", "delning"]
ROTT = 0.05
"""How far each figure is moved, down and up, as a share of it."""
STEG_I_ROTT, STEG_I_KAPITAL = 20, 40
"""The steps that a figure is moved in, and that all of the eget kapital is spent in."""
BEHOV = ("forsorjningsmatt", "invanare_antal")
"""The columns that say how much need there is."""


@dataclass(frozen=True, slots=True)
class Troskel:
    """A threshold of a förbund: `uppgift` goes from `nu` to `vid` and the grant from `fore_kr` to `efter_kr`.

    `slag` and `uppgift`:
    hopp: the column that moves; `nu` = its figure, `vid` = the nearest whole figure past the place where the grant
    jumps, `fore_kr` and `efter_kr` = just before and after it, the figure rising.
    mer_behov_mindre: the column of need; `vid` = the larger figure that gives less.
    mer_behov_an: another förbund, with less need and more money: `nu`, `vid` = the two försörjningsmått, `fore_kr` =
    its grant and `efter_kr` = this förbund's.
    kapital: eget kapital; `vid` = what is left of it when so much is spent that the grant gains the most beyond it.
    sammanslagning, delning: the förbund to merge with, the area to divide off; the grants of those it touches.
    """

    forbund_kod: str
    slag: Slag
    uppgift: str
    nu: float | None
    vid: float | None
    fore_kr: int
    efter_kr: int

    @property
    def andring_kr(self) -> int:
        return self.efter_kr - self.fore_kr


@dataclass(frozen=True, slots=True, eq=False, repr=False)
class Trosklar:
    """Every threshold, the largest first within its kind, and the outermost floor and ceiling."""

    resultat: Resultat
    fynd: tuple[Troskel, ...]
    yttersta: Yttersta

    def tabell(self) -> pd.DataFrame:
        """The columns of trosklar.csv: `forbund_kod, slag, uppgift, nu, vid, fore_kr, efter_kr, andring_kr`."""
        import pandas as pd

        kolumner = [*Troskel.__slots__, "andring_kr"]
        return pd.DataFrame([[getattr(t, namn) for namn in kolumner] for t in self.fynd], columns=kolumner)

    def __repr__(self) -> str:
        slag = [t.slag for t in self.fynd]
        antal = ", ".join(f"{s}: {slag.count(s)}" for s in dict.fromkeys(slag))
        return f"<Trosklar {self.resultat.underlag.budgetar}: {antal or 'inga'}>"


def find_thresholds(fall: Fall) -> Trosklar:
    """Every threshold of a case by more than a unit of the grant.

    Each figure of each förbund is moved ± 5 % alone, all its eget kapital is spent, every two förbund (of a region,
    where there are more than 40) are merged and every area divided off as `andra` does it, and the engine is asked.
    The search is in whole kronor, so that the rounding to units is no jump; amounts told are the case's own grants.
    A merger or split counts when it gives more than the formula alone (base and key) would give those it touches.
    The model of base and key alone has none. Raises UnderlagFel for scenarios, GolvFel when floors exceed the pot.
    """
    refuse_scenarios(fall, "find_thresholds")
    r = fall.allocate()
    funna = [*_find_jumps(r), *_find_inversions(r), *_compare_needs(r), *_spend(r), *_reshape(r)]
    ordning = list(Slag.__args__)  # type: ignore[attr-defined]
    funna.sort(key=lambda t: (ordning.index(t.slag), -abs(t.andring_kr), t.forbund_kod, t.uppgift, t.vid or 0))
    return Trosklar(r, tuple(funna), find_outermost(fall.modell, fall.underlag))


def _scan_around(r: Resultat, kolumn: str) -> tuple[Vektor, Vektor]:
    """A column of every förbund from 5 % less to 5 % more, and the own grants in whole kronor, (F, steps + 1)."""
    nu: Vektor = getattr(r.underlag, kolumn)
    if kolumn == "bidrag_fjol_kr":
        nu = np.where([f.bidrag_fjol_kr is None for f in r.underlag.forbund], np.inf, nu)
    av = np.where(np.isfinite(nu), np.abs(nu), 0.0) * ROTT
    return scan(round_to_kronor(r.modell), r.underlag, kolumn, nu - av, nu + av, STEG_I_ROTT)


def _find_jumps(r: Resultat) -> Iterator[Troskel]:
    """Jumps within ± 5 % of every figure."""
    for kolumn in KOLUMNER:
        if kolumn != "manader_andel":
            varden, belopp_kr = _scan_around(r, kolumn)
            hopp = find_jumps(round_to_kronor(r.modell), r.underlag, kolumn, varden, belopp_kr, _smallest(r))
            yield from (_tell_jump(r, kolumn, h) for h in hopp)


def _smallest(r: Resultat) -> float:
    """What counts, kr: more than a unit of the grant, and than the rounding to kronor can make."""
    return max(float(r.modell.avrundning.enhet_kr), 3.0)


def _tell_jump(r: Resultat, kolumn: str, h: Hopp) -> Troskel:
    """The jump in the case's own grants, just before it and just after."""
    nu = float(getattr(r.underlag, kolumn)[h.i])
    vid = np.array([h.under, h.over])
    fore, efter = compute_own(r.modell, r.underlag, kolumn, np.array([h.i, h.i]), vid).astype(int).tolist()
    hel = h.over if kolumn == "forsorjningsmatt" else float(np.ceil(round(h.over, 6)))
    return Troskel(r.koder[h.i], "hopp", kolumn, nu, hel, fore, efter)


def _find_inversions(r: Resultat) -> Iterator[Troskel]:
    """Where more need of a förbund's own gives it less money, within ± 5 %: the largest fall per förbund and column."""
    for kolumn in BEHOV:
        varden, belopp_kr = _scan_around(r, kolumn)
        hogst = np.maximum.accumulate(belopp_kr, axis=1)
        fall_kr = hogst - belopp_kr
        for i in np.flatnonzero(fall_kr.max(axis=1) > _smallest(r)).tolist():
            sist = int(np.argmax(fall_kr[i]))
            forst = int(np.argmax(belopp_kr[i, : sist + 1]))
            vid = varden[i, [forst, sist]]
            fore, efter = compute_own(r.modell, r.underlag, kolumn, np.array([i, i]), vid).astype(int).tolist()
            yield Troskel(r.koder[i], "mer_behov_mindre", kolumn, float(vid[0]), float(vid[1]), fore, efter)


def _compare_needs(r: Resultat) -> Iterator[Troskel]:
    """Every förbund that has no less of anything that gives money than another, and receives less: the largest gap."""
    u, fatt = r.underlag, r.tilldelning_kr
    led = [u.forsorjningsmatt, u.invanare_antal, u.manader_andel]
    minst_lika = np.logical_and.reduce([x[:, None] >= x[None, :] for x in led])
    mer = np.logical_or.reduce([x[:, None] > x[None, :] for x in led[:2]])
    gap_kr = np.where(minst_lika & mer, fatt[None, :] - fatt[:, None], 0.0)
    for i in np.flatnonzero(gap_kr.max(axis=1) > _smallest(r)).tolist():
        j = int(np.argmax(gap_kr[i]))
        matt = (float(u.forsorjningsmatt[i]), float(u.forsorjningsmatt[j]))
        yield Troskel(r.koder[i], "mer_behov_an", r.koder[j], *matt, int(fatt[j]), int(fatt[i]))


def _spend(r: Resultat) -> Iterator[Troskel]:
    """Where spending eget kapital gives more than it costs: the amount that gains the most beyond itself."""
    u, kolumn, modell = r.underlag, "eget_kapital_kr", round_to_kronor(r.modell)
    nu = u.eget_kapital_kr
    varden, belopp_kr = scan(modell, u, kolumn, np.minimum(nu, 0.0), nu, STEG_I_KAPITAL)
    hopp = find_jumps(modell, u, kolumn, varden, belopp_kr, _smallest(r))
    vem = np.concatenate([np.repeat(np.arange(len(nu)), STEG_I_KAPITAL + 1), [h.i for h in hopp]]).astype(np.intp)
    kvar = np.floor(np.concatenate([varden.ravel(), [h.under for h in hopp]]) + 1e-6)
    vinst_kr = compute_own(modell, u, kolumn, vem, kvar) - belopp_kr[vem, -1] - (nu[vem] - kvar)
    for i in np.flatnonzero(nu > 0).tolist():
        egna = np.flatnonzero(vem == i)
        bast = egna[np.lexsort((-kvar[egna], -vinst_kr[egna]))[0]]
        if vinst_kr[bast] > _smallest(r):
            (efter,) = compute_own(r.modell, u, kolumn, np.array([i]), kvar[[bast]]).astype(int).tolist()
            tal = (float(nu[i]), float(kvar[bast]), int(r.tilldelning_kr[i]), efter)
            yield Troskel(r.koder[i], "kapital", kolumn, *tal)


def _reshape(r: Resultat) -> Iterator[Troskel]:
    """Where two förbund gain as one, or one as two, more than base and key alone would give."""
    r = replace(r, underlag=freeze_regions(r.modell, r.underlag))
    u, namn = r.underlag, {i: kod for i, kod in enumerate(r.koder)}
    ren = leave_out(r.modell, "eget_kapital", "sparr", "medfinansiering", "sjukpenningtak")
    sorter: tuple[tuple[Slag, Iterator[Ombildning]], ...]
    sorter = (("sammanslagning", list_mergers(r)), ("delning", list_splits(r)))
    for slag, lista in sorter:
        alla = list(lista)
        if not alla:
            continue
        (fore, efter), (ren_fore, ren_efter) = (compute_gains(round_to_kronor(m), u, alla) for m in (r.modell, ren))
        vinst_kr = efter - fore
        lonar = (vinst_kr > _smallest(r)) & (vinst_kr - (ren_efter - ren_fore) > _smallest(r))
        valda = [alla[s] for s in np.flatnonzero(lonar)]
        if valda:
            for o, a_kr, b_kr in zip(valda, *compute_gains(r.modell, u, valda), strict=True):
                med = o.omrade or namn[o.fore[-1]]
                if b_kr - a_kr > _smallest(r):
                    yield Troskel(namn[o.fore[0]], slag, med, None, None, int(a_kr), int(b_kr))
