"""The contributions that planering states against those that the allocation gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

from fordelning.begrepp import Planering
from fordelning.resultat import allocate, compare_planned
from tests.kommando import run
from tests.slump import UTAN_SPARR
from tests.underlag_bygge import Bygge

TOTALT_KR = 10_000_000


def make_bygge(*bidrag_kr: float | None) -> Bygge:
    """Two förbund, 10 mkr each from all parties; the first plans with these contributions from 2026 on."""
    planering = tuple(Planering("A", 2026 + t, 100_000, 0, 0.0, 1.0, kr) for t, kr in enumerate(bidrag_kr))
    return Bygge(10_000_000, ovriga={"planering": planering}).add("A", fjol=5_000_000).add("B", fjol=5_000_000)


def find(*bidrag_kr: float | None, till_ar: int = 2028) -> list[str]:
    r = allocate(UTAN_SPARR, make_bygge(*bidrag_kr).make())
    assert r.matchning.totalt_kr.tolist() == [TOTALT_KR, TOTALT_KR]
    return [str(a).replace("\u00a0", "") for a in compare_planned(r, r.underlag.koder, till_ar)]


@pytest.mark.parametrize("bidrag_kr", [(), (None, None), (TOTALT_KR, None), (TOTALT_KR, TOTALT_KR + 0.4)])
def test_contributions_that_are_not_given_or_are_the_allocations_are_no_warning(
    bidrag_kr: tuple[float | None, ...],
) -> None:
    assert find(*bidrag_kr) == []


def test_other_contributions_are_told_per_year_with_both_figures() -> None:
    (varning,) = find(9_000_000, TOTALT_KR, 11_000_000, 12_000_000)
    assert varning.startswith(
        "planering, förbund A, kolumn bidrag_kr: 2026 9000000 kr, 2028 11000000 kr är inte "
        "vad alla parter bidrar med efter tilldelningen 2026, 10000000 kr"
    )
    assert find(None, None, None, 12_000_000) == []


def test_the_budget_says_so_on_the_terminal_and_in_the_workbook(tmp_path: Path) -> None:
    underlag = make_bygge(9_000_000).write(tmp_path / "underlag")
    svar = run("budget", underlag, "--forbund", "A", "--ut", tmp_path)
    assert svar.exit_code == 0, svar.output
    assert "2026 9\u00a0000\u00a0000 kr är inte" in svar.stderr
    blad = load_workbook(tmp_path / "budget_2026_A.xlsx")["Kontroller"]
    assert any("2026 9\u00a0000\u00a0000 kr är inte" in str(cell.value) for rad in blad for cell in rad)
