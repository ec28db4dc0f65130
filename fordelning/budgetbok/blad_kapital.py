"""Eget kapital: the years that were, the budget year as budget and as forecast, the plan years."""

from __future__ import annotations

from collections.abc import Sequence

from fordelning.blad import Blad, Diagram, Kolumn, Rad, Serie, Tabell
from fordelning.budgetbok.blad_om import INGEN_GRANS, Kapitalregel, Parametrar
from fordelning.budgetbok.blad_planar import VARDEN, Planar
from fordelning.budgetbok.innehall import Innehall
from fordelning.budgetbok.rader import KR, Manadstabell


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
        self.ar = self.data("År", [*(str(rad.ar) for rad in historik), *etiketter], bredd=13)
        self.data("Slag", [*(rad.typ for rad in historik), *_insert(typer, "prognos")], bredd=9)
        self._add_path(tal, pm)
        self._add_rule(regel)
        self._add_lowest()
        self.namnge("rimlig_niva_kr", self.rimlig, self.budget)
        self.namnge("utgaende_kapital_kr", self.utgaende, self.budget)
        self.namnge("prognos_utgaende_kapital_kr", self.utgaende, self.prognos)

    def _add_field(self, rubrik: str, falt: str, kod: str, prognos: Rad, motorns: Rad) -> Kolumn:
        """The field of years that were, the post of Treårsplan, and the forecast's own with the engine's figure."""
        aren = self._innehall.budget.ar
        fore = [getattr(rad, falt) if falt else None for rad in self._innehall.underlag.historik]
        egna = [*fore, *_insert([self._plan.post(kod, nr) for nr, _ in enumerate(aren)], prognos)]
        facit = [*fore, *_insert([VARDEN[kod](a) for a in aren], motorns)]
        return self.rader(rubrik, egna, KR, lika=facit, bredd=12.3)

    def _add_path(self, tal: Parametrar, pm: Manadstabell) -> None:
        """What a year begins with, its income and costs, and what it leaves; and the year's contributions."""
        u, lage, rader = self._innehall.underlag, self._innehall.lage, self._innehall.rader
        in_, ut, ovrigt = (pm.cell(pm.ar, i) for i in (rader.summa_intakter, rader.summa_kostnader, rader.intakter - 1))
        start = tal["eget_kapital_kr"]
        self.ingaende = self._add_field("Ingående", "ingaende_kr", "INGAENDE", start, u.eget_kapital_kr)
        intakter = self._add_field("Intäkter", "intakter_kr", "SUMMA-INTAKTER", in_, lage.prognos_intakter_kr)
        kostnader = self._add_field("Kostnader", "kostnader_kr", "SUMMA-KOSTNADER", ut, lage.prognos_kostnader_kr)
        resultat = self.rakna("Årets resultat", intakter - kostnader, KR, bredd=12.3)
        arens = _insert([a.utgaende_kr for a in self._innehall.budget.ar], lage.prognos_utgaende_kr)
        motorns = [*(rad.utgaende_kr for rad in u.historik), *arens]
        self.utgaende = self.rakna("Utgående", self.ingaende + resultat, KR, lika=motorns, bredd=12.3)
        self.bidrag = self._add_field("Årets bidrag", "", "BIDRAG", in_ - ovrigt, lage.prognos_bidrag_kr)

    def _add_rule(self, regel: Kapitalregel) -> None:
        """The reasonable level, what lies above it, and what that takes from next year's grant."""
        u, lage, h = self._innehall.underlag, self._innehall.lage, self.prognos
        niva = INGEN_GRANS if lage.prognos_rimlig_kr is None else lage.prognos_rimlig_kr
        self.rimlig = self._add_field("Rimlig nivå", "", "RIMLIG", regel.find_level(self.cell(self.bidrag, h)), niva)
        over = regel.find_excess(self.cell(self.utgaende, h), self.cell(self.rimlig, h))
        self.overskott = self._add_field("Över rimlig nivå", "", "OVERSKOTT", over, lage.prognos_overskott_kr)
        minskning_kr = lage.prognos_overskott_kr * (u.regel.statens_andel_av_overskott if u.regel else 0)
        minskas, rubrik = regel.find_cut(self.cell(self.overskott, h)), "Minskning av statens bidrag nästa år"
        minskning = self._add_field(rubrik, "", "MINSKNING", minskas, minskning_kr)
        for k in (self.overskott, minskning):
            self.farga(k > 0, "gul", k)

    def _add_lowest(self) -> None:
        """The lowest that is allowed, and how far it is to it."""
        h, aren = self.budget, [self._plan.ram("LAGSTA", nr) for nr, _ in enumerate(self._innehall.budget.ar)]
        lagsta = self.rader("Lägsta tillåtna", [*[None] * h, *_insert(aren, aren[0])], KR, bredd=12.3)
        kvar: list[Rad] = [*[None] * h, *[self.utgaende - lagsta] * (self.antal_rader - h)]
        marginal = self.rader("Marginal till lägsta", kvar, KR, bredd=12.3)
        for k in (marginal, self.utgaende):
            self.farga(k < 0, "rod", k)

    def find_year(self, t: int) -> int:
        """The row of year t of the plan."""
        return self.budget + (t + 1 if t else 0)


def _insert(aren: Sequence[Rad], prognos: Rad) -> list[Rad]:
    """The plan's years with the forecast after the first."""
    return [aren[0], prognos, *aren[1:]]


def make_kapital_diagram(x: Kapital, bredd: int) -> Diagram:
    """Eget kapital at the end of each year, and the reasonable level."""
    serier = [
        Serie(x.utgaende, farg="#2E75B6", namn="Eget kapital vid årets slut"),
        Serie(x.rimlig, "linje", "#C55A11", "Rimlig nivå"),
    ]
    return Diagram("Eget kapital och rimlig nivå", x.ar, serier, "kr", KR, bredd=bredd, hojd=310)


def make_kapital_blad(innehall: Innehall, x: Kapital) -> Blad:
    text = (
        "Det som är över rimlig nivå minskar statens bidrag nästa år, och lika mycket från regioner och kommuner "
        "tillsammans. Nivån och andelen är antaganden, se Antaganden."
    )
    vad = "År för år, mot rimlig nivå, och vad det gör med nästa års bidrag"
    return innehall.make_sheet("Eget kapital", text, vad, x, make_kapital_diagram(x, 900))
