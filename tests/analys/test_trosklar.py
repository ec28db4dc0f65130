"""Thresholds: planted ones are found where they are, and the model of base and key alone has none."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import fordelning as f
from fordelning.analys.ombildning import compute_gains, list_mergers, list_splits
from fordelning.analys.trosklar import Troskel, Trosklar
from fordelning.ar.andringar import Andringar, Dela, SlaIhop
from fordelning.ar.tillampning import apply
from fordelning.begrepp import Underlag
from fordelning.bok import Huvudbok, Steg
from fordelning.fel import GolvFel
from fordelning.modell import Modell, Trappsteg
from fordelning.modellkontroll import meet
from fordelning.rapport.analys.blad_trosklar import tell_threshold
from fordelning.regler import REGLER
from fordelning.underlag import check, read_checked
from fordelning.underlag.texter import make_ratext
from tests.kommando import run
from tests.slump import MED_SPARR, UTAN_SPARR, change_model, draw_bygge
from tests.underlag_bygge import Bygge

REN = ("grundtilldelning", "fordelningsnyckel", "aterfordelning", "avrundning")
FA = settings(max_examples=12, phases=[Phase.generate])


def find(t: Trosklar, slag: str, kod: str, uppgift: str) -> Troskel:
    """The one threshold of this kind."""
    (funnen,) = [x for x in t.fynd if (x.slag, x.forbund_kod, x.uppgift) == (slag, kod, uppgift)]
    return funnen


def make_even(**mer: Any) -> Bygge:
    """Three alike, of which the first differs as told."""
    bygge = Bygge(12_000_000).add("A", (600, 400), 100.0, fjol=4_000_000, **mer)
    return bygge.add("B", 1_000, 200.0, fjol=4_000_000).add("C", 1_000, 200.0, fjol=4_000_000)


def make_cliff() -> Bygge:
    """A has little need and 20 000 kr more than the level, which is 20 % of 8 mkr: without it the spärr lifts it."""
    bygge = make_even(kapital=1_620_000)
    omraden = (replace(o, forsorjningsmatt=10.0) if o.forbund_kod == "A" else o for o in bygge.omraden)
    return replace(bygge, omraden=tuple(omraden))


@FA
@given(draw_bygge(5, st.integers(20_000_000, 60_000_000)), st.sampled_from((*REN[:1], "")))
def test_the_model_of_base_and_key_alone_has_no_thresholds(bygge: Bygge, grund: str) -> None:
    steg = tuple(s for s in REN if s != "grundtilldelning" or grund)
    assert f.find_thresholds(f.Fall(bygge.make(), UTAN_SPARR.model_copy(update={"steg": steg}))).fynd == ()


def test_a_cliff_of_eget_kapital_is_found_to_the_krona_and_so_is_what_spending_past_it_gives() -> None:
    """One krona above the level there is no spärr of 3.6 mkr, and a ceiling of base and key."""
    fall = f.Fall(make_cliff().make(), MED_SPARR)
    under, over = (fall.change(eget_kapital_kr={"A": kr}).allocate().tilldelning_kr[0] for kr in (1_600_000, 1_600_001))
    assert under == 3_600_000 and over < under
    t = f.find_thresholds(fall)
    hopp, spara = find(t, "hopp", "A", "eget_kapital_kr"), find(t, "kapital", "A", "eget_kapital_kr")
    assert (hopp.nu, hopp.vid, hopp.fore_kr, hopp.efter_kr) == (1_620_000, 1_600_001, under, over)
    assert (spara.vid, spara.efter_kr) == (1_600_000, under) and spara.andring_kr > 20_000


def test_a_step_of_the_trappa_is_found() -> None:
    """Above 8 mkr a year the level falls from 30 to 20 %: with 2 mkr in hand the grant falls."""
    trappa = [Trappsteg(upp_till_kr=8_000_000, andel=0.30), Trappsteg(andel=0.20)]
    fall = f.Fall(make_even(kapital=2_000_000, bidrag_fjol_kr=7_900_000).make(), change_model(MED_SPARR, trappa=trappa))
    hopp = find(f.find_thresholds(fall), "hopp", "A", "bidrag_fjol_kr")
    assert hopp.vid == 8_000_001 and hopp.andring_kr < 0
    assert "stiger till 8\N{NO-BREAK SPACE}000\N{NO-BREAK SPACE}001" in tell_threshold(fall.allocate(), hopp)
    assert f.find_thresholds(f.Fall(make_even().make(), MED_SPARR)).fynd == ()


def test_more_need_and_less_money_is_told_with_the_largest_gap() -> None:
    bygge = Bygge(12_000_000).add("A", 1_000, 200.0, askande_kr=1_000_000).add("B", 900, 190.0).add("C", 500, 190.0)
    t = f.find_thresholds(f.Fall(bygge.make(), UTAN_SPARR))
    tilldelat = t.resultat.tilldelning_kr
    assert find(t, "mer_behov_an", "A", "B").andring_kr == tilldelat[0] - tilldelat[1] < 0
    assert [x.slag for x in t.fynd] == ["mer_behov_an"]


def test_a_rule_that_turns_the_order_around_is_found_whatever_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    """Planted: above 102 in försörjningsmått there is a ceiling, that falls from 3 mkr the more there is."""

    def turn(modell: Modell, underlag: Underlag, bok: Huvudbok) -> Steg:
        over = underlag.forsorjningsmatt - 102
        return Steg(tak_kr={"modellen": np.where((over > 0) & (over < 50), 3_000_000 - 100_000 * over, np.inf)})

    monkeypatch.setitem(REGLER, "sparr", turn)
    bygge = Bygge(12_000_000).add("A", 1_000, 100.0).add("B", 1_000, 300.0)
    t = f.find_thresholds(f.Fall(bygge.make(), MED_SPARR))
    hopp, mindre = (find(t, slag, "A", "forsorjningsmatt") for slag in ("hopp", "mer_behov_mindre"))
    assert hopp.vid == pytest.approx(102, abs=1e-6) and hopp.efter_kr in (2_999_000, 3_000_000)
    assert (mindre.vid, mindre.efter_kr) == (105, 2_700_000) and mindre.fore_kr == hopp.fore_kr


def test_two_who_gain_as_one_are_found_with_what_andra_gives(tmp_path: Path) -> None:
    """A has so much eget kapital that it has a ceiling; with B, which has none, the level holds it."""
    bygge = Bygge(20_000_000).add("A", (600, 400), 100.0, fjol=3_000_000, kapital=3_100_000)
    bygge = bygge.add("B", 2_000, 400.0, fjol=5_000_000).add("C", 2_000, 500.0, fjol=4_000_000)
    fall = f.read(bygge.write(tmp_path / "u"), "forslag/sparr_kvar")
    funnen = find(f.find_thresholds(fall), "sammanslagning", "A", "B")
    ihop = Andringar(sla_ihop=(SlaIhop(forbund=("A", "B"), till="A"),))
    assert funnen.efter_kr == _give(tmp_path / "u", fall, ihop)["A"] > funnen.fore_kr


def _give(mapp: Path, fall: f.Fall, andringar: Andringar) -> dict[str, int]:
    """What every förbund is given after changes made by `andra`, through the gate."""
    andrat = apply(read_checked(mapp), andringar, fall.allocate())
    r = f.Fall(meet(fall.modell, check(make_ratext(andrat.texter)).underlag), fall.modell).allocate()
    return dict(zip(r.koder, r.tilldelning_kr.astype(int).tolist(), strict=True))


@pytest.mark.langsam
@FA
@given(draw_bygge(4, st.integers(20_000_000, 60_000_000)))
def test_every_merger_and_split_gives_what_andra_gives(tmp_path_factory: pytest.TempPathFactory, bygge: Bygge) -> None:
    mapp = bygge.write(tmp_path_factory.mktemp("u"))
    fall = f.Fall(bygge.make(), MED_SPARR)
    try:
        r = fall.allocate()
    except GolvFel:
        return
    alla = [*list_mergers(r), *list_splits(r)]
    for o, efter_kr in zip(alla, compute_gains(fall.modell, fall.underlag, alla)[1], strict=True):
        koder = [r.koder[i] for i in o.fore]
        if o.omrade:
            resten = tuple(x.omrade_kod for x in fall.underlag.omraden if x.forbund_kod == koder[0])
            resten = tuple(kod for kod in resten if kod != o.omrade)
            dela = Dela(forbund=koder[0], till={koder[0]: resten, f"{koder[0]}~": (o.omrade,)})
            andringar, nya = Andringar(dela=(dela,)), [koder[0], f"{koder[0]}~"]
        else:
            andringar, nya = Andringar(sla_ihop=(SlaIhop(forbund=(koder[0], koder[1]), till=koder[0]),)), koder[:1]
        try:
            gavs = _give(mapp, fall, andringar)
        except (f.UnderlagFel, GolvFel):
            continue
        assert sum(gavs[kod] for kod in nya) == pytest.approx(efter_kr, abs=fall.modell.avrundning.enhet_kr)


def test_the_command_tells_the_kinds_the_outermost_bounds_and_writes_the_rows(tmp_path: Path) -> None:
    vag, ut = str(make_cliff().write(tmp_path / "u")), tmp_path / "ut"
    svar = run("trosklar", vag, "--modell", "forslag/sparr_kvar", "--ut", ut)
    assert svar.exit_code == 0, svar.output
    t = pd.read_csv(ut / "trosklar.csv")
    assert t.columns.tolist() == ["forbund_kod", "slag", "uppgift", "nu", "vid", "fore_kr", "efter_kr", "andring_kr"]
    assert (t["efter_kr"] - t["fore_kr"] == t["andring_kr"]).all() and "hopp" in set(t["slag"])
    assert "Högsta golv: 150 % av fjolårets tilldelning räcker ramen till (modellens: 90 %)" in svar.stdout.replace(
        "\N{NO-BREAK SPACE}", " "
    )
    assert "Hopp inom ± 5 %: " in svar.stdout and "När eget kapital sjunker under 1" in svar.stdout
    tomt = run("trosklar", make_even().write(tmp_path / "v"), "--ut", tmp_path / "ut2")
    assert tomt.exit_code == 0 and "Hopp inom ± 5 %: inga" in tomt.stdout
