"""Writing SIE: what is written reads back identically, by our reader and by a small one that knows the format alone."""

from __future__ import annotations

import shlex
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fordelning.fel import UnderlagFel
from fordelning.filer import FilFel
from fordelning.sie import (
    Dimension,
    Konto,
    Objekt,
    Objektlista,
    Periodbudget,
    Periodsaldo,
    Program,
    Rakenskapsar,
    Saldo,
    SieFil,
    Transaktion,
    Uppgift,
    Verifikation,
    encode_sie,
    parse_sie,
    read_sie,
    write_sie,
)

TEXT = st.text(alphabet='abcåäöÅÄÖéÜ 0{}#"\\-.', max_size=12).filter(lambda t: not t.endswith("\\"))
KOD = st.text(alphabet='ABÅ12 "{}', min_size=1, max_size=4)
ORE = st.integers(-(10**16), 10**16)
KVANTITET = st.none() | st.decimals(-1000, 1000, places=2)
KONTON = ("1930", "2010", "3513", "4600", "46001")
DAG = st.dates(date(2025, 1, 1), date(2025, 12, 31))


@st.composite
def objektlistor(draw: st.DrawFn) -> Objektlista:
    return tuple(draw(st.lists(st.tuples(st.sampled_from([1, 6, 20]), KOD), max_size=2)))


@st.composite
def verifikationer(draw: st.DrawFn) -> Verifikation:
    rader = draw(st.lists(transaktioner(), max_size=4))
    rader += [Transaktion("1930", -sum(r.belopp_ore for r in rader))]
    huvud = Verifikation(draw(TEXT), draw(TEXT), draw(DAG), draw(TEXT), draw(st.none() | DAG), draw(TEXT))
    return replace(huvud, rader=tuple(rader))


@st.composite
def transaktioner(draw: st.DrawFn) -> Transaktion:
    konto, ore = draw(st.sampled_from(KONTON)), draw(st.integers(-(10**15), 10**15))
    return Transaktion(konto, ore, draw(objektlistor()), draw(st.none() | DAG), draw(TEXT), draw(KVANTITET), draw(TEXT))


@st.composite
def siefiler(draw: st.DrawFn) -> SieFil:
    """Any file of type 4E that holds together."""
    perioder = st.tuples(st.integers(1, 12), st.sampled_from(KONTON), objektlistor())
    saldon = draw(st.dictionaries(st.sampled_from(KONTON), st.tuples(ORE, KVANTITET)))
    psaldo = draw(st.dictionaries(perioder, st.tuples(ORE, KVANTITET), max_size=4))
    pbudget = draw(st.dictionaries(perioder, st.tuples(ORE, KVANTITET), max_size=4))
    har_verifikationer = draw(st.booleans())
    return SieFil(
        sietyp="4E",
        foretagsnamn=draw(TEXT.filter(bool)),
        rakenskapsar=(Rakenskapsar(0, date(2025, 1, 1), date(2025, 12, 31)),),
        program=Program(draw(TEXT.filter(bool)), draw(TEXT)),
        skapad=draw(DAG),
        skapad_av=draw(TEXT),
        orgnr=("222000-1234",),
        omfattning=draw(st.none() | DAG),
        uppgifter=tuple(Uppgift("PROSA", (text,)) for text in draw(st.lists(TEXT.filter(bool), max_size=2))),
        dimensioner=(Dimension(20, draw(TEXT)), Dimension(21, draw(TEXT), over=20)),
        objekt=tuple(Objekt(6, kod, draw(TEXT)) for kod in draw(st.lists(KOD, max_size=3, unique=True))),
        konton=tuple(
            Konto(nr, draw(TEXT), draw(st.sampled_from(["", "T", "K"])), draw(TEXT), ("7410",)) for nr in KONTON
        ),
        saldon=tuple(Saldo("IB", 0, konto, ore, (), kvantitet) for konto, (ore, kvantitet) in saldon.items()),
        periodsaldon=()
        if har_verifikationer
        else tuple(Periodsaldo(0, f"2025{m:02d}", k, ore, o, q) for (m, k, o), (ore, q) in psaldo.items()),
        periodbudget=tuple(Periodbudget(0, f"2025{m:02d}", k, ore, o, q) for (m, k, o), (ore, q) in pbudget.items()),
        verifikationer=tuple(draw(st.lists(verifikationer(), max_size=3))) if har_verifikationer else (),
        kontrollsumma=draw(st.booleans()),
    )


@given(siefiler())
def test_what_is_written_is_read_back_identically(fil: SieFil) -> None:
    assert parse_sie(encode_sie(fil, "bok.se"), "bok.se") == fil


@pytest.mark.langsam
@given(siefiler())
def test_reading_and_writing_again_gives_the_same_bytes(fil: SieFil) -> None:
    data = encode_sie(fil, "bok.se")
    assert encode_sie(parse_sie(data, "bok.se"), "bok.se") == data


@pytest.mark.parametrize("typ", ["typ2", "typ3", "typ4"])
def test_read_write_read_is_stable_for_files_of_others(
    typ: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    fil = parse_sie(request.getfixturevalue(typ).encode("cp437"), "in.se")
    write_sie(fil, tmp_path / "ut.se")
    igen = read_sie(tmp_path / "ut.se")
    assert igen == fil
    assert igen.varningar == ()


def test_an_import_file_is_named_si(typ4i: str, tmp_path: Path) -> None:
    fil = parse_sie(typ4i.encode("cp437"), "in.si")
    write_sie(fil, tmp_path / "ut.si")
    assert read_sie(tmp_path / "ut.si") == fil
    with pytest.raises(UnderlagFel, match="typ 4I"):
        write_sie(fil, tmp_path / "ut.se")


def read_by_the_format_alone(data: bytes) -> dict[str, list[list[str]]]:
    """An independent minimal reader: CP437, one record a row, fields split at spaces, quotes and braces by the format.

    Knows nothing of the program's own reader; for files without a quote or a brace inside a text.
    """
    poster: dict[str, list[list[str]]] = {}
    for rad in data.decode("cp437").split("\n"):
        delar = shlex.split(rad.replace("{", " { ").replace("}", " } "), comments=False)
        if delar and delar[0].startswith("#"):
            poster.setdefault(delar[0], []).append(delar[1:])
    return poster


def test_an_independent_reader_finds_every_record(typ4: str, typ3: str) -> None:
    skriven = read_by_the_format_alone(
        encode_sie(parse_sie(typ4.replace('\\"stad\\"', "stad").encode("cp437"), "a.se"), "b.se")
    )
    assert skriven["#FORMAT"] == [["PC8"]]
    assert skriven["#FNAMN"] == [["Samordningsförbundet Östra Älven"]]
    assert ["6", "P2", "Kraft"] in skriven["#OBJEKT"]
    assert ["0", "4600", "900.50"] in skriven["#RES"]
    assert ["A", "1", "20250115", "Bidrag", "20250116", "AN"] in skriven["#VER"]
    assert ["4600", "{", "6", "P1", "}", "600.00", "20250228", "", "12"] in skriven["#TRANS"]
    assert sum(Decimal(falt[falt.index("}") + 1]) for falt in skriven["#TRANS"]) == 0
    skriven = read_by_the_format_alone(encode_sie(parse_sie(typ3.encode("cp437"), "a.se"), "b.se"))
    assert ["0", "202502", "4600", "{", "}", "900.50", "12"] in skriven["#PSALDO"]
    assert ["0", "202502", "4600", "{", "6", "P1", "}", "600.00"] in skriven["#PSALDO"]
    assert ["0", "202501", "4600", "{", "}", "1000.00"] in skriven["#PBUDGET"]


def test_records_stand_in_the_order_of_the_format(typ4: str) -> None:
    rader = encode_sie(parse_sie(typ4.encode("cp437"), "a.se"), "b.se").decode("cp437").split("\n")
    etiketter = [rad.split()[0] for rad in rader if rad.startswith("#")]
    ordning = ["#FLAGGA", "#SIETYP", "#RAR", "#DIM", "#OBJEKT", "#KONTO", "#IB", "#VER"]
    assert sorted(ordning, key=etiketter.index) == ordning
    assert "\r" not in "".join(rader)
    assert rader[-1] == ""


FIL = SieFil(
    "3", "Förbundet", (Rakenskapsar(0, date(2025, 1, 1), date(2025, 12, 31)),), konton=(Konto("4600", "Insatser"),)
)


@pytest.mark.parametrize("kodning", ["cp437", "utf-8", "cp1252"])
def test_other_encodings_can_be_written_for_those_who_need_them(kodning: str) -> None:
    data = encode_sie(FIL, "bok.se", kodning)  # type: ignore[arg-type]
    assert "Förbundet".encode(kodning) in data
    assert parse_sie(data, "bok.se") == FIL


def test_characters_outside_cp437_are_refused_with_their_row_and_a_way_out() -> None:
    with pytest.raises(UnderlagFel) as fel:
        encode_sie(replace(FIL, foretagsnamn="Łódź – väst"), "bok.se")
    assert [(a.plats, a.vad, a.gor) for a in fel.value.anmarkningar] == [
        ("bok.se rad 4", "tecknet «Ł» finns inte i cp437", "Byt ut tecknet"),
        ("bok.se rad 4", "tecknet «ź» finns inte i cp437", "Byt ut tecknet"),
        ("bok.se rad 4", "tecknet «–» finns inte i cp437", "Skriv «-»"),
    ]


def test_text_that_would_be_taken_for_another_encoding_is_refused() -> None:
    with pytest.raises(UnderlagFel, match="skulle läsas som cp1252"):
        encode_sie(replace(FIL, foretagsnamn="Σ ÷ σ"), "bok.se")


@pytest.mark.parametrize(
    ("andring", "vad"),
    [
        ({"foretagsnamn": "två\nrader"}, "styrtecknet 10"),
        ({"foretagsnamn": "C:\\"}, "omvänt snedstreck"),
        ({"konton": ()}, "konto 4600 är inte deklarerat"),
        ({"rakenskapsar": ()}, "årsnr 0 har inget räkenskapsår"),
        ({"sietyp": "2"}, "har objekt i en fil av typ 2"),
        ({"orgnr": ("222000-1234", "")}, "läses tillbaka likadana: orgnr"),
    ],
)
def test_what_would_not_read_back_the_same_is_refused(andring: dict[str, object], vad: str) -> None:
    budget = Periodbudget(0, "202501", "4600", 100, ((6, "P1"),))
    with pytest.raises(UnderlagFel, match=vad):
        encode_sie(replace(replace(FIL, periodbudget=(budget,)), **andring), "bok.se")  # type: ignore[arg-type]


def test_a_refused_file_leaves_the_old_one_whole(tmp_path: Path) -> None:
    write_sie(FIL, tmp_path / "bok.se")
    fore = (tmp_path / "bok.se").read_bytes()
    with pytest.raises(UnderlagFel):
        write_sie(replace(FIL, foretagsnamn="Ł"), tmp_path / "bok.se")
    assert (tmp_path / "bok.se").read_bytes() == fore
    assert [f.name for f in tmp_path.iterdir()] == ["bok.se"]


def test_a_year_of_many_verifikationer_is_written_and_read() -> None:
    forst = date(2025, 1, 1)
    ver = tuple(
        Verifikation("A", str(n), forst + timedelta(n % 365), rader=(Transaktion("4600", n), Transaktion("4600", -n)))
        for n in range(3000)
    )
    fil = replace(FIL, sietyp="4E", verifikationer=ver, kontrollsumma=True)
    assert len(parse_sie(encode_sie(fil, "bok.se"), "bok.se").verifikationer) == 3000


def test_a_file_that_cannot_be_written_is_told_in_swedish(tmp_path: Path) -> None:
    (tmp_path / "bok.se" / "i_vagen").mkdir(parents=True)
    with pytest.raises(FilFel, match="kan inte skrivas"):
        write_sie(FIL, tmp_path / "bok.se")
    assert [f.name for f in tmp_path.iterdir()] == ["bok.se"]
