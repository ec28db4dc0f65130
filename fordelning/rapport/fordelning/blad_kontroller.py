"""The sheet Kontroller: each check as a live formula, and the findings of the gate; and Avstämning, per förbund."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from fordelning.begrepp import Kontrollsumma, Underlag
from fordelning.blad.bok import Blad
from fordelning.blad.funktioner import absolut, avrunda, minst, om
from fordelning.blad.kolumn import Farg, Kolumn
from fordelning.blad.tabell import Tabell
from fordelning.blad.tal import Tal
from fordelning.blad.uppslag import antal, antal_dar, sla_upp, summa, summa_dar
from fordelning.pengar import format_kr
from fordelning.rapport.fordelning.blad_harledning import Harledning
from fordelning.rapport.fordelning.blad_jamforelse import Jamforelse
from fordelning.rapport.fordelning.blad_medfinansiering import Medfinansiering
from fordelning.rapport.fordelning.kedja import Kedja

DAMM = 0.005
"""A difference below half an öre is the dust of float64."""
FARGER: Mapping[str, Farg] = {"OK": "gron", "FEL": "rod", "ÄNDRAD": "gul", "OFÖRÄNDRAD": "gron"}


class Kontroll(NamedTuple):
    """A check: what must hold, and the deviation, which must be 0."""

    text: str
    avvikelse: Tal


@dataclass(frozen=True, slots=True, eq=False)
class Avstamning:
    """Per förbund what two sheets say of the same amount, and the difference."""

    tabell: Tabell
    omraden: Kolumn
    poster: Kolumn
    regioner: Kolumn
    kommuner: Kolumn


def make_avstamning(k: Kedja, h: Harledning) -> Avstamning:
    """The ledger's posts against the grant, the parties' amounts against the party's part, and the areas."""
    t, b, o, m = Tabell("Avstämning"), k.berakning, k.underlag.omraden, k.medfinansiering
    kod = t.data("Kod", b.kod.varden)
    t.data("Förbund", b.rad.namn.varden, "lang", bredd=27)
    omraden = t.rakna("Områden", antal_dar((o.forbund, kod)), "antal", summa=True)
    skillnader = list[Kolumn]()
    for rubrik, belopp, blad, delarna in (
        ("Tilldelning", k.tilldelning.tilldelning, "Härledning", summa_dar(h.belopp, (h.kod, kod))),
        ("Region", k.tilldelning.region, "Medfinansiering", _add_parts(m, kod, "region")),
        ("Kommuner", k.tilldelning.kommuner, "Medfinansiering", _add_parts(m, kod, "kommun")),
    ):
        hela = t.rakna(f"{rubrik}, kr", sla_upp(belopp, (k.tilldelning.kod, kod)), bredd=12.5, summa=True,
                       forklaring="På Tilldelning.")  # fmt: skip
        summan = t.rakna(f"{rubrik}: summan, kr", delarna, "ore", bredd=12.5, summa=True, forklaring=f"På {blad}.")
        skillnader.append(t.rakna(f"{rubrik}: skillnad, kr", avrunda(summan - hela, 4), "ore", bredd=12, summa=True))
    return Avstamning(t, omraden, *skillnader)


def _add_parts(m: Medfinansiering, kod: Kolumn, part: str) -> Tal:
    """What the members of a part pay together."""
    return summa_dar(m.belopp, (m.forbund, kod), (m.part, part))


def make_avstamning_blad(a: Avstamning) -> Blad:
    """The sheet Avstämning."""
    text = "Samma belopp på två blad. Skillnaden ska vara 0; Kontroller summerar den."
    return Blad("Avstämning", "Avstämning per förbund", text, [a.tabell], "rakning", 2)


@dataclass(frozen=True, slots=True, eq=False)
class Kontrolltabell:
    """The checks and their results."""

    tabell: Tabell
    resultat: Kolumn


def make_kontroller(k: Kedja, a: Avstamning, j: Jamforelse) -> Kontrolltabell:
    """Every check with its deviation and result, and last whether anything has been changed.

    What is written is what the engine, which refuses to hand out a grant that breaks any of these, has already checked.
    """
    andrat = Kontroll("Tilldelningar som ändrats sedan boken skrevs (antal)", antal(j.sedan.skild(0)))
    kontroller = [*_check_shares(k), *_check_grants(k), *_check_sums(k, a), *_check_totals(k), andrat]
    t = Tabell("Kontroller", sorteras=False)
    t.data("Kontroll", [ett.text for ett in kontroller], bredd=84)
    avvikelse = t.rader("Avvikelse", [ett.avvikelse for ett in kontroller], "ore", bredd=16)
    celler = [t.cell(avvikelse, i) for i in range(len(kontroller))]
    svar = [om(absolut(cell) < DAMM, "OK", "FEL") for cell in celler[:-1]]
    svar.append(om(celler[-1].lika(0), "OFÖRÄNDRAD", "ÄNDRAD"))
    return Kontrolltabell(t, t.rader("Resultat", svar, "text", bredd=16, farger=FARGER))


def make_kontroller_blad(u: Underlag, k: Kontrolltabell) -> Blad:
    """The checks, and the findings of the gate that did not stop the run."""
    t = Tabell("Varningar", sorteras=False)
    t.data("Varningar från kontrollen av underlaget", [str(v) for v in u.varningar] or ["Inga."], "lang")
    text = (
        "Varje rad räknas om när något ändras; avvikelsen ska vara 0. Underlaget kontrollerades innan något räknades."
    )
    return Blad("Kontroller", "Kontroller", text, [k.tabell, t])


def _check_shares(k: Kedja) -> Iterator[Kontroll]:
    p, b = k.parametrar, k.berakning
    vikter = p["andel_forsorjningsmatt"] + p["andel_invanare"] - 1
    yield Kontroll("Vikterna i nyckeln är tillsammans 100 %", vikter)
    parter = p["stat_andel"] + p["region_andel"] + p["kommun_andel"] - 1
    yield Kontroll("Parternas andelar är tillsammans 100 %", parter)
    yield Kontroll("Nyckeln är tillsammans 100 %", summa(b.nyckel.nyckel) - 1)


def _check_grants(k: Kedja) -> Iterator[Kontroll]:
    p, b, tilldelat = k.parametrar, k.berakning, k.berakning.tilldelning
    ram, enhet = p["ram_kr"], p["enhet_kr"]
    yield Kontroll("Varje förbund har invånare (antal utan)", antal_dar((b.rad.invanare, 0)))
    yield Kontroll("Golven ryms i ramen, kr för mycket", minst(0, summa(b.granser.golv) - ram))
    yield Kontroll("Tilldelningarna är högst ramen, kr för mycket", minst(0, summa(tilldelat) - ram))
    yield Kontroll(
        "Det som inte fördelas hålls kvar av tak eller är mindre än en enhet, kr för mycket",
        minst(0, ram - summa(tilldelat) - b.rest_kr - enhet),
    )
    utanfor = summa(absolut(tilldelat - enhet * avrunda(tilldelat / enhet)))
    yield Kontroll("Varje tilldelning är hela enheter, kr utanför", utanfor)
    yield Kontroll("Ingen tilldelning är under sitt golv (antal)", antal(tilldelat < b.granser.golv))
    yield Kontroll("Ingen tilldelning är över sitt tak (antal)", antal(tilldelat > b.tak_i_rakningen))


def _check_sums(k: Kedja, a: Avstamning) -> Iterator[Kontroll]:
    o, t, m, b = k.underlag.omraden, k.tilldelning, k.medfinansiering.utrakning, k.berakning
    yield Kontroll(
        "Varje områdes förbund finns i Underlag (antal som saknas)",
        antal_dar((o.forbund, "<>", "")) - summa(a.omraden),
    )
    yield Kontroll("Härledningens poster är varje förbunds tilldelning, kr fel", summa(absolut(a.poster)))
    yield Kontroll(
        "Staten betalar sin andel av alla parters bidrag (antal mer än 1 kr fel)",
        antal(absolut(t.tilldelning - k.parametrar["stat_andel"] * t.totalt) > 1),
    )
    yield Kontroll("Regionernas delar är partens del, kr fel", summa(absolut(a.regioner)))
    yield Kontroll("Kommunernas delar är partens del, kr fel", summa(absolut(a.kommuner)))
    for var, delar in (("Per län", k.lansdelar.lan), ("Per region", k.lansdelar.regioner)):
        yield Kontroll(f"{var} är tillsammans alla tilldelningar, kr fel", summa(delar.staten) - summa(t.tilldelning))
    yield Kontroll(
        "Alla områdens kommuner finns i Medfinansiering, invånare som saknas",
        summa(b.rad.invanare) - summa_dar(m.invanare, (m.part, "kommun")),
    )
    if k.kvar_av_summor is not None:
        yield Kontroll("Ingen region betalar mer än sin summa (antal)", antal(k.kvar_av_summor < 0))


def _check_totals(k: Kedja) -> Iterator[Kontroll]:
    """The control totals that the data set states, of columns that the book holds."""
    o, f = k.underlag.omraden, k.underlag.forbund
    kolumner = {
        "invanare_antal": o.invanare,
        "forsorjningsmatt": o.matt,
        "tilldelning_fjol_kr": f.fjol,
        "eget_kapital_kr": f.kapital,
        "bidrag_fjol_kr": f.bidrag,
        "askande_kr": f.askande,
    }
    for namn, total in k.r.underlag.kontrollsummor.items():
        if kolumn := kolumner.get(namn.removeprefix("omraden.").removeprefix("forbund.")):
            yield _check_total(namn, total, summa(kolumn) - total.summa)


def _check_total(namn: str, total: Kontrollsumma, skillnad: Tal) -> Kontroll:
    """A stated total, and how far from it the column may be."""
    if not total.avvikelse:
        return Kontroll(f"Kontrollsumma {namn}", skillnad)
    text = f"Kontrollsumma {namn} (högst {format_kr(total.avvikelse)} ifrån: {total.skal})"
    return Kontroll(text, om(absolut(skillnad) <= total.avvikelse, 0, skillnad))
