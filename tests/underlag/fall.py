"""Broken inputs, one fault each: where it is, and words that the one message about it must hold."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.underlag.prov import Prov


@dataclass(frozen=True, slots=True)
class Fall:
    """One fault. `plats` = table, row and column of the cell the message must name; without: the words say where."""

    namn: str
    bryt: Callable[[Prov], object]
    ord: tuple[str, ...]
    plats: tuple[str, int, str] | None = None


CELLER: tuple[tuple[str, int, str, str, tuple[str, ...]], ...] = (
    # numbers
    ("forbund", 2, "eget_kapital_kr", "12O0000", ("«12O0000» är inget tal", "hela kronor", "Menade du 1200000?")),
    ("forbund", 2, "eget_kapital_kr", "l00", ("inget tal", "Menade du 100?")),
    ("forbund", 2, "eget_kapital_kr", "1.234.567", ("inget tal", "tusental med mellanslag")),
    ("forbund", 2, "eget_kapital_kr", "1,234,567", ("inget tal", "tusental med mellanslag")),
    ("forbund", 2, "eget_kapital_kr", "1.234", ("inget tal i hela kronor", "decimaltecken")),
    ("forbund", 2, "eget_kapital_kr", "1 23", ("inget tal", "bara stå mellan tusental")),
    ("forbund", 2, "eget_kapital_kr", "1000000 kr", ("inget tal", "utan enhet")),
    ("forbund", 2, "eget_kapital_kr", "1000 tkr", ("inget tal", "utan enhet")),
    ("forbund", 2, "eget_kapital_kr", "1E+06", ("inget tal", "Excel har kortat talet")),
    ("forbund", 2, "eget_kapital_kr", "1,2e6", ("inget tal", "Excel har kortat talet")),
    ("forbund", 2, "eget_kapital_kr", "(500)", ("inget tal", "minustecken")),
    ("forbund", 2, "eget_kapital_kr", "+500", ("inget tal", "plustecken")),
    ("forbund", 2, "eget_kapital_kr", "1000,50", ("inget tal i hela kronor",)),
    ("forbund", 2, "eget_kapital_kr", "nan", ("inget tal", "tom")),
    ("forbund", 2, "eget_kapital_kr", "inf", ("inget tal", "tom")),
    ("forbund", 2, "eget_kapital_kr", "-", ("inget tal", "tom")),
    ("forbund", 2, "eget_kapital_kr", "..", ("inget tal", "tom")),
    ("forbund", 2, "eget_kapital_kr", "--5", ("inget tal",)),
    ("forbund", 2, "eget_kapital_kr", "5-", ("inget tal",)),
    ("forbund", 2, "eget_kapital_kr", "0x10", ("inget tal",)),
    ("forbund", 2, "eget_kapital_kr", "1_000", ("inget tal",)),
    ("forbund", 2, "eget_kapital_kr", "١٢٣", ("inget tal",)),
    ("forbund", 2, "eget_kapital_kr", "9" * 400, ("orimligt stort", "högst 1000000000000000")),
    ("omraden", 2, "forsorjningsmatt", "1" + "0" * 16, ("orimligt stort",)),
    ("forbund", 2, "tilldelning_fjol_kr", "-5000000", ("negativt", "0 eller större")),
    ("forbund", 2, "tilldelning_fjol_kr", "−5000000", ("negativt",)),
    ("forbund", 3, "askande_kr", "-1", ("negativt",)),
    ("omraden", 2, "invanare_antal", "-30000", ("negativt",)),
    ("omraden", 2, "invanare_antal", "30000.5", ("inget heltal",)),
    ("omraden", 2, "invanare_antal", "trettiotusen", ("inget tal", "ett heltal")),
    ("omraden", 2, "forsorjningsmatt", "3000,5,5", ("inget tal", "1234,5")),
    ("omraden", 2, "forsorjningsmatt", "-1", ("negativt",)),
    ("kapital", 2, "intakter_kr", "-1", ("negativt",)),
    ("insatser", 2, "fast_kostnad_kr", "#", ("inget tal",)),
    ("behov", 2, "personer_antal", "-8", ("negativt",)),
    # years, months, shares, choices
    ("forbund", 4, "manader", "0", ("inget antal månader", "från 1 till 12")),
    ("forbund", 4, "manader", "13", ("inget antal månader", "från 1 till 12")),
    ("forbund", 4, "manader", "6,5", ("inget antal månader",)),
    ("forbund", 4, "manader", "juli", ("inget tal", "från 1 till 12")),
    ("kapital", 2, "ar", "24", ("inget årtal", "fyra siffror")),
    ("planering", 2, "ar", "20266", ("inget årtal",)),
    ("malgrupper", 2, "andel_i_behov", "50", ("inget tal från 0 till 1", "Menade du 0,5?")),
    ("malgrupper", 2, "andel_i_behov", "25%", ("inget tal", "procenttecken")),
    ("malgrupper", 2, "andel_i_behov", "25 %", ("inget tal", "procenttecken")),
    ("malgrupper", 2, "andel_i_behov", "-0.1", ("inget tal från 0 till 1",)),
    ("malgrupper", 2, "vikt", "-1", ("negativt",)),
    ("planering", 2, "struktur_hogst_andel", "1.5", ("inget tal från 0 till 1",)),
    ("insatser", 2, "trappning", "1;2", ("ingen trappning", "semikolon")),
    ("insatser", 2, "trappning", "1,0,75,0,5", ("ingen trappning",)),
    ("insatser", 2, "beslutad", "kanske", ("inget känt val", "ja eller nej")),
    ("insatser", 2, "inriktning", "individuell", ("inget känt val", "individ eller struktur", "Menade du «individ»?")),
    ("medfinansiering", 2, "part", "komun", ("inget känt val", "Menade du «kommun»?")),
    ("kapital", 2, "typ", "bokslut", ("inget känt val", "utfall eller budget eller prognos")),
    # what is missing
    ("forbund", 2, "forbund_kod", "", ("värdet saknas", "Förbundets kod")),
    ("forbund", 2, "namn", "", ("värdet saknas", "Förbundets namn")),
    ("forbund", 2, "eget_kapital_kr", "", ("värdet saknas", "Eget kapital vid ingången")),
    ("omraden", 8, "invanare_antal", "", ("värdet saknas", "Invånare")),
    ("omraden", 2, "kommun_kod", "", ("värdet saknas",)),
    ("insatser", 2, "hogst_antal", "", ("värdet saknas",)),
    ("effekter", 2, "malgrupp_kod", "", ("behöver malgrupp_kod",)),
    ("effekter", 2, "effekt_andel", "", ("behöver effekt_andel",)),
    # references
    ("omraden", 2, "forbund_kod", "AA", ("«AA» finns inte i", "forbund", "Menade du «A»?")),
    ("omraden", 2, "forbund_kod", "a", ("«a» finns inte i", "Menade du «A»?")),
    ("omraden", 3, "region_kod", "R9", ("«R9» finns inte i", "regioner", "Rätta koden")),
    ("medfinansiering", 2, "forbund_kod", "Ä", ("«Ä» finns inte i", "forbund")),
    ("behov", 2, "malgrupp_kod", "M3", ("«M3» finns inte i", "malgrupper")),
    ("planering", 2, "forbund_kod", "D", ("«D» finns inte i",)),
    ("effekter", 2, "insats_kod", "I9", ("«I9» finns inte i", "insatser")),
    ("effekter", 5, "insats_kod", "I2", ("insats «I2» finns inte i förbund B", "Rätta koden")),
    ("medfinansiering", 2, "motpart_kod", "K04", ("kommun «K04» hör inte till förbund A", "K01, K02")),
    ("medfinansiering", 4, "motpart_kod", "R2", ("region «R2» hör inte till förbund A", "R1")),
    ("medfinansiering", 2, "motpart_kod", "K1", ("kommun «K1» hör inte till förbund A", "Menade du «K01»?")),
    # areas
    ("omraden", 2, "invanare_antal", "0", ("«Alby» har 0 invånare", "minst 1")),
    ("omraden", 7, "omrade_kod", "K04-SYD", ("«K04-SYD» hör inte till kommun K05", "K05 följt av bindestreck")),
    ("omraden", 2, "invanare_antal", "300000", ("«Alby» går från 29\u00a0800 till 300\u00a0000", "25 %", "hopp")),
    ("omraden", 2, "forsorjningsmatt", "30005", ("«Alby» går från 2990 till 30\u00a0005", "50 %", "hopp")),
    ("omraden", 2, "forsorjningsmatt", "300", ("«Alby» går från 2990 till 300", "hopp")),
    # order and chains
    ("insatser", 2, "fran_ar", "2029", ("fran_ar 2029 är större än till_ar 2028",)),
    ("insatser", 2, "minst_antal", "90", ("minst_antal 90 är större än hogst_antal 80",)),
    (
        "planering",
        2,
        "struktur_minst_andel",
        "0.4",
        ("struktur_minst_andel 0,4 är större än",),
    ),
    ("effekter", 2, "effekt_andel", "15", ("«15» är ingen andel", "högst 1")),
    ("kapital", 3, "ingaende_kr", "900000", ("ingående 900\u00a0000 kr 2025", "utgående 950\u00a0000 kr 2024")),
    # signs that cannot be seen
    ("forbund", 2, "namn", "Alfa\u200bBeta", ("tecken som inte syns", "U+200B")),
    ("omraden", 2, "forbund_kod", "A\u00ad1", ("tecken som inte syns", "U+00AD")),
    ("omraden", 2, "namn", "VÃ¤rmdÃ¶", ("å, ä eller ö har blivit något annat",)),
)
"""Table, row (1 is the header), column, what is written there, what the message must say."""


def _cell(tabell: str, rad: int, kolumn: str, text: str, ord: tuple[str, ...]) -> Fall:
    def bryt(prov: Prov) -> None:
        prov.set(tabell, rad, kolumn, text)

    return Fall(f"{tabell}.{kolumn} {text[:12]!r}", bryt, ord, (tabell, rad, kolumn))


CELLFALL = tuple(_cell(*fall) for fall in CELLER)
