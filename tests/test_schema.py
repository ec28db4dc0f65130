"""Every TOML schema is strict: a value is what it is written as, finite, and no larger than float64 holds exactly."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from fordelning.behov import read_skattning
from fordelning.bokforing import read_kontoplan
from fordelning.budget.metod import read_budgetmetod
from fordelning.fel import AnmarkningarFel
from fordelning.metod import read_grind, read_insatsplan
from fordelning.modell import read_modell
from fordelning.underlag import read_underlag
from tests.slump import MODELLER
from tests.underlag_bygge import Bygge

MODELL = "2016-01-01_statsbidrag.toml"
LASARE = {
    MODELL: read_modell,
    "2018-01-01_statsbidrag.toml": read_modell,
    "insatsplan.toml": read_insatsplan,
    "grind.toml": read_grind,
    "budget.toml": read_budgetmetod,
    "kontoplan.toml": read_kontoplan,
    "behov_skl_2016.toml": read_skattning,
}
TAL = re.compile(r"(\w+) *= *(\d[\d_]*(?:\.\d+)?)(?![\d-])")
INGA_TAL = ("true", '"5"', "inf", "-inf", "nan", "[1]", "{ a = 1 }")
FOR_STORA = ("9007199254740993", "1e300", "-1e17")


def find_numbers(fil: str) -> list[tuple[str, str]]:
    """Every number of a model file: its key, and the file with a hole where the number was."""
    text = (MODELLER / fil).read_text("utf-8")
    utan_text = re.sub(r'"[^"\n]*"|#.*', lambda t: "x" * len(t[0]), text)
    return [(t[1], f"{text[: t.start(2)]}\0{text[t.end(2) :]}") for t in TAL.finditer(utan_text)]


def read_faults(fil: str, text: str, mapp: Path) -> list[str]:
    (mapp / fil).write_text(text, encoding="utf-8")
    with pytest.raises(AnmarkningarFel) as fel:
        LASARE[fil](mapp / fil)
    return [str(a) for a in fel.value.anmarkningar]


@pytest.mark.parametrize("fil", LASARE)
def test_a_number_is_written_as_a_number_and_is_finite_and_exact(fil: str, tmp_path: Path) -> None:
    platser = find_numbers(fil)
    assert platser
    for nyckel, mall in platser:
        for varde in (*INGA_TAL, *FOR_STORA):
            funna = read_faults(fil, mall.replace("\0", varde), tmp_path)
            assert len(funna) == 1 and f"nyckel {nyckel}" in funna[0], (nyckel, varde, funna)
            assert "Input" not in funna[0] and "Value" not in funna[0]


@pytest.mark.parametrize(
    ("fil", "fran", "till", "plats"),
    [
        (
            MODELL,
            "enhet_kr = 1_000",
            "enhet_kr = 1000.0",
            "nyckel enhet_kr: «1000.0» är inget heltal",
        ),
        (
            MODELL,
            "enhet_kr = 1_000",
            "enhet_kr = 1e3",
            "nyckel enhet_kr: «1000.0» är inget heltal",
        ),
        (MODELL, "antagande = true", "antagande = 1", "är varken true eller false"),
        (MODELL, "antagande = true", 'antagande = "ja"', "är varken true eller false"),
        (MODELL, 'status = "faststalld"', "status = true", "«true» är inget känt val"),
        (MODELL, "galler_till = 2017-12-31", 'galler_till = "2017-12-31"', "är inget datum"),
        (MODELL, 'namn = "Sta', 'namn = "  "\n#', "nyckel namn: «  » texten är tom"),
        ("grind.toml", "invanare_hopp_andel = 0.25", "invanare_hopp_andel = 1000", "nyckel invanare_hopp_andel"),
        ("grind.toml", "invanare_hopp_andel = 0.25", "invanare_hopp_andel = inf", "«inf» är inget tal"),
        ("insatsplan.toml", "bredd_andel = 0.05", "bredd_andel = 1.5", "«1.5» är utanför gränsen"),
        ("insatsplan.toml", "lutning = ", "lutning = 0.0 #", "ska falla"),
        ("insatsplan.toml", "heltal = false", "heltal = 0", "«0» är varken true eller false"),
        ("behov_skl_2016.toml", 'malgrupp_kod = "EKBIST"', 'malgrupp_kod = "NEET"', "NEET står två gånger"),
    ],
)
def test_a_value_is_what_it_is_written_as(fil: str, fran: str, till: str, plats: str, tmp_path: Path) -> None:
    text = (MODELLER / fil).read_text("utf-8")
    assert fran in text
    assert plats in "\n".join(read_faults(fil, text.replace(fran, till, 1), tmp_path))


def test_a_whole_number_is_a_decimal_number(tmp_path: Path) -> None:
    text = (MODELLER / MODELL).read_text("utf-8")
    text = text.replace("andel_forsorjningsmatt = 0.75", "andel_forsorjningsmatt = 1")
    (tmp_path / "prov.toml").write_text(text.replace("andel_invanare = 0.25", "andel_invanare = 0"), encoding="utf-8")
    assert read_modell(tmp_path / "prov.toml").fordelningsnyckel.andel_forsorjningsmatt == 1.0


@pytest.mark.parametrize(
    ("rad", "vad"),
    [
        ("ram_kr = true", "ram_kr: «true» är inget"),
        ("ram_kr = inf", "ram_kr: «inf» är inget"),
        ("ram_kr = 20000000.0", "ram_kr: «20000000.0» är inget heltal"),
        ("ram_kr = 20000000\n[kontrollsummor]\ninvanare_antal = nan", "«nan» är inget tal"),
        ("ram_kr = 20000000\n[kontrollsummor]\ninvanare_antal = 1e17", "nyckel invanare_antal: «1e+17» är för stort"),
        ("ram_kr = 20000000\n[kallor.forbund]\ntext = true", "nyckel text: «true» är ingen text"),
        ("ram_kr = 20000000\n[kallor.forbund]\nuppskattning = 1", "«1» är varken true eller false"),
    ],
)
def test_the_settings_of_a_data_set_are_as_strict(rad: str, vad: str, tmp_path: Path) -> None:
    mapp = Bygge(20_000_000).add("A", 30_000, 4_000).write(tmp_path)
    (mapp / "underlag.toml").write_text(f"budgetar = 2026\n{rad}\n", encoding="utf-8")
    with pytest.raises(AnmarkningarFel) as fel:
        read_underlag(mapp)
    assert [vad in str(a) for a in fel.value.anmarkningar].count(True) == 1, fel.value
