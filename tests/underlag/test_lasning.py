"""Reading a folder: every form that is allowed reads the same; a file that cannot be read is one message."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from fordelning.begrepp import Underlag
from fordelning.underlag import read_underlag
from tests.underlag.prov import Prov, edit, find_faults


def same(a: Underlag, b: Underlag) -> bool:
    """Whether two data sets hold the same records and vectors."""
    poster = ("forbund", "omraden", "regioner", "utfastelser", "kapital", "behov", "insatser", "effekter", "planering")
    vektorer = ("invanare_antal", "forsorjningsmatt", "eget_kapital_kr", "askande_kr", "kommuner_utlovat_kr")
    return all(getattr(a, namn) == getattr(b, namn) for namn in poster) and all(
        np.array_equal(getattr(a, namn), getattr(b, namn)) for namn in vektorer
    )


@pytest.mark.parametrize("kodning", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("skiljetecken", [",", ";"])
@pytest.mark.parametrize("decimal", [".", ","])
@pytest.mark.parametrize("radslut", ["\n", "\r\n", "\r"])
def test_every_allowed_form_reads_the_same(
    kodning: str, skiljetecken: str, decimal: str, radslut: str, tmp_path: Path
) -> None:
    vanlig = read_underlag(Prov().write(tmp_path / "vanlig"))
    annan = Prov().write(
        tmp_path / "annan", kodning=kodning, skiljetecken=skiljetecken, decimal=decimal, radslut=radslut
    )
    assert same(read_underlag(annan), vanlig)


@pytest.mark.parametrize("mellanrum", [" ", "\u00a0", "\u202f", "\u2009"])
def test_thousands_may_be_set_apart(mellanrum: str, tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "tilldelning_fjol_kr", f"5{mellanrum}000{mellanrum}000,00")
    assert read_underlag(prov.write(tmp_path)).forbund[0].tilldelning_fjol_kr == 5_000_000


def test_a_minus_sign_may_be_typographic_and_a_negative_eget_kapital_is_only_a_warning(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "eget_kapital_kr", "−1 000 000")
    underlag = read_underlag(prov.write(tmp_path))
    assert underlag.eget_kapital_kr[0] == -1_000_000
    assert "negativt eget kapital" in str(underlag.varningar[0])


def test_what_excel_adds_to_a_file_changes_nothing(tmp_path: Path) -> None:
    vanlig = Prov().write(tmp_path / "vanlig")
    annan = Prov().write(tmp_path / "annan", skiljetecken=";", radslut="\r\n")
    edit("forbund.csv", lambda text: "sep=;\r\n" + text)(annan)
    edit("omraden.csv", lambda text: text.replace("\r\n", ";;\r\n") + ";;;;;;;;;;\r\n" * 3)(annan)
    edit("regioner.csv", lambda text: "\r\n\r\n" + text.replace("R1", " R1\u00a0"))(annan)
    edit("kapital.csv", lambda text: text.upper().replace("UTFALL", "Utfall"))(annan)
    (annan / "kapital.csv").rename(annan / "KAPITAL.CSV")
    (annan / "LÄSMIG.txt").write_text("anteckningar", encoding="utf-8")
    (annan / "~$underlag.xlsx").write_bytes(b"")
    (annan / "forbund.csv~").write_text("gammal", encoding="utf-8")
    assert same(read_underlag(annan), read_underlag(vanlig))


def test_a_line_break_within_a_quoted_name_is_a_space_and_places_still_hold(tmp_path: Path) -> None:
    prov = Prov()
    prov.set("forbund", 2, "namn", "Förbundet\r\nAlfa, Väst")
    prov.set("forbund", 3, "eget_kapital_kr", "x")
    [fel] = find_faults(prov.write(tmp_path))
    assert fel.plats == "forbund.csv rad 4, kolumn eget_kapital_kr"
    prov.set("forbund", 3, "eget_kapital_kr", "0")
    assert read_underlag(prov.write(tmp_path)).forbund[0].namn == "Förbundet Alfa, Väst"


def test_optional_files_and_columns_may_be_missing(tmp_path: Path) -> None:
    prov = Prov()
    for namn in list(prov.tabeller):
        if namn not in ("forbund", "omraden", "regioner"):
            del prov.tabeller[namn]
    for kolumn in ("bidrag_fjol_kr", "askande_kr", "manader"):
        prov.drop_column("forbund", kolumn)
    for kolumn in ("invanare_fjol_antal", "forsorjningsmatt_fjol"):
        prov.drop_column("omraden", kolumn)
    prov.installningar = {"budgetar": 2026, "ram_kr": 5}
    underlag = read_underlag(prov.write(tmp_path))
    assert underlag.bidrag_fjol_kr.tolist() == [10_000_000, 6_000_000, 0]
    assert np.isinf(underlag.askande_kr).all()


def test_row_and_column_order_never_matter(tmp_path: Path) -> None:
    prov = Prov()
    bakvand = Prov({namn: [rader[0], *rader[:0:-1]] for namn, rader in prov.tabeller.items()})
    bakvand.tabeller = {namn: [rad[::-1] for rad in rader] for namn, rader in bakvand.tabeller.items()}
    assert same(read_underlag(bakvand.write(tmp_path / "b")), read_underlag(prov.write(tmp_path / "a")))


def test_two_files_run_together_with_a_byte_order_mark_between_are_read_as_one(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path)
    edit("kapital.csv", lambda text: "\ufeff" + text + "\ufeffC,2025,0,2000000,2000000,utfall\n")(mapp)
    assert [k.forbund_kod for k in read_underlag(mapp).kapital] == ["A", "A", "B", "C"]


@pytest.mark.parametrize(
    ("namn", "ord"),
    [
        ("finns_inte", ("finns inte", "Kontrollera sökvägen")),
        ("x" * 300, ("går inte att läsa",)),
        ("tom", ("innehåller inget underlag", "underlag.toml, forbund.csv, omraden.csv, regioner.csv")),
        ("med_bok", ("innehåller inget underlag", "Menade du arbetsboken", "underlag.xlsx?")),
        ("lista.csv", ("ingen arbetsbok", "Ange mappen")),
        ("bok.xls", ("ingen arbetsbok", "spara den som .xlsx")),
        ("anteckning.txt", ("ingen arbetsbok", "en mapp med CSV-filer")),
    ],
    ids=lambda v: v[:12] if isinstance(v, str) else "",
)
def test_a_path_without_a_data_set_is_one_message(namn: str, ord: tuple[str, ...], tmp_path: Path) -> None:
    for mapp in ("tom", "med_bok"):
        (tmp_path / mapp).mkdir()
    for fil in ("lista.csv", "bok.xls", "anteckning.txt", "med_bok/underlag.xlsx"):
        (tmp_path / fil).write_bytes(b"")
    [fel] = find_faults(tmp_path / namn)
    assert [del_ for del_ in ord if del_ not in str(fel)] == []


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root får läsa allt")
def test_a_folder_without_rights_is_one_message(tmp_path: Path) -> None:
    mapp = Prov().write(tmp_path / "last")
    mapp.chmod(0)
    try:
        [fel] = find_faults(mapp)
        assert "behörighet saknas" in str(fel)
    finally:
        mapp.chmod(0o700)
