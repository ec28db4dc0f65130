"""What may vary, by name: a column of the data, the pot, a model value, or a figure in a step of the model's trappa."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fordelning.analys.parametrar import list_parameters
from fordelning.analys.uppgifter import KOLUMNER, RAM
from fordelning.modell import Modell

_I_STEG = re.compile(r"(?P<lista>\w+?(?:\.\w+)?)(?:\.|__)(?P<nummer>\d+)(?:\.|__)(?P<falt>\w+)")


@dataclass(frozen=True, slots=True)
class Modellvarde:
    """A figure of a model: its parameter in full, its value, and the step (from 0) and field where it lies in one."""

    hela: str
    varde: Any
    steg: int | None = None
    falt: str = ""

    @property
    def avsnitt(self) -> str:
        """The section of the model; the order of the steps has none."""
        return self.hela.partition(".")[0]

    @property
    def ar_tal(self) -> bool:
        return isinstance(self.varde, int | float)

    @property
    def ar_helt(self) -> bool:
        """Whether it is whole kronor."""
        return isinstance(self.varde, int)


def find_model_value(modell: Modell, vad: str) -> Modellvarde | None:
    """The model value of a name: `belopp_kr`, `sparr.hogsta_minskning_andel`, or `trappa.1.andel`, steps from 1.

    None where the model has no such.
    """
    kanda = list_parameters(modell)
    traff = _I_STEG.fullmatch(vad)
    p = kanda.get(vad) or (kanda.get(traff["lista"]) if traff else None)
    if p is None:
        return None
    varde = p.read(modell)
    if vad in kanda or traff is None:
        return Modellvarde(p.hela, varde)
    steg = int(traff["nummer"]) - 1
    if not isinstance(varde, tuple) or not 0 <= steg < len(varde) or not hasattr(varde[steg], traff["falt"]):
        return None
    return Modellvarde(p.hela, getattr(varde[steg], traff["falt"]), steg, traff["falt"])


def is_whole(modell: Modell, vad: str) -> bool:
    """Whether what varies is whole kronor: the pot, or such a model value."""
    m = None if vad in KOLUMNER else find_model_value(modell, vad)
    return vad == RAM or (m is not None and m.ar_helt)


def spread_steps(modell: Modell, varden: Mapping[str, Any]) -> dict[str, Any]:
    """The values with figures within steps as the whole list of steps; other names stay as they are."""
    svar: dict[str, Any] = {}
    for vad, varde in varden.items():
        m = None if vad in KOLUMNER or vad == RAM else find_model_value(modell, vad)
        if m is None or m.steg is None:
            svar[vad] = varde
            continue
        avsnitt, nyckel = m.hela.split(".")
        nu = [steg.model_dump() for steg in getattr(getattr(modell, avsnitt), nyckel)]
        svar.setdefault(m.hela, nu)[m.steg][m.falt] = varde
    return svar
