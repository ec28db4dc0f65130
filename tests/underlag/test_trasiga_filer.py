"""Files that cannot be read: each is one message, and the rest of the data set is still looked at."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.underlag.prov import Prov, edit, find_faults, format_csv


def _make_folder(mapp: Path) -> None:
    (mapp / "kapital.csv").unlink()
    (mapp / "kapital.csv").mkdir()


KOMMUNER = format_csv(Prov().tabeller["omraden"])
TRASIGA: dict[str, tuple[Callable[[Path], object], tuple[str, ...]]] = {
    "utf-16 utan märke": (
        lambda m: (m / "omraden.csv").write_bytes(KOMMUNER.encode("utf-16-le")),
        ("omraden.csv", "ingen textfil i UTF-8 eller cp1252", "CSV UTF-8"),
    ),
    "nollbyte": (
        lambda m: (m / "forbund.csv").write_bytes(b"forbund_kod,namn\x00"),
        ("forbund.csv", "ingen textfil", "CSV UTF-8"),
    ),
    "byte utan tecken": (
        lambda m: (m / "forbund.csv").write_bytes(b"forbund_kod,namn\n\x81\xff,x"),
        ("forbund.csv", "tecken går inte att läsa", "UTF-8 eller cp1252"),
    ),
    "tom fil": (lambda m: (m / "kapital.csv").write_bytes(b""), ("kapital.csv", "filen är tom", "en rubrikrad")),
    "bara blanktecken": (
        lambda m: (m / "kapital.csv").write_bytes(b' \n\n,,,\n""\n'),
        ("kapital.csv", "filen är tom"),
    ),
    "tabbar": (
        edit("kapital.csv", lambda text: text.replace(",", "\t")),
        ("kapital.csv", "skiljs åt av tabb", "komma eller semikolon"),
    ),
    "öppet citattecken": (
        edit("kapital.csv", lambda text: text.replace("900000", '"900000')),
        ("kapital.csv rad 2", "citattecken"),
    ),
    "citattecken mitt i": (
        edit("kapital.csv", lambda text: text.replace("950000", '"95"0000')),
        ("kapital.csv rad 3", "citattecken"),
    ),
    "för många fält": (
        edit("malgrupper.csv", lambda text: text.replace("0.5", "0,5")),
        ("malgrupper.csv rad 2", "5 fält men rubrikraden 4", "decimalkomma"),
    ),
    "för få fält": (
        edit("omraden.csv", lambda text: text.replace("K04,K04,Dalby,R2,B,9000,1100,9050,1090", "K04,K04,Dalby")),
        ("omraden.csv rad 6", "3 fält men rubrikraden 9", "skiljetecken"),
    ),
    "förbund med för få fält": (
        edit("forbund.csv", lambda text: text.replace("A,Förbundet Alfa,5000000,1000000,10000000,,", "A,Alfa")),
        ("forbund.csv rad 2", "2 fält men rubrikraden 7"),
    ),
    "okänd fil": (
        lambda m: (m / "forbund (1).csv").write_bytes(b"x"),
        ("forbund (1).csv", "ingen del av underlaget", "Menade du «forbund.csv»?"),
    ),
    "tabell i fel format": (
        lambda m: (m / "medfinansiering.csv").rename(m / "medfinansiering.xlsx"),
        ("medfinansiering.xlsx", "läses inte i en mapp", "medfinansiering.csv"),
    ),
    "tabell med en ändelse till": (
        lambda m: (m / "medfinansiering.csv").rename(m / "medfinansiering.csv.txt"),
        ("medfinansiering.csv.txt", "läses inte i en mapp", "medfinansiering.csv"),
    ),
    "underlag.toml med en ändelse till": (
        lambda m: (m / "underlag.toml").rename(m / "underlag.toml.txt"),
        ("underlag.toml: filen finns inte", "Menade du «underlag.toml.txt»?"),
    ),
    "samma tabell två gånger": (
        lambda m: (m / "Regioner.CSV").write_bytes((m / "regioner.csv").read_bytes()),
        ("tabellen finns i två filer",),
    ),
    "mapp i filens ställe": (
        _make_folder,
        ("kapital.csv", "är en mapp"),
    ),
    "ingen underlag.toml": (lambda m: (m / "underlag.toml").unlink(), ("underlag.toml", "filen finns inte")),
    "trasig toml": (
        lambda m: (m / "underlag.toml").write_text("budgetar = 2026\nram_kr = 339 000 000\n", encoding="utf-8"),
        ("underlag.toml", "inte giltig TOML", "rad 2"),
    ),
    "toml i cp1252": (
        lambda m: (m / "underlag.toml").write_bytes("beskrivning = 'år'".encode("cp1252")),
        ("underlag.toml", "inte UTF-8"),
    ),
    "tal med tiotusen siffror": (
        lambda m: (m / "underlag.toml").write_text("ram_kr = " + "9" * 10_000, encoding="utf-8"),
        ("underlag.toml", "inte giltig TOML"),
    ),
    "listor i listor": (
        lambda m: (m / "underlag.toml").write_text("ram_kr = " + "[" * 20_000, encoding="utf-8"),
        ("underlag.toml", "inte giltig TOML"),
    ),
}


@pytest.mark.parametrize("bryt, ord", TRASIGA.values(), ids=TRASIGA.keys())
def test_a_file_that_cannot_be_read_is_one_message(
    bryt: Callable[[Path], object], ord: tuple[str, ...], tmp_path: Path
) -> None:
    mapp = Prov().write(tmp_path)
    bryt(mapp)
    [fel] = find_faults(mapp)
    assert [del_ for del_ in ord if del_ not in str(fel)] == []
