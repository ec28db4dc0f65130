"""Summaries for the terminal."""

from __future__ import annotations

from collections import Counter

from fordelning.pengar import format_kr
from fordelning.resultat import Resultat


def summarize(r: Resultat) -> str:
    """The allocation in a few lines: what was shared out, to how many, who was limited, what was left."""
    rader = [
        f"{r.modell.namn}, budgetår {r.underlag.budgetar}",
        f"  Ram           {format_kr(float(r.underlag.ram_kr)):>15} kr",
        f"  Fördelat      {format_kr(float(r.tilldelning_kr.sum())):>15} kr till {len(r.underlag.forbund)} förbund",
        f"  Ej fördelat   {format_kr(r.ej_fordelat_kr):>15} kr",
        f"  Alla parter   {format_kr(float(r.matchning.totalt_kr.sum())):>15} kr",
    ]
    antal = Counter(str(vem) for vem in r.begransas_av)
    rader.append("  Begränsas av  " + ", ".join(f"{vem}: {n}" for vem, n in sorted(antal.items())))
    return "\n".join(rader)
