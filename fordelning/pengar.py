"""Money: the one divider, the one rounding, and kronor as text.

For förbund i with base g, key k, floor l and ceiling u the amount is x = min(max(g + λ·k, l), u) with the one λ
that makes the sum the pot. The division is exhaustive, order-free, monotone in the pot, and consistent.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from fordelning.fel import GolvFel

Tal = NDArray[np.float64]

_ULP = float(np.finfo(np.float64).eps)
_TOLERANS = 32 * _ULP
"""Relative tolerance for what float64 sums of some hundred amounts can be trusted to."""

_TOLERANS_TERM = 8 * _ULP
"""The same for one amount: measured against exact fractions an amount is wrong by at most about 4 ulp."""


def divide(taljare: ArrayLike, namnare: ArrayLike) -> Tal:
    """The quotient; nan where there is nothing to divide by. The two broadcast."""
    a, b = np.broadcast_arrays(np.asarray(taljare, np.float64), np.asarray(namnare, np.float64))
    return np.asarray(np.divide(a, b, out=np.full(a.shape, np.nan), where=b != 0), np.float64)


@dataclass(frozen=True, slots=True, eq=False)
class Delning:
    """A pot divided: amounts (..., F), the multiplier λ (...), and what no one could receive (...), kr."""

    belopp_kr: Tal
    lambda_kr: Tal
    rest_kr: Tal


def dela(
    ram_kr: ArrayLike, bas_kr: ArrayLike, nyckel: ArrayLike, golv_kr: ArrayLike = 0.0, tak_kr: ArrayLike = np.inf
) -> Delning:
    """Divide the pot (...) over bases, keys, floors and ceilings (..., F); everything broadcasts. Amounts in kr.

    Where a floor exceeds its ceiling the ceiling wins. If the ceilings hold less than the pot the rest is returned.
    One without a key has its base, within its bounds. Raises GolvFel, with the highest share of the floors that could
    be paid, when the floors (and the bases of those without a key) exceed the pot.
    Source of the rule: FK 2015-01-22 for base and key; that all who stand at no bound share the rest is an assumption.
    """
    skala = np.broadcast_shapes(np.shape(ram_kr), *(np.shape(a)[:-1] for a in (bas_kr, nyckel, golv_kr, tak_kr)))
    antal = np.broadcast_shapes(*(np.shape(a)[-1:] for a in (bas_kr, nyckel, golv_kr, tak_kr)))
    ram = np.broadcast_to(np.asarray(ram_kr, np.float64), skala)
    bas, k, golv, tak = (
        np.broadcast_to(np.asarray(a, np.float64), skala + antal) for a in (bas_kr, nyckel, golv_kr, tak_kr)
    )
    golv = np.minimum(golv, tak)
    utan_nyckel = ~(k > 0)
    delare = k
    if utan_nyckel.any():
        golv = np.where(utan_nyckel, np.clip(bas, golv, tak), golv)
        delare = np.where(utan_nyckel, np.nan, k)
    _refuse_floors_over_pot(ram, golv)
    lyfts_till, stoppas_vid = (golv - bas) / delare, (tak - bas) / delare
    fran = _find_segment(ram, np.concatenate([lyfts_till, stoppas_vid], axis=-1), bas, k, golv, tak)
    lyft = lyfts_till <= fran[..., None]
    fri = lyft & (stoppas_vid > fran[..., None])
    fast = np.where(lyft, tak, golv)
    nyckelsumma = (fri * k).sum(axis=-1)
    kvar = ram - np.where(fri, bas, fast).sum(axis=-1)
    lambda_ = np.divide(kvar, nyckelsumma, out=np.array(fran, np.float64), where=nyckelsumma > 0)
    belopp = np.where(fri, _give(lambda_, bas, k, golv, tak), fast)
    rest = ram - belopp.sum(axis=-1)
    matt = np.abs(ram) + np.abs(bas).sum(axis=-1)
    return Delning(belopp, lambda_, np.where(rest > _TOLERANS * matt, rest, 0.0))


def are_over(ram_kr: Tal, golv_kr: Tal) -> NDArray[np.bool_]:
    """Whether floors (..., F) together exceed the pot (...), by more than what float64 sums can be trusted to."""
    return np.asarray(golv_kr.sum(axis=-1) > ram_kr * (1 + _TOLERANS))


def _refuse_floors_over_pot(ram: Tal, golv: Tal) -> None:
    """Floors that together exceed the pot cannot be kept; say which share of them could."""
    golvsumma, for_hogt = golv.sum(axis=-1), are_over(ram, golv)
    if for_hogt.any():
        varst = np.unravel_index(np.argmax(np.where(for_hogt, golvsumma - ram, -np.inf)), for_hogt.shape)
        raise GolvFel(float(golvsumma[varst]), float(ram[varst]), float(ram[varst] / golvsumma[varst]), for_hogt)


def _give(lambda_: Tal, bas: Tal, k: Tal, golv: Tal, tak: Tal) -> Tal:
    """min(max(bas + λ·k, golv), tak), (..., F), in one array: this is what the search for λ spends its time on."""
    belopp = lambda_[..., None] * k
    belopp += bas
    np.maximum(belopp, golv, out=belopp)
    return np.minimum(belopp, tak, out=belopp)


def _find_segment(ram: Tal, brytpunkter: Tal, bas: Tal, k: Tal, golv: Tal, tak: Tal) -> Tal:
    """The last break point (...) where the amounts do not exceed the pot: sort the points (..., 2F), then bisect."""
    lag, hog = np.zeros(ram.shape, np.intp), np.isfinite(brytpunkter).sum(axis=-1)
    if np.isneginf(brytpunkter).any():
        brytpunkter = np.where(np.isneginf(brytpunkter), np.nan, brytpunkter)
    brytpunkter.sort(axis=-1)  # those that are no numbers last
    sista, hogst = brytpunkter.shape[-1] - 1, ram * (1 + _TOLERANS)
    while (lag < hog).any():
        mitt = (lag + hog) // 2
        vid = _pick(brytpunkter, np.minimum(mitt, sista))
        ryms = (_give(vid, bas, k, golv, tak).sum(axis=-1) <= hogst) & (mitt < hog)
        lag, hog = np.where(ryms, mitt + 1, lag), np.where(ryms, hog, mitt)
    return _pick(brytpunkter, np.maximum(lag - 1, 0))


def _pick(punkter: Tal, plats: NDArray[np.intp]) -> Tal:
    """The point at each place, (...), of (..., P); 0 where it is no number."""
    valda = np.take_along_axis(punkter, plats[..., None], axis=-1)[..., 0]
    return np.where(np.isfinite(valda), valda, 0.0)


@dataclass(frozen=True, slots=True, eq=False)
class Turordning:
    """A rounding: whole units downwards and each one's place for one more, (..., F), and how many get it, (..., 1)."""

    hela_antal: Tal
    plats: NDArray[np.intp]
    antal_upp: Tal


def avrunda(belopp_kr: ArrayLike, enhet_kr: int | Tal) -> Tal:
    """Whole units (..., F) by largest remainder, summing to the whole units in Σ belopp; ties go in code order.

    Remainders closer than the accuracy of float64 count as equal. Source: an assumption (rounding is not published).
    """
    hela, rest, tolerans, antal_upp = _split_units(belopp_kr, enhet_kr)
    return np.asarray((hela + _are_rounded_up(rest, tolerans, antal_upp)) * enhet_kr, np.float64)


def order_remainders(belopp_kr: ArrayLike, enhet_kr: int | Tal) -> Turordning:
    """The amounts (..., F) in whole units downwards, and the order of their remainders: largest first, then code."""
    hela, rest, tolerans, antal_upp = _split_units(belopp_kr, enhet_kr)
    return Turordning(hela, _rank(rest, tolerans), antal_upp)


def _split_units(belopp_kr: ArrayLike, enhet_kr: int | Tal) -> tuple[Tal, Tal, Tal, Tal]:
    """Whole units downwards and remainders (..., F); how near two are equal, and how many get one more, (..., 1)."""
    x = np.asarray(belopp_kr, np.float64) / enhet_kr
    tolerans = compute_tolerance(x)
    hela = np.floor(x + tolerans)
    rest = np.maximum(x - hela, 0.0)
    summa = x.sum(axis=-1, keepdims=True)
    att_dela = np.floor(summa + np.maximum(_TOLERANS * summa, 1e-9)) - hela.sum(axis=-1, keepdims=True)
    return hela, rest, tolerans, np.asarray(att_dela, np.float64)


def _are_rounded_up(rest: Tal, tolerans: Tal, antal_upp: Tal) -> NDArray[np.bool_]:
    """Whose place in the order is among the first `antal_upp`, (..., F).

    The remainder at the limit tells it alone where no other is near it; only rows where one is are put in order.
    """
    antal, stigande = rest.shape[-1], np.sort(rest, axis=-1)
    sist = np.clip(antal - antal_upp, 0, antal - 1).astype(np.intp)
    grans, under, over = (
        np.take_along_axis(stigande, np.clip(sist + steg, 0, antal - 1), axis=-1) for steg in (0, -1, 1)
    )
    upp = np.asarray((rest >= grans) & (antal_upp > 0))
    nara = ((sist > 0) & ~(grans - under > tolerans)) | ((sist < antal - 1) & ~(over - grans > tolerans))
    ordnas = ((nara & (antal_upp > 0) & (antal_upp < antal)) | np.isnan(stigande[..., -1:]))[..., 0]
    if ordnas.any():
        upp[ordnas] = _rank(rest[ordnas], tolerans[ordnas]) < antal_upp[ordnas]
    return upp


def _rank(rest: Tal, tolerans: Tal) -> NDArray[np.intp]:
    """Each remainder's place, (..., F): the largest first; those within the tolerance of the next go in code order."""
    fallande = np.argsort(-rest, axis=-1, kind="stable")
    sorterad = np.take_along_axis(rest, fallande, axis=-1)
    nytt_steg = np.zeros(rest.shape, np.intp)
    nytt_steg[..., 1:] = np.cumsum(sorterad[..., :-1] - sorterad[..., 1:] > tolerans, axis=-1)
    steg = np.empty_like(nytt_steg)
    np.put_along_axis(steg, fallande, nytt_steg, axis=-1)
    turordning = np.argsort(steg, axis=-1, kind="stable")
    plats = np.empty_like(turordning)
    np.put_along_axis(plats, turordning, np.broadcast_to(np.arange(rest.shape[-1]), rest.shape), axis=-1)
    return plats


def compute_tolerance(x: Tal) -> Tal:
    """How close two remainders of x (..., F) must be to count as equal, (..., 1): the largest amount's accuracy."""
    storst = np.max(np.abs(x), axis=-1, keepdims=True)
    if not np.isfinite(storst).all():
        storst = np.max(np.where(np.isfinite(x), np.abs(x), 0.0), axis=-1, keepdims=True)
    return np.asarray(np.maximum(_TOLERANS_TERM * storst, 1e-9), np.float64)


def snap_up(belopp_kr: Tal, enhet_kr: int | Tal) -> Tal:
    """The nearest whole unit at or above each amount (..., F)."""
    x = np.asarray(belopp_kr / enhet_kr)
    x -= np.maximum(_TOLERANS_TERM * x, 1e-8)
    return np.asarray(np.ceil(x, out=x) * enhet_kr, np.float64)


def snap_down(belopp_kr: Tal, enhet_kr: int | Tal) -> Tal:
    """The nearest whole unit at or below each amount (..., F)."""
    x = np.asarray(belopp_kr / enhet_kr)
    x += np.maximum(_TOLERANS_TERM * x, 1e-8)
    return np.asarray(np.floor(x, out=x) * enhet_kr, np.float64)


def andelar(tal: Tal) -> Tal:
    """Each förbund's share of the sum over förbund (..., F)."""
    return np.asarray(tal / tal.sum(axis=-1, keepdims=True), np.float64)


def dela_heltal(summa_kr: int, vikter: ArrayLike) -> tuple[int, ...]:
    """Whole kronor in proportion to weights, by the same divider and rounding; equal parts where every weight is 0."""
    v = np.asarray(vikter, np.float64)
    nyckel = v / v.sum() if v.sum() > 0 else np.full(v.shape, 1 / v.size)
    return tuple(int(b) for b in avrunda(dela(float(summa_kr), np.zeros_like(nyckel), nyckel).belopp_kr, 1))


SYNS_KR = 0.5
"""An amount less than this is told as 0 kr: of it nothing is said."""


def format_kr(belopp_kr: float, decimaler: int = 0) -> str:
    """Kronor as Swedish text, non-breaking space between thousands: 1 234 567,80 (a minus is the minus sign)."""
    text = f"{abs(belopp_kr):,.{decimaler}f}".replace(",", "\u00a0").replace(".", ",")
    ar_noll = not text.strip("0,\u00a0")
    return text if belopp_kr >= 0 or ar_noll else f"\u2212{text}"
