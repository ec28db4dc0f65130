"""Another unit is seen: a pot or an amount in thousands of kronor, and honest amounts pass."""

from __future__ import annotations

import shutil
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from fordelning.begrepp import Insats, Planering
from fordelning.fel import UnderlagFel
from fordelning.modell import choose_modell
from fordelning.modellkontroll import check_modell, meet
from fordelning.platser import find_mapp, find_modeller
from fordelning.underlag import read_underlag
from tests.exempel import read_example
from tests.kommando import run
from tests.slump import UTAN_SPARR, change_model
from tests.underlag.prov import Prov
from tests.underlag_bygge import Bygge

BYGGE = (
    Bygge(20_000_000)
    .add("A", (30_000, 28_000), (4_000, 3_000), fjol=11_000_000, kapital=900_000, bidrag_fjol_kr=22_000_000)
    .add("B", (60_000, 12_000), (7_000, 2_100), fjol=9_000_000, kapital=-300_000, askande_kr=8_000_000, manader=None)
    .pledge("A", 2_500_000, 2_000_000, regioner_kr={"R1": 4_900_000})
)


def find_warnings(bygge: Bygge) -> list[str]:
    return [f"{a.plats}: {a.vad}" for a in check_modell(UTAN_SPARR, bygge.make())]


def change(kod: str, **varden: Any) -> Bygge:
    forbund = tuple(replace(f, **varden) if f.forbund_kod == kod else f for f in BYGGE.forbund)
    return replace(BYGGE, forbund=forbund)


def test_honest_amounts_are_no_warning() -> None:
    assert find_warnings(BYGGE) == []


def test_the_example_has_no_warning() -> None:
    underlag = read_example()
    modell = choose_modell(find_modeller(), 2026)
    assert underlag.varningar == ()
    assert check_modell(modell, underlag) == ()


@pytest.mark.parametrize("ram_kr", [20_000, 500_000, 799_999])
def test_a_pot_below_the_base_grants_is_an_error_that_asks_for_the_unit(ram_kr: int) -> None:
    with pytest.raises(UnderlagFel) as fel:
        meet(UTAN_SPARR, replace(BYGGE, ram_kr=ram_kr).make())
    text = str(fel.value).replace("\u00a0", " ")
    assert "nyckel ram_kr: ramen räcker inte till grundtilldelningarna (800 000 kr)" in text
    assert "Är ram_kr skriven i kronor?" in text


def test_months_scale_the_base_grants_and_a_pot_equal_to_them_passes() -> None:
    bygge = Bygge(500_000).add("A").add("B", manader=3)
    assert [a for a in check_modell(UTAN_SPARR, bygge.make()) if a.allvar == "fel"] == []
    assert [a for a in check_modell(UTAN_SPARR, replace(bygge, ram_kr=499_999).make()) if a.allvar == "fel"]
    utan_grund = UTAN_SPARR.model_copy(update={"steg": tuple(s for s in UTAN_SPARR.steg if s != "grundtilldelning")})
    assert not [a for a in check_modell(utan_grund, bygge.make()) if a.allvar == "fel"]
    mindre = change_model(UTAN_SPARR, belopp_kr=1_000)
    assert not [a for a in check_modell(mindre, replace(bygge, ram_kr=20_000).make()) if a.allvar == "fel"]


@pytest.mark.parametrize("ram_kr", [2_000_000, 200_000_000])
def test_a_pot_far_from_last_years_grants_is_a_warning_with_both_figures(ram_kr: int) -> None:
    [varning] = [v for v in find_warnings(replace(BYGGE, ram_kr=ram_kr)) if "ramen är" in v]
    assert f"{ram_kr:,}".replace(",", "\u00a0") in varning
    assert "20\u00a0000\u00a0000 kr" in varning


@pytest.mark.parametrize(
    ("kod", "kolumn", "belopp"),
    [
        ("A", "tilldelning_fjol_kr", 11_000),
        ("B", "tilldelning_fjol_kr", 900_000_000),
        ("A", "bidrag_fjol_kr", 22_000),
        ("B", "askande_kr", 8_000),
        ("A", "eget_kapital_kr", 900),
        ("B", "eget_kapital_kr", -300),
        ("A", "eget_kapital_kr", 900_000_000),
    ],
)
def test_an_amount_in_another_unit_is_a_warning_with_both_figures(kod: str, kolumn: str, belopp: int) -> None:
    varningar = [v for v in find_warnings(change(kod, **{kolumn: belopp})) if f"kolumn {kolumn}" in v]
    assert len(varningar) == 1
    assert f"förbund {kod}" in varningar[0]
    assert "långt från vad modellen ger" in varningar[0]
    assert ("modellen ger i tilldelning" in varningar[0]) == (kolumn == "eget_kapital_kr")


def test_a_pledge_in_another_unit_is_a_warning() -> None:
    bygge = replace(BYGGE, utfastelser=()).pledge("A", 2_500, 2_000_000, regioner_kr={"R1": 4_900})
    assert [v.partition(":")[0] for v in find_warnings(bygge)] == [
        "medfinansiering.csv, förbund A, kommun A1, kolumn utlovat_kr",
        "medfinansiering.csv, förbund A, region R1, kolumn utlovat_kr",
    ]


@pytest.mark.parametrize(
    ("kolumn", "belopp", "sags"),
    [("administration_kr", 2_000, True), ("lagsta_kapital_kr", 900, True), ("bidrag_kr", 21_000, True), ("", 0, False)],
)
def test_a_planned_amount_in_thousands_is_a_warning_with_its_year(kolumn: str, belopp: float, sags: bool) -> None:
    rad = Planering("A", 2027, 2_000_000.0, 900_000.0, 0.0, 1.0, 21_000_000.0)
    andrat: dict[str, Any] = {kolumn: belopp} if kolumn else {}
    planering = (replace(rad, **andrat),)
    varningar = find_warnings(replace(BYGGE, ovriga={"planering": planering}))
    assert [f"planering.csv, förbund A, 2027, kolumn {kolumn}:" in text for text in varningar] == [True] * sags


def test_an_insats_that_costs_thousands_is_a_warning(tmp_path: Path) -> None:
    prov = Prov()
    for rad in range(2, len(prov.tabeller["insatser"]) + 1):
        prov.set("insatser", rad, "fast_kostnad_kr", "200000")
    prov.tabeller["insatser"] += [["B", f"X{n}", *prov.tabeller["insatser"][1][2:]] for n in range(3)]
    assert not any("är vanligt" in a.vad for a in read_underlag(prov.write(tmp_path / "ett")).varningar)
    prov.set("insatser", 2, "fast_kostnad_kr", "200")
    [varning] = [a for a in read_underlag(prov.write(tmp_path / "två")).varningar if "är vanligt" in a.vad]
    assert varning.plats == "insatser.csv rad 2, kolumn fast_kostnad_kr" and "200\u00a0000 kr är vanligt" in varning.vad


@pytest.mark.parametrize(
    ("fast_kr", "rorlig_kr", "sags"),
    [
        (9_000_000, 20_000, ()),
        (9_000, 20_000, ("fast_kostnad_kr",)),
        (9_000_000, 20, ("kostnad_per_deltagare_kr",)),
        (9_000, 20, ("fast_kostnad_kr", "kostnad_per_deltagare_kr")),
        (90_000, 0, ()),
    ],
)
def test_a_column_of_costs_that_is_thousands_in_every_row_is_a_warning(
    fast_kr: float, rorlig_kr: float, sags: tuple[str, ...]
) -> None:
    """A has contributions of about 22 million; a small insats alone, and a cost of nothing, are no fault."""
    insatser = tuple(Insats("A", kod, kod, "individ", fast_kr / 2, rorlig_kr, 0, 200) for kod in ("X", "Y"))
    varningar = find_warnings(replace(BYGGE, ovriga={"insatser": insatser}))
    assert [text.partition(":")[0].rpartition(" ")[2] for text in varningar] == [*sags]
    assert all("långt från vad modellen ger i bidrag från alla parter" in text for text in varningar)


def test_nothing_given_is_no_warning() -> None:
    assert find_warnings(Bygge(20_000_000).add("A").add("B", kapital=0).pledge("A", 0)) == []


def test_a_column_in_another_unit_is_one_warning() -> None:
    bygge = BYGGE.add("C", 50_000, 5_000.0, fjol=6_000_000, kapital=100_000)
    forbund = tuple(replace(f, askande_kr=6_000) for f in bygge.forbund)
    [varning] = find_warnings(replace(bygge, forbund=forbund))
    assert "kolumn askande_kr: 3 av 3 belopp" in varning


@pytest.mark.parametrize("kommando", ["kontrollera", "fordela", "forklara", "kapital", "optimera", "budget"])
def test_every_command_that_computes_asks_for_the_unit(kommando: str, tmp_path: Path) -> None:
    inputs = replace(BYGGE, ram_kr=20_000).write(tmp_path / "in")
    ut = [] if kommando in ("kontrollera", "forklara") else ["--ut", str(tmp_path / "ut")]
    kod = ["--forbund", "A"] if kommando in ("forklara", "budget") else []
    svar = run(kommando, inputs, *ut, *kod)
    assert svar.exit_code == 1
    assert "ramen räcker inte till grundtilldelningarna" in svar.stderr
    assert not (tmp_path / "ut").exists()


def test_a_later_pot_is_asked_for_too(tmp_path: Path) -> None:
    inputs = BYGGE.write(tmp_path / "in")
    svar = run("kapital", inputs, "--ram", "2027=20000", "--ut", tmp_path / "ut")
    assert svar.exit_code == 1
    assert "Budgetår 2027: " in svar.stderr
    assert "ramen räcker inte till grundtilldelningarna" in svar.stderr


def test_a_year_copied_from_the_example_is_seen(tmp_path: Path) -> None:
    """The budget year alone is changed: eget kapital and the ledger are last year's."""
    mapp = Path(shutil.copytree(find_mapp("inputs") / "exempel-2026", tmp_path / "exempel-2027"))
    toml = (mapp / "underlag.toml").read_text("utf-8").replace("budgetar = 2026", "budgetar = 2027")
    (mapp / "underlag.toml").write_text(toml, encoding="utf-8")
    varningar = [str(v) for v in read_underlag(mapp).varningar]
    assert sum("har eget kapital" in v for v in varningar) >= 40
    assert any("statistiken avser 2021, budgetåret är 2027" in v for v in varningar)
    assert any("finns 6 av årets månader" in v for v in varningar)


@pytest.mark.parametrize("ram_kr", [2_000_000_000, 200_000_000])
def test_a_pot_of_another_size_is_one_warning_and_every_amount_is_not_one_more(ram_kr: int) -> None:
    [varning] = find_warnings(replace(BYGGE, ram_kr=ram_kr))
    assert "nyckel ram_kr" in varning


def test_a_column_of_last_year_in_thousands_is_one_warning() -> None:
    forbund = tuple(replace(f, tilldelning_fjol_kr=f.tilldelning_fjol_kr // 1000) for f in BYGGE.forbund)
    [varning] = find_warnings(replace(BYGGE, forbund=forbund))
    assert "förra årets tilldelningar" in varning
