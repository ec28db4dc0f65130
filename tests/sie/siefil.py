"""A SIE file as text: read, refused, and broken on a row that is known."""

from __future__ import annotations

import pytest

from fordelning.fel import UnderlagFel
from fordelning.sie import SieFil, parse_sie


def read(text: str, namn: str = "bok.se") -> SieFil:
    return parse_sie(text.encode("cp437"), namn)


def refuse(text: str, namn: str = "bok.se") -> list[str]:
    """The findings of a file that must not be read, place and fault."""
    with pytest.raises(UnderlagFel) as fel:
        read(text, namn)
    return [f"{a.plats}: {a.vad}" for a in fel.value.anmarkningar]


def row_of(text: str, del_: str) -> int:
    return next(nr for nr, rad in enumerate(text.splitlines(), 1) if del_ in rad)


def replace_once(text: str, gammalt: str, nytt: str) -> str:
    assert gammalt in text, gammalt
    return text.replace(gammalt, nytt, 1)
