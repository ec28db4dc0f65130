"""Small budgets for tests: three förbund that between them have every kind of row, and the workbooks of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from openpyxl.utils import get_column_letter

from fordelning.begrepp import Insats, Kapitalar, Planering, Underlag
from fordelning.budget.berakning import compute_budget
from fordelning.budget.insamling import collect
from fordelning.budget.poster import Budget
from fordelning.budget.uppfoljning import Ifyllt, Uppfoljning, follow_up
from fordelning.budgetbok.bok import write_budget
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.utfall import Grund, make_basis, place_outcomes, read_outcomes
from fordelning.fel import Anmarkning
from fordelning.modell import Modell, Trappsteg, read_modell
from fordelning.platser import find_modeller
from tests.celler import change, find_place, read_values
from tests.underlag_bygge import Bygge

HELT, UTAN_REGION, HALVT_AR = "A", "B", "C"
"""A: two regions, three kommuner, history and every kind of insats. B: a kommun with the region's tasks, pledges, an
excess. C: starts in July, without planering and insatser."""

BYGGE = (
    Bygge(
        10_000_000,
        ovriga={
            "kapital": (
                Kapitalar("A", 2024, 900_000, 5_000_000, 5_100_000, "utfall"),
                Kapitalar("A", 2025, 800_000, 5_200_000, 5_300_000, "prognos"),
                Kapitalar("A", 2026, 700_000, 5_000_000, 5_000_000, "budget"),
            ),
            "insatser": (
                Insats("A", "I1", "Stöd", "individ", 200_000, 9_500, 10, 60, beslutad=True, idag_antal=41),
                Insats("A", "I2", "=1+1", "individ", 150_000, 7_333, 5, 50, 2025, 2027, (1.0, 0.755, 0.5), False, 33),
                Insats("A", "I3", "Prövas", "individ", 100_000, 5_000, 5, 40, idag_antal=0),
                Insats("A", "S1", "@Nätverk", "struktur", 300_000, 0, 0, 0),
                Insats("B", "I1", "Team", "individ", 100_000, 8_000, 10, 30, idag_antal=44),
            ),
            "planering": (
                Planering("A", 2026, 611_111, 200_000, 0.05, 0.3),
                Planering("A", 2027, 620_000, 210_000, 0.05, 0.3, 5_600_000),
                Planering("B", 2026, 400_000, 0, 0, 0.5),
            ),
        },
    )
    .add("A", (1_000, 1_000, 700), (50.0, 60.0, 41.0), 2_500_000, 700_000, regioner=("R1", "R2"))
    .add("B", (800, 333), (30.0, 12.0), 1_500_000, 2_400_000, regioner=(None,))
    .add("C", 900, 44.0, manader=6)
    .pledge("B", 700_000, 433_333)
)


def read_model() -> Modell:
    """The model in force 2026."""
    return read_modell(find_modeller() / "2018-01-01_statsbidrag.toml")


def make_grund(bygge: Bygge | None = None, modell: Modell | None = None) -> Grund:
    """The allocation of a data set with the budget's method."""
    return make_basis(modell or read_model(), (bygge or BYGGE).make()) if bygge or modell else _make_standard()


@cache
def _make_standard() -> Grund:
    return make_basis(read_model(), BYGGE.make())


def make_budget(kod: str, grund: Grund | None = None) -> Budget:
    """The budget of a förbund."""
    grund = grund or make_grund()
    return compute_budget(collect(grund.resultat, grund.metod, kod))


def make_stepped_model() -> Modell:
    """A model whose trappa has three steps."""
    modell = read_model()
    assert modell.eget_kapital is not None
    steg = (
        Trappsteg(andel=0.3, upp_till_kr=1_000_000),
        Trappsteg(andel=0.2, upp_till_kr=6_000_000),
        Trappsteg(andel=0.1),
    )
    regel = modell.eget_kapital.model_copy(update={"trappa": steg})
    return modell.model_copy(update={"eget_kapital": regel})


def make_ruleless_model() -> Modell:
    """A model that says nothing about eget kapital."""
    modell = read_model()
    return modell.model_copy(update={"steg": tuple(s for s in modell.steg if s != "eget_kapital")})


def apply_files(angivna: Sequence[str], grund: Grund) -> tuple[Underlag, tuple[Anmarkning, ...]]:
    """The inputs with each förbund's year as its file says it stands, and the warnings of the files."""
    lagen, varningar = read_outcomes(angivna, grund)
    return place_outcomes(lagen, grund), varningar


def write_book(fil: Path, lage: Uppfoljning, grund: Grund | None = None) -> Path:
    """The workbook of where a budget stands."""
    grund = grund or make_grund()
    u = grund.resultat.underlag
    write_budget(Innehall(lage, grund.metod, grund.resultat.modell, u), fil)
    return fil


def write_empty_book(fil: Path, kod: str = HELT, grund: Grund | None = None) -> Path:
    """The workbook of a förbund with nothing filled in."""
    if grund:
        return write_book(fil, follow_up(make_budget(kod, grund)), grund)
    fil.write_bytes(_write_standard(kod))
    return fil


@cache
def _write_standard(kod: str) -> bytes:
    with TemporaryDirectory() as mapp:
        return write_book(Path(mapp) / "bok.xlsx", follow_up(make_budget(kod))).read_bytes()


def fill(fil: Path, *celler: tuple[str, str, str, object]) -> Path:
    """Write (sheet, row code, heading, value) in a workbook as a finance officer would; formulas lose their values."""
    blad = read_values(fil)
    return change(fil, fil, {(namn, find_place(blad[namn], kod, rubrik)): v for namn, kod, rubrik, v in celler})


def find_cell(ws: Any, kod: str, rubrik: str) -> Any:
    """The cell of a row code under a heading: the last table of the sheet that has both."""
    return ws[find_place(ws.iter_rows(values_only=True), kod, rubrik)]


def fill_months(fil: Path, manader: int, belopp: Callable[[str, int], int]) -> Path:
    """Outcome in the first months of every row: `belopp` gives kr by row code and month from 0."""
    blad = "Utfall per månad"
    koder = {i: rad[0] for i, rad in enumerate(read_values(fil)[blad], 1) if i >= 5 and rad[0]}
    ifylls = {i: kod for i, kod in koder.items() if not kod.startswith(("SUMMA", "RESULTAT", "RAPPORTERAD"))}
    manad = {m: get_column_letter(3 + m) for m in range(manader)}
    return change(fil, fil, {(blad, f"{j}{i}"): belopp(kod, m) for i, kod in ifylls.items() for m, j in manad.items()})


def make_filled(**utfall: tuple[int | None, ...]) -> Ifyllt:
    """Outcome by row code ("_" for "-")."""
    return Ifyllt(utfall={kod.replace("_", "-"): varden for kod, varden in utfall.items()})


def rename(bygge: Bygge, namn: str) -> Bygge:
    """The data set with another name of its first förbund."""
    forst, *rest = bygge.forbund
    return replace(bygge, forbund=(replace(forst, namn=namn), *rest))
