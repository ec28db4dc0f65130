"""Treårsplan: the budget year and the plan years, and below what they are planned on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from fordelning.blad import ANDEL, Blad, Kolumn, Rad, Tabell, Tal
from fordelning.blad.formler import avrunda, hogst, och, tomt_som_noll
from fordelning.budget.poster import Arsbudget
from fordelning.budget.underlag import Ram
from fordelning.budgetbok.blad_insatser_per_ar import InsatserPerAr
from fordelning.budgetbok.blad_medel import Medel
from fordelning.budgetbok.blad_om import INGEN_GRANS, KRONOR, Kapitalregel, Parametrar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR

PLANBLAD, RAMRUBRIK = "Treårsplan", "Planen vilar på"

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
RAMAR = (
    ("BIDRAG", "Bidrag från alla parter före avdrag"),
    ("ADMINISTRATION", "Styrelse, administration och revision"),
    ("EJ-FORDELAT", "Insatsmedel, ej fördelade på insatser"),
    ("LAGSTA", "Lägsta eget kapital vid årets slut"),
    ("STRUKTUR-MINST", "Minsta andel strukturövergripande"),
    ("STRUKTUR-HOGST", "Högsta andel strukturövergripande"),
)
RAMPLATS = {kod: i for i, (kod, _) in enumerate(RAMAR)}


def head_year(t: int, ar: int) -> str:
    """The heading of a year."""
    return f"{'Plan' if t else 'Budget'} {ar}"


@dataclass(frozen=True, slots=True, eq=False)
class Planram:
    """What each year is planned on; the blue cells may be changed."""

    tabell: Tabell
    ar: tuple[Kolumn, ...]


@dataclass(frozen=True, slots=True, eq=False)
class Planar:
    """The plan, one column per year; its rows stand still, and are named by code."""

    plan: Planram
    ramar: Planram

    @property
    def ar(self) -> tuple[Kolumn, ...]:
        return self.plan.ar

    def post(self, kod: str, t: int) -> Tal:
        """A row of the plan in year t."""
        return self.plan.tabell.cell(self.plan.ar[t], PLATS[kod])

    def ram(self, kod: str, t: int) -> Tal:
        """A row of what year t is planned on."""
        return self.ramar.tabell.cell(self.ramar.ar[t], RAMPLATS[kod])


def make_ramar(innehall: Innehall, medel: Medel) -> Planram:
    """The frames; the budget year's contributions are the parties'."""
    t, aren = Tabell("Planram", sorteras=False), list[Kolumn]()
    t.data("Kod", [kod for kod, _ in RAMAR], bredd=20)
    t.data(RAMRUBRIK, [namn for _, namn in RAMAR], bredd=52)
    krav = [KRONOR] * 4 + [ANDEL] * 2
    for nr, ram in enumerate(innehall.underlag.ramar):
        fri = [nr > 0, *[True] * 5]
        rader = [medel.bidrag if nr == 0 else ram.bidrag_kr, *_list_frame(ram)]
        egna = [k if f else None for k, f in zip(krav, fri, strict=True)]
        aren.append(t.rader(head_year(nr, ram.ar), rader, [KR] * 4 + ["andel"] * 2, bla=fri, krav=egna, bredd=15))
    return Planram(t, tuple(aren))


def _list_frame(ram: Ram) -> tuple[float, ...]:
    belopp = (ram.administration_kr, ram.ej_fordelat_kr, ram.lagsta_kapital_kr)
    return (*belopp, ram.struktur_minst_andel, ram.struktur_hogst_andel)


def make_planar(
    innehall: Innehall, tal: Parametrar, regel: Kapitalregel, medel: Medel, per_ar: InsatserPerAr
) -> Planar:
    """The budget year and the plan years, each carrying in what the year before leaves."""
    ramar, t = make_ramar(innehall, medel), Tabell("Plan", sorteras=False)
    t.summarader = {PLATS[kod] for kod in ("BIDRAG", "SUMMA-INTAKTER", "SUMMA-INSATSER", "SUMMA-KOSTNADER", "RESULTAT")}
    kod = t.data("Kod", [kod for kod, _, _ in POSTER], bredd=20)
    t.data("Post", [namn for _, namn, _ in POSTER], bredd=52)
    svar = Planar(Planram(t, ()), ramar)
    for nr, ar in enumerate(innehall.budget.ar):
        rader = _list_income(svar, nr, medel) | _list_costs(svar, nr, tal, per_ar)
        rader |= _list_capital(svar, nr, tal["eget_kapital_kr"], regel)
        motorns = [varde(ar) for varde in VARDEN.values()]
        k = t.rader(head_year(nr, ar.ar), [rader[kod] for kod in PLATS], KR, lika=motorns, bredd=15)
        t.farga(och(kod.lika("OVERSKOTT"), tomt_som_noll(k) > 0), "gul", k)
        t.farga(och(kod.lika("UTGAENDE"), tomt_som_noll(k) < svar.ram("LAGSTA", nr)), "rod", k)
        svar = Planar(Planram(t, (*svar.ar, k)), ramar)
    return svar


def _list_income(p: Planar, nr: int, medel: Medel) -> dict[str, Rad]:
    """The contributions, what the excess of the year before takes from them, and other income."""
    t = p.plan.tabell

    def of(k: Kolumn, kod: str) -> Tal:
        return t.cell(k, PLATS[kod])

    avdrag: Rad = 0
    if nr:
        minskning = p.post("MINSKNING", nr - 1)
        avdrag = lambda k: hogst(of(k, "BIDRAG-FORE"), avrunda(2 * minskning))  # noqa: E731
    return {
        "BIDRAG-FORE": p.ram("BIDRAG", nr) if nr else medel.bidrag,
        "AVDRAG": avdrag,
        "BIDRAG": lambda k: of(k, "BIDRAG-FORE") - of(k, "AVDRAG"),
        "OVRIGT": 0 if nr else medel.ovrigt,
        "SUMMA-INTAKTER": lambda k: of(k, "BIDRAG") + of(k, "OVRIGT"),
    }


def _list_costs(p: Planar, nr: int, tal: Parametrar, per_ar: InsatserPerAr) -> dict[str, Rad]:
    """The three heads, the insatser, and the result."""
    t, administration = p.plan.tabell, p.ram("ADMINISTRATION", nr)

    def of(k: Kolumn, kod: str) -> Tal:
        return t.cell(k, PLATS[kod])

    return {
        "STYRELSE": avrunda(administration * tal["styrelse_andel"]),
        "ADMINISTRATION": lambda k: administration - of(k, "STYRELSE") - of(k, "REVISION"),
        "REVISION": avrunda(administration * tal["revision_andel"]),
        "INSATSER-INDIVID": per_ar.add_costs(nr, "individ"),
        "INSATSER-STRUKTUR": per_ar.add_costs(nr, "struktur"),
        "EJ-FORDELAT": p.ram("EJ-FORDELAT", nr),
        "SUMMA-INSATSER": lambda k: t.summa_av(k, PLATS["INSATSER-INDIVID"], PLATS["SUMMA-INSATSER"]),
        "SUMMA-KOSTNADER": lambda k: (
            t.summa_av(k, PLATS["STYRELSE"], PLATS["INSATSER-INDIVID"]) + of(k, "SUMMA-INSATSER")
        ),
        "RESULTAT": lambda k: of(k, "SUMMA-INTAKTER") - of(k, "SUMMA-KOSTNADER"),
    }


def _list_capital(p: Planar, nr: int, start: Tal, regel: Kapitalregel) -> dict[str, Rad]:
    """Eget kapital from year to year, what is reasonable, and what lies above it."""
    t = p.plan.tabell

    def of(k: Kolumn, kod: str) -> Tal:
        return t.cell(k, PLATS[kod])

    ingaende: Rad = p.post("UTGAENDE", nr - 1) if nr else start
    rader: dict[str, Rad] = {
        "INGAENDE": ingaende,
        "UTGAENDE": lambda k: of(k, "INGAENDE") + of(k, "RESULTAT"),
        "RIMLIG": INGEN_GRANS,
        "OVERSKOTT": 0,
        "MINSKNING": 0,
    }
    if regel.trappa is not None:
        rader["RIMLIG"] = lambda k: regel.find_level(of(k, "BIDRAG"))
        rader["OVERSKOTT"] = lambda k: regel.find_excess(of(k, "UTGAENDE"), of(k, "RIMLIG"))
        rader["MINSKNING"] = lambda k: regel.find_cut(of(k, "OVERSKOTT"))
    return rader


def make_planar_blad(innehall: Innehall, p: Planar) -> Blad:
    """The sheet."""
    aren = innehall.underlag.budgetaren
    titel = f"Treårsplan {aren[0]}–{aren[-1]} – {innehall.underlag.namn}"
    text = "Budgetåret och planåren, hela kronor. Det som planen vilar på står underst och kan ändras (blå celler)."
    return Blad(PLANBLAD, titel, text, [p.plan.tabell, p.ramar.tabell], fasta=2, frys=True,
                innehall="Budgetåret och planåren, och vad de vilar på (blå)")  # fmt: skip
