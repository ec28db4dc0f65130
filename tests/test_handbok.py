"""The handbook: its contents list, that every command has the options it is given, and the figures of a meeting."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest
import typer
from typer.core import TyperGroup

import fordelning as f
from fordelning.cli import app
from fordelning.underlag.kolumner import TABELLER
from fordelning.underlag.tabellform import Tabellform
from tests.exempel import read_case

TEXT = (Path(__file__).resolve().parents[1] / "docs" / "handbok.md").read_text("utf-8")
MOTET = re.search(r"^## Rådets möte$(.*?)^## ", TEXT, re.DOTALL | re.MULTILINE)


def test_the_contents_list_has_every_chapter_with_its_link() -> None:
    kapitel = [k for k in re.findall(r"^## (.+)$", TEXT, re.MULTILINE) if k != "Innehåll"]
    lankar = [(k, re.sub(r"[^\w\- ]", "", k.lower()).replace(" ", "-")) for k in kapitel]
    assert re.findall(r"^- \[(.+)\]\(#(.+)\)$", TEXT, re.MULTILINE) == lankar


def test_every_command_in_the_handbook_has_the_options_it_is_given() -> None:
    grupp = typer.main.get_command(app)
    assert isinstance(grupp, TyperGroup)
    kommandon = re.findall(r"`fordelning\s([^`]+)`|^    fordelning ([^#\n]+)", TEXT, re.MULTILINE)
    assert len(kommandon) > 60
    for rad in (" ".join((a or b).split()) for a, b in kommandon):
        namn, *ord_ = shlex.split(rad)
        if namn.startswith(("-", "<")):
            continue
        val = {o for p in grupp.commands[namn].params for o in p.opts}
        assert {o for o in ord_ if o.startswith("--")} <= val, rad


@pytest.mark.parametrize("tabell", TABELLER.values(), ids=TABELLER)
def test_every_table_in_the_handbook_has_the_columns_in_their_own_words(tabell: Tabellform) -> None:
    rubrik = f"### `{tabell.namn}.csv`" + ("" if tabell.kravs else " (frivillig)")
    _, _, kapitel = TEXT.partition(f"{rubrik}\n")
    rader = re.findall(r"^\| `(\w+)` \| (.+?) \| ", kapitel.partition("\n#")[0], re.MULTILINE)
    assert rader == [(kolumn.namn, kolumn.beskrivning) for kolumn in tabell.kolumner]


def test_every_picture_is_there_and_every_one_is_shown() -> None:
    bilder = Path(__file__).resolve().parents[1] / "docs" / "bilder"
    readme = (bilder.parents[1] / "README.md").read_text("utf-8")
    assert set(re.findall(r"bilder/([\w-]+\.png)", TEXT + readme)) == {b.name for b in bilder.iterdir()}


def move(fall: f.Fall) -> tuple[int, int, int, int]:
    """How many receive more and how much, how many less and how much, kr."""
    d = f.compare(read_case().allocate(), fall.allocate()).andring_kr
    return int((d > 0).sum()), int(d[d > 0].sum()), int((d < 0).sum()), int(-d[d < 0].sum())


@pytest.mark.langsam
def test_what_the_meeting_is_told_of_the_example_is_what_the_engine_gives() -> None:
    assert MOTET is not None
    text, fall = " ".join(MOTET[1].split()), read_case()
    rad = fall.allocate().tabell().set_index("forbund_kod")
    e = f.measure_equity(fall).matt
    sparr, ram, nyckel = (
        move(read_case("forslag/sparr_kvar")),
        move(fall.change(ram_kr=350_000_000)),
        move(fall.change(andel_forsorjningsmatt=0.5)),
    )
    niva = move(fall.change({"trappa.1.andel": 0.15}))
    kapital = move(fall.change(eget_kapital_kr={"SF-0110": 5_831_000 - 1_000_000}))
    lamnat = rad.groupby("begransas_av")["avstatt_kr"].sum()
    kr = [
        rad.loc["SF-0110", "tilldelning_kr"], sparr[1], nyckel[1], niva[1], kapital[1], rad["avstatt_kr"].sum(),
        *lamnat[["askande", "kommuner", "region"]], rad.loc["SF-0102", "avstatt_kr"], rad["tillkommit_kr"].max(),
        rad.loc["SF-0109", "tilldelning_kr"], rad.loc["SF-0109", "avstatt_kr"],
        rad.loc[rad["lan"] == "Skåne län", "tilldelning_kr"].sum(),
    ]  # fmt: skip
    for belopp in kr:
        assert f"{int(belopp):,}".replace(",", " ") in text, belopp
    assert (sparr[0], sparr[2], ram[0], ram[2], nyckel[0], nyckel[2]) == (3, 37, 66, 0, 42, 23)
    assert (niva[0], niva[2], kapital[0]) == (24, 42, 1)
    for matt in ("tilldelning_per_invanare", "tilldelning_per_behov", "eget_kapital_per_invanare"):
        assert f"{e[matt].gini:.4f}".replace(".", ",") in text, matt
