"""A case that was changed is kept as a model file, and opened again it gives the same kronor."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

import fordelning as f
from fordelning.analys.modelltext import format_forslag
from fordelning.fel import ModellFel
from fordelning.platser import find_modeller
from tests.slump import MED_SPARR
from tests.underlag_bygge import Bygge


def make_fall() -> f.Fall:
    bygge = Bygge(35_000_000).add("A", 900, 120.0, 9_000_000).add("B", 2_000, 300.0, 6_000_000, 2_600_000)
    return f.Fall(bygge.add("C", 700, 90.0, 4_000_000, askande_kr=3_500_000).make(), MED_SPARR)


@pytest.mark.parametrize(
    "andringar",
    [
        {},
        {"ram_kr": 36_500_000},
        {"andel_forsorjningsmatt": 0.6, "hogsta_minskning_andel": 0.05},
        {"trappa": [{"andel": 0.3, "upp_till_kr": 5_000_000}, {"andel": 0.1}], "enhet_kr": 1},
    ],
)
def test_what_was_tried_is_opened_again_to_the_krona(andringar: dict[str, Any], tmp_path: Path) -> None:
    fall = make_fall()
    andrat = fall.change(andringar) if andringar else fall
    fil = tmp_path / "forslag.toml"
    fil.write_text(format_forslag(andrat), "utf-8")
    igen = f.Fall(fall.underlag, f.read_modell(fil)).change()
    assert igen.allocate().tilldelning_kr.tolist() == andrat.allocate().tilldelning_kr.tolist()
    assert igen.modell.status == "forslag" and igen.modell.fil.namn == "forslag.toml"
    assert ("ram_kr" in andringar) == any("36\u00a0500\u00a0000 kr, vad som än står" in v for v in igen.varningar)


def test_a_number_of_ones_own_has_no_source_but_where_it_began() -> None:
    modell = f.read_modell(find_modeller() / "2018-01-01_statsbidrag.toml")
    text = format_forslag(f.Fall(make_fall().underlag, modell).change(andel_forsorjningsmatt=0.6))
    nyckel, kapital = (
        text.split(f"[{avsnitt}.kalla]")[1].split("[")[0] for avsnitt in ("fordelningsnyckel", "avrundning")
    )
    assert "Eget värde att pröva. Utgångspunkt: Försäkringskassan" in nyckel and "Eget värde" not in kapital
    assert 'namn = "Förslag: Statens fördelningsmodell från 2018, andel_forsorjningsmatt = 0,6"' in text


def test_the_pot_of_a_proposal_gives_way_to_one_that_is_asked_for() -> None:
    med_ram = f.Fall(make_fall().underlag, MED_SPARR.model_copy(update={"status": "forslag", "ram_kr": 36_000_000}))
    assert med_ram.change().allocate().tilldelning_kr.sum() == 36_000_000
    assert med_ram.change(ram_kr=34_000_000).allocate().tilldelning_kr.sum() == 34_000_000
    assert "vad som än står" not in str(med_ram.change(ram_kr=34_000_000).varningar)


def test_only_a_proposal_has_a_pot_of_its_own(tmp_path: Path) -> None:
    fil = tmp_path / "modell.toml"
    text = (find_modeller() / "2018-01-01_statsbidrag.toml").read_text("utf-8")
    fil.write_text(text.replace('status = "faststalld"', 'status = "faststalld"\nram_kr = 1_000_000'), "utf-8")
    with pytest.raises(ModellFel, match="ram_kr kan bara stå i ett förslag"):
        f.read_modell(fil)
