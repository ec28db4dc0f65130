"""What a person could have typed in a workbook, as a fingerprint per sheet that a save in Excel does not change.

Values that formulas give, looks, widths and the order of the package's parts do not count; constants, formulas, the
names of the sheets and comments do. On a protected sheet a locked formula cannot be typed over, and programs spell
formulas differently when they save: there it only counts that it is one.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from posixpath import basename, dirname, join, normpath
from xml.etree import ElementTree

from fordelning.infil import open_regular

HOGST_BYTE = 400_000_000
"""The unpacked size above which a workbook is not looked into."""

_FEL = (zipfile.BadZipFile, ElementTree.ParseError, zlib.error, struct.error, KeyError, ValueError, IndexError)
_ANDRA_FEL = (OSError, EOFError, RuntimeError, AttributeError, TypeError, MemoryError)


class OlasligBok(Exception):
    """The file is no workbook that can be read: damaged, locked by a password, or of another kind."""


def read_parts(fil: Path) -> dict[str, bytes]:
    """The parts of the package by name. Raises OlasligBok."""
    try:
        with open_regular(fil) as data, zipfile.ZipFile(data) as arkiv:
            if sum(del_.file_size for del_ in arkiv.infolist()) > HOGST_BYTE:
                raise OlasligBok
            return {namn: arkiv.read(namn) for namn in arkiv.namelist()}
    except (*_FEL, *_ANDRA_FEL) as fel:
        raise OlasligBok from fel


def compute_fingerprints(delar: Mapping[str, bytes]) -> dict[str, str]:
    """The fingerprint of every sheet by its name. Raises OlasligBok."""
    try:
        texter = [_join_text(si) for si in _parse(delar, "xl/sharedStrings.xml")]
        olasta = _find_unlocked(_parse(delar, "xl/styles.xml"))
        return {
            namn: hashlib.sha256(
                "\n".join([*_list_typed(_parse(delar, del_), texter, olasta), *_list_comments(delar, del_)]).encode()
            ).hexdigest()
            for namn, del_ in _find_sheets(delar)
        }
    except (*_FEL, *_ANDRA_FEL) as fel:
        raise OlasligBok from fel


def _parse(delar: Mapping[str, bytes], namn: str) -> ElementTree.Element:
    """The root of a part, an empty element where there is none. A document type is refused: no workbook has one."""
    data = delar.get(namn, b"<tom/>")
    if b"<!DOCTYPE" in data or b"<!ENTITY" in data:
        raise ValueError("dokumenttyp")
    return ElementTree.fromstring(data)


def _local(element: ElementTree.Element) -> str:
    """The name without its namespace."""
    return element.tag.rpartition("}")[2]


def _find(element: ElementTree.Element, namn: str) -> Iterator[ElementTree.Element]:
    """The elements below with a local name, in the part's own namespace."""
    return element.iter(element.tag[: element.tag.find("}") + 1] + namn)


def _join_text(element: ElementTree.Element) -> str:
    """The text of a string item, whatever pieces it is in; how it is pronounced does not count."""
    if _local(element) == "rPh":
        return ""
    if _local(element) == "t":
        return element.text or ""
    return "".join(map(_join_text, element))


def _find_unlocked(stilar: ElementTree.Element) -> set[str]:
    """The numbers of the cell formats that can be typed in on a protected sheet."""
    format_ = next(_find(stilar, "cellXfs"), ())
    olast = (any(skydd.get("locked") in ("0", "false") for skydd in _find(xf, "protection")) for xf in format_)
    return {str(nummer) for nummer, ar_olast in enumerate(olast) if ar_olast}


def _find_sheets(delar: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Every sheet: its name, and the part that holds it."""
    mal = _read_relations(delar, "xl/workbook.xml")
    for blad in _find(_parse(delar, "xl/workbook.xml"), "sheet"):
        nummer = next(v for k, v in blad.attrib.items() if k.endswith("}id"))
        yield blad.attrib["name"], mal[nummer]


def _read_relations(delar: Mapping[str, bytes], del_: str) -> dict[str, str]:
    """What a part points to: relation → part."""
    mapp = dirname(del_)
    poster = _parse(delar, f"{mapp}/_rels/{basename(del_)}.rels")
    mal = ((post.attrib["Id"], post.attrib["Target"]) for post in poster if post.get("TargetMode") != "External")
    return {nummer: vag.lstrip("/") if vag.startswith("/") else normpath(join(mapp, vag)) for nummer, vag in mal}


def _list_typed(blad: ElementTree.Element, texter: list[str], olasta: set[str]) -> Iterator[str]:
    """Every cell that holds something, with what was typed in it."""
    skyddat = any(skydd.get("sheet") in ("1", "true") for skydd in _find(blad, "sheetProtection"))
    for cell in _find(blad, "c"):
        barn = {_local(b): b for b in cell}
        if "f" in barn:
            formel = "" if skyddat and cell.get("s", "0") not in olasta else barn["f"].text or ""
            yield f"{cell.get('r')}={_spell_plainly(formel)}"
        elif (varde := _read_value(cell, barn, texter)) != "":
            yield f"{cell.get('r')}:{varde}"


@lru_cache(10_000)
def _spell_plainly(formel: str) -> str:
    """A formula without what programs spell in their own way: spaces, quotes, prefixes, unions, and numbers."""
    text = (
        re.sub(r"[\s'$]|_xlfn\.|_xlws\.", "", formel)
        .upper()
        .replace("~", ",")
        .replace("FALSE()", "FALSE")
        .replace("TRUE()", "TRUE")
    )
    return re.sub(r"(?<![\w.])\d+(?:\.\d+)?(?:E[+-]?\d+)?(?![\w(])", lambda tal: f"{float(tal[0]):.12g}", text)


def _read_value(cell: ElementTree.Element, barn: dict[str, ElementTree.Element], texter: list[str]) -> str:
    """A constant: text in its pieces put together, a number with the digits that every program keeps."""
    if "is" in barn:
        return _join_text(barn["is"])
    varde = (barn["v"].text or "") if "v" in barn else ""
    typ = cell.get("t", "n")
    if typ == "s":
        return texter[int(varde)]
    return f"{float(varde):.12g}" if typ == "n" and varde else varde


def _list_comments(delar: Mapping[str, bytes], blad: str) -> list[str]:
    """The comments of a sheet, as text."""
    anteckningar = [del_ for del_ in _read_relations(delar, blad).values() if "comment" in basename(del_).lower()]
    return sorted(
        "#" + _join_text(text) for del_ in anteckningar for text in _find(_parse(delar, del_), "text") if del_ in delar
    )
