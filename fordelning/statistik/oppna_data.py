"""Försäkringskassan's open data: a list of records with dimensions and observations, each value with its `rojd`.

`rojd` = true says that the value is withheld for secrecy: it is no figure, and is never read as 0.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from fordelning.begrepp import Fil
from fordelning.statistik.indelning import RIKET, Indelning
from fordelning.statistik.kub import Kub, Tal, Uttag, refuse
from fordelning.statistik.poster import MATT, TIDSFALT, Post, make_cube

ROJD = "röjd (dold av sekretesskäl)"
_FORM = "poster med dimensions och observations, som i Försäkringskassans öppna data"


def read_open_data(data: Sequence[Any], fil: Fil, indelning: Indelning) -> Kub:
    """The records as a cube. Raises StatistikFel with what is wrong with them."""
    if not data or not all(_is_record(p) for p in data):
        fel = next((i for i, p in enumerate(data) if not _is_record(p)), 0)
        raise refuse(f"{fil.namn}, post {fel + 1}", "posten har en annan form", _FORM)
    falt = _find_area(data, indelning, fil.namn)
    poster, utelamnade = [], Counter[str]()
    for nummer, rad in enumerate(data, 1):
        text = str(rad["dimensions"].get(falt, ""))
        kod = indelning.find_name(text)
        if kod is None:
            utelamnade[text] += 1
            continue
        ovriga = {str(k): str(v) for k, v in rad["dimensions"].items() if k != falt}
        for matt, varde in rad["observations"].items():
            plats = f"{fil.namn}, post {nummer}, {matt}"
            poster.append(Post(kod, {**ovriga, MATT: str(matt)}, _read_value(varde, plats), plats))
    visade = ", ".join(list(utelamnade)[:5]) + (" …" if len(utelamnade) > 5 else "")
    sagt = (f"{sum(utelamnade.values())} poster som inte är kommuner ({visade})",) if utelamnade else ()
    uttag = Uttag(fil, utgivare="Försäkringskassan", utelamnat=sagt)
    return make_cube(uttag, poster, {}, indelning)


def _is_record(post: Any) -> bool:
    return isinstance(post, Mapping) and all(isinstance(post.get(k), Mapping) for k in ("dimensions", "observations"))


def _find_area(data: Sequence[Any], indelning: Indelning, namn: str) -> str:
    """The field with most kommuner, by code or else by name. A year may look like a kommun's code (2026 Gagnef)."""
    for find in (indelning.find, indelning.find_name):
        funna = defaultdict[str, set[str]](set)
        for rad in data:
            for falt, varde in rad["dimensions"].items():
                if str(falt).casefold() not in TIDSFALT and (kod := find(str(varde))) not in (None, RIKET):
                    funna[str(falt)].add(str(kod))
        if funna:
            return max(funna, key=lambda falt: len(funna[falt]))
    raise refuse(namn, "inget fält har kommuner", "ett fält med kommunkoder", "Ladda ned filen per kommun.")


def _read_value(varde: Any, plats: str) -> Tal:
    if isinstance(varde, Mapping):
        if varde.get("rojd") is True:
            return ROJD
        varde = varde.get("value")
    if varde is None:
        return None
    if isinstance(varde, bool) or not isinstance(varde, int | Decimal):
        raise refuse(plats, f"«{varde}» är inget tal", "ett tal")
    return Decimal(varde)
