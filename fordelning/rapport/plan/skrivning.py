"""The result files of `optimera`."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from fordelning.filer import STRANGT, Skrivet, Skydd, write_all
from fordelning.rapport.plan.arbetsbok import write_plan_workbook
from fordelning.rapport.plan.bild import Planering
from fordelning.rapport.plan.tabeller import make_plan, make_plan_json
from fordelning.rapport.tabeller import write_csv, write_json


def write_plans(planering: Planering, mapp: Path, skydd: Skydd = STRANGT) -> Skrivet:
    """plan.csv, plan.json and plan.xlsx; none takes its place before all are written. Raises FilFel."""
    filer = {
        mapp / "plan.csv": partial(write_csv, make_plan(planering)),
        mapp / "plan.xlsx": partial(write_plan_workbook, planering),
        mapp / "plan.json": partial(write_json, make_plan_json(planering)),
    }
    return write_all(filer, skydd)
