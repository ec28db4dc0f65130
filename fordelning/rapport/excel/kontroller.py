"""The sheet Kontroller: each check as a live formula, and the findings of the gate."""

from __future__ import annotations

from typing import NamedTuple

from fordelning.begrepp import Underlag
from fordelning.pengar import format_kr
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.resultat import Resultat

DAMM = 0.005
"""A difference below half an öre is the dust of float64."""


class Kontroll(NamedTuple):
    """A check: what must hold, and the formula of the deviation, which must be 0."""

    text: str
    avvikelse: str


PER_FORBUND = "SUMPRODUCT(ABS(%s-%s))"
POSTER = "SUMIF({harledning.kod.alla},{berakning.kod.alla},{harledning.belopp.alla})"
DELAR = (
    "SUMIFS({medfinansiering.belopp.alla},{medfinansiering.kod.alla},{tilldelning.kod.alla},"
    '{medfinansiering.part.alla},"%s")'
)
TILLDELAT = "{berakning.tilldelning.alla}"

KONTROLLER = (
    Kontroll("Vikterna i nyckeln är tillsammans 100 %", "andel_forsorjningsmatt+andel_invanare-1"),
    Kontroll("Parternas andelar är tillsammans 100 %", "stat_andel+region_andel+kommun_andel-1"),
    Kontroll("Nyckeln är tillsammans 100 %", "SUM({berakning.nyckel.alla})-1"),
    Kontroll(
        "Varje områdes förbund finns i Underlag (antal som saknas)",
        'SUMPRODUCT(({omraden.forbund.alla}<>"")*(COUNTIF({underlag.kod.alla},{omraden.forbund.alla})=0))',
    ),
    Kontroll("Varje förbund har invånare (antal utan)", "COUNTIF({berakning.invanare.alla},0)"),
    Kontroll("Golven ryms i ramen, kr för mycket", "MAX(0,SUM({berakning.golv.alla})-ram_kr)"),
    Kontroll("Tilldelningarna är högst ramen, kr för mycket", f"MAX(0,SUM({TILLDELAT})-ram_kr)"),
    Kontroll(
        "Det som inte fördelas hålls kvar av tak eller är mindre än en enhet, kr för mycket",
        f"MAX(0,ram_kr-SUM({TILLDELAT})-rest_kr-enhet_kr)",
    ),
    Kontroll(
        "Varje tilldelning är hela enheter, kr utanför",
        PER_FORBUND % (TILLDELAT, f"enhet_kr*ROUND({TILLDELAT}/enhet_kr,0)"),
    ),
    Kontroll("Ingen tilldelning är under sitt golv (antal)", f"SUMPRODUCT(--({TILLDELAT}<{{berakning.golv.alla}}))"),
    Kontroll(
        "Ingen tilldelning är över sitt tak (antal)",
        f"SUMPRODUCT(--({TILLDELAT}>{{berakning.tak_i_rakningen.alla}}))",
    ),
    Kontroll("Härledningens poster är varje förbunds tilldelning, kr fel", PER_FORBUND % (POSTER, TILLDELAT)),
    Kontroll(
        "Staten betalar sin andel av alla parters bidrag (antal mer än 1 kr fel)",
        "SUMPRODUCT(--(ABS({tilldelning.tilldelning.alla}-stat_andel*{tilldelning.totalt.alla})>1))",
    ),
    Kontroll("Regionernas delar är partens del, kr fel", PER_FORBUND % (DELAR % "region", "{tilldelning.region.alla}")),
    Kontroll(
        "Kommunernas delar är partens del, kr fel", PER_FORBUND % (DELAR % "kommun", "{tilldelning.kommuner.alla}")
    ),
    Kontroll(
        "Alla områdens kommuner finns i Medfinansiering, invånare som saknas",
        'SUM({berakning.invanare.alla})-SUMIF({medfinansiering.part.alla},"kommun",{medfinansiering.invanare.alla})',
    ),
)

SUMMERBARA = {
    "invanare_antal": "{omraden.invanare.alla}",
    "forsorjningsmatt": "{omraden.matt.alla}",
    "tilldelning_fjol_kr": "{underlag.fjol.alla}",
    "eget_kapital_kr": "{underlag.kapital.alla}",
    "bidrag_fjol_kr": "{underlag.bidrag.alla}",
    "askande_kr": "{underlag.askande.alla}",
}
"""The columns of the inputs that a control total can be given for and that the workbook holds."""


def make_kontroller_sheet(r: Resultat) -> Blad:
    """Every check with its deviation and result, whether anything has been changed, and the gate's warnings.

    What is written is what the engine, which refuses to hand out a grant that breaks any of these, has already checked.
    """
    andrat = Kontroll(
        "Tilldelningar som ändrats sedan boken skrevs (antal)", "SUMPRODUCT(--({jamforelse.sedan.alla}<>0))"
    )
    kontroller = [*KONTROLLER, *_check_totals(r.underlag), andrat]
    antal = len(kontroller)
    ok = f'IF(ABS({{avvikelse}})<{DAMM},"OK","FEL")'
    tabell = Tabell(
        "kontroller",
        (
            Kolumn("kontroll", "Kontroll", [k.text for k in kontroller], bredd=84),
            Kolumn("avvikelse", "Avvikelse", [0.0] * antal, "ore", [k.avvikelse for k in kontroller], bredd=16),
            Kolumn(
                "resultat",
                "Resultat",
                ["OK"] * (antal - 1) + ["OFÖRÄNDRAD"],
                formel=[ok] * (antal - 1) + ['IF({avvikelse}=0,"OFÖRÄNDRAD","ÄNDRAD")'],
                bredd=16,
                farger={"OK": "gron", "FEL": "rod", "ÄNDRAD": "gul", "OFÖRÄNDRAD": "gron"},
            ),
        ),
    )
    return Blad(
        "Kontroller",
        "Kontroller",
        "Varje rad räknas om när något ändras; avvikelsen ska vara 0. Underlaget kontrollerades innan något räknades.",
        (tabell, _list_warnings(r.underlag, tabell.rubrikrad + antal + 4)),
    )


def _list_warnings(u: Underlag, rad: int) -> Tabell:
    """The findings of the gate that did not stop the run."""
    varningar = [str(v) for v in u.varningar] or ["Inga."]
    return Tabell(
        "varningar", (Kolumn("varning", "Varningar från kontrollen av underlaget", varningar, "lang"),), rad=rad
    )


def _check_totals(u: Underlag) -> list[Kontroll]:
    """The control totals that the data set states."""
    kontroller = []
    for namn, k in u.kontrollsummor.items():
        if kolumn := SUMMERBARA.get(namn.removeprefix("omraden.").removeprefix("forbund.")):
            skillnad = f"SUM({kolumn})-{k.summa!r}"
            text = f"Kontrollsumma {namn}" + (
                f" (högst {format_kr(k.avvikelse)} ifrån: {k.skal})" if k.avvikelse else ""
            )
            formel = f"IF(ABS({skillnad})<={k.avvikelse!r},0,{skillnad})" if k.avvikelse else skillnad
            kontroller.append(Kontroll(text, formel))
    return kontroller
