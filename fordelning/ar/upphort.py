"""What has ended during the year and is not part of the next: förbund, and areas whose kommun's code has ceased."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from fordelning.ar.arsslut import Slutlage
from fordelning.fel import Anmarkning
from fordelning.kapital.bok import find_ended
from fordelning.pengar import format_kr
from fordelning.underlag import Granskat
from fordelning.underlag.kommuner import UPPHORDA


def find_ended_forbund(granskat: Granskat) -> frozenset[str]:
    """The förbund that ended during the year, as `find_ended`."""
    tabeller = granskat.tabeller
    return find_ended(tabeller["forbund"].poster, tabeller["kapital"].poster, granskat.installningar.budgetar)


def find_ended_areas(granskat: Granskat) -> frozenset[str]:
    """The areas of kommuner whose code has ceased by the next year."""
    nasta = granskat.installningar.budgetar + 1
    return frozenset(
        o.omrade_kod
        for o in granskat.tabeller["omraden"].poster
        if o.kommun_kod in UPPHORDA and UPPHORDA[o.kommun_kod].fran_ar <= nasta
    )


def warn_ended(
    granskat: Granskat, lagen: Mapping[str, Slutlage], borta: frozenset[str], utgangna: frozenset[str]
) -> Iterator[Anmarkning]:
    """Every förbund and area that is left out, with the money that has no other place to go."""
    for rad in granskat.tabeller["forbund"].rader:
        f: Any = rad.post
        if f.forbund_kod in borta:
            kvar = format_kr(lagen[f.forbund_kod].utgaende_kr)
            omraden = [o.omrade_kod for o in granskat.tabeller["omraden"].poster if o.forbund_kod == f.forbund_kod]
            yield Anmarkning(
                rad.at("manader"),
                f"«{f.namn}» finns {f.manader} av årets månader och fanns året före: det upphör och följer inte med. "
                f"Eget kapital {kvar} kr vid årets slut; utanför blir {', '.join(omraden)}",
                gor="Töm manader och kör om, om det finns hela året. Annars: för kapitalet till den som tar över.",
                allvar="varning",
            )
    for rad in granskat.tabeller["omraden"].rader:
        o: Any = rad.post
        if o.omrade_kod in utgangna:
            ny = UPPHORDA[o.kommun_kod].ny_kod
            vad = f"koden {o.kommun_kod} för «{o.namn}» har upphört, och raden följer inte med"
            yield Anmarkning(rad.at("kommun_kod"), vad, gor=f"Lägg till kommunen med koden {ny}.", allvar="varning")
