"""Encodings: what is read is what was written; what could be something else is refused with its words."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fordelning.teckenkod import detect
from fordelning.underlag import read_underlag
from fordelning.underlag.kommuner import read_kommuner
from tests.underlag.prov import Prov, edit, find_faults

NAMN = sorted(kommun.namn for kommun in read_kommuner().values() if not kommun.namn.isascii())
ORD = ["Café", "idé", "å", "Å", "ö", "à 500 kr", "16–64", "Nord – Syd", "Nord–Syd", "5\u00a0000\u00a0000", "“Steget”"]
ORD += ["5 §", "½ tjänst", "Münster", "École", "Øst", "samver\u00adkan", "«Steget»", "garçon", "CAFÉ"]


@pytest.mark.parametrize("stil", [str, str.upper, str.lower], ids=["", "versaler", "gemener"])
def test_one_swedish_name_is_enough_to_tell_the_encodings_apart(stil: Callable[[str], str]) -> None:
    for namn in map(stil, NAMN):
        assert detect(namn.encode("cp1252")).kodning == "cp1252", namn
        for kodning in ("cp437", "cp850", "mac_roman"):
            assert detect(namn.encode(kodning)).kodning == "", (namn, kodning)


@pytest.mark.parametrize("text", ORD)
def test_a_single_sign_that_windows_wrote_is_read(text: str) -> None:
    assert detect(f"namn;x\n{text};1\n".encode("cp1252")).kodning == "cp1252"


@pytest.mark.parametrize("text", [*ORD, "Kommun’s", "forts…", "”steget”", "García"])
@pytest.mark.parametrize("kodning", ["cp437", "cp850", "mac_roman"])
def test_a_single_sign_that_dos_or_mac_wrote_is_never_read_as_another(text: str, kodning: str) -> None:
    try:
        data = f"namn;x\n{text};1\n".encode(kodning)
    except UnicodeEncodeError:
        return
    funnen = detect(data).kodning
    assert not funnen or data.decode(funnen) == data.decode(kodning)


def test_letters_of_other_alphabets_that_windows_could_have_written_are_not_taken_for_utf8() -> None:
    assert detect("SJÖ’N".encode("cp1252")).kodning == ""
    assert detect("Ивановић".encode()).kodning == "utf-8"


def test_utf16_is_known_by_its_mark() -> None:
    assert detect("Å".encode("utf-16")).kodning == "utf-16"


@pytest.mark.parametrize(
    ("kodning", "ord"),
    [
        ("cp850", ("troligen sparade som DOS", "«Förbundet Två", "UTF-8 eller cp1252", "CSV UTF-8")),
        ("cp437", ("troligen sparade som DOS",)),
        ("mac_roman", ("troligen sparade som Mac Roman",)),
    ],
)
def test_a_csv_file_from_dos_or_mac_is_refused(kodning: str, ord: tuple[str, ...], tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path)
    edit("regioner.csv", lambda text: text.replace("Region Två", "Förbundet Två"))(mapp)
    (mapp / "regioner.csv").write_bytes((mapp / "regioner.csv").read_text(encoding="utf-8").encode(kodning))
    [fel] = [f for f in find_faults(mapp) if f.plats == "regioner.csv"]
    assert [del_ for del_ in ord if del_ not in str(fel)] == []


@pytest.mark.parametrize("rad", ['"sep=;"', "sep=;", "SEP=;", ' "sep=;" ', '"sep=;";;;', "\ufeffsep=;"])
def test_the_line_that_names_the_delimiter_may_be_quoted(rad: str, tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path, skiljetecken=";")
    edit("forbund.csv", lambda text: f"{rad}\n{text}")(mapp)
    assert [f.forbund_kod for f in read_underlag(mapp).forbund] == ["A", "B", "C"]


def test_a_tab_named_as_delimiter_is_read(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path, skiljetecken="\t")
    for fil in mapp.glob("*.csv"):
        fil.write_text(f'"sep=\t"\n{fil.read_text(encoding="utf-8")}', encoding="utf-8")
    assert len(read_underlag(mapp).omraden) == 7


def test_a_csv_file_with_too_many_rows_is_one_message(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path)
    edit("kapital.csv", lambda text: text + "\n" * 200_000)(mapp)
    [fel] = find_faults(mapp)
    assert "för många rader" in fel.vad
