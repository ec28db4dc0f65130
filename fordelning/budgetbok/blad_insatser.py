"""Insatser: the budget year insats by insats, planned and actual participants, kr per participant."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad import JA_NEJ, MINST_NOLL, Blad, Kolumn, Rad, Tabell, Tal
from fordelning.blad.formler import antal, avrunda, kvot, om, summa, summa_dar, summera
from fordelning.budget.berakning import compute_cost
from fordelning.budgetbok.blad_om import DELTAGARE
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Manadstabell

INSATSBLAD = "Insatser"
INRIKTNING = {"individ": "Individ", "struktur": "Struktur"}
"""Individinriktade and strukturövergripande insatser, as the sheets say it."""
SUMMANAMN = {"individ": "Summa individinriktade", "struktur": "Summa strukturövergripande", "alla": "Summa insatser"}
NYA = tuple(f"Nya delt. tertial {t}" for t in (1, 2, 3))
KORS, PLANERADE = "Körs", "Planerade deltagare"


@dataclass(frozen=True, slots=True, eq=False)
class Insatser:
    """The insatser of the budget year, which other sheets look up by code."""

    tabell: Tabell
    kod: Kolumn
    namn: Kolumn
    inriktning: Kolumn
    kors: Kolumn
    minst: Kolumn
    hogst: Kolumn
    planerade: Kolumn
    fast: Kolumn
    rorlig: Kolumn
    trappning: Kolumn
    budget: Kolumn

    @property
    def utanfor(self) -> Tal:
        """Whether an insats runs with participants outside what it takes."""
        utanfor = ((self.planerade < self.minst) + (self.planerade > self.hogst)) > 0
        return self.kors.lika("ja") * self.inriktning.lika(INRIKTNING["individ"]) * utanfor

    @property
    def antal_utanfor(self) -> Tal:
        """How many do."""
        return antal(self.utanfor)


def cost(kors: Tal, trappning: Tal, fast: Tal, rorlig: Tal, deltagare: Tal) -> Tal:
    """An insats' cost in a year: nothing when it does not run."""
    return om(kors.lika("ja"), avrunda(trappning * (fast + rorlig * deltagare)), 0)


def make_insatser(innehall: Innehall) -> Insatser:
    """What is planned (blue cells), and what it costs."""
    planer, t = innehall.underlag.insatser, Tabell("Insatser")
    i, deltar = [plan.insats for plan in planer], [not plan.ar_struktur for plan in planer]
    krav = [MINST_NOLL if d else None for d in deltar]
    kod = t.data("Kod", [plan.kod for plan in planer], bredd=18)
    namn = t.data("Insats", [x.namn for x in i], "lang", bredd=25)
    inriktning = t.data("Inriktning", [INRIKTNING[x.inriktning] for x in i], bredd=9.5)
    perioder = [f"{x.fran_ar or ''}–{x.till_ar or ''}" if x.fran_ar or x.till_ar else "" for x in i]
    t.data("Period", perioder, bredd=10)
    kors = t.data(KORS, ["ja" if plan.kors[0] else "nej" for plan in planer], bla=True, krav=JA_NEJ, bredd=5.5)
    minst, hogst = (
        t.data(rubrik, [v if d else None for v, d in zip(varden, deltar, strict=True)], "antal", bredd=6)
        for rubrik, varden in (("Minst", [x.minst_antal for x in i]), ("Högst", [x.hogst_antal for x in i]))
    )
    deltagare = [plan.deltagare_antal[0] if d else 0 for plan, d in zip(planer, deltar, strict=True)]
    planerade = t.data(PLANERADE, deltagare, innehall.deltagarform, bla=deltar, krav=krav, bredd=9.3)
    fast = t.data("Fast kostnad", [x.fast_kostnad_kr for x in i], KR, bredd=9)
    per = [x.kostnad_per_deltagare_kr if d else 0 for x, d in zip(i, deltar, strict=True)]
    rorlig = t.data("Kostnad per deltagare", per, KR, bredd=9)
    trappning = t.data("Förbundets andel", [plan.trappning[0] for plan in planer], "andel", bredd=9.3)
    motorns = [compute_cost(plan, 0) for plan in planer]
    budget = t.rakna("Budget", cost(kors, trappning, fast, rorlig, planerade), KR, lika=motorns, bredd=10, linje=True)
    return Insatser(t, kod, namn, inriktning, kors, minst, hogst, planerade, fast, rorlig, trappning, budget)


@dataclass(frozen=True, slots=True, eq=False)
class Insatsutfall:
    """What has become of them."""

    verkliga: Kolumn
    prognos: Kolumn


def follow_insatser(innehall: Innehall, x: Insatser, utfall: Manadstabell, prognos: Manadstabell) -> Insatsutfall:
    """New participants (yellow cells), outcome and forecast, and what they come to per participant."""
    t, planer = x.tabell, innehall.underlag.insatser
    lagen, nya = {lage.rad.kod: lage for lage in innehall.lage.lagen}, innehall.lage.ifyllt.deltagare
    deltar = [not plan.ar_struktur for plan in planer]
    krav = [DELTAGARE if d else None for d in deltar]
    t.rakna("Kr per planerad deltagare", kvot(x.budget, x.planerade), KR, bredd=8.6)
    tertialer = []
    for n, rubrik in enumerate(NYA):
        ifyllt = [nya.get(plan.kod, (None,) * 3)[n] if d else None for plan, d in zip(planer, deltar, strict=True)]
        tertialer.append(t.data(rubrik, ifyllt, "antal", gul=deltar, krav=krav, bredd=7.4, linje=n == 0))
    verkliga = t.rakna("Deltagare i år", summera(*tertialer), "antal", bredd=8.6)
    t.rakna("Andel av plan", kvot(verkliga, x.planerade), "andel", bredd=7)
    egna = [lagen[plan.kod] for plan in planer]
    ut = t.rakna("Utfall", utfall.find(utfall.ar, x.kod), KR, lika=[sum(lage.utfall_kr) for lage in egna], bredd=10,
                 linje=True)  # fmt: skip
    t.rakna("Utfall per deltagare", kvot(ut, verkliga), KR, bredd=8.6)
    vantat = t.rakna("Prognos", prognos.find(prognos.ar, x.kod), KR, lika=[sum(lage.prognos_kr) for lage in egna],
                     bredd=10)  # fmt: skip
    t.farga(x.utanfor, "gul", x.planerade)
    t.farga(vantat > x.budget, "rod", vantat)
    return Insatsutfall(verkliga, vantat)


def make_sums(
    namn: str, fran: Tabell, inriktning: Kolumn, summeras: Sequence[str], kvoter: Sequence[Kvot] = ()
) -> Tabell:
    """The sums of insatser by inriktning and of all, under the same headings; `kvoter` = heading, above, below."""
    t = Tabell(namn, sorteras=False)
    t.summarader = {0, 1, 2}
    gjorda: dict[str, Kolumn] = {}
    over_under = {rubrik: (over, under) for rubrik, over, under in kvoter}
    for k in fran.synliga:
        rader: Sequence[Rad] = [None] * len(SUMMANAMN)
        if k is fran.synliga[0]:
            rader = [f"SUMMA-{vilka.upper()}" for vilka in SUMMANAMN]
        elif k is fran.synliga[1]:
            rader = list(SUMMANAMN.values())
        elif k.rubrik in summeras:
            rader = [*(summa_dar(k, (inriktning, ord_)) for ord_ in INRIKTNING.values()), summa(k)]
        elif k.rubrik in over_under:
            over, under = (gjorda[rubrik] for rubrik in over_under[k.rubrik])
            rader = [kvot(over, under)] * len(SUMMANAMN)
        rubrik = "Summa" if k is fran.synliga[1] else k.rubrik
        gjorda[k.rubrik] = t.rader(rubrik, rader, k.form, ljus=True, linje=k.linje)
    return t


Kvot = tuple[str, str, str]
_SUMMERAS = (PLANERADE, "Budget", *NYA, "Deltagare i år", "Utfall", "Prognos")
_KVOTER = (
    ("Kr per planerad deltagare", "Budget", PLANERADE),
    ("Andel av plan", "Deltagare i år", PLANERADE),
    ("Utfall per deltagare", "Utfall", "Deltagare i år"),
)


def make_insatser_blad(innehall: Innehall, x: Insatser) -> Blad:
    """The sheet; sums by inriktning below."""
    text = (
        "Blå celler är planen och ändrar budgeten, gula är uppföljning. Gul planering är utanför minst–högst, röd "
        "prognos är över budget. Utfall fylls i per månad."
    )
    summor = make_sums("Insatssummor", x.tabell, x.inriktning, _SUMMERAS, _KVOTER)
    return Blad(INSATSBLAD, innehall.name_sheet("Insatser"), text, [x.tabell, summor], fasta=2, frys=True,
                innehall="Inriktning, planerade deltagare (blå) och verkliga (gula), kr per deltagare")  # fmt: skip
