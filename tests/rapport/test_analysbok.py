"""analys.xlsx with several analyses in one book: live where it says so, and safe to sort."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import load_workbook

import fordelning as f
from fordelning.blad.excel import write_bok
from fordelning.rapport.analys.blad_brygga import make_brygga_del
from fordelning.rapport.analys.blad_rattvisa import make_rattvisa_del
from fordelning.rapport.analys.blad_regelpris import make_regelpris_del
from fordelning.rapport.analys.blad_trosklar import make_trosklar_del
from fordelning.rapport.analys.bok import make_analys_bok
from tests.celler import Andringar, read_values
from tests.libreoffice import find_differences, recalculate
from tests.slump import MED_SPARR
from tests.sortering import check_sorting
from tests.underlag_bygge import Bygge

BYGGE = (
    Bygge(20_000_000)
    .add("A", (600, 400), 10.0, fjol=4_000_000, kapital=1_620_000)
    .add("B", 1_000, 200.0, fjol=5_000_000, askande_kr=3_000_000)
    .add("C", 1_000, 210.0, fjol=4_000_000, kapital=200_000)
)
FALL = f.Fall(BYGGE.make(), MED_SPARR)
FORE = f.Fall(BYGGE.add("D", 900, 100.0).make(), MED_SPARR).change(ram_kr=19e6, forsorjningsmatt={"C": 150.0})


@pytest.fixture(scope="module")
def bok(tmp_path_factory: pytest.TempPathFactory) -> Path:
    delar = [
        make_brygga_del(f.bridge(FORE, FALL)),
        make_regelpris_del(f.price_rules(FALL)),
        make_trosklar_del(f.find_thresholds(FALL)),
        make_rattvisa_del(f.measure_equity(FALL)),
    ]
    fil = tmp_path_factory.mktemp("analysbok") / "analys.xlsx"
    write_bok(make_analys_bok("Svar till mötet", delar, [FORE.allocate(), FALL.allocate()]), fil)
    return fil


def test_every_analysis_has_its_sheets_and_what_it_rests_on_is_told_once(bok: Path) -> None:
    assert set(load_workbook(bok).sheetnames) >= {
        "Innehåll", "Riket", "Brygga", "Ett förbund", "Regelpris", "Regelpris per förbund", "Trösklar", "Rättvisa",
        "Per invånare och behov", "Antaganden", "Källor",
    }  # fmt: skip
    antaganden = [tuple(rad) for rad in read_values(bok)["Antaganden"] if rad[0]]
    assert {"Bryggan", "Regelpris", "Trösklar", "Rättvisa"} <= {str(rad[0]) for rad in antaganden}
    assert len(antaganden) == len(set(antaganden))


@pytest.mark.libreoffice
def test_the_figures_follow_the_chosen_forbund_and_survive_sorting(bok: Path, tmp_path: Path) -> None:
    rader = read_values(bok)["Ett förbund"]
    rad = next(i for i, rad in enumerate(rader, 1) if rad[0] == "Kod")
    annat: Andringar = {("Ett förbund", f"B{rad}"): "D"}
    oandrad, andrad = recalculate([(bok, {}), (bok, annat)], tmp_path)
    assert find_differences(bok, oandrad) == []
    valt = {rad[0]: rad[1] for rad in read_values(andrad)["Ett förbund"] if rad[0]}
    b = f.bridge(FORE, FALL)
    i = b.koder.index("D")
    assert (valt["Namn"], valt["Före: 2026, kr"], valt["Hela ändringen"]) == (
        "Förbundet D",
        b.fore_kr[i],
        b.andring_kr[i],
    )
    assert check_sorting(bok, tmp_path / "sorterad") == []


@pytest.mark.libreoffice
def test_a_bridge_in_which_nothing_changed_has_a_sum_of_nothing(tmp_path: Path) -> None:
    fil = tmp_path / "analys.xlsx"
    write_bok(make_analys_bok("Oförändrat", [make_brygga_del(f.bridge(FALL, FALL))], [FALL.allocate()]), fil)
    (omraknad,) = recalculate([(fil, {})], tmp_path)
    assert find_differences(fil, omraknad) == []


def test_a_förbund_in_which_nothing_changed_is_said_to_have_no_cause(tmp_path: Path) -> None:
    fil = tmp_path / "analys.xlsx"
    write_bok(make_analys_bok("Oförändrat", [make_brygga_del(f.bridge(FALL, FALL))], [FALL.allocate()]), fil)
    assert ["Mest beror det på", "Inget ändrades."] in [rad[:2] for rad in read_values(fil)["Ett förbund"]]
