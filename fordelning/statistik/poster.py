"""Figures one by one, each with the names of what it is about, become a cube: tables and open data come so.

A field that follows from the kommun (its name, its county) is no dimension. Year and month in fields of their own are
one dimension of time. A figure that stands twice is refused.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

from fordelning.fel import Anmarkning
from fordelning.statistik.indelning import RIKET, Indelning
from fordelning.statistik.kub import Dimension, Kod, Kub, Roll, StatistikFel, Tal, Uttag, check_size, make_kub

OMRADE, TID, MATT = "område", "tid", "mått"
_AR, _MANAD = ("ar", "år", "year"), ("manad", "månad", "month")
TIDSFALT = {TID, "period", "kvartal", *_AR, *_MANAD}
"""Names of fields of time, in small letters."""


class Post(NamedTuple):
    """A figure: the area's code, what else it is about (field → text), the number or sign, and its place."""

    omrade: str
    falt: Mapping[str, str]
    tal: Tal
    plats: str


def make_cube(uttag: Uttag, poster: Sequence[Post], namn: Mapping[str, str], indelning: Indelning) -> Kub:
    """The cube of these figures. `namn`: the areas' names where they are given. Raises StatistikFel."""
    falt = [f for f in dict.fromkeys(f for p in poster for f in p.falt) if not _follows_area(f, poster)]
    rader = [_merge_time(p, falt) for p in poster]
    rader = _name_by_content(rader)
    falt = list(dict.fromkeys(f for p in rader for f in p.falt))
    omraden = tuple(Kod(kod, namn.get(kod, kod)) for kod in dict.fromkeys(p.omrade for p in rader))
    dimensioner = [Dimension(OMRADE, OMRADE, omraden, "omrade")]
    for f in falt:
        koder = tuple(Kod(t, t) for t in dict.fromkeys(p.falt.get(f, "") for p in rader))
        roll: Roll = "tid" if f.casefold() in TIDSFALT else "matt" if f == MATT else ""
        dimensioner.append(Dimension(f, f, koder, roll))
    antal = 1
    for d in dimensioner:
        antal *= len(d.varden)
    check_size(uttag.fil.namn, antal)
    tal: list[Tal] = [None] * antal
    platser: dict[int, str] = {}
    index = [{v.kod: i for i, v in enumerate(d.varden)} for d in dimensioner]
    fel: dict[str, Anmarkning] = {}
    for p in rader:
        var = 0
        for d, karta, text in zip(dimensioner, index, (p.omrade, *(p.falt.get(f, "") for f in falt)), strict=True):
            var = var * len(d.varden) + karta[text]
        if var in platser:
            vad = f"{indelning.name(p.omrade)} står två gånger (också {platser[var]})"
            fel.setdefault(p.omrade, Anmarkning(p.plats, vad, "varje kommun och val en gång", "Ta bort den ena raden."))
        tal[var], platser[var] = p.tal, platser.get(var, p.plats)
    if fel:
        raise StatistikFel([*fel.values()])
    return make_kub(uttag, dimensioner, tal, lambda i: platser.get(i, uttag.fil.namn))


def _follows_area(falt: str, poster: Sequence[Post]) -> bool:
    """Whether a field has one value for each kommun but several in all: its name, its county."""
    sedda: dict[str, str] = {}
    for p in poster:
        if p.omrade != RIKET and sedda.setdefault(p.omrade, p.falt.get(falt, "")) != p.falt.get(falt, ""):
            return False
    return len(set(sedda.values())) > 1


def _name_by_content(poster: Sequence[Post]) -> list[Post]:
    """The posts with names for fields that had none of their own: levels of a heading, columns without one."""
    falt = dict.fromkeys(f for p in poster for f in p.falt)
    namnlosa = [f for f in falt if re.fullmatch(r"(kolumn|rubrik) [0-9]+|mått", f)]
    nya = {f: namn for f in namnlosa if (namn := guess_name({p.falt.get(f, "") for p in poster})) and namn not in falt}
    if not nya:
        return list(poster)
    return [p._replace(falt={nya.get(f, f): text for f, text in p.falt.items()}) for p in poster]


def _merge_time(post: Post, falt: Sequence[str]) -> Post:
    """The post without fields that follow from the area, year and month as one: 2025M03."""
    kvar = {f: post.falt.get(f, "") for f in falt}
    ar = next((f for f in kvar if f.casefold() in _AR), None)
    manad = next((f for f in kvar if f.casefold() in _MANAD), None)
    if ar is not None and manad is not None:
        text = kvar.pop(manad)
        siffror = re.search(r"([0-9]{1,2})$", text)
        arstext = kvar.pop(ar)
        kvar[TID] = f"{arstext}M{int(siffror[1]):02}" if siffror else f"{arstext} {text}".strip()
    elif manad is not None or ar is not None:
        kvar[TID] = normalize_time(kvar.pop(manad if manad is not None else str(ar)))
    return post._replace(falt=kvar)


_TIDER = re.compile(r"((?:19|20)[0-9]{2})\s?(?:[Mm]|-|\s)?\s?(0[1-9]|1[0-2])")


def normalize_time(text: str) -> str:
    """A month as SCB writes it: 2026-03 and 202603 are 2026M03; any other time as it is."""
    traff = _TIDER.fullmatch(text.strip())
    return f"{traff[1]}M{traff[2]}" if traff else text.strip()


_KON = {"man", "män", "pojkar", "kvinna", "kvinnor", "flickor"}
_BADA = {"totalt", "båda", "båda könen", "kvinnor och män", "män och kvinnor"}
_ALDER = re.compile(r"(?i)[0-9]{1,3}\s*(?:[-–]\s*[0-9]{1,3}|\+)?\s*(?:år(?: och äldre)?)|totalt.*|samtliga åldrar")


def guess_name(texter: Collection[str]) -> str:
    """What a column without a heading is, by what stands in it: ålder, kön, år or nothing we know."""
    sma = {t.casefold() for t in texter if t}
    if sma & _KON and sma <= _KON | _BADA:
        return "kön"
    if sma and all(_ALDER.fullmatch(t) for t in sma):
        return "ålder"
    return TID if sma and all(re.fullmatch(r"(?:19|20)[0-9]{2}(?:m[0-9]{2})?", t) for t in sma) else ""


def split_heading(text: str) -> dict[str, str]:
    """The heading of a column of figures as measure and time: «Folkmängd 2024» → Folkmängd, 2024."""
    traff = re.fullmatch(r"(.*?)[\s_,]*((?:19|20)[0-9]{2}(?:\s?[MmKk-]\s?[0-9]{1,2})?)(?:\.0)?", text.strip())
    if traff is None:
        return {MATT: text.strip()} if text.strip() else {}
    tid = normalize_time(re.sub(r"\s", "", traff[2]).upper())
    return ({MATT: traff[1].strip()} if traff[1].strip() else {}) | {TID: tid}
