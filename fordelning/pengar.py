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
    golv = np.where(k > 0, golv, np.clip(bas, golv, tak))
    _refuse_floors_over_pot(ram, golv)
    with np.errstate(divide="ignore", invalid="ignore"):
        lyfts_till = np.where(k > 0, (golv - bas) / k, np.nan)
        stoppas_vid = np.where(k > 0, (tak - bas) / k, np.nan)
    fran = _find_segment(ram, np.concatenate([lyfts_till, stoppas_vid], axis=-1), bas, k, golv, tak)
    fri = (k > 0) & (lyfts_till <= fran[..., None]) & (stoppas_vid > fran[..., None])
    fast = np.where((k > 0) & (lyfts_till <= fran[..., None]), tak, golv)
    nyckelsumma = np.where(fri, k, 0.0).sum(axis=-1)
    kvar = ram - np.where(fri, bas, fast).sum(axis=-1)
    lambda_ = np.divide(kvar, nyckelsumma, out=np.array(fran, np.float64), where=nyckelsumma > 0)
    belopp = np.where(fri, np.clip(bas + lambda_[..., None] * k, golv, tak), fast)
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
        raise GolvFel(float(golvsumma[varst]), float(ram[varst]), float(ram[varst] / golvsumma[varst]))


def _find_segment(ram: Tal, brytpunkter: Tal, bas: Tal, k: Tal, golv: Tal, tak: Tal) -> Tal:
    """The last break point (...) where the amounts do not exceed the pot: sort the points (..., 2F), then bisect."""
    punkter = np.sort(np.where(np.isfinite(brytpunkter), brytpunkter, np.nan), axis=-1)
    lag, hog = np.zeros(ram.shape, np.intp), np.isfinite(punkter).sum(axis=-1)
    sista = punkter.shape[-1] - 1
    for _ in range(int(sista + 1).bit_length()):
        mitt = (lag + hog) // 2
        vid = np.nan_to_num(np.take_along_axis(punkter, np.minimum(mitt, sista)[..., None], axis=-1))
        ryms = (np.clip(bas + vid * k, golv, tak).sum(axis=-1) <= ram * (1 + _TOLERANS)) & (mitt < hog)
        lag, hog = np.where(ryms, mitt + 1, lag), np.where(ryms, hog, mitt)
    valda = np.take_along_axis(punkter, np.maximum(lag - 1, 0)[..., None], axis=-1)[..., 0]
    return np.asarray(np.nan_to_num(valda), np.float64)


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
    t = order_remainders(belopp_kr, enhet_kr)
    return np.asarray((t.hela_antal + (t.plats < t.antal_upp)) * enhet_kr, np.float64)


def order_remainders(belopp_kr: ArrayLike, enhet_kr: int | Tal) -> Turordning:
    """The amounts (..., F) in whole units downwards, and the order of their remainders: largest first, then code."""
    x = np.asarray(belopp_kr, np.float64) / enhet_kr
    tolerans = compute_tolerance(x)
    hela = np.floor(x + tolerans)
    rest = np.maximum(x - hela, 0.0)
    summa = x.sum(axis=-1, keepdims=True)
    att_dela = np.floor(summa + np.maximum(_TOLERANS * summa, 1e-9)) - hela.sum(axis=-1, keepdims=True)
    fallande = np.argsort(-rest, axis=-1, kind="stable")
    sorterad = np.take_along_axis(rest, fallande, axis=-1)
    nytt_steg = np.zeros(rest.shape, np.intp)
    nytt_steg[..., 1:] = np.cumsum(sorterad[..., :-1] - sorterad[..., 1:] > tolerans, axis=-1)
    steg = np.empty_like(nytt_steg)
    np.put_along_axis(steg, fallande, nytt_steg, axis=-1)
    turordning = np.argsort(steg, axis=-1, kind="stable")
    plats = np.empty_like(turordning)
    np.put_along_axis(plats, turordning, np.broadcast_to(np.arange(x.shape[-1]), x.shape), axis=-1)
    return Turordning(hela, plats, np.asarray(att_dela, np.float64))


def compute_tolerance(x: Tal) -> Tal:
    """How close two remainders of x (..., F) must be to count as equal, (..., 1): the largest amount's accuracy."""
    storst = np.max(np.where(np.isfinite(x), np.abs(x), 0.0), axis=-1, keepdims=True)
    return np.asarray(np.maximum(_TOLERANS_TERM * storst, 1e-9), np.float64)


def snap_up(belopp_kr: Tal, enhet_kr: int | Tal) -> Tal:
    """The nearest whole unit at or above each amount (..., F)."""
    x = belopp_kr / enhet_kr
    return np.asarray(np.ceil(x - np.maximum(_TOLERANS_TERM * x, 1e-8)) * enhet_kr, np.float64)


def snap_down(belopp_kr: Tal, enhet_kr: int | Tal) -> Tal:
    """The nearest whole unit at or below each amount (..., F)."""
    x = belopp_kr / enhet_kr
    return np.asarray(np.floor(x + np.maximum(_TOLERANS_TERM * x, 1e-8)) * enhet_kr, np.float64)


def andelar(tal: Tal) -> Tal:
    """Each förbund's share of the sum over förbund (..., F)."""
    return np.asarray(tal / tal.sum(axis=-1, keepdims=True), np.float64)


def dela_heltal(summa_kr: int, vikter: ArrayLike) -> tuple[int, ...]:
    """Whole kronor in proportion to weights, by the same divider and rounding; equal parts where every weight is 0."""
    v = np.asarray(vikter, np.float64)
    nyckel = v / v.sum() if v.sum() > 0 else np.full(v.shape, 1 / v.size)
    return tuple(int(b) for b in avrunda(dela(float(summa_kr), np.zeros_like(nyckel), nyckel).belopp_kr, 1))


def format_kr(belopp_kr: float, decimaler: int = 0) -> str:
    """Kronor as Swedish text, non-breaking space between thousands: 1 234 567,80 (a minus is the minus sign)."""
    text = f"{abs(belopp_kr):,.{decimaler}f}".replace(",", "\u00a0").replace(".", ",")
    ar_noll = not text.strip("0,\u00a0")
    return text if belopp_kr >= 0 or ar_noll else f"\u2212{text}"
