"""The allocation workbook, fordelning.xlsx: which sheets, in which order."""

from __future__ import annotations

from pathlib import Path

from fordelning.analys.hojning import compute_raised_grants
from fordelning.rapport.excel.arbetsbok import write_workbook
from fordelning.rapport.excel.aterfordelning import make_aterfordelning_sheet, make_avrundning_sheet
from fordelning.rapport.excel.behov import make_need_sheets
from fordelning.rapport.excel.berakning import list_groups, make_berakning_sheet
from fordelning.rapport.excel.enskilt import make_forbund_sheet
from fordelning.rapport.excel.granser import make_granser_sheet
from fordelning.rapport.excel.insatser import make_insatser_sheets
from fordelning.rapport.excel.kallor import make_antaganden_sheet, make_kallor_sheet
from fordelning.rapport.excel.kontroller import make_kontroller_sheet
from fordelning.rapport.excel.medfinansiering import make_medfinansiering_sheet
from fordelning.rapport.excel.mellanled import make_mellanled
from fordelning.rapport.excel.parametrar import make_parametrar_sheet
from fordelning.rapport.excel.sammanfattning import make_diagramdata_sheet, make_sammanfattning_sheet
from fordelning.rapport.excel.tilldelning import (
    make_harledning_sheet,
    make_jamforelse_sheet,
    make_kapital_sheet,
    make_tilldelning_sheet,
)
from fordelning.rapport.excel.underlag import make_underlag_sheets
from fordelning.resultat import Resultat


def write_allocation_workbook(r: Resultat, fil: Path) -> None:
    """The allocation with live formulas: change a yellow cell and everything follows, λ and the rounding included."""
    led = make_mellanled(r)
    grupper = list_groups(led)
    blad = (
        make_sammanfattning_sheet(r),
        make_tilldelning_sheet(r),
        make_forbund_sheet(r, grupper),
        make_harledning_sheet(led),
        make_medfinansiering_sheet(r),
        make_kapital_sheet(led),
        *make_need_sheets(r.underlag),
        *make_insatser_sheets(r.underlag),
        make_jamforelse_sheet(r),
        make_granser_sheet(led, compute_raised_grants(r)),
        make_kontroller_sheet(r),
        make_antaganden_sheet(r),
        make_kallor_sheet(r),
        make_parametrar_sheet(r),
        *make_underlag_sheets(r),
        make_berakning_sheet(grupper),
        make_aterfordelning_sheet(led),
        make_avrundning_sheet(led),
        make_diagramdata_sheet(r),
    )
    write_workbook(fil, blad, f"Statens tilldelning till samordningsförbunden {r.underlag.budgetar}")
