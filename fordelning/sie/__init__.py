"""SIE, the exchange format of Swedish accounting (types 1-4): the format: read and written.

Everything public is here. Source: SIE-Gruppen, SIE filformat, utgåva 4B (2008-09-30).
"""

from fordelning.sie.lasning import parse_sie, read_sie
from fordelning.sie.poster import (
    Dimension,
    Konto,
    Objekt,
    Objektlista,
    Periodbudget,
    Periodsaldo,
    Program,
    Rakenskapsar,
    Saldo,
    SieFil,
    Transaktion,
    Uppgift,
    Verifikation,
)
from fordelning.sie.skrivning import encode_sie, write_sie

__all__ = [
    "Dimension",
    "Konto",
    "Objekt",
    "Objektlista",
    "Periodbudget",
    "Periodsaldo",
    "Program",
    "Rakenskapsar",
    "Saldo",
    "SieFil",
    "Transaktion",
    "Uppgift",
    "Verifikation",
    "encode_sie",
    "parse_sie",
    "read_sie",
    "write_sie",
]
