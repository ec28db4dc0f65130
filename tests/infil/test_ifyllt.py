"""A filled table is read by its headings and codes; what is missing or stands twice is told with its place."""

from __future__ import annotations

import io

from openpyxl import Workbook

from fordelning.fel import Anmarkning
from fordelning.infil.arbetsbok import read_book
from fordelning.infil.ifyllt import Sokt, read_named, read_tables

SOKT = Sokt("Blad", ("Kod", "Namn"), ("Kr",), ("A",))


def read(*rader: tuple[object, ...], sokt: Sokt = SOKT) -> tuple[dict[str, object], list[str]]:
    """The amounts by code, and what was told."""
    bok = Workbook()
    ws = bok.active
    assert ws is not None
    ws.title = "Blad"
    for rad in rader:
        ws.append(rad)
    data = io.BytesIO()
    bok.save(data)
    fel: list[Anmarkning] = []
    tabell = read_tables(read_book("b.xlsx", data.getvalue()), "b.xlsx", {"t": sokt}, fel)["t"]
    return {kod: celler["Kr"].varde for kod, celler in tabell.items()}, [f"{a.plats}: {a.vad}" for a in fel]


def test_columns_in_any_order_empty_lines_and_rows_in_any_order_are_read() -> None:
    assert read(("Kod", "Namn", "Kr"), ("A", "a", 1), ("B", "b", 2)) == ({"A": 1, "B": 2}, [])
    assert read(("Titel",), ("Kr", None, "Namn", "Kod"), (2, None, "b", "B"), (), (1, "x", "a", "A")) == (
        {"B": 2, "A": 1},
        [],
    )


def test_tables_with_the_same_headings_are_told_apart_by_the_rows_they_must_have() -> None:
    rader = (("Kod", "Namn", "Kr"), ("B", "b", 2), ("Kod", "Namn", "Kr"), ("A", "a", 1))
    assert read(*rader) == ({"A": 1}, [])


def test_what_is_missing_or_stands_twice_is_told() -> None:
    assert read(("Kod", "Kr"))[1] == ["b.xlsx, blad Blad: rubrikraden «Kod · Namn» saknas"]
    assert read(("Kod", "Namn"), ("A", "a"))[1] == ["b.xlsx, blad Blad, rad 1: kolumnen «Kr» saknas"]
    assert read(("Kod", "Namn", "Kr"), ("B", "b", 1)) == ({}, ["b.xlsx, blad Blad: raden «A» saknas"])
    svar, fel = read(("Kod", "Namn", "Kr"), ("A", "a", 1), ("A", "a", 2), (None, "b", 3))
    assert svar == {"A": 1}
    assert fel == [
        "b.xlsx, blad Blad, cell A3: raden «A» står två gånger",
        "b.xlsx, blad Blad, cell C4: raden är ifylld men har ingen kod",
    ]
    assert read(("Kod",), sokt=Sokt("Annat", ("Kod",)))[1] == ["b.xlsx, blad Annat: bladet saknas"]


def test_a_name_that_the_book_lacks_is_nothing() -> None:
    data = io.BytesIO()
    Workbook().save(data)
    assert read_named(read_book("b.xlsx", data.getvalue()), "b.xlsx", "forbund_kod") is None
