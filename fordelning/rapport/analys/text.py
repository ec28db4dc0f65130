"""The analyses in words, for the terminal and the sheets."""

from __future__ import annotations

import numpy as np

from fordelning.analys.brygga import Brygga
from fordelning.analys.jamforelse import KVAR
from fordelning.analys.mellanlage import ORSAKER
from fordelning.analys.rattvisa import MATT, Rattvisa
from fordelning.analys.regelpris import Regelpris
from fordelning.analys.trosklar import Trosklar
from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.fordelning.yttergranser import tell_outermost
from fordelning.regler.rubriker import RUBRIKER

VISADE, STORSTA = 10, 3
"""How many förbund the terminal tells, and how many of each kind."""


def capitalize(text: str) -> str:
    """The text with a capital first letter."""
    return text[:1].upper() + text[1:]


def format_change(belopp_kr: float) -> str:
    """Kronor with their sign: +1 000 or −1 000."""
    return f"{'+' if belopp_kr > 0 else ''}{format_kr(belopp_kr)}"


def join_words(delar: list[str]) -> str:
    """a, b och c."""
    return " och ".join([", ".join(delar[:-1]), delar[-1]] if len(delar) > 1 else delar)


def tell_largest(b: Brygga, i: int) -> str:
    """The three causes that moved förbund number i the most, in words; "" where nothing did."""
    storst = [f"{ORSAKER[orsak]} ({format_change(kr)} kr)" for orsak, kr in b.list_largest(i)]
    return capitalize(join_words(storst)) + "." if storst else ""


def tell_unchanged(b: Brygga) -> str:
    """The causes that did not change, which are 0 for everyone."""
    lika = [ORSAKER[orsak] for orsak in b.orsaker if orsak not in b.andrade]
    return f"Oförändrat: {join_words(lika)}." if lika else "Alla orsaker har ändrats."


def summarize_bridge(b: Brygga) -> str:
    """The bridge in short: the country cause by cause, and the förbund that change most with their causes in words."""
    ar = f"{b.fran.underlag.budgetar} till {b.till.underlag.budgetar}"
    summor = f"{format_kr(b.fore_kr.sum())} kr till {format_kr(b.efter_kr.sum())} kr"
    t, index = Tabell("Riket"), [b.orsaker.index(orsak) for orsak in b.andrade]
    belopp_kr = b.belopp_kr[:, index]
    t.data("orsak", [ORSAKER[orsak] for orsak in b.andrade])
    t.data("summa, kr", belopp_kr.sum(axis=0), "kr")
    t.data("får mer", (belopp_kr > 0).sum(axis=0), "antal")
    t.data("får mindre", (belopp_kr < 0).sum(axis=0), "antal")
    t.data("flyttat, kr", np.maximum(belopp_kr, 0).sum(axis=0), "kr")
    rader = [f"Från {ar}: {summor} ({format_change(b.andring_kr.sum())} kr)", f"  {tell_unchanged(b)}", ""]
    rader += format_table(t.kolumner) if b.andrade else []
    storst = [i for i in np.argsort(-np.abs(b.andring_kr), kind="stable")[:VISADE] if b.andring_kr[i]]
    rader += ["", f"Störst ändring{' (alla i brygga.csv)' if len(b.koder) > VISADE else ''}:"] if storst else []
    for i in storst:
        slag = "" if b.slag[i] == KVAR else f", {b.slag[i]}"
        rader.append(f"  {b.koder[i]} {b.namn[i]}{slag}: {format_change(b.andring_kr[i])} kr")
        rader.append(f"    {tell_largest(b, i)}")
    return "\n".join(rader)


def summarize_rules(r: Regelpris) -> str:
    """The price of the rules in short: who receives and who pays, and for each rule those it moves the most."""
    sidor, t = [r.find_sides(namn) for namn in r.regler], Tabell("Sidor")
    t.data("regel", [RUBRIKER[namn] for namn in r.regler])
    for j, rubrik in enumerate(("får", "betalar")):
        t.data(rubrik, [s[j].forbund_antal for s in sidor], "antal")
        t.data(f"{rubrik}: invånare", [s[j].invanare_antal for s in sidor], "antal")
        t.data(f"{rubrik}: kr", [s[j].belopp_kr for s in sidor], "kr")
    rubriker = ["regel", "får", "invånare", "kr", "betalar", "invånare", "kr"]
    rader = [f"Vad varje regel kostar vem, {r.resultat.modell.namn}, budgetår {r.resultat.underlag.budgetar}"]
    rader += [
        "  Med regeln minus utan den: plus får av regeln, minus betalar.",
        "",
        *format_table(t.kolumner, rubriker),
    ]
    rader += ["", "Störst var för sig (alla i regelpris.csv):"]
    for j, regel in enumerate(r.regler):
        belopp_kr = r.belopp_kr[:, j]
        storst = [i for i in np.argsort(-np.abs(belopp_kr), kind="stable")[:STORSTA] if belopp_kr[i]]
        vilka = [f"{r.koder[i]} {format_change(belopp_kr[i])} kr" for i in storst]
        rader.append(f"  {RUBRIKER[regel]}: {join_words(vilka) if vilka else 'ändrar inget'}.")
    return "\n".join(rader)


def summarize_thresholds(t: Trosklar) -> str:
    """The thresholds in short: the outermost bounds, how many of each kind, and the largest in words."""
    from fordelning.rapport.analys.blad_trosklar import SLAGEN, tell_threshold

    rader = [f"Trösklar, {t.resultat.modell.namn}, budgetår {t.resultat.underlag.budgetar}"]
    rader += [f"  {namn}: {andel} {vad} (modellens: {valt})" for namn, andel, vad, valt in tell_outermost(t.yttersta)]
    for slag, rubrik in SLAGEN.items():
        egna = [x for x in t.fynd if x.slag == slag]
        rader += ["", f"{rubrik}: {len(egna) or 'inga'}"]
        rader += [f"  {x.forbund_kod}: {tell_threshold(t.resultat, x)}" for x in egna[:STORSTA]]
        rader += [f"  … och {len(egna) - STORSTA} till i trosklar.csv."] if len(egna) > STORSTA else []
    return "\n".join(rader)


def summarize_equity(r: Rattvisa) -> str:
    """How evenly money lies, in short: every measure of each."""
    from fordelning.rapport.analys.blad_rattvisa import MATTEN, STORHETERNA

    t = Tabell("Rättvisa")
    t.data("mått", [MATTEN[namn][0] for namn in MATT])
    for storhet, m in r.matt.items():
        t.data(STORHETERNA[storhet], [_show_measure(namn, getattr(m, namn)) for namn in MATT])
    rubriker = ["mått", "kr/invånare", "kr/behov", "kapital/invånare", "kapital/behov"]
    rader = format_table(t.kolumner, rubriker)
    ar = r.resultat.underlag.budgetar
    return "\n".join(
        [f"Hur jämnt pengarna ligger, budgetår {ar}", "  Definitioner och källor: bladet Rättvisa.", "", *rader]
    )


def _show_measure(namn: str, varde: float | None) -> str:
    """A measure as text: kronor with one decimal, indices with four."""
    if varde is None:
        return "–"
    return format_kr(varde, 4 if namn in ("gini", "theil") else 2)
