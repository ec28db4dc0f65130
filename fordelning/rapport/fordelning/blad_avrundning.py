"""The sheet Avrundning: remainders in falling order, those that are equal as one group, and the units to give."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import minst, nedat, om
from fordelning.blad.kolumn import Kolumn
from fordelning.blad.lista import Lista
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal_dar, nte_storsta, sla_upp, storsta, summa
from fordelning.rapport.fordelning.berakning_granser import NARA, NARA_SUMMA
from fordelning.resultat import Resultat


@dataclass(frozen=True, slots=True, eq=False)
class Avrundning:
    """The remainders in order, how many units there are to give, and the grants."""

    rester: Tabell
    lista: Lista
    tilldelning: Kolumn


def add_grants(t: Tabell, r: Resultat, enhet_kr: Tal, ordning: Kolumn, efter: Kolumn) -> Avrundning:
    """The last columns of the grant."""
    lista, rester, helt_kr = add_rounding(t, enhet_kr, ordning, efter, Ord())
    tilldelning = t.rakna("Tilldelning, kr", helt_kr, summa=True, lika=r.tilldelning_kr, inom=0,
                          forklaring="(Hela enheter + uppåt) × enheten.")  # fmt: skip
    return Avrundning(rester, lista, tilldelning)


@dataclass(frozen=True, slots=True)
class Ord:
    """What a rounding's tables and columns are called: the grants' own, or with words for which other amounts."""

    lista: str = "Enhetssumma"
    rester: str = "Rester"
    tillagg: str = ""
    namn: tuple[str, str] = ("lika_inom_enheter", "rundas_upp_antal")


def add_rounding(t: Tabell, enhet_kr: Tal, ordning: Kolumn, efter: Kolumn, ord_: Ord) -> tuple[Lista, Tabell, Tal]:
    """The columns of Beräkning for largest remainder, the sheet's own tables of them, and the amounts rounded."""
    lista, rester = Lista(ord_.lista, ("Enheter att ge", "Värde")), Tabell(ord_.rester, sorteras=False)
    lagg = ord_.tillagg
    enheter = t.rakna(f"Belopp i enheter{lagg}", efter / enhet_kr, "fin", bredd=16, forklaring="Beloppet ÷ enheten.")
    summan = lista.rakna("Summa före avrundning, enheter", summa(enheter), "fin")
    lika = lista.rakna("Rester räknas som lika inom", minst(1e-9, NARA * storsta(enheter)), "nara",
                       namn=ord_.namn[0])  # fmt: skip
    hela = t.rakna(f"Hela enheter{lagg}", nedat(enheter + lika), "antal", summa=True, forklaring="Nedåt.")
    givna = lista.rakna("Givna som hela enheter", summa(hela), "antal")
    att_ge = nedat(summan + minst(1e-9, NARA_SUMMA * summan)) - givna
    antal_upp = lista.rakna("Antal förbund som rundas upp", att_ge, "antal", namn=ord_.namn[1])
    rest = t.rakna(f"Rest{lagg}", minst(enheter - hela, 0), "fin", forklaring="Det som blir över.")
    nummer = rester.data("Nummer", list(range(1, rest.varden.size + 1)), "antal", bredd=11)
    fallande = rester.rakna("Rest, fallande", nte_storsta(nummer, rest), "fin", bredd=16)
    grupp = rester.foljd("Plats (lika rester har samma)", 1, bredd=18, form="antal",
                         steg=lambda fore: fore + om(rester.fore(fallande) - fallande > lika, 1, 0))  # fmt: skip
    plats = t.rakna(f"Restens plats{lagg}", sla_upp(grupp, (fallande, rest)), "antal", bredd=16,
                    forklaring="1 = störst; se Avrundning.")  # fmt: skip
    fore = antal_dar((plats, "<", plats)) + antal_dar((plats, plats), (ordning, "<", ordning))
    tur = t.rakna(f"Före i tur{lagg}", fore, "antal", bredd=11,
                  forklaring="Antal med större rest, eller lika och tidigare kod.")  # fmt: skip
    upp = t.rakna(f"Rundas upp{lagg}", om(tur < antal_upp, 1, 0), "antal", summa=True, forklaring="1 = en enhet mer.")
    return lista, rester, (hela + upp) * enhet_kr


def make_avrundning_blad(a: Avrundning) -> Blad:
    """The sheet. The order of its rows is the calculation."""
    text = "Varje förbund får sina hela enheter; de som är kvar går till de största resterna, vid lika i kodordning."
    return Blad("Avrundning", "Avrundning till hela enheter", text, [(a.rester, a.lista)], "rakning", frys=True)
