"""PC-Axis files (.px): keywords with values, and the numbers row by row under DATA.

The characters are what CODEPAGE says, else cp1252 where CHARSET is ANSI, else what the bytes show, DOS by default.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from math import prod

from fordelning.begrepp import Fil
from fordelning.statistik.indelning import Indelning
from fordelning.statistik.jsonstat import mark_areas
from fordelning.statistik.kub import HAMTA_OM, Dimension, Kod, Kub, Tal, Uttag, check_size, make_kub, refuse
from fordelning.teckenkod import detect

_POST = re.compile(r'\s*([A-Z][A-Z0-9-]*)(\[[^\]]*\])?(?:\(([^)]*)\))?\s*=((?:"[^"]*+"|[^";]++)*+);')
_TEXT = re.compile(r'"([^"]*)"((?:\s*\n\s*"[^"]*")*)')
_CELL = re.compile(r'"[^"]*"|[^\s,;]+')

Nyckel = tuple[str, str]
"""A keyword and the variable it is about, "" when it is about the table."""


def read_px(data: bytes, fil: Fil, indelning: Indelning) -> Kub:
    """A PC-Axis file as a cube. Raises StatistikFel with what is wrong with it."""
    ord_ = dict(_read_keywords(_decode(data, fil.namn)))
    if ("DATA", "") not in ord_:
        raise refuse(fil.namn, "filen är avkortad eller ingen PX-fil (DATA saknas)", "DATA= … ;", HAMTA_OM)
    if any(nyckel == "KEYS" for nyckel, _ in ord_):
        raise refuse(fil.namn, "filen har bara en del av värdena (KEYS)", "en PX-fil med alla värden", HAMTA_OM)
    namn = [*_split(ord_.get(("STUB", ""), "")), *_split(ord_.get(("HEADING", ""), ""))]
    if not namn:
        raise refuse(fil.namn, "filen har varken STUB eller HEADING", "variablernas namn", HAMTA_OM)
    tid = {variabel for nyckel, variabel in ord_ if nyckel == "TIMEVAL"}
    matt = _first(ord_, "CONTVARIABLE")
    dimensioner = [_read_dimension(n, ord_, n in tid, n == matt, fil.namn) for n in namn]
    check_size(fil.namn, prod(len(d.varden) for d in dimensioner))
    tal = [_read_cell(text, i, fil.namn) for i, text in enumerate(_CELL.findall(ord_["DATA", ""]))]

    def place(index: int) -> str:
        return f"{fil.namn}, DATA värde {index + 1}"

    return make_kub(_describe(ord_, fil), mark_areas(dimensioner, indelning), tal, place)


def _decode(data: bytes, namn: str) -> str:
    """The text of the file."""
    huvud = data[:2000].decode("latin-1").upper()
    if 'CODEPAGE="UTF-8"' in huvud or data.startswith(b"\xef\xbb\xbf"):
        kodning = "utf-8-sig"
    elif 'CHARSET="ANSI"' in huvud:
        kodning = detect(data, "cp1252").kodning
    else:
        kodning = detect(data, "cp850").kodning
    try:
        return data.decode(kodning)
    except (UnicodeDecodeError, LookupError):
        raise refuse(namn, "filens tecken är inte vad filen säger (CHARSET, CODEPAGE)", "cp1252 eller UTF-8") from None


def _read_keywords(text: str) -> Iterator[tuple[Nyckel, str]]:
    """Every keyword in the file's own language; of one that stands twice the first."""
    sedda = set[Nyckel]()
    for traff in _POST.finditer(text):
        om = _split(traff[3] or "")
        nyckel = (traff[1], om[0] if om else "")
        if not traff[2] and nyckel not in sedda:
            sedda.add(nyckel)
            yield nyckel, traff[4].strip()


def _split(text: str) -> list[str]:
    """The quoted texts of a value; one that is broken over several lines is put together."""
    return ["".join([traff[1], *re.findall('"([^"]*)"', traff[2])]) for traff in _TEXT.finditer(text)]


def _first(ord_: Mapping[Nyckel, str], nyckel: str) -> str:
    """The value of a keyword of the table, or of its first variable."""
    text = next((v for (n, _), v in ord_.items() if n == nyckel), "")
    return "".join(_split(text)) or text


def _read_dimension(namn: str, ord_: Mapping[Nyckel, str], tid: bool, matt: bool, filnamn: str) -> Dimension:
    namnen = _split_list(ord_.get(("VALUES", namn), ""))
    koder = _split_list(ord_.get(("CODES", namn), "")) or namnen
    if not namnen or len(koder) != len(namnen):
        vad = f"{len(koder)} koder men {len(namnen)} namn" if namnen else "VALUES saknas"
        raise refuse(f"{filnamn}, {namn}", vad, "en kod per namn", HAMTA_OM)
    total = (_split(ord_.get(("ELIMINATION", namn), "")) or [""])[0]
    varden = tuple(Kod(k.strip(), n.strip()) for k, n in zip(koder, namnen, strict=True))
    total = next((v.kod for v in varden if total and total in v), "")
    return Dimension(namn, namn, varden, "tid" if tid else "matt" if matt else "", total)


def _split_list(text: str) -> list[str]:
    """The texts of a list: commas part them, a line break alone within a text does not."""
    return [t for del_ in re.split(r'(?<=")\s*,\s*(?=")', text) for t in ["".join(_split(del_))] if del_.strip()]


def _read_cell(text: str, index: int, namn: str) -> Tal:
    if text.startswith('"'):
        return text.strip('"').strip() or None
    try:
        return Decimal(text)
    except InvalidOperation:
        if set(text) <= {".", ":", "-"}:
            return text
    raise refuse(f"{namn}, DATA värde {index + 1}", f"«{text[:40]}» är inget tal", "ett tal eller ett tecken som «..»")


def _describe(ord_: Mapping[Nyckel, str], fil: Fil) -> Uttag:
    noter = [" ".join(_split(v)) for (nyckel, _), v in ord_.items() if nyckel in ("NOTE", "NOTEX", "INFO")]
    return Uttag(
        fil,
        titel=_first(ord_, "DESCRIPTION") or _first(ord_, "TITLE"),
        tabell=_first(ord_, "TABLEID") or _first(ord_, "MATRIX"),
        uppdaterad=_first(ord_, "LAST-UPDATED"),
        utgivare=_first(ord_, "SOURCE"),
        enhet=_first(ord_, "UNITS"),
        noter=tuple(n.replace("#", " ") for n in noter),
    )
