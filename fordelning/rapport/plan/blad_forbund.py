"""The sheet Förbund: a row per förbund, when all are planned."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, om, summa_dar
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.rapport.plan.grund import Plangrund
from fordelning.rapport.plan.ord import STATUS, shorten_reason
from fordelning.rapport.plan.urval import Plantabell


class Planforbund(Tabell):
    """Status, what the plan gives and costs, eget kapital, and what more money would give."""

    def __init__(self, pl: Plansamling, g: Plangrund) -> None:
        super().__init__("Förbund")
        self._pl, self._g = pl, g
        alla = [*(bild.forbund for bild in pl.bilder), *pl.utan_insatser]
        self.kod = self.data("Förbund", [f.forbund_kod for f in alla])
        self.namn = self.data("Namn", [f.namn for f in alla], "lang", bredd=40)
        status = self._of(lambda bild: STATUS[bild.plan.status], "inga insatser")
        self.data("Status", status, bredd=20, farger={STATUS["omojlig"]: "rod", STATUS["tidsgrans"]: "gul"})
        v, k, m = g.val, g.kapital, g.malgrupper
        self.rakna("Nytta", self._add_up(m.nytta, m), "tal", summa=True, inom=1e-5,
                   lika=self._of_plan(lambda bild: bild.plan.nytta), forklaring="Viktade personer.")  # fmt: skip
        idag = self._of_plan(lambda bild: None if (i := bild.insyn.idag) is None else i.nytta)
        self.data("Nytta som i dag", idag, "tal", summa=True)
        self.rakna("Väntat resultat", self._add_up(m.resultat, m), "tal", summa=True, inom=1e-5,
                   lika=self._of_plan(lambda bild: bild.resultat_antal), forklaring="Personer.")  # fmt: skip
        self.rakna("Deltagare", self._add_up(v.antal, v), "tal", summa=True)
        self.rakna("Bidrag, kr", self._add_up(k.bidrag, k), summa=True)
        self.rakna("Insatser, kr", self._add_up(v.kostnad, v), summa=True)
        self.data("Eget kapital före, kr", self._of(lambda bild: bild.problem.eget_kapital_kr), "kr", summa=True)
        self.rakna("Eget kapital efter, kr", self._add_up(k.utgaende, k, (k.ar, pl.budgetar[-1])), summa=True)
        nasta = self._of_plan(lambda bild: bild.insyn.nasta_nytta)
        self.nasta = self.data("Nästa 100 000 kr ger", nasta, "ore", forklaring="Nytta.", bredd=12)
        oanvant = self._of_plan(lambda bild: None if (o := bild.insyn.oanvant) is None else o.belopp_kr)
        self.data("Oanvänt, kr", oanvant, "kr", summa=True, forklaring="Över lägsta nivån i slutet.")
        self.data("Kommentar", self._of(_comment), "lang", bredd=46)

    def _of(self, hur: Callable[[Planbild], Any], annars: Any = None) -> list[Any]:
        """What is known of each förbund that has insatser."""
        return [*map(hur, self._pl.bilder), *(annars for _ in self._pl.utan_insatser)]

    def _of_plan(self, hur: Callable[[Planbild], float | None]) -> list[float | None]:
        """A figure of each förbund that has a plan."""
        return self._of(lambda bild: None if bild.plan.beslut is None else hur(bild))

    def _add_up(self, k: Kolumn, t: Plantabell, *par: tuple[Kolumn, int]) -> Tal:
        """The förbund's sum in another table; empty where it has no plan."""
        har_plan = antal_dar((self._g.kapital.forbund, self.kod)) > 0
        return om(har_plan, summa_dar(k, (t.forbund, self.kod), *par), TOMT)


def _comment(bild: Planbild) -> str:
    if bild.insyn.omojlighet is not None:
        return "Se bladet Omöjligt."
    return bild.plan.forklaring if bild.insyn.oanvant is None else shorten_reason(bild.insyn.oanvant)


def make_forbund_blad(pl: Plansamling, f: Planforbund) -> Blad:
    text = "Alla år tillsammans. Det som är som i dag, nästa 100 000 kr och oanvänt är som när boken skrevs."
    titel = f"Planer {pl.budgetar[0]}–{pl.budgetar[-1]}, ett förbund per rad"
    return Blad("Förbund", titel, text, [f], fasta=2)
