"""The optimiser: one förbund's money over its insatser and years, against need. Everything that solves lives in this
room.

The room may also be called, as the function `fordelning.plan` of the library: `fordelning.plan(fall, "SF-0901")` gives
the förbund's Plan, with amounts in kr and participants in persons; see `fordelning.plan.enskild.plan`. Room and
function share the name, so whichever of the two Python has found under it works.
"""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from fordelning.analys.lage import Fall
    from fordelning.metod import Insatsplan
    from fordelning.plan.resultat import Plan


class _Rum(ModuleType):
    def __call__(
        self, fall: Fall, forbund: str, antal_ar: int = 3, tid_s: float | None = None, metod: Insatsplan | None = None
    ) -> Plan:
        from fordelning.plan.enskild import plan

        return plan(fall, forbund, antal_ar, tid_s, metod)


sys.modules[__name__].__class__ = _Rum
