"""The rules' headings and the words of their numbers, as every text, sheet and page writes them."""

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

VARDEN = {
    "ram_kr": "Ramen",
    "belopp_kr": "Grundtilldelning per förbund och år",
    "andel_forsorjningsmatt": "Nyckelns vikt för försörjningsmått",
    "andel_invanare": "Nyckelns vikt för invånare",
    "hogsta_andel": "Högsta andel av områdets sjukpenning",
    "kr_per_enhet": "Försörjningsmåttets enhet",
    "trappa.1.andel": "Rimlig nivå på eget kapital",
    "statens_andel_av_overskott": "Statens andel av eget kapital över rimlig nivå",
    "hogsta_minskning_andel": "Spärr: högsta minskning mot året före",
    "stat_andel": "Statens andel",
    "region_andel": "Regionernas andel",
    "kommun_andel": "Kommunernas andel",
    "lagsta_andel": "Fria andelar: regionens och kommunernas lägsta",
    "enhet_kr": "Tilldelningen avrundas till hela",
}
"""The pot and the numbers of the models, by key."""
