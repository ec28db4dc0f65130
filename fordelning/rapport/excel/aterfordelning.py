"""The helper sheets Återfördelning (λ, found between two break points) and Avrundning (remainders in falling order)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fordelning.rapport.excel.granser import NARA, NARA_SUMMA
from fordelning.rapport.excel.mellanled import Mellanled
from fordelning.rapport.excel.tabell import Blad, Form, Kolumn, Tabell

HOGER = 5
"""The column of what stands beside the main table."""

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
                f'IF({{summa}}="",0,IF({{summa}}<=ram_kr*(1+{NARA_SUMMA}),1,0))',
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


class Uppgift(NamedTuple):
    """A figure of its own beside a table: its words, stored value, formula and how it is shown."""

    text: str
    varde: float
    formel: str
    form: Form = "ore"


def _make_lambda(led: Mellanled) -> Tabell:
    """The two break points around the pot, and λ on the line between them."""
    punkter, summor = led.punkter, led.summor_kr
    sista = int(np.sum(_fits(led))) - 1
    nasta = min(sista + 1, int(np.isfinite(punkter).sum()) - 1)
    punkt, summa, v = "INDEX({brytpunkter.punkt.alla},%s)", "INDEX({brytpunkter.summa.alla},%s)", "{losning.varde[%d]}"
    n1, n2, p1, p2, s1, s2 = (v % i for i in range(1, 7))
    rest_kr = float(led.r.bok.sett["aterfordelning"]["rest_kr"])
    kvar = "ram_kr-SUM({berakning.efter_aterfordelning.alla})"
    antal_punkter = "COUNT({brytpunkter.punkt.alla})"
    rader = (
        Uppgift("Ram att fördela, kr", float(led.r.underlag.ram_kr), "ram_kr"),
        Uppgift("Sista brytpunkt som ryms i ramen, nummer", sista + 1, "MAX(1,SUM({brytpunkter.ryms.alla}))", "antal"),
        Uppgift("Nästa brytpunkt, nummer", nasta + 1, f"MIN({n1}+1,{antal_punkter})", "antal"),
        Uppgift("λ vid den sista", float(punkter[sista]), punkt % n1),
        Uppgift("λ vid nästa", float(punkter[nasta]), punkt % n2),
        Uppgift("Summa vid den sista, kr", float(summor[sista]), summa % n1),
        Uppgift("Summa vid nästa, kr", float(summor[nasta]), summa % n2),
        Uppgift("λ", led.lambda_kr, f"IF({s2}>{s1},{p1}+(ram_kr-{s1})/({s2}-{s1})*({p2}-{p1}),{p1})"),
        Uppgift(
            "Rest som taken håller kvar, kr",
            rest_kr,
            f"IF({kvar}>{NARA_SUMMA}*(ram_kr+SUM({{berakning.grund.alla}})),{kvar},0)",
        ),
    )
    return _make_list("losning", "Lösning", rader, 3, {"lambda_kr": ("varde", 7), "rest_kr": ("varde", 8)})


def _make_list(
    namn: str, rubrik: str, rader: Sequence[Uppgift], rad: int, definierade: Mapping[str, tuple[str, int | None]]
) -> Tabell:
    """Figures in a list to the right of the sheet's main table."""
    varden, former, formler = [u.varde for u in rader], [u.form for u in rader], [u.formel for u in rader]
    kolumner = (Kolumn("vad", rubrik, [u.text for u in rader]), Kolumn("varde", "Värde", varden, former, formler))
    return Tabell(namn, kolumner, rad, HOGER, definierade)


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
                ["1", *["{grupp.fore}+IF({rest.fore}-{rest}>lika_inom_enheter,1,0)"] * (len(led.rester) - 1)],
                bredd=18,
            ),
        ),
    )
    return Blad(
        "Avrundning",
        "Avrundning till hela enheter",
        "Varje förbund får sina hela enheter; de som är kvar går till de största resterna, vid lika i kodordning.",
        (rester, _make_units(led)),
        slag="rakning",
    )


def _make_units(led: Mellanled) -> Tabell:
    """How many units there are to give, and how many förbund are rounded up."""
    hela, upp = float(led.avrundning.hela_antal.sum()), float(led.avrundning.antal_upp[0])
    summa = "{enhetssumma.varde[0]}"
    rader = (
        Uppgift("Summa före avrundning, enheter", float(led.enheter.sum()), "SUM({berakning.enheter.alla})", "fin"),
        Uppgift("Givna som hela enheter", hela, "SUM({berakning.hela.alla})", "antal"),
        Uppgift(
            "Antal förbund som rundas upp",
            upp,
            f"INT({summa}+MAX(1E-9,{NARA_SUMMA}*{summa}))-{{enhetssumma.varde[1]}}",
            "antal",
        ),
        Uppgift(
            "Rester räknas som lika inom",
            led.lika_inom,
            f"MAX(1E-9,{NARA}*MAX({{berakning.enheter.alla}}))",
            "nara",
        ),
    )
    namn: dict[str, tuple[str, int | None]] = {"rundas_upp_antal": ("varde", 2), "lika_inom_enheter": ("varde", 3)}
    return _make_list("enhetssumma", "Enheter att ge", rader, 3, namn)
