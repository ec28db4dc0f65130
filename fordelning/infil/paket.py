"""A workbook as the zip it is: within the limits, of a form that is read, and with every sheet it names.

Nothing is unpacked or parsed before the sizes that the zip states have been compared with the limits (zipfile stops
at the stated size, so a zip that lies about it is a damaged one). XML with a DOCTYPE is refused, and with it entities.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections import Counter
from dataclasses import dataclass
from typing import Any

from defusedxml.ElementTree import fromstring
from openpyxl.packaging.relationship import get_dependents, get_rels_path

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.infil import BLAD, BLAD_UPPACKAT, DEL_UPPACKAD, DELAR, MB, PACKNINGSGRAD, UPPACKAT

HUVUD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
STRICT = "http://purl.oclc.org/ooxml/"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_DEKLARATION = "[Content_Types].xml"
_BOK = (
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml",
    "application/vnd.openxmlformats-officedocument.spreadsheetml.template.main+xml",
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml",
    "application/vnd.ms-excel.template.macroEnabled.main+xml",
)
_BLAD = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
_TEXTER = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
_STILAR = "application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
"""How a file in Microsoft's older container begins: .xls, or a workbook with a password."""

_LASES_HEL = re.compile(r"\.rels$|Content_Types|(?i:workbook|styles)")
"""Parts that a library reads as a whole, whatever is in them."""

SPARA_OM = "Öppna filen i Excel och spara om den som Excel-arbetsbok (.xlsx)."
_HEL = "en hel .xlsx-fil"


@dataclass(frozen=True, slots=True)
class Bladdel:
    """A sheet as the workbook names it, and the part of the zip that holds its cells."""

    namn: str
    stig: str
    dolt: bool


@dataclass(frozen=True, slots=True, eq=False)
class Paket:
    """An opened workbook: its zip, the sheets that hold cells (charts do not), and the part with the shared texts."""

    arkiv: zipfile.ZipFile
    blad: tuple[Bladdel, ...]
    texter: str | None


def open_package(filnamn: str, data: bytes) -> Paket:
    """The zip of a workbook, checked. Raises UnderlagFel; other errors mean that the zip or its XML is damaged."""
    if data.startswith(_OLE):
        vad = "arbetsboken är skyddad med lösenord, eller sparad som .xls"
        raise UnderlagFel([Anmarkning(filnamn, vad, "en .xlsx-fil utan lösenord", SPARA_OM)])
    if data.count(b"PK\x01\x02") > DELAR:  # before the zip's own list of them is built
        raise _refuse(filnamn, f"arbetsboken består av fler än {DELAR} delar", _HEL)
    arkiv = zipfile.ZipFile(io.BytesIO(data))
    _check_sizes(filnamn, arkiv)
    if _DEKLARATION not in arkiv.namelist():
        raise _refuse(filnamn, "filen går inte att öppna som arbetsbok", _HEL)
    typer = _read_types(arkiv)
    for stig, typ in typer.items():
        if typ in (_TEXTER, _STILAR) and stig not in arkiv.namelist():
            raise _refuse(filnamn, f"boken nämner delen {stig}, men den finns inte i filen", _HEL)
    bok = next((stig for stig, typ in typer.items() if typ in _BOK), "xl/workbook.xml")
    if bok not in arkiv.namelist():
        raise _refuse(filnamn, "filen går inte att öppna som arbetsbok", _HEL)
    rot = fromstring(arkiv.read(bok), forbid_dtd=True)
    if rot.tag.startswith(f"{{{STRICT}"):
        vad = "boken är sparad i formatet Strict Open XML"
        raise UnderlagFel([Anmarkning(filnamn, vad, gor="Spara om den som Excel-arbetsbok (.xlsx).")])
    delar = _find_sheets(filnamn, arkiv, bok, rot)
    _check_orphans(filnamn, arkiv, typer, delar)
    return Paket(arkiv, delar, next((stig for stig, typ in typer.items() if typ == _TEXTER), None))


def _refuse(plats: str, vad: str, vantat: str = "", gor: str = SPARA_OM) -> UnderlagFel:
    return UnderlagFel([Anmarkning(plats, vad, vantat, gor)])


def _check_sizes(filnamn: str, arkiv: zipfile.ZipFile) -> None:
    """Every limit that the zip itself can tell of. Raises UnderlagFel."""
    filer = arkiv.infolist()
    if dubbla := [namn for namn, antal in Counter(fil.filename for fil in filer).items() if antal > 1]:
        raise _refuse(filnamn, f"delen {dubbla[0]} finns två gånger i filen", "varje del en gång")
    if any(fil.flag_bits & 1 for fil in filer):
        raise _refuse(filnamn, "arbetsboken är skyddad med lösenord", "en .xlsx-fil utan lösenord")
    gor = "Kopiera tabellerna till en ny bok och spara den."
    if (allt := sum(fil.file_size for fil in filer)) > UPPACKAT:
        vad = f"arbetsboken är uppackad för stor ({allt / MB:.0f} MB)"
        raise _refuse(filnamn, vad, f"högst {UPPACKAT / MB:.0f} MB", gor)
    for fil in filer:
        hogst = DEL_UPPACKAD if _LASES_HEL.search(fil.filename) else BLAD_UPPACKAT
        if fil.file_size > hogst:
            vad = f"delen {fil.filename} är uppackad för stor ({fil.file_size / MB:.0f} MB)"
            raise _refuse(filnamn, vad, f"högst {hogst / MB:.0f} MB", gor)
        if fil.file_size > MB and fil.file_size > PACKNINGSGRAD * fil.compress_size:
            vad = f"delen {fil.filename} blir mer än {PACKNINGSGRAD} gånger större när den packas upp"
            raise _refuse(filnamn, vad, "en arbetsbok", gor)


def _read_types(arkiv: zipfile.ZipFile) -> dict[str, str]:
    """Part → type, as far as the workbook declares it part by part."""
    rot = fromstring(arkiv.read(_DEKLARATION), forbid_dtd=True)
    return {str(nod.get("PartName", "")).lstrip("/"): str(nod.get("ContentType", "")) for nod in rot}


def _find_sheets(filnamn: str, arkiv: zipfile.ZipFile, bok: str, rot: Any) -> tuple[Bladdel, ...]:
    """The sheets that the workbook names. Raises UnderlagFel with every one whose cells are not there."""
    relationer = get_dependents(arkiv, get_rels_path(bok)).to_dict()
    namngivna = rot.findall(f"{{{HUVUD}}}sheets/{{{HUVUD}}}sheet")
    if len(namngivna) > BLAD:
        gor = "Ta bort de blad som inte används."
        raise _refuse(filnamn, f"arbetsboken har {len(namngivna)} blad", f"högst {BLAD}", gor)
    delar, fel, finns = [], [], set(arkiv.namelist())
    for nod in namngivna:
        bladnamn = str(nod.get("name", ""))
        relation = relationer.get(nod.get(_RELATION))
        slag = relation.Type.rpartition("/")[2] if relation else ""
        if relation is None or relation.target not in finns:
            vad = "boken nämner bladet, men bladets innehåll finns inte i filen"
            fel.append(Anmarkning(f"blad {bladnamn}", vad, _HEL, SPARA_OM))
        elif slag == "worksheet":
            delar.append(Bladdel(bladnamn, relation.target, nod.get("state", "visible") != "visible"))
        elif slag != "chartsheet":
            vad, gor = "bladet är ett makro- eller dialogblad, som inte läses", "Ta bort bladet."
            fel.append(Anmarkning(f"blad {bladnamn}", vad, "kalkylblad", gor))
    if fel:
        raise UnderlagFel(fel)
    return tuple(delar)


def _check_orphans(filnamn: str, arkiv: zipfile.ZipFile, typer: dict[str, str], delar: tuple[Bladdel, ...]) -> None:
    """Cells that no sheet of the workbook leads to, or that two do, mean that something has been lost."""
    antal = Counter(del_.stig for del_ in delar)
    if delad := next((del_ for del_ in delar if antal[del_.stig] > 1), None):
        raise _refuse(f"blad {delad.namn}", f"två blad i boken pekar på samma innehåll ({delad.stig})", _HEL)
    for stig in arkiv.namelist():
        if typer.get(stig) == _BLAD and stig not in antal:
            raise _refuse(filnamn, f"{stig} finns i filen, men inget blad i boken leder till den", _HEL)
