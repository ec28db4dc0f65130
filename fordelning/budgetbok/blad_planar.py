"""Treårsplan: the budget year and the plan years, and below what they are planned on."""

from __future__ import annotations

from collections.abc import Callable

from fordelning.blad import ANDEL, HELA_KR, Blad, Kolumn, Rad, Tabell, Tal
from fordelning.blad.formler import avrunda, hogst, och, tomt_som_noll
from fordelning.budget.poster import Arsbudget
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_om import INGEN_GRANS, Kapitalregel, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Falt

PLANBLAD = "Treårsplan"

POSTER: tuple[tuple[str, str, Callable[[Arsbudget], float | str]], ...] = (
    ("BIDRAG-FORE", "Bidrag från alla parter före avdrag", lambda a: a.bidrag_fore_avdrag_kr),
    ("AVDRAG", "Avdrag för eget kapital över rimlig nivå året före", lambda a: a.avdrag_kr),
    ("BIDRAG", "Bidrag från alla parter", lambda a: a.bidrag_kr),
    ("OVRIGT", "Övriga intäkter", lambda a: a.ovriga_intakter_kr),
    ("SUMMA-INTAKTER", "Summa intäkter", lambda a: a.intakter_kr),
    ("STYRELSE", "Styrelse", lambda a: a.styrelse_kr),
    ("ADMINISTRATION", "Administration", lambda a: a.administration_kr),
    ("REVISION", "Revision", lambda a: a.revision_kr),
    ("INSATSER-INDIVID", "Individinriktade insatser", lambda a: a.individ_kr),
    ("INSATSER-STRUKTUR", "Strukturövergripande insatser", lambda a: a.struktur_kr),
    ("EJ-FORDELAT", "Insatsmedel, ej fördelade", lambda a: a.insatser_kr[-1]),
    ("SUMMA-INSATSER", "Summa insatser", lambda a: sum(a.insatser_kr)),
    ("SUMMA-KOSTNADER", "Summa kostnader", lambda a: a.kostnader_kr),
    ("RESULTAT", "Resultat", lambda a: a.resultat_kr),
    ("INGAENDE", "Eget kapital vid årets början", lambda a: a.ingaende_kr),
    ("UTGAENDE", "Eget kapital vid årets slut", lambda a: a.utgaende_kr),
    ("RIMLIG", "Rimlig nivå på eget kapital", lambda a: INGEN_GRANS if a.rimlig_kr is None else a.rimlig_kr),
    ("OVERSKOTT", "Eget kapital över rimlig nivå", lambda a: a.overskott_kr),
    ("MINSKNING", "Minskning av statens bidrag nästa år", lambda a: a.minskning_nasta_ar_kr),
)
"""Code, name and the engine's figure of every row; some codes are those of the monthly sheets."""

VARDEN = {kod: varde for kod, _, varde in POSTER}
PLATS = {kod: i for i, (kod, _, _) in enumerate(POSTER)}
RAMAR = {
    "Bidrag från alla parter före avdrag": Falt("BIDRAG", "bidrag_kr", HELA_KR),
    "Styrelse, administration och revision": Falt("ADMINISTRATION", "administration_kr", HELA_KR),
    "Insatsmedel, ej fördelade på insatser": Falt("EJ-FORDELAT", "ej_fordelat_kr", HELA_KR),
    "Lägsta eget kapital vid årets slut": Falt("LAGSTA", "lagsta_kapital_kr", HELA_KR),
    "Minsta andel strukturövergripande": Falt("STRUKTUR-MINST", "struktur_minst_andel", ANDEL, "andel"),
    "Högsta andel strukturövergripande": Falt("STRUKTUR-HOGST", "struktur_hogst_andel", ANDEL, "andel"),
}
"""What each year is planned on, all of it to change but the budget year's contributions, which are the parties'."""
RAMPLATS = {f.rubrik: i for i, f in enumerate(RAMAR.values())}


def list_frame(t: int) -> list[Falt]:
    """What may be changed in year t."""
    return [f for f in RAMAR.values() if t or f.rubrik != "BIDRAG"]


def head_year(t: int, ar: int) -> str:
    """The heading of a year."""
    return f"{'Plan' if t else 'Budget'} {ar}"


class Planram(Tabell):
    """What each year is planned on; the blue cells may be changed."""

    def __init__(self, innehall: Innehall, medel: Medel) -> None:
        super().__init__("Planram", sorteras=False)
        falt = RAMAR.values()
        self.data("Kod", [*RAMPLATS], bredd=20)
        self.data("Planen vilar på", [*RAMAR], bredd=52)
        self.ar: list[Kolumn] = []
        for nr, ram in enumerate(innehall.underlag.ramar):
            bla = [f in list_frame(nr) for f in falt]
            rader: list[Rad] = [getattr(ram, f.falt) if b else medel.bidrag for f, b in zip(falt, bla, strict=True)]
            krav = [f.krav if b else None for f, b in zip(falt, bla, strict=True)]
            former = [f.form for f in falt]
            self.ar.append(self.rader(head_year(nr, ram.ar), rader, former, bla=bla, krav=krav, bredd=15))


class Planar(Tabell):
    """The budget year and the plan years, each carrying in what the year before leaves; its rows are named by code."""

    def __init__(
        self, innehall: Innehall, tal: Parametrar, regel: Kapitalregel, medel: Medel, per_ar: InsatserPerAr
    ) -> None:
        super().__init__("Plan", sorteras=False)
        summor = ("BIDRAG", "SUMMA-INTAKTER", "SUMMA-INSATSER", "SUMMA-KOSTNADER", "RESULTAT")
        self.ramar, self.summarader = Planram(innehall, medel), {PLATS[kod] for kod in summor}
        self.kod = self.data("Kod", [kod for kod, _, _ in POSTER], bredd=20)
        self.data("Post", [namn for _, namn, _ in POSTER], bredd=52)
        self.ar: list[Kolumn] = []
        for nr, ar in enumerate(innehall.budget.ar):
            rader = self._list_income(nr, medel) | self._list_costs(nr, tal, per_ar)
            rader |= self._list_capital(nr, tal["eget_kapital_kr"], regel)
            motorns = [varde(ar) for varde in VARDEN.values()]
            k = self.rader(head_year(nr, ar.ar), [rader[kod] for kod in PLATS], KR, lika=motorns, bredd=15)
            self.farga(och(self.kod.lika("OVERSKOTT"), tomt_som_noll(k) > 0), "gul", k)
            self.farga(och(self.kod.lika("UTGAENDE"), tomt_som_noll(k) < self.ram("LAGSTA", nr)), "rod", k)
            self.ar.append(k)

    def post(self, kod: str, t: int) -> Tal:
        """A row of the plan in year t."""
        return self._of(self.ar[t], kod)

    def ram(self, kod: str, t: int) -> Tal:
        """A row of what year t is planned on."""
        return self.ramar.cell(self.ramar.ar[t], RAMPLATS[kod])

    def add_posts(self, k: Kolumn, forst: str, till: str) -> Tal:
        """The sum of the rows from `forst` up to `till`, not with it."""
        return self.summa_av(k, PLATS[forst], PLATS[till])

    def _of(self, k: Kolumn, kod: str) -> Tal:
        return self.cell(k, PLATS[kod])

    def _list_income(self, nr: int, medel: Medel) -> dict[str, Rad]:
        """The contributions, what the excess of the year before takes from them, and other income."""
        of = self._of
        avdrag: Rad = 0
        if nr:
            minskning = self.post("MINSKNING", nr - 1)
            avdrag = lambda k: hogst(of(k, "BIDRAG-FORE"), avrunda(2 * minskning))  # noqa: E731
        return {
            "BIDRAG-FORE": self.ram("BIDRAG", nr) if nr else medel.bidrag,
            "AVDRAG": avdrag,
            "BIDRAG": lambda k: of(k, "BIDRAG-FORE") - of(k, "AVDRAG"),
            "OVRIGT": 0 if nr else medel.ovrigt,
            "SUMMA-INTAKTER": lambda k: of(k, "BIDRAG") + of(k, "OVRIGT"),
        }

    def _list_costs(self, nr: int, tal: Parametrar, per_ar: InsatserPerAr) -> dict[str, Rad]:
        """The three heads, the insatser, and the result."""
        of, add, administration = self._of, self.add_posts, self.ram("ADMINISTRATION", nr)
        return {
            "STYRELSE": avrunda(administration * tal["styrelse_andel"]),
            "ADMINISTRATION": lambda k: administration - of(k, "STYRELSE") - of(k, "REVISION"),
            "REVISION": avrunda(administration * tal["revision_andel"]),
            "INSATSER-INDIVID": per_ar.add_costs(nr, "individ"),
            "INSATSER-STRUKTUR": per_ar.add_costs(nr, "struktur"),
            "EJ-FORDELAT": self.ram("EJ-FORDELAT", nr),
            "SUMMA-INSATSER": lambda k: add(k, "INSATSER-INDIVID", "SUMMA-INSATSER"),
            "SUMMA-KOSTNADER": lambda k: add(k, "STYRELSE", "INSATSER-INDIVID") + of(k, "SUMMA-INSATSER"),
            "RESULTAT": lambda k: of(k, "SUMMA-INTAKTER") - of(k, "SUMMA-KOSTNADER"),
        }

    def _list_capital(self, nr: int, start: Tal, regel: Kapitalregel) -> dict[str, Rad]:
        """Eget kapital from year to year, what is reasonable, and what lies above it."""
        of = self._of
        rader: dict[str, Rad] = {
            "INGAENDE": self.post("UTGAENDE", nr - 1) if nr else start,
            "UTGAENDE": lambda k: of(k, "INGAENDE") + of(k, "RESULTAT"),
            "RIMLIG": lambda k: regel.find_level(of(k, "BIDRAG")),
            "OVERSKOTT": lambda k: regel.find_excess(of(k, "UTGAENDE"), of(k, "RIMLIG")),
            "MINSKNING": lambda k: regel.find_cut(of(k, "OVERSKOTT")),
        }
        return rader if regel.trappa else rader | {"RIMLIG": INGEN_GRANS, "OVERSKOTT": 0, "MINSKNING": 0}


def make_planar_blad(innehall: Innehall, p: Planar) -> Blad:
    text = "Budgetåret och planåren, hela kronor. Det som planen vilar på står underst och kan ändras (blå celler)."
    vad = "Budgetåret och planåren, och vad de vilar på (blå)"
    return innehall.make_years_sheet(PLANBLAD, PLANBLAD, text, vad, p, p.ramar)
