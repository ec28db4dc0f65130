"""The example, read once in each process: nothing in a case or its data can be changed, so tests share them."""

from __future__ import annotations

from functools import cache

from fordelning.analys.lage import Fall, read
from fordelning.begrepp import Underlag
from fordelning.platser import find_underlag
from fordelning.underlag import read_underlag


@cache
def read_example() -> Underlag:
    """The data of 2026."""
    return read_underlag(find_underlag("exempel-2026"))


@cache
def read_case(modell: str | None = None) -> Fall:
    """The case of 2026, under the model in force or the one named."""
    return read("exempel-2026", modell)
