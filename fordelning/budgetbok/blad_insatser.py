"""Insatser: the budget year insats by insats, planned and actual participants, kr per participant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from fordelning.begrepp import Insats
from fordelning.blad import ANDEL, ANTAL, JA_NEJ, MINST_NOLL, Blad, Kolumn, Rad, Tabell, Tal
from fordelning.blad.formler import antal, avrunda, kvot, om, summa, summa_dar, summera
from fordelning.budget.berakning import compute_cost
from fordelning.budget.underlag import PlaneradInsats
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Falt, Manadstabell

INSATSBLAD = "Insatser"
INRIKTNING = {"individ": "Individ", "struktur": "Struktur"}
"""Individinriktade and strukturövergripande insatser, as the sheets say it."""
SUMMANAMN = {"individ": "Summa individinriktade", "struktur": "Summa strukturövergripande", "alla": "Summa insatser"}
NYA = tuple(f"Nya delt. tertial {t}" for t in (1, 2, 3))
KORS, PLANERADE, I_AR, ANDELEN = "Körs", "Planerade deltagare", "Deltagare i år", "Förbundets andel"
INSATSFALT = (
    Falt("Minst", "minst_antal", MINST_NOLL, "antal"),
    Falt("Högst", "hogst_antal", MINST_NOLL, "antal"),
    Falt("Fast kostnad", "fast_kostnad_kr", MINST_NOLL),
    Falt("Kostnad per deltagare", "kostnad_per_deltagare_kr", MINST_NOLL),
)
"""What an insats takes and costs, to change."""
_SUMMERAS = (PLANERADE, "Budget", *NYA, I_AR, "Utfall", "Prognos")
_KVOTER = {
    "Kr per planerad deltagare": ("Budget", PLANERADE),
    "Andel av plan": (I_AR, PLANERADE),
    "Utfall per deltagare": ("Utfall", I_AR),
}
"""The columns that are a quotient of two others, also of their sums."""


def list_fields(insats: Insats) -> list[Falt]:
    """What may be changed of an insats: one without participants has its fixed cost only."""
    return [f for f in INSATSFALT if insats.inriktning == "individ" or f.falt == "fast_kostnad_kr"]


def list_running(planer: Sequence[PlaneradInsats], t: int) -> list[str]:
    """Whether each runs in year t."""
    return ["ja" if plan.kors[t] else "nej" for plan in planer]


def cost(kors: Tal, trappning: Tal, fast: Tal, rorlig: Tal, deltagare: Tal) -> Tal:
    """An insats' cost in a year: nothing when it does not run."""
    return om(kors.lika("ja"), avrunda(trappning * (fast + rorlig * deltagare)), 0)


class Insatser(Tabell):
    """The insatser of the budget year, which other sheets look up by code: what is planned and costs (blue)."""

    def __init__(self, innehall: Innehall) -> None:
        super().__init__("Insatser")
        planer = innehall.underlag.insatser
        i, self._deltar = [plan.insats for plan in planer], [not plan.ar_struktur for plan in planer]
        self.kod = self.data("Kod", [plan.kod for plan in planer])
        self.data("Insats", [x.namn for x in i], "lang")
        self.inriktning = self.data("Inriktning", [INRIKTNING[x.inriktning] for x in i])
        perioder = [f"{x.fran_ar or ''}–{x.till_ar or ''}" if x.fran_ar or x.till_ar else "" for x in i]
        self.data("Period", perioder)
        self.kors = self.data(KORS, list_running(planer, 0), bla=True, krav=JA_NEJ)
        self.minst, self.hogst = (self._add_field(f, i) for f in INSATSFALT[:2])
        deltagare = self._where_people([plan.deltagare_antal[0] for plan in planer], 0)
        krav = self._where_people([MINST_NOLL] * len(i))
        self.planerade = self.data(PLANERADE, deltagare, innehall.deltagarform, bla=self._deltar, krav=krav)
        self.fast, self.rorlig = (self._add_field(f, i) for f in INSATSFALT[2:])
        andelar = [plan.trappning[0] for plan in planer]
        self.trappning = self.data(ANDELEN, andelar, "andel", bla=True, krav=ANDEL)
        kostnad = cost(self.kors, self.trappning, self.fast, self.rorlig, self.planerade)
        motorns = [compute_cost(plan, 0) for plan in planer]
        self.budget = self.rakna("Budget", kostnad, KR, lika=motorns, linje=True)

    def _add_field(self, f: Falt, insatser: Sequence[Insats]) -> Kolumn:
        """A column of what may be changed (blue)."""
        bla = [f in list_fields(x) for x in insatser]
        varden = [getattr(x, f.falt) if b else None for x, b in zip(insatser, bla, strict=True)]
        return self.data(f.rubrik, varden, f.form, bla=bla, krav=[f.krav if b else None for b in bla])

    def _where_people(self, varden: Sequence[Any], annars: Any = None) -> list[Any]:
        """The values of the insatser that have participants."""
        return [v if deltar else annars for v, deltar in zip(varden, self._deltar, strict=True)]

    @property
    def utanfor(self) -> Tal:
        """Whether an insats runs with participants outside what it takes."""
        utanfor = ((self.planerade < self.minst) + (self.planerade > self.hogst)) > 0
        return self.kors.lika("ja") * self.inriktning.lika(INRIKTNING["individ"]) * utanfor

    @property
    def antal_utanfor(self) -> Tal:
        return antal(self.utanfor)

    def follow(self, innehall: Innehall, utfall: Manadstabell, prognos: Manadstabell) -> None:
        """What has become of them: new participants (yellow), outcome and forecast, and that per participant."""
        planer, nya = innehall.underlag.insatser, innehall.lage.ifyllt.deltagare
        lagen = {lage.rad.kod: lage for lage in innehall.lage.lagen}
        krav = self._where_people([ANTAL] * len(planer))
        self._add_quotient("Kr per planerad deltagare", KR)
        for n, rubrik in enumerate(NYA):
            ifyllt = self._where_people([nya.get(plan.kod, (None,) * 3)[n] for plan in planer])
            self.data(rubrik, ifyllt, "antal", gul=self._deltar, krav=krav, linje=n == 0)
        self.verkliga = self.rakna(I_AR, summera(*self.kolumner[-3:]), "antal")
        self._add_quotient("Andel av plan", "andel")
        aren = [lagen[plan.kod].aret for plan in planer]
        self.rakna("Utfall", utfall.find(utfall.ar, self.kod), KR, lika=[x.utfall_kr for x in aren], linje=True)
        self._add_quotient("Utfall per deltagare", KR)
        vantat = prognos.find(prognos.ar, self.kod)
        self.prognos = self.rakna("Prognos", vantat, KR, lika=[x.prognos_kr for x in aren])
        self.farga(self.utanfor, "gul", self.planerade)
        self.farga(self.prognos > self.budget, "rod", self.prognos)

    def _add_quotient(self, rubrik: str, form: str) -> None:
        gjorda = {k.rubrik: k for k in self.kolumner}
        over, under = (gjorda[namn] for namn in _KVOTER[rubrik])
        self.rakna(rubrik, kvot(over, under), form)


def make_sums(namn: str, fran: Tabell, inriktning: Kolumn, summeras: Sequence[str]) -> Tabell:
    """The sums of insatser by inriktning and of all, under the same headings."""
    t = Tabell(namn, sorteras=False)
    t.summarader = {0, 1, 2}
    gjorda: dict[str, Kolumn] = {}
    for j, k in enumerate(fran.synliga):
        rader: Sequence[Rad] = [None] * len(SUMMANAMN)
        if j < 2:
            rader = [f"SUMMA-{vilka.upper()}" for vilka in SUMMANAMN] if j == 0 else list(SUMMANAMN.values())
        elif k.rubrik in summeras:
            rader = [*(summa_dar(k, (inriktning, ord_)) for ord_ in INRIKTNING.values()), summa(k)]
        elif k.rubrik in _KVOTER:
            rader = [kvot(*(gjorda[rubrik] for rubrik in _KVOTER[k.rubrik]))] * len(SUMMANAMN)
        gjorda[k.rubrik] = t.rader("Summa" if j == 1 else k.rubrik, rader, k.form, ljus=True, linje=k.linje)
    return t


def make_insatser_blad(innehall: Innehall, x: Insatser) -> Blad:
    """The sheet; sums by inriktning below."""
    text = (
        "Blå celler är planen och ändrar budgeten, gula är uppföljning. Gul planering är utanför minst–högst, röd "
        "prognos är över budget. Utfall fylls i per månad."
    )
    vad = "Inriktning, planerade deltagare (blå) och verkliga (gula), kr per deltagare"
    return innehall.make_sheet(INSATSBLAD, text, vad, x, make_sums("Insatssummor", x, x.inriktning, _SUMMERAS))
