"""The words of a plan: its status, what it assumes, its break-even points and its prices, as sentences (Swedish)."""

from __future__ import annotations

from collections.abc import Iterator
from math import ceil, log10

import numpy as np

from fordelning.metod import Insatsplan
from fordelning.pengar import SYNS_KR, format_kr
from fordelning.plan.bild import Planbild, Plansamling
from fordelning.plan.brytpunkt import Brytpunkt
from fordelning.plan.insikt import Oanvant
from fordelning.plan.lydelse import join_years
from fordelning.plan.problem import Tal
from fordelning.plan.resultat import Planstatus
from fordelning.plan.skuggpris import Skuggpris
from fordelning.plan.vridning import Storhet
from fordelning.tecken import join_words
from fordelning.ursprung import list_assumptions

STATUS: dict[Planstatus, str] = {
    "optimal": "bevisat bästa plan",
    "tidsgrans": "tiden tog slut",
    "omojlig": "ingen plan är möjlig",
}
STORHET: dict[Storhet, str] = {
    "kostnad_per_deltagare_kr": "kostnaden per deltagare",
    "fast_kostnad_kr": "den fasta kostnaden",
    "effekt_faktor": "effekten",
}

SNABB = "Den djupa genomgången är inte gjord (--snabb): gränsernas värde, brytpunkter och osäkerhet."
HELTAL = (
    "Priser, brytpunkter, vad gränserna kostar och gränsen mellan nytta och budget räknas med årsgenomsnitt, så att de "
    "inte hoppar med enstaka personer."
)
RIMLIG = (
    "Rimlig nivå räknas här på årets bidrag före avdrag för överskott. Efter regeln, i budgetboken och i kapital är "
    "den en andel av bidragen efter avdraget: ett år med avdrag är den lägre där, och nästa års avdrag större."
)
HELT = 1e-5
"""As near a whole number as this, a number of people is whole."""


def list_plan_assumptions(planering: Plansamling) -> list[str]:
    """What the plans rest on that no source says, and after it what the allocation rests on, as sentences."""
    return [*list_own_assumptions(planering), *list_assumptions(planering.resultat.modell)]


def list_own_assumptions(planering: Plansamling) -> list[str]:
    """What the plans themselves rest on that no source says."""
    m = planering.metod
    rader = [
        _describe_segments(planering),
        f"Ett resultat ett år senare räknas {format_tal(100 * m.diskontering_andel)} % lägre.",
        f"Planen räknar med hela deltagare. {HELTAL}"
        if m.heltal
        else "Deltagare räknas med decimaler: antalen är genomsnitt över året, inte hela personer.",
        "Bidragen är bidrag_kr i planering, annars tilldelningens summa för alla parter samma belopp varje år.",
        "Samma person räknas inte i två insatser samma år, och behovet är lika stort varje år.",
    ]
    if m.antagande and m.anmarkning:
        rader.append(m.anmarkning)
    if any(bild.insyn.idag is not None for bild in planering.bilder):
        rader.append(
            "I dag är de insatser som har idag_antal, alla planens år; deltagarna delas på målgrupperna efter behov. "
            "En strukturövergripande insats körs i dag om den inte har idag_antal 0."
        )
    rader += [RIMLIG] if has_cuts(planering) else []
    rader += [SNABB] if planering.snabb else []
    if any(bild.fordjupning is not None for bild in planering.bilder):
        rader.append("Varje effekt dras för sig ur en normalfördelning med sin osakerhet; kostnaderna är som angivna.")
    return rader


def _describe_segments(planering: Plansamling) -> str:
    """The falling benefit in words: 1 up to 5 % of the need, then 0.7 …"""
    delar, fran = [], 0.0
    for s in planering.metod.segment:
        if s.bredd_andel is None:
            delar.append(f"{format_tal(s.lutning)} därefter")
        else:
            fran += s.bredd_andel
            delar.append(f"{format_tal(s.lutning)} upp till {format_tal(100 * fran)} % av behovet")
    return f"Ett resultat i en målgrupp räknas {', '.join(delar)}, gånger målgruppens vikt."


def shorten_reason(oanvant: Oanvant) -> str:
    """Why money is left, without the details."""
    return oanvant.orsak.split(":")[0].split(".")[0].split(" (")[0] + "."


def describe_next(ar: int, nytta: float) -> str:
    """What the next 100 000 kr in a year give."""
    return f"Nästa 100 000 kr {ar} ger {format_tal(nytta, tecken=True)} i nytta, om de kommer utöver bidragen."


def list_next(pl: Plansamling) -> list[tuple[float, Planbild]]:
    """What the next 100 000 kr in the first year give in nytta, and to whom, the most first; ties in code order."""
    priser = [(bild.insyn.nasta_nytta, bild) for bild in pl.med_plan if bild.insyn.nasta_nytta is not None]
    return sorted(priser, key=lambda par: -par[0])


def describe_years(pl: Plansamling) -> str:
    """Which of the plan's years are decided on, and which say where it is heading."""
    forsta, *senare = pl.budgetar
    vidare = "" if not senare else f"; {join_years(senare)} är inriktning"
    return f"{forsta} är budgetåret, som beslutas{vidare}."


def describe_method(m: Insatsplan) -> str:
    """The method's file and its fingerprint."""
    return f"{m.fil.namn} (SHA-256 {m.fil.sha256[:12]}…)"


def has_fractions(pl: Plansamling) -> bool:
    """Whether some number of participants is not whole."""
    beslut = [bild.plan.beslut for bild in pl.med_plan]
    return not all(are_whole(b.antal) for b in beslut if b is not None)


def are_whole(antal: Tal) -> bool:
    """Whether every number of people is whole."""
    return bool((np.abs(antal - np.round(antal)) <= HELT).all())


def has_cuts(pl: Plansamling) -> bool:
    """Whether an excess cuts the contributions of some year."""
    return any(rad.avdrag_kr >= SYNS_KR for bild in pl.med_plan for rad in bild.plan.kapital)


def list_notes(pl: Plansamling) -> Iterator[tuple[str, str]]:
    """What must be known to read the figures, and of what: fractions of people, today, what was not looked into."""
    if has_fractions(pl):
        text = "Antal med decimaler är årsgenomsnitt: 59,7 är 59 platser hela året och en under 70 % av det."
        yield "Deltagare", text
    if pl.metod.heltal:
        yield "Hela deltagare", HELTAL
    if odelade := {bild.kod: i.odelade for bild in pl.med_plan if (i := bild.insyn.idag) and i.odelade}:
        namn = join_words(odelade[pl.bilder[0].kod] if pl.enskild else [*odelade])
        yield "I dag", f"Nytta och resultat i dag är inte räknade: ingen är i behov i målgrupperna för {namn}."
    if pl.enskild and has_cuts(pl):
        yield "Eget kapital", RIMLIG
    if pl.snabb:
        yield "Genomgång", SNABB


def describe_price(s: Skuggpris) -> str:
    """The price of money in a year, and how far it holds."""
    fran = f"{format_kr(s.provat_kr if s.fran_kr is None else abs(s.fran_kr))} kr mindre"
    till = f"{'minst ' if s.till_kr is None else ''}{format_kr(s.provat_kr if s.till_kr is None else s.till_kr)} kr mer"
    return f"Priset {format_tal(s.nytta_per_100000_kr)} per 100 000 kr gäller från {fran} till {till}."


def describe_breakeven(b: Brytpunkt, namn: str) -> str:
    """Where an insats leaves or enters the plan, as a sentence."""
    vad = STORHET[b.storhet]
    samre = "under" if b.storhet == "effekt_faktor" else "över"
    battre = "över" if b.storhet == "effekt_faktor" else "under"
    if b.grans is None and b.nu == b.provat:  # nothing was tried
        return f"{namn} kommer inte in i planen fast {vad} är noll."
    if b.grans is None and b.i_planen:
        return f"{namn} är kvar i planen hur mycket {vad} än försämras."
    if b.grans is None:
        return f"{namn} kommer inte in i planen hur mycket {vad} än förbättras."
    if b.grans < b.noggrannhet and b.storhet == "effekt_faktor" and b.i_planen:
        return f"{namn} är kvar i planen så länge den har någon effekt."
    if b.grans < b.noggrannhet and not b.i_planen:
        return f"{namn} kommer in i planen först om {vad} är noll."
    if b.i_planen:
        return f"{namn} lämnar planen om {vad} går {samre} {format_limit(b)}."
    return f"{namn} kommer in i planen om {vad} går {battre} {format_limit(b)}."


def format_limit(b: Brytpunkt) -> str:
    """The threshold with its unit and today's figure."""
    grans = round_limit(b)
    assert grans is not None
    if b.storhet == "effekt_faktor":
        return f"ca {format_tal(100 * grans)}\u00a0% av den angivna"
    return f"ca {format_kr(grans)} kr (nu {format_kr(b.nu)} kr)"


def round_limit(b: Brytpunkt) -> float | None:
    """The threshold in the finest of 1, 10, 0.1 … that is not finer than it is known; 0 only where it is known to be
    nothing.
    """
    if b.grans is None or b.grans < b.noggrannhet:
        return None if b.grans is None else 0.0
    decimaler = -ceil(log10(2 * b.noggrannhet))
    return max(10.0**-decimaler, round(b.grans, decimaler))


def format_tal(tal: float, decimaler: int = 2, tecken: bool = False) -> str:
    """A number in Swedish with at most so many decimals: 530,75; 5; with `tecken` +0,81."""
    text = format_kr(tal, decimaler)
    if "," in text:
        text = text.rstrip("0").rstrip(",")
    return f"+{text}" if tecken and tal > 0 and text != "0" else text
