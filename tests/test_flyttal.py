"""The same bytes on every Python: the builtin `sum` of floats rounds otherwise from 3.12, and is never used."""

from __future__ import annotations

import builtins
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pytest

from tests import budget_bygge
from tests.kommando import run
from tests.rapport import plan_bygge
from tests.underlag_bygge import Bygge

PLAN, BUDGET = plan_bygge.make_bygge(), budget_bygge.BYGGE
KORNINGAR = [
    *((bygge, kommando) for bygge in (PLAN, BUDGET) for kommando in ("fordela", "kapital", "behov", "budget --alla")),
    (PLAN, f"optimera --forbund {plan_bygge.MED_PLAN}"),
    (BUDGET, "budget --forbund A --sie"),
]
_SUM = builtins.sum


def sum_no_floats(delar: Iterable[Any], /, start: Any = 0) -> Any:
    """The builtin `sum`, which refuses decimal numbers when it is a module of ours that asks."""
    alla = list(delar)
    anropare = sys._getframe(1)
    if anropare.f_globals.get("__name__", "").startswith("fordelning.") and any(isinstance(d, float) for d in alla):
        pytest.fail(f"sum över decimaltal i {anropare.f_code.co_filename}:{anropare.f_lineno}; använd math.fsum")
    return _SUM(alla, start)


@pytest.mark.langsam
@pytest.mark.parametrize(("bygge", "kommando"), KORNINGAR)
def test_no_builtin_sum_of_floats(bygge: Bygge, kommando: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    namn, *mer = kommando.split()
    underlag = bygge.write(tmp_path / "underlag")
    monkeypatch.setattr(builtins, "sum", sum_no_floats)
    svar = run(namn, underlag, *mer, "--ut", tmp_path / "ut")
    assert svar.exit_code == 0, svar.output
