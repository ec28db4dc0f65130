"""Free shares down to a lowest, and the other models of history: one rule with its value, in every document."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fordelning.analys.lage import Fall, read_modell
from fordelning.fel import UnderlagFel
from fordelning.modell import Modell
from fordelning.resultat import allocate
from tests.kommando import run
from tests.slump import MED_SPARR, MODELLER, UTAN_SPARR, draw_bygge, draw_modell, try_allocate
from tests.underlag_bygge import Bygge

HISTORIK = sorted(MODELLER.glob("historik/*.toml"))
BYGGE = Bygge(20_000_000).add("A").pledge("A", 3_000_000, regioner_kr={"R1": 1_000_000}).add("B")


def free(modell: Modell, lagsta: float | None) -> Modell:
    delar = modell.medfinansiering.model_copy(update={"lagsta_andel": lagsta})
    return modell.model_copy(update={"medfinansiering": delar})


@pytest.mark.langsam
@settings(max_examples=25)
@given(draw_modell(), draw_bygge(), st.sampled_from([0.05, 0.1, 0.25]))
def test_who_has_pledged_pays_it_and_it_is_at_least_the_lowest_share(
    modell: Modell, bygge: Bygge, lagsta: float
) -> None:
    r = try_allocate(free(modell, lagsta), bygge)
    u, m = r.underlag, r.matchning
    for i in range(len(r.koder)):
        lovat = {"kommun": u.kommuner_utlovat_kr[i], "region": u.regioner_utlovat_kr[i]}
        delar = {"kommun": m.kommuner_kr[i], "region": m.region_kr[i]}
        if u.utan_region[i] and np.isfinite(lovat["kommun"]):
            assert delar["kommun"] + delar["region"] == lovat["kommun"]
            delar, lagst = {"kommun": lovat["kommun"]}, {"kommun": 2 * lagsta}
        else:
            lagst = dict.fromkeys(delar, lagsta)
            assert all(delar[part] == kr for part, kr in lovat.items() if np.isfinite(kr))
        for part, kr in delar.items():
            if np.isfinite(lovat[part]) and r.tilldelning_kr[i]:
                assert kr >= lagst[part] * m.totalt_kr[i] - 1
    assert {b.forbund_kod for b in r.bidrag} == set(r.koder)
    assert sum(b.belopp_kr for b in r.bidrag) == m.totalt_kr.sum()


@pytest.mark.langsam
@settings(max_examples=15)
@given(draw_modell(), draw_bygge())
def test_altogether_free_shares_never_limit_the_state(modell: Modell, bygge: Bygge) -> None:
    utan = replace(bygge, utfastelser=())
    assert (
        try_allocate(free(modell, 0.0), bygge).tilldelning_kr.tolist()
        == try_allocate(modell, utan).tilldelning_kr.tolist()
    )


def test_at_the_normal_share_with_equal_pledges_it_is_the_fixed_rule() -> None:
    bygge = Bygge(20_000_000).add("A").pledge("A", 2_000_000, regioner_kr={"R1": 2_000_000}).add("B", 900, 50)
    fasta, fria = (allocate(m, bygge.make()).tabell() for m in (UTAN_SPARR, free(UTAN_SPARR, 0.25)))
    assert fasta.equals(fria)


def test_the_lowest_share_can_be_tried_over_scenarios() -> None:
    alla = Fall(BYGGE.make(), UTAN_SPARR).change(lagsta_andel=[0.0, 0.05, 0.2]).allocate()
    for s, lagsta in enumerate((0.0, 0.05, 0.2)):
        ett = Fall(BYGGE.make(), UTAN_SPARR).change(lagsta_andel=lagsta).allocate()
        assert ett.tilldelning_kr.tolist() == alla.tilldelning_kr[s].tolist()
        assert ett.matchning.totalt_kr.tolist() == alla.matchning.totalt_kr[s].tolist()


@pytest.mark.parametrize(
    ("andra", "ord_"),
    [
        ({"lagsta_andel": 0.3}, "lagsta_andel ska vara högst region_andel och högst kommun_andel"),
        ({"lagsta_andel": 1.5}, "utanför gränsen"),
        (
            {"lagsta_andel": 0.1, "steg": ["fordelningsnyckel", "aterfordelning", "avrundning"]},
            "lagsta_andel kräver medfinansiering i steg",
        ),
    ],
)
def test_a_lowest_share_that_cannot_be_is_refused(andra: dict[str, Any], ord_: str) -> None:
    with pytest.raises(UnderlagFel, match=ord_):
        Fall(BYGGE.make(), MED_SPARR).change(andra)


@pytest.mark.parametrize("fil", HISTORIK, ids=lambda fil: fil.stem)
def test_every_model_of_history_says_so_is_named_and_gives_its_books(fil: Path, tmp_path: Path) -> None:
    modell = read_modell(f"historik/{fil.stem}")
    assert modell.status == "historik" and modell.namn.startswith("Historik: ")
    mapp = replace(BYGGE, budgetar=modell.galler_till.year if modell.galler_till else 2005, enhet="mkr")
    argument = ["fordela", str(mapp.write(tmp_path / "in")), "--modell", f"historik/{fil.stem}"]
    svar = run(*argument, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
    assert (tmp_path / "ut" / "fordelning.xlsx").exists()


@pytest.mark.parametrize("kommando", [["budget", "--forbund", "A"], ["svar"]])
def test_budgets_and_reply_forms_refuse_free_shares(kommando: list[str], tmp_path: Path) -> None:
    mapp = replace(BYGGE, budgetar=2006).write(tmp_path / "in")
    argument = [kommando[0], str(mapp), *kommando[1:], "--modell", "historik/socsam", "--ut", str(tmp_path / "ut")]
    svar = run(*argument)
    assert svar.exit_code == 1
    assert "räknar bara med fasta andelar" in svar.output
    assert not (tmp_path / "ut").exists()
