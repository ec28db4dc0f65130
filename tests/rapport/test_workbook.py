"""fordelning.xlsx as it is written: stored values, names, text, functions, and how its sheets are set up."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from openpyxl import load_workbook

from fordelning.blad.excel import write_bok
from fordelning.modell import Modell, read_modell
from fordelning.rapport.fordelning.bok import make_fordelning_bok
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund
from fordelning.resultat import Resultat, allocate
from tests.celler import read_values
from tests.exempel import read_example
from tests.ringar import find_circle
from tests.slump import MED_SPARR, SJUKPENNING, UTAN_SPARR
from tests.underlag_bygge import Bygge

ROT = Path(__file__).resolve().parents[2]
MODELLER = [read_modell(fil) for fil in sorted((ROT / "models").glob("[0-9]*.toml"))]
MODELLER += [read_modell(fil) for fil in sorted((ROT / "models" / "forslag").glob("*.toml"))]
MODELLER += [read_modell(ROT / "models" / "historik" / "flexibla_andelar.toml")]

BLAD = [
    *(
        "Sammanfattning",
        "Innehåll",
        "Tilldelning",
        "Medfinansiering",
        "Per län",
        "Per region",
        "Jämförelse",
        "Ett förbund",
        "Eget kapital",
    ),
    *(
        "Gränser",
        "Kontroller",
        "Härledning",
        "Parametrar",
        "Underlag",
        "Områden",
        "Utfästelser",
        "Antaganden",
        "Källor",
    ),
    *(
        "Medfinansiering, uträkning",
        "Per område",
        "Beräkning",
        "Återfördelning",
        "Avrundning",
        "Erbjudande",
        "Avstämning",
        "Diagramdata",
    ),
]
FUNKTIONER_FORE_2019 = {
    *(
        "ABS",
        "AND",
        "COUNT",
        "COUNTIFS",
        "EXACT",
        "IF",
        "IFERROR",
        "INDEX",
        "INT",
        "ISNUMBER",
        "LARGE",
        "MATCH",
        "MAX",
        "MIN",
        "N",
    ),
    *("OR", "ROUND", "SMALL", "SUBTOTAL", "SUM", "SUMIF", "SUMIFS", "SUMPRODUCT"),
}


def make_small() -> Bygge:
    """Five förbund: plain, above the reasonable level, Gotland's kind with a pledge, from July, over two regions."""
    bygge = Bygge(20_000_001, enhet="tkr")
    bygge = bygge.add("A", [9_000, 4_000], [900.5, 300.0], fjol=6_000_000, kapital=400_000)
    bygge = bygge.add("B", 7_000, 800.0, fjol=5_000_000, kapital=3_500_000, bidrag_fjol_kr=10_000_000)
    bygge = bygge.add("C", 3_000, 250.0, fjol=2_000_000, regioner=(None,)).pledge("C", 1_500_001)
    bygge = bygge.add("D", 2_000, 100.0, manader=6)
    bygge = bygge.add("E", [1_000, 2_000, 3_000], [80.0, 90.0, 100.0], fjol=2_500_000, regioner=("R1", "R2"))
    return bygge.pledge("E", 300_000, 200_000, regioner_kr={"R1": 500_000, "R2": 100_000}).add_outside("U", 800, 60.0)


@pytest.fixture(scope="module")
def resultat() -> Resultat:
    return allocate(MED_SPARR, make_small().make())


@pytest.fixture(scope="module")
def bok(resultat: Resultat, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write(resultat, tmp_path_factory.mktemp("bok"))


def write(resultat: Resultat, mapp: Path) -> Path:
    mapp.mkdir(parents=True, exist_ok=True)
    fil = mapp / "fordelning.xlsx"
    write_bok(make_fordelning_bok(Fordelningsgrund(resultat)), fil)
    return fil


def read_sheet_xml(bok: Path) -> dict[str, str]:
    with zipfile.ZipFile(bok) as arkiv:
        return {n: arkiv.read(n).decode() for n in arkiv.namelist() if re.fullmatch(r"xl/worksheets/sheet\d+.xml", n)}


def test_the_sheets_come_in_reading_order(bok: Path) -> None:
    assert load_workbook(bok).sheetnames == BLAD


def test_every_formula_has_a_stored_value(bok: Path) -> None:
    for namn, xml in read_sheet_xml(bok).items():
        assert re.findall(r"<c [^>]*>(?:<f>[^<]*</f>)(?!<v>)", xml) == [], namn


def test_the_same_result_is_the_same_file(bok: Path, resultat: Resultat, tmp_path: Path) -> None:
    assert write(resultat, tmp_path).read_bytes() == bok.read_bytes()


def test_no_cell_shows_an_error(bok: Path) -> None:
    fel = [v for rader in read_values(bok).values() for rad in rader for v in rad if str(v).startswith("#")]
    assert fel == []


def test_formulas_use_functions_that_excel_2016_has(bok: Path) -> None:
    formler = [f for xml in read_sheet_xml(bok).values() for f in re.findall(r"<f>([^<]*)</f>", xml)]
    anvanda = {namn for formel in formler for namn in re.findall(r"([A-Z][A-Z0-9.]*)\(", re.sub("'[^']*'", "", formel))}
    assert anvanda <= FUNKTIONER_FORE_2019
    assert len(formler) > 500


def test_no_column_stands_on_itself_as_excel_counts(bok: Path) -> None:
    assert find_circle(bok) == []


def test_pandas_reads_the_stored_grants(bok: Path, resultat: Resultat) -> None:
    tabell = pd.read_excel(bok, sheet_name="Tilldelning", header=4, engine="openpyxl", dtype={"Kod": str})
    facit = resultat.tabell()
    assert list(tabell["Kod"]) == list(facit["forbund_kod"])
    for rubrik, kolumn in (
        ("Tilldelning, kr", "tilldelning_kr"),
        ("Region, kr", "region_kr"),
        ("Kommuner, kr", "kommuner_kr"),
        ("Alla parter, kr", "totalt_kr"),
    ):
        assert list(tabell[rubrik]) == list(facit[kolumn])


@pytest.mark.parametrize("modell", MODELLER, ids=lambda m: m.fil.namn)
def test_parameter_cells_are_named_as_the_models_keys(modell: Modell, tmp_path: Path) -> None:
    bok = load_workbook(write(allocate(modell, make_small().make()), tmp_path), data_only=True)
    nycklar: dict[str, float] = {"ram_kr": 20_000_001}
    for avsnitt in modell.avsnitt.values():
        nycklar |= {k: v for k, v in avsnitt if isinstance(v, int | float) and not isinstance(v, bool)}
    for namn, varde in nycklar.items():
        ((blad, cell),) = bok.defined_names[namn].destinations
        assert (blad, bok[blad][cell.replace("$", "")].value) == ("Parametrar", pytest.approx(varde)), namn


def test_text_that_looks_like_a_formula_is_text(tmp_path: Path) -> None:
    underlag = make_small().make()
    namn = ["=1+1", "+46 8", "-förbundet", "@SUM(A1)", '=HYPERLINK("x")']
    forbund = tuple(replace(f, namn=n) for f, n in zip(underlag.forbund, namn, strict=True))
    omraden = tuple(replace(o, namn=f"={o.namn}") for o in underlag.omraden)
    bok = write(allocate(MED_SPARR, replace(underlag, forbund=forbund, omraden=omraden)), tmp_path)
    assert [rad[1] for rad in read_values(bok)["Underlag"][5:]] == namn
    formler = [f for xml in read_sheet_xml(bok).values() for f in re.findall(r"<f>([^<]*)</f>", xml)]
    assert not [f for f in formler if f in ("1+1", "46 8") or "HYPERLINK" in f]


def test_sheets_stand_still_at_their_headings_and_print_on_a4(bok: Path) -> None:
    for blad in load_workbook(bok).worksheets:
        assert not blad.merged_cells.ranges
        assert str(blad.page_setup.paperSize) == "9", blad.title
        assert "&P" in str(blad.oddFooter.right.text)
        if len(blad.tables) > 1:
            continue
        (tabell,) = blad.tables.values()
        rubrikrad = int(re.findall(r"\d+", tabell.ref)[0])
        assert blad.sheet_properties.pageSetUpPr.fitToPage or blad.page_setup.scale, blad.title
        assert blad.freeze_panes.endswith(str(rubrikrad + 1)), blad.title
        if not blad.row_breaks.brk:  # a chart on a page of its own has no headings above it
            assert blad.print_title_rows == f"${rubrikrad}:${rubrikrad}", blad.title


STILLA = {
    *("Sammanfattning", "Innehåll", "Ett förbund", "Kontroller", "Parametrar", "Antaganden", "Källor"),
    *("Återfördelning", "Avrundning", "Erbjudande", "Diagramdata"),
}
"""Sheets whose rows stand still: lists, and tables whose order is the calculation."""


def test_every_table_whose_order_is_free_may_be_filtered_and_sorted(bok: Path) -> None:
    for blad in load_workbook(bok).worksheets:
        pilar = {tabell.autoFilter is not None for tabell in blad.tables.values()}
        assert pilar == {blad.title not in STILLA}, blad.title


def test_charts_show_changes_and_kronor_per_inhabitant_by_forbund_and_by_lan(bok: Path) -> None:
    with zipfile.ZipFile(bok) as arkiv:
        diagram = [arkiv.read(n).decode() for n in arkiv.namelist() if n.startswith("xl/charts/chart")]
    assert [("Största förändringar" in d, "kronor per invånare" in d) for d in diagram] == [
        (True, False),
        (False, True),
        (False, True),
    ]
    assert all('<c:barDir val="bar"/>' in d for d in diagram), "namnen ska stå vågrätt vid sidan"


def test_the_changes_of_new_and_closed_forbund_are_their_own_so_that_the_comparison_foots(bok: Path) -> None:
    rader = read_values(bok)["Jämförelse"]
    summor = dict(zip(rader[4], rader[3], strict=True))
    assert summor["Ändring, kr"] == summor["I år, kr"] - summor["Året före, kr"]
    nya = [dict(zip(rader[4], rad, strict=True)) for rad in rader[5:] if rad[6] == "nytt"]
    assert [(rad["Kod"], rad["Ändring, kr"], rad["Ändring, %"]) for rad in nya] == [("D", nya[0]["I år, kr"], None)]


def test_input_cells_are_unlocked_and_derived_figures_are_formulas(bok: Path) -> None:
    innehall = load_workbook(bok)
    assert not innehall["Underlag"]["C6"].protection.locked
    for blad, kolumner in (("Tilldelning", "CDEFGHIJKL"), ("Eget kapital", "CDEFGHIJ"), ("Medfinansiering", "FGH")):
        ws = innehall[blad]
        assert all(str(ws[f"{k}{rad}"].value).startswith("=") for k in kolumner for rad in range(6, ws.max_row + 1)), (
            blad
        )


def test_every_column_of_the_grants_says_what_it_is(bok: Path) -> None:
    rader = read_values(bok)
    assert all(rader["Tilldelning"][2][2:])
    assert all(rader["Beräkning"][2][2:])


def test_assumptions_and_sources_are_carried_through(bok: Path, resultat: Resultat) -> None:
    rader = read_values(bok)
    antaganden = " ".join(str(v) for rad in rader["Antaganden"] for v in rad)
    for avsnitt in resultat.modell.avsnitt.values():
        assert not avsnitt.antagande or avsnitt.anmarkning in antaganden
    assert all(a.text in antaganden for a in resultat.modell.antaganden)
    assert resultat.modell.fil.sha256 in {v for rad in rader["Källor"] for v in rad}


def test_a_model_for_sjukpenning_has_its_ceiling_in_the_workbook(tmp_path: Path) -> None:
    rader = read_values(write(allocate(SJUKPENNING, make_small().make()), tmp_path))
    assert any("Tak av sjukpenning" in str(v) for v in rader["Beräkning"][4])


def test_what_the_model_lacks_can_be_tried_in_an_empty_cell(tmp_path: Path) -> None:
    bok = load_workbook(write(allocate(UTAN_SPARR, make_small().make()), tmp_path))
    ((blad, cell),) = bok.defined_names["hogsta_minskning_andel"].destinations
    assert bok[blad][cell.replace("$", "")].value is None


@pytest.mark.langsam
def test_the_example_is_written_with_its_files_and_estimates(tmp_path: Path) -> None:
    exempel = read_example()
    rader = read_values(write(allocate(UTAN_SPARR, exempel), tmp_path))
    kallor = {str(v) for rad in rader["Källor"] for v in rad}
    assert {fil.sha256 for fil in exempel.filer} <= kallor
    assert "uppskattade" in str(rader["Sammanfattning"][1][0])
