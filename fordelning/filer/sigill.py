"""A seal on what the program writes: later it shows whether a file is as it was written, or somebody has changed it.

A file of one of these kinds carries its own seal: JSON (`innehall_sha256`), TOML and HTML (a comment), workbooks
(properties of the document). The head of a set, one of these too, also holds the SHA-256 of the set's other files
(`utfiler`): a set of files from two runs shows, and CSV and SIE files are known as ours. `tidigare` are files of an
earlier run in the same folder that the head spoke for, and that this run did not write.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

from fordelning.filer.avtryck import OlasligBok, compute_fingerprints, read_parts
from fordelning.infil import open_regular

STORST = 100_000_000
"""Bytes: no file of ours comes near it."""
Skick = Literal["orord", "ändrad", "främmande", "oläslig"]
Avtryck = dict[str, str]
"""File name → SHA-256."""

_KOMMENTAR = {".toml": ("# ", ""), ".html": ("<!-- ", " -->"), ".svg": ("<!-- ", " -->")}
"""How a comment is written in a file of text that carries its own seal."""
_MARKE = "fordelning sigill "
_EGENSKAPER = "docProps/custom.xml"
_BLAD, _UTFIL, _TIDIGARE = "fordelning blad ", "fordelning utfil ", "fordelning tidigare "
_IFYLLT = "fordelning ifyllt från"


@dataclass(frozen=True, slots=True)
class Sigill:
    """What a file's seal says: its state, where it was changed (Swedish), and the files it speaks for.

    `ifyllt_fran`: from which file or folder it got figures that a person had filled in.
    """

    skick: Skick
    var: str = ""
    utfiler: Avtryck = field(default_factory=dict)
    tidigare: Avtryck = field(default_factory=dict)
    ifyllt_fran: str = ""

    @property
    def kanda(self) -> Avtryck:
        """Every other file that the seal speaks for."""
        return {**self.tidigare, **self.utfiler}


def hash_file(fil: Path) -> str:
    """SHA-256 of a file's bytes."""
    with open_regular(fil) as data:
        return hashlib.file_digest(data, "sha256").hexdigest()


def read_own(fil: Path) -> bytes:
    """The bytes of a file that may be ours. Raises OSError for one that is not regular, or larger than any of ours."""
    with open_regular(fil) as data:
        if os.fstat(data.fileno()).st_size > STORST:
            raise OSError(errno.EFBIG, "större än något som programmet skriver", str(fil))
        return data.read(STORST)


def has_seal(namn: str) -> bool:
    """Whether files with this name carry their own seal."""
    return Path(namn).suffix.lower() in (".json", ".xlsx", *_KOMMENTAR)


def seal(fil: Path, namn: str, utfiler: Avtryck, tidigare: Avtryck, underlag: str = "", ifyllt_fran: str = "") -> None:
    """Seal a file that has just been written and will be called `namn`; other kinds are left as they are."""
    andelse = Path(namn).suffix.lower()
    if andelse == ".json":
        _seal_json(fil, utfiler, tidigare, underlag)
    elif andelse == ".xlsx":
        _seal_workbook(fil, utfiler, tidigare, ifyllt_fran)
    elif andelse in _KOMMENTAR:
        _seal_text(fil, _KOMMENTAR[andelse], utfiler, tidigare, ifyllt_fran)


def read_seal(fil: Path, namn: str = "") -> Sigill:
    """What the seal of a file says; one without a seal is `främmande`."""
    andelse = Path(namn or fil.name).suffix.lower()
    try:
        if andelse == ".json":
            return _read_json(read_own(fil))
        if andelse == ".xlsx":
            return _read_workbook(fil)
        if andelse in _KOMMENTAR:
            return _read_text(read_own(fil), _KOMMENTAR[andelse])
    except (OlasligBok, OSError, UnicodeDecodeError):
        return Sigill("oläslig")
    except (ValueError, RecursionError, TypeError, KeyError, AttributeError):
        return Sigill("främmande")
    return Sigill("främmande")


def _seal_json(fil: Path, utfiler: Avtryck, tidigare: Avtryck, underlag: str) -> None:
    data = json.loads(fil.read_bytes())
    if not isinstance(data, dict):
        return
    data |= {"underlag": underlag} if underlag else {}
    data |= {"utfiler": _as_list(utfiler)} if utfiler else {}
    data |= {"tidigare": _as_list(tidigare)} if tidigare else {}
    data["innehall_sha256"] = _hash_json(data)
    fil.write_text(json.dumps(data, ensure_ascii=False, indent=2) + "\n", encoding="utf-8", newline="\n")


def _hash_json(data: Mapping[str, Any]) -> str:
    """The fingerprint of everything but the fingerprint, whatever the indentation."""
    utan = {nyckel: varde for nyckel, varde in data.items() if nyckel != "innehall_sha256"}
    return hashlib.sha256(json.dumps(utan, ensure_ascii=True, sort_keys=True).encode()).hexdigest()


def _read_json(data: bytes) -> Sigill:
    last = json.loads(data)
    if not isinstance(last, dict) or "innehall_sha256" not in last:
        return Sigill("främmande")
    skick: Skick = "orord" if last["innehall_sha256"] == _hash_json(last) else "ändrad"
    return Sigill(skick, "", _from_list(last.get("utfiler", [])), _from_list(last.get("tidigare", [])))


def _as_list(avtryck: Avtryck) -> list[dict[str, str]]:
    return [{"namn": namn, "sha256": sha256} for namn, sha256 in sorted(avtryck.items())]


def _from_list(poster: Any) -> Avtryck:
    return {str(post["namn"]): str(post["sha256"]) for post in poster}


def _seal_text(fil: Path, kommentar: tuple[str, str], utfiler: Avtryck, tidigare: Avtryck, ifyllt_fran: str) -> None:
    """A comment on the last row, with the fingerprint of all that stands above it and of the other files."""
    data = fil.read_bytes()
    data_om = {"utfiler": utfiler, "tidigare": tidigare, "ifyllt_fran": ifyllt_fran}
    poster = json.dumps(data_om, ensure_ascii=True, sort_keys=True).replace("--", "-\\u002d")
    avtryck = hashlib.sha256(data + poster.encode()).hexdigest()
    fil.write_bytes(data + f"{kommentar[0]}{_MARKE}{avtryck} {poster}{kommentar[1]}\n".encode())


def _read_text(data: bytes, kommentar: tuple[str, str]) -> Sigill:
    start, slut = (re.escape(del_.encode()) for del_ in (kommentar[0] + _MARKE, kommentar[1]))
    traff = re.search(b"(?:^|\n)(" + start + b"([0-9a-f]{64}) ([^\r\n]*)" + slut + b"\r?\n?)$", data)
    if traff is None:
        return Sigill("främmande" if start not in data else "ändrad")
    poster = json.loads(traff[3])
    orord = hashlib.sha256(data[: traff.start(1)] + traff[3]).hexdigest() == traff[2].decode()
    skick: Skick = "orord" if orord else "ändrad"
    return Sigill(skick, "", dict(poster["utfiler"]), dict(poster["tidigare"]), str(poster["ifyllt_fran"]))


def _seal_workbook(fil: Path, utfiler: Avtryck, tidigare: Avtryck, ifyllt_fran: str) -> None:
    """Properties of the document, which every program keeps when it saves: a fingerprint per sheet, and the files."""
    delar = read_parts(fil)
    poster = {_BLAD + namn: v for namn, v in compute_fingerprints(delar).items()}
    poster |= {_UTFIL + namn: v for namn, v in utfiler.items()} | {_TIDIGARE + namn: v for namn, v in tidigare.items()}
    poster |= {_IFYLLT: ifyllt_fran} if ifyllt_fran else {}
    typ = "application/vnd.openxmlformats-officedocument.custom-properties+xml"
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties"
    _insert(
        delar, "[Content_Types].xml", "</Types>", f'<Override PartName="/{_EGENSKAPER}" ContentType="{typ}"/></Types>'
    )
    _insert(
        delar,
        "_rels/.rels",
        "</Relationships>",
        f'<Relationship Id="rIdSigill" Type="{relation}" Target="{_EGENSKAPER}"/></Relationships>',
    )
    delar[_EGENSKAPER] = _make_properties(poster).encode()
    with zipfile.ZipFile(fil, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for namn, data in delar.items():
            info = zipfile.ZipInfo(namn)  # dated 1980, as XlsxWriter does: the same result is the same file
            info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
            arkiv.writestr(info, data)


def _insert(delar: dict[str, bytes], del_: str, fore: str, nytt: str) -> None:
    delar[del_] = delar[del_].replace(fore.encode(), nytt.encode())


def _make_properties(poster: Mapping[str, str]) -> str:
    ns = "http://schemas.openxmlformats.org/officeDocument/2006"
    rader = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{nummer}" name={quoteattr(namn)}>'
        f"<vt:lpwstr>{escape(varde)}</vt:lpwstr></property>"
        for nummer, (namn, varde) in enumerate(poster.items(), start=2)
    )
    huvud = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    return f'{huvud}<Properties xmlns="{ns}/custom-properties" xmlns:vt="{ns}/docPropsVTypes">{rader}</Properties>'


def _read_workbook(fil: Path) -> Sigill:
    delar = read_parts(fil)
    poster = _read_properties(delar.get(_EGENSKAPER, b""))
    skrivna = {namn.removeprefix(_BLAD): v for namn, v in poster.items() if namn.startswith(_BLAD)}
    finns = compute_fingerprints(delar)
    if not skrivna:
        return Sigill("främmande")
    andrade = sorted(namn for namn in {*skrivna, *finns} if skrivna.get(namn) != finns.get(namn))
    var = f"blad {', '.join(andrade)}" if andrade else ""
    utfiler, tidigare = (
        {namn.removeprefix(del_): v for namn, v in poster.items() if namn.startswith(del_)}
        for del_ in (_UTFIL, _TIDIGARE)
    )
    return Sigill("ändrad" if andrade else "orord", var, utfiler, tidigare, poster.get(_IFYLLT, ""))


def _read_properties(data: bytes) -> Avtryck:
    """The document's own properties that are text."""
    if not data or b"<!DOCTYPE" in data:
        return {}
    try:
        return {post.attrib["name"]: "".join(post.itertext()).strip() for post in ElementTree.fromstring(data)}
    except (ElementTree.ParseError, KeyError) as fel:
        raise OlasligBok from fel
