"""The sheet Ett förbund: one förbund's row of Beräkning from the top down, for the code that is chosen."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from xlsxwriter.utility import xl_col_to_name

from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.resultat import Resultat

UTAN_RAD = ("kod", "namn", "ordning", "rad")
"""Columns of Beräkning that say nothing of a förbund's money."""


def make_forbund_sheet(r: Resultat, grupper: Mapping[str, Sequence[Kolumn]]) -> Blad:
    """The sheet: each figure with its rule in words, in the order of the rules. Choose another code, and it follows."""
    rader = [
        (namn, kolumn) for namn, kolumner in grupper.items() for kolumn in kolumner if kolumn.nyckel not in UTAN_RAD
    ]
    bokstaver = {k.nyckel: xl_col_to_name(j) for j, k in enumerate(k for kol in grupper.values() for k in kol)}
    rad = "MATCH({val.kod[0]},{berakning.kod.alla},0)"
    tabell = Tabell(
        "forbundet",
        (
            Kolumn("steg", "Steg", [namn for namn, _ in rader], bredd=26),
            Kolumn("uppgift", "Uppgift", [k.rubrik for _, k in rader], bredd=38),
            Kolumn(
                "varde",
                "Värde",
                [k.varden[0] for _, k in rader],
                [k.form_at(0) for _, k in rader],
                [f"INDEX({{berakning.{k.nyckel}.alla}},{rad})" for _, k in rader],
                bredd=20,
            ),
            Kolumn("hur", "Så räknas det", [k.forklaring for _, k in rader], bredd=60),
            Kolumn("var", "Kolumn i Beräkning", [bokstaver[k.nyckel] for _, k in rader], bredd=14),
        ),
        rad=6,
    )
    val = Tabell(
        "val",
        (
            Kolumn("kod", "Välj förbund här", r.underlag.koder[:1], inmatning=True, val="{berakning.kod.alla}"),
            Kolumn("namn", "Förbund", [r.underlag.forbund[0].namn], formel=f"INDEX({{berakning.namn.alla}},{rad})"),
        ),
        rad=3,
    )
    return Blad(
        "Ett förbund",
        "Ett förbund: hela vägen till tilldelningen",
        "Välj ett annat förbund i det gula fältet. Talen hämtas från Beräkning, där varje tal är en formel.",
        (tabell, val),
        slag="rakning",
    )
