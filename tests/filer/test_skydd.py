"""Nothing a person made is overwritten without being asked, whatever writes and whatever stands there."""

from __future__ import annotations

import os
import zipfile
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path

import pytest
from openpyxl import load_workbook
from xlsxwriter import Workbook

from fordelning.filer import FilFel, Skrivet, Skydd, write_all

ANDELSER = (".json", ".csv", ".xlsx", ".toml", ".se")


def write_book(fil: Path, gult: str | float | None = None) -> None:
    bok = Workbook(str(fil))
    bok.set_properties({"created": datetime(2000, 1, 1)})  # else it is another file every second
    blad = bok.add_worksheet("Blad")
    blad.write_number(0, 0, 1.1)
    blad.write_formula(1, 0, "=A1+B1", None, 1.1)
    olast = bok.add_format({"locked": False})
    blad.write_blank(0, 1, None, olast) if gult is None else blad.write(0, 1, gult, olast)
    blad.protect()
    bok.close()


WRITERS: dict[str, Callable[[Path], object]] = {
    ".json": lambda fil: fil.write_text('{"program": 1}', encoding="utf-8"),
    ".csv": lambda fil: fil.write_text("a,b\n1,2\n", encoding="utf-8"),
    ".xlsx": write_book,
    ".toml": lambda fil: fil.write_text("budgetar = 2026\n", encoding="utf-8"),
    ".se": lambda fil: fil.write_text("#FLAGGA 0\n", encoding="utf-8"),
}


def write_set(mapp: Path, skydd: Skydd | None = None, andelser: Sequence[str] = (".csv", ".se", ".json")) -> Skrivet:
    return write_all({mapp / f"a{andelse}": WRITERS[andelse] for andelse in andelser}, skydd or Skydd())


def refuse(mapp: Path, skydd: Skydd | None = None, andelser: Sequence[str] = (".csv", ".se", ".json")) -> str:
    """The message, after nothing has been touched."""
    fore = {fil.name: fil.read_bytes() for fil in mapp.iterdir() if fil.is_file()}
    with pytest.raises(FilFel) as fel:
        write_set(mapp, skydd, andelser)
    assert {fil.name: fil.read_bytes() for fil in mapp.iterdir() if fil.is_file()} == fore
    return str(fel.value)


@pytest.mark.parametrize("huvud", [".json", ".xlsx", ".toml"])
def test_the_same_command_twice_just_works(huvud: str, tmp_path: Path) -> None:
    for _ in range(3):
        assert len(write_set(tmp_path, andelser=(".csv", ".se", huvud)).filer) == 3
    assert len(list(tmp_path.iterdir())) == 3


@pytest.mark.parametrize("andelse", ANDELSER)
def test_a_file_that_the_program_did_not_write_is_refused(andelse: str, tmp_path: Path) -> None:
    WRITERS[andelse](tmp_path / f"a{andelse}")
    assert "inte skriven av programmet" in refuse(tmp_path, andelser=[*dict.fromkeys((".csv", andelse, ".json"))])


@pytest.mark.parametrize("andelse", [".json", ".csv", ".toml", ".se"])
def test_a_file_that_has_been_changed_is_refused(andelse: str, tmp_path: Path) -> None:
    andelser = (andelse,) if andelse in (".json", ".toml") else (andelse, ".json")
    write_set(tmp_path, andelser=andelser)
    fil = tmp_path / f"a{andelse}"
    andrad = fil.read_bytes().replace(b"2026", b"2027").replace(b": 1", b": 3").replace(b"1,2", b"1,3")
    fil.write_bytes(andrad.replace(b"GA 0", b"GA 1"))
    assert "ändrad" in refuse(tmp_path, andelser=andelser)


@pytest.mark.parametrize("typed", ["x", 7, "=1+1"])
def test_a_workbook_that_is_filled_in_is_refused_with_its_sheet(typed: str | int, tmp_path: Path) -> None:
    write_set(tmp_path, andelser=(".xlsx",))
    bok = load_workbook(tmp_path / "a.xlsx")
    bok["Blad"]["B1"] = typed
    bok.save(tmp_path / "a.xlsx")
    assert "ifylld eller ändrad sedan programmet skrev den (blad Blad)" in refuse(tmp_path, andelser=(".xlsx",))


def test_a_workbook_that_was_only_saved_by_another_program_is_not(tmp_path: Path) -> None:
    write_set(tmp_path, andelser=(".xlsx",))
    fore = (tmp_path / "a.xlsx").read_bytes()
    load_workbook(tmp_path / "a.xlsx").save(tmp_path / "a.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() != fore
    write_set(tmp_path, andelser=(".xlsx",))
    assert (tmp_path / "a.xlsx").read_bytes() == fore


def test_a_workbook_that_cannot_be_read_is_refused(tmp_path: Path) -> None:
    write_set(tmp_path, andelser=(".xlsx",))
    hel = (tmp_path / "a.xlsx").read_bytes()
    for data in (b"", hel[:-200], b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(3000)):
        (tmp_path / "a.xlsx").write_bytes(data)
        assert "kan inte läsas" in refuse(tmp_path, andelser=(".xlsx",))


def test_a_workbook_with_figures_from_another_file_needs_that_file_again(tmp_path: Path) -> None:
    write_set(tmp_path, Skydd(ifyllt_fran="gammal.xlsx"), (".xlsx",))
    write_set(tmp_path, Skydd(ifyllt_fran="gammal.xlsx"), (".xlsx",))
    assert "med uppgifter ur gammal.xlsx" in refuse(tmp_path, andelser=(".xlsx",))


@pytest.mark.parametrize("namn", ["samma", "hård länk", "länk till mappen", "mappen"])
def test_what_was_read_is_refused_by_every_name_it_has(namn: str, tmp_path: Path) -> None:
    mapp = tmp_path / "mapp"
    write_set(mapp, andelser=(".xlsx",))
    last = mapp / "a.xlsx"
    if namn == "hård länk":
        last = tmp_path / "annat.xlsx"
        os.link(mapp / "a.xlsx", last)
    elif namn == "länk till mappen":
        (tmp_path / "lank").symlink_to(mapp)
        last = tmp_path / "lank" / "a.xlsx"
    elif namn == "mappen":
        last = mapp
    assert "lästes som indata" in refuse(mapp, Skydd((last,)), (".xlsx",))


def test_nothing_is_added_to_a_folder_that_was_read(tmp_path: Path) -> None:
    assert "mappen är det underlag som lästes" in refuse(tmp_path, Skydd((tmp_path,)))


def test_links_and_write_protected_files_are_refused(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "a.csv").chmod(0o444)
    assert "skrivskyddad" in refuse(tmp_path)
    (tmp_path / "a.csv").unlink()
    (tmp_path / "a.csv").symlink_to(tmp_path / "a.se")
    assert "länk" in refuse(tmp_path)


def test_skriv_over_replaces_and_says_what(tmp_path: Path) -> None:
    write_set(tmp_path)
    (tmp_path / "a.csv").write_text("mitt", encoding="utf-8")
    skrivet = write_set(tmp_path, Skydd(skriv_over=True))
    assert [(a.plats, a.vad) for a in skrivet.ersatta] == [
        (str(tmp_path / "a.csv"), "filen är ändrad sedan programmet skrev den")
    ]
    assert write_set(tmp_path).ersatta == ()


@pytest.mark.parametrize(
    ("andring", "svar"),
    [
        ({"underlag": "annat"}, "ett annat underlag"),
        ({"budgetar": 2027}, "ett annat år"),
        ({"modell": {"fil": "b.toml", "sha256": "1", "status": "forslag"}}, "en annan modell"),
        ({"modell": {"fil": "a.toml", "sha256": "2", "status": "faststalld"}}, "en annan modell"),
        ({"forbund": ("X",)}, "ett annat underlag"),
    ],
)
def test_a_folder_with_another_result_is_refused(andring: dict[str, object], svar: str, tmp_path: Path) -> None:
    resultat = (
        '{"program": {}, "budgetar": 2026, "modell": {"fil": "a.toml", "sha256": "1", "status": "faststalld"}, '
        '"forbund": [{"forbund_kod": "A"}]}'
    )
    mitt: dict[str, object] = {
        "underlag": "mitt",
        "budgetar": 2026,
        "modell": {"fil": "a.toml", "sha256": "1", "status": "faststalld"},
        "forbund": ("A", "B"),
    }
    filer = {tmp_path / "resultat.json": lambda fil: fil.write_text(resultat, encoding="utf-8")}
    for _ in range(2):
        write_all(filer, Skydd(**mitt))  # type: ignore[arg-type]
    with pytest.raises(FilFel, match=f"mappen har resultatet av {svar}"):
        write_set(tmp_path, Skydd(**mitt | andring))  # type: ignore[arg-type]
    skrivet = write_set(tmp_path, Skydd(skriv_over=True, **mitt | andring))  # type: ignore[arg-type]
    assert len(skrivet.ersatta) == 1


def test_a_sealed_workbook_opens_as_before(tmp_path: Path) -> None:
    write_set(tmp_path, andelser=(".xlsx",))
    with zipfile.ZipFile(tmp_path / "a.xlsx") as arkiv:
        assert arkiv.testzip() is None
    assert load_workbook(tmp_path / "a.xlsx")["Blad"]["A1"].value == 1.1


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="systemet har inga rör")
@pytest.mark.parametrize("namn", ["annan.json", "annan.xlsx", "annan.toml", "lank.json"])
def test_a_fifo_or_a_device_beside_the_result_is_never_waited_for(namn: str, tmp_path: Path) -> None:
    if namn.startswith("lank"):
        (tmp_path / namn).symlink_to("/dev/zero")
    else:
        os.mkfifo(tmp_path / namn)
    skydd = Skydd(underlag="u", budgetar=2026)
    assert len(write_set(tmp_path, skydd).filer) == len(write_set(tmp_path, skydd).filer) == 3
