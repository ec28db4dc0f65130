"""Figures put into a data set: every area gets its kommun's figure, parts of a kommun their shares of it.

A part's share is what it had of its kommun's figures before: this year's column, else last year's, else the
inhabitants. The parts sum exactly to the kommun. The control total, the year and the source follow the figures.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from fordelning.ar.summor import add, as_number, as_text
from fordelning.fel import Anmarkning
from fordelning.pengar import dela_heltal
from fordelning.statistik.figurer import Figurer
from fordelning.statistik.kub import StatistikFel
from fordelning.statistik.utkast import FJOL, Kolumn, Utkast, list_faults
from fordelning.underlag import Granskat, examine
from fordelning.underlag.installningar import name_columns
from fordelning.underlag.tal import parse_number
from fordelning.underlag.texter import Texter, Textpost, make_ratext

_LANGST = 3000
"""Characters of the source's notes that are kept."""


@dataclass(frozen=True, slots=True)
class Insatt:
    """A data set with the figures in it. `granskat` is None while other cells are still to be filled in.

    `fore` and `efter` are the column's sums, `fore` None where it was not filled in; `delade` says by what a kommun's
    parts were shared (Swedish).
    """

    texter: Texter
    granskat: Granskat | None
    fore: Decimal | None
    efter: Decimal
    delade: tuple[str, ...]
    varningar: tuple[Anmarkning, ...]


def put_in(
    utkast: Utkast, kolumn: Kolumn, figurer: Figurer, decimaler: int, flytta: bool = False, som_bok: bool = False
) -> Insatt:
    """The data set with the figures. `flytta`: the column's figures before become last year's.

    Raises StatistikFel where a kommun's parts have no shares, or the gate refuses what the data set has become.
    """
    if kolumn == "invanare_antal":
        _refuse_fractions(utkast, figurer)
    delade: list[str] = []
    nya = _divide(utkast, kolumn, figurer.tal, 0 if kolumn == "invanare_antal" else decimaler, delade)
    omraden = tuple(
        _fill(rad, kolumn, nya[rad["omrade_kod"]], utkast.fore if flytta else None)
        for rad in utkast.texter.tabeller["omraden"]
    )
    efter = add(rad[kolumn] for rad in omraden)
    nycklar = _describe(utkast.texter.nycklar, kolumn, figurer, efter, delade)
    if flytta:
        nycklar["kontrollsummor"] |= {FJOL[kolumn]: as_number(add(rad[FJOL[kolumn]] for rad in omraden))}
    texter = Texter({**utkast.texter.tabeller, "omraden": omraden}, nycklar)
    granskat, funna = examine(make_ratext(texter, som_bok))
    if fel := list_faults(funna):
        raise StatistikFel(fel)
    gamla = [_read(text) for text in utkast.fore.values()]
    fore = sum(gamla, Decimal(0)) if all(g is not None for g in gamla) else None
    varningar = tuple(a for a in funna if a.allvar == "varning")
    if kolumn == "invanare_antal":
        varningar = (*_warn_age(utkast.texter.nycklar, figurer), *varningar)
    return Insatt(texter, granskat, fore, efter, tuple(delade), varningar)


def _refuse_fractions(utkast: Utkast, figurer: Figurer) -> None:
    """People are whole, but in a mean of several times. Raises StatistikFel with the first who is not."""
    if figurer.tider > 1:
        return
    for kod, tal in figurer.tal.items():
        if tal.denominator != 1:
            vad = f"{utkast.indelning.name(kod)} har {float(tal):g} invånare"
            gor = "Kontrollera att tabellen är antal personer, inte tusental eller en andel."
            raise StatistikFel([Anmarkning(figurer.uttag[0].fil.namn, vad, "hela personer", gor)])


def _warn_age(nycklar: Mapping[str, Any], figurer: Figurer) -> Iterator[Anmarkning]:
    """The ages of the key must be known, and be those that the data set says."""
    fore, fil = str(nycklar.get("statistik", {}).get("invanare_alder", "")), figurer.uttag[0].fil.namn
    sagt = fore or "ingen ålder"
    if not figurer.alder:
        vad = f"filen har ingen variabel för ålder; underlaget anger {sagt}"
        yield Anmarkning(fil, vad, gor="Kontrollera att talen är för nyckelns ålder, 16–64 år.", allvar="varning")
    elif fore and re.findall("[0-9]{1,3}", fore)[:2] != re.findall("[0-9]{1,3}", figurer.alder)[:2]:
        vad = f"talen är för {figurer.alder}; underlaget angav {fore}"
        yield Anmarkning(fil, vad, gor="Kontrollera att åldern är nyckelns.", allvar="varning")


def _read(text: str) -> Any:
    """A figure as it was written, exact; None when there is none."""
    if parse_number(text) is None:
        return None
    return Decimal(re.sub(r"\s", "", text).replace(",", ".").replace("\u2212", "-"))


def _fill(rad: Textpost, kolumn: Kolumn, tal: Decimal, fore: Mapping[str, str] | None) -> Textpost:
    ny = {**rad, kolumn: as_text(tal)}
    if fore is not None and (gammalt := _read(fore.get(rad["omrade_kod"], ""))) is not None:
        ny[FJOL[kolumn]] = as_text(gammalt)
    return ny


def _divide(
    utkast: Utkast, kolumn: Kolumn, tal: Mapping[str, Fraction], decimaler: int, delade: list[str]
) -> dict[str, Decimal]:
    """Every area's figure, in whole units of the last decimal, summing exactly to the kommun's."""
    delar: defaultdict[str, list[Textpost]] = defaultdict(list)
    for rad in utkast.texter.tabeller["omraden"]:
        delar[rad["kommun_kod"]].append(rad)
    nya: dict[str, Decimal] = {}
    fel: list[Anmarkning] = []
    for kommun_kod, rader in delar.items():
        enheter = round(tal[kommun_kod] * 10**decimaler)
        vikter, ur = _find_weights(utkast, kolumn, rader)
        if len(rader) > 1 and sum(vikter) <= 0:
            koder = ", ".join(rad["omrade_kod"] for rad in rader)
            gor = f"Fyll i {kolumn} eller {FJOL[kolumn]} för delarna; deras andelar behålls."
            fel.append(Anmarkning(f"omraden, {koder}", "delarna har inga tal att ta andelar ur", "tal per del", gor))
            continue
        antal = dela_heltal(enheter, vikter) if len(rader) > 1 else (enheter,)
        if len(rader) > 1:
            andelar = ", ".join(
                f"{rad['omrade_kod']} {vikt / sum(vikter):.2%}".replace(".", ",").replace("%", " %")
                for rad, vikt in zip(rader, vikter, strict=True)
            )
            delade.append(f"{kommun_kod} efter {ur}: {andelar}")
        for rad, n in zip(rader, antal, strict=True):
            nya[rad["omrade_kod"]] = Decimal(n).scaleb(-decimaler)
    if fel:
        raise StatistikFel(fel)
    return nya


def _find_weights(utkast: Utkast, kolumn: Kolumn, rader: Sequence[Textpost]) -> tuple[list[float], str]:
    """What a kommun's parts are weighed by, and what that is."""
    val = [
        ([utkast.fore.get(rad["omrade_kod"], "") for rad in rader], f"delarnas tidigare {kolumn}"),
        ([rad[FJOL[kolumn]] for rad in rader], f"delarnas {FJOL[kolumn]}"),
        ([rad["invanare_antal"] for rad in rader], "delarnas invanare_antal"),
    ]
    for texter, ur in val:
        vikter = [parse_number(text) for text in texter]
        kanda = [v for v in vikter if v is not None]
        if len(kanda) == len(rader) and sum(kanda) > 0:
            return kanda, ur
    return [0.0] * len(rader), ""


def _describe(
    nycklar: Mapping[str, Any], kolumn: Kolumn, figurer: Figurer, summa: Decimal, delade: Sequence[str]
) -> dict[str, Any]:
    """The settings: year and age of the figures, their control total, and their source."""
    statistik = dict(nycklar.get("statistik", {}))
    if kolumn == "invanare_antal":
        statistik |= {"invanare_ar": figurer.ar} if figurer.ar else {}
        statistik |= {"invanare_alder": figurer.alder} if figurer.alder else {}
    else:
        statistik |= {"forsorjningsmatt_ar": figurer.ar} if figurer.ar else {}
    summor = {
        namn: varde
        for namn, varde in name_columns(nycklar.get("kontrollsummor", {})).items()
        if namn.rpartition(".")[2] != kolumn
    }
    kallor = {**nycklar.get("kallor", {}), kolumn: make_source(figurer, delade)}
    return {
        **nycklar,
        "statistik": statistik,
        "kallor": kallor,
        "kontrollsummor": {**summor, kolumn: as_number(summa)},
    }


def make_source(figurer: Figurer, delade: Sequence[str]) -> dict[str, Any]:
    """Where the figures are from, as [kallor] holds it: table, day, choices, notes, and the file's SHA-256."""
    uttag = figurer.uttag
    namn = [", ".join(t for t in (u.utgivare, u.tabell, u.titel) if t) or u.fil.namn for u in uttag]
    metod = [f"Val: {'; '.join(figurer.valt)}." if figurer.valt else ""]
    metod += [f"Medel av {figurer.tider} tidpunkter." if figurer.tider > 1 else ""]
    metod += [f"Delar av kommuner: {'; '.join(delade)}." if delade else ""]
    uppdaterad = dict.fromkeys(f"uppdaterad {u.uppdaterad}" for u in uttag if u.uppdaterad)
    noter = _clean(" ".join(n for u in uttag for n in u.noter))
    kalla = {
        "text": _clean("; ".join(namn)),
        "datum": _clean(", ".join(t for t in (f"avser {figurer.ar}" if figurer.ar else "", *uppdaterad) if t)),
        "uppskattning": bool(delade),
        "metod": _clean(" ".join(m for m in metod if m)),
        "tabell": _clean(", ".join(dict.fromkeys(u.tabell for u in uttag if u.tabell))),
        "fil": _clean(", ".join(u.fil.namn for u in uttag)),
        "sha256": ", ".join(u.fil.sha256 for u in uttag),
        "noter": noter if len(noter) <= _LANGST else f"{noter[:_LANGST]} …",
    }
    return {nyckel: varde for nyckel, varde in kalla.items() if varde not in ("",)}


def _clean(text: str) -> str:
    """One line of text that begins as no formula."""
    synlig = "".join(t if t.isprintable() or t.isspace() else " " for t in text)
    return re.sub(r"\s+", " ", synlig).strip().lstrip("=+-@")
