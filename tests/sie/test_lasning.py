"""Reading SIE files of every type: what a right file holds, and that broken ones are refused with their rows."""

from __future__ import annotations

import zlib
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fordelning.fel import UnderlagFel
from fordelning.sie import Konto, Program, Rakenskapsar, parse_sie, read_sie
from tests.sie.siefil import read, refuse, replace_once, row_of


def test_the_identification_is_read(typ4: str) -> None:
    fil = read(typ4)
    assert fil.sietyp == "4E"
    assert fil.foretagsnamn == "Samordningsförbundet Östra Älven"
    assert fil.program == Program("Ekonomi & Åtgärd", "5.1")
    assert (fil.skapad, fil.skapad_av, fil.orgnr) == (date(2026, 1, 15), "AN", ("222000-1234",))
    assert fil.rakenskapsar[1] == Rakenskapsar(-1, date(2024, 1, 1), date(2024, 12, 31))
    assert fil.valuta == "SEK"
    assert fil.varningar == ()
    assert fil.konton[3] == Konto("3513", "Bidrag från kommun", sru=("7410",))
    assert fil.konton[4].enhet == "deltagare"


def test_amounts_are_whole_ore_with_credit_negative(typ4: str) -> None:
    saldon = {(s.slag, s.arsnr, s.konto): s.belopp_ore for s in read(typ4).saldon}
    assert saldon["RES", 0, "3511"] == -200_000
    assert saldon["RES", 0, "4600"] == 90_050
    assert saldon["RES", 0, "5010"] == 10_000
    assert all(type(belopp) is int for belopp in saldon.values())


@pytest.mark.parametrize(
    ("text", "ore"),
    [("0", 0), ("-0.05", -5), ("12.5", 1250), ("-12.50", -1250), ("123456789012345.67", 12345678901234567)],
)
def test_an_amount_is_exact_as_written(typ2: str, text: str, ore: int) -> None:
    rad = next(b for b in read(replace_once(typ2, "4600 {} 1000.00", f"4600 {{}} {text}")).periodbudget)
    assert rad.belopp_ore == ore


def test_verifikationer_are_read_with_objekt_quotes_and_struck_rows(typ4: str) -> None:
    forsta, andra, _ = read(typ4).verifikationer
    assert (forsta.serie, forsta.vernr, forsta.datum, forsta.regdatum) == (
        "A",
        "1",
        date(2025, 1, 15),
        date(2025, 1, 16),
    )
    assert forsta.rader[2].text == 'Stockholm "stad"'
    assert forsta.rader[2].objekt == ((20, "0180"),)
    assert [r.slag for r in andra.rader] == ["TRANS", "TRANS", "BTRANS", "RTRANS", "TRANS"]
    assert [r.belopp_ore for r in andra.bokforda] == [-90_050, 60_000, 30_050]
    assert andra.rader[1].kvantitet == Decimal(12)


def test_period_balances_are_read_per_objekt(typ3: str) -> None:
    fil = read(typ3)
    p1 = [p for p in fil.periodsaldon if p.objekt == ((6, "P1"),) and p.konto == "4600"]
    assert [(p.period, p.belopp_ore) for p in p1] == [("202502", 60_000)]
    assert fil.saldon[-1].slag == "OIB"
    assert fil.varningar == ()


def test_type_2_ignores_objekt_as_the_format_says_and_lists_them(typ3: str) -> None:
    fil = read(replace_once(typ3, "#SIETYP 3", "#SIETYP 2"))
    assert all(not p.objekt for p in fil.periodsaldon)
    assert [o.varfor for o in fil.overhoppade] == ["objekt i en fil av typ 2"] * 4
    assert any("#PSALDO hoppades över (objekt i en fil av typ 2), 4 poster" in v.vad for v in fil.varningar)


def test_a_file_without_type_is_type_1(typ2: str) -> None:
    rader = [rad for rad in typ2.splitlines() if not rad.startswith(("#SIETYP", "#PSALDO", "#PBUDGET", "#OMFATTN"))]
    assert read("\n".join(rader)).sietyp == "1"


def test_an_import_file_needs_neither_years_nor_konton(typ4i: str) -> None:
    fil = read(typ4i)
    assert (fil.sietyp, len(fil.verifikationer), fil.konton) == ("4I", 3, ())
    assert read(typ4i, "BOK.SI").sietyp == "4I"


def test_tabs_spaces_empty_rows_and_dos_line_ends_change_nothing(typ4: str) -> None:
    rader = [rad.replace(" {", "\t \t{").replace("#IB 0 ", "  #IB\t0   ") for rad in typ4.splitlines()]
    assert read("\r\n\r\n".join([*rader, "", "\x1a"])) == read(typ4)


def test_unknown_records_and_their_blocks_are_skipped_and_listed(typ4: str) -> None:
    tillagg = "#NYTT 1 2 {3 4}\n#NYBLOCK x\n{\n#MER 1 {} 5\n}\n#NYTT 2\n"
    fil = read(typ4 + tillagg)
    assert fil == read(typ4)
    assert [(o.rad, o.etikett) for o in fil.overhoppade] == [
        (row_of(typ4 + tillagg, "#NYTT 1"), "#NYTT"),
        (row_of(typ4 + tillagg, "#NYBLOCK"), "#NYBLOCK"),
        (row_of(typ4 + tillagg, "#NYTT 2"), "#NYTT"),
    ]
    assert "#NYTT hoppades över (okänd etikett), 2 poster" in [v.vad for v in fil.varningar]


def test_the_block_of_an_unknown_record_that_never_ends_is_refused(typ4: str) -> None:
    text = replace_once(typ4, "#VER A 1", "#NYBLOCK\n{\n#VER A 1").replace("}\n", "")
    assert f"bok.se rad {row_of(text, '#NYBLOCK')}: klammern {{ efter #NYBLOCK stängs aldrig" in refuse(text)


def test_unknown_fields_at_the_end_of_a_record_are_allowed(typ4: str) -> None:
    assert read(replace_once(typ4, "#IB 0 1930 5000.00", '#IB 0 1930 5000.00 "" nytt fält')) == read(typ4)


def test_missing_compulsory_records_are_warnings(typ4: str) -> None:
    fil = read(replace_once(typ4, "#FLAGGA 0\n", ""))
    assert [v.vad for v in fil.varningar] == ["#FLAGGA saknas; formatet kräver posten i typ 4E"]


@pytest.mark.parametrize("period", ["202513", "202500", "2025", "20250101"])
def test_a_period_that_is_no_month_is_refused(typ2: str, period: str) -> None:
    text = replace_once(typ2, "#PSALDO 0 202501 1930", f"#PSALDO 0 {period} 1930")
    assert refuse(text) == [f"bok.se rad {row_of(text, '#PSALDO')}: #PSALDO: perioden «{period}» är ingen månad"]


def test_a_missing_closing_brace_is_refused_at_the_next_verifikation(typ4: str) -> None:
    text = replace_once(typ4, "}\n#VER A 2", "#VER A 2")
    funna = refuse(text)
    fran, till = row_of(text, "#VER A 1"), row_of(text, "#VER A 2")
    assert funna == [f"bok.se rad {till}: #VER står inne i verifikationen som börjar på rad {fran}"]


def test_a_missing_closing_brace_at_the_end_is_refused(typ4: str) -> None:
    text = typ4.rstrip().removesuffix("}")
    assert refuse(text) == [f"bok.se rad {row_of(text, '#VER A 3')}: verifikationens klammer {{ stängs aldrig"]


def test_a_missing_opening_brace_is_refused(typ4: str) -> None:
    text = replace_once(typ4, '#VER A 3 20250331 "Löner m.m."\n{', '#VER A 3 20250331 "Löner m.m."')
    assert refuse(text) == [f"bok.se rad {row_of(text, '#VER A 3')}: #VER följs inte av {{"]


def test_a_transaction_outside_a_verifikation_is_refused(typ4: str) -> None:
    text = typ4 + "#TRANS 1930 {} 1.00\n"
    rad = len(text.splitlines())
    assert refuse(text) == [f"bok.se rad {rad}: #TRANS står utanför en verifikation"]


def test_a_loose_closing_brace_is_a_warning_and_a_block_without_end_is_refused(typ4: str) -> None:
    assert [v.vad for v in read(f"{typ4}}}\n").varningar] == ["klammern } stänger ingenting"]
    sista = len(typ4.splitlines())
    assert refuse(f"{typ4}{{\n") == [f"bok.se rad {sista + 1}: klammern {{ efter {{ stängs aldrig"]


def test_every_finding_is_reported_at_once_in_row_order(typ4: str) -> None:
    text = replace_once(typ4, "#TRANS 3511 {} -2000.00", "#TRANS 3511 {x} -2000.00")
    text = replace_once(text, "#TRANS 7450 {} 50.00", "#TRANS 7450 {} 51.00")
    text = replace_once(text, "#RAR 0 20250101", "#RAR 0 2025")
    text = replace_once(text, "#IB 0 2010 -5000.00", "#IB x 2010 -5000,00")
    funna = refuse(text)
    rader = [int(f.split(":")[0].split()[-1]) for f in funna]
    assert len(funna) == 5
    assert rader == sorted(rader)


@pytest.mark.parametrize(
    ("data", "vad"),
    [
        (b"", "filen är tom"),
        (b"\r\n \t\x1a", "filen är tom"),
        (b"\xef\xbb\xbf", "filen är tom"),
        (b"PK\x03\x04\x14\x00\x06\x00", "filen är ingen SIE-fil"),
        (b"#FLAGGA 0\n\x00\x01\x02", "filen är ingen SIE-fil"),
        ("#FLAGGA 0".encode("utf-16-le"), "filen är ingen SIE-fil"),
        (b"<?xml version='1.0'?><Sie/>", "filen är XML, troligen SIE 5"),
    ],
)
def test_what_is_no_sie_file_is_refused(data: bytes, vad: str) -> None:
    with pytest.raises(UnderlagFel) as fel:
        parse_sie(data, "bok.se")
    assert [(a.plats, a.vad) for a in fel.value.anmarkningar] == [("bok.se rad 1", vad)]


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(UnderlagFel, match="finns inte"):
        read_sie(tmp_path / "saknas.se")


def test_a_file_is_read_from_disk_with_its_fingerprint(tmp_path: Path, typ4: str) -> None:
    (tmp_path / "bok.se").write_bytes(typ4.encode("cp437"))
    fil = read_sie(tmp_path / "bok.se")
    assert fil.fil is not None
    assert (fil.namn, len(fil.fil.sha256)) == ("bok.se", 64)


def with_checksum(text: str, summa: int) -> str:
    return replace_once(text, "#FLAGGA 0\n", "#FLAGGA 0\n#KSUMMA\n") + f"#KSUMMA {summa}\n"


def test_the_checksum_counts_labels_and_fields_alone() -> None:
    rader = '#FNAMN "Ålunda"\n#KONTO 1915   "Kassa \\"special\\""\n#PSALDO 0\t202501 1915 {6 "P1"} 0\n'
    huvud = "#RAR 0 20250101 20251231\n"
    raknat = zlib.crc32(
        '#RAR02025010120251231#FNAMNÅlunda#KONTO1915Kassa "special"#PSALDO020250119156P10'.encode("cp437")
    )
    fil = read(with_checksum("#FLAGGA 0\n" + huvud + rader, raknat))
    assert fil.kontrollsumma
    assert fil.konton[0].namn == 'Kassa "special"'


def test_the_checksum_follows_the_polynomial_of_the_format() -> None:
    crc = 0xFFFFFFFF
    for byte in b"#FNAMNA":
        crc ^= byte
        for _ in range(8):
            crc = (crc >> 1) ^ (0xEDB88320 if crc & 1 else 0)
    assert read(with_checksum('#FLAGGA 0\n#FNAMN "A"\n', crc ^ 0xFFFFFFFF)).kontrollsumma


def test_a_wrong_checksum_is_refused(typ4: str) -> None:
    text = with_checksum(typ4, 1234567890)
    (funnet,) = refuse(text)
    assert funnet.startswith(f"bok.se rad {len(text.splitlines())}: kontrollsumman är 1234567890 men innehållet ger ")


def test_a_file_cut_off_before_its_checksum_is_refused(typ4: str) -> None:
    assert refuse(replace_once(typ4, "#FLAGGA 0\n", "#FLAGGA 0\n#KSUMMA\n")) == [
        "bok.se rad 2: filen ska ha en kontrollsumma men den saknas sist: filen är avkortad"
    ]


def test_a_checksum_without_its_opening_record_is_a_warning(typ4: str) -> None:
    assert [v.vad for v in read(typ4 + "#KSUMMA 123\n").varningar] == ["#KSUMMA utan den inledande #KSUMMA"]


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_a_damaged_file_is_read_or_refused_with_rows_but_never_falls_over(typ4: str, data: st.DataObject) -> None:
    """The fixture is a plain text that no example changes."""
    rader = typ4.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        nr = data.draw(st.integers(0, len(rader) - 1))
        bitar = [*rader[nr]]
        plats = data.draw(st.integers(0, len(bitar)))
        bitar[plats : plats + data.draw(st.integers(0, 3))] = data.draw(
            st.text(alphabet='#{}"\\ -.19Åx\t\n', max_size=3)
        )
        rader[nr] = "".join(bitar)
    try:
        read("\n".join(rader))
    except UnderlagFel as fel:
        assert all(a.plats.startswith("bok.se rad ") and a.vad for a in fel.anmarkningar)
