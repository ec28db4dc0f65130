"""The columns of Beräkning with each förbund's offer, and the sheet Erbjudande with its λ and its rounding."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Kolumn
from fordelning.blad.formler import TOMT, hogst, minst, om, rakna_ifyllda, summa
from fordelning.rapport.fordelning.berakning_nyckel import NARA_SUMMA, Nyckelberakning
from fordelning.rapport.fordelning.blad_aterfordelning import Losning, Spelrum
from fordelning.rapport.fordelning.blad_avrundning import Avrundning


class Erbjudande:
    """The offer per förbund, empty where the floors exceed the pot; and the tables that it is found with.

    The same sharing out and rounding as the grant's, with the model's own bounds only: the spärr, and ceilings.
    `grund` = what λ × key is added to; `fore` = before rounding, and `fri` = without the model's own bounds.
    """

    def __init__(self, b: Nyckelberakning, grund: Kolumn, sparr: Kolumn, taken: Sequence[Kolumn]) -> None:
        ram, text = b.p["ram_kr"], "Modellens egna tak; utan dem hela ramen."
        lagst, self.tak = (
            om(rakna_ifyllda(*taken).lika(0), utan, hogst(*taken)) if taken else utan for utan in (ram, TOMT)
        )
        tak = b.rakna("Erbjudande: tak, kr", lagst + 0 * grund, forklaring=text)
        golv = b.rakna("Erbjudande: golv, kr", hogst(sparr, tak), forklaring="Spärren, högst taket.")
        namn = ("Erbjudandets_brytpunkter", "Erbjudandets_lösning", "erbjudandets_lambda_kr")
        self.losning = Losning(b, Spelrum(grund, b.nyckel, golv, tak), namn, "Erbjudande: ")
        self.fri = grund + self.losning.lambda_kr * b.nyckel
        inom, text = minst(golv, hogst(tak, self.fri)), "Grund + λ × nyckel, inom golv och tak. λ står på Erbjudande."
        self.fore = b.rakna("Erbjudande före avrundning, kr", inom, "ore", summa=True, forklaring=text)
        tabeller = ("Erbjudandets_enhetssumma", "Erbjudandets_rester", "", "")
        self.avrundning = Avrundning(b, self.fore, tabeller, " i erbjudandet")
        belopp = om(summa(golv) > ram * (1 + NARA_SUMMA), TOMT, self.avrundning.helt_kr)
        self.belopp = b.rakna("Erbjudande, kr", belopp, summa=True, lika=b.r.erbjudande_kr, inom=0,
                              forklaring="Tomt = golven är mer än ramen när inga parter håller tillbaka dem."
                              )  # fmt: skip


def make_erbjudande_blad(e: Erbjudande) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = (
        "Erbjudandet är vad modellen ger om ingen äskar mindre och alla parter matchar fullt. Det räknas som "
        "tilldelningen, med modellens egna golv och tak. Varje förbunds erbjudande står på Tilldelning."
    )
    delar = [(e.losning.brytpunkter, e.losning.lista, e.avrundning.rester, e.avrundning.lista)]
    return Blad("Erbjudande", "Erbjudande: λ och avrundning", text, delar, "rakning", frys=True)
