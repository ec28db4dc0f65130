"""A model may leave out any step but key, återfördelning and rounding: whatever is left is computed and written."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest
from typer.testing import CliRunner

from fordelning.cli import app
from tests.kommando import read_csv
from tests.underlag_bygge import Bygge

ALLA = (
    "grundtilldelning",
    "fordelningsnyckel",
    "sjukpenningtak",
    "eget_kapital",
    "sparr",
    "medfinansiering",
    "aterfordelning",
    "avrundning",
)
VALFRIA = ("grundtilldelning", "sjukpenningtak", "eget_kapital", "sparr", "medfinansiering")
UTELAMNADE = [ute for antal in range(len(VALFRIA) + 1) for ute in combinations(VALFRIA, antal)]
AVSNITT = {
    "grundtilldelning": "belopp_kr = 400_000",
    "fordelningsnyckel": "andel_forsorjningsmatt = 0.75\nandel_invanare = 0.25",
    "sjukpenningtak": "hogsta_andel = 0.05",
    "eget_kapital": "trappa = [{ andel = 0.2 }]\nstatens_andel_av_overskott = 0.5",
    "sparr": "hogsta_minskning_andel = 0.1",
    "medfinansiering": "stat_andel = 0.5\nregion_andel = 0.25\nkommun_andel = 0.25",
    "avrundning": "enhet_kr = 1000",
}
BYGGE = (
    Bygge(20_000_000, enhet="tkr")
    .add("A", (30_000, 28_000), (400_000.0, 95_000.0), 8_000_000, 3_000_000)
    .add("B", (12_000, 60_000), (210_000.0, 700_000.0), 8_000_000, 9_000_000, askande_kr=7_000_000)
    .add("C", 5_000, 40_000.0, 100_000, 0, regioner=(None,), manader=6)
    .pledge("A", 1_500_000, 500_000)
)


def write_modell(mapp: Path, utan: tuple[str, ...], avsnitt_kvar: bool = False) -> Path:
    """The model without these steps, and without their sections unless they are kept."""
    fil = mapp / "modell.toml"
    steg = [namn for namn in ALLA if namn not in utan]
    rader = ['namn = "Prov"', 'status = "forslag"', "galler_fran = 2016-01-01", f"steg = {json.dumps(steg)}"]
    for namn, tal in AVSNITT.items():
        if namn in steg or avsnitt_kvar or namn == "medfinansiering":
            rader += [f"[{namn}]", tal, 'kalla = { text = "prov" }']
    fil.write_text("\n".join(rader), encoding="utf-8")
    return fil


def run(kommando: str, *argument: object) -> str:
    svar = CliRunner().invoke(app, [kommando, *map(str, argument)])
    assert svar.exit_code == 0, svar.output
    return svar.output


def read_grants(mapp: Path) -> dict[str, int]:
    return {rad["forbund_kod"]: int(rad["tilldelning_kr"]) for rad in read_csv(mapp / "tilldelning.csv")}


@pytest.fixture(scope="module")
def underlag(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return BYGGE.write(tmp_path_factory.mktemp("underlag"))


@pytest.mark.parametrize("utan", UTELAMNADE, ids=lambda utan: "-".join(utan) or "inget")
def test_any_steps_may_be_left_out(utan: tuple[str, ...], underlag: Path, tmp_path: Path) -> None:
    modell = write_modell(tmp_path, utan)
    run("fordela", underlag, "--modell", modell, "--ut", tmp_path)
    data = json.loads((tmp_path / "resultat.json").read_text("utf-8"))
    assert sum(read_grants(tmp_path).values()) + data["ej_fordelat_kr"] == 20_000_000
    assert (tmp_path / "fordelning.xlsx").stat().st_size > 0
    text = run("forklara", underlag, "--forbund", "B", "--modell", modell)
    assert f"{read_grants(tmp_path)['B']:,}".replace(",", "\u00a0") in text


@pytest.mark.langsam
@pytest.mark.parametrize("utan", [VALFRIA, ("medfinansiering",), ("eget_kapital", "medfinansiering"), VALFRIA[1:]])
def test_the_other_commands_run_on_such_models_too(utan: tuple[str, ...], underlag: Path, tmp_path: Path) -> None:
    modell = write_modell(tmp_path, utan)
    for kommando, *mer in (("kontrollera",), ("kapital", "--ut", tmp_path), ("budget", "--alla", "--ut", tmp_path)):
        run(str(kommando), underlag, "--modell", modell, *mer)


@pytest.mark.parametrize("steg", VALFRIA)
def test_a_section_whose_step_is_missing_is_in_the_report(steg: str, underlag: Path, tmp_path: Path) -> None:
    utskrift = run("fordela", underlag, "--modell", write_modell(tmp_path, (steg,), True), "--ut", tmp_path)
    varningar = json.loads((tmp_path / "resultat.json").read_text("utf-8"))["varningar"]
    (varning,) = (v for v in varningar if f"avsnitt [{steg}]: steg nämner inte {steg}" in v)
    assert utskrift.count(varning) == 1
