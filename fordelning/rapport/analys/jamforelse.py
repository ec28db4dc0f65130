"""The comparison as a part of analys.xlsx, as jamforelse.csv, and in words for the terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from fordelning.analys.jamforelse import Jamforelse
from fordelning.blad import Tabell
from fordelning.blad.terminal import format_table
from fordelning.pengar import format_kr
from fordelning.rapport.analys.blad_jamforelse import (
    BOKSTAVER,
    list_sides,
    make_jamforelse,
    make_jamforelse_blad,
    order_by_change,
)
from fordelning.rapport.analys.blad_vinnare import make_lan_blad, make_vinnare_blad
from fordelning.rapport.analys.bok import Analysdel
from fordelning.rapport.analys.skillnader import make_skillnader_blad

VISADE = 5
"""How many winners and losers the terminal shows."""


def list_files(antal_mot: int) -> list[str]:
    """The CSV files: jamforelse.csv for the first comparison, jamforelse_c.csv for the second …"""
    return ["jamforelse.csv", *(f"jamforelse_{x.lower()}.csv" for x in BOKSTAVER[2 : antal_mot + 1])]


def make_jamforelsedel(jamforelser: Sequence[Jamforelse], namn: Sequence[str]) -> Analysdel:
    """The sheets and files of a comparison; `namn`: what each side is, in words."""
    t = make_jamforelse(jamforelser, ordning=order_by_change(jamforelser[0]))
    vad, sidor = _name_sides(namn), list_sides(jamforelser)
    par = [make_jamforelse([j], f"A{x}").tabell for x, j in zip(BOKSTAVER[1:], jamforelser, strict=False)]
    blad = [
        make_vinnare_blad(jamforelser, t, vad),
        make_jamforelse_blad(t, vad),
        make_lan_blad(t),
        make_skillnader_blad(sidor),
    ]
    filer = dict(zip(list_files(len(jamforelser)), par, strict=True))
    return Analysdel(blad, filer)


def summarize_jamforelse(jamforelser: Sequence[Jamforelse], namn: Sequence[str]) -> str:
    """What each side is, who wins and loses how much, and the largest changes."""
    rader = _name_sides(namn)
    for x, j in zip(BOKSTAVER[1:], jamforelser, strict=False):
        rader += ["", *_sum_up(x, j), "", *_list_most(x, j)]
    return "\n".join(rader)


def _name_sides(namn: Sequence[str]) -> list[str]:
    return [f"{x}: {vad}" for x, vad in zip(BOKSTAVER, namn, strict=False)]


def _sum_up(x: str, j: Jamforelse) -> Iterator[str]:
    a, b, andring = float(j.a_kr.sum()), float(j.b_kr.sum()), j.andring_kr
    yield f"{x} mot A: {format_kr(a)} → {format_kr(b)} kr"
    for vad, galler in (("får mer", andring > 0), ("får mindre", andring < 0), ("oförändrat", andring == 0)):
        invanare = float(np.where(galler, np.maximum(j.a.invanare_antal, j.b.invanare_antal), 0).sum())
        yield (
            f"  {vad:<11}{galler.sum():>3} förbund {format_kr(float(andring[galler].sum())):>14} kr, "
            f"{format_kr(invanare)} invånare"
        )


def _list_most(x: str, j: Jamforelse) -> list[str]:
    """The largest losses and gains, in kronor and as a share."""
    ordning = order_by_change(j)
    minst = [i for i in ordning[:VISADE] if j.andring_kr[i] < 0]
    mest = [i for i in ordning[::-1][:VISADE] if j.andring_kr[i] > 0]
    rader = [*minst, *mest]
    if not rader:
        return ["Inget förbund får ett annat belopp."]
    t = Tabell("Ändringar")
    t.data("Förlorar mest, vinner mest", [f"{j.koder[i]} {j.namn[i]}" for i in rader])
    t.data("A, kr", j.a_kr[rader], "kr")
    t.data(f"{x}, kr", j.b_kr[rader], "kr")
    t.data("ändring, kr", j.andring_kr[rader], "kr")
    t.data("%", j.andring_andel[rader], "andring")
    return format_table(t.kolumner)
