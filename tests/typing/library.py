"""The library as type checkers see it. mypy reads this file; it is never run."""
# mypy: warn-unused-ignores

from __future__ import annotations

from typing import TYPE_CHECKING, assert_type

import numpy as np
import pandas as pd

import fordelning as f
from fordelning import Fall, Resultat, UnderlagFel, roll_forward
from fordelning.begrepp import Vektor
from fordelning.modell import Modell
from fordelning.plan.resultat import Plan

if TYPE_CHECKING:
    fall = f.read("exempel-2026")
    assert_type(fall, Fall)
    assert_type(f.read_modell("2016-01-01_statsbidrag"), Modell)
    assert_type(f.read("exempel-2026", modell=f.read_modell("forslag/sparr_kvar")), f.Fall)
    r = fall.allocate()
    assert_type(r, Resultat)
    assert_type(r.tabell(), pd.DataFrame)
    assert_type(r.tilldelning_kr, Vektor)
    assert_type(r.scenarier, int | None)
    s = fall.change(andel_forsorjningsmatt=0.5, ram_kr=350e6).allocate()
    assert_type(f.compare(r, s).tabell(), pd.DataFrame)
    assert_type(f.bridge(fall, fall.change(ram_kr=350e6)).tabell(), pd.DataFrame)
    assert_type(f.price_rules(fall).tabell(), pd.DataFrame)
    assert_type(f.find_thresholds(fall).yttersta.hogsta_golv_andel, float | None)
    assert_type(f.measure_equity(r).matt["tilldelning_per_invanare"].gini, float | None)
    assert_type(f.draw(fall, 1000, fro=1, forsorjningsmatt=0.05).summarize(), pd.DataFrame)
    assert_type(f.draw(fall, 10, andel_forsorjningsmatt=(0.7, 0.8), ram_kr=0.01).resultat, Resultat)
    assert_type(fall.change({"sparr.hogsta_minskning_andel": np.linspace(0, 1, 11)}), Fall)
    assert_type(f.explain(r, "SF-0901"), str)
    assert_type(f.plan(fall, "SF-0901"), Plan)
    assert_type(f.need(fall).natt_andel, Vektor)
    assert_type(f.collect_budgets(fall, "bocker").saknas, tuple[str, ...])
    assert_type(f.roll_forward(fall, 3).ar[0].resultat, Resultat)
    assert_type(f.__version__, str)
    assert issubclass(UnderlagFel, Exception)
    f.read(2026)  # type: ignore[arg-type]
    fall.ram_kr = 1  # type: ignore[attr-defined]
    f.draw(fall, 10, forsorjningsmatt="5 %")  # type: ignore[arg-type]
    assert_type(f.roll_forward is roll_forward, bool)
