"""fordelning: the state's grant to every samordningsförbund (FINSAM), its matching, eget kapital and the optimal plan.

Rules are dated model files (`models/`), facts and yearly decisions are data sets (`inputs/`), and the code is the way
from the two to a ledger in which every krona has a reason. Start reading in `regler/__init__.py` and `berakning.py`.

    import fordelning as f
    fall = f.read("exempel-2026")
    r = fall.allocate()
    s = fall.change(andel_forsorjningsmatt=0.5, ram_kr=350e6).allocate()
    f.compare(r, s).tabell()

The public names are those of `__all__`; docs/library.md tells them with worked examples. Each is imported when it is
first used, so that starting is free.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from fordelning.version import __version__

if TYPE_CHECKING:
    from typing import Any

    from fordelning.analys.brygga import bridge
    from fordelning.analys.jamforelse import compare
    from fordelning.analys.lage import Fall, read, read_modell
    from fordelning.analys.rattvisa import measure_equity
    from fordelning.analys.regelpris import price_rules
    from fordelning.analys.scenarier import draw
    from fordelning.analys.trosklar import find_thresholds
    from fordelning.bibliotek import explain, need, roll_forward, sweep
    from fordelning.budgetbok.insamlade import collect_budgets
    from fordelning.fel import UnderlagFel
    from fordelning.plan.enskild import plan
    from fordelning.resultat import Resultat

__all__ = [
    "Fall",
    "Resultat",
    "UnderlagFel",
    "__version__",
    "bridge",
    "collect_budgets",
    "compare",
    "draw",
    "explain",
    "find_thresholds",
    "measure_equity",
    "need",
    "plan",
    "price_rules",
    "read",
    "read_modell",
    "roll_forward",
    "sweep",
]

_HEM = {
    "Fall": "analys.lage",
    "Resultat": "resultat",
    "UnderlagFel": "fel",
    "bridge": "analys.brygga",
    "collect_budgets": "budgetbok.insamlade",
    "compare": "analys.jamforelse",
    "draw": "analys.scenarier",
    "explain": "bibliotek",
    "find_thresholds": "analys.trosklar",
    "measure_equity": "analys.rattvisa",
    "need": "bibliotek",
    "plan": "plan.enskild",
    "price_rules": "analys.regelpris",
    "read": "analys.lage",
    "read_modell": "analys.lage",
    "roll_forward": "bibliotek",
    "sweep": "bibliotek",
}
"""Where each public name is made."""


def __getattr__(namn: str) -> Any:
    """A public name, imported the first time it is asked for (PEP 562)."""
    if namn not in _HEM:
        raise AttributeError(f"module {__name__!r} has no attribute {namn!r}")
    from importlib import import_module

    return getattr(import_module(f"{__name__}.{_HEM[namn]}"), namn)


def __dir__() -> list[str]:
    return [*globals(), *_HEM]
