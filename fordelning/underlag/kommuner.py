"""The 290 kommuner: code, name, and inhabitants 16–64 in the autumn of 2022 (SCB), to recognise them by."""

from __future__ import annotations

import csv
import re
from functools import cache
from importlib.resources import files
from typing import NamedTuple

from fordelning.tecken import compose


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


class Upphord(NamedTuple):
    """A code that has ceased: the code since, and the first year without the old one."""

    ny_kod: str
    fran_ar: int


UPPHORDA = {"1917": Upphord("0331", 2007)}
"""Codes that have ceased within the years a data set may be of (2004–): Heby moved to another county in 2007 (SCB)."""

_SIST = re.compile(r"[\s,(]+(stads\s+kommun|kommun|kn|k:n|stad|region)\)?$")
_FORST = re.compile(r"^(?:[0-9]{3,4}\s+)?(?:(region|kommunen|staden)\s+)?")


def list_names(namn: str | None) -> tuple[str, ...]:
    """The names of a kommun that a text may be: without code, «kommun», «stad» or «region», their genitive s, hyphens.

    «Lunds kommun» → lunds, lund; «Tranås kommun» → tranås, tranå; «980 Region Gotland» → gotland.
    """
    text = re.sub(r"[\s\u2010-\u2015-]+", " ", compose(namn or "").casefold().strip())
    kort = _FORST.sub("", _SIST.sub("", text))
    return (kort, kort.removesuffix("s")) if kort != text and kort.endswith("s") else (kort,)


def find_by_name(namn: str | None) -> str | None:
    """The code of the kommun with a name, however it is written; None when the name is no kommun's."""
    return next((koder[n] for n in list_names(namn) if n in (koder := _read_codes())), None)


@cache
def _read_codes() -> dict[str, str]:
    """Codes by name, as `list_names` writes it."""
    return {list_names(kommun.namn)[0]: kod for kod, kommun in read_kommuner().items()}
