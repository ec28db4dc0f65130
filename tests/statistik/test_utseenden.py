"""Tables as they really look: headings in two rows or none, names instead of codes, months, several measures."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from fordelning.statistik.figurer import Figurer
from fordelning.statistik.kub import StatistikFel
from tests.statistik.nedladdat import OMRADEN, VANTAT
from tests.statistik.test_former import read

KOMMUNER = {kod: namn for kod, namn in OMRADEN.items() if len(kod) == 4}
FOLKMANGD = "Folkmängd efter region, ålder, kön och år"


def make_book(rader: list[list[Any]]) -> bytes:
    bok = Workbook()
    blad = bok.active
    assert blad is not None
    for rad in rader:
        blad.append(rad)
    ut = io.BytesIO()
    bok.save(ut)
    return ut.getvalue()


def read_book(mapp: Path, rader: list[list[Any]], *val: str, ar: int | None = None) -> Figurer:
    return read(mapp, "bok.xlsx", make_book(rader), *val, ar=ar)


def figures(figurer: Figurer) -> set[float]:
    return {float(t) for t in figurer.tal.values()}


def test_columns_without_headings_are_known_by_what_stands_in_them(tmp_path: Path) -> None:
    """PxWeb's workbook: no heading over the names, a measure over the years, and facts below, a line each."""
    rader: list[list[Any]] = [[FOLKMANGD], [], ["", "", "", "Folkmängd", ""], ["", "", "", "2024", "2025"]]
    for kod in ("00", *KOMMUNER):
        for i, alder in enumerate(("16-19 år", "20-64 år")):
            for j, kon in enumerate(("män", "kvinnor")):
                forst = f"{kod} {OMRADEN[kod]}" if i == j == 0 else None
                rader.append([forst, alder if j == 0 else None, kon, 10, 20])
    rader += [[], ["Senast uppdaterad:"], ["Folkmängd:"], ["20250221 08:00"], ["Källa:"], ["SCB"]]
    figurer = read_book(tmp_path, rader, "kön=1+2", "ålder=16-64", ar=2025)
    assert figures(figurer) == {80.0} and figurer.alder == "16–64 år"
    assert figurer.uttag[0].uppdaterad == "20250221" and figurer.uttag[0].utgivare == "SCB"


def test_a_level_of_the_heading_is_a_variable(tmp_path: Path) -> None:
    rader: list[list[Any]] = [
        ["Folkmängd i län och kommuner 31 december 2026"],
        ["Kod", "Kommun", "Antal", "", "Andel"],
    ]
    rader += [["", "", "män", "kvinnor", "totalt"]]
    rader += [[kod, namn, "12\u00a0345", "1 000", "0,5"] for kod, namn in OMRADEN.items()]
    figurer = read_book(tmp_path, rader, "mått=Antal", "kön=män+kvinnor", ar=2026)
    assert figures(figurer) == {13_345.0} and figurer.ar == 2026
    with pytest.raises(StatistikFel, match="mått: 2 värden, och inget är valt"):
        read_book(tmp_path, rader, "kön=män+kvinnor")


def test_a_column_whose_heading_lacks_a_level_has_a_name_to_be_chosen_by(tmp_path: Path) -> None:
    rader: list[list[Any]] = [["Kod", "Kommun", "Folkmängd 2025", "Folkmängd"]]
    rader += [[kod, namn, 10, 20] for kod, namn in OMRADEN.items()]
    assert figures(read_book(tmp_path, rader, ar=2025)) == {10.0}
    assert figures(read_book(tmp_path, rader, "tid=utan tid")) == {20.0}
    with pytest.raises(StatistikFel, match=r"år 2024 finns inte\n  Väntat: 2025, utan tid\."):
        read_book(tmp_path, rader, ar=2024)


def test_a_county_beside_the_kommun_is_no_variable_and_months_are_averaged(tmp_path: Path) -> None:
    """Försäkringskassan's workbook: year and month in columns of their own, several measures, withheld cells."""
    rader: list[list[Any]] = [
        ["Sjukpenning per kommun"],
        ["År", "Månad", "Län", "Kommun", "Kön", "Mottagare", "Belopp"],
    ]
    for kod, namn in KOMMUNER.items():
        for manad in range(1, 13):
            for kon in ("Kvinnor", "Män", "Kvinnor och män"):
                rader.append([2026, f"2026-{manad:02}", f"{kod[:2]} län", f"{kod} {namn}", kon, manad, ".."])
    figurer = read_book(tmp_path, rader, "mått=mottagare", ar=2026)
    assert figures(figurer) == {6.5} and figurer.tider == 12
    assert "Kön: Kvinnor och män" in figurer.valt
    with pytest.raises(StatistikFel) as fel:
        read_book(tmp_path, rader, "mått=belopp", ar=2026)
    assert len(fel.value.anmarkningar) == len(KOMMUNER) and "«..»" in str(fel.value)


def test_kommuner_by_name_alone(tmp_path: Path) -> None:
    rader: list[list[Any]] = [["Kommun", "2026"], *([f"{namn}s kommun", VANTAT[kod]] for kod, namn in KOMMUNER.items())]
    assert read_book(tmp_path, rader).tal == VANTAT


def test_numbers_that_have_lost_their_zeros_are_told_cell_by_cell(tmp_path: Path) -> None:
    rader: list[list[Any]] = [["Kod", "Kommun", "2026"], *([int(kod), namn, 5] for kod, namn in KOMMUNER.items())]
    with pytest.raises(StatistikFel) as fel:
        read_book(tmp_path, rader)
    assert [a.plats[-2:] for a in fel.value.anmarkningar] == ["A2", "A3", "A4", "A5"]
    assert all("första nolla" in a.vad for a in fel.value.anmarkningar)


def test_a_table_row_by_row_with_months(tmp_path: Path) -> None:
    text = "Region;Tid;Värde\n" + "".join(f"{kod};2026-{m:02};{m},5\n" for kod in KOMMUNER for m in range(1, 13))
    figurer = read(tmp_path, "rader.csv", text.encode(), ar=2026)
    assert figures(figurer) == {7.0} and figurer.tider == 12


def test_sums_and_notes_below_are_no_kommuner_and_what_the_file_does_not_say_is_told(tmp_path: Path) -> None:
    rader = "".join(f"{kod} {namn};5\n" for kod, namn in KOMMUNER.items())
    text = f"Befolkning 16–64 år\n\nkommun;antal\n{rader}Summa;25\n\nNot: avser 31 december;\n"
    figurer = read(tmp_path, "tabell.csv", text.encode("cp1252"))
    assert figures(figurer) == {5.0} and any("Summa" in u for u in figurer.utelamnat)
    assert figurer.uttag[0].noter == ("Not: avser 31 december",)
    assert any("vilket år" in a.vad for a in figurer.varningar)


def test_a_text_among_the_only_figures_is_told_with_its_cell(tmp_path: Path) -> None:
    rader = [f"{kod} {namn};{'abc' if kod == '0115' else 1000}" for kod, namn in OMRADEN.items() if kod != "00"]
    with pytest.raises(StatistikFel) as fel:
        read(tmp_path, "a.csv", "\r\n".join(["region;2026", *rader]).encode("cp1252"))
    nummer = 2 + next(i for i, rad in enumerate(rader) if rad.endswith("abc"))
    assert [(a.plats, a.vad) for a in fel.value.anmarkningar] == [
        (f"a.csv rad {nummer}, kolumn 2", "«abc» är inget tal")
    ]
