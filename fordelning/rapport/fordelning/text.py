"""Summaries for the terminal."""

from __future__ import annotations

from collections import Counter

import numpy as np

from fordelning.pengar import format_kr
from fordelning.resultat import Resultat

RADER = 10
"""How many förbund the short table shows."""


def summarize(r: Resultat) -> str:
    """The allocation in short: what was shared out, who was limited, what was left, and the largest changes."""
    antal = Counter(str(vem) for vem in r.begransas_av)
    rader = [
        f"{r.modell.namn}, budgetår {r.underlag.budgetar}",
        f"  Ram           {format_kr(float(r.underlag.ram_kr)):>15} kr",
        f"  Fördelat      {format_kr(float(r.tilldelning_kr.sum())):>15} kr till {len(r.underlag.forbund)} förbund",
        f"  Ej fördelat   {format_kr(float(r.ej_fordelat_kr)):>15} kr",
        f"  Alla parter   {format_kr(float(r.matchning.totalt_kr.sum())):>15} kr",
        "  Begränsas av  " + ", ".join(f"{vem}: {n}" for vem, n in sorted(antal.items())),
    ]
    return "\n".join([*rader, "", *_list_changes(r)])


def _list_changes(r: Resultat) -> list[str]:
    """A short table: the förbund whose grant changes most in kronor, largest first, ties in code order."""
    andring_kr = r.tilldelning_kr - r.underlag.tilldelning_fjol_kr
    ordning = np.argsort(-np.abs(andring_kr), kind="stable")[:RADER]
    rader = [f"  {'Störst ändring mot i fjol':<46}{'tilldelning kr':>15}{'ändring kr':>13}  begränsas av"]
    for i in ordning:
        forbund, andring = r.underlag.forbund[i], float(andring_kr[i])
        namn = f"{forbund.forbund_kod} {forbund.namn}"
        namn = namn if len(namn) <= 45 else f"{namn[:44]}…"
        plus = "+" if andring > 0 else ""
        belopp = f"{format_kr(float(r.tilldelning_kr[i])):>15}{plus + format_kr(andring):>13}"
        rader.append(f"  {namn:<46}{belopp}  {r.begransas_av[i]}")
    return rader
