"""One förbund's grant in words: each post with the förbund's own numbers."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True)
class Post:
    """A post of one förbund: the step, the amount in öre precision, and why (Swedish)."""

    steg: str
    belopp_kr: Decimal
    forklaring: str


RUBRIKER = {
    "grundtilldelning": "Grundtilldelning",
    "fordelningsnyckel": "Fördelningsnyckel",
    "sjukpenningtak": "Tak av sjukpenning",
    "eget_kapital": "Eget kapital",
    "sparr": "Spärr",
    "medfinansiering": "Medfinansiering",
    "aterfordelning": "Återfördelning",
    "avrundning": "Avrundning",
}


def explain_posts(r: Resultat, i: int) -> list[Post]:
    """The posts of förbund number i. Each is the change of the balance rounded to öre, so that they sum to the grant."""
    poster, saldo, fore = [], 0.0, Decimal(0)
    for steg, belopp in r.bok.poster.items():
        saldo += float(belopp[i])
        efter = Decimal(f"{saldo:.2f}")
        poster.append(Post(steg, efter - fore, RUBRIKER[steg]))
        fore = efter
    return poster
