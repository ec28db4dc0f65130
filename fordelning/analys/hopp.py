"""Where a förbund's own grant jumps when one of its figures moves: the whole range at once, then halved and halved."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.yttersta import allocate_payable
from fordelning.begrepp import Underlag, Vektor
from fordelning.modell import Modell

FLEST_AT_GANGEN = 2_000_000
"""How many grants are computed at once: scenarios × förbund."""
HALVERINGAR = 32
"""How many times an interval is halved: then it is far below a krona, or a person."""


@dataclass(frozen=True, slots=True)
class Hopp:
    """A jump of förbund number `i`: between `under` and `over` of the figure its grant goes from one to another, kr."""

    i: int
    under: float
    over: float
    fore_kr: float
    efter_kr: float

    @property
    def andring_kr(self) -> float:
        """What the grant changes when the figure rises past the place."""
        return self.efter_kr - self.fore_kr


def compute_own(modell: Modell, u: Underlag, kolumn: str, vem: NDArray[np.intp], varden: Vektor) -> Vektor:
    """The grant of förbund number `vem` (S,) were its figure `varden` (S,) and all else as it is, kr (S,).

    Contributions of last year that are not given stay twice the grant.
    """
    svar = np.zeros(vem.size)
    foljer = np.array([f.bidrag_fjol_kr is None for f in u.forbund]) & (u.bidrag_fjol_kr == 2 * u.tilldelning_fjol_kr)
    for delen in np.array_split(np.arange(vem.size), 1 + vem.size * len(u.koder) // FLEST_AT_GANGEN):
        rad, vilka = np.arange(delen.size), vem[delen]
        ny = np.repeat(getattr(u, kolumn)[None, :], delen.size, axis=0)
        ny[rad, vilka] = varden[delen]
        kolumner: dict[str, Any] = {kolumn: ny, "ram_kr": np.full(delen.size, float(u.ram_kr))}
        if kolumn == "tilldelning_fjol_kr":
            kolumner["bidrag_fjol_kr"] = np.where(foljer, 2 * ny, u.bidrag_fjol_kr)
        tilldelning_kr, _ = allocate_payable(modell, replace(u, **kolumner))
        svar[delen] = np.broadcast_to(tilldelning_kr, ny.shape)[rad, vilka]
    return svar


def scan(modell: Modell, u: Underlag, kolumn: str, fran: Vektor, till: Vektor, antal: int) -> tuple[Vektor, Vektor]:
    """A figure of every förbund from one value to another in so many steps: the values and own grants, (F, antal + 1).

    A förbund whose range is empty, or not finite, stands still.
    """
    duger = np.isfinite(fran) & np.isfinite(till) & (till > fran)
    nu = getattr(u, kolumn)
    andelar = np.linspace(0.0, 1.0, antal + 1)
    langd = np.where(duger, till, 0.0) - np.where(duger, fran, 0.0)
    varden = np.where(duger, fran, nu)[:, None] + langd[:, None] * andelar
    belopp_kr = np.zeros(varden.shape)
    vilka = np.flatnonzero(duger)
    egna = compute_own(modell, u, kolumn, np.repeat(vilka, antal + 1), varden[vilka].ravel())
    belopp_kr[vilka] = egna.reshape(vilka.size, antal + 1)
    return varden, belopp_kr


def find_jumps(
    modell: Modell, u: Underlag, kolumn: str, varden: Vektor, belopp_kr: Vektor, minst_kr: float
) -> list[Hopp]:
    """The places in a scan where the grant jumps by more than `minst_kr`, in order of förbund and figure.

    A step whose change differs from a neighbour's is halved again and again, on the side that holds most of the change:
    what is continuous dwindles, a jump stays.
    """
    steg = np.diff(belopp_kr, axis=1)
    skiljer = np.abs(np.diff(steg, axis=1)) > minst_kr
    tom = np.zeros((len(steg), 1), bool)
    vem, rad = np.nonzero(np.concatenate([skiljer, tom], 1) | np.concatenate([tom, skiljer], 1))
    under, over = varden[vem, rad], varden[vem, rad + 1]
    fore, efter = belopp_kr[vem, rad], belopp_kr[vem, rad + 1]
    for _ in range(HALVERINGAR):
        kvar = np.abs(efter - fore) > minst_kr
        vem, under, over, fore, efter = vem[kvar], under[kvar], over[kvar], fore[kvar], efter[kvar]
        if not vem.size:
            return []
        mitt = (under + over) / 2
        vid = compute_own(modell, u, kolumn, vem, mitt)
        lagre = np.abs(vid - fore) > np.abs(efter - vid)
        under, over = np.where(lagre, under, mitt), np.where(lagre, mitt, over)
        fore, efter = np.where(lagre, fore, vid), np.where(lagre, vid, efter)
    funna = [Hopp(*x) for x in zip(vem.tolist(), *(v.tolist() for v in (under, over, fore, efter)), strict=True)]
    return [hopp for hopp in funna if abs(hopp.andring_kr) > minst_kr]
