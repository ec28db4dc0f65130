"""The sheet Eget kapital of kapital.xlsx, and kapital.csv: a row per förbund and year, each year from those before."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import numpy as np

from fordelning.blad import Blad, Kolumn, Tabell, Tal
from fordelning.blad.formler import TOMT, antal_dar, avrunda, minst, om, sla_upp, summa_dar, tom
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivetar, Framskrivning
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR

NARA_KR = 1e-4
"""How near the engine's amounts the sheet's own must be: sums of many years in another order."""


class Kapitalrad(NamedTuple):
    """A year of a förbund: its number in the year, the year its chain begins, and its allocation (None = history)."""

    namn: str
    a: Arskapital
    i: int
    kedja_fran: int
    fordelad: Framskrivetar | None

    @property
    def kod(self) -> str:
        return self.a.koder[self.i]


@dataclass(frozen=True, slots=True, eq=False)
class Kapitaltabell:
    """The ledger, and the columns that the country and the returns are summed from."""

    tabell: Tabell
    kod: Kolumn
    ar: Kolumn
    intakter: Kolumn
    kostnader: Kolumn
    utgaende: Kolumn
    overskott: Kolumn
    under: Kolumn
    positivt: Kolumn
    plats: Kolumn


def list_rows(f: Framskrivning) -> list[Kapitalrad]:
    """Every förbund's years, in code order and then by year. A chain holds while a year begins with what was left."""
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    fordelade = {ar.kapital.ar: ar for ar in f.ar}
    rader = list[Kapitalrad]()
    for kod, nummer, i in sorted((kod, nummer, i) for nummer, a in enumerate(f.bok) for i, kod in enumerate(a.koder)):
        a = f.bok[nummer]
        kedjad = bool(rader) and _follows(rader[-1], kod, a, i)
        rader.append(Kapitalrad(namn[kod], a, i, rader[-1].kedja_fran if kedjad else a.ar, fordelade.get(a.ar)))
    return rader


def _follows(fore: Kapitalrad, kod: str, a: Arskapital, i: int) -> bool:
    """Whether a year begins with what the row above left."""
    hanger_ihop = fore.a.utgaende_kr[fore.i] == a.ingaende_kr[i]
    return bool(fore.kod == kod and fore.a.ar == a.ar - 1 and hanger_ihop)


def make_kapital(f: Framskrivning, riket_ar: Kolumn, statens_andel: Kolumn) -> Kapitaltabell:
    """The ledger, the level, the grants and the places. Rows may be sorted: a chain is found by förbund and year."""
    rader, t = list_rows(f), Tabell("Kapital")
    kod = t.data("Kod", [rad.kod for rad in rader], nyckel="forbund_kod")
    t.data("Förbund", [rad.namn for rad in rader], nyckel="namn")
    ar = t.data("År", [rad.a.ar for rad in rader], "ar", bredd=8, nyckel="ar")
    t.data("Uppgifterna är", [rad.a.typ[rad.i] for rad in rader], nyckel="typ")
    intakter = t.data("Intäkter, kr", _of(rader, "intakter_kr"), "kr", gul=True, bredd=15, nyckel="intakter_kr",
                      forklaring="Alla parters bidrag.")  # fmt: skip
    kostnader = t.data("Kostnader, kr", _of(rader, "kostnader_kr"), "kr", gul=True, bredd=15, nyckel="kostnader_kr")
    ingaende = _add_opening(t, rader, (kod, ar, intakter, kostnader))
    utgaende = t.rakna("Utgående, kr", ingaende + intakter - kostnader, lika=_of(rader, "utgaende_kr"), inom=NARA_KR,
                       bredd=16, nyckel="utgaende_kr", forklaring="Ingående + intäkter − kostnader.")  # fmt: skip
    overskott = _add_level(t, rader, utgaende, intakter, sla_upp(statens_andel, (riket_ar, ar)))
    lagsta = t.data("Lägsta eget kapital, kr", _of(rader, "lagsta_kr"), "kr", gul=True, bredd=15,
                    nyckel="lagsta_kapital_kr", forklaring="Enligt planering.csv.")  # fmt: skip
    under = t.rakna("Under lägsta, kr", minst(0, lagsta - utgaende), lika=_of(rader, "under_lagsta_kr"), inom=NARA_KR,
                    bredd=14, forklaring="Det som fattas.")  # fmt: skip
    _add_grants(t, rader)
    positivt, plats = _add_places(t, ar, utgaende)
    t.ordna(*t.kolumner[:4], ingaende, intakter, kostnader, utgaende)
    return Kapitaltabell(t, kod, ar, intakter, kostnader, utgaende, overskott, under, positivt, plats)


def _of(rader: Sequence[Kapitalrad], falt: str) -> list[float]:
    """A figure of every row."""
    return [float(getattr(rad.a, falt)[rad.i]) for rad in rader]


def _where_ruled(rader: Sequence[Kapitalrad], falt: str) -> list[float | None]:
    """Figures that are empty in the years that have no rule."""
    return [v if np.isfinite(rad.a.rimlig_kr[rad.i]) else None for rad, v in zip(rader, _of(rader, falt), strict=True)]


def _add_opening(t: Tabell, rader: Sequence[Kapitalrad], led: tuple[Kolumn, Kolumn, Kolumn, Kolumn]) -> Kolumn:
    """Ingående: what the chain begins with, and the years since. Summed anew, so that rows may be sorted."""
    kod, ar, intakter, kostnader = led
    kedja_fran = t.data("Kedjan börjar, år", [rad.kedja_fran for rad in rader], "ar", bredd=12,
                        forklaring="Åren från då hänger ihop.")  # fmt: skip
    forsta = [rad.kedja_fran == rad.a.ar for rad in rader]
    varden = [v if ny else None for v, ny in zip(_of(rader, "ingaende_kr"), forsta, strict=True)]
    borjar = t.data("Kedjan börjar med, kr", varden, "kr", gul=forsta, bredd=16,
                    forklaring="Ingående det första året.")  # fmt: skip
    tidigare = ((kod, kod), (ar, ">=", kedja_fran), (ar, "<", ar))
    start, in_, ut = (
        summa_dar(borjar, (kod, kod), (ar, kedja_fran)),
        summa_dar(intakter, *tidigare),
        summa_dar(kostnader, *tidigare),
    )
    return t.rakna("Ingående, kr", start + in_ - ut, lika=_of(rader, "ingaende_kr"), inom=NARA_KR, bredd=16,
                   nyckel="ingaende_kr", forklaring="Det kedjan börjar med, och åren sedan dess.")  # fmt: skip


def _add_level(t: Tabell, rader: Sequence[Kapitalrad], utgaende: Kolumn, intakter: Kolumn, statens: Tal) -> Kolumn:
    """The reasonable level, what is above it, and what that takes from next year's grant."""
    andel = t.data("Rimlig nivå, andel", [_compute_share(rad) for rad in rader], "andel", gul=True, bredd=17,
                   forklaring="Enligt modellen för årets intäkter. Tomt = ingen regel.")  # fmt: skip
    rimlig = t.rakna("Rimlig nivå, kr", om(tom(andel), TOMT, andel * intakter), lika=_where_ruled(rader, "rimlig_kr"),
                     inom=NARA_KR, bredd=15, nyckel="rimlig_kr", forklaring="Andelen × intäkterna.")  # fmt: skip
    over = om(utgaende - rimlig > MINSTA_OVERSKOTT_KR, utgaende - rimlig, 0)
    overskott = t.rakna("Över rimlig nivå, kr", om(tom(andel), TOMT, over), lika=_where_ruled(rader, "overskott_kr"),
                        inom=NARA_KR, bredd=15, nyckel="overskott_kr",
                        forklaring="Utgående − rimlig nivå.")  # fmt: skip
    t.rakna("Minskning nästa år, kr", om(tom(andel), TOMT, statens * overskott), inom=NARA_KR, bredd=16,
            lika=_where_ruled(rader, "minskning_kr"), nyckel="minskning_nasta_ar_kr",
            forklaring="Statens andel (Sammanfattning) × överskottet.")  # fmt: skip
    return overskott


def _add_places(t: Tabell, ar: Kolumn, utgaende: Kolumn) -> tuple[Kolumn, Kolumn]:
    """What the measures of concentration are made of: capital above zero, and its place in the year."""
    positivt = t.rakna("Kapital i koncentrationen, kr", avrunda(minst(0, utgaende), 4), bredd=17,
                       forklaring="Minus räknas som 0.")  # fmt: skip
    nummer = t.data("Ordning", range(1, t.antal_rader + 1), "antal", bredd=10, forklaring="Koder och år i följd.")
    lika_fore = antal_dar((ar, ar), (positivt, positivt), (nummer, "<=", nummer))
    plats = t.rakna("Plats i året", antal_dar((ar, ar), (positivt, ">", positivt)) + lika_fore, "antal", bredd=12,
                    forklaring="1 = störst; lika i kodordning.")  # fmt: skip
    return positivt, plats


def make_kapital_blad(f: Framskrivning, k: Kapitaltabell) -> Blad:
    """The ledger. What the years' allocations gave is written as it was computed."""
    titel = f"Eget kapital per förbund {f.bok[0].ar}–{f.bok[-1].ar}"
    text = "Ändra ett gult fält, så följer åren efter. Tilldelningen räknas inte om här, det gör fordelning kapital."
    return Blad("Eget kapital", titel, text, [k.tabell], fasta=3)


def _compute_share(rad: Kapitalrad) -> float | None:
    """The reasonable level as a share of the year's contributions; 0 where there are none."""
    rimlig_kr, intakter_kr = float(rad.a.rimlig_kr[rad.i]), float(rad.a.intakter_kr[rad.i])
    if not np.isfinite(rimlig_kr):
        return None
    return round(rimlig_kr / intakter_kr, 12) if intakter_kr else 0.0


def _add_grants(t: Tabell, rader: Sequence[Kapitalrad]) -> None:
    """The state's grant and all parties' contributions, in the years that were allocated. Bounds: CSV only."""

    def of(vektor: Any) -> list[Any]:
        return [None if rad.fordelad is None else vektor(rad.fordelad)[rad.i] for rad in rader]

    t.data("Tilldelning, kr", of(lambda a: a.resultat.tilldelning_kr), "kr", bredd=16, nyckel="tilldelning_kr",
           forklaring="Enligt årets fördelning. Räknas inte om här.")  # fmt: skip
    t.data("Alla parter enligt fördelningen, kr", of(lambda a: a.resultat.matchning.totalt_kr), "kr", bredd=16,
           nyckel="totalt_kr", forklaring="Räknas inte om här.")  # fmt: skip
    t.data("", [b or None for b in of(lambda a: np.maximum(a.resultat.bok.golv_kr, 0))], nyckel="golv_kr")
    t.data("", [b if b is not None and np.isfinite(b) else None for b in of(lambda a: a.resultat.bok.tak_kr)],
           nyckel="tak_kr")  # fmt: skip
    t.data("", of(lambda a: a.resultat.begransas_av), nyckel="begransas_av")
    t.data("", of(lambda a: a.budgeterat_kr), nyckel="budgeterade_intakter_kr")
