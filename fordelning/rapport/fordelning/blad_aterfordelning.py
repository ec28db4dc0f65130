"""The sheet Återfördelning: λ, found between two break points."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Lista, Tabell
from fordelning.blad.formler import (
    TOMT,
    antal_tal,
    denna_rad,
    hogst,
    minst,
    nte_minsta,
    om,
    sla_upp,
    summa,
    tom,
    tomt_som_noll,
)
from fordelning.rapport.fordelning.berakning_nyckel import NARA_KR, NARA_SUMMA, Nyckelberakning
from fordelning.resultat import Resultat


class Spelrum(NamedTuple):
    """What λ is found for: λ × the key is added to `grund`, within a floor and a ceiling (without one: the pot)."""

    grund: Kolumn
    nyckel: Kolumn
    golv: Kolumn
    tak: Kolumn


class Losning:
    """λ, and the tables that it is found with, on Beräkning too: where λ reaches the floor and the ceiling.

    Every break point stands in rising order with the sum at it; λ is on the line between the two around the pot.
    `namn` = of the tables and of λ; `fore` = what the headings begin with; `ord_` = how floor and base are explained.
    """

    def __init__(
        self, b: Nyckelberakning, s: Spelrum, namn: tuple[str, str, str], fore: str = "",
        ord_: tuple[str, str] = ("Golv", "grund"), facit: tuple[float | None, float] = (None, NARA_KR),
    ) -> None:  # fmt: skip
        self.spelrum, (grund, nyckel, golv, tak), ram_kr = s, s, b.p["ram_kr"]
        lyfts = b.rakna(f"{fore}λ där golvet lämnas", om(nyckel > 0, (golv - grund) / nyckel, TOMT),
                        forklaring=f"({ord_[0]} − {ord_[1]}) ÷ nyckel.")  # fmt: skip
        stoppas = b.rakna(f"{fore}λ där taket nås", om(nyckel > 0, (tak - grund) / nyckel, TOMT),
                          forklaring=f"(Tak − {ord_[1]}) ÷ nyckel.")  # fmt: skip
        self.brytpunkter = t = Tabell(namn[0], sorteras=False)
        self.lista = lista = Lista(namn[1], ("Lösning", "Värde"))
        nummer = t.data("Nummer", list(range(1, 2 * b.antal_rader + 1)), "antal")
        punkten = om(nummer > antal_tal(lyfts) + antal_tal(stoppas), TOMT, nte_minsta(nummer, lyfts, stoppas))
        punkt = t.rakna("λ vid brytpunkten", punkten, "ore")
        fri = grund + denna_rad(punkt) * nyckel
        hallen = (fri <= golv) * golv + (fri > golv) * ((fri < tak) * fri + (fri >= tak) * tak)
        vid = t.rakna("Summa tilldelat vid λ, kr", om(tom(punkt), TOMT, summa(hallen)), "ore")
        ryms = t.rakna("Ryms i ramen", om(tom(vid), 0, om(vid <= ram_kr * (1 + NARA_SUMMA), 1, 0)), "antal")
        ram = lista.rakna("Ram att fördela, kr", ram_kr, "ore")
        sista = lista.rakna("Sista brytpunkt som ryms i ramen, nummer", minst(1, summa(ryms)), "antal")
        nasta = lista.rakna("Nästa brytpunkt, nummer", minst(1, hogst(sista + 1, antal_tal(punkt))), "antal")
        p1 = lista.rakna("λ vid den sista", tomt_som_noll(sla_upp(punkt, (nummer, sista))), "ore")
        p2 = lista.rakna("λ vid nästa", tomt_som_noll(sla_upp(punkt, (nummer, nasta))), "ore")
        s1 = lista.rakna("Summa vid den sista, kr", tomt_som_noll(sla_upp(vid, (nummer, sista))), "ore")
        s2 = lista.rakna("Summa vid nästa, kr", tomt_som_noll(sla_upp(vid, (nummer, nasta))), "ore")
        lutning = om(s2 > s1, p1 + (ram - s1) / (s2 - s1) * (p2 - p1), p1)
        self.lambda_kr = lista.rakna("λ", lutning, "ore", namn=namn[2], lika=facit[0], inom=facit[1])


def find_lambda(r: Resultat) -> tuple[float | None, float]:
    """The engine's λ, and how near it the sheet's must be, kr: a small key makes λ large and its decimals uncertain.

    None where a förbund without a ceiling has the whole pot: every larger λ then gives the same amounts.
    """
    lambda_kr, fria_kr = r.bok.sett["aterfordelning"]["lambda_kr"], r.bok.sett["aterfordelning"]["fri_kr"]
    inom = max(NARA_KR, 1e-9 * abs(float(lambda_kr)))
    alltihop = (fria_kr > r.underlag.ram_kr - NARA_KR) & np.isinf(r.bok.tak_kr)
    return None if alltihop.any() else float(lambda_kr), inom


def make_aterfordelning_blad(losning: Losning) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = (
        "λ är det antal kronor som delas efter nyckeln när alla golv och tak är med. Vid varje brytpunkt lämnar ett "
        "förbund sitt golv eller når sitt tak; däremellan är summan en rät linje."
    )
    delar = [(losning.brytpunkter, losning.lista)]
    return Blad("Återfördelning", "Återfördelning: λ", text, delar, "rakning", frys=True)
