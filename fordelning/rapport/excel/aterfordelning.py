"""The helper sheets Återfördelning (λ, found between two break points) and Avrundning (remainders in falling order)."""

from __future__ import annotations

import numpy as np

from fordelning.rapport.excel.granser import make_noggrannhet
from fordelning.rapport.excel.mellanled import Mellanled
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell

SUMMA_VID = (
    "SUMPRODUCT(({v}<={g})*{g}+({v}>{g})*(({v}<{t})*{v}+({v}>={t})*{t}))".replace(
        "{v}", "({berakning.grund.alla}+{punkt}*{berakning.nyckel.alla})"
    )
    .replace("{g}", "{berakning.golv.alla}")
    .replace("{t}", "{berakning.tak_i_rakningen.alla}")
)
"""The sum of grund + λ × nyckel, each held within its floor and ceiling."""


def make_aterfordelning_sheet(led: Mellanled) -> Blad:
    """λ: every break point in rising order with the sum at it, and the line between the two that enclose the pot."""
    antal = 2 * len(led.r.bok.koder)
    brytpunkter = Tabell(
        "brytpunkter",
        (
            Kolumn("nummer", "Nummer", list(range(1, antal + 1)), "antal", bredd=11),
            Kolumn(
                "punkt",
                "λ vid brytpunkten",
                led.punkter,
                "ore",
                "IF({nummer}>COUNT({berakning.lyfts_till.alla},{berakning.stoppas_vid.alla}),"
                '"",SMALL(({berakning.lyfts_till.alla},{berakning.stoppas_vid.alla}),{nummer}))',
                bredd=20,
            ),
            Kolumn(
                "summa", "Summa tilldelat vid λ, kr", led.summor_kr, "ore", f'IF({{punkt}}="","",{SUMMA_VID})', bredd=20
            ),
            Kolumn(
                "ryms",
                "Ryms i ramen",
                _fits(led),
                "antal",
                'IF({summa}="",0,IF({summa}<=ram_kr*(1+32*2^-52),1,0))',
                bredd=11,
            ),
        ),
    )
    return Blad(
        "Återfördelning",
        "Återfördelning: λ",
        "λ är det antal kronor som delas efter nyckeln när alla golv och tak är med. Vid varje brytpunkt lämnar ett "
        "förbund sitt golv eller når sitt tak; däremellan är summan en rät linje.",
        (brytpunkter, _make_lambda(led)),
        slag="rakning",
    )


def _fits(led: Mellanled) -> list[float]:
    ram = float(led.r.underlag.ram_kr) * (1 + 32 * 2**-52)
    return [1.0 if np.isfinite(s) and s <= ram else 0.0 for s in led.summor_kr]


def _make_lambda(led: Mellanled) -> Tabell:
    """The two break points around the pot, and λ on the line between them."""
    punkter, summor = led.punkter, led.summor_kr
    sista = int(sum(_fits(led))) - 1
    nasta = min(sista + 1, int(np.isfinite(punkter).sum()) - 1)
    rader = [
        ("Ram att fördela, kr", float(led.r.underlag.ram_kr), "ram_kr"),
        ("Sista brytpunkt som ryms i ramen, nummer", sista + 1, "MAX(1,SUM({brytpunkter.ryms.alla}))"),
        ("Nästa brytpunkt, nummer", nasta + 1, "MIN({losning.varde[1]}+1,COUNT({brytpunkter.punkt.alla}))"),
        ("λ vid den sista", float(punkter[sista]), "INDEX({brytpunkter.punkt.alla},{losning.varde[1]})"),
        ("λ vid nästa", float(punkter[nasta]), "INDEX({brytpunkter.punkt.alla},{losning.varde[2]})"),
        ("Summa vid den sista, kr", float(summor[sista]), "INDEX({brytpunkter.summa.alla},{losning.varde[1]})"),
        ("Summa vid nästa, kr", float(summor[nasta]), "INDEX({brytpunkter.summa.alla},{losning.varde[2]})"),
        (
            "λ",
            led.lambda_kr,
            "IF({losning.varde[6]}>{losning.varde[5]},{losning.varde[3]}+(ram_kr-{losning.varde[5]})"
            "/({losning.varde[6]}-{losning.varde[5]})*({losning.varde[4]}-{losning.varde[3]}),{losning.varde[3]})",
        ),
        (
            "Rest som taken håller kvar, kr",
            float(led.r.bok.sett["aterfordelning"]["rest_kr"]),
            "IF(ram_kr-SUM({berakning.efter_aterfordelning.alla})>32*2^-52*ram_kr,"
            "ram_kr-SUM({berakning.efter_aterfordelning.alla}),0)",
        ),
    ]
    return Tabell(
        "losning",
        (
            Kolumn("vad", "Lösning", [vad for vad, _, _ in rader]),
            Kolumn("varde", "Värde", [varde for _, varde, _ in rader], "ore", [formel for *_, formel in rader]),
        ),
        rad=3,
        kolumn=5,
        definierade={"lambda_kr": ("varde", 7), "rest_kr": ("varde", 8)},
    )


def make_avrundning_sheet(led: Mellanled) -> Blad:
    """The remainders in falling order; those equal within the accuracy of the figures are one group."""
    rester = Tabell(
        "rester",
        (
            Kolumn("nummer", "Nummer", list(range(1, len(led.rester) + 1)), "antal", bredd=11),
            Kolumn(
                "rest", "Rest, fallande", led.rester_fallande, "fin", "LARGE({berakning.rest.alla},{nummer})", bredd=16
            ),
            Kolumn(
                "grupp",
                "Plats (lika rester har samma)",
                led.restgrupper,
                "antal",
                ["1", *["{grupp.fore}+IF({rest.fore}-{rest}>{noggrannhet.tal[0]},1,0)"] * (len(led.rester) - 1)],
                bredd=18,
            ),
        ),
    )
    noggrannhet = make_noggrannhet(led, 3, 5)
    return Blad(
        "Avrundning",
        "Avrundning till hela enheter",
        "Varje förbund får sina hela enheter; de som är kvar går till de största resterna, vid lika i kodordning.",
        (rester, noggrannhet, _make_units(led, noggrannhet)),
        slag="rakning",
    )


def _make_units(led: Mellanled, ovanfor: Tabell) -> Tabell:
    """How many units there are to give, and how many förbund are rounded up."""
    summa = float(led.enheter.sum())
    rader = [
        ("Summa före avrundning, enheter", summa, "SUM({berakning.enheter.alla})"),
        ("Givna som hela enheter", float(led.avrundning.hela_antal.sum()), "SUM({berakning.hela.alla})"),
        (
            "Antal förbund som rundas upp",
            float(led.avrundning.antal_upp[0]),
            "INT({enhetssumma.varde[0]}+MAX(1E-9,32*2^-52*{enhetssumma.varde[0]}))-{enhetssumma.varde[1]}",
        ),
    ]
    return Tabell(
        "enhetssumma",
        (
            Kolumn("vad", "Enheter att ge", [vad for vad, _, _ in rader]),
            Kolumn("varde", "Antal", [v for _, v, _ in rader], "fin", [formel for *_, formel in rader]),
        ),
        rad=(ovanfor.rad or 0) + ovanfor.antal + 2,
        kolumn=5,
        definierade={"rundas_upp_antal": ("varde", 2)},
    )
