"""Eget kapital: the years that were, the budget year as budget and as forecast, the plan years."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tabell
from fordelning.budgetbok.blad_om import INGEN_GRANS, Kapitalregel, Parametrar
from fordelning.budgetbok.blad_planar import VARDEN, Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Manadstabell


@dataclass(frozen=True, slots=True, eq=False)
class Kapital:
    """The years in rows: history, then the budget year (row `budget`), its forecast, and the plan years."""

    tabell: Tabell
    ar: Kolumn
    ingaende: Kolumn
    utgaende: Kolumn
    bidrag: Kolumn
    rimlig: Kolumn
    overskott: Kolumn
    budget: int

    @property
    def prognos(self) -> int:
        return self.budget + 1

    def find_year(self, t: int) -> int:
        """The row of year t of the plan."""
        return self.budget + (t + 1 if t else 0)


def make_kapital(innehall: Innehall, tal: Parametrar, regel: Kapitalregel, p: Planar, pm: Manadstabell) -> Kapital:
    """The plan's years are Treårsplan's; what was reasonable in years that were is not judged by today's rule."""
    u, aren, t = innehall.underlag, innehall.budget.ar, Tabell("Kapital", sorteras=False)
    etiketter = [f"{ar.ar} {'plan' if nr else 'budget'}" for nr, ar in enumerate(aren)]
    typer = ["plan" if nr else "budget" for nr, _ in enumerate(aren)]
    ar = t.data("År", [*(str(rad.ar) for rad in u.historik), *_insert(etiketter, f"{u.budgetar} prognos")], bredd=13)
    t.data("Slag", [*(rad.typ for rad in u.historik), *_insert(typer, "prognos")], bredd=9)

    def add(rubrik: str, falt: str, kod: str, prognos: Rad, motorns: Rad) -> Kolumn:
        """The field of the years that were, the post of Treårsplan, and the forecast's own with the engine's figure."""
        fore = [getattr(rad, falt) if falt else None for rad in u.historik]
        rader = [*fore, *_insert([p.post(kod, nr) for nr, _ in enumerate(aren)], prognos)]
        facit = [*fore, *_insert([VARDEN[kod](a) for a in aren], motorns)]
        return t.rader(rubrik, rader, KR, lika=facit, bredd=12.3)

    lage, rader, h = innehall.lage, innehall.rader, len(u.historik) + 1
    in_, ut, ovrigt = (
        pm.tabell.cell(pm.ar, i) for i in (rader.summa_intakter, rader.summa_kostnader, rader.intakter - 1)
    )
    ingaende = add("Ingående", "ingaende_kr", "INGAENDE", tal["eget_kapital_kr"], u.eget_kapital_kr)
    intakter = add("Intäkter", "intakter_kr", "SUMMA-INTAKTER", in_, lage.prognos_intakter_kr)
    kostnader = add("Kostnader", "kostnader_kr", "SUMMA-KOSTNADER", ut, lage.prognos_kostnader_kr)
    resultat = t.rakna("Årets resultat", intakter - kostnader, KR, bredd=12.3)
    motorns = [
        *(rad.utgaende_kr for rad in u.historik),
        *_insert([a.utgaende_kr for a in aren], lage.prognos_utgaende_kr),
    ]
    utgaende = t.rakna("Utgående", ingaende + resultat, KR, lika=motorns, bredd=12.3)
    bidrag = add("Årets bidrag", "", "BIDRAG", in_ - ovrigt, lage.prognos_bidrag_kr)
    niva = INGEN_GRANS if lage.prognos_rimlig_kr is None else lage.prognos_rimlig_kr
    rimlig = add("Rimlig nivå", "", "RIMLIG", regel.find_level(t.cell(bidrag, h)), niva)
    over = regel.find_excess(t.cell(utgaende, h), t.cell(rimlig, h))
    overskott = add("Över rimlig nivå", "", "OVERSKOTT", over, lage.prognos_overskott_kr)
    minskning_kr = lage.prognos_overskott_kr * (u.regel.statens_andel_av_overskott if u.regel else 0)
    minskas = regel.find_cut(t.cell(overskott, h))
    minskning = add("Minskning av statens bidrag nästa år", "", "MINSKNING", minskas, minskning_kr)
    svar = Kapital(t, ar, ingaende, utgaende, bidrag, rimlig, overskott, h - 1)
    _add_lowest(svar, innehall, p, minskning)
    return svar


def _insert(aren: Sequence[Rad], prognos: Rad) -> list[Rad]:
    """The plan's years with the forecast after the first."""
    return [aren[0], prognos, *aren[1:]]


def _add_lowest(x: Kapital, innehall: Innehall, p: Planar, minskning: Kolumn) -> None:
    """The lowest that is allowed, and how far it is to it; colours; the names of cells."""
    t, h = x.tabell, x.budget
    aren = [p.ram("LAGSTA", nr) for nr, _ in enumerate(innehall.budget.ar)]
    lagsta = t.rader("Lägsta tillåtna", [*[None] * h, *_insert(aren, aren[0])], KR, bredd=12.3)
    marginal = t.rader(
        "Marginal till lägsta", [*[None] * h, *[x.utgaende - lagsta] * (t.antal_rader - h)], KR, bredd=12.3
    )
    for k in (x.overskott, minskning):
        t.farga(k > 0, "gul", k)
    for k in (marginal, x.utgaende):
        t.farga(k < 0, "rod", k)
    for namn, k, rad in (
        ("rimlig_niva_kr", x.rimlig, h),
        ("utgaende_kapital_kr", x.utgaende, h),
        ("prognos_utgaende_kapital_kr", x.utgaende, h + 1),
    ):
        t.namnge(namn, k, rad)


def make_kapital_diagram(x: Kapital, bredd: int) -> Diagram:
    """Eget kapital at the end of each year, and the reasonable level."""
    serier = [
        Serie(x.utgaende, farg="#2E75B6", namn="Eget kapital vid årets slut"),
        Serie(x.rimlig, "linje", "#C55A11", "Rimlig nivå"),
    ]
    return Diagram("Eget kapital och rimlig nivå", x.ar, serier, "kr", KR, bredd=bredd, hojd=310)


def make_kapital_blad(innehall: Innehall, x: Kapital) -> Blad:
    """The sheet."""
    text = (
        "Det som är över rimlig nivå minskar statens bidrag nästa år, och lika mycket från regioner och kommuner "
        "tillsammans. Nivån och andelen är antaganden, se Antaganden."
    )
    return Blad("Eget kapital", innehall.name_sheet("Eget kapital"), text, [x.tabell, make_kapital_diagram(x, 900)],
                fasta=2, innehall="År för år, mot rimlig nivå, och vad det gör med nästa års bidrag")  # fmt: skip
