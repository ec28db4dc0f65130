"""Cases worked by hand, each in a file with its source and its arithmetic; never changed to make a test pass."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fordelning.modell import read_modell
from fordelning.resultat import Resultat, allocate
from tests.slump import MODELLER, UTAN_SPARR, change_model
from tests.underlag_bygge import Bygge

GOLDEN = Path(__file__).resolve().parent / "golden"
FALL = sorted(f for f in GOLDEN.glob("fordelning_*.toml") if f.stem != "fordelning_publicerat")


def read(fil: Path) -> dict[str, Any]:
    return tomllib.loads(fil.read_text(encoding="utf-8"))


PUBLICERAT = read(GOLDEN / "fordelning_publicerat.toml")


def build(fall: dict[str, Any]) -> Bygge:
    """The data set of a case; an empty region means that the kommun has the region's tasks."""
    bygge = Bygge(fall["ram_kr"], enhet=fall.get("forsorjningsmatt_enhet", "tkr"))
    for f in fall["forbund"]:
        kvar = dict(f)
        kod, lovat = kvar.pop("kod"), (kvar.pop("kommuner_kr", []), kvar.pop("regioner_kr", {}))
        regioner = [r or None for r in kvar.pop("regioner", ["R1"])]
        bygge = bygge.add(kod, kvar.pop("invanare"), kvar.pop("matt"), regioner=regioner, **kvar)
        bygge = bygge.pledge(kod, *lovat[0], regioner_kr=lovat[1])
    return bygge


def solve(fall: dict[str, Any]) -> Resultat:
    modell = change_model(read_modell(MODELLER / f"{fall['modell']}.toml"), fall["enhet_kr"])
    return allocate(modell, build(fall).make())


@pytest.mark.parametrize("fil", FALL, ids=lambda f: f.stem)
def test_a_case_worked_by_hand(fil: Path) -> None:
    fall = read(fil)
    r = solve(fall)
    svar = zip(
        r.underlag.koder,
        zip(r.tilldelning_kr, r.matchning.region_kr, r.matchning.kommuner_kr, r.begransas_av, strict=True),
        strict=True,
    )
    assert {kod: [int(s), int(g), int(k), str(vem)] for kod, (s, g, k, vem) in svar} == fall["vantat"]["forbund"]
    assert int(r.ej_fordelat_kr) == fall["vantat"]["ej_fordelat_kr"]
    for kod, vantat in fall["vantat"].get("bidrag", {}).items():
        delar = [
            f"{b.part} {b.motpart_kod} {b.belopp_kr}" for b in r.bidrag if b.forbund_kod == kod and b.part != "stat"
        ]
        assert delar == vantat


@pytest.mark.parametrize("fil", [*FALL, GOLDEN / "fordelning_publicerat.toml"], ids=lambda f: f.stem)
def test_every_case_says_where_it_is_from_and_who_worked_it(fil: Path) -> None:
    fall = read(fil)
    assert fall["kalla"] and fall["raknat_av"]
    assert "=" in "".join(rad for rad in fil.read_text(encoding="utf-8").splitlines() if rad.startswith("#"))


def test_the_published_parts_of_339_million() -> None:
    tal = PUBLICERAT["ram_339"]
    bygge = Bygge(tal["ram_kr"])
    for j in range(tal["forbund_antal"]):
        bygge = bygge.add(f"F{j:02d}", 1_000 + 37 * j, 100.0 + j * j)
    r = allocate(UTAN_SPARR, bygge.make())
    m, sett = r.modell.fordelningsnyckel, r.bok.sett["fordelningsnyckel"]
    assert r.bok.poster["grundtilldelning"].sum() == tal["grund_kr"]
    assert r.bok.poster["fordelningsnyckel"].sum() == pytest.approx(tal["efter_nyckel_kr"], rel=1e-12)
    efter_matt = sett["kvar_kr"] * m.andel_forsorjningsmatt * sett["forsorjningsmatt_andel"]
    efter_invanare = sett["kvar_kr"] * m.andel_invanare * sett["invanare_andel"]
    assert efter_matt.sum() == pytest.approx(tal["efter_forsorjningsmatt_kr"], rel=1e-12)
    assert efter_invanare.sum() == pytest.approx(tal["efter_invanare_kr"], rel=1e-12)
    np.testing.assert_allclose(efter_matt + efter_invanare, r.bok.poster["fordelningsnyckel"], rtol=1e-12)


@pytest.mark.parametrize("rad", PUBLICERAT["alla_parter"]["rader"], ids=lambda rad: str(rad["stat_kr"]))
def test_the_state_pays_half_of_it_all(rad: dict[str, int]) -> None:
    r = allocate(UTAN_SPARR, Bygge(rad["stat_kr"]).add("A", 3_000).add("B", 5_000).make())
    assert r.matchning.totalt_kr.sum() == rad["totalt_kr"]


def test_the_published_kronor_per_inhabitant() -> None:
    rader = PUBLICERAT["kronor_per_invanare"]["rader"]
    bygge = Bygge(sum(rad["budget_kr"] for rad in rader))
    for rad in rader:
        bygge = bygge.add(rad["namn"], rad["invanare"], askande_kr=rad["budget_kr"])
    r = allocate(UTAN_SPARR, bygge.make())
    per_invanare = dict(zip(r.underlag.koder, r.tilldelning_kr / r.underlag.invanare_antal, strict=True))
    for rad in rader:
        assert round(per_invanare[rad["namn"]]) == rad["kr"]
        assert round(per_invanare[rad["namn"]], -1) == rad["publicerat_cirka"]
