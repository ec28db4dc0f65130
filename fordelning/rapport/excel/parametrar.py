"""The sheet Parametrar: the model's numbers and the pot, in cells with the names that the formulas use."""

from __future__ import annotations

from dataclasses import dataclass

from fordelning.modell import Modell
from fordelning.rapport.excel.tabell import Blad, Form, Kolumn, Tabell
from fordelning.regler.sjukpenningtak import KRONOR_PER_ENHET
from fordelning.resultat import Resultat

ANVANDS_INTE = "Används inte i modellen. Fyll i ett tal för att pröva."
LEDIGA_TRAPPSTEG = 2


@dataclass(frozen=True, slots=True)
class Parameter:
    """A number of the model: its key (the defined name), its value (None = not in the model) and what it is."""

    nyckel: str
    rubrik: str
    varde: float | None
    form: Form
    avsnitt: str = ""
    formel: str = ""


def make_parametrar_sheet(r: Resultat) -> Blad:
    """The sheet: one parameter a row with its source, and the trappa as a table of its own below."""
    parametrar = list_parameters(r)
    inmatning = [not p.formel for p in parametrar]
    kolumner = (
        Kolumn("rubrik", "Parameter", [p.rubrik for p in parametrar], bredd=52),
        Kolumn(
            "varde",
            "Värde",
            [p.varde for p in parametrar],
            [p.form for p in parametrar],
            [p.formel for p in parametrar],
            bredd=16,
            inmatning=inmatning,
        ),
        Kolumn("namn", "Namn i formler", [p.nyckel for p in parametrar]),
        Kolumn("antagande", "Antagande", [_mark_assumption(r.modell, p) for p in parametrar], bredd=12),
        Kolumn("kalla", "Källa", [_name_source(r.modell, p) for p in parametrar], "lang", bredd=70),
    )
    namn = {p.nyckel: ("varde", i) for i, p in enumerate(parametrar)}
    tabell = Tabell("parametrar", kolumner, definierade=namn)
    return Blad(
        "Parametrar",
        "Parametrar",
        "Ändra ett gult fält, så räknas hela fördelningen om. Källorna gäller de tal som boken skrevs med.",
        (tabell, *_make_trappa(r.modell, tabell.rubrikrad + tabell.antal + 3)),
        slag="inmatning",
    )


def list_parameters(r: Resultat) -> list[Parameter]:
    """Every number of the model that the formulas use, in the order of the rules."""
    m = r.modell
    rader = [
        Parameter("ram_kr", "Ram: statens medel att fördela, kr", float(r.underlag.ram_kr), "kr"),
        Parameter(
            "belopp_kr",
            "Grundtilldelning per förbund och år, kr",
            m.grundtilldelning.belopp_kr if m.grundtilldelning and "grundtilldelning" in m.steg else None,
            "kr",
            "grundtilldelning",
        ),
        Parameter(
            "andel_forsorjningsmatt",
            "Nyckelns vikt för försörjningsmått",
            m.fordelningsnyckel.andel_forsorjningsmatt,
            "andel",
            "fordelningsnyckel",
        ),
        Parameter(
            "andel_invanare",
            "Nyckelns vikt för invånare (resten)",
            m.fordelningsnyckel.andel_invanare,
            "andel",
            "fordelningsnyckel",
            "1-andel_forsorjningsmatt",
        ),
    ]
    return [*rader, *_list_bounds(r), *_list_shares(m)]


def _list_bounds(r: Resultat) -> list[Parameter]:
    """The parameters of floors and ceilings. The spärr is always there, empty where the model has none."""
    m, rader = r.modell, []
    if m.sjukpenningtak and "sjukpenningtak" in m.steg:
        kr = KRONOR_PER_ENHET[r.underlag.statistik.forsorjningsmatt_enhet]
        rader += [
            Parameter(
                "hogsta_andel",
                "Högsta andel av områdets sjukpenning",
                m.sjukpenningtak.hogsta_andel,
                "andel",
                "sjukpenningtak",
            ),
            Parameter("kr_per_enhet", "Försörjningsmåttets enhet, kr", kr, "kr"),
        ]
    if m.eget_kapital and "eget_kapital" in m.steg:
        rader.append(
            Parameter(
                "statens_andel_av_overskott",
                "Statens andel av eget kapital över rimlig nivå",
                m.eget_kapital.statens_andel_av_overskott,
                "andel",
                "eget_kapital",
            )
        )
    sparr = m.sparr.hogsta_minskning_andel if m.sparr and "sparr" in m.steg else None
    rader.append(Parameter("hogsta_minskning_andel", "Spärr: högsta minskning mot året före", sparr, "andel", "sparr"))
    return rader


def _list_shares(m: Modell) -> list[Parameter]:
    """The parties' shares and the unit of a grant."""
    mf = m.medfinansiering
    return [
        Parameter("stat_andel", "Statens andel", mf.stat_andel, "andel", "medfinansiering"),
        Parameter("region_andel", "Regionernas andel", mf.region_andel, "andel", "medfinansiering"),
        Parameter(
            "kommun_andel",
            "Kommunernas andel (resten)",
            mf.kommun_andel,
            "andel",
            "medfinansiering",
            "1-stat_andel-region_andel",
        ),
        Parameter("enhet_kr", "Tilldelningen avrundas till hela, kr", m.avrundning.enhet_kr, "kr", "avrundning"),
    ]


def _make_trappa(m: Modell, rad: int) -> tuple[Tabell, ...]:
    """The trappa: the first step whose limit holds the year's contributions decides; spare rows to try more steps."""
    if m.eget_kapital is None or "eget_kapital" not in m.steg:
        return ()
    tomma = [None] * LEDIGA_TRAPPSTEG
    trappa = m.eget_kapital.trappa
    steg = [f"Trappa, steg {n}" for n in range(1, len(trappa) + 1 + LEDIGA_TRAPPSTEG)]
    return (
        Tabell(
            "trappa",
            (
                Kolumn("steg", "Rimlig nivå på eget kapital", steg),
                Kolumn(
                    "andel",
                    "Andel av bidragen",
                    [*(s.andel for s in trappa), *tomma],
                    form="andel",
                    inmatning=True,
                ),
                Kolumn(
                    "upp_till_kr",
                    "Bidrag upp till, kr (tomt = ingen gräns)",
                    [*(s.upp_till_kr for s in trappa), *tomma],
                    form="kr",
                    inmatning=True,
                ),
            ),
            rad=rad,
            definierade={"trappa_andel": ("andel", None), "trappa_upp_till_kr": ("upp_till_kr", None)},
        ),
    )


def _name_source(m: Modell, p: Parameter) -> str:
    if not p.avsnitt:
        return "Underlaget"
    return m.avsnitt[p.avsnitt].kalla.text if p.avsnitt in m.avsnitt else ANVANDS_INTE


def _mark_assumption(m: Modell, p: Parameter) -> str:
    return "ja" if p.avsnitt in m.avsnitt and m.avsnitt[p.avsnitt].antagande else ""
