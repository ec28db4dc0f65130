"""Files the user names: what may never end, is too large or has no end of numbers is one message, at once."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from fordelning.fel import AnmarkningarFel, ModellFel, UnderlagFel
from fordelning.infil import STORSTA_FIL, STORSTA_TOML, read_bytes
from fordelning.modell import choose_modell
from fordelning.platser import find_modeller, find_underlag
from fordelning.schema import read_toml
from fordelning.sie import read_sie
from fordelning.tecken import make_printable
from tests.underlag.prov import Prov, find_faults

LASARE: dict[str, Callable[[Path], object]] = {
    "byte": lambda fil: read_bytes(fil, UnderlagFel),
    "toml": lambda fil: read_toml(fil, UnderlagFel),
    "sie": read_sie,
    "modell": lambda fil: choose_modell(find_modeller(), 2026, str(fil)),
}


def _message(las: Callable[[Path], object], fil: Path) -> str:
    with pytest.raises(AnmarkningarFel) as fel:
        las(fil)
    [ett] = fel.value.anmarkningar
    return str(ett)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="systemet har inga rör")
@pytest.mark.parametrize("las", LASARE.values(), ids=LASARE.keys())
def test_what_is_no_regular_file_is_refused_at_once(las: Callable[[Path], object], tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "fil.toml")
    (tmp_path / "lank.toml").symlink_to("/dev/zero")
    assert "fil.toml: är ingen vanlig fil" in _message(las, tmp_path / "fil.toml")
    assert "lank.toml: är ingen vanlig fil" in _message(las, tmp_path / "lank.toml")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="systemet har inga rör")
@pytest.mark.parametrize("namn", ["kapital.csv", "underlag.toml", "underlag.xlsx"])
def test_a_fifo_in_the_place_of_an_input_is_one_message(namn: str, tmp_path: Path) -> None:
    vag = Prov().write(tmp_path) if namn != "underlag.xlsx" else tmp_path / namn
    (tmp_path / namn).unlink(missing_ok=True)
    os.mkfifo(tmp_path / namn)
    [fel] = find_faults(vag)
    assert fel.plats == namn
    assert "är ingen vanlig fil" in fel.vad


@pytest.mark.parametrize(("las", "storlek"), [(LASARE["sie"], STORSTA_FIL), (LASARE["toml"], STORSTA_TOML)])
def test_a_file_above_its_limit_is_not_read(las: Callable[[Path], object], storlek: int, tmp_path: Path) -> None:
    with open(tmp_path / "stor", "wb") as fil:
        fil.truncate(storlek + 1)
    assert f"filen är för stor ({storlek // 10**6} MB)\n  Väntat: högst" in _message(las, tmp_path / "stor")


@pytest.mark.parametrize("las", LASARE.values(), ids=LASARE.keys())
def test_what_the_system_refuses_is_one_message(las: Callable[[Path], object], tmp_path: Path) -> None:
    _message(las, tmp_path / ("x" * 300))
    (tmp_path / "slinga").symlink_to("slinga")
    _message(las, tmp_path / "slinga")
    _message(las, Path("noll\x00tecken"))


def test_a_name_too_long_for_the_system_is_no_data_set() -> None:
    assert find_underlag("x" * 5000) == Path("x" * 5000)


OANDLIGA = {
    "tiotusen siffror": "ram_kr = " + "9" * 10_000,
    "fyratusen siffror": "ram_kr = " + "9" * 4_000,
    "hexadecimala siffror": "ram_kr = 0x" + "f" * 5_000,
    "siffror i en lista": "a.b = [[{c = " + "9" * 4_000 + "}]]",
    "listor i listor": "ram_kr = " + "[" * 20_000,
    "listor i listor, hela": "ram_kr = " + "[" * 300 + "]" * 300,
    "tabeller i tabeller": "a = " + "{b=" * 300 + "1" + "}" * 300,
    "namn med tusen punkter": ".".join("a" * 1_000) + " = 1",
    "avsnitt med tusen punkter": "[" + ".".join("a" * 1_000) + "]\nb = 1",
}


@pytest.mark.parametrize("text", OANDLIGA.values(), ids=OANDLIGA.keys())
def test_numbers_and_nesting_beyond_any_use_are_one_message(text: str, tmp_path: Path) -> None:
    (tmp_path / "m.toml").write_text(text, encoding="utf-8")
    for felklass in (UnderlagFel, ModellFel):
        with pytest.raises(felklass) as fel:
            read_toml(tmp_path / "m.toml", felklass)
        assert len(fel.value.anmarkningar) == 1
        assert len(str(fel.value)) < 400
    with pytest.raises(ModellFel):
        choose_modell(find_modeller(), 2026, str(tmp_path / "m.toml"))


@pytest.mark.skipif(sys.platform != "linux", reason="systemet har inga namn som inte är text")
@pytest.mark.parametrize("las", LASARE.values(), ids=LASARE.keys())
def test_a_name_that_is_no_text_is_one_message_however_many_files_are_in_the_folder(
    las: Callable[[Path], object], tmp_path: Path
) -> None:
    fil = tmp_path / os.fsdecode(b"Sk\xe5ne.toml")
    fil.write_text("", encoding="utf-8")
    assert "Sk\\udce5ne.toml: namnet har tecken som inte går att läsa" in make_printable(_message(las, fil))
    [fel] = find_faults(Prov().write(tmp_path / os.fsdecode(b"Sk\xe5ne")))
    assert "namnet har tecken" in fel.vad
