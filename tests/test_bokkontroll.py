"""The ledger checks itself after every step: a rule that breaks it stops the calculation."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from fordelning.begrepp import Vektor
from fordelning.berakning import compute
from fordelning.bok import Huvudbok, Steg
from fordelning.fel import BokFel
from fordelning.regler import REGLER
from tests.slump import UTAN_SPARR
from tests.underlag_bygge import Bygge

UNDERLAG = Bygge(20_000_000).add("SF-1").add("SF-2").make()

FELSTEG: dict[str, tuple[str, Callable[[Huvudbok], Vektor]]] = {
    "steget grundtilldelning gav ett belopp som inte är ett tal": ("grundtilldelning", lambda bok: np.full(2, np.nan)),
    "steget grundtilldelning har inte en post per förbund": ("grundtilldelning", lambda bok: np.zeros(1)),
    "en tilldelning är inte hela enheter": ("avrundning", lambda bok: 1_400 - bok.saldo_kr),
    "tilldelningarna är större än ramen": ("avrundning", lambda bok: 11_000_000 - bok.saldo_kr),
    "en tilldelning bryter golv eller tak": ("avrundning", lambda bok: -1_000 - bok.saldo_kr),
}


@pytest.mark.parametrize("vad", FELSTEG)
def test_a_rule_that_breaks_the_ledger_stops_the_calculation(vad: str, monkeypatch: pytest.MonkeyPatch) -> None:
    steg, belopp = FELSTEG[vad]
    monkeypatch.setitem(REGLER, steg, lambda modell, underlag, bok: Steg(belopp_kr=belopp(bok)))
    with pytest.raises(BokFel, match=vad):
        compute(UTAN_SPARR, UNDERLAG)
