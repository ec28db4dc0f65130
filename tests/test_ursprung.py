"""What a result was made of is told once: the same program, model and files stand first in every JSON file."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest

from fordelning import __version__
from fordelning.behov import compute_need, read_skattning
from fordelning.kapital.antaganden import Antaganden
from fordelning.kapital.framskrivning import roll_forward
from fordelning.modell import choose_modell
from fordelning.platser import find_modeller
from fordelning.rapport.behov.tabeller import Behovsgrund, make_behov_json
from fordelning.rapport.fordelning.tabeller import Fordelningsgrund, make_resultat
from fordelning.rapport.kapital.bok import make_kapital_json
from fordelning.rapport.kapital.tabeller import Kapitalgrund
from fordelning.resultat import allocate
from fordelning.ursprung import list_assumptions, list_data_sources, list_model_assumptions, list_model_sources
from tests.exempel import read_example

UNDERLAG = read_example()
MODELL = choose_modell(find_modeller(), 2026)


def make_files() -> dict[str, dict[str, Any]]:
    skattning = read_skattning(find_modeller() / "behov_skl_2016.toml")
    lage = compute_need(UNDERLAG, skattning)
    valj = partial(choose_modell, find_modeller())
    framat = roll_forward([UNDERLAG], valj, 1, Antaganden())
    return {
        "resultat": make_resultat(Fordelningsgrund(allocate(MODELL, UNDERLAG))),
        "behov": make_behov_json(Behovsgrund(lage, UNDERLAG, skattning)),
        "kapital": make_kapital_json(Kapitalgrund(framat)),
    }


@pytest.fixture(scope="module")
def filer() -> dict[str, dict[str, Any]]:
    return make_files()


@pytest.mark.parametrize("namn", ["resultat", "behov", "kapital"])
def test_a_json_file_begins_with_the_program_the_year_and_the_files(namn: str, filer: dict[str, Any]) -> None:
    data = filer[namn]
    assert list(data)[:2] == ["program", "budgetar"]
    assert data["program"] == {"namn": "fordelning", "version": __version__}
    assert data["budgetar"] == 2026
    lasta = [(f.namn, f.sha256) for f in UNDERLAG.filer]
    assert [(f["namn"], f["sha256"]) for f in data["filer"]] == lasta and lasta


def test_the_model_is_named_alike_in_every_file(filer: dict[str, Any]) -> None:
    vantat = {
        "namn": MODELL.namn,
        "status": "faststalld",
        "fil": MODELL.fil.namn,
        "sha256": MODELL.fil.sha256,
    }
    assert filer["resultat"]["modell"] == vantat
    assert filer["kapital"]["ar"][-1]["modell"] == vantat


def test_every_assumption_of_the_model_is_a_row_and_a_sentence_and_is_told_once() -> None:
    assert len(list_model_assumptions(MODELL)) == len(list_assumptions(MODELL)) > 0
    assert list_assumptions(MODELL, MODELL) == list_assumptions(MODELL)


def test_every_file_and_every_rule_has_its_source() -> None:
    assert {rad.sha256 for rad in list_data_sources(UNDERLAG) if rad.slag == "Fil"} == {
        fil.sha256 for fil in UNDERLAG.filer
    }
    assert [rad.slag for rad in list_model_sources(MODELL)] == ["Modell", *["Regel"] * len(MODELL.avsnitt)]
