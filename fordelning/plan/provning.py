"""What if: an insats is tried as if it were decided already."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.resultat import Resultat
from fordelning.underlag.ratext import suggest

VISADE = 8
"""How many of the förbund's insatser are named where one is unknown."""


def decide(r: Resultat, forbund_kod: str, koder: Sequence[str]) -> Resultat:
    """The result with these insatser of a förbund decided, and a warning of each among its inputs'.

    Raises UnderlagFel for codes that the förbund does not have, with the nearest.
    """
    egna = {i.insats_kod: i for i in r.underlag.insatser if i.forbund_kod == forbund_kod}
    fel = [_report(kod, list(egna)) for kod in koder if kod not in egna]
    if fel:
        raise UnderlagFel(fel)
    insatser = tuple(
        replace(i, beslutad=True) if i.forbund_kod == forbund_kod and i.insats_kod in koder else i
        for i in r.underlag.insatser
    )
    provade = [
        Anmarkning(
            f"insatser, {forbund_kod} {kod}", f"{egna[kod].namn} prövas som beslutad (--besluta)", allvar="varning"
        )
        for kod in dict.fromkeys(koder)
        if not egna[kod].beslutad
    ]
    return replace(r, underlag=replace(r.underlag, insatser=insatser, varningar=(*r.underlag.varningar, *provade)))


def _report(kod: str, egna: list[str]) -> Anmarkning:
    vad, fler = f"«{kod}» finns inte bland förbundets insatser", " …" if len(egna) > VISADE else ""
    return Anmarkning("--besluta", vad, ", ".join(egna[:VISADE]) + fler, suggest(kod, egna))
