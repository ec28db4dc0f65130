"""The unit of work of a sweep with plans: a scenario of all förbund, as a record that any computer can make."""

from __future__ import annotations

import hashlib
import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from typing import Any

import numpy as np
from pydantic import BaseModel

from fordelning.analys.lage import Fall
from fordelning.blad.csv import make_number
from fordelning.metod import Insatsplan
from fordelning.plan.alla import solve_all
from fordelning.plan.avgransning import make_problems
from fordelning.plan.resultat import Plan
from fordelning.plan.samling import HELTAL_TID_S
from fordelning.version import __version__

_UTAN_VERKAN = {"beskrivning", "varningar", "filer", "fil", "kallor", "kontrollsummor", "statistik", "kalla", "namn"}
"""What tells of the data and the model without changing a figure."""


@dataclass(frozen=True, slots=True, eq=False)
class Planuppgift:
    """A scenario to plan: the case before it, what it changes, and how it is planned. `nyckel` names its result."""

    nyckel: str
    fall: Fall
    andring: Mapping[str, Any]
    metod: Insatsplan
    antal_ar: int


def make_key(grund: str, andring: Mapping[str, Any]) -> str:
    """The name of a scenario's result: SHA-256 of everything that decides it (`grund` is `make_base_key`)."""
    return hashlib.sha256(f"{grund}{json.dumps(_as_plain(andring), sort_keys=True)}".encode()).hexdigest()


def make_base_key(fall: Fall, metod: Insatsplan, antal_ar: int) -> str:
    """The fingerprint of what all scenarios of an alternative share: program, data, model, method and years."""
    delar = [__version__, fall.underlag, fall.modell, metod, antal_ar]
    return hashlib.sha256(json.dumps(_as_plain(delar), sort_keys=True).encode()).hexdigest()


def _as_plain(varde: Any) -> Any:
    """A value as JSON has it, float64 to the last bit; None for what is not finite."""
    if isinstance(varde, BaseModel):
        varde = {namn: getattr(varde, namn) for namn in type(varde).model_fields}
    elif is_dataclass(varde):
        varde = {f.name: getattr(varde, f.name) for f in fields(varde)}
    if isinstance(varde, Mapping):
        return {str(nyckel): _as_plain(v) for nyckel, v in varde.items() if nyckel not in _UTAN_VERKAN}
    if isinstance(varde, np.ndarray | np.generic):
        varde = varde.tolist()
    if isinstance(varde, list | tuple):
        return [_as_plain(v) for v in varde]
    if isinstance(varde, float) and not math.isfinite(varde):
        return None
    return str(varde) if isinstance(varde, date) else varde


def plan_scenario(u: Planuppgift) -> dict[str, Any]:
    """The scenario allocated, and every förbund that has insatser planned; the same bytes on any computer.

    Raises UnderlagFel when something that a plan needs is missing, and FordelningFel when a solver breaks down.
    """
    fall = u.fall.change(u.andring) if u.andring else u.fall
    r = fall.allocate()
    tilldelning_kr = dict(zip(r.koder, r.tilldelning_kr.tolist(), strict=True))
    totalt_kr = dict(zip(r.koder, r.matchning.totalt_kr.tolist(), strict=True))
    problem = make_problems(r.underlag, r.modell, u.metod, totalt_kr, u.antal_ar)
    planer = solve_all(problem, tid_s=HELTAL_TID_S if u.metod.heltal else None, processer=1)
    return {
        "program": {"version": __version__},
        "nyckel": u.nyckel,
        "andring": _as_plain(u.andring),
        "ar": u.antal_ar,
        "planer": [_describe(plan, tilldelning_kr[plan.forbund_kod]) for plan in planer],
    }


def _describe(plan: Plan, tilldelning_kr: float) -> dict[str, Any]:
    """A plan in short: what it gives and costs, and the insatser that run in any year."""
    return {
        "forbund_kod": plan.forbund_kod,
        "tilldelning_kr": make_number(tilldelning_kr),
        "status": plan.status,
        "nytta": None if plan.beslut is None else make_number(plan.nytta),
        "kostnad_kr": make_number(plan.kostnad_kr),
        "deltagare_antal": make_number(sum(rad.deltagare_antal for rad in plan.rader)),
        "insatser": sorted({rad.insats_kod for rad in plan.rader}),
    }
