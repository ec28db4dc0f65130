"""The sheet Avrundning: remainders in falling order, those that are equal as one group, and the units to give."""

from __future__ import annotations

from fordelning.blad import Blad, Kolumn, Lista, Tabell, Tal, i_form, med_ord
from fordelning.blad.formler import antal_dar, minst, nedat, nte_storsta, om, sla_upp, storsta, summa
from fordelning.rapport.fordelning.berakning_nyckel import NARA, NARA_SUMMA, Nyckelberakning

_TILLDELNINGENS = ("Enhetssumma", "Rester", "lika_inom_enheter", "rundas_upp_antal")


class Avrundning:
    """Amounts on Beräkning in whole units (`helt_kr`) by largest remainder, and the tables that it is done with.

    `hela_kr`, `rest_kr` = the whole units downwards and what is over; `tur` = how many go before in turn.
    `namn` = of the two tables, and of two of their figures; `tillagg` ends the headings on Beräkning.
    """

    def __init__(
        self, b: Nyckelberakning, efter: Kolumn, namn: tuple[str, str, str, str] = _TILLDELNINGENS, tillagg: str = ""
    ) -> None:
        enhet_kr, ordning = b.p["enhet_kr"], b.ordning
        self.lista = lista = Lista(namn[0], ("Enheter att ge", "Värde"))
        self.rester = rester = Tabell(namn[1], sorteras=False)
        enheter = b.rakna(f"Belopp i enheter{tillagg}", efter / enhet_kr, "fin", forklaring="Beloppet ÷ enheten.")
        summan = lista.rakna("Summa före avrundning, enheter", summa(enheter), "fin")
        inom = minst(1e-9, NARA * storsta(enheter))
        lika = lista.rakna("Rester räknas som lika inom", inom, "nara", namn=namn[2])
        hela = b.rakna(f"Hela enheter{tillagg}", nedat(enheter, damm=lika), "antal", summa=True, forklaring="Nedåt.")
        givna = lista.rakna("Givna som hela enheter", summa(hela), "antal")
        att_ge = nedat(summan + minst(1e-9, NARA_SUMMA * summan)) - givna
        self.antal_upp = lista.rakna("Antal förbund som rundas upp", att_ge, "antal", namn=namn[3])
        rest = b.rakna(f"Rest{tillagg}", minst(enheter - hela, 0), "fin", forklaring="Det som blir över.")
        nummer = rester.data("Nummer", list(range(1, b.antal_rader + 1)), "antal")
        fallande = rester.rakna("Rest, fallande", nte_storsta(nummer, rest), "fin")
        hopp = om(rester.fore(fallande) - fallande > lika, 1, 0)
        grupp = rester.foljd("Plats (lika rester har samma)", 1, form="antal", steg=lambda fore: fore + hopp)
        plats = b.rakna(f"Restens plats{tillagg}", sla_upp(grupp, (fallande, rest)), "antal",
                        forklaring="1 = störst; se Avrundning.")  # fmt: skip
        fore = antal_dar((plats, "<", plats)) + antal_dar((plats, plats), (ordning, "<", ordning))
        self.tur = b.rakna(f"Före i tur{tillagg}", fore, "antal",
                           forklaring="Antal med större rest, eller lika och tidigare kod.")  # fmt: skip
        upp = b.rakna(f"Rundas upp{tillagg}", om(self.tur < self.antal_upp, 1, 0), "antal", summa=True,
                      forklaring="1 = en enhet mer.")  # fmt: skip
        self._say_in_kronor(efter, hela, upp, enhet_kr)

    def _say_in_kronor(self, efter: Kolumn, hela: Kolumn, upp: Kolumn, enhet_kr: Tal) -> None:
        """The same in kronor, as it is told."""
        self.hela_kr = i_form(med_ord(hela * enhet_kr, nedat(efter, enhet_kr)), "kr")
        over_kr = efter - self.hela_kr
        self.rest_kr = i_form(med_ord(minst(over_kr, 0), over_kr), "ore")
        self.helt_kr = med_ord((hela + upp) * enhet_kr, self.hela_kr + om(upp.lika(1), enhet_kr, 0))


def make_avrundning_blad(a: Avrundning) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = "Varje förbund får sina hela enheter; de som är kvar går till de största resterna, vid lika i kodordning."
    return Blad("Avrundning", "Avrundning till hela enheter", text, [(a.rester, a.lista)], "rakning", frys=True)
