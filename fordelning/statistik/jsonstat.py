"""JSON-stat 2, and 1 in its simplest form: as PxWeb gives a table, one dimension after another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from math import prod
from typing import Any

from fordelning.begrepp import Fil
from fordelning.statistik.indelning import RIKET, Indelning
from fordelning.statistik.kub import Dimension, Kod, Kub, Roll, Tal, Uttag, check_size, make_kub, refuse
from fordelning.statistik.poster import TIDSFALT

_TRASIG = "filen är ingen hel JSON-stat-fil"
_MATTNAMN = {"contentscode", "tabellinnehåll", "contents", "metric"}


def read_jsonstat(data: Mapping[str, Any], fil: Fil, indelning: Indelning) -> Kub:
    """A JSON-stat dataset as a cube. Raises StatistikFel with what is wrong with it."""
    data = _open_dataset(data, fil.namn)
    try:
        inre = data["dimension"]
        koder, storlekar = data.get("id", inre.get("id")), data.get("size", inre.get("size"))
        roller = {kod: roll for roll, koder_ in (data.get("role") or inre.get("role") or {}).items() for kod in koder_}
        dimensioner = [_read_dimension(kod, inre[kod], roller.get(kod, "")) for kod in koder]
        dimensioner = mark_areas(dimensioner, indelning)
        antal = prod(int(n) for n in storlekar)
        varden, status = data["value"], data.get("status") or {}
    except (KeyError, TypeError, AttributeError, ValueError) as fel:
        saknas = f" («{fel.args[0]}» saknas)" if isinstance(fel, KeyError) else ""
        raise refuse(fil.namn, f"{_TRASIG}{saknas}", "id, size, dimension och value") from None
    if [len(d.varden) for d in dimensioner] != list(storlekar):
        visad = ", ".join(f"{d.namn} {len(d.varden)}" for d in dimensioner)
        raise refuse(fil.namn, f"size är {list(storlekar)}, men variablerna har {visad} koder", "lika många")
    check_size(fil.namn, antal)
    tal = _read_values(varden, status, antal, fil.namn)

    def place(index: int) -> str:
        return f"{fil.namn}, value[{index}]"

    return make_kub(_describe(data, fil), dimensioner, tal, place)


def _open_dataset(data: Mapping[str, Any], namn: str) -> Mapping[str, Any]:
    """The one dataset of a file: version 2, version 1 (by itself or in a bundle), or a collection of one."""
    if data.get("class") == "collection":
        poster = (data.get("link") or {}).get("item") or []
        hela = [p for p in poster if isinstance(p, Mapping) and "value" in p]
        if len(hela) != 1:
            raise refuse(namn, f"filen är en samling med {len(hela)} hela tabeller", "en tabell")
        return hela[0]
    if "value" in data:
        return data
    inre = [v for v in data.values() if isinstance(v, Mapping) and "value" in v]
    if len(inre) == 1:
        return inre[0]
    vad = f"filen har {len(inre)} tabeller" if inre else _TRASIG
    raise refuse(namn, vad, "en tabell", "Ladda ned en tabell per fil, som json-stat2.")


def _read_dimension(kod: str, data: Mapping[str, Any], roll: str) -> Dimension:
    kategori = data["category"]
    index, namn = kategori.get("index"), kategori.get("label") or {}
    if index is None:
        index = list(namn)
    koder = sorted(index, key=index.__getitem__) if isinstance(index, Mapping) else list(index)
    if isinstance(index, Mapping) and sorted(index.values()) != list(range(len(koder))):
        raise ValueError
    total = (data.get("extension") or {}).get("eliminationValueCode", "")
    varden = tuple(Kod(str(k), str(namn.get(k, k))) for k in koder)
    egen: Roll = "tid" if roll == "time" else "matt" if roll == "metric" else ""
    return Dimension(kod, str(data.get("label") or kod), varden, egen, str(total))


def mark_areas(dimensioner: Sequence[Dimension], indelning: Indelning) -> list[Dimension]:
    """The dimensions with the areas found: the one with most kommuner. Time and measure too, where they have a name."""
    roller = [_find_role(d) for d in dimensioner]
    antal = [
        0 if roll == "tid" else sum(indelning.find(v.kod) not in (None, RIKET) for v in d.varden)
        for d, roll in zip(dimensioner, roller, strict=True)
    ]
    if any(antal):
        roller[antal.index(max(antal))] = "omrade"
    return [replace(d, roll=roll) for d, roll in zip(dimensioner, roller, strict=True)]


def _find_role(d: Dimension) -> Roll:
    """What the source says, else what the name says. A year may look like a kommun's code (2026 Gagnef)."""
    namn = {d.kod.casefold(), d.namn.casefold()}
    return d.roll or ("tid" if namn & TIDSFALT else "matt" if namn & _MATTNAMN else "")


def _read_values(varden: Any, status: Any, antal: int, namn: str) -> list[Tal]:
    """The values in order, a sign where there is no number. A sparse file says by its keys which it has."""
    if isinstance(varden, Mapping):
        fel = [k for k in varden if not (str(k).isdecimal() and int(k) < antal)]
        if fel:
            raise refuse(f"{namn}, value[{fel[0]}]", "platsen finns inte i tabellen", f"0 till {antal - 1}")
        rader: list[Any] = [None] * antal
        for k, v in varden.items():
            rader[int(k)] = v
    elif isinstance(varden, list):
        rader = varden
    else:
        raise refuse(namn, _TRASIG, "value som en lista")
    marken = dict(_read_status(status, len(rader)))
    return [_read_one(v, marken.get(i, ""), f"{namn}, value[{i}]") for i, v in enumerate(rader)]


def _read_status(status: Any, antal: int) -> Iterator[tuple[int, str]]:
    if isinstance(status, str):
        yield from ((i, status) for i in range(antal))
    elif isinstance(status, list):
        yield from ((i, str(s)) for i, s in enumerate(status) if s)
    elif isinstance(status, Mapping):
        yield from ((int(i), str(s)) for i, s in status.items() if str(i).isdecimal() and s)


def _read_one(varde: Any, marke: str, plats: str) -> Tal:
    if varde is None:
        return marke or None
    if isinstance(varde, bool) or not isinstance(varde, int | Decimal):
        raise refuse(plats, f"«{varde}» är inget tal", "ett tal, eller null")
    return Decimal(varde)


def _describe(data: Mapping[str, Any], fil: Fil) -> Uttag:
    """What the file says of itself."""
    px = (data.get("extension") or {}).get("px") or {}
    noter = data.get("note") or []
    return Uttag(
        fil,
        titel=str(data.get("label") or px.get("contents") or ""),
        tabell=str(px.get("tableid") or px.get("matrix") or ""),
        uppdaterad=str(data.get("updated") or ""),
        utgivare=str(data.get("source") or ""),
        noter=tuple(str(n) for n in ([noter] if isinstance(noter, str) else noter)),
    )
