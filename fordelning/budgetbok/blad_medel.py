"""Medelstillgångar: the budget year's money per finansiär."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tal
from fordelning.blad.formler import kvot, sla_upp, tomt_som_noll
from fordelning.budget.poster import TERTIAL
from fordelning.budgetbok.blad_kommuner import Parter
from fordelning.budgetbok.blad_om import PARTER, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, SUMMA_INTAKTER, Kodtabell, Manadstabell

EFTER, FORE = "#1F4E79", "#9DC3E6"
"""The colours of what has happened, and of what was planned."""


class Medel(Kodtabell):
    """Who pays what: the state, regions, kommuner and other income, `antal` rows; their sum, eget kapital, and all."""

    def __init__(self, innehall: Innehall, tal: Parametrar, parter: Parter, belopp: Kolumn) -> None:
        f = innehall.budget.intaktsrader
        koder = {x.kod: x.namn for x in f} | {
            SUMMA_INTAKTER: "Summa årets intäkter",
            "EGET-KAPITAL": "Eget kapital vid årets början",
            "SUMMA-MEDEL": "Summa medelstillgångar",
        }
        super().__init__("Medel", koder, "Finansiär", "lang")
        self.antal, self.summarader = len(f), {len(f), len(f) + 2}
        self.kapital, self.kapital_kr = tal["eget_kapital_kr"], innehall.underlag.eget_kapital_kr
        self.data("Part", [*(PARTER[x.huvud] for x in f), "", "Eget kapital", ""])
        self.utlovat = tomt_som_noll(sla_upp(parter.utlovat, (parter.kod, self.kod), delvis=True))
        av_parter: list[Rad] = [sla_upp(belopp, (parter.kod, self.kod), delvis=True)] * (len(f) - 2)
        egna = [tal["statens_bidrag_kr"], *av_parter, 0]
        self.budget = self.add_money("Budget", egna, [x.belopp_kr for x in f], kapital=True)

    @property
    def bidrag(self) -> Tal:
        """The contributions of all parties."""
        return self.add(self.budget, "STAT", "OVRIGT")

    @property
    def ovrigt(self) -> Tal:
        """Other income."""
        return self.post(self.budget, "OVRIGT")

    def add_money(self, rubrik: str, rader: Sequence[Rad], motorns: Sequence[int] | None = None, *,
                  kapital: bool = False, form: str = KR) -> Kolumn:  # fmt: skip
        """A column of the finansiärer with its sum; with eget kapital and the sum of both where that belongs."""
        summan = sum(motorns or ())
        summor: list[Rad] = [lambda k: self.add(k, "STAT", SUMMA_INTAKTER), None, None]
        facit = [summan, None, None]
        if kapital:
            summor[1:] = [self.kapital, lambda k: self.add(k, SUMMA_INTAKTER, "SUMMA-MEDEL")]
            facit[1:] = [self.kapital_kr, summan + self.kapital_kr]
        lika = None if motorns is None else [*motorns, *facit]
        return self.rader(rubrik, [*rader, *summor], form, lika=lika)

    def follow(self, innehall: Innehall, um: Manadstabell, am: Manadstabell, pm: Manadstabell) -> Kolumn:
        """Shares, pledges, outcome, deviation and forecast. Returns the year's outcome."""
        n, lagen = self.antal, innehall.lage.lagen[: self.antal]

        def find(t: Manadstabell, k: Kolumn) -> list[Rad]:
            return [t.find(k, self.kod, delvis=True)] * n

        andelar: list[Rad] = [kvot(self.budget, self.post(self.budget, SUMMA_INTAKTER), 0)] * n
        andel = self.add_money("Andel av bidragen", andelar, form="andel")
        utlovat = self.add_money("Utlovat", [0, *[self.utlovat] * (n - 2), 0])
        for k, manader in zip(um.perioder, (*TERTIAL, range(12)), strict=True):
            motorns = [sum(lage.utfall_kr[m] for m in manader) for lage in lagen]
            utfall = self.add_money(f"Utfall {k.rubrik.lower()}", find(um, k), motorns, kapital=k is um.ar)
        avvikelser, prognoser = [x.aret.avvikelse_kr for x in lagen], [x.aret.prognos_kr for x in lagen]
        avvikelse = self.add_money("Avvikelse rapporterade månader", find(am, am.ar), avvikelser)
        prognos = self.add_money("Prognos året", find(pm, pm.ar), prognoser, kapital=True)
        skillnad = self.add_money("Avvikelse prognos", [prognos - self.budget] * n)
        self.farga_tecken(avvikelse, skillnad)
        self.ordna(*self.kolumner[:3], andel, utlovat, self.budget)
        return utfall


def make_medel_blad(innehall: Innehall, m: Medel, utfall: Kolumn) -> Blad:
    """The sheet, with a chart of the parties' contributions."""
    serier = [Serie(m.budget, farg=FORE), Serie(utfall, farg=EFTER, namn="Utfall hittills")]
    diagram = Diagram("Bidrag per finansiär", m.namn, serier, "kr", liggande=True, rader=(0, m.antal - 1))
    text = (
        "Vem som betalar, hela kronor. Utfallet fylls i på Utfall per månad; hur regionerna och kommunerna delar sina "
        "delar står på Kommunfördelning."
    )
    vad = "Vem som betalar: staten, regioner, kommuner en och en, och eget kapital"
    return innehall.make_sheet("Medelstillgångar", text, vad, m, diagram)
