"""SIE, the exchange format of Swedish accounting (types 1-4): read outcome, write budget, map konto to budget head.

Everything public is here. Source: SIE-Gruppen, SIE filformat, utgåva 4B (2008-09-30).
"""

from fordelning.sie.budget import Budgethuvud, Budgetrad, make_budget_sie, make_budgetrad
from fordelning.sie.kontoplan import Finansiar, Huvud, Kontoplan, read_kontoplan
from fordelning.sie.kontoplanval import Kontoplaner, read_kontoplaner
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
from fordelning.sie.utfall import Utfall, Utfallspost, compute_budget, compute_utfall

__all__ = [
    "Budgethuvud",
    "Budgetrad",
    "Dimension",
    "Finansiar",
    "Huvud",
    "Konto",
    "Kontoplan",
    "Kontoplaner",
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
    "Utfall",
    "Utfallspost",
    "Verifikation",
    "compute_budget",
    "compute_utfall",
    "encode_sie",
    "make_budget_sie",
    "make_budgetrad",
    "parse_sie",
    "read_kontoplan",
    "read_kontoplaner",
    "read_sie",
    "write_sie",
]
