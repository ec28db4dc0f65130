"""The sheet Eget kapital: the path year by year, live from contributions and the plan's costs."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fordelning.blad import Blad, Diagram, Kolumn, Tabell, Tal
from fordelning.blad.formler import behall_tomt, hogst, minst, om, sla_upp, summa_dar, tom
from fordelning.plan.bild import Plansamling
from fordelning.rapport.plan.blad_parametrar import Planparametrar
from fordelning.rapport.plan.blad_plan import Planval
from fordelning.rapport.plan.urval import ANDRA, SKREVS, Plantabell, name_year

NARA_KR = 1e-3


class Plankapital(Plantabell):
    """Last year's + contributions − what an excess cuts − administration − insatser = this year's, year after year."""

    def __init__(self, pl: Plansamling, v: Planval, par: Planparametrar) -> None:
        rader, forsta = [(bild.kod, rad) for bild in pl.med_plan for rad in bild.plan.kapital], pl.budgetar[0]
        super().__init__("Kapital" if pl.enskild else "Kapitalväg", pl, [kod for kod, _ in rader], sorteras=False)
        self._rader, gul = [rad for _, rad in rader], self.gul
        self.nummer = self.data("" if gul else "Rad", range(1, len(rader) + 1), "antal")
        self.ar = self.data("År", self._of("ar"), "ar", bredd=8, nyckel="ar")
        aret = self.data("Året är", [name_year(pl, rad.ar) for rad in self._rader], bredd=12, nyckel="lage")
        start = [rad.ingaende_kr if rad.ar == forsta else None for rad in self._rader]
        self.borjar = self.data("Vid planens början, kr", start, "kr", gul=[gul and kr is not None for kr in start],
                                bredd=13)  # fmt: skip
        self.bidrag = self._add_given("Bidrag, kr", "bidrag_kr", "Alla parter, före avdrag.", summa=True)
        tillskott = self.data("", self._of("tillskott_kr"), nyckel="tillskott_kr")
        self._adm = self._add_given("Administration, kr", "administration_kr", summa=True)
        kostnad = summa_dar(v.kostnad, *self.match_owner(v), (v.ar, self.ar))
        self._insatser = self._add_judged("Insatser, kr", kostnad, "insatser_kr", summa=True)
        self._add_level(par)
        self.utgaende = self._add_path(self.ar.lika(forsta), par.avdrag_andel)
        over = om(tom(self._rimlig), 0, minst(0, self.utgaende - self._rimlig))
        overskott = self._add_judged("Överskott, kr", over, "overskott_kr", bredd=14)
        in_ = om(self.ar.lika(forsta), self.borjar, self.fore(self.utgaende))
        ingaende = self._add_judged("Ingående, kr", in_, "ingaende_kr")
        dras = om(self.ar.lika(forsta), 0, hogst(self.bidrag, par.avdrag_andel * self.fore(overskott)))
        text = "Året efter ett överskott."
        avdrag = self._add_judged("Avdrag för överskott, kr", dras, "avdrag_kr", text, summa=True)
        lagsta = self._add_given("Lägsta nivå, kr", "lagsta_kr", "Förbundets eget golv.")
        self.rakna("Över lägsta, kr", self.utgaende - lagsta, bredd=14)
        self.ordna(self.forbund, self.nummer, self.ar, aret, self.borjar, ingaende, self.bidrag, avdrag, tillskott,
                   self._adm, self._insatser, self.utgaende, self._rimlig)  # fmt: skip

    def _of(self, falt: str) -> list[float]:
        return [getattr(rad, falt) for rad in self._rader]

    def _add_given(self, rubrik: str, falt: str, forklaring: str = "", summa: bool = False) -> Kolumn:
        """A figure of the plan that its sheet does not work out."""
        return self.data(rubrik, self._of(falt), "kr", gul=self.gul, summa=summa, forklaring=forklaring, nyckel=falt)

    def _add_judged(
        self, rubrik: str, u: Tal, falt: str, forklaring: str = "", summa: bool = False, bredd: float | None = None
    ) -> Kolumn:
        """A figure that the sheet works out, judged by the plan's."""
        return self.rakna(rubrik, u, lika=self._of(falt), inom=NARA_KR, summa=summa, bredd=bredd,
                          forklaring=forklaring, nyckel=falt)  # fmt: skip

    def _add_level(self, par: Planparametrar) -> None:
        """The reasonable level; empty where no rule has one."""
        rubrik, text, falt = "Rimlig nivå, kr", "Enligt modellen, på årets bidrag före avdrag.", "rimlig_niva_kr"
        if par.rimlig_andel is None:
            egna, text = [kr if np.isfinite(kr) else None for kr in self._of(falt)], f"Enligt modellen. {SKREVS}"
            self._rimlig = self.data(rubrik, egna, "kr", forklaring=text, nyckel=falt)
        else:
            self._rimlig = self._add_judged(rubrik, par.rimlig_andel * self.bidrag, falt, text)

    def _add_path(self, forst: Tal, avdrag_andel: Tal) -> Kolumn:
        """Utgående: from the year above, whose excess cuts this year's contributions; a first year begins anew."""
        eget = self.borjar + self.bidrag - self._adm - self._insatser

        def follow(fore: Tal) -> Tal:
            over = om(tom(self.fore(self._rimlig)), 0, minst(0, fore - self.fore(self._rimlig)))
            avdrag = hogst(self.bidrag, avdrag_andel * over)
            return om(forst, eget, fore + self.bidrag - avdrag - self._adm - self._insatser)

        return self.foljd("Utgående, kr", eget, follow, bredd=15, nyckel="utgaende_kr",
                          forklaring="Ingående + bidrag − avdrag − administration − insatser.")  # fmt: skip


def make_kapital_blad(pl: Plansamling, k: Plankapital) -> Sequence[Blad]:
    """The sheet, and with several förbund the one that counts it in the order of the years."""
    titel = f"Eget kapital {pl.budgetar[0]}–{pl.budgetar[-1]}"
    if pl.enskild:
        diagram = Diagram("Eget kapital vid årets slut, kr", k.ar, [k.utgaende], "kr")
        return [Blad("Eget kapital", titel, ANDRA, [k, diagram], fasta=1, frys=True)]
    t = Tabell("Kapital")
    nummer = t.data("Rad", k.nummer.varden, "antal", bredd=8)
    for kolumn in k.synliga:
        if kolumn in (k.forbund, k.ar) or kolumn.form == "text":
            t.data(kolumn.rubrik, kolumn.varden, kolumn.form, bredd=kolumn.bredd)
        elif kolumn not in (k.nummer, k.borjar):
            hamtat = behall_tomt(sla_upp(kolumn, (k.nummer, nummer)))
            t.rakna(kolumn.rubrik, hamtat, kolumn.form, bredd=kolumn.bredd, summa=kolumn.summa)
    t.ordna(*t.kolumner[1:])
    text = "Filtrera på förbund. Bidragen är före avdrag för överskott. Räknas på bladet Kapitalväg."
    return [
        Blad("Eget kapital", titel, text, [t], fasta=2),
        Blad("Kapitalväg", titel, "Åren i följd, ett förbund i taget.", [k], "rakning", fasta=2),
    ]
