"""The price of each rule: the same engine with the rule and without it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings

import fordelning as f
from fordelning.fel import GolvFel
from fordelning.modell import Modell
from fordelning.rapport.analys.blad_regelpris import make_regelpris_del
from tests.kommando import run
from tests.slump import MED_SPARR, SJUKPENNING, draw_bygge, draw_modell
from tests.underlag_bygge import Bygge


def make_bygge() -> Bygge:
    """A is lifted by the spärr, B held by its äskande, C by its excess; D is held by nothing."""
    bygge = Bygge(20_000_000).add("A", 500, 50.0, fjol=6_000_000).add("B", 1_000, 100.0, askande_kr=2_000_000)
    return bygge.add("C", 1_000, 100.0, fjol=4_000_000, kapital=3_600_000).add("D", 2_000, 200.0, fjol=5_000_000)


def test_a_rule_worked_by_hand() -> None:
    """Without the spärr A has its share: 0.4 + λ/9, where B's 2 mkr is not shared, instead of 5.4 mkr."""
    r = f.price_rules(f.Fall(make_bygge().make(), MED_SPARR))
    assert r.regler == ("grundtilldelning", "eget_kapital", "sparr", "medfinansiering", "avrundning")
    utan = f.Fall(make_bygge().make(), MED_SPARR.model_copy(update={"steg": tuple(
        s for s in MED_SPARR.steg if s != "sparr")})).allocate()  # fmt: skip
    belopp = dict(zip(r.koder, r.belopp_kr[:, r.regler.index("sparr")], strict=True))
    assert belopp["A"] == 5_400_000 - utan.tilldelning_kr[0] > 0
    far, betalar = r.find_sides("sparr")
    assert (far.forbund_antal, far.invanare_antal, far.belopp_kr) == (1, 500, belopp["A"])
    assert far.belopp_kr + betalar.belopp_kr == 0 and betalar.forbund_antal == 1
    assert belopp["B"] == 0


@settings(max_examples=12)
@given(draw_bygge(), draw_modell())
def test_a_column_sums_to_nothing_when_the_whole_pot_is_given_with_and_without(bygge: Bygge, modell: Modell) -> None:
    fall = f.Fall(bygge.make(), modell)
    try:
        r = f.price_rules(fall)
    except GolvFel:
        return
    kvar_kr = float(r.resultat.ej_fordelat_kr)
    assert r.belopp_kr.sum(axis=0) == pytest.approx(r.ej_fordelat_utan_kr - kvar_kr, abs=1e-3)
    t = r.tabell()
    assert t.groupby("forbund_kod", sort=False)["belopp_kr"].sum().tolist() == r.belopp_kr.sum(axis=1).tolist()


def test_without_a_ceiling_that_held_a_floor_back_the_floors_are_lowered_and_told() -> None:
    """A asks for 1 mkr and so has no floor of 9 mkr: the pot of 10 cannot pay that and B's."""
    bygge = Bygge(10_000_000).add("A", fjol=10_000_000, askande_kr=1_000_000).add("B", fjol=5_000_000)
    r = f.price_rules(f.Fall(bygge.make(), MED_SPARR))
    assert "utan medfinansiering räcker ramen inte till golven; där är alla sänkta" in r.varningar[0].vad
    assert [rad.antagande for rad in make_regelpris_del(r).antaganden[1:]] == [a.vad for a in r.varningar]
    assert r.utan_kr[:, r.regler.index("medfinansiering")] == pytest.approx([6_667_000, 3_333_000], abs=1_000)


def test_the_ceiling_of_sjukpenning_is_a_rule_and_what_it_keeps_is_told() -> None:
    bygge = Bygge(10_000_000, enhet="tkr").add("A", 1_000, 20_000.0).add("B", 1_000, 40_000.0)
    r = f.price_rules(f.Fall(bygge.make(), SJUKPENNING))
    j = r.regler.index("sjukpenningtak")
    assert r.belopp_kr[:, j].sum() == -7_000_000 and r.ej_fordelat_utan_kr[j] == 0


def test_the_command_writes_a_row_per_forbund_and_rule_whatever_the_order_of_rows(tmp_path: Path) -> None:
    rak, svar = make_bygge(), []
    for namn, bygge in (("rak", rak), ("bak", replace(rak, forbund=rak.forbund[::-1], omraden=rak.omraden[::-1]))):
        ut = tmp_path / f"ut-{namn}"
        korning = run("regelpris", bygge.write(tmp_path / namn), "--modell", "forslag/sparr_kvar", "--ut", ut)
        assert korning.exit_code == 0, korning.output
        svar.append((ut / "regelpris.csv").read_bytes())
    assert svar[0] == svar[1]
    t = pd.read_csv(tmp_path / "ut-rak" / "regelpris.csv")
    assert t.columns.tolist() == ["forbund_kod", "regel", "belopp_kr"]
    assert len(t) == 4 * t["regel"].nunique() and np.allclose(t.groupby("regel")["belopp_kr"].sum(), 0)
