"""What filled budgets do to the ledger of eget kapital: the year as it stands instead of the year as it was planned."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fordelning.begrepp import Kapitalar, Planering, Underlag
from fordelning.budget.uppfoljning import Uppfoljning


def apply_outcomes(underlag: Underlag, lagen: Sequence[Uppfoljning]) -> Underlag:
    """The inputs with each förbund's budget year as it stands: its costs in kapital, its contributions in planering.

    A year that is reported in full is utfall; one that is not is prognos (outcome of reported months, and the forecast
    of the others). Earlier rows of that förbund and year are replaced.
    """
    for lage in lagen:
        rad = lage.make_kapitalar()
        kapital = [k for k in underlag.kapital if (k.forbund_kod, k.ar) != (rad.forbund_kod, rad.ar)]
        planering = _set_contributions(underlag.planering, rad)
        underlag = replace(underlag, kapital=tuple(sorted([*kapital, rad], key=_key)), planering=planering)
    return underlag


def _key(rad: Kapitalar) -> tuple[str, int, str]:
    return rad.forbund_kod, rad.ar, rad.typ


def _set_contributions(planering: Sequence[Planering], rad: Kapitalar) -> tuple[Planering, ...]:
    """The planning rows with what the year brings in; the year gets a row like the one before it when it has none."""
    egna = sorted((p for p in planering if p.forbund_kod == rad.forbund_kod and p.ar <= rad.ar), key=lambda p: p.ar)
    mall = egna[-1] if egna else Planering(rad.forbund_kod, rad.ar, 0.0, 0.0, 0.0, 1.0)
    ny = replace(mall, ar=rad.ar, bidrag_kr=float(rad.intakter_kr))
    andra = [p for p in planering if (p.forbund_kod, p.ar) != (rad.forbund_kod, rad.ar)]
    return tuple(sorted([*andra, ny], key=lambda p: (p.forbund_kod, p.ar)))
