"""A sweep as it is told: its scenarios, their allocations, and their plans where they were asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from fordelning.filer.sigill import hash_file
from fordelning.metod import Insatsplan
from fordelning.modell import Modell
from fordelning.platser import find_modeller
from fordelning.statistik.metod import read_statistikmetod
from fordelning.svep.berakning import Utfallsrum, allocate_all
from fordelning.svep.kontroll import check_scenarios
from fordelning.svep.sammanfattning import Spannrad, find_percentiles, summarize_spans
from fordelning.svep.scenariofil import Scenariefil
from fordelning.svep.utgang import make_starts
from fordelning.svep.varden import Varden
from fordelning.underlag import Granskat


@dataclass(frozen=True, eq=False, repr=False)
class Svepresultat:
    """What a sweep gave. `planer`: the results of the scenarios that can be paid, in their order; empty without plans.

    `fil_sha256` is of the file that describes the scenarios.
    """

    fil: Scenariefil
    filnamn: str
    fil_sha256: str
    rum: Sequence[Utfallsrum]
    metod: Insatsplan | None = None
    planer: Sequence[Mapping[str, Any]] = field(default_factory=tuple)

    @cached_property
    def spann(self) -> list[Spannrad]:
        """Every förbund over the scenarios, in code order."""
        return summarize_spans(self.rum)

    @property
    def antal(self) -> int:
        """How many scenarios there are."""
        return sum(r.varden.antal for r in self.rum)

    def __repr__(self) -> str:
        return f"<Svepresultat {self.filnamn}: {self.antal} scenarier av {len(self.spann)} förbund>"

    @property
    def obetalbara(self) -> int:
        """How many have floors above the pot."""
        return sum(r.obetalbara for r in self.rum)


def allocate_sweep(granskat: Granskat, modell: Modell, fil: Scenariefil, vag: Path) -> Svepresultat:
    """Every scenario of every alternative of a file, checked and allocated. Raises ScenarieFel, FilFel."""
    brus = read_statistikmetod(find_modeller() / "statistik.toml").brus
    lagen = make_starts(granskat, modell, fil, vag.name)
    varden = [Varden(fil, lage.fall, brus) for lage in lagen]
    check_scenarios(varden, vag.name)
    rum = [allocate_all(lage, egna) for lage, egna in zip(lagen, varden, strict=True)]
    return Svepresultat(fil, vag.name, hash_file(vag), rum)


@dataclass(frozen=True, slots=True)
class Planspann:
    """A förbund's plans over the scenarios: nytta in weighted persons, shares of the scenarios. nan: no plan at all."""

    forbund_kod: str
    p10_nytta: float
    median_nytta: float
    p90_nytta: float
    andel_med_plan: float


@dataclass(frozen=True, slots=True)
class Insatsandel:
    """In how large a share of the scenarios a förbund's plan has an insats, any year."""

    forbund_kod: str
    insats_kod: str
    andel_i_plan: float


def summarize_plans(planer: Sequence[Mapping[str, Any]]) -> list[Planspann]:
    """A row per förbund that plans, in code order."""
    rader = []
    for kod, egna in _group(planer).items():
        nytta = np.array([p["nytta"] for p in egna if p["nytta"] is not None], np.float64)
        rader.append(Planspann(kod, *find_percentiles(nytta), nytta.size / len(egna)))
    return rader


def count_insatser(planer: Sequence[Mapping[str, Any]]) -> Iterator[Insatsandel]:
    """A row per insats that any plan has, in code order."""
    for kod, egna in _group(planer).items():
        insatser = sorted({insats for plan in egna for insats in plan["insatser"]})
        for insats in insatser:
            yield Insatsandel(kod, insats, sum(insats in plan["insatser"] for plan in egna) / len(egna))


def _group(planer: Sequence[Mapping[str, Any]]) -> dict[str, list[Mapping[str, Any]]]:
    """The plans of every förbund, in code order."""
    per_kod: dict[str, list[Mapping[str, Any]]] = {}
    for scenario in planer:
        for plan in scenario["planer"]:
            per_kod.setdefault(plan["forbund_kod"], []).append(plan)
    return dict(sorted(per_kod.items()))
