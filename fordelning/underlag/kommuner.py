"""The 290 kommuner: code, name, and inhabitants 16–64 in the autumn of 2022 (SCB), to recognise them by."""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files
from typing import NamedTuple


class Kommun(NamedTuple):
    """A kommun's name and its inhabitants aged 16–64."""

    namn: str
    invanare_antal: int


@cache
def read_kommuner() -> dict[str, Kommun]:
    """The kommuner by code."""
    text = files("fordelning.underlag").joinpath("kommuner.csv").read_text("utf-8")
    return {
        rad["kommun_kod"]: Kommun(rad["namn"], int(rad["invanare_16_64_antal"]))
        for rad in csv.DictReader(text.splitlines())
    }
