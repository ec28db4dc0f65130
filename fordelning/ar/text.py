"""What the commands of the year tell on the terminal, in at most 80 columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from textwrap import wrap

from fordelning.ar.nytt_ar import NyttAr
from fordelning.fel import Anmarkning, shorten
from fordelning.pengar import format_kr

BREDD = 80


def summarize_new_year(nytt: NyttAr, tilldelning_ur: str, kapital_ur: str, som_bok: bool) -> str:
    """What was carried, what is left to fill in, and what to look over."""
    lagen = nytt.lagen.values()
    belopp = (
        ("Tilldelning i fjol", sum(lage.tilldelning_kr for lage in lagen)),
        ("Bidrag i fjol", sum(lage.intakter_kr for lage in lagen)),
        ("Eget kapital", sum(lage.utgaende_kr for lage in lagen)),
    )
    rader = [f"Underlag för budgetår {nytt.budgetar}: {len(nytt.lagen)} förbund förda vidare"]
    rader += [f"  {namn:<20}{format_kr(kr):>16} kr" for namn, kr in belopp]
    rader += fold(f"Tilldelning: {tilldelning_ur}. Bidrag och eget kapital: {kapital_ur}.")
    rader += ["", *_list_missing(nytt, som_bok), "", *_list_to_look_over(nytt, som_bok)]
    return "\n".join(rader)


def _list_missing(nytt: NyttAr, som_bok: bool) -> Iterator[str]:
    if not nytt.kvar:
        yield "Inget måste fyllas i."
    else:
        yield "Kvar att fylla i innan underlaget kan användas:"
        for k in nytt.kvar:
            yield f"  {name_table(k.tabell, som_bok):<20}{k.kolumn:<26}{k.antal:>7} celler"
    fel = [a for a in nytt.grind if a.allvar == "fel"]
    if fel:
        yield from ("", "Kontrollen säger också:", *_list_findings(fel))


def _list_findings(fel: Iterable[Anmarkning]) -> Iterator[str]:
    visade, dolda = shorten(fel)
    for a in visade:
        yield from (f"  {rad}" for rad in str(a).splitlines())
    if dolda:
        yield f"  … och {dolda} till."


def _list_to_look_over(nytt: NyttAr, som_bok: bool) -> Iterator[str]:
    """What no check can know: figures that stayed, and what is new every year."""
    plats = "blad underlag" if som_bok else "underlag.toml"
    statistik = "årets år i [statistik] och källan i [kallor.omraden]"
    yield "Se över:"
    yield from fold(f"{plats}: ram_kr är kvar, {format_kr(nytt.ram_kr)} kr. Skriv {statistik}.")
    yield from fold(
        "Äskanden, månader och utfästelser är tomma: ingen gräns, hela året, och alla parter matchar fullt ut. "
        "Planering, insatser och behov är kvar som de var."
    )


def name_table(tabell: str, som_bok: bool) -> str:
    """A table as the user finds it."""
    return f"blad {tabell}" if som_bok else f"{tabell}.csv"


def fold(text: str, indrag: str = "  ") -> list[str]:
    """The text in lines of at most 80 columns; figures are kept whole."""
    return wrap(text, BREDD, initial_indent=indrag, subsequent_indent=indrag, break_long_words=False)
