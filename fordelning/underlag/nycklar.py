"""The sheet `underlag`: a key and a value per row; a dot makes a section, as in statistik.invanare_ar."""

from __future__ import annotations

import json
import re
import tomllib
from datetime import date, datetime
from typing import Any

from fordelning.fel import Anmarkning
from fordelning.underlag.celler import TOM, Bladdata, Cell, cell_name
from fordelning.underlag.ratext import Ratext

RUBRIKER = ("nyckel", "varde")
JA_NEJ = {"ja": True, "nej": False, "true": True, "false": False}


def read_settings(blad: Bladdata, ratext: Ratext) -> None:
    """The keys and values of the sheet, into `ratext`; faults become findings there."""
    ratext.installningar_lasta = True
    sista = 1
    for nummer, rad in enumerate(blad.rader, start=1):
        nyckel, varde = (*rad, TOM, TOM)[:2]
        if not nyckel.text and not varde.text and not varde.brist[0]:
            continue
        sista = nummer
        if nyckel.text.lower() == RUBRIKER[0]:
            continue
        plats = f"blad {blad.namn}, cell {cell_name(2, nummer)}"
        if not nyckel.text:
            vad = f"«{varde.text}» har ingen nyckel"
            ratext.anmarkningar.append(Anmarkning(plats, vad, "nyckelns namn i kolumn A", "Skriv nyckeln."))
        elif varde.brist[0] and not _may_be_date(split_key(nyckel.text), varde):
            ratext.installningar_platser[name_key(ratext.installningar_plats, split_key(nyckel.text))] = plats
            ratext.anmarkningar.append(Anmarkning(plats, varde.brist[0], "ett värde", varde.brist[1]))
        else:
            _set(split_key(nyckel.text), nyckel.text, varde, plats, ratext)
    ratext.installningar_platser[""] = f"blad {blad.namn}, cell {cell_name(1, sista + 1)}"


def _may_be_date(nyckel: tuple[str, ...], varde: Cell) -> bool:
    """Only a source has days among its keys; elsewhere Excel has made a date of something else, such as 16-64."""
    fria = nyckel[0] == "kallor" and nyckel[-1] not in ("text", "lank", "metod", "uppskattning")
    return fria and isinstance(varde.varde, date)


def _set(nyckel: tuple[str, ...], text: str, varde: Cell, plats: str, ratext: Ratext) -> None:
    """Put a value under its key, unless the key is there already. An empty cell only says where the key is."""
    ratext.installningar_platser[name_key(ratext.installningar_plats, nyckel)] = plats
    if varde.varde is None:
        return
    mal: Any = ratext.installningar
    for avsnitt in nyckel[:-1]:
        mal = mal.setdefault(avsnitt, {}) if isinstance(mal, dict) else None
    if not isinstance(mal, dict) or nyckel[-1] in mal:
        vad = f"nyckeln «{text}» står redan i bladet, eller är både avsnitt och nyckel"
        ratext.anmarkningar.append(Anmarkning(plats, vad, "varje nyckel en gång", "Ta bort den ena."))
    else:
        mal[nyckel[-1]] = parse_setting(varde.varde)


def name_key(plats: str, nyckel: tuple[str, ...]) -> str:
    """A key as findings name it: file or sheet, section, key."""
    avsnitt = f", avsnitt [{'.'.join(nyckel[:-1])}]" if nyckel[:-1] else ""
    return f"{plats}{avsnitt}, nyckel {nyckel[-1]}"


def split_key(text: str) -> tuple[str, ...]:
    """The parts of a dotted key; a part with a dot in it stands within quotes, as in TOML."""
    try:
        delar: Any = tomllib.loads(f"{text} = 0")
    except (tomllib.TOMLDecodeError, RecursionError):
        return tuple(text.split("."))
    nyckel: list[str] = []
    while isinstance(delar, dict) and len(delar) == 1:
        [(namn, delar)] = delar.items()
        nyckel.append(namn)
    hel = not isinstance(delar, dict) and delar == 0
    return tuple(nyckel) if hel else tuple(text.split("."))


def join_key(nyckel: tuple[str, ...]) -> str:
    """The parts as one dotted key."""
    return ".".join(del_ if re.fullmatch("[A-Za-z0-9_-]+", del_) else json.dumps(del_) for del_ in nyckel)


def parse_setting(varde: Any) -> Any:
    """A stored value as TOML would have it: text written as yes or no, a list or a quoted text is that."""
    if isinstance(varde, float) and varde.is_integer():
        return int(varde)
    if isinstance(varde, str) and varde in JA_NEJ:
        return JA_NEJ[varde]
    if isinstance(varde, str) and varde.startswith(("[", '"')):
        try:
            return tomllib.loads(f"v = {varde}")["v"]
        except (tomllib.TOMLDecodeError, RecursionError):
            return varde
    return varde.date() if isinstance(varde, datetime) and varde == datetime(*varde.timetuple()[:3]) else varde


def format_setting(varde: Any) -> Any:
    """The value to store in a cell, so that `parse_setting` gives it back."""
    if isinstance(varde, str):
        enkel = parse_setting(varde) == varde and not any(t < " " and t != "\n" for t in varde)
        return varde if enkel else json.dumps(varde, ensure_ascii=False)
    if isinstance(varde, bool):
        return "ja" if varde else "nej"
    return varde if isinstance(varde, int | float | date) else format_toml(varde)


def format_toml(varde: Any) -> str:
    """A value as TOML: text, number, truth value, date, list or inline table."""
    if isinstance(varde, dict):
        return "{" + ", ".join(f"{join_key((str(k),))} = {format_toml(v)}" for k, v in varde.items()) + "}"
    if isinstance(varde, list | tuple):
        return "[" + ", ".join(format_toml(v) for v in varde) + "]"
    if isinstance(varde, bool):
        return "true" if varde else "false"
    if isinstance(varde, str):
        return json.dumps(varde, ensure_ascii=False).replace("\x7f", "\\u007f")
    return varde.isoformat() if hasattr(varde, "isoformat") else str(varde)
