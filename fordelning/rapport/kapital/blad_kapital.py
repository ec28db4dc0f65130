"""The sheet Eget kapital of kapital.xlsx, and kapital.csv: a row per förbund and year, each year from those before."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, avrunda, minst, om, sla_upp, summa_dar, tom
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivetar, Framskrivning
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR

NARA_KR = 1e-4
"""How near the engine's amounts the sheet's own must be: sums of many years in another order."""


class Forbundsar(NamedTuple):
    """A year of a förbund: its number in the year, the year its chain begins, and its allocation (None = history)."""

    namn: str
    a: Arskapital
    i: int
    kedja_fran: int
    fordelad: Framskrivetar | None

    @property
    def kod(self) -> str:
        return self.a.koder[self.i]


def list_rows(f: Framskrivning) -> list[Forbundsar]:
    """Every förbund's years, in code order and then by year. A chain holds while a year begins with what was left."""
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    fordelade = {ar.kapital.ar: ar for ar in f.ar}
    rader = list[Forbundsar]()
    for kod, nummer, i in sorted((kod, nummer, i) for nummer, a in enumerate(f.bok) for i, kod in enumerate(a.koder)):
        a, fore, fran = f.bok[nummer], rader[-1] if rader else None, f.bok[nummer].ar
        if fore and fore.kod == kod and fore.a.ar == a.ar - 1 and fore.a.utgaende_kr[fore.i] == a.ingaende_kr[i]:
            fran = fore.kedja_fran
        rader.append(Forbundsar(namn[kod], a, i, fran, fordelade.get(a.ar)))
    return rader


class Kapitaltabell(Tabell):
    """The ledger, the level, the grants and the places. Rows may be sorted: a chain is found by förbund and year."""

    def __init__(self, f: Framskrivning, riket_ar: Kolumn, statens_andel: Kolumn) -> None:
        super().__init__("Kapital")
        self._rader = rader = list_rows(f)
        self.kod = self.data("Kod", [rad.kod for rad in rader], nyckel="forbund_kod")
        self.data("Förbund", [rad.namn for rad in rader], "lang", nyckel="namn")
        self.ar = self.data("År", [rad.a.ar for rad in rader], "ar", nyckel="ar")
        self.data("Uppgifterna är", [rad.a.typ[rad.i] for rad in rader], nyckel="typ")
        self.intakter = self._add_given("Intäkter, kr", "intakter_kr", "Alla parters bidrag.")
        self.kostnader = self._add_given("Kostnader, kr", "kostnader_kr")
        ingaende = self._add_opening()
        ut = ingaende + self.intakter - self.kostnader
        self.utgaende = self._add_judged("Utgående, kr", ut, "utgaende_kr", "Ingående + intäkter − kostnader.",
                                         nyckel="utgaende_kr")  # fmt: skip
        self._add_level(sla_upp(statens_andel, (riket_ar, self.ar)))
        lagsta = self._add_given("Lägsta eget kapital, kr", "lagsta_kr", "Enligt planering.csv.", "lagsta_kapital_kr")
        fattas = minst(0, lagsta - self.utgaende)
        self.under = self._add_judged("Under lägsta, kr", fattas, "under_lagsta_kr", "Det som fattas.")
        self._add_grants()
        self._add_places()
        self.ordna(*self.kolumner[:4], ingaende, self.intakter, self.kostnader, self.utgaende)

    def _of(self, falt: str, bara_med_regel: bool = False) -> list[float | None]:
        """A figure of every row; empty in the years that have no rule, where that is asked for."""
        return [
            None if bara_med_regel and not np.isfinite(rad.a.rimlig_kr[rad.i]) else float(getattr(rad.a, falt)[rad.i])
            for rad in self._rader
        ]

    def _add_given(self, rubrik: str, falt: str, forklaring: str = "", nyckel: str = "") -> Kolumn:
        """A figure that may be changed."""
        return self.data(rubrik, self._of(falt), "kr", gul=True, nyckel=nyckel or falt, forklaring=forklaring)

    def _add_judged(self, rubrik: str, u: Tal, falt: str, forklaring: str, *, nyckel: str = "",
                    bara_med_regel: bool = False) -> Kolumn:  # fmt: skip
        """A figure that the sheet works out, judged by the engine's."""
        lika = self._of(falt, bara_med_regel)
        return self.rakna(rubrik, u, lika=lika, inom=NARA_KR, nyckel=nyckel, forklaring=forklaring)

    def _add_opening(self) -> Kolumn:
        """Ingående: what the chain begins with, and the years since. Summed anew, so that rows may be sorted."""
        kod, ar, rader = self.kod, self.ar, self._rader
        kedja_fran = self.data("Kedjan börjar, år", [rad.kedja_fran for rad in rader], "ar",
                               forklaring="Åren från då hänger ihop.", bara_skarm=True)  # fmt: skip
        forsta = [rad.kedja_fran == rad.a.ar for rad in rader]
        varden = [v if ny else None for v, ny in zip(self._of("ingaende_kr"), forsta, strict=True)]
        borjar = self.data("Kedjan börjar med, kr", varden, "kr", gul=forsta, forklaring="Ingående det första året.",
                           bara_skarm=True)  # fmt: skip
        start = summa_dar(borjar, (kod, kod), (ar, kedja_fran))
        in_, ut = (
            summa_dar(k, (kod, kod), (ar, ">=", kedja_fran), (ar, "<", ar)) for k in (self.intakter, self.kostnader)
        )
        text = "Det kedjan börjar med, och åren sedan dess."
        return self._add_judged("Ingående, kr", start + in_ - ut, "ingaende_kr", text, nyckel="ingaende_kr")

    def _add_level(self, statens_andel: Tal) -> None:
        """The reasonable level, what is above it, and what that takes from next year's grant."""
        andel = self.data("Rimlig nivå, andel", [_compute_share(rad) for rad in self._rader], "andel", gul=True,
                          forklaring="Enligt modellen för årets intäkter. Tomt = ingen regel.")  # fmt: skip

        def add(rubrik: str, u: Tal, falt: str, hur: str, nyckel: str) -> Kolumn:
            return self._add_judged(rubrik, om(tom(andel), TOMT, u), falt, hur, nyckel=nyckel, bara_med_regel=True)

        hur = "Andelen × intäkterna."
        rimlig = add("Rimlig nivå, kr", andel * self.intakter, "rimlig_kr", hur, "rimlig_kr")
        over = om(self.utgaende - rimlig > MINSTA_OVERSKOTT_KR, self.utgaende - rimlig, 0)
        hur = "Utgående − rimlig nivå."
        self.overskott = add("Över rimlig nivå, kr", over, "overskott_kr", hur, "overskott_kr")
        hur, falt = "Statens andel × överskottet.", "minskning_kr"
        add("Minskning nästa år, kr", statens_andel * self.overskott, falt, hur, "minskning_nasta_ar_kr")

    def _add_grants(self) -> None:
        """The state's grant and all parties' contributions, in the years that were allocated. Bounds: CSV only."""

        def of(vektor: Callable[[Framskrivetar], Any]) -> list[Any]:
            return [None if rad.fordelad is None else vektor(rad.fordelad)[rad.i] for rad in self._rader]

        self.data("Tilldelning, kr", of(lambda a: a.resultat.tilldelning_kr), "kr", nyckel="tilldelning_kr",
                  forklaring="Enligt årets fördelning. Räknas inte om här.", bara_skarm=True)  # fmt: skip
        self.data("Alla parter enligt fördelningen, kr", of(lambda a: a.resultat.matchning.totalt_kr), "kr",
                  nyckel="totalt_kr", forklaring="Räknas inte om här.", bara_skarm=True)  # fmt: skip
        golv, tak = of(lambda a: a.resultat.bok.golv_kr), of(lambda a: a.resultat.bok.tak_kr)
        self.data("", [b if b is not None and b > 0 else None for b in golv], nyckel="golv_kr")
        self.data("", [b if b is not None and np.isfinite(b) else None for b in tak], nyckel="tak_kr")
        self.data("", of(lambda a: a.resultat.begransas_av), nyckel="begransas_av")
        self.data("", of(lambda a: a.budgeterat_kr), nyckel="budgeterade_intakter_kr")

    def _add_places(self) -> None:
        """What the measures of concentration are made of: capital above zero, and its place in the year."""
        ar, utan_minus = self.ar, avrunda(minst(0, self.utgaende), 4)
        self.positivt = self.rakna("Kapital i koncentrationen, kr", utan_minus, bara_skarm=True,
                                   forklaring="Minus räknas som 0.")  # fmt: skip
        nummer = self.data("Ordning", range(1, self.antal_rader + 1), "antal", bara_skarm=True,
                           forklaring="Koder och år i följd.")  # fmt: skip
        lika_fore = antal_dar((ar, ar), (self.positivt, self.positivt), (nummer, "<=", nummer))
        plats = antal_dar((ar, ar), (self.positivt, ">", self.positivt)) + lika_fore
        self.plats = self.rakna("Plats i året", plats, "antal", bara_skarm=True,
                                forklaring="1 = störst; lika i kodordning.")  # fmt: skip


def _compute_share(rad: Forbundsar) -> float | None:
    """The reasonable level as a share of the year's contributions; 0 where there are none."""
    rimlig_kr, intakter_kr = float(rad.a.rimlig_kr[rad.i]), float(rad.a.intakter_kr[rad.i])
    if not np.isfinite(rimlig_kr):
        return None
    return round(rimlig_kr / intakter_kr, 12) if intakter_kr else 0.0


def make_kapital_blad(f: Framskrivning, k: Kapitaltabell) -> Blad:
    """The ledger. What the years' allocations gave is written as it was computed."""
    titel = f"Eget kapital per förbund {f.bok[0].ar}–{f.bok[-1].ar}"
    text = (
        "Ändra ett gult fält, så följer åren efter. Statens andel av överskott står på Sammanfattning. Tilldelningen "
        "räknas inte om här, det gör fordelning kapital."
    )
    return Blad("Eget kapital", titel, text, [k], fasta=3)
