"""Insatser and their effects for every förbund: invented one by one, together shaped like what is published for 2018.

What runs today matches the national numbers of insatser and participants; its cost fits each förbund's contributions
after administration. Besides that every förbund has some new insatser to choose from, with no participants today.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil, fsum, sqrt
from random import Random

from inputs.bygge.ekonomi import BUDGETAR, Ekonomi
from inputs.bygge.heltal import make_random, round_to, share_out
from inputs.bygge.kallor import Kallor

INDIVID = (
    ("Arbetsförberedande rehabilitering", ("SJUKSKR", "EKBIST", "ARBLOS")),
    ("Uppsökande stöd till unga", ("NEET",)),
    ("Individuellt stöd till anställning", ("AKTERS", "SJUKERS", "EKBIST")),
    ("Gemensam kartläggning och vägledning", ("ARBLOS", "EKBIST", "NEET")),
    ("Arbetsträning i socialt företag", ("EKBIST", "SJUKERS", "AKTERS")),
    ("Återgång efter lång sjukskrivning", ("SJUKSKR",)),
    ("Ungdomsteam", ("NEET", "AKTERS", "EKBIST")),
    ("Språk och arbetsprövning", ("EKBIST", "ARBLOS")),
    ("Förrehabilitering", ("EKBIST", "SJUKSKR")),
    ("Naturunderstödd rehabilitering", ("SJUKSKR", "SJUKERS")),
    ("Studieväg med stöd", ("NEET", "AKTERS")),
    ("Team för sammansatta behov", ("EKBIST", "AKTERS", "SJUKSKR")),
)
STRUKTUR = (
    "Gemensam kompetensutveckling",
    "Lokal samverkansgrupp",
    "Konsultationsteam",
    "Nätverk med arbetsgivare",
    "Processtöd i samverkan",
    "Kartläggning av målgrupper",
    "Metodutveckling",
    "Uppföljning och lärande",
)
EFFEKT_FAKTOR = {"NEET": 1.25, "ARBLOS": 1.15, "SJUKSKR": 1.05, "EKBIST": 0.85, "AKTERS": 0.75, "SJUKERS": 0.65}
LAGSTA_EFFEKT, HOGSTA_EFFEKT = 0.02, 0.35
BESLUTAT_HOGST_ANDEL = 0.3
"""Decided insatser take at most this share of a förbund's usual insats budget: a plan exists also after a cut."""
TRAPPNINGAR = ("1;0.75;0.5", "1;1;0.5", "1;0.8;0.6;0.4")
ANVANT_ANDEL = 0.97
"""The share of the room for insatser that today's insatser use."""


@dataclass(frozen=True, slots=True)
class Insatsrad:
    """A row of insatser.csv with what its effects are drawn from. `idag` None = struktur, 0 = new."""

    kod: str
    namn: str
    struktur: bool
    fast_kr: int
    per_deltagare_kr: int = 0
    minst: int = 0
    hogst: int = 0
    forbund_kod: str = ""
    malgrupper: tuple[str, ...] = ()
    idag: int | None = None
    fran_ar: int | None = None
    till_ar: int | None = None
    trappning: str = ""
    beslutad: bool = False

    @property
    def kostnad_idag_kr(self) -> int:
        """Cost at today's volume; a new insats at its smallest."""
        return self.fast_kr + self.per_deltagare_kr * (self.idag or self.minst)


def make_insatser(kallor: Kallor, ekonomi: Sequence[Ekonomi], administration: dict[str, int]) -> tuple[Insatsrad, ...]:
    """All förbund's insatser. A förbund that starts during the year has only new ones."""
    gamla = [e for e in ekonomi if e.tilldelning_fjol_kr > 0]
    storlek = [sqrt(e.bidrag_helar_kr) for e in gamla]
    individ, struktur = (
        dict(zip((e.kod for e in gamla), share_out(int(kallor.riket[matt]), storlek), strict=True))
        for matt in ("insatser_individ_antal", "insatser_struktur_antal")
    )
    vikter = [e.bidrag_helar_kr * make_random("deltagare", e.kod).uniform(0.8, 1.2) for e in gamla]
    deltagare = dict(zip((e.kod for e in gamla), share_out(int(kallor.riket["deltagare_antal"]), vikter), strict=True))
    rader: list[Insatsrad] = []
    for e in ekonomi:
        rum_kr = ANVANT_ANDEL * (e.bidrag_helar_kr - administration[e.kod])
        slump = make_random("insatser", e.kod)
        strukturandel = slump.uniform(0.15, 0.23)
        egna = _draw_individ(e, slump, (1 - strukturandel) * rum_kr, individ.get(e.kod, 0), deltagare.get(e.kod, 0))
        egna += _draw_struktur(e, slump, strukturandel * rum_kr, struktur.get(e.kod, 2))
        rader += _decide(egna, slump, BESLUTAT_HOGST_ANDEL * rum_kr)
    return tuple(rader)


def _draw_individ(e: Ekonomi, slump: Random, budget_kr: float, antal: int, deltagare: int) -> list[Insatsrad]:
    """Insatser that run today share the budget; about one more in five is new, at about what the others cost."""
    nya = max(2, round(0.2 * antal)) if antal else 4
    volymer = share_out(deltagare, [slump.triangular(0.4, 2.2, 0.8) for _ in range(antal)]) if antal else []
    snitt = max(8, deltagare // antal if antal else round(budget_kr / 15_000 / nya))
    priser = [slump.triangular(0.45, 2.2, 0.9) for _ in range(antal + nya)]
    kr_per_plats = budget_kr / fsum(n * pris for n, pris in zip(volymer or [snitt] * nya, priser, strict=False))
    sort = slump.sample(range(len(INDIVID)), len(INDIVID))
    rader = []
    for i, pris in enumerate(priser):
        volym = volymer[i] if i < antal else round(snitt * slump.uniform(0.7, 1.3))
        namn, malgrupper = INDIVID[sort[i % len(INDIVID)]]
        rad = _make_individ(f"I{i + 1:02d}", _name(namn, i // len(INDIVID)), slump, volym, kr_per_plats * volym * pris)
        rader.append(replace(rad, forbund_kod=e.kod, malgrupper=malgrupper, idag=volym if i < antal else 0))
    return rader


def _make_individ(kod: str, namn: str, slump: Random, volym: int, kostnad_kr: float) -> Insatsrad:
    """An insats that costs at most `kostnad_kr` at the volume, with room to shrink and to grow."""
    fast_kr = int(kostnad_kr * slump.uniform(0.25, 0.5)) // 1_000 * 1_000
    return Insatsrad(
        kod=kod,
        namn=namn,
        struktur=False,
        fast_kr=fast_kr,
        per_deltagare_kr=int((kostnad_kr - fast_kr) / volym) // 100 * 100,
        minst=max(1, int(volym * slump.uniform(0.35, 0.65))),
        hogst=ceil(volym * slump.uniform(1.25, 2.1)),
    )


def _draw_struktur(e: Ekonomi, slump: Random, budget_kr: float, antal: int) -> list[Insatsrad]:
    """Strukturövergripande insatser have a fixed cost and no participants."""
    tkr = share_out(int(budget_kr) // 1_000, [slump.triangular(0.4, 2.2, 0.8) for _ in range(antal)])
    start = slump.randrange(len(STRUKTUR))
    rader = []
    for i, kostnad in enumerate(tkr):
        namn = _name(STRUKTUR[(start + i) % len(STRUKTUR)], i // len(STRUKTUR))
        rader.append(Insatsrad(f"S{i + 1:02d}", namn, struktur=True, fast_kr=1_000 * kostnad, forbund_kod=e.kod))
    return rader


def _name(namn: str, upprepning: int) -> str:
    """The name, marked as an example; a number tells namesakes apart."""
    return f"{namn} {upprepning + 1} (exempel)" if upprepning else f"{namn} (exempel)"


def _decide(egna: list[Insatsrad], slump: Random, hogst_kr: float) -> list[Insatsrad]:
    """Give some insatser a first and a last year, and decide some of those that run, within `hogst_kr` a year."""
    klara = []
    kvar_kr = hogst_kr
    for rad in egna:
        tidsbegransad = slump.random() < (0.1 if rad.struktur else 0.25 if rad.idag else 0.4)
        vill_besluta = slump.random() < (0.6 if tidsbegransad else 0.08) and rad.idag != 0
        beslutad = vill_besluta and rad.kostnad_idag_kr <= kvar_kr
        kvar_kr -= rad.kostnad_idag_kr if beslutad else 0
        klara.append(replace(_limit_in_time(rad, slump) if tidsbegransad else rad, beslutad=beslutad))
    return klara


def _limit_in_time(rad: Insatsrad, slump: Random) -> Insatsrad:
    """A first year (past, or to come for a new insats), a last one, and for half of the individ a falling financing."""
    fran = BUDGETAR + slump.randrange(2) if rad.idag == 0 else BUDGETAR - 1 - slump.randrange(3)
    till = slump.randrange(max(fran, BUDGETAR), BUDGETAR + 3)
    trappas = slump.random() < 0.5 and not rad.struktur
    return replace(rad, fran_ar=fran, till_ar=till, trappning=slump.choice(TRAPPNINGAR) if trappas else "")


def make_insatsrader(insatser: Sequence[Insatsrad]) -> list[tuple[object, ...]]:
    """insatser.csv."""
    return [
        (
            i.forbund_kod,
            i.kod,
            i.namn,
            "struktur" if i.struktur else "individ",
            i.fast_kr,
            i.per_deltagare_kr,
            i.minst,
            i.hogst,
            i.fran_ar,
            i.till_ar,
            i.trappning,
            "ja" if i.beslutad else "nej",
            i.idag,
        )
        for i in insatser
    ]


def make_effekter(kallor: Kallor, insatser: Sequence[Insatsrad]) -> list[tuple[object, ...]]:
    """effekter.csv: a net share per målgrupp that the insats takes in; for most struktur the persons reached a year.

    What costs more per participant has more effect, though not in full proportion.
    """
    koder = [malgrupp["malgrupp_kod"] for malgrupp in kallor.malgrupper]
    rader: list[tuple[object, ...]] = []
    for i in insatser:
        slump = make_random("effekter", f"{i.forbund_kod}:{i.kod}")
        if i.struktur and slump.random() < 0.8:
            malgrupp = slump.choice(koder) if slump.random() < 0.4 else None
            antal = round_to(10 * i.fast_kr / 200_000 * slump.uniform(0.3, 2.4), 1) / 10
            rader.append((i.forbund_kod, i.kod, malgrupp, None, None, antal))
        dyrhet = sqrt(i.per_deltagare_kr / 10_000) * sqrt(sqrt(i.per_deltagare_kr / 10_000))
        grund = slump.uniform(0.07, 0.19) * min(2.0, max(0.4, dyrhet))
        for kod in i.malgrupper:
            andel = min(HOGSTA_EFFEKT, max(LAGSTA_EFFEKT, grund * EFFEKT_FAKTOR[kod] * slump.uniform(0.88, 1.12)))
            osakerhet = andel * slump.uniform(0.15, 0.4)
            rader.append((i.forbund_kod, i.kod, kod, f"{andel:.3f}", f"{osakerhet:.3f}", None))
    return rader
