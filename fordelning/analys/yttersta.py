"""How far the pot reaches: the highest floor that can be paid to everyone, and the lowest ceiling that spends the pot.

Both are shares of the same base for every förbund, as a spärr is a share of last year's grant. Floors are whole units
upwards and ceilings whole units downwards, as in the engine, so each answer is the very share where it turns.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.betalbart import compute_payable
from fordelning.begrepp import Underlag, Vektor
from fordelning.berakning import compute, get_grants
from fordelning.bok import Huvudbok
from fordelning.erbjudande import find_offer_ceilings
from fordelning.fel import GolvFel
from fordelning.modell import Modell
from fordelning.pengar import dela, snap_down, snap_up

DAMM_KR = 1e-3
"""The dust of float64 in sums of offers before rounding."""


@dataclass(frozen=True, slots=True)
class Yttersta:
    """The outermost floor and ceiling, as shares, beside those the model chose (None = it has none).

    `hogsta_golv_andel`: the largest share of last year's grant that every förbund with a spärr could be sure of; None =
    no limit. `lagsta_tak_andel`: the smallest share of last year's grant (of the sjukpenning, where the model has such
    a ceiling) that all could be held at with the whole pot given; None = other ceilings keep some of it whatever the
    share. A förbund without a base has no floor, and is held at what base and key give it.
    """

    hogsta_golv_andel: float | None
    valt_golv_andel: float | None
    lagsta_tak_andel: float | None
    valt_tak_andel: float | None
    tak_av: str


def find_outermost(modell: Modell, underlag: Underlag) -> Yttersta:
    """The outermost floor and ceiling of one decision, in closed form (a sort of the shares where a unit more is due).

    Other bounds hold as they are: eget kapital, äskanden and pledges. Source: arithmetic on the rules of `regler/`.
    """
    valt_golv: float | None = None
    valt_tak: float | None = None
    if "sparr" in modell.steg and modell.sparr is not None:
        valt_golv = 1 - modell.sparr.hogsta_minskning_andel
    utan = leave_out(modell, "sparr", "sjukpenningtak")
    bok = compute(utan, underlag)
    bas_kr, av_kr, tak_av = underlag.tilldelning_fjol_kr, np.zeros(len(underlag.koder)), "fjolårets tilldelning"
    if "sjukpenningtak" in modell.steg and modell.sjukpenningtak is not None:
        valt_tak, tak_av = modell.sjukpenningtak.hogsta_andel, "sjukpenningen"
        sett = compute(leave_out(modell, "sparr"), underlag).sett["sjukpenningtak"]
        bas_kr, av_kr = np.asarray(sett["sjukpenning_kr"], np.float64), underlag.frisam_kr
    return Yttersta(
        find_highest_floor(leave_out(modell, "sparr"), underlag),
        valt_golv,
        _find_lowest_ceiling(bok, underlag, bas_kr, av_kr),
        valt_tak,
        tak_av,
    )


def find_highest_floor(utan_sparr: Modell, underlag: Underlag) -> float | None:
    """The largest share of last year's grant that could be every förbund's floor, under a model without spärr.

    One above the reasonable level has no floor, and no floor is above its ceiling. None = the pot holds any share.
    """
    bok = compute(utan_sparr, underlag)
    over_rimlig = bok.sett.get("eget_kapital", {}).get("over_rimlig_niva", np.False_)
    nyckel = bok.sett["fordelningsnyckel"]["nyckel_andel"]
    i_omgangar = utan_sparr.aterfordelning is not None and utan_sparr.aterfordelning.ordning == "omgangar"
    tak_kr = find_offer_ceilings(bok) if i_omgangar else bok.tak_kr  # in rounds it is the offer that has floors
    bas_kr = np.where(over_rimlig, 0.0, underlag.tilldelning_fjol_kr)
    # one without a key is given its base, within its bounds, before anything is shared
    grund_kr = np.where(nyckel > 0, 0.0, np.maximum(bok.bas_kr, 0.0))
    minst_kr = np.minimum(grund_kr, tak_kr)

    def pays(andel: float) -> bool:
        golv_kr = np.maximum(np.minimum(snap_up(andel * bas_kr, bok.enhet_kr), tak_kr), minst_kr)
        return bool(golv_kr.sum() <= _whole_pot(bok, underlag))

    matt = bas_kr > 0
    if np.maximum(np.where(matt, tak_kr, 0.0), minst_kr).sum() <= _whole_pot(bok, underlag):
        return None
    kvar_kr = float(_whole_pot(bok, underlag) - minst_kr.sum())
    andelar = _list_steps(bas_kr[matt], tak_kr[matt], max(0.0, kvar_kr), -bok.enhet_kr, bok.enhet_kr)
    return _find_last(andelar, pays)


def _find_lowest_ceiling(bok: Huvudbok, underlag: Underlag, bas_kr: Vektor, av_kr: Vektor) -> float | None:
    """The smallest share of a base, kr (F,), that less `av_kr` (F,) spends the pot as a ceiling. None = none does."""
    delning, ram_kr, matt = bok.sett["aterfordelning"], _whole_pot(bok, underlag), bas_kr > 0
    # one that has no part of what is left is not given more than it begins with
    far_kr = np.where(delning["nyckel_andel"] > 0, np.inf, np.maximum(delning["bas_kr"], 0.0))
    tak_kr = np.minimum(bok.tak_kr, far_kr)
    tak_kr = np.where(matt, tak_kr, np.minimum(tak_kr, snap_down(np.maximum(bok.beraknad_kr, 0.0), bok.enhet_kr)))

    def spends(andel: float) -> bool:
        eget_kr = np.where(matt, snap_down(np.maximum(0.0, andel * bas_kr - av_kr), bok.enhet_kr), np.inf)
        return bool(np.minimum(eget_kr, tak_kr).sum() >= ram_kr - DAMM_KR)

    if tak_kr.sum() < ram_kr - DAMM_KR or not matt.any():
        return None
    kvar_kr = float(max(0.0, ram_kr - tak_kr[~matt].sum()))
    if kvar_kr == 0:
        return 0.0
    andelar = _list_steps(bas_kr[matt], tak_kr[matt], kvar_kr, bok.enhet_kr, bok.enhet_kr, av_kr[matt])
    langsta = _find_last(andelar, lambda andel: not spends(andel))
    over = andelar[andelar > langsta]
    return float(over[0]) if over.size else None


def _whole_pot(bok: Huvudbok, underlag: Underlag) -> float:
    """The pot in whole units, kr."""
    return float(snap_down(np.asarray(underlag.ram_kr, np.float64), bok.enhet_kr))


def _list_steps(
    bas_kr: Vektor, tak_kr: Vektor, kvar_kr: float, luft_kr: float, enhet_kr: int, av_kr: Vektor | float = 0.0
) -> Vektor:
    """The shares, rising, where a bound of some förbund becomes a unit more, near where they would sum to `kvar_kr`.

    Unrounded bounds min(share · base − `av_kr`, ceiling) sum to the pot at one share (the divider's λ); rounding moves
    it by no more than a unit (`luft_kr`, with its sign) per förbund.
    """
    lagst, hogst = sorted(
        float(dela(max(0.0, kr), -np.asarray(av_kr), bas_kr, 0.0, tak_kr).lambda_kr)
        for kr in (kvar_kr, kvar_kr + luft_kr * (bas_kr.size + 1))
    )
    fran = np.maximum(np.floor((lagst * bas_kr - av_kr) / enhet_kr) - 1, 0)
    till = np.maximum(np.ceil((hogst * bas_kr - av_kr) / enhet_kr), 0) + 1
    antal = (till - fran + 1).astype(np.int64)
    vems = np.repeat(np.arange(bas_kr.size), antal)
    enheter = np.repeat(fran - np.cumsum(antal) + antal, antal) + np.arange(antal.sum())
    avdrag_kr = np.broadcast_to(av_kr, bas_kr.shape)[vems]
    return np.unique(np.append((enheter * enhet_kr + avdrag_kr) / bas_kr[vems], 0.0))


def _find_last(andelar: Vektor, galler: Callable[[float], bool]) -> float:
    """The last of rising shares that a condition holds for, which holds for the first and stops holding once."""
    lag, hog = 0, andelar.size
    while hog - lag > 1:
        mitt = (lag + hog) // 2
        lag, hog = (mitt, hog) if galler(float(andelar[mitt])) else (lag, mitt)
    return float(andelar[lag])


def leave_out(modell: Modell, *steg: str) -> Modell:
    """The model without these steps."""
    return modell.model_copy(update={"steg": tuple(s for s in modell.steg if s not in steg)})


def round_to_kronor(modell: Modell) -> Modell:
    """The model with grants in whole kronor, whatever its unit."""
    return modell.model_copy(update={"avrundning": modell.avrundning.model_copy(update={"enhet_kr": 1})})


def allocate_payable(modell: Modell, underlag: Underlag) -> tuple[Vektor, NDArray[np.bool_]]:
    """The grants, whole kronor (F,) or (S, F), and where the floors were lowered to be payable, () or (S,).

    Where the floors exceed the pot, every floor is lowered to the highest share of last year's grant that can be paid.
    """
    form = np.broadcast_shapes(underlag.ram_kr.shape, underlag.tilldelning_fjol_kr.shape[:-1])
    try:
        return get_grants(compute(modell, underlag)), np.zeros(form, bool)
    except GolvFel:
        if modell.sparr is None or "sparr" not in modell.steg:
            raise
    utan, vald = leave_out(modell, "sparr"), modell.sparr.hogsta_minskning_andel
    betalas = _find_payable(modell, underlag, form[0]) if form else np.zeros(1, bool)
    hogst = np.ones(betalas.size)
    for i in np.flatnonzero(~betalas).tolist():
        andel = find_highest_floor(utan, _take_scenarios(underlag, i) if form else underlag)
        hogst[i] = 1.0 if andel is None else min(1.0, andel)
    minst = 1 - hogst.reshape(form)
    lagre = modell.sparr.model_copy(update={"hogsta_minskning_andel": np.maximum(minst, vald)[..., None]})
    tilldelning_kr = get_grants(compute(modell.model_copy(update={"sparr": lagre}), underlag))
    return tilldelning_kr, np.asarray(minst > vald)


def _find_payable(modell: Modell, underlag: Underlag, antal: int) -> NDArray[np.bool_]:
    """Which of the scenarios have floors that the pot can pay, (S,)."""
    betalas, _ = compute_payable(antal, lambda kvar: compute(modell, _take_scenarios(underlag, kvar)))
    return np.isin(np.arange(antal), betalas)


def _take_scenarios(underlag: Underlag, i: int | NDArray[np.int64]) -> Underlag:
    """Scenario number `i`, or several, of an Underlag whose vectors are (S, F) and whose pot is (S,)."""
    enskilda: dict[str, Any] = {
        namn: varde[i]
        for namn in Underlag.__dataclass_fields__
        if isinstance(varde := getattr(underlag, namn), np.ndarray) and varde.ndim == (1 if namn == "ram_kr" else 2)
    }
    return replace(underlag, **enskilda)
