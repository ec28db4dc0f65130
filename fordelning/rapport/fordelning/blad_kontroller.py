"""The sheet Kontroller: each check as a live formula, and the findings of the gate; and Avstämning, per förbund."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from fordelning.begrepp import Kontrollsumma, Underlag
from fordelning.blad import Blad, Farg, Kolumn, Tabell, Tal
from fordelning.blad.formler import absolut, antal, antal_dar, avrunda, minst, om, sla_upp, summa, summa_dar
from fordelning.pengar import format_kr
from fordelning.rapport.fordelning.blad_harledning import Harledning
from fordelning.rapport.fordelning.blad_jamforelse import Jamforelse
from fordelning.rapport.fordelning.kedja import Kedja

DAMM = 0.005
"""A difference below half an öre is the dust of float64."""
FARGER: Mapping[str, Farg] = {"OK": "gron", "FEL": "rod", "ÄNDRAD": "gul", "OFÖRÄNDRAD": "gron"}


class Avvikelse(NamedTuple):
    """A check: what must hold, and the deviation, which must be 0."""

    text: str
    kr: Tal


class Avstamning(Tabell):
    """Per förbund what two sheets say of the same amount, and the difference.

    The ledger's posts against the grant, the parties' amounts against the party's part, and the areas.
    """

    def __init__(self, k: Kedja, h: Harledning) -> None:
        super().__init__("Avstämning")
        b, o, m, t = k.berakning, k.underlag.omraden, k.medfinansiering, k.tilldelning
        kod = self.data("Kod", b.kod.varden)
        self.data("Förbund", b.namn.varden, "lang")
        self.omraden = self.rakna("Områden", antal_dar((o.forbund, kod)), "antal", summa=True)
        poster, regioner, kommuner = (
            summa_dar(h.belopp, (h.kod, kod)),
            *(summa_dar(m.belopp, (m.forbund, kod), (m.part, part)) for part in ("region", "kommun")),
        )
        egen = (t.kod, kod)
        self.poster = self._add_pair("Tilldelning", sla_upp(t.tilldelning, egen), "Härledning", poster)
        self.regioner = self._add_pair("Region", sla_upp(t.region, egen), "Medfinansiering", regioner)
        self.kommuner = self._add_pair("Kommuner", sla_upp(t.kommuner, egen), "Medfinansiering", kommuner)

    def _add_pair(self, rubrik: str, belopp: Tal, blad: str, delarna: Tal) -> Kolumn:
        hela = self.rakna(f"{rubrik}, kr", belopp, summa=True, forklaring="På Tilldelning.")
        summan = self.rakna(f"{rubrik}: summan, kr", delarna, "ore", summa=True, forklaring=f"På {blad}.")
        return self.rakna(f"{rubrik}: skillnad, kr", avrunda(summan - hela, 4), "ore", summa=True)


def make_avstamning_blad(a: Avstamning) -> Blad:
    text = "Samma belopp på två blad. Skillnaden ska vara 0; Kontroller summerar den."
    return Blad("Avstämning", "Avstämning per förbund", text, [a], "rakning", 2)


class Kontrolltabell(Tabell):
    """Every check with its deviation and result, and last whether anything has been changed.

    What is written is what the engine, which refuses to hand out a grant that breaks any of these, has already checked.
    """

    def __init__(self, k: Kedja, a: Avstamning, j: Jamforelse) -> None:
        super().__init__("Kontroller", sorteras=False)
        andrat = Avvikelse("Tilldelningar som ändrats sedan boken skrevs (antal)", antal(j.sedan.skild(0)))
        kontroller = [*_check_shares(k), *_check_grants(k), *_check_sums(k, a), *_check_totals(k), andrat]
        self.data("Kontroll", [ett.text for ett in kontroller])
        avvikelse = self.rader("Avvikelse", [ett.kr for ett in kontroller], "ore")
        *celler, sist = (self.cell(avvikelse, i) for i in range(len(kontroller)))
        svar = [om(absolut(cell) < DAMM, "OK", "FEL") for cell in celler]
        svar.append(om(sist.lika(0), "OFÖRÄNDRAD", "ÄNDRAD"))
        self.resultat = self.rader("Resultat", svar, "text", farger=FARGER)


def make_kontroller_blad(u: Underlag, k: Kontrolltabell) -> Blad:
    """The checks, and the findings of the gate that did not stop the run."""
    t = Tabell("Varningar", sorteras=False)
    t.data("Varningar från kontrollen av underlaget", [str(v) for v in u.varningar] or ["Inga."], "lang")
    text = (
        "Varje rad räknas om när något ändras; avvikelsen ska vara 0. Underlaget kontrollerades innan något räknades."
    )
    return Blad("Kontroller", "Kontroller", text, [k, t])


def _check_shares(k: Kedja) -> Iterator[Avvikelse]:
    p, b = k.parametrar, k.berakning
    vikter = p["andel_forsorjningsmatt"] + p["andel_invanare"] - 1
    yield Avvikelse("Vikterna i nyckeln är tillsammans 100 %", vikter)
    parter = p["stat_andel"] + p["region_andel"] + p["kommun_andel"] - 1
    yield Avvikelse("Parternas andelar är tillsammans 100 %", parter)
    yield Avvikelse("Nyckeln är tillsammans 100 %", summa(b.nyckel) - 1)


def _check_grants(k: Kedja) -> Iterator[Avvikelse]:
    p, b, tilldelat = k.parametrar, k.berakning, k.berakning.tilldelning
    ram, enhet = p["ram_kr"], p["enhet_kr"]
    yield Avvikelse("Varje förbund har invånare (antal utan)", antal_dar((b.invanare, 0)))
    yield Avvikelse("Golven ryms i ramen, kr för mycket", minst(0, summa(b.golv) - ram))
    yield Avvikelse("Tilldelningarna är högst ramen, kr för mycket", minst(0, summa(tilldelat) - ram))
    text = "Det som inte fördelas hålls kvar av tak eller är mindre än en enhet, kr för mycket"
    yield Avvikelse(text, minst(0, ram - summa(tilldelat) - b.rest_kr - enhet))
    utanfor = summa(absolut(tilldelat - enhet * avrunda(tilldelat / enhet)))
    yield Avvikelse("Varje tilldelning är hela enheter, kr utanför", utanfor)
    yield Avvikelse("Ingen tilldelning är under sitt golv (antal)", antal(tilldelat < b.golv))
    yield Avvikelse("Ingen tilldelning är över sitt tak (antal)", antal(tilldelat > b.tak_i_rakningen))


def _check_sums(k: Kedja, a: Avstamning) -> Iterator[Avvikelse]:
    o, t, m = k.underlag.omraden, k.tilldelning, k.medfinansiering.utrakning
    saknas = antal_dar((o.forbund, "<>", "")) - summa(a.omraden)
    yield Avvikelse("Varje områdes förbund finns i Underlag (antal som saknas)", saknas)
    yield Avvikelse("Härledningens poster är varje förbunds tilldelning, kr fel", summa(absolut(a.poster)))
    fel = antal(absolut(t.tilldelning - k.parametrar["stat_andel"] * t.totalt) > 1)
    if k.r.modell.medfinansiering.lagsta_andel is None:
        yield Avvikelse("Staten betalar sin andel av alla parters bidrag (antal mer än 1 kr fel)", fel)
    yield Avvikelse("Regionernas delar är partens del, kr fel", summa(absolut(a.regioner)))
    yield Avvikelse("Kommunernas delar är partens del, kr fel", summa(absolut(a.kommuner)))
    for var, delar in (("Per län", k.lansdelar.lan), ("Per region", k.lansdelar.regioner)):
        yield Avvikelse(f"{var} är tillsammans alla tilldelningar, kr fel", summa(delar.staten) - summa(t.tilldelning))
    saknas = summa(k.berakning.invanare) - summa_dar(m.invanare, (m.part, "kommun"))
    yield Avvikelse("Alla områdens kommuner finns i Medfinansiering, invånare som saknas", saknas)
    if k.regionmedel is not None:
        yield Avvikelse("Ingen region betalar mer än sin summa (antal)", antal(k.regionmedel.kvar < 0))


def _check_totals(k: Kedja) -> Iterator[Avvikelse]:
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


def _check_total(namn: str, total: Kontrollsumma, skillnad: Tal) -> Avvikelse:
    """A stated total, and how far from it the column may be."""
    if not total.avvikelse:
        return Avvikelse(f"Kontrollsumma {namn}", skillnad)
    text = f"Kontrollsumma {namn} (högst {format_kr(total.avvikelse)} ifrån: {total.skal})"
    return Avvikelse(text, om(absolut(skillnad) <= total.avvikelse, 0, skillnad))
