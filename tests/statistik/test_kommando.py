"""Downloaded figures into a data set by the command: what is written, told, refused, and what it moves."""

from __future__ import annotations

import csv
import hashlib
import tomllib
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from fordelning.cli import app
from fordelning.underlag import read_underlag
from tests.kommando import read_csv
from tests.statistik.nedladdat import (
    NOT,
    OMRADEN,
    TABELL,
    UNDERLAG,
    VANTAT,
    make_jsonstat,
    make_px,
    make_xlsx,
    write_underlag,
)

VAL = ("--variabel", "ålder=16-64", "--variabel", "kön=1+2")


def run(*argument: str | Path) -> Result:
    return CliRunner().invoke(app, ["statistik", *map(str, argument)])


def put(tmp_path: Path, *mer: str | Path, data: bytes | None = None, namn: str = "folk.json", **byt: str) -> Result:
    fil = tmp_path / namn
    fil.write_bytes(make_jsonstat(TABELL) if data is None else data)
    underlag = write_underlag(tmp_path / "in", **byt)
    return run(fil, "--till", underlag, "--kolumn", "invanare_antal", *VAL, "--ut", tmp_path / "ny", *mer)


def read_rows(mapp: Path) -> dict[str, dict[str, str]]:
    return {rad["omrade_kod"]: rad for rad in read_csv(mapp / "omraden.csv")}


def test_the_new_data_set_has_the_figures_and_passes_the_gate(tmp_path: Path) -> None:
    svar = put(tmp_path)
    assert svar.exit_code == 0, svar.output
    underlag = read_underlag(tmp_path / "ny")
    antal: dict[str, int] = {}
    for o in underlag.omraden:
        antal[o.kommun_kod] = antal.get(o.kommun_kod, 0) + o.invanare_antal
    assert antal == VANTAT
    assert underlag.statistik.invanare_ar == 2026 and underlag.statistik.invanare_alder == "16–64 år"
    assert f"{sum(VANTAT.values()):,}".replace(",", "\u00a0") in svar.output
    assert "497\u00a0000" in svar.output and "65+" in svar.output


def test_what_the_command_does_not_own_is_untouched(tmp_path: Path) -> None:
    put(tmp_path)
    for fil in ("forbund", "regioner"):
        fore, efter = (list(csv.reader((tmp_path / m / f"{fil}.csv").open(encoding="utf-8"))) for m in ("in", "ny"))
        assert [rad[: len(fore[0])] for rad in efter] == fore and not any(any(r[len(fore[0]) :]) for r in efter[1:])
    nya = read_rows(tmp_path / "ny")
    for kod, rad in read_rows(tmp_path / "in").items():
        assert {**nya[kod], "invanare_antal": ""} == {**rad, "invanare_antal": ""}


def test_parts_of_a_kommun_keep_their_shares_and_sum_exactly(tmp_path: Path) -> None:
    svar = put(tmp_path)
    rader = read_rows(tmp_path / "ny")
    centrum, hisingen = (int(rader[f"1480-{d}"]["invanare_antal"]) for d in ("CENTRUM", "HISINGEN"))
    assert centrum + hisingen == VANTAT["1480"]
    assert abs(centrum - VANTAT["1480"] * 18 / 38) <= 1
    assert "47,37 %" in svar.output
    kalla = tomllib.loads((tmp_path / "ny" / "underlag.toml").read_text("utf-8"))["kallor"]["invanare_antal"]
    assert kalla["uppskattning"] is True and "1480-CENTRUM" in kalla["metod"]


def test_the_source_names_table_day_notes_and_the_files_fingerprint(tmp_path: Path) -> None:
    put(tmp_path)
    data = tomllib.loads((tmp_path / "ny" / "underlag.toml").read_text("utf-8"))
    kalla = data["kallor"]["invanare_antal"]
    assert kalla["sha256"] == hashlib.sha256((tmp_path / "folk.json").read_bytes()).hexdigest()
    assert "TAB9999" in kalla["text"] and kalla["tabell"] == "TAB9999" and kalla["fil"] == "folk.json"
    assert "2027-02-20" in kalla["datum"] and "avser 2026" in kalla["datum"]
    assert kalla["noter"] == NOT
    assert data["kontrollsummor"]["invanare_antal"] == sum(VANTAT.values())
    assert data["kallor"]["omraden"]["text"] == "Påhittat."


def test_the_years_former_figures_move_only_when_asked(tmp_path: Path) -> None:
    put(tmp_path)
    assert read_rows(tmp_path / "ny")["0114"]["invanare_fjol_antal"] == "29900"
    svar = put(tmp_path, "--flytta", "--skriv-over")
    assert svar.exit_code == 0, svar.output
    assert read_rows(tmp_path / "ny")["0114"]["invanare_fjol_antal"] == "30000"


def test_a_data_set_still_to_be_filled_in_is_filled_column_by_column(tmp_path: Path) -> None:
    tomt = UNDERLAG["omraden.csv"]
    for rad in tomt.splitlines()[1:]:
        falt = rad.split(",")
        tomt = tomt.replace(rad, ",".join([*falt[:5], "", "", *falt[7:]]))
    svar = put(tmp_path, omraden=tomt, underlag="budgetar = 2027\nram_kr = 20000000\n")
    assert svar.exit_code == 0, svar.output
    assert "Kvar att fylla i" in svar.output and "forsorjningsmatt" in svar.output and "före" in svar.output
    fil = tmp_path / "matt.px"
    fil.write_bytes(make_px(TABELL.change(tal=lambda r: TABELL.tal(r) // 10)))
    svar = run(fil, "--till", tmp_path / "ny", "--kolumn", "forsorjningsmatt", *VAL, "--ut", tmp_path / "klar.xlsx")
    assert svar.exit_code == 0, svar.output
    assert "Kvar att fylla i" not in svar.output
    klar = read_underlag(tmp_path / "klar.xlsx")
    assert sum(o.invanare_antal for o in klar.omraden) == sum(VANTAT.values())
    assert sum(o.forsorjningsmatt for o in klar.omraden) == pytest.approx(sum(VANTAT.values()) / 10, rel=0.001)


def test_what_the_gate_refuses_in_the_new_data_set_is_not_written(tmp_path: Path) -> None:
    svar = put(tmp_path, data=make_jsonstat(TABELL.change(tal=lambda r: 3 * TABELL.tal(r))))
    assert svar.exit_code == 1 and "mer än 25 %" in svar.output and "undantag" in svar.output
    assert not (tmp_path / "ny").exists()


def test_faults_of_the_data_set_itself_are_told_before_anything_else(tmp_path: Path) -> None:
    svar = put(tmp_path, forbund=UNDERLAG["forbund.csv"].replace("5000000", "fem"))
    assert svar.exit_code == 1 and "«fem» är inget tal" in svar.output and not (tmp_path / "ny").exists()


@pytest.mark.parametrize(
    ("val", "text"),
    [
        ((), "kön: 2 värden, och inget är valt"),
        (("--variabel", "kön=3"), "«3» finns inte"),
        (("--variabel", "kön=1+1"), "«1+1» finns inte"),
        (("--variabel", "ålder=16-30"), "«16-30» finns inte"),
        (("--variabel", "inkomst=1"), "variabeln «inkomst» finns inte"),
        (("--variabel", "kön"), "«kön» är inget val"),
        (("--ar", "1999"), "år 1999 finns inte"),
    ],
)
def test_a_choice_that_is_missing_or_unknown_is_a_finding_with_the_choices(
    val: tuple[str, ...], text: str, tmp_path: Path
) -> None:
    fil = tmp_path / "folk.xlsx"
    fil.write_bytes(make_xlsx(TABELL))
    till = write_underlag(tmp_path / "in")
    svar = run(fil, "--till", till, "--kolumn", "invanare_antal", *val, "--ut", tmp_path / "ny")
    assert svar.exit_code == 1 and text in svar.output, svar.output
    assert not (tmp_path / "ny").exists()


@pytest.mark.parametrize("val", ["16-64+20-64", "tot+16-19", "16-19+16-64"])
def test_overlapping_ages_are_never_summed_twice(val: str, tmp_path: Path) -> None:
    aldrar = {"16-19": "16-19 år", "20-64": "20-64 år", "16-64": "16-64 år", "tot": "totalt ålder"}
    tabell = TABELL.change(
        dimensioner=(TABELL.dimensioner[0], ("ålder", aldrar), *TABELL.dimensioner[3:]), tal=lambda r: 1000
    )
    fil = tmp_path / "folk.json"
    fil.write_bytes(make_jsonstat(tabell))
    till = write_underlag(tmp_path / "in")
    svar = run(fil, "--till", till, "--kolumn", "invanare_antal", "--variabel", f"ålder={val}", "--ut", tmp_path / "ny")
    assert svar.exit_code == 1 and "går in i varandra" in svar.output, svar.output


def test_the_total_of_sex_is_taken_and_said_but_never_the_total_of_ages(tmp_path: Path) -> None:
    kon = {"TotSa": "totalt, samtliga män och kvinnor", "1": "män", "2": "kvinnor"}
    aldrar = {"TotSA": "totalt, samtliga åldrar", "16-64": "16-64 år"}
    dimensioner = (TABELL.dimensioner[0], ("ålder", aldrar), ("kön", kon), TABELL.dimensioner[3])
    tabell = TABELL.change(dimensioner=dimensioner, tal=lambda r: VANTAT.get(r[0], sum(VANTAT.values())))
    fil, till = tmp_path / "folk.px", write_underlag(tmp_path / "in")
    fil.write_bytes(make_px(tabell))
    grund = (fil, "--till", till, "--kolumn", "invanare_antal", "--ut", tmp_path / "ny")
    assert "ålder: 2 värden, och inget är valt" in run(*grund).output
    svar = run(*grund, "--variabel", "ålder=16-64")
    assert svar.exit_code == 0 and "kön: totalt, samtliga män och kvinnor" in svar.output, svar.output


def test_revised_figures_are_named_with_what_they_move(tmp_path: Path) -> None:
    fore = tmp_path / "fore.json"
    fore.write_bytes(make_jsonstat(TABELL.change(tal=lambda r: TABELL.tal(r) + 500 * (r[0] == "0114"))))
    svar = put(tmp_path, "--mot", fore)
    assert svar.exit_code == 0, svar.output
    assert "Reviderat sedan fore.json: 1 kommuner" in svar.output
    assert "0114 Upplands Väsby" in svar.output and "2 förbund ändras" in svar.output
    assert "Förbundet Alfa" in svar.output and "\u2212" in svar.output


def test_the_noise_of_scbs_method_is_told_from_the_cells_of_a_figure(tmp_path: Path) -> None:
    text = " ".join(put(tmp_path).output.split())
    assert "SCB:s brus" in text and "Varje tal är 4 celler" in text and "2,9 per tal" in text
    utan = put(tmp_path, "--skriv-over", data=make_jsonstat(TABELL, note=[]))
    assert "SCB:s brus" not in utan.output


def test_several_files_of_a_measure_are_summed_but_never_inhabitants_or_a_file_twice(tmp_path: Path) -> None:
    a, b, till = tmp_path / "a.px", tmp_path / "b.px", write_underlag(tmp_path / "in")
    a.write_bytes(make_px(TABELL.change(tal=lambda r: TABELL.tal(r) // 10)))
    b.write_bytes(make_px(TABELL.change(tal=lambda r: 10)))
    grund = ("--till", till, "--kolumn", "forsorjningsmatt", *VAL, "--ut", tmp_path / "ny")
    assert run(a, b, *grund).exit_code == 0
    vantat = sum(
        sum(TABELL.tal((k, ald, kon, "2026")) // 10 for ald in ("16-19", "20-64") for kon in "12") for k in VANTAT
    )
    underlag = read_underlag(tmp_path / "ny")
    assert sum(o.forsorjningsmatt for o in underlag.omraden) == vantat + 40 * len(VANTAT)
    assert "samma innehåll" in run(a, a, *grund).output
    assert (
        "invånare kan inte läggas ihop"
        in run(
            a, b, *(g.replace("forsorjningsmatt", "invanare_antal") if isinstance(g, str) else g for g in grund)
        ).output
    )


def test_row_order_and_the_form_of_the_file_change_nothing(tmp_path: Path) -> None:
    put(tmp_path)
    forst = read_rows(tmp_path / "ny")
    omvant = dict(reversed(OMRADEN.items()))
    tabell = TABELL.change(dimensioner=(("region", omvant), *TABELL.dimensioner[1:]))
    svar = put(tmp_path, "--skriv-over", data=make_xlsx(tabell), namn="folk.xlsx")
    assert svar.exit_code == 0, svar.output
    assert read_rows(tmp_path / "ny") == forst


def test_people_are_whole_but_a_measure_may_have_decimals(tmp_path: Path) -> None:
    svar = put(tmp_path, data=make_jsonstat(TABELL.change(tal=lambda r: TABELL.tal(r) + 0.1)))
    assert svar.exit_code == 1 and "hela personer" in svar.output, svar.output
    till, fil = tmp_path / "in", tmp_path / "matt.json"
    fil.write_bytes(make_jsonstat(TABELL.change(tal=lambda r: round(TABELL.tal(r) / 10, 1) + 0.25)))
    svar = run(fil, "--till", till, "--kolumn", "forsorjningsmatt", *VAL, "--ut", tmp_path / "ny")
    assert svar.exit_code == 0, svar.output
    rader = read_rows(tmp_path / "ny")
    assert float(rader["0115"]["forsorjningsmatt"]) == VANTAT["0115"] / 10 + 1
    delar = sum(float(rader[f"1480-{d}"]["forsorjningsmatt"]) for d in ("CENTRUM", "HISINGEN"))
    assert delar == VANTAT["1480"] / 10 + 1


def test_an_age_that_the_data_set_does_not_have_is_told(tmp_path: Path) -> None:
    underlag = UNDERLAG["underlag.toml"].replace(
        "invanare_ar = 2022", 'invanare_ar = 2022\ninvanare_alder = "20–64 år"'
    )
    assert "talen är för 16–64 år; underlaget angav 20–64 år" in put(tmp_path, underlag=underlag).output


def test_each_of_several_files_takes_the_choices_that_it_has(tmp_path: Path) -> None:
    a, b, till = tmp_path / "a.px", tmp_path / "b.px", write_underlag(tmp_path / "in")
    utan_kon = TABELL.change(dimensioner=(*TABELL.dimensioner[:2], TABELL.dimensioner[3]), tal=lambda r: 10)
    a.write_bytes(make_px(TABELL.change(tal=lambda r: TABELL.tal(r) // 10)))
    b.write_bytes(make_px(utan_kon))
    grund = ("--till", till, "--kolumn", "forsorjningsmatt", "--ut", tmp_path / "ny", *VAL)
    svar = run(a, b, *grund)
    assert svar.exit_code == 0, svar.output
    assert "a.px: kön: män + kvinnor" in svar.output
    assert "variabeln «inkomst» finns inte" in run(a, b, *grund, "--variabel", "inkomst=1").output
