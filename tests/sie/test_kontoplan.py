"""The mapping from konto to budget head: the shipped file holds together, a faulty one is refused by key."""

from __future__ import annotations

from pathlib import Path

import pytest

from fordelning.bokforing import Huvud, Kontoplan, read_kontoplan
from fordelning.fel import ModellFel

LEVERERAD = Path(__file__).resolve().parents[2] / "models" / "kontoplan.toml"


def refuse(tmp_path: Path, *andringar: tuple[str, str]) -> list[str]:
    """The findings of the shipped file with some changes."""
    text = LEVERERAD.read_text(encoding="utf-8")
    for gammalt, nytt in andringar:
        assert text.count(gammalt) == 1, gammalt
        text = text.replace(gammalt, nytt)
    (tmp_path / "kontoplan.toml").write_text(text, encoding="utf-8")
    with pytest.raises(ModellFel) as fel:
        read_kontoplan(tmp_path / "kontoplan.toml")
    return [f"{a.plats}: {a.vad}" for a in fel.value.anmarkningar]


def test_the_shipped_file_loads_and_every_section_has_its_source(kontoplan: Kontoplan) -> None:
    for avsnitt in [kontoplan.dimensioner, *kontoplan.avsnitt.values()]:
        assert avsnitt.kalla.text
        assert avsnitt.antagande


@pytest.mark.parametrize(
    ("konto", "huvud"),
    [
        ("3511", "stat"),
        ("35112", "stat"),
        ("3512", "region"),
        ("3513", "kommun"),
        ("3510", "ovrigt"),
        ("8440", "ovrigt"),
        ("5010", "styrelse"),
        ("5020", "administration"),
        ("6010", "administration"),
        ("7450", "revision"),
        ("4600", "insatser"),
        ("2010", "eget_kapital"),
        ("1930", "utanfor"),
        ("8999", "utanfor"),
        ("8011", None),
        ("9010", None),
        ("46", "insatser"),
        ("4", None),
    ],
)
def test_a_konto_finds_its_head(kontoplan: Kontoplan, konto: str, huvud: Huvud | None) -> None:
    assert kontoplan.find(konto) == huvud


def test_every_operating_konto_of_classes_3_to_7_has_exactly_one_head(kontoplan: Kontoplan) -> None:
    for nr in range(3000, 8000):
        traffar = [huvud for huvud, avsnitt in kontoplan.avsnitt.items() if avsnitt.holds(str(nr))]
        assert len(traffar) == 1, (nr, traffar)


def test_budget_is_exported_on_a_konto_of_its_own_head(kontoplan: Kontoplan) -> None:
    for huvud, avsnitt in kontoplan.avsnitt.items():
        if avsnitt.budgetkonto:
            assert kontoplan.find(avsnitt.budgetkonto.nr) == huvud
            assert kontoplan.find_budgetkonto(huvud) == avsnitt.budgetkonto


def test_a_head_without_budgetkonto_is_refused_with_its_section(kontoplan: Kontoplan) -> None:
    with pytest.raises(ModellFel, match=r"kontoplan.toml, avsnitt \[eget_kapital\], nyckel budgetkonto"):
        kontoplan.find_budgetkonto("eget_kapital")


def test_overlapping_konton_are_refused(tmp_path: Path) -> None:
    assert refuse(tmp_path, ('konton = ["45", "46"]', 'konton = ["45", "46", "3510-3512", "4600"]')) == [
        "kontoplan.toml, avsnitt [insatser], nyckel konton: «3510-3512» överlappar «3511» i [intakter.stat]",
        "kontoplan.toml, avsnitt [insatser], nyckel konton: «3510-3512» överlappar «3512» i [intakter.region]",
        "kontoplan.toml, avsnitt [insatser], nyckel konton: «3510-3512» överlappar «3510» i [intakter.ovrig]",
        "kontoplan.toml, avsnitt [insatser], nyckel konton: «4600» överlappar «46» i [insatser]",
    ]


@pytest.mark.parametrize(
    ("gammalt", "nytt", "vad"),
    [
        ('konton = ["501"]', "konton = [501]", "avsnitt [styrelse.konton], nyckel 0: «501» är ingen text"),
        (
            'konton = ["501"]',
            'konton = ["50x"]',
            "avsnitt [styrelse], nyckel konton: «50x» är inget konto och inget intervall",
        ),
        ('konton = ["501"]', 'konton = ["503-501"]', "avsnitt [styrelse], nyckel konton: intervallet «503-501» ska ha"),
        ('konton = ["501"]', 'konton = ["5-501"]', "avsnitt [styrelse], nyckel konton: intervallet «5-501» ska ha"),
        ('konton = ["501"]', "", "avsnitt [styrelse], nyckel konton: nyckeln saknas"),
        ('konton = ["501"]', 'konton = ["501"]\nkonto = "5"', "avsnitt [styrelse], nyckel konto: okänd nyckel"),
        ("[revision]", "[granskning]", "avsnitt [revision]: avsnittet saknas"),
        ('nr = "5010"', 'nr = "6010"', "avsnitt [styrelse]: budgetkonto 6010 ligger inte bland avsnittets konton"),
        ("insats = 6", "insats = 0", "avsnitt [dimensioner], nyckel insats: «0» är utanför gränsen"),
        ('namn = "Kontoplan', 'fil = 1\nnamn = "Kontoplan', "nyckel fil: okänd nyckel"),
    ],
)
def test_a_faulty_file_is_refused_by_file_section_and_key(tmp_path: Path, gammalt: str, nytt: str, vad: str) -> None:
    assert any(f.startswith(f"kontoplan.toml, {vad}") for f in refuse(tmp_path, (gammalt, nytt)))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ModellFel, match="finns inte"):
        read_kontoplan(tmp_path / "kontoplan.toml")
