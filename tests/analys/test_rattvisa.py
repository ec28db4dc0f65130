"""How evenly money lies, against published worked examples and what every such measure must keep."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

import fordelning as f
from fordelning.analys.rattvisa import MATT, STORHETER, compute_theil, measure_evenness
from fordelning.kapital.koncentration import compute_gini, make_lorenz
from tests.kommando import run
from tests.slump import UTAN_SPARR
from tests.underlag_bygge import Bygge

INEQ = [541, 1463, 2445, 3438, 4437, 5401, 6392, 8304, 11904, 22261]
"""The vector in the manual of the R package ineq."""


@pytest.mark.parametrize(
    ("tal", "antal", "gini", "theil"),
    [
        (INEQ, [1] * 10, 0.4620911, None),  # ineq 0.2-13, Gini
        ([10, 100], [9, 1], 0.4263158, None),  # Statistics Slam Dunk, chapter 12: nine have 10 and one has 100
        ([8, 5, 1, 3, 5, 6, 7, 6, 3], [1] * 9, None, 0.10494562214323544),  # the manual of Inequality.jl
        ([8, 5, 1, 3, 5, 6, 7, 6, 3], np.arange(1, 10) / 10, None, 0.08120013911680612),  # the same, weighted
    ],
)
def test_published_examples(tal: list[float], antal: list[float], gini: float | None, theil: float | None) -> None:
    vikter = np.asarray(antal, np.float64)
    belopp = np.asarray(tal, np.float64) * vikter
    if gini is not None:
        assert compute_gini(belopp, vikter) == pytest.approx(gini, abs=5e-8)
    if theil is not None:
        assert compute_theil(belopp, vikter) == pytest.approx(theil, abs=5e-8)


def test_kronor_per_inhabitant_as_statskontoret_printed_them() -> None:
    """Statskontoret 2005:10, table 1, printed "ca" 40, 210, 80, 190, 80, 180, 310, 190, 180 kr."""
    mnkr = np.array([2.4, 2.4, 2.4, 6, 9, 15, 7.5, 4, 4]) * 1e6
    invanare = np.array([56_400, 11_300, 31_400, 31_600, 118_400, 85_000, 24_400, 21_000, 22_000.0])
    m = measure_evenness(mnkr, invanare)
    assert (round(m.lagst or 0), round(m.hogst or 0)) == (43, 307)
    assert m.hogst_mot_lagst == pytest.approx(7.22, abs=0.01)
    assert np.round(mnkr / invanare, -1).tolist() == [40, 210, 80, 190, 80, 180, 310, 190, 180]


def test_one_has_all_and_all_have_alike() -> None:
    en, lika = (measure_evenness(np.array(x), np.ones(4)) for x in ([0, 0, 0, 8.0], [2.0] * 4))
    assert en.gini == 0.75 and en.theil == pytest.approx(np.log(4))
    assert en.hogst_mot_lagst is None and en.lorenz[-2].tolist() == [0.75, 0.0]
    assert (lika.gini, lika.theil, lika.hogst_mot_lagst, lika.p95_mot_p5, lika.federal_kvot) == (0, 0, 1, 1, 0)
    inget = measure_evenness(np.zeros(3), np.ones(3))
    assert all(getattr(inget, namn) is None for namn in MATT)


@settings(max_examples=20, phases=[Phase.generate])
@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 50)), min_size=1, max_size=12).filter(
    lambda rader: any(a for a, _ in rader)))  # fmt: skip
def test_scale_order_and_splitting_make_no_difference_and_the_unweighted_measure_agrees(
    rader: list[tuple[int, int]],
) -> None:
    belopp, vikter = (np.array(x, np.float64) for x in zip(*rader, strict=True))
    m = measure_evenness(belopp, vikter)
    for andra in (
        measure_evenness(belopp[::-1] * 7, vikter[::-1] * 3),
        measure_evenness(np.repeat(belopp, 2) / 2, np.repeat(vikter, 2) / 2),
    ):
        assert andra.gini == pytest.approx(m.gini, abs=1e-9) and andra.theil == pytest.approx(m.theil, abs=1e-9)
    assert 0 <= (m.gini or 0) + 1e-12 < 1 and (m.theil or 0) >= -1e-12
    assert (np.diff(make_lorenz(belopp, vikter)[:, 1]) >= -1e-12).all()
    en_var = np.sort(np.repeat(belopp / vikter, vikter.astype(int)))
    n = en_var.size
    av_var_och_en = ((2 * np.arange(1, n + 1) - n - 1) * en_var).sum() / (n * en_var.sum())
    assert m.gini == pytest.approx(av_var_och_en, abs=1e-9) and m.gini == pytest.approx(compute_gini(en_var), abs=1e-9)


def test_the_library_and_the_command_tell_the_same(tmp_path: Path) -> None:
    bygge = Bygge(20_000_000).add("A", 1_000, 100.0, kapital=-5).add("B", 2_000, 500.0, kapital=900_000)
    bygge = bygge.add("C", 500, 0.0, kapital=100_000)
    r = f.measure_equity(f.Fall(bygge.make(), UTAN_SPARR))
    t, per = r.tabell(), r.per_forbund()
    assert t["storhet"].unique().tolist() == [*STORHETER] and len(t) == len(STORHETER) * len(MATT)
    assert np.isnan(per["tilldelning_per_behov"][2])
    assert (per["tilldelning_per_invanare"] * [1_000, 2_000, 500]).sum() == pytest.approx(20_000_000)
    assert r.matt["eget_kapital_per_invanare"].lagst == 0
    ut = tmp_path / "ut"
    svar = run("rattvisa", bygge.write(tmp_path / "u"), "--ut", ut)
    assert svar.exit_code == 0, svar.output
    pd.testing.assert_frame_equal(pd.read_csv(ut / "rattvisa.csv"), t, rtol=1e-5)
    assert "kr/invånare" in svar.stdout
    with pytest.raises(f.UnderlagFel, match="scenarier"):
        f.measure_equity(f.Fall(bygge.make(), UTAN_SPARR).change(ram_kr=[1e7, 2e7]))
