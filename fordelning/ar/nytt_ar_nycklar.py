"""The settings of the next year: sources that say what the figures now are, and control totals of what was carried."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fordelning.ar.arsslut import Arsslut
from fordelning.ar.kapitalrader import find_breaks
from fordelning.ar.summor import add, as_number
from fordelning.underlag import Granskat
from fordelning.underlag.installningar import name_columns
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.texter import Textpost

FORDA = (
    ("forbund", "tilldelning_fjol_kr"),
    ("forbund", "bidrag_fjol_kr"),
    ("forbund", "eget_kapital_kr"),
    ("omraden", "invanare_fjol_antal"),
    ("omraden", "forsorjningsmatt_fjol"),
)
"""The columns that get a control total: what was carried from the year before."""

LOFTEN = ("medfinansiering", "regionmedel")
"""The tables of what parties have pledged for one year: the next begins without."""

Rader = Mapping[str, Sequence[Textpost]]


def carry_settings(granskat: Granskat, tabeller: Rader, slut: Arsslut, behall_statistik: bool) -> dict[str, Any]:
    """underlag.toml of the next year. The pot stays until another is known; approved jumps were this year's."""
    nycklar = dict(granskat.nycklar)
    nycklar.pop("undantag", None)
    if kedja := list_breaks(granskat, tabeller):
        nycklar["undantag"] = {"kedja": kedja}
    statistik = dict(nycklar.get("statistik", {}))
    if not behall_statistik:
        statistik = {k: v for k, v in statistik.items() if k not in ("invanare_ar", "forsorjningsmatt_ar")}
    return {
        **nycklar,
        "budgetar": granskat.installningar.budgetar + 1,
        "statistik": statistik,
        "kallor": _carry_sources(granskat, slut, behall_statistik),
        "kontrollsummor": _carry_totals(granskat, tabeller),
    }


def list_breaks(granskat: Granskat, tabeller: Rader) -> list[str]:
    """The breaks in the chains of eget kapital: those approved, and what the year now adds of old differences."""
    per_forbund: dict[str, list[Textpost]] = {}
    for rad in tabeller["kapital"]:
        per_forbund.setdefault(rad["forbund_kod"], []).append(rad)
    brott = {f"{kod} {ar}" for kod, rader in per_forbund.items() for ar, _ in find_breaks(rader)}
    finns = {f"{rad['forbund_kod']} {rad['ar']}" for rad in tabeller["kapital"]}
    return sorted(brott | (finns & set(granskat.installningar.undantag.kedja)))


def _carry_sources(granskat: Granskat, slut: Arsslut, behall_statistik: bool) -> dict[str, Any]:
    """Each table's source. An estimate stays one, and figures that are no utfall are one.

    What was said of this year's figures is kept under the year, in keys such as metod_2026.
    """
    ar, lasta = granskat.installningar.budgetar, granskat.installningar.kallor
    kallor = {
        namn: dict(kalla) if isinstance(kalla, Mapping) else {"text": kalla}
        for namn, kalla in granskat.nycklar.get("kallor", {}).items()
        if namn not in LOFTEN
    }
    forst = lasta["forbund"].uppskattning if "forbund" in lasta else False
    kallor["forbund"] = {
        "text": f"Tilldelning {slut.tilldelning_ur}. Bidrag och eget kapital: {slut.kapital_ur}.",
        "datum": f"årets slut {ar}",
        "uppskattning": forst or any(lage.typ != "utfall" for lage in slut.lagen.values()),
        **_put_under_year(kallor.get("forbund", {}), ar),
    }
    kallor["kapital"] = {**kallor.get("kapital", {}), f"ar_{ar}": slut.kapital_ur}
    if not behall_statistik:
        kallor["omraden"] = {
            "text": f"Årets statistik: ange källan. Fjolårets kolumner: se text_{ar}.",
            "uppskattning": lasta["omraden"].uppskattning if "omraden" in lasta else False,
            **_put_under_year(kallor.get("omraden", {}), ar),
        }
    return kallor


def _put_under_year(kalla: Mapping[str, Any], ar: int) -> dict[str, Any]:
    """What was said of figures that now are the year's before."""
    ny = {nyckel: v for nyckel, v in kalla.items() if nyckel != "uppskattning" and not re.search("_[0-9]{4}$", nyckel)}
    return {f"{nyckel}_{ar}": v for nyckel, v in ny.items()}


def _carry_totals(granskat: Granskat, tabeller: Rader) -> dict[str, Any]:
    """Control totals of what was carried. One that was given follows its rows.

    One whose column is now empty is dropped: it would stop the first figure that is filled in.
    """
    nya = move_totals(granskat, tabeller)
    for namn in [*nya]:
        tabell, kolumn = _find_column(namn)
        if (tabell, kolumn) in FORDA or not any(rad[kolumn] for rad in tabeller[tabell]):
            del nya[namn]
    return nya | {kolumn: as_number(add(rad[kolumn] for rad in tabeller[tabell])) for tabell, kolumn in FORDA}


def move_totals(granskat: Granskat, tabeller: Rader) -> dict[str, Any]:
    """The control totals as written, each moved by what its column has changed by to these tables."""
    nya: dict[str, Any] = {}
    for namn, varde in name_columns(granskat.nycklar.get("kontrollsummor", {})).items():
        tabell, kolumn = _find_column(namn)
        fore, efter = (add(rad[kolumn] for rad in t[tabell]) for t in (granskat.texter.tabeller, tabeller))
        nya[namn] = _change_total(varde, granskat.installningar.kontrollsummor[namn].summa, efter - fore)
    return nya


def _find_column(namn: str) -> tuple[str, str]:
    """The table and the column of a control total that has passed the gate: kapital.intakter_kr, or invanare_antal."""
    tabell, _, kolumn = namn.rpartition(".")
    return tabell or next(t for t in TABELLER if kolumn in TABELLER[t].kolumnnamn), kolumn


def _change_total(varde: Any, summa: float, andring: Decimal) -> Any:
    if not andring:
        return varde
    ny = as_number(Decimal(str(summa)) + andring)
    return {**varde, "summa": ny} if isinstance(varde, Mapping) else ny
