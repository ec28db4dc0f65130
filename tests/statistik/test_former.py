"""The same table in every form that people download gives the same figures; oracles of the formats agree."""

from __future__ import annotations

import io
import json
import os
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from fordelning.platser import find_modeller
from fordelning.statistik.figurer import Figurer, make_figures
from fordelning.statistik.indelning import Indelning
from fordelning.statistik.kub import StatistikFel
from fordelning.statistik.lasning import read_download
from fordelning.statistik.metod import read_statistikmetod
from fordelning.statistik.val import parse_choices
from tests.statistik.nedladdat import (
    FORMER,
    OMRADEN,
    TABELL,
    VANTAT,
    make_jsonstat,
    make_open_data,
    make_px,
    make_xlsx,
)

EGNA = Indelning({kod: namn for kod, namn in OMRADEN.items() if len(kod) == 4})
VAL = ("ålder=16-64", "kön=1+2")
INSPELAT = Path(os.environ.get("FORDELNING_SCB_PROV", Path(__file__).parents[3] / "shared" / "data" / "scb"))


def read(mapp: Path, namn: str, data: bytes, *val: str, ar: int | None = None, indelning: Indelning = EGNA) -> Figurer:
    fil = mapp / namn
    fil.write_bytes(data)
    brus = read_statistikmetod(find_modeller() / "statistik.toml").brus
    return make_figures(read_download(fil, indelning), parse_choices(val, ar), indelning, brus)


def choices(namn: str) -> tuple[str, ...]:
    return ("alder=16-64", "kon_kod=1+2") if namn == "oppna.json" else VAL


@pytest.mark.parametrize("namn", FORMER)
def test_every_form_gives_the_same_figures(namn: str, tmp_path: Path) -> None:
    figurer = read(tmp_path, namn, FORMER[namn](), *choices(namn))
    assert figurer.tal == VANTAT
    assert (figurer.ar, figurer.celler, figurer.tider, figurer.alder) == (2026, 4, 1, "16–64 år")


@pytest.mark.parametrize("namn", [n for n in FORMER if n != "oppna.json"])
def test_what_the_file_says_of_itself_follows_and_the_note_tells_of_noise(namn: str, tmp_path: Path) -> None:
    figurer = read(tmp_path, namn, FORMER[namn](), *VAL)
    [uttag] = figurer.uttag
    assert uttag.utgivare == "SCB"
    assert uttag.uppdaterad.replace("-", "").startswith("20270220")
    assert "Folkmängd efter region" in uttag.titel
    assert any("Cell Key" in n for n in uttag.noter) and figurer.brus


@pytest.mark.parametrize("namn", FORMER)
def test_what_is_left_out_is_listed(namn: str, tmp_path: Path) -> None:
    utelamnat = " ".join(read(tmp_path, namn, FORMER[namn](), *choices(namn)).utelamnat)
    assert "65+" in utelamnat and "01" in utelamnat + ("01" if "Stockholms län" in utelamnat else "")


def test_a_year_that_looks_like_a_kommuns_code_is_a_year(tmp_path: Path) -> None:
    """2026 is Gagnef, 2023 Malung-Sälen: still years."""
    ar = {str(a): str(a) for a in (2021, 2023, 2026, 2029, 2031, 2034)}
    tabell = TABELL.change(dimensioner=(*TABELL.dimensioner[:3], ("år", ar)))
    for namn, data in (
        ("a.json", make_jsonstat(tabell)),
        ("a.px", make_px(tabell)),
        ("b.json", make_open_data(tabell)),
    ):
        val = choices("oppna.json") if namn == "b.json" else VAL
        figurer = read(tmp_path, namn, data, *val, ar=2026)
        assert figurer.tal == VANTAT and figurer.ar == 2026


def test_months_are_averaged_exactly_and_said(tmp_path: Path) -> None:
    manader = {f"2026M{m:02}": f"2026M{m:02}" for m in range(1, 13)}
    dimensioner = (("region", OMRADEN), ("månad", manader))
    tabell = TABELL.change(dimensioner=dimensioner, tal=lambda r: int(r[1][-2:]) * (1 if len(r[0]) == 4 else 0))
    data = make_jsonstat(tabell, role={})
    figurer = read(tmp_path, "m.json", data)
    assert set(figurer.tal.values()) == {Fraction(13, 2)}
    assert (figurer.tider, figurer.celler, figurer.ar) == (12, 12, 2026)
    nagra = read(tmp_path, "m.json", data, "månad=2026M01+2026M03")
    assert set(nagra.tal.values()) == {Fraction(2)}
    assert "2 tidpunkter" in nagra.varningar[0].vad


def test_months_in_a_field_of_their_own_are_one_time_with_the_year(tmp_path: Path) -> None:
    poster = [
        {
            "dimensions": {"ar": "2026", "manad": f"{m:02}", "kommun_kod": kod, "lan_kod": kod[:2]},
            "observations": {"antal": {"rojd": False, "value": m}},
        }
        for kod in EGNA.egna
        for m in range(1, 13)
    ]
    figurer = read(tmp_path, "fk.json", json.dumps(poster).encode(), ar=2026)
    assert set(figurer.tal.values()) == {Fraction(13, 2)} and figurer.tider == 12


def test_a_withheld_figure_is_refused_and_never_0(tmp_path: Path) -> None:
    data = make_open_data(TABELL, [("0980", "16-19", "1", "2026")])
    with pytest.raises(StatistikFel) as fel:
        read(tmp_path, "fk.json", data, "alder=16-64", "kon_kod=1+2")
    [fynd] = fel.value.anmarkningar
    assert "0980 Gotland" in fynd.vad and "röjd" in fynd.vad and "post " in fynd.plats
    assert read(tmp_path, "fk.json", data, "alder=20-64", "kon_kod=1+2").tal.keys() == EGNA.egna.keys()


def test_the_sign_of_nothing_to_report_is_0_and_said(tmp_path: Path) -> None:
    tabell = TABELL.change(tal=lambda r: "-" if r[0] == "0980" and r[1] == "16-19" else TABELL.tal(r))
    tabell = tabell.change(
        dimensioner=(("region", {k: n for k, n in OMRADEN.items() if k != "00"}), *TABELL.dimensioner[1:])
    )
    figurer = read(tmp_path, "noll.px", make_px(tabell), *VAL)
    assert figurer.tal["0980"] == VANTAT["0980"] - VANTAT["0980"] // 10
    assert "«-»" in figurer.varningar[0].vad


def test_decimals_are_exact(tmp_path: Path) -> None:
    tabell = TABELL.change(dimensioner=TABELL.dimensioner[:1] + TABELL.dimensioner[3:], tal=lambda r: 0.1)
    figurer = read(tmp_path, "d.json", make_jsonstat(tabell))
    assert set(figurer.tal.values()) == {Fraction(Decimal("0.1"))}


def test_a_workbook_with_two_tables_of_kommuner_needs_a_choice_of_sheet(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    bok = load_workbook(io.BytesIO(make_xlsx(TABELL)))
    blad = bok.active
    assert blad is not None
    bok.copy_worksheet(blad).title = "Andra"
    bok.save(tmp_path / "tva.xlsx")
    with pytest.raises(StatistikFel, match="flera blad"):
        read_download(tmp_path / "tva.xlsx", EGNA)
    assert len(read_download(tmp_path / "tva.xlsx", EGNA, "andra").omraden.varden) == 6


def test_the_json_stat_of_the_tests_is_valid_and_reads_as_pyjstat_reads_it(tmp_path: Path) -> None:
    validator = pytest.importorskip("jsonstat_validator")
    pyjstat = pytest.importorskip("pyjstat.pyjstat")
    data = make_jsonstat(TABELL)
    validator.validate_jsonstat(json.loads(data))
    tabell = pyjstat.Dataset.read(data.decode()).write("dataframe")
    valda = tabell[tabell["ålder"].isin(["16-19 år", "20-64 år"])].groupby("region")["value"].sum()
    figurer = read(tmp_path, "a.json", data, *VAL)
    assert {OMRADEN[k]: v for k, v in figurer.tal.items()} == {n: valda[n] for n in map(OMRADEN.get, EGNA.egna)}


@pytest.mark.skipif(not (INSPELAT / "TAB6471_data.json").exists(), reason="SCB:s inspelade svar finns inte här")
def test_a_real_answer_of_scb_is_read_as_pyjstat_reads_it() -> None:
    pyjstat = pytest.importorskip("pyjstat.pyjstat")
    text = (INSPELAT / "TAB6471_data.json").read_text("utf-8")
    lan = Indelning(json.loads(text)["dimension"]["Region"]["category"]["label"])
    kub = read_download(INSPELAT / "TAB6471_data.json", lan)
    assert (kub.uttag.tabell, kub.uttag.utgivare) == ("TAB6471", "SCB")
    assert [d.roll for d in kub.dimensioner] == ["omrade", "", "", "matt", "tid"]
    brus = read_statistikmetod(find_modeller() / "statistik.toml").brus
    val = parse_choices(("ålder=10-59", "tid=2026M04"), None)
    figurer = make_figures(kub, val, lan, brus)
    tabell = pyjstat.Dataset.read(text).write("dataframe")
    med = tabell[(tabell["månad"] == "2026M04") & tabell["kön"].str.startswith("totalt")]
    med = med[med["ålder"].isin([f"{a}-{a + 9} år" for a in range(10, 60, 10)])].groupby("region")["value"].sum()
    assert {lan.egna[k]: v for k, v in figurer.tal.items()} == med.to_dict()
    assert figurer.brus and figurer.celler == 5
