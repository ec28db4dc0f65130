"""Figures as text, added and told exactly."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal


def add(texter: Iterable[str]) -> Decimal:
    """The exact sum; an empty figure is nothing."""
    return sum((Decimal(text) for text in texter if text), Decimal(0))


def as_number(tal: Decimal) -> int | float:
    """A figure as the settings hold it."""
    return int(tal) if tal == tal.to_integral_value() else float(tal)


def as_text(tal: Decimal) -> str:
    """A figure as a cell holds it: with the decimals it has, and no other form."""
    return str(int(tal)) if tal == tal.to_integral_value() else f"{tal.normalize():f}"
