"""The sheets about limits: Vad som begränsar, Brytpunkter, Gräns (nytta against budget), and Omöjligt."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fordelning.plan.omojlig import tell_missing
from fordelning.rapport.excel.tabell import Blad, Diagram, Form, Tabell
from fordelning.rapport.plan.bild import Fordjupning, Planbild, Planering
from fordelning.rapport.plan.kolumner import Falt, make_columns, make_owner
from fordelning.rapport.plan.ord import STORHET, describe_breakeven


class Begransning(NamedTuple):
    """Something that limits a plan; `enhet` is a unit of it. `fran` and `till` are kronor more than the plan has."""

    forbund: str
    vad: str
    enhet: str
    nytta: float | None
    pris: float | None = None
    fran: float | None = None
    till: float | None = None


def make_begransar_sheet(planering: Planering) -> Blad:
    """The price of money with its range, and every limit that the plan stands at with what one unit more gives."""
    rader = [rad for bild in planering.med_plan for rad in _list_limits(bild)]
    provat = "Gäller från och till: kronor mer än planens; tomt = så långt som prövats."
    falt = {
        **make_owner(planering),
        "vad": Falt("Begränsning", "lang", bredd=70),
        "enhet": Falt("En enhet lättare är", "lang", bredd=28),
        "nytta": Falt("Nytta av en enhet", "ore", bredd=14, forklaring="Löst på nytt."),
        "pris": Falt("Pris: nytta per 100 000 kr", "ore", bredd=16),
    }
    if planering.enskild:
        falt["fran"] = Falt("Priset gäller från, kr", "kr", bredd=16)
        falt["till"] = Falt("Priset gäller till, kr", "kr", bredd=16)
    return Blad(
        "Vad som begränsar",
        "Vad som begränsar planen, och vad en enhet till ger",
        provat if planering.enskild else "Vad varje gräns är värd räknas när ett förbund planeras för sig (--forbund).",
        (Tabell("begransar", make_columns(falt, rader)),),
        fasta=0 if planering.enskild else 1,
    )


def _list_limits(bild: Planbild) -> Iterator[Begransning]:
    insyn, f = bild.insyn, bild.fordjupning
    if f is None and insyn.nasta_nytta is not None:
        pengar = f"Mer pengar {bild.problem.budgetar[0]}"
        yield Begransning(bild.kod, pengar, "100 000 kr till", insyn.nasta_nytta, insyn.pris_nytta)
    for s in () if f is None else f.skuggpriser:
        pris, nasta = s.nytta_per_100000_kr, s.nytta_av_nasta_100000_kr
        yield Begransning(bild.kod, f"Mer pengar {s.ar}", "100 000 kr till", nasta, pris, s.fran_kr, s.till_kr)
    for b in insyn.bindningar:
        yield Begransning(bild.kod, b.text, b.enhet, b.nytta_per_enhet)


class Brytrad(NamedTuple):
    """A figure of an insats and where the insats changes sides; kr, or the effect as a share of the given."""

    kod: str
    insats: str
    i_planen: str
    storhet: str
    nu: float
    grans: float | None
    mening: str

    @property
    def andring(self) -> float | str:
        return "" if self.grans is None or self.nu == 0 else self.grans / self.nu - 1


def make_brytpunkter_sheet(bild: Planbild, f: Fordjupning) -> Blad:
    """How far the cost or the effect of each insats must move before it enters or leaves the plan."""
    namn = dict(zip(bild.problem.insatser, bild.problem.insatsnamn, strict=True))
    rader = [
        Brytrad(
            b.insats_kod,
            namn[b.insats_kod],
            "ja" if b.i_planen else "nej",
            STORHET[b.storhet],
            b.nu,
            b.grans,
            describe_breakeven(b, namn[b.insats_kod]),
        )
        for b in f.brytpunkter
    ]
    former: list[Form] = ["andel" if b.storhet == "effekt_faktor" else "kr" for b in f.brytpunkter]
    falt = {
        "kod": Falt("Insats"),
        "insats": Falt("Namn", bredd=44),
        "i_planen": Falt("I planen", farger={"ja": "gron"}),
        "storhet": Falt("Storhet", bredd=24),
        "nu": Falt("Nu", former, bredd=12),
        "grans": Falt("Gräns", former, bredd=12),
        "andring": Falt("Förändring till gränsen", "andring", 'IF(OR({grans}="",{nu}=0),"",{grans}/{nu}-1)', bredd=13),
        "mening": Falt("Det betyder", "lang", bredd=70),
    }
    return Blad(
        "Brytpunkter",
        "Hur långt kostnad eller effekt kan ändras innan insatsen byter sida",
        "En storhet i taget, allt annat lika. Effekten är en andel av den angivna. Beslutade insatser har ingen rad.",
        (Tabell("brytpunkter", make_columns(falt, rader)),),
        fasta=2,
    )


class Frontrad(NamedTuple):
    """A budget of all years together and the highest nytta for it."""

    andel: float
    budget: float
    nytta: float | None
    marginal: float | str

    @property
    def budget_mkr(self) -> float:
        return float(np.floor(self.budget / 1e5 + 0.5) / 10)


def make_front_sheet(f: Fordjupning) -> Blad:
    """Nytta against budget, as a table and a chart."""
    rader = list(_list_front(f))
    steg = 'IF(OR({nytta}="",{nytta.fore}=""),"",({nytta}-{nytta.fore})/({budget}-{budget.fore})*100000)'
    formler = ["", *[steg] * (len(rader) - 1)]
    falt = {
        "andel": Falt("Andel av dagens bidrag", "andel", bredd=13),
        "budget": Falt("Bidrag alla år, kr", "kr", bredd=16),
        "budget_mkr": Falt("Mkr", "tal", "ROUND({budget}/1000000,1)"),
        "nytta": Falt("Högsta nytta", "tal", bredd=12, forklaring="Tomt = ingen plan."),
        "marginal": Falt("Nytta per 100 000 kr sedan raden ovanför", "ore", formler, bredd=20),
    }
    tabell = Tabell("front", make_columns(falt, rader))
    diagram = Diagram(
        "line",
        "Högsta nytta vid olika bidrag (mkr, alla år)",
        "{front.budget_mkr.alla}",
        "{front.nytta.alla}",
        f"A{tabell.rubrikrad + tabell.antal + 4}",
        (680, 340),
        "Nytta, viktade personer",
        "antal",
    )
    text = "Varje års bidrag gånger andelen, planen löst på nytt. Rimlig nivå på eget kapital är oförändrad."
    return Blad("Gräns", "Nytta mot budget", text, (tabell,), diagram=(diagram,))


def _list_front(f: Fordjupning) -> Iterator[Frontrad]:
    """The points, each with what 100 000 kr gave since the one before."""
    fore = None
    for nu in f.front:
        marginal: float | str = ""
        if fore is not None and fore.nytta is not None and nu.nytta is not None:
            marginal = (nu.nytta - fore.nytta) / (nu.budget_kr - fore.budget_kr) * 1e5
        yield Frontrad(nu.andel, nu.budget_kr, nu.nytta, marginal)
        fore = nu


class Kravrad(NamedTuple):
    """A demand of a förbund whose demands cannot hold together; `nummer` = which of its conflicts."""

    forbund: str
    nummer: int
    krav: str
    plats: str
    fattas: str


def make_krav_sheet(planering: Planering) -> Blad:
    """The demands that cannot hold together, and the least money that would make them."""
    rader = [
        Kravrad(bild.kod, nummer, krav.text, krav.plats, tell_missing(konflikt.fattas_per_ar_kr, o.budgetar))
        for bild in planering.omojliga
        if (o := bild.insyn.omojlighet) is not None
        for nummer, konflikt in enumerate(o.konflikter, 1)
        for krav in konflikt.krav
    ]
    falt = {
        **make_owner(planering),
        "nummer": Falt("Ställe", "antal", bredd=8),
        "krav": Falt("Krav som inte går att förena", "lang", bredd=90),
        "plats": Falt("Står i", "lang", bredd=34),
        "fattas": Falt("Det som fattas för just de kraven", "lang", bredd=40),
    }
    return Blad(
        "Omöjligt",
        "Förbund utan möjlig plan",
        "Krav med samma nummer går inte att förena; tas ett av dem bort går de andra på samma ställe ihop.",
        (Tabell("omojligt", make_columns(falt, rader)),),
    )
