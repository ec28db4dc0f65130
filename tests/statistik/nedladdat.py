"""A small table of our own making in every form that people download, and the data set it goes into."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from itertools import product
from pathlib import Path
from typing import Any
from xml.sax.saxutils import escape

from openpyxl import Workbook

OMRADEN = {
    "00": "Riket",
    "01": "Stockholms län",
    "0114": "Upplands Väsby",
    "0115": "Vallentuna",
    "0117": "Österåker",
    "0980": "Gotland",
    "1480": "Göteborg",
}
NOT = "Från och med referensåret 2025 är en liten kontrollerad slumpmässig osäkerhet införd (Cell Key Method)."
UNDERLAG = {
    "underlag.toml": """\
budgetar = 2027
ram_kr = 20000000
beskrivning = "Påhittat för provet."

[statistik]
invanare_ar = 2022

[kallor.omraden]
text = "Påhittat."

[kontrollsummor]
invanare_antal = 497000
""",
    "forbund.csv": """\
forbund_kod,namn,tilldelning_fjol_kr,eget_kapital_kr
A,Förbundet Alfa,5000000,0
B,Förbundet Beta,15000000,0
""",
    "omraden.csv": """\
omrade_kod,kommun_kod,namn,region_kod,forbund_kod,invanare_antal,forsorjningsmatt,invanare_fjol_antal,forsorjningsmatt_fjol
0114,0114,Upplands Väsby,01,A,30000,3000.5,29900,3000
0115,0115,Vallentuna,01,A,21000,2000.5,20900,2000
0117,0117,Österåker,01,A,29000,2500,28900,2500
0980,0980,Gotland,,B,37000,3500,36900,3500
1480-CENTRUM,1480,Göteborg Centrum,14,B,180000,20000,179000,20000
1480-HISINGEN,1480,Göteborg Hisingen,14,B,200000,20000,199000,20000
""",
    "regioner.csv": "region_kod,namn\n01,Region Stockholm\n14,Västra Götalandsregionen\n",
}


def write_underlag(mapp: Path, **byt: str) -> Path:
    """The data set as a folder; `byt`: another content of a file, by its name without ending."""
    mapp.mkdir(parents=True, exist_ok=True)
    for namn, text in UNDERLAG.items():
        (mapp / namn).write_text(byt.get(namn.partition(".")[0], text), encoding="utf-8")
    return mapp


@dataclass(frozen=True)
class Tabell:
    """A table: its dimensions as (name, {code: name}), and the number of every combination of codes."""

    dimensioner: tuple[tuple[str, dict[str, str]], ...]
    tal: Callable[[tuple[str, ...]], Any]
    noter: tuple[str, ...] = ()

    @property
    def rutor(self) -> list[tuple[str, ...]]:
        return list(product(*(koder for _, koder in self.dimensioner)))

    def name(self, ruta: Sequence[str]) -> list[str]:
        return [koder[kod] for kod, (_, koder) in zip(ruta, self.dimensioner, strict=True)]

    def change(self, **byt: Any) -> Tabell:
        return replace(self, **byt)


def count(ruta: tuple[str, ...]) -> int:
    """Women and men of two age groups; the country is the sum of the kommuner, a county is left at 1."""
    kod, alder, kon, _ar = ruta
    if kod == "01":
        return 1
    if kod == "00":
        return sum(count((k, *ruta[1:])) for k in OMRADEN if len(k) == 4)
    bas = {"0114": 30_400, "0115": 21_600, "0117": 29_200, "0980": 37_200, "1480": 381_000}[kod]
    del_ = {"16-19": bas // 10, "20-64": bas - bas // 10, "65+": 777}[alder]
    kvinnor = del_ // 2
    return {"1": del_ - kvinnor, "2": kvinnor, "1+2": del_}[kon]


VANTAT = {"0114": 30_400, "0115": 21_600, "0117": 29_200, "0980": 37_200, "1480": 381_000}
"""What `--variabel ålder=16-64 --variabel kön=1+2` gives."""

TABELL = Tabell(
    (
        ("region", OMRADEN),
        ("ålder", {"16-19": "16-19 år", "20-64": "20-64 år", "65+": "65+ år"}),
        ("kön", {"1": "män", "2": "kvinnor"}),
        ("år", {"2026": "2026"}),
    ),
    count,
    (NOT,),
)


def make_jsonstat(t: Tabell, **byt: Any) -> bytes:
    dimension = {
        namn: {"label": namn, "category": {"index": {k: i for i, k in enumerate(koder)}, "label": koder}}
        for namn, koder in t.dimensioner
    }
    data = {
        "version": "2.0",
        "class": "dataset",
        "label": "Folkmängd efter region, ålder, kön och år",
        "source": "SCB",
        "updated": "2027-02-20T07:00:00Z",
        "note": list(t.noter),
        "role": {"time": ["år"]},
        "id": [namn for namn, _ in t.dimensioner],
        "size": [len(koder) for _, koder in t.dimensioner],
        "dimension": dimension,
        "value": [t.tal(ruta) for ruta in t.rutor],
        "extension": {"px": {"tableid": "TAB9999"}},
    }
    return json.dumps(data | byt, ensure_ascii=False).encode()


def make_old_jsonstat(t: Tabell) -> bytes:
    ny = json.loads(make_jsonstat(t))
    dimension = ny["dimension"] | {"id": ny["id"], "size": ny["size"], "role": ny["role"]}
    kvar = {k: v for k, v in ny.items() if k in ("label", "source", "updated", "value", "note")}
    return json.dumps({"dataset": {**kvar, "dimension": dimension}}).encode()


def make_px(t: Tabell, kodning: str = "cp1252", data: str | None = None) -> bytes:
    stub = [namn for namn, _ in t.dimensioner[:-1]]
    rader = ['CHARSET="ANSI";', 'AXIS-VERSION="2013";']
    rader += ['CODEPAGE="utf-8";'] if kodning == "utf-8" else []
    rader += ['MATRIX="TAB9999";', 'TITLE="Folkmängd efter region,"\n" ålder, kön och år";']
    rader += ['STUB="' + '","'.join(stub) + '";', f'HEADING="{t.dimensioner[-1][0]}";']
    rader += ['LAST-UPDATED="20270220 08:00";', 'SOURCE="SCB";', 'UNITS="antal";']
    for namn, koder in t.dimensioner:
        rader.append(f'VALUES("{namn}")=' + ",\n".join(f'"{v}"' for v in koder.values()) + ";")
        rader.append(f'CODES("{namn}")=' + ",".join(f'"{k}"' for k in koder) + ";")
    rader.append('TIMEVAL("år")=TLIST(A1),"2026";')
    rader += [f'NOTE="{n}";' for n in t.noter]
    bredd = len(t.dimensioner[-1][1])
    tal = [f'"{v}"' if isinstance(v, str) else str(v) for v in map(t.tal, t.rutor)]
    innehall = "\n".join(" ".join(tal[i : i + bredd]) for i in range(0, len(tal), bredd))
    rader.append(f"DATA=\n{innehall if data is None else data}\n;")
    return "\r\n".join(rader).encode(kodning)


def make_rows(t: Tabell, i_en_cell: bool = True, upprepa: bool = False) -> list[list[Any]]:
    """As PxWeb's workbook: a title, years to the right, a name only where it changes, footnotes below."""
    stub, (_, tider) = t.dimensioner[:-1], t.dimensioner[-1]
    rader: list[list[Any]] = [["Folkmängd efter region, ålder, kön och år. TAB9999"], []]
    rubriker = [namn for namn, _ in stub]
    rader.append([*(rubriker if i_en_cell else ["", "region", *rubriker[1:]]), *tider.values()])
    fore: list[str] = []
    for ruta in product(*(koder for _, koder in stub)):
        namn = t.change(dimensioner=stub).name(ruta)
        forst = [f"{ruta[0]} {namn[0]}"] if i_en_cell else [ruta[0], namn[0]]
        namn = [*forst, *namn[1:]]
        visade = [n if upprepa or not fore or fore[: j + 1] != namn[: j + 1] else "" for j, n in enumerate(namn)]
        rader.append([*visade, *(t.tal((*ruta, tid)) for tid in tider)])
        fore = namn
    return [*rader, [], *([n] for n in t.noter), ["Källa: SCB"], ["Senast uppdaterad: 20270220"]]


def make_xlsx(t: Tabell, i_en_cell: bool = False) -> bytes:
    bok = Workbook()
    blad = bok.active
    assert blad is not None
    for rad in make_rows(t, i_en_cell):
        blad.append(rad)
    ut = io.BytesIO()
    bok.save(ut)
    return ut.getvalue()


def make_csv(t: Tabell, kodning: str = "cp1252", skilj: str = ",") -> bytes:
    ut = io.StringIO()
    csv.writer(ut, delimiter=skilj).writerows(make_rows(t, upprepa=True))
    return ut.getvalue().encode(kodning)


_MANIFEST = (
    '<?xml version="1.0"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>'
)


def make_ods(t: Tabell) -> bytes:
    rader = []
    for rad in make_rows(t):
        celler = [
            f'<table:table-cell office:value-type="float" office:value="{c}"/>'
            if isinstance(c, int)
            else f'<table:table-cell office:value-type="string"><text:p>{escape(str(c))}</text:p></table:table-cell>'
            for c in rad
        ]
        rader.append(f"<table:table-row>{''.join(celler) or '<table:table-cell/>'}</table:table-row>")
    ns = 'xmlns:{0}="urn:oasis:names:tc:opendocument:xmlns:{0}:1.0"'
    alla = " ".join(ns.format(n) for n in ("office", "table", "text"))
    xml = (
        f'<?xml version="1.0"?><office:document-content {alla}><office:body><office:spreadsheet>'
        f'<table:table table:name="Tabell">{"".join(rader)}</table:table>'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    ut = io.BytesIO()
    with zipfile.ZipFile(ut, "w") as arkiv:
        arkiv.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        arkiv.writestr("META-INF/manifest.xml", _MANIFEST)
        arkiv.writestr("content.xml", xml, zipfile.ZIP_DEFLATED)
    return ut.getvalue()


def make_open_data(t: Tabell, rojd: Sequence[tuple[str, ...]] = ()) -> bytes:
    """As Försäkringskassan: one record per combination, a county beside every kommun, `rojd` with every value."""
    namn = {"region": "kommun_kod", "ålder": "alder", "kön": "kon_kod", "år": "ar"}
    poster = []
    for ruta in t.rutor:
        dimensions = {namn[d]: kod for kod, (d, _) in zip(ruta, t.dimensioner, strict=True)}
        dimensions["kommun_kod"] = "ALL" if ruta[0] == "00" else ruta[0]
        dimensions["lan_kod"] = ruta[0][:2]
        dold = ruta in rojd
        varde = {"rojd": dold, "value": None if dold else float(t.tal(ruta))}
        poster.append({"dimensions": dimensions, "observations": {"antal": varde}})
    return json.dumps(poster).encode()


XLS = Path(__file__).parent / "filer" / "folkmangd.xls"
"""The same table as an old Excel workbook (BIFF8), made once with xlwt."""

FORMER: dict[str, Callable[[], bytes]] = {
    "json-stat2.json": lambda: make_jsonstat(TABELL),
    "json-stat1.json": lambda: make_old_jsonstat(TABELL),
    "ansi.px": lambda: make_px(TABELL),
    "utf8.px": lambda: make_px(TABELL, "utf-8"),
    "kod_och_namn.xlsx": lambda: make_xlsx(TABELL),
    "i_en_cell.xlsx": lambda: make_xlsx(TABELL, True),
    "cp1252.csv": lambda: make_csv(TABELL),
    "semikolon.csv": lambda: make_csv(TABELL, "utf-8-sig", ";"),
    "tabell.ods": lambda: make_ods(TABELL),
    "tabell.xls": XLS.read_bytes,
    "oppna.json": lambda: make_open_data(TABELL),
}
"""File name → its bytes, the same table in every form."""
