"""Treårsplan: the budget year and the plan years, and below what they are planned on."""

from __future__ import annotations

from collections.abc import Callable

from fordelning.blad import ANDEL, HELA_KR, Blad, Kolumn, Rad, Tal
from fordelning.blad.formler import avrunda, hogst, och, tomt_som_noll
from fordelning.budget.poster import Arsbudget
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_om import INGEN_GRANS, Kapitalregel, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, RESULTAT, SUMMA_INSATSER, SUMMA_INTAKTER, SUMMA_KOSTNADER, Falt, Kodtabell

PLANBLAD = "Treårsplan"

POSTER: tuple[tuple[str, str, Callable[[Arsbudget], float | str]], ...] = (
    ("BIDRAG-FORE", "Bidrag från alla parter före avdrag", lambda a: a.bidrag_fore_avdrag_kr),
    ("AVDRAG", "Avdrag för eget kapital över rimlig nivå året före", lambda a: a.avdrag_kr),
    ("BIDRAG", "Bidrag från alla parter", lambda a: a.bidrag_kr),
    ("OVRIGT", "Övriga intäkter", lambda a: a.ovriga_intakter_kr),
    (SUMMA_INTAKTER, "Summa intäkter", lambda a: a.intakter_kr),
    ("STYRELSE", "Styrelse", lambda a: a.styrelse_kr),
    ("ADMINISTRATION", "Administration", lambda a: a.administration_kr),
    ("REVISION", "Revision", lambda a: a.revision_kr),
    ("INSATSER-INDIVID", "Individinriktade insatser", lambda a: a.individ_kr),
    ("INSATSER-STRUKTUR", "Strukturövergripande insatser", lambda a: a.struktur_kr),
    ("EJ-FORDELAT", "Insatsmedel, ej fördelade", lambda a: a.insatser_kr[-1]),
    (SUMMA_INSATSER, "Summa insatser", lambda a: sum(a.insatser_kr)),
    (SUMMA_KOSTNADER, "Summa kostnader", lambda a: a.kostnader_kr),
    (RESULTAT, "Resultat", lambda a: a.resultat_kr),
    ("INGAENDE", "Eget kapital vid årets början", lambda a: a.ingaende_kr),
    ("UTGAENDE", "Eget kapital vid årets slut", lambda a: a.utgaende_kr),
    ("RIMLIG", "Rimlig nivå på eget kapital", lambda a: INGEN_GRANS if a.rimlig_kr is None else a.rimlig_kr),
    ("OVERSKOTT", "Eget kapital över rimlig nivå", lambda a: a.overskott_kr),
    ("MINSKNING", "Minskning av statens bidrag nästa år", lambda a: a.minskning_nasta_ar_kr),
)
"""Code, name and the engine's figure of every row; some codes are those of the monthly sheets."""

VARDEN = {kod: varde for kod, _, varde in POSTER}
RAMAR = (
    Falt("BIDRAG", "bidrag_kr", HELA_KR),
    Falt("ADMINISTRATION", "administration_kr", HELA_KR),
    Falt("EJ-FORDELAT", "ej_fordelat_kr", HELA_KR),
    Falt("LAGSTA", "lagsta_kapital_kr", HELA_KR),
    Falt("STRUKTUR-MINST", "struktur_minst_andel", ANDEL, "andel"),
    Falt("STRUKTUR-HOGST", "struktur_hogst_andel", ANDEL, "andel"),
)
"""What each year is planned on, all of it to change but the budget year's contributions, which are the parties'."""
RAMORD = {
    "BIDRAG": "Bidrag från alla parter före avdrag",
    "ADMINISTRATION": "Styrelse, administration och revision",
    "EJ-FORDELAT": "Insatsmedel, ej fördelade på insatser",
    "LAGSTA": "Lägsta eget kapital vid årets slut",
    "STRUKTUR-MINST": "Minsta andel strukturövergripande",
    "STRUKTUR-HOGST": "Högsta andel strukturövergripande",
}


def list_frame(t: int) -> list[Falt]:
    """What may be changed in year t."""
    return [f for f in RAMAR if t or f.rubrik != "BIDRAG"]


def head_year(t: int, ar: int) -> str:
    """The heading of a year."""
    return f"{'Plan' if t else 'Budget'} {ar}"


class Planram(Kodtabell):
    """What each year is planned on; the blue cells may be changed."""

    def __init__(self, innehall: Innehall, medel: Medel) -> None:
        super().__init__("Planram", RAMORD, "Planen vilar på")
        self.ar: list[Kolumn] = []
        for nr, ram in enumerate(innehall.underlag.ramar):
            bla = [f in list_frame(nr) for f in RAMAR]
            rader: list[Rad] = [getattr(ram, f.falt) if b else medel.bidrag for f, b in zip(RAMAR, bla, strict=True)]
            krav = [f.krav if b else None for f, b in zip(RAMAR, bla, strict=True)]
            former = [f.form for f in RAMAR]
            self.ar.append(self.rader(head_year(nr, ram.ar), rader, former, bla=bla, krav=krav))


class Planar(Kodtabell):
    """The budget year and the plan years, each carrying in what the year before leaves; its rows are named by code."""

    def __init__(
        self, innehall: Innehall, tal: Parametrar, regel: Kapitalregel, medel: Medel, per_ar: InsatserPerAr
    ) -> None:
        super().__init__("Plan", {kod: namn for kod, namn, _ in POSTER}, "Post")
        summor = ("BIDRAG", SUMMA_INTAKTER, SUMMA_INSATSER, SUMMA_KOSTNADER, RESULTAT)
        self.ramar, self.summarader = Planram(innehall, medel), {self.plats[kod] for kod in summor}
        self.ar: list[Kolumn] = []
        for nr, ar in enumerate(innehall.budget.ar):
            rader = self._list_income(nr, medel) | self._list_costs(nr, tal, per_ar)
            rader |= self._list_capital(nr, tal["eget_kapital_kr"], regel)
            motorns = [varde(ar) for varde in VARDEN.values()]
            k = self.rader(head_year(nr, ar.ar), [rader[kod] for kod in self.plats], KR, lika=motorns)
            self.farga(och(self.kod.lika("OVERSKOTT"), tomt_som_noll(k) > 0), "gul", k)
            self.farga(och(self.kod.lika("UTGAENDE"), tomt_som_noll(k) < self.ram("LAGSTA", nr)), "rod", k)
            self.ar.append(k)

    def of(self, kod: str, t: int) -> Tal:
        """A row of the plan in year t."""
        return self.post(self.ar[t], kod)

    def ram(self, kod: str, t: int) -> Tal:
        """A row of what year t is planned on."""
        return self.ramar.post(self.ramar.ar[t], kod)

    def _list_income(self, nr: int, medel: Medel) -> dict[str, Rad]:
        """The contributions, what the excess of the year before takes from them, and other income."""
        of = self.post
        avdrag: Rad = 0
        if nr:
            minskning = self.of("MINSKNING", nr - 1)
            avdrag = lambda k: hogst(of(k, "BIDRAG-FORE"), avrunda(2 * minskning))  # noqa: E731
        return {
            "BIDRAG-FORE": self.ram("BIDRAG", nr) if nr else medel.bidrag,
            "AVDRAG": avdrag,
            "BIDRAG": lambda k: of(k, "BIDRAG-FORE") - of(k, "AVDRAG"),
            "OVRIGT": 0 if nr else medel.ovrigt,
            SUMMA_INTAKTER: lambda k: of(k, "BIDRAG") + of(k, "OVRIGT"),
        }

    def _list_costs(self, nr: int, tal: Parametrar, per_ar: InsatserPerAr) -> dict[str, Rad]:
        """The three heads, the insatser, and the result."""
        of, add, administration = self.post, self.add, self.ram("ADMINISTRATION", nr)
        return {
            "STYRELSE": avrunda(administration * tal["styrelse_andel"]),
            "ADMINISTRATION": lambda k: administration - of(k, "STYRELSE") - of(k, "REVISION"),
            "REVISION": avrunda(administration * tal["revision_andel"]),
            "INSATSER-INDIVID": per_ar.add_costs(nr, "individ"),
            "INSATSER-STRUKTUR": per_ar.add_costs(nr, "struktur"),
            "EJ-FORDELAT": self.ram("EJ-FORDELAT", nr),
            SUMMA_INSATSER: lambda k: add(k, "INSATSER-INDIVID", SUMMA_INSATSER),
            SUMMA_KOSTNADER: lambda k: add(k, "STYRELSE", "INSATSER-INDIVID") + of(k, SUMMA_INSATSER),
            RESULTAT: lambda k: of(k, SUMMA_INTAKTER) - of(k, SUMMA_KOSTNADER),
        }

    def _list_capital(self, nr: int, start: Tal, regel: Kapitalregel) -> dict[str, Rad]:
        """Eget kapital from year to year, what is reasonable, and what lies above it."""
        of = self.post
        rader: dict[str, Rad] = {
            "INGAENDE": self.of("UTGAENDE", nr - 1) if nr else start,
            "UTGAENDE": lambda k: of(k, "INGAENDE") + of(k, RESULTAT),
            "RIMLIG": lambda k: regel.find_level(of(k, "BIDRAG")),
            "OVERSKOTT": lambda k: regel.find_excess(of(k, "UTGAENDE"), of(k, "RIMLIG")),
            "MINSKNING": lambda k: regel.find_cut(of(k, "OVERSKOTT")),
        }
        return rader if regel.trappa else rader | {"RIMLIG": INGEN_GRANS, "OVERSKOTT": 0, "MINSKNING": 0}


def make_planar_blad(innehall: Innehall, p: Planar) -> Blad:
    text = "Budgetåret och planåren, hela kronor. Det som planen vilar på står underst och kan ändras (blå celler)."
    vad = "Budgetåret och planåren, och vad de vilar på (blå)"
    return innehall.make_years_sheet(PLANBLAD, PLANBLAD, text, vad, p, p.ramar)
