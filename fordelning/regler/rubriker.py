"""The rules' headings, as every text and sheet writes them."""

from __future__ import annotations

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
