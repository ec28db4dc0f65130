"""Whatever is done to a data set, the gate answers with its own message or lets it through: never with a traceback."""

from __future__ import annotations

import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from fordelning.blad.excel import write_bok
from fordelning.fel import UnderlagFel
from fordelning.mall.bok import make_mall
from fordelning.underlag import read_checked, read_underlag
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.tal import Brist, interpret, parse_number
from tests.underlag.prov import make_full

TABELLNAMN = sorted(TABELLER)
FILER = ["underlag.toml", *(f"{namn}.csv" for namn in TABELLNAMN)]
KONSTIGT = st.text(
    st.one_of(st.characters(codec="utf-8"), st.sampled_from('0123456789.,;- \u00a0"\n\r\t\x00\ufeffÅäö%eE=@')),
    max_size=12,
)
TAL = st.one_of(
    KONSTIGT,
    st.floats().map(str),
    st.integers(-(10**30), 10**30).map(str),
    st.sampled_from(["", "-0", "1E400", "nan", "1 2", "0114", "A", "2026", "0,5", "ja", "kommun"]),
)


@contextmanager
def _copy(mapp: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory() as tillfallig:
        yield Path(shutil.copytree(mapp, Path(tillfallig) / "u"))


def accept(vag: Path) -> None:
    """The data set is read, or refused with findings that each say where and what, and what to do or expect."""
    try:
        read_underlag(vag)
    except UnderlagFel as fel:
        assert fel.anmarkningar
        for a in fel.anmarkningar:
            assert a.plats and a.vad and (a.vantat or a.gor), a


@pytest.fixture(scope="module")
def mapp(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_full().write(tmp_path_factory.mktemp("slump"))


@given(st.sampled_from(TABELLNAMN), st.data())
def test_any_text_in_any_cell(tabell: str, data: st.DataObject) -> None:
    prov = make_full()
    rader = prov.tabeller[tabell]
    for _ in range(data.draw(st.integers(1, 4))):
        rad = data.draw(st.integers(0, len(rader) - 1))
        rader[rad][data.draw(st.integers(0, len(rader[0]) - 1))] = data.draw(TAL)
    with tempfile.TemporaryDirectory() as tillfallig:
        accept(prov.write(Path(tillfallig), kodning="utf-8"))


@given(fil=st.sampled_from(FILER), innehall=st.binary(max_size=80))
def test_any_bytes_as_a_file(fil: str, innehall: bytes, mapp: Path) -> None:
    with _copy(mapp) as kopia:
        (kopia / fil).write_bytes(innehall)
        accept(kopia)


@given(fil=st.sampled_from(FILER), data=st.data())
def test_any_bytes_put_in_or_taken_from_a_file(fil: str, data: st.DataObject, mapp: Path) -> None:
    with _copy(mapp) as kopia:
        innehall = (kopia / fil).read_bytes()
        a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(innehall))] * 2)))
        (kopia / fil).write_bytes(innehall[:a] + data.draw(st.binary(max_size=8)) + innehall[b:])
        accept(kopia)


@given(fil=st.sampled_from(FILER), data=st.data())
def test_any_lines_taken_away_or_put_twice(fil: str, data: st.DataObject, mapp: Path) -> None:
    with _copy(mapp) as kopia:
        rader = (kopia / fil).read_text("utf-8").splitlines(keepends=True)
        val = data.draw(st.lists(st.integers(0, len(rader) - 1), max_size=2 * len(rader)))
        (kopia / fil).write_text("".join(rader[i] for i in val), encoding="utf-8")
        accept(kopia)


@given(st.sampled_from(TABELLNAMN), st.data())
def test_any_columns_taken_away_or_renamed(tabell: str, data: st.DataObject) -> None:
    prov = make_full()
    kolumner = list(prov.tabeller[tabell][0])
    for kolumn in data.draw(st.lists(st.sampled_from(kolumner), unique=True)):
        if data.draw(st.booleans()):
            prov.drop_column(tabell, kolumn)
        else:
            prov.tabeller[tabell][0][prov.column(tabell, kolumn)] = data.draw(KONSTIGT)
    with tempfile.TemporaryDirectory() as tillfallig:
        accept(prov.write(Path(tillfallig)))


CELLVARDEN = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(-(10**20), 10**20),
    st.floats(allow_nan=False, allow_infinity=False),
    st.dates(),
    st.times(),
    st.timedeltas(),
    st.sampled_from(["=1+1", "=A1", "#REF!", "#N/A", " ", "0114", "1 000", "Summa", "nyckel", "[1", '"']),
    st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF), max_size=10),
)


@pytest.mark.langsam
@settings(max_examples=15)
@given(data=st.data())
def test_any_value_in_any_cell_of_a_workbook(bok: Path, data: st.DataObject) -> None:
    arbetsbok = load_workbook(bok)
    for _ in range(data.draw(st.integers(1, 5))):
        blad = arbetsbok[data.draw(st.sampled_from(["underlag", *TABELLNAMN]))]
        try:
            blad.cell(data.draw(st.integers(1, 12)), data.draw(st.integers(1, 10))).value = data.draw(CELLVARDEN)
        except ValueError:
            continue  # what no workbook can hold
    with tempfile.TemporaryDirectory() as tillfallig:
        arbetsbok.save(Path(tillfallig) / "bok.xlsx")
        accept(Path(tillfallig) / "bok.xlsx")


@given(data=st.data())
def test_any_bytes_changed_in_a_workbook(bok: Path, data: st.DataObject) -> None:
    innehall = bok.read_bytes()
    a, b = sorted(data.draw(st.tuples(*[st.integers(0, len(innehall))] * 2)))
    with tempfile.TemporaryDirectory() as tillfallig:
        fil = Path(tillfallig) / "bok.xlsx"
        fil.write_bytes(innehall[:a] + data.draw(st.binary(max_size=8)) + innehall[b:])
        accept(fil)


@pytest.mark.langsam
@settings(max_examples=40)
@given(data=st.data())
def test_any_bytes_changed_in_a_sheet(bok: Path, data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as tillfallig:
        fil = Path(tillfallig) / "bok.xlsx"
        with zipfile.ZipFile(bok) as kalla, zipfile.ZipFile(fil, "w") as mal:
            utvald = data.draw(st.sampled_from(kalla.namelist()))
            for namn in kalla.namelist():
                innehall = kalla.read(namn)
                if namn == utvald:
                    a = data.draw(st.integers(0, len(innehall)))
                    b = min(len(innehall), a + data.draw(st.integers(0, 20)))
                    innehall = innehall[:a] + data.draw(st.binary(max_size=8)) + innehall[b:]
                mal.writestr(namn, innehall)
        accept(fil)


@pytest.fixture(scope="module")
def bok(mapp: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    fil = tmp_path_factory.mktemp("slump") / "bok.xlsx"
    write_bok(make_mall(read_checked(mapp)), fil)
    return fil


@given(st.integers(-(10**12), 10**12), st.sampled_from(["", " ", "\u00a0", "\u202f"]), st.sampled_from(["-", "−"]))
def test_every_whole_number_is_read_as_it_is_written(tal: int, mellanrum: str, minus: str) -> None:
    text = f"{tal:,}".replace(",", mellanrum).replace("-", minus)
    assert parse_number(text) == tal


@given(st.decimals(-(10**6), 10**6, places=4), st.sampled_from([".", ","]))
def test_every_decimal_number_is_read_as_it_is_written(tal: object, decimal: str) -> None:
    assert parse_number(f"{tal:f}".replace(".", decimal)) == float(str(tal))


@given(TAL)
def test_what_is_read_as_a_number_is_finite_and_of_the_right_kind(text: str) -> None:
    for tabell in TABELLER.values():
        for kolumn in tabell.kolumner:
            varde = interpret(text, kolumn)
            if kolumn.typ in ("kr", "antal", "ar", "manader") and not isinstance(varde, Brist):
                assert isinstance(varde, int) and abs(varde) <= 10**15
            if kolumn.typ in ("tal", "andel") and not isinstance(varde, Brist):
                assert isinstance(varde, float) and abs(varde) <= 10**15
