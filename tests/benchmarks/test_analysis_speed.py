"""The bridge of the example: `pytest tests/benchmarks --benchmark-enable` measures; it is to take less than 3 s."""

from __future__ import annotations

from typing import Any

import pytest

import fordelning as f
from fordelning.analys.mellanlage import ORSAKER


@pytest.mark.benchmark(min_rounds=3)
def test_the_bridge_of_every_cause(benchmark: Any) -> None:
    till = f.read("exempel-2026")
    fran = f.read("exempel-2026", "forslag/i_omgangar").change(
        ram_kr=330e6, belopp_kr=300_000, enhet_kr=100, manader_andel=1.0, askande_kr=None, eget_kapital_kr=2e6
    )
    u = till.underlag
    fran = fran.change(forsorjningsmatt=u.forsorjningsmatt[::-1] * 1.01, invanare_antal=u.invanare_antal[::-1])
    b = benchmark(f.bridge, fran, till)
    assert b.andrade == tuple(ORSAKER)
