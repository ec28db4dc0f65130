"""A workbook written part by part, so that any of them can be damaged."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

HUVUD = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PAKET = "http://schemas.openxmlformats.org/package/2006"
_TYP = "application/vnd.openxmlformats-officedocument.spreadsheetml."
STILAR = f"""<styleSheet xmlns="{HUVUD}">
<numFmts><numFmt numFmtId="164" formatCode="0000"/></numFmts><fonts><font/></fonts>
<fills><fill><patternFill/></fill></fills><borders><border/></borders><cellXfs>
<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/><xf numFmtId="14" fontId="0" fillId="0" borderId="0"/>
<xf numFmtId="164" fontId="0" fillId="0" borderId="0"/><xf numFmtId="2" fontId="0" fillId="0" borderId="0"/>
</cellXfs></styleSheet>"""
"""Style 0 general, 1 a day, 2 four digits, 3 two decimals."""


def make_sheet(rader: str, efter: str = "") -> str:
    """The XML of a sheet with these rows."""
    return f'<worksheet xmlns="{HUVUD}"><sheetData>{rader}</sheetData>{efter}</worksheet>'


def make_parts(blad: Mapping[str, str], texter: str | None = None, slag: str = "worksheet") -> dict[str, str]:
    """The parts of a workbook with these sheets (name → XML) and shared texts."""
    nummer = range(1, len(blad) + 1)
    deklarerade = "".join(
        f'<Override PartName="/xl/worksheets/sheet{n}.xml" ContentType="{_TYP}worksheet+xml"/>' for n in nummer
    )
    if texter is not None:
        deklarerade += f'<Override PartName="/xl/sharedStrings.xml" ContentType="{_TYP}sharedStrings+xml"/>'
    delar = {
        "[Content_Types].xml": f'<Types xmlns="{_PAKET}/content-types"><Override PartName="/xl/workbook.xml" '
        f'ContentType="{_TYP}sheet.main+xml"/>{deklarerade}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{_PAKET}/relationships"><Relationship Id="rId1" '
        f'Type="{RELATION}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{HUVUD}" xmlns:r="{RELATION}"><sheets>'
        + "".join(f'<sheet name="{namn}" sheetId="{n}" r:id="rId{n}"/>' for n, namn in zip(nummer, blad, strict=True))
        + "</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PAKET}/relationships">'
        + "".join(
            f'<Relationship Id="rId{n}" Type="{RELATION}/{slag}" Target="worksheets/sheet{n}.xml"/>' for n in nummer
        )
        + "</Relationships>",
        "xl/styles.xml": STILAR,
    }
    if texter is not None:
        delar["xl/sharedStrings.xml"] = f'<sst xmlns="{HUVUD}">{texter}</sst>'
    return delar | {f"xl/worksheets/sheet{n}.xml": xml for n, xml in zip(nummer, blad.values(), strict=True)}


def zip_parts(delar: Mapping[str, str | bytes]) -> bytes:
    """The parts as the bytes of an .xlsx file."""
    minne = io.BytesIO()
    with zipfile.ZipFile(minne, "w", zipfile.ZIP_DEFLATED) as arkiv:
        for namn, data in delar.items():
            arkiv.writestr(namn, data)
    return minne.getvalue()


def make_book(rader: str, efter: str = "", texter: str | None = None) -> bytes:
    """A workbook with the one sheet «prov»."""
    return zip_parts(make_parts({"prov": make_sheet(rader, efter)}, texter))
