"""The comparison as a part of analys.xlsx, as jamforelse.csv, and in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.analys.jamforelse import Jamforelse
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.analys.blad_jamforelse import (
    BOKSTAVER,
    Jamfortabell,
    find_most,
    list_sides,
    make_jamforelse_blad,
)
from fordelning.rapport.analys.blad_vinnare import Utfallstabell, make_lan_blad, make_utfall, make_vinnare_blad
from fordelning.rapport.analys.bok import Analysdel
from fordelning.rapport.analys.skillnader import make_skillnader_blad

VISADE = 5
"""How many winners and losers the terminal shows."""


def make_jamforelsedel(jamforelser: Sequence[Jamforelse], namn: Sequence[str]) -> Analysdel:
    """The sheets and files of a comparison, and the terminal's answer; `namn`: what each side is, in words.

    The files: jamforelse.csv of the first comparison, jamforelse_c.csv of the second …
    """
    t = Jamfortabell(jamforelser, ordning=np.argsort(jamforelser[0].andring_kr, kind="stable"))
    utfall, vad = make_utfall(t), [f"{x}: {vad}" for x, vad in zip(t.sidor, namn, strict=True)]
    blad = [
        *make_vinnare_blad(t, utfall, vad),
        make_jamforelse_blad(t, vad),
        make_lan_blad(t),
        make_skillnader_blad(list_sides(jamforelser)),
    ]
    filer = {
        f"jamforelse{'' if x == 'B' else f'_{x.lower()}'}.csv": Jamfortabell([j], f"A{x}")
        for x, j in zip(BOKSTAVER[1:], jamforelser, strict=False)
    }
    return Analysdel(blad, filer, "\n".join([*vad, *_tell(t, utfall)]))


def _tell(t: Jamfortabell, utfall: Sequence[Utfallstabell]) -> Iterator[str]:
    """Who wins and loses how much by each comparison, and the largest changes in kronor and as a share."""
    a, *andra = t.belopp
    for x, b, andring, andel, summerat in zip(t.sidor[1:], andra, t.andring, t.andel, utfall, strict=True):
        summor = " → ".join(format_kr(float(k.varden.sum())) for k in (a, b))
        yield from ("", f"{x} mot A: {summor} kr", *format_table(summerat.kolumner), "")
        minst, mest = find_most(t, andring, VISADE)
        if not (rader := [*minst, *mest]):
            yield "Inget förbund får ett annat belopp."
            continue
        kolumner = [k.take(rader) for k in (t.kod, t.namn, a, b, andring, andel)]
        yield from format_table(
            kolumner, ("kod", "förlorar mest, vinner mest", "A, kr", f"{x}, kr", "ändring, kr", "%")
        )
