"""Spoilt downloads: each is one finding that says where, and nothing is guessed."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest

from fordelning.statistik.kub import StatistikFel
from tests.statistik.nedladdat import (
    OMRADEN,
    TABELL,
    XLS,
    Tabell,
    make_csv,
    make_jsonstat,
    make_ods,
    make_open_data,
    make_px,
    make_xlsx,
)
from tests.statistik.test_former import choices, read

UTAN_RIKET = {k: n for k, n in OMRADEN.items() if k != "00"}


def with_areas(omraden: dict[str, str]) -> Tabell:
    return TABELL.change(dimensioner=(("region", omraden), *TABELL.dimensioner[1:]))


def missing(tecken: str) -> Tabell:
    return TABELL.change(tal=lambda r: tecken if r == ("0115", "20-64", "1", "2026") else TABELL.tal(r))


def cut_json() -> bytes:
    return make_jsonstat(TABELL)[:-40]


def swap_names() -> bytes:
    return make_jsonstat(with_areas({**UTAN_RIKET, "0114": "Vallentuna"}))


def repeat_row() -> bytes:
    rader = make_csv(TABELL).decode("cp1252").split("\r\n")
    rad = next(r for r in rader if r.startswith("0115"))
    return "\r\n".join([*rader[:8], rad, *rader[8:]]).encode("cp1252")


def bomb() -> bytes:
    ut = io.BytesIO(make_ods(TABELL))
    with zipfile.ZipFile(ut, "a", zipfile.ZIP_DEFLATED) as arkiv:
        arkiv.writestr("stor.xml", b" " * 60_000_000)
    return ut.getvalue()


def repeat_cells() -> bytes:
    """A cell said to stand in a million rows and a thousand columns."""
    ut = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(make_ods(TABELL))) as fran, zipfile.ZipFile(ut, "w") as till:
        for del_ in fran.namelist():
            data = fran.read(del_).replace(
                b"<table:table-row><table:table-cell office",
                b'<table:table-row table:number-rows-repeated="1000000">'
                b'<table:table-cell table:number-columns-repeated="1000" office',
            )
            till.writestr(del_, data)
    return ut.getvalue()


TRASIGT: dict[str, tuple[str, Callable[[], bytes], str, str]] = {
    "en avkortad json": ("a.json", cut_json, "a.json rad 1", "ingen hel JSON-fil"),
    "fel antal värden": ("a.json", lambda: make_jsonstat(TABELL, value=[1, 2, 3]), "a.json", "har 3 värden"),
    "size mot koder": ("a.json", lambda: make_jsonstat(TABELL, size=[9, 3, 2, 1]), "a.json", "size är"),
    "ett värde som är text": ("a.json", lambda: make_jsonstat(missing("många")), "value[", "inget tal"),
    "ett tomt värde": (
        "a.json",
        lambda: make_jsonstat(TABELL.change(tal=lambda r: None if r[0] == "0980" else TABELL.tal(r))),
        "value[",
        "0980 Gotland har inget tal",
    ),
    "namn på fel kod": ("a.json", swap_names, "a.json, 0114", "«Vallentuna» har kod 0115"),
    "en kommun saknas": (
        "a.px",
        lambda: make_px(with_areas({k: n for k, n in OMRADEN.items() if k != "0117"})),
        "a.px",
        "0117 Österåker",
    ),
    "px utan DATA": ("a.px", lambda: make_px(TABELL).replace(b"DATA", b"DATX"), "a.px", "DATA saknas"),
    "px med för få tal": ("a.px", lambda: make_px(TABELL, data="1 2 3"), "a.px", "har 3 värden"),
    "px med bokstäver": ("a.px", lambda: make_px(TABELL, data="1 2 abc"), "DATA värde 3", "«abc»"),
    "px med ..": ("a.px", lambda: make_px(missing("..")), "DATA värde", "«..»"),
    "csv med kod och namn i var sin kolumn, och en okänd kod": (
        "a.csv",
        lambda: (
            "\n".join(
                ["kommun;namn;2026", *(f"{k};{n};{900 + i}" for i, (k, n) in enumerate(OMRADEN.items())), "Källa: SCB"]
            )
            .replace("0115;", "0199;")
            .encode()
        ),
        "a.csv rad 5, kolumn 1",
        "«0199» är ingen kommuns kod",
    ),
    "csv med en rad två gånger": ("a.csv", repeat_row, "a.csv rad", "0115 Vallentuna står två gånger"),
    "csv med tappad nolla": (
        "a.csv",
        lambda: make_csv(TABELL).replace(b"0115 Vallentuna", b"115 Vallentuna"),
        "a.csv rad",
        "tappat sin första nolla",
    ),
    "csv i DOS-kodning": ("a.csv", lambda: make_csv(TABELL, "cp850"), "a.csv", "tecken går inte att läsa"),
    "xlsx med sekretess": ("a.xlsx", lambda: make_xlsx(missing("..")), "blad Sheet, cell", "0115 Vallentuna"),
    "xlsx med okänd kod": (
        "a.xlsx",
        lambda: make_xlsx(with_areas({**UTAN_RIKET, "0199": "Nykommun"}).change(tal=lambda r: 5)),
        "blad Sheet, cell A",
        "«0199» är ingen kommuns kod",
    ),
    "xlsx som är en annan fil": ("a.xlsx", lambda: b"PK\x03\x04skrap", "a.xlsx", ""),
    "ods som är en bomb": ("a.ods", bomb, "a.ods", "för stor när den packas upp"),
    "ods med upprepade celler": ("a.ods", repeat_cells, "a.ods", "för många celler"),
    "ods som är trasig": ("a.ods", lambda: make_ods(TABELL)[:600], "a.ods", "går inte att öppna"),
    "xls som är trasig": ("a.xls", lambda: b"\xd0\xcf\x11\xe0" + b"x" * 600, "a.xls", "går inte att öppna"),
    "öppna data utan form": ("a.json", lambda: b'[{"kommun": "0114", "antal": 5}]', "post 1", "annan form"),
    "öppna data två gånger": (
        "oppna.json",
        lambda: json.dumps(2 * json.loads(make_open_data(with_areas({"0114": "Upplands Väsby"})))).encode(),
        "post",
        "står två gånger",
    ),
    "csv med tusentalspunkt": (
        "a.csv",
        lambda: make_csv(TABELL.change(tal=lambda r: f"{TABELL.tal(r) // 1000 + 1}.250")),
        "a.csv rad",
        "kan vara tusental",
    ),
    "json med en kod två gånger": (
        "a.json",
        lambda: make_jsonstat(TABELL).replace(b'"0115": 3', b'"0114": 3'),
        "a.json",
        "«0114» står två gånger",
    ),
    "en webbsida": ("a.csv", lambda: b"<!DOCTYPE html><html>429 Too Many Requests</html>", "a.csv", "webbsida"),
    "en tom fil": ("a.px", lambda: b"", "a.px", "filen är tom"),
}


@pytest.mark.parametrize("vad", TRASIGT)
def test_a_spoilt_file_is_one_finding_with_its_place(vad: str, tmp_path: Path) -> None:
    namn, make, plats, text = TRASIGT[vad]
    with pytest.raises(StatistikFel) as fel:
        read(tmp_path, namn, make(), *choices(namn))
    assert [(plats in a.plats, text in a.vad) for a in fel.value.anmarkningar] == [(True, True)], str(fel.value)
    assert all(a.vantat or a.gor for a in fel.value.anmarkningar)


def get_first(tal: dict[str, int], ruta: tuple[str, ...]) -> int:
    return tal.get(ruta[0], 1000)


def test_nothing_is_printed_by_a_library_that_stops(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    data = bytearray(XLS.read_bytes())
    for plats in range(40, 80):
        data[plats] = 0x7F
    with pytest.raises(StatistikFel, match="går inte att öppna"):
        read(tmp_path, "a.xls", bytes(data))
    assert capfd.readouterr() == ("", "")


def test_sweden_must_sum_to_the_country(tmp_path: Path) -> None:
    from fordelning.statistik.indelning import Indelning
    from fordelning.underlag.kommuner import read_kommuner

    kommuner = {kod: k.namn for kod, k in read_kommuner().items()}
    rikstal = 290 * 1000
    for fel_i_riket, godtas in ((0, True), (100, True), (400, False)):
        tal = {"00": rikstal + fel_i_riket}
        omraden = ("region", {"00": "Riket", **kommuner})
        tabell = Tabell((omraden, ("år", {"2026": "2026"})), partial(get_first, tal), TABELL.noter)
        data = make_jsonstat(tabell)
        if godtas:
            assert len(read(tmp_path, "a.json", data, indelning=Indelning(kommuner)).tal) == 290
        else:
            with pytest.raises(StatistikFel, match="men riket är"):
                read(tmp_path, "a.json", data, indelning=Indelning(kommuner))


def test_every_finding_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(StatistikFel) as fel:
        read(tmp_path, "a.json", swap_names(), "inkomst=1")
    assert len(fel.value.anmarkningar) == 4  # the name, the unknown variable, and two variables without a choice
