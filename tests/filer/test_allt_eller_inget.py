"""A set of files is written whole or not at all, whenever it is cut off; what is left of the dead is cleared."""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
import sys
import tempfile
import threading
from pathlib import Path

import pytest

from fordelning.filer import FilFel, Skydd, check_first, write_all

ROT = Path(__file__).resolve().parents[2]
NAMN = ("a.csv", "b.csv", "c.json")


def write_set(mapp: Path, text: str) -> None:
    filer = {mapp / namn: lambda fil, t=text: fil.write_text(json.dumps({"t": t}), encoding="utf-8") for namn in NAMN}
    write_all(filer, Skydd())


def read_set(mapp: Path) -> str:
    """The text that every file has; fails when the set is mixed, does not show as one set, or has company."""
    assert sorted(fil.name for fil in mapp.iterdir()) == sorted(NAMN)
    (text,) = {json.loads((mapp / namn).read_text("utf-8"))["t"] for namn in NAMN}
    assert is_whole(mapp)
    return str(text)


def is_whole(mapp: Path) -> bool:
    """Whether the head's fingerprints are those of the files."""
    utfiler = json.loads((mapp / "c.json").read_text("utf-8"))["utfiler"]
    return {u["namn"]: u["sha256"] for u in utfiler} == {
        namn: hashlib.sha256((mapp / namn).read_bytes()).hexdigest() for namn in NAMN[:2] if (mapp / namn).exists()
    }


def test_a_full_disk_names_the_file_that_could_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fill_disk(_: Path) -> None:
        raise OSError(28, "full")

    monkeypatch.chdir(tmp_path)
    for mapp in (Path(), Path("ut")):
        with pytest.raises(
            FilFel, match=f"\n{re.escape(str(mapp / 'b.csv'))}: resultatet kan inte skrivas .disken är full"
        ):
            write_all({mapp / "a.csv": Path.touch, mapp / "b.csv": fill_disk, mapp / "c.json": Path.touch}, Skydd())
    assert not [*tmp_path.iterdir()]


def test_a_file_that_may_not_be_replaced_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def replace(fran: Path, till: Path) -> None:
        raise PermissionError(13, "nej", str(fran), None, str(till))

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(FilFel, match=r"[/\\]a\.csv: resultatet kan inte skrivas \(åtkomst nekad\)"):
        write_set(tmp_path, "ny")


@pytest.mark.parametrize("fel", [OSError(28, "full"), KeyboardInterrupt(), SystemExit(143)])
@pytest.mark.parametrize("nummer", [1, 2, 3])
def test_a_failure_in_the_middle_of_the_renames_rolls_back(
    fel: BaseException, nummer: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mapp = tmp_path / "ut"
    antal, byt = [0], os.replace

    def replace(fran: Path, till: Path) -> None:
        antal[0] += 1
        if antal[0] == nummer:
            raise fel
        byt(fran, till)

    for fore in (None, "gammal"):
        antal[0] = 0
        if fore:
            write_set(mapp, fore)
        with monkeypatch.context() as lapp:
            lapp.setattr(os, "replace", replace)
            antal[0] = 0
            with pytest.raises(FilFel if isinstance(fel, OSError) else type(fel)):
                write_set(mapp, "ny")
        assert not mapp.exists() if fore is None else read_set(mapp) == "gammal"


def test_a_rename_that_fails_for_good_still_leaves_the_old_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_set(tmp_path, "gammal")
    antal, byt = [0], os.replace

    def replace(fran: Path, till: Path) -> None:
        antal[0] += 1
        if antal[0] > 1:
            raise PermissionError(13, "nej")
        byt(fran, till)

    monkeypatch.setattr(os, "replace", replace)
    with pytest.raises(FilFel, match="åtkomst nekad"):
        write_set(tmp_path, "ny")
    assert read_set(tmp_path) == "gammal"


def test_a_writer_that_fails_leaves_nothing(tmp_path: Path) -> None:
    def fail(fil: Path) -> None:
        fil.write_text("halv", encoding="utf-8")
        raise OSError(28, "No space left on device")

    with pytest.raises(FilFel, match="disken är full"):
        write_all({tmp_path / "ny" / "mapp" / "a.csv": fail, tmp_path / "ny" / "mapp" / "b.json": fail}, Skydd())
    assert list(tmp_path.iterdir()) == []


def test_a_file_where_the_folder_should_be_is_told(tmp_path: Path) -> None:
    (tmp_path / "fil").touch()
    with pytest.raises(FilFel, match="en fil står där en mapp behövs"):
        write_set(tmp_path / "fil", "x")


@pytest.mark.parametrize("hinder", ["fil", "under en fil", "låst", "ändrad"])
def test_what_could_not_be_written_is_refused_before_anything_is_computed(hinder: str, tmp_path: Path) -> None:
    mapp = tmp_path / "ut"
    if hinder == "låst":
        mapp.mkdir(mode=0o555)
        if os.access(mapp, os.W_OK):
            pytest.skip("den som kör får skriva överallt")
    elif hinder == "ändrad":
        mapp.mkdir()
        (mapp / "plan.csv").write_text("eget", encoding="utf-8")
    else:
        mapp.touch()
    with pytest.raises(FilFel):
        check_first([(mapp / "ny" if hinder == "under en fil" else mapp) / "plan.csv"], Skydd())


def test_a_folder_that_can_be_made_is_no_hindrance_and_is_not_made(tmp_path: Path) -> None:
    check_first([tmp_path / "a" / "b" / "plan.csv"], Skydd())
    assert not list(tmp_path.iterdir())


def test_nothing_passes_through_the_folder_of_temporary_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "finns inte"))
    write_set(tmp_path / "ut", "x")
    assert read_set(tmp_path / "ut") == "x"


def test_two_at_the_same_time_end_with_one_whole_set(tmp_path: Path) -> None:
    tradar = [threading.Thread(target=write_set, args=(tmp_path, str(n) * 1000)) for n in range(8)]
    for trad in tradar:
        trad.start()
    for trad in tradar:
        trad.join()
    assert len(read_set(tmp_path)) == 1000


DOD = """
import os, sys
from pathlib import Path
from tests.filer.test_allt_eller_inget import write_set

kvar = 0
def count(anrop):
    def byt(*a, **k):
        global kvar
        kvar -= 1
        if kvar < 0:
            os.kill(os.getpid(), 9)
        return anrop(*a, **k)
    return byt

for namn in ("replace", "link", "unlink", "fsync", "open"):
    setattr(os, namn, count(getattr(os, namn)))
for steg in range(60):
    if not (barn := os.fork()):
        kvar = steg
        write_set(Path(sys.argv[1], str(steg)), "ny")
        os._exit(0)
    if os.waitpid(barn, 0)[1] == 0:
        sys.exit()
sys.exit("aldrig klar")
"""
"""A process that writes over the set of each folder in turn and is killed one call to the system later each time."""


@pytest.mark.langsam
@pytest.mark.skipif(os.name == "nt", reason="signaler")
@pytest.mark.parametrize("fanns", [False, True])
def test_a_set_killed_anywhere_is_whole_or_shows_that_it_is_not_and_is_put_right(fanns: bool, tmp_path: Path) -> None:
    for steg in range(60 if fanns else 0):
        write_set(tmp_path / str(steg), "gammal")
    subprocess.run([sys.executable, "-c", DOD, str(tmp_path)], check=True, cwd=ROT)
    for mapp in [m for m in tmp_path.iterdir() if any(m.iterdir())]:
        if (mapp / "c.json").exists() and is_whole(mapp):
            texter = {json.loads((mapp / namn).read_text("utf-8"))["t"] for namn in NAMN}
            assert texter in ({"gammal"}, {"ny"})
        assert not fanns or all((mapp / namn).exists() for namn in NAMN)
        annan = mapp / "annan.json"
        write_all({annan: lambda fil: fil.write_text("{}", encoding="utf-8")}, Skydd())
        annan.unlink()
        assert sorted(fil.name for fil in mapp.iterdir()) in ([], sorted(NAMN)), mapp.name
        if fanns or any(mapp.iterdir()):
            assert read_set(mapp) in ("gammal", "ny")
        write_set(mapp, "efter")
        assert read_set(mapp) == "efter"
