"""The highest floor that can be paid and the lowest ceiling that spends the pot, in words."""

from __future__ import annotations

from fordelning.analys.yttersta import Yttersta
from fordelning.pengar import format_kr

Gransord = tuple[str, str, str, str]


def tell_outermost(y: Yttersta) -> tuple[Gransord, Gransord]:
    """The highest floor and the lowest ceiling: which, how much, of what, and what the model chose (Swedish)."""
    golv = "obegränsat" if y.hogsta_golv_andel is None else _show(y.hogsta_golv_andel)
    tak = "inget räcker" if y.lagsta_tak_andel is None else _show(y.lagsta_tak_andel)
    valt_golv, valt_tak = ("inget" if v is None else _show(v) for v in (y.valt_golv_andel, y.valt_tak_andel))
    return (
        ("Högsta golv", golv, "av fjolårets tilldelning räcker ramen till", valt_golv),
        ("Lägsta tak", tak, f"av {y.tak_av} ger ut hela ramen", valt_tak),
    )


def _show(andel: float) -> str:
    """A share as per cent, with the decimals it has of four."""
    return f"{format_kr(100 * andel, 4).rstrip('0').rstrip(',')} %"
