"""Eget kapital: the years that were, the budget year as budget and as forecast, the plan years."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tabell
from fordelning.budgetbok.blad_om import Kapitalregel, Parametrar
from fordelning.budgetbok.blad_planar import VARDEN, Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, SUMMA_INTAKTER, SUMMA_KOSTNADER, Manadstabell

T = TypeVar("T")


class Kapital(Tabell):
    """The years in rows: history, then the budget year (row `budget`), its forecast, and the plan years.

    The plan's years are Treårsplan's; what was reasonable in years that were is not judged by today's rule.
    """

    def __init__(self, innehall: Innehall, tal: Parametrar, regel: Kapitalregel, p: Planar, pm: Manadstabell) -> None:
        super().__init__("Kapital", sorteras=False)
        self._innehall, self._plan = innehall, p
        historik, aren, budgetar = innehall.underlag.historik, innehall.budget.ar, innehall.underlag.budgetar
        self.budget, self.prognos = len(historik), len(historik) + 1
        typer = ["plan" if nr else "budget" for nr, _ in enumerate(aren)]
        etiketter = _insert([f"{ar.ar} {typ}" for ar, typ in zip(aren, typer, strict=True)], f"{budgetar} prognos")
        self.ar = self.data("År", [*(str(rad.ar) for rad in historik), *etiketter])
        self.data("Slag", [*(rad.typ for rad in historik), *_insert(typer, "prognos")])
        self._add_path(tal, pm)
        self._add_rule(regel)
        self._add_lowest()
        self.namnge("rimlig_niva_kr", self.rimlig, self.budget)
        self.namnge("utgaende_kapital_kr", self.utgaende, self.budget)
        self.namnge("prognos_utgaende_kapital_kr", self.utgaende, self.prognos)

    def _add_field(self, rubrik: str, falt: str, kod: str, prognos: Rad) -> Kolumn:
        """The field of years that were, the post of Treårsplan, and the forecast's own."""
        fore = [getattr(rad, falt) if falt else None for rad in self._innehall.underlag.historik]
        egna = [*fore, *_insert([self._plan.of(kod, nr) for nr, _ in enumerate(self._innehall.budget.ar)], prognos)]
        return self.rader(rubrik, egna, KR, lika=[*fore, *self._list_figures(kod)])

    def _list_figures(self, kod: str) -> list[float | str]:
        """The engine's own of a post, the forecast after the budget year."""
        return [VARDEN[kod](ar) for ar in _insert(self._innehall.budget.ar, self._innehall.lage.prognos)]

    def _add_path(self, tal: Parametrar, pm: Manadstabell) -> None:
        """What a year begins with, its income and costs, and what it leaves; and the year's contributions."""
        historik = self._innehall.underlag.historik
        in_, ut, ovrigt = (pm.post(pm.ar, kod) for kod in (SUMMA_INTAKTER, SUMMA_KOSTNADER, "OVRIGT"))
        self.ingaende = self._add_field("Ingående", "ingaende_kr", "INGAENDE", tal["eget_kapital_kr"])
        intakter = self._add_field("Intäkter", "intakter_kr", SUMMA_INTAKTER, in_)
        kostnader = self._add_field("Kostnader", "kostnader_kr", SUMMA_KOSTNADER, ut)
        resultat = self.rakna("Årets resultat", intakter - kostnader, KR)
        motorns = [*(rad.utgaende_kr for rad in historik), *self._list_figures("UTGAENDE")]
        self.utgaende = self.rakna("Utgående", self.ingaende + resultat, KR, lika=motorns)
        self.bidrag = self._add_field("Årets bidrag", "", "BIDRAG", in_ - ovrigt)

    def _add_rule(self, regel: Kapitalregel) -> None:
        """The reasonable level, what lies above it, and what that takes from next year's grant."""
        h = self.prognos
        self.rimlig = self._add_field("Rimlig nivå", "", "RIMLIG", regel.find_level(self.cell(self.bidrag, h)))
        over = regel.find_excess(self.cell(self.utgaende, h), self.cell(self.rimlig, h))
        self.overskott = self._add_field("Över rimlig nivå", "", "OVERSKOTT", over)
        minskas, rubrik = regel.find_cut(self.cell(self.overskott, h)), "Minskning av statens bidrag nästa år"
        minskning = self._add_field(rubrik, "", "MINSKNING", minskas)
        for k in (self.overskott, minskning):
            self.farga(k > 0, "gul", k)

    def _add_lowest(self) -> None:
        """The lowest that is allowed, and how far it is to it."""
        h, aren = self.budget, [self._plan.ram("LAGSTA", nr) for nr, _ in enumerate(self._innehall.budget.ar)]
        lagsta = self.rader("Lägsta tillåtna", [*[None] * h, *_insert(aren, aren[0])], KR)
        kvar: list[Rad] = [*[None] * h, *[self.utgaende - lagsta] * (self.antal_rader - h)]
        marginal = self.rader("Marginal till lägsta", kvar, KR)
        for k in (marginal, self.utgaende):
            self.farga(k < 0, "rod", k)

    def find_year(self, t: int) -> int:
        """The row of year t of the plan."""
        return self.budget + (t + 1 if t else 0)


def _insert(aren: Sequence[T], prognos: T) -> list[T]:
    """The plan's years with the forecast after the first."""
    return [aren[0], prognos, *aren[1:]]


def make_kapital_diagram(x: Kapital) -> Diagram:
    """Eget kapital at the end of each year, and the reasonable level."""
    serier = [
        Serie(x.utgaende, farg="#2E75B6", namn="Eget kapital vid årets slut"),
        Serie(x.rimlig, "linje", "#C55A11", "Rimlig nivå"),
    ]
    return Diagram("Eget kapital och rimlig nivå", x.ar, serier, "kr")


def make_kapital_blad(innehall: Innehall, x: Kapital) -> Blad:
    text = (
        "Det som är över rimlig nivå minskar nästa års bidrag från staten, och lika mycket från de andra. Nivå och "
        "andel är antaganden (Parametrar). Åren före är underlagets när boken skrevs."
    )
    vad = "År för år, mot rimlig nivå, och vad det gör med nästa års bidrag"
    return innehall.make_sheet("Eget kapital", text, vad, x, make_kapital_diagram(x))
