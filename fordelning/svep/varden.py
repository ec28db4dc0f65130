"""The values of every scenario: grid points in the order of the file, each with every draw."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fordelning.analys.lage import Fall
from fordelning.analys.scenarier import clip_column, draw_evenly, draw_factors, draw_normal
from fordelning.analys.storhet import find_model_value, is_whole
from fordelning.analys.uppgifter import KOLUMNER, RAM
from fordelning.begrepp import Vektor
from fordelning.statistik.metod import Brus
from fordelning.statistik.utkast import Kolumn
from fordelning.statistik.verkan import compute_figure_noise, share_by_forbund
from fordelning.svep.scenariofil import Osakert, Rutnat, Scenariefil

Index = NDArray[np.int64]


def list_values(r: Rutnat) -> Vektor:
    """The figures, or factors, of an axis, (n,)."""
    if r.fran is not None and r.till is not None and r.antal is not None:
        return np.asarray(np.round(np.linspace(r.fran, r.till, r.antal), 9), np.float64)
    return np.asarray(r.varden or r.faktorer, np.float64)


@dataclass(frozen=True)
class Varden:
    """The scenarios of one case: number s is grid point s // D with draw s % D (D draws; 1 without any)."""

    fil: Scenariefil
    fall: Fall
    brus: Brus

    @cached_property
    def axlar(self) -> tuple[Vektor, ...]:
        """The values of every axis."""
        return tuple(list_values(r) for r in self.fil.rutnat)

    @property
    def dragningar(self) -> int:
        """Draws per grid point."""
        return self.fil.dragningar or 1

    @property
    def antal(self) -> int:
        """How many scenarios there are."""
        return prod(v.size for v in self.axlar) * self.dragningar

    def find_points(self, nummer: Index) -> tuple[Index, ...]:
        """The place on every axis of each scenario."""
        if not self.axlar:
            return ()
        return np.unravel_index(nummer // self.dragningar, [v.size for v in self.axlar])

    def change(self, nummer: Index) -> Fall:
        """These scenarios as one case."""
        return self.fall.change(self.take(nummer))

    def take(self, nummer: Index) -> dict[str, Vektor]:
        """The values in these scenarios: (n, F) of a column, (n,) of the pot or a model value.

        A draw is made on what the grid gives.
        """
        svar: dict[str, Vektor] = {}
        for r, axel, plats in zip(self.fil.rutnat, self.axlar, self.find_points(nummer), strict=True):
            nu = svar.get(r.vad, self._now(r.vad))
            egna = axel[plats][:, np.newaxis] if r.vad in KOLUMNER else axel[plats]
            nya = nu * egna if r.faktorer else np.broadcast_to(egna, np.broadcast_shapes(egna.shape, nu.shape))
            svar[r.vad] = np.where(self._chosen(r), nya, nu) if r.vad in KOLUMNER else nya
        for o, dragna in zip(self.fil.dragning, self._dragna, strict=True):
            svar[o.vad] = _apply(o, svar.get(o.vad, self._now(o.vad)), dragna[nummer % self.dragningar])
        return {namn: self._fit(namn, varden) for namn, varden in svar.items()}

    def _fit(self, vad: str, varden: Vektor) -> Vektor:
        """Within what a column holds; whole kronor where they are."""
        if vad in KOLUMNER:
            return clip_column(vad, varden)
        return np.asarray(np.round(varden), np.float64) if is_whole(self.fall.modell, vad) else varden

    def take_one(self, nummer: int) -> dict[str, Any]:
        """What `Fall.change` takes for one scenario, as one decision: (F,) of a column, else a number."""
        alla = self.take(np.array([nummer], np.int64))
        return {namn: v[0] if namn in KOLUMNER else v[0].item() for namn, v in alla.items()}

    def _now(self, vad: str) -> Vektor:
        """What stands in the case: (F,) of a column, else a figure."""
        if vad in KOLUMNER or vad == RAM:
            return np.asarray(getattr(self.fall.underlag, vad), np.float64)
        m = find_model_value(self.fall.modell, vad)
        assert m is not None, vad
        return np.asarray(m.varde, np.float64)

    def _chosen(self, r: Rutnat | Osakert) -> NDArray[np.bool_]:
        return np.isin(self.fall.koder, self.fall.koder if r.forbund is None else r.forbund)

    @cached_property
    def _dragna(self) -> tuple[Vektor, ...]:
        return tuple(self._draw(o) for o in self.fil.dragning)

    def _draw(self, o: Osakert) -> Vektor:
        """Every draw: factors, figures or noise, (D, F) of a column, (D,) of what has one value."""
        antal, fro = self.dragningar, self.fil.fro
        if o.minst is not None and o.hogst is not None:
            return draw_evenly(antal, fro, (o.minst, o.hogst), o.vad, is_whole(self.fall.modell, o.vad))
        if o.vad == RAM:
            return draw_factors(antal, fro, o.spridning_andel or 0.0, RAM, "")
        if o.celler_antal is not None:
            return np.where(self._chosen(o), self._draw_noise(o, o.celler_antal), 0.0)
        koder: Sequence[str] = ("",) * len(self.fall.koder) if o.gemensam else self.fall.koder
        faktorer = {kod: draw_factors(antal, fro, o.spridning_andel or 0.0, o.vad, kod) for kod in {*koder}}
        return np.where(self._chosen(o), np.stack([faktorer[kod] for kod in koder], axis=-1), 1.0)

    def _draw_noise(self, o: Osakert, celler: int) -> Vektor:
        """SCB's noise in every kommun's figure, shared by its parts, (D, F)."""
        kolumn: Kolumn = "invanare_antal" if o.vad == "invanare_antal" else "forsorjningsmatt"
        andelar = share_by_forbund(self.fall.underlag.omraden, kolumn)
        per_figur = compute_figure_noise(self.brus, celler, o.tider_antal)
        dragna = np.stack([draw_normal(self.dragningar, self.fil.fro, f"brus {o.vad}", k) for k in andelar], axis=-1)
        vikter = np.array([[per_kod.get(kod, 0.0) for kod in self.fall.koder] for per_kod in andelar.values()])
        return np.asarray(np.round(per_figur * dragna @ vikter, 9), np.float64)


def _apply(o: Osakert, nu: Vektor, dragna: Vektor) -> Vektor:
    """What stands there, with the draws: replaced, with noise added, or multiplied."""
    if o.minst is not None:
        return dragna
    return nu + dragna if o.celler_antal is not None else nu * dragna
