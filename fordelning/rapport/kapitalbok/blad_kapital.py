"""The sheet Eget kapital of kapital.xlsx: one row per förbund and year, each year from the year before."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fordelning.begrepp import Vektor
from fordelning.kapital.ar import Arskapital
from fordelning.kapital.framskrivning import Framskrivetar, Framskrivning
from fordelning.rapport.excel.rubriker import Rubrik, Rubriker
from fordelning.rapport.excel.tabell import Blad, Kolumn, Tabell
from fordelning.regler.eget_kapital import MINSTA_OVERSKOTT_KR

RUBRIKER = Rubriker(
    kod=Rubrik("Kod"),
    namn=Rubrik("Förbund"),
    ar=Rubrik("År", "", 8),
    typ=Rubrik("Uppgifterna är"),
    ingaende=Rubrik("Ingående, kr", "Året före: utgående. Gult = kedjan börjar.", 16),
    intakter=Rubrik("Intäkter, kr", "Alla parters bidrag.", 15),
    kostnader=Rubrik("Kostnader, kr", "", 15),
    utgaende=Rubrik("Utgående, kr", "Ingående + intäkter − kostnader.", 16),
    rimlig_andel=Rubrik("Rimlig nivå, andel", "Enligt modellen för årets intäkter. Tomt = ingen regel.", 17),
    rimlig=Rubrik("Rimlig nivå, kr", "Andelen × intäkterna.", 15),
    overskott=Rubrik("Över rimlig nivå, kr", "Utgående − rimlig nivå.", 15),
    minskning=Rubrik("Minskning nästa år, kr", "Statens andel (Sammanfattning) × överskottet.", 16),
    lagsta=Rubrik("Lägsta eget kapital, kr", "Enligt planering.csv.", 15),
    under=Rubrik("Under lägsta, kr", "Det som fattas.", 14),
    tilldelning=Rubrik("Tilldelning, kr", "Enligt årets fördelning. Räknas inte om här.", 16),
    totalt=Rubrik("Alla parter enligt fördelningen, kr", "Räknas inte om här.", 16),
    positivt=Rubrik("Kapital i koncentrationen, kr", "Minus räknas som 0.", 17),
    plats=Rubrik("Plats i året", "1 = störst; lika i kodordning.", 12),
)


class Kapitalrad(NamedTuple):
    """A year of a förbund, by its numbers in the year and in the years; `kedjad` = begins with what the row above left.

    `plats` = its place in the year by eget kapital. `fordelad` = the year's allocation, None before the budget year.
    """

    namn: str
    nummer: int
    a: Arskapital
    i: int
    plats: int
    kedjad: bool
    fordelad: Framskrivetar | None

    @property
    def kod(self) -> str:
        return self.a.koder[self.i]

    @property
    def har_regel(self) -> bool:
        return bool(np.isfinite(self.a.rimlig_kr[self.i]))


def list_rows(f: Framskrivning) -> list[Kapitalrad]:
    """Every förbund's years, in code order and then by year."""
    namn = {forbund.forbund_kod: forbund.namn for u in f.underlag for forbund in u.forbund}
    fordelade = {ar.kapital.ar: ar for ar in f.ar}
    platser = [_rank(np.maximum(0.0, a.utgaende_kr)) for a in f.bok]
    ordning = sorted((kod, nummer, i) for nummer, a in enumerate(f.bok) for i, kod in enumerate(a.koder))
    rader = list[Kapitalrad]()
    for kod, nummer, i in ordning:
        a = f.bok[nummer]
        kedjad = bool(rader) and _follows(rader[-1], kod, a, i)
        rader.append(Kapitalrad(namn[kod], nummer, a, i, platser[nummer][i], kedjad, fordelade.get(a.ar)))
    return rader


def _follows(fore: Kapitalrad, kod: str, a: Arskapital, i: int) -> bool:
    """Whether a year begins with what the row above left."""
    hanger_ihop = fore.a.utgaende_kr[fore.i] == a.ingaende_kr[i]
    return bool(fore.kod == kod and fore.a.ar == a.ar - 1 and hanger_ihop)


def _rank(kapital_kr: Vektor) -> list[int]:
    """Places from the largest down, from 1; the earlier of equals first."""
    platser = np.empty(kapital_kr.size, int)
    platser[np.argsort(-kapital_kr, kind="stable")] = np.arange(1, kapital_kr.size + 1)
    return list(map(int, platser))


def make_kapital_sheet(f: Framskrivning, rader: Sequence[Kapitalrad]) -> Blad:
    """The ledger. What the years' allocations gave is written as it was computed."""
    kolumner = (*_make_ledger(rader), *_make_level(rader), *_make_grants(rader), *_make_places(rader))
    return Blad(
        "Eget kapital",
        f"Eget kapital per förbund {f.bok[0].ar}–{f.bok[-1].ar}",
        "Ändra ett gult fält, så följer åren efter. Tilldelningen räknas inte om här, det gör fordelning kapital. "
        "Behåll raderna i ordning; filtrera i stället för att sortera.",
        (Tabell("kapital", kolumner),),
        fasta=3,
        sidbredd=2,
    )


def _make_ledger(rader: Sequence[Kapitalrad]) -> Iterator[Kolumn]:
    """Who, which year, and ingående + intäkter − kostnader = utgående."""
    kolumn, ingaende = RUBRIKER.kolumn, RUBRIKER["ingaende"]
    yield kolumn("kod", [rad.kod for rad in rader])
    yield kolumn("namn", [rad.namn for rad in rader])
    yield kolumn("ar", [rad.a.ar for rad in rader])
    yield kolumn("typ", [rad.a.typ[rad.i] for rad in rader])
    yield Kolumn(
        "ingaende",
        ingaende.text,
        [rad.a.ingaende_kr[rad.i] for rad in rader],
        "kr",
        ["{utgaende.fore}" if rad.kedjad else "" for rad in rader],
        ingaende.forklaring,
        ingaende.bredd,
        inmatning=[not rad.kedjad for rad in rader],
    )
    yield kolumn("intakter", [rad.a.intakter_kr[rad.i] for rad in rader], "kr", inmatning=True)
    yield kolumn("kostnader", [rad.a.kostnader_kr[rad.i] for rad in rader], "kr", inmatning=True)
    utgaende = "{ingaende}+{intakter}-{kostnader}"
    yield kolumn("utgaende", [rad.a.utgaende_kr[rad.i] for rad in rader], "kr", utgaende)


def _make_level(rader: Sequence[Kapitalrad]) -> Iterator[Kolumn]:
    """The reasonable level, what is above it, what that takes from next year's grant, and the lowest allowed."""
    kolumn = RUBRIKER.kolumn
    over = "{utgaende}-{rimlig}"

    def where_ruled(nyckel: str, varden: Sequence[float], formel: str) -> Kolumn:
        """A column that is empty in the years that have no rule."""
        egna = [varde if rad.har_regel else None for rad, varde in zip(rader, varden, strict=True)]
        return kolumn(nyckel, egna, "kr", [formel if rad.har_regel else "" for rad in rader])

    yield kolumn("rimlig_andel", [_compute_share(rad) for rad in rader], "andel", inmatning=True)
    yield where_ruled("rimlig", [rad.a.rimlig_kr[rad.i] for rad in rader], "{rimlig_andel}*{intakter}")
    overskott = f"IF({over}>{MINSTA_OVERSKOTT_KR:.4f},{over},0)"
    yield where_ruled("overskott", [rad.a.overskott_kr[rad.i] for rad in rader], overskott)
    minskning = [f"{{riket.statens_andel[{rad.nummer}]}}*{{overskott}}" if rad.har_regel else "" for rad in rader]
    minskningar = [rad.a.minskning_kr[rad.i] if rad.har_regel else None for rad in rader]
    yield kolumn("minskning", minskningar, "kr", minskning)
    yield kolumn("lagsta", [rad.a.lagsta_kr[rad.i] for rad in rader], "kr", inmatning=True)
    yield kolumn("under", [rad.a.under_lagsta_kr[rad.i] for rad in rader], "kr", "MAX(0,{lagsta}-{utgaende})")


def _compute_share(rad: Kapitalrad) -> float | None:
    """The reasonable level as a share of the year's contributions; 0 where there are none."""
    if not rad.har_regel:
        return None
    intakter_kr = rad.a.intakter_kr[rad.i]
    return round(float(rad.a.rimlig_kr[rad.i] / intakter_kr), 12) if intakter_kr else 0.0


def _make_grants(rader: Sequence[Kapitalrad]) -> Iterator[Kolumn]:
    """The state's grant and all parties' contributions, in the years that were allocated."""
    resultat = [None if rad.fordelad is None else rad.fordelad.resultat for rad in rader]
    tilldelning = [None if r is None else r.tilldelning_kr[rad.i] for r, rad in zip(resultat, rader, strict=True)]
    totalt = [None if r is None else r.matchning.totalt_kr[rad.i] for r, rad in zip(resultat, rader, strict=True)]
    yield RUBRIKER.kolumn("tilldelning", tilldelning, "kr")
    yield RUBRIKER.kolumn("totalt", totalt, "kr")


def _make_places(rader: Sequence[Kapitalrad]) -> Iterator[Kolumn]:
    """What the measures of concentration are made of: capital above zero, and its place in the year."""
    storre = 'COUNTIFS({ar.alla},{ar},{positivt.alla},">"&{positivt})'
    plats = [f"{storre}+COUNTIFS({{ar[0:{n}]}},{{ar}},{{positivt[0:{n}]}},{{positivt}})" for n in _count(rader)]
    positivt = [max(0.0, float(rad.a.utgaende_kr[rad.i])) for rad in rader]
    yield RUBRIKER.kolumn("positivt", positivt, "kr", "MAX(0,{utgaende})")
    yield RUBRIKER.kolumn("plats", [rad.plats for rad in rader], "antal", plats)


def _count(rader: Sequence[Kapitalrad]) -> range:
    """How many rows there are up to each row."""
    return range(1, len(rader) + 1)
