"""plan.xlsx: which sheets, in which order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from fordelning.rapport.excel.arbetsbok import write_workbook
from fordelning.rapport.excel.tabell import Blad
from fordelning.rapport.plan.bild import Planering
from fordelning.rapport.plan.blad_deltagare import make_deltagare_sheet, make_malgrupper_sheet
from fordelning.rapport.plan.blad_forbund import make_forbund_sheet
from fordelning.rapport.plan.blad_granser import (
    make_begransar_sheet,
    make_brytpunkter_sheet,
    make_front_sheet,
    make_krav_sheet,
)
from fordelning.rapport.plan.blad_jamforelse import make_jamforelse_sheet, make_osakerhet_sheet
from fordelning.rapport.plan.blad_kapital import make_kapital_sheet
from fordelning.rapport.plan.blad_om import make_om_sheets, make_parametrar_sheet
from fordelning.rapport.plan.blad_plan import make_plan_sheet
from fordelning.rapport.plan.blad_sammanfattning import make_sammanfattning_sheet


def write_plan_workbook(planering: Planering, fil: Path) -> None:
    """The plan with live formulas: cost, eget kapital, results and nytta follow from what is decided."""
    ar = f"{planering.budgetar[0]}–{planering.budgetar[-1]}"
    write_workbook(fil, list(_list_sheets(planering)), f"Insatsplan {ar}")


def _list_sheets(planering: Planering) -> Iterator[Blad]:
    yield make_sammanfattning_sheet(planering)
    if planering.omojliga:
        yield make_krav_sheet(planering)
    if planering.med_plan:
        if not planering.enskild:
            yield make_forbund_sheet(planering)
        yield make_plan_sheet(planering)
        yield make_deltagare_sheet(planering)
        yield make_malgrupper_sheet(planering)
        yield make_kapital_sheet(planering)
        yield make_begransar_sheet(planering)
        yield from _list_closer_looks(planering)
        yield make_jamforelse_sheet(planering)
        yield make_parametrar_sheet(planering)
    yield from make_om_sheets(planering)


def _list_closer_looks(planering: Planering) -> Iterator[Blad]:
    """What is told of one förbund only."""
    bild = planering.bilder[0]
    if not planering.enskild or bild.fordjupning is None:
        return
    if bild.fordjupning.brytpunkter:
        yield make_brytpunkter_sheet(bild, bild.fordjupning)
    yield make_front_sheet(bild.fordjupning)
    if bild.fordjupning.osakerhet is not None:
        yield make_osakerhet_sheet(bild, bild.fordjupning.osakerhet)
