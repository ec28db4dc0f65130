"""Findings are of two kinds: what an amount depends on stops, anything else is a warning and the amounts are read."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fordelning.bokforing import Kontoplan, compute_utfall
from fordelning.fel import UnderlagFel
from fordelning.sie import parse_sie
from tests.sie.siefil import read, refuse, replace_once, row_of


def break_one_row(text: str, gammalt: str, nytt: str) -> tuple[str, int]:
    """The text with a change, and the row that it first shows on."""
    andrad = replace_once(text, gammalt, nytt)
    par = zip(text.split("\n"), andrad.split("\n"), strict=False)
    return andrad, next(nr for nr, (a, b) in enumerate(par, 1) if a != b)


@pytest.mark.parametrize(
    ("gammalt", "nytt", "vad"),
    [
        ("#RAR -1 20240101", "#RAR x 20240101", "#RAR: årsnr «x» kan inte tolkas"),
        ("#RAR 0 20250101 20251231", "#RAR 0 20251231 20250101", "#RAR: året slutar 2025-01-01 men börjar 2025-12-31"),
        ("#RAR 0 20250101", "#RAR 0 20251301", "#RAR: startdatum «20251301» är inget datum"),
        ("#RAR -1 2024", "#RAR 0 2024", "#RAR: räkenskapsår 0 anges två gånger"),
        ("#IB 0 1930 5000.00", "#IB 0 1930 5000,00", "#IB: beloppet «5000,00» kan inte tolkas"),
        ("#IB 0 1930 5000.00", "#IB 0 1930 5000.001", "#IB: beloppet «5000.001» kan inte tolkas"),
        ("#IB 0 1930 5000.00", "#IB 0 1930 +", "#IB: beloppet «+» kan inte tolkas"),
        ("#IB 0 1930 5000.00", "#IB 0 1930 5e3", "#IB: beloppet «5e3» kan inte tolkas"),
        ("#IB 0 1930 5000.00", "#IB 0 1930", "#IB: fältet belopp saknas"),
        ("#IB 0 1930 5000.00", "#IB 0 1930 " + "9" * 16, f"#IB: beloppet «{'9' * 16}» är orimligt stort"),
        ("#IB 0 1930 5000.00", '#IB 0 1930 {6 "P1"} 5000.00', "#IB: posten ska inte ha någon objektlista"),
        ('{6 "P1"} 600.00', "{6} 600.00", "#TRANS: objektlistan {6} kan inte tolkas"),
        ('{6 "P1"} 600.00', '{6 "P1" 600.00', "#TRANS: objektlistans klammer { stängs aldrig"),
        ('{6 "P1"} 600.00', '{6 "P"1"} 600.00', "#TRANS: «1» står direkt efter ett fält"),
        ("#TRANS 1930 {} -900.50", '#TRANS 1930 {} "-900.50', "#TRANS: ett citattecken stängs aldrig"),
        ("#TRANS 1930 {} -900.50", "#TRANS 19\x0730 {} -900.50", "#TRANS: kontot «19\x0730» är inte numeriskt"),
        ("#VER A 2 20250228", "#VER A 2 20250230", "#VER: verdatum «20250230» är inget datum"),
        ("#KTYP 1930 T", "KTYP 1930 T", "raden börjar med «KTYP 1930 T»"),
        ('600.00 20250228 ""', '600.00 20250230 ""', "#TRANS: transdat «20250230» är inget datum"),
    ],
)
def test_a_row_that_an_amount_depends_on_is_refused_with_its_number(
    typ4: str, gammalt: str, nytt: str, vad: str
) -> None:
    text, rad = break_one_row(typ4, gammalt, nytt)
    assert refuse(text) == [f"bok.se rad {rad}: {vad}"]


@pytest.mark.parametrize(
    ("gammalt", "nytt", "vad"),
    [
        ("#GEN 20260115 AN", "#GEN 20261315 AN", "#GEN: datum «20261315» är inget datum"),
        ("#GEN 20260115 AN", "#GEN 2026-01-15 AN", "#GEN: datum «2026-01-15» skrivs med streck"),
        ("#RAR 0 20250101", "#RAR 0 2025-01-01", "#RAR: startdatum «2025-01-01» skrivs med streck"),
        ('#KONTO 1930 "Bank"', '#KONTO 19A0 "Bank"', "#KONTO: kontot «19A0» är inte numeriskt"),
        ('#KONTO 2010 "Eget', '#KONTO 1930 "Eget', "#KONTO: konto 1930 deklareras två gånger"),
        ("#KTYP 1930 T", "#KTYP 1930 Q", "#KTYP: kontotypen «Q» finns inte"),
        ("#SRU 3513", "#SRU 3599", "#SRU: konto 3599 är inte deklarerat"),
        ("#SRU 3513 7410", "#SRU 3513", "#SRU: fältet värde saknas"),
        ("#ENHET 4600 deltagare", "#ENHET 4600", "#ENHET: fältet värde saknas"),
        ("#ORGNR 222000-1234", "#ORGNR", "#ORGNR: fältet orgnr saknas"),
        ('#FNAMN "Samordningsförbundet Östra Älven"', "#FNAMN", "#FNAMN: fältet företagsnamn saknas"),
        ('#PROGRAM "Ekonomi & Åtgärd" 5.1', '#PROGRAM ""', "#PROGRAM: fältet programnamn är tomt"),
        ("#OMFATTN 20251231", "#OMFATTN", "#OMFATTN: fältet datum saknas"),
        ("#RAR -1 20240101 20241231", "#RAR -1", "#RAR: räkenskapsåret saknar datum"),
        ("#RAR -1 20240101 20241231", "#RAR -1 2024 2024", "#RAR: startdatum «2024» är inget datum"),
        ("#SIETYP 4", "#SIETYP 7", "#SIETYP: filtypen «7» finns inte"),
        ("#DIM 6 ", "#DIM sex ", "#DIM: dimensionsnr «sex» är inget heltal"),
        ('#DIM 20 "Motpart"', '#DIM 6 "Motpart"', "#DIM: dimension 6 deklareras två gånger"),
        ('#OBJEKT 6 "P2" "Kraft"', "#OBJEKT 6", "#OBJEKT: fältet objektnr saknas"),
        ("#FORMAT PC8", "#FORMAT PC8\n#FORMAT PC8", "#FORMAT: posten finns redan, på rad 3"),
        ('"Bank"', '"Bank', "#KONTO: ett citattecken stängs aldrig"),
        ('"Bank"', '"Bank"x', "#KONTO: «x» står direkt efter ett fält"),
        ('"Bank"', '"B"a"nk"', "#KONTO: «a» står direkt efter ett fält"),
        ('"Bank"', '"Ba\x07nk"', "#KONTO: styrtecknet 7 (ASCII) står i kontonamn"),
        ('A 2 20250228 "Insatser"', 'A 2 20250228 "24" skärm" 20250301', '#VER: «"» står direkt efter ett fält'),
        ('A 2 20250228 "Insatser"', 'A 2 20250228 "Insatser" i_mars', "#VER: regdatum «i_mars» är inget datum"),
        ("#VER A 2 20250228", "#VER 2 20250228", "#VER: serien eller numret saknas"),
        ('600.00 20250228 "" 12', '600.00 20250228 "" tolv', "#TRANS: kvantiteten «tolv» kan inte tolkas"),
        ("#TRANS 5020 {} 250", '#TRANS 5020 {1 "" 6 ""} 250', "#TRANS: en dimension i objektlistan saknar objekt"),
        ("#UB 0 1930 6249.50", "#UB 0 1930 6249,50", "#UB: beloppet «6249,50» kan inte tolkas"),
        ("#RES 0 4600 900.50", "#RES 0 4600", "#RES: fältet belopp saknas"),
        ("#UB -1 1930 5000.00", "#UB -1 1930", "#UB: fältet belopp saknas"),
        ("#TRANS 7450 {} 50.00", "#TRANS 7450 {} 50.00\n#BTRANS 7450 {} x", "#BTRANS: beloppet «x» kan inte tolkas"),
        ("#KONTO 7450", "#OKONTO 7450", "konto 7450 är inte deklarerat"),
        ("#UB -1 2010", "#UB -2 2010", "årsnr -2 har inget räkenskapsår"),
        ("#RES 0 4600 900.50", "#RES 0 4600 900.50\n#RES 0 4600 1.00", "#RES för samma sak står redan på rad 37"),
    ],
)
def test_a_fault_that_no_amount_depends_on_is_a_warning_and_the_outcome_the_same(
    typ4: str, kontoplan: Kontoplan, gammalt: str, nytt: str, vad: str
) -> None:
    text, _ = break_one_row(typ4, gammalt, nytt)
    fil = read(text)
    assert vad in [v.vad.split(" (och")[0] for v in fil.varningar]
    assert compute_utfall(fil, kontoplan, 2025) == compute_utfall(read(typ4), kontoplan, 2025)


@pytest.mark.parametrize(
    ("nytt", "ore"),
    [
        (".20", 20), ("-.5", -50), ("+.20", 20), ("-0.00", 0), ("5.", 500), ("+900.50", 90_050), ("7.5000", 750),
        ("007.50", 750), ('"7.50"', 750), ("-0", 0),
    ],
)  # fmt: skip
def test_an_amount_that_can_mean_one_thing_only_is_read(typ2: str, nytt: str, ore: int) -> None:
    fil = read(replace_once(typ2, "4600 {} 1000.00", f"4600 {{}} {nytt}"))
    assert [p.belopp_ore for p in fil.periodbudget] == [ore]


def test_a_quote_within_a_text_is_read_as_far_as_it_goes(typ4: str) -> None:
    text = replace_once(typ4, '"Bank"', '"B"a"nk"')
    text = replace_once(text, '20250115 "Stockholm \\"stad\\""', '20250115 "Stock"holm" 3 AN')
    fil = read(text)
    assert fil.konton[0].namn == 'B"a"nk'
    rad = fil.verifikationer[0].rader[2]
    assert (rad.text, rad.kvantitet, rad.sign) == ('Stock"holm', Decimal(3), "AN")


def test_a_text_over_two_rows_is_read_to_the_end_of_the_first(typ4: str) -> None:
    fil = read(replace_once(typ4, '"Löner m.m."', '"Löner\n  m.m." 20250401'))
    assert fil.verifikationer[2].text == "Löner"
    assert fil.verifikationer[2].rader == read(typ4).verifikationer[2].rader


def test_many_rows_of_one_kind_are_one_finding(typ4: str) -> None:
    text = replace_once(typ4, "#SRU 3513 7410", "#SRU 3513\n#SRU 1930\n#SRU 2010\n#SRU 3511")
    (funnen,) = read(text).varningar[:1]
    forst = row_of(text, "#SRU 3513")
    assert funnen.plats == f"bok.se rad {forst}"
    rader = ", ".join(str(forst + n) for n in (1, 2, 3))
    assert funnen.vad == f"#SRU: fältet värde saknas (och 3 till av samma slag, rad {rader})"


def test_a_fault_in_the_year_before_stops_only_those_who_read_it(typ4: str, kontoplan: Kontoplan) -> None:
    text = replace_once(typ4, "#VER A 1 20250115", "#VER A 0 20241231\n{\n#TRANS 1930 {} 5.00\n}\n#VER A 1 20250115")
    fil = read(text)
    assert compute_utfall(fil, kontoplan, 2025) == compute_utfall(read(typ4), kontoplan, 2025)
    assert "verifikation A 0 balanserar inte: summan är 5,00 kr" in [v.vad for v in fil.varningar]
    with pytest.raises(UnderlagFel, match="balanserar inte"):
        compute_utfall(fil, kontoplan, 2024)
    with pytest.raises(UnderlagFel, match="balanserar inte"):
        parse_sie(text.encode("cp437"), "bok.se", 2024)


@pytest.mark.parametrize(
    "post", ["#TRANS 1930 {} 5", "#PSALDO 0 202501 1930 {} 5", "#VER A 9 20250101", "#IB 0 1930 5"]
)
@pytest.mark.parametrize("fore", ["#NYBLOCK x", "", "#KTYP 1930 T", "#NYBLOCK\n{\n#MER\n{\n}", "#NYBLOCK {\n#MER"])
def test_a_skipped_block_that_holds_amounts_is_refused(typ4: str, fore: str, post: str) -> None:
    klammer = "" if "{\n#MER" in fore else "{\n"
    (funnen,) = refuse(f"{typ4}{fore}\n{klammer}{post}\n}}\n")
    assert f"men har {post.split()[0]}" in funnen


def test_blocks_within_a_verifikation_are_skipped_unless_they_hold_amounts(typ4: str) -> None:
    rad = "   #TRANS 1930 {} -850\n"
    assert read(replace_once(typ4, rad, f"{rad}#NYTT\n{{\n#MER 1\n{{\n}}\n}}\n")) == read(typ4)
    (funnen,) = refuse(replace_once(typ4, rad, f"{rad}#NYTT\n{{\n#TRANS 1930 {{}} 1\n}}\n"))
    assert "men har #TRANS" in funnen


def test_a_brace_on_the_row_of_its_record_is_read(typ4: str) -> None:
    text = replace_once(typ4, '"Insatser"\n{', '"Insatser" {').replace("{} 50.00\n}", "{} 50.00 }")
    assert read(text) == read(typ4)


@pytest.mark.parametrize("slut", ["\r", "\r\n", "\n\r\n", "\r\r\n"])
@pytest.mark.parametrize("sist", ["", "\x1a", "\r\n\x1a\r\n"])
def test_row_ends_and_the_end_of_old_files_are_read(typ4: str, slut: str, sist: str) -> None:
    if slut == "\r":
        sist = sist.replace("\n", "")
    assert read(typ4.replace("\n", slut) + sist) == read(typ4)


def test_lower_case_labels_are_read(typ4: str) -> None:
    rader = [rad.replace(rad.split()[0], rad.split()[0].lower(), 1) for rad in typ4.splitlines()]
    assert read("\n".join(rader)) == read(typ4)


@pytest.mark.parametrize("block", ["{\n}\n", "{ }\n", "{}\n", "{\n\n   }\n", "{\n#BTRANS 1930 {} 5\n}\n"])
def test_an_empty_verifikation_is_at_most_a_warning(typ4: str, block: str) -> None:
    fil = read(f'{typ4}#VER A 4 20250401 "makulerad"\n{block}')
    assert len(fil.verifikationer) == 4
    assert [v.vad for v in fil.varningar] == ["verifikationen saknar transaktioner"] * ("BTRANS" not in block)


def test_a_verifikation_without_a_block_is_empty_but_at_the_end_the_file_may_be_cut_off(typ4: str) -> None:
    text = f"{typ4}#VER A 4 20250401\n"
    assert refuse(text) == [f"bok.se rad {row_of(text, '#VER A 4')}: #VER följs inte av {{"]
    assert [v.vad for v in read(f"{text}#KTYP 1930 T\n").varningar] == ["verifikationen saknar transaktioner"]


@pytest.mark.parametrize("post", ['#PROSA "x"', '#KONTO 9 "x"', "#UB -1 7450 0", "#SRU 3513 7410"])
def test_a_record_within_a_verifikation_is_only_out_of_its_place(typ4: str, kontoplan: Kontoplan, post: str) -> None:
    fil = read(replace_once(typ4, "   #TRANS 7450", f"{post}\n   #TRANS 7450"))
    assert "står inne i verifikationen" in fil.varningar[0].vad
    assert compute_utfall(fil, kontoplan, 2025) == compute_utfall(read(typ4), kontoplan, 2025)
