"""Years and participants of a plan in words (Swedish)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from fordelning.pengar import format_kr
from fordelning.plan.problem import Problem
from fordelning.tecken import join_words


def format_antal(antal: float) -> str:
    """Participants as told: whole where they are whole, else with a decimal."""
    return format_kr(antal, 0 if float(antal).is_integer() else 1)


def name_years(p: Problem, index: Iterable[Any]) -> str:
    """The years; all of several in two words."""
    aren = [p.budgetar[int(t)] for t in index]
    return "alla år" if len(aren) == len(p.budgetar) > 1 else join_years(aren)


def join_years(ar: Sequence[int]) -> str:
    """2026, or 2026–2028; 2026 och 2028 where a year between is not there."""
    i_foljd = len(ar) > 1 and ar[-1] - ar[0] == len(ar) - 1
    return f"{ar[0]}–{ar[-1]}" if i_foljd else join_words([*map(str, ar)])
