"""Medelstillgångar: the budget year's money per finansiär."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tabell, Tal
from fordelning.blad.formler import kvot, sla_upp, tomt_som_noll
from fordelning.budgetbok.blad_kommuner import Parter
from fordelning.budgetbok.blad_om import PARTER, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, SUMMA_INTAKTER, Manadstabell, add_tertials

EFTER, FORE = "#1F4E79", "#9DC3E6"
"""The colours of what has happened, and of what was planned."""


@dataclass(frozen=True, slots=True, eq=False)
class Medel:
    """Who pays what: `antal` rows of finansiärer (other income last), their sum, eget kapital, and all of it."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    utlovat: Tal
    budget: Kolumn
    eget_kapital: Tal
    antal: int

    @property
    def bidrag(self) -> Tal:
        """The contributions of all parties."""
        return self.tabell.summa_av(self.budget, 0, self.antal - 1)

    @property
    def ovrigt(self) -> Tal:
        """Other income."""
        return self.tabell.cell(self.budget, self.antal - 1)

    def add_rows(self, rader: Sequence[Rad], kapital: bool = False) -> list[Rad]:
        """A column's rows with their sum; with eget kapital and the sum of both where that belongs."""
        t, n = self.tabell, self.antal
        summor: list[Rad] = [lambda k: t.summa_av(k, 0, n), None, None]
        if kapital:
            summor[1:] = [self.eget_kapital, lambda k: t.summa_av(k, n, n + 2)]
        return [*rader, *summor]


def make_medel(innehall: Innehall, tal: Parametrar, parter: Parter, belopp: Kolumn) -> Medel:
    """The state, region(s), kommun(er) one by one, other income, and eget kapital as its own line."""
    f, t = innehall.budget.finansiarer, Tabell("Medel", sorteras=False)
    t.summarader = {len(f), len(f) + 2}
    sist = (
        (SUMMA_INTAKTER, "Summa årets intäkter", ""),
        ("EGET-KAPITAL", "Eget kapital vid årets början", "Eget kapital"),
        ("SUMMA-MEDEL", "Summa medelstillgångar", ""),
    )
    rader = [*((x.kod, x.namn, PARTER[x.part]) for x in f), *sist]
    kod = t.data("Kod", [rad[0] for rad in rader], bredd=16.5)
    namn = t.data("Finansiär", [rad[1] for rad in rader], "lang", bredd=25.5)
    t.data("Part", [rad[2] for rad in rader], bredd=12)
    utlovat = tomt_som_noll(sla_upp(parter.utlovat, (parter.kod, kod), delvis=True))
    halv = Medel(t, kod, namn, utlovat, kod, tal["eget_kapital_kr"], len(f))
    av_parter: list[Rad] = [sla_upp(belopp, (parter.kod, kod), delvis=True)] * (len(f) - 2)
    bidrag_kr, kapital_kr = sum(x.belopp_kr for x in f), innehall.underlag.eget_kapital_kr
    motorns = [*(x.belopp_kr for x in f), bidrag_kr, kapital_kr, bidrag_kr + kapital_kr]
    budget = t.rader("Budget", halv.add_rows([tal["statens_bidrag_kr"], *av_parter, 0], kapital=True), KR, lika=motorns,
                     bredd=11)  # fmt: skip
    return Medel(t, kod, namn, utlovat, budget, tal["eget_kapital_kr"], len(f))


def follow_medel(innehall: Innehall, m: Medel, um: Manadstabell, am: Manadstabell, pm: Manadstabell) -> Kolumn:
    """Shares, pledges, outcome, deviation and forecast. Returns the year's outcome."""
    t, n = m.tabell, m.antal
    lagen = innehall.lage.lagen[:n]
    andelar: list[Rad] = [kvot(m.budget, t.cell(m.budget, n), 0)] * n
    andel = t.rader("Andel av bidragen", m.add_rows(andelar), "andel", bredd=8.5)
    utlovat = t.rader("Utlovat", m.add_rows([0, *[m.utlovat] * (n - 2), 0]), KR, bredd=10.5)
    for j, (rubrik, k) in enumerate(zip(("tertial 1", "tertial 2", "tertial 3", "året"), um.perioder, strict=True)):
        rader: list[Rad] = [um.find(k, m.kod, delvis=True)] * n
        motorns = _pad([add_tertials(lage.utfall_kr)[j] for lage in lagen], m, innehall if j == 3 else None)
        utfall = t.rader(f"Utfall {rubrik}", m.add_rows(rader, kapital=j == 3), KR, lika=motorns, bredd=10.2)
    avvikelse = t.rader("Avvikelse rapporterade månader", m.add_rows([am.find(am.ar, m.kod, delvis=True)] * n), KR,
                        lika=_pad([sum(lage.avvikelse_kr) for lage in lagen], m), bredd=12)  # fmt: skip
    motorns = _pad([sum(lage.prognos_kr) for lage in lagen], m, innehall)
    prognos = t.rader("Prognos året", m.add_rows([pm.find(pm.ar, m.kod, delvis=True)] * n, kapital=True), KR,
                      lika=motorns, bredd=11)  # fmt: skip
    skillnad = t.rader("Avvikelse prognos", m.add_rows([prognos - m.budget] * n), KR, bredd=10)
    for k in (avvikelse, skillnad):
        t.farga(k < 0, "rod", k)
        t.farga(k > 0, "gron", k)
    t.ordna(*t.kolumner[:3], andel, utlovat, m.budget)
    return utfall


def _pad(varden: list[int], m: Medel, innehall: Innehall | None = None) -> list[int | None]:
    """The engine's figures with their sum, and with eget kapital where it belongs."""
    summa = sum(varden)
    if innehall is None:
        return [*varden, summa, None, None]
    return [*varden, summa, innehall.underlag.eget_kapital_kr, summa + innehall.underlag.eget_kapital_kr]


def make_medel_blad(innehall: Innehall, m: Medel, utfall: Kolumn) -> Blad:
    """The sheet, with a chart of the parties' contributions."""
    serier = [Serie(m.budget, farg=FORE), Serie(utfall, farg=EFTER, namn="Utfall hittills")]
    diagram = Diagram("Bidrag per finansiär", m.namn, serier, "kr", KR, True, (0, m.antal - 1), 900)
    text = (
        "Vem som betalar, hela kronor. Utfallet fylls i på Utfall per månad; hur regionerna och kommunerna delar sina "
        "delar står på Kommunfördelning."
    )
    return Blad("Medelstillgångar", innehall.name_sheet("Medelstillgångar"), text, [m.tabell, diagram], fasta=2,
                innehall="Vem som betalar: staten, regioner, kommuner en och en, och eget kapital")  # fmt: skip
