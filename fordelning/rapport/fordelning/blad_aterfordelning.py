"""The sheet Återfördelning: λ, found between two break points."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, hogst, minst, om, tom, tomt_som_noll
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal_tal, denna_rad, nte_minsta, sla_upp, summa
from fordelning.rapport.fordelning.berakning_granser import NARA_SUMMA
from fordelning.rapport.fordelning.berakning_nyckel import NARA_KR, Nyckel
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Losning:
    """Every break point with the sum at it, the line between the two that enclose the pot, and λ."""

    brytpunkter: Tabell
    lista: Lista
    lambda_kr: Tal


@dataclass(frozen=True, slots=True, eq=False)
class Spelrum:
    """A förbund's floor and ceiling in the calculation (without a ceiling: the pot), and where λ reaches them."""

    golv: Kolumn
    tak: Kolumn
    lyfts_till: Kolumn
    stoppas_vid: Kolumn


def make_losning(r: Resultat, ram_kr: Tal, n: Nyckel, s: Spelrum) -> Losning:
    """How λ is found, by its tables; λ itself is the engine's."""
    facit, inom = find_lambda(r)
    brytpunkter, lista, lambda_kr = find_between(ram_kr, n, s, ("Brytpunkter", "Lösning"))
    return Losning(brytpunkter, lista, lista.rakna("λ", lambda_kr, "ore", namn="lambda_kr", lika=facit, inom=inom))


def find_between(ram_kr: Tal, n: Nyckel, s: Spelrum, namn: tuple[str, str]) -> tuple[Tabell, Lista, Tal]:
    """λ: every break point in rising order with the sum at it, and the line between the two around the pot."""
    t, lista = Tabell(namn[0], sorteras=False), Lista(namn[1], ("Lösning", "Värde"))
    nummer = t.data("Nummer", list(range(1, 2 * n.nyckel.varden.size + 1)), "antal", bredd=11)
    finns = antal_tal(s.lyfts_till) + antal_tal(s.stoppas_vid)
    punkten = om(nummer > finns, TOMT, nte_minsta(nummer, s.lyfts_till, s.stoppas_vid))
    punkt = t.rakna("λ vid brytpunkten", punkten, "ore", bredd=20)
    fri = n.grund + denna_rad(punkt) * n.nyckel
    hallen = (fri <= s.golv) * s.golv + (fri > s.golv) * ((fri < s.tak) * fri + (fri >= s.tak) * s.tak)
    vid = t.rakna("Summa tilldelat vid λ, kr", om(tom(punkt), TOMT, summa(hallen)), "ore", bredd=20)
    ryms = t.rakna("Ryms i ramen", om(tom(vid), 0, om(vid <= ram_kr * (1 + NARA_SUMMA), 1, 0)), "antal", bredd=11)
    ram = lista.rakna("Ram att fördela, kr", ram_kr, "ore")
    sista = lista.rakna("Sista brytpunkt som ryms i ramen, nummer", minst(1, summa(ryms)), "antal")
    nasta = lista.rakna("Nästa brytpunkt, nummer", minst(1, hogst(sista + 1, antal_tal(punkt))), "antal")
    p1 = lista.rakna("λ vid den sista", tomt_som_noll(sla_upp(punkt, (nummer, sista))), "ore")
    p2 = lista.rakna("λ vid nästa", tomt_som_noll(sla_upp(punkt, (nummer, nasta))), "ore")
    s1 = lista.rakna("Summa vid den sista, kr", tomt_som_noll(sla_upp(vid, (nummer, sista))), "ore")
    s2 = lista.rakna("Summa vid nästa, kr", tomt_som_noll(sla_upp(vid, (nummer, nasta))), "ore")
    return t, lista, om(s2 > s1, p1 + (ram - s1) / (s2 - s1) * (p2 - p1), p1)


def find_lambda(r: Resultat) -> tuple[float | None, float]:
    """The engine's λ, and how near it the sheet's must be, kr: a small key makes λ large and its decimals uncertain.

    None where a förbund without a ceiling has the whole pot: every larger λ then gives the same amounts.
    """
    lambda_kr, fria_kr = r.bok.sett["aterfordelning"]["lambda_kr"], r.bok.sett["aterfordelning"]["fri_kr"]
    inom = max(NARA_KR, 1e-9 * abs(float(lambda_kr)))
    alltihop = (fria_kr > r.underlag.ram_kr - NARA_KR) & np.isinf(r.bok.tak_kr)
    return None if alltihop.any() else float(lambda_kr), inom


def add_rest(losning: Losning, r: Resultat, ram_kr: Tal, grund: Kolumn, efter: Kolumn) -> Tal:
    """What the ceilings keep back of the pot."""
    kvar = ram_kr - summa(efter)
    rest = om(kvar > NARA_SUMMA * (ram_kr + summa(grund)), kvar, 0)
    facit = float(r.bok.sett["aterfordelning"]["rest_kr"])
    return losning.lista.rakna("Rest som taken håller kvar, kr", rest, "ore", namn="rest_kr", lika=facit, inom=NARA_KR)


def make_aterfordelning_blad(losning: Losning) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = (
        "λ är det antal kronor som delas efter nyckeln när alla golv och tak är med. Vid varje brytpunkt lämnar ett "
        "förbund sitt golv eller når sitt tak; däremellan är summan en rät linje."
    )
    delar = [(losning.brytpunkter, losning.lista)]
    return Blad("Återfördelning", "Återfördelning: λ", text, delar, "rakning", frys=True)
