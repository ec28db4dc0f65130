"""Replies: what a form asks, where each answer goes, what stays, and what is told of a form that cannot be read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from openpyxl import Workbook, load_workbook
from typer.testing import CliRunner

from fordelning.cli import app
from fordelning.pengar import format_kr
from fordelning.rapport.forklara.genomgang import explain_grant
from fordelning.resultat import allocate
from fordelning.svar import utskick
from fordelning.svar.anbud import describe_offer, list_parties
from fordelning.svar.blankett import FALT, make_blankett
from fordelning.svar.inforing import put_in
from fordelning.svar.las_blanketter import SvarFel, read_replies
from fordelning.svar.svarslista import find_changes, format_list
from fordelning.svar.utskick import name_form
from fordelning.underlag import Granskat
from tests.ar.aret import make_granskat
from tests.kommando import run
from tests.libreoffice import recalculate
from tests.svar.blanketter import (
    Svar,
    answer,
    answer_and_put_in,
    fill,
    find_cell,
    get_modell,
    get_row,
    offer,
    write_forms,
)
from tests.underlag.prov import Prov


def make_data(**installningar: object) -> Granskat:
    """Three förbund: A has pledges and a forecast of 2025, B an äskande, C a kommun with a region's tasks."""
    prov = Prov()
    prov.set("kapital", 3, "typ", "prognos")
    prov.set("forbund", 3, "askande_kr", "2000000")
    prov.tabeller["kapital"].append(["A", "2026", "1000000", "10000000", "10100000", "budget"])
    prov.installningar |= installningar
    return make_granskat(prov)


def test_the_offer_is_the_grant_when_nobody_asks_for_less_and_all_parties_match() -> None:
    anbud = offer(make_data())
    fritt = Prov()
    fritt.set("forbund", 3, "askande_kr", "")
    del fritt.tabeller["medfinansiering"][1:]
    r = allocate(get_modell(), make_granskat(fritt).underlag)
    assert anbud.resultat.tilldelning_kr.tolist() == r.tilldelning_kr.tolist()
    egen = allocate(get_modell(), make_data().underlag).erbjudande_kr
    assert anbud.resultat.tilldelning_kr.tolist() == egen.tolist()
    assert anbud.resultat.tilldelning_kr[1] > 2_000_000 == anbud.underlag.askande_kr[1]


def test_the_parts_of_an_offer_are_the_whole_match_also_of_a_kommun_with_a_regions_tasks() -> None:
    anbud = offer(make_data())
    for i in range(3):
        f = describe_offer(anbud, i)
        assert sum(p.belopp_kr for p in f.parter) == f.region_kr + f.kommuner_kr == f.erbjudande_kr
    assert [p.part.kod for p in list_parties(anbud, 2)] == ["REGION-R1", "KOMMUN-K03", "KOMMUN-K05"]


def test_a_regions_one_sum_is_what_it_has_pledged_and_no_part_of_the_offer() -> None:
    prov = Prov()
    prov.tabeller["regionmedel"] = [["region_kod", "utlovat_kr", "fordelning"], ["R1", "900000", "lika"]]
    anbud = offer(make_granskat(prov))
    lovat = [{p.part.kod: p.part.utlovat_kr for p in list_parties(anbud, i)}.get("REGION-R1") for i in range(3)]
    assert lovat == [300_000, 300_000, 300_000]
    assert anbud.resultat.tilldelning_kr.tolist() == offer(make_granskat(Prov())).resultat.tilldelning_kr.tolist()


def test_a_form_explains_the_offer_line_by_line_and_opens_only_what_is_asked(tmp_path: Path) -> None:
    anbud = offer(make_data())
    blankett = make_blankett(anbud, describe_offer(anbud, 0))
    bok = load_workbook(write_forms(anbud, tmp_path)["A"])
    oppna = [c for rad in bok["Svar"].iter_rows() for c in rad if not c.protection.locked]
    assert bok["Svar"].protection.sheet
    assert len(oppna) == len(FALT) + len(list_parties(anbud, 0))
    assert {c.fill.fgColor.rgb for c in oppna} == {"FFFFF2CC"}
    assert len(bok["Svar"].data_validations.dataValidation) == 4
    (utrakning,) = (t for t in blankett.blad[1].delar)
    text = explain_grant(anbud.resultat, 0)
    assert all(rad in text for rad in utrakning.kolumner[1].varden)  # type: ignore[union-attr]


def test_the_name_of_a_form_is_one_that_a_person_knows_and_every_system_takes() -> None:
    f = make_data().underlag.forbund[0]
    assert name_form(2026, f) == "Svar 2026 Förbundet Alfa (A).xlsx"
    assert name_form(2026, replace(f, namn='Norr/Söder: "X"  ')) == "Svar 2026 Norr Söder X (A).xlsx"


def test_a_form_that_is_written_anew_leaves_the_others_in_the_list_of_what_was_sent(tmp_path: Path) -> None:
    anbud = offer(make_data())
    for koder in (["A", "B"], ["B"], ["C"]):
        utskick.write_forms(anbud, koder, tmp_path)
    sant = json.loads((tmp_path / utskick.UTSKICK).read_text("utf-8"))["forbund"]
    assert [rad["forbund_kod"] for rad in sant] == ["A", "B", "C"]
    assert [rad["erbjudande_kr"] for rad in sant] == anbud.resultat.tilldelning_kr.tolist()
    assert all((tmp_path / rad["fil"]).is_file() for rad in sant)


def test_answers_go_to_their_tables_and_what_is_not_answered_stays(tmp_path: Path) -> None:
    granskat = make_data()
    svar: Svar = {"askande_kr": "3 500 000", "manader": 11, "utgaende_kr": 900_000, "KOMMUN-K02": 300_000}
    infort = answer_and_put_in(granskat, tmp_path, {"A": svar, "C": {"REGION-R1": 0, "KOMMUN-K05": 1_000_000.0}})
    assert not infort.lasta.fel
    alfa = get_row(infort, "forbund", forbund_kod="A")
    assert (alfa["askande_kr"], alfa["manader"], alfa["eget_kapital_kr"]) == ("3500000", "11", "900000")
    assert get_row(infort, "medfinansiering", forbund_kod="A", motpart_kod="K01")["utlovat_kr"] == "1000000"
    assert get_row(infort, "medfinansiering", forbund_kod="A", motpart_kod="K02")["utlovat_kr"] == "300000"
    assert get_row(infort, "medfinansiering", forbund_kod="C", part="region")["utlovat_kr"] == "0"
    fore, efter = granskat.texter.tabeller, infort.texter.tabeller
    assert fore["forbund"][1:] == efter["forbund"][1:]
    assert all(fore[namn] == efter[namn] for namn in fore if namn not in ("forbund", "medfinansiering", "kapital"))


def test_a_forecast_of_eget_kapital_becomes_the_years_prognos_and_later_years_begin_with_it(tmp_path: Path) -> None:
    infort = answer_and_put_in(make_data(), tmp_path, {"A": {"utgaende_kr": 900_000}})
    rader = [(r["ar"], r["ingaende_kr"], r["kostnader_kr"], r["typ"]) for r in infort.texter.tabeller["kapital"]]
    assert rader[1::2] == [("2025", "950000", "10050000", "prognos"), ("2026", "900000", "10100000", "budget")]


def test_control_totals_follow_what_was_answered(tmp_path: Path) -> None:
    summor = {"invanare_antal": 99_000, "eget_kapital_kr": 1_500_000, "kapital.kostnader_kr": 35_950_000}
    granskat = make_data(kontrollsummor=summor)
    infort = answer_and_put_in(granskat, tmp_path, {"A": {"utgaende_kr": 900_000}})
    nya = {**summor, "eget_kapital_kr": 1_400_000, "kapital.kostnader_kr": 36_050_000}
    assert infort.texter.nycklar["kontrollsummor"] == nya
    assert infort.texter.nycklar["kallor"]["forbund"]["svar"].startswith("Äskanden, månader och eget kapital ur 1")


FEL: dict[str, tuple[Svar, str, str]] = {
    "en text": ({"askande_kr": "tre miljoner"}, "askande_kr", "«tre miljoner» är inget tal"),
    "ett negativt belopp": ({"KOMMUN-K01": -5}, "KOMMUN-K01", "«−5» är negativt"),
    "ören": ({"askande_kr": 1_000_000.5}, "askande_kr", "«1000000,5» är inte helt"),
    "tretton månader": ({"manader": 13}, "manader", "«13» är inget antal månader"),
    "en punkt som kan vara två saker": ({"REGION-R1": "1.500"}, "REGION-R1", "«1.500» är inget entydigt tal"),
    "en formel utan värde": ({"askande_kr": "=1+1"}, "askande_kr", "formeln har inget sparat värde"),
    "mer kapital än det kan bli": ({"utgaende_kr": 10_950_001}, "utgaende_kr", "kan inte bli större än ingående"),
}


@pytest.mark.parametrize(("svar", "falt", "vad"), FEL.values(), ids=FEL)
def test_a_fault_is_told_with_file_and_cell_and_the_whole_reply_is_left_out(
    svar: Svar, falt: str, vad: str, tmp_path: Path
) -> None:
    granskat = make_data()
    infort = answer_and_put_in(granskat, tmp_path, {"A": {"manader": 12, **svar}, "B": {"askande_kr": 2_000_000}})
    cell = find_cell(load_workbook(tmp_path / "Svar A.xlsx"), falt).coordinate
    assert [a.plats for a in infort.lasta.fel] == [f"Svar A.xlsx, blad Svar, cell {cell}"]
    assert vad in infort.lasta.fel[0].vad
    assert infort.lasta.fel[0].vantat and infort.lasta.fel[0].gor
    assert infort.texter.tabeller["forbund"][0] == granskat.texter.tabeller["forbund"][0]
    assert get_row(infort, "forbund", forbund_kod="B")["askande_kr"] == "2000000"


def test_months_that_are_no_number_are_told_with_what_months_may_be(tmp_path: Path) -> None:
    lasta = answer_and_put_in(make_data(), tmp_path, {"A": {"manader": "hela året"}, "B": {"manader": 12}}).lasta
    assert [a.vantat for a in lasta.fel] == ["ett heltal, 1–12"]


def test_a_forecast_does_not_change_an_outcome(tmp_path: Path) -> None:
    lasta = answer_and_put_in(make_data(), tmp_path, {"B": {"utgaende_kr": 1}}).lasta
    assert "kapital har redan utfall för 2025: 500\u00a0000 kr" in lasta.fel[0].vad


def test_two_replies_a_book_of_another_kind_and_a_form_of_another_year_are_told(tmp_path: Path) -> None:
    granskat = make_data()
    filer = write_forms(offer(granskat), tmp_path)
    fill(filer["A"], {"manader": 12})
    (tmp_path / "kopia.xlsx").write_bytes(filer["A"].read_bytes())
    fill(filer["B"], {"budgetar": 2025, "manader": 12})
    fill(filer["C"], {"forbund_kod": "CC", "manader": 12})
    bok = load_workbook(filer["A"])
    bok.defined_names.clear()
    bok.save(tmp_path / "annan.xlsx")
    (tmp_path / "trasig.xlsx").write_text("x")
    (tmp_path / "brev.pdf").write_text("x")
    (tmp_path / "~$Svar A.xlsx").write_text("x")
    lasta = read_replies(tmp_path, offer(granskat))
    assert sorted(a.vad for a in lasta.fel) == [
        "A har svarat i 2 filer: Svar A.xlsx, kopia.xlsx",
        "blanketten gäller 2025, underlaget 2026",
        "filen går inte att öppna som arbetsbok",
        "«CC» är inget förbund i underlaget",
    ]
    assert [a.plats for a in lasta.varningar] == ["brev.pdf", "annan.xlsx"]
    assert not lasta.svar and lasta.felaktiga == {"A", "B"}


def test_a_form_without_answers_is_no_reply_and_an_old_offer_is_told(tmp_path: Path) -> None:
    granskat = make_data()
    lasta = answer(granskat, tmp_path, {"A": {"erbjudande_kr": 1, "manader": 12}})
    assert list(lasta.svar) == ["A"]
    nu = format_kr(float(offer(granskat).resultat.tilldelning_kr[0]))
    assert [a.vad for a in lasta.varningar] == [f"svaret gäller ett erbjudande på 1 kr; nu är det {nu} kr"]


def test_a_folder_without_forms_is_told_with_what_was_expected(tmp_path: Path) -> None:
    (tmp_path / "svar.pdf").touch()
    svar = run("svar", tmp_path, "--till", "exempel-2026", "--ut", tmp_path / "ny")
    assert svar.exit_code == 1 and "mappen har ingen arbetsbok" in svar.output and "svar.pdf" in svar.output
    Workbook().save(tmp_path / "egen.xlsx")
    with pytest.raises(SvarFel, match=r"ingen arbetsbok i mappen är av rätt slag(?s:.)*Läses inte: egen\.xlsx"):
        read_replies(tmp_path, offer(make_data()))


def test_a_folder_where_no_form_is_filled_in_is_told_as_that_and_nothing_is_written(tmp_path: Path) -> None:
    with pytest.raises(SvarFel, match=r"ingen blankett i mappen är ifylld(?s:.)*Är det mappen som blanketterna skick"):
        answer(make_data(), tmp_path, {"A": {}, "B": {}})


def test_a_second_reading_tells_what_is_new_changed_and_gone(tmp_path: Path) -> None:
    granskat = make_data()
    u = granskat.underlag
    forst = answer_and_put_in(granskat, tmp_path / "1", {"A": {"askande_kr": 5}, "B": {"kommentar": "@HYPERLINK(1)"}})
    (tmp_path / "svar.csv").write_text(format_list(forst, u), "utf-8")
    sedan = answer_and_put_in(granskat, tmp_path / "2", {"A": {"askande_kr": 6}, "C": {"manader": 6}})
    skillnad = find_changes(format_list(sedan, u), tmp_path / "finns inte", tmp_path / "svar.csv")
    assert skillnad is not None
    assert (skillnad.nya, skillnad.borta) == (("C",), ("B",))
    assert skillnad.andrade == ((("A", "askande_kr", "", ""), "5", "6"),)
    assert ",HYPERLINK(1)," in (tmp_path / "svar.csv").read_text("utf-8")


@pytest.mark.langsam
@pytest.mark.parametrize("form", ["ny", "ny.xlsx"])
def test_the_command_writes_forms_and_reads_them_into_a_data_set_that_passes_the_gate(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Prov().write(tmp_path / "inputs")
    run = CliRunner().invoke
    assert run(app, ["svar", "inputs", "--ut", "blanketter"]).exit_code == 0
    assert sorted(f.name for f in Path("blanketter").iterdir())[0] == "Svar 2026 Förbundet Alfa (A).xlsx"
    fill(Path("blanketter/Svar 2026 Förbundet Alfa (A).xlsx"), {"askande_kr": 1_500_000})
    fill(Path("blanketter/Svar 2026 Förbundet Beta (B).xlsx"), {"askande_kr": "x"})
    assert "är ifylld" in run(app, ["svar", "inputs", "--ut", "blanketter"]).output
    svar = run(app, ["svar", "blanketter", "--till", "inputs", "--ut", form])
    assert svar.exit_code == 1
    assert "1 av 3 förbunds svar är inlästa" in svar.output
    assert "1 fel i svaren" in svar.output
    assert "Har inte svarat: 1\n  C Förbundet Gamma" in svar.output
    assert run(app, ["kontrollera", form]).exit_code == 0
    svar = run(app, ["svar", "blanketter", "--till", "inputs", "--ut", form])
    assert "Inget är ändrat." in svar.output
    svar = run(app, ["svar", "blanketter", "--till", "inputs", "--ut", "inputs"])
    assert svar.exit_code == 1
    assert "1 fel i svaren" in svar.output and "inget skrivs i den" in svar.output


@pytest.mark.libreoffice
def test_what_a_reply_suffices_to_is_what_the_engine_then_computes(tmp_path: Path) -> None:
    """Recalculated by another program, and read back from what it saved."""
    svar: dict[str, Svar] = {"A": {"askande_kr": 2_100_000, "KOMMUN-K01": 600_500, "REGION-R1": 1_234_567}}
    granskat = make_data()
    anbud = offer(granskat)
    filer = write_forms(anbud, tmp_path / "skrivna")
    (omraknad,) = recalculate([(fill(filer["A"], svar["A"]), {})], tmp_path)
    mapp = tmp_path / "svar"
    mapp.mkdir()
    infort = put_in(granskat, read_replies(omraknad.rename(mapp / "A.xlsx").parent, anbud))
    assert not infort.lasta.fel
    tak = allocate(get_modell(), infort.granskat.underlag).bok.tak
    bok = load_workbook(mapp / "A.xlsx", data_only=True)
    visat = {rad[0].value: rad[1].value for rad in bok["Svar"].iter_rows(max_col=2)}
    assert visat["Kommunernas utfästelser räcker till från staten"] == tak["kommuner"][0] == 2_001_000
    assert visat["Regionens utfästelse räcker till från staten"] == tak["region"][0] == 2_469_000
    (utan,) = (varde for text, varde in visat.items() if str(text).startswith("Parter som räknas som 0 kr"))
    assert utan == 0
    assert visat["Äskandet"] == tak["askande"][0]
    hogst = min(float(np.min([t[0] for t in tak.values()])), float(anbud.resultat.tilldelning_kr[0]))
    assert visat["Av erbjudandet kan förbundet få högst"] == hogst
    assert bok.defined_names["svar_forbund_kod"].attr_text.startswith("Svar!")
