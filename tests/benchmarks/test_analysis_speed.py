"""The meeting's answers: `pytest tests/benchmarks --benchmark-enable` measures. The bridge of the example is to take
less than 3 s, a live redraw of `webb` less than 50 ms.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

import pytest
from starlette.testclient import TestClient

import fordelning as f
from fordelning.analys.mellanlage import ORSAKER
from fordelning.webb.tjanst import make_app


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


@pytest.mark.benchmark(min_rounds=10)
def test_a_redraw_of_the_live_page(benchmark: Any) -> None:
    klient = TestClient(make_app(f.read("exempel-2026")), base_url="http://127.0.0.1:8620")
    andelar = cycle(range(1, 100))
    svar = benchmark(lambda: klient.get(f"/lage?f=SF-0901&andel_forsorjningsmatt={next(andelar) / 100}"))
    assert svar.status_code == 200
