"""The parts of the program that are installed apart: their libraries, or a message that says how."""

from __future__ import annotations

import importlib
from typing import Any

from fordelning.fel import FordelningFel


class TillaggFel(FordelningFel):
    """A library of an extra is not installed."""


def import_extra(namn: str, tillagg: str) -> Any:
    """A library of an extra of pyproject. Raises TillaggFel with how it is installed."""
    try:
        return importlib.import_module(namn)
    except ImportError:
        vad = f"Det här behöver tillägget {tillagg} ({namn}), som inte är installerat."
        raise TillaggFel(f"{vad}\n  Installera det: pip install 'fordelning[{tillagg}]'") from None
