"""The sheet Sammanfattning: per year and summed what the plan gives and costs beside today, and who takes part."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from textwrap import wrap
from typing import NamedTuple

import numpy as np

from fordelning.blad import Blad, Del, Diagram, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, om, sla_upp, summa, summa_dar, tom
from fordelning.pengar import format_kr
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.insikt import Idag
from fordelning.plan.kontroll import compute_kostnad
from fordelning.plan.omojlig import tell_missing
from fordelning.rapport.plan.blad_forbund import Planforbund
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import (
    STATUS,
    are_whole,
    describe_method,
    describe_next,
    describe_price,
    describe_years,
    format_tal,
    list_next,
    list_notes,
)
from fordelning.rapport.plan.urval import SKREVS

SVARSBREDD = 115
"""Characters of an answer in a row."""
FLEST_I_DIAGRAM = 10
KAPITALHOJD = 260
"""Pixels: what is known of a small plan then stands on one page with it."""


class _Nyckeltal(NamedTuple):
    """A key figure: its words on the sheet and on the terminal, today's figure, and where its sum stands.

    `kolumn` is summed where `par` holds, by year or (`sist`) of the last year.
    """

    text: str
    kort: str
    form: str
    idag: Callable[[Planbild, Idag], float | None]
    kolumn: Kolumn
    ar: Kolumn
    par: tuple[tuple[Kolumn, str], ...] = ()
    sist: bool = False

    def of_year(self, ar: int) -> Tal:
        return summa_dar(self.kolumn, (self.ar, ar), *self.par)

    def of_all(self, sista: int) -> Tal:
        if self.sist:
            return self.of_year(sista)
        return summa_dar(self.kolumn, *self.par) if self.par else summa(self.kolumn)


class Plannyckeltal(Tabell):
    """What the plans give and cost: a column per year, all years, as today, and the difference; `kort` for a terminal.

    Sums over the förbund that have a plan; today's only where all of them have it.
    """

    def __init__(self, pl: Plansamling, g: Plangrund) -> None:
        super().__init__("Nyckeltal", sorteras=False)
        rader = list(_list_key_figures(g))
        former = [rad.form for rad in rader]
        self.kort = self.data("", [rad.kort for rad in rader])
        self.data("Per år och alla år tillsammans", [rad.text for rad in rader], bredd=50)
        self.ar = [self.rader(str(ar), [rad.of_year(ar) for rad in rader], former, bredd=14) for ar in pl.budgetar]
        self.bast = self.rader("Bästa plan", [rad.of_all(pl.budgetar[-1]) for rad in rader], former, bredd=15)
        par = [(bild, bild.insyn.idag) for bild in pl.med_plan if bild.insyn.idag is not None]
        alla = len(par) == len(pl.med_plan)
        idag = [_add_known([rad.idag(*ett) for ett in par]) if alla else None for rad in rader]
        self.idag = self.data("Som i dag", idag, former, bredd=15, forklaring=SKREVS)
        andring = om(tom(self.idag), TOMT, self.bast - self.idag)
        self.skillnad = self.rakna("Skillnad", andring, former, bredd=15)


def _add_known(tal: Sequence[float | None]) -> float | None:
    """The sum; None where one is not known."""
    kanda = [x for x in tal if x is not None]
    return math.fsum(kanda) if len(kanda) == len(tal) else None


def _list_key_figures(g: Plangrund) -> Iterator[_Nyckeltal]:
    v, m, d, k = g.val, g.malgrupper, g.deltagare, g.kapital
    yield _Nyckeltal("Nytta, viktade personer", "Nytta", "tal", lambda _, i: i.nytta, m.nytta, m.ar)
    yield _Nyckeltal("Väntas nå arbete eller studier, personer", "Når arbete/studier", "tal",
                     lambda _, i: i.resultat_antal, d.resultat, d.ar)  # fmt: skip
    yield _Nyckeltal("Deltagare", "Deltagare", "tal", lambda _, i: i.deltagare_antal, v.antal, v.ar)
    for slag, vad in (("individ", "individer"), ("struktur", "struktur")):
        yield _Nyckeltal(f"Insatser för {vad}, kr", f"{slag.capitalize()}insatser, kr", "kr",
                         partial(_cost_today, slag == "struktur"), v.kostnad, v.ar,
                         ((v.inriktning, slag),))  # fmt: skip
    yield _Nyckeltal("Insatsernas kostnad, kr", "Alla insatser, kr", "kr", lambda _, i: i.kostnad_kr, v.kostnad, v.ar)
    yield _Nyckeltal("Eget kapital vid årets utgång, kr", "Eget kapital, kr", "kr",
                     lambda _, i: i.kapital[-1].utgaende_kr, k.utgaende, k.ar, (), True)  # fmt: skip


def _cost_today(struktur: bool, bild: Planbild, idag: Idag) -> float:
    return float(compute_kostnad(bild.problem, idag.beslut)[bild.problem.struktur == struktur].sum())


class Planinsatser(Tabell):
    """The insatser that run in some year of one förbund's plan: `individer` for individuals, those with most
    participants first so that a chart may show them, then struktur.

    Participants per year, and all years' cost. A strukturövergripande insats has no participants: it runs or not.
    """

    def __init__(self, pl: Plansamling, g: Plangrund) -> None:
        super().__init__("InsatserIPlanen", sorteras=False)
        v, (bild,) = g.val, pl.bilder
        p, b = bild.problem, bild.plan.beslut
        assert b is not None
        deltar = np.round(b.antal.sum(axis=(1, 2)), 4)
        med = sorted(np.flatnonzero(b.kors.any(axis=1)).tolist(), key=lambda j: (bool(p.struktur[j]), -deltar[j]))
        self.individer = int((~p.struktur[med]).sum())
        self.namn = self.data("Insatser i planen, deltagare per år", [p.insatsnamn[j] for j in med], bredd=50,
                              forklaring="De som kördes när boken skrevs. Sätts en annan i gång på bladet Plan räknas "
                              "den bara i nyckeltalen.")  # fmt: skip
        kod = self.data("Kod", [p.insatser[j] for j in med])
        slag = self.data("Inriktning", ["struktur" if p.struktur[j] else "individ" for j in med])
        form = "antal" if are_whole(b.antal.sum(axis=1)) else "tal"
        self.ar: list[Kolumn] = []
        for ar in pl.budgetar:
            arets = ((v.kod, kod), (v.ar, ar))
            deltar = om(slag.lika("struktur"), "körs", summa_dar(v.antal, *arets))
            self.ar.append(self.rakna(str(ar), om(antal_dar(*arets, (v.kors, "ja")) > 0, deltar, "–"), form))
        alla = om(slag.lika("struktur"), TOMT, summa_dar(v.antal, (v.kod, kod)))
        self.antal = self.rakna("Alla år", alla, form)
        self.kostnad = self.rakna("Kostnad, kr", summa_dar(v.kostnad, (v.kod, kod)), summa=True)
        self.ordna(self.namn, *self.ar, self.antal, self.kostnad, slag)


def make_sammanfattning_blad(pl: Plansamling, g: Plangrund | None, f: Planforbund | None) -> Blad:
    """What the plans give and cost beside today, per year and summed, and how they are known."""
    delar: list[Del | tuple[Del, ...]] = []
    om_planen: Del = _make_sentences(pl)
    if g is not None:
        delar.append(Plannyckeltal(pl, g))
    if g is not None and pl.enskild:
        i = Planinsatser(pl, g)
        delar += [_draw_one(g, i), om_planen, i]
    elif f is not None:
        nasta, titel = _make_next(pl, f), "Här ger nästa 100 000 kr mest"
        delar += [Diagram(titel, nasta.kolumner[0], [nasta.kolumner[1]], "Nytta, viktade personer", "ore", True)]
        delar += [nasta, om_planen]
    else:
        delar.append(om_planen)
    bild = pl.bilder[0]
    vilka = f"{bild.forbund.namn} ({bild.kod})" if pl.enskild else f"{len(pl.bilder)} förbund"
    titel = f"Insatsplan {pl.budgetar[0]}–{pl.budgetar[-1]}: {vilka}"
    beskrivning = pl.resultat.underlag.beskrivning.split(".")[0].strip()
    return Blad("Sammanfattning", titel, beskrivning, delar)


def _draw_one(g: Plangrund, i: Planinsatser) -> tuple[Del, ...]:
    kapital = Diagram("Eget kapital vid årets slut", g.kapital.ar, [g.kapital.utgaende], "Kronor", hojd=KAPITALHOJD)
    vilka = f", de {FLEST_I_DIAGRAM} största när boken skrevs" if i.individer > FLEST_I_DIAGRAM else ""
    titel, rader = f"Deltagare per insats, alla år{vilka}", (0, min(i.individer, FLEST_I_DIAGRAM))
    return kapital, Diagram(titel, i.namn, [i.antal], "Deltagare", "antal", True, rader)


def _make_next(pl: Plansamling, f: Planforbund) -> Tabell:
    """The förbund where the next 100 000 kr give most."""
    t = Tabell("MestNytta", sorteras=False)
    kod = t.data("Kod", [bild.kod for _, bild in list_next(pl)[:FLEST_I_DIAGRAM]])
    namn = t.rakna(f"Här ger nästa 100 000 kr {pl.budgetar[0]} mest", sla_upp(f.namn, (f.kod, kod)), "text", bredd=50)
    nasta = t.rakna("Nytta av dem", sla_upp(f.nasta, (f.kod, kod)), "ore")
    t.ordna(namn, nasta, kod)
    return t


def _make_sentences(pl: Plansamling) -> Tabell:
    """Words beside words: what is known of the plans. Long answers go on in the rows below, seen whole."""
    rader = [
        (vad if i == 0 else "", del_)
        for vad, svar in list_sentences(pl)
        for i, del_ in enumerate(wrap(svar, SVARSBREDD, break_long_words=False) or [""])
    ]
    t = Tabell("OmPlanen", sorteras=False)
    t.data("Om planen när boken skrevs", [vad for vad, _ in rader], bredd=50)
    t.data("Svar", [svar for _, svar in rader], bredd=14)
    return t


def list_sentences(pl: Plansamling) -> Iterator[tuple[str, str]]:
    """What is known of the plans, in words."""
    if pl.enskild:
        yield from _list_of_one(pl.bilder[0])
    else:
        antal = Counter(STATUS[bild.plan.status] for bild in pl.bilder)
        antal["utan insatser i underlaget"] = len(pl.utan_insatser)
        yield from ((f"Förbund: {text}", str(n)) for text, n in antal.items() if n)
    yield "Åren", describe_years(pl)
    yield "Metod", describe_method(pl.metod)
    yield from list_notes(pl)


def _list_of_one(bild: Planbild) -> Iterator[tuple[str, str]]:
    yield "Status", STATUS[bild.plan.status]
    if (o := bild.insyn.omojlighet) is not None:
        yield "Varför", "Kraven på bladet Omöjligt går inte att förena."
        yield "För hela planen", tell_missing(o.fattas_per_ar_kr, o.budgetar)
    elif bild.plan.forklaring:
        yield "Varför", bild.plan.forklaring
    if (gap := bild.plan.gap_andel) is not None:
        mer = "mer än " if gap > 1 else ""
        yield "Bevisat avstånd till högsta tänkbara nytta", f"{mer}{format_tal(100 * min(gap, 1.0), 6)} %"
    for s in () if bild.fordjupning is None else bild.fordjupning.skuggpriser[:1]:
        yield "Mer pengar", describe_next(s.ar, s.nytta_av_nasta_100000_kr)
        yield "", describe_price(s)
    if bild.insyn.oanvant is not None:
        yield f"Oanvänt: {format_kr(bild.insyn.oanvant.belopp_kr)} kr", bild.insyn.oanvant.orsak
