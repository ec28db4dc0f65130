"""A small complete data set as text, to be broken in one place at a time, as a folder of CSV files or as a workbook."""

from __future__ import annotations

import copy
import csv
import io
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from fordelning.fel import Anmarkning, UnderlagFel
from fordelning.underlag import read_underlag
from fordelning.underlag.kolumner import TABELLER

Form = Literal["mapp", "bok"]

TEXT = """\
forbund
forbund_kod|namn|tilldelning_fjol_kr|eget_kapital_kr|bidrag_fjol_kr|askande_kr|manader
A|Förbundet Alfa|5000000|1000000|10000000||
B|Förbundet Beta|3000000|500000|6000000|4000000|
C|Förbundet Gamma|0|0|2000000||6

omraden
omrade_kod|kommun_kod|namn|region_kod|forbund_kod|invanare_antal|forsorjningsmatt|invanare_fjol_antal|forsorjningsmatt_fjol
K01|K01|Alby|R1|A|30000|3000.5|29800|2990
K02|K02|Berga|R1|A|12000|1500|11900|1480
K03-NORR|K03|Cedern norr|R1|B|20000|2400|19900|2380
K03-SYD|K03|Cedern syd|R1|C|16000|1700|15800|1690
K04|K04|Dalby|R2|B|9000|1100|9050|1090
K05|K05|Ekön||C|5000|800|5010|790
K06|K06|Fors|R2||7000|950|6950|940

regioner
region_kod|namn
R1|Region Ett
R2|Region Två

medfinansiering
forbund_kod|part|motpart_kod|utlovat_kr
A|kommun|K01|1000000
A|kommun|K02|400000
A|region|R1|1500000

kapital
forbund_kod|ar|ingaende_kr|intakter_kr|kostnader_kr|typ
A|2024|900000|10000000|9950000|utfall
A|2025|950000|10000000|9950000|utfall
B|2025|450000|6000000|5950000|utfall

malgrupper
malgrupp_kod|namn|andel_i_behov|vikt
M1|Unga|0.5|1.2
M2|Långvarigt sjuka|0.2|1

behov
forbund_kod|malgrupp_kod|personer_antal
A|M1|800
A|M2|1200.5
B|M1|500

insatser
forbund_kod|insats_kod|namn|inriktning|fast_kostnad_kr|kostnad_per_deltagare_kr|minst_antal|hogst_antal|fran_ar|till_ar|trappning|beslutad|idag_antal
A|I1|Steget|individ|200000|12000|10|80|2026|2028|1;0.75;0.5|ja|40
A|I2|Samverkan|struktur|150000|0|0|0||||nej|
B|I1|Vägen|individ|100000|15000|5|40|||||12

effekter
forbund_kod|insats_kod|malgrupp_kod|effekt_andel|osakerhet|effekt_antal
A|I1|M1|0.15|0.03|
A|I1|M2|0.1|0.02|
A|I2||||25
B|I1|M1|0.2||

planering
forbund_kod|ar|administration_kr|lagsta_kapital_kr|struktur_minst_andel|struktur_hogst_andel|bidrag_kr
A|2026|900000|300000|0.05|0.3|
B|2026|700000|200000|0.05|0.3|6000000
"""

INSTALLNINGAR: dict[str, Any] = {
    "budgetar": 2026,
    "ram_kr": 9_000_000,
    "beskrivning": "Påhittat för proven.",
    "statistik": {"invanare_ar": 2025, "invanare_alder": "16–64"},
    "kallor": {"omraden": {"text": "Påhittat", "uppskattning": True}},
    "kontrollsummor": {"invanare_antal": 99_000},
}


@dataclass
class Prov:
    """Tables as rows of text, the first the header, and settings as nested keys. Rows are numbered as in the file."""

    tabeller: dict[str, list[list[str]]] = field(default_factory=lambda: copy.deepcopy(read_tables(TEXT)))
    installningar: dict[str, Any] = field(default_factory=lambda: copy.deepcopy(INSTALLNINGAR))

    def column(self, tabell: str, kolumn: str) -> int:
        return self.tabeller[tabell][0].index(kolumn)

    def set(self, tabell: str, rad: int, kolumn: str, text: str) -> None:
        """Write a cell; row 1 is the header."""
        self.tabeller[tabell][rad - 1][self.column(tabell, kolumn)] = text

    def get(self, tabell: str, rad: int, kolumn: str) -> str:
        return self.tabeller[tabell][rad - 1][self.column(tabell, kolumn)]

    def drop_column(self, tabell: str, kolumn: str) -> None:
        nummer = self.column(tabell, kolumn)
        for rad in self.tabeller[tabell]:
            del rad[nummer]

    def write(self, vag: Path, form: Form = "mapp", **som: Any) -> Path:
        """The data set under a folder, in the form asked for; returns the path to read."""
        vag.mkdir(parents=True, exist_ok=True)
        return write_folder(self, vag, **som) if form == "mapp" else write_book(self, vag / "underlag.xlsx")


def make_full() -> Prov:
    """The data set with every table and every column there is; what is optional is empty, or limits nobody."""
    prov = Prov()
    prov.tabeller["regionmedel"] = [["region_kod", "utlovat_kr", "fordelning"], ["R1", "900000000", "nyckel"]]
    for namn, tabell in TABELLER.items():
        huvud, *rader = prov.tabeller[namn]
        for kolumn in (k for k in tabell.kolumnnamn if k not in huvud):
            huvud.append(kolumn)
            for rad in rader:
                rad.append("")
    return prov


def read_tables(text: str) -> dict[str, list[list[str]]]:
    """Tables from text: a name, then rows with | between the cells."""
    stycken = [stycke.splitlines() for stycke in text.strip().split("\n\n")]
    return {namn: [rad.split("|") for rad in rader] for namn, *rader in stycken}


def format_csv(rader: Sequence[Sequence[str]], skiljetecken: str = ",", radslut: str = "\n") -> str:
    ut = io.StringIO()
    csv.writer(ut, delimiter=skiljetecken, lineterminator=radslut).writerows(rader)
    return ut.getvalue()


def format_settings(data: Mapping[str, Any]) -> str:
    """The settings as TOML."""
    enkla = {nyckel: varde for nyckel, varde in data.items() if not isinstance(varde, dict)}
    rader = [f"{nyckel} = {json.dumps(varde, ensure_ascii=False)}" for nyckel, varde in enkla.items()]
    for nyckel, varde in flatten(data):
        if "." in nyckel:
            avsnitt, _, sista = nyckel.rpartition(".")
            rader += [f"[{avsnitt}]"] * (f"[{avsnitt}]" not in rader)
            rader.append(f"{sista} = {json.dumps(varde, ensure_ascii=False)}")
    return "\n".join(rader) + "\n"


def flatten(data: Mapping[str, Any], fore: str = "") -> Iterator[tuple[str, Any]]:
    """Every key with its sections and dots between."""
    for nyckel, varde in data.items():
        if isinstance(varde, dict):
            yield from flatten(varde, f"{fore}{nyckel}.")
        else:
            yield f"{fore}{nyckel}", varde


def write_folder(
    prov: Prov, mapp: Path, skiljetecken: str = ",", kodning: str = "utf-8", radslut: str = "\n", decimal: str = "."
) -> Path:
    """The folder of CSV files."""
    (mapp / "underlag.toml").write_text(format_settings(prov.installningar), encoding="utf-8")
    for namn, rader in prov.tabeller.items():
        skrivna = [[_localize(text, decimal) for text in rad] for rad in rader]
        text = format_csv(skrivna, skiljetecken, radslut)
        (mapp / f"{namn}.csv").write_bytes(text.encode(kodning))
    return mapp


def write_book(prov: Prov, fil: Path) -> Path:
    """The workbook: numbers as numbers, codes and everything else as text."""
    bok = Workbook()
    bok.remove(bok.active)
    blad = bok.create_sheet("underlag")
    blad.append(["nyckel", "varde"])
    for nyckel, varde in flatten(prov.installningar):
        blad.append([nyckel, json.dumps(varde) if isinstance(varde, list) else varde])
    for namn, rader in prov.tabeller.items():
        blad = bok.create_sheet(namn)
        typer = {k.namn: k.typ for k in TABELLER[namn].kolumner} if namn in TABELLER else {}
        for nummer, rad in enumerate(rader, 1):
            for kolumn, text in enumerate(rad, 1):
                typ = typer.get(rader[0][kolumn - 1]) if kolumn <= len(rader[0]) else None
                if text:
                    cell = blad.cell(nummer, kolumn, text if nummer == 1 else _as_stored(text, typ))
                    cell.data_type = "s" if isinstance(cell.value, str) else cell.data_type
    bok.save(fil)
    return fil


def edit(fil: str, andra: Callable[[str], str]) -> Callable[[Path], None]:
    """A change of the text of one file in a folder."""

    def bryt(mapp: Path) -> None:
        (mapp / fil).write_bytes(andra((mapp / fil).read_bytes().decode("utf-8")).encode("utf-8"))

    return bryt


def place(form: Form, prov: Prov, tabell: str, rad: int, kolumn: str) -> str:
    """How a finding names a cell of the data set."""
    if form == "mapp":
        return f"{tabell}.csv rad {rad}" + (f", kolumn {kolumn}" if rad > 1 else "")
    return f"blad {tabell}, cell {get_column_letter(prov.column(tabell, kolumn) + 1)}{rad}"


def find_faults(vag: Path) -> list[Anmarkning]:
    """The errors that stop the data set; none when it passes."""
    try:
        read_underlag(vag)
    except UnderlagFel as fel:
        return list(fel.anmarkningar)
    return []


def _as_stored(text: str, typ: str | None) -> Any:
    if typ in (None, "kod", "text", "trappning") or not re.fullmatch(r"-?[0-9]{1,15}(\.[0-9]+)?", text):
        return text
    return float(text) if "." in text else int(text)


def _localize(text: str, decimal: str) -> str:
    hela, punkt, delar = text.partition(".")
    return f"{hela}{decimal}{delar}" if punkt and hela.isdigit() and delar.isdigit() else text
