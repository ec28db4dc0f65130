"""The gate: figures of another size than the rest of the data set."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from fordelning.fel import Anmarkning
from fordelning.pengar import format_kr
from fordelning.underlag.inlast import Inlast, show

_MINST_JAMFORBARA = 3
"""Fewer areas than this have no usual figure."""


def warn_need_of_another_size(inlast: Inlast) -> Iterator[Anmarkning]:
    """No area's försörjningsmått per inhabitant is many times what is usual: thousands, or another unit in a cell."""
    rader = [
        rad
        for rad in inlast.rader("omraden", "omrade_kod", "forsorjningsmatt", "invanare_antal")
        if rad.post.forsorjningsmatt > 0 and rad.post.invanare_antal > 0
    ]
    if len(rader) < _MINST_JAMFORBARA:
        return
    vanligt = median(rad.post.forsorjningsmatt / rad.post.invanare_antal for rad in rader)
    kvot = inlast.grind.matt_per_invanare_kvot
    for rad in rader:
        vantat = vanligt * rad.post.invanare_antal
        if (
            rad.post.omrade_kod not in inlast.godkanda
            and not vantat / kvot <= rad.post.forsorjningsmatt <= vantat * kvot
        ):
            vad = f"«{rad.post.namn}» har försörjningsmått {show(rad.post.forsorjningsmatt)}"
            vad += f", men efter invånarna vore omkring {show(float(f'{vantat:.3g}'))} vanligt"
            gor = "Kontrollera att alla tal har samma enhet."
            yield Anmarkning(rad.at("forsorjningsmatt"), vad, gor=gor, allvar="varning")


def warn_costs_of_another_size(inlast: Inlast) -> Iterator[Anmarkning]:
    """No insats costs a small part of what is usual: thousands of kronor in a cell."""
    for kolumn in ("fast_kostnad_kr", "kostnad_per_deltagare_kr"):
        rader = [rad for rad in inlast.rader("insatser", kolumn, "namn") if getattr(rad.post, kolumn) > 0]
        if len(rader) < _MINST_JAMFORBARA:
            continue
        vanligt = median(getattr(rad.post, kolumn) for rad in rader)
        for rad in rader:
            if (kr := getattr(rad.post, kolumn)) * inlast.grind.insatskostnad_kvot < vanligt:
                vad = f"«{rad.post.namn}» kostar {format_kr(kr)} kr, men omkring {format_kr(vanligt)} kr är vanligt"
                gor = "Kontrollera att beloppet är i kronor."
                yield Anmarkning(rad.at(kolumn), vad, gor=gor, allvar="varning")


def warn_inhabitants_of_another_size(inlast: Inlast) -> Iterator[Anmarkning]:
    """Where the data set is Sweden, no kommun's inhabitants are many times what the kommun has."""
    kvot = inlast.grind.riket_kvot
    for rad in inlast.rader("omraden", "omrade_kod", "invanare_antal", "invanare_fjol_antal"):
        vantat = inlast.kanda_invanare.get(rad.post.omrade_kod, 0)
        godkand = rad.post.omrade_kod in inlast.godkanda or rad.post.invanare_fjol_antal
        if vantat and not godkand and not vantat / kvot <= rad.post.invanare_antal <= vantat * kvot:
            vad = f"«{rad.post.namn}» har {show(rad.post.invanare_antal)} invånare"
            vad += f", väntat är omkring {show(round(vantat))}"
            gor = "Kontrollera uttaget."
            yield Anmarkning(rad.at("invanare_antal"), vad, gor=gor, allvar="varning")
