"""The columns of Beräkning with each förbund's offer, and the sheet Erbjudande with its λ and its rounding."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import TOMT, hogst, minst, om, rakna_ifyllda
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import summa
from fordelning.rapport.fordelning.berakning_granser import NARA_SUMMA
from fordelning.rapport.fordelning.berakning_nyckel import Forbundsrad, Nyckel
from fordelning.rapport.fordelning.blad_aterfordelning import Spelrum, find_between
from fordelning.rapport.fordelning.blad_avrundning import Ord, add_rounding
from fordelning.rapport.fordelning.blad_parametrar import Parametrar
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Erbjudande:
    """The offer per förbund, empty where the floors exceed the pot; and the tables that it is found with.

    `fore` = before rounding, and `fri` = without the model's own floors and ceilings.
    """

    belopp: Kolumn
    fore: Kolumn
    fri: Tal
    brytpunkter: Tabell
    losning: Lista
    rester: Tabell
    enhetssumma: Lista


def add_offer(
    t: Tabell, r: Resultat, p: Parametrar, i: Forbundsrad, n: Nyckel, granser: tuple[Kolumn, ...]
) -> Erbjudande:
    """The same sharing out and rounding as the grant's, with the model's own bounds only: the spärr, and ceilings."""
    ram, (sparr, *modellens) = p["ram_kr"], granser
    lagst = om(rakna_ifyllda(*modellens).lika(0), ram, hogst(*modellens)) if modellens else ram
    tak = t.rakna("Erbjudande: tak, kr", lagst + 0 * n.grund, forklaring="Modellens egna tak; utan dem hela ramen.")
    golv = t.rakna("Erbjudande: golv, kr", hogst(sparr, tak), forklaring="Spärren, högst taket.")
    har = n.nyckel > 0
    lyfts = t.rakna("Erbjudande: λ där golvet lämnas", om(har, (golv - n.grund) / n.nyckel, TOMT), bredd=16,
                    forklaring="(Golv − grund) ÷ nyckel.")  # fmt: skip
    stoppas = t.rakna("Erbjudande: λ där taket nås", om(har, (tak - n.grund) / n.nyckel, TOMT), bredd=16,
                      forklaring="(Tak − grund) ÷ nyckel.")  # fmt: skip
    namn = "Erbjudandets_brytpunkter", "Erbjudandets_lösning"
    brytpunkter, losning, lambda_kr = find_between(ram, n, Spelrum(golv, tak, lyfts, stoppas), namn)
    lambda_kr = losning.rakna("λ", lambda_kr, "ore", namn="erbjudandets_lambda_kr")
    fri = n.grund + lambda_kr * n.nyckel
    fore = t.rakna("Erbjudande före avrundning, kr", minst(golv, hogst(tak, fri)), "ore", bredd=17, summa=True,
                   forklaring="Grund + λ × nyckel, inom golv och tak. λ står på Erbjudande.")  # fmt: skip
    ord_ = Ord("Erbjudandets_enhetssumma", "Erbjudandets_rester", " i erbjudandet", ("", ""))
    enhetssumma, rester, helt_kr = add_rounding(t, p["enhet_kr"], i.ordning, fore, ord_)
    ryms_ej = summa(golv) > ram * (1 + NARA_SUMMA)
    belopp = t.rakna("Erbjudande, kr", om(ryms_ej, TOMT, helt_kr), summa=True, lika=r.erbjudande_kr, inom=0,
                     forklaring="Tomt = golven är mer än ramen när inga parter håller tillbaka dem.")  # fmt: skip
    return Erbjudande(belopp, fore, fri, brytpunkter, losning, rester, enhetssumma)


def make_erbjudande_blad(e: Erbjudande) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = (
        "Erbjudandet är vad modellen ger om ingen äskar mindre och alla parter matchar fullt. Det räknas som "
        "tilldelningen, med modellens egna golv och tak. Varje förbunds erbjudande står på Tilldelning."
    )
    delar = [(e.brytpunkter, e.losning, e.rester, e.enhetssumma)]
    return Blad("Erbjudande", "Erbjudande: λ och avrundning", text, delar, "rakning", frys=True)
