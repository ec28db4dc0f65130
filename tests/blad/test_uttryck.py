"""An expression is its values, its formula and its words; keys are compared exactly where Excel would confuse them."""

from __future__ import annotations

import csv
from dataclasses import replace
from doctest import DocTestParser
from pathlib import Path

import numpy as np
import pytest
from openpyxl import load_workbook

from fordelning import blad
from fordelning.blad import formler
from fordelning.blad.bok import Blad, Bok
from fordelning.blad.csv import make_records, write_csv
from fordelning.blad.diagram import SIDANS, Diagram
from fordelning.blad.excel import write_bok
from fordelning.blad.form import TALFORMAT, localise, show
from fordelning.blad.funktioner import TOMT, kvot, om, tom
from fordelning.blad.hanvisning import write_out
from fordelning.blad.krav import JA_NEJ, Krav
from fordelning.blad.lista import Lista
from fordelning.blad.matt import count_lines, measure_column
from fordelning.blad.ord import tell
from fordelning.blad.tabell import Rad, Tabell
from fordelning.blad.terminal import format_table
from fordelning.blad.uppslag import antal_dar, sla_upp, summa, summa_dar
from fordelning.fel import BladFel
from fordelning.filer import FilFel
from tests.blad.prator import Prator
from tests.ringar import find_circle


def make_table(koder: list[str]) -> Tabell:
    t = Tabell("Poster")
    t.data("Kod", koder, nyckel="kod")
    t.data("Belopp, kr", [10.0 * (i + 1) for i in range(len(koder))], nyckel="belopp_kr", summa=True)
    return t


def test_one_expression_gives_value_formula_and_words() -> None:
    t = make_table(["A", "B"])
    kod, belopp = t.kolumner
    andel = t.rakna("Andel", (belopp + 2) * 3 / (belopp - 5), "tal")
    assert andel.varden.tolist() == [7.2, 66 / 15]
    assert andel.uttryck_at(0) is not None
    u = (belopp + 2) * 3 / (belopp - 5)
    assert write_out(u.formel) == "(Poster[[#This Row],[Belopp, kr]]+2)*3/(Poster[[#This Row],[Belopp, kr]]-5)"
    assert tell(u, 0, Prator()).text == "(10 + 2) × 3 / (10 − 5)"
    assert om(kod.lika("a"), belopp * 2, TOMT).varden.tolist()[0] == 20


def test_the_example_of_the_room_makes_a_workbook(tmp_path: Path) -> None:
    namn = {**vars(blad), **vars(formler), "write_bok": write_bok, "fil": tmp_path / "bidrag.xlsx"}
    for rad in DocTestParser().get_examples(blad.__doc__ or ""):
        exec(rad.source, namn)
    ws = load_workbook(tmp_path / "bidrag.xlsx").active
    assert ws is not None and "ROUND(ram_kr*" in str([cell.value for rad in ws.iter_rows() for cell in rad])


def test_parentheses_stand_where_the_meaning_needs_them() -> None:
    t = make_table(["A"])
    b = t.kolumner[1]
    for u, facit in ((b - (b - 1), 1), (b / (b / 2), 2), ((2 - b) * -3, 24), (2 ** (b - 7), 8), (-b + 4, -6)):
        assert float(u.varden[0]) == facit
        formel = write_out(u.formel).replace("Poster[[#This Row],[Belopp, kr]]", "10").replace("^", "**")
        assert eval(formel) == facit, formel


def test_keys_that_excel_tells_apart_use_its_quick_functions() -> None:
    t = make_table(["0114", "1480-CENTRUM", "SF-0001"])
    kod, belopp = t.kolumner
    assert write_out(summa_dar(belopp, (kod, kod)).formel) == (
        "SUMIFS(Poster[[Belopp, kr]],Poster[Kod],Poster[[#This Row],[Kod]])"
    )
    assert write_out(sla_upp(belopp, (kod, "0114")).formel) == 'INDEX(Poster[[Belopp, kr]],MATCH("0114",Poster[Kod],0))'


@pytest.mark.parametrize("koder", [["0114", "114"], ["A", "a"], ["A*", "B"], ["=1", "B"], [">B", "B"], ["1,0", "1"]])
def test_keys_that_excel_takes_for_one_are_compared_exactly(koder: list[str]) -> None:
    t = make_table(koder)
    kod, belopp = t.kolumner
    for u in (summa_dar(belopp, (kod, kod)), antal_dar((kod, kod)), sla_upp(belopp, (kod, kod))):
        assert "EXACT(Poster[Kod],Poster[[#This Row],[Kod]])" in write_out(u.formel)
        assert "IFS" not in write_out(u.formel)
    assert summa_dar(belopp, (kod, kod)).varden.tolist() == [10, 20]


def test_rows_of_two_tables_cannot_meet_without_a_key() -> None:
    a, b = make_table(["A"]), Tabell("Andra")
    andra = b.data("Kr", [1.0], "kr")
    with pytest.raises(ValueError, match="slå upp med nyckel"):
        a.kolumner[1] + andra
    with pytest.raises(ValueError, match="Andra"):
        b.rakna("Fel", a.kolumner[1] * 1)
    with pytest.raises(ValueError, match="egen kolumn"):
        summa(om(andra > 0, andra, 0))


def test_order_of_texts_and_row_numbers_in_sorted_tables_are_refused() -> None:
    t = make_table(["A", "B"])
    with pytest.raises(ValueError, match="ordningsnummer"):
        t.rakna("Före", t.kolumner[0] < "B")
    with pytest.raises(ValueError, match="kan sorteras"):
        t.cell(t.kolumner[1], 0)
    with pytest.raises(ValueError, match="sorteras=False"):
        t.rader("Var sitt", [1, 2])


def test_a_sheet_that_differs_from_the_engine_is_a_fault_of_ours() -> None:
    t = make_table(["A", "B"])
    belopp = t.kolumner[1]
    assert t.rakna("Rätt", belopp * 2, lika=[20, 40 + 1e-9]).varden[1] == 40 + 1e-9
    with pytest.raises(BladFel, match=r"Fel belopp, raden B: bladet har 40\.0, beräkningen 41"):
        t.rakna("Fel belopp", belopp * 2, lika=[20, 41])
    with pytest.raises(BladFel, match="raden A: formeln ger ett fel"):
        t.rakna("Noll", belopp / (belopp - 10))
    with pytest.raises(BladFel, match="Tomt"):
        t.rakna("Tomt", om(belopp > 10, belopp, TOMT), lika=[0, 20])


def test_a_row_of_its_own_is_judged_too_and_looks_up_only_what_it_asks_for() -> None:
    kallor, t = make_table(["A", "B"]), Tabell("Rader", sorteras=False)
    kod = t.data("Kod", ["A", "B", "Summa", "Antal", "Text"])
    hamtat = sla_upp(kallor.kolumner[1], (kallor.kolumner[0], kod), delvis=True)
    rader: list[Rad] = [hamtat, hamtat, lambda k: t.summa_av(k, 0, 2), lambda k: t.antal_av(k, 0, 3), "ingen gräns"]
    k = t.rader("Kr", rader, lika=[10, 20 + 1e-9, 30, 3, "ingen gräns"])
    assert k.varden.tolist() == [10, 20 + 1e-9, 30, 3, "ingen gräns"]
    with pytest.raises(BladFel, match=r"Fel belopp, raden Summa: bladet har 30\.0, beräkningen 31"):
        t.rader("Fel belopp", rader, lika=[10, 20, 31, 3, "ingen gräns"])
    with pytest.raises(BladFel, match="raden Summa: formeln ger ett fel"):
        t.rader("Utan rad", [hamtat] * 5)


def test_an_empty_input_counts_as_nothing_and_an_empty_answer_is_no_figure() -> None:
    t = Tabell("T")
    a = t.data("A", [None, 2], "kr", gul=True)
    b = t.rakna("B", om(tom(a), TOMT, a))
    assert (a + 1).varden.tolist() == [1, 3]
    assert np.isinf((b + 1).varden[0])
    assert kvot(6, a).varden.tolist()[1] == 3 and np.isnan(kvot(6, a).varden[0])


def test_names_that_excel_refuses_are_refused() -> None:
    for namn in ("AR2026", "R1C1", "r", "två ord", "1a", "a-b", ""):
        with pytest.raises(ValueError, match="kan inte vara namn"):
            Tabell(namn)
    t = make_table(["A"])
    with pytest.raises(ValueError, match="två kolumner heter"):
        t.data("KOD", ["B"])


def test_names_that_clash_in_a_book_are_refused(tmp_path: Path) -> None:
    x = Lista("Parametrar")
    x.data("Ram", 1, namn="poster")
    with pytest.raises(ValueError, match="heter poster"):
        write_bok(Bok("B", [Blad("Ett", "Ett", "", [make_table(["A"]), x])]), tmp_path / "b.xlsx")


def make_book() -> Bok:
    t = make_table(["=HYPERLINK(1)", "+2", "@x", "-y"])
    fri = t.data("Körs", ["ja", "nej", "ja", ""], "text", bla=True, krav=JA_NEJ)
    t.farga(fri.lika("nej"), "rod", fri)
    val = Tabell("Val", sorteras=False)
    val.data("Välj", ["+2"], gul=True, krav=Krav("val", "Kod", "Välj en kod.", val=t.kolumner[0]))
    d = Diagram("Belopp", t.kolumner[0], [t.kolumner[1]])
    return Bok("B", [Blad("Poster", "Poster", "Text", [t, d]), Blad("Val", "Val", "", [val], "rakning")], skyddad=True)


def test_text_is_never_a_formula_and_marks_are_unlocked(tmp_path: Path) -> None:
    write_bok(make_book(), tmp_path / "b.xlsx")
    ws = load_workbook(tmp_path / "b.xlsx")["Poster"]
    assert [ws.cell(rad, 1).data_type for rad in range(6, 10)] == ["s"] * 4
    assert ws.protection.sheet
    assert [ws["C6"].protection.locked, ws["A6"].protection.locked] == [False, True]
    assert ws.tables["Poster"].autoFilter is not None
    assert {str(v.sqref): v.formula1 for v in ws.data_validations.dataValidation} == {"C6:C9": '"ja,nej"'}
    (regel,) = [r for omrade in ws.conditional_formatting for r in omrade.rules]
    assert regel.formula == ['$C6="nej"']


def test_choices_and_charts_are_given_as_cells(tmp_path: Path) -> None:
    write_bok(make_book(), tmp_path / "b.xlsx")
    bok = load_workbook(tmp_path / "b.xlsx")
    (val,) = bok["Val"].data_validations.dataValidation
    assert val.formula1 == "'Poster'!$A$6:$A$9"
    (diagram,) = bok["Poster"]._charts
    assert diagram.series[0].val.numRef.f == "'Poster'!$B$6:$B$9"


def test_charts_below_a_table_begin_a_page_and_share_it_where_they_fit(tmp_path: Path) -> None:
    t = Tabell("Data")
    namn = t.data("Namn", [f"Namn {i}" for i in range(40)])
    tal = t.data("Tal", list(range(40)), "antal")
    d = Diagram("Tal", namn, [tal], rader=(0, 12), liggande=True)
    write_bok(Bok("Bok", [Blad("Blad", "", "", [t, d, (d, d), d])]), tmp_path / "bok.xlsx")
    blad = load_workbook(tmp_path / "bok.xlsx")["Blad"]
    rader = [diagram.anchor._from.row for diagram in blad._charts]
    assert rader[1] == rader[2]
    bredder = [diagram.anchor.to.col - diagram.anchor._from.col for diagram in blad._charts]
    assert bredder[0] == bredder[3] and abs(bredder[0] - 2 * bredder[1]) <= 1  # side by side they share the width
    assert [brytning.id for brytning in blad.row_breaks.brk] == [rader[0], rader[3]]


def test_a_table_that_the_end_of_a_page_would_cut_stands_whole_on_the_next_below_charts(tmp_path: Path) -> None:
    t, om = Tabell("Data"), Tabell("Om")
    tal = t.data("Tal", list(range(12)), "antal")
    om.data("Om planen", ["text"] * 20)
    write_bok(Bok("Bok", [Blad("Blad", "", "", [t, Diagram("Tal", tal, [tal]), om])]), tmp_path / "bok.xlsx")
    blad = load_workbook(tmp_path / "bok.xlsx")["Blad"]
    (brytning,) = blad.row_breaks.brk
    assert blad.cell(brytning.id + 1, 1).value == "Om planen"


def test_a_column_that_only_the_edge_of_a_chart_is_in_is_on_the_same_page(tmp_path: Path) -> None:
    def make(bredd: float) -> Blad:
        t = Tabell(f"Tabell_{bredd:.0f}")
        for i in range(5):
            namn = t.data(f"Namn {i}", ["n"] * 20, bredd=bredd)
        return Blad(t.tabellnamn, "", "", [t, Diagram("Namn", namn, [namn], rader=(0, 9), hojd=SIDANS)])

    write_bok(Bok("Bok", [make(27), make(28)]), tmp_path / "bok.xlsx")
    utanfor, innanfor = (blad.page_setup.scale for blad in load_workbook(tmp_path / "bok.xlsx").worksheets)
    assert utanfor < innanfor  # the narrower table's chart ends in a column of its own, which is printed whole


def test_a_sheet_that_keeps_its_scale_for_added_rows_has_no_column_outside_the_page(tmp_path: Path) -> None:
    t = Tabell("Tabell", lediga=9)
    for i in range(11):
        t.data(f"Text {i}", ["n" * 20] * 40, bredd=14.2)
    write_bok(Bok("Bok", [Blad("Blad", "", "", [t])]), tmp_path / "bok.xlsx")
    assert load_workbook(tmp_path / "bok.xlsx")["Blad"].page_setup.fitToWidth == 2


def test_a_chart_that_lies_down_has_room_for_the_bars_of_every_series_as_far_as_a_page_goes() -> None:
    hojder = []
    for antal in (4, 20, 80):
        t = Tabell("T")
        namn, a, b = (t.data(r, [i for i in range(antal)], "kr") for r in ("Namn", "A", "B"))
        hojder.append([Diagram("D", namn, serier, liggande=True).find_height(800) for serier in ([a], [a, b])])
    assert hojder == [[182, 236], [470, 620], [1550, 1550]]


def test_figures_on_the_axis_of_a_narrow_chart_have_room_between_where_nothing_changes_them() -> None:
    t = Tabell("T")
    namn, kr = t.data("Namn", ["Exempelförbund Värmlands län"] * 3), t.data("Kr", [132_000, 76_000, -8_000], "kr")
    steg = [Diagram("D", namn, [kr], liggande=True, stilla=True).find_step(bredd) for bredd in (300, 500, 1_000)]
    assert steg == [200_000, 50_000, None]
    assert Diagram("D", namn, [kr], liggande=True).find_step(300) is None


@pytest.mark.parametrize("rita", [False, True])
def test_no_text_is_printed_below_seven_points_so_a_wide_sheet_is_several_pages(tmp_path: Path, rita: bool) -> None:
    def make(antal: int) -> Blad:
        t = Tabell(f"Breda_{antal}")
        namn = t.data("År", [2026, 2027], "ar")
        for i in range(antal):
            t.data(f"Text {i}", ["n" * 30] * 2, bredd=30, forklaring="Vad det är.")
        return Blad(t.tabellnamn, "Brett", "Om & av", [t, Diagram("År", namn, [namn])] if rita else [t])

    write_bok(Bok("Bok", [make(4), make(12)]), tmp_path / "bok.xlsx")
    smalt, brett = load_workbook(tmp_path / "bok.xlsx").worksheets
    assert {cell.font.sz for rad in brett.iter_rows(min_row=2) for cell in rad if cell.value} == {10}
    assert [blad.page_setup.fitToWidth or 1 for blad in (smalt, brett)] == [1, 3]
    assert brett.oddHeader.left.text.endswith("Om && av") and "Brett" in brett.oddHeader.left.text


def test_a_sheet_that_one_page_holds_is_one_page_unless_rows_may_be_added(tmp_path: Path) -> None:
    def make(lediga: int) -> Blad:
        t = Tabell(f"Tabell_{lediga}", lediga=lediga)
        t.data("Text", ["n" * 30] * 40, bredd=30)
        return Blad(t.tabellnamn, "", "", [t])

    write_bok(Bok("Bok", [make(0), make(9)]), tmp_path / "bok.xlsx")
    hel, ifylld = load_workbook(tmp_path / "bok.xlsx").worksheets
    assert [bool(blad.sheet_properties.pageSetUpPr.fitToPage) for blad in (hel, ifylld)] == [True, False]


def test_headings_are_repeated_but_where_a_page_holds_charts_only(tmp_path: Path) -> None:
    def make(antal: int) -> Blad:
        t = Tabell(f"Data_{antal}")
        tal = t.data("Tal", list(range(antal)), "antal")
        return Blad(t.tabellnamn, "", "", [t, Diagram("Tal", tal, [tal], rader=(0, 36))])

    write_bok(Bok("Bok", [make(40), make(75)]), tmp_path / "bok.xlsx")
    kort, langt = load_workbook(tmp_path / "bok.xlsx").worksheets
    assert [blad.row_breaks.brk != [] for blad in (kort, langt)] == [True, True]
    assert [bool(blad.print_title_rows) for blad in (kort, langt)] == [False, True]


def test_the_last_of_several_tables_has_its_headings_on_every_page(tmp_path: Path) -> None:
    def make(antal: int) -> Blad:
        kort, lang = Tabell(f"Kort_{antal}"), Tabell(f"Lang_{antal}")
        kort.data("Tal", [1, 2], "antal")
        lang.data("Annat", list(range(antal)), "antal")
        return Blad(lang.tabellnamn, "", "", [kort, lang])

    write_bok(Bok("Bok", [make(9), make(200)]), tmp_path / "bok.xlsx")
    en_sida, flera = load_workbook(tmp_path / "bok.xlsx").worksheets
    assert not en_sida.print_title_rows
    assert flera[flera.print_title_rows.split(":")[0].strip("$")][0].value == "Annat"


def test_a_narrow_sheet_is_pressed_together_only_for_fewer_pages(tmp_path: Path) -> None:
    def make(antal: int) -> Blad:
        t = Tabell(f"Rader_{antal}")
        t.data("Tal", list(range(antal)), "antal")
        return Blad(f"Blad {antal}", "", "", [t])

    write_bok(Bok("Bok", [make(10), make(40), make(1000)]), tmp_path / "bok.xlsx")
    bok = load_workbook(tmp_path / "bok.xlsx")
    assert bok["Blad 40"].sheet_properties.pageSetUpPr.fitToPage
    assert [bok[f"Blad {antal}"].page_setup.fitToHeight or 1 for antal in (10, 1000)] == [1, 13]


def test_a_long_table_is_upright_where_that_is_fewer_pages_and_a_wide_one_across(tmp_path: Path) -> None:
    def make(kolumner: int, rader: int) -> Blad:
        t = Tabell(f"Tabell_{kolumner}_{rader}")
        for i in range(kolumner):
            t.data(f"Text {i}", ["n" * 30] * rader, bredd=30)
        return Blad(t.tabellnamn, "Titel", "", [t])

    write_bok(Bok("Bok", [make(3, 300), make(5, 300), make(3, 90)]), tmp_path / "bok.xlsx")
    blad = load_workbook(tmp_path / "bok.xlsx").worksheets
    assert [b.page_setup.orientation for b in blad] == ["portrait", "landscape", "landscape"]


def test_a_text_that_is_cut_takes_no_more_of_the_page_than_its_column(tmp_path: Path) -> None:
    t = Tabell("Tabell")
    t.data("Kod", ["A", "B"])
    t.data("SHA-256", ["f" * 64] * 2, "borjan")
    write_bok(Bok("Bok", [Blad("Blad", "Titel", "", [t])]), tmp_path / "bok.xlsx")
    assert load_workbook(tmp_path / "bok.xlsx")["Blad"].print_area == "'Blad'!$A$1:$B$6"


def test_workings_stand_last_and_are_not_printed(tmp_path: Path) -> None:
    t = Tabell("Tabell")
    t.data("Kod", ["A", "B"])
    rad = t.data("Rad", [1, 2], "antal", bara_skarm=True)
    t.rakna("Svar", rad * 2, "antal")
    write_bok(Bok("Bok", [Blad("Blad", "Titel", "", [t])]), tmp_path / "bok.xlsx")
    blad = load_workbook(tmp_path / "bok.xlsx")["Blad"]
    assert [cell.value for cell in blad[4]] == ["Kod", "Svar", "Rad"]
    assert blad.print_area == "'Blad'!$A$1:$B$6"


def test_a_wrapped_text_has_the_lines_that_it_needs() -> None:
    assert count_lines("Samordningsförbundet Sollentuna-Upplands Väsby-Sigtuna", 20) == 2
    assert [count_lines("", 20), count_lines("i" * 60, 20), count_lines("m" * 60, 20)] == [1, 2, 3]
    assert [count_lines(f"1{blank}000 1{blank}000 1{blank}000", 5.5) for blank in " \u00a0"] == [2, 3]


def test_one_text_is_found_by_one_key_and_is_empty_where_there_is_none() -> None:
    t = Tabell("Data")
    kod, namn = t.data("Kod", ["a", "b"]), t.data("Namn", ["Ett", "Två"])
    val = Lista("Val").data("Kod", "b", "text")
    assert sla_upp(namn, (kod, val)).varden == "Två"
    f = Tabell("Frågor")
    okant = f.rakna("Namn", sla_upp(namn, (kod, f.data("Kod", ["x", "y"])), annars=TOMT), "text")
    assert okant.varden.tolist() == ["", ""]


def test_a_sheet_without_title_has_headings_first_with_notes_and_rows_to_fill_in(tmp_path: Path) -> None:
    t = Tabell("forbund", lediga=3)
    t.data("forbund_kod", ["0114"], gul=True, forklaring="Krävs. En kod.", krav=JA_NEJ)
    t.data("namn", ["A"], ljus=True)
    write_bok(Bok("Mall", [Blad("forbund", "", "", [t], "inmatning", kommentarer=True)]), tmp_path / "m.xlsx")
    ws = load_workbook(tmp_path / "m.xlsx")["forbund"]
    assert [ws["A1"].value, ws["A2"].value, ws["A1"].comment.text] == ["forbund_kod", "0114", "Krävs. En kod."]
    assert str(ws.data_validations.dataValidation[0].sqref) == "A2:A5"
    assert (ws.freeze_panes, ws.tables["forbund"].ref) == ("A2", "A1:B2")


def test_a_column_that_asks_about_itself_is_a_circle_to_excel_though_no_figure_goes_round(tmp_path: Path) -> None:
    t = Tabell("Kedja")
    nummer, start = t.data("Nummer", [1, 2]), t.data("Start", [5, None], "kr", gul=True)
    fore = t.data("Före", [None, 5], "kr")
    efter = t.rakna("Efter", start + fore)
    t.rakna("Ingående", summa_dar(efter, (nummer, nummer - 1)))
    write_bok(Bok("Bok", [Blad("Kedja", "", "", [t])]), tmp_path / "rak.xlsx")
    assert find_circle(tmp_path / "rak.xlsx") == []
    bok = load_workbook(tmp_path / "rak.xlsx")
    bok["Kedja"]["C3"].value = "=Kedja[[#This Row],[Ingående]]"
    bok.save(tmp_path / "ring.xlsx")
    assert find_circle(tmp_path / "ring.xlsx") != []


def test_the_same_book_is_the_same_bytes(tmp_path: Path) -> None:
    write_bok(make_book(), tmp_path / "a.xlsx")
    write_bok(make_book(), tmp_path / "b.xlsx")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_book_of_more_than_six_sheets_gets_contents_and_those_to_calculate_with_are_last(tmp_path: Path) -> None:
    tabeller = [Tabell(f"Tabell_{i}") for i in range(7)]
    for t in tabeller:
        t.data("Kod", ["A"])
    blad = [
        Blad(t.tabellnamn, f"Titel {t.tabellnamn}", "", [t], "rakning" if t is tabeller[1] else "resultat")
        for t in tabeller
    ]
    blad[0] = replace(blad[0], innehall="Läs först")
    write_bok(Bok("Boken", blad), tmp_path / "b.xlsx")
    bok = load_workbook(tmp_path / "b.xlsx")
    assert bok.sheetnames[:3] == ["Tabell_0", "Innehåll", "Tabell_2"]
    assert bok.sheetnames[-1] == "Tabell_1"
    assert [bok["Innehåll"].cell(rad, 2).value for rad in (5, 6)] == ["Läs först", "Titel Tabell_2"]
    lankar = [bok["Innehåll"].cell(rad, 1).hyperlink.location for rad in range(5, 12)]
    assert lankar == [f"'{b}'!A1" for b in bok.sheetnames if b != "Innehåll"]


def test_a_text_that_no_cell_holds_is_told(tmp_path: Path) -> None:
    t = Tabell("Lång")
    t.data("Text", ["x" * 32_768])
    with pytest.raises(FilFel, match="blad Lång, cell A5"):
        write_bok(Bok("B", [Blad("Lång", "Lång", "", [t])]), tmp_path / "b.xlsx")


def test_one_table_gives_csv_records_and_terminal(tmp_path: Path) -> None:
    t = make_table(["0114", "B, C"])
    t.data("Andel", [0.0425, None], "andel", nyckel="andel")
    t.data("Bara på bladet", ["x", "y"])
    t.data("", "nej", nyckel="uppskattning")
    assert make_records(t)[1] == {"kod": "B, C", "belopp_kr": 20, "andel": None, "uppskattning": "nej"}
    write_csv(t, tmp_path / "t.csv")
    assert (tmp_path / "t.csv").read_bytes().startswith(b"kod,belopp_kr,andel,uppskattning\n0114,10,0.0425,nej\n")
    assert list(csv.reader((tmp_path / "t.csv").open(encoding="utf-8")))[2] == ["B, C", "20", "", "nej"]
    rader = format_table(t.kolumner[:3])
    assert [len(rad) for rad in rader[:2]] == [len(rader[0])] * 2
    assert rader[1].split() == ["0114", "10", "4,25", "%"]


def test_a_column_is_as_wide_as_its_cells_and_its_explanation_need() -> None:
    t = Tabell("T")
    kort, lang = t.data("Kr", [1.0] * 10, "kr"), t.data("Kr i år", [1.0], "kr", forklaring="ett två tre fyra fem " * 4)
    namn = t.data("Namn", ["nn " * 10] * 9 + ["nn " * 30], "lang")
    kod = t.data("SHA-256", ["a" * 64] * 10, "borjan")
    bredder = [measure_column(k).hel for k in (kort, lang, namn, kod)]
    assert bredder[0] < bredder[1] < 20
    assert 20 < bredder[2] < 40
    assert bredder[3] < 20


def test_a_sum_of_no_cells_is_0_and_names_none() -> None:
    t = Tabell("Tal", sorteras=False)
    k = t.data("Tal", [1, 2, 3], "antal")
    for inga in (t.summa_av(k, 0, 0), t.antal_av(k, 2, 2)):
        assert (float(inga.varden), inga.formel) == (0, "0")


@pytest.mark.parametrize("form", [form for form in TALFORMAT if form.endswith("_streck")])
def test_a_form_with_a_dash_for_nothing_has_it_for_every_reader(form: str) -> None:
    assert [show(v, form) for v in (0.0, -0.0, 0.04)] == ["–"] * 3 and show(12.0, form)[:2] == "12"
    t = Tabell("T")
    t.data("Namn", ["a"])
    t.data("Tal", [0.0], form, summa=True)
    assert [rad.split()[-1] for rad in format_table(t.kolumner, summa=True)[1:]] == ["–", "–"]
    assert localise(form).endswith(';"–"')
