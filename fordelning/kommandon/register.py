"""The commands that have a file of their own, in the order the help lists them. A new one is a line here."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from fordelning.kommandon.analyser import brygga, rattvisa, regelpris, trosklar
from fordelning.kommandon.ar import andra, nytt_ar
from fordelning.kommandon.budget import budget
from fordelning.kommandon.jamforelse import jamfor
from fordelning.kommandon.planering import optimera
from fordelning.kommandon.scenarier import scenarier
from fordelning.kommandon.sida import sida
from fordelning.kommandon.statistik import hamta, statistik
from fordelning.kommandon.svar import svar
from fordelning.kommandon.webb import webb

KOMMANDON: Mapping[str, Callable[..., None]] = {
    "budget": budget,
    "optimera": optimera,
    "nytt-ar": nytt_ar,
    "statistik": statistik,
    "hamta": hamta,
    "andra": andra,
    "svar": svar,
    "jamfor": jamfor,
    "sida": sida,
    "webb": webb,
    "brygga": brygga,
    "regelpris": regelpris,
    "scenarier": scenarier,
    "trosklar": trosklar,
    "rattvisa": rattvisa,
}
