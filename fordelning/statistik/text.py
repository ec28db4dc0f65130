"""What the command of statistics tells on the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

import numpy as np

from fordelning.analys.jamforelse import Jamforelse
from fordelning.ar.nytt_ar import count_missing
from fordelning.ar.text import name_table
from fordelning.pengar import format_kr
from fordelning.statistik.figurer import Figurer
from fordelning.statistik.indelning import Indelning
from fordelning.statistik.insattning import Insatt
from fordelning.statistik.metod import Brus, Tabell
from fordelning.statistik.utkast import FJOL, Kolumn
from fordelning.statistik.verkan import Bruseffekt, Revidering

_MEST = 10


def summarize_figures(figurer: Figurer, insatt: Insatt, kolumn: Kolumn, flytta: bool, som_bok: bool) -> str:
    """What was read and chosen, what was left out, and the column's sums before and after."""
    rader = []
    for u in figurer.uttag:
        rader.append(", ".join(t for t in (u.utgivare, u.tabell, u.titel, u.uppdaterad) if t) or u.fil.namn)
        rader.append(f"  {u.fil.namn}, SHA-256 {u.fil.sha256[:16]}…")
    rader += ["", *_list("Valt:", figurer.valt), *_list("Utelämnat:", figurer.utelamnat)]
    if figurer.tider > 1:
        rader.append(f"Varje tal är medel av {figurer.tider} tidpunkter.")
    rader += _list("Delar av kommuner, andelar:", insatt.delade)
    rader += ["", *_compare_sums(insatt, kolumn, len(figurer.tal))]
    rader.append(f"  De tidigare talen står nu i {FJOL[kolumn]}." if flytta else f"  {FJOL[kolumn]} är orörd.")
    gamla = insatt.texter.nycklar.get("kallor", {})
    if "omraden" in gamla:
        rader.append(f"  Källan står i [kallor.{kolumn}]. Se över [kallor.omraden], som kan säga något annat.")
    if kolumn == "forsorjningsmatt":
        enhet = insatt.texter.nycklar.get("statistik", {}).get("forsorjningsmatt_enhet") or "inte angiven"
        rader.append(f"  Se över forsorjningsmatt_enhet i [statistik]: {enhet}.")
    kvar = list(count_missing(insatt.texter))
    if kvar:
        rader += ["", "Kvar att fylla i innan underlaget kan användas:"]
        rader += [f"  {name_table(k.tabell, som_bok):<20}{k.kolumn:<26}{k.antal:>7} celler" for k in kvar]
    return "\n".join(rader)


def _compare_sums(insatt: Insatt, kolumn: Kolumn, antal: int) -> Iterator[str]:
    fore = "inte ifylld" if insatt.fore is None else _show(insatt.fore)
    andel = f"  ({(insatt.efter / insatt.fore - 1) * 100:+.2f} %)" if insatt.fore else ""
    andring = andel.replace(".", ",").replace("-", "\u2212")
    yield from (f"{kolumn}: {antal} kommuner", f"  före   {fore:>18}", f"  efter  {_show(insatt.efter):>18}{andring}")


def _list(rubrik: str, texter: Sequence[str]) -> Iterator[str]:
    if texter:
        yield from (rubrik, *(f"  {text}" for text in texter))


def _show(tal: Decimal) -> str:
    helt = tal == tal.to_integral_value()
    return format_kr(float(tal), 0 if helt else 1)


def list_tables(tabeller: Sequence[Tabell]) -> str:
    """The tables that can be fetched, with their addresses and when those were written."""
    rader = ["Tabeller att hämta:"]
    for t in tabeller:
        rader += [f"  {t.namn}", f"    {t.beskrivning}. Till {t.kolumn}. {t.adress}, skriven {t.skriven}."]
        rader += [f"    {'Antagande: ' if t.antagande else ''}{t.anmarkning}"] if t.anmarkning else []
    return "\n".join(rader)


def summarize_drift(rader: Sequence[Revidering], jamforelse: Jamforelse | None, indelning: Indelning, mot: str) -> str:
    """The kommuner whose figures were revised, and what that moves in the grants."""
    ut = ["", f"Reviderat sedan {mot}: {len(rader)} kommuner"]
    for r in rader[:_MEST]:
        skillnad = format_kr(r.efter - r.fore, 0 if float(r.efter - r.fore).is_integer() else 1)
        ut.append(f"  {indelning.name(r.kommun_kod):<30}{r.fore:>14.10g}{r.efter:>14.10g}{skillnad:>12}")
    ut += [f"  … och {len(rader) - _MEST} till"] if len(rader) > _MEST else []
    if jamforelse is None:
        return "\n".join([*ut, "  Verkan i tilldelningen räknas när hela underlaget är ifyllt."])
    andring = jamforelse.andring_kr
    flyttat = float(np.maximum(andring, 0).sum())
    ut.append(f"Tilldelningen: {int((andring != 0).sum())} förbund ändras, {format_kr(flyttat)} kr byter plats")
    storst = sorted(range(len(andring)), key=lambda i: (-abs(andring[i]), jamforelse.koder[i]))
    for i in [i for i in storst if andring[i] != 0][:_MEST]:
        ut.append(f"  {jamforelse.namn[i][:46]:<48}{format_kr(float(andring[i])):>14} kr")
    return "\n".join(ut)


def summarize_noise(effekt: Bruseffekt | None, brus: Brus) -> str:
    """What the noise of SCB's method can move in each grant."""
    if effekt is None:
        return "\nSCB:s brus: verkan räknas när hela underlaget är ifyllt."
    sd = f"{brus.standardavvikelse_antal:g}".replace(".", ",")
    per_figur = f"{effekt.per_figur_antal:.1f}".replace(".", ",")
    ut = ["", "SCB:s brus (Cell Key Method)"]
    ut.append(
        f"  Varje tal är {effekt.celler} celler. Antagande: standardavvikelse {sd} per cell, alltså {per_figur} "
        "per tal. Färre celler ger mindre brus."
    )
    medel = format_kr(float(effekt.avvikelse_kr.mean()))
    ut.append(f"  Så mycket kan det flytta: {medel} kr per förbund (standardavvikelse, medeltal, 200 dragningar).")
    ordning = sorted(range(len(effekt.koder)), key=lambda i: (-effekt.avvikelse_kr[i], effekt.koder[i]))
    ut.append(f"  {'Mest':<46}{'std.avv.':>12}{'högst':>14}")
    for i in ordning[:_MEST]:
        sd_kr, hogst_kr = format_kr(float(effekt.avvikelse_kr[i])), format_kr(float(effekt.storst_kr[i]))
        ut.append(f"  {effekt.namn[i][:44]:<46}{sd_kr:>12}{hogst_kr:>14}")
    return "\n".join(ut)
