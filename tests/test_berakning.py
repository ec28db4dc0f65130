"""The engine against the exact oracle, and the properties that hold whatever the numbers are."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from fordelning.fel import GolvFel
from fordelning.modell import Modell
from fordelning.resultat import Resultat, allocate
from tests.orakel import Facit, GolvOverRam, allocate_exact
from tests.slump import MED_SPARR, SJUKPENNING, UTAN_SPARR, change_model, draw_bygge, draw_modell
from tests.underlag_bygge import Bygge


def grants(r: Resultat) -> dict[str, int]:
    return dict(zip(r.underlag.koder, map(int, r.tilldelning_kr), strict=True))


def limits(r: Resultat) -> dict[str, str]:
    return dict(zip(r.underlag.koder, map(str, r.begransas_av), strict=True))


def try_both(modell: Modell, bygge: Bygge) -> tuple[Resultat, Facit]:
    """The engine's and the oracle's answer; where the floors exceed the pot both must say so, with the same share."""
    u = bygge.make()
    try:
        facit = allocate_exact(modell, u)
    except GolvOverRam as golv:
        with pytest.raises(GolvFel) as fel:
            allocate(modell, u)
        assert fel.value.hogsta_andel == pytest.approx(float(golv.andel), rel=1e-12)
        assume(False)
        raise AssertionError from None
    return allocate(modell, u), facit


@settings(max_examples=400)
@given(draw_modell(), draw_bygge())
def test_the_engine_gives_the_exact_answer_to_the_unit(modell: Modell, bygge: Bygge) -> None:
    resultat, facit = try_both(modell, bygge)
    assert grants(resultat) == facit.tilldelning_kr
    assert limits(resultat) == facit.begransas_av
    assert int(resultat.ej_fordelat_kr) == facit.ej_fordelat_kr
