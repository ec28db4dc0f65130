"""Encodings: the format's CP437, and UTF-8 and cp1252 as they occur, told apart by the bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fordelning.fel import UnderlagFel
from fordelning.sie import parse_sie
from fordelning.sie.tecken import BOKSTAVER, ERSATTNINGAR, detect_encoding, find_outside, make_pc8


@pytest.mark.parametrize("kodning", ["cp437", "utf-8", "utf-8-sig", "utf-16", "cp1252", "mac_roman"])
def test_every_encoding_gives_the_same_records(typ4: str, kodning: str) -> None:
    fil = parse_sie(typ4.encode(kodning), "bok.se")
    assert fil.kodning == kodning
    assert fil.foretagsnamn == "Samordningsförbundet Östra Älven"
    assert fil == parse_sie(typ4.encode("cp437"), "bok.se")


@pytest.mark.parametrize("kodning", ["cp437", "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("bokstav", BOKSTAVER)
def test_one_swedish_letter_is_enough_to_tell_the_encodings_apart(bokstav: str, kodning: str) -> None:
    data = f'#FLAGGA 0\n#FNAMN "{bokstav}"\n'.encode(kodning)
    assert parse_sie(data, "bok.se").foretagsnamn == bokstav


@given(st.text(alphabet=BOKSTAVER + "abc -", min_size=1).filter(lambda t: not t.isascii()))
def test_swedish_text_is_never_mistaken(text: str) -> None:
    for kodning in ("cp437", "utf-8", "cp1252"):
        assert text.encode(kodning).decode(detect_encoding(text.encode(kodning))) == text


def test_plain_ascii_is_what_the_format_prescribes() -> None:
    assert detect_encoding(b"#FLAGGA 0") == "cp437"


def test_a_tie_is_what_the_format_prescribes() -> None:
    assert "ö".encode("cp437") == "”".encode("cp1252")
    assert detect_encoding("Malmö".encode("cp437")) == "cp437"


def test_a_dash_between_years_is_no_letter() -> None:
    assert detect_encoding("2024–2026".encode("cp1252")) == "cp1252"


def test_a_byte_that_is_no_character_is_refused_with_its_row() -> None:
    data = '#FLAGGA 0\n#FNAMN "åäö"\n#PROSA "'.encode("cp1252") + b"\x81\x8d" + b'"\n'
    with pytest.raises(UnderlagFel) as fel:
        parse_sie(data, "bok.se")
    assert [a.plats for a in fel.value.anmarkningar] == ["bok.se rad 3"]


def test_the_wrong_format_record_is_a_warning(typ4: str) -> None:
    fil = parse_sie(typ4.replace("#FORMAT PC8", "#FORMAT UTF-8").encode(), "bok.se")
    assert [v.vad for v in fil.varningar] == ["#FORMAT är «UTF-8»; formatet känner bara PC8"]


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "cp1252"])
def test_a_checksum_over_the_files_own_bytes_is_taken_too(kodning: str) -> None:
    import zlib

    summa = zlib.crc32("#FNAMNÅ".encode(kodning.removesuffix("-sig")))
    data = f'#FLAGGA 0\n#KSUMMA\n#FNAMN "Å"\n#KSUMMA {summa}\n'.encode(kodning)
    assert parse_sie(data, "bok.se").kontrollsumma


def test_replacements_stand_for_characters_outside_cp437_and_are_inside_it() -> None:
    assert [t for t in ERSATTNINGAR if not find_outside(t, "cp437")] == []
    assert [e for e in ERSATTNINGAR.values() if find_outside(e, "cp437")] == []
    assert make_pc8("Kraft – ”unga” 100 €") == 'Kraft - "unga" 100 EUR'
    assert find_outside("Łódź år", "cp437") == ("Ł", "ź")
