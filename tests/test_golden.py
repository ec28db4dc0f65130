"""Cases worked by hand, each in a file with its source and its arithmetic; never changed to make a test pass."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from fordelning.begrepp import Insats, Kapitalar, Planering, Regionmedel
from fordelning.kapital.ar import judge
from fordelning.kapital.bok import choose_rows, make_history
from fordelning.modell import read_modell
from fordelning.pengar import dela_heltal
from fordelning.regler.eget_kapital import compute_excess
from fordelning.resultat import Resultat, allocate
from tests.kommando import read_csv, run
from tests.slump import MODELLER, UTAN_SPARR, change_model
from tests.underlag_bygge import Bygge

GOLDEN = Path(__file__).resolve().parent / "golden"
FALL = sorted(f for f in GOLDEN.glob("fordelning_*.toml") if f.stem != "fordelning_publicerat")


def read(fil: Path) -> dict[str, Any]:
    return tomllib.loads(fil.read_text(encoding="utf-8"))


PUBLICERAT = read(GOLDEN / "fordelning_publicerat.toml")


def build(fall: dict[str, Any]) -> Bygge:
    """The data set of a case; an empty region means that the kommun has the region's tasks."""
    medel = tuple(Regionmedel(**m) for m in fall.get("regionmedel", []))
    bygge = Bygge(fall["ram_kr"], enhet=fall.get("forsorjningsmatt_enhet", "tkr"), ovriga={"regionmedel": medel})
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
    assert r.matchning.totalt_kr.sum() == fall["vantat"].get("totalt_kr", r.matchning.totalt_kr.sum())
    per_invanare = dict(zip(r.koder, np.round(r.matchning.totalt_kr / r.underlag.invanare_antal).tolist(), strict=True))
    assert per_invanare == per_invanare | fall["vantat"].get("per_invanare_kr", {})
    for kod, vantat in fall["vantat"].get("bidrag", {}).items():
        delar = [
            f"{b.part} {b.motpart_kod} {b.belopp_kr}" for b in r.bidrag if b.forbund_kod == kod and b.part != "stat"
        ]
        assert delar == vantat
    rader = r.tabell().set_index("forbund_kod")[["erbjudande_kr", "avstatt_kr", "tillkommit_kr"]]
    for kod, vantat in fall["vantat"].get("erbjudande", {}).items():
        assert rader.loc[kod].tolist() == vantat


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


OVRIGA = [
    "behov_egna_baser",
    "kapital_roslagen_2022_rader",
    "plan_norrkoping_2005",
    "kapital_overskott_riket",
    "kapital_roslagen_2022",
    "medfinansiering_andra_andelar",
    "pengar_ores_delning",
    "riksdag_finland_2022",
]


@pytest.mark.parametrize("namn", OVRIGA)
def test_the_other_cases_say_so_too(namn: str) -> None:
    test_every_case_says_where_it_is_from_and_who_worked_it(GOLDEN / f"{namn}.toml")


def test_the_seats_of_the_finnish_parliament_through_fordela(tmp_path: Path) -> None:
    fall = read(GOLDEN / "riksdag_finland_2022.toml")
    bygge = Bygge(fall["platser_antal"])
    for kod, krets in fall["valkrets"].items():
        fast = 1 if kod == fall["fast"] else None
        bygge = bygge.add(kod, krets["medborgare_antal"], 1.0, fjol=fast or 0, bidrag_fjol_kr=2, askande_kr=fast)
    modell = GOLDEN / "riksdag_finland_2022_modell.toml"
    argument = ["fordela", str(bygge.write(tmp_path / "underlag")), "--modell", str(modell), "--ut", str(tmp_path)]
    svar = run(*argument)
    assert svar.exit_code == 0, svar.output
    platser = {rad["forbund_kod"]: int(rad["tilldelning_kr"]) for rad in read_csv(tmp_path / "tilldelning.csv")}
    assert platser == {kod: krets["mandat_antal"] for kod, krets in fall["valkrets"].items()}


@pytest.mark.langsam
def test_norrkopings_years_after_the_first_are_inriktning(tmp_path: Path) -> None:
    fall = read(GOLDEN / "plan_norrkoping_2005.toml")
    ovriga: dict[str, tuple[Any, ...]] = {
        "insatser": (Insats("N", "I1", "Stöd", "individ", 1_000_000, 50_000, 10, 60),),
        "planering": tuple(Planering("N", rad["ar"], 0, 0, 0, 1, rad["bidrag_kr"]) for rad in fall["ar"]),
    }
    bygge = Bygge(10_000_000, budgetar=fall["budgetar"], ovriga=ovriga, enhet="mkr").add("N", 85_000, 150)
    argument = ["optimera", str(bygge.write(tmp_path / "in")), "--snabb", "--ar", "4", "--ut", str(tmp_path / "ut")]
    svar = run(*argument)
    assert svar.exit_code == 0, svar.output
    plan = json.loads((tmp_path / "ut" / "plan.json").read_text("utf-8"))
    assert plan["ar"] == [{"ar": rad["ar"], "lage": rad["lage"]} for rad in fall["ar"]]
    [forbund] = plan["forbund"]
    assert [rad["bidrag_kr"] for rad in forbund["kapital"]] == [rad["bidrag_kr"] for rad in fall["ar"]]


@pytest.mark.parametrize("fall", read(GOLDEN / "pengar_ores_delning.toml")["fall"], ids=lambda fall: str(fall["summa"]))
def test_the_last_ore_is_never_lost_and_never_simply_the_firsts(fall: dict[str, Any]) -> None:
    assert list(dela_heltal(fall["summa"], fall["vikter"])) == fall["vantat"]


def test_other_shares_than_those_of_the_law() -> None:
    fall = read(GOLDEN / "medfinansiering_andra_andelar.toml")
    andelar = {namn: fall[namn] for namn in ("stat_andel", "region_andel", "kommun_andel")}
    modell = UTAN_SPARR.model_copy(update={"medfinansiering": UTAN_SPARR.medfinansiering.model_copy(update=andelar)})
    matchning = allocate(modell, Bygge(fall["ram_kr"]).add("A").make()).matchning
    assert {namn: int(getattr(matchning, namn)[0]) for namn in fall["vantat"]} == fall["vantat"]


@pytest.mark.parametrize("typ", ["utfall", "budget"])
def test_a_published_year_of_eget_kapital(typ: Any) -> None:
    fall = read(GOLDEN / "kapital_roslagen_2022.toml")
    poster = dict(fall[typ])
    vantat = poster.pop("utgaende_kr")
    rad = Kapitalar("R", fall["ar"], typ=typ, **poster)
    underlag = Bygge(10_000_000, ovriga={"kapital": (rad,)}).add("R").make()
    (ar,) = make_history(underlag, choose_rows(underlag.kapital), lambda ar: UTAN_SPARR)
    assert ar.utgaende_kr.tolist() == [vantat]


@pytest.mark.parametrize("fro", range(20))
def test_the_countrys_excess_is_at_least_what_lies_above_the_level_however_it_is_spread(fro: int) -> None:
    fall = read(GOLDEN / "kapital_overskott_riket.toml")
    slump = np.random.default_rng(fro)
    kapital_kr, bidrag_kr = (
        fall[namn] * (vikter / vikter.sum())
        for namn, vikter in (("eget_kapital_kr", slump.random(80) ** (fro % 4)), ("bidrag_kr", slump.random(80)))
    )
    rimlig_kr, statens_andel = judge(UTAN_SPARR, bidrag_kr)
    overskott_kr = compute_excess(kapital_kr, rimlig_kr).sum()
    assert overskott_kr >= fall["vantat"]["overskott_minst_kr"] - 1
    assert statens_andel * overskott_kr >= fall["vantat"]["statens_del_minst_kr"] - 1
