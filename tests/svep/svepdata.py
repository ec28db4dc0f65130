"""A tiny country with insatser, and sweeps of it."""

from __future__ import annotations

import os
import signal
from dataclasses import replace
from pathlib import Path
from typing import Any

from fordelning.analys.lage import Fall
from fordelning.begrepp import Behov, Effekt, Insats, Malgrupp, Planering
from fordelning.metod import Insatsplan, read_insatsplan
from fordelning.platser import find_modeller
from fordelning.statistik.metod import read_statistikmetod
from fordelning.svep.berakning import Utfallsrum, allocate_all
from fordelning.svep.planer import Planuppgift, plan_scenario
from fordelning.svep.scenariofil import Scenariefil, read_scenariofil
from fordelning.svep.utgang import Utgangslage
from fordelning.svep.varden import Varden
from tests.slump import MED_SPARR
from tests.underlag_bygge import Bygge

BRUS = read_statistikmetod(find_modeller() / "statistik.toml").brus


def make_bygge() -> Bygge:
    """B is above its reasonable level, C asks for little, the spärr holds D up; A and B have an insats each."""
    ovriga = {
        "malgrupper": (Malgrupp("g", "Grupp", 1.0, 1.0),),
        "behov": tuple(Behov(k, "g", 500) for k in "AB"),
        "insatser": tuple(Insats(k, "I1", "Insats", "individ", 0.0, 50_000.0, 0.0, 400.0) for k in "AB"),
        "effekter": tuple(Effekt(k, "I1", "g", 0.2) for k in "AB"),
        "planering": tuple(Planering(k, 2026, 100_000.0, 0.0, 0.0, 1.0) for k in "AB"),
    }
    bygge = Bygge(20_000_000, ovriga=ovriga).add("A", (900, 500), (120.0, 80.0), 5_000_000, 600_000)
    bygge = bygge.add("B", 2_000, 300.0, 6_000_000, 2_600_000, bidrag_fjol_kr=11_000_000)
    return bygge.add("C", 700, 90.0, 3_000_000, askande_kr=1_500_000).add("D", 900, 40.0, 4_500_000)


def make_metod() -> Insatsplan:
    return read_insatsplan(find_modeller() / "insatsplan.toml")


def write_toml(mapp: Path, text: str) -> Path:
    fil = mapp / "scenarier.toml"
    fil.write_text(text, encoding="utf-8")
    return fil


def turn_round(b: Bygge) -> Bygge:
    """The same data with the rows of every table in the other order."""
    ovriga = {namn: poster[::-1] for namn, poster in b.ovriga.items()}
    return replace(b, forbund=b.forbund[::-1], omraden=b.omraden[::-1], ovriga=ovriga)


def make_values(mapp: Path, text: str, bygge: Bygge | None = None) -> Varden:
    """The scenarios of a file over the tiny country."""
    fil: Scenariefil = read_scenariofil(write_toml(mapp, text))
    return Varden(fil, Fall((bygge or make_bygge()).make(), MED_SPARR), BRUS)


def make_space(mapp: Path, text: str, bygge: Bygge | None = None) -> Utfallsrum:
    """Its scenarios allocated."""
    varden = make_values(mapp, text, bygge)
    return allocate_all(Utgangslage("underlaget", varden.fall), varden)


def die_once(marke: str, uppgift: Planuppgift) -> dict[str, Any]:
    """The work, but the first process that is asked dies of it."""
    if not Path(marke).exists():
        Path(marke).touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return plan_scenario(uppgift)
