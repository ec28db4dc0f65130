"""The workbook as a whole: its sheets in order, written."""

from __future__ import annotations

from pathlib import Path

from fordelning.rapport.budget.drift import make_drift_sheet
from fordelning.rapport.budget.innehall import Innehall
from fordelning.rapport.budget.insatsar import make_years_sheet
from fordelning.rapport.budget.insatser import make_insats_sheet
from fordelning.rapport.budget.kapital import make_capital_sheet
from fordelning.rapport.budget.kommuner import make_kommun_sheet
from fordelning.rapport.budget.kontroller import make_check_sheet
from fordelning.rapport.budget.manader import (
    make_budget_sheet,
    make_deviation_sheet,
    make_forecast_sheet,
    make_own_forecast_sheet,
    make_utfall_sheet,
)
from fordelning.rapport.budget.medel import make_medel_sheet
from fordelning.rapport.budget.nyckeltal import make_key_figures_sheet
from fordelning.rapport.budget.om import make_assumption_sheet, make_source_sheet
from fordelning.rapport.budget.planar import make_plan_sheet
from fordelning.rapport.budget.sammanfattning import make_summary_sheet
from fordelning.rapport.budget.sida import Sida
from fordelning.rapport.budget.skrivare import write_sidor

BLADEN = (
    make_summary_sheet,
    make_medel_sheet,
    make_drift_sheet,
    make_insats_sheet,
    make_capital_sheet,
    make_plan_sheet,
    make_years_sheet,
    make_kommun_sheet,
    make_key_figures_sheet,
    make_utfall_sheet,
    make_own_forecast_sheet,
    make_budget_sheet,
    make_forecast_sheet,
    make_deviation_sheet,
    make_check_sheet,
    make_assumption_sheet,
    make_source_sheet,
)
"""The sheets in their order."""


def make_sidor(innehall: Innehall) -> list[Sida]:
    """Every sheet as data."""
    return [make(innehall) for make in BLADEN]


def write_budget(innehall: Innehall, fil: Path) -> None:
    """Write one förbund's workbook to a path."""
    u = innehall.underlag
    write_sidor(fil, make_sidor(innehall), f"Budget {u.budgetar} – {u.namn}")
